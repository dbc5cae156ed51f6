"""What is settled, and what comes back of it: which that is says the picture, and how it is kept the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from explainer.model.history import Held, Record
from explainer.pipeline.asking import Feeds

if TYPE_CHECKING:
    from explainer.model.disruption import Disruption
    from explainer.model.sources import Source
    from explainer.record.lifecycle import Reading

_GOES_ON = ("supersedes", "cancels", "duplicates")
"""The relations by which a message continues an earlier one."""


def with_returned(feeds: Feeds, record: Record, source: Source, read: Reading) -> Record:
    """The record with what is settled of a feed and a reading carries again, or goes on with.

    Each says how it was over, until it is known that it came back.
    """
    from explainer.record.lifecycle import Good

    if not isinstance(read, Good) or source.id not in record.settled:
        return record
    own = f"{source.id}."
    known = {name for key, held in record.held.items() if key.startswith(own) for name in held.names}
    return _with(feeds, record, source, {name for one in read.parsed.disruptions for name in _called(one)} - known)


def _called(one: Disruption) -> Iterable[str]:
    """The ids by which a message may be known already."""
    from explainer.formats.identity import says_little, stem, told_apart

    yield one.origin.native_id
    if says_little(stem(one)):
        yield told_apart(one).origin.native_id
    yield from (relation.native_id for relation in one.relations if relation.kind in _GOES_ON)


def _with(feeds: Feeds, record: Record, source: Source, names: set[str]) -> Record:
    from explainer.record.settled import found_again

    kept = record.settled.get(source.id)
    if kept is None or not names:
        return record
    return replace(record, held={**found_again(feeds.recorded, kept, names), **record.held})


def parted(record: Record) -> tuple[Record, dict[str, Held]]:
    """A record in which what is carried again is as open as any, and what is not is settled still; and the former."""
    carried = {name for feed in record.feeds.values() for name in feed.carried}
    held, back = dict(record.held), {}
    for name, one in record.held.items():
        if one.over is None:
            continue
        if name in carried:
            held[name], back[name] = one.replace(over=None), one
        else:
            del held[name]
    return replace(record, held=held), back


def unfinished(record: Record, back: Mapping[str, Held]) -> set[str]:
    """The feeds of which a month is unfinished: what came ``back`` is in it still, or a run was stopped before."""
    stopped = {feed for feed, kept in record.settled.items() if kept.unfinished}
    return stopped | {name.partition(".")[0] for name in back}


def settle(feeds: Feeds, before: Record, record: Record, now: datetime) -> tuple[str, ...]:
    """Put away what of the feeds is over for good, in the first fetch of an hour; the ids of it.

    ``before`` is the record before that fetch, ``record`` the one after it.
    """
    from explainer.picture.settling import due, may_be_any
    from explainer.record import settling

    project = feeds.project
    own = {source.id: source for source in feeds.sources}
    if project is None or project.settings.exercise is not None or not _is_another_hour(before, own, now):
        return ()
    if not may_be_any(record, own, now):
        return ()
    from explainer.picture import build
    from explainer.staff.check import load_sources, load_system

    system, sources = load_system(project), load_sources(project)
    over = due(record, lambda kept: build(system, sources, kept, now), own, project.settings.tz, now)
    return settling.settle(feeds.recorded, over) if over else ()


def _is_another_hour(before: Record, feeds: Collection[str], now: datetime) -> bool:
    asked = (before.times[feed].last_attempt for feed in feeds if feed in before.times)
    return all(at is None or _hour(at) != _hour(now) for at in asked)


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
