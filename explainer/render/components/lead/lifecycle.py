"""What a disruption's page says first: that it holds, is coming, has ended, was taken back or is in doubt."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.vocabulary import State, Status
from explainer.picture.model import DisruptionNow, Ending, Standing
from explainer.render.components.rows.called import called
from explainer.render.escaping import ready, text
from explainer.render.spans import next_span
from explainer.render.view import View
from explainer.render.words import doubt, state_since, when


def state_shown(view: View, now: DisruptionNow) -> State | None:
    """The state on the sign: unknown when the source is silent or nobody placed it, none when it is over."""
    if now.standing is Standing.ENDED:
        return None
    if now.standing is Standing.UPCOMING:
        return State.WATCH
    return State.UNKNOWN if not now.trusted or now.id in view.picture.not_placed else now.state


ENDED = {
    Ending.STATED: N_("Ended"),
    Ending.NOTICED: N_("Seen closed"),
    Ending.MISSED: N_("Gone from its feed"),
    Ending.LAPSED: N_("Counted until"),
    Ending.REPLACED: N_("Replaced"),
}
"""What to call the time at which something was over, by what we know it from; a message each."""


def beginning(now: DisruptionNow) -> tuple[str, datetime | None]:
    """What to call the time from which on something is told, a message: its start, or only since when we know."""
    if now.since is not None:
        return N_("Began"), now.since
    if now.start.issued_at is not None:
        return N_("Reported"), now.start.issued_at
    return N_("First seen by us"), now.first_seen


def words(view: View, now: DisruptionNow) -> Markup:
    """The line above the headline, which says first what must be known of all that follows."""
    if now.standing is Standing.ENDED:
        return _over(view, now)
    if now.standing is Standing.UPCOMING:
        first = ready(next_span(view, now))
        return view.words.gettext("Upcoming: %(span)s", span=first) if first else text(view.words.gettext("Upcoming"))
    if not now.trusted:
        return view.words.gettext("Unknown. %(doubt)s", doubt=doubt(view, now))
    if now.state is None:
        said = state_since(view, State.UNKNOWN, now.start, word=called(view, now))
    else:
        said = state_since(view, now.state, now.start)
    if now.disruption.holds_vaguely(view.picture.now):
        return view.words.gettext("%(state)s, at some hours only", state=said)
    return said


def _over(view: View, now: DisruptionNow) -> Markup:
    status = now.disruption.status
    if status is Status.WITHDRAWN:
        return text(view.words.gettext("The publisher withdrew this. It did not end; it was taken back."))
    timed, plain = _CANCELLED if status is Status.CANCELLED else _OVER[now.ended_by or Ending.STATED]
    if now.ended_at is None:
        return text(view.words.gettext(plain))
    return view.words.gettext(timed, time=when(view, now.ended_at))


_CANCELLED = (
    N_("The publisher cancelled this %(time)s. It no longer holds."),
    N_("The publisher cancelled this. It no longer holds."),
)
_OVER = {
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
}
"""What is said of what is over, with the time at which it was, and without."""
