"""The way from a cause to what it leads to, along links that are known or likely.

Loops are legal: a way passes each part once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from explainer.picture.causes import Pair, Sure

Edges = Mapping[Pair, Sure]


def way(start: str, end: str, edges: Edges) -> tuple[str, ...]:
    """The parts from ``start`` to ``end``, each the cause of the next, both included; empty where no way leads there.

    It is the way that has to assume least, and of equals the shortest, unfolded.
    """
    return unfolded(_least(start, end, edges), edges)


def unfolded(parts: Sequence[str], edges: Edges) -> tuple[str, ...]:
    """A way with every known link replaced by the known links through other parts that lead to the same, if any do.

    Snow closes pads, and snow keeps the ploughs on the runway, which keeps pads closed: the longer way explains it.
    """
    for index, (before, here) in enumerate(pairwise(parts)):
        if edges[before, here] is Sure.KNOWN:
            others = set(parts) - {before, here}
            free = (pair for pair in edges if pair != (before, here) and not others.intersection(pair))
            longer = _least(before, here, {pair: Sure.KNOWN for pair in free if edges[pair] is Sure.KNOWN})
            if longer:
                return unfolded((*parts[:index], *longer, *parts[index + 2 :]), edges)
    return tuple(parts)


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


def above(end: str, pairs: Iterable[Pair]) -> set[str]:
    """What leads to ``end`` along ``pairs``, itself included."""
    return reach(end, ((target, source) for source, target in pairs))


def _least(start: str, end: str, edges: Edges) -> list[str]:
    """Dijkstra over (likely links, links): the way that has to assume least."""
    onward: dict[str, list[str]] = {}
    for source, target in edges:
        onward.setdefault(source, []).append(target)
    via: dict[str, str] = {}
    queue = [(0, 0, start, "")]
    while queue:
        likely, steps, here, before = heapq.heappop(queue)
        if here in via:
            continue
        via[here] = before
        if here == end:
            return _back(via, end)
        for target in onward.get(here, ()):
            guess = edges[here, target] is not Sure.KNOWN
            heapq.heappush(queue, (likely + guess, steps + 1, target, here))
    return []


def _back(via: Mapping[str, str], end: str) -> list[str]:
    parts = [end]
    while via[parts[-1]]:
        parts.append(via[parts[-1]])
    return parts[::-1]
