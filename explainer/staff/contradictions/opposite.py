"""Two open bulletins that say the opposite of one part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from explainer.errors import Finding
from explainer.model.disruption import Report
from explainer.model.vocabulary import State
from explainer.staff.contradictions.case import Case


def found(case: Case) -> Iterator[Finding]:
    """A part that one bulletin says is normal and another that it is not."""
    for one, other in combinations(case.open, 2):
        for at, mine in enumerate(one.disruption.reports):
            for index, theirs in enumerate(other.disruption.reports):
                if mine.component == theirs.component and _opposite(mine, theirs):
                    there = one.at("reports", at, "state").place
                    problem = f"says {theirs.state.value}, and {there} says {mine.state.value} of the same part"
                    remedy = "keep one of the two reports, or bring both to one state"
                    yield other.at("reports", index, "state").finding(problem, remedy)


def _opposite(mine: Report, theirs: Report) -> bool:
    states = {mine.state, theirs.state}
    return State.NORMAL in states and any(state.disturbed for state in states)
