"""A list of links, a row each: what stands first in bold, and what there is to say of it.

Disruptions are listed so on the home page, on the page of all that is open and in the archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import STATE_WORDS, glyph, prose, ready
from explainer.render.spans import next_span
from explainer.render.unplaced import called
from explainer.render.view import View
from explainer.render.words import dated, doubt, headline


class Row(NamedTuple):
    """One row: where it leads, what stands first, and the rest of it."""

    url: str
    first: str
    rest: str


def listing(view: View, rows: Iterable[Row], kind: str = "") -> Markup:
    """The list; ``kind`` is a class that styles it, beside those of every such list."""
    return view.render("components/rows/template.html", rows=rows, kind=kind)


def current_row(view: View, now: DisruptionNow) -> Row:
    """What holds now: its state, its headline, who says so and when."""
    state = now.state if now.trusted else State.UNKNOWN
    first = Markup("{} {}").format(glyph(state), STATE_WORDS[state]) if state else prose(called(now))
    says = Markup("{}. {}, {}").format(
        headline(view, now.disruption), now.disruption.origin.publisher, dated(view, now)
    )
    if not now.trusted:
        says = Markup("{}. {}").format(says, doubt(view, now).removesuffix("."))
    return Row(view.disruption_url(now.id), first, says)


def coming_row(view: View, now: DisruptionNow) -> Row:
    """What is still to come, from when on, and its headline."""
    return dated_row(view, now, starts(view, now))


def starts(view: View, now: DisruptionNow) -> Markup:
    """When what is still to come begins, as far as that is stated."""
    return ready(next_span(view, now) or "Date not stated")


def dated_row(view: View, now: DisruptionNow, at: str) -> Row:
    """A disruption with a date before its headline."""
    return Row(view.disruption_url(now.id), at, headline(view, now.disruption))
