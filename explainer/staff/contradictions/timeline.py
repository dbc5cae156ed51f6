"""A promise against the timeline: what is said to come, or to have come, at a time that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from explainer.errors import Finding, Level
from explainer.model.disruption import Expected
from explainer.model.vocabulary import Status
from explainer.staff.contradictions.case import Case, Told


def found(case: Case) -> Iterator[Finding]:
    """Times of one bulletin that deny each other; what only the clock made wrong is advice."""
    for told in case.bulletins:
        if told.is_open:
            yield from _promise(told)
            yield from _past(told, case.now)
        yield from _before(told)
        if told.disruption.status is Status.RESOLVED:
            yield from _ended(told)


def _clock(told: Told, at: datetime) -> str:
    return f"{at.astimezone(told.source.tz):%Y-%m-%d %H:%M}"


def _promise(told: Told) -> Iterator[Finding]:
    """The next word comes before what it will tell: the cause that is promised, and the end."""
    account, due = told.disruption.account, told.disruption.account.next_update
    if due is None:
        return
    here = told.at("next_update")
    answer = account.cause.answer_by if account.cause is not None else None
    if answer is not None and due > answer:
        there = told.at("cause", "answer_by").place
        problem = f"is {_clock(told, due)}, and {there} promises the cause by {_clock(told, answer)}"
        yield here.finding(problem, "promise the next word by then, or the answer later")
    for index, expected in enumerate(told.disruption.expected):
        first = expected.low or expected.at
        if expected.main and first is not None and due > first:
            there = told.at("expected", index).place
            problem = f"is {_clock(told, due)}, and by {there} it may be over at {_clock(told, first)}"
            yield here.finding(problem, "promise a word before that", Level.ADVICE)


def _past(told: Told, now: datetime) -> Iterator[Finding]:
    """What was expected, and its time is over: nobody says whether it came."""
    last = max((update.at for update in told.disruption.updates), default=None)
    at = len(told.disruption.updates) - 1
    for index, expected in enumerate(told.disruption.expected):
        end = expected.high or expected.at
        if end is None or _settled(expected):
            continue
        here = told.at("expected", index)
        if last is not None and end < last:
            problem = f"was expected by {_clock(told, end)}, and {told.at('updates', at, 'at').place} speaks later"
            yield here.finding(problem, "say what came of it and delete it, or write a new time")
        elif end < now:
            problem = f"was expected by {_clock(told, end)}, and the bulletin at {told.at('status').place} is open"
            yield here.finding(problem, "say in an update what came of it, or write a new time", Level.ADVICE)


def _settled(expected: Expected) -> bool:
    """Whether the bulletin says what came of it."""
    return getattr(expected, "happened", None) is not None


def _before(told: Told) -> Iterator[Finding]:
    """What is told before it happened."""
    disruption, account = told.disruption, told.disruption.account
    if not disruption.updates:
        return
    last, first = disruption.updates[-1].at, disruption.updates[0].at
    for index, decision in enumerate(account.decisions):
        if decision.at > last and told.is_open:
            there = told.at("updates", len(disruption.updates) - 1, "at").place
            problem = f"is {_clock(told, decision.at)}, after the last word ({there}: {_clock(told, last)})"
            yield told.at("decisions", index, "at").finding(problem, "correct the time, or tell it in an update")
    if account.detected_at is not None and first < account.detected_at:
        problem = f"is {_clock(told, first)}, and {told.at('detected').place} says it was detected later"
        yield told.at("updates", 0, "at").finding(problem, "correct one of the two times")
    yield from _reports(told, last)


def _reports(told: Told, last: datetime) -> Iterator[Finding]:
    disruption = told.disruption
    began = disruption.started_at
    for index, report in enumerate(disruption.reports):
        if report.since is None or disruption.status is Status.PLANNED:
            continue
        here, said = told.at("reports", index, "since"), report.at or last
        starts = report.component == disruption.account.symptom and report.state.disturbed
        if report.since > said:
            key = ("reports", index, "at") if report.at else ("updates", len(disruption.updates) - 1, "at")
            there = told.at(*key).place
            problem = f"is {_clock(told, report.since)}, after it was said ({there}: {_clock(told, said)})"
            yield here.finding(problem, "correct one of the two times")
        elif starts and began is not None and report.since < began:
            there = told.at("started" if "started" in told.located.data else "detected").place
            problem = f"is {_clock(told, report.since)}, and {there} says that it began later"
            yield here.finding(problem, "correct one of the two times")


def _ended(told: Told) -> Iterator[Finding]:
    """A bulletin that has ended, and goes on all the same."""
    ended, due = told.disruption.ended_at, told.disruption.account.next_update
    there = told.at("ended").place
    if ended is not None and due is not None and due > told.disruption.updates[-1].at:
        at = "next_update" if "next_update" in told.located.data else "updates"
        problem = f"promises a word by {_clock(told, due)}, and {there} says that it has ended"
        yield told.at(at).finding(problem, "delete the promise, or promise a review in review:", Level.ADVICE)
    for index, report in enumerate(told.disruption.reports):
        if report.state.disturbed:
            problem = f"is still {report.state.value}, and {there} says that it has ended"
            yield told.at("reports", index, "state").finding(problem, "write normal", Level.ADVICE)
