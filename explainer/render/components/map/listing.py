"""The map as a list: the same parts in the same columns, with the same links, in words.

On narrow screens a drawn spine beside the list joins the parts that lead to the worst problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.disruption import Disruption
from explainer.model.vocabulary import State
from explainer.picture.causes import Pair
from explainer.picture.model import Basis, ComponentNow
from explainer.render.components.part import (
    account,
    disruptions_of,
    explainer_url,
    relations,
    told_by,
    word_since,
)
from explainer.render.escaping import glyph, text
from explainer.render.later import Version, versions_of
from explainer.render.view import View
from explainer.render.words import headline


class Told(NamedTuple):
    """How a part is, as of one moment."""

    glyph: Markup
    shade: str
    state: Markup
    account: str
    usually: str
    by: Markup
    attributes: Markup = Markup("")


class Row(NamedTuple):
    """One part in the list: how it is now, and how when that is no longer good."""

    id: str
    classes: str
    name: str
    told: tuple[Told, ...]
    links: Markup


class Section(NamedTuple):
    """One layer in the list; ``is_way`` where the spine runs past its head."""

    name: str
    is_way: bool
    rows: tuple[Row, ...]


def listing(view: View, hot: frozenset[Pair]) -> Markup:
    """The list, a section for every layer; ids are those of the components, so the drawing links here."""
    on = frozenset(end for pair in hot for end in pair if view.picture.component[end].is_off)
    layers = [_members(view, layer.id, on) for layer in view.system.layers]
    return view.render(
        "components/map/list.html",
        worst=_worst(view, on) if on else "",
        sections=list(_sections(view, layers, on)),
    )


def _members(view: View, layer_id: str, on: frozenset[str]) -> list[ComponentNow]:
    """The parts of a layer: what is on the way first, then worst first; equals stay as staff wrote them."""
    order = list(State)

    def rank(now: ComponentNow) -> tuple[bool, int]:
        return now.id not in on, order.index(now.state) if now.state else len(order)

    return sorted((c for c in view.picture.components if c.component.layer == layer_id), key=rank)


def _sections(view: View, layers: Sequence[Sequence[ComponentNow]], on: frozenset[str]) -> Iterator[Section]:
    spine = _spine([now.id for members in layers for now in members], on)
    is_way = False
    for layer, members in zip(view.system.layers, layers, strict=True):
        rows = tuple(_row(view, now, now.id in on, spine[now.id]) for now in members)
        yield Section(layer.name, is_way, rows)
        if members:
            is_way = spine[members[-1].id] in ("from", "way")


def _spine(ids: Sequence[str], on: frozenset[str]) -> dict[str, str]:
    """How the spine passes each part of the list: it comes ``from`` one, runs on its ``way``, and leads ``to`` one."""
    marked = [index for index, part in enumerate(ids) if part in on]
    if len(marked) < 2:
        return dict.fromkeys(ids, "")
    first, last = marked[0], marked[-1]
    ends = {first: "from", last: "to"}
    return {part: ends.get(index, "way" if first < index < last else "") for index, part in enumerate(ids)}


def _worst(view: View, on: frozenset[str]) -> str:
    order = list(State)
    states = [view.picture.component[c].state or State.WATCH for c in on]
    return min(states, key=order.index).value


def _row(view: View, now: ComponentNow, is_on: bool, spine: str) -> Row:
    quiet = "ok" if now.id in view.picture.quiet else ""
    return Row(
        id=now.id,
        classes=" ".join(filter(None, ("p", "hot" if is_on else "", spine, quiet))),
        name=now.component.name,
        told=tuple(_told(version, then) for version, then in versions_of(view, now)),
        links=_links(view, now),
    )


def _told(version: Version, now: ComponentNow) -> Told:
    view = version.view
    return Told(
        glyph=glyph(now.state) if now.state else Markup(""),
        shade=now.state.value if now.state else "soft",
        state=word_since(view, now),
        account=account(view, now),
        usually=now.component.says if now.basis not in (Basis.REPORTED, Basis.OUTDATED, Basis.NOBODY_LOOKED) else "",
        by=told_by(view, now),
        attributes=version.attributes,
    )


def _links(view: View, now: ComponentNow) -> Markup:
    """What the part has to do with others, the page that explains it, and the disruptions that touch it."""
    touching, hidden = disruptions_of(view, (now.id,))
    return view.render(
        "components/map/links.html",
        relations=relations(view, now.id, "#{}"),
        page=explainer_url(view, now.id),
        name=now.component.name,
        disruptions=[(view.disruption_url(d.id), _called(view, d)) for d in touching],
        hidden=hidden,
        open_url=view.open_url(),
    )


def _called(view: View, disruption: Disruption) -> Markup:
    if disruption.id == view.picture.lead:
        return text(view.words.pgettext("link to what was said of a disruption", "Updates"))
    return headline(view, disruption, 40)
