"""When a DATEX II record is valid: the overall period, the periods within it, their recurrence, and exceptions.

``validPeriod`` and ``exceptionPeriod`` are a ``Period`` each (CEN/TS 16157-2): a span, hours of the day, days of the
week, months, instances of a day within the month. What a rule of hours and days cannot express, such as weeks of the
month and special days, makes a vague recurrence, which keeps the publisher's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from explainer.formats.kit import recurring, spans, text, xml_reading
from explainer.formats.kit.common_xml import every, said
from explainer.formats.kit.recurring import Hours
from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence, instant

if TYPE_CHECKING:
    from explainer.formats.kit.common_xml import Element
    from explainer.formats.kit.spans import Moments

MOST_EXCEPTIONS = 200

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_INSTANCES = ("first", "second", "third", "fourth", "fifth")
_BEYOND_US = ("applicableWeek", "applicableCalendarWeekWithinMonth")
_LONGEST = timedelta(days=800)


class Days(NamedTuple):
    """Days on which something recurs: of the week (none for every one), of the year, of the month."""

    week: tuple[int, ...] = ()
    months: frozenset[int] = frozenset()
    instances: frozenset[str] = frozenset()

    def has(self, day: date) -> bool:
        """Whether it is one of them."""
        if (self.week and day.isoweekday() not in self.week) or (self.months and day.month not in self.months):
            return False
        last = (day + timedelta(days=7)).month != day.month
        return not self.instances or _INSTANCES[(day.day - 1) // 7] in self.instances or (last and self.has_last)

    @property
    def has_last(self) -> bool:
        """Whether the last such day of the month is meant, whichever it is."""
        return "last" in self.instances

    @property
    def plain(self) -> bool:
        """Whether weekdays alone say it."""
        return not (self.months or self.instances)


def periods(times: Element, moments: Moments) -> Iterator[Period]:
    """The periods of a ``validityTimeSpecification``: the valid ones where they are given, else the overall one."""
    overall, zone = (said(times, "overallStartTime"), said(times, "overallEndTime")), moments.zone
    exceptions = every(times, "exceptionPeriod")[:MOST_EXCEPTIONS]
    made = [one for span in every(times, "validPeriod") for one in _valid(span, overall, moments)]
    if not made and (whole := moments.period("validity", *overall)):
        made = [whole]
    for exception in exceptions:
        made = [part for one in made for part in _without(one, exception, moments) or [_clouded(one, exception, zone)]]
    yield from map(spans.consistent, made)


def _valid(span: Element, overall: tuple[str, str], moments: Moments) -> Iterator[Period]:
    """The periods of one ``validPeriod``; where it has no start or end, that of the overall period counts."""
    start = said(span, "startOfPeriod") or overall[0]
    end = said(span, "endOfPeriod") or overall[1]
    bare = moments.period("validPeriod", start, end)
    rules = _rules(span, bare, moments.zone)
    if bare is None and any(rules):
        bare = Period()
    if bare is not None:
        for rule in rules:
            made = moments.period("validPeriod", start, end, Period(recurrence=rule)) if rule else bare
            yield made or bare.replace(recurrence=rule)


def _rules(span: Element, bare: Period | None, zone: ZoneInfo) -> list[Recurrence | None]:
    """One recurrence for each stretch of hours and kind of days; None for all the time."""
    hours, days = _hours(span, zone), _days(span)
    if hours is None or days is None or every(span, "recurringSpecialDay"):
        return [recurring.vague(_said(span), zone)]
    found: list[Recurrence | None] = []
    for when in hours or [Hours("", "", zone.key)]:
        for kind in days or [Days()]:
            listed = () if kind.plain else _listed(kind, bare)
            if listed is None:
                return [recurring.vague(_said(span), zone)]
            if listed:
                found.append(Recurrence(zone=when.zone, start=when.start, end=when.end, only=listed))
            else:
                found.append(recurring.rule(when, kind.week))
    return found


def _hours(span: Element, zone: ZoneInfo) -> list[Hours] | None:
    found = []
    for part in every(span, "recurringTimePeriodOfDay"):
        when = recurring.hours(said(part, "startTimeOfPeriod"), said(part, "endTimeOfPeriod"), zone)
        if when is None or not len(part):
            return None
        found.append(when)
    return found


def _days(span: Element) -> list[Days] | None:
    """The kinds of days; those that weekdays alone say are one kind."""
    found: list[Days] = []
    week: set[int] = set()
    for part in every(span, "recurringDayWeekMonthPeriod"):
        days = recurring.weekdays(_words(part, "applicableDay"))
        months = [word.casefold() for word in _words(part, "applicableMonth")]
        instances = [_instance(word) for word in _words(part, "applicableInstanceOfDayWithinMonth")]
        unknown = any(month not in _MONTHS for month in months) or not all(instances)
        if days is None or unknown or any(every(part, name) for name in _BEYOND_US):
            return None
        kind = Days(days, frozenset(_MONTHS.index(month) + 1 for month in months), frozenset(instances))
        if not kind.plain:
            found.append(kind)
        else:
            week.update(days or recurring.EVERY_DAY)
    return [*([Days(recurring.weekdays(map(str, week)) or ())] if week else []), *found]


def _instance(word: str) -> str:
    """``firstInstance`` as first; nothing for an unknown word."""
    name = word.casefold().removesuffix("instance")
    return name if name in (*_INSTANCES, "last") else ""


def _words(part: Element, name: str) -> list[str]:
    return [text.line(xml_reading.words(one), text.NOTE) for one in every(part, name)]


def _said(span: Element) -> str:
    """The publisher's own words: the period's name, else the codes that stand there."""
    name = span.find(".//{*}periodName")
    words = [name] if name is not None else [part for part in span.iter() if _is_of_recurrence(part)]
    return " ".join("".join(one.itertext()).strip() for one in words)


def _is_of_recurrence(part: Element) -> bool:
    is_leaf = isinstance(part.tag, str) and len(part) == 0
    return is_leaf and xml_reading.local_name(part) not in ("startOfPeriod", "endOfPeriod")


def _listed(kind: Days, bare: Period | None) -> tuple[date, ...] | None:
    """Every day of the span that is of that kind, or None where the span has no end to count to."""
    if bare is None or bare.start is None or bare.end is None or bare.end - bare.start > _LONGEST:
        return None
    first, length = bare.start.date() - timedelta(days=1), (bare.end - bare.start).days + 4
    days = (first + timedelta(days=number) for number in range(length))
    return tuple(day for day in days if kind.has(day))[: recurring.MOST_DAYS] or None


def _without(period: Period, exception: Element, moments: Moments) -> Iterable[Period]:
    """What of the period is left without the exception."""
    zone = moments.zone
    span = moments.period("exceptionPeriod", said(exception, "startOfPeriod"), said(exception, "endOfPeriod"))
    hours, days = _hours(exception, zone), _days(exception)
    if span is not None and hours == [] and days == []:
        return _off(period, span, zone)
    unclear = hours is None or days is None or bool(every(exception, "recurringSpecialDay")) or span is not None
    rule = period.recurrence or Recurrence(zone=zone.key)
    if unclear or (hours and days) or (period.recurrence is not None and rule.vague):
        return [_clouded(period, exception, zone)]
    if days and all(kind.plain for kind in days):
        return _on_other_days(period, rule, days)
    if hours and len(hours) == 1 and not (rule.start or rule.end) and hours[0].zone == rule.zone:
        return [_with(period, rule, start=hours[0].end or "00:00", end=hours[0].start or "00:00")]
    return [_clouded(period, exception, zone)] if hours or days else [period]


def _clouded(period: Period, exception: Element, zone: ZoneInfo) -> Period:
    words = f"except {_said(exception)}" if _said(exception) else ""
    return period.replace(recurrence=recurring.vague(words, zone))


def _with(period: Period, rule: Recurrence, **changed: object) -> Period:
    return period.replace(recurrence=rule.replace(**changed))


def _on_other_days(period: Period, rule: Recurrence, days: list[Days]) -> list[Period]:
    off = {number for kind in days for number in kind.week or recurring.EVERY_DAY}
    left = tuple(number for number in rule.days or recurring.EVERY_DAY if number not in off)
    return [_with(period, rule, days=left)] if left else []


def _off(period: Period, gap: Period, zone: ZoneInfo) -> list[Period]:
    """The period without a span: whole days are days on which it does not hold, anything else cuts it in two."""
    days = _whole_days(gap, zone)
    if days and not (period.recurrence and period.recurrence.vague):
        rule = period.recurrence or Recurrence(zone=zone.key)
        off = tuple(sorted({*rule.but_not, *days}))
        return [_with(period, rule, but_not=off)]
    before = period.replace(end=_earlier(period.end, gap.start), unusable_end="")
    after = period.replace(start=_later(period.start, gap.end))
    return [
        part
        for part, stated in ((before, gap.start), (after, gap.end))
        if stated is not None and (part.start is None or part.end is None or instant(part.start) < instant(part.end))
    ]


def _whole_days(gap: Period, zone: ZoneInfo) -> tuple[date, ...]:
    if gap.start is None or gap.end is None:
        return ()
    start, end = gap.start.astimezone(zone), (gap.end + timedelta(minutes=1)).astimezone(zone)
    length = (end.date() - start.date()).days
    if start.hour or start.minute or end.hour or end.minute > 1 or not 0 < length <= MOST_EXCEPTIONS:
        return ()
    return tuple(start.date() + timedelta(days=number) for number in range(length))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), key=instant, default=None)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), key=instant, default=None)
