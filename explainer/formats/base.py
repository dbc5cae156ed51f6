"""The door through which every format comes in: our own, and those that plugins bring.

A format says what is its own: how a document of it is recognised, where its entries stand, and what each of them
means (:class:`Draft`). It is pure: no socket, no file, no clock. The gate (``gate``) does the rest for all of them:
bounds, labels, refusals, cleaning, identity, reality, spans, the declaration's mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from explainer.formats.kit.decoding import decoded
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import Reading
from explainer.model.disruption import Disruption, Expected, Impact, Period, Rejected
from explainer.model.recurrence import Recurrence
from explainer.model.sources import USUALLY_STALE, Source
from explainer.model.value import Value
from explainer.model.vocabulary import (
    Absence,
    CauseCode,
    Certainty,
    EffectCode,
    PeriodRole,
    Precision,
    Reality,
    Severity,
    Status,
    StatusBasis,
    Urgency,
)


class RefusedError(Exception):
    """Why an entry cannot be understood; the gate sets it aside with these words, and its parts become unknown."""


class NotForReadersError(Exception):
    """Why an entry was understood and is none for readers, such as an acknowledgement between computers."""


class Document(Value, dict=True):
    """One fetched document: its bytes and the name it is known by (an address, or a file's path).

    ``charset`` is what the answer's ``Content-Type`` says that it is written in, if it says so. ``failure`` is why its
    bytes could not be had, if they could not; then it has none.
    """

    name: str
    body: bytes
    charset: str = ""
    failure: str = ""

    @cached_property
    def text(self) -> str:
        """The document decoded, as every format of text reads it."""
        return decoded(self.body, self.charset)


class Parsed(Value):
    """What documents held. Both empty is the quiet state: a whole document with no entries.

    ``notes`` is what readers should know of the feed as a whole, one sentence each.
    """

    disruptions: tuple[Disruption, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()


Words = str | Mapping[str, str | Sequence[str]]
"""Text as the publisher wrote it, markup and all: in the entry's language, or by language.

Several texts of one language are the paragraphs of one; of several headlines the first counts.
"""

Moment = str | int | float | datetime | Reading | None
"""A time as the publisher wrote it, seconds or milliseconds since 1970, or what a format made of it."""


class Span(NamedTuple):
    """From when until when, as the publisher wrote it. ``text`` is what it says of the span.

    ``precision`` is how exact it is where the publisher says so; otherwise its times tell.
    """

    start: Moment = None
    end: Moment = None
    role: PeriodRole = PeriodRole.IMPACT
    text: str = ""
    recurrence: Recurrence | None = None
    precision: Precision | None = None


class Named(NamedTuple):
    """What is affected, as the publisher names it; ``lang`` where the same thing is named in several languages."""

    kind: str
    name: str = ""
    ref: str = ""
    lang: str = ""


def in_languages(kind: str, names: Mapping[str, str], ref: str = "") -> tuple[Named, ...]:
    """One thing by its names; the language of a name is told only where there are several."""
    several = len(names) > 1
    return tuple(Named(kind, name, ref, lang if several else "") for lang, name in names.items())


class Step(NamedTuple):
    """One dated word of the publisher."""

    at: Moment
    says: str
    status: Status | None = None


class Pointer(NamedTuple):
    """An address, perhaps relative to ``Draft.base``, and what the publisher calls it."""

    href: str
    text: str = ""
    rel: str = "alternate"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One entry as a format understands it; its fields are those of :class:`Disruption`, uncleaned.

    ``id`` is the publisher's own; the gate refuses an entry without one, or one that is ``refused`` for the reason
    given there, and keeps what the rest of it names. ``number`` orders the versions of one thing; without it, a
    ``version`` that is a number does. ``lang`` is the language of bare texts, empty for the document’s. ``zoned``:
    its times must carry an offset. ``recurs`` is what the publisher says, in words, of the hours at which its one
    span holds. ``relations`` are the ids of other messages, by the kind of :class:`Relation`. ``searched`` is text
    that rules search beside headline and description. ``own`` are fields that only our own bulletins fill, as
    :class:`Disruption` has them. ``updates`` stand oldest first. Without a description the gate takes the newest of
    them; without a headline the first line of the description, and without either it makes one from effect, cause
    and what is affected.
    """

    id: str
    refused: str = ""
    version: str = ""
    number: int = -1
    lang: str = ""
    headline: Words = ""
    description: Words = ""
    instruction: Words = ""
    reality: Reality | None = None
    status: Status = Status.UNKNOWN
    status_native: str = ""
    status_basis: StatusBasis = StatusBasis.STATED
    severity: Severity = Severity.UNKNOWN
    severity_native: str = ""
    certainty: Certainty = Certainty.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    planned: bool | None = None
    causes: Iterable[tuple[CauseCode, str]] = ()
    effects: Iterable[tuple[EffectCode, str]] = ()
    events: Iterable[str] = ()
    categories: Iterable[str] = ()
    affected: Iterable[Named] = ()
    spans: Iterable[Span | Period] = ()
    recurs: str = ""
    zoned: bool = False
    issued: Moment = None
    updated: Moment = None
    updates: Iterable[Step] = ()
    relations: Mapping[str, Iterable[str]] = field(default_factory=dict)
    links: Iterable[Pointer] = ()
    base: str = ""
    expected: Iterable[Expected] = ()
    impacts: Iterable[Impact] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    searched: Iterable[str] = ()
    own: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Read once for the disruption, and once more where there is none: a refused entry still names its parts.
        object.__setattr__(self, "affected", tuple(self.affected))


Drafted = Draft | Iterable[Draft] | None


def _no_name(_row: Any) -> str:
    return ""


class Entries(NamedTuple):
    """The entries of one whole document.

    ``draft`` makes one row's drafts: one, several, or none where a row says nothing; it raises
    :class:`RefusedError` or :class:`NotForReadersError`, and whatever else it raises is that row's failure alone.
    ``name`` is the publisher's id of a row as far as it can be read, so that a row that is refused is not taken for
    absent. ``aside`` is what the document as a whole has to say, such as that it goes on elsewhere. ``lang`` is the
    document's language, where it names one.
    """

    rows: Sequence[Any]
    draft: Callable[[Any], Drafted]
    name: Callable[[Any], str] = _no_name
    aside: tuple[Rejected, ...] = ()
    lang: str = ""


Merge = Callable[[Sequence[Disruption], Source], Iterable[Disruption]]


def _never(_look: Look) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Format:
    """What a format says of itself, as ``FORMAT`` in a module named after it.

    ``parse`` raises ``FormatError`` when the document is not whole or not of the format. ``recognises`` tells a
    document cheaply and without raising; a ``general`` format is asked last. ``absence`` and ``stale_after`` are advice
    for a declaration: ``ended`` for a snapshot of what holds now, ``nothing`` for a window of the last entries; no
    ``stale_after`` leaves it out there. ``is_window`` tells documents of a snapshot format that are a window. ``merge``
    joins messages that are one disruption by the format's own rules, such as a chain of references. ``sample`` is a
    small good document, for tests.
    """

    name: str
    what: str
    parse: Callable[[Document, Source], Entries]
    recognises: Callable[[Look], bool] = _never
    general: bool = False
    absence: Absence = Absence.NOTHING
    stale_after: timedelta | None = USUALLY_STALE
    is_window: Callable[[Look], bool] = _never
    merge: Merge | None = None
    sample: bytes = b""

    def absence_of(self, look: Look) -> Absence:
        """What absence from such a document usually means."""
        return Absence.NOTHING if self.is_window(look) else self.absence


def as_drafts(found: Drafted) -> Iterator[Draft]:
    """The drafts of one row."""
    for one in (found,) if isinstance(found, Draft) else found or ():
        if not isinstance(one, Draft):
            raise TypeError(f"{type(one).__name__} is no Draft")
        yield one
