"""In which of five columns each drawn part stands, so that lines are short and cross little."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import permutations

from explainer.render.components.wall.choosing import MOST

_SWEEPS = 4
_HOT, _CROSSING, _THROUGH = 3, 2, 4

Place = tuple[int, int]
"""The row and the column of a part."""


@lru_cache(maxsize=8)
def placed(rows: tuple[tuple[str, ...], ...], lines: tuple[tuple[str, str, bool], ...]) -> Mapping[str, Place]:
    """Where every part stands; ``lines`` are their two ends, and whether they tell of the worst problem."""
    at = {part: (row, n) for row, parts in enumerate(rows) for n, part in enumerate(parts)}
    for sweep in range(_SWEEPS):
        order = range(len(rows)) if sweep % 2 == 0 else range(len(rows) - 1, -1, -1)
        for row in order:
            _settle(at, row, rows[row], lines)
    return at


def _settle(at: dict[str, Place], row: int, parts: Sequence[str], lines: Sequence[tuple[str, str, bool]]) -> None:
    """Put the parts of a row where they cost least while all others stay."""
    mine = set(parts)
    near = [line for line in lines if mine & set(line[:2]) or _spans(at[line[0]], at[line[1]], row)]
    best: tuple[float, tuple[int, ...]] | None = None
    for columns in permutations(range(MOST), len(parts)):
        at.update({part: (row, column) for part, column in zip(parts, columns, strict=True)})
        cost = _cost(at, near), columns
        if best is None or cost < best:
            best = cost
    if best is not None:
        at.update({part: (row, column) for part, column in zip(parts, best[1], strict=True)})


def _spans(one: Place, other: Place, row: int) -> bool:
    return min(one[0], other[0]) < row < max(one[0], other[0])


def _cost(at: Mapping[str, Place], lines: Sequence[tuple[str, str, bool]]) -> float:
    cost, ends, taken = 0.0, list[tuple[Place, Place]](), set(at.values())
    for source, target, hot in lines:
        upper, lower = sorted((at[source], at[target]))
        cost += (abs(upper[1] - lower[1]) + _between(upper, lower, taken)) * (_HOT if hot else 1)
        ends.append((upper, lower))
    for n, (a, b) in enumerate(ends):
        cost += _CROSSING * sum(
            a[0] == e[0] and b[0] == f[0] and (a[1] - e[1]) * (b[1] - f[1]) < 0 for e, f in ends[n + 1 :]
        )
    return cost


def _between(upper: Place, lower: Place, taken: Collection[Place]) -> float:
    """What it costs to go round what stands between two parts."""
    (r, c), (s, d) = upper, lower
    if r == s:
        return float(_THROUGH * any((r, column) in taken for column in range(min(c, d) + 1, max(c, d))))
    free = [column for column in {c, d} if not any((row, column) in taken for row in range(r + 1, s))]
    if free:
        return float(c != d and s > r + 1)
    return float(_THROUGH)
