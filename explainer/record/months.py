"""The file of a month and the row about it: what is settled of one feed and ended then, a disruption on each line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.model.history import Held
from explainer.model.settled import Settled, SettledFeed, SettledMonth
from explainer.model.value import Value
from explainer.model.vocabulary import Reality
from explainer.record.decoding import FAULTS
from explainer.record.files import Holds, path_of
from explainer.record.older import as_of_today


def month_file(folder: Path, feed: str, month: str) -> Path:
    """Where what is settled of a feed and ended in a month stands."""
    return folder / Holds.SETTLED.value / feed / f"{month}.jsonl"


def names_file(folder: Path, feed: str, month: str) -> Path:
    """Where the ids stand by which the publisher of a feed may speak of that again."""
    return month_file(folder, feed, month).with_suffix(".txt")


def name_lines(held: Held) -> Iterator[bytes]:
    """The lines of such a file about one disruption: an id that its publisher gave it, and its own."""
    for name in dict.fromkeys(held.names):
        yield b"%s\t%s\n" % (msgspec.json.encode(name), held.id.encode())


# Lines


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file that say anything, each with its end if it has one; none where there is no file.

    Raises:
        OSError: when it cannot be read.
    """
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return
    *whole, last = body.split(b"\n")
    for line in (*(one + b"\n" for one in whole), last):
        if line.strip():
            yield line


def held_on(line: bytes) -> Held:
    """The disruption on a line, with every version of it.

    Raises:
        FAULTS: there is none.
    """
    try:
        return msgspec.json.decode(line, type=Held)
    except FAULTS:
        older = as_of_today(line)
        if older is None:
            raise
        return msgspec.json.decode(older, type=Held)


class Line(NamedTuple):
    """A line with its end, and the id of the disruption on it; empty where that cannot be read."""

    body: bytes
    id: str


class _Named(Value, forbid_unknown_fields=False):
    id: str


def named_lines(path: Path) -> Iterator[Line]:
    """The lines of a month, without what a killed run or a power cut left at its end.

    Raises:
        OSError: when it cannot be read.
    """
    for line in lines_of(path):
        try:
            yield Line(line, msgspec.json.decode(line, type=_Named).id)
        except FAULTS:
            if line.endswith(b"\n") and b"\0" not in line:
                yield Line(line, "")


# Rows


class _Meant(Value, forbid_unknown_fields=False):
    reality: Reality = Reality.ACTUAL


class _Version(Value, forbid_unknown_fields=False):
    disruption: _Meant


class _Glance(Value, forbid_unknown_fields=False):
    versions: tuple[_Version, ...]


def nothing(month: str) -> SettledMonth:
    """The row of a month with nothing in it."""
    return SettledMonth(month=month, amounts={}, digest="", length=0)


def with_lines(row: SettledMonth, lines: Iterable[bytes]) -> SettledMonth:
    """The row of a month once lines are added to it."""
    amounts, digest, length = Counter(row.amounts), row.digest, row.length
    for line in lines:
        digest = hashlib.sha256(digest.encode() + line).hexdigest()[:16]
        length += len(line)
        try:
            amounts[msgspec.json.decode(line, type=_Glance).versions[-1].disruption.reality] += 1
        except (*FAULTS, IndexError):
            continue  # whoever reads the month says which line it is
    return row.replace(amounts=dict(sorted(amounts.items())), digest=digest, length=length)


def as_they_are(folder: Path, settled: Settled) -> Settled:
    """What is settled, the rows of unfinished months counted anew from their files; nothing is written."""
    return {feed: counted(folder, kept) if kept.unfinished else kept for feed, kept in settled.items()}


def counted(folder: Path, kept: SettledFeed) -> SettledFeed:
    """What is settled of a feed, the rows of unfinished months counted anew from their files."""
    rows = {row.month: row for row in kept.months}
    for month in kept.unfinished:
        rows.pop(month, None)
        try:
            lines = [line.body for line in only_there(folder, named_lines(month_file(folder, kept.feed, month)))]
        except OSError:
            continue  # whoever reads the month says why
        if lines:
            rows[month] = with_lines(nothing(month), lines)
    return kept.replace(months=tuple(rows[month] for month in sorted(rows)))


def only_there(folder: Path, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines about what is nowhere else: what the record has at hand is read there."""
    return (line for line in lines if not (line.id and path_of(folder, line.id, Holds.DISRUPTION).exists()))
