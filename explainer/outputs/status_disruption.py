"""The form of a disruption in ``status.json``: what its publisher said, and all that staff tell beside it.

Empty lists and texts mean “not stated”, never “none”. Of every list within a disruption the first fifty stand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from explainer.model.value import Value
from explainer.model.vocabulary import (
    CauseCode,
    Certainty,
    Ending,
    Outcome,
    Phase,
    Reality,
    Severity,
    State,
    Status,
    StatusBasis,
)
from explainer.picture.causes import Sure
from explainer.picture.model import Standing
from explainer.picture.second_reader import Reading

WRITTEN = "When its words were last written; where they name no time, when we read them."


class UpdateOut(Value):
    """One dated word of a publisher."""

    at: Annotated[datetime, Meta(description="When it was said.")]
    says: Annotated[str, Meta(description="What was said.")]
    changed: Annotated[str, Meta(description="What changed since the update before; may be empty.")]
    next_update: Annotated[datetime | None, Meta(description="When the next word was promised.")]


class EstimateOut(Value):
    """The end that staff expect, or that the publisher states: one moment, or a range."""

    what: Annotated[str, Meta(description="What is expected, in staff’s words; empty where the publisher states it.")]
    low: Annotated[datetime | None, Meta(description="The beginning of the range; null for a single moment.")]
    high: Annotated[datetime, Meta(description="The end of the range, or the moment.")]
    basis: Annotated[str, Meta(description="What it rests on; may be empty.")]
    passed: Annotated[bool, Meta(description="Whether that time has passed, and it is not over.")]
    by: Annotated[str, Meta(description="Who says so.")]
    said_at: Annotated[datetime, Meta(description="When they said so; where they name no time, when we read it.")]


class ConstraintOut(Value):
    """A limit in numbers, an hour."""

    component: Annotated[str, Meta(description="Id of the component it limits.")]
    disruption: Annotated[str, Meta(description="Id of the disruption that states it.")]
    unit: Annotated[str, Meta(description="What is counted.")]
    normal: Annotated[float, Meta(description="Capacity on a good day, an hour.")]
    now: Annotated[float, Meta(description="Capacity now, an hour.")]
    demand: Annotated[float, Meta(description="What is wanted, an hour.")]
    shortfall: Annotated[float, Meta(description="Demand less capacity, an hour, and never below zero.")]
    backlog_per_hour: Annotated[
        float | None,
        Meta(description="How fast what waits grows an hour; may be negative; null where nobody counts a queue."),
    ]
    backlog: Annotated[float | None, Meta(description="What waits, as last counted; null where nobody counts it.")]
    waiting: Annotated[tuple[str, ...], Meta(description="Ids of the symptoms whose customers stand in that queue.")]
    says: Annotated[str, Meta(description="The limit in staff’s words; may be empty.")]
    question: Annotated[str, Meta(description="The question everybody asks: why is there not more; may be empty.")]
    answer: Annotated[str, Meta(description="Its answer; may be empty.")]
    at: Annotated[datetime, Meta(description="When it was counted.")]
    by: Annotated[str, Meta(description="Who counted.")]


class StepOut(Value):
    """One component of a chain."""

    component: Annotated[str, Meta(description="Id of the component.")]
    sure: Annotated[Sure, Meta(description="How sure the step into it is.")]
    because: Annotated[
        str | None,
        Meta(description="Why the step before affects it; null for the root, and where no link is declared."),
    ]


class StatedCauseOut(Value):
    """The cause that staff state, or that they do not know it yet."""

    component: Annotated[str | None, Meta(description="Id of the component it starts at; null where none is named.")]
    says: Annotated[str, Meta(description="The cause in words; may be empty.")]
    unknown: Annotated[bool, Meta(description="Whether nobody knows the cause yet.")]
    investigator: Annotated[str, Meta(description="Who is finding out; may be empty.")]
    answer_by: Annotated[datetime | None, Meta(description="By when they will have an answer.")]


class CodeOut(Value):
    """A cause in one word, as feeds state it."""

    code: Annotated[CauseCode, Meta(description="Our word for it.")]
    native: Annotated[str, Meta(description="The publisher's own word; may be empty.")]


class ReportOut(Value):
    """What a disruption says of one component, as far as its source is trusted with it."""

    component: Annotated[str, Meta(description="Id of the component.")]
    state: Annotated[State, Meta(description="What it counts as.")]
    since: Annotated[datetime | None, Meta(description="Since when; null where nobody states it.")]
    says: Annotated[str, Meta(description="In a few words; may be empty.")]
    headline: Annotated[str, Meta(description="Its line in the chain of causes; may be empty.")]
    detail: Annotated[str, Meta(description="A sentence or two more; may be empty.")]
    caused_by: Annotated[tuple[str, ...], Meta(description="Ids of the components stated as its cause.")]
    checking_by: Annotated[datetime | None, Meta(description="When somebody who is finding out will know.")]
    by: Annotated[str, Meta(description="Who says so.")]
    at: Annotated[datetime, Meta(description="When they said it.")]


class ImpactOut(Value):
    """What it means for one group of customers."""

    who: Annotated[str, Meta(description="Which customers.")]
    what: Annotated[str, Meta(description="What it means for them; behind the amount, where there is one.")]
    low: Annotated[float | None, Meta(description="The lower end of the amount; null where there is none.")]
    high: Annotated[float | None, Meta(description="The upper end of the amount; the same for one figure.")]
    unit: Annotated[str, Meta(description="The unit of the amount; may be empty.")]
    note: Annotated[str, Meta(description="What else to say of it; may be empty.")]


class DecisionOut(Value):
    """What was decided, and who pays for it."""

    what: Annotated[str, Meta(description="What was decided.")]
    at: Annotated[datetime, Meta(description="When.")]
    by: Annotated[str, Meta(description="The role that decided.")]
    others: Annotated[tuple[str, ...], Meta(description="The roles that decided with it.")]
    because: Annotated[str, Meta(description="Why.")]
    cost_to: Annotated[str, Meta(description="Who bears the cost, and which.")]


class AskOut(Value):
    """What a customer can do."""

    what: Annotated[str, Meta(description="What.")]
    can_you: Annotated[str, Meta(description="What one needs for it.")]
    minutes_low: Annotated[float | None, Meta(description="How long it takes at least, in minutes.")]
    minutes_high: Annotated[float | None, Meta(description="How long it takes at most, in minutes.")]
    how: Annotated[str, Meta(description="How to do it.")]
    helps: Annotated[str, Meta(description="Whom it helps.")]
    if_not: Annotated[str, Meta(description="What to do if one cannot.")]


class FigureOut(Value):
    """A quantity that its texts name: one value, or a range."""

    name: Annotated[str, Meta(description="What it is called: stable within the disruption.")]
    low: Annotated[float | None, Meta(description="The lower end, or the value; null where none is told rightly.")]
    high: Annotated[float | None, Meta(description="The upper end; the same for one value.")]
    of: Annotated[float | None, Meta(description="Out of how many; null where that is not said.")]
    unit: Annotated[str, Meta(description="What is counted; may be empty.")]
    at: Annotated[datetime | None, Meta(description="When it was counted, if that is said.")]
    by: Annotated[str, Meta(description="The role that counted; may be empty.")]


class ExpectedOut(Value):
    """A moment or a range that staff foresee."""

    id: Annotated[str | None, Meta(description="Stable id, however its words change; null where it has none.")]
    what: Annotated[str, Meta(description="What is expected.")]
    low: Annotated[datetime | None, Meta(description="The beginning of the range; null for a single moment.")]
    high: Annotated[datetime, Meta(description="The end of the range, or the moment.")]
    basis: Annotated[str, Meta(description="What it rests on; may be empty.")]
    main: Annotated[bool, Meta(description="Whether it is the estimate of the end.")]
    passed: Annotated[bool, Meta(description="Whether that time has passed.")]
    happened: Annotated[datetime | None, Meta(description="When it happened, once somebody says so.")]
    outcome: Annotated[
        Outcome | None, Meta(description="What became of it, where there is no moment at which it happened.")
    ]


class RightOut(Value):
    """One situation, and what is owed in it."""

    when: Annotated[str, Meta(description="The situation.")]
    what: Annotated[str, Meta(description="What is owed.")]


class RightsOut(Value):
    """What customers are owed by law."""

    title: Annotated[str, Meta(description="What these rights are called.")]
    owed_by: Annotated[str, Meta(description="Who owes them; may be empty.")]
    source: Annotated[str, Meta(description="The law.")]
    url: Annotated[str | None, Meta(description="Where the law can be read.")]
    reviewed: Annotated[str, Meta(description="The date of the last legal review, YYYY-MM-DD.")]
    reviewed_by: Annotated[str, Meta(description="Who reviewed it.")]
    rows: Annotated[tuple[RightOut, ...], Meta(description="Each situation.")]


class ReadingOut(Value):
    """Whether a second person has read exactly these words before customers did, and what came of it."""

    reading: Annotated[Reading, Meta(description="Accepted, objected to, or nobody yet, for longer than is allowed.")]
    by: Annotated[str, Meta(description="Who read it; empty where nobody did.")]
    at: Annotated[datetime | None, Meta(description="When it was read.")]


class DisruptionOut(Value):
    """A disruption, as its publisher last told it."""

    id: Annotated[str, Meta(description="Stable id.")]
    url: Annotated[str, Meta(description="Its page; from the site's root when the site has no address.")]
    publisher: Annotated[str, Meta(description="Who publishes it.")]
    feed: Annotated[str, Meta(description="Id of the source it came from.")]
    headline: Annotated[str, Meta(description="Its headline.")]
    reality: Annotated[Reality, Meta(description="Whether it is meant, or an exercise, test or draft.")]
    standing: Annotated[Standing, Meta(description="Current, upcoming or ended.")]
    status: Annotated[Status, Meta(description="What the publisher says of it.")]
    status_basis: Annotated[StatusBasis, Meta(description="What that status rests on.")]
    phase: Annotated[Phase, Meta(description="What its stated periods imply now.")]
    severity: Annotated[Severity, Meta(description="How bad, in CAP's words.")]
    certainty: Annotated[Certainty, Meta(description="How sure the publisher is, in CAP's words.")]
    state: Annotated[
        State | None,
        Meta(description="The worst that customers feel, as it reports it; where they feel none, of any component."),
    ]
    worse: Annotated[tuple[str, ...], Meta(description="Ids of the components that it reports in a worse state.")]
    trusted: Annotated[bool, Meta(description="Whether its source still answers, so that what it says still counts.")]
    gathered_by: Annotated[str | None, Meta(description="Id of the bulletin on whose page it is gathered.")]
    since: Annotated[datetime | None, Meta(description="When it began; null where nobody states it.")]
    issued_at: Annotated[datetime | None, Meta(description="When it was reported, as far as its publisher says.")]
    first_seen: Annotated[datetime, Meta(description="When we first saw it.")]
    ended_at: Annotated[datetime | None, Meta(description="When it ended, or no longer counted.")]
    ended_by: Annotated[Ending | None, Meta(description="What we know that from; null while it is not over.")]
    recurrence: Annotated[str, Meta(description="At which hours of which days it holds, in words; may be empty.")]
    next_in_force: Annotated[datetime | None, Meta(description="When it comes into force next.")]
    unusable_end: Annotated[str, Meta(description="An end that its publisher wrote and nobody can use; may be empty.")]
    written_at: Annotated[datetime, Meta(description=WRITTEN)]
    second_reader: Annotated[
        ReadingOut | None, Meta(description="Null where there is nothing to tell: a young word, or not one of ours.")
    ]
    next_update: Annotated[
        datetime | None, Meta(description="When the publisher promised the next word; null once it is over.")
    ]
    estimate: Annotated[EstimateOut | None, Meta(description="When it is expected to be over, if anybody says.")]
    overdue_since: Annotated[datetime | None, Meta(description="Since when that promise is broken.")]
    components: Annotated[tuple[str, ...], Meta(description="Ids of the components it reports.")]
    updates: Annotated[tuple[UpdateOut, ...], Meta(description="What was said, oldest first; the newest 50.")]
    earlier_updates: Annotated[int, Meta(description="How many updates before those are left out.", ge=0)]
    aged: Annotated[
        bool, Meta(description="Whether its words are older than their own promise: they count as of when said.")
    ]
    aged_at: Annotated[datetime | None, Meta(description="When they become that; null where they promise nothing.")]
    outdated: Annotated[bool, Meta(description="Whether they are so old that nothing rests on them any more.")]
    outdated_at: Annotated[datetime | None, Meta(description="When they become that; null where they never do.")]
    symptom: Annotated[str | None, Meta(description="Id of the symptom that it is about, in staff’s words.")]
    summary: Annotated[str, Meta(description="What it says in short; may be empty.")]
    description: Annotated[str, Meta(description="The first 2,000 characters of its running text; may be empty.")]
    instruction: Annotated[str, Meta(description="The first 2,000 characters of its advice; may be empty.")]
    empathy: Annotated[str, Meta(description="How sorry staff are; may be empty.")]
    place: Annotated[str, Meta(description="Where it holds; may be empty.")]
    detected_at: Annotated[datetime | None, Meta(description="When it was noticed, as staff say.")]
    cause: Annotated[StatedCauseOut | None, Meta(description="The cause that staff state; null where they do not.")]
    causes: Annotated[tuple[CodeOut, ...], Meta(description="Causes in a word, as its publisher states them.")]
    path: Annotated[
        tuple[StepOut, ...],
        Meta(description="Why, of a bulletin: from where it starts to what it is about; empty where nobody says."),
    ]
    reports: Annotated[tuple[ReportOut, ...], Meta(description="What it says of components.")]
    impact: Annotated[tuple[ImpactOut, ...], Meta(description="What it means, for each group of customers.")]
    constraints: Annotated[tuple[ConstraintOut, ...], Meta(description="The limits that it states.")]
    decisions: Annotated[tuple[DecisionOut, ...], Meta(description="What was decided, and who pays.")]
    asks: Annotated[tuple[AskOut, ...], Meta(description="What customers can do.")]
    unknowns: Annotated[tuple[str, ...], Meta(description="What staff say that they do not know.")]
    figures: Annotated[tuple[FigureOut, ...], Meta(description="The quantities that its texts name.")]
    expected: Annotated[tuple[ExpectedOut, ...], Meta(description="All that staff foresee.")]
    rights: Annotated[RightsOut | None, Meta(description="What customers are owed by law; null where none are named.")]
    gathers: Annotated[tuple[str, ...], Meta(description="Ids of the disruptions that it gathers on its page.")]
