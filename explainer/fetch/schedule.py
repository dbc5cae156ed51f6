"""When each feed is asked again. Pure: the time and the chance are handed in.

Time is in seconds that only run forwards, from no particular moment, so that no clock that is set back can silence a
feed. What the declaration asks for is kept: readers are told how often we ask.

- **A good answer** is followed by the next question after ``every``. ``max-age`` (RFC 9111 section 5.2.2.1) says how
  long an answer may be used again without asking, not that nobody may ask; an hour of it, which many servers send by
  default, must not make a feed stale that is declared to be asked every minute. Questions are conditional, so they cost
  a server little.
- **A failure** is followed by the next question within seconds, as most are over by then, and then half as often each
  time, until it is as often as declared: a feed that is well again is heard at once, and at the latest after ``every``.
- **Retry-After** (RFC 9110 section 10.2.3) is how long we ought to wait, and we do; but a server that says a day must
  not blind readers for a day, so it counts for no longer than half the time for which an answer counts.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from explainer.model.sources import Source

EARLY = 0.1
"""An interval is shortened by up to this share: a change then waits less than half of it on average."""

FIRST = 5.0
"""Seconds after which a feed is asked again that has just begun to fail, unless it is asked more often anyway."""

OFTEN = 60.0
"""A feed that is asked more often than once in so many seconds may be asked less often while it fails."""


class Asked(Protocol):
    """What came of asking one feed: why it failed, if it did, and how many seconds its server asks us to wait."""

    @property
    def feed(self) -> str:
        """The id of the feed."""

    @property
    def failure(self) -> str:
        """Why it failed; empty where it did not."""

    @property
    def wait(self) -> float | None:
        """How many seconds its server asks us to leave it alone, if it asks."""


class Schedule:
    """When each feed is due; ``now`` and all moments are seconds of one steady clock."""

    def __init__(self, sources: Iterable[Source], now: float, chance: random.Random) -> None:
        self._chance = chance
        self._failures: dict[str, int] = {}
        self._sources = {source.id: source for source in sources}
        self._due = dict.fromkeys(self._sources, now)
        self._begun: set[str] = set()

    def declare(self, sources: Iterable[Source], now: float) -> None:
        """Go on with these declarations: what is new or was changed is due at once."""
        declared = {source.id: source for source in sources}
        same = {key for key, source in declared.items() if self._sources.get(key) == source}
        self._due = {key: self._due[key] if key in same else now for key in declared}
        self._failures = {key: failures for key, failures in self._failures.items() if key in same}
        self._begun &= same
        self._sources = declared

    def heard(self, feed: str, ago: timedelta, now: float) -> None:
        """Note that a feed was asked elsewhere, by whoever it was: it is left alone for as long.

        That it was in the future is a word of a clock that was wrong, and leaves nobody alone.
        """
        if feed in self._sources and ago >= timedelta():
            self._due[feed] = now + (self._sources[feed].every - ago).total_seconds()

    def at_once(self, now: float) -> None:
        """Let every feed be due, however long it was to be left alone."""
        self._due = {key: min(due, now) for key, due in self._due.items()}

    def due(self, now: float) -> tuple[Source, ...]:
        """The feeds to ask now, the longest due first; without those that are being asked."""
        found = [key for key, due in self._due.items() if due <= now and key not in self._begun]
        return tuple(self._sources[key] for key in sorted(found, key=self._due.__getitem__))

    def next_due(self) -> float | None:
        """When the next feed is due; None where none is to be asked that is not asked already."""
        return min((due for key, due in self._due.items() if key not in self._begun), default=None)

    def due_at(self, feed: str) -> float:
        """When a feed is due."""
        return self._due[feed]

    def is_failing(self, feed: str) -> bool:
        """Whether its last answer was none."""
        return self._failures.get(feed, 0) > 0

    def again(self, feed: str, at: float) -> None:
        """Let a feed be due at a moment, whatever came of asking it."""
        if feed in self._sources:
            self._begun.discard(feed)
            self._due[feed] = at

    def begun(self, feed: str) -> None:
        """Note that a feed is being asked: it is not due until :meth:`asked` tells what came of it."""
        self._begun.add(feed)

    def asked(self, result: Asked, now: float) -> None:
        """Note how asking went, and when to ask again."""
        self._begun.discard(result.feed)
        source = self._sources.get(result.feed)
        if source is None:
            return
        every, counts = source.every.total_seconds(), source.counts_for.total_seconds()
        failures = self._failures.get(result.feed, 0) + 1 if result.failure else 0
        self._failures[result.feed] = failures
        wait = _after(failures, every, counts) * (1 - EARLY * self._chance.random())
        if result.wait is not None:
            wait = max(wait, min(result.wait, max(every, counts / 2)))
        self._due[result.feed] = now + wait


def _after(failures: int, every: float, counts: float) -> float:
    """Seconds until the next question after so many failures in a row."""
    if not failures:
        return every
    slowest = max(every, min(OFTEN, counts / 2))
    # The exponent is bounded: a feed that failed for a year must overflow nothing.
    return min(min(FIRST, every) * float(2 ** min(failures - 1, 20)), slowest)
