"""Causal chains: from every disturbed root to every symptom it reaches, along declared links only.

A step is *known* when a current report states that cause, *likely* when the link is declared and both ends
are reported disturbed, and otherwise *may follow*. Never is a cause drawn from timing alone. Loops are legal:
members of a loop explain each other, so the one disturbed first stands for its root.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from explainer.model.vocabulary import State
from explainer.picture.model import Basis, Chain, ComponentNow, LinkNow, Step, Sure

if TYPE_CHECKING:
    from explainer.declarations.system import System, SystemLink

_COST = {Sure.KNOWN: (0, 0, 1), Sure.LIKELY: (0, 1, 1), Sure.MAY_FOLLOW: (1, 0, 1)}
Cost = tuple[int, int, int]


def link_states(system: System, components: Mapping[str, ComponentNow]) -> dict[tuple[str, str], Sure]:
    """How sure each link works right now; links whose source is not disturbed are left out."""
    found: dict[tuple[str, str], Sure] = {}
    for link in system.links:
        source, target = components[link.source], components[link.target]
        if target.report is not None and link.source in target.report.caused_by and _worse_than_normal(target):
            found[link.source, link.target] = Sure.KNOWN
        elif _disturbed(source):
            both = _disturbed(target) and source.basis is target.basis is Basis.REPORTED
            found[link.source, link.target] = Sure.LIKELY if both else Sure.MAY_FOLLOW
    return found


def chains(system: System, components: Mapping[str, ComponentNow]) -> tuple[Chain, ...]:
    """The surest, then shortest chain from each root to each symptom it reaches; surest and worst first."""
    sure = link_states(system, components)
    shortcuts = _shortcuts(system, sure)
    found = [
        chain for root in roots(system, components) for chain in _chains_from(root, system, components, sure, shortcuts)
    ]
    order = list(Sure)
    return tuple(sorted(found, key=lambda c: (order.index(c.sure), -len(c.steps), c.symptom, c.root)))


def roots(system: System, components: Mapping[str, ComponentNow]) -> tuple[str, ...]:
    """Disturbed components that no other disturbed component explains, in the system's order."""
    disturbed = [c.id for c in system.components if _disturbed(components[c.id])]
    within = set(disturbed)
    above = {c: _above(c, within, system) for c in disturbed}
    found = set()
    for c in disturbed:
        outside = {other for other in above[c] if c not in above[other]}
        if not outside:
            loop = {c} | {other for other in above[c] if c in above[other]}
            found.add(min(loop, key=lambda member: _first(components[member], system)))
    return tuple(c for c in disturbed if c in found)


def _above(start: str, within: set[str], system: System) -> set[str]:
    """The disturbed components from which links lead to ``start`` through disturbed components alone."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for link in system.into[todo.pop()]:
            if link.source in within and link.source not in seen:
                seen.add(link.source)
                todo.append(link.source)
    return seen - {start}


def _first(now: ComponentNow, system: System) -> tuple[float, int]:
    since = now.since.timestamp() if now.since else float("inf")
    return since, list(system.by_id).index(now.id)


def _chains_from(
    root: str,
    system: System,
    components: Mapping[str, ComponentNow],
    sure: Mapping[tuple[str, str], Sure],
    shortcuts: frozenset[tuple[str, str]],
) -> Iterable[Chain]:
    """Dijkstra over (guesses, likelies, steps): the path that has to assume least.

    A component that is reported normal stops the chain: the publisher says the trouble did not get there.
    """
    best: dict[str, tuple[Cost, str]] = {root: ((0, 0, 0), "")}
    via: dict[str, SystemLink] = {}
    queue: list[tuple[Cost, str]] = [((0, 0, 0), root)]
    while queue:
        cost, here = heapq.heappop(queue)
        if cost > best[here][0]:
            continue
        for link in system.out_of[here]:
            if _reported_normal(components[link.target]) or (link.source, link.target) in shortcuts:
                continue
            step = _COST[sure.get((link.source, link.target), Sure.MAY_FOLLOW)]
            reached = (cost[0] + step[0], cost[1] + step[1], cost[2] + step[2])
            rival = best.get(link.target)
            if rival is None or (reached, here) < rival:
                best[link.target] = (reached, here)
                via[link.target] = link
                heapq.heappush(queue, (reached, link.target))
    for symptom in system.symptoms:
        if symptom.id in via and symptom.id != root:
            yield Chain(root=root, symptom=symptom.id, steps=_steps(root, symptom.id, via, sure))


def _shortcuts(system: System, sure: Mapping[tuple[str, str], Sure]) -> frozenset[tuple[str, str]]:
    """Known links that known links through other components explain in more steps.

    Snow closes pads, and snow keeps the ploughs on the runway, which keeps pads closed: the longer way is the
    explanation. Links are dropped one by one, so two of them never vouch for each other.
    """
    known = {pair for pair, certainty in sure.items() if certainty is Sure.KNOWN}
    dropped: set[tuple[str, str]] = set()
    for link in system.links:
        pair = (link.source, link.target)
        if pair in known and _reaches(*pair, known - dropped - {pair}):
            dropped.add(pair)
    return frozenset(dropped)


def _reaches(start: str, goal: str, pairs: set[tuple[str, str]]) -> bool:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for source, target in pairs:
            if source == here and target not in seen:
                if target == goal:
                    return True
                seen.add(target)
                todo.append(target)
    return False


def _steps(
    root: str, symptom: str, via: Mapping[str, SystemLink], sure: Mapping[tuple[str, str], Sure]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    here = symptom
    while here != root:
        link = via[here]
        steps.append(Step(component=here, link=link, sure=sure.get((link.source, here), Sure.MAY_FOLLOW)))
        here = link.source
    steps.append(Step(component=root, sure=Sure.KNOWN))
    return tuple(reversed(steps))


def links_now(
    system: System, components: Mapping[str, ComponentNow], all_chains: Iterable[Chain], symptom: str
) -> tuple[LinkNow, ...]:
    """Every declared link with its certainty; hot on a chain of known or likely steps to ``symptom``."""
    sure = link_states(system, components)
    hot = {
        (step.link.source, step.link.target)
        for chain in all_chains
        if chain.symptom == symptom and chain.sure is not Sure.MAY_FOLLOW
        for step in chain.steps
        if step.link is not None
    }
    return tuple(
        LinkNow(
            link=link,
            sure=sure.get((link.source, link.target)),
            hot=(link.source, link.target) in hot,
        )
        for link in system.links
    )


def _disturbed(now: ComponentNow) -> bool:
    return now.state is not None and now.state.disturbed


def _worse_than_normal(now: ComponentNow) -> bool:
    return now.state in (State.STOPPED, State.SLOWED, State.WATCH)


def _reported_normal(now: ComponentNow) -> bool:
    return now.basis is Basis.REPORTED and now.state is State.NORMAL
