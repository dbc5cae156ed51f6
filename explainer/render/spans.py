"""When something holds, in words: its span, the hours at which it recurs, and when it is in force next.

A rule is one phrase, put together from days, hours, the last day and what is left out; each joint is a message that
other languages order and punctuate as they do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from markupsafe import Markup

from explainer.language.marks import NC_
from explainer.language.words import Words
from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence
from explainer.model.vocabulary import Precision
from explainer.picture.model import DisruptionNow
from explainer.picture.spans import EVENING, Days, SpanNow, coming, dates_ahead, last_beginning, rhythm_of
from explainer.render.escaping import in_zone, prose, text
from explainer.render.view import View
from explainer.render.words import day_of, hour, period

MOST_DAYS = 6
"""Single days that a rule names before it counts the others."""

SOON = 6
"""Days within which the name of a weekday is enough."""

_EVERY_SUCH_DAY = (
    NC_("a day of every week, in a rule", "Mondays"),
    NC_("a day of every week, in a rule", "Tuesdays"),
    NC_("a day of every week, in a rule", "Wednesdays"),
    NC_("a day of every week, in a rule", "Thursdays"),
    NC_("a day of every week, in a rule", "Fridays"),
    NC_("a day of every week, in a rule", "Saturdays"),
    NC_("a day of every week, in a rule", "Sundays"),
)

_LAST_DAY = (
    NC_("the end of a rule", "until %(last)s"),
    NC_("the end of a rule", "from %(first)s until %(last)s"),
)
_OPEN = (
    NC_("the end of a rule", "until further notice"),
    NC_("the end of a rule", "from %(first)s until further notice"),
)
_NO_USABLE_END = (
    NC_("the end of a rule", "(the publisher gave no usable end)"),
    NC_("the end of a rule", "from %(first)s (the publisher gave no usable end)"),
)
"""Each where the rule holds already, and where its first day lies ahead."""


def told(view: View, now: SpanNow) -> Markup:
    """A period as a page tells it, with its rule, and when it is in force next."""
    span, words = now.span, view.words
    if span.recurrence is None:
        whole = _whole(view, span)
        return words.gettext("%(span)s (%(says)s)", span=whole, says=prose(span.text)) if span.text else whole
    rule = prose(_capital(recurrence_words(view, span)))
    if now.hours is None:
        return words.gettext("%(span)s. %(rule)s", span=_whole(view, span), rule=rule)
    if now.in_force:
        return words.gettext("%(rule)s; in force now", rule=rule)
    if now.next_start is None:
        return rule
    return words.gettext("%(rule)s; next in force %(when)s", rule=rule, when=at_next(view, now.next_start))


def _whole(view: View, span: Period) -> Markup:
    return period(view, span.start, span.end, span.precision is Precision.DAY, span.unusable_end)


def next_span(view: View, now: DisruptionNow) -> Markup:
    """When a disruption comes into force next: the span ahead, or the next of its hours with the rule."""
    ahead = coming(now, view.picture.now)
    if ahead is None:
        return Markup("")
    if not ahead.hours or ahead.next_start is None:
        return told(view, ahead)
    when = text(_capital(at_next(view, ahead.next_start)))
    return view.words.gettext("%(when)s; %(rule)s", when=when, rule=prose(recurrence_words(view, ahead.span)))


def at_next(view: View, at: datetime) -> Markup:
    """A moment ahead as people say it: ``tonight at 20:00``, ``on Friday at 20:00``."""
    local, today = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    days, words, clock = (local.date() - today.date()).days, view.words, hour(view, at)
    if days == 0 and f"{local:%H:%M}" >= EVENING:
        return words.pgettext("when it is in force next", "tonight at %(time)s", time=clock)
    if days == 0:
        return words.pgettext("when it is in force next", "at %(time)s", time=clock)
    if days == 1:
        return words.pgettext("when it is in force next", "tomorrow at %(time)s", time=clock)
    day = words.weekday(local) if days <= SOON else words.date_with_weekday(local, today)
    return words.pgettext("when it is in force next", "on %(day)s at %(time)s", day=text(day), time=clock)


# A rule


def recurrence_words(view: View, span: Period) -> str:
    """The rule of a period in words: “every night 20:00–05:00 until 4 December, not on Saturdays”; or nothing."""
    rule, words = span.recurrence, view.words
    if rule is None:
        return ""
    if rule.vague:
        return words.gettext("only at some hours: “%(says)s”", says=rule.text) if rule.text else _vague(words)
    told_of = _with_its_end(view, span, rule)
    if left_out := _left_out(words, rule):
        told_of = words.pgettext(
            "a rule, and the day of the week on which it does not hold",
            "%(rule)s, not on %(days)s",
            rule=told_of,
            days=left_out,
        )
    if rule.but_not:
        told_of = words.pgettext(
            "a rule, and the dates on which it does not hold",
            "%(rule)s, not on %(days)s",
            rule=told_of,
            days=_dates(view, rule.but_not),
        )
    return told_of


def _vague(words: Words) -> str:
    return words.gettext("only at some hours")


def _with_its_end(view: View, span: Period, rule: Recurrence) -> str:
    days, hours, ends = _days(view, rule), _hours(view, rule), _ends(view, span, rule)
    words = view.words
    if not hours and rhythm_of(rule).days not in (Days.EVERY, Days.ALL_BUT_ONE):
        whole = words.pgettext("a rule", "%(days)s, all day", days=days)
        return words.pgettext("a rule", "%(rule)s, %(ends)s", rule=whole, ends=ends) if ends else whole
    if hours and rule.only:
        days = words.pgettext("a rule, by dates", "%(days)s, %(hours)s", days=days, hours=hours)
    elif hours:
        days = words.pgettext("a rule, by days", "%(days)s %(hours)s", days=days, hours=hours)
    return words.pgettext("a rule", "%(rule)s %(ends)s", rule=days, ends=ends) if ends else days


def _hours(view: View, rule: Recurrence) -> str:
    """The hours, with the zone where it is not the one in which the site tells times; nothing for a whole day."""
    if not rule.start and not rule.end:
        return ""
    start, end = _clock(view.words, rule.start), _clock(view.words, rule.end, 24)
    here, there = (in_zone(view.picture.now, zone) for zone in (view.zone, ZoneInfo(rule.zone)))
    if here.utcoffset() == there.utcoffset():
        return view.words.pgettext("hours of a rule", "%(start)s–%(end)s", start=start, end=end)
    zone = view.words.zone(there)
    return view.words.pgettext("hours of a rule", "%(start)s–%(end)s %(zone)s", start=start, end=end, zone=zone)


def _clock(words: Words, clock: str, midnight: int = 0) -> str:
    """An hour of a rule; the midnight at the end of a day is its hour 24."""
    at = time.fromisoformat(clock) if clock else time.min
    return words.cldr.time.format(hour=at.hour if at != time.min else midnight, minute=at.minute)


def _days(view: View, rule: Recurrence) -> str:
    rhythm, words = rhythm_of(rule), view.words
    names = [words.pgettext(*_EVERY_SUCH_DAY[number - 1]) for number in rhythm.weekdays]
    match rhythm.days:
        case Days.DATES:
            return words.pgettext("days of a rule, as dates", "on %(days)s", days=_dates(view, rule.only))
        case Days.EVERY | Days.ALL_BUT_ONE if rhythm.by_night:
            return words.pgettext("days of a rule", "every night")
        case Days.EVERY | Days.ALL_BUT_ONE:
            return words.pgettext("days of a rule", "every day")
        case Days.FROM_TO:
            return words.pgettext("days of a rule", "%(first)s to %(last)s", first=names[0], last=names[1])
        case Days.NAMED:
            return words.pgettext("days of a rule, of every week", "on %(days)s", days=words.listed(names))


def _left_out(words: Words, rule: Recurrence) -> str:
    """The one day of every week on which it does not hold, where that is one."""
    rhythm = rhythm_of(rule)
    return words.pgettext(*_EVERY_SUCH_DAY[rhythm.weekdays[0] - 1]) if rhythm.days is Days.ALL_BUT_ONE else ""


def _ends(view: View, span: Period, rule: Recurrence) -> str:
    """From when and until when it holds, as far as that is not the dates themselves."""
    first = day_of(view, span.start) if span.start and span.start > view.picture.now and not rule.only else ""
    last = day_of(view, last_beginning(span.end, rule, view.zone)) if span.end else ""
    if span.end is None and span.unusable_end:
        forms = _NO_USABLE_END
    elif rule.only:
        return ""
    else:
        forms = _LAST_DAY if last else _OPEN
    return view.words.pgettext(*forms[bool(first)], first=first, last=last)


def _dates(view: View, days: Iterable[date]) -> str:
    """``3 and 5 December``; those that are over are left out, as long as others are to come."""
    today, words = in_zone(view.picture.now, view.zone).date(), view.words
    ahead = dates_ahead(days, today)
    by_month = groupby(ahead[:MOST_DAYS], key=lambda day: (day.year, day.month))
    named = [_of_month(words, list(of_month), today) for _, of_month in by_month]
    more = len(ahead) - MOST_DAYS
    return words.listed([*named, words.ngettext("%(num)d more day", "%(num)d more days", more)] if more > 0 else named)


def _of_month(words: Words, days: list[date], today: date) -> str:
    """Some days of one month, which only the last of them names."""
    numbers = [words.cldr.days_of_month[day.day - 1] for day in days[:-1]]
    alone = [words.pgettext("the day of a month that is named later", "%(day)s", day=number) for number in numbers]
    return words.listed([*alone, words.date(days[-1], today)])


def _capital(words: str) -> str:
    """The same at the beginning of a sentence; Markup stays Markup."""
    return words[:1].upper() + words[1:]
