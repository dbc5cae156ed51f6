"""A list of links, a row each: what stands first in bold, and what there is to say of it.

Disruptions are listed so on the home page, on the page of all that is open and in the archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.render.components.rows.called import called
from explainer.render.escaping import glyph, link, prose, ready, text
from explainer.render.spans import next_span
from explainer.render.view import View
from explainer.render.words import bare, dated, doubt, headline


class Row(NamedTuple):
    """One row: where it leads, what stands first, and the rest of it."""

    url: str
    first: str
    rest: str


def listing(view: View, rows: Iterable[Row], kind: str = "") -> Markup:
    """The list; ``kind`` is a class that styles it, beside those of every such list."""
    return view.render("components/rows/template.html", rows=rows, kind=kind)


def and_more(view: View, hidden: int) -> Markup:
    """How many more there are than a list shows, as the way to all that is open; empty when there are none."""
    if hidden < 1:
        return Markup("")
    return link(view.open_url(), view.words.ngettext("And %(num)d more.", "And %(num)d more.", hidden))


def some(view: View, rows: Iterable[Row], note: str, kind: str = "") -> Markup:
    """The list, and a note below it on what it leaves out, if it leaves anything out."""
    shown = tuple(rows)
    return view.render("components/rows/some.html", rows=listing(view, shown, kind) if shown else "", note=note)


def current_row(view: View, now: DisruptionNow) -> Row:
    """What holds now: its state, its headline, who says so and when."""
    state = now.state if now.trusted else State.UNKNOWN
    first = Markup("{} {}").format(glyph(state), state_word(view.words, state)) if state else prose(called(view, now))
    said = {
        "headline": headline(view, now.disruption),
        "publisher": text(now.disruption.origin.publisher),
        "time": dated(view, now),
    }
    if now.trusted:
        rest = view.words.gettext("%(headline)s. %(publisher)s, %(time)s", **said)
    else:
        why = text(bare(doubt(view, now)))
        rest = view.words.gettext("%(headline)s. %(publisher)s, %(time)s. %(doubt)s", doubt=why, **said)
    return Row(view.disruption_url(now.id), first, rest)


def coming_row(view: View, now: DisruptionNow) -> Row:
    """What is still to come, from when on, and its headline."""
    return dated_row(view, now, starts(view, now))


def starts(view: View, now: DisruptionNow) -> Markup:
    """When what is still to come begins, as far as that is stated."""
    return ready(next_span(view, now)) or text(view.words.gettext("Date not stated"))


def dated_row(view: View, now: DisruptionNow, at: Markup) -> Row:
    """A disruption with a date before its headline."""
    return Row(view.disruption_url(now.id), at, headline(view, now.disruption))
