"""The lines of the map, and the words written along the tightest limit's line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise, starmap

from markupsafe import Markup

from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.picture.causes import Pair, Sure
from explainer.picture.model import ComponentNow, ConstraintNow
from explainer.render.limits import rest, through
from explainer.render.map.geometry import along
from explainer.render.map.measure import length_of
from explainer.render.view import Curve, Layout, Place, View
from explainer.render.words import sentence

CAPTION_ROOM, _BESIDE = 26, 6

_STATES = (State.STOPPED, State.SLOWED, State.WATCH)
_SURE = {Sure.KNOWN: "", Sure.LIKELY: " l2", Sure.MAY_FOLLOW: " l3"}
_ARROWS = {"ok": (7, 9), "off": (1, 13), "hot": (1, 20)}
"""Of every kind of line: where the arrowhead joins it (in eighths), and its size in points."""


_LINE = Markup('<path{} d="{}"/>')
_NAME = Markup(' id="e.{}"')
_BOX = Markup('<rect id="b.{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="4"/>')
_USE = Markup('<use href="#{}.{}"/>')
_GROUP = Markup('<g class="{}" marker-end="url(#{})">{}</g>\n')
_ALL = Markup("<defs>{}\n{}</defs>\n{}")
_HEAD = Markup(
    '<marker id="{}" class="{}" viewBox="0 0 8 8" refX="{}" refY="4" '
    'markerWidth="{}" markerHeight="{}" markerUnits="userSpaceOnUse" orient="auto">'
    '<path d="M0 0 8 4 0 8z"/></marker>'
)
_CAPTION = Markup('<p style="--x:{:.4g};--y:{:.4g};--b:{:.4g}"><span>{}</span></p>\n')


def kinds_of(view: View, hot: frozenset[Pair]) -> dict[Pair, str]:
    """The classes of every line."""
    return {(curve.source, curve.target): kind_of(view, curve, hot) for curve in view.layout.curves}


def kind_of(view: View, curve: Curve, hot: frozenset[Pair]) -> str:
    """The classes of a line: what it carries, whose state colours it, how sure it is."""
    source, target = view.picture.component[curve.source], view.picture.component[curve.target]
    if (curve.source, curve.target) in hot:
        return f"hot {_colour(source, target)}"
    sure = view.picture.link[curve.source, curve.target].sure
    if sure is not None:
        return f"off {_colour(source, target)}" + _SURE[sure]
    return "blind" if source.state is State.UNKNOWN else "ok"


def _colour(source: ComponentNow, target: ComponentNow) -> str:
    for now in (source, target):
        if now.state in _STATES:
            return now.state.value
    return State.WATCH.value


def edges(view: View, kinds: Mapping[Pair, str], chosen: Collection[str]) -> Markup:
    """Quiet lines first, hot ones last, so that these lie on top; ``chosen`` parts can show their lines."""
    groups: dict[str, list[Markup]] = {}
    for number, curve in enumerate(view.layout.curves):
        kind = kinds[curve.source, curve.target]
        is_named = curve.source in chosen or curve.target in chosen
        name = _NAME.format(number) if is_named else ""
        groups.setdefault(kind, []).append(_LINE.format(name, _path(curve, kind.split()[0], view.layout.head)))
    order = ("ok", "blind", "off", "hot")
    drawn = sorted(groups, key=lambda kind: (order.index(kind.split()[0]), kind))
    heads = sorted({_arrow(kind) for kind in drawn})
    lines = (_GROUP.format(kind, _arrow(kind), Markup("").join(groups[kind])) for kind in drawn)
    ends = {end for pair in kinds for end in pair if pair[0] in chosen or pair[1] in chosen}
    boxes = (_outline(view.layout, part, place) for part, place in view.layout.places.items() if part in ends)
    return _ALL.format(Markup("").join(map(_marker, heads)), Markup("").join(boxes), Markup("").join(lines))


def touching(layout: Layout, part: str) -> Markup:
    """What is drawn over the map while a part is folded out: its lines, and the outlines of the parts they lead to."""
    ends = {number: {curve.source, curve.target} for number, curve in enumerate(layout.curves)}
    mine = [number for number, pair in ends.items() if part in pair]
    others = dict.fromkeys(other for number in mine for other in sorted(ends[number] - {part}))
    return Markup("").join([*(_USE.format("e", number) for number in mine), *(_USE.format("b", o) for o in others)])


def _outline(layout: Layout, part: str, place: Place) -> Markup:
    left, top = place.x - layout.box / 2, place.y - place.height / 2 + layout.head
    return _BOX.format(part, left, top, layout.box, place.height)


def _arrow(kind: str) -> str:
    name, *rest = kind.split()
    return f"to-{name}-{rest[0]}" if rest else f"to-{name}"


def _marker(name: str) -> Markup:
    _, kind, *state = name.split("-")
    join, size = _ARROWS.get(kind, _ARROWS["ok"])
    return _HEAD.format(name, state[0] if state else kind, join, size, size)


def _path(curve: Curve, kind: str, head: float) -> str:
    """The curve as an SVG path, ended where its arrowhead joins it."""
    points = [(x, y + head) for x, y in curve.points]
    join, size = _ARROWS.get(kind, _ARROWS["ok"])
    back = (8 - join) * size / 8 + 0.5
    (x0, y0), (x1, y1) = points[-4], points[-1]
    if kind in ("off", "hot"):
        across = abs(x1 - x0) >= abs(y1 - y0)
        x1, y1 = (x1 - back * (1 if x1 > x0 else -1), y1) if across else (x1, y1 - back * (1 if y1 > y0 else -1))
    points[-1] = (x1, y1)
    whole = [(round(x), round(y)) for x, y in points]
    pieces = zip(whole[::3], whole[1::3], whole[2::3], whole[3::3], strict=False)
    return "M{} {}".format(*whole[0]) + "".join(starmap(_piece, pieces))


_Dot = tuple[int, int]


def _piece(start: _Dot, one: _Dot, two: _Dot, end: _Dot) -> str:
    """A cubic curve, told from where it starts: that takes the fewest characters."""
    x, y = start
    if y == end[1] == one[1] == two[1]:
        return f"h{end[0] - x}"
    if x == end[0] == one[0] == two[0]:
        return f"v{end[1] - y}"
    return "c" + " ".join(f"{to - by}" for dot in (one, two, end) for to, by in zip(dot, start, strict=True))


# Words beside lines


def captions(view: View, hot: frozenset[Pair]) -> Markup:
    """What the tightest limit means, written along the hot line that leaves it, where there is room."""
    for limit in view.picture.constraints:
        if limit.shortfall <= 0:
            continue
        said = _caption(view.words, limit)
        for curve in view.layout.curves:
            if curve.source != limit.constraint.component or (curve.source, curve.target) not in hot:
                continue
            place = _room_beside(view, curve, max(map(length_of, said)))
            if place is not None:
                x, y, room = place
                return Markup("").join(
                    _CAPTION.format(x, y + view.layout.head + shift, room, line)
                    for line, shift in zip(said, (-25, 5), strict=True)
                )
    return Markup("")


def _caption(words: Words, limit: ConstraintNow) -> tuple[str, str]:
    """How much gets through and how much wants to, on a line; and on another what becomes of the rest."""
    return sentence(through(words, limit.constraint)), sentence(rest(words, limit))


def _room_beside(view: View, curve: Curve, width: float) -> tuple[float, float, float] | None:
    """Where a line runs level for as long as words are, with nothing close above or below, and for how much longer."""
    left, right, y = _level_run(curve)
    if right - left < width:
        return None
    others = [other for other in view.layout.curves if other is not curve]
    near = [x for other in others for x, level in along(other.points, 12) if abs(level - y) < CAPTION_ROOM]
    half = view.layout.box / 2
    for place in view.layout.places.values():
        if 0 < abs(place.y - y) - place.height / 2 < CAPTION_ROOM:
            near += [place.x - half, place.x, place.x + half]
    stops = [left - _BESIDE, *sorted(x for x in near if left < x < right), right + _BESIDE]
    start, end = max(pairwise(stops), key=lambda free: free[1] - free[0])
    room = end - start - 2 * _BESIDE
    return (start + _BESIDE, y, room) if room >= width else None


def _level_run(curve: Curve) -> tuple[float, float, float]:
    """The longest stretch over which a line runs level: from where to where, and at which height."""
    best = (0.0, 0.0, 0.0)
    points = curve.points
    for (x0, y0), (x1, y1) in zip(points[::3], points[3::3], strict=False):
        if abs(y1 - y0) > 2 or x1 <= x0:
            continue
        if abs(best[2] - y0) <= 2 and best[1] == x0:
            best = (best[0], x1, best[2])
        elif x1 - x0 > best[1] - best[0]:
            best = (x0, x1, y0)
    return best
