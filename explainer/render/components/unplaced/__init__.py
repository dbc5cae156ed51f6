"""What was not understood, in words: which messages could not be placed, and which parts that leaves unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.picture.model import ComponentNow, Unplaced
from explainer.render.components.rows import and_more
from explainer.render.components.rows.called import called, capital
from explainer.render.components.section import section
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import clip, dated, headline, sentence

MOST_SHOWN = 5
LONGEST_HEADLINE = 120


def reason(view: View, here: ComponentNow) -> str:
    """Why a part is unknown although its sources answer."""
    return view.words.ngettext(
        "A message of %(publishers)s may be about this, and we could not place it: “%(headline)s”.",
        "%(num)d messages of %(publishers)s may be about this, and we could not place them. The first: “%(headline)s”.",
        len(here.unplaced),
        publishers=publishers(view, here.unplaced),
        headline=headline_of(view, here.unplaced[0]),
    )


def in_short(view: View, doubts: Sequence[Unplaced]) -> str:
    """``2 messages of Tower``, for the middle of a sentence."""
    return view.words.ngettext(
        "a message of %(publishers)s",
        "%(num)d messages of %(publishers)s",
        len(doubts),
        publishers=publishers(view, doubts),
    )


def publishers(view: View, doubts: Iterable[Unplaced]) -> str:
    """Whose messages they are."""
    return view.words.listed(dict.fromkeys(view.picture.source[doubt.feed].source.publisher for doubt in doubts))


def headline_of(view: View, doubt: Unplaced) -> str:
    """What a message says, as plain text on one line."""
    now = view.picture.disruption.get(doubt.disruption)
    if now is not None:
        said = view.said(now.disruption.headline).text
        publisher = now.disruption.origin.publisher
        return clip(said, LONGEST_HEADLINE) or view.words.gettext("a message of %(publisher)s", publisher=publisher)
    if doubt.aside is None or view.picture.source[doubt.feed].ours:
        return view.words.gettext("a message that cannot be shown")  # one of ours that broke the rules of our words
    return clip(doubt.aside.headline or doubt.aside.entry, LONGEST_HEADLINE)


class _Doubt(NamedTuple):
    """One row of the section: of a message that has a page, with the way to it."""

    url: str
    headline: Markup
    called: str
    rest: Markup


def not_placed(view: View) -> Markup:
    """The section of the home page on what was not understood; empty while all was."""
    doubts = view.picture.unplaced
    if not doubts:
        return Markup("")
    said = view.words.ngettext(
        "%(num)d message that holds now could not be placed, so the parts that it may be about are unknown.",
        "%(num)d messages that hold now could not be placed, so the parts that they may be about are unknown.",
        len(doubts),
    )
    more = and_more(view, len(doubts) - MOST_SHOWN)
    rows = [_row(view, doubt) for doubt in doubts[:MOST_SHOWN]]
    body = view.render("components/unplaced/template.html", said=said, rows=rows, more=more)
    return section(view, "unplaced", view.words.gettext("What we could not place"), body)


def _row(view: View, doubt: Unplaced) -> _Doubt:
    publisher = text(view.picture.source[doubt.feed].source.publisher)
    now = view.picture.disruption.get(doubt.disruption)
    if now is None:
        why = prose(sentence(capital(clip(why_not(view, doubt), LONGEST_HEADLINE))))
        rest = view.words.gettext("%(publisher)s. %(reason)s", publisher=publisher, reason=why)
        return _Doubt("", prose(headline_of(view, doubt)), view.words.gettext("Not read"), rest)
    rest = view.words.gettext("%(publisher)s, %(time)s", publisher=publisher, time=dated(view, now))
    words = headline(view, now.disruption, LONGEST_HEADLINE)
    return _Doubt(view.disruption_url(now.id), words, called(view, now), rest)


def why_not(view: View, doubt: Unplaced) -> str:
    """Why a message was not understood, in words for readers: of a bulletin of ours they need not know the line."""
    is_ours = doubt.aside is not None and view.picture.source[doubt.feed].ours
    return view.words.gettext("it has to be mended first") if is_ours else doubt.reason
