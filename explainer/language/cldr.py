"""How one language writes dates, times, numbers and lists: plain values, so that a refresh needs no library for them.

They are made from Unicode's CLDR by :mod:`explainer.language.making` when a site is built, and kept with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Lists(NamedTuple):
    """How the items of a list are joined: two of them, and the start, middle and end of a longer one."""

    pair: str
    start: str
    middle: str
    end: str


class Cldr(NamedTuple):
    """What CLDR says of one language, as templates for :meth:`str.format`.

    ``months`` are as in a date, ``months_alone`` as in a heading, ``months_short`` as where there is little room;
    ``days_of_month`` as in a date (French counts from “1er”). ``zones`` are the short names of time zones, by the names
    the zone's own data gives them; one that is missing is called as there.
    """

    language: str
    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    days_of_month: tuple[str, ...]
    date: str
    date_of_year: str
    short_date: str
    weekday_date: str
    month_of_year: str
    time: str
    moment: str
    decimal: str
    group: str
    lists: Lists
    zones: Mapping[str, str]


ENGLISH = Cldr(
    language="en",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    months_alone=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    months_short=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    days_of_month=tuple(str(day) for day in range(1, 32)),
    date="{day} {month}",
    date_of_year="{day} {month} {year}",
    short_date="{day} {month_short}",
    weekday_date="{weekday} {date}",
    month_of_year="{month} {year}",
    time="{hour:02}:{minute:02}",
    moment="{date}, {time}",
    decimal=".",
    group=",",
    lists=Lists("{0} and {1}", "{0}, {1}", "{0}, {1}", "{0} and {1}"),
    zones={},
)
"""British English, which a site without another language speaks; a test compares it with what is made from CLDR."""
