"""What a disruption's page says first: that it holds, is coming, has ended, was taken back or is in doubt."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from explainer.language.marks import N_, NC_
from explainer.model.vocabulary import Ending, State, Status
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.past import how_over
from explainer.render.age import last_word, state_as_of
from explainer.render.called import called_word
from explainer.render.escaping import prose, text
from explainer.render.spans import next_span
from explainer.render.view import View
from explainer.render.words import doubt, state_since, when
from explainer.render.worst import with_worse

# Translators: a label over the time at which something was over, by what we know that from.
_ENDED = {
    Ending.STATED: NC_("over the time of an end", "Ended"),
    Ending.NOTICED: NC_("over the time of an end", "Seen closed"),
    Ending.MISSED: NC_("over the time of an end", "Gone from its feed"),
    Ending.LAPSED: NC_("over the time of an end", "Counted until"),
    Ending.REPLACED: NC_("over the time of an end", "Replaced"),
}

_OVER: dict[Ending | Status, tuple[str, str]] = {
    Ending.STATED: (
        N_("Ended %(time)s. This page stays as it was, for the record."),
        N_("Ended. This page stays as it was, for the record."),
    ),
    Ending.NOTICED: (
        N_("Its publisher closed it; we saw that %(time)s. This page stays as it was, for the record."),
        N_("Its publisher closed it; we saw that. This page stays as it was, for the record."),
    ),
    Ending.MISSED: (
        N_("It is no longer in the feed since %(time)s; we take it as over."),
        N_("It is no longer in the feed; we take it as over."),
    ),
    Ending.LAPSED: (
        N_("It stated no end, and counts no more since %(time)s."),
        N_("It stated no end, and counts no more."),
    ),
    Ending.REPLACED: (
        N_("Replaced by a later message of %(time)s. This page stays as it was, for the record."),
        N_("Replaced by a later message. This page stays as it was, for the record."),
    ),
    Status.CANCELLED: (
        N_("The publisher cancelled this %(time)s. It no longer holds."),
        N_("The publisher cancelled this. It no longer holds."),
    ),
    Status.WITHDRAWN: (
        N_("The publisher withdrew this. It did not end; it was taken back."),
        N_("The publisher withdrew this. It did not end; it was taken back."),
    ),
}
"""What is said of something that is over: with the time at which it was, and without one."""


def ended_word(view: View, now: DisruptionNow) -> str:
    """What to call the time at which it was over."""
    return view.words.pgettext(*_ENDED[now.ended_by or Ending.STATED])


def beginning(view: View, now: DisruptionNow) -> tuple[str, datetime | None]:
    """What to call the time from which on something is told: its start, or only since when it is known."""
    words = view.words
    if now.since is not None:
        return words.pgettext("over the time of a beginning", "Began"), now.since
    if now.start.issued_at is not None:
        return words.pgettext("over the time of a beginning", "Reported"), now.start.issued_at
    return words.pgettext("over the time of a beginning", "First seen by us"), now.first_seen


def words(view: View, now: DisruptionNow) -> Markup:
    """The line above the headline, which says first what must be known of all that follows."""
    if now.standing is Standing.ENDED:
        return _over(view, now)
    if now.standing is Standing.UPCOMING:
        first = next_span(view, now)
        return view.words.gettext("Upcoming: %(span)s", span=first) if first else text(view.words.gettext("Upcoming"))
    if now.trusted and now.outdated_at is not None and now.outdated:
        at = when(view, now.outdated_at)
        return view.words.gettext("Unknown since %(time)s. %(doubt)s", time=at, doubt=last_word(view, now))
    if not now.trusted:
        return view.words.gettext("Unknown. %(doubt)s", doubt=doubt(view, now))
    said = state_as_of(view, now, _holds(view, now))
    if now.disruption.holds_vaguely(view.picture.now):
        return view.words.gettext("%(state)s, at some hours only", state=said)
    return said


def _holds(view: View, now: DisruptionNow) -> Markup:
    if now.state is None:
        return state_since(view, State.UNKNOWN, now.start, word=prose(called_word(view.words, now)))
    return with_worse(view, state_since(view, now.state, now.start), now.worse)


def _over(view: View, now: DisruptionNow) -> Markup:
    timed, untimed = _OVER[how_over(now)]
    if now.ended_at is None:
        return text(view.words.gettext(untimed))
    return view.words.gettext(timed, time=when(view, now.ended_at))
