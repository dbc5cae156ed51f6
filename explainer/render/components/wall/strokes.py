"""One line of the map for a wall as it is drawn: level and upright pieces with round corners, and its arrowheads."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

_HEADS = {"hot": 5.0, "off": 3.4, "blind": 3.2}
_ROUND = 2.2
_PATH = Markup('<path d="{}"/>')
_HEAD = Markup('<path class="t" d="{}"/>')

Dot = tuple[float, float]


class Way(NamedTuple):
    """How a line runs: from the ``upper`` of its two parts to the ``lower``, or beside each other in one row.

    ``run`` is the column in which it passes whole rows, or the gutter behind a column, as its middle; None where it
    passes none. Arrows stand ``at_upper`` and ``at_lower``.
    """

    kind: str
    upper: str
    lower: str
    at_upper: bool
    at_lower: bool
    is_beside: bool = False
    run: float | None = None


def drawn(way: Way, dots: list[Dot]) -> Markup:
    """A line through these points with its arrowheads."""
    kept = [dot for n, dot in enumerate(dots) if n == 0 or dot != dots[n - 1]]
    kept = [dot for n, dot in enumerate(kept) if not 0 < n < len(kept) - 1 or not _on_one_line(*kept[n - 1 : n + 2])]
    size = _HEADS[way.kind.split()[0]]
    heads = []
    if way.at_lower:
        heads.append(_arrow(kept[-2], kept[-1], size))
        kept = [*kept[:-1], _shorter(kept[-2], kept[-1], size * 0.8)]
    if way.at_upper:
        heads.append(_arrow(kept[1], kept[0], size))
        kept = [_shorter(kept[1], kept[0], size * 0.8), *kept[1:]]
    return Markup("").join([_PATH.format(_rounded(kept)), *(_HEAD.format(head) for head in heads)])


def _on_one_line(a: Dot, b: Dot, c: Dot) -> bool:
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])


def _step(a: Dot, b: Dot) -> Dot:
    """One millimetre of the way from one point to another."""
    return _sign(b[0] - a[0]), _sign(b[1] - a[1])


def _sign(x: float) -> float:
    return (x > 0) - (x < 0)


def _shorter(a: Dot, b: Dot, by: float) -> Dot:
    x, y = _step(a, b)
    return b[0] - x * by, b[1] - y * by


def _arrow(a: Dot, b: Dot, size: float) -> str:
    (x, y), half = _step(a, b), size * 0.42
    back = (b[0] - x * size, b[1] - y * size)
    return f"M{_at(b)}L{_at((back[0] - y * half, back[1] - x * half))}L{_at((back[0] + y * half, back[1] + x * half))}z"


def _at(dot: Dot) -> str:
    return f"{dot[0]:.4g} {dot[1]:.4g}"


def _rounded(dots: list[Dot]) -> str:
    """The line with its corners rounded as far as there is room."""
    made = [f"M{_at(dots[0])}"]
    for (a, b), (_, c) in pairwise(pairwise(dots)):
        reach = min(_ROUND, *(max(abs(p[0] - q[0]), abs(p[1] - q[1])) / 2 for p, q in ((a, b), (b, c))))
        (x, y), (u, v) = _step(a, b), _step(b, c)
        before, after = (b[0] - x * reach, b[1] - y * reach), (b[0] + u * reach, b[1] + v * reach)
        made.append(f"L{_at(before)}Q{_at(b)} {_at(after)}")
    return "".join([*made, f"L{_at(dots[-1])}"])
