"""The words that people hear: what each means, what we do, what they can do, and how its part works now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.phrases import Phrase
from explainer.model.reading import ReadingKind
from explainer.model.vocabulary import CauseCode
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.components.part import disruptions_of, name_and_state
from explainer.render.escaping import glyph, link, prose
from explainer.render.later import versions_of
from explainer.render.reading import link_to
from explainer.render.view import View
from explainer.render.words import headline, sentence

MOST_STATING = 2
"""How many disruptions are named that state a cause which a phrase stands for."""


class Part(NamedTuple):
    """The part that a phrase is about as of one moment: its shape, the link to it, the attributes of its element."""

    glyph: Markup
    name: Markup
    attributes: Markup


class Shown(NamedTuple):
    """A phrase as shown. ``explained`` leads to the page that explains its part, ``news`` are disruptions."""

    id: str
    heard: Markup
    means: str
    we_do: str
    you_can: str
    parts: tuple[Part, ...]
    explained: Markup
    news: tuple[Markup, ...]


class Group(NamedTuple):
    """Phrases under one heading."""

    name: str
    title: str
    phrases: tuple[Shown, ...]


def phrases(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``phrases``: those that are heard now first."""
    del args
    words, now = view.words, heard_now(view)
    found = (
        ("now", words.gettext("What is not normal now"), now),
        ("days", words.gettext("On any day"), tuple(one for one in view.phrases.phrases if one not in now)),
    )
    groups = [Group(name, title, tuple(_shown(view, one) for one in many)) for name, title, many in found if many]
    return view.render("components/phrases/template.html", groups=groups)


def heard_now(view: View) -> tuple[Phrase, ...]:
    """The phrases whose part does not work as usual now, or whose cause somebody states."""
    stated = {cause.code for now in _current(view) for cause in now.disruption.causes}
    return tuple(one for one in view.phrases.phrases if _is_off(view, one) or stated.intersection(one.causes))


def quoted(view: View, phrase: Phrase) -> Markup:
    """The phrase as it is announced, in quotation marks."""
    return view.words.pgettext("words that are announced", "“%(words)s”", words=prose(phrase.heard))


def _is_off(view: View, phrase: Phrase) -> bool:
    here = view.picture.component.get(phrase.component or "")
    return here is not None and here.state is not None and here.state.off


def _current(view: View) -> Iterator[DisruptionNow]:
    return (now for now in view.picture.disruptions if now.standing is Standing.CURRENT)


def _shown(view: View, phrase: Phrase) -> Shown:
    return Shown(
        id=phrase.id,
        heard=quoted(view, phrase),
        means=sentence(phrase.means),
        we_do=sentence(phrase.we_do),
        you_can=sentence(phrase.you_can),
        parts=tuple(_parts(view, phrase)),
        explained=_explained(view, phrase),
        news=tuple(_news(view, phrase)),
    )


def _explained(view: View, phrase: Phrase) -> Markup:
    page = view.reading.first(ReadingKind.EXPLAINER, phrase.component or "")
    return link_to(view, page) if page is not None else Markup("")


def _parts(view: View, phrase: Phrase) -> Iterator[Part]:
    here = view.picture.component.get(phrase.component or "")
    if here is None:
        return
    for version, then in versions_of(view, here):
        name = name_and_state(view.words, then.component.name, then.state)
        shape = glyph(then.state.value) if then.state else Markup("")
        yield Part(shape, link(view.map_url(then.id), name), version.attributes)


def _news(view: View, phrase: Phrase) -> Iterator[Markup]:
    """The disruptions of its part, and those that state a cause which it stands for."""
    known = () if view.picture.component.get(phrase.component or "") is None else (phrase.component or "",)
    of_part, _ = disruptions_of(view, known)
    stating = [now.disruption for now in _current(view) if _states(now, phrase.causes)][:MOST_STATING]
    for one in {one.id: one for one in (*of_part, *stating)}.values():
        yield link(view.disruption_url(one.id), headline(view, one))


def _states(now: DisruptionNow, causes: Iterable[CauseCode]) -> bool:
    return any(cause.code in causes for cause in now.disruption.causes)
