"""What lies ahead, in words: what it is called, when it is expected, and whether anybody says when it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.language.words import Words
from explainer.model.rights import Rights
from explainer.picture.foreseen import Ahead, Foreseen, estimate
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import bare, between, sentence, soon, when

WHEN_OVER, OWED = N_("When is it over?"), N_("What am I owed?")
"""The two questions asked most."""


def called(words: Words, ahead: Foreseen) -> str:
    """What one thing ahead is called."""
    if ahead.kind is Ahead.NEXT_UPDATE:
        return words.gettext("Next update")
    if ahead.kind is Ahead.STATED_END:
        return words.gettext("It ends, says its source")
    return bare(ahead.what)


def expected(view: View, ahead: Foreseen) -> Markup:
    """When it is expected; that its time has passed, and as of when it was worked out, where that is to be told."""
    words, at = view.words, soon(view, ahead.high)
    if ahead.kind is Ahead.NEXT_UPDATE:
        if ahead.passed:
            return words.gettext("was promised by %(time)s", time=at)
        return words.gettext("by %(time)s", time=at)
    if ahead.kind is Ahead.STATED_END:
        return at
    if ahead.low is not None:
        at = between(view, ahead.low, ahead.high)
    told = words.gettext("%(when)s (that time has passed)", when=at) if ahead.passed else at
    if ahead.said_at is None:
        return told
    worked_out = when(view, ahead.said_at)
    return words.pgettext(
        "when something is expected, and when we said so", "%(when)s, as of %(time)s", when=told, time=worked_out
    )


def ending(now: DisruptionNow, moment: datetime) -> Foreseen | None:
    """The end that somebody foresees at this moment, and still stands for."""
    return None if now.outdated else estimate(now, moment)


def nobody_says(words: Words, now: DisruptionNow) -> str:
    """That nobody says when it is over, as a sentence."""
    return words.gettext(N_("Nobody can say yet.") if now.ours else N_("Its source does not say."))


def over(view: View, now: DisruptionNow) -> Markup:
    """When it is over: the main estimate, or the end that its source states; or plainly that nobody says."""
    end = ending(now, view.picture.now)
    if end is None:
        return text(nobody_says(view.words, now))
    label = view.words.pgettext("a label before what it names", "%(label)s:", label=prose(called(view.words, end)))
    return Markup("{} {}").format(label, expected(view, end))


def over_in_words(words: Words, now: DisruptionNow, moment: datetime, told: Callable[[datetime], str]) -> str:
    """The same as plain text, with the question before it and each time as ``told`` tells it."""
    end, asked = ending(now, moment), words.gettext(WHEN_OVER)
    if end is None:
        return f"{asked} {nobody_says(words, now)}"
    at = told(end.high)
    if end.low is not None and end.low != end.high:
        at = words.pgettext(
            "when something is expected", "between %(low)s and %(high)s", low=told(end.low), high=told(end.high)
        )
    at = words.gettext("%(when)s (that time has passed)", when=at) if end.passed else at
    label = words.pgettext("a label before what it names", "%(label)s:", label=called(words, end))
    return f"{asked} {label} {at}."


def owed_in_words(words: Words, rights: Rights | None) -> str:
    """Who owes what in which cases, as plain text with the question before it; nothing where no right is named."""
    if rights is None:
        return ""
    cases = words.separated(row.when for row in rights.rows)
    return " ".join(one for one in (words.gettext(OWED), sentence(rights.owed_by), f"{cases}.") if one)
