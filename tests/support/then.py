"""What a record held at an earlier moment, and the log of states that a site would have kept by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from explainer.model.history import FeedRecord, Record, Times
from explainer.model.sources import Source
from explainer.model.states import Found
from explainer.model.system import System
from explainer.picture import build
from explainer.picture.model import Basis
from explainer.picture.spread import found_in
from explainer.record.states import StateLog


def moments(record: Record) -> tuple[datetime, ...]:
    """Every moment at which the record says that something was accepted, began as announced, or began to fail."""
    versions = [version for held in record.held.values() for version in held.versions]
    accepted = {version.accepted_at for version in versions}
    last = max(accepted)
    began = {
        period.start.astimezone(UTC)
        for version in versions
        for period in version.disruption.periods
        if period.start is not None and version.accepted_at < period.start <= last
    }
    failed = {times.failing_since for times in record.times.values() if times.failing_since is not None}
    return tuple(sorted(accepted | began | failed))


def record_at(record: Record, moment: datetime) -> Record:
    """The record as it was then: no version that was accepted later, and only feeds that had brought something by then.

    Such a feed answered then, unless the record says that it had begun to fail.
    """
    held = {
        name: one.replace(versions=kept)
        for name, one in record.held.items()
        if (kept := tuple(version for version in one.versions if version.accepted_at <= moment))
    }
    heard = {one.latest.origin.feed for one in held.values()}
    feeds = {
        feed: FeedRecord(feed=feed, carried=tuple(name for name in one.carried if name in held))
        for feed, one in record.feeds.items()
        if feed in heard
    }
    times = {feed: _times(one, moment) for feed, one in record.times.items() if feed in heard}
    looks = tuple(look for look in record.looks if look.at <= moment)
    return replace(record, held=held, feeds=feeds, times=times, looks=looks, silences={})


def _times(now: Times, moment: datetime) -> Times:
    if now.failing_since is not None and now.failing_since <= moment:
        return now.replace(last_attempt=moment)
    return Times(last_attempt=moment, last_good=moment, last_whole=moment, declaration=now.declaration)


def states_at(system: System, sources: tuple[Source, ...], record: Record, moment: datetime) -> dict[str, Found]:
    """How the parts were by the record then; without those of which a feed might have known that brought nothing yet."""
    then = record_at(record, moment)
    picture = build(system, sources, then, moment, exercise=True)
    mute = {source.id for source in sources} - then.feeds.keys()
    known = [
        here for here in picture.components if here.basis is Basis.REPORTED or not mute & {*here.component.watched_by}
    ]
    return found_in(known)


def log_of(folder: Path, system: System, sources: tuple[Source, ...], record: Record) -> Iterable[Path]:
    """Keep the log of states in ``folder`` that the cycles at the moments of ``record`` would have kept; its files."""
    log = StateLog(folder)
    for moment in moments(record):
        log.keep(moment, states_at(system, sources, record, moment), True)
    return sorted((folder / "states").iterdir())
