"""A report against the limit in numbers of the same part."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Finding
from explainer.language.compared import stem
from explainer.language.quantities import quantities
from explainer.model.account import Constraint
from explainer.model.disruption import Report
from explainer.model.vocabulary import State
from explainer.staff.contradictions.case import Case, Told


def found(case: Case) -> Iterator[Finding]:
    """What a report says that its constraint denies: the state, or how many an hour."""
    for told in case.open:
        for at, constraint in enumerate(told.disruption.account.constraints):
            for index, report in enumerate(told.disruption.reports):
                if report.component == constraint.component:
                    yield from _states(told, index, report, at, constraint)
                    yield from _rates(told, index, at, constraint)


def _states(told: Told, index: int, report: Report, at: int, constraint: Constraint) -> Iterator[Finding]:
    now, demand, unit = constraint.now, constraint.demand, constraint.unit
    here, there = told.at("reports", index, "state"), told.at("constraints", at, "now").place
    enough = now >= demand and now >= constraint.normal and not constraint.backlog
    if report.state is State.NORMAL and now < demand:
        problem = f"is normal, and {there} says {now:g} {unit} an hour where {demand:g} are asked for"
        yield here.finding(problem, "write slowed here, or the right figure there")
    elif report.state is State.STOPPED and now > 0:
        problem = f"is stopped, and {there} says {now:g} {unit} an hour"
        yield here.finding(problem, "write slowed here, or now: 0 there")
    elif report.state is State.SLOWED and enough:
        problem = f"is slowed, and {there} says {now:g} {unit} an hour, as many as usual and as are asked for"
        yield here.finding(problem, "write normal here, or the right figure there")


def _rates(told: Told, index: int, at: int, constraint: Constraint) -> Iterator[Finding]:
    """The number an hour in the few words of a report: one of those it gives must be how many there are now."""
    unit = {stem(word) for word in constraint.unit.split()}
    for key in ("says", "headline"):
        here = told.at("reports", index, key)
        rates = [
            one
            for one in quantities(here.words, told.words)
            if one.is_rate and not one.is_other and (not one.nouns or one.nouns[0] in unit | _of_rates(told))
        ]
        if rates and constraint.now not in {end for one in rates for end in one.span}:
            there = told.at("constraints", at, "now").place
            problem = f"says {rates[0].written} an hour, and {there} says {constraint.now:g} {constraint.unit} an hour"
            yield here.finding(problem, f"write {constraint.now:g} here, or the right figure there")


def _of_rates(told: Told) -> frozenset[str]:
    return frozenset(stem(word) for phrase in told.words.an_hour for word in phrase.split())
