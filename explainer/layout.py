"""Where the boxes and lines of the map go. It depends on the system alone, never on what happens today.

Graphviz does the hard part: it orders boxes and passing lines in every column so that few lines cross.
It is given ids and sizes only, so no word of ours reaches it and no font matters. The lines it would draw
cut corners and need twice the height, so heights and lines are our own:

- a column for every layer; what a box needs arrives on its left, what it affects leaves on its right;
- between columns a line swings, through a column it runs level in a lane between boxes, never behind one;
- neighbours in a column are joined by short upright arrows, others in it by arcs beside the column.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from explainer.render.view import Curve, Layout, Place
from explainer.system import System

BOX_WIDTH = 170.0
BOX_HEIGHT = 70.0
LAST_HEIGHT = 88.0
"""Boxes of the last column are taller: what customers feel is said with a large figure."""

GUTTER = 63.5
GAP = 28.0
"""Between two boxes of a column: room for a short upright arrow."""

LANE = 13.0
"""Between two lanes, or a lane and a box."""

CAPTIONED = 44.0
"""The height of the busiest lane, so that words fit above and below its line."""

PORT = 13.0
STUB = 18.0
"""The level last stretch of a line, so that its arrowhead points where it goes."""

_ROUNDS = 80
_LANE_PULL = 4.0
_SOFT = 0.5

Point = tuple[float, float]
Ports = Mapping[tuple[int, str], float]


@dataclass(eq=False)
class _Stop:
    """What stands in a column: a box, or the passage of one link between boxes.

    ``ties`` are what a level line would join: the other stop, how hard it pulls, and the difference of heights
    at which the line is level.
    """

    id: str
    column: int
    height: float
    is_box: bool = True
    lines: int = 0
    y: float = 0.0
    ties: list[tuple[_Stop, float, float]] = field(default_factory=list)


_Thread = tuple[_Stop, ...]
"""Every stop of one link, both ends included."""


def lay_out(system: System) -> Layout:
    """The geometry of the map. The same system gives the same layout, to the last decimal."""
    boxes = _boxes(system)
    threads = _threads(system, boxes)
    columns = _ordered(boxes, threads, len(system.layers))
    ports: Ports = {}
    for _ in range(3):
        _tie(threads, ports)
        _settle(columns)
        ports = _ports(columns, threads)
    lines = [_line(thread, ports, index, columns) for index, thread in enumerate(threads)]
    return Layout(
        width=round(_left(len(system.layers) - 1) + BOX_WIDTH, 1),
        height=round(max(stop.y + stop.height / 2 for column in columns for stop in column), 1),
        places={
            stop.id: Place(x=round(_left(stop.column) + BOX_WIDTH / 2, 1), y=round(stop.y, 1))
            for stop in boxes.values()
        },
        curves=tuple(
            Curve(
                source=link.source,
                target=link.target,
                points=tuple((round(x, 1), round(y, 1)) for x, y in line),
            )
            for link, line in zip(system.links, lines, strict=True)
        ),
    )


def _left(column: int) -> float:
    return column * (BOX_WIDTH + GUTTER)


def _boxes(system: System) -> dict[str, _Stop]:
    column = {layer.id: index for index, layer in enumerate(system.layers)}
    last = system.layers[-1].id
    return {
        c.id: _Stop(c.id, column[c.layer], LAST_HEIGHT if c.layer == last else BOX_HEIGHT)
        for c in system.components
    }


def _threads(system: System, boxes: Mapping[str, _Stop]) -> list[_Thread]:
    threads: list[_Thread] = []
    for index, link in enumerate(system.links):
        start, end = boxes[link.source], boxes[link.target]
        start.lines += 1
        end.lines += 1
        step = 1 if end.column > start.column else -1
        passed = range(start.column + step, end.column, step) if start.column != end.column else ()
        lanes = (_Stop(f"{index}.{column}", column, 0.0, is_box=False) for column in passed)
        threads.append((start, *lanes, end))
    passing = [thread for thread in threads if len(thread) > 3]
    if passing:
        for stop in max(passing, key=_weight)[1:-1]:
            stop.height = CAPTIONED
    return threads


def _weight(thread: _Thread) -> int:
    """How much a link matters to the drawing: lines between busy boxes should be the straight ones."""
    return thread[0].lines * thread[-1].lines


def _is_inside(thread: _Thread) -> bool:
    return thread[0].column == thread[-1].column


# Order


def _ordered(boxes: Mapping[str, _Stop], threads: Sequence[_Thread], count: int) -> list[list[_Stop]]:
    """The columns from top to bottom, as Graphviz orders them to cross few lines."""
    from pygraphviz import AGraph

    graph = AGraph(directed=True, strict=False)
    graph.graph_attr.update(rankdir="LR", nodesep="0.2", ranksep="0.4", newrank="true", splines="false")
    graph.node_attr.update(shape="box", label="", fixedsize="true", width="0.1", height="0.02")
    stops = {stop.id: stop for thread in threads for stop in thread} | dict(boxes)
    ranks: dict[int, list[str]] = {2 * column: [] for column in range(count)}
    for stop in stops.values():
        graph.add_node(stop.id, height=f"{max(stop.height, 1) / 72:.4f}")
        ranks[2 * stop.column].append(stop.id)
    for index, thread in enumerate(threads):
        if _is_inside(thread):
            beside = f"{index}.beside"
            ranks.setdefault(_rank_beside(thread[0].column, count), []).append(beside)
            for end in (thread[0], thread[-1]):
                graph.add_edge(*((beside, end.id) if thread[0].column < count - 1 else (end.id, beside)))
        for one, other in pairwise(thread) if not _is_inside(thread) else ():
            left, right = (one, other) if one.column < other.column else (other, one)
            graph.add_edge(left.id, right.id, minlen="2", weight="1" if one.is_box and other.is_box else "4")
    backbone = [f"rank.{rank}" for rank in sorted(ranks)]
    for rank, spine in zip(sorted(ranks), backbone, strict=True):
        graph.add_node(spine, style="invis")
        graph.add_subgraph([spine, *ranks[rank]], rank="same")
    for before, after in pairwise(backbone):
        graph.add_edge(before, after, style="invis", weight="0")
    drawn = json.loads(graph.draw(format="json", prog="dot"))
    height = {o["name"]: -float(o["pos"].split(",")[1]) for o in drawn["objects"] if "pos" in o}
    columns: list[list[_Stop]] = [[] for _ in range(count)]
    for stop in sorted(stops.values(), key=lambda stop: (height[stop.id], stop.id)):
        columns[stop.column].append(stop)
    return columns


def _rank_beside(column: int, count: int) -> int:
    """Arcs inside a column run on its left, those of the last column on its right, where nothing arrives."""
    return 2 * column + (1 if column == count - 1 else -1)


# Heights


def _tie(threads: Sequence[_Thread], ports: Ports) -> None:
    for thread in threads:
        for stop in thread:
            stop.ties.clear()
    for index, thread in enumerate(threads):
        for one, other in pairwise(thread) if not _is_inside(thread) else ():
            pull = _weight(thread) * (1.0 if one.is_box or other.is_box else _LANE_PULL)
            shift = ports.get((index, other.id), 0.0) - ports.get((index, one.id), 0.0)
            one.ties.append((other, pull, shift))
            other.ties.append((one, pull, -shift))


def _settle(columns: Sequence[Sequence[_Stop]]) -> None:
    """Give every stop a height: near what it is tied to, at a distance from its neighbours."""
    total = max(_need(column) for column in columns)
    for column in columns:
        share = (total - _need(column)) / (len(column) + 1)
        at = share
        for index, stop in enumerate(column):
            at += stop.height / 2 if index == 0 else _apart(column[index - 1], stop) + share
            stop.y = at
    for turn in range(_ROUNDS):
        for column in columns if turn % 2 else reversed(columns):
            _relax(column, total)


def _need(column: Sequence[_Stop]) -> float:
    if not column:
        return 0.0
    return (column[0].height + column[-1].height) / 2 + sum(_apart(a, b) for a, b in pairwise(column))


def _apart(above: _Stop, below: _Stop) -> float:
    """The least distance between two middles."""
    return (above.height + below.height) / 2 + (GAP if above.is_box and below.is_box else LANE)


def _relax(column: Sequence[_Stop], total: float) -> None:
    """Move a column's stops to their wished heights, keeping order and distances.

    This is isotonic regression by pooling adjacent violators. Pulls weaken with distance, so that a line
    bends once and clearly rather than everywhere a little.
    """
    blocks: list[tuple[float, float, int]] = []
    offsets = [0.0]
    for above, below in pairwise(column):
        offsets.append(offsets[-1] + _apart(above, below))
    for stop, offset in zip(column, offsets, strict=False):
        wish, pull = _wish(stop)
        block = (wish - offset, pull, 1)
        while blocks and blocks[-1][0] > block[0]:
            value, weight, size = blocks.pop()
            weight += block[1]
            block = (value + (block[0] - value) * block[1] / weight, weight, size + block[2])
        blocks.append(block)
    if not column:
        return
    low, high = column[0].height / 2, total - column[-1].height / 2 - offsets[-1]
    levels = (min(max(value, low), high) for value, _, size in blocks for _ in range(size))
    for stop, offset, level in zip(column, offsets, levels, strict=True):
        stop.y = level + offset


def _wish(stop: _Stop) -> tuple[float, float]:
    """Where the stop's ties would have it, and how hard they pull."""
    pulls = [(pull / (abs(other.y - shift - stop.y) + _SOFT), other.y + shift) for other, pull, shift in stop.ties]
    total = sum(pull for pull, _ in pulls)
    if not total:
        return stop.y, 0.001
    return sum(pull * y for pull, y in pulls) / total, total


# Lines


def _ports(columns: Sequence[Sequence[_Stop]], threads: Sequence[_Thread]) -> Ports:
    """How far from a box's middle each line meets it, in the order that keeps lines from crossing there."""
    sides: dict[tuple[_Stop, bool], list[tuple[int, float, int]]] = {}
    for index, thread in enumerate(threads):
        start, end = thread[0], thread[-1]
        if not _is_inside(thread):
            rightwards = end.column > start.column
            sides.setdefault((start, rightwards), []).append((0, thread[1].y, index))
            sides.setdefault((end, not rightwards), []).append((0, thread[-2].y, index))
        elif not _are_neighbours(columns[start.column], start, end):
            right = start.column == len(columns) - 1
            for one, other in ((start, end), (end, start)):
                sides.setdefault((one, right), []).append((1 if other.y > one.y else -1, -other.y, index))
    ports: dict[tuple[int, str], float] = {}
    for (box, _), ends in sides.items():
        step = min(PORT, (box.height - 14) / len(ends))
        for place, (_, _, index) in enumerate(sorted(ends)):
            ports[index, box.id] = (place - (len(ends) - 1) / 2) * step
    return ports


def _are_neighbours(column: Sequence[_Stop], one: _Stop, other: _Stop) -> bool:
    boxes = [stop for stop in column if stop.is_box]
    return abs(boxes.index(one) - boxes.index(other)) == 1


def _line(thread: _Thread, ports: Ports, index: int, columns: Sequence[Sequence[_Stop]]) -> list[Point]:
    start, end = thread[0], thread[-1]
    if not _is_inside(thread):
        return [*_across(thread, ports, index)]
    if _are_neighbours(columns[start.column], start, end):
        return _upright(start, end)
    way = 1 if start.column == len(columns) - 1 else -1
    edge = _left(start.column) + (BOX_WIDTH if way > 0 else 0.0)
    a, b = (edge, start.y + ports[index, start.id]), (edge, end.y + ports[index, end.id])
    out = edge + way * (STUB + min(abs(b[1] - a[1]) / 14, 28.0))
    near = (edge + way * STUB / 2, b[1])
    return [a, (out, a[1]), (out, b[1]), near, *_level(near, b)]


def _across(thread: _Thread, ports: Ports, index: int) -> Iterator[Point]:
    way = 1 if thread[-1].column > thread[0].column else -1
    here = (_left(thread[0].column) + (BOX_WIDTH if way > 0 else 0.0), thread[0].y + ports[index, thread[0].id])
    yield here
    for stop in thread[1:]:
        edge = _left(stop.column) + (0.0 if way > 0 else BOX_WIDTH)
        level = stop.y + ports.get((index, stop.id), 0.0)
        bend = (edge - way * STUB, level) if stop.is_box else (edge, level)
        beyond = (edge, level) if stop.is_box else (edge + way * BOX_WIDTH, level)
        reach = (bend[0] - here[0]) * 0.6
        yield from ((here[0] + reach, here[1]), (bend[0] - reach, level), bend)
        yield from _level(bend, beyond)
        here = beyond


def _upright(start: _Stop, end: _Stop) -> list[Point]:
    """An arrow between neighbours; the two of a pair that affect each other pass on different sides."""
    way = 1 if end.y > start.y else -1
    x = _left(start.column) + BOX_WIDTH / 2 + way * PORT
    a, b = (x, start.y + way * start.height / 2), (x, end.y - way * end.height / 2)
    return [a, *_level(a, b)]


def _level(a: Point, b: Point) -> list[Point]:
    """A straight piece, as the curve that it is."""
    x, y = (b[0] - a[0]) / 3, (b[1] - a[1]) / 3
    return [(a[0] + x, a[1] + y), (b[0] - x, b[1] - y), b]
