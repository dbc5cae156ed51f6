"""The form of ``status.json``, version 1, and the JSON Schema that describes it.

Fields are added within a version, never renamed, removed or given another meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from explainer.model.vocabulary import Certainty, Phase, Reality, Severity, State, Status, StatusBasis
from explainer.picture.model import Basis, Ending, Freshness, Standing, Sure

VERSION: Final = 1
WRITTEN = "When its words were last written; where they name no time, when we read them."
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class ExerciseOut:
    """A drill: nothing in this document is real."""

    says: Annotated[str, Field(description="The words shown on every page.")]
    clock: Annotated[datetime, Field(description="The moment at which the clock of the drill stands still.")]


@dataclass(frozen=True)
class VoiceOut:
    """What one publisher says of a component."""

    by: Annotated[str, Field(description="Who says so.")]
    state: Annotated[State, Field(description="What it says.")]


@dataclass(frozen=True)
class ComponentOut:
    """A part of the operation, now."""

    id: Annotated[str, Field(description="Stable id; also the anchor on the map's list.")]
    name: Annotated[str, Field(description="Name for people.")]
    kind: Annotated[str, Field(description="resource, process, condition or symptom.")]
    layer: Annotated[str, Field(description="Id of the map's column.")]
    owner: Annotated[str, Field(description="The role that owns it.")]
    state: Annotated[State | None, Field(description="How it works now; null when nobody watches it.")]
    basis: Annotated[Basis, Field(description="What the state rests on.")]
    since: Annotated[datetime | None, Field(description="When this state began; null where nobody states it.")]
    issued_at: Annotated[datetime | None, Field(description="When it was reported, as far as its publisher says.")]
    first_seen: Annotated[datetime | None, Field(description="When we first saw the message that says so.")]
    says: Annotated[str, Field(description="What was said of it, in a few words; may be empty.")]
    by: Annotated[str, Field(description="Who says so; may be empty.")]
    at: Annotated[datetime | None, Field(description="When they said it.")]
    disruptions: Annotated[
        tuple[str, ...], Field(description="Ids of current disruptions that report it, the worst 100, worst first.")
    ]
    conflict: Annotated[
        tuple[VoiceOut, ...],
        Field(description="What each publisher says, where one says that it is disturbed and another that it is not."),
    ]


@dataclass(frozen=True)
class UpdateOut:
    """One dated word of a publisher."""

    at: Annotated[datetime, Field(description="When it was said.")]
    says: Annotated[str, Field(description="What was said.")]
    changed: Annotated[str, Field(description="What changed since the update before; may be empty.")]
    next_update: Annotated[datetime | None, Field(description="When the next word was promised.")]


@dataclass(frozen=True)
class EstimateOut:
    """The end that staff expect, or that the publisher states: one moment, or a range."""

    what: Annotated[str, Field(description="What is expected, in staff’s words; empty where the publisher states it.")]
    low: Annotated[datetime | None, Field(description="The beginning of the range; null for a single moment.")]
    high: Annotated[datetime, Field(description="The end of the range, or the moment.")]
    basis: Annotated[str, Field(description="What it rests on; may be empty.")]
    passed: Annotated[bool, Field(description="Whether that time has passed, and it is not over.")]


@dataclass(frozen=True)
class DisruptionOut:
    """A disruption, as its publisher last told it."""

    id: Annotated[str, Field(description="Stable id.")]
    url: Annotated[str, Field(description="Its page; from the site's root when the site has no address.")]
    publisher: Annotated[str, Field(description="Who publishes it.")]
    feed: Annotated[str, Field(description="Id of the source it came from.")]
    headline: Annotated[str, Field(description="Its headline.")]
    reality: Annotated[Reality, Field(description="Whether it is meant, or an exercise, test or draft.")]
    standing: Annotated[Standing, Field(description="Current, upcoming or ended.")]
    status: Annotated[Status, Field(description="What the publisher says of it.")]
    status_basis: Annotated[StatusBasis, Field(description="What that status rests on.")]
    phase: Annotated[Phase, Field(description="What its stated periods imply now.")]
    severity: Annotated[Severity, Field(description="How bad, in CAP's words.")]
    certainty: Annotated[Certainty, Field(description="How sure the publisher is, in CAP's words.")]
    state: Annotated[State | None, Field(description="The worst state it reports of any component.")]
    trusted: Annotated[bool, Field(description="Whether its source still answers, so that what it says still counts.")]
    gathered_by: Annotated[str | None, Field(description="Id of the bulletin on whose page it is gathered.")]
    since: Annotated[datetime | None, Field(description="When it began; null where nobody states it.")]
    issued_at: Annotated[datetime | None, Field(description="When it was reported, as far as its publisher says.")]
    first_seen: Annotated[datetime, Field(description="When we first saw it.")]
    ended_at: Annotated[datetime | None, Field(description="When it ended, or no longer counted.")]
    ended_by: Annotated[Ending | None, Field(description="What we know that from; null while it is not over.")]
    recurrence: Annotated[str, Field(description="At which hours of which days it holds, in words; may be empty.")]
    next_in_force: Annotated[datetime | None, Field(description="When it comes into force next.")]
    unusable_end: Annotated[str, Field(description="An end that its publisher wrote and nobody can use; may be empty.")]
    written_at: Annotated[datetime, Field(description=WRITTEN)]
    next_update: Annotated[
        datetime | None, Field(description="When the publisher promised the next word; null once it is over.")
    ]
    estimate: Annotated[EstimateOut | None, Field(description="When it is expected to be over, if anybody says.")]
    overdue_since: Annotated[datetime | None, Field(description="Since when that promise is broken.")]
    components: Annotated[tuple[str, ...], Field(description="Ids of the components it reports.")]
    updates: Annotated[tuple[UpdateOut, ...], Field(description="What was said, oldest first; the newest 50.")]
    earlier_updates: Annotated[int, Field(description="How many updates before those are left out.", ge=0)]


@dataclass(frozen=True)
class TotalsOut:
    """How many disruptions there are of each standing."""

    current: Annotated[int, Field(description="How many hold now.", ge=0)]
    upcoming: Annotated[int, Field(description="How many are still to come.", ge=0)]
    ended: Annotated[int, Field(description="How many are over.", ge=0)]


@dataclass(frozen=True)
class SourceOut:
    """A source, and whether it still answers."""

    id: Annotated[str, Field(description="Stable id.")]
    publisher: Annotated[str, Field(description="Who publishes it.")]
    format: Annotated[str, Field(description="The format it is read as.")]
    freshness: Annotated[Freshness, Field(description="How far it can be trusted now.")]
    last_good: Annotated[datetime | None, Field(description="Its last good answer.")]
    last_changed: Annotated[datetime | None, Field(description="When its answer last differed from the one before.")]
    silent_since: Annotated[datetime | None, Field(description="Since when it is not fresh.")]
    minutes_ahead: Annotated[int, Field(description="By how much its clock is ahead of ours; else 0.", ge=0)]
    failure: Annotated[str, Field(description="Why the last attempt failed; empty when it did not.")]
    set_aside: Annotated[int, Field(description="How many entries of its last good answer could not be read.", ge=0)]
    disruptions: Annotated[int, Field(description="How many current disruptions came from it.", ge=0)]
    may_not_set: Annotated[
        tuple[str, ...], Field(description="Ids of components that it speaks of and may not set, so that is left out.")
    ]
    capped: Annotated[int, Field(description="How many of its reports say worse than it may; they are shown as less.")]


@dataclass(frozen=True)
class UnplacedOut:
    """A message that holds now and was not understood: no rule places it, or it could not be read."""

    feed: Annotated[str, Field(description="Id of the source it came from.")]
    publisher: Annotated[str, Field(description="Who publishes it.")]
    disruption: Annotated[str | None, Field(description="Id of its disruption; null where it could not be read.")]
    headline: Annotated[str, Field(description="What it says, as far as it could be read.")]
    reason: Annotated[str, Field(description="Why it could not be placed.")]
    components: Annotated[tuple[str, ...], Field(description="Ids of the components it may be about.")]


@dataclass(frozen=True)
class ConstraintOut:
    """A limit in numbers, an hour."""

    component: Annotated[str, Field(description="Id of the component it limits.")]
    disruption: Annotated[str, Field(description="Id of the disruption that states it.")]
    unit: Annotated[str, Field(description="What is counted.")]
    normal: Annotated[float, Field(description="Capacity on a good day, an hour.")]
    now: Annotated[float, Field(description="Capacity now, an hour.")]
    demand: Annotated[float, Field(description="What is wanted, an hour.")]
    shortfall: Annotated[float, Field(description="Demand less capacity, an hour, and never below zero.")]
    backlog_per_hour: Annotated[float, Field(description="How fast what waits grows an hour; may be negative.")]
    backlog: Annotated[float | None, Field(description="What waits, as last counted.")]
    at: Annotated[datetime, Field(description="When it was counted.")]
    by: Annotated[str, Field(description="Who counted.")]


@dataclass(frozen=True)
class StepOut:
    """One component of a chain."""

    component: Annotated[str, Field(description="Id of the component.")]
    sure: Annotated[Sure, Field(description="How sure the step into it is.")]
    because: Annotated[str | None, Field(description="Why the step before affects it; null for the root.")]


@dataclass(frozen=True)
class ChainOut:
    """A chain of causes along declared links, root first."""

    root: Annotated[str, Field(description="Id of the component it starts at.")]
    symptom: Annotated[str, Field(description="Id of the symptom it ends at.")]
    sure: Annotated[Sure, Field(description="As sure as its least sure step.")]
    steps: Annotated[tuple[StepOut, ...], Field(description="The components, root first.")]


@dataclass(frozen=True)
class CauseOut:
    """A part that trouble comes from."""

    component: Annotated[str, Field(description="Id of the component.")]
    to: Annotated[str, Field(description="Id of the component that it leads to, one link nearer to the symptom.")]
    sure: Annotated[Sure, Field(description="How sure that is.")]
    because: Annotated[str, Field(description="Why it affects that component.")]


@dataclass(frozen=True)
class WhyOut:
    """Why there is trouble at a symptom, as its page tells it."""

    symptom: Annotated[str, Field(description="Id of the symptom.")]
    steps: Annotated[tuple[CauseOut, ...], Field(description="The way back from the symptom to the roots.")]
    roots: Annotated[tuple[CauseOut, ...], Field(description="The causes that the way ends in, each of a kind.")]
    others: Annotated[tuple[CauseOut, ...], Field(description="What else is a cause or may be one, surest first.")]
    ruled_out: Annotated[tuple[str, ...], Field(description="Ids of components behind the symptom that work normally.")]
    cut_off: Annotated[
        tuple[str, ...],
        Field(description="Ids of those that are not normal, while what lies between them and the symptom is."),
    ]
    cannot_tell: Annotated[tuple[str, ...], Field(description="Ids of those of which nobody can say.")]


@dataclass(frozen=True)
class StatusOut:
    """Everything the site says at one moment, for machines."""

    version: Annotated[Literal[1], Field(description="The version of this form.")]
    generated_at: Annotated[datetime, Field(description="The moment this document speaks of.")]
    exercise: Annotated[ExerciseOut | None, Field(description="Null outside a drill.")]
    site: Annotated[str, Field(description="The site's name.")]
    language: Annotated[str, Field(description="The language of its words, as a BCP 47 tag.")]
    state: Annotated[State, Field(description="The one state the site shows at its top.")]
    since: Annotated[datetime | None, Field(description="When that state began; null where nobody states it.")]
    issued_at: Annotated[datetime | None, Field(description="When it was reported, as far as its publisher says.")]
    first_seen: Annotated[datetime | None, Field(description="When we first saw the message that says so.")]
    headline: Annotated[str, Field(description="Headline of the disruption that leads; empty when none does.")]
    lead: Annotated[str | None, Field(description="Id of the disruption that leads.")]
    written_at: Annotated[
        datetime | None,
        Field(description=WRITTEN),
    ]
    checked_at: Annotated[datetime | None, Field(description="The newest good answer of any source.")]
    next_word: Annotated[datetime | None, Field(description="When more is promised.")]
    components: Annotated[tuple[ComponentOut, ...], Field(description="Every part of the operation, in its own order.")]
    disruptions: Annotated[
        tuple[DisruptionOut, ...],
        Field(description="The worst 1,000 that are not over, worst first; then the 50 that ended last."),
    ]
    left_out: Annotated[
        int,
        Field(description="How many disruptions could not be told of here, by a fault of the site’s own."),
    ]
    totals: Annotated[TotalsOut, Field(description="How many disruptions there are, listed or not.")]
    sources: Annotated[tuple[SourceOut, ...], Field(description="Every declared source.")]
    constraints: Annotated[tuple[ConstraintOut, ...], Field(description="The worst 200 limits that are stated now.")]
    unplaced: Annotated[tuple[UnplacedOut, ...], Field(description="The first 100 messages that were not understood.")]
    unplaced_total: Annotated[int, Field(description="How many messages were not understood, named or not.", ge=0)]
    chains: Annotated[tuple[ChainOut, ...], Field(description="Chains of causes, surest first.")]
    why: Annotated[tuple[WhyOut, ...], Field(description="Of every symptom why it is as it is, in the system’s order.")]


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document. It is made with the skeleton: a refresh has no time for it."""
    from pydantic import TypeAdapter

    made = _untitled(TypeAdapter(StatusOut).json_schema(mode="serialization"))
    return {"$schema": DIALECT, "$id": f"urn:explainer:status:{VERSION}", "title": "status.json", **made}


def _untitled(value: Any) -> Any:
    """Without the titles made from our own names, which say nothing that the keys do not."""
    if isinstance(value, list):
        return [_untitled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {k: _untitled(v) for k, v in value.items() if not (k == "title" and isinstance(v, str))}
