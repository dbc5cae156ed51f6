"""When each feed is asked again. Pure: the moment and the chance are handed in."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from explainer.model.sources import Source

EARLY = 0.1
"""An interval is shortened by up to this share: a change then waits less than half of it on average."""

SLOWEST = timedelta(minutes=15)
"""How rarely a failing feed is asked at most, unless its own interval or its server asks for less."""


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
    """When each feed is due."""

    def __init__(self, sources: Iterable[Source], now: datetime, chance: random.Random) -> None:
        self._chance = chance
        self._failures: dict[str, int] = {}
        self._sources = {source.id: source for source in sources}
        self._due = dict.fromkeys(self._sources, now)

    def declare(self, sources: Iterable[Source], now: datetime) -> None:
        """Go on with these declarations: what is new or was changed is due at once."""
        declared = {source.id: source for source in sources}
        self._due = {
            key: self._due[key] if self._sources.get(key) == source else now for key, source in declared.items()
        }
        self._failures = {key: failures for key, failures in self._failures.items() if key in declared}
        self._sources = declared

    def heard(self, feed: str, at: datetime) -> None:
        """Note that a feed was asked elsewhere, by whoever it was: it is left alone for as long."""
        if feed in self._sources:
            self._due[feed] = at + self._sources[feed].every

    def due(self, now: datetime) -> tuple[Source, ...]:
        """The feeds to ask now."""
        return tuple(source for key, source in self._sources.items() if self._due[key] <= now)

    def next_due(self) -> datetime | None:
        """When the next feed is due; None without feeds."""
        return min(self._due.values(), default=None)

    def asked(self, result: Asked, now: datetime) -> None:
        """Note how asking went, and when to ask again.

        A failing feed is asked half as often after each further failure. ``Retry-After`` (RFC 9110 section
        10.2.3) and ``max-age`` (RFC 9111 section 5.2.2.1) are never cut short.
        """
        source = self._sources[result.feed]
        failures = self._failures.get(result.feed, 0) + 1 if result.failure else 0
        self._failures[result.feed] = failures
        wait = source.every * (1 - EARLY * self._chance.random())
        if failures > 1:
            # The exponent is bounded: a feed that failed for a year must not overflow a timedelta.
            slower = source.every * 2 ** min(failures - 1, 10)
            wait = max(wait, min(slower, max(SLOWEST, source.every)))
        if result.wait is not None:
            wait = max(wait, timedelta(seconds=min(result.wait, 86_400)))
        self._due[result.feed] = now + wait
