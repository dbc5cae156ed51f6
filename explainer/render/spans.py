"""When something holds, in words: its span, the hours at which it recurs, and when it is in force next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from explainer.model.vocabulary import Precision
from explainer.picture.model import DisruptionNow
from explainer.picture.spans import EVENING, Days, SpanNow, coming, dates_ahead, last_beginning, rhythm_of
from explainer.render.escaping import MONTHS, hour_of, in_zone, prose
from explainer.render.view import View
from explainer.render.words import DAYS, NO_USABLE_END, day_of, hour, listed, period

if TYPE_CHECKING:
    from explainer.model.disruption import Period, Recurrence

MOST_DAYS = 6
"""Single days that a rule names before it counts the others."""

SOON = 6
"""Days within which the name of a weekday is enough."""


def told(view: View, now: SpanNow) -> str:
    """html: a period as a page tells it, with its rule, and when it is in force next."""
    span = now.span
    if span.recurrence is None:
        return f"{_whole(view, span)} ({prose(span.text)})" if span.text else _whole(view, span)
    rule = prose(_capital(recurrence_words(view, span)))
    return f"{rule}{_in_force(view, now)}" if now.hours else f"{_whole(view, span)}. {rule}"


def _whole(view: View, span: Period) -> str:
    return period(view, span.start, span.end, span.precision is Precision.DAY, span.unusable_end)


def _in_force(view: View, now: SpanNow) -> str:
    """html: what the rule means at this moment."""
    if now.in_force:
        return "; in force now"
    return f"; next in force {at_next(view, now.next_start)}" if now.next_start else ""


def next_span(view: View, now: DisruptionNow) -> str:
    """html: when a disruption comes into force next: the span ahead, or the next of its hours with the rule."""
    ahead = coming(now, view.picture.now)
    if ahead is None:
        return ""
    if not ahead.hours or ahead.next_start is None:
        return told(view, ahead)
    return f"{_capital(at_next(view, ahead.next_start))}; {prose(recurrence_words(view, ahead.span))}"


def at_next(view: View, at: datetime) -> str:
    """html: a moment ahead as people say it: ``tonight at 20:00``, ``on Friday at 20:00``."""
    local, today = in_zone(at, view.zone), in_zone(view.picture.now, view.zone).date()
    days = (local.date() - today).days
    clock = f"at {hour(view, at)}"
    if days == 0:
        return f"tonight {clock}" if hour_of(local) >= EVENING else clock
    if days == 1:
        return f"tomorrow {clock}"
    weekday = DAYS[local.weekday()]
    return f"on {weekday} {clock}" if days <= SOON else f"on {weekday} {day_of(view, at)} {clock}"


def recurrence_words(view: View, span: Period) -> str:
    """The rule of a period in words: “every night 20:00–05:00 until 4 December, not on Saturdays”; or nothing."""
    rule = span.recurrence
    if rule is None:
        return ""
    if rule.vague:
        return f"only at some hours: “{rule.text}”" if rule.text else "only at some hours"
    days, left_out = _days(view, rule)
    hours, off = _hours(view, rule), [left_out, _dates(view, rule.but_not) if rule.but_not else ""]
    if not hours and not days.startswith("every"):
        hours = "all day,"
    when = f"{days}{',' if rule.only or hours == 'all day,' else ''} {hours}".strip()
    whole = " ".join([when, *_ends(view, span, rule)]).removesuffix(",")
    return ", ".join([whole, *(f"not {words}" for words in off if words)])


def _hours(view: View, rule: Recurrence) -> str:
    """The hours, with the zone where it is not the one in which the site tells times; nothing for a whole day."""
    if not rule.start and not rule.end:
        return ""
    ends = "24:00" if rule.end in ("", "00:00") else rule.end
    here, there = (in_zone(view.picture.now, zone) for zone in (view.zone, ZoneInfo(rule.zone)))
    named = "" if here.utcoffset() == there.utcoffset() else f" {view.words.zone(there)}"
    return f"{rule.start or '00:00'}–{ends}{named}"


def _days(view: View, rule: Recurrence) -> tuple[str, str]:
    """The days in words; and of the week, which one day is left out."""
    rhythm = rhythm_of(rule)
    every = "every night" if rhythm.by_night else "every day"
    names = [f"{DAYS[number - 1]}s" for number in rhythm.weekdays]
    match rhythm.days:
        case Days.DATES:
            return _dates(view, rule.only), ""
        case Days.EVERY:
            return every, ""
        case Days.ALL_BUT_ONE:
            return every, f"on {names[0]}"
        case Days.FROM_TO:
            return " to ".join(names), ""
        case Days.NAMED:
            return f"on {listed(names)}", ""


def _ends(view: View, span: Period, rule: Recurrence) -> Iterator[str]:
    if span.start is not None and span.start > view.picture.now and not rule.only:
        yield f"from {day_of(view, span.start)}"
    if span.end is not None and not rule.only:
        yield f"until {day_of(view, last_beginning(span.end, rule, view.zone))}"
    elif span.end is None and span.unusable_end:
        yield f"({NO_USABLE_END[:1].lower()}{NO_USABLE_END[1:]})"
    elif span.end is None and not rule.only:
        yield "until further notice"


def _dates(view: View, days: Iterable[date]) -> str:
    """``on 3 and 5 December``; those that are over are left out, as long as others are to come."""
    today = in_zone(view.picture.now, view.zone).date()
    ahead = dates_ahead(days, today)
    months = [
        f"{listed(str(day.day) for day in of_month)} {_month(month, today)}"
        for month, of_month in groupby(ahead[:MOST_DAYS], key=lambda day: (day.year, day.month))
    ]
    more = len(ahead) - MOST_DAYS
    return f"on {listed([*months, f'{more} more days'] if more > 0 else months)}"


def _month(month: tuple[int, int], today: date) -> str:
    return MONTHS[month[1] - 1] + ("" if month[0] == today.year else f" {month[0]}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
