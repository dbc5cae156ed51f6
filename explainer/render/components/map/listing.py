"""The parts of the map, layer by layer from causes down to what customers feel; each folds out what is known of it.

On a wide screen the same boxes stand in the drawing. On a narrow one a drawn chain beside them joins the parts that
lead to the worst problem, and what is normal is one row for each layer, with its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.disruption import Disruption
from explainer.model.vocabulary import State
from explainer.picture.causes import Pair, Sure
from explainer.picture.later import ends_at
from explainer.picture.model import Basis, ComponentNow
from explainer.picture.season import expected_of
from explainer.render.components.part import (
    Relation,
    account,
    disruptions_of,
    needs,
    related,
    told_by,
    word_since,
)
from explainer.render.components.season import forecast_of
from explainer.render.escaping import glyph, prose, text
from explainer.render.later import HIDDEN, Version, ages, until, versions_of
from explainer.render.map.lines import touching
from explainer.render.map.margin import Margin, Thin, margins, numbered, reached
from explainer.render.map.measure import lines_below
from explainer.render.reading import explained_in
from explainer.render.view import Place, View
from explainer.render.words import headline

_LARGE, _FULL = 40, 16
"""In a map of more parts than the first, no more than the second tell all."""

_LINES = 2
"""On how many lines a box says at least what is said of a part."""


class Told(NamedTuple):
    """How a part is, as of one moment; ``classes`` are those of its box."""

    classes: str
    glyph: Markup
    state: Markup
    account: str
    usually: str
    by: Markup
    attributes: Markup = Markup("")


class Part(NamedTuple):
    """One part: where it stands in the drawing, how it is now, and how when that is no longer good."""

    id: str
    classes: str
    style: Markup
    number: int
    name: str
    told: tuple[Told, ...]
    links: Markup
    drawn: Markup


class Fold(NamedTuple):
    """What is normal in a layer, as of one moment: how many parts, and their names."""

    says: str
    names: Markup
    attributes: Markup = Markup("")


class Layer(NamedTuple):
    """One layer: what is not normal there, and folded what is; ``x`` is where its head stands in the drawing.

    Boxes of a layer ``at_end`` fold out towards the beginning of the drawing.
    """

    name: str
    x: str
    at_end: bool
    classes: str
    parts: tuple[Part, ...]
    folds: tuple[Fold, ...]
    fold_classes: str
    folded: tuple[Part, ...]


class Chain(NamedTuple):
    """What the list is drawn from: the parts in order, numbers, lines beside each row, and which parts tell all."""

    layers: tuple[tuple[ComponentNow, ...], ...]
    numbers: dict[str, int]
    slowed: dict[str, Sure]
    margin: dict[str, Margin]
    full: frozenset[str]


def listing(view: View, hot: frozenset[Pair]) -> Markup:
    """The parts, a section for every layer; ids are those of the components."""
    chain = _chain(view, hot)
    return view.render(
        "components/map/list.html",
        box=f"0 0 {view.layout.width:g} {view.layout.height + view.layout.head:g}",
        layers=[_layer(view, chain, at) for at in range(len(chain.layers))],
    )


def worst_on(view: View, hot: frozenset[Pair]) -> str:
    """The worst state on the way to the worst problem; it colours the chain."""
    order = list(State)
    states = [view.picture.component[part].state or State.WATCH for part in _on(hot)]
    return min(states, key=order.index).value if states else ""


def is_folded(view: View, now: ComponentNow) -> bool:
    """Whether a part is normal, or watched by nobody, causes nothing, and nothing is forecast for it."""
    return now.id in view.picture.quiet and expected_of(view.season, now.id) is None


def chosen(view: View) -> frozenset[str]:
    """The parts that tell all they have to do with others, in words and, where there is a drawing, with lines.

    Of a large operation those are the worst: any other tells what it needs alone, so that the page stays small. What
    it could slow is told where that needs it.
    """
    parts = view.picture.components
    if len(parts) <= _LARGE:
        return frozenset(now.id for now in parts)
    on, order = _on(view.picture.hot), list(State)
    off = (now for now in parts if not is_folded(view, now) and now.state)
    worst = sorted(
        off, key=lambda now: (now.id not in on, now.basis is Basis.INFERRED, order.index(now.state or order[-1]))
    )
    return frozenset(now.id for now in worst[:_FULL])


def _on(hot: frozenset[Pair]) -> frozenset[str]:
    return frozenset(end for pair in hot for end in pair)


# Order and margin


def _chain(view: View, hot: frozenset[Pair]) -> Chain:
    on = _on(hot)
    order = numbered([c.id for layer in _members(view) for c in layer if c.id in on], hot)
    numbers = {part: place for place, part in enumerate(order, 1)} if len(order) > 1 else {}
    layers = tuple(tuple(sorted(members, key=lambda now: _rank(now, numbers))) for members in _members(view))
    sure = {pair: now.sure for pair, now in view.picture.link.items() if now.sure is not None}
    sure |= dict.fromkeys(view.picture.stated, Sure.KNOWN)
    slowed = reached(on, sure)
    unsure = {
        start for (start, end), so in sure.items() if so is not Sure.KNOWN and slowed.get(end, so) is not Sure.KNOWN
    }
    rows = [row for at, layer in enumerate(layers) for row in _rows(view, at, layer)]
    lines = margins(
        ["" if "." in row else row for row in rows], numbers, slowed, (unsure & slowed.keys()) | (unsure & on)
    )
    return Chain(layers, numbers, slowed, dict(zip(rows, lines, strict=True)), chosen(view))


def _members(view: View) -> list[list[ComponentNow]]:
    return [[c for c in view.picture.components if c.component.layer == layer.id] for layer in view.system.layers]


def _rank(now: ComponentNow, numbers: dict[str, int]) -> tuple[int, int]:
    """What is on the way first, causes first, then worst first; equals stay as staff wrote them."""
    order = list(State)
    return numbers.get(now.id, len(numbers) + 1), order.index(now.state) if now.state else len(order)


def _rows(view: View, at: int, members: Sequence[ComponentNow]) -> Iterator[str]:
    """The rows of a layer: its head, its parts and its fold; no id of a part has a dot."""
    yield f"{at}.head"
    yield from (now.id for now in members if not is_folded(view, now))
    if any(is_folded(view, now) for now in members):
        yield f"{at}.fold"


def _beside(line: Margin) -> str:
    """The classes that draw the lines beside a row."""
    known = f"k-{line.known}" if line.known else ""
    thin = {Thin.FROM: "turn", Thin.HERE: "tail"}[line.thin] if known and line.thin else ""
    return " ".join(filter(None, (known, thin, f"l-{line.likely}" if line.likely else "")))


# Layers, parts and folds


def _layer(view: View, chain: Chain, at: int) -> Layer:
    members, fold = chain.layers[at], chain.margin.get(f"{at}.fold")
    folded = [now for now in members if is_folded(view, now)]
    places = [view.layout.places[now.id] for now in members if now.id in view.layout.places]
    beside = _beside(fold) if fold else ""
    return Layer(
        name=view.system.layers[at].name,
        x=f"{places[0].x - view.layout.box / 2:g}" if places else "",
        at_end=at >= len(chain.layers) / 2,
        classes=_beside(chain.margin[f"{at}.head"]),
        parts=tuple(_part(view, chain, now) for now in members if not is_folded(view, now)),
        folds=tuple(_folds(view, folded)) if folded else (),
        fold_classes=beside,
        folded=tuple(_part(view, chain, now) for now in folded),
    )


def _part(view: View, chain: Chain, now: ComponentNow) -> Part:
    number = chain.numbers.get(now.id, 0)
    line = chain.margin.get(now.id)
    drawn = touching(view.layout, now.id) if now.id in chain.full and now.id in view.layout.places else Markup("")
    tick = chain.slowed.get(now.id) if line and (line.known or line.likely) else None
    ahead = "ahead" if expected_of(view.season, now.id) is not None else ""
    classes = ("hot" if number else tick.value if tick else "", _beside(line) if line else "ok", ahead)
    return Part(
        id=now.id,
        classes=" ".join(filter(None, classes)),
        style=_stand(view, now.component.name, view.layout.places.get(now.id)),
        number=number,
        name=now.component.name,
        told=tuple(_told(version, then, bool(number)) for version, then in versions_of(view, now)),
        links=_links(view, now, related if now.id in chain.full else needs),
        drawn=drawn,
    )


_STAND = Markup(' style="--x:{:g};--y:{:g};--t:{:g}{}"')


def _stand(view: View, name: str, place: Place | None) -> Markup:
    """Where its box stands and how high it is, and on how many lines it says what is said, where those are not two."""
    if place is None:
        return Markup("")
    lines, box = lines_below(name, view.layout.box, place.height), view.layout.box
    more = f";--l:{lines}" if lines > _LINES else ""
    return _STAND.format(place.x - box / 2, place.y - place.height / 2 + view.layout.head, place.height, more)


def _told(version: Version, now: ComponentNow, is_on: bool) -> Told:
    view = version.view
    state = now.state.value if now.state else "none"
    return Told(
        classes=f"{state} on" if is_on and now.is_off else state,
        glyph=glyph(now.state, colour=not is_on) if now.state else Markup(""),
        state=word_since(view, now),
        account=Markup(" ").join(filter(None, (account(view, now), forecast_of(view, now.id)))),
        usually=now.component.says if now.basis not in (Basis.REPORTED, Basis.OUTDATED, Basis.NOBODY_LOOKED) else "",
        by=told_by(view, now),
        attributes=version.attributes,
    )


def _links(view: View, now: ComponentNow, told: Callable[[View, str, str], list[Relation]]) -> Markup:
    """What the part has to do with others, the page that explains it, and the disruptions that touch it."""
    touching, hidden = disruptions_of(view, (now.id,))
    return view.render(
        "components/map/links.html",
        relations=told(view, now.id, "#{}"),
        explained=explained_in(view, now.id),
        disruptions=[(view.disruption_url(d.id), _called(view, d)) for d in touching],
        hidden=hidden,
        open_url=view.open_url(),
    )


def _called(view: View, disruption: Disruption) -> Markup:
    if disruption.id == view.picture.lead:
        return text(view.words.pgettext("link to what was said of a disruption", "Updates"))
    return headline(view, disruption, 40)


def _folds(view: View, members: Sequence[ComponentNow]) -> Iterator[Fold]:
    """What a fold says now, and after each moment at which one of its parts is no longer known to be normal."""
    ends = {now.id: ends_at(view.picture, now) if ages(view) else None for now in members}
    moments = sorted({end for end in ends.values() if end is not None and end > view.picture.now})
    for at, following in zip([None, *moments], [*moments, None], strict=True):
        left = [now for now in members if at is None or (end := ends[now.id]) is None or end > at]
        yield _fold(view, left)._replace(attributes=(HIDDEN if at else Markup("")) + until(following))


def _fold(view: View, members: Sequence[ComponentNow]) -> Fold:
    words, normal = view.words, sum(now.state is State.NORMAL for now in members)
    says = [words.npgettext("how many parts", "%(num)d normal", "%(num)d normal", normal)] if normal else []
    if unwatched := len(members) - normal:
        says.append(words.npgettext("how many parts", "%(num)d not watched", "%(num)d not watched", unwatched))
    return Fold(" · ".join(says), words.listed(prose(now.component.name) for now in members))
