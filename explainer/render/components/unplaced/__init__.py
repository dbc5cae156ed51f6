"""What was not understood: which messages could not be placed, and which parts that leaves unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import State
from explainer.picture.model import ComponentNow, Unplaced, amount_of
from explainer.picture.unplaced import UNREAD
from explainer.render.called import called_word, capital
from explainer.render.components.more import first_of
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import clip, dated, headline, sentence

MOST_SHOWN = 5
LONGEST_HEADLINE = 120


class Message(NamedTuple):
    """One row: its page, if it has one, what it says, what it is called, and who sent it."""

    url: str
    state: str
    headline: Markup
    word: Markup
    about: Markup


def not_placed(view: View) -> Markup:
    """The section of the home page on what was not understood; empty while all was."""
    doubts = view.picture.unplaced
    return first_of(view, "components/unplaced/template.html", doubts, _message, MOST_SHOWN, amount=amount_of(doubts))


def _message(view: View, doubt: Unplaced) -> Message:
    publisher = text(view.picture.source[doubt.feed].source.publisher)
    now = view.picture.disruption.get(doubt.disruption)
    if now is None:
        about = view.words.pgettext(
            "who sent a message, and why it was not read",
            "%(publisher)s. %(reason)s",
            publisher=publisher,
            reason=_why_not_read(view, doubt),
        )
        return Message("", State.UNKNOWN, prose(headline_of(view, doubt)), text(view.words.gettext("Not read")), about)
    about = view.words.pgettext(
        "who sent a message, and when", "%(publisher)s, %(time)s", publisher=publisher, time=dated(view, now)
    )
    said = headline(view, now.disruption, LONGEST_HEADLINE)
    return Message(view.disruption_url(now.id), State.UNKNOWN, said, prose(called_word(view.words, now)), about)


def _why_not_read(view: View, doubt: Unplaced) -> Markup:
    """The same as :func:`why_not`, as a sentence."""
    if _is_to_be_mended(view, doubt):
        return text(view.words.gettext("It has to be mended first."))
    return text(sentence(capital(why_not(view, doubt))))


def why_not(view: View, doubt: Unplaced) -> str:
    """Why a message was not understood, in words for readers: they need not know the file, nor the line."""
    if _is_to_be_mended(view, doubt):
        return view.words.gettext("it has to be mended first")
    return view.words.gettext(UNREAD if doubt.aside is not None else doubt.reason)


def _is_to_be_mended(view: View, doubt: Unplaced) -> bool:
    """Whether it is one of ours that broke the rules its words have to keep."""
    return doubt.aside is not None and view.picture.source[doubt.feed].ours


def headline_of(view: View, doubt: Unplaced) -> str:
    """What a message says, as plain text on one line."""
    now = view.picture.disruption.get(doubt.disruption)
    if now is not None:
        said = clip(view.said(now.disruption, now.disruption.headline).text, LONGEST_HEADLINE)
        return said or view.words.gettext("a message of %(publisher)s", publisher=view.publisher(now.disruption))
    if doubt.is_flood:
        return view.words.ngettext("%(num)d message left out", "%(num)d messages left out", doubt.amount)
    if doubt.aside is None or not doubt.aside.headline or _is_to_be_mended(view, doubt):
        return view.words.gettext("a message that cannot be shown")
    return clip(doubt.aside.headline, LONGEST_HEADLINE)


def reason(view: View, here: ComponentNow) -> str:
    """Why a part is unknown although its sources answer, as plain text."""
    return view.words.ngettext(
        "A message of %(publishers)s may be about this, and we could not place it: “%(headline)s”.",
        "%(num)d messages of %(publishers)s may be about this, and we could not place them. The first: “%(headline)s”.",
        amount_of(here.unplaced),
        publishers=view.words.listed(publishers(view, here.unplaced)),
        headline=headline_of(view, here.unplaced[0]),
    )


def in_short(view: View, doubts: Sequence[Unplaced]) -> Markup:
    """``2 messages of Tower``, for the middle of a sentence."""
    return view.words.npgettext(
        "in the middle of a sentence",
        "a message of %(publishers)s",
        "%(num)d messages of %(publishers)s",
        amount_of(doubts),
        publishers=view.words.listed(map(text, publishers(view, doubts))),
    )


def publishers(view: View, doubts: Iterable[Unplaced]) -> tuple[str, ...]:
    """Whose messages they are."""
    return tuple(dict.fromkeys(view.picture.source[doubt.feed].source.publisher for doubt in doubts))
