"""The record: what was accepted, kept for good, and the volatile times of the last attempts.

::

    ops_feeds/recorded/
      disruptions/<id>.json   every version ever accepted of one disruption, oldest first
      feeds/<feed>.json       what the feed carried at its last good reading, and what was set aside
      silences/<feed>.json    when the feed gave no good answer: each silence that is over, oldest first
      looks.json              the looks whose files stood, and those that could not be read
      times/<feed>.json       attempts, failures and validators: all that changes at every fetch

Made for git: one small file per subject, defaults left out, unchanged subjects untouched, and of what one feed brings
no file that another writes too. Each file is written aside, synced and renamed, and the five kinds in the order above,
so that a kill at any moment leaves a record that reads: at worst the times are older than the rest, and the next fetch
takes the same step again. One ``times.json`` with the times of every feed is from an earlier version.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from explainer import disk
from explainer.errors import RecordError, by_the_system
from explainer.model.history import Brief, FeedRecord, Held, Looks, Record, Silences, Times
from explainer.model.settled import SettledFeed
from explainer.model.value import SLUG, Value, stated
from explainer.record.files import ALL_TIMES, LOOKS, Holds, RecordFile, gathered, path_of, unreadable
from explainer.record.older import as_of_today

_NOTE = '"_": "Written by explainer fetch. Do not edit."'
_SAFE_NAME = re.compile(rf"{SLUG}(\.{SLUG})?")
_NOTE_READ = re.compile(rb'^\s*\{\s*"_"\s*:\s*"[^"]*"\s*,')


class TimesFile(Value):
    """A file of ``times/``."""

    feed: str
    times: Times


class AllTimes(Value):
    """``times.json``, as an earlier version wrote it."""

    feeds: dict[str, Times]


_Kept = TypeVar("_Kept", Held, FeedRecord, Silences, TimesFile)
_OneFile = Held | FeedRecord | Silences | SettledFeed | Looks | TimesFile | AllTimes
_KINDS: dict[Holds, type[_OneFile]] = {
    Holds.DISRUPTION: Held,
    Holds.FEED: FeedRecord,
    Holds.SETTLED: SettledFeed,
    Holds.SILENCES: Silences,
    Holds.LOOKS: Looks,
    Holds.TIMES: TimesFile,
    Holds.ALL_TIMES: AllTimes,
}


# Reading


def read(folder: Path) -> Record:
    """The record in ``folder``, whole; empty where there is none yet.

    Raises:
        RecordError: a file is not what ``write`` wrote; the message names it and what to do.
    """
    return Record(**gathered(folder, read_file))


def read_file(file: RecordFile) -> _OneFile | None:
    """What one file holds; None when it has gone away.

    Raises:
        RecordError: it is not what ``write`` wrote; the message names it and what to do.
    """
    body = body_of(file)
    return None if body is None else whole(file, body)


def read_whole(folder: Path, disruption: str) -> Held | None:
    """Every version of one disruption; None when it has gone away.

    Raises:
        RecordError: as :func:`read`.
    """
    file = RecordFile(os.fspath(path_of(folder, disruption, Holds.DISRUPTION)), disruption, Holds.DISRUPTION)
    value = read_file(file)
    return value if isinstance(value, Held) else None


def whole(file: RecordFile, body: bytes) -> _OneFile:
    """What the bytes of one file say.

    Raises:
        RecordError: they are not what ``write`` wrote; the message names the file and what to do.
    """
    try:
        value = msgspec.json.decode(_NOTE_READ.sub(b"{", body, count=1), type=_KINDS[file.holds])
    except FAULTS as error:
        older = as_of_today(body) if file.holds is Holds.DISRUPTION else None
        if older is not None:
            return whole(file, older)
        raise unreadable(Path(file.path), file.holds, fault_of(error)) from error
    refuse_another(file, value)
    return value


def body_of(file: RecordFile) -> bytes | None:
    """The bytes of a file; None when it has gone away.

    Raises:
        RecordError: it cannot be read.
    """
    try:
        with open(file.path, "rb", buffering=0) as opened:
            return opened.readall()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecordError(by_the_system(error, file.path)) from error


def refuse_another(file: RecordFile, value: _OneFile | Brief) -> None:
    """Refuse a file under another’s name.

    Raises:
        RecordError: it holds what belongs into another.
    """
    if file.name != _name(value):
        raise unreadable(Path(file.path), file.holds, f"it holds what belongs into {_name(value)}.json")


FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What reading something else than a record raises."""

_PLACED = re.compile(r"(?P<said>.*?)(?: - at `\$\.?(?P<place>[^`]*)`)?", re.DOTALL)


def fault_of(error: Exception) -> str:
    """The place and the fault, never the input: that is a feed's text, and may be long or hostile."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if not isinstance(error, msgspec.ValidationError):
        return f"Invalid JSON: {str(error)[:1].lower()}{str(error)[1:]}"
    found = _PLACED.fullmatch(str(error))
    said, place = (found["said"], found["place"] or "") if found else (str(error), "")
    place = re.sub(r"\[(\d+)\]", r".\1", place).removeprefix(".")
    missing = re.fullmatch(r"Object missing required field `(\w+)`", said)
    if missing:
        place, said = f"{place}.{missing[1]}".removeprefix("."), "is missing"
    elif "unknown field" in said:
        said = "has a key that is none of ours"
    elif said.startswith("Invalid enum value"):
        said = "is not one of the words we use"
    elif "regex" in said:
        said = "is not written as it should be"
    return f"{place}: {said}" if place else said


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
        folder.mkdir(parents=True, exist_ok=True)
        with disk.folder_held(folder):
            for left_behind in folder.glob("**/.*.json.tmp"):
                left_behind.unlink()
            for held in disruptions:
                _refuse_loss(_file(folder, held), held)
            for quiet in silences:
                _refuse_forgetting(_file(folder, quiet), quiet)
            written = [*_write_each(folder, disruptions), *_write_each(folder, feeds), *_write_each(folder, silences)]
            written += _write_each(folder, [looks] if looked != looks else [])
            if before.times != after.times:
                written += _write_times(folder, before, after)
    except OSError as error:
        raise RecordError(by_the_system(error, os.fspath(folder))) from error
    return tuple(written)


def _write_times(folder: Path, before: Record, after: Record) -> list[Path]:
    """Write the times that changed; or all of them where an earlier version kept them in one file, in place of it."""
    in_one = path_of(folder, ALL_TIMES, Holds.ALL_TIMES)
    old, new = (
        {feed: TimesFile(feed=feed, times=times) for feed, times in one.times.items()} for one in (before, after)
    )
    if not in_one.is_file():
        return _write_each(folder, _changed(old, new))
    written = _write_each(folder, _changed({}, new))
    in_one.unlink()
    return written


def _file(folder: Path, value: _OneFile) -> RecordFile:
    name = _name(value)
    # disruption_id makes nothing else; should anything else come through, it must not choose its folder.
    if not _SAFE_NAME.fullmatch(name):
        raise RecordError(f"“{name}” cannot be the name of a file; ids come from disruption_id")
    holds = next(holds for holds, kind in _KINDS.items() if isinstance(value, kind))
    return RecordFile(os.fspath(path_of(folder, name, holds)), name, holds)


def _name(value: _OneFile | Brief) -> str:
    if isinstance(value, (Held, Brief)):
        return value.id
    if isinstance(value, (FeedRecord, Silences, SettledFeed, TimesFile)):
        return value.feed
    return LOOKS if isinstance(value, Looks) else ALL_TIMES


def _changed(before: Mapping[str, _Kept], after: Mapping[str, _Kept]) -> list[_Kept]:
    return [after[key] for key in sorted(after) if before.get(key) != after[key]]


def _refuse_loss(file: RecordFile, held: Held) -> None:
    there = read_file(file)
    if isinstance(there, Held) and there.versions != held.versions[: len(there.versions)]:
        raise RecordError(f"{file.path} was changed by another run in the meantime; run explainer fetch again")


def _refuse_forgetting(file: RecordFile, silences: Silences) -> None:
    there = read_file(file)
    kept = [one for one in there.silences if one.since >= silences.counted_since] if isinstance(there, Silences) else []
    if not set(kept) <= set(silences.silences):
        raise RecordError(f"{file.path} was changed by another run in the meantime; run explainer fetch again")


def _write_each(folder: Path, values: Iterable[_OneFile]) -> list[Path]:
    """Write whole files of one kind; they are on the disk, under their names, before this returns."""
    texts = {Path(_file(folder, value).path): _text(value) for value in values}
    for parent in sorted({path.parent for path in texts}):
        parent.mkdir(exist_ok=True)
    for path, text in texts.items():
        with disk.written_aside(path, text) as aside:
            aside.replace(path)
    for parent in sorted({path.parent for path in texts}):
        disk.sync_folder(parent)  # a rename is on the disk only once its folder is
    return list(texts)


def _text(value: _OneFile) -> bytes:
    body = msgspec.json.format(msgspec.json.encode(stated(value)), indent=2)
    return b"{\n  %s,%s\n" % (_NOTE.encode(), body.removeprefix(b"{"))
