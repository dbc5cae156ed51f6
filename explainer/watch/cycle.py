"""What one cycle of a watch did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST_NAMED = 8
"""How many feeds one line names; the others are counted."""


@dataclass
class Cycle:
    """What came, was recorded and published in one go, by feed where it is of one.

    ``asked`` are the feeds that answered, or were given up; ``failed`` why, ``set_aside`` how many entries could not be
    read. ``changed`` is how many files changed. ``notes`` are what else happened, one sentence each.
    """

    number: int
    at: datetime
    asked: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    doubted: tuple[str, ...] = ()
    flooding: tuple[str, ...] = ()
    set_aside: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    built: bool = False
    state: str = ""
    unread: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""

    def line(self) -> str:
        """One line for people."""
        return f"{self.head()} {'; '.join([*self.done(), *filter(None, self.troubles().values())])}"

    def head(self) -> str:
        """When it was, and which."""
        return f"{self.at.isoformat(timespec='seconds')} cycle {self.number}:"

    def done(self) -> Iterator[str]:
        """What it did."""
        yield f"heard {named(self.asked)}" if self.asked else "heard none"
        yield from self.notes
        if self.state:
            yield f"{'built' if self.built else 'wove'}, {self.changed} files changed, {self.state}"

    def troubles(self) -> Mapping[str, str]:
        """What somebody may have to mend, by what it is about; empty of what is well.

        The words are the same as long as it lasts, so that it need not be told again.
        """
        return {
            **{feed: self._of_feed(feed) for feed in self.asked},
            "looks": "; ".join(f"a look vouches for nothing: {reason}" for reason in self.unread),
            "pages": "; ".join(self.unmade),
            "the work": f"error: {self.error}" if self.error else "",
        }

    def _of_feed(self, feed: str) -> str:
        if feed in self.failed:
            return f"{feed} failed: {self.failed[feed]}"
        doubt = f"{feed} in doubt" if feed in self.doubted else ""
        flood = f"{feed} is flooding" if feed in self.flooding else ""
        aside = f"{feed}: {self.set_aside[feed]} set aside" if self.set_aside.get(feed) else ""
        return "; ".join(filter(None, (doubt, flood, aside)))

    def facts(self) -> dict[str, Any]:
        """The same for machines."""
        return {**vars(self), "at": self.at.isoformat(timespec="seconds")}


def named(feeds: tuple[str, ...]) -> str:
    """Feeds in a line."""
    more = len(feeds) - MOST_NAMED
    return ", ".join(feeds[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
