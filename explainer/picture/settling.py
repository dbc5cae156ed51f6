"""Which disruptions may be settled: over for days, carried by no feed, and needed by nothing that anybody is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.model.disruption import disruption_id
from explainer.model.history import Held, Record
from explainer.model.settled import Over
from explainer.model.sources import Source
from explainer.model.vocabulary import Ending
from explainer.picture.at_hand import NEWEST, NEWEST_WORDS, at_hand
from explainer.picture.model import DisruptionNow, Picture, Standing
from explainer.picture.past import over_at
from explainer.picture.standing import life_of

GRACE = timedelta(days=3)
"""How long what is over stays at hand: most of what comes back comes within days."""

TOGETHER = timedelta(days=1)
"""How much longer the first of it waits for others, so that a month is added to about once a day."""

MOST_AT_ONCE = 1_000
"""How many are settled at once; the others wait for the next time."""

Build = Callable[[Record], Picture]


class Due(NamedTuple):
    """How a disruption is over, and since when nothing has happened to it."""

    since: datetime
    over: Over


def may_be_any(record: Record, of: Collection[str], now: datetime) -> bool:
    """Whether more of the feeds ``of`` has not changed for long than is kept at hand anyway. It costs no picture."""
    if len(record.held) <= NEWEST + NEWEST_WORDS:
        return False
    carried = _carried(record)
    old = (
        now - held.versions[-1].accepted_at > GRACE + TOGETHER and held.id not in carried and _feed(held.id) in of
        for held in record.held.values()
    )
    return sum(old) > NEWEST + NEWEST_WORDS


def due(record: Record, build: Build, sources: Mapping[str, Source], zone: ZoneInfo, now: datetime) -> dict[str, Over]:
    """What of the feeds ``sources`` may be settled, each with how it was over; nothing while all of it may wait.

    ``build`` makes the picture of a record. Settling changes nothing that the picture says of all the rest: where what
    is due of a feed would, nothing of that feed is settled this time.
    """
    picture = build(record)
    found = _due(record, picture, sources, zone, now)
    if not any(now - one.since > GRACE + TOGETHER for one in found.values()):
        return {}
    first = sorted(found, key=lambda name: (found[name].since, name))[:MOST_AT_ONCE]
    over = {name: found[name].over for name in first}
    if _leaves_all_as_told(picture, build, record, over):
        return over
    by_feed = [{name: one for name, one in over.items() if _feed(name) == feed} for feed in sorted(sources)]
    harmless = [own for own in by_feed if own and _leaves_all_as_told(picture, build, record, own)]
    together = {name: one for own in harmless for name, one in own.items()}
    return together if _leaves_all_as_told(picture, build, record, together) else {}


def _due(
    record: Record, picture: Picture, sources: Mapping[str, Source], zone: ZoneInfo, now: datetime
) -> dict[str, Due]:
    """What nobody carries and nothing happened to for the time of grace, and no page of the present speaks of."""
    stays = _carried(record) | at_hand(picture)
    found: dict[str, Due] = {}
    for name, held in record.held.items():
        source = sources.get(_feed(name))
        if source is None or name in stays:
            continue
        shown = picture.disruption.get(name)
        ended = _shown(shown) if shown is not None else _hidden(held, source, now)
        if ended is None:
            continue
        end, by = ended
        since = max(end, held.versions[-1].accepted_at, held.absent_since or end)
        if now - since > GRACE:
            local = end.astimezone(zone)
            month = f"{local.year:04}-{local.month:02}"
            found[name] = Due(since, Over(judged_at=now, month=month, ended_at=end if by else None, ended_by=by))
    return found


def _shown(now: DisruptionNow) -> tuple[datetime, Ending | None] | None:
    """When it was over, and what we know that from; None while it is open."""
    return (over_at(now), now.ended_by) if now.standing is Standing.ENDED else None


def _hidden(held: Held, source: Source, now: datetime) -> tuple[datetime, Ending | None] | None:
    """The same of what is not shown, such as a test."""
    life = life_of(held, source, now)
    if life.standing is not Standing.ENDED:
        return None
    return life.ended_at or held.versions[-1].accepted_at, life.ended_by


def _carried(record: Record) -> set[str]:
    """What feeds carry, be it left out of what is shown or set aside for now."""
    found: set[str] = set()
    for feed in record.feeds.values():
        found |= {*feed.carried, *(feed.flood.hidden if feed.flood is not None else ())}
        found |= {disruption_id(feed.feed, entry.native_id) for entry in feed.rejected if entry.native_id}
    return found


def _leaves_all_as_told(picture: Picture, build: Build, record: Record, over: Mapping[str, Over]) -> bool:
    """Whether a picture without what is over says of everything else what it says with it."""
    rest = replace(record, held={name: held for name, held in record.held.items() if name not in over})
    left = tuple(now for now in picture.disruptions if now.id not in over)
    return build(rest) == replace(picture, disruptions=left)


def _feed(name: str) -> str:
    return name.partition(".")[0]
