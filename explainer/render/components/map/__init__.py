"""The map: the whole operation in one drawing, and the same as a list.

Lines are drawn in SVG; words stay in HTML, so that they wrap, translate and can be reached with a keyboard. On
narrow screens, and for whoever prefers it, the list says all that the drawing says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.disruption import Impact
from explainer.model.vocabulary import State
from explainer.picture.causes import Pair
from explainer.picture.model import Basis, ComponentNow
from explainer.render.age import part_as_of
from explainer.render.components.map.listing import listing
from explainer.render.components.part import word_of, word_since
from explainer.render.escaping import glyph, prose, text
from explainer.render.later import Version, versions_of
from explainer.render.map.geometry import BOX_HEIGHT, BOX_WIDTH, LAST_HEIGHT
from explainer.render.map.lines import HEAD, captions, edges, kind_of
from explainer.render.view import View
from explainer.render.words import bare, figures, plain, when

NAME_LINE, WORDS_LINE = 14, 18
"""How many characters of a name, and of the words below it, fit on a line of a box in any font."""

BOX_LINES = 4
"""How many lines fit in a box."""

_DAY = timedelta(days=1)


class Box(NamedTuple):
    """A part as it is drawn: its classes, where it stands, its shape, its name and what is said of it."""

    id: str
    classes: str
    x: str
    y: str
    glyph: Markup
    name: str
    figure: Markup
    says: Markup
    attributes: Markup = Markup("")


class Column(NamedTuple):
    """A layer as it is drawn: the left edge of its head, its name, and its boxes."""

    x: str
    name: str
    boxes: tuple[Box, ...]


class Line(NamedTuple):
    """A kind of line in the key, and what it means; ``always`` where it is also drawn beside the list."""

    kind: str
    always: bool
    says: str


def map_(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``map``: filter, drawing, key and list."""
    del args
    if not view.picture.components:
        return Markup("")
    hot = view.picture.hot
    symptom = _main_symptom(view)
    return view.render(
        "components/map/template.html",
        url=view.trace_url(symptom) if symptom else "",
        drawing=_drawing(view, hot) if view.layout.places else "",
        list=listing(view, hot),
    )


def _main_symptom(view: View) -> str:
    """The lead's symptom, or the one staff wrote first."""
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is not None and lead.disruption.account.symptom in view.system.by_id:
        return lead.disruption.account.symptom
    return view.system.symptoms[0].id if view.system.symptoms else ""


# The drawing


def _drawing(view: View, hot: frozenset[Pair]) -> Markup:
    kinds = {(curve.source, curve.target): kind_of(view, curve, hot) for curve in view.layout.curves}
    width, height = view.layout.width, view.layout.height + HEAD
    return view.render(
        "components/map/drawing.html",
        title=view.system.title,
        wide=f"{width / 16:g}",
        high=f"{height / 16:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        edges=edges(view, kinds),
        captions=captions(view, hot),
        columns=[_column(view, index, hot) for index in range(len(view.system.layers))],
        key=list(_key(view, kinds.values())),
    )


def _column(view: View, index: int, hot: frozenset[Pair]) -> Column:
    layer = view.system.layers[index]
    members = [c for c in view.picture.components if c.component.layer == layer.id]
    left = min((view.layout.places[c.id].x for c in members), default=0.0) - BOX_WIDTH / 2
    boxes = (_box(version, then, hot) for now in members for version, then in versions_of(view, now))
    return Column(f"{left:g}", layer.name, tuple(boxes))


def _box(version: Version, now: ComponentNow, hot: frozenset[Pair]) -> Box:
    view = version.view
    place = view.layout.places[now.id]
    is_last = now.component.layer == view.system.layers[-1].id
    height = LAST_HEIGHT if is_last else BOX_HEIGHT
    is_on = now.is_off and any(now.id in pair for pair in hot)
    state = now.state.value if now.state else "none"
    classes = ["ok" if now.id in view.picture.quiet else "st" if now.state else "", state]
    classes += ["on"] * is_on + ["last"] * is_last
    figure, says = _second_line(view, now)
    return Box(
        now.id,
        " ".join(filter(None, classes)),
        f"{place.x - BOX_WIDTH / 2:g}",
        f"{place.y - height / 2 + HEAD:g}",
        glyph(now.state, colour=False),
        now.component.name,
        figure,
        says,
        version.attributes,
    )


def _second_line(view: View, now: ComponentNow) -> tuple[Markup, Markup]:
    """The figure that stands out in a box, if it has one, and the words below its name."""
    if now.aged and now.basis is Basis.REPORTED:
        return Markup(""), part_as_of(view, now, text(word_of(view, now)))
    figure, word = _figure(view, now), word_of(view, now)
    if figure is not None and figure.amount is not None:
        amount = figure.amount
        says = Markup("{}<br>{}").format(text(f"{amount.unit} {figure.what}"), word)
        return figures(view, amount.low, amount.high), says
    if now.state is State.UNKNOWN and now.since is not None:
        return Markup(""), word_since(view, now)
    said = bare(now.says.split(". ", 1)[0]) if now.basis is Basis.REPORTED else ""
    whole = view.words.pgettext("a state and what is said of it", "%(state)s. %(says)s", state=word, says=said)
    if said and _fits(now, whole):
        return Markup(""), prose(whole)
    is_today = now.since is not None and view.picture.now - now.since < _DAY
    if now.is_off and now.since is not None and is_today:
        since = view.words.gettext("%(state)s since %(time)s", state=text(word), time=when(view, now.since))
        if _fits(now, plain(since)):
            return Markup(""), since
    return Markup(""), text(word)


def _fits(now: ComponentNow, says: str) -> bool:
    return len(wrap(now.component.name, NAME_LINE)) + len(wrap(says, WORDS_LINE)) <= BOX_LINES


def _figure(view: View, now: ComponentNow) -> Impact | None:
    """The lead's first figure, for the symptom it is about, when it is short enough for a box."""
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is None or lead.disruption.account.symptom != now.id or not now.is_off:
        return None
    for impact in lead.disruption.impacts:
        if impact.amount is not None:
            short = len(f"{impact.amount.unit} {impact.what}") <= WORDS_LINE
            return impact if short and bare(impact.what) == impact.what else None
    return None


# The key


_MEANINGS = {
    "hot": N_("The way to the worst problem now"),
    "off": N_("Slows another part"),
    "l2": N_("Probably slows another part"),
    "l3": N_("May slow another part"),
    "blind": N_("We cannot tell"),
    "ok": N_("Slows nothing now"),
}


def _key(view: View, kinds: Iterable[str]) -> Iterator[Line]:
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
        yield Line(drawn[meaning], meaning == "hot", says)


def _means(kind: str) -> str:
    parts = kind.split()
    return parts[2] if len(parts) > 2 else parts[0]
