"""Where between two columns each line rises or falls: two that pass the same height have a track each.

Lines that fall take their tracks from the lowest on, lines that rise from the highest on, so that none crosses another
that it need not cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from explainer.render.map.geometry import BOX_WIDTH
from explainer.render.map.layout_lines import NEAR, OUTSIDE, STUB, Hop, Ports, Thread, is_inside, left_edge

_APART = 10.0
"""How far two lines must be apart in height to share a track."""


class _Fall(NamedTuple):
    """One line's way between two columns: its height at the left and at the right."""

    hop: Hop
    left: float
    right: float

    @property
    def low(self) -> float:
        return min(self.left, self.right) - _APART / 2

    @property
    def high(self) -> float:
        return max(self.left, self.right) + _APART / 2


def tracks(threads: Sequence[Thread], ports: Ports, count: int) -> dict[Hop, float]:
    """For each piece of a line beside one of ``count`` columns, ``x`` of its middle."""
    gutters: dict[int, list[_Fall]] = {}
    arcs: dict[int, list[_Fall]] = {}
    for index, thread in enumerate(threads):
        if not is_inside(thread):
            for column, fall in _falls(thread, ports, index):
                gutters.setdefault(column, []).append(fall)
        elif (index, thread[0].id) in ports:
            ends = sorted(stop.y + ports[index, stop.id] for stop in (thread[0], thread[-1]))
            column = thread[0].column
            arcs.setdefault(column if column == count - 1 else column - 1, []).append(_Fall((index, 0), *ends))
    found: dict[Hop, float] = {}
    for column in gutters.keys() | arcs.keys():
        found |= _spread(column, gutters.get(column, ()), arcs.get(column, ()), count)
    return found


def _falls(thread: Thread, ports: Ports, index: int) -> Iterator[tuple[int, _Fall]]:
    for place, pair in enumerate(pairwise(thread)):
        left, right = sorted(pair, key=lambda stop: stop.column)
        one, other = (stop.y + ports.get((index, stop.id), 0.0) for stop in (left, right))
        yield left.column, _Fall((index, place), one, other)


def _spread(column: int, falls: Sequence[_Fall], arcs: Sequence[_Fall], count: int) -> dict[Hop, float]:
    taken: list[tuple[_Fall, int]] = []
    for fall in (*_falling(falls), *_rising(falls)):
        same = [track for one, track in taken if _meet(one, fall) and _way(one) == _way(fall)]
        other = {track for one, track in taken if _meet(one, fall) and _way(one) != _way(fall)}
        track = max(same, default=-1) + 1
        while track in other:
            track += 1
        taken.append((fall, track))
    for arc in sorted(arcs, key=lambda arc: arc.low - arc.high):
        taken.append((arc, max((track for one, track in taken if _meet(one, arc)), default=-1) + 1))
    start, end = _room(column, count)
    step = (end - start) / (max((track for _, track in taken), default=0) + 1)
    return {fall.hop: start + (track + 0.5) * step for fall, track in taken}


def _room(column: int, count: int) -> tuple[float, float]:
    """From where to where the tracks are that follow a column; before the first and behind the last are arcs only."""
    if column == count - 1:
        edge = left_edge(column) + BOX_WIDTH + STUB
        return edge + OUTSIDE, edge
    end = left_edge(column + 1) - STUB
    return (end - OUTSIDE if column < 0 else left_edge(column) + BOX_WIDTH + NEAR), end


def _falling(falls: Iterable[_Fall]) -> list[_Fall]:
    return sorted((fall for fall in falls if fall.right >= fall.left), key=lambda fall: (-fall.left, -fall.right))


def _rising(falls: Iterable[_Fall]) -> list[_Fall]:
    return sorted((fall for fall in falls if fall.right < fall.left), key=lambda fall: (fall.left, fall.right))


def _way(fall: _Fall) -> bool:
    return fall.right >= fall.left


def _meet(one: _Fall, other: _Fall) -> bool:
    return one.low < other.high and other.low < one.high
