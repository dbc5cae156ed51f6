"""How sure it is that each link carries trouble now: the one judgement that every explanation rests on."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.model.system import System, SystemLink
from explainer.model.vocabulary import Kind, Nature, State
from explainer.picture.model import Basis, ComponentNow, ConstraintNow, Pair, Sure


def how_sure(
    system: System, components: Mapping[str, ComponentNow], passed: Mapping[str, ConstraintNow]
) -> dict[Pair, Sure]:
    """Of every link that carries trouble now, how sure that is; the others are left out.

    *Known*: a current report states it. *Likely*: both ends are reported slowed or stopped, or a limit that we built
    leads to what has ``passed`` a limit in numbers. *May follow*: only its source is reported not to be normal.
    """
    found = {(link.source, link.target): _sure(link, components, passed) for link in system.links}
    return {pair: sure for pair, sure in found.items() if sure is not None}


def _sure(link: SystemLink, components: Mapping[str, ComponentNow], passed: Mapping[str, ConstraintNow]) -> Sure | None:
    source, target = components[link.source], components[link.target]
    if link.source in target.caused_by:
        return Sure.KNOWN
    if _is_told_well(target, source):
        return None
    if (source.is_disturbed and target.is_disturbed) or is_built_limit(link, components, passed):
        return Sure.LIKELY
    return Sure.MAY_FOLLOW if source.is_told_off else None


def _is_told_well(target: ComponentNow, source: ComponentNow) -> bool:
    """Whether somebody who could know of the trouble at ``source`` says that ``target`` works as usual."""
    is_told = target.basis is Basis.REPORTED or target.was_looked_at_since(source)
    return is_told and target.state is State.NORMAL


def carries(link: SystemLink, components: Mapping[str, ComponentNow], sure: Mapping[Pair, Sure]) -> Sure | None:
    """As sure as it is, or that trouble may follow where nobody says that it does not; None where it does not.

    What works normally passes nothing on and is not reached, so what cannot be seen hides nothing behind it. Of a
    symptom it takes a report to say so: that nothing is reported of what customers feel means little.
    """
    how = sure.get((link.source, link.target))
    source, target = components[link.source], components[link.target]
    if how is not None or source.state is State.NORMAL:
        return how
    is_felt = target.component.kind is Kind.SYMPTOM and target.basis is not Basis.REPORTED
    return Sure.MAY_FOLLOW if target.state is not State.NORMAL or is_felt else None


def named(sure: Mapping[Pair, Sure]) -> frozenset[str]:
    """The parts that are named as a cause of something, or are the cause that is likely there."""
    return frozenset(source for (source, _), how in sure.items() if how is not Sure.MAY_FOLLOW)


def is_built_limit(
    link: SystemLink, components: Mapping[str, ComponentNow], passed: Mapping[str, ConstraintNow]
) -> bool:
    """Whether a limit that we built leads to what has passed a limit in numbers."""
    return components[link.source].component.nature is Nature.LIMIT and link.target in passed
