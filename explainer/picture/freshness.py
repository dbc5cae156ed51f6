"""How far each source can be trusted now. Empty, stale and unreachable differ; none of them is normal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from explainer.history import FeedRecord, Record, Times
from explainer.picture.model import Freshness, SourceNow
from explainer.sources import Source


def source_now(source: Source, record: Record, now: datetime, current: Sequence[str], not_shown: int) -> SourceNow:
    """A source at ``now``; ``current`` are its current disruptions, ``not_shown`` counts hidden ones."""
    times = record.times.get(source.id, Times())
    kept = record.feeds.get(source.id, FeedRecord(feed=source.id))
    freshness = freshness_of(source, times, now)
    return SourceNow(
        source=source,
        freshness=freshness,
        last_attempt=times.last_attempt,
        last_good=times.last_good,
        last_changed=times.last_changed,
        silent_since=None if freshness is Freshness.FRESH else times.last_good or times.failing_since,
        failure=times.failure,
        set_aside=kept.set_aside,
        current=tuple(current),
        not_shown=not_shown,
    )


def freshness_of(source: Source, times: Times, now: datetime) -> Freshness:
    """Unreachable when the last attempt failed, stale when the last good answer is ``stale_after`` old."""
    if times.failure:
        return Freshness.UNREACHABLE
    if times.last_good is None:
        return Freshness.NEVER_FETCHED
    return Freshness.FRESH if now - times.last_good < source.stale_after else Freshness.STALE
