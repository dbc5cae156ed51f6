"""What is over: from when to when, how long that was, how we know that it is over, and whether that was lately."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.model.vocabulary import Ending, PeriodRole, Precision, Status
from explainer.picture.model import DisruptionNow, Picture, Standing

RECENT = timedelta(days=30)
"""How long the home page lists what has ended."""


_CALENDAR = 400
"""After how many years the calendar is the same again, to the day of the week."""


class Past(NamedTuple):
    """A disruption that is over. ``since`` stands only where it began before it ended.

    ``how`` is what we know its end from; or that it did not end, but was cancelled or withdrawn by its publisher.
    """

    since: datetime | None
    ended_at: datetime
    whole_days: bool
    how: Ending | Status


def past_of(now: DisruptionNow) -> Past:
    """What there is to know of a disruption that is over."""
    spans = [p for p in now.disruption.periods if p.role is PeriodRole.IMPACT]
    end = over_at(now)
    return Past(
        since=now.since if now.since is not None and now.since < end else None,
        ended_at=end,
        whole_days=bool(spans) and all(p.precision is Precision.DAY for p in spans),
        how=how_over(now),
    )


def over_at(now: DisruptionNow) -> datetime:
    """When it was over; of what was closed without any time, when that was written."""
    return now.ended_at or now.written_at


def how_over(now: DisruptionNow) -> Ending | Status:
    """What we know its end from, or that it was cancelled or withdrawn."""
    status = now.disruption.status
    return status if status in (Status.CANCELLED, Status.WITHDRAWN) else now.ended_by or Ending.STATED


def lasted(now: DisruptionNow) -> timedelta | None:
    """How long it was: only between a stated start and a stated end lies a length, the rest is how long we knew."""
    if now.ended_at is None or now.since is None or now.ended_by is not Ending.STATED or now.since >= now.ended_at:
        return None
    return now.ended_at - now.since


def over_lately(picture: Picture) -> tuple[DisruptionNow, ...]:
    """What ended in the last days, the newest first."""
    ended = picture.in_standing(Standing.ENDED)
    return tuple(now for now in ended if now.ended_at and picture.now - now.ended_at <= RECENT)


def clock_of(now: DisruptionNow, moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the page of what is over is told: later than all that it tells, so that no day changes it.

    From there every date needs its year. What still owes something to its readers is told on the day of ``moment``.
    """
    if now.disruption.account.owes:
        return datetime.combine(moment.astimezone(zone).date(), time(23, 59), zone)
    ended = over_at(now).astimezone(zone)
    return ended.replace(year=ended.year + _CALENDAR)
