"""Where a part is explained: the one line of links that stands wherever a page names a part.

How many of each kind stand beside one part says :data:`MOST`; a kind that is not there stands beside none, and is a
page's own to draw from ``view.reading``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from explainer.language.directions import direction
from explainer.model.reading import Reading, ReadingKind
from explainer.render.escaping import attr, text
from explainer.render.view import View

MOST: Mapping[ReadingKind, int] = {ReadingKind.EXPLAINER: 1, ReadingKind.ANSWER: 3, ReadingKind.RUN: 1}
"""How many of each kind stand beside a part."""

BETWEEN = Markup(" · ")

_LINK = Markup('<a href="{}"{}>{}</a>')
_ELSEWISE = Markup(' hreflang="{0}" lang="{0}" dir="{1}"')


def explained_in(view: View, component: str) -> Markup:
    """``Explained in Why planes are de-iced · Why can’t planes be de-iced at the gate?``, or nothing."""
    return _line(view, offered(view, component))


def explained_in_turn(view: View, components: Sequence[str]) -> list[Markup]:
    """The same for the rows of one list; all but explainers stands once, beside the part that it fits best."""
    rows = [offered(view, component) for component in components]
    best: dict[Reading, tuple[int, int]] = {}
    for row, found in enumerate(rows):
        for one in found:
            at = (_place(one, found), row)
            best[one] = min(best.get(one, at), at)
    return [_line(view, (one for one in found if _stands_at(row, one, best))) for row, found in enumerate(rows)]


def explainers_of(view: View, components: Iterable[str], without: Collection[str] = ()) -> Markup:
    """``Explained in The train and the road · Getting another flight``, without the explainers of some other parts."""
    told = {view.reading.first(ReadingKind.EXPLAINER, component) for component in without}
    found = (view.reading.first(ReadingKind.EXPLAINER, component) for component in components)
    return _line(view, dict.fromkeys(one for one in found if one is not None and one not in told))


def explained_together(view: View, components: Iterable[str]) -> Markup:
    """The same in one line for several parts: their explainers, and of each other kind as many as for one part."""
    rows = [offered(view, component) for component in components]
    places: dict[Reading, int] = {}
    for found in rows:
        for one in found:
            place = _place(one, found)
            places[one] = min(places.get(one, place), place)
    explainers = [one for one in places if one.kind is ReadingKind.EXPLAINER]
    others = [
        one
        for kind, most in MOST.items()
        if kind is not ReadingKind.EXPLAINER
        for one in sorted((one for one in places if one.kind is kind), key=places.__getitem__)[:most]
    ]
    return _line(view, (*explainers, *others))


def _place(reading: Reading, found: Sequence[Reading]) -> int:
    """Which of its kind it is among what is found of a part."""
    return [one for one in found if one.kind is reading.kind].index(reading)


def _stands_at(row: int, reading: Reading, best: Mapping[Reading, tuple[int, int]]) -> bool:
    return reading.kind is ReadingKind.EXPLAINER or best[reading][1] == row


def offered(view: View, component: str) -> list[Reading]:
    """What a reader is offered beside a part; never the page that is being read."""
    found: list[Reading] = []
    for kind, most in MOST.items():
        every = (one for one in view.reading.of(component) if one.kind is kind and one.url != view.page)
        found += [one for one, _ in zip(every, range(most), strict=False)]
    return found


def link_to(view: View, reading: Reading) -> Markup:
    """A link with the title of what there is to read, and its language where that is not the page's."""
    return _linked(view.top + reading.url, reading.title, reading.lang)


# The same few pages are linked from every page of a site.
@lru_cache(maxsize=2_048)
def _linked(url: str, title: str, lang: str) -> Markup:
    marked = _ELSEWISE.format(lang, direction(lang)) if lang else Markup("")
    return _LINK.format(attr(url), marked, text(title))


def _line(view: View, found: Iterable[Reading]) -> Markup:
    explainers: list[Markup] = []
    others: list[Markup] = []
    for one in found:
        (explainers if one.kind is ReadingKind.EXPLAINER else others).append(link_to(view, one))
    if explainers:
        words = view.words.pgettext("before the name of a page", "Explained in %(page)s", page=BETWEEN.join(explainers))
        others.insert(0, words)
    return BETWEEN.join(others)
