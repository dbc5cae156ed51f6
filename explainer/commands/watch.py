"""``explainer watch``: one long-running process that keeps a site up to date by itself.

Each feed is asked at its own interval, a little early by chance so that feeds do not march in step, later when
it fails and never before its server allows. After every round of asking the site is woven again in memory;
when content, configuration or code changed, a full build runs in a process of its own, so that this one stays
small. Nothing here reads a clock: ``run`` is handed one, which tells the time twice: by the wall, and by the
site, where an exercise may have stopped it.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from explainer import pipeline
from explainer.errors import ExplainerError, own_fault
from explainer.fetch.schedule import Schedule
from explainer.model.disruption import entries_in
from explainer.pipeline import Feeds, Warm
from explainer.render.isolation import told
from explainer.site.alone import Held, alone
from explainer.staff.translations import WATCHES

LOOK_EVERY = 2.0
"""Seconds between two looks at content while no feed is due."""

AT_LEAST_EVERY = timedelta(minutes=1)
"""How often the site is woven even when no feed is due: promises pass and sources grow stale by themselves."""

PATIENCE = 5.0
"""Seconds that a cycle waits for another run on the site; the next cycle tries again."""

Say = Callable[[str], Any]
Stamp = tuple[tuple[str, int, int], ...]
Clock = Callable[[], tuple[datetime, datetime]]


@dataclass
class Cycle:
    """What one round did: the line of the log, and the health file."""

    number: int
    at: datetime
    asked: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    doubted: tuple[str, ...] = ()
    flooding: tuple[str, ...] = ()
    rejected: int = 0
    changed: int = 0
    built: bool = False
    state: str = ""
    unread: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ()
    error: str = ""
    next_due: datetime | None = None

    def line(self) -> str:
        """One line for people."""
        parts = [f"{self.at.isoformat(timespec='seconds')} cycle {self.number}:"]
        parts.append(f"asked {', '.join(self.asked)};" if self.asked else "asked none;")
        parts += [f"{feed} failed: {reason};" for feed, reason in self.failed.items()]
        parts += [f"{feed} in doubt;" for feed in self.doubted]
        parts += [f"{feed} is flooding;" for feed in self.flooding]
        if self.rejected:
            parts.append(f"{self.rejected} set aside;")
        parts += [f"a look vouches for nothing: {reason};" for reason in self.unread]
        parts.append("built," if self.built else "wove,")
        parts.append(f"{self.changed} files changed; {self.state}")
        parts += [f"; {fault}" for fault in self.unmade]
        if self.error:
            parts.append(f"error: {self.error}")
        return " ".join(parts)

    def facts(self) -> dict[str, Any]:
        """The same for machines."""
        due = self.next_due.isoformat(timespec="seconds") if self.next_due else None
        return {**vars(self), "at": self.at.isoformat(timespec="seconds"), "next_due": due, "ok": not self.error}


class Watch:
    """The site and its feeds, cycle after cycle.

    ``tick`` is the time by which feeds are asked; ``now`` is the moment the site speaks of. They differ in an
    exercise, whose clock stands still.
    """

    def __init__(self, config_file: Path, feeds: Callable[[], Feeds], tick: datetime, chance: random.Random) -> None:
        self._config_file = config_file
        self._read_feeds = feeds
        self._feeds = feeds()
        self._warm = Warm(config_file.resolve().parent)
        self._number = 0
        self._last: datetime | None = None
        self._refused = ""
        self._looks: Stamp | None = None
        self.schedule = Schedule(self._feeds.sources, tick, chance)

    def is_due(self, tick: datetime) -> bool:
        """Whether there is anything to do: a feed to ask, content that changed, or words that time changes."""
        if self._last is None or tick - self._last >= AT_LEAST_EVERY or self.schedule.due(tick):
            return True
        if watches_stamp(self._feeds) != self._looks:
            return True
        stamp = self._warm.inputs()
        return stamp not in (self._warm.built_from(), self._refused)

    def cycle(self, tick: datetime, now: datetime) -> Cycle:
        """Ask what is due, and bring the site up to date. What goes wrong is in the result, never raised."""
        self._number += 1
        self._last = tick
        done = Cycle(self._number, now)
        try:
            with alone(self._warm.root, PATIENCE) as held:
                self._ask(tick, now, done)
                self._publish(tick, now, done, held)
        except ExplainerError as error:
            done.error = done.error or str(error)
        except OSError as error:
            done.error = f"{error.filename or 'a file'}: {error.strerror}"
        except Exception as error:  # noqa: BLE001 - the last resort: the next cycle may go well
            done.error = f"the cycle broke off: {own_fault(error)}"
        done.next_due = self.schedule.next_due()
        return done

    def _ask(self, tick: datetime, now: datetime, done: Cycle) -> None:
        due, looks = self.schedule.due(tick), watches_stamp(self._feeds)
        if not due and looks == self._looks:
            return
        self._looks = looks
        done_round = pipeline.fetch(self._feeds._replace(sources=due), now)
        done.unread = tuple(row.reason for row in done_round.unread)
        for result in done_round.results:
            self.schedule.asked(result, tick)
            done.asked += (result.feed,)
            done.rejected += entries_in(result.rejected)
            done.doubted += (result.feed,) if result.doubt else ()
            done.flooding += (result.feed,) if result.flood else ()
            if result.failure:
                done.failed[result.feed] = result.failure

    def _publish(self, tick: datetime, now: datetime, done: Cycle, held: Held) -> None:
        """Weave; build first when content changed. Content that cannot be built does not stop the feeds."""
        stamp = self._warm.inputs()
        if stamp != self._warm.built_from() and stamp != self._refused:
            done.error, built = self._build(now, held)
            done.changed = built
            self._refused = stamp if done.error else ""
            if not done.error:
                done.built = True
                self._feeds = self._read_feeds()
                self.schedule.declare(self._feeds.sources, tick)
        elif self._refused:
            done.error = "content was changed and could not be built; mend it, see above"
        site = self._warm.weave(now)
        done.changed += len(site.published.changed)
        done.state = site.picture.state.value
        done.unmade = tuple(told(site.faults))

    def _build(self, now: datetime, held: Held) -> tuple[str, int]:
        """A full build in a process of its own; returns what went wrong, in its words, and how many files changed."""
        command = [sys.executable, "-m", "explainer", "build", "-f", str(self._config_file), "--now", now.isoformat()]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, **held.of_child())  # noqa: S603  # our own
        if not ran.returncode:
            told = re.search(r"(\d+) files? changed", ran.stdout)
            return "", int(told[1]) if told else 0
        return " ".join((ran.stderr or ran.stdout).split())[:2_000] or "the build failed", 0


def watches_stamp(feeds: Feeds) -> Stamp:
    """What the files in ``watches/`` look like from outside, so that a new one is read within seconds."""
    try:
        with os.scandir(feeds.folder / WATCHES) as entries:
            stats = [(entry.name, entry.stat()) for entry in entries]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


def run(watch: Watch, clock: Clock, say: Say, log_format: str, health: Path | None) -> None:
    """Go on until SIGTERM or SIGINT; a cycle that has begun is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        tick, now = clock()
        if watch.is_due(tick):
            done = watch.cycle(tick, now)
            say(json.dumps(done.facts(), ensure_ascii=False) if log_format == "json" else done.line())
            if health is not None:
                write_health(health, done)
        stop.wait(_pause(watch.schedule.next_due(), clock()[0]))


def _pause(due: datetime | None, tick: datetime) -> float:
    left = (due - tick).total_seconds() if due else LOOK_EVERY
    return min(max(left, 0.05), LOOK_EVERY)


def write_health(path: Path, done: Cycle) -> None:
    """The last cycle as JSON, whole or not at all, for a supervisor: ``ok``, ``at`` and ``next_due``."""
    aside = path.with_name(f".{path.name}.aside")
    aside.write_text(json.dumps({"pid": os.getpid(), **done.facts()}, ensure_ascii=False) + "\n", encoding="utf-8")
    aside.replace(path)
