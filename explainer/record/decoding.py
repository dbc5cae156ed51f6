"""The files of the record and what they say: bytes into values and back. Nothing here writes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from explainer.errors import RecordError, by_the_system
from explainer.model.history import Brief, FeedRecord, Held, Looks, Silences, Times
from explainer.model.settled import SettledFeed
from explainer.model.value import SLUG, Value, stated
from explainer.record.files import ALL_TIMES, LOOKS, Holds, RecordFile, path_of, unreadable
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


OneFile = Held | FeedRecord | Silences | SettledFeed | Looks | TimesFile | AllTimes
_KINDS: dict[Holds, type[OneFile]] = {
    Holds.DISRUPTION: Held,
    Holds.FEED: FeedRecord,
    Holds.SETTLED: SettledFeed,
    Holds.SILENCES: Silences,
    Holds.LOOKS: Looks,
    Holds.TIMES: TimesFile,
    Holds.ALL_TIMES: AllTimes,
}


def read_file(file: RecordFile) -> OneFile | None:
    """What one file holds; None when it has gone away.

    Raises:
        RecordError: it is not what ``write`` wrote; the message names it and what to do.
    """
    body = body_of(file)
    return None if body is None else whole(file, body)


def whole(file: RecordFile, body: bytes) -> OneFile:
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


def refuse_another(file: RecordFile, value: OneFile | Brief) -> None:
    """Refuse a file under another’s name.

    Raises:
        RecordError: it holds what belongs into another.
    """
    if file.name != name_of(value):
        raise unreadable(Path(file.path), file.holds, f"it holds what belongs into {name_of(value)}.json")


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


def file_of(folder: Path, value: OneFile) -> RecordFile:
    """Where in a record a value is kept.

    Raises:
        RecordError: nowhere, as its id is none.
    """
    name = name_of(value)
    # disruption_id makes nothing else; should anything else come through, it must not choose its folder.
    if not _SAFE_NAME.fullmatch(name):
        raise RecordError(f"“{name}” cannot be the name of a file; ids come from disruption_id")
    holds = next(holds for holds, kind in _KINDS.items() if isinstance(value, kind))
    return RecordFile(os.fspath(path_of(folder, name, holds)), name, holds)


def name_of(value: OneFile | Brief) -> str:
    """The name that the file of a value goes by."""
    if isinstance(value, (Held, Brief)):
        return value.id
    if isinstance(value, (FeedRecord, Silences, SettledFeed, TimesFile)):
        return value.feed
    return LOOKS if isinstance(value, Looks) else ALL_TIMES


def text_of(value: OneFile) -> bytes:
    """A value as its file says it."""
    told = stated(value)
    months = told.pop("months", []) if isinstance(value, SettledFeed) else []
    body = msgspec.json.format(msgspec.json.encode(told), indent=2)
    text = b"{\n  %s,%s\n" % (_NOTE.encode(), body.removeprefix(b"{"))
    if not months:
        return text
    # A row for each month: there may be very many, and whoever looks for one finds it on its line.
    rows = b",\n    ".join(map(msgspec.json.encode, months))
    return text.removesuffix(b"\n}\n") + b',\n  "months": [\n    %s\n  ]\n}\n' % rows
