"""On and on, until SIGTERM or SIGINT."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from explainer.model.clock import Reading
from explainer.site.alone import alone
from explainer.watch.cycle import Cycle
from explainer.watch.health import WRITE_EVERY, HealthFile
from explainer.watch.log import Log
from explainer.watch.manager import ALIVE, READY, STOPPING, notify
from explainer.watch.metrics import MetricsFile
from explainer.watch.watching import Watch

HELD = "watch"
"""What of the workspace a watch holds as long as it goes on, so that there is one."""


PATIENCE = 8.0
"""Seconds that a cycle may go on after the word to stop; managers of services kill after ten."""


class Signals:
    """What this process was told to do from outside: to stop, or to read its configuration again."""

    def __init__(self, wake: Callable[[], None], leave: Callable[[], None]) -> None:
        self._wake = wake
        self._leave = leave
        self.stops = False
        self.reloads = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._reload)

    def _stop(self, *_: object) -> None:
        if not self.stops:
            last = threading.Timer(PATIENCE, self._leave)
            last.daemon = True
            last.start()
        self.stops = True
        self._wake()

    def _reload(self, *_: object) -> None:
        self.reloads = True
        self._wake()


class Files(NamedTuple):
    """What a watch writes of itself: its log, its health, and its metrics."""

    log: Log
    health: HealthFile
    metrics: MetricsFile

    def write(self, watch: Watch, at: Reading, last: Cycle | None) -> None:
        """Write how it is now; a file that cannot be written is said in the log, once."""
        before = (self.health.trouble, self.metrics.trouble)
        health = watch.health(at, last, (self.log.trouble, *before))
        self.health.write(health)
        self.metrics.write(health, watch.shown(), at.now)
        for was, trouble in zip(before, (self.health.trouble, self.metrics.trouble), strict=True):
            if trouble not in ("", was):
                self.log.say(f"{at.wall.isoformat(timespec='seconds')} {trouble}")


def run(watch: Watch, root: Path, clock: Callable[[], Reading], files: Files) -> None:
    """Go on until SIGTERM or SIGINT, which lets a cycle that has begun end within ``PATIENCE``; it waits for no feed.

    SIGHUP reads the configuration again.

    Raises:
        BusyError: when another watch is at work on the site; it says which.
    """
    with alone(root, 0, aside=HELD):
        signals = Signals(watch.wake, partial(_leave, watch))
        notify(READY)
        try:
            _go_on(watch, clock, files, signals)
        finally:
            notify(STOPPING)
            watch.end()


def _leave(watch: Watch) -> NoReturn:
    """End in the middle of a cycle: what is recorded and published is whole at every moment, old or new."""
    watch.end()
    os._exit(0)


def _go_on(watch: Watch, clock: Callable[[], Reading], files: Files, signals: Signals) -> None:
    last: Cycle | None = None
    written = clock().steady
    while not signals.stops:
        if signals.reloads:
            signals.reloads = False
            watch.reload()
        cycle = watch.look(clock())
        last = cycle or last
        at = clock()
        if cycle is not None:
            files.log.tell(cycle, at.steady)
        if cycle is not None or at.steady - written >= WRITE_EVERY:
            files.write(watch, at, last)
            written = at.steady
        notify(ALIVE)
        if not signals.stops:
            watch.wait()
