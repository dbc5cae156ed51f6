"""What the home-made exports share: from the values a declaration’s ``read:`` points at to disruptions.

``generic_json``, ``generic_csv`` and ``generic_xml`` find the entries; every ``Row`` says what stands at a path.
Only what the declaration names is read, and a native word is translated only by its own ``values:`` table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import partial
from typing import Protocol, TypeVar

from explainer.disruption import Disruption, Entity, Link, Period, SetAside, Text, disruption_id
from explainer.errors import FormatError
from explainer.fields import Fields, Where, folded
from explainer.formats import mapping, prose, text
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.times import EARLIEST, LATEST, Reading, read_time
from explainer.sources import Source, problems_of
from explainer.vocabulary import Absence, Epoch, Precision, Severity, Status, StatusBasis

T = TypeVar("T")

MOST_VALUES = 200
"""Values of one path in one entry; more are not read."""

_NUMBER = re.compile(r"(\d{1,15})(?:\.\d{1,9})?", re.ASCII)
# What exports write where they have no time.
_NO_TIME = re.compile(r"[-–—0]?|n/?a|null|none|nan|nil|\\n|0000-00-00.*|0001-01-01.*", re.IGNORECASE)
_NEVER = datetime.min.replace(tzinfo=UTC)
_COARSEST_LAST = (Precision.EXACT, Precision.MINUTE, Precision.DAY, Precision.INFERRED)


class Row(Protocol):
    """One entry of an export."""

    def at(self, path: str) -> tuple[str, ...] | None:
        """The texts at a path, none where it stands empty, or None where it leads nowhere."""

    def paths(self) -> Iterable[str]:
        """Every path that leads to a text in this entry."""


Rows = Callable[[Document, Fields], Sequence[Row | SetAside]]
"""The entries of a document; raises ``FormatError`` when it is not whole or has no such entries."""


def parse(document: Document, source: Source, rows: Rows) -> Parsed:
    """The disruptions of a document whose declaration says where things are."""
    fields = fields_of(source)
    entries, beyond = first_entries(rows(document, fields))
    read = _Reader(fields, source, document)
    made = [
        row if isinstance(row, SetAside) else read.entry(row, number) for number, row in enumerate(entries, start=1)
    ]
    disruptions = [one for one in made if isinstance(one, Disruption)]
    kept, again = _newest_of_each(disruptions)
    set_aside = [one for one in made if isinstance(one, SetAside)]
    return Parsed(disruptions=kept, set_aside=(*set_aside, *again, *beyond))


def fields_of(source: Source) -> Fields:
    """The ``read:`` of a declaration; raises ``FormatError`` when there is none or it does not fit."""
    for row in problems_of(source):
        raise FormatError(f"{'.'.join(map(str, row.path))}: {row.problem}; {row.remedy}")
    if source.read is None:
        raise FormatError("the declaration has no read:")
    return source.read


def never_found(rows: Sequence[Row | SetAside], fields: Fields) -> Iterator[tuple[Where, str, str]]:
    """Every path that leads nowhere in any entry, where it is written, and the nearest one that leads somewhere."""
    entries = [row for row in rows if not isinstance(row, SetAside)]
    if not entries:
        return
    there = dict.fromkeys(path for row in entries[:MOST_VALUES] for path in row.paths())
    for where, path in fields.paths():
        if all(row.at(path) is None for row in entries):
            below = [other for other in there if other.startswith((f"{path}.", f"{path}/", f"{path}["))]
            close = get_close_matches(path, there, n=1, cutoff=0.5)
            yield where, path, next(iter([*below, *close]), "")


def native_id(row: Row, fields: Fields) -> str:
    """The publisher’s own id: the values of every ``id:`` path, or nothing when one of them is missing."""
    parts = [_id_part(row, path) for path in fields.id]
    return text.identifier(" ".join(parts)) if all(parts) else ""


def _id_part(row: Row, path: str) -> str:
    return text.identifier(_first(row, path))


class _Reader:
    """Reads entries as one declaration says."""

    def __init__(self, fields: Fields, source: Source, document: Document) -> None:
        self.fields = fields
        self.source = source
        self.base = text.address(document.name) or ""
        self.statuses = _table(fields.values.status)
        self.severities = _table(fields.values.severity)

    def entry(self, row: Row, number: int) -> Disruption | SetAside:
        """The disruption of an entry, or why there is none."""
        fields, source = self.fields, self.source
        native = native_id(row, fields)
        headline = text.line(_first(row, fields.headline))
        label = f"entry {number} ({text.bounded(headline or native, 80)})" if headline or native else f"entry {number}"
        if not native:
            lacking = next((path for path in fields.id if not _id_part(row, path)), "")
            return SetAside(entry=label, reason=f"it has no id: nothing stands at “{text.line(lacking, 80)}”")
        described = self._texts(row, fields.description)
        headline = headline or text.opening(described)
        if not headline:
            return SetAside(entry=label, reason="it has neither a headline nor a description", native_id=native)
        when = _Times(self, row)
        instruction = self._texts(row, fields.instruction)
        href = text.address(_first(row, fields.link), self.base)
        severity = text.line(_first(row, fields.severity), text.NOTE)
        status, word, basis = self._status(row, headline)
        reality = prose.reality_of(headline)
        words = partial(Text, lang=text.language(source.language, "und"))
        made = Disruption(
            id=disruption_id(source.id, native),
            origin=origin(source, native),
            headline=(words(text=headline),),
            description=(words(text=described),) if described else (),
            instruction=(words(text=instruction),) if instruction else (),
            status=status,
            status_native=word,
            status_basis=basis,
            severity=self.severities.get(folded(severity), Severity.UNKNOWN),
            severity_native=severity,
            events=self._labels(row, fields.event),
            categories=self._labels(row, fields.category),
            affected=tuple(Entity(kind="named", name=name) for name in self._labels(row, fields.entity)),
            periods=when.periods,
            issued_at=when.at("issued"),
            updated_at=when.at("updated") or when.at("issued"),
            links=(Link(href=href),) if href else (),
            extra=when.notes,
        )
        if reality:
            notes = {**made.extra, "reality": "inferred from the headline"}
            made = made.model_copy(update={"reality": reality, "extra": notes})
        return mapping.apply(made, source)

    def time(self, words: str) -> Reading | None:
        """A time as the declaration says it is written, else in one of the forms that mean one moment only."""
        words = " ".join(words.split())
        for pattern in self.fields.times:
            if reading := _by_pattern(words, pattern, self.source):
                return reading
        if self.fields.epoch and (number := _NUMBER.fullmatch(words)):
            unit = 1_000 if self.fields.epoch is Epoch.MILLISECONDS else 1
            seconds = int(number[1]) // unit
            moment = datetime.fromtimestamp(seconds, UTC) if seconds < 2**33 else _NEVER
            return Reading(moment, Precision.EXACT) if EARLIEST <= moment.year <= LATEST else None
        return read_time(words, self.source.tz)

    def _status(self, row: Row, headline: str) -> tuple[Status, str, StatusBasis]:
        """What the entry states; where the declaration names no place for it, what RSS is taken to mean."""
        if self.fields.status is not None:
            word = text.line(_first(row, self.fields.status), text.NOTE)
            basis = StatusBasis.STATED if word else StatusBasis.INFERRED_FROM_TEXT
            return self.statuses.get(folded(word), Status.UNKNOWN), word, basis
        if guess := prose.status_of(headline):
            return guess.status, guess.native, StatusBasis.INFERRED_FROM_TEXT
        listed = self.source.absence is Absence.ENDED
        return (Status.ACTIVE if listed else Status.UNKNOWN), "", StatusBasis.INFERRED_FROM_TEXT

    def _texts(self, row: Row, paths: tuple[str, ...]) -> str:
        found = dict.fromkeys(text.plain(words, base=self.base) for path in paths for words in row.at(path) or ())
        return text.bounded("\n\n".join(filter(None, found)), text.BODY)

    @staticmethod
    def _labels(row: Row, paths: tuple[str, ...]) -> tuple[str, ...]:
        found = (text.line(words, text.NOTE) for path in paths for words in (row.at(path) or ())[:MOST_VALUES])
        return tuple(dict.fromkeys(filter(None, found)))


class _Times:
    """The times of one entry; those that cannot be read are kept as text and not used."""

    def __init__(self, reader: _Reader, row: Row) -> None:
        self.notes: dict[str, str] = {}
        self._found: dict[str, Reading] = {}
        for key in ("issued", "updated", "start", "end"):
            words = _first(row, getattr(reader.fields, key)).strip()
            if _NO_TIME.fullmatch(words):
                continue
            reading = reader.time(words)
            if reading is None:
                self.notes[key] = text.line(words, text.NOTE)
                continue
            self._found[key] = reading
            if reading.precision is Precision.INFERRED:
                self.notes["zone"] = f"the feed names none; its times are read in {reader.source.zone}"
        start, end = self.at("start"), self.at("end")
        if start and end and end < start:
            self.notes["end"] = f"{text.line(_first(row, reader.fields.end), text.NOTE)} is before the start"
            del self._found["end"]

    def at(self, key: str) -> datetime | None:
        """The moment under that key, if it could be read."""
        return self._found[key].at if key in self._found else None

    @property
    def periods(self) -> tuple[Period, ...]:
        """The span of the disturbance, as exact as its less exact end."""
        known = [self._found[key].precision for key in ("start", "end") if key in self._found]
        if not known:
            return ()
        precision = max(known, key=_COARSEST_LAST.index)
        return (Period(start=self.at("start"), end=self.at("end"), precision=precision),)


def _by_pattern(words: str, pattern: str, source: Source) -> Reading | None:
    try:
        moment = datetime.strptime(words, pattern)  # noqa: DTZ007 - the zone is declared, and follows
    except (ValueError, OverflowError):
        return None
    if not EARLIEST <= moment.year <= LATEST:
        return None
    if not re.search("%[HI]", pattern):
        return Reading(moment.replace(tzinfo=moment.tzinfo or source.tz), Precision.DAY)
    if moment.tzinfo is None:
        return Reading(moment.replace(tzinfo=source.tz), Precision.INFERRED)
    return Reading(moment, Precision.EXACT if "%S" in pattern else Precision.MINUTE)


def _first(row: Row, path: str | None) -> str:
    return next(iter(row.at(path) or ()), "") if path is not None else ""


def _table(words: Mapping[str, T]) -> dict[str, T]:
    return {folded(word): ours for word, ours in words.items()}


def _newest_of_each(made: Sequence[Disruption]) -> tuple[tuple[Disruption, ...], list[SetAside]]:
    """One disruption for each id: the newest, or the first where they are not dated; the others are set aside."""
    newest: dict[str, Disruption] = {}
    for one in made:
        held = newest.setdefault(one.id, one)
        if (one.updated_at or _NEVER) > (held.updated_at or _NEVER):
            newest[one.id] = one
    again = [
        SetAside(
            entry=text.bounded(one.headline[0].text, 80),
            reason=f"another entry has the same id, and {'is newer' if one.updated_at else 'counts'}",
            native_id=one.origin.native_id,
        )
        for one in made
        if newest[one.id] is not one
    ]
    return tuple(newest.values()), again
