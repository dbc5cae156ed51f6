"""When something holds, in words: its span, the hours at which it recurs, and when it is in force next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from explainer.model.recurrence import crosses_midnight
from explainer.model.vocabulary import Precision
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.escaping import MONTHS, hour_of, in_zone, prose
from explainer.render.view import View
from explainer.render.words import DAYS, NO_USABLE_END, day_of, hour, last_day, listed, period

if TYPE_CHECKING:
    from explainer.model.disruption import Period, Recurrence

MOST_DAYS = 6
"""Single days that a rule names before it counts the others."""

EVENING, MORNING = "17:00", "07:00"
SOON = 6
"""Days within which the name of a weekday is enough."""


def told(view: View, now: DisruptionNow, span: Period) -> str:
    """html: a period as a page tells it, with its rule, and when it is in force next."""
    if span.recurrence is None:
        words = period(view, span.start, span.end, span.precision is Precision.DAY, span.unusable_end)
        return f"{words} ({prose(span.text)})" if span.text else words
    rule = prose(_capital(recurrence_words(view, span)))
    if span.recurrence.vague:
        whole = period(view, span.start, span.end, span.precision is Precision.DAY, span.unusable_end)
        return f"{whole}. {rule}"
    return f"{rule}{_in_force(view, now, span)}"


def _in_force(view: View, now: DisruptionNow, span: Period) -> str:
    """html: what the rule means at this moment, where the disruption is not over."""
    if now.standing is Standing.ENDED:
        return ""
    if span.in_force(view.picture.now):
        return "; in force now"
    coming = span.next_start(view.picture.now)
    return f"; next in force {at_next(view, coming)}" if coming else ""


def next_span(view: View, now: DisruptionNow) -> str:
    """html: when a disruption comes into force next: the span ahead, or the next of its hours with the rule."""
    span = now.disruption.coming(view.picture.now)
    if span is None:
        return ""
    coming = span.next_start(view.picture.now)
    if span.recurrence is None or span.recurrence.vague or coming is None:
        return told(view, now, span)
    return f"{_capital(at_next(view, coming))}; {prose(recurrence_words(view, span))}"


def next_in_force(view: View, now: DisruptionNow) -> datetime | None:
    """The next moment at which a disruption comes into force, unless it is over."""
    span = now.disruption.coming(view.picture.now) if now.standing is not Standing.ENDED else None
    return span.next_start(view.picture.now) if span else None


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
    if rule.only:
        return _dates(view, rule.only), ""
    every = "every night" if _is_by_night(rule) else "every day"
    if not rule.days:
        return every, ""
    others = [number for number in range(1, 8) if number not in rule.days]
    if len(others) <= 1:
        return every, "".join(f"on {DAYS[number - 1]}s" for number in others)
    if len(rule.days) >= 3 and (run := _run(rule.days)):
        return f"{DAYS[run[0] - 1]}s to {DAYS[run[1] - 1]}s", ""
    return f"on {listed(f'{DAYS[number - 1]}s' for number in rule.days)}", ""


def _is_by_night(rule: Recurrence) -> bool:
    if crosses_midnight(rule):
        return rule.start >= EVENING
    return bool(rule.end) and "00:00" < rule.end <= MORNING and rule.start < rule.end


def _run(days: tuple[int, ...]) -> tuple[int, int] | None:
    """The first and the last of days that follow one another, also over the weekend; None where they do not."""
    firsts = [number for number in days if (number - 2) % 7 + 1 not in days]
    return (firsts[0], (firsts[0] + len(days) - 2) % 7 + 1) if len(firsts) == 1 else None


def _ends(view: View, span: Period, rule: Recurrence) -> Iterator[str]:
    if span.start is not None and span.start > view.picture.now and not rule.only:
        yield f"from {day_of(view, span.start)}"
    if span.end is not None and not rule.only:
        yield f"until {day_of(view, _last_beginning(view, span.end, rule))}"
    elif span.end is None and span.unusable_end:
        yield f"({NO_USABLE_END[:1].lower()}{NO_USABLE_END[1:]})"
    elif span.end is None and not rule.only:
        yield "until further notice"


def _last_beginning(view: View, end: datetime, rule: Recurrence) -> datetime:
    """A moment of the last day on which its hours begin."""
    local = in_zone(end, view.zone)
    of_the_night = crosses_midnight(rule) and hour_of(local) <= rule.end
    return last_day(view, local.replace(hour=0, minute=0, second=0, microsecond=0) if of_the_night else end)


def _dates(view: View, days: Iterable[date]) -> str:
    """``on 3 and 5 December``; those that are over are left out, as long as others are to come."""
    today = in_zone(view.picture.now, view.zone).date()
    ahead = sorted(day for day in days if day >= today) or sorted(days)
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
