"""How far each source can be trusted now. Empty, stale and unreachable differ; none of them is normal."""

from __future__ import annotations

from datetime import datetime

from explainer.errors import Failing
from explainer.model.history import Remembered, Times
from explainer.model.learned import AHEAD
from explainer.model.sources import Source
from explainer.picture.sources import Freshness, SourceNow


def source_now(source: Source, record: Remembered, now: datetime, ours: bool) -> SourceNow:
    """A source at ``now``, whatever it carries; ``ours`` is whether it holds our own bulletins."""
    times = record.times.get(source.id)
    kept = record.feeds.get(source.id)
    freshness = freshness_of(source, times, now)
    return SourceNow(
        source=source,
        freshness=freshness,
        ours=ours,
        last_attempt=_reached(times.last_attempt, now) if times else None,
        last_good=_reached(times.last_good, now) if times else None,
        last_changed=_reached(times.last_changed, now) if times else None,
        silent_since=_reached(times.last_good or times.failing_since, now)
        if times and freshness is not Freshness.FRESH
        else None,
        failure=times.failure if times else "",
        failing=(times.failing or Failing.NO_ANSWER) if times and times.failure else None,
        rejected=kept.rejected if kept else (),
        notes=kept.notes if kept else (),
        doubt=kept.doubt if kept else None,
        flood=kept.flood if kept else None,
        silences=record.silences.get(source.id),
    )


def freshness_of(source: Source, times: Times | None, now: datetime) -> Freshness:
    """Unreachable when the last attempt failed, stale when the last good answer is ``stale_after`` old.

    Bulletins are never stale: however long ago their folder was read, what ages is what stands in them. An answer of a
    moment that is still to come was given before the clock was set back, nobody knows how long ago: it is stale too.
    """
    if times is not None and times.failure:
        return Freshness.UNREACHABLE
    if times is None or times.last_good is None:
        return Freshness.NEVER_FETCHED
    if source.is_of_bulletins or -AHEAD <= now - times.last_good < source.counts_for:
        return Freshness.FRESH
    return Freshness.STALE


def _reached(at: datetime | None, now: datetime) -> datetime | None:
    """A moment of the record, as far as the clock has come: where it was set back, what was is told as of now."""
    return min(at, now) if at is not None else None
