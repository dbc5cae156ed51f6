"""When a disruption's spans hold: whether they are in force, when they come next, and what days a rule amounts to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence, crosses_midnight
from explainer.picture.model import DisruptionNow, Standing

EVENING, MORNING = "17:00", "07:00"
"""Hours that begin after the one and end by the other on the next day are of the night."""

_FEW = 3
"""So many days that follow one another are told by their first and last."""


class SpanNow(NamedTuple):
    """A span that its publisher states, whether it holds now, and when it comes into force next.

    What is over neither holds nor comes again.
    """

    span: Period
    in_force: bool = False
    next_start: datetime | None = None

    @property
    def hours(self) -> Recurrence | None:
        """The hours at which it holds; None where it holds throughout, or nobody says at which hours."""
        rule = self.span.recurrence
        return None if rule is None or rule.vague else rule


def spans_now(now: DisruptionNow, moment: datetime) -> tuple[SpanNow, ...]:
    """The spans of which anything is stated."""
    stated = (span for span in now.disruption.spans if _says_anything(span))
    return tuple(span_now(now, span, moment) for span in stated)


def span_now(now: DisruptionNow, span: Period, moment: datetime) -> SpanNow:
    """One span at ``moment``."""
    if now.standing is Standing.ENDED:
        return SpanNow(span)
    return SpanNow(span, span.in_force(moment), span.next_start(moment))


def coming(now: DisruptionNow, moment: datetime) -> SpanNow | None:
    """The span in which a disruption comes into force next, unless it is over or nothing is still to come."""
    if now.standing is Standing.ENDED:
        return None
    span = now.disruption.coming(moment)
    return span_now(now, span, moment) if span is not None else None


def next_in_force(now: DisruptionNow, moment: datetime) -> datetime | None:
    """When a disruption comes into force next."""
    span = coming(now, moment)
    return span.next_start if span is not None else None


def _says_anything(span: Period) -> bool:
    return bool(span.start or span.end or span.unusable_end or span.recurrence)


# The days of a rule


class Days(StrEnum):
    """The shortest true way to name the days on which the hours of a rule begin."""

    EVERY = "every"
    ALL_BUT_ONE = "all_but_one"
    FROM_TO = "from_to"
    NAMED = "named"
    DATES = "dates"


class Rhythm(NamedTuple):
    """The days of a rule, and whether its hours are of the night.

    ``weekdays`` are numbered from Monday, which is 1: the one left out, the first and the last, or each that is meant.
    """

    days: Days
    weekdays: tuple[int, ...] = ()
    by_night: bool = False


def rhythm_of(rule: Recurrence) -> Rhythm:
    """On which days the hours of a rule begin."""
    if rule.only:
        return Rhythm(Days.DATES)
    by_night = _is_by_night(rule)
    others = tuple(number for number in range(1, 8) if number not in rule.days) if rule.days else ()
    if not others:
        return Rhythm(Days.EVERY, (), by_night)
    if len(others) == 1:
        return Rhythm(Days.ALL_BUT_ONE, others, by_night)
    run = _run(rule.days)
    if run and len(rule.days) >= _FEW:
        return Rhythm(Days.FROM_TO, run, by_night)
    return Rhythm(Days.NAMED, tuple(rule.days), by_night)


def _is_by_night(rule: Recurrence) -> bool:
    if crosses_midnight(rule):
        return rule.start >= EVENING
    return bool(rule.end) and "00:00" < rule.end <= MORNING and rule.start < rule.end


def _run(days: tuple[int, ...]) -> tuple[int, int] | None:
    """The first and the last of days that follow one another, also over the weekend; None where they do not."""
    firsts = [number for number in days if (number - 2) % 7 + 1 not in days]
    return (firsts[0], (firsts[0] + len(days) - 2) % 7 + 1) if len(firsts) == 1 else None


def dates_ahead(days: Iterable[date], today: date) -> list[date]:
    """The days in their order; those that are over are left out, as long as others are to come."""
    every = sorted(days)
    return [day for day in every if day >= today] or every


def last_beginning(end: datetime, rule: Recurrence, zone: ZoneInfo) -> datetime:
    """A moment of the last day on which the hours of a rule begin, where its span ends at ``end``."""
    local = end.astimezone(zone)
    if crosses_midnight(rule) and f"{local:%H:%M}" <= rule.end:
        local = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return last_day(local)


def last_day(end: datetime) -> datetime:
    """A moment of the last day before ``end``: the midnight at the end of a day is no part of the next one."""
    return end if end.hour or end.minute else end - timedelta(minutes=1)
