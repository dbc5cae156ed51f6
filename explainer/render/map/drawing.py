"""The map: the whole operation in one drawing, and the same as a list.

Lines are drawn in SVG; words stay in HTML, so that they wrap, translate and can be reached with a keyboard. On
narrow screens, and for whoever prefers it, the list says all that the drawing says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from textwrap import wrap
from typing import TYPE_CHECKING

from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.component import hot_links, is_off, is_quiet, word_of
from explainer.render.escaping import attr, glyph, prose, span, text
from explainer.render.map.geometry import BOX_HEIGHT, BOX_WIDTH, LAST_HEIGHT
from explainer.render.map.lines import HEAD, Pair, captions, edges, kind_of
from explainer.render.map.listing import list_
from explainer.render.view import View
from explainer.render.words import bare, lower_first, when

if TYPE_CHECKING:
    from explainer.model.disruption import Impact

NAME_LINE, WORDS_LINE = 14, 18
"""How many characters of a name, and of the words below it, fit on a line of a box in any font."""

BOX_LINES = 4
"""How many lines fit in a box."""

_DAY = timedelta(days=1)


def map_(view: View, args: Mapping[str, str]) -> str:
    """The region ``map``: filter, drawing, key and list."""
    del args
    if not view.picture.components:
        return ""
    hot = hot_links(view)
    kinds = {(curve.source, curve.target): kind_of(view, curve, hot) for curve in view.layout.curves}
    drawing = f"{_drawing(view, kinds, hot)}\n{_key(view, kinds)}\n" if view.layout.places else ""
    return (
        '<input type="checkbox" id="only"><label for="only">Only what is not normal</label>\n'
        f"{_tools(view)}\n{drawing}{list_(view, hot)}"
    )


def _tools(view: View) -> str:
    symptom = _main_symptom(view)
    start = f'<a href="{attr(view.trace_url(symptom))}">Start from my problem</a>' if symptom else ""
    return f'<p class="tools">{start}<a class="wide" href="#list">Read it as a list</a></p>'


def _main_symptom(view: View) -> str:
    """The lead's symptom, or the one staff wrote first."""
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is not None and lead.disruption.symptom in view.system.by_id:
        return lead.disruption.symptom
    return view.system.symptoms[0].id if view.system.symptoms else ""


# The drawing


def _drawing(view: View, kinds: Mapping[Pair, str], hot: frozenset[Pair]) -> str:
    width, height = view.layout.width, view.layout.height + HEAD
    size = f"--w:{width / 16:g};--h:{height / 16:g}"
    layers = "\n".join(_layer(view, layer.id, index, hot) for index, layer in enumerate(view.system.layers))
    return (
        f'<nav class="map" aria-label="Map: {attr(view.system.title)}" style="{size}">\n'
        f'<svg class="edges" viewBox="0 0 {width:g} {height:g}" aria-hidden="true">\n'
        f"{edges(view, kinds)}</svg>\n{captions(view, hot)}<ul>\n{layers}\n</ul>\n</nav>"
    )


def _layer(view: View, layer_id: str, index: int, hot: frozenset[Pair]) -> str:
    layer = view.system.layers[index]
    members = [c for c in view.picture.components if c.component.layer == layer_id]
    left = min((view.layout.places[c.id].x for c in members), default=0.0) - BOX_WIDTH / 2
    nodes = "\n".join(_node(view, now, hot) for now in members)
    return f'<li><b class="hd" style="--x:{left:g}">{text(layer.name)}</b>\n<ul>\n{nodes}\n</ul></li>'


def _node(view: View, now: ComponentNow, hot: frozenset[Pair]) -> str:
    place = view.layout.places[now.id]
    is_last = now.component.layer == view.system.layers[-1].id
    height = LAST_HEIGHT if is_last else BOX_HEIGHT
    is_on = is_off(now) and any(now.id in pair for pair in hot)
    state = now.state.value if now.state else "none"
    classes = ["ok" if is_quiet(view, now) else "st" if now.state else "", state]
    classes += ["on"] * is_on + ["last"] * is_last
    at = f"--x:{place.x - BOX_WIDTH / 2:g};--y:{place.y - height / 2 + HEAD:g}"
    return (
        f'<li><a class="{" ".join(filter(None, classes))}" href="#{now.id}" style="{at}">'
        f"{glyph(now.state, colour=False)}<b>{text(now.component.name)}</b> {_second_line(view, now)}</a></li>"
    )


def _second_line(view: View, now: ComponentNow) -> str:
    figure = _figure(view, now)
    if figure is not None and figure.amount is not None:
        amount = figure.amount
        return (
            f'<strong><span class="n">{span(amount.low, amount.high)}</span></strong> '
            f"<span>{text(f'{amount.unit} {figure.what}')}<br>{word_of(now)}</span>"
        )
    if now.state is State.UNKNOWN and now.since is not None:
        return f"<span>Unknown since {when(view, now.since)}</span>"
    said = bare(now.says.split(". ", 1)[0]) if now.basis is Basis.REPORTED else ""
    whole = f"{word_of(now)}. {said}"
    lines = len(wrap(now.component.name, NAME_LINE)) + len(wrap(whole, WORDS_LINE))
    if said and lines <= BOX_LINES:
        return f"<span>{prose(whole)}</span>"
    is_today = now.since is not None and view.picture.now - now.since < _DAY
    if is_off(now) and now.since is not None and is_today:
        return f"<span>{word_of(now)} since {when(view, now.since)}</span>"
    return f"<span>{word_of(now)}</span>"


def _figure(view: View, now: ComponentNow) -> Impact | None:
    """The lead's first figure, for the symptom it is about, when it is short enough for a box."""
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is None or lead.disruption.symptom != now.id or not is_off(now):
        return None
    for impact in lead.disruption.impacts:
        if impact.amount is not None:
            short = len(f"{impact.amount.unit} {impact.what}") <= WORDS_LINE
            return impact if short and bare(impact.what) == impact.what else None
    return None


# The key


def _key(view: View, kinds: Mapping[Pair, str]) -> str:
    """What the lines mean: only those that are drawn."""
    drawn = list(dict.fromkeys(kinds.values()))
    rows = [
        (kind, words)
        for start, words in (
            ("hot", _hot_words(view)),
            ("off", "Slows another part"),
            ("l2", "Likely"),
            ("l3", "May follow"),
            ("blind", "We cannot tell"),
            ("ok", "Slows nothing now"),
        )
        for kind in [next((kind for kind in drawn if _means(kind) == start), "")]
        if kind
    ]
    return '<ul class="key">\n' + "\n".join(_key_row(kind, words) for kind, words in rows) + "\n</ul>"


def _means(kind: str) -> str:
    parts = kind.split()
    return parts[2] if len(parts) > 2 else parts[0]


def _hot_words(view: View) -> str:
    lead = view.picture.disruption.get(view.picture.lead)
    symptom = view.system.by_id.get(lead.disruption.symptom) if lead else None
    return f"Slows {lower_first(symptom.name)} now" if symptom else "The way to the worst problem now"


def _key_row(kind: str, words: str) -> str:
    always = ' class="always"' if kind.startswith("hot") else ""
    return (
        f'<li{always}><svg width="44" height="12" class="{kind}" aria-hidden="true"><path d="M0 6h44"/></svg>'
        f"{text(words)}</li>"
    )
