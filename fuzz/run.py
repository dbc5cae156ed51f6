"""Tries changed documents on the formats, and makes a find as small as it gets."""

from __future__ import annotations

import hashlib
import random
import re
import signal
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from types import FrameType

import msgspec

from explainer import errors
from explainer.errors import FeedError
from explainer.formats import Document, Parsed, detect, read_all
from explainer.model.disruption import Disruption
from explainer.model.sources import Source
from fuzz import pages, staff
from fuzz.change import changed
from fuzz.documents import declared

PATIENCE = 15.0
"""Seconds of work in which any document must be read: a busy machine is no fault of a document."""

_ID = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


_source = cache(declared)


class SlowError(BaseException):
    """A document took longer than any may."""


@dataclass(frozen=True)
class Find:
    """A document that made a format, or a text that made a kind of staff’s, fail otherwise than on purpose."""

    format: str
    seed: str
    fault: str
    body: bytes

    @property
    def file_name(self) -> str:
        """A name of its own for the same fault in the same place."""
        return hashlib.sha256(f"{self.format} {self.fault}".encode()).hexdigest()[:12]


@dataclass
class Tally:
    """What was tried and found."""

    tried: dict[str, int] = field(default_factory=dict)
    finds: dict[str, Find] = field(default_factory=dict)


def attempt(body: bytes, source: Source, name: str = "f.json") -> Parsed | None:
    """Read a document as a format and show what it holds; every failure but a ``FeedError`` is raised."""
    with suppress(FeedError):
        detect(body)
    try:
        parsed = read_all([Document(name=name, body=body)], source)
    except FeedError as error:
        _check_said(str(error))
        return None
    _check(parsed, source.format)
    pages.show(parsed.disruptions, source)
    return parsed


def _attempted(name: str, body: bytes) -> None:
    """Read a document or a text of staff’s as what ``name`` says it is."""
    if name in staff.KINDS:
        staff.attempt(name, body)
    else:
        attempt(body, _source(name))


@contextmanager
def nets_down() -> Iterator[None]:
    """Meanwhile, what the last resorts catch and call our own fault is raised, so that it is found and placed."""
    net = errors.own_fault
    if net is _raised:
        yield
        return
    _swap(net, _raised)
    try:
        yield
    finally:
        _swap(_raised, net)


def _raised(error: Exception) -> str:
    raise error


def _swap(one: object, other: object) -> None:
    # Also in modules that were imported in between.
    for module in [module for name, module in sys.modules.items() if name.startswith("explainer")]:
        if vars(module).get("own_fault") is one:
            vars(module)["own_fault"] = other


def _check_said(words: str) -> None:
    if _CONTROLS.search(words) or any(len(line) > 1_000 for line in words.split("\n")):
        raise AssertionError("a reason is not plain and bounded")


def _check(parsed: Parsed, name: str) -> None:
    msgspec.json.encode(parsed)  # a half of a surrogate pair cannot be written
    ids = [made.id for made in parsed.disruptions]
    if len(ids) != len(set(ids)) or not all(map(_ID.fullmatch, ids)):
        raise AssertionError("an id is not a disruption's own")
    for row in parsed.rejected:
        _check_said(row.reason)
        _check_said(row.entry)
    for made in parsed.disruptions:
        if not all(link.href.startswith(("http://", "https://")) for link in made.links):
            raise AssertionError("a link is neither http nor https")
        for words in _strings(_told(made)):
            # Staff may write a tab, which is a space on every page.
            if _CONTROLS.search(words.replace("\t", " ") if name == "bulletin" else words):
                raise AssertionError("a text holds control characters")
            # What staff write stays as they wrote it, and is escaped where it is shown.
            if _SCRIPT.search(words) and name != "bulletin":
                raise AssertionError("a text holds a script")
            if len(words) > 20_000:
                raise AssertionError("a text is not bounded")


def _told(made: Disruption) -> object:
    """All that is said of it, without what it is known by."""
    names = ("origin", "id", "relations")
    return {key: said for key, said in msgspec.json.decode(msgspec.json.encode(made)).items() if key not in names}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        # A publisher's own ids are compared and escaped, never read out.
        yield from _strings([inner for key, inner in value.items() if key != "ref"])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def fault_of(body: bytes, name: str) -> str:
    """What goes wrong and where when a document is read as what ``name`` says it is, or nothing."""

    def _too_slow(_signal: int, _frame: FrameType | None) -> None:
        raise SlowError

    before = signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        with nets_down():
            _attempted(name, body)
    except SlowError:
        return f"slower than {PATIENCE:.0f} seconds"
    except Exception as error:  # noqa: BLE001 - which failures there are is the question
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "/explainer/" in f.filename]
        where = f"{frames[-1].filename.rpartition('/explainer/')[2]}:{frames[-1].name}" if frames else "a check"
        return f"{type(error).__name__} in {where}" + (f": {error}" if isinstance(error, AssertionError) else "")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return ""


def run(
    documents: Mapping[str, list[tuple[str, bytes]]], formats: Iterable[str], seconds: float, seed: str
) -> Iterator[Tally]:
    """Try the formats in turn, round after round until the time is over; yields the tally after each."""
    tally, ends, number = Tally(), time.monotonic() + seconds, 0
    every = [body for rows in documents.values() for _, body in rows]
    names = tuple(formats)
    while True:
        with nets_down():
            for name in names:
                for _ in range(5):
                    number += 1
                    tried = f"{seed}/{name}/{number}"
                    dice = random.Random(tried)  # noqa: S311 - not for secrets
                    rows = documents[name]
                    own = [body for _, body in rows] if rows and dice.random() < 0.95 else every
                    body = changed(dice.choice(own), dice.choice(own), dice)
                    tally.tried[name] = tally.tried.get(name, 0) + 1
                    if fault := fault_of(body, name):
                        find = Find(name, tried, fault, body)
                        tally.finds.setdefault(find.file_name, find)
        yield tally
        if time.monotonic() > ends:
            return


def smallest(find: Find, seconds: float = 10.0) -> Find:
    """The same fault from a smaller document, as small as the time allows."""
    body, ends = find.body, time.monotonic() + seconds
    step = max(len(body) // 2, 1)
    while step and not find.fault.startswith("slower"):
        start = 0
        while start < len(body):
            if time.monotonic() > ends:
                return Find(find.format, find.seed, find.fault, body)
            shorter = body[:start] + body[start + step :]
            if fault_of(shorter, find.format) == find.fault:
                body = shorter
            else:
                start += step
        step //= 2
    return Find(find.format, find.seed, find.fault, body)
