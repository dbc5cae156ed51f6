"""The looks that staff signed: one file each in ``watches/``, read and judged so that one bad file hides no other.

A file that says anything wrong vouches for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import Located, PathOf, named, read_file, validated
from explainer.declarations.nearness import near
from explainer.declarations.watches import WATCH_DOOR
from explainer.errors import Finding, StaffError, own_fault
from explainer.formats.families.bulletin_rules import Known
from explainer.model.learned import AHEAD
from explainer.model.watch import Look
from explainer.staff.folders import YML, read_in, unread_in
from explainer.staff.project import Project
from explainer.staff.translations import WATCHES, is_translation


class Watches(NamedTuple):
    """The good looks, oldest first, and everything that is wrong with the other files."""

    looks: tuple[Look, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_watches(project: Project, names: Known | None, now: datetime) -> Watches:
    """Every look at ``now``; without ``names``, while what staff wrote does not hold together, no name is judged."""
    looks: dict[Look, str] = {}
    folder = project.feeds / WATCHES

    def is_beside(name: str) -> bool:
        return is_translation(name, project.languages)

    try:
        paths = read_in(folder, YML, is_beside)
        findings = list(unread_in(folder, YML, project.root, is_beside))
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or 'unknown fault').lower()}"
        return Watches((), (Finding(named(folder, project.root), 1, 1, "", problem, "check its rights"),))
    for path in paths:
        shown = named(path, project.root)
        try:
            look = _read(path, project, names, now)
        except StaffError as error:
            findings += error.findings
        except Exception as error:  # noqa: BLE001 - the last resort: no file may hide the others
            findings.append(Finding(shown, 1, 1, "", f"could not be read: {own_fault(error)}"))
        else:
            if look in looks:
                findings.append(Finding(shown, 1, 1, "", f"says the same as {looks[look]}", "delete one of the two"))
            looks.setdefault(look, shown)
    return Watches(tuple(sorted(looks, key=lambda look: look.at)), tuple(findings))


def _read(path: Path, project: Project, names: Known | None, now: datetime) -> Look:
    located = read_file(path, project.root)
    look = validated(WATCH_DOOR, located, {"zone": project.settings.tz})
    findings = [*_untimely(look, located, now), *_unknown(look, located, names, now)]
    if findings:
        raise StaffError(findings)
    return look


def _untimely(look: Look, located: Located, now: datetime) -> Iterator[Finding]:
    if look.at > now + AHEAD:
        problem = f"lies ahead: by our clock it is {now.astimezone(look.at.tzinfo):%Y-%m-%d %H:%M}"
        yield located.finding(("at",), problem, "write when you looked; nobody can vouch for what is to come")


def _unknown(look: Look, located: Located, names: Known | None, now: datetime) -> Iterator[Finding]:
    """Names that are none. What a look named that has ended may be called otherwise by now."""
    if names is None or look.until <= now:
        return
    if look.by not in names.parties:
        yield located.finding(("by",), f"there is no party “{look.by}”", near(look.by, names.parties))
    for index, part in enumerate(look.looked_at):
        if part not in names.components:
            path: PathOf = ("looked_at", index)
            yield located.finding(path, f"there is no component “{part}”", near(part, names.components))
