"""What formats of situations share: refusing one entry, times with notes, several versions, names in words.

A situation is published again and again under one id (SIRI-SX ``SituationNumber``, DATEX II ``situation/@id``,
``IncidentNumber``). Some documents carry several versions of one: the newest counts, older ones are its updates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from explainer.disruption import Disruption, Period, SetAside, Text, Update
from explainer.formats import mapping, spans, text
from explainer.formats.base import Parsed, RefusedError, first_entries
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import Precision, Status

MOST_ENTITIES = 500
MOST_PERIODS = 200
MOST_LINKS = 20
HEADLINE = 160
"""Characters of a headline that is the first line of a longer text."""

CLOSED = "This situation was closed"
"""The headline of an end without words, which must still end what it ends."""

Row = TypeVar("Row")

_NUMBER = re.compile(r"\d{1,30}", re.ASCII)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s]+")


class Version(NamedTuple):
    """One version of a situation. ``number`` is the publisher's own, -1 where it is no number."""

    disruption: Disruption
    number: int = -1


def read(
    rows: Sequence[Row],
    make: Callable[[Row], Version],
    name: Callable[[Row], str],
    source: Source,
) -> Parsed:
    """The disruptions of the rows. ``name`` is the native id as far as it is known, or nothing."""
    found: list[Version] = []
    set_aside: list[SetAside] = []
    first, rest = first_entries(rows)
    for number, row in enumerate(first, start=1):
        try:
            found.append(make(row))
        except RefusedError as error:
            native = name(row)
            label = f"entry {number} ({text.bounded(native, 80)})" if native else f"entry {number}"
            set_aside.append(SetAside(entry=label, reason=str(error), native_id=native or None))
    disruptions = tuple(mapping.apply(made, source) for made in newest(found, source))
    return Parsed(disruptions=disruptions, set_aside=(*set_aside, *rest))


def newest(found: Iterable[Version], source: Source) -> list[Disruption]:
    """One disruption per id: its highest version, with the dated words of all its versions, oldest first."""
    groups: dict[str, list[Version]] = {}
    for one in found:
        groups.setdefault(one.disruption.id, []).append(one)
    return [_joined(group, source) for group in groups.values()]


def _joined(group: list[Version], source: Source) -> Disruption:
    last = max(group, key=_age).disruption
    if len(group) == 1:
        return last
    updates = dict.fromkeys(_as_update(one.disruption, source) for one in sorted(group, key=_age))
    dated = tuple(update for update in updates if update is not None)
    if len(dated) < 2:
        return last
    issued = min((one.disruption.issued_at for one in group if one.disruption.issued_at), default=None)
    return last.model_copy(update={"updates": dated, "issued_at": issued})


def _age(one: Version) -> tuple[int, float]:
    at = one.disruption.updated_at or one.disruption.issued_at
    return one.number, at.timestamp() if at else 0.0


def _as_update(made: Disruption, source: Source) -> Update | None:
    at = made.updated_at or made.issued_at
    if at is None:
        return None
    says = mapping.preferred(made.description or made.headline, source.language)
    return Update(at=at, says=says, status=None if made.status is Status.UNKNOWN else made.status)


def version_number(version: str) -> int:
    """The version as a number, so that 10 comes after 9; -1 where it is none."""
    return int(version) if _NUMBER.fullmatch(version) else -1


def first_line(words: str) -> str:
    """What may stand as a headline where the publisher gives none."""
    return text.opening(words, HEADLINE)


def in_words(name: str) -> str:
    """A code as words: ``MaintenanceWorks`` and ``maintenance_works`` as “Maintenance works”."""
    words = " ".join(filter(None, _HUMP.split(name)))
    return words[:1].upper() + words[1:].lower()


def as_texts(found: dict[str, list[str]]) -> tuple[Text, ...]:
    """One text per language; several are its paragraphs."""
    return tuple(Text(lang=lang, text=text.bounded("\n\n".join(parts), text.BODY)) for lang, parts in found.items())


class Moments:
    """Reads the times of one entry, and notes for ``extra`` those it could not read and where a zone was lent."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.notes: dict[str, str] = {}

    def read(self, name: str, verbatim: str) -> Reading | None:
        """The moment, or None with a note where something unreadable, or a year nobody meant, is written."""
        reading = read_time(verbatim, self.source.tz)
        if reading is None and verbatim.strip():
            self.notes[name] = f"{text.line(verbatim, 60)} (not used: no believable time)"
        if reading is not None and reading.precision is Precision.INFERRED:
            self.notes["zone"] = f"the feed names none; its times are read in {self.source.zone}"
        return reading

    def at(self, name: str, verbatim: str) -> datetime | None:
        """The moment alone."""
        reading = self.read(name, verbatim)
        return reading.at if reading else None

    def period(self, name: str, start: str, end: str, blank: Period | None = None) -> Period | None:
        """The span (``spans.span``), or None where nothing is written."""
        made = spans.span(start, end, self.source.tz, name, blank)
        self.notes |= made.notes
        return made.period
