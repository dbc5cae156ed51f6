"""The FAA's words: reasons, lengths of time, times without a year or a day, and the text of closure NOTAMs.

A NOTAM (FAA Order 7930.2) carries its own number and times, ``YYMMDDHHMM-YYMMDDHHMM`` in UTC: they are exact where
the list beside it gives only “May 28 at 16:00 UTC”, which once was a year too early.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from explainer.formats.base import Span
from explainer.formats.kit.times import read_near, read_time
from explainer.model.recurrence import Recurrence
from explainer.model.vocabulary import CauseCode, EffectCode

SLUGS = {
    "Ground_Stop_List": "ground stop",
    "Ground_Delay_List": "ground delay",
    "Arrival_Departure_Delay_List": "delay",
    "Airspace_Flow_List": "airspace flow",
    "Airport_Closure_List": "closure",
}
"""How an entry's identity and category name its kind. Never change them: ids depend on them."""

CAUSES = {
    "wx": CauseCode.WEATHER,
    "weather": CauseCode.WEATHER,
    "thunderstorm": CauseCode.WEATHER,
    "thunderstorms": CauseCode.WEATHER,
    "ceilings": CauseCode.WEATHER,
    "visibility": CauseCode.WEATHER,
    "fog": CauseCode.WEATHER,
    "wind": CauseCode.WEATHER,
    "winds": CauseCode.WEATHER,
    "snow": CauseCode.WEATHER,
    "ice": CauseCode.WEATHER,
    "rain": CauseCode.WEATHER,
    "tornado": CauseCode.WEATHER,
    "hurricane": CauseCode.WEATHER,
    "vol": CauseCode.CONGESTION,
    "volume": CauseCode.CONGESTION,
    "construction": CauseCode.CONSTRUCTION,
    "maintenance": CauseCode.MAINTENANCE,
    "equipment": CauseCode.TECHNICAL,
    "outage": CauseCode.TECHNICAL,
    "staffing": CauseCode.STAFFING,
    "staff": CauseCode.STAFFING,
    "security": CauseCode.POLICE_SECURITY,
    "disabled": CauseCode.OBSTRUCTION,
    "other": CauseCode.OTHER,
}
"""Words of ``Reason``; several may stand in one (“TM Initiatives:SWAP:WX”)."""

_WORD = re.compile(r"[a-z]+")
_CTIME = re.compile(r"[A-Za-z]{3},? ([A-Za-z]{3}) +(\d{1,2}) (\d{1,2}:\d\d:\d\d) (\d{4})(?: ([A-Z]{1,4}))?", re.ASCII)
_LENGTH = re.compile(r"(?:(\d{1,3}) hours?)?(?: and )?(?:(\d{1,4})(?: minutes?)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d) ?([ap])\.?m\.? ([A-Z]{2,4})\.?", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"!\s?[A-Z0-9]{3,4} (\d{1,2}/\d{3,5})\b", re.ASCII)
_SPAN = re.compile(r"\b(\d{10})-(?:(\d{10})(?:EST)?|PERM)\b", re.ASCII)
_DAILY = re.compile(r"\bDLY (\d\d)(\d\d)-(\d\d)(\d\d)\b", re.ASCII)
_FOR_SOME = re.compile(r"\bCLSD TO\b")
_EXCEPT = re.compile(r"\bCLSD\b.*\bEXC\b")
_LATE = timedelta(hours=1)


class Notam(NamedTuple):
    """What a closure's text says of itself; ``number`` has the start beside it, because numbers come again."""

    number: str
    start: datetime
    end: datetime | None
    hours: tuple[str, str] | None
    says: str


def causes(reason: str) -> list[tuple[CauseCode, str]]:
    """The causes that a reason names, with the reason as the native word."""
    named = [CAUSES[word] for word in _WORD.findall(reason.lower()) if word in CAUSES]
    codes = [code for code in named if code is not CauseCode.OTHER] or named
    if not codes and reason:
        codes = [CauseCode.UNKNOWN]
    return [(code, reason) for code in codes]


def updated(ctime: str) -> datetime | None:
    """``Wed Jul 29 14:41:01 2026 GMT``."""
    found = _CTIME.fullmatch(" ".join(ctime.split()))
    if found is None:
        return None
    month, day, clock, year, zone = found.groups()
    reading = read_time(f"{day} {month} {year} {clock} {zone or 'GMT'}", UTC)
    return reading.at if reading else None


def minutes(length: str) -> int | None:
    """``1 hour and 40 minutes`` as 100."""
    found = _LENGTH.fullmatch(" ".join(length.lower().split()))
    if found is None or not (found[1] or found[2]):
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def next_clock(clock: str, after: datetime | None) -> datetime | None:
    """``4:30 pm EDT``: the next such moment, an hour late at most; None where nothing says which day."""
    found = _CLOCK.fullmatch(" ".join(clock.split()))
    if found is None or after is None or not 1 <= int(found[1]) <= 12:
        return None
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    for days in (-1, 0, 1):
        day = (after.astimezone(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")
        reading = read_time(f"{day} {hour:02}:{found[2]} {found[4].upper()}", None)
        if reading and reading.at >= after - _LATE:
            return reading.at
    return None


def notam(reason: str) -> Notam | None:
    """The NOTAM that a reason is, or None."""
    number, span = _NUMBER.match(reason), _SPAN.search(reason)
    if number is None or span is None:
        return None
    start, end = _stamp(span[1]), _stamp(span[2]) if span[2] else None
    if start is None or (end is not None and end <= start):
        return None
    daily = _DAILY.search(reason)
    hours, says = None, ""
    if daily and max(int(daily[1]), int(daily[3])) < 24 and max(int(daily[2]), int(daily[4])) < 60:
        hours = f"{daily[1]}:{daily[2]}", f"{daily[3]}:{daily[4]}"
        says = f"daily {hours[0]} to {hours[1]} UTC"
    return Notam(f"{number[1]} {span[1]}", start, end, hours, says)


def closure(reason: str) -> tuple[str, EffectCode]:
    """Whom a closure concerns, in our words, and its effect."""
    if _FOR_SOME.search(reason):
        return "closure notice for some aircraft", EffectCode.MODIFIED
    if _EXCEPT.search(reason):
        return "closure notice with exceptions", EffectCode.REDUCED
    return "closure notice", EffectCode.NO_SERVICE


def notam_span(found: Notam) -> Span:
    """The span of a NOTAM, at the hours of each of its days where it states them."""
    recurs = Recurrence(start=found.hours[0], end=found.hours[1], text=found.says) if found.hours else None
    return Span(found.start, found.end, text=found.says, recurrence=recurs)


def listed_spans(start: str, reopen: str, anchor: datetime | None) -> tuple[Span, ...]:
    """``Jul 07 at 04:30 UTC.`` to ``Aug 15 at 09:45 UTC.``: the years nearest to the anchor, marked as inferred."""
    if anchor is None:
        return ()
    since, until = (read_near(words.rstrip(". "), anchor, UTC) for words in (start, reopen))
    if since and until and until.at <= since.at:
        later = read_near(reopen.rstrip(". "), anchor + timedelta(days=366), UTC)
        until = later if later and later.at > since.at else None
    return (Span(since, until, text=f"from {start.rstrip('. ')} to {reopen.rstrip('. ')}"),) if since or until else ()


def _stamp(digits: str) -> datetime | None:
    year, month, day, hour, minute = (digits[n : n + 2] for n in range(0, 10, 2))
    reading = read_time(f"20{year}-{month}-{day}T{hour}:{minute}Z", None)
    return reading.at if reading else None
