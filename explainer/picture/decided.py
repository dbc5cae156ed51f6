"""What a decision is about: the part that it names, or the one that plainly is meant."""

from __future__ import annotations

from explainer.model.account import Decision
from explainer.model.disruption import Disruption
from explainer.model.system import System


def part_of(system: System, disruption: Disruption, decision: Decision) -> str:
    """The id of the part that was decided about; empty where nobody says it and more than one may be meant.

    Whoever decides does so of what is theirs: of the parts that the disruption speaks of, the only one of that party.
    """
    if decision.component is not None:
        return decision.component if decision.component in system.by_id else ""
    theirs = {part for part in _spoken_of(disruption) if _owner(system, part) == decision.by}
    return theirs.pop() if len(theirs) == 1 else ""


def _spoken_of(disruption: Disruption) -> set[str]:
    """Its cause, its limits, and all that it reports."""
    account = disruption.account
    cause = account.cause.component if account.cause is not None else None
    limits = (limit.component for limit in account.constraints)
    return {*limits, *(report.component for report in disruption.reports), *((cause,) if cause else ())}


def _owner(system: System, part: str) -> str:
    known = system.by_id.get(part)
    return known.owner if known is not None else ""
