"""``Picture``: everything the site says at one moment, and nothing about how it looks.

Plain frozen values, made by ``build`` alone: what comes from outside was validated before it got here, and a
refresh has no time to validate it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from explainer.model.account import Constraint, Decision
from explainer.model.disruption import Disruption, Rejected, Report
from explainer.model.estimates import Estimate
from explainer.model.system import Component, SystemLink
from explainer.model.vocabulary import Ending, Kind, Phase, Reality, Severity, State
from explainer.model.watch import Look
from explainer.picture.causes import Chain, LinkNow, Pair, Why
from explainer.picture.promises import Promise
from explainer.picture.settled import MonthNow
from explainer.picture.sources import SourceNow

SEVERITIES = (
    Severity.EXTREME,
    Severity.SEVERE,
    Severity.MODERATE,
    Severity.UNKNOWN,
    Severity.MINOR,
    Severity.NONE,
)
"""Worst first. What nobody states may be bad: it does not sink below what is known to be minor."""

RANK = {state: rank for rank, state in enumerate(State)}
"""States by how bad they are, the worst first."""


class Basis(StrEnum):
    """What a component's state rests on."""

    REPORTED = "reported"
    INFERRED = "inferred"
    NOTHING_REPORTED = "nothing_reported"
    SILENT = "silent"
    NOT_UNDERSTOOD = "not_understood"
    UNWATCHED = "unwatched"
    VOUCHED = "vouched"
    """A person looked, found it as usual, and their word still holds."""
    NOBODY_LOOKED = "nobody_looked"
    """No machine watches it, and no person vouches for it, or no longer."""
    OUTDATED = "outdated"
    """What was reported of it last is older than its publisher's own promise allows."""


class Standing(StrEnum):
    """Where a disruption is in its life at ``now``."""

    CURRENT = "current"
    UPCOMING = "upcoming"
    ENDED = "ended"


class Start(NamedTuple):
    """What is known of a beginning: when it was, if anybody states that; when it was reported, and first seen by us.

    Only a stated one is a beginning. The others say how long we have known, not how long it has lasted.
    """

    since: datetime | None = None
    issued_at: datetime | None = None
    first_seen: datetime | None = None


UNTOLD = Start()
"""Of which nobody says anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unplaced:
    """A message that holds now and was not understood, why, and the components that it may be about.

    ``disruption`` is the id of its page; an entry that could not be read has none, and is ``aside``. One of neither
    stands for all that a flooding feed brought and we left out, which is its ``amount``.
    """

    feed: str
    reason: str
    parts: tuple[str, ...]
    disruption: str = ""
    aside: Rejected | None = None
    amount: int = 1

    @property
    def is_flood(self) -> bool:
        """Whether it stands for messages that were left out because they were too many."""
        return not self.disruption and self.aside is None


def amount_of(doubts: Iterable[Unplaced]) -> int:
    """How many messages they are."""
    return sum(doubt.amount for doubt in doubts)


class Voice(NamedTuple):
    """What one publisher says of a part, and when; ``state`` is None of what it said before and has ended by then.

    ``says`` are its words, ``disruption`` is the id of what it says it in; a look has none.
    """

    by: str
    state: State | None
    at: datetime | None = None
    says: str = ""
    disruption: str = ""


@dataclass(frozen=True, kw_only=True)
class ComponentNow:
    """A component at ``now``.

    ``start`` is what is known of when this state began. ``report`` is the worst current report,
    ``disruptions`` every current disruption that reports it, worst first. ``via`` is the link along which
    ``watch`` was inferred. ``conflict`` is what each publisher says, where one says that it is disturbed and another
    that it is normal. ``caused_by`` is what current reports state as its cause. ``unplaced`` are the messages that may
    be about it and were not understood. ``by`` is who says so: a party's or publisher's name; ``at`` when they said it.
    ``look`` is the last one at it, whether or not it still holds. ``aged`` is whether a report still counts but is
    older than its promise, so that it is told “as of”. ``good_until`` is when this state turns unknown unless somebody
    says more. Of one whose last report is outdated, ``report``, ``by`` and ``at`` are that report's, to be quoted.
    """

    component: Component
    state: State | None
    basis: Basis
    start: Start = UNTOLD
    says: str = ""
    by: str = ""
    at: datetime | None = None
    report: Report | None = None
    disruptions: tuple[str, ...] = ()
    via: SystemLink | None = None
    silent: tuple[str, ...] = ()
    conflict: tuple[Voice, ...] = ()
    caused_by: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    look: Look | None = None
    aged: bool = False
    good_until: datetime | None = None

    @property
    def id(self) -> str:
        """The component's id."""
        return self.component.id

    @property
    def since(self) -> datetime | None:
        """When this state began, if anybody states it."""
        return self.start.since

    @property
    def is_disturbed(self) -> bool:
        """Whether it is reported to work below what is asked of it."""
        return self.state is not None and self.state.disturbed

    @property
    def is_off(self) -> bool:
        """Whether it is known, or inferred, to be anything but normal."""
        return self.state is not None and self.state.off

    @property
    def is_known_well(self) -> bool:
        """Whether somebody says that it works normally; that a source is silent of it says less."""
        return self.state is State.NORMAL and self.basis in (Basis.REPORTED, Basis.VOUCHED)

    @property
    def is_told_off(self) -> bool:
        """Whether somebody says that it is not normal; an inferred watch is only our own guess."""
        return self.is_off and self.basis is Basis.REPORTED

    @property
    def is_told_unknown(self) -> bool:
        """Whether somebody says that they do not know how it is, which is more than that nobody looked."""
        return self.state is State.UNKNOWN and self.basis is Basis.REPORTED

    def was_looked_at_since(self, cause: ComponentNow) -> bool:
        """Whether whoever vouches for this one looked when ``cause`` was already as it is: they knew of it."""
        began = cause.since or cause.at
        return self.basis is Basis.VOUCHED and self.at is not None and began is not None and began <= self.at


@dataclass(frozen=True, kw_only=True)
class ConstraintNow:
    """A limit and what it costs: amounts of the constraint's unit per hour, and the backlog itself.

    Where nobody counted a backlog there is none, and nothing joins it: ``backlog_per_hour`` is None. ``waiting`` are
    the ids of the symptoms whose customers stand in it.
    """

    constraint: Constraint
    disruption: str
    by: str
    shortfall: float
    backlog_per_hour: float | None = None
    backlog_now: float | None = None
    waiting: tuple[str, ...] = ()


def passed(constraints: Iterable[ConstraintNow]) -> dict[str, ConstraintNow]:
    """By component, the first limit at it that is passed."""
    found: dict[str, ConstraintNow] = {}
    for limit in constraints:
        if limit.shortfall > 0:
            found.setdefault(limit.constraint.component, limit)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportNow:
    """A report that counts, and the state that it counts as.

    ``said_at`` is when it was said, and no later than we read it; ``stated_at`` is what its publisher writes.
    ``since`` is the stated start of that state. ``is_felt`` is whether it is about what customers feel.
    """

    report: Report
    state: State
    is_felt: bool = False
    said_at: datetime
    stated_at: datetime
    since: datetime | None = None

    @property
    def component(self) -> str:
        """The component that it is about."""
        return self.report.component


@dataclass(frozen=True, kw_only=True)
class DisruptionNow:
    """A disruption at ``now``, as last accepted.

    ``left_out`` are components that it speaks of and its feed may not set. ``party`` is the declared one of its feed.
    ``start`` is what is known of its beginning, ``starts_at`` the stated one that lies ahead. ``heard_at`` is when we
    first read its last words; ``ahead`` are times in it that lay ahead of us then, each with the moment we read it.
    ``reports`` are those that count: what its feed may say, and no later message of a feed of notes has replaced;
    of one that is over, all that it said. ``state`` is the worst that customers feel by them, or where they feel
    nothing, the worst. ``constraints`` are the limits that its feed may state, in its order. ``ours`` marks our own
    bulletins; ``may_lead`` what the home page may begin with.
    ``promise`` is its next update, which has not come; what is over promises none. A bulletin that is not over has
    ``aged`` after ``aged_at``, so that what it states is told as of when it was said, and is ``outdated`` from
    ``outdated_at`` on, when nothing may rest on it any more. ``promised`` holds, by the time of an update, when the
    next one was first promised, and ``estimates`` are all that it ever foresaw. ``meant`` is whether its publisher
    says that it is no drill.
    """

    disruption: Disruption
    standing: Standing
    phase: Phase
    reports: tuple[ReportNow, ...] = ()
    constraints: tuple[ConstraintNow, ...] = ()
    left_out: tuple[str, ...] = ()
    state: State | None = None
    ours: bool = False
    party: str = ""
    may_lead: bool = False
    first_seen: datetime
    changed_at: datetime
    written_at: datetime
    heard_at: datetime
    ahead: tuple[tuple[datetime, datetime], ...] = ()
    start: Start
    starts_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: Ending | None = None
    promise: Promise | None = None
    promised: tuple[tuple[datetime, datetime], ...] = ()
    estimates: tuple[Estimate, ...] = ()
    meant: bool = True
    gathers: tuple[str, ...] = ()
    gathered_by: str = ""
    trusted: bool = True
    aged: bool = False
    outdated: bool = False
    aged_at: datetime | None = None
    outdated_at: datetime | None = None

    @property
    def id(self) -> str:
        """The disruption's id."""
        return self.disruption.id

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft, which only its own staff are shown."""
        return self.disruption.reality is Reality.DRAFT

    @property
    def is_dated(self) -> bool:
        """Whether its publisher states ``written_at``; else it is when we read what names no time, or none that is."""
        return self.disruption.last_said_at == self.written_at

    @property
    def counts(self) -> bool:
        """Whether a state may rest on it: its source answers, and its words are not too old."""
        return self.trusted and not self.outdated

    @property
    def since(self) -> datetime | None:
        """When it began, if anybody states it."""
        return self.start.since

    @property
    def worse(self) -> tuple[str, ...]:
        """The ids of the parts that it reports to be in a worse state than its own, which is what customers feel."""
        own = self.state
        return tuple(r.component for r in self.reports if own and r.state.disturbed and RANK[r.state] < RANK[own])

    @property
    def overdue_since(self) -> datetime | None:
        """When the update was due that readers wait for longer than they should."""
        return self.promise.due if self.promise is not None and self.promise.overdue else None

    def credits(self, party: str) -> bool:
        """Whether a party that it names as speaking may be believed to: only our own bulletins speak for others."""
        return bool(party) and (self.ours or party == self.party)

    def said_at(self, stated: datetime) -> datetime:
        """When something was said that its publisher dates so: at the latest when we first read it."""
        return next((read for at, read in self.ahead if at == stated), stated)


def worst_first(
    components: Iterable[ComponentNow], disruption: Mapping[str, DisruptionNow]
) -> tuple[ComponentNow, ...]:
    """Components by state, then by how severe the disruption is that says so, then the newest word first.

    What nobody says to be off, or not to know, keeps its place among its equals. ``disruption`` are all by their ids.
    """

    def badness(here: ComponentNow) -> tuple[int, int, float]:
        if here.state is None:
            return len(RANK), 0, 0.0
        if not here.is_told_off and not here.is_told_unknown:
            return RANK[here.state], len(SEVERITIES), 0.0
        said_by = disruption.get(here.disruptions[0]) if here.disruptions else None
        severity = said_by.disruption.severity if said_by else Severity.UNKNOWN
        return RANK[here.state], SEVERITIES.index(severity), -here.at.timestamp() if here.at else 0.0

    return tuple(sorted(components, key=badness))


def _is_about(decision: Decision, part: Component) -> bool:
    return decision.component == part.id if decision.component else decision.by == part.owner


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Everything the site says at ``now``.

    ``state`` is the worst that customers feel, or where they feel nothing, that of the worst part. ``worse`` are the
    ids of the parts that are in a worse state than that, worst first. ``lead`` is the id of the disruption that speaks
    for the whole, ``last_known`` of the one to quote where none does because its words count no more.
    ``components`` keep the system's order; ``disruptions`` are worst first, then newest first, ended last.
    ``checked_at`` is the newest good answer of any source; ``next_word`` is when the reader is promised
    more: the lead's next update, or else before the first fresh source goes stale. ``why`` is by symptom. ``stated``
    are the causes that current disruptions state, each before its effect; not every one of them has a link.
    ``settled`` are the months of what is over and not among the ``disruptions``, the newest first.
    """

    now: datetime
    exercise: bool
    state: State
    worse: tuple[str, ...] = ()
    start: Start = UNTOLD
    lead: str = ""
    last_known: str = ""
    written_at: datetime | None = None
    checked_at: datetime | None = None
    next_word: datetime | None = None
    components: tuple[ComponentNow, ...]
    disruptions: tuple[DisruptionNow, ...] = ()
    chains: tuple[Chain, ...] = ()
    links: tuple[LinkNow, ...] = ()
    stated: frozenset[Pair] = frozenset()
    why: Mapping[str, Why] = field(default_factory=dict)
    sources: tuple[SourceNow, ...] = ()
    constraints: tuple[ConstraintNow, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    settled: tuple[MonthNow, ...] = ()

    @property
    def since(self) -> datetime | None:
        """When the state of the whole began, if anybody states it."""
        return self.start.since

    @cached_property
    def component(self) -> Mapping[str, ComponentNow]:
        """Components by id."""
        return {c.component.id: c for c in self.components}

    @cached_property
    def parts(self) -> tuple[ComponentNow, ...]:
        """The components that are parts of the business, in the system's order; the others are what customers feel."""
        return tuple(c for c in self.components if c.component.kind is not Kind.SYMPTOM)

    @cached_property
    def worst_first(self) -> tuple[ComponentNow, ...]:
        """The components, as every list of them begins: the worst first."""
        return worst_first(self.components, self.disruption)

    @cached_property
    def watched(self) -> tuple[ComponentNow, ...]:
        """The parts that somebody watches, worst first."""
        return tuple(c for c in self.worst_first if c.state and c.component.kind is not Kind.SYMPTOM)

    @cached_property
    def symptoms(self) -> tuple[ComponentNow, ...]:
        """What customers feel, worst first."""
        return tuple(c for c in self.worst_first if c.component.kind is Kind.SYMPTOM)

    @cached_property
    def disruption(self) -> Mapping[str, DisruptionNow]:
        """Disruptions by id."""
        return {d.disruption.id: d for d in self.disruptions}

    @cached_property
    def has_drafts(self) -> bool:
        """Whether anything in it is a draft, so that it may be no more than looked at by staff."""
        return any(now.is_draft for now in self.disruptions)

    @cached_property
    def source(self) -> Mapping[str, SourceNow]:
        """Sources by feed id."""
        return {s.source.id: s for s in self.sources}

    @cached_property
    def not_placed(self) -> frozenset[str]:
        """The ids of the disruptions that were not understood."""
        return frozenset(one.disruption for one in self.unplaced if one.disruption)

    @cached_property
    def pages(self) -> Mapping[str, tuple[str, ...]]:
        """By component, the disruptions whose pages tell of it: a gathered one stands on its bulletin's.

        What a silent source said last is no news of it.
        """
        known = self.disruption
        told = {c.id: [known[key] for key in c.disruptions if key in known] for c in self.components}
        return {
            part: tuple(dict.fromkeys(now.gathered_by or now.id for now in told_of if now.trusted))
            for part, told_of in told.items()
        }

    @cached_property
    def limits(self) -> Mapping[str, tuple[ConstraintNow, ...]]:
        """Constraints by the disruption that states them, in the picture's order."""
        found: dict[str, list[ConstraintNow]] = {}
        for constraint in self.constraints:
            found.setdefault(constraint.disruption, []).append(constraint)
        return {key: tuple(stated) for key, stated in found.items()}

    @cached_property
    def passed(self) -> Mapping[str, ConstraintNow]:
        """By component, the first limit at it that is passed."""
        return passed(self.constraints)

    @cached_property
    def link(self) -> Mapping[tuple[str, str], LinkNow]:
        """Links by the ids of their two ends."""
        return {(now.link.source, now.link.target): now for now in self.links}

    @cached_property
    def hot(self) -> frozenset[Pair]:
        """The known links on the way from a stated cause to what the lead is about, or else to the worst symptom."""
        return frozenset(pair for pair, now in self.link.items() if now.hot)

    @cached_property
    def quiet(self) -> frozenset[str]:
        """The components that a reader who looks for trouble may skip: they are in none, and cause none."""
        carrying = {source for (source, _), now in self.link.items() if now.sure is not None}
        return frozenset(c.id for c in self.components if c.state in (State.NORMAL, None) and c.id not in carrying)

    def decision(self, component: str) -> Decision | None:
        """The newest decision about a component, or else of its owner, in our own disruptions that report it."""
        now = self.component[component]
        told = (self.disruption[key] for key in now.disruptions if key in self.disruption)
        decisions = (
            d for one in told if one.ours for d in one.disruption.account.decisions if _is_about(d, now.component)
        )
        return max(decisions, key=lambda decision: decision.at, default=None)

    def in_standing(self, standing: Standing) -> tuple[DisruptionNow, ...]:
        """The disruptions of one standing, in the picture's order."""
        return tuple(d for d in self.disruptions if d.standing is standing)

    def amount(self, standing: Standing) -> int:
        """How many disruptions are of one standing, those that are settled among them."""
        settled = self.settled if standing is Standing.ENDED else ()
        return len(self.in_standing(standing)) + sum(month.amount for month in settled)

    @cached_property
    def open(self) -> tuple[DisruptionNow, ...]:
        """What is not over: what holds now, worst first, before what is to come."""
        return (*self.in_standing(Standing.CURRENT), *self.in_standing(Standing.UPCOMING))

    @cached_property
    def quoted(self) -> str:
        """Whose headline is quoted at the head of a day of which nothing else is known: what led while it counted."""
        return self.last_known if self.state is State.UNKNOWN else ""

    @cached_property
    def beside_the_lead(self) -> tuple[DisruptionNow, ...]:
        """What else holds now and was understood, worst first, without what stands on a bulletin's page.

        What a silent source said last is no news: nobody can say whether it holds.
        """
        elsewhere = {self.lead, *self.not_placed}
        current = self.in_standing(Standing.CURRENT)
        return tuple(d for d in current if d.id not in elsewhere and not d.gathered_by and d.trusted)

    @cached_property
    def in_doubt(self) -> tuple[DisruptionNow, ...]:
        """What sources said last that are silent now, in the picture's order; whether it holds, nobody can say."""
        return tuple(d for d in self.in_standing(Standing.CURRENT) if not d.trusted and d.id != self.lead)

    def chains_to(self, symptom: str) -> tuple[Chain, ...]:
        """The chains that end at one symptom, surest first."""
        return tuple(chain for chain in self.chains if chain.symptom == symptom)
