"""The lines of the map, and the words written along the tightest limit's line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import starmap

from markupsafe import Markup

from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.picture.causes import Pair, Sure
from explainer.picture.model import ComponentNow, ConstraintNow
from explainer.render.limits import rest, through
from explainer.render.map.geometry import HEAD, along
from explainer.render.view import Curve, Layout, Place, View
from explainer.render.words import sentence

CAPTION_WIDTH, CAPTION_ROOM = 300, 20

_STATES = (State.STOPPED, State.SLOWED, State.WATCH)
_SURE = {Sure.KNOWN: "", Sure.LIKELY: " l2", Sure.MAY_FOLLOW: " l3"}
_ARROWS = {"ok": (7, 9), "off": (1, 13), "hot": (1, 20)}
"""Of every kind of line: where the arrowhead joins it (in eighths), and its size in points."""


_LINE = Markup('<path id="e.{}" d="{}"/>')
_BOX = Markup('<rect id="b.{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="4"/>')
_USE = Markup('<use href="#{}.{}"/>')
_GROUP = Markup('<g class="{}" marker-end="url(#{})">{}</g>\n')
_ALL = Markup("<defs>{}\n{}</defs>\n{}")
_HEAD = Markup(
    '<marker id="{}" class="{}" viewBox="0 0 8 8" refX="{}" refY="4" '
    'markerWidth="{}" markerHeight="{}" markerUnits="userSpaceOnUse" orient="auto">'
    '<path d="M0 0 8 4 0 8z"/></marker>'
)
_CAPTION = Markup('<p style="--x:{:g};--y:{:g}"><span>{}</span></p>\n')


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


def edges(view: View, kinds: Mapping[Pair, str]) -> Markup:
    """Quiet lines first, hot ones last, so that these lie on top."""
    groups: dict[str, list[Markup]] = {}
    for number, curve in enumerate(view.layout.curves):
        kind = kinds[curve.source, curve.target]
        groups.setdefault(kind, []).append(_LINE.format(number, _path(curve, kind.split()[0])))
    order = ("ok", "blind", "off", "hot")
    drawn = sorted(groups, key=lambda kind: (order.index(kind.split()[0]), kind))
    heads = sorted({_arrow(kind) for kind in drawn})
    lines = (_GROUP.format(kind, _arrow(kind), Markup("").join(groups[kind])) for kind in drawn)
    boxes = starmap(partial(_outline, view.layout), view.layout.places.items())
    return _ALL.format(Markup("").join(map(_marker, heads)), Markup("").join(boxes), Markup("").join(lines))


def touching(layout: Layout, part: str) -> Markup:
    """What is drawn over the map while a part is folded out: its lines, and the outlines of the parts they lead to."""
    ends = {number: {curve.source, curve.target} for number, curve in enumerate(layout.curves)}
    mine = [number for number, pair in ends.items() if part in pair]
    others = dict.fromkeys(other for number in mine for other in sorted(ends[number] - {part}))
    return Markup("").join([*(_USE.format("e", number) for number in mine), *(_USE.format("b", o) for o in others)])


def _outline(layout: Layout, part: str, place: Place) -> Markup:
    left, top = place.x - layout.box / 2, place.y - place.height / 2 + HEAD
    return _BOX.format(part, left, top, layout.box, place.height)


def _arrow(kind: str) -> str:
    name, *rest = kind.split()
    return f"to-{name}-{rest[0]}" if rest else f"to-{name}"


def _marker(name: str) -> Markup:
    _, kind, *state = name.split("-")
    join, size = _ARROWS.get(kind, _ARROWS["ok"])
    return _HEAD.format(name, state[0] if state else kind, join, size, size)


def _path(curve: Curve, kind: str) -> str:
    """The curve as an SVG path, ended where its arrowhead joins it."""
    points = [(x, y + HEAD) for x, y in curve.points]
    join, size = _ARROWS.get(kind, _ARROWS["ok"])
    back = (8 - join) * size / 8 + 0.5
    (x0, y0), (x1, y1) = points[-4], points[-1]
    if kind in ("off", "hot"):
        across = abs(x1 - x0) >= abs(y1 - y0)
        x1, y1 = (x1 - back * (1 if x1 > x0 else -1), y1) if across else (x1, y1 - back * (1 if y1 > y0 else -1))
    points[-1] = (x1, y1)
    path = "M{:.4g} {:.4g}".format(*points[0])
    for start, one, two, end in zip(points[::3], points[1::3], points[2::3], points[3::3], strict=False):
        if start[1] == end[1] == one[1]:
            path += f"H{end[0]:.4g}"
        elif start[0] == end[0] == one[0] == two[0]:
            path += f"V{end[1]:.4g}"
        else:
            path += "C" + " ".join(f"{x:.4g} {y:.4g}" for x, y in (one, two, end))
    return path


# Words beside lines


def captions(view: View, hot: frozenset[Pair]) -> Markup:
    """What the tightest limit means, written along the hot line that leaves it, where there is room."""
    for limit in view.picture.constraints:
        if limit.shortfall <= 0:
            continue
        for curve in view.layout.curves:
            if curve.source != limit.constraint.component or (curve.source, curve.target) not in hot:
                continue
            run = _level_run(view, curve)
            if run is not None:
                x, y = run
                lines = zip(_caption(view.words, limit), (-23, 6), strict=False)
                return Markup("").join(_CAPTION.format(x, y + HEAD + shift, line) for line, shift in lines)
    return Markup("")


def _caption(words: Words, limit: ConstraintNow) -> tuple[str, str]:
    """How much gets through and how much wants to, on a line; and on another what becomes of the rest."""
    return sentence(through(words, limit.constraint)), sentence(rest(words, limit))


def _level_run(view: View, curve: Curve) -> tuple[float, float] | None:
    """Where a line runs level, long enough for words, with nothing close above or below."""
    points = curve.points
    best: tuple[float, float, float] | None = None
    for (x0, y0), (x1, y1) in zip(points[::3], points[3::3], strict=False):
        if abs(y1 - y0) > 2 or x1 <= x0:
            continue
        if best is not None and abs(best[2] - y0) <= 2 and best[1] == x0:
            best = (best[0], x1, best[2])
        elif best is None or x1 - x0 > best[1] - best[0]:
            best = (x0, x1, y0)
    if best is None or best[1] - best[0] < CAPTION_WIDTH:
        return None
    left, right, y = best[0], best[0] + CAPTION_WIDTH, best[2]
    others = [other for other in view.layout.curves if other is not curve]
    near = any(
        left < x < right and abs(level - y) < CAPTION_ROOM for other in others for x, level in along(other.points, 12)
    )
    half = view.layout.box / 2
    boxes = (
        abs(place.y - y) - place.height / 2
        for place in view.layout.places.values()
        if left < place.x + half and place.x - half < right
    )
    return None if near or any(0 < gap < CAPTION_ROOM for gap in boxes) else (left, y)
