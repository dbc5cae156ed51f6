"""Spans that hold at some hours of some days only: when they are in force, and when they come again.

Plain logic over a span and a rule: a refresh asks it of every disruption. Hours are those of a clock in the rule's
zone. Where that clock jumps, an hour that is skipped counts on after the gap, and of an hour that comes twice a start
takes the first and an end the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

from explainer.model.value import Value

FARTHEST = 400
"""Days that are searched for the next time something comes into force."""

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)
"""The first and the last day on which something can recur."""

_DAY = timedelta(days=1)
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


ClockTime = Annotated[str, Meta(pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?\Z")]
"""An hour of the day, ``20:00``, or nothing."""


def zone_of(name: str) -> ZoneInfo:
    """A zone by the name that the IANA database has for it.

    Raises:
        ValueError: when there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("is not a time zone; write a name such as Europe/Paris or UTC") from error


class Recurrence(Value):
    """At which hours of which days a period holds, by the clocks of ``zone``; outside of them it does not.

    ``start`` and ``end`` are hours of the day, ``20:00``; an end at or before the start is on the next day, and
    without both the whole day counts. ``days`` are ISO 8601 weekdays, 1 for Monday, none for every day; ``but_not``
    and ``only`` are single days, ``2026-11-20``, on which it is left out or to which it is confined. A day is the
    one on which its hours begin. ``text`` is the publisher's own wording; where nothing else is given, the hours
    could not be worked out (:attr:`vague`).
    """

    zone: str = "UTC"
    start: ClockTime = ""
    end: ClockTime = ""
    days: tuple[Annotated[int, Meta(ge=1, le=7)], ...] = ()
    only: tuple[date, ...] = ()
    but_not: tuple[date, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if not all(FIRST_DAY <= day <= LAST_DAY for day in (*self.only, *self.but_not)):
            raise ValueError(f"recurs on a day that is not between {FIRST_DAY} and {LAST_DAY}")

    @property
    def vague(self) -> bool:
        """Whether it is known that it holds at some hours only, and not at which."""
        return not (self.start or self.end or self.days or self.only or self.but_not)


class Stretch(NamedTuple):
    """An unbroken time in force, half-open."""

    start: datetime
    end: datetime


def instant(at: datetime) -> datetime:
    """The moment in UTC, so that two moments of one zone are not compared by the hands of its clock."""
    try:
        return at.astimezone(UTC)
    except OverflowError:  # the first or the last day there is
        return at.replace(tzinfo=UTC)


def stretches(
    start: datetime | None, end: datetime | None, rule: Recurrence | None, now: datetime
) -> Iterator[Stretch]:
    """Every stretch of the span that is not over at ``now``, the nearest first, as far as :data:`FARTHEST` days.

    Occurrences that touch are one stretch. A vague rule says nothing of when, so the whole span is one. An open end
    is the last moment there is.
    """
    since, until, moment = instant(start) if start else EVER, instant(end) if end else NEVER, instant(now)
    if rule is None or rule.vague:
        if moment < until and since <= until:  # of no length: a moment
            yield Stretch(since, until)
        return
    held: Stretch | None = None
    for first, last in _occurrences(rule, max(since, moment)):
        begins, ends = max(first, since), min(last, until)
        if begins >= until:
            break
        if ends <= moment or ends <= begins:
            continue
        if held is None:
            held = Stretch(begins, ends)
        elif begins <= held.end:
            held = Stretch(held.start, max(held.end, ends))
        else:
            yield held
            held = Stretch(begins, ends)
    if held is not None:
        yield held


def in_force(start: datetime | None, end: datetime | None, rule: Recurrence | None, now: datetime) -> bool:
    """Whether the span holds at ``now``; with a vague rule it may, and so it counts."""
    moment = instant(now)
    if (start and moment < instant(start)) or (end and instant(end) <= moment):
        return False
    return rule is None or rule.vague or _holding(rule, moment) is not None


def began(start: datetime | None, end: datetime | None, rule: Recurrence | None, now: datetime) -> datetime | None:
    """When the stretch in force at ``now`` began; None where the span is not in force or its start not stated."""
    if not in_force(start, end, rule, now):
        return None
    if rule is None or rule.vague:
        return start
    day, bound = _holding(rule, instant(now)), instant(start) if start else None
    if day is None:
        return None
    zone = ZoneInfo(rule.zone)
    for _ in range(FARTHEST):
        begins, _ends = _occurrence(rule, day, zone)
        if bound and begins <= bound:
            return bound
        if not _touches(rule, day, begins, zone):
            return begins
        day -= _DAY
    return start


def ends(start: datetime | None, end: datetime | None, rule: Recurrence | None) -> datetime | None:
    """When the last stretch of the span ends, where that is stated; the span's own end where it has no stretch."""
    if rule is None or rule.vague:
        return end
    zone, bound = ZoneInfo(rule.zone), instant(end) if end else NEVER
    if rule.only:
        days: Iterable[date] = sorted(rule.only, reverse=True)
    elif end is None:
        return None
    else:
        days = (_day_before(bound, zone) + _DAY * (1 - number) for number in range(FARTHEST))
    for day in days:
        begins, last = _occurrence(rule, day, zone) if counts(rule, day) else (NEVER, NEVER)
        if begins < bound and (start is None or instant(start) < last):
            return min(last, bound)
    return end


def _holding(rule: Recurrence, moment: datetime) -> date | None:
    """The day whose hours hold at ``moment``, the earlier one where two do."""
    zone = ZoneInfo(rule.zone)
    today = _day_before(moment, zone) + _DAY
    for day in (today - _DAY, today):
        if counts(rule, day):
            begins, ends = _occurrence(rule, day, zone)
            if begins <= moment < ends:
                return day
    return None


def _touches(rule: Recurrence, day: date, begins: datetime, zone: ZoneInfo) -> bool:
    """Whether the hours of the day before last until those of ``day`` begin."""
    before = day - _DAY
    return counts(rule, before) and _occurrence(rule, before, zone)[1] >= begins


def counts(rule: Recurrence, day: date) -> bool:
    """Whether the hours of the rule begin on that day."""
    if rule.days and day.isoweekday() not in rule.days:
        return False
    return day not in rule.but_not and (not rule.only or day in rule.only)


def crosses_midnight(rule: Recurrence) -> bool:
    """Whether its hours end on the day after the one they begin on, and not with that day's own end."""
    return bool(rule.start and rule.end and rule.end != "00:00" and rule.end <= rule.start)


def _occurrences(rule: Recurrence, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The occurrences that end after ``moment``, and perhaps one before, in their order."""
    zone = ZoneInfo(rule.zone)
    first, off = _day_before(moment, zone), frozenset(rule.but_not)
    every = (first + _DAY * number for number in range(FARTHEST))
    for day in sorted(rule.only) if rule.only else every:
        if day >= first and day not in off and (not rule.days or day.isoweekday() in rule.days):
            yield _occurrence(rule, day, zone)


def _day_before(moment: datetime, zone: ZoneInfo) -> date:
    """The day before the one that it is in the zone: what began then may still last."""
    return moment.astimezone(zone).date() - _DAY


def _occurrence(rule: Recurrence, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when, in UTC, the hours last that begin on that day."""
    begins, ends = _hour(rule.start), _hour(rule.end)
    return _at(day, begins, zone, 0), _at(day if begins < ends else day + _DAY, ends, zone, 1)


def _hour(clock: str) -> time:
    return time.fromisoformat(clock) if clock else time.min


def _at(day: date, clock: time, zone: ZoneInfo, fold: int) -> datetime:
    """The moment in UTC. Only a doubled hour has a second moment: in a skipped one it would go back."""
    local = datetime.combine(day, clock, zone)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    doubled = first is not None and second is not None and second < first
    return local.replace(fold=fold if doubled else 0).astimezone(UTC)
