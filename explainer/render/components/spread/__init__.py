"""How a disruption spread: the map at the moments that matter, small, each with what had turned by then in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_behind_a_name
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.picture.spread import Spread, Still, spread
from explainer.render.escaping import text
from explainer.render.shapes import SHAPES
from explainer.render.view import View
from explainer.render.words import when

UNWATCHED = "·"
"""What stands for a part of which nobody could know anything."""


class Run(NamedTuple):
    """Parts beside each other that are in the same state: its class, and a character for each."""

    state: str
    shapes: str


class Shown(NamedTuple):
    """A still: when it was, what had turned, and the layers of the map with the parts in each."""

    at: Markup
    turned: tuple[Markup, ...]
    layers: tuple[tuple[Run, ...], ...]


def spread_in(view: View, now: DisruptionNow) -> Spread | None:
    """How a disruption spread until the moment of the view, as far as the record holds it."""
    return spread(now, view.system, view.turns, view.picture.now, view.picture.exercise)


def how_it_spread(view: View, now: DisruptionNow) -> Markup:
    """The stills; nothing where the record holds too little."""
    found = spread_in(view, now)
    if found is None:
        return Markup("")
    return view.render(
        "components/spread/template.html",
        stills=[_shown(view, still) for still in found.stills],
        words="|".join(state_behind_a_name(view.words, state) for state in State),
        layers=" ".join(layer.id for layer in view.system.layers),
    )


def _shown(view: View, still: Still) -> Shown:
    return Shown(when(view, still.at), tuple(_turned(view, still)), tuple(_layers(view, still.states)))


def _turned(view: View, still: Still) -> Iterator[Markup]:
    """What turned, the worst first, the parts of one state together."""
    for state in State:
        parts = [text(view.system.by_id[part].name) for part, turned in still.turned.items() if turned is state]
        if parts:
            said = text(state_behind_a_name(view.words, state))
            listed = view.words.listed(parts)
            yield view.words.pgettext("a part and its state", "%(part)s: %(state)s", part=listed, state=said)


def _layers(view: View, states: Mapping[str, State | None]) -> Iterator[tuple[Run, ...]]:
    for layer in view.system.layers:
        found = [states.get(part.id) for part in view.system.components if part.layer == layer.id]
        yield tuple(_run(state, len(list(same))) for state, same in groupby(found))


def _run(state: State | None, many: int) -> Run:
    return Run(state.value, SHAPES[state].character * many) if state else Run("soft", UNWATCHED * many)
