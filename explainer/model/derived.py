"""What is worked out from validated values and needs no validation of its own.

The traits are what a model can tell beyond its fields. They stand apart from the models, so that a value that
comes out of a seal has them too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from explainer.model import recurrence as recurring
from explainer.model.vocabulary import BULLETIN, Absence, Kind, PeriodRole, Phase

if TYPE_CHECKING:
    from datetime import date, datetime

    from explainer.declarations.sources import Source
    from explainer.declarations.system import Component, Party, SystemLink
    from explainer.model.disruption import Disruption, Entity, Period, Recurrence, Report, Update
    from explainer.model.history import FeedRecord, Held, Times, Version


AHEAD = timedelta(minutes=2)
"""How far a publisher's clock may be ahead of ours; what is said later than that cannot have been read yet."""


def in_one_language(entities: Iterable[Entity], *wanted: str) -> tuple[Entity, ...]:
    """Of things that are named in several languages, the names in the first wanted one there is, else in the first.

    Names with one kind and one reference are one thing's. Without references, the names of one kind in one language
    are taken for those in another only where there are as many: hiding a place would be worse than naming it twice.
    """
    entities = tuple(entities)
    things: dict[tuple[str, str], dict[str, list[int]]] = {}
    for at, entity in enumerate(entities):
        if entity.lang:
            things.setdefault((entity.kind, entity.ref), {}).setdefault(entity.lang, []).append(at)
    hidden: set[int] = set()
    for (_, ref), named in things.items():
        if ref or len({len(places) for places in named.values()}) == 1:
            shown = _language(tuple(named), wanted)
            hidden.update(at for lang, places in named.items() if lang != shown for at in places)
    return tuple(entity for at, entity in enumerate(entities) if at not in hidden)


def _language(there: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """The first wanted language that is there, else a variant of one, else the first that is there."""
    folded = {lang.casefold(): lang for lang in reversed(there)}
    bases = {lang.partition("-")[0]: spelled for lang, spelled in folded.items()}
    for one in wanted:
        if found := folded.get(one.casefold()) or bases.get(one.casefold().partition("-")[0]):
            return found
    return there[0]


@dataclass(frozen=True)
class Record:
    """Everything remembered, by feed id and by disruption id."""

    feeds: Mapping[str, FeedRecord] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    times: Mapping[str, Times] = field(default_factory=dict)


class RecurrenceTraits:
    """When a rule of hours and days holds."""

    if TYPE_CHECKING:
        zone: str
        start: str
        end: str
        days: tuple[int, ...]
        only: tuple[date, ...]
        but_not: tuple[date, ...]
        text: str

    @property
    def vague(self) -> bool:
        """Whether it is known that it holds at some hours only, and not at which."""
        return not (self.start or self.end or self.days or self.only or self.but_not)


class PeriodTraits:
    """What a period implies at one moment."""

    if TYPE_CHECKING:
        start: datetime | None
        end: datetime | None
        recurrence: Recurrence | None

    @property
    def vague(self) -> bool:
        """Whether it holds at some hours only, and nobody can say at which."""
        return self.recurrence is not None and self.recurrence.vague

    def in_force(self, now: datetime) -> bool:
        """Whether it holds at ``now``: within its span, and within its hours where it recurs."""
        return recurring.in_force(self.start, self.end, self.recurrence, now)

    def began(self, now: datetime) -> datetime | None:
        """Since when it is in force without a break; None where it is not, or nobody says since when."""
        return recurring.began(self.start, self.end, self.recurrence, now)

    def coming(self, now: datetime) -> recurring.Stretch | None:
        """The next stretch in force after ``now``; None where none comes, or where it is in force for good."""
        ahead = recurring.stretches(self.start, self.end, self.recurrence, now)
        return next((one for one in ahead if now < one.start), None)

    @property
    def ends(self) -> datetime | None:
        """When it is in force for the last time until, where that is stated."""
        return recurring.ends(self.start, self.end, self.recurrence)

    def next_start(self, now: datetime) -> datetime | None:
        """When it comes into force next, looking 400 days ahead."""
        coming = self.coming(now)
        return coming.start if coming else None

    def over(self, now: datetime) -> bool:
        """Whether it is not in force at ``now`` and never will be again."""
        return not self.in_force(now) and self.coming(now) is None


class DisruptionTraits:
    """What the periods of a disruption imply, and what its publisher says when."""

    if TYPE_CHECKING:
        periods: tuple[Period, ...]
        issued_at: datetime | None
        updated_at: datetime | None
        updates: tuple[Update, ...]
        reports: tuple[Report, ...]

    @property
    def spans(self) -> tuple[Period, ...]:
        """The periods of the impact, without those for which a message is only shown."""
        return tuple(period for period in self.periods if period.role is PeriodRole.IMPACT)

    def phase(self, now: datetime) -> Phase:
        """What the impact periods imply at ``now``; without any, the disruption is current while carried."""
        spans = self.spans
        if not spans or any(span.in_force(now) for span in spans):
            return Phase.CURRENT
        return Phase.FUTURE if any(span.coming(now) for span in spans) else Phase.PAST

    def _holding(self, now: datetime) -> list[Period]:
        """The spans in force at ``now``; what is certain outweighs what holds at hours that nobody knows."""
        held = [span for span in self.spans if span.in_force(now)]
        return [span for span in held if not span.vague] or held

    def holds_vaguely(self, now: datetime) -> bool:
        """Whether it holds at some hours of its span only, and nobody can say at which."""
        held = self._holding(now) or self.spans
        return bool(held) and all(span.vague for span in held)

    def began(self, now: datetime) -> datetime | None:
        """Since when it is in force without a break, as far as its periods say."""
        starts = [span.began(now) for span in self._holding(now)]
        stated = [start for start in starts if start is not None]
        return min(stated) if stated and len(stated) == len(starts) else None

    def coming(self, now: datetime) -> Period | None:
        """The impact period that comes into force next."""
        ahead = [(start, span) for span in self.spans if (start := span.next_start(now)) is not None]
        return min(ahead, key=lambda pair: pair[0])[1] if ahead else None

    @property
    def started_at(self) -> datetime | None:
        """The earliest stated start of the impact."""
        return min((span.start for span in self.spans if span.start is not None), default=None)

    @property
    def ended_at(self) -> datetime | None:
        """The latest stated end of the impact, when every impact period has one."""
        ends = [span.ends for span in self.spans]
        stated = [end for end in ends if end is not None]
        return max(stated) if stated and len(stated) == len(ends) else None

    @property
    def last_said_at(self) -> datetime | None:
        """When its publisher says that it last spoke of it, if it says so."""
        return self.updates[-1].at if self.updates else self.updated_at or self.issued_at

    @property
    def said_at(self) -> frozenset[datetime]:
        """Every time at which its publisher says that it said something; when it begins or ends is not among them."""
        times = (self.issued_at, self.updated_at, *(u.at for u in self.updates), *(r.at for r in self.reports))
        return frozenset(at for at in times if at is not None)


class HeldTraits:
    """What the accepted versions of a disruption tell of its life."""

    if TYPE_CHECKING:
        versions: tuple[Version, ...]

    @property
    def latest(self) -> Disruption:
        """The version that counts now."""
        return self.versions[-1].disruption

    @property
    def first_seen(self) -> datetime:
        """When we first accepted it."""
        return self.versions[0].accepted_at

    @property
    def changed_at(self) -> datetime:
        """When we last accepted a change."""
        return self.versions[-1].accepted_at

    @property
    def heard_at(self) -> datetime:
        """When we first accepted what its publisher last said."""
        return self.versions[self.first_with_last_said].accepted_at

    @property
    def first_with_last_said(self) -> int:
        """The first version whose last word is of the time of the latest; the latest itself when that has no time."""
        said, latest = self.latest.last_said_at, len(self.versions) - 1
        if said is None:
            return latest
        return next(at for at, version in enumerate(self.versions) if version.disruption.last_said_at == said)

    @property
    def ahead(self) -> Mapping[datetime, int]:
        """Times of the latest version that lay ahead of us when we first read them, each with that first version.

        Nothing can be read before it was said: such a time comes from a clock, or a zone, that is wrong.
        """
        wanted = {at for at in self.latest.said_at if at - self.first_seen > AHEAD}
        found: dict[datetime, int] = {}
        for number, version in enumerate(self.versions if wanted else ()):
            first = wanted & version.disruption.said_at
            found |= {at: number for at in first if at - version.accepted_at > AHEAD}
            wanted -= first
        return found


class SystemTraits:
    """Walks over the operation."""

    if TYPE_CHECKING:
        parties: tuple[Party, ...]
        components: tuple[Component, ...]
        links: tuple[SystemLink, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Component]:
        """Components by id."""
        return {component.id: component for component in self.components}

    @cached_property
    def party(self) -> Mapping[str, Party]:
        """Parties by id."""
        return {party.id: party for party in self.parties}

    @cached_property
    def into(self) -> Mapping[str, tuple[SystemLink, ...]]:
        """For every component, the links that end at it: what it needs."""
        return {c.id: tuple(link for link in self.links if link.target == c.id) for c in self.components}

    @cached_property
    def out_of(self) -> Mapping[str, tuple[SystemLink, ...]]:
        """For every component, the links that start at it: what it slows."""
        return {c.id: tuple(link for link in self.links if link.source == c.id) for c in self.components}

    @cached_property
    def symptoms(self) -> tuple[Component, ...]:
        """What customers feel, in the order staff wrote them."""
        return tuple(component for component in self.components if component.kind is Kind.SYMPTOM)

    def party_name(self, party_id: str) -> str:
        """The party's name, or the id itself where a feed names a party the system does not know."""
        known = self.party.get(party_id)
        return known.name if known else party_id

    def upstream(self, component_id: str) -> frozenset[str]:
        """Every component from which a chain of links leads to this one, itself left out."""
        edges = {c: [link.source for link in links] for c, links in self.into.items()}
        return _closure(component_id, edges)

    def downstream(self, component_id: str) -> frozenset[str]:
        """Every component that a chain of links reaches from this one, itself left out."""
        return _closure(component_id, {c: [link.target for link in links] for c, links in self.out_of.items()})


def _closure(start: str, edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen: set[str] = {start}
    todo = [start]
    while todo:
        for step in edges[todo.pop()]:
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return frozenset(seen - {start})


class SettingsTraits:
    """What the operator's choices amount to."""

    if TYPE_CHECKING:
        zone: str

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.zone)


# Names

# Staff type “de-icing” and “don't”; publishers set a non-breaking hyphen and a curly apostrophe.
_TYPOGRAPHY = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'"})


@lru_cache(maxsize=4_096)
def folded(words: str) -> str:
    """One spelling for comparing (Unicode Standard section 3.13, canonical caseless matching)."""
    words = unicodedata.normalize("NFC", unicodedata.normalize("NFD", words).casefold())
    return " ".join(words.translate(_TYPOGRAPHY).split())


# Feed declarations


def our_own(sources: Iterable[Source]) -> frozenset[str]:
    """The ids of the feeds whose bulletins are our own: nobody else's may gather other feeds' disruptions.

    A bulletin feed is ours where its declaration lets it lead; else the only one that is read from a file, and of
    several such the one in ``bulletins``. Bulletins that come by address are a partner's until it says otherwise.
    """
    bulletins = [source for source in sources if source.format == BULLETIN and source.may.lead is not False]
    undeclared = [source for source in bulletins if source.file is not None and source.may.lead is None]
    if len(undeclared) > 1:
        undeclared = [source for source in undeclared if (source.file or "").strip("./").startswith("bulletins")]
    return frozenset(source.id for source in bulletins if source.may.lead or source in undeclared)


def may_lead(source: Source, ours: frozenset[str]) -> bool:
    """Whether a disruption of this feed may lead the home page; ``ours`` is what :func:`our_own` says."""
    return source.id in ours if source.may.lead is None else source.may.lead


def is_of_notes(source: Source) -> bool:
    """Whether the feed is one of dated notes that nobody takes back: there the newest on a part replaces the others."""
    return source.absence is Absence.NOTHING and source.format != BULLETIN
