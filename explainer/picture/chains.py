"""The way from a cause to what it leads to, along links that are known or likely.

Loops are legal: a way passes each part once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

from explainer.picture.model import Pair, Sure

Edges = Mapping[Pair, Sure]


def way(start: str, end: str, edges: Edges) -> tuple[str, ...]:
    """The parts from ``start`` to ``end``, causes before effects, both included; empty where no way leads there.

    It is the way that has to assume least, and of equals the shortest. Where it runs along known links, it takes in
    every part that known links lead through, so that no intermediate cause is skipped because a shorter way exists.
    """
    least = _least(start, end, edges)
    known = {pair for pair, how in edges.items() if how is Sure.KNOWN}
    parts = (part for run in _runs(least, edges) for part in _filled(run, known, set(least).difference(run)))
    return tuple(dict.fromkeys(parts))


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


def _runs(parts: Iterable[str], edges: Edges) -> Iterator[list[str]]:
    """A way in pieces, each as long as its links are known."""
    run: list[str] = []
    for part in parts:
        if run and edges[run[-1], part] is not Sure.KNOWN:
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _filled(run: list[str], known: Iterable[Pair], others: set[str]) -> list[str]:
    """A piece with every part that known links lead through between its ends, causes before effects."""
    start, end = run[0], run[-1]
    if start == end:
        return run
    pairs = [(a, b) for a, b in known if a != end and b != start and not {a, b} & others]
    within = reach(start, pairs) & above(end, pairs)
    return _forwards([*_in_order(start, within - {end}, pairs), end], set(pairs))


def _forwards(parts: list[str], pairs: set[Pair]) -> list[str]:
    """The parts in their order without those that only a loop joins to what stands before or behind them."""
    kept = [
        part
        for index, part in enumerate(parts)
        if (index == 0 or any((before, part) in pairs for before in parts[:index]))
        and (part == parts[-1] or any((part, after) in pairs for after in parts[index:]))
    ]
    return parts if kept == parts else _forwards(kept, pairs)


def _in_order(start: str, within: set[str], pairs: Iterable[Pair]) -> list[str]:
    """Causes before effects; a loop is broken where the walk from ``start`` meets itself."""
    onward: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        if target in within:
            onward.setdefault(source, []).append(target)
    done: list[str] = []
    seen: set[str] = set()

    def visit(part: str) -> None:
        seen.add(part)
        for target in onward.get(part, ()):
            if target not in seen:
                visit(target)
        done.append(part)

    visit(start)
    return done[::-1]
