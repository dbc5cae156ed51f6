"""Times as somebody types them in a hurry, and as people round them. Pure; each is told of the moment ``now``.

Whoever reads one says it back in full: a time of day may be tomorrow’s.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

FARTHEST = timedelta(hours=12)
"""How far ahead, or back, a time of day may lie on another day than today; beyond, a person has to say which."""

_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})")
_LENGTHS = (
    re.compile(r"\+? ?(?P<minutes>\d{1,4}) ?(?:m|min|minutes?)"),
    re.compile(r"\+? ?(?P<hours>\d{1,3}) ?h(?:ours?)?"),
    re.compile(r"\+ ?(?P<minutes>\d{1,4})"),
    re.compile(r"\+ ?(?P<hours>\d{1,3})[h:](?P<minutes>\d{2})"),
)
_A_DAY = len("2026-11-20")

HOW = "write it as 19:45, 30m or 2026-11-20 19:45"


def ahead(said: str, now: datetime, zone: tzinfo) -> datetime:
    """A time to come: ``19:45``, ``30m``, ``+1h30``, or a date and time; one of day is today’s or tomorrow’s.

    Raises:
        ValueError: when it is none or has passed; after a semicolon what to write.
    """
    found = _read(said, now, zone, 1)
    if found <= now:
        here = now.astimezone(zone)
        raise ValueError(f"“{said}” has passed: it is {here:%H:%M}; write a later time, or how long, such as 30m")
    return found


def past(said: str, now: datetime, zone: tzinfo) -> datetime:
    """A time that has come: ``17:50``, or a date and time; one of day is today’s or yesterday’s.

    Raises:
        ValueError: when it is none or lies ahead; after a semicolon what to write.
    """
    found = _read(said, now, zone, -1)
    if found > now:
        raise ValueError(f"“{said}” lies ahead: it is {now.astimezone(zone):%H:%M}; write when it was")
    return found


def either(said: str, now: datetime, zone: tzinfo) -> datetime:
    """Any time; one of day is the one to come, unless it passed less than twelve hours ago.

    Raises:
        ValueError: when it is none; after a semicolon what to write.
    """
    found = _read(said, now, zone, 0)
    return (
        found
        if now - found < FARTHEST or _length(said) or _CLOCK.fullmatch(said.strip()) is None
        else (_on(said, now.astimezone(zone) + timedelta(days=1), zone))
    )


def promised(now: datetime, span: timedelta) -> datetime:
    """The time that people name for about ``span`` from now: a full quarter of an hour, or five minutes."""
    return _floored(now.astimezone(UTC) + span, now.tzinfo or UTC, 15 if span >= timedelta(minutes=45) else 5)


def noticed(now: datetime) -> datetime:
    """The time that people name for what they have just been told: the last full five minutes."""
    return _floored(now, now.tzinfo or UTC, 5)


def _floored(at: datetime, zone: tzinfo, step: int) -> datetime:
    here = at.astimezone(zone)
    over = timedelta(minutes=here.minute % step, seconds=here.second, microseconds=here.microsecond)
    return (here.astimezone(UTC) - over).astimezone(zone)


def _read(said: str, now: datetime, zone: tzinfo, way: int) -> datetime:
    plain = said.strip().lower()
    length = _length(plain)
    if length is not None:
        return _floored(now.astimezone(UTC) + length, zone, 1)
    return _dated(said, zone) or _of_day(plain, now, zone, way)


def _length(plain: str) -> timedelta | None:
    """How long from now, where that is what is said."""
    found = next((match for match in (one.fullmatch(plain) for one in _LENGTHS) if match), None)
    counts = {unit: int(count) for unit, count in found.groupdict().items()} if found else {}
    return timedelta(**counts) if found else None


def _dated(said: str, zone: tzinfo) -> datetime | None:
    plain = said.strip()
    if len(plain) <= _A_DAY or re.search(r"[.,]\d", plain):
        return None
    try:
        read = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return read.astimezone(zone) if read.tzinfo else _shown(read.replace(tzinfo=zone), said)


def _of_day(said: str, now: datetime, zone: tzinfo, way: int) -> datetime:
    """Today’s time of day; the one of the day ahead, or before, if that is where it must lie and is near."""
    here = now.astimezone(zone)
    today = _on(said, here, zone)
    if not way or (today.astimezone(UTC) - now) * way > timedelta():
        return today
    other = _on(said, here + timedelta(days=way), zone)
    return other if (other.astimezone(UTC) - now) * way <= FARTHEST else today


def _on(said: str, day: datetime, zone: tzinfo) -> datetime:
    found = _CLOCK.fullmatch(said.strip().lower())
    hour, minute = (int(found["hour"]), int(found["minute"])) if found else (99, 99)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{said}” is not a time; {HOW}")
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    again = at.replace(fold=1)  # in the hour that comes twice, the one that day is in
    return _shown(again if day.utcoffset() == again.utcoffset() else at, said)


def _shown(at: datetime, said: str) -> datetime:
    """The time itself, if clocks show it on that day.

    Raises:
        ValueError: when they pass it by.
    """
    back = at.astimezone(UTC).astimezone(at.tzinfo)
    if (back.hour, back.minute) != (at.hour, at.minute):
        raise ValueError(f"there is no “{said}” on that day, when clocks go forward; write a later time")
    return at
