"""What the clocks of a machine say, handed in by whoever may read them, and how time passed between two readings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

JUMP = timedelta(seconds=30)
"""How far the clock on the wall may run apart from the steady one before it counts as set."""


class Reading(NamedTuple):
    """What the clocks say at one moment.

    ``steady`` counts seconds, forwards only, from no particular moment. ``wall`` is the time of day as this machine
    believes it, which can be set either way at any moment. ``now`` is the moment that the site speaks of; in an
    exercise it stands still.
    """

    steady: float
    wall: datetime
    now: datetime


class Passed(NamedTuple):
    """How many seconds have passed since the first reading, and how far the wall’s clock was set back just now."""

    seconds: float
    set_back: timedelta


class Passing:
    """Time as it passes, by whichever clock says that more of it did: it never runs back and never stands still.

    The steady clock of some systems stands still while the machine sleeps, and the wall’s goes on; the wall’s can be
    set back, and the steady one goes on. Whoever waits by this waits too short rather than for ever.
    """

    def __init__(self) -> None:
        self._last: Reading | None = None
        self._seconds = 0.0

    def at(self, reading: Reading) -> Passed:
        """How much time has passed at a reading; readings are handed in in their order."""
        before, self._last = self._last or reading, reading
        steady = max(0.0, reading.steady - before.steady)
        jump = (reading.wall - before.wall) - timedelta(seconds=steady)
        slept = jump.total_seconds() if jump >= JUMP else 0.0
        self._seconds += steady + slept
        return Passed(self._seconds, -jump if -jump >= JUMP else timedelta())
