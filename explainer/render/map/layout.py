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
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from explainer.errors import LayoutError
from explainer.model.system import System
from explainer.render.map.geometry import BOX_WIDTH, along, crossings, travel
from explainer.render.map.layout_lines import (
    CAPTIONED,
    GAP,
    GUTTER,
    LANE,
    Ports,
    Stop,
    Thread,
    curve,
    is_inside,
    left_edge,
    level_out,
    ports_of,
)
from explainer.render.map.measure import head_of, height_of
from explainer.render.map.order import sifted
from explainer.render.map.tracks import tracks
from explainer.render.view import Curve, Layout, Place

if TYPE_CHECKING:
    from pygraphviz import AGraph

_STRIDES = (1, -999, 2, -2, 3, 7)
"""In which orders Graphviz hears of the links: as they are, reversed, and in steps."""

WIDEST = 1104.8
"""How wide a drawing may be that is shown at its full size on a usual screen."""

_ROUNDS = 80
_STILL = 0.2
"""Where nothing moves further than this in a round, in points, heights are settled."""

_LANE_PULL = 4.0
"""How much harder a lane pulls at a lane than a box does: lines bend between columns, not in them."""

_SOFT = 0.5
"""Below this distance, in points, a pull grows no stronger."""


def lay_out(system: System, called: Mapping[str, Collection[str]] | None = None) -> Layout:
    """The geometry of the map. The same system gives the same layout, to the last decimal.

    ``called`` are further names of components and layers, by their names, for which there must be room as well: those
    in other languages.
    The order in which Graphviz hears of the links decides which of many good orders it finds, so it is told
    in several, and the drawing with the fewest crossings counts.
    """
    strides = _STRIDES[: 1 if not system.links else None]
    width, gap = widths(len(system.layers))
    every = [*(c.name for c in system.components), *(layer.name for layer in system.layers)]
    names = {name: {name, *(called or {}).get(name, ())} for name in every}
    high = {c.id: height_of(names[c.name], width) for c in system.components}
    head = head_of((name for layer in system.layers for name in names[layer.name]), width)
    drawn = min((_drawn(system, stride, high) for stride in strides), key=_mess)._replace(head=head)
    return drawn if width == BOX_WIDTH else _narrowed(drawn, width, gap)


def widths(layers: int) -> tuple[float, float]:
    """How wide a box is and the room between two columns, so that all fit on a usual screen if they can."""
    for least, room in ((BOX_WIDTH, GUTTER), (150.0, 40.0), (130.0, 32.0), (116.0, 25.0)):
        if layers * least + (layers - 1) * room <= WIDEST:
            return least, room
    return BOX_WIDTH, GUTTER


def _narrowed(layout: Layout, width: float, gap: float) -> Layout:
    """The same drawing with narrower boxes and less room between them."""

    def moved(x: float) -> float:
        column, rest = divmod(x, BOX_WIDTH + GUTTER)
        inside = min(rest, BOX_WIDTH) * width / BOX_WIDTH + max(rest - BOX_WIDTH, 0.0) * gap / GUTTER
        return round(column * (width + gap) + inside, 1)

    return Layout(
        width=moved(layout.width),
        height=layout.height,
        box=width,
        head=layout.head,
        places={id_: place._replace(x=moved(place.x)) for id_, place in layout.places.items()},
        curves=tuple(curve._replace(points=tuple((moved(x), y) for x, y in curve.points)) for curve in layout.curves),
    )


def _mess(layout: Layout) -> tuple[int, float]:
    lines = [along(curve.points) for curve in layout.curves]
    return crossings(lines), travel(lines)


def _drawn(system: System, stride: int, high: Mapping[str, float]) -> Layout:
    boxes = _boxes(system, high)
    threads = _threads(system, boxes)
    columns = sifted(_ordered(boxes, threads, len(system.layers), stride), threads)
    ports: dict[tuple[int, str], float] = {}
    for _ in range(3):
        _tie(threads, ports)
        _settle(columns)
        ports = ports_of(columns, threads)
    for index, thread in enumerate(threads):
        level_out(thread, ports, index)
    track = tracks(threads, ports, len(columns))
    lines = [curve(thread, ports, index, columns, track) for index, thread in enumerate(threads)]
    return Layout(
        width=round(left_edge(len(system.layers) - 1) + BOX_WIDTH, 1),
        height=round(max(stop.y + stop.height / 2 for column in columns for stop in column), 1),
        places={
            stop.id: Place(x=round(left_edge(stop.column) + BOX_WIDTH / 2, 1), y=round(stop.y, 1), height=stop.height)
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


def _boxes(system: System, high: Mapping[str, float]) -> dict[str, Stop]:
    column = {layer.id: index for index, layer in enumerate(system.layers)}
    return {c.id: Stop(c.id, column[c.layer], high[c.id]) for c in system.components}


def _threads(system: System, boxes: Mapping[str, Stop]) -> list[Thread]:
    threads: list[Thread] = []
    for index, link in enumerate(system.links):
        start, end = boxes[link.source], boxes[link.target]
        start.lines += 1
        end.lines += 1
        step = 1 if end.column > start.column else -1
        passed = range(start.column + step, end.column, step) if start.column != end.column else ()
        lanes = (Stop(f"{index}.{column}", column, 0.0, is_box=False) for column in passed)
        threads.append((start, *lanes, end))
    passing = [thread for thread in threads if len(thread) > 3]
    if passing:
        for stop in max(passing, key=_weight)[1:-1]:
            stop.height = CAPTIONED
    return threads


def _weight(thread: Thread) -> int:
    """How much a link matters to the drawing: lines between busy boxes should be the straight ones."""
    return thread[0].lines * thread[-1].lines


# Order


def _graphviz() -> type[AGraph]:
    # Its wheel brings Graphviz, but four libraries of the system's that a desktop has and a server may not.
    try:
        from pygraphviz import AGraph
    except ImportError as error:
        remedy = "on Debian and Ubuntu, run: apt-get install libglib2.0-0 libxext6 libxrender1"
        raise LayoutError(f"the map cannot be laid out, because {error}; {remedy}") from error
    return AGraph


def _ordered(boxes: Mapping[str, Stop], threads: Sequence[Thread], count: int, stride: int) -> list[list[Stop]]:
    """The columns from top to bottom, as Graphviz orders them to cross few lines."""
    graph = _graphviz()(directed=True, strict=False)
    graph.graph_attr.update(rankdir="LR", nodesep="0.2", ranksep="0.4", newrank="true", splines="false")
    graph.node_attr.update(shape="box", label="", fixedsize="true", width="0.1", height="0.02")
    stops = {stop.id: stop for thread in threads for stop in thread} | dict(boxes)
    ranks: dict[int, list[str]] = {2 * column: [] for column in range(count)}
    for stop in stops.values():
        graph.add_node(stop.id, height=f"{max(stop.height, 1) / 72:.4f}")
        ranks[2 * stop.column].append(stop.id)
    for index, thread in sorted(enumerate(threads), key=lambda item: (item[0] % abs(stride)) * stride):
        if is_inside(thread):
            beside = f"{index}.beside"
            ranks.setdefault(_rank_beside(thread[0].column, count), []).append(beside)
            for end in (thread[0], thread[-1]):
                graph.add_edge(*((beside, end.id) if thread[0].column < count - 1 else (end.id, beside)))
        for one, other in pairwise(thread) if not is_inside(thread) else ():
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
    columns: list[list[Stop]] = [[] for _ in range(count)]
    for stop in sorted(stops.values(), key=lambda stop: (height[stop.id], stop.id)):
        columns[stop.column].append(stop)
    return columns


def _rank_beside(column: int, count: int) -> int:
    """Arcs inside a column run on its left, those of the last column on its right, where nothing arrives."""
    return 2 * column + (1 if column == count - 1 else -1)


# Heights


def _tie(threads: Sequence[Thread], ports: Ports) -> None:
    for thread in threads:
        for stop in thread:
            stop.ties.clear()
    for index, thread in enumerate(threads):
        for one, other in pairwise(thread) if not is_inside(thread) else ():
            pull = _weight(thread) * (1.0 if one.is_box or other.is_box else _LANE_PULL)
            shift = ports.get((index, other.id), 0.0) - ports.get((index, one.id), 0.0)
            one.ties.append((other, pull, shift))
            other.ties.append((one, pull, -shift))


def _settle(columns: Sequence[Sequence[Stop]]) -> None:
    """Give every stop a height: near what it is tied to, at a distance from its neighbours."""
    total = max(_need(column) for column in columns)
    for column in columns:
        share = (total - _need(column)) / (len(column) + 1)
        at = share
        for index, stop in enumerate(column):
            at += stop.height / 2 if index == 0 else _apart(column[index - 1], stop) + share
            stop.y = at
    for turn in range(_ROUNDS):
        before = [stop.y for column in columns for stop in column]
        for column in columns if turn % 2 else reversed(columns):
            _relax(column, total)
        after = (stop.y for column in columns for stop in column)
        if max((abs(was - now) for was, now in zip(before, after, strict=True)), default=0.0) < _STILL:
            break


def _need(column: Sequence[Stop]) -> float:
    if not column:
        return 0.0
    return (column[0].height + column[-1].height) / 2 + sum(_apart(a, b) for a, b in pairwise(column))


def _apart(above: Stop, below: Stop) -> float:
    """The least distance between two middles."""
    return (above.height + below.height) / 2 + (GAP if above.is_box and below.is_box else LANE)


def _relax(column: Sequence[Stop], total: float) -> None:
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


def _wish(stop: Stop) -> tuple[float, float]:
    """Where the stop's ties would have it, and how hard they pull."""
    pulls = [(pull / (abs(other.y - shift - stop.y) + _SOFT), other.y + shift) for other, pull, shift in stop.ties]
    total = sum(pull for pull, _ in pulls)
    if not total:
        return stop.y, 0.001
    return sum(pull * y for pull, y in pulls) / total, total
