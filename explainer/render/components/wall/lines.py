"""The lines of the map for a wall: they leave a part below it, run level between rows, and arrive from above.

All in millimetres. Where words run from right to left the whole drawing is turned round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from explainer.render.components.wall.choosing import MOST, Joined
from explainer.render.components.wall.placing import Place
from explainer.render.components.wall.strokes import Dot, Way, drawn

WIDTH, LEFT, STEP, BOX = 273.0, 22.0, 40.5, 34.0
"""Of the drawing, of what is before its first column, from one column to the next, and of a part."""

_LANE, _BESIDE, _PORTS = 1.7, 1.5, (4.0, 14.5)
_GROUP = Markup('<g class="{}">{}</g>\n')

Key = TypeVar("Key")


class Band(NamedTuple):
    """Where a row begins, where its parts begin and end, and where it ends, from the top of the drawing."""

    start: float
    top: float
    bottom: float
    end: float


def drawn_lines(lines: Sequence[Joined], at: Mapping[str, Place], bands: Sequence[Band], *, rtl: bool) -> Markup:
    """Every line with its arrowheads, thick ones last."""
    ways = [_way(one, at) for one in _both_ways(lines)]
    ports = _ports(ways, at)
    found = _Found(ports, _lanes(ways, at, ports))
    groups: dict[str, list[Markup]] = {}
    for number, way in enumerate(ways):
        dots = _dots(way, number, at, bands, found)
        groups.setdefault(way.kind, []).append(drawn(way, [(WIDTH - x if rtl else x, y) for x, y in dots]))
    order = sorted(groups, key=lambda kind: (("blind", "off", "hot").index(kind.split()[0]), kind))
    return Markup("").join(_GROUP.format(kind, Markup("").join(groups[kind])) for kind in order)


def x_of(column: float) -> float:
    """The middle of a column."""
    return LEFT + column * STEP + BOX / 2


def _both_ways(lines: Sequence[Joined]) -> list[tuple[Joined, bool]]:
    """Each line, and whether the same kind of line leads back: that is one line with two arrows."""
    known, made = set(lines), []
    for one in lines:
        back = Joined(one.target, one.source, one.kind)
        if back not in known or (one.source, one.target) < (back.source, back.target):
            made.append((one, back in known))
    return made


def _way(found: tuple[Joined, bool], at: Mapping[str, Place]) -> Way:
    one, is_both = found
    (r, c), (s, d) = at[one.source], at[one.target]
    taken = set(at.values())
    if r == s:
        is_free = not any((r, between) in taken for between in range(min(c, d) + 1, max(c, d)))
        return Way(one.kind, one.source, one.target, is_both, True, is_free)
    is_down = r < s
    upper, lower = (one.source, one.target) if is_down else (one.target, one.source)
    way = Way(one.kind, upper, lower, is_both or not is_down, is_both or is_down)
    (r, c), (s, d) = at[upper], at[lower]
    if s == r + 1:
        return way
    free = [column for column in (d, c) if not any((row, column) in taken for row in range(r + 1, s))]
    gutters = [column + 0.5 for column in range(MOST)]
    best = free[0] if free else min(gutters, key=lambda x: (abs(x - c) + abs(x - d), x))
    return way._replace(run=float(best))


class _Ports(NamedTuple):
    """Where a line leaves its upper part and arrives at its lower one, across."""

    upper: float
    lower: float


def _ports(ways: Sequence[Way], at: Mapping[str, Place]) -> list[_Ports]:
    """Lines of one part leave it side by side: those that go straight in the middle, others on the side they go to."""
    towards: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for number, way in enumerate(ways):
        if way.is_beside:
            continue
        (r, c), (s, d) = at[way.upper], at[way.lower]
        towards.setdefault((way.upper, "below"), []).append((number, _side(c, d, way.run)))
        below = "below" if r == s else "above"
        towards.setdefault((way.lower, below), []).append((number, _side(d, c, way.run)))
    shift: dict[tuple[int, str], float] = {}
    for (part, _), found in towards.items():
        for side in (-1, 1):
            mine = sorted((by for by in found if by[1] * side > 0), key=lambda by: abs(by[1]))
            for place, (number, _) in enumerate(mine):
                low, high = _PORTS
                shift[number, part] = side * (low + (high - low) * (place + 0.5) / len(mine))
        straight = [number for number, by in found if by == 0]
        for place, number in enumerate(straight):
            shift[number, part] = 3.2 * (place - (len(straight) - 1) / 2)
    made = []
    for number, way in enumerate(ways):
        ends = [x_of(at[part][1]) + shift.get((number, part), 0.0) for part in (way.upper, way.lower)]
        if at[way.upper][1] == at[way.lower][1] and way.run in (None, float(at[way.upper][1])) and not way.is_beside:
            ends[0] = ends[1]
        made.append(_Ports(*ends))
    return made


def _side(here: int, there: int, run: float | None) -> float:
    """How far, and to which side, a line first goes from one of its ends; hardly where it passes rows from there."""
    to = there if run is None else run
    return 0.01 * (there - here) if to == here else to - here


class _Lanes(NamedTuple):
    """By a line's number: in which lane below a row it runs level, and how far beside the middle it passes rows.

    ``many`` is how many lanes there are, by the row above them.
    """

    first: dict[int, int]
    last: dict[int, int]
    beside: dict[int, float]
    many: dict[int, int]


class _Found(NamedTuple):
    """Where all lines leave, run and arrive."""

    ports: Sequence[_Ports]
    lanes: _Lanes


def _lanes(ways: Sequence[Way], at: Mapping[str, Place], ports: Sequence[_Ports]) -> _Lanes:
    spans: dict[int, list[tuple[float, float, tuple[int, str]]]] = {}
    runs: dict[float, list[tuple[float, float, int]]] = {}
    for number, way in enumerate(ways):
        if way.is_beside:
            continue
        r, s, port = at[way.upper][0], at[way.lower][0], ports[number]
        if way.run is None:
            _span(spans, r, port.upper, port.lower, (number, "first"))
            continue
        x = _passes(way, at, port, 0.0)
        if x not in (port.upper, port.lower):
            runs.setdefault(way.run, []).append((r, s, number))
        _span(spans, r, port.upper, x, (number, "first"))
        _span(spans, s - 1, x, port.lower, (number, "last"))
    first, last, many = dict[int, int](), dict[int, int](), dict[int, int]()
    for gap, found in spans.items():
        taken = _coloured(found, 2.0)
        many[gap] = 1 + max(taken.values())
        for (number, which), lane in taken.items():
            (first if which == "first" else last)[number] = lane
    beside = {}
    for found_runs in runs.values():
        for number, lane in _coloured([(float(a), float(b), n) for a, b, n in found_runs], 0.0).items():
            beside[number] = _BESIDE * ((lane + 1) // 2) * (1 if lane % 2 else -1)
    return _Lanes(first, last, beside, many)


def _span(
    spans: dict[int, list[tuple[float, float, tuple[int, str]]]],
    gap: int,
    one: float,
    other: float,
    key: tuple[int, str],
) -> None:
    if abs(one - other) > 0.1:
        spans.setdefault(gap, []).append((min(one, other), max(one, other), key))


def _coloured(spans: Iterable[tuple[float, float, Key]], apart: float) -> dict[Key, int]:
    """A lane for each span, so that none in one lane touch; the longest have the first ones."""
    lanes: list[list[tuple[float, float]]] = []
    made = {}
    for low, high, key in sorted(spans, key=lambda span: (span[0] - span[1], span[0], str(span[2]))):
        free = (n for n, lane in enumerate(lanes) if all(high + apart <= a or b + apart <= low for a, b in lane))
        place = next(free, len(lanes))
        if place == len(lanes):
            lanes.append([])
        lanes[place].append((low, high))
        made[key] = place
    return made


def _passes(way: Way, at: Mapping[str, Place], port: _Ports, beside: float) -> float:
    """Where a line passes whole rows: straight from one of its ends where it can, else in a gutter."""
    if way.run == float(at[way.lower][1]):
        return port.lower
    return port.upper if way.run == float(at[way.upper][1]) else x_of(way.run or 0.0) + beside


def _dots(way: Way, number: int, at: Mapping[str, Place], bands: Sequence[Band], found: _Found) -> list[Dot]:
    (r, c), (s, d) = at[way.upper], at[way.lower]
    port, lanes, one, other = found.ports[number], found.lanes, bands[r], bands[s]
    if way.is_beside:
        y, side = (one.top + one.bottom) / 2, BOX / 2 * (1 if d > c else -1)
        return [(x_of(c) + side, y), (x_of(d) - side, y)]
    first = _level(bands, r, lanes.first.get(number, 0), lanes.many.get(r, 1))
    if r == s:
        return [(port.upper, one.bottom), (port.upper, first), (port.lower, first), (port.lower, one.bottom)]
    start, end = (port.upper, one.bottom), (port.lower, other.top)
    if way.run is None:
        return [start, (port.upper, first), (port.lower, first), end]
    x = _passes(way, at, port, lanes.beside.get(number, 0.0))
    last = _level(bands, s - 1, lanes.last.get(number, 0), lanes.many.get(s - 1, 1))
    return [start, (port.upper, first), (x, first), (x, last), (port.lower, last), end]


def _level(bands: Sequence[Band], row: int, lane: int, many: int) -> float:
    """How high a lane below a row lies."""
    low = bands[row].bottom + 1.6
    high = bands[row + 1].top - 4.6 if row + 1 < len(bands) else bands[row].end - 1
    return (
        low
        + min(_LANE, max(high - low, 0.0) / max(many - 1, 1)) * lane
        + max(0.0, (high - low - _LANE * (many - 1)) / 3)
    )
