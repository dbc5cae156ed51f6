"""Whose record it is: a site never shows what another one was told.

::

    ops_feeds/recorded/site.json    the name of the site that made the record, and the parts of its system

Whoever begins a site from a copy of another gives it a name and a system of its own, and may leave the record where it
lay. So a record is another’s when neither is what it was. A site that is renamed keeps its system, and one whose system
is written anew keeps its name: the record stays theirs, and they are asked to say so. Addresses tell nothing, as a site
may move, and a copy keeps the old address for a while.
"""

from __future__ import annotations

import os
from enum import Enum, auto
from pathlib import Path

import msgspec

from explainer.errors import Finding, RecordError, StaffError, by_the_system
from explainer.model.history import Remembered
from explainer.model.value import Value, stated

FILE = "site.json"
ADOPT = "explainer adopt"
MOST_NAMED = 4


class Owner(Value):
    """What a record is known by: the ``name`` of its site, and the ids of the ``parts`` of its system."""

    name: str
    parts: tuple[str, ...] = ()


class Whose(Enum):
    """Whose record it is, as far as its owner tells."""

    OURS = auto()
    RENAMED = auto()
    REMADE = auto()
    ANOTHERS = auto()


def whose(kept: Owner | None, here: Owner) -> Whose:
    """Whose record it is that ``kept`` made, seen from the site ``here``; one that nobody signed is ours."""
    if kept is None:
        return Whose.OURS
    is_akin = _is_akin(frozenset(kept.parts), frozenset(here.parts))
    if kept.name == here.name:
        return Whose.OURS if is_akin else Whose.REMADE
    return Whose.RENAMED if is_akin else Whose.ANOTHERS


def _is_akin(kept: frozenset[str], here: frozenset[str]) -> bool:
    """Whether half of the smaller of two systems is in the other; one that cannot be read may be any."""
    return 2 * len(kept & here) >= min(len(kept), len(here))


def owner_of(folder: Path) -> Owner | None:
    """The site that made the record in ``folder``; None where that was never written.

    Raises:
        RecordError: when what is written there is not that.
    """
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Owner)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        remedy = f"restore it, for instance with: git checkout -- {path}, or run {ADOPT} if this record is yours"
        raise RecordError(f"{path} cannot be read; {remedy}") from error


def refuse_anothers(folder: Path, here: Owner, record: Remembered) -> tuple[Whose, Owner | None]:
    """Whose the ``record`` in ``folder`` is, if it is not another’s, and what it is known by.

    Raises:
        StaffError: when it is another’s.
        RecordError: as :func:`owner_of`.
    """
    kept = owner_of(folder)
    fault = foreign(folder, kept, here, record)
    if fault is not None:
        raise StaffError([fault])
    return whose(kept, here), kept


def foreign(folder: Path, kept: Owner | None, here: Owner, record: Remembered) -> Finding | None:
    """What to say of a record that is another’s; None for any other.

    One that nobody signed is so if all that it tells is of parts that are not here: it is of an earlier version.
    """
    shown = f"{folder.parent.name}/{folder.name}"
    if kept is not None and whose(kept, here) is Whose.ANOTHERS:
        problem = f"what is recorded here was told to another site, “{kept.name}”, and not to “{here.name}”"
        remedy = f"delete the folder {shown}; or, if it is the same site with another name and system, run {ADOPT}"
        return Finding(f"{shown}/{FILE}", 1, 1, "", problem, remedy)
    told = spoken_of(record) if kept is None else frozenset()
    if here.parts and told and told.isdisjoint(here.parts):
        named = ", ".join(sorted(told)[:MOST_NAMED]) + (" …" if len(told) > MOST_NAMED else "")
        problem = f"what is recorded here tells of no part of this site, only of others: {named}"
        remedy = f"if another site was told it, delete the folder {shown}; if it is yours, run {ADOPT}"
        return Finding(f"{shown}/{FILE}", 1, 1, "", problem, remedy)
    return None


def spoken_of(record: Remembered) -> frozenset[str]:
    """The ids of the parts that anything in a record reports of."""
    return frozenset(report.component for held in record.held.values() for report in held.latest.reports)


def doubt(folder: Path, found: Whose, kept: Owner | None) -> str:
    """What to tell whoever runs a site that may have the record of another; empty where there is no doubt."""
    if kept is None or found not in (Whose.RENAMED, Whose.REMADE):
        return ""
    what = f"when this site was called “{kept.name}”" if found is Whose.RENAMED else "when its parts were others"
    shown = f"{folder.parent.name}/{folder.name}"
    return f"{shown} was recorded {what}: if it is the same site, run {ADOPT}; if not, delete that folder"


def sign(folder: Path, here: Owner) -> None:
    """Note whose record it is; the file is whole at any moment.

    Raises:
        RecordError: when it cannot be written.
    """
    path = folder / FILE
    body = msgspec.json.format(msgspec.json.encode(stated(here)), indent=2) + b"\n"
    try:
        if path.is_file() and path.read_bytes() == body:
            return
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{FILE}.tmp")
        with aside.open("wb") as opened:
            opened.write(body)
            opened.flush()
            os.fsync(opened.fileno())
        aside.replace(path)
    except OSError as error:
        raise RecordError(by_the_system(error, str(path))) from error
