"""One disruption as one row of a list: on the home page, and on the page of all that is open."""

from __future__ import annotations

from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import STATE_WORDS, attr, glyph, prose, text
from explainer.render.spans import next_span
from explainer.render.unplaced import called
from explainer.render.view import View
from explainer.render.words import dated, doubt, headline


def current_row(view: View, now: DisruptionNow) -> str:
    """html: what holds now: its state, its headline, who says so and when."""
    state = now.state if now.trusted else State.UNKNOWN
    word = f"{glyph(state)} {STATE_WORDS[state]}" if state else prose(called(now))
    source = f"{text(now.disruption.origin.publisher)}, {dated(view, now)}"
    if not now.trusted:
        source += f". {doubt(view, now).removesuffix('.')}"
    return (
        f'<li><a href="{attr(view.disruption_url(now.id))}"><b>{word}</b> '
        f"<span>{headline(view, now.disruption)}. {source}</span></a></li>"
    )


def coming_row(view: View, now: DisruptionNow) -> str:
    """html: what is still to come, from when on, and its headline."""
    return dated_row(view, now, starts(view, now))


def starts(view: View, now: DisruptionNow) -> str:
    """html: when what is still to come begins, as far as that is stated."""
    return next_span(view, now) or "Date not stated"


def dated_row(view: View, now: DisruptionNow, at: str) -> str:
    """html: a disruption with a date before its headline."""
    url = attr(view.disruption_url(now.id))
    return f'<li><a href="{url}"><b>{at}</b> <span>{headline(view, now.disruption)}</span></a></li>'
