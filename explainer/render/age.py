"""How old what a bulletin states is, in words: as of when it was said, or that this was the last that was said."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.picture.ageing import as_of, last_said
from explainer.picture.model import Basis, ComponentNow, DisruptionNow
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import sentence, when


def told_as_of(view: View, here: ComponentNow, said: Markup) -> Markup:
    """What is said of a part, with its time where that is not the page's own; ``said`` alone of everything else."""
    return at_its_time(view, as_of(view.picture, here), said)


def at_its_time(view: View, at: datetime | None, said: Markup) -> Markup:
    """``As of 18:20: 8 minutes.``, or ``said`` alone."""
    if at is None or not said:
        return said
    return view.words.gettext("As of %(time)s: %(words)s", time=when(view, at), words=said)


def state_as_of(view: View, now: DisruptionNow, state: Markup) -> Markup:
    """``Slowed since 16:40 CET, as of 18:20`` of words that are older than they promised to become."""
    return _dated(view, state, now.written_at) if now.aged else state


def part_as_of(view: View, here: ComponentNow, state: Markup) -> Markup:
    """The same of a part: with the time of its report, where that is aged."""
    if not here.aged or here.at is None or here.basis is not Basis.REPORTED:
        return state
    return _dated(view, state, here.at)


def _dated(view: View, state: Markup, at: datetime) -> Markup:
    return view.words.pgettext(
        "a state that was last told then", "%(state)s, as of %(time)s", state=state, time=when(view, at)
    )


def last_word(view: View, now: DisruptionNow) -> Markup:
    """That a bulletin counts no more, and when it last spoke; a sentence."""
    at = when(view, now.written_at)
    if now.ours:
        return view.words.gettext("Our last word is from %(time)s.", time=at)
    who = text(view.publisher(now.disruption))
    return view.words.gettext("The last word of %(publisher)s is from %(time)s.", publisher=who, time=at)


def quoted(view: View, here: ComponentNow) -> Markup:
    """The last that was said of a part that is unknown because that is too old; sentences."""
    now = last_said(view.picture, here)
    if now is None or here.report is None:
        return text(view.words.gettext("What was said last is too old to trust."))
    says = here.report.says or here.report.headline or state_word(view.words, here.report.state)
    said = view.words.gettext("It said: %(words)s", words=prose(sentence(says)))
    return Markup("{} {}").format(last_word(view, now), said)


def note(view: View, now: DisruptionNow) -> Markup:
    """What to think of all that a bulletin states, as a sentence; nothing while its words are fresh."""
    if now.outdated:
        at = when(view, now.written_at)
        return view.words.gettext("Last said %(time)s. We do not know whether it still holds.", time=at)
    if now.aged:
        return view.words.gettext("As of %(time)s.", time=when(view, now.written_at))
    return Markup("")
