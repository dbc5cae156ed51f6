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

from explainer.disruption import SLUG, Model
from explainer.errors import RecordError
from explainer.history import FeedRecord, Held, Record, Times

_NOTE = '"_": "Written by explainer fetch. Do not edit."'
_SAFE_NAME = re.compile(rf"{SLUG}(\.{SLUG})?")
_NOTE_READ = re.compile(rb'^\s*\{\s*"_"\s*:\s*"[^"]*"\s*,')


class _TimesFile(Model):
    feeds: dict[str, Times]


_OneFile = Held | FeedRecord | _TimesFile
_Kind = TypeVar("_Kind", Held, FeedRecord, _TimesFile)


def read(folder: Path) -> Record:
    """The record in ``folder``; empty where there is none yet.

    Raises:
        RecordError: a file is not what ``write`` wrote; the message names it and what to do.
    """
    held = {held.id: held for held in _read_each(folder / "disruptions", Held)}
    feeds = {feed.feed: feed for feed in _read_each(folder / "feeds", FeedRecord)}
    times = _read_file(folder / "times.json", _TimesFile)
    return Record(feeds=feeds, held=held, times=times.feeds if times else {})


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
                _refuse_loss(_path(folder, held), held)
            written = [*_write_each(folder, disruptions), *_write_each(folder, feeds)]
            if before.times != after.times:
                written += _write_each(folder, [_TimesFile(feeds=dict(sorted(after.times.items())))])
    except OSError as error:
        raise RecordError(
            f"{error.filename or folder} cannot be written: {(error.strerror or 'unknown fault').lower()}; "
            "check the disk and the rights, then run explainer fetch again"
        ) from error
    return tuple(written)


def _path(folder: Path, value: _OneFile) -> Path:
    name = _name(value)
    # disruption_id makes nothing else; should anything else come through, it must not choose its folder.
    if not _SAFE_NAME.fullmatch(name):
        raise RecordError(f"“{name}” cannot be the name of a file; ids come from disruption_id")
    below = {Held: "disruptions", FeedRecord: "feeds"}.get(type(value), "")
    return folder / below / f"{name}.json"


def _name(value: _OneFile) -> str:
    if isinstance(value, Held):
        return value.id
    return value.feed if isinstance(value, FeedRecord) else "times"


# Reading


def _read_each(folder: Path, kind: type[_Kind]) -> Iterator[_Kind]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(folder, kind, (error.strerror or "unknown fault").lower()) from error
    for name in names:
        # A name that begins with a dot is what a killed run left behind.
        if name.endswith(".json") and not name.startswith("."):
            value = _read_file(folder / name, kind)
            if value is not None:
                yield value


def _read_file(path: Path, kind: type[_Kind]) -> _Kind | None:
    try:
        value = kind.model_validate_json(_NOTE_READ.sub(b"{", path.read_bytes(), count=1))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, kind, (error.strerror or "unknown fault").lower()) from error
    except ValidationError as error:
        # Only the place and the fault: the input is a feed's text, and may be long or hostile.
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise _unreadable(path, kind, f"{place}: {first['msg']}" if place else first["msg"]) from error
    if path.stem != _name(value):
        raise _unreadable(path, kind, f"it holds what belongs into {_name(value)}.json")
    return value


def _unreadable(path: Path, kind: type[Model], fault: str) -> RecordError:
    remedy = f"restore it, for instance with: git checkout -- {path}"
    if kind is not Held:
        # Only a disruption's history cannot be fetched again.
        remedy += ", or delete it and run explainer fetch"
    return RecordError(f"{path} cannot be read: {fault}; {remedy}")


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


def _changed(before: Mapping[str, _Kind], after: Mapping[str, _Kind]) -> list[_Kind]:
    return [after[key] for key in sorted(after) if before.get(key) != after[key]]


def _refuse_loss(path: Path, held: Held) -> None:
    there = _read_file(path, Held)
    if there is not None and there.versions != held.versions[: len(there.versions)]:
        raise RecordError(f"{path} was changed by another run in the meantime; run explainer fetch again")


def _write_each(folder: Path, values: Iterable[_OneFile]) -> list[Path]:
    """Write whole files of one kind; they are on the disk, under their names, before this returns."""
    files = {_path(folder, value): _text(value) for value in values}
    for parent in sorted({path.parent for path in files}):
        parent.mkdir(exist_ok=True)
    for path, text in files.items():
        aside = path.with_name(f".{path.name}.tmp")
        with aside.open("wb") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        aside.replace(path)
    for parent in sorted({path.parent for path in files}):
        _sync(parent)
    return list(files)


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
