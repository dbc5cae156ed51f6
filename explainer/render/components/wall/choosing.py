"""Which parts are drawn on the map for a wall, which stand in a list beside their row, and which lines join them.

Drawn is what is slowed, unknown or being checked, and what causes it, at most five in a row: what is being checked is
left out first. Nothing is left out of the sheet: what is not drawn is in the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from explainer.model.vocabulary import State
from explainer.picture.causes import Pair, Sure
from explainer.picture.model import RANK, ComponentNow
from explainer.render.map.lines import kind_of
from explainer.render.view import Curve, View

MOST = 5
"""Parts that are drawn in a row."""

_SURE = (Sure.KNOWN, Sure.LIKELY)
_UNSURE = ("l3", "blind")
_HOT, _DISTURBED, _UNKNOWN, _CAUSE, _CHECKING, _LISTED = range(6)


class Row(NamedTuple):
    """A layer: what is drawn of it, as staff wrote it, and what is listed, the worst first."""

    name: str
    drawn: tuple[ComponentNow, ...]
    listed: tuple[ComponentNow, ...]


class Joined(NamedTuple):
    """A line between two drawn parts, and its classes as on the map."""

    source: str
    target: str
    kind: str


def rows_of(view: View) -> tuple[Row, ...]:
    """A row for every layer, causes above."""
    rank = _ranks(view)
    made = []
    for layer in view.system.layers:
        here = [now for now in view.picture.components if now.component.layer == layer.id]
        order = sorted(here, key=lambda now: (rank[now.id], _badness(now)))
        drawn = {now.id for now in order[:MOST] if rank[now.id] < _LISTED}
        listed = sorted((now for now in here if now.id not in drawn), key=_badness)
        made.append(Row(layer.name, tuple(now for now in here if now.id in drawn), tuple(listed)))
    return tuple(made)


def joined(view: View, rows: tuple[Row, ...]) -> tuple[Joined, ...]:
    """What carries trouble between drawn parts, or may do so unseen; the lines of the worst problem last.

    Arrows run down: upwards there is only what is known or likely.
    """
    layer = {now.id: number for number, row in enumerate(rows) for now in row.drawn}
    found = [
        Joined(source, target, kind)
        for (source, target), kind in _kinds(view)
        if source in layer and target in layer and kind != "ok"
        if layer[source] <= layer[target] or not kind.endswith(_UNSURE)
    ]
    return tuple(sorted(found, key=lambda one: (one.kind.startswith("hot"), one.kind, one.source, one.target)))


def _kinds(view: View) -> Iterator[tuple[Pair, str]]:
    hot = view.picture.hot
    for pair in view.picture.link:
        yield pair, kind_of(view, Curve(*pair, ()), hot)
    for pair in sorted(view.picture.stated - view.picture.link.keys()):
        states = (view.picture.component[end].state for end in pair)
        worst = next((state for state in states if state is not None and state.off), State.WATCH)
        yield pair, f"off {State.WATCH if worst is State.UNKNOWN else worst}"


def _badness(now: ComponentNow) -> int:
    """The worst first; behind all of them what nobody watches."""
    return RANK[now.state] if now.state is not None else len(RANK)


def _ranks(view: View) -> dict[str, int]:
    """How much it matters that a part is drawn."""
    hot = {end for pair in view.picture.hot for end in pair}
    rank = {now.id: _HOT if now.id in hot else _rank(now) for now in view.picture.components}
    sure = {pair: now.sure for pair, now in view.picture.link.items() if now.sure is not None}
    sure |= dict.fromkeys(view.picture.stated, Sure.KNOWN)
    causes = {pair for pair, how in sure.items() if how in _SURE}
    while more := {start for start, end in causes if rank[end] < _LISTED <= rank[start]}:
        rank |= dict.fromkeys(more, _CAUSE)
    touched = {end for pair in sure if min(rank[part] for part in pair) < _LISTED for end in pair}
    checked = (now for now in view.picture.components if rank[now.id] == _LISTED and now.id in touched)
    return rank | {now.id: _CHECKING for now in checked if _is_checked(now)}


def _rank(now: ComponentNow) -> int:
    if now.is_disturbed:
        return _DISTURBED
    return _UNKNOWN if now.state is State.UNKNOWN else _LISTED


def _is_checked(now: ComponentNow) -> bool:
    return (now.state is State.WATCH and now.is_told_off) or (
        now.report is not None and now.report.checking_by is not None
    )
