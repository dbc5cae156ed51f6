"""Why a customer feels what they feel: the walk back from each symptom, worked out once for all who tell it.

Every cause here follows a declared link. Nothing is ever concluded from what happened first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from explainer.model.system import System, SystemLink
from explainer.model.vocabulary import Nature, State
from explainer.picture.chains import reach
from explainer.picture.links import carries, is_built_limit, named
from explainer.picture.model import (
    Cause,
    Chain,
    ComponentNow,
    ConstraintNow,
    DisruptionNow,
    LinkNow,
    Pair,
    Standing,
    Sure,
    Why,
)

_WORTH = {sure: worth for worth, sure in enumerate(Sure)}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What explanations are made of: the parts, how sure each link is, the chains, and the limits that are passed."""

    system: System
    components: Mapping[str, ComponentNow]
    sure: Mapping[Pair, Sure]
    chains: tuple[Chain, ...]
    passed: Mapping[str, ConstraintNow]


def whys(facts: Facts, disruptions: Iterable[DisruptionNow]) -> dict[str, Why]:
    """Why, of every symptom."""
    stated = _stated(disruptions)
    return {symptom.id: why_of(facts, symptom.id, stated.get(symptom.id, ())) for symptom in facts.system.symptoms}


def why_of(facts: Facts, symptom: str, stated: Iterable[str] = ()) -> Why:
    """Why there is trouble at ``symptom``; ``stated`` are the causes that disruptions about it state, worst first."""
    on_chain = _along(_leading(facts, symptom, stated))
    roots = _roots(facts, symptom, on_chain)
    rooted = {cause.component for cause in roots}
    steps = tuple(cause for cause in on_chain if cause.component not in rooted)
    known = {symptom, *rooted, *(cause.component for cause in steps)}
    reached, loops = _walk_back(facts, symptom)
    others = tuple(cause for cause in reached if cause.component not in known and _is_named(facts, cause))
    said = known | {cause.component for cause in others}
    above = facts.system.upstream(symptom)
    rest = [now for now in facts.components.values() if now.id in above and now.id not in said]
    unsure = _unsure(facts, symptom)
    return Why(
        symptom=symptom,
        steps=steps,
        roots=roots,
        others=others,
        loops=loops,
        ruled_out=tuple(now.id for now in rest if now.is_known_well),
        unreported=tuple(now.id for now in rest if now.state is State.NORMAL and not now.is_known_well),
        cut_off=tuple(now.id for now in rest if now.is_told_off and now.id not in unsure),
        cannot_tell=tuple(now.id for now in rest if now.state is not State.NORMAL and _untold(now, unsure)),
        is_blind=any(now.state is State.UNKNOWN for now in rest),
    )


def _unsure(facts: Facts, symptom: str) -> set[str]:
    """The parts from which a way leads to ``symptom`` that passes nothing known to be well."""
    ways = (link for link in facts.system.links if not facts.components[link.source].is_known_well)
    return reach(symptom, ((link.target, link.source) for link in ways))


def _untold(here: ComponentNow, unsure: Collection[str]) -> bool:
    """Whether nobody can say if a part that is not normal is a cause: its state is not told, or what lies between."""
    return not here.is_told_off or here.id in unsure


def links_now(facts: Facts, symptom: str) -> tuple[LinkNow, ...]:
    """Every declared link with its certainty; hot on the way to ``symptom``.

    The way are the chains of known or likely steps that lead there, and every stated cause behind one of their parts.
    """
    hot = {
        (step.link.source, step.link.target)
        for chain in facts.chains
        if chain.symptom == symptom and chain.sure is not Sure.MAY_FOLLOW
        for step in chain.steps
        if step.link is not None
    }
    todo = [source for source, _ in hot]
    while todo:
        here = todo.pop()
        behind = [pair for pair, how in facts.sure.items() if how is Sure.KNOWN and pair[1] == here]
        todo += [pair[0] for pair in behind if pair not in hot]
        hot.update(behind)
    return tuple(
        LinkNow(link=link, sure=facts.sure.get(pair), hot=pair in hot)
        for link in facts.system.links
        for pair in [(link.source, link.target)]
    )


def _stated(disruptions: Iterable[DisruptionNow]) -> dict[str, list[str]]:
    """By symptom, the parts that current disruptions about it state as their cause."""
    found: dict[str, list[str]] = {}
    for now in disruptions:
        cause = now.disruption.account.cause
        if now.standing is Standing.CURRENT and now.counts and cause is not None and cause.component:
            found.setdefault(now.disruption.account.symptom, []).append(cause.component)
    return found


def _leading(facts: Facts, symptom: str, stated: Iterable[str]) -> Chain | None:
    """The chain to tell: from the cause that is stated; else the surest, and of equals the longest."""
    there = [chain for chain in facts.chains if chain.symptom == symptom]
    by_root = {chain.root: chain for chain in reversed(there)}
    return next((by_root[cause] for cause in stated if cause in by_root), there[0] if there else None)


def _along(chain: Chain | None) -> list[Cause]:
    """The chain from the symptom's side, the symptom itself left out."""
    if chain is None:
        return []
    return [
        Cause(component=step.link.source, link=step.link, sure=step.sure)
        for step in reversed(chain.steps)
        if step.link is not None
    ]


def _is_named(facts: Facts, cause: Cause) -> bool:
    """Whether somebody says that the part is not normal, or that it is a cause."""
    return facts.components[cause.component].is_told_off or cause.component in named(facts.sure)


def _roots(facts: Facts, symptom: str, chain: list[Cause]) -> tuple[Cause, ...]:
    """What the chain ends in.

    These are its parts that are a kind of cause, what publishers state as causes of its parts, and the built
    limits of a part that has a limit in numbers.
    """
    found: dict[str, Cause] = {cause.component: cause for cause in chain if _nature(facts, cause.component)}
    todo = [symptom, *(cause.component for cause in chain)] if chain else []
    seen = set(todo)
    while todo:
        for link in facts.system.into[todo.pop()]:
            sure = facts.sure.get((link.source, link.target))
            is_stated = sure is Sure.KNOWN
            if sure is None or not (is_stated or is_built_limit(link, facts.components, facts.passed)):
                continue
            if _nature(facts, link.source) and link.source != symptom:
                found.setdefault(link.source, Cause(component=link.source, link=link, sure=sure))
            if is_stated and link.source not in seen:
                seen.add(link.source)
                todo.append(link.source)
    order, place = list(Nature), list(facts.system.by_id)
    natures = {cause: _nature(facts, cause) or Nature.FAILURE for cause in found}
    return tuple(sorted(found.values(), key=lambda c: (order.index(natures[c.component]), place.index(c.component))))


def _nature(facts: Facts, component: str) -> Nature | None:
    return facts.components[component].component.nature


def _walk_back(facts: Facts, symptom: str) -> tuple[list[Cause], dict[str, tuple[SystemLink, ...]]]:
    """Everything that trouble may come from, surest and nearest first, and where the walk closes a loop."""
    best: dict[str, Cause] = {}
    loops: dict[str, tuple[SystemLink, ...]] = {}
    queue: list[tuple[int, int, str]] = [(0, 0, symptom)]
    done: list[str] = []
    while queue:
        worth, steps, here = heappop(queue)
        if here in done:
            continue
        done.append(here)
        before = _before(here, best)
        for link in facts.system.into[here]:
            sure = _carries(facts, link, symptom)
            if sure is None:
                continue
            if link.source in before:
                loops[here] = (*loops.get(here, ()), link)
            elif link.source not in done:
                reached = max(worth, _WORTH[sure])
                rival = best.get(link.source)
                if rival is None or reached < _WORTH[rival.sure]:
                    best[link.source] = Cause(component=link.source, link=link, sure=list(Sure)[reached])
                    heappush(queue, (reached, steps + 1, link.source))
    return [best[component] for component in done if component in best], loops


def _carries(facts: Facts, link: SystemLink, symptom: str) -> Sure | None:
    """How sure trouble comes along ``link``; whoever asks has the problem, even where it is reported normal."""
    sure = carries(link, facts.components, facts.sure)
    if sure is None and link.target == symptom and facts.components[link.source].state is not State.NORMAL:
        return Sure.MAY_FOLLOW
    return sure


def _before(here: str, best: dict[str, Cause]) -> set[str]:
    """The components the walk passed between the symptom and ``here``, the symptom left out."""
    passed: set[str] = set()
    while here in best and (here := best[here].link.target) in best:
        passed.add(here)
    return passed
