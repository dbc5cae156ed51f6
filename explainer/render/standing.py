"""What a disruption's page says first: that it holds, is coming, has ended, was taken back or is in doubt."""

from __future__ import annotations

from datetime import datetime

from explainer.model.vocabulary import State, Status
from explainer.picture.model import DisruptionNow, Ending, Standing
from explainer.render.escaping import prose
from explainer.render.spans import next_span
from explainer.render.unplaced import called
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
    Ending.STATED: "Ended",
    Ending.NOTICED: "Seen closed",
    Ending.MISSED: "Gone from its feed",
    Ending.LAPSED: "Counted until",
    Ending.REPLACED: "Replaced",
}
"""What to call the time at which something was over, by what we know it from."""


def beginning(now: DisruptionNow) -> tuple[str, datetime | None]:
    """What to call the time from which on something is told: its start, or only since when it is known."""
    if now.since is not None:
        return "Began", now.since
    if now.start.issued_at is not None:
        return "Reported", now.start.issued_at
    return "First seen by us", now.first_seen


def words(view: View, now: DisruptionNow) -> str:
    """html: the line above the headline, which says first what must be known of all that follows."""
    d = now.disruption
    if now.standing is Standing.ENDED:
        return _over(view, now)
    if now.standing is Standing.UPCOMING:
        first = next_span(view, now)
        return f"Upcoming: {first}" if first else "Upcoming"
    if not now.trusted:
        return f"Unknown. {doubt(view, now)}"
    some_hours = ", at some hours only" if d.holds_vaguely(view.picture.now) else ""
    if now.state is None:
        return state_since(view, State.UNKNOWN, now.start, word=prose(called(now))) + some_hours
    return state_since(view, now.state, now.start) + some_hours


def _over(view: View, now: DisruptionNow) -> str:
    d = now.disruption
    at = f" {when(view, now.ended_at)}" if now.ended_at else ""
    if d.status is Status.WITHDRAWN:
        return "The publisher withdrew this. It did not end; it was taken back."
    if d.status is Status.CANCELLED:
        return f"The publisher cancelled this{at}. It no longer holds."
    return _BY[now.ended_by or Ending.STATED].format(
        at=at, since=f" since{at}" if at else "", of=f" of{at}" if at else ""
    )


_BY = {
    Ending.STATED: "Ended{at}. This page stays as it was, for the record.",
    Ending.NOTICED: "Its publisher closed it; we saw that{at}. This page stays as it was, for the record.",
    Ending.MISSED: "It is no longer in the feed{since}; we take it as over.",
    Ending.LAPSED: "It stated no end, and counts no more{since}.",
    Ending.REPLACED: "Replaced by a later message{of}. This page stays as it was, for the record.",
}
