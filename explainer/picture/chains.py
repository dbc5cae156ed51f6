"""Causal chains: from every root of trouble to every symptom that it reaches, along declared links only.

How sure a step is says :mod:`explainer.picture.links`. Never is a cause drawn from timing alone. Loops are legal:
members of a loop explain each other, so the one disturbed first stands for its root.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from explainer.model.system import System, SystemLink
from explainer.picture.links import carries, named
from explainer.picture.model import Chain, ComponentNow, Pair, Step, Sure

_COST = {Sure.KNOWN: (0, 0, 1), Sure.LIKELY: (0, 1, 1), Sure.MAY_FOLLOW: (1, 0, 1)}
Cost = tuple[int, int, int]


def chains(system: System, components: Mapping[str, ComponentNow], sure: Mapping[Pair, Sure]) -> tuple[Chain, ...]:
    """The surest, then shortest chain from each root to each symptom it reaches; surest and worst first."""
    shortcuts = _shortcuts(system, sure)
    found = [
        chain
        for root in roots(system, components, sure)
        for chain in _chains_from(root, system, components, sure, shortcuts)
    ]
    order = list(Sure)
    return tuple(sorted(found, key=lambda c: (order.index(c.sure), -len(c.steps), c.symptom, c.root)))


def roots(system: System, components: Mapping[str, ComponentNow], sure: Mapping[Pair, Sure]) -> tuple[str, ...]:
    """Where trouble starts, in the system's order: what is disturbed or named as a cause, and not by another such.

    A part that somebody states as a cause is one even where nobody reports how it works itself.
    """
    causes = named(sure)
    troubled = [c.id for c in system.components if components[c.id].is_disturbed or c.id in causes]
    within = {pair for pair in sure if pair[0] in troubled and pair[1] in troubled}
    above = {c: reach(c, ((target, source) for source, target in within)) - {c} for c in troubled}
    found = set()
    for c in troubled:
        outside = {other for other in above[c] if c not in above[other]}
        if not outside:
            loop = {c} | {other for other in above[c] if c in above[other]}
            found.add(min(loop, key=lambda member: _first(components[member], system)))
    return tuple(c for c in troubled if c in found)


def reach(start: str, pairs: Iterable[Pair]) -> set[str]:
    """What can be reached from ``start`` along ``pairs``, itself included."""
    onward: dict[str, list[str]] = {}
    for source, target in pairs:
        onward.setdefault(source, []).append(target)
    seen, todo = {start}, [start]
    while todo:
        for target in onward.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def _first(now: ComponentNow, system: System) -> tuple[float, int]:
    since = now.since.timestamp() if now.since else float("inf")
    return since, list(system.by_id).index(now.id)


def _chains_from(
    root: str,
    system: System,
    components: Mapping[str, ComponentNow],
    sure: Mapping[Pair, Sure],
    shortcuts: frozenset[Pair],
) -> Iterable[Chain]:
    """Dijkstra over (guesses, likelies, steps): the path that has to assume least."""
    best: dict[str, tuple[Cost, str]] = {root: ((0, 0, 0), "")}
    via: dict[str, SystemLink] = {}
    queue: list[tuple[Cost, str]] = [((0, 0, 0), root)]
    while queue:
        cost, here = heapq.heappop(queue)
        if cost > best[here][0]:
            continue
        for link in system.out_of[here]:
            how = carries(link, components, sure)
            if how is None or (link.source, link.target) in shortcuts:
                continue
            step = _COST[how]
            reached = (cost[0] + step[0], cost[1] + step[1], cost[2] + step[2])
            rival = best.get(link.target)
            if rival is None or (reached, here) < rival:
                best[link.target] = (reached, here)
                via[link.target] = link
                heapq.heappush(queue, (reached, link.target))
    for symptom in system.symptoms:
        if symptom.id in via and symptom.id != root:
            yield Chain(root=root, symptom=symptom.id, steps=_steps(root, symptom.id, via, sure))


def _shortcuts(system: System, sure: Mapping[Pair, Sure]) -> frozenset[Pair]:
    """Known links that known links through other components explain in more steps.

    Snow closes pads, and snow keeps the ploughs on the runway, which keeps pads closed: the longer way is the
    explanation. Links are dropped one by one, so two of them never vouch for each other.
    """
    known = {pair for pair, how in sure.items() if how is Sure.KNOWN}
    dropped: set[Pair] = set()
    for link in system.links:
        pair = (link.source, link.target)
        if pair in known and link.target in reach(link.source, known - dropped - {pair}):
            dropped.add(pair)
    return frozenset(dropped)


def _steps(root: str, symptom: str, via: Mapping[str, SystemLink], sure: Mapping[Pair, Sure]) -> tuple[Step, ...]:
    steps: list[Step] = []
    here = symptom
    while here != root:
        link = via[here]
        steps.append(Step(component=here, link=link, sure=sure.get((link.source, here), Sure.MAY_FOLLOW)))
        here = link.source
    steps.append(Step(component=root, sure=Sure.KNOWN))
    return tuple(reversed(steps))
