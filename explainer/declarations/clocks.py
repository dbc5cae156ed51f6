"""Days and times as staff write them: one way of writing is read, and of every other one it is told what was meant.

Python reads ``2026-11-20 18.20`` as 18:00 and a fifth of a second. So nothing is left to it but what looks right.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from explainer.model.moments import LATEST

EXAMPLE = "2026-11-20 18:20"
"""How a time is written."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[ T](?P<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sign>[-./ ]?)(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?P<d>\d{1,2})(?P<sign>[-./])[ ]?(?P<m>\d{1,2})(?P=sign)[ ]?(?P<y>\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?:(?: ?[:.,h’'] ?|(?<=\d\d))(?P<min>\d{2}))?(?:[:.]\d{2})?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_HOUR_24 = re.compile(r"\d{4}-\d\d-\d\d[ T]24")


def read_time(written: str, zone: tzinfo) -> datetime:
    """A moment such as ``2026-11-20 18:20``, in ``zone`` unless it states an offset.

    Raises:
        ValueError: with what was meant, as far as that can be told.
    """
    said = written.strip()
    if _HOUR_24.match(said):  # which Python reads from 3.14 on
        raise ValueError(f"“{written}” has the hour 24; write it as 00:00 of the next day")
    found = _TIME.fullmatch(said)
    if found is None:
        raise ValueError(_other_time(written, said))
    try:
        read = datetime.fromisoformat(f"{found['day']}T{found['clock']}{found['offset'] or ''}")
    except ValueError:
        raise ValueError(_other_time(written, said)) from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def read_day(written: str) -> date:
    """A day such as ``2026-11-20``.

    Raises:
        ValueError: with what was meant, as far as that can be told.
    """
    said = written.strip()
    try:
        if _DAY.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        pass
    meant, rest = _day_in(said)
    how = f"write {meant}" if meant and not rest else f"write it as {EXAMPLE[:10]}"
    raise ValueError(f"“{written}” is not a day; {how}")


def _other_time(written: str, said: str) -> str:
    day, rest = _day_in(said)
    clock, zone = _clock_in(rest.lstrip(" ,T"))
    if day and not rest:
        return f"“{written}” has no time of day; write {day} and the time, as in {EXAMPLE}"
    if clock and not day and not re.search(r"\d", said.replace(rest, "", 1)):
        return f"“{written}” has no day; write it before the time, as in {EXAMPLE[:11]}{clock}"
    if not day or not clock:
        return f"“{written}” is not a date and time; write it as {EXAMPLE}"
    if zone.upper() in ("UTC", "GMT", "Z"):
        clock += "+00:00"
    return f"“{written}” is not a date and time; write {day} {clock}"


def _day_in(said: str) -> tuple[str, str]:
    """The day that a text begins with, as it should be written, and what follows it; empty where it is not plain."""
    found = _YEAR_FIRST.match(said) or _YEAR_LAST.match(said)
    if found is None:
        return "", said
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    if month > 12 >= day:
        month, day = day, month
    elif found.re is _YEAR_LAST and found["sign"] == "/" and day <= 12 and day != month:
        return "", said  # the one half of the world writes the month first
    try:
        meant = date(_whole(year), month, day)
    except ValueError:
        return "", said
    return meant.isoformat(), said[found.end() :].strip()


def _whole(year: int) -> int:
    """A year of two digits as the one that can be meant."""
    if year > 99:
        return year
    return year + (2000 if year <= LATEST % 100 else 1900)


def _clock_in(said: str) -> tuple[str, str]:
    """The time of day that a text is, as it should be written, and the word behind it; empty where it is none."""
    found = _CLOCK.fullmatch(said)
    if found is None or (found["min"] is None and not found["half"] and not found["rest"]):
        return "", ""
    hour, minute = int(found["h"]), int(found["min"] or 0)
    half = (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59 or re.search(r"\d", found["rest"]):
        return "", ""
    return f"{hour:02}:{minute:02}", found["rest"].strip(" .")
