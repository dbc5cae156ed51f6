"""Times as feeds write them: RFC 3339, RFC 822, and the odd forms real feeds use.

Every result carries an offset. A time without one is read in the zone its source declares and says so
(``Precision.INFERRED``); where no zone is declared it is refused. What cannot be read is ``None``, never a
guess: a month in an unknown language, a zone word that means several zones, or a moment nobody meant.

``24:00`` is the midnight at the end of its day (ISO 8601; XML Schema 1.1 section 3.3.7). Where the clocks of a
zone jump, a local time still means one moment: an hour that is skipped in spring counts on after the gap, 02:30
as 03:30; an hour that comes twice in autumn is the first where something starts (:func:`read_time`) and the
second where it ends (:func:`read_end`). A moment always carries a fixed offset, so that two of them compare as
moments and not as hands of a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from explainer.model.moments import EARLIEST, LATEST
from explainer.model.vocabulary import Precision

__all__ = ["EARLIEST", "LATEST", "Reading", "read_near", "read_time"]

_LONGEST = 80
_DAY = timedelta(days=1)
_LEEWAY = _DAY
_EPOCH = re.compile(r"\d{9,13}", re.ASCII)
_FIRST_MILLISECONDS = 100_000_000_000  # as seconds, the year 5138

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ]\s?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s*(.*))?", re.ASCII)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?[\s-]+(\d{4}|\d\d),?"
    r"(?:\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s*(.*))?",
    re.ASCII,
)
# Statuspage: `Jan  9, 14:27 UTC`, `Jan 9, 2020 - 14:27 UTC`.
_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}),?)?\s*(?:-|at)?\s*"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*(.*)",
    re.ASCII,
)
# Met Office: `0800 Wed 12 Mar`.
_HOUR_FIRST = re.compile(r"(\d\d):?(\d\d)\s+([A-Za-z]{3,9})\s+(\d{1,2})\s+([A-Za-z]{3,9})", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?", re.ASCII)

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# RFC 822 section 5.1, then words that name one zone only. BST, IST and other words for several zones are read
# only where the source's own zone uses them.
_ZONES = (
    (0.0, "Z UT UTC GMT WET"),
    (-5.0, "EST"),
    (-4.0, "EDT"),
    (-6.0, "CST"),
    (-5.0, "CDT"),
    (-7.0, "MST"),
    (-6.0, "MDT"),
    (-8.0, "PST"),
    (-7.0, "PDT"),
    (-9.0, "AKST"),
    (-8.0, "AKDT"),
    (-10.0, "HST"),
    (1.0, "WEST CET"),
    (2.0, "CEST EET"),
    (3.0, "EEST MSK"),
    (8.0, "HKT AWST"),
    (9.0, "JST KST"),
    (9.5, "ACST"),
    (10.5, "ACDT"),
    (10.0, "AEST"),
    (11.0, "AEDT"),
    (12.0, "NZST"),
    (13.0, "NZDT"),
)
_ZONE_WORDS = {word: timezone(timedelta(hours=hours)) for hours, words in _ZONES for word in words.split()}


class Reading(NamedTuple):
    """A moment, and how exactly the publisher gave it."""

    at: datetime
    precision: Precision


def read_time(text: str, zone: tzinfo | None) -> Reading | None:
    """The moment ``text`` names, or None. ``zone`` is where a time without an offset is read, if anywhere."""
    return _read(text, zone, ends=False)


def read_end(text: str, zone: tzinfo | None) -> Reading | None:
    """The moment at which something ends: a date alone ends with its day, a doubled hour is its second."""
    return _read(text, zone, ends=True)


def read_epoch(text: str) -> Reading | None:
    """The moment that so many seconds or milliseconds since 1970 name, or None."""
    if not _EPOCH.fullmatch(text):
        return None
    seconds = int(text) / 1_000 if int(text) >= _FIRST_MILLISECONDS else int(text)
    moment = datetime.fromtimestamp(seconds, UTC)
    return Reading(moment, Precision.EXACT) if EARLIEST <= moment.year <= LATEST else None


def _read(text: str, zone: tzinfo | None, ends: bool) -> Reading | None:
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, words = found.groups()
        return _reading(_naive(int(year), int(month), day, hour, minute, second), second, words, zone, ends)
    if found := _RFC822.fullmatch(text):
        day, name, year, hour, minute, second, words = found.groups()
        naive = _naive(_full_year(year), _month(name), day, hour, minute, second)
        return _reading(naive, second, words, zone, ends)
    if (found := _MONTH_FIRST.fullmatch(text)) and found[3]:
        name, day, year, hour, minute, second, words = found.groups()
        return _reading(_naive(int(year), _month(name), day, hour, minute, second), second, words, zone, ends)
    return None


def latest(readings: Iterable[Reading | None]) -> Reading | None:
    """The last of several moments, as far as they could be read."""
    return max((reading for reading in readings if reading), key=lambda reading: reading.at, default=None)


def read_near(text: str, anchor: datetime, zone: tzinfo, before: datetime | None = None) -> Reading | None:
    """A time that may lack its year: the year that brings it nearest to ``anchor``, marked as inferred.

    With ``before``, the next younger entry of a timeline, it is the latest year that keeps the order.
    A weekday, where the text names one, must agree.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    if whole := read_time(text, zone):
        return whole
    candidates = [
        moment for year in range(anchor.year - 1, anchor.year + 2) if (moment := _in_year(text, year, zone)) is not None
    ]
    if before is not None:
        earlier = [moment for moment in candidates if moment <= before + _LEEWAY]
        return Reading(max(earlier), Precision.INFERRED) if earlier else None
    if not candidates:
        return None
    return Reading(min(candidates, key=lambda moment: abs(moment - anchor)), Precision.INFERRED)


def _in_year(text: str, year: int, zone: tzinfo) -> datetime | None:
    weekday = ""
    if found := _MONTH_FIRST.fullmatch(text):
        name, day, _, hour, minute, second, words = found.groups()
    elif found := _HOUR_FIRST.fullmatch(text):
        hour, minute, weekday, day, name = found.groups()
        second, words = None, ""
    else:
        return None
    naive = _naive(year, _month(name), day, hour, minute, second)
    reading = _reading(naive, second, words, zone)
    written = _naive(year, _month(name), day)
    if reading is None or written is None:
        return None
    if weekday and _WEEKDAYS[written.weekday()] != weekday[:3].casefold():
        return None
    return reading.at


def _naive(year: int, month: int, day: str, *clock: str | None) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock or ("0", "0", "0"))
    if hour == 24 and not minute and not second:
        return _later(_naive(year, month, day))
    try:
        # A leap second, 60, has no place in a `datetime`. The zone comes with `_reading`.
        return datetime(year, month, int(day), hour, minute, 59 if second == 60 else second)  # noqa: DTZ001
    except ValueError:
        return None


def _later(naive: datetime | None) -> datetime | None:
    """The same hour of the next day."""
    return naive + _DAY if naive and naive.year <= LATEST else None


def _reading(
    naive: datetime | None, second: str | None, words: str | None, zone: tzinfo | None, ends: bool = False
) -> Reading | None:
    if words is None and ends:
        naive = _later(naive)
    if naive is None or not EARLIEST <= naive.year <= LATEST:
        return None
    found = _zone(words or "", naive, zone)
    if found is None:
        return None
    at = naive.replace(tzinfo=_offset(naive, found, ends))
    if words is None:
        return Reading(at, Precision.DAY)
    if not words.strip():
        return Reading(at, Precision.INFERRED)
    return Reading(at, Precision.EXACT if second else Precision.MINUTE)


def _offset(naive: datetime, zone: tzinfo, ends: bool) -> timezone:
    """The offset of the zone at that local time. Of two, the smaller one is the later moment of a doubled hour."""
    first, second = (zone.utcoffset(naive.replace(fold=fold)) or timedelta(0) for fold in (0, 1))
    offset = min(first, second) if ends else first
    return timezone(offset) if offset else UTC


def _zone(words: str, naive: datetime, zone: tzinfo | None) -> tzinfo | None:
    """The zone that ``words`` name at that local time; several must agree (seen: ``+0100 +0100``)."""
    parts = words.partition("(")[0].split()
    if not parts:
        return zone
    found = [_one_zone(part, naive, zone) for part in parts]
    if found[0] is None:
        return None
    offsets = {tz.utcoffset(naive) for tz in found if tz is not None}
    return found[0] if len(offsets) == 1 else None


def _one_zone(word: str, naive: datetime, zone: tzinfo | None) -> tzinfo | None:
    if found := _OFFSET.fullmatch(word):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes > 15 * 60:
            return None
        return timezone((1 if found[1] == "+" else -1) * timedelta(minutes=minutes)) if minutes else UTC
    word = word.upper()
    if zone is not None and zone.tzname(naive) == word:
        return timezone(zone.utcoffset(naive) or timedelta(0))
    return _ZONE_WORDS.get(word)


def _month(name: str) -> int:
    """The month's number; 0, which no ``datetime`` takes, when the word is no English month."""
    name = name.casefold()
    numbers = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name)]
    return numbers[0] if len(numbers) == 1 else 0


def _full_year(digits: str) -> int:
    """A two-digit year by the rule of RFC 2822 section 4.3."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)
