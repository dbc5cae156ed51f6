"""What is worked out from validated values and needs no validation of its own.

The traits are what a model can tell beyond its fields. They stand apart from the models, so that a value that
comes out of a seal has them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from explainer.vocabulary import Kind, PeriodRole, Phase

if TYPE_CHECKING:
    from datetime import date, datetime

    from explainer.disruption import Disruption, Period, Recurrence
    from explainer.history import FeedRecord, Held, Times, Version
    from explainer.system import Component, Party, SystemLink


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


class DisruptionTraits:
    """What the periods of a disruption imply."""

    if TYPE_CHECKING:
        periods: tuple[Period, ...]

    def phase(self, now: datetime) -> Phase:
        """What the impact periods imply at ``now``; without any, the disruption is current while carried."""
        spans = [period for period in self.periods if period.role is PeriodRole.IMPACT]
        if not spans:
            return Phase.CURRENT
        if any((s.start is None or s.start <= now) and (s.end is None or now < s.end) for s in spans):
            return Phase.CURRENT
        if any(s.start is not None and now < s.start for s in spans):
            return Phase.FUTURE
        return Phase.PAST

    @property
    def started_at(self) -> datetime | None:
        """The earliest stated start of the impact."""
        starts = [p.start for p in self.periods if p.role is PeriodRole.IMPACT and p.start is not None]
        return min(starts, default=None)

    @property
    def ended_at(self) -> datetime | None:
        """The latest stated end of the impact, when every impact period has one."""
        spans = [p for p in self.periods if p.role is PeriodRole.IMPACT]
        ends = [p.end for p in spans if p.end is not None]
        return max(ends) if ends and len(ends) == len(spans) else None


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
