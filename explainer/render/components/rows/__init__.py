"""A list of links, a row each: what stands first in bold, and what there is to say of it.

Disruptions are listed so on the home page, on the page of all that is open and in the archive. Other templates
include it where they list ``rows``; ``kind`` is a class that styles them, beside those of every such list.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.render.age import last_word
from explainer.render.called import called_word
from explainer.render.escaping import glyph, prose, text
from explainer.render.spans import next_span
from explainer.render.view import View
from explainer.render.words import dated, doubt, headline


class Row(NamedTuple):
    """One row: where it leads, what stands first, and the rest of it."""

    url: str
    first: str
    rest: str


def current_row(view: View, now: DisruptionNow) -> Row:
    """What holds now: its state, its headline, who says so and when; and that it is in doubt, where it is."""
    state = now.state if now.counts else State.UNKNOWN
    first = prose(called_word(view.words, now))
    if state:
        first = Markup("{} {}").format(glyph(state), state_word(view.words, state))
    says = {
        "headline": headline(view, now.disruption),
        "publisher": text(view.publisher(now.disruption)),
        "time": dated(view, now),
    }
    if now.counts:
        rest = view.words.gettext("%(headline)s. %(publisher)s, %(time)s", **says)
    else:
        says["doubt"] = (doubt(view, now) if not now.trusted else last_word(view, now)).removesuffix(".")
        rest = view.words.gettext("%(headline)s. %(publisher)s, %(time)s. %(doubt)s", **says)
    return Row(view.disruption_url(now.id), first, rest)


def coming_row(view: View, now: DisruptionNow) -> Row:
    """What is still to come, from when on, and its headline."""
    return dated_row(view, now, starts(view, now))


def starts(view: View, now: DisruptionNow) -> Markup:
    """When what is still to come begins, as far as that is stated."""
    return next_span(view, now) or text(view.words.gettext("Date not stated"))


def dated_row(view: View, now: DisruptionNow, at: Markup) -> Row:
    """A disruption with a date before its headline."""
    return Row(view.disruption_url(now.id), at, headline(view, now.disruption))
