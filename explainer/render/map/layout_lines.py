"""The lines of the map: where each meets its boxes, and the curve between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from explainer.render.map.geometry import BOX_WIDTH, Point

GUTTER = 63.6
GAP = 26.0
"""Between two boxes of a column: room for a short upright arrow."""

LANE = 13.0
"""Between two lanes, or a lane and a box."""

CAPTIONED = 44.0
"""The height of the busiest lane, so that words fit above and below its line."""

PORT = 13.0
STUB = 18.0
"""The level last stretch of a line, so that its arrowhead points where it goes."""

NEAR = 8.0
"""How near to a column a line may begin to rise or fall."""

OUTSIDE = 16.0
"""How far arcs before the first and behind the last column reach beyond their level ends."""

SLIGHT = 4.0
"""A slope too small to mean anything."""

Ports = Mapping[tuple[int, str], float]
"""How far below a box's middle a link, by its place among the links, meets the box."""


@dataclass(eq=False)
class Stop:
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
    ties: list[tuple[Stop, float, float]] = field(default_factory=list)


Hop = tuple[int, int]
"""A piece of a line between two columns: the link, by its place among the links, and which piece of it."""

Thread = tuple[Stop, ...]
"""Every stop of one link, both ends included."""


def left_edge(column: int) -> float:
    """The left edge of a column."""
    return column * (BOX_WIDTH + GUTTER)


def is_inside(thread: Thread) -> bool:
    """Whether both ends stand in one column."""
    return thread[0].column == thread[-1].column


def ports_of(columns: Sequence[Sequence[Stop]], threads: Sequence[Thread]) -> dict[tuple[int, str], float]:
    """How far from a box's middle each line meets it, in the order that keeps lines from crossing there."""
    sides: dict[tuple[Stop, bool], list[tuple[int, float, int]]] = {}
    for index, thread in enumerate(threads):
        start, end = thread[0], thread[-1]
        if not is_inside(thread):
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


def _are_neighbours(column: Sequence[Stop], one: Stop, other: Stop) -> bool:
    boxes = [stop for stop in column if stop.is_box]
    return abs(boxes.index(one) - boxes.index(other)) == 1


def curve(
    thread: Thread, ports: Ports, index: int, columns: Sequence[Sequence[Stop]], track: Mapping[Hop, float]
) -> list[Point]:
    """The points of one link's line: its start, then three for every cubic Bézier curve."""
    start, end = thread[0], thread[-1]
    if not is_inside(thread):
        return [*_across(thread, ports, index, track)]
    if _are_neighbours(columns[start.column], start, end):
        return _upright(start, end)
    way = 1 if start.column == len(columns) - 1 else -1
    edge = left_edge(start.column) + (BOX_WIDTH if way > 0 else 0.0)
    a, b = (edge, start.y + ports[index, start.id]), (edge, end.y + ports[index, end.id])
    near = (edge + way * STUB, b[1])
    out = (track[index, 0] - (edge + near[0]) / 8) / 0.75
    return [a, (out, a[1]), (out, b[1]), near, *_level(near, b)]


def _across(thread: Thread, ports: Ports, index: int, track: Mapping[Hop, float]) -> Iterator[Point]:
    way = 1 if thread[-1].column > thread[0].column else -1
    here = (
        left_edge(thread[0].column) + (BOX_WIDTH if way > 0 else 0.0),
        thread[0].y + ports[index, thread[0].id],
    )
    yield here
    for piece, stop in enumerate(thread[1:]):
        edge = left_edge(stop.column) + (0.0 if way > 0 else BOX_WIDTH)
        level = stop.y + ports.get((index, stop.id), 0.0)
        bend = (edge - way * STUB, level) if stop.is_box else (edge, level)
        beyond = (edge, level) if stop.is_box else (edge + way * BOX_WIDTH, level)
        turn = _turn(here[0], bend[0], track[index, piece])
        yield from ((turn, here[1]), (turn, level), bend)
        yield from _level(bend, beyond)
        here = beyond


def _turn(start: float, end: float, middle: float) -> float:
    """Where both handles of a curve stand whose middle is to be at ``middle``, as far as it can be."""
    low, high = sorted((start, end))
    return min(max((middle - (start + end) / 8) / 0.75, low), high)


def _upright(start: Stop, end: Stop) -> list[Point]:
    """An arrow between neighbours; the two of a pair that affect each other pass on different sides."""
    way = 1 if end.y > start.y else -1
    x = left_edge(start.column) + BOX_WIDTH / 2 + way * PORT
    a, b = (x, start.y + way * start.height / 2), (x, end.y - way * end.height / 2)
    return [a, *_level(a, b)]


def _level(a: Point, b: Point) -> list[Point]:
    """A straight piece, as the curve that it is."""
    x, y = (b[0] - a[0]) / 3, (b[1] - a[1]) / 3
    return [(a[0] + x, a[1] + y), (b[0] - x, b[1] - y), b]


def level_out(thread: Thread, ports: dict[tuple[int, str], float], index: int) -> None:
    """Take the last slight slopes out of a line."""
    if is_inside(thread):
        return
    level = thread[0].y + ports[index, thread[0].id]
    for lane in thread[1:-1]:
        level = lane.y = level if abs(lane.y - level) < SLIGHT else lane.y
    end = thread[-1].id
    if abs(thread[-1].y + ports[index, end] - level) < SLIGHT:
        ports[index, end] = level - thread[-1].y
