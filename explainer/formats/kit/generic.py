"""What the home-made exports share: from the values a declaration’s ``read:`` points at to disruptions.

``json``, ``csv`` and ``xml`` in ``builtin`` find the entries; every ``Row`` says what stands at a path.
Only what the declaration names is read, and a native word is translated only by its own ``values:`` table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import NamedTuple, Protocol, TypeVar

from explainer.declarations.fields import folded
from explainer.declarations.sources import problems_of
from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Moment, Named, Pointer, RefusedError, Span
from explainer.formats.kit import prose, text
from explainer.formats.kit.times import EARLIEST, LATEST, Reading, read_time
from explainer.model.fields import Fields, Where
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Epoch, Precision, Severity, Status, StatusBasis

T = TypeVar("T")

MOST_VALUES = 200
"""Values of one path in one entry; more are not read."""

_NUMBER = re.compile(r"(\d{1,15})(?:\.\d{1,9})?", re.ASCII)
# What exports write where they have no time.
_NO_TIME = re.compile(r"[-–—0]?|n/?a|null|none|nan|nil|\\n|0000-00-00.*|0001-01-01.*", re.IGNORECASE)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Row(Protocol):
    """One entry of an export."""

    def at(self, path: str) -> tuple[str, ...] | None:
        """The texts at a path, none where it stands empty, or None where it leads nowhere."""

    def paths(self) -> Iterable[str]:
        """Every path that leads to a text in this entry."""


class Unreadable(NamedTuple):
    """An entry that cannot be read: why, and its id as far as that can be read."""

    reason: str
    name: str = ""


Rows = Callable[[Document, Fields], Sequence[Row | Unreadable]]
"""The entries of a document, or why one is none; raises ``FormatError`` when it is not whole or has no such entries."""


def parse(document: Document, source: Source, rows: Rows) -> Entries:
    """The entries of a document whose declaration says where things are."""
    fields = fields_of(source)
    read = _Reader(fields, source, text.base_of(document.name, source.private))
    return Entries(rows(document, fields), read.draft, read.name)


def fields_of(source: Source) -> Fields:
    """The ``read:`` of a declaration; raises ``FormatError`` when there is none or it does not fit."""
    for row in problems_of(source):
        raise FormatError(f"{'.'.join(map(str, row.path))}: {row.problem}; {row.remedy}")
    if source.read is None:
        raise FormatError("the declaration has no read:")
    return source.read


def never_found(rows: Sequence[Row | Unreadable], fields: Fields) -> Iterator[tuple[Where, str, str]]:
    """Every path that leads nowhere in any entry, where it is written, and the nearest one that leads somewhere."""
    entries = [row for row in rows if not isinstance(row, Unreadable)]
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
    parts = [text.identifier(_first(row, path)) for path in fields.id]
    return " ".join(parts) if all(parts) else ""


class _Reader:
    """Reads entries as one declaration says."""

    def __init__(self, fields: Fields, source: Source, base: str) -> None:
        self.fields = fields
        self.source = source
        self.base = base
        self.statuses = _table(fields.values.status)
        self.severities = _table(fields.values.severity)

    def name(self, row: Row | Unreadable) -> str:
        """The publisher’s own id of a row, as far as it can be read."""
        return row.name if isinstance(row, Unreadable) else native_id(row, self.fields)

    def draft(self, row: Row | Unreadable) -> Draft:
        """What an entry says."""
        if isinstance(row, Unreadable):
            raise RefusedError(row.reason)
        fields = self.fields
        native = native_id(row, fields)
        lacking = "" if native else next(path for path in fields.id if not text.identifier(_first(row, path)))
        headline = _first(row, fields.headline)
        severity = _first(row, fields.severity)
        status, word, basis = self._status(row, headline)
        start, end, issued, updated = (
            self._time(row, path) for path in (fields.start, fields.end, fields.issued, fields.updated)
        )
        return Draft(
            id=native,
            refused=f"it has no id: nothing stands at “{text.line(lacking, 80)}”" if lacking else "",
            headline=headline,
            description=_texts(row, fields.description),
            instruction=_texts(row, fields.instruction),
            status=status,
            status_native=word,
            status_basis=basis,
            severity=self.severities.get(folded(severity), Severity.UNKNOWN),
            severity_native=severity,
            events=_labels(row, fields.event),
            categories=_labels(row, fields.category),
            affected=[Named("named", name) for name in _labels(row, fields.entity)],
            spans=[Span(start, end)],
            issued=issued,
            updated=updated,
            links=[Pointer(_first(row, fields.link))],
            base=self.base,
            notes=self._lent(start, end, issued, updated),
        )

    def _lent(self, *times: Moment) -> dict[str, str]:
        """Whether a zone was lent to a time that a pattern of the declaration reads."""
        lent = any(isinstance(at, Reading) and at.precision is Precision.INFERRED for at in times)
        return {"zone": f"the feed names none; its times are read in {self.source.zone}"} if lent else {}

    def _time(self, row: Row, path: str | None) -> Moment:
        """A time as the declaration says it is written, else in one of the forms that mean one moment only."""
        words = " ".join(_first(row, path).split())
        if _NO_TIME.fullmatch(words):
            return None
        for pattern in self.fields.times:
            if reading := _by_pattern(words, pattern, self.source):
                return reading
        if self.fields.epoch and (number := _NUMBER.fullmatch(words)):
            unit = 1_000 if self.fields.epoch is Epoch.MILLISECONDS else 1
            seconds = int(number[1]) // unit
            moment = datetime.fromtimestamp(seconds, UTC) if seconds < 2**33 else _NEVER
            return Reading(moment, Precision.EXACT) if EARLIEST <= moment.year <= LATEST else _unread(words)
        return words if read_time(words, self.source.tz) else _unread(words)

    def _status(self, row: Row, headline: str) -> tuple[Status, str, StatusBasis]:
        """What the entry states; where the declaration names no place for it, what RSS is taken to mean."""
        if self.fields.status is not None:
            word = text.line(_first(row, self.fields.status), text.NOTE)
            basis = StatusBasis.STATED if word else StatusBasis.INFERRED_FROM_TEXT
            return self.statuses.get(folded(word), Status.UNKNOWN), word, basis
        if guess := prose.status_of(text.line(headline)):
            return guess.status, guess.native, StatusBasis.INFERRED_FROM_TEXT
        listed = self.source.absence is Absence.ENDED
        return (Status.ACTIVE if listed else Status.UNKNOWN), "", StatusBasis.INFERRED_FROM_TEXT


def _unread(words: str) -> str:
    """A time that cannot be read, in quotation marks: a bare number must not be taken for seconds since 1970."""
    return f"“{words}”"


def _texts(row: Row, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """The texts of every path, in the language of the document."""
    return {"": [words for path in paths for words in row.at(path) or ()]}


def _labels(row: Row, paths: tuple[str, ...]) -> Iterator[str]:
    return (words for path in paths for words in (row.at(path) or ())[:MOST_VALUES])


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
