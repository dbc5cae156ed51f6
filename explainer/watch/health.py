"""The health file: what a supervisor, or whoever is called at night, needs to know of a watch, as one JSON object.

It is written every few seconds and is good until the moment it names, so that the file of a watch that died, hangs or
cannot write reads as not well by whoever compares two texts. Ages in it are in seconds by a clock that cannot be set.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from explainer.errors import by_the_system
from explainer.model.moments import in_utc

WRITE_EVERY = 10.0
"""Seconds after which the file is written again although no cycle ended."""

GOOD_FOR = timedelta(minutes=3)
"""How long what it says may be believed: one cycle of a large site may take a minute."""

LATE = 180.0
"""Seconds after which the last publication is late; there is one at least every minute."""


class FeedHealth(NamedTuple):
    """A feed now. ``good_s`` is the age of its last good answer in seconds, ``counts_s`` how old it may be.

    ``reason`` is why it fails, since when by the clock on the wall; empty where it does not. ``next_s`` is in how many
    seconds it is asked again; 0 of one that is being asked.
    """

    good_s: float
    counts_s: float
    next_s: float
    reason: str = ""
    since: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether nothing that it said counts any more."""
        return self.good_s >= self.counts_s

    def facts(self) -> dict[str, Any]:
        """Of one that fails."""
        since = self.since.isoformat(timespec="seconds") if self.since else None
        facts = {"reason": self.reason, "since": since, "answered_s": round(self.good_s), "next_s": round(self.next_s)}
        return {**facts, "late": self.is_late}


class Health(NamedTuple):
    """All of it. ``troubles`` are what is wrong apart from feeds and cycles, such as a log that cannot be written."""

    at: datetime
    cycle: Mapping[str, Any]
    published_s: float
    feeds: Mapping[str, FeedHealth]
    next_s: float | None
    is_building: bool = False
    troubles: tuple[str, ...] = ()

    def why(self) -> tuple[str, ...]:
        """Why it is not well; empty when it is."""
        late = [feed for feed, one in self.feeds.items() if one.is_late]
        found = [self.cycle.get("error", ""), *self.troubles]
        if self.published_s >= LATE:
            found.append(f"nothing was published for {self.published_s:.0f} s")
        found += [f"{feed} gave no good answer for {self.feeds[feed].good_s:.0f} s" for feed in late]
        return tuple(filter(None, found))

    def facts(self) -> dict[str, Any]:
        """As they are written."""
        why = self.why()
        return {
            "ok": not why,
            "why": why,
            "good_until": in_utc(self.at + GOOD_FOR),
            "written_at": in_utc(self.at),
            "pid": os.getpid(),
            **self.cycle,
            "published_s": round(self.published_s),
            "next_s": None if self.next_s is None else round(self.next_s),
            "building": self.is_building,
            "failed": {feed: one.facts() for feed, one in self.feeds.items() if one.reason},
            "answered_s": {feed: round(one.good_s) for feed, one in self.feeds.items()},
        }


class WrittenFile:
    """A file in which a watch says how it is; ``trouble`` is why it could not be written the last time."""

    def __init__(self, path: Path | None, called: str) -> None:
        self._path, self._called = path, called
        self.trouble = ""

    def put(self, body: Callable[[], str]) -> None:
        """Write it whole or not at all, under a name that nobody reads until it is whole; nothing where it has none."""
        if self._path is None:
            return
        aside = self._path.with_name(f".{self._path.name}.aside")
        try:
            aside.write_text(body(), encoding="utf-8")
            aside.replace(self._path)
        except OSError as error:
            self.trouble = f"the {self._called} file {by_the_system(error)}"
        else:
            self.trouble = ""


class HealthFile(WrittenFile):
    """The health file."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, "health")

    def write(self, health: Health) -> None:
        """Write how it is now."""
        self.put(lambda: json.dumps(health.facts(), ensure_ascii=False) + "\n")
