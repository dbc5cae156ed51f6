"""An estimate against what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from explainer.errors import Finding
from explainer.staff.contradictions.case import Case, Told


def found(case: Case) -> Iterator[Finding]:
    """An end that is promised before what it waits for, or before the queue can be gone."""
    for told in case.open:
        for index, expected in enumerate(told.disruption.expected):
            if expected.main and (expected.low or expected.at):
                yield from _named(told, index)
                yield from _queue(case, told, index)


def _named(told: Told, index: int) -> Iterator[Finding]:
    """What its basis names, word for word, comes earliest at a later time."""
    estimate = told.disruption.expected[index]
    first, basis = estimate.low or estimate.at, told.words.content(estimate.basis)
    for at, other in enumerate(told.disruption.expected):
        earliest, named = other.low or other.at, told.words.content(other.what)
        if at == index or earliest is None or first is None or not told.words.idle:
            continue
        if len(named) > 1 and named <= basis and first < earliest:
            there = told.at("expected", at).place
            problem = f"may be over at {_clock(told, first)}, and rests on {there}, which comes at "
            problem += f"{_clock(told, earliest)} at the earliest"
            yield told.at("expected", index).finding(problem, "write a later time, or what else it rests on")


def _queue(case: Case, told: Told, index: int) -> Iterator[Finding]:
    """Even at the usual rate, and if nobody joined, the queue takes this long."""
    estimate, account = told.disruption.expected[index], told.disruption.account
    first, symptom = estimate.low or estimate.at, account.symptom
    for at, limit in enumerate(account.constraints):
        best = max(limit.normal, limit.now)
        if limit.backlog is None or best <= 0 or first is None:
            continue
        if symptom and limit.component != symptom and limit.component not in case.system.upstream(symptom):
            continue
        gone = limit.at + timedelta(hours=limit.backlog.now / best)
        if first < gone:
            there = told.at("constraints", at, "backlog").place
            problem = (
                f"may be over at {_clock(told, first)}, and {there} says {limit.backlog.now:g} {limit.unit} wait: "
            )
            problem += f"at {best:g} an hour they need until {_clock(told, gone)}"
            yield told.at("expected", index).finding(problem, "write a later time, or the right figure there")


def _clock(told: Told, at: datetime) -> str:
    return f"{at.astimezone(told.source.tz):%H:%M}"
