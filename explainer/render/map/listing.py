"""The map as a list: the same parts in the same columns, with the same links, in words.

On narrow screens a drawn spine beside the list joins the parts that lead to the worst problem.
"""

from __future__ import annotations

from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.component import (
    account,
    disruptions_of,
    explainer_url,
    is_off,
    is_quiet,
    relation_html,
    told_by,
    word_since,
)
from explainer.render.escaping import attr, glyph, prose, text
from explainer.render.view import View
from explainer.render.words import headline

Pair = tuple[str, str]


def list_(view: View, hot: frozenset[Pair]) -> str:
    """The list, a section for every layer; ids are those of the components, so the drawing links here."""
    on = frozenset(end for pair in hot for end in pair if is_off(view.picture.component[end]))
    layers = [
        (
            layer,
            sorted(
                (c for c in view.picture.components if c.component.layer == layer.id), key=lambda now: _rank(now, on)
            ),
        )
        for layer in view.system.layers
    ]
    marked = [now.id for _, members in layers for now in members if now.id in on]
    first, last = (marked[0], marked[-1]) if len(marked) > 1 else ("", "")
    is_along = False
    sections = []
    for index, (layer, members) in enumerate(layers):
        along_head = is_along
        rows = []
        for now in members:
            spine = ("from" if now.id == first else "to" if now.id == last else "way") if is_along else ""
            if now.id == first:
                is_along, spine = True, "from"
            if now.id == last:
                is_along = False
            rows.append(_row(view, now, now.id in on, spine))
        sections.append(
            f'<section aria-labelledby="l{index}">\n'
            f'<h2 id="l{index}"{_class("way" if along_head else "")}>{text(layer.name)}</h2>\n'
            f"<ul>\n{''.join(rows)}</ul>\n</section>\n"
        )
    tint = f' style="--way:var(--{_worst(view, on)})"' if marked else ""
    return f'<div class="list" id="list"{tint}>\n{"".join(sections)}</div>'


def _rank(now: ComponentNow, on: frozenset[str]) -> tuple[bool, int]:
    """What is on the way first, then worst first; equals stay as staff wrote them."""
    order = list(State)
    return now.id not in on, order.index(now.state) if now.state else len(order)


def _worst(view: View, on: frozenset[str]) -> str:
    order = list(State)
    states = [view.picture.component[c].state or State.WATCH for c in on]
    return min(states, key=order.index).value


def _class(*names: str) -> str:
    kept = " ".join(name for name in names if name)
    return f' class="{kept}"' if kept else ""


def _row(view: View, now: ComponentNow, is_on: bool, spine: str) -> str:
    quiet = "ok" if is_quiet(view, now) else ""
    shade = now.state.value if now.state else "soft"
    told = told_by(view, now)
    also = ""
    if now.basis is not Basis.REPORTED and now.component.says:
        also = f'<p class="small soft">{prose(now.component.says)}</p>'
    return (
        f'<li{_class("p", "hot" if is_on else "", spine, quiet)} id="{now.id}">'
        f"<h3>{glyph(now.state) if now.state else ''}{text(now.component.name)}"
        f'<em class="{shade}">{word_since(view, now)}</em></h3>\n'
        f"<p>{prose(account(view, now))}</p>{also}"
        + (f'<p class="small soft">{told}</p>' if told else "")
        + _links(view, now)
        + "</li>\n"
    )


def _links(view: View, now: ComponentNow) -> str:
    related = relation_html(view, now.id, "#{}")
    more = []
    page = explainer_url(view, now.id)
    if page:
        more.append(f'<a href="{attr(page)}">How it works<span class="vh">: {text(now.component.name)}</span></a>')
    touching, hidden = disruptions_of(view, (now.id,))
    for disruption in touching:
        words = "Updates" if disruption.id == view.picture.lead else headline(view, disruption, 60)
        more.append(f'<a href="{attr(view.disruption_url(disruption.id))}">{words}</a>')
    if hidden:
        more.append(f"and {hidden} more")
    spans = related + (f" <span>{' '.join(more)}</span>" if more else "")
    return f'\n<p class="rel">{spans}</p>' if spans else ""
