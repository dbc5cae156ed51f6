"""The log of a watch: what changes is told at once, what stays the same is counted and told once an hour.

A feed that fails all night is told when it begins to, when its reason changes and when it is well again. A log that
cannot be written, because the disk is full or nobody reads it, stops nothing; the health file says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from explainer.errors import by_the_system
from explainer.watch.cycle import Cycle

LONGEST = 2_000
"""Characters of one line of text at most."""

HOURLY = 3_600.0
"""Seconds after which what was only counted is told."""

MOST_COUNTED = 20
"""How many troubles are told with their counts; those that came least often are left out."""


class Log:
    """Tells cycles, one line each at most; ``trouble`` is why the last line could not be written."""

    def __init__(self, write: Callable[[str], object], *, is_json: bool) -> None:
        self._write = write
        self._is_json = is_json
        self._told: dict[str, str] = {}
        self._again: dict[str, int] = {}
        self._quiet = 0
        self._counted_since: float | None = None
        self.trouble = ""

    def tell(self, cycle: Cycle, seconds: float) -> None:
        """Tell a cycle that ended at ``seconds``: all of it as JSON, or what is new in it as text."""
        if self._is_json:
            self.say(json.dumps(cycle.facts(), ensure_ascii=False))
            return
        new = list(self._new(cycle))
        if new or cycle.changed or cycle.built or cycle.notes:
            self.say(f"{cycle.head()} {'; '.join([*cycle.done(), *new])}")
        else:
            self._quiet += 1
        if self._counted_since is None:
            self._counted_since = seconds
        if seconds - self._counted_since >= HOURLY:
            self._counted_since = seconds
            self.say(f"{cycle.head()} {'; '.join(self._counts())}")

    def say(self, line: str) -> None:
        """One line, if it can be written."""
        bounded = line if self._is_json or len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
        try:
            self._write(bounded)
        except OSError as error:
            self.trouble = by_the_system(error, "the log")
        else:
            self.trouble = ""

    def _new(self, cycle: Cycle) -> Iterator[str]:
        """Its troubles that were not told yet, and those that are over; what was told before is counted."""
        for about, words in cycle.troubles().items():
            before = self._told.get(about, "")
            if words == before:
                self._again[about] = self._again.get(about, 0) + bool(words)
                continue
            self._again.pop(about, None)
            if words:
                self._told[about] = words
                yield words
            else:
                del self._told[about]
                yield f"{about}: well again"

    def _counts(self) -> Iterator[str]:
        """What was counted since it was last told."""
        yield f"{self._quiet} cycles without news"
        often = sorted(((count, about) for about, count in self._again.items() if count), reverse=True)
        yield from (f"{count} times again: {self._told[about]}" for count, about in often[:MOST_COUNTED])
        self._quiet, self._again = 0, {}
