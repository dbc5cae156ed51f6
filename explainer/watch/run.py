"""On and on, until SIGTERM or SIGINT."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NoReturn

from explainer.model.clock import Reading
from explainer.site.alone import alone
from explainer.watch.cycle import Cycle
from explainer.watch.health import WRITE_EVERY, HealthFile
from explainer.watch.log import Log
from explainer.watch.manager import ALIVE, READY, STOPPING, notify
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


def run(watch: Watch, root: Path, clock: Callable[[], Reading], log: Log, health: HealthFile) -> None:
    """Go on until SIGTERM or SIGINT, which lets a cycle that has begun end within ``PATIENCE``; it waits for no feed.

    SIGHUP reads the configuration again.

    Raises:
        BusyError: when another watch is at work on the site; it says which.
    """
    with alone(root, 0, aside=HELD):
        signals = Signals(watch.wake, partial(_leave, watch))
        notify(READY)
        try:
            _go_on(watch, clock, log, health, signals)
        finally:
            notify(STOPPING)
            watch.end()


def _leave(watch: Watch) -> NoReturn:
    """End in the middle of a cycle: what is recorded and published is whole at every moment, old or new."""
    watch.end()
    os._exit(0)


def _go_on(watch: Watch, clock: Callable[[], Reading], log: Log, health: HealthFile, signals: Signals) -> None:
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
            log.tell(cycle, at.steady)
        if cycle is not None or at.steady - written >= WRITE_EVERY:
            before = health.trouble
            health.write(watch.health(at, last, (log.trouble, health.trouble)))
            written = at.steady
            if health.trouble not in ("", before):
                log.say(f"{at.wall.isoformat(timespec='seconds')} {health.trouble}")
        notify(ALIVE)
        if not signals.stops:
            watch.wait()
