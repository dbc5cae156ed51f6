"""Times at the desk: typed as hh:mm, written with their day.

A law: what is shown for a time is read back as that time, at the moment at which it is shown.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_CLOCK = re.compile(r"\A\s*([01]?[0-9]|2[0-3])\s*[:.hH]\s*([0-5][0-9])\s*\Z")
_WRITTEN = re.compile(r"\A(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)\Z")

AHEAD = frozenset({"next_update", "answer_by", "checking_by", "low", "high", "due", "moved_to", "by"})
"""Fields that speak of what is to come. All others speak of what was, and ``at`` of what is."""

_BACK = timedelta(hours=1)
"""How far on the wrong side of now a time may lie and still mean today: who promised 03:45 and types at 03:50 is late,
and does not mean tomorrow."""

_A_DAY = timedelta(days=1)


def written(typed: str, field: str, now: datetime) -> str:
    """What is typed into ``field`` as the file has it, ``2026-11-20 18:20``; what is no hh:mm as it is.

    The day is the one at which that time lies within a day of ``now``, ahead or behind as the field says. ``now`` is in
    the zone in which staff write.
    """
    clock = _CLOCK.match(typed)
    if clock is None:
        return typed.strip()
    hour, minute = int(clock[1]), int(clock[2])
    local = now.replace(tzinfo=None)
    earliest = local - _BACK if field in AHEAD else local - _A_DAY + _BACK
    day = earliest.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return f"{day if day >= earliest else day + _A_DAY:%Y-%m-%d %H:%M}"


def shown(value: str, field: str, now: datetime) -> str:
    """A written time as it is typed: hh:mm where that means the same now, else as it is written."""
    found = _WRITTEN.match(value)
    if found is None:
        return value
    return found[2] if written(found[2], field, now) == f"{found[1]} {found[2]}" else value


def moment(value: str, zone: ZoneInfo) -> datetime | None:
    """A written time as a moment; None where it is none."""
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)
