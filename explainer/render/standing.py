"""What a disruption's page says first: that it holds, is coming, has ended, was taken back or is in doubt."""

from __future__ import annotations

from explainer.picture.model import DisruptionNow, Ending, Standing
from explainer.render.spans import next_span
from explainer.render.view import View
from explainer.render.words import doubt, state_since, when
from explainer.vocabulary import State, Status


def state_shown(now: DisruptionNow) -> State | None:
    """The state on the sign: unknown when the source is silent, none when it is over or names no part."""
    if now.standing is Standing.ENDED:
        return None
    if now.standing is Standing.UPCOMING:
        return State.WATCH
    return now.state if now.trusted else State.UNKNOWN


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
    some_hours = ", at some hours only" if d.only_at_times else ""
    if now.state is None:
        return state_since(view, State.UNKNOWN, now.since, word="Holds") + some_hours
    return state_since(view, now.state, now.since) + some_hours


def _over(view: View, now: DisruptionNow) -> str:
    d = now.disruption
    at = f" {when(view, now.ended_at)}" if now.ended_at else ""
    if d.status is Status.WITHDRAWN:
        return "The publisher withdrew this. It did not end; it was taken back."
    if d.status is Status.CANCELLED:
        return f"The publisher cancelled this{at}. It no longer holds."
    if now.ended_by is Ending.REPLACED:
        return f"Replaced by a later message{f' of{at}' if at else ''}. This page stays as it was, for the record."
    if now.ended_by is Ending.LAPSED:
        return f"It stated no end, and counts no more{f' since{at}' if at else ''}."
    if now.ended_by is Ending.MISSED:
        since = f" since{at}" if at else ""
        return f"It is no longer in the feed{since}; we take it as over."
    return f"Ended{at}. This page stays as it was, for the record."
