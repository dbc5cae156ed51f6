"""The form of ``status.json``, version 2, and the JSON Schema that describes it.

Keys are added within a version, never renamed, removed or given another meaning: ``docs/status.md`` is the promise.
``status`` fills the values; what stands here and in ``status_disruption`` is the one place that says which there are,
in which order and what they mean.
"""

from __future__ import annotations

from dataclasses import make_dataclass
from datetime import datetime
from functools import cache, reduce
from operator import or_
from types import GenericAlias, UnionType
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

from msgspec import Meta

from explainer.errors import Failing
from explainer.model.questions import Asked
from explainer.model.value import Value
from explainer.model.vocabulary import State
from explainer.outputs.status_disruption import (
    WRITTEN,
    ConstraintOut,
    DisruptionOut,
    EstimateOut,
    RightsOut,
    StepOut,
)
from explainer.picture.causes import Sure
from explainer.picture.model import Basis
from explainer.picture.sources import Freshness

VERSION: Final = 2
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class ExerciseOut(Value):
    """A drill: nothing in this document is real."""

    says: Annotated[str, Meta(description="The words shown on every page.")]
    clock: Annotated[datetime, Meta(description="The moment at which the clock of the drill stands still.")]


class VoiceOut(Value):
    """What one publisher says of a component."""

    by: Annotated[str, Meta(description="Who says so.")]
    state: Annotated[State | None, Meta(description="What it says; null where what it said before has ended.")]
    at: Annotated[datetime | None, Meta(description="When it said so, or when what it said ended.")]
    says: Annotated[str, Meta(description="Its words; may be empty.")]


class LookOut(Value):
    """That a person looked at a component, found it as usual, and vouches for it for a while."""

    by: Annotated[str, Meta(description="The role that looked.")]
    at: Annotated[datetime, Meta(description="When.")]
    until: Annotated[datetime, Meta(description="Until when that counts.")]
    note: Annotated[str, Meta(description="What they noted; may be empty.")]


class LinksOut(Value):
    """The pages on a component."""

    map: Annotated[str, Meta(description="Its row on the map.")]
    explainer: Annotated[str | None, Meta(description="The page that explains it; null where there is none.")]
    why: Annotated[str | None, Meta(description="Of a symptom, the page that says why; else null.")]


class ComponentOut(Value):
    """A part of the operation, now."""

    id: Annotated[str, Meta(description="Stable id; also the anchor on the map's list.")]
    name: Annotated[str, Meta(description="Name for people.")]
    kind: Annotated[str, Meta(description="resource, process, condition or symptom.")]
    layer: Annotated[str, Meta(description="Id of the map's column.")]
    owner: Annotated[str, Meta(description="The role that owns it.")]
    state: Annotated[State | None, Meta(description="How it works now; null when nobody watches it.")]
    basis: Annotated[Basis, Meta(description="What the state rests on.")]
    since: Annotated[datetime | None, Meta(description="When this state began; null where nobody states it.")]
    issued_at: Annotated[datetime | None, Meta(description="When it was reported, as far as its publisher says.")]
    first_seen: Annotated[datetime | None, Meta(description="When we first saw the message that says so.")]
    says: Annotated[str, Meta(description="What was said of it, in a few words; may be empty.")]
    by: Annotated[str, Meta(description="Who says so; may be empty.")]
    at: Annotated[datetime | None, Meta(description="When they said it.")]
    disruptions: Annotated[
        tuple[str, ...], Meta(description="Ids of current disruptions that report it, the worst 100, worst first.")
    ]
    conflict: Annotated[
        tuple[VoiceOut, ...],
        Meta(description="What each publisher says, where one says that it is disturbed and another that it is not."),
    ]
    aged: Annotated[
        bool, Meta(description="Whether its state is older than its own promise: it counts, as of when it was said.")
    ]
    good_until: Annotated[
        datetime | None, Meta(description="When this state turns unknown unless somebody says more; null if never.")
    ]
    look: Annotated[LookOut | None, Meta(description="The last look of a person at it, whether or not it holds.")]
    links: Annotated[LinksOut, Meta(description="Its pages; from the site's root when the site has no address.")]


class TotalsOut(Value):
    """How many disruptions there are of each standing."""

    current: Annotated[int, Meta(description="How many hold now.", ge=0)]
    upcoming: Annotated[int, Meta(description="How many are still to come.", ge=0)]
    ended: Annotated[int, Meta(description="How many are over.", ge=0)]


class SourceOut(Value):
    """A source, and whether it still answers."""

    id: Annotated[str, Meta(description="Stable id.")]
    publisher: Annotated[str, Meta(description="Who publishes it.")]
    format: Annotated[str, Meta(description="The format it is read as.")]
    freshness: Annotated[Freshness, Meta(description="How far it can be trusted now.")]
    last_good: Annotated[datetime | None, Meta(description="Its last good answer.")]
    last_changed: Annotated[datetime | None, Meta(description="When its answer last differed from the one before.")]
    silent_since: Annotated[datetime | None, Meta(description="Since when it is not fresh.")]
    failure: Annotated[str, Meta(description="That the last attempt failed, for readers; empty when it did not.")]
    failing: Annotated[Failing | None, Meta(description="The same in a word; null when the last attempt did not fail.")]
    minutes_ahead: Annotated[int, Meta(description="By how much its clock is ahead of ours; else 0.", ge=0)]
    set_aside: Annotated[int, Meta(description="How many entries of its last good answer could not be read.", ge=0)]
    left_out: Annotated[
        int, Meta(description="How many messages were left out, because it sends more than is taken in at once.", ge=0)
    ]
    too_often: Annotated[
        int, Meta(description="How many messages change so often that they are taken in once a minute.", ge=0)
    ]
    disruptions: Annotated[int, Meta(description="How many current disruptions came from it.", ge=0)]
    may_not_set: Annotated[
        tuple[str, ...], Meta(description="Ids of components that it speaks of and may not set, so that is left out.")
    ]
    capped: Annotated[int, Meta(description="How many of its reports say worse than it may; they are shown as less.")]


class UnplacedOut(Value):
    """A message that holds now and was not understood: no rule places it, or it could not be read."""

    feed: Annotated[str, Meta(description="Id of the source it came from.")]
    publisher: Annotated[str, Meta(description="Who publishes it.")]
    disruption: Annotated[str | None, Meta(description="Id of its disruption; null where it could not be read.")]
    headline: Annotated[str, Meta(description="What it says, as far as it could be read.")]
    reason: Annotated[str, Meta(description="Why it could not be placed.")]
    components: Annotated[tuple[str, ...], Meta(description="Ids of the components it may be about.")]


class QuestionOut(Value):
    """A why that a customer asked and that waits for an answer."""

    number: Annotated[int, Meta(description="Its number, which no other question ever has.")]
    title: Annotated[str, Meta(description="What is asked.")]
    url: Annotated[str, Meta(description="Its page.")]
    state: Annotated[Asked, Meta(description="Whether somebody is at work on it.")]
    owner: Annotated[str, Meta(description="Id of the party that owes the answer.")]
    components: Annotated[tuple[str, ...], Meta(description="Ids of the components it is about.")]
    asked: Annotated[datetime | None, Meta(description="When it was asked; of a day, its beginning.")]
    promised: Annotated[
        tuple[datetime, ...],
        Meta(description="By when an answer was promised, the first promise first; of a day, its end."),
    ]
    overdue_since: Annotated[
        datetime | None, Meta(description="The first promise that was missed; null while none was.")
    ]


class ChainOut(Value):
    """A chain from a stated cause to a symptom, root first. What merely happens upstream is in none."""

    disruption: Annotated[str, Meta(description="Id of the disruption that states the cause.")]
    root: Annotated[str, Meta(description="Id of the component it starts at.")]
    symptom: Annotated[str, Meta(description="Id of the symptom it ends at.")]
    sure: Annotated[Sure, Meta(description="As sure as its least sure step.")]
    steps: Annotated[tuple[StepOut, ...], Meta(description="The components, root first.")]


class CauseOut(Value):
    """A part that trouble comes from."""

    component: Annotated[str, Meta(description="Id of the component.")]
    to: Annotated[str, Meta(description="Id of the component that it leads to, one link nearer to the symptom.")]
    sure: Annotated[Sure, Meta(description="How sure that is.")]
    because: Annotated[
        str | None, Meta(description="Why it affects that component; null where the system declares no such link.")
    ]


class WhyOut(Value):
    """Why there is trouble at a symptom, as its page tells it."""

    symptom: Annotated[str, Meta(description="Id of the symptom.")]
    by: Annotated[
        str | None,
        Meta(description="Id of the disruption whose word leads; null where nobody states a cause."),
    ]
    unknown: Annotated[bool, Meta(description="Whether that word is that the cause is not known.")]
    steps: Annotated[tuple[CauseOut, ...], Meta(description="The way back from the symptom to the roots.")]
    roots: Annotated[tuple[CauseOut, ...], Meta(description="The causes that the way ends in, each of a kind.")]
    others: Annotated[tuple[CauseOut, ...], Meta(description="What else is a cause or may be one, surest first.")]
    ruled_out: Annotated[
        tuple[str, ...], Meta(description="Ids of components behind the symptom that somebody says work normally.")
    ]
    unreported: Annotated[
        tuple[str, ...],
        Meta(description="Ids of those that are watched, and of which no source says that they do not."),
    ]
    cut_off: Annotated[
        tuple[str, ...],
        Meta(description="Ids of those that are not normal, while what lies between them and the symptom is."),
    ]
    cannot_tell: Annotated[tuple[str, ...], Meta(description="Ids of those of which nobody can say.")]


class RangesOut(Value):
    """How good our time ranges have been, counted from the record."""

    judged: Annotated[int, Meta(description="Of how many it is known what became of them.", ge=0)]
    held: Annotated[int, Meta(description="How many of these held what happened.", ge=0)]


class ExpectOut(Value):
    """What is expected of a component when it comes, against a good day."""

    component: Annotated[str, Meta(description="Its id.")]
    now: Annotated[float, Meta(description="How much is expected of it then.")]
    normal: Annotated[float, Meta(description="How much on a good day.")]
    unit: Annotated[str, Meta(description="Of what.")]


class ForecastOut(Value):
    """What staff wrote before the season of a thing that is forecast now. It is no state of any component."""

    id: Annotated[str, Meta(description="The id of the threshold.")]
    name: Annotated[str, Meta(description="What is forecast.")]
    disruption: Annotated[str, Meta(description="Id of the disruption that forecasts it.")]
    begins: Annotated[datetime, Meta(description="When it is to begin, as its publisher states.")]
    doubted: Annotated[bool, Meta(description="Whether the source that forecast it is silent now.")]
    says: Annotated[str, Meta(description="What it will be like for customers.")]
    components: Annotated[tuple[str, ...], Meta(description="Ids of the components that may be slowed, in that order.")]
    expect: Annotated[tuple[ExpectOut, ...], Meta(description="What is expected of them, in numbers.")]
    basis: Annotated[str, Meta(description="What all this rests on.")]
    by: Annotated[str, Meta(description="The party that says so.")]


class StatusOut(Value):
    """Everything the site says at one moment, for machines."""

    version: Annotated[Literal[2], Meta(description="The version of this form.")]
    generated_at: Annotated[datetime, Meta(description="The moment this document speaks of.")]
    exercise: Annotated[ExerciseOut | None, Meta(description="Null outside a drill.")]
    site: Annotated[str, Meta(description="The site's name.")]
    language: Annotated[str, Meta(description="The language of its words, as a BCP 47 tag.")]
    state: Annotated[
        State,
        Meta(description="The state at the top: the worst that customers feel, or where they feel none, of any part."),
    ]
    worse: Annotated[
        tuple[str, ...],
        Meta(description="Ids of the components in a worse state, which no customer is said to feel, worst first."),
    ]
    since: Annotated[datetime | None, Meta(description="When that state began; null where nobody states it.")]
    issued_at: Annotated[datetime | None, Meta(description="When it was reported, as far as its publisher says.")]
    first_seen: Annotated[datetime | None, Meta(description="When we first saw the message that says so.")]
    headline: Annotated[str, Meta(description="Headline of the disruption that leads; empty when none does.")]
    lead: Annotated[str | None, Meta(description="Id of the disruption that leads.")]
    written_at: Annotated[
        datetime | None,
        Meta(description=WRITTEN),
    ]
    checked_at: Annotated[datetime | None, Meta(description="The newest good answer of any source.")]
    next_word: Annotated[datetime | None, Meta(description="When more is promised.")]
    estimate: Annotated[
        EstimateOut | None, Meta(description="When what leads is expected to be over; null where nobody says.")
    ]
    rights: Annotated[RightsOut | None, Meta(description="What one is owed in what leads; null where none is named.")]
    ranges: Annotated[RangesOut, Meta(description="How good our own time ranges have been.")]
    components: Annotated[tuple[ComponentOut, ...], Meta(description="Every part of the operation, in its own order.")]
    disruptions: Annotated[
        tuple[DisruptionOut, ...],
        Meta(description="The worst 1,000 that are not over, worst first; then the 50 that ended last."),
    ]
    left_out: Annotated[
        int,
        Meta(description="How many disruptions could not be told of here, by a fault of the site’s own."),
    ]
    totals: Annotated[TotalsOut, Meta(description="How many disruptions there are, listed or not.")]
    sources: Annotated[tuple[SourceOut, ...], Meta(description="Every declared source.")]
    constraints: Annotated[tuple[ConstraintOut, ...], Meta(description="The worst 200 limits that are stated now.")]
    forecasts: Annotated[
        tuple[ForecastOut, ...],
        Meta(description="What is forecast and staff wrote of before the season, soonest first."),
    ]
    unplaced: Annotated[tuple[UnplacedOut, ...], Meta(description="The first 100 messages that were not understood.")]
    unplaced_total: Annotated[int, Meta(description="How many messages were not understood, named or not.", ge=0)]
    chains: Annotated[tuple[ChainOut, ...], Meta(description="Chains of causes, surest first.")]
    questions: Annotated[
        tuple[QuestionOut, ...],
        Meta(description="The first 100 questions that wait for an answer, what is overdue first."),
    ]
    why: Annotated[tuple[WhyOut, ...], Meta(description="Of every symptom why it is as it is, in the system’s order.")]


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    return schema_of(StatusOut, "status", VERSION)


def schema_of(form: type[Value], name: str, version: int) -> dict[str, Any]:
    """The JSON Schema of a document of ours. It is made with the skeleton: a refresh has no time for it."""
    from pydantic import TypeAdapter

    made = _untitled(TypeAdapter(_described(form)).json_schema(mode="serialization"))
    return {"$schema": DIALECT, "$id": f"urn:explainer:{name}:{version}", "title": f"{name}.json", **made}


def _described(hint: Any) -> Any:
    """A kind of value as Pydantic knows how to describe it, with every kind of ours in it."""
    from pydantic import Field

    origin = get_origin(hint)
    if isinstance(hint, type) and issubclass(hint, Value):
        return _as_dataclass(hint)
    if origin is Annotated:
        inner, meta = get_args(hint)[:2]
        return Annotated[_described(inner), Field(description=meta.description, ge=meta.ge)]
    if origin is tuple:
        return GenericAlias(tuple, (_described(get_args(hint)[0]), ...))
    if origin is UnionType:
        return reduce(or_, map(_described, get_args(hint)))
    return hint


@cache
def _as_dataclass(kind: type[Value]) -> type:
    hints = get_type_hints(kind, include_extras=True)
    made = make_dataclass(kind.__name__, [(name, _described(hint)) for name, hint in hints.items()], frozen=True)
    made.__doc__ = kind.__doc__
    return made


def _untitled(value: Any) -> Any:
    """Without the titles made from our own names, which say nothing that the keys do not."""
    if isinstance(value, list):
        return [_untitled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {k: _untitled(v) for k, v in value.items() if not (k == "title" and isinstance(v, str))}
