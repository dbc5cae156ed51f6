"""The record: what was accepted, kept for good, and the volatile times of the last attempts.

::

    ops_feeds/recorded/
      disruptions/<id>.json   the latest version of one disruption, and what the earlier ones told of its life
      histories/<id>.jsonl    its earlier versions, one on a line, oldest first; only ever added to
      feeds/<feed>.json       what the feed carried at its last good reading, and what was set aside
      silences/<feed>.json    when the feed gave no good answer: each silence that is over, oldest first
      settled/<feed>.json     how much of the feed is over for good, by month; beside it the months (``settled``)
      states/2026-11.jsonl    how the parts were, a line whenever one turned: written by what shows it (``states``)
      looks.json              the looks whose files stood, and those that could not be read
      times/<feed>.json       attempts, failures and validators: all that changes at every fetch

Made for git: one small file per subject, defaults left out, unchanged subjects untouched, and of what one feed brings
no file that another writes too. A history is added to and synced before the file that tells how long it is. Each other
file is written aside, synced and renamed, and the kinds in the order above, so that a kill at any moment leaves a
record that reads: at worst the times are older than the rest, and the next fetch takes the same step again.

An earlier version kept every version in the file of its disruption, and the times of every feed in one ``times.json``.
Either still reads, and is left as it is until it changes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from explainer import disk
from explainer.errors import RecordError
from explainer.model.history import FeedRecord, Held, Looks, Record, Silences
from explainer.record import histories
from explainer.record.decoding import TimesFile, file_of, read_file
from explainer.record.files import ALL_TIMES, Holds, RecordFile, gathered, leftovers, path_of
from explainer.record.months import as_they_are
from explainer.record.writing import unwritable, write_each

_Kept = TypeVar("_Kept", Held, FeedRecord, Silences, TimesFile)


# Reading


def read(folder: Path) -> Record:
    """The record in ``folder``; empty where there is none yet. Of a disruption no more than its own file holds.

    Raises:
        RecordError: a file is not what ``write`` wrote; the message names it and what to do.
    """
    found = gathered(folder, read_file)
    return Record(**{**found, "settled": as_they_are(folder, found["settled"])})


def read_whole(folder: Path, disruption: str) -> Held | None:
    """Every version of one disruption; None when it has gone away.

    Raises:
        RecordError: as :func:`read`.
    """
    file = RecordFile(os.fspath(path_of(folder, disruption, Holds.DISRUPTION)), disruption, Holds.DISRUPTION)
    value = read_file(file)
    return histories.whole(folder, value) if isinstance(value, Held) else None


# Writing


def write(folder: Path, before: Record, after: Record) -> tuple[Path, ...]:
    """Write what differs between ``before`` and ``after``, and return the files written, in order.

    Nothing is ever deleted: what ``after`` lacks stays on disk.

    Raises:
        RecordError: a file cannot be written, or another run accepted something in the meantime that
            ``after`` does not hold; whatever was written up to then is whole.
    """
    disruptions = _changed(before.held, after.held)
    feeds = _changed(before.feeds, after.feeds)
    silences = _changed(before.silences, after.silences)
    looked, looks = (Looks(looks=one.looks, unread=one.unread) for one in (before, after))
    if not any((disruptions, feeds, silences, looked != looks, before.times != after.times)):
        return ()
    try:
        disk.make_folder(folder)
        with disk.folder_held(folder):
            for left_behind in leftovers(folder):
                left_behind.unlink()
            based = [_on_what_is_there(folder, held) for held in disruptions]
            for quiet in silences:
                _refuse_forgetting(file_of(folder, quiet), quiet)
            written, heads = histories.extend(folder, based)
            for values in (heads, feeds, silences, [looks] if looked != looks else []):
                written += write_each(folder, values)
            if before.times != after.times:
                written += _write_times(folder, before, after)
    except OSError as error:
        raise unwritable(folder, error) from error
    return tuple(written)


def _write_times(folder: Path, before: Record, after: Record) -> list[Path]:
    """Write the times that changed; or all of them where an earlier version kept them in one file, in place of it."""
    in_one = path_of(folder, ALL_TIMES, Holds.ALL_TIMES)
    old, new = (
        {feed: TimesFile(feed=feed, times=times) for feed, times in one.times.items()} for one in (before, after)
    )
    if not in_one.is_file():
        return write_each(folder, _changed(old, new))
    written = write_each(folder, _changed({}, new))
    in_one.unlink()
    return written


def _changed(before: Mapping[str, _Kept], after: Mapping[str, _Kept]) -> list[_Kept]:
    return [after[key] for key in sorted(after) if before.get(key) != after[key]]


def _on_what_is_there(folder: Path, held: Held) -> Held:
    """A disruption with no more versions at hand than its file has, and what is new; the others are in its history.

    Raises:
        RecordError: its file holds what ``held`` does not follow from.
    """
    file = file_of(folder, held)
    there = read_file(file)
    if not isinstance(there, Held):
        return held
    ahead = histories.amount(there) - histories.amount(held)
    if ahead < 0 or held.versions[ahead : ahead + len(there.versions)] != there.versions:
        raise _overtaken(file)
    return held.replace(earlier=there.earlier, versions=held.versions[ahead:])


def _overtaken(file: RecordFile) -> RecordError:
    return RecordError(f"{file.path} was changed by another run in the meantime; run explainer fetch again")


def _refuse_forgetting(file: RecordFile, silences: Silences) -> None:
    there = read_file(file)
    kept = [one for one in there.silences if one.since >= silences.counted_since] if isinstance(there, Silences) else []
    if not set(kept) <= set(silences.silences):
        raise _overtaken(file)
