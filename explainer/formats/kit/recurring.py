"""From what publishers write of hours and days to recurrences, for every format.

What cannot be worked out is never guessed: it becomes a vague recurrence, which holds at some hours, nobody can
say at which, and keeps the publisher's words. Hours without an offset are those of the source's zone; so are hours
with the offset that the zone has in some season, because who writes 22:00+01:00 all year round means the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.formats.kit import spans, text
from explainer.formats.kit.times import EARLIEST, LATEST, Reading, read_end
from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence, crosses_midnight, instant

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MOST_DAYS = 800
"""Single days that one recurrence lists."""

MOST_WORDS = 200

_CLOCK = re.compile(r"([01]?\d|2[0-4]):?([0-5]\d)(?::?([0-5]\d|60)(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_RANGE = re.compile(r"([\d:]{4,8})\s*[-–/]\s*([\d:]{4,8})", re.ASCII)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MANY = {
    "weekdays": (1, 2, 3, 4, 5),
    "mondaytofriday": (1, 2, 3, 4, 5),
    "mondaytosaturday": (1, 2, 3, 4, 5, 6),
    "weekend": (6, 7),
    "weekends": (6, 7),
    "saturdayandsunday": (6, 7),
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    # TPEG, table pti34, as SIRI writes it.
    "pti348": (1, 2, 3, 4, 5),
    "pti349": (6, 7),
    "pti3418": EVERY_DAY,
}
_ONE = {
    name: number
    for number, day in enumerate(_DAYS, start=1)
    for name in (day, f"{day}s", day[:3], str(number), f"pti34{number}")
}
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_EACH = r"(?:each|every|on|at|over|during|some|selected|certain|most|all|late|both)"
_PROSE = re.compile(
    rf"""\b(?:
      (?:nightly|overnight|weeknights?|nights?\ only|weekdays|weekends|evenings\ only)\b
    | (?:each|every|at)\ (?:night|evening|morning|afternoon|weekend|week|weekday|{_WEEKDAY})\b
    | {_EACH}\ (?:the\ )?(?:nights?\ of|nights|evenings|mornings|afternoons|weekends|{_WEEKDAY}s)\b
    | {_WEEKDAY}s\b
    | {_WEEKDAY}\ (?:nights|evenings|mornings|afternoons)\b
    | \d{{1,2}}[:.]\d\d\W[^.!?\n]{{0,60}}\b(?:each|every)\ day\b
    | (?:each|every)\ day\b[^.!?\n]{{0,60}}\d{{1,2}}[:.]\d\d
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]+)*")


class Hours(NamedTuple):
    """From which hour to which, by the clocks of a zone; two empty ones are the whole day."""

    start: str
    end: str
    zone: str


def hours(start: str, end: str, zone: ZoneInfo) -> Hours | None:
    """The hours of a day, or None where they cannot be read. 24:00 and the last minute of a day are its end."""
    first, last = _clock(start, zone), _clock(end, zone)
    if first is None or last is None or (first[1] != last[1] and start.strip() and end.strip()):
        return None
    begins, ends = first[0] % _DAY, _whole(last[0]) % _DAY
    if not begins and not ends:
        return Hours("", "", zone.key)
    return Hours(_written(begins), _written(ends), first[1] if start.strip() else last[1])


_DAY = 24 * 3600


def _clock(words: str, zone: ZoneInfo) -> tuple[int, str] | None:
    """Seconds since midnight and the name of the zone; nothing written is midnight."""
    if not words.strip():
        return 0, zone.key
    found = _CLOCK.fullmatch(words.strip())
    if found is None:
        return None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + min(int(found[3] or 0), 59)
    where = _zone(found[4] or "", zone)
    return (seconds, where) if where and seconds <= _DAY else None


def _whole(seconds: int) -> int:
    """The end in seconds that is meant by a last minute or second: 23:59 is 24:00, 17:59:59 is 18:00."""
    if seconds >= _DAY - 60:
        return _DAY
    return seconds + 1 if seconds % 60 == 59 else seconds


def _written(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _zone(offset: str, zone: ZoneInfo) -> str:
    """The zone whose clock is meant, or nothing where none has such an offset the whole year."""
    if not offset:
        return zone.key
    if offset == "Z" or int(offset[1:3]) == int(offset[-2:]) == 0:
        return "UTC"
    minutes = (int(offset[1:3]) * 60 + int(offset[-2:])) * (1 if offset[0] == "+" else -1)
    seasons = [datetime(2026, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() for month in (1, 7)]
    if timedelta(minutes=minutes) in seasons:
        return zone.key
    # The signs of these names are those of POSIX: the other way round.
    return f"Etc/GMT{-minutes // 60:+d}" if not minutes % 60 and abs(minutes) <= 12 * 60 else ""


def weekdays(words: Iterable[str]) -> tuple[int, ...] | None:
    """The ISO weekdays that names, codes or numbers stand for, none for every day; None where one is unknown."""
    found: set[int] = set()
    for word in words:
        name = re.sub(r"[\W_]", "", word).casefold()
        days = _MANY.get(name) or ((_ONE[name],) if name in _ONE else ())
        if not days:
            return None
        found.update(days)
    return tuple(sorted(found)) if len(found) < 7 else ()


def vague(words: str, zone: ZoneInfo) -> Recurrence:
    """A recurrence of which only the publisher's words are known."""
    return Recurrence(zone=zone.key, text=text.line(words, MOST_WORDS))


def rule(when: Hours, days: tuple[int, ...] = (), but_not: Sequence[date] = (), says: str = "") -> Recurrence | None:
    """The recurrence, or None where it amounts to all the time."""
    if not (when.start or when.end or days or but_not):
        return None
    return Recurrence(
        zone=when.zone,
        start=when.start,
        end=when.end,
        days=days,
        but_not=tuple(sorted(set(but_not)))[:MOST_DAYS],
        text=text.line(says, MOST_WORDS),
    )


def from_prose(words: str) -> str:
    """The first sentence that tells of hours or days on which something recurs, or nothing. English only.

    Seen, National Rail: “on Monday to Thursday nights”, “each night”, “between 22:40 and 05:00 every day”.
    """
    found = _PROSE.search(words)
    if found is None:
        return ""
    whole = next((part for part in _SENTENCE.finditer(words) if part.end() > found.start()), found)
    return text.line(whole[0], MOST_WORDS)


def in_prose(period: Period, words: str, zone: ZoneInfo) -> Period:
    """The period, marked as holding at some hours only where prose says so and it lasts longer than a day."""
    if period.recurrence is not None or not _is_long(period) or not (said := from_prose(words)):
        return period
    return period.replace(recurrence=vague(said, zone))


def at_some_hours(period: Period, words: str, zone: ZoneInfo) -> Period:
    """The period with the publisher's own words of how it recurs, where it lasts longer than a day."""
    if not words.strip() or period.recurrence is not None or not _is_long(period):
        return period
    return period.replace(recurrence=vague(words, zone))


def _is_long(period: Period) -> bool:
    if period.start is None or period.end is None:
        return True
    return instant(period.end) - instant(period.start) > timedelta(days=1)


class Daily(NamedTuple):
    """Days from a first to a last, with hours, weekdays and exceptions, as Open511 writes them."""

    first: str
    last: str
    start: str = ""
    end: str = ""
    days: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


def daily(written: Daily, zone: ZoneInfo, says: str = "") -> tuple[tuple[Period, ...], dict[str, str]]:
    """The periods, and notes. Hours that cross midnight still count on the night after the last day.

    An exception is a day on which it does not hold, or holds at the hours that follow: ``2026-11-20 10:00-12:00``.
    """
    when, days = hours(written.start, written.end, zone), weekdays(written.days)
    off = [day for words in written.exceptions if (day := _day(words)) is not None]
    if when is None or days is None or len(off) < len(written.exceptions):
        recurrence: Recurrence | None = vague(says, zone)
        when = Hours("", "", zone.key)
    else:
        recurrence = rule(when, days, off, says)
    blank = Period(recurrence=recurrence, text="" if recurrence else says)
    last = _last(written.last, when, zone)
    made = spans.span(f"{written.first}T{when.start}" if when.start else written.first, last, zone, "", blank)
    found = [made.period] if made.period else []
    if recurrence is not None and not recurrence.vague:
        found.extend(_instead(written.exceptions, zone))
    return tuple(found), made.notes


def _last(words: str, when: Hours, zone: ZoneInfo) -> str | Reading:
    """The end of the last day's hours."""
    day = _day(words)
    if day is None or words.strip() != day.isoformat() or not when.end:
        return words
    over = crosses_midnight(Recurrence(zone=zone.key, start=when.start, end=when.end))
    ends = day + timedelta(days=1) if over or when.end == "00:00" else day
    return read_end(f"{ends.isoformat()}T{when.end}", zone) or words


def _instead(exceptions: Iterable[str], zone: ZoneInfo) -> Iterator[Period]:
    for words in exceptions:
        day = _day(words)
        for found in _RANGE.finditer(words[10:]):
            when = hours(found[1], found[2], zone)
            if day is not None and when is not None:
                one = Recurrence(zone=when.zone, start=when.start, end=when.end, only=(day,))
                ends = day + timedelta(days=2 if crosses_midnight(one) else 1)
                made = spans.span(f"{day}T{when.start or '00:00'}", f"{ends}T00:00", zone, "", Period(recurrence=one))
                if made.period:
                    yield made.period


def _day(words: str) -> date | None:
    found = _DATE.match(words.strip())
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day.year <= LATEST else None
