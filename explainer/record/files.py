"""Which files a record consists of, what each of them holds, and how they make one. Nothing here opens one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from explainer.errors import RecordError, by_the_system


class Holds(Enum):
    """What a file of the record holds; the value is the folder in which such files lie."""

    DISRUPTION = "disruptions"
    FEED = "feeds"
    HISTORY = "histories"
    """Earlier versions of disruptions, a line each; the only kind that no cycle reads."""
    LOOKS = "."
    SETTLED = "settled"
    SILENCES = "silences"
    STATES = "states"
    """How the parts were, a line whenever one turned (``record/states.py``); nothing but pages needs it."""
    TIMES = "times"
    ALL_TIMES = ""
    """The times of every feed in one file, as an earlier version kept them."""


class RecordFile(NamedTuple):
    """One file: its path, the name it goes by, and what it holds."""

    path: str
    name: str
    holds: Holds


LOOKS, ALL_TIMES = "looks", "times"


def path_of(folder: Path, name: str, holds: Holds) -> Path:
    """Where in a record one thing is kept."""
    return folder / holds.value / f"{name}.json"


def asked_at(folder: Path) -> Path:
    """The folder in a record whose own time changes at every fetch, whatever else it does."""
    return folder / Holds.TIMES.value


def files(folder: Path) -> Iterator[RecordFile]:
    """Every file of a record, in their order.

    Raises:
        RecordError: a folder cannot be listed.
    """
    for holds in (Holds.DISRUPTION, Holds.FEED, Holds.SILENCES, Holds.SETTLED, Holds.TIMES):
        below = f"{folder}/{holds.value}"
        for name in _names(Path(below)):
            yield RecordFile(f"{below}/{name}", name.removesuffix(".json"), holds)
    for holds, name in ((Holds.LOOKS, LOOKS), (Holds.ALL_TIMES, ALL_TIMES)):
        path = os.fspath(path_of(folder, name, holds))
        if os.access(path, os.F_OK):
            yield RecordFile(path, name, holds)


def gathered(folder: Path, read: Callable[[RecordFile], Any]) -> dict[str, Any]:
    """What a record in ``folder`` holds, by field, given how to read one file; what reads as None has gone away.

    Raises:
        RecordError: a folder cannot be listed; and whatever ``read`` raises.
    """
    found: dict[Holds, dict[str, Any]] = {holds: {} for holds in Holds}
    for file in files(folder):
        value = read(file)
        if value is not None:
            found[file.holds][file.name] = value
    kept, before = found[Holds.LOOKS].get(LOOKS), found[Holds.ALL_TIMES].get(ALL_TIMES)
    own = {feed: one.times for feed, one in found[Holds.TIMES].items()}
    return {
        **({"looks": kept.looks, "unread": kept.unread} if kept is not None else {}),
        "feeds": found[Holds.FEED],
        "held": found[Holds.DISRUPTION],
        "settled": found[Holds.SETTLED],
        "silences": found[Holds.SILENCES],
        "times": {**before.feeds, **own} if before is not None else own,
    }


def leftovers(folder: Path) -> Iterator[Path]:
    """What killed runs left aside in a record, but for the months of what is settled."""
    for holds in Holds:
        with suppress(FileNotFoundError), os.scandir(folder / holds.value) as entries:
            yield from [Path(entry.path) for entry in entries if _is_aside(entry.name)]


def _is_aside(name: str) -> bool:
    return name.startswith(".") and name.endswith((".json.tmp", ".jsonl.tmp", ".txt.tmp"))


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecordError(by_the_system(error, os.fspath(folder))) from error
    # A name that begins with a dot is what a killed run left behind.
    return sorted(name for name in names if name.endswith(".json") and not name.startswith("."))


def unreadable(path: Path, holds: Holds, fault: str) -> RecordError:
    """What to tell of a file or folder that cannot be read, and what to do."""
    remedy = f"restore it, for instance with: git checkout -- {path}"
    if holds is not Holds.DISRUPTION:
        # Only a disruption's history cannot be fetched again.
        remedy += ", or delete it and run explainer fetch"
    return RecordError(f"{path} cannot be read: {fault}; {remedy}")
