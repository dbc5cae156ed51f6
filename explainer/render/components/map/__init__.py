"""The map: every part of the operation once, in layers from causes to what customers feel.

On a wide screen its boxes stand in a drawing, on a narrow one below one another beside the chain. Lines are drawn in
SVG; words stay in HTML, so that they wrap, translate and can be reached with a keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.vocabulary import Channel
from explainer.picture.causes import Pair
from explainer.render.components.map.listing import chosen, listing, worst_on
from explainer.render.components.season import forecasts
from explainer.render.map.lines import captions, edges, kinds_of
from explainer.render.view import View


class Line(NamedTuple):
    """A kind of line in the key, and what it means."""

    kind: str
    says: str


def map_(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``map``: filter, parts, lines and their key."""
    del args
    if not view.picture.components:
        return Markup("")
    hot = view.picture.hot
    symptom = _main_symptom(view)
    return view.render(
        "components/map/template.html",
        url=view.trace_url(symptom) if symptom else "",
        title=view.system.title,
        style=";".join(filter(None, (_colours(worst_on(view, hot)), _size(view)))),
        drawing=_drawing(view, hot) if view.layout.places else "",
        parts=listing(view, hot),
        sheet="sheet.html" if view.makes(Channel.POSTERS) else "",
        ahead=list(forecasts(view)),
        key=list(key(view, kinds_of(view, hot).values())),
    )


def _colours(worst: str) -> str:
    return f"--way:var(--{worst});--way-sign:var(--{worst}-sign)" if worst else ""


def _size(view: View) -> str:
    """How wide and high the drawing is, and how wide its boxes are, in its own points."""
    layout = view.layout
    return f"--w:{layout.width:g};--h:{layout.height + layout.head:g};--b:{layout.box:g}" if layout.places else ""


def _main_symptom(view: View) -> str:
    """The lead's symptom, or the one staff wrote first."""
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is not None and lead.disruption.account.symptom in view.system.by_id:
        return lead.disruption.account.symptom
    return view.system.symptoms[0].id if view.system.symptoms else ""


def _drawing(view: View, hot: frozenset[Pair]) -> Markup:
    kinds = kinds_of(view, hot)
    return view.render(
        "components/map/drawing.html",
        width=f"{view.layout.width:g}",
        height=f"{view.layout.height + view.layout.head:g}",
        edges=edges(view, kinds, chosen(view)),
        captions=captions(view, hot),
    )


# The key


_MEANINGS = {
    "hot": N_("The way to the worst problem now"),
    "off": N_("Slows another part"),
    "l2": N_("Probably slows another part"),
    "l3": N_("May slow another part"),
    "blind": N_("We cannot tell"),
    "ok": N_("Slows nothing now"),
}


def key(view: View, kinds: Iterable[str]) -> Iterator[Line]:
    """What the lines mean: only those that are drawn."""
    drawn = {_means(kind): kind for kind in reversed(list(kinds))}
    lead = view.picture.disruption.get(view.picture.lead)
    symptom = view.system.by_id.get(lead.disruption.account.symptom) if lead else None
    for meaning, words in _MEANINGS.items():
        if meaning not in drawn:
            continue
        if meaning == "hot" and symptom is not None:
            says = view.words.gettext("Slows now: %(symptom)s", symptom=symptom.name)
        else:
            says = view.words.gettext(words)
        yield Line(drawn[meaning], says)


def _means(kind: str) -> str:
    parts = kind.split()
    return parts[2] if len(parts) > 2 else parts[0]
