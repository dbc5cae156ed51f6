"""The log of states: how the parts were, a line whenever any of them turned, a file for each month.

::

    ops_feeds/recorded/states/2026-11.jsonl    what turned in that month of UTC; its first line holds every part

It is added to and never rewritten, by whoever works out the picture of the whole record: a build, a refresh, an update,
a watch. So it holds what the site showed, at the moments at which it was made; a fetch, which may be one of several
that share the feeds, leaves it alone. A line stands under the lock of the record and is on the disk before a page
speaks of it. What a killed run or a power cut left at its end is passed over, and the next line is a whole one; so it
is after a line that cannot be read. Nobody needs it: without it no page says how things spread, and all else is as it
was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer import disk
from explainer.model.states import Found, Then, Turn, differing, latest, unbroken
from explainer.model.value import stated
from explainer.record.decoding import FAULTS
from explainer.record.files import Holds
from explainer.record.writing import unwritable

_TURN = msgspec.json.Decoder(Turn)


def month_file(folder: Path, at: datetime) -> Path:
    """Where what turned in the month of a moment stands, in the record in ``folder``."""
    return folder / Holds.STATES.value / f"{at.astimezone(UTC):%Y-%m}.jsonl"


class MonthOfLog(NamedTuple):
    """A month of the log: its name, such as ``2026-11``, its length in bytes, and how to make a list in JSON of it.

    ``turns`` reads it, with None for a line that cannot be read.
    """

    name: str
    length: int
    make: Callable[[], bytes]
    turns: Callable[[], tuple[Turn | None, ...]]


class StateLog:
    """The log of the record in ``folder``, read and added to again and again: a file is read when it is another one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, _Month] = {}

    def between(self, first: datetime, last: datetime) -> tuple[Turn, ...]:
        """What turned in the months from ``first`` to ``last``, and no later than ``last``; the oldest first."""
        found = (turn for path in self._months(first, last) for turn in self._read(path).turns)
        return tuple(turn for turn in unbroken(found) if turn.at <= last)

    def months(self) -> Iterator[MonthOfLog]:
        """Every month that there is, as it can be published: another one whenever it was added to."""
        for path in sorted((self._folder / Holds.STATES.value).glob("*.jsonl")):
            stat = _stat(path)
            if stat is not None and not path.name.startswith("."):
                yield MonthOfLog(path.stem, stat[1], partial(self._published, path), partial(self._turns, path))

    def _turns(self, path: Path) -> tuple[Turn | None, ...]:
        return self._read(path).turns

    def _published(self, path: Path) -> bytes:
        return msgspec.json.encode([stated(turn) for turn in unbroken(self._read(path).turns)])

    def keep(self, now: datetime, parts: Mapping[str, Found], exercise: bool) -> bool:
        """Add what turned, if anything did, and say whether it did; the line is on the disk then.

        The first line of a month holds all parts. A clock that is behind the last line adds nothing.

        Raises:
            RecordError: when the disk does not take it.
        """
        path = month_file(self._folder, now)
        if self._next(path, now, parts, exercise) is None:
            return False
        try:
            disk.make_folder(path.parent)
            with disk.folder_held(self._folder):
                month = self._read(path)
                turn = self._next(path, now, parts, exercise)
                if turn is None:
                    return False  # another run saw the same
                disk.added(path, month.length, msgspec.json.encode(stated(turn)) + b"\n")
                disk.sync_folder(path.parent)
        except OSError as error:
            raise unwritable(self._folder, error) from error
        return True

    def _next(self, path: Path, now: datetime, parts: Mapping[str, Found], exercise: bool) -> Turn | None:
        """The line to add; None where there is nothing to say."""
        month, at = self._read(path), now.astimezone(UTC)
        last = month.last
        if month.newest is not None and at < month.newest:
            return None
        if last is None or month.exercise is not exercise:
            return Turn(at=at, whole=True, exercise=exercise, parts=dict(parts))
        turned = differing(last.parts, parts)
        return Turn(at=at, exercise=exercise, parts=turned) if turned else None

    def _months(self, first: datetime, last: datetime) -> Iterator[Path]:
        here, end = first.astimezone(UTC).replace(day=1), last.astimezone(UTC)
        while (here.year, here.month) <= (end.year, end.month):
            yield month_file(self._folder, here)
            here = here.replace(year=here.year + here.month // 12, month=here.month % 12 + 1)

    def _read(self, path: Path) -> _Month:
        stat = _stat(path)
        seen = self._known.get(path)
        if seen is None or seen.stat != stat:
            seen = self._known[path] = _month(path, stat)
        return seen


class _Month(NamedTuple):
    """A month as read: its turns, None for a line that cannot be read; how long it is as far as its lines are whole."""

    stat: tuple[int, int, int] | None = None
    turns: tuple[Turn | None, ...] = ()
    length: int = 0
    last: Then | None = None
    exercise: bool = False
    newest: datetime | None = None


def _month(path: Path, stat: tuple[int, int, int] | None) -> _Month:
    try:
        body = path.read_bytes() if stat is not None else b""
    except OSError:
        return _Month()  # whoever adds to it says why
    whole, _, torn = body.rpartition(b"\n")
    turns = [_turn(line) for line in whole.split(b"\n") if line.strip()]
    if torn.strip():
        turns.append(_turn(torn))
    known = [turn for turn in turns if turn is not None]
    last = latest(unbroken(turns)) if turns and turns[-1] is not None else None
    length = len(body) if not torn or turns[-1] is not None else len(body) - len(torn)
    newest = max((turn.at for turn in known), default=None)
    return _Month(stat, tuple(turns), length, last, bool(known) and known[-1].exercise, newest)


def _turn(line: bytes) -> Turn | None:
    try:
        return _TURN.decode(line)
    except FAULTS:
        return None


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
