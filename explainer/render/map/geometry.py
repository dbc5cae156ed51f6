"""The map's boxes and curves: their sizes, points along them, and how often they cross. One point is 1/16 em."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

BOX_WIDTH = 170.0

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def along(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """Points along joined cubic Bézier curves; a level or upright piece is its two ends."""
    found = [points[0]]
    for start, one, two, end in zip(points[::3], points[1::3], points[2::3], points[3::3], strict=False):
        if start[1] == one[1] == two[1] == end[1] or start[0] == one[0] == two[0] == end[0]:
            found.append(end)
            continue
        for step in range(1, steps + 1):
            t = step / steps
            u = 1 - t
            a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
            found.append(
                (
                    a * start[0] + b * one[0] + c * two[0] + d * end[0],
                    a * start[1] + b * one[1] + c * two[1] + d * end[1],
                )
            )
    return found


def crossings(lines: Sequence[Sequence[Point]]) -> int:
    """How often the lines, each a list of points, cross one another."""
    boxed = [(line, [(_box((a, b)), a, b) for a, b in pairwise(line)]) for line in lines]
    count = 0
    for (line, pieces), (other, others) in combinations(boxed, 2):
        if _apart(_box(line), _box(other)):
            continue
        count += sum(
            not _apart(box, against) and _cross(a, b, c, d) for box, a, b in pieces for against, c, d in others
        )
    return count


def travel(lines: Sequence[Sequence[Point]]) -> float:
    """How far the lines go up and down."""
    return sum(abs(a[1] - b[1]) for line in lines for a, b in pairwise(line))


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _apart(one: Box, other: Box) -> bool:
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
