"""What lies ahead, in words: what it is called, when it is expected, and whether anybody says when it is over."""

from __future__ import annotations

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.picture.foreseen import Ahead, Foreseen, estimate
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import bare, between, soon, when


def called(view: View, ahead: Foreseen) -> str:
    """What one thing ahead is called."""
    if ahead.kind is Ahead.NEXT_UPDATE:
        return view.words.gettext("Next update")
    if ahead.kind is Ahead.STATED_END:
        return view.words.gettext("It ends, says its source")
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


def ending(view: View, now: DisruptionNow) -> Foreseen | None:
    """The end that somebody foresees and still stands for."""
    return None if now.outdated else estimate(now, view.picture.now)


def over(view: View, now: DisruptionNow) -> Markup:
    """When it is over: the main estimate, or the end that its source states; or plainly that nobody says."""
    end = ending(view, now)
    if end is None:
        nobody = N_("Nobody can say yet.") if now.ours else N_("Its source does not say.")
        return text(view.words.gettext(nobody))
    label = view.words.pgettext("a label before what it names", "%(label)s:", label=prose(called(view, end)))
    return Markup("{} {}").format(label, expected(view, end))
