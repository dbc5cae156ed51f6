"""The record: what was accepted, kept for good, and the volatile times of the last attempts.

::

    ops_feeds/recorded/
      disruptions/<id>.json   every version ever accepted of one disruption, oldest first
      feeds/<feed>.json       what the feed carried at its last good reading, and what was set aside
      times.json              attempts, failures and validators: the only file that changes at every fetch

Made for git: one small file per subject, defaults left out, unchanged subjects untouched. Each file is
written aside, synced and renamed, and the three kinds in the order above, so that a kill at any moment leaves
a record that reads: at worst the times are older than the rest, and the next fetch takes the same step again.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from explainer.errors import RecordError
from explainer.model.derived import Record
from explainer.model.disruption import SLUG, Model
from explainer.model.history import FeedRecord, Held, Times
from explainer.record.files import TIMES, Holds, RecordFile, gathered, path_of, unreadable

_NOTE = '"_": "Written by explainer fetch. Do not edit."'
_SAFE_NAME = re.compile(rf"{SLUG}(\.{SLUG})?")
_NOTE_READ = re.compile(rb'^\s*\{\s*"_"\s*:\s*"[^"]*"\s*,')


class _TimesFile(Model):
    feeds: dict[str, Times]


_Kept = TypeVar("_Kept", Held, FeedRecord)
_OneFile = Held | FeedRecord | _TimesFile
_KINDS: dict[Holds, type[_OneFile]] = {Holds.DISRUPTION: Held, Holds.FEED: FeedRecord, Holds.TIMES: _TimesFile}


def read(folder: Path) -> Record:
    """The record in ``folder``; empty where there is none yet.

    Raises:
        RecordError: a file is not what ``write`` wrote; the message names it and what to do.
    """
    return gathered(folder, read_file)


def read_file(file: RecordFile) -> _OneFile | None:
    """What one file holds; None when it has gone away.

    Raises:
        RecordError: it is not what ``write`` wrote; the message names it and what to do.
    """
    path, holds = Path(file.path), file.holds
    try:
        value = _KINDS[holds].model_validate_json(_NOTE_READ.sub(b"{", path.read_bytes(), count=1))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, holds, (error.strerror or "unknown fault").lower()) from error
    except ValidationError as error:
        # Only the place and the fault: the input is a feed's text, and may be long or hostile.
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise unreadable(path, holds, f"{place}: {first['msg']}" if place else first["msg"]) from error
    if file.name != _name(value):
        raise unreadable(path, holds, f"it holds what belongs into {_name(value)}.json")
    return value


def write(folder: Path, before: Record, after: Record) -> tuple[Path, ...]:
    """Write what differs between ``before`` and ``after``, and return the files written, in order.

    Nothing is ever deleted: what ``after`` lacks stays on disk.

    Raises:
        RecordError: a file cannot be written, or another run accepted something in the meantime that
            ``after`` does not hold; whatever was written up to then is whole.
    """
    disruptions = _changed(before.held, after.held)
    feeds = _changed(before.feeds, after.feeds)
    if not disruptions and not feeds and before.times == after.times:
        return ()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            for left_behind in folder.glob("**/.*.json.tmp"):
                left_behind.unlink()
            for held in disruptions:
                _refuse_loss(_file(folder, held), held)
            written = [*_write_each(folder, disruptions), *_write_each(folder, feeds)]
            if before.times != after.times:
                written += _write_each(folder, [_TimesFile(feeds=dict(sorted(after.times.items())))])
    except OSError as error:
        raise RecordError(
            f"{error.filename or folder} cannot be written: {(error.strerror or 'unknown fault').lower()}; "
            "check the disk and the rights, then run explainer fetch again"
        ) from error
    return tuple(written)


def _file(folder: Path, value: _OneFile) -> RecordFile:
    name = _name(value)
    # disruption_id makes nothing else; should anything else come through, it must not choose its folder.
    if not _SAFE_NAME.fullmatch(name):
        raise RecordError(f"“{name}” cannot be the name of a file; ids come from disruption_id")
    holds = next(holds for holds, kind in _KINDS.items() if isinstance(value, kind))
    return RecordFile(os.fspath(path_of(folder, name, holds)), name, holds)


def _name(value: _OneFile) -> str:
    if isinstance(value, Held):
        return value.id
    return value.feed if isinstance(value, FeedRecord) else TIMES


# Writing


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder against every other run; the system lets go when this process ends, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _changed(before: Mapping[str, _Kept], after: Mapping[str, _Kept]) -> list[_Kept]:
    return [after[key] for key in sorted(after) if before.get(key) != after[key]]


def _refuse_loss(file: RecordFile, held: Held) -> None:
    there = read_file(file)
    if isinstance(there, Held) and there.versions != held.versions[: len(there.versions)]:
        raise RecordError(f"{file.path} was changed by another run in the meantime; run explainer fetch again")


def _write_each(folder: Path, values: Iterable[_OneFile]) -> list[Path]:
    """Write whole files of one kind; they are on the disk, under their names, before this returns."""
    texts = {Path(_file(folder, value).path): _text(value) for value in values}
    for parent in sorted({path.parent for path in texts}):
        parent.mkdir(exist_ok=True)
    for path, text in texts.items():
        aside = path.with_name(f".{path.name}.tmp")
        with aside.open("wb") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        aside.replace(path)
    for parent in sorted({path.parent for path in texts}):
        _sync(parent)
    return list(texts)


def _text(value: Model) -> bytes:
    body = value.model_dump_json(indent=2, exclude_defaults=True)
    return f"{{\n  {_NOTE},{body.removeprefix('{')}\n".encode()


def _sync(folder: Path) -> None:
    # A rename is on the disk only once its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
