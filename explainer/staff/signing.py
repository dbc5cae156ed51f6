"""Signing a look: who may, at what, and the file that says so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from explainer.declarations.documents import named, read_yaml, validated
from explainer.declarations.nearness import near
from explainer.declarations.watches import WATCH_DOOR
from explainer.disk import folder_held, written_aside
from explainer.model.system import System
from explainer.model.watch import Look
from explainer.picture.model import Basis, ComponentNow, Picture
from explainer.staff.project import Project
from explainer.staff.translations import WATCHES


def to_look_at(picture: Picture) -> tuple[ComponentNow, ...]:
    """What ``--all`` means: the parts that bulletins alone speak of and of which none says now that they are off."""
    return tuple(here for here in picture.components if _is_for_people(here, picture) and not here.is_told_off)


def unlooked(picture: Picture) -> tuple[ComponentNow, ...]:
    """The parts that are unknown because nobody looked."""
    return tuple(here for here in picture.components if here.basis is Basis.NOBODY_LOOKED)


def _is_for_people(here: ComponentNow, picture: Picture) -> bool:
    watchers = [picture.source[feed].source for feed in here.component.watched_by if feed in picture.source]
    return bool(watchers) and all(watcher.is_of_bulletins for watcher in watchers)


def signatory(by: str, system: System) -> str:
    """The party that signs; the only one there is, where none is named.

    Raises:
        ValueError: when it is none, or when nobody says which of several it is.
    """
    if not by and len(system.party) > 1:
        known = ", ".join(system.party)
        raise ValueError(f"nobody says who looked; write one of: {known}; or write looked_by: in mkdocs.yml once")
    if by and by not in system.party:
        raise ValueError(f"there is no party “{by}”; {near(by, system.party)}")
    return by or next(iter(system.party))


def wanted(names: Iterable[str], system: System) -> tuple[str, ...]:
    """The parts that are named, each once.

    Raises:
        ValueError: with every name that is none.
    """
    parts = tuple(dict.fromkeys(names))
    wrong = [
        f"there is no component “{name}”; {near(name, system.by_id)}" for name in parts if name not in system.by_id
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    return parts


def write_look(project: Project, look: Look) -> Path:
    """Write a look into a file of its own, and return that; no other file is ever touched.

    Raises:
        StaffError: when it says what no look may say.
    """
    folder = project.feeds / WATCHES
    local = look.at.astimezone(project.settings.tz)
    text = _written(look, local)
    shown = named(folder, project.root)
    validated(WATCH_DOOR, read_yaml(text, shown), {"zone": project.settings.tz})
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        path = folder / f"{local:%Y-%m-%d-%H%M}{f'-{number}' if number > 1 else ''}.yml"
        try:
            with folder_held(folder), written_aside(path, text.encode()) as aside:
                path.hardlink_to(aside)
        except FileExistsError:
            continue
        return path
    raise AssertionError  # there is always another number


def _written(look: Look, local: datetime) -> str:
    lines = [f"by: {look.by}", f"at: {as_written(local)}", f"good_for: {_span(look.good_for)}"]
    lines.append(f"looked_at: [{', '.join(look.looked_at)}]")
    if look.note:
        lines.append(f"note: {json.dumps(look.note, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def as_written(local: datetime) -> str:
    """A moment as staff write it in their own zone; with its offset where an hour comes twice."""
    is_doubled = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return local.isoformat(timespec="minutes") if is_doubled else f"{local:%Y-%m-%d %H:%M}"


def _span(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    for unit, of_it in (("h", 3_600), ("min", 60)):
        if seconds % of_it == 0:
            return f"{seconds // of_it} {unit}"
    return f"{seconds} s"
