"""One language's words: the site's messages, and dates, times, numbers and lists as it writes them.

Messages are whole English sentences with named places::

    words.gettext("Next update by %(time)s.", time=words.time(at))
    words.ngettext("%(num)d more", "%(num)d more", hidden)
    words.pgettext("state of a part", "Slowed")

A value that is :class:`~markupsafe.Markup` makes the message Markup too: the translation and every other value are
escaped, so a ``<time>`` or a link can stand inside a sentence. Where only Markup will do, write
``escaped(words.gettext(…))``, which escapes what is still plain text and nothing twice.

Every time is told as it comes in: bring it into the zone of the reader before. A percent sign in a message is ``%%``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import overload

from markupsafe import Markup

from explainer.language.catalogues import catalogue
from explainer.language.cldr import ENGLISH, Cldr
from explainer.language.directions import direction, primary
from explainer.language.escaping import as_markup, escaped

Value = str | int | float
Day = date
"""The same, where a method of that name hides it."""

GROUPED_FROM = 1_000
"""The first number whose digits stand in groups: ``3,400``."""

LATER_GROUPED = {"es": 10_000, "it": 10_000, "pl": 10_000}
"""The same in languages that keep four digits together, as CLDR has it (``minimumGroupingDigits``): ``3400``."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language: ``cldr`` how it writes dates and numbers, ``catalogue`` its messages."""

    cldr: Cldr
    catalogue: NullTranslations

    @property
    def language(self) -> str:
        """The language, as a BCP 47 tag."""
        return self.cldr.language

    @property
    def direction(self) -> str:
        """``ltr``, or ``rtl`` for a language that is written from right to left."""
        return direction(self.cldr.language)

    @property
    def callables(self) -> Mapping[str, Callable[..., str]]:
        """What a template needs in order to speak this language: Jinja's names for the four kinds of message."""
        return {
            "gettext": self.gettext,
            "ngettext": self.ngettext,
            "pgettext": self.pgettext,
            "npgettext": self.npgettext,
        }

    # Messages

    @overload
    def gettext(self, message: str, /) -> str: ...

    @overload
    def gettext(self, message: str, /, **values: Markup) -> Markup: ...

    @overload
    def gettext(self, message: str, /, **values: Value) -> str: ...

    def gettext(self, message: str, /, **values: Value) -> str:
        """A message with its places filled."""
        return _filled(self.catalogue.gettext(message), values)

    @overload
    def ngettext(self, one: str, many: str, number: int, /) -> str: ...

    @overload
    def ngettext(self, one: str, many: str, number: int, /, **values: Markup) -> Markup: ...

    @overload
    def ngettext(self, one: str, many: str, number: int, /, **values: Value) -> str: ...

    def ngettext(self, one: str, many: str, number: int, /, **values: Value) -> str:
        """A message that depends on a number, which it can name as ``%(num)d``."""
        return _filled(self._counted(self.catalogue.ngettext(one, many, number), number), {"num": number, **values})

    @overload
    def pgettext(self, context: str, message: str, /) -> str: ...

    @overload
    def pgettext(self, context: str, message: str, /, **values: Markup) -> Markup: ...

    @overload
    def pgettext(self, context: str, message: str, /, **values: Value) -> str: ...

    def pgettext(self, context: str, message: str, /, **values: Value) -> str:
        """A message that other languages word differently elsewhere; ``context`` says where this is."""
        return _filled(self.catalogue.pgettext(context, message), values)

    @overload
    def npgettext(self, context: str, one: str, many: str, number: int, /) -> str: ...

    @overload
    def npgettext(self, context: str, one: str, many: str, number: int, /, **values: Markup) -> Markup: ...

    @overload
    def npgettext(self, context: str, one: str, many: str, number: int, /, **values: Value) -> str: ...

    def npgettext(self, context: str, one: str, many: str, number: int, /, **values: Value) -> str:
        """Both of the above."""
        said = self._counted(self.catalogue.npgettext(context, one, many, number), number)
        return _filled(said, {"num": number, **values})

    def _counted(self, said: str, number: int) -> str:
        """A message with its number as every other is written; a small one is so by itself."""
        return said if number < GROUPED_FROM else said.replace("%(num)d", self.number(number))

    def unless_own(self, said: str) -> str:
        """What an operator may set to words of their own: ours are translated, theirs stay as they are."""
        return self.catalogue.gettext(said) if said else said

    # Dates and times

    def time(self, at: datetime) -> str:
        """The hour: ``18:20``."""
        return self.cldr.time.format(hour=at.hour, minute=at.minute)

    def date(self, at: Day, now: Day) -> str:
        """The date: ``4 November``, with the year when it is not that of ``now``."""
        return self._date(self.cldr.date if at.year == now.year else self.cldr.date_of_year, at)

    def short_date(self, at: Day) -> str:
        """The date where there is little room: ``4 Nov``."""
        return self._date(self.cldr.short_date, at)

    def full_date(self, at: Day) -> str:
        """The date with its year, for words that outlive the crisis: ``2 October 2026``."""
        return self._date(self.cldr.date_of_year, at)

    def date_with_weekday(self, at: Day, now: Day) -> str:
        """``Friday 20 November``, with the year when it is not that of ``now``."""
        return self.cldr.weekday_date.format(weekday=self.weekday(at), date=self.date(at, now))

    def weekday(self, at: Day) -> str:
        """``Friday``."""
        return self.cldr.weekdays[at.weekday()]

    def month(self, at: Day) -> str:
        """The month with its year, as a heading: ``November 2026``."""
        return self._date(self.cldr.month_of_year, at)

    def moment(self, at: datetime, now: datetime) -> str:
        """``18:20`` today, ``4 November, 18:20`` on another day, with the year when it is another one."""
        if at.date() == now.date():
            return self.time(at)
        return self.with_date(self.time(at), at, now)

    def with_date(self, hour: str, at: Day, now: Day) -> str:
        """An hour in words, with its date where the language puts it: ``4 November, 18:20 CET``."""
        return self.cldr.moment.format(date=self.date(at, now), time=hour)

    def zone(self, at: datetime) -> str:
        """The short name of the zone of ``at``: ``CET``; where it has none but its offset, ``UTC+3``."""
        name = at.tzname() or "UTC"
        return utc_offset(at) if name[0] in "+-" else self.cldr.zones.get(name, name)

    def duration(self, length: timedelta) -> str:
        """A length of time by its two largest parts: ``12 minutes``, ``2 hours 10 minutes``, ``3 days 4 hours``."""
        minutes = max(0, round(length.total_seconds() / 60))
        if minutes < 1:
            return self.gettext("less than a minute")
        parts = (
            (minutes // 1440, self.days),
            (minutes % 1440 // 60, self.hours),
            (minutes % 60, self.minutes),
        )
        first = next(index for index, (amount, _) in enumerate(parts) if amount)
        told = [word(amount) for amount, word in parts[first : first + 2] if amount]
        if len(told) == 1:
            return told[0]
        return self.pgettext(
            "a length of time, such as 2 hours 10 minutes", "%(more)s %(less)s", more=told[0], less=told[1]
        )

    def every(self, length: timedelta) -> str:
        """How often: ``every 5 minutes``, ``every hour``, ``every 1 hour 30 minutes``."""
        seconds = round(length.total_seconds())
        if seconds % 86_400 == 0:
            return self.npgettext("how often", "every day", "every %(num)d days", seconds // 86_400)
        if seconds % 3_600 == 0:
            return self.npgettext("how often", "every hour", "every %(num)d hours", seconds // 3_600)
        if seconds < 60:
            return self.npgettext("how often", "every second", "every %(num)d seconds", seconds)
        if seconds < 3_600:
            return self.npgettext("how often", "every minute", "every %(num)d minutes", round(seconds / 60))
        return self.pgettext("how often", "every %(length)s", length=self.duration(length))

    def days(self, amount: int) -> str:
        """``3 days``."""
        return self.ngettext("%(num)d day", "%(num)d days", amount)

    def hours(self, amount: int) -> str:
        """``2 hours``."""
        return self.ngettext("%(num)d hour", "%(num)d hours", amount)

    def minutes(self, amount: int) -> str:
        """``10 minutes``."""
        return self.ngettext("%(num)d minute", "%(num)d minutes", amount)

    def seconds(self, amount: int) -> str:
        """``30 seconds``."""
        return self.ngettext("%(num)d second", "%(num)d seconds", amount)

    def _date(self, template: str, at: Day) -> str:
        return template.format(
            day=self.cldr.days_of_month[at.day - 1],
            month=self.cldr.months[at.month - 1],
            month_alone=self.cldr.months_alone[at.month - 1],
            month_short=self.cldr.months_short[at.month - 1],
            month_number=at.month,
            year=at.year,
        )

    # Numbers and lists

    def number(self, value: float) -> str:
        """A figure without a needless ``.0``: ``24``, ``1.5``, ``120,000``."""
        grouped = abs(value) >= LATER_GROUPED.get(primary(self.cldr.language), GROUPED_FROM)
        plain = f"{value:,.0f}" if grouped else f"{value:g}"
        return plain.translate({ord("."): self.cldr.decimal, ord(","): self.cldr.group})

    def range(self, low: float, high: float) -> str:
        """A range of figures, ``40–70``, or the one figure when both ends agree."""
        if low == high:
            return self.number(low)
        return self.pgettext("a range of figures", "%(low)s–%(high)s", low=self.number(low), high=self.number(high))

    @overload
    def listed(self, items: Iterable[Markup]) -> Markup: ...

    @overload
    def listed(self, items: Iterable[str]) -> str: ...

    def listed(self, items: Iterable[str]) -> str:
        """``A``, ``A and B``, ``A, B and C``; Markup where an item is."""
        all_of_them = list(items)
        if any(isinstance(item, Markup) for item in all_of_them):
            return Markup(self._listed([escaped(item) for item in all_of_them]))  # noqa: S704 - every item is escaped
        return self._listed(all_of_them)

    def some_of(self, items: Iterable[str], more: int) -> str:
        """The same of some, with how many more there are: ``A, B and 3 more``."""
        rest = [self.npgettext("at the end of a list", "%(num)d more", "%(num)d more", more)] if more > 0 else []
        return self.listed([*items, *rest])

    def separated(self, items: Iterable[str]) -> str:
        """``A; B; C``: a list of what may hold commas itself; Markup where an item is."""
        all_of_them = list(items)
        between = self.pgettext("between the items of a list that may hold commas", "; ")
        if any(isinstance(item, Markup) for item in all_of_them):
            return escaped(between).join(escaped(item) for item in all_of_them)
        return between.join(all_of_them)

    def _listed(self, items: list[str]) -> str:
        pair, start, middle, end = self.cldr.lists
        if len(items) < 3:
            return pair.format(*items) if len(items) == 2 else "".join(items)
        told = start.format(items[0], items[1])
        for item in items[2:-1]:
            told = middle.format(told, item)
        return end.format(told, items[-1])


def _filled(said: str, values: Mapping[str, Value]) -> str:
    for value in values.values():
        if isinstance(value, Markup):
            safe = {name: escaped(one) if isinstance(one, str) else one for name, one in values.items()}
            return as_markup(_as_html(said) % safe)
    return said % values


@lru_cache(maxsize=1_024)
def _as_html(said: str) -> str:
    return str(escaped(said))


def utc_offset(at: datetime) -> str:
    """``UTC+1``, ``UTC-3:30``, or ``UTC``."""
    minutes = int((at.utcoffset() or timedelta(0)).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def words_of(cldr: Cldr) -> Words:
    """The words of the language that ``cldr`` is of."""
    return Words(cldr, catalogue(cldr.language))


@lru_cache(maxsize=1)
def english() -> Words:
    """English as the messages are written, for a site without another language and for what staff read."""
    return words_of(ENGLISH)
