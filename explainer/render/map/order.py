"""Fewer crossings: the order in every column, improved a stop at a time.

Graphviz finds a good order of all columns at once. What it leaves is mended by sifting (Matuszewski, Schönfeld and
Molitor, "Using sifting for k-layer straightline crossing minimization", 1999): each stop in turn is tried at every
place of its column and left at the best, until no stop finds a better one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from explainer.render.map.layout_lines import Stop, Thread, is_inside

_ROUNDS = 12


def sifted(columns: Sequence[Sequence[Stop]], threads: Sequence[Thread]) -> list[list[Stop]]:
    """The columns with as few crossings as moving single stops finds; never with more."""
    beside = _Beside(threads, len(columns))
    order = [list(column) for column in columns]
    for turn in range(_ROUNDS):
        ways = range(len(order)) if turn % 2 == 0 else range(len(order) - 1, -1, -1)
        if not sum(beside.sift(order, column) for column in ways):
            break
    return order


class _Beside:
    """What stands beside what: for each stop those it is joined to, to the left and to the right, and its arcs."""

    def __init__(self, threads: Sequence[Thread], count: int) -> None:
        self.last = count - 1
        self.near: dict[Stop, tuple[list[Stop], list[Stop]]] = {}
        self.arcs: dict[int, list[tuple[Stop, Stop]]] = {}
        for thread in threads:
            if is_inside(thread):
                self.arcs.setdefault(thread[0].column, []).append((thread[0], thread[-1]))
                continue
            for one, other in pairwise(thread):
                left, right = (one, other) if one.column < other.column else (other, one)
                self.near.setdefault(left, ([], []))[1].append(right)
                self.near.setdefault(right, ([], []))[0].append(left)

    def sift(self, order: list[list[Stop]], column: int) -> bool:
        """Move each stop of a column to its best place; whether any moved for the better."""
        at = {stop: place for each in order for place, stop in enumerate(each)}
        ends = {stop: tuple(sorted(at[near] for near in side) for side in self._near(stop)) for stop in order[column]}
        moved = False
        for stop in sorted(order[column], key=lambda one: (-sum(map(len, ends[one])), one.id)):
            moved = self._place(order[column], stop, ends) or moved
        return moved

    def _near(self, stop: Stop) -> tuple[list[Stop], list[Stop]]:
        return self.near.get(stop, ([], []))

    def _place(self, members: list[Stop], stop: Stop, ends: Mapping[Stop, tuple[list[int], ...]]) -> bool:
        was = members.index(stop)
        others = [one for one in members if one is not stop]
        cost = [0]
        for one in others:
            cost.append(cost[-1] + _crossed(ends[one], ends[stop]) - _crossed(ends[stop], ends[one]))
        if stop.column in self.arcs:
            side = 1 if stop.column == self.last else 0
            cost = [so_far + self._arched(others, stop, place, ends, side) for place, so_far in enumerate(cost)]
        best = min(range(len(cost)), key=lambda place: (cost[place], abs(place - was)))
        if cost[best] >= cost[was]:
            return False
        members[:] = [*others[:best], stop, *others[best:]]
        return True

    def _arched(
        self, others: list[Stop], stop: Stop, place: int, ends: Mapping[Stop, tuple[list[int], ...]], side: int
    ) -> int:
        """How many lines the arcs of a column cross, with ``stop`` at a place among the others."""
        tried = [*others[:place], stop, *others[place:]]
        at = {one: index for index, one in enumerate(tried)}
        spans = [sorted((at[one], at[other])) for one, other in self.arcs[stop.column]]
        lines = sum(len(ends[one][side]) for low, high in spans for one in tried[low + 1 : high])
        boxes = sum(one.is_box for low, high in spans for one in tried[low + 1 : high])
        woven = sum(a[0] < b[0] < a[1] < b[1] for a in spans for b in spans)
        return lines + woven + boxes


def _crossed(above: tuple[list[int], ...], below: tuple[list[int], ...]) -> int:
    """How often the lines of one stop cross those of another that stands below it."""
    return sum(sum(bisect_left(under, end) for end in over) for over, under in zip(above, below, strict=True))
