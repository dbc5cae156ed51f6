"""Which times, lengths of time and figures anybody can mean; judged wherever one comes in. And a time for machines.

What lies beyond is a slip of the hand or a sign for “never”, and would sooner or later leave Python's calendar:
a time plus a length of time, or the same time in another zone. So nothing behind the doors has to expect it.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

# Seen: year 0001 for “none” (cState, TfL), 2083 in an Atom `updated`, 2199 for “until further notice”.
EARLIEST, LATEST = 1990, 2069
"""The first and the last year that a time is believed to lie in."""

LONGEST = timedelta(days=3_653)
"""The longest length of time that a declaration may give: ten years."""

LARGEST = 1e12
"""The largest figure, and with a minus the smallest."""

_FIRST = datetime(EARLIEST, 1, 1, tzinfo=UTC)
_LAST = datetime(LATEST, 12, 31, 23, 59, tzinfo=UTC)

BOUNDS = frozenset({_FIRST, _LAST})
"""What stands for a time that nobody can mean, where a time must stand."""


def believable(at: datetime) -> bool:
    """Whether anybody can mean this moment."""
    return EARLIEST <= at.year <= LATEST


def nearest(at: datetime) -> datetime:
    """The moment itself, or the nearest that can be believed."""
    if believable(at):
        return at
    return _FIRST if at.year < EARLIEST else _LAST


def unbelievable(said: object) -> str:
    """What to say of a moment that nobody can mean, with its remedy."""
    return f"“{said}” is not a believable time; write one between {EARLIEST} and {LATEST}"


def in_utc(at: datetime) -> str:
    """A moment in UTC, to the second (RFC 3339), as ``date -u +%FT%TZ`` writes it: such texts sort as time passes."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def countable(value: float) -> bool:
    """Whether anybody can mean this figure."""
    return math.isfinite(value) and abs(value) <= LARGEST


def nearest_figure(value: float) -> float:
    """The figure itself, or the nearest that can be believed; what is no number counts as nothing."""
    return value if countable(value) else 0.0 if math.isnan(value) else math.copysign(LARGEST, value)
