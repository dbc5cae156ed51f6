"""What is over for good is put away into the file of its month, and taken out of it when its publisher brings it back.

At any moment every disruption is read from exactly one place: what lies in ``disruptions/`` is read there, be it in a
month as well. So it is put into the month, on the disk, before it leaves ``disruptions/``, and the other way round.
While that is going on its month is marked as unfinished; whoever finds such a mark counts the month anew.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from explainer import disk
from explainer.errors import RecordError
from explainer.model.history import Held
from explainer.model.settled import Over, SettledFeed, SettledMonth
from explainer.model.value import stated
from explainer.record import histories
from explainer.record.decoding import FAULTS, read_file
from explainer.record.files import Holds, RecordFile, path_of
from explainer.record.months import (
    Line,
    counted,
    held_on,
    month_file,
    name_lines,
    named_lines,
    names_file,
    nothing,
    only_there,
    with_lines,
)
from explainer.record.writing import unwritable, write_each


def settle(folder: Path, over: Mapping[str, Over]) -> tuple[str, ...]:
    """Put disruptions of the record in ``folder`` away, each with how it was over; the ids of those that were.

    One whose files cannot be read stays where it is.

    Raises:
        RecordError: when the disk does not take it; nothing is lost then, and the next run finishes it.
    """
    try:
        with disk.folder_held(folder):
            return tuple(name for feed, some in _by_feed(over).items() for name in _settle(folder, feed, some))
    except OSError as error:
        raise unwritable(folder, error) from error


def begin_return(folder: Path, returned: Iterable[Held]) -> None:
    """Mark the months that some disruptions come back from, before their own files are written.

    Raises:
        RecordError: when the disk does not take it.
    """
    months: dict[str, set[str]] = {}
    for held in returned:
        if held.over is not None:
            months.setdefault(_feed_of(held.id), set()).add(held.over.month)
    if not months:
        return
    try:
        with disk.folder_held(folder):
            for feed, some in months.items():
                _marked(folder, _index(folder, feed), some)
    except OSError as error:
        raise unwritable(folder, error) from error


def finish(folder: Path, feeds: Collection[str]) -> None:
    """Finish what this run or one that was stopped began: leave in a month of ``feeds`` only what is nowhere else.

    Raises:
        RecordError: when the disk does not take it.
    """
    if not feeds:
        return
    try:
        with disk.folder_held(folder):
            for feed in sorted(feeds):
                index = _index(folder, feed)
                if index.unfinished:
                    write_each(folder, [_finished(folder, index)])
    except OSError as error:
        raise unwritable(folder, error) from error


def _settle(folder: Path, feed: str, over: Mapping[str, Over]) -> list[str]:
    whole = [held for name in sorted(over) if (held := _whole(folder, name, over[name])) is not None]
    if not whole:
        return []
    by_month: dict[str, list[Held]] = {}
    for held in whole:
        by_month.setdefault(over[held.id].month, []).append(held)
    index = _marked(folder, _finished(folder, _index(folder, feed)), by_month)
    rows = {row.month: row for row in index.months}
    for month, some in by_month.items():
        rows[month] = _added(folder, feed, rows.get(month, nothing(month)), some)
    disk.sync_folder(month_file(folder, feed, "").parent)
    for held in whole:
        path_of(folder, held.id, Holds.DISRUPTION).unlink(missing_ok=True)
    disk.sync_folder(folder / Holds.DISRUPTION.value)
    for held in whole:
        histories.path_of(folder, held.id).unlink(missing_ok=True)
    write_each(folder, [index.replace(months=tuple(rows[month] for month in sorted(rows)), unfinished=())])
    return [held.id for held in whole]


def _whole(folder: Path, name: str, over: Over) -> Held | None:
    file = RecordFile(os.fspath(path_of(folder, name, Holds.DISRUPTION)), name, Holds.DISRUPTION)
    try:
        held = read_file(file)
        return histories.whole(folder, held).replace(over=over) if isinstance(held, Held) else None
    except RecordError:
        return None  # whoever reads it says so, and what to do


def _marked(folder: Path, index: SettledFeed, months: Collection[str]) -> SettledFeed:
    """The index with months marked as unfinished, on the disk."""
    marked = index.replace(unfinished=tuple(sorted({*index.unfinished, *months})))
    disk.make_folder(month_file(folder, index.feed, "").parent)
    write_each(folder, [marked])
    return marked


def _added(folder: Path, feed: str, row: SettledMonth, some: Iterable[Held]) -> SettledMonth:
    """Disruptions added to their month; the row of the month with them."""
    lines: list[bytes] = []
    names: list[bytes] = []
    for held in some:
        lines.append(msgspec.json.encode(stated(held)) + b"\n")
        names += name_lines(held)
    path, beside = month_file(folder, feed, row.month), names_file(folder, feed, row.month)
    body = b"".join(lines)
    length = disk.added(path, row.length, body)
    disk.added(beside, beside.stat().st_size if beside.exists() else 0, b"".join(names))
    if length == row.length + len(body):
        return with_lines(row, lines)
    return with_lines(nothing(row.month), [line.body for line in named_lines(path)])  # somebody wrote into it


def _finished(folder: Path, index: SettledFeed) -> SettledFeed:
    """The index once every unfinished month holds only what is nowhere else, on the disk."""
    for month in index.unfinished:
        path, beside = month_file(folder, index.feed, month), names_file(folder, index.feed, month)
        disk.make_folder(path.parent)
        kept = list(only_there(folder, named_lines(path)))
        for name, body in ((path, [line.body for line in kept]), (beside, _names_in(kept))):
            with disk.written_aside(name, b"".join(body)) as aside:
                aside.replace(name)
        disk.sync_folder(path.parent)
        for line in kept:
            if line.id:
                histories.path_of(folder, line.id).unlink(missing_ok=True)
    return counted(folder, index).replace(unfinished=())


def _names_in(lines: Iterable[Line]) -> Iterator[bytes]:
    for line in lines:
        with suppress(*FAULTS):
            yield from name_lines(held_on(line.body))


def _index(folder: Path, feed: str) -> SettledFeed:
    found = read_file(RecordFile(os.fspath(path_of(folder, feed, Holds.SETTLED)), feed, Holds.SETTLED))
    return found if isinstance(found, SettledFeed) else SettledFeed(feed=feed)


def _by_feed(over: Mapping[str, Over]) -> dict[str, dict[str, Over]]:
    found: dict[str, dict[str, Over]] = {}
    for name, one in sorted(over.items()):
        found.setdefault(_feed_of(name), {})[name] = one
    return found


def _feed_of(name: str) -> str:
    return name.partition(".")[0]
