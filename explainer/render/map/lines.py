"""The lines of the map, and the words written along the tightest limit's line."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.model.vocabulary import State
from explainer.picture.model import ComponentNow, Sure
from explainer.render.component import surety
from explainer.render.escaping import number, text
from explainer.render.map.geometry import BOX_HEIGHT, BOX_WIDTH, along
from explainer.render.view import Curve, View

HEAD = 40
"""The height of the column heads above the drawing, in the layout's points."""

CAPTION_WIDTH, CAPTION_ROOM = 300, 20

Pair = tuple[str, str]

_STATES = (State.STOPPED, State.SLOWED, State.WATCH)
_SURE = {Sure.KNOWN: "", Sure.LIKELY: " l2", Sure.MAY_FOLLOW: " l3"}
_ARROWS = {"ok": (7, 9), "off": (1, 13), "hot": (1, 20)}
"""Of every kind of line: where the arrowhead joins it (in eighths), and its size in points."""


def kind_of(view: View, curve: Curve, hot: frozenset[Pair]) -> str:
    """The classes of a line: what it carries, whose state colours it, how sure it is."""
    source, target = view.picture.component[curve.source], view.picture.component[curve.target]
    if (curve.source, curve.target) in hot:
        return f"hot {_colour(source, target)}"
    sure = surety(view, next(link for link in view.system.out_of[curve.source] if link.target == curve.target))
    if sure is not None:
        return f"off {_colour(source, target)}" + _SURE[sure]
    return "blind" if source.state is State.UNKNOWN else "ok"


def _colour(source: ComponentNow, target: ComponentNow) -> str:
    for now in (source, target):
        if now.state in _STATES:
            return now.state.value
    return State.WATCH.value


def edges(view: View, kinds: Mapping[Pair, str]) -> str:
    """Quiet lines first, hot ones last, so that these lie on top."""
    groups: dict[str, list[str]] = {}
    for curve in view.layout.curves:
        kind = kinds[curve.source, curve.target]
        groups.setdefault(kind, []).append(f'<path d="{_path(curve, kind.split()[0])}"/>')
    order = ("ok", "blind", "off", "hot")
    drawn = sorted(groups, key=lambda kind: (order.index(kind.split()[0]), kind))
    heads = sorted({_arrow(kind) for kind in drawn})
    lines = "".join(
        f'<g class="{kind}" marker-end="url(#{_arrow(kind)})">{"".join(groups[kind])}</g>\n' for kind in drawn
    )
    return f"<defs>{''.join(_marker(head) for head in heads)}</defs>\n{lines}"


def _arrow(kind: str) -> str:
    name, *rest = kind.split()
    return f"to-{name}-{rest[0]}" if rest else f"to-{name}"


def _marker(name: str) -> str:
    _, kind, *state = name.split("-")
    join, size = _ARROWS.get(kind, _ARROWS["ok"])
    return (
        f'<marker id="{name}" class="{state[0] if state else kind}" viewBox="0 0 8 8" refX="{join}" refY="4" '
        f'markerWidth="{size}" markerHeight="{size}" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker>'
    )


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


def captions(view: View, hot: frozenset[Pair]) -> str:
    """What the tightest limit means, written along the hot line that leaves it, where there is room."""
    for limit in view.picture.constraints:
        if limit.shortfall <= 0:
            continue
        for curve in view.layout.curves:
            if curve.source != limit.constraint.component or (curve.source, curve.target) not in hot:
                continue
            run = _level_run(view, curve)
            if run is None:
                continue
            c = limit.constraint
            more = limit.backlog_per_hour
            lines = (
                f"{number(c.now)} {c.unit} an hour get through. {number(c.demand)} want to.",
                f"So {number(more)} more wait, every hour." if more > 0 else "",
            )
            return "".join(
                f'<p style="--x:{run[0]:g};--y:{run[1] + HEAD + shift:g}"><span>{text(line)}</span></p>\n'
                for line, shift in zip(lines, (-23, 6), strict=True)
                if line
            )
    return ""


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
    boxes = (
        abs(view.layout.places[c.id].y - y) - BOX_HEIGHT / 2
        for c in view.system.components
        if left < view.layout.places[c.id].x + BOX_WIDTH / 2 and view.layout.places[c.id].x - BOX_WIDTH / 2 < right
    )
    return None if near or any(0 < gap < CAPTION_ROOM for gap in boxes) else (left, y)
