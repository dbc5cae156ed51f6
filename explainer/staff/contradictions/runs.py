"""What readers can run: a part against its own capacity, and a bulletin’s limit against the part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from explainer.errors import Finding
from explainer.model.run import Run, Way
from explainer.model.system import Component
from explainer.picture.runs import usual
from explainer.staff.contradictions.capacity import per_hour
from explainer.staff.contradictions.case import Case


class Fault(NamedTuple):
    """What is wrong, at which key of ``run``, and what to write instead."""

    key: str
    problem: str
    remedy: str


def found(case: Case) -> Iterator[Finding]:
    """What keeps a part from being run as it is declared."""
    for part in case.system.components:
        if part.run is not None:
            there = case.declared(part.id, "run")
            for fault in _faults(case, part, part.run):
                said = case.declared(part.id, "run", fault.key) if fault.key else there
                yield said.finding(fault.problem, fault.remedy)
    yield from _units(case)


def _units(case: Case) -> Iterator[Finding]:
    """A limit that counts something else than the page on which it can be run."""
    for told in case.bulletins:
        for at, limit in enumerate(told.disruption.account.constraints):
            part = case.component(limit.component)
            if part is not None and part.run is not None and part.run.unit != limit.unit:
                there = case.declared(part.id, "run", "unit").place
                problem = f"counts {limit.unit}, and {there} counts {part.run.unit}"
                yield told.at("constraints", at, "unit").finding(problem, "count the same in both")


def _faults(case: Case, part: Component, run: Run) -> Iterator[Fault]:
    normal, capacity = usual(part), part.capacity
    if run.normal is None and capacity is not None and not per_hour(capacity.unit, run.unit, case.words):
        yield Fault("", f"does not say how many {run.unit} an hour are usual", "write normal:")
        normal = None
    if normal is not None:
        yield from _against(run, normal)
    if bool(run.busy_until) != (run.demand_later is not None):
        yield Fault("busy_until" if run.busy_until else "demand_later", "says nothing alone", _BOTH)
    if (run.demand is None) != (run.reduced is None):
        yield Fault("demand" if run.reduced is None else "reduced", "says nothing alone", _HARD)
    ways = Counter(choice.way for choice in run.choices)
    for way, amount in ways.items():
        if amount > 1:
            yield Fault("choices", f"has {way.value} {amount} times", "leave one of them")
    if Way.OPEN in ways and run.places is None:
        yield Fault("choices", "has open, and it is not said what serves", "write places:, or leave open out")


def _against(run: Run, normal: float) -> Iterator[Fault]:
    places = run.places
    if places is not None and abs(places.exist * 60 / places.minutes - normal) > 1:
        together = f"{places.exist} × 60 ÷ {places.minutes:g} is {places.exist * 60 / places.minutes:g} an hour"
        yield Fault("places", f"{together}, and {normal:g} are usual", "write numbers that agree")
    if run.reduced is not None and run.reduced > normal:
        yield Fault("reduced", f"is {run.reduced:g}, more than the usual {normal:g}", "write what gets through then")


_BOTH = "write both busy_until: and demand_later:, or neither"
_HARD = "write both demand: and reduced:, or neither"
