"""Work of which some may hang, done beside one another by few threads: none waits for another that hangs.

Nothing can interrupt a thread that is stuck, in the lookup of a name for instance. One that outlasts its time is given
up: its place is free for others, and what it still brings is thrown away.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from enum import Enum
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

MOST_LOST = 128
"""How many threads that were given up may still be there before no more are begun."""


class Lane(Enum):
    """What waits for one another, and for nothing else."""

    SOUND = "sound"
    """Feeds that answered when they were last asked."""
    FAILING = "failing"
    """Feeds that did not: however many hang, the others have places of their own."""
    READING = "reading"
    """Long documents that are read: one after the other, as each takes memory and a processor."""


PLACES: Mapping[Lane, int] = {Lane.SOUND: 48, Lane.FAILING: 16, Lane.READING: 1}
"""How many are at work at once in each lane, and so how many threads and connections there are at most."""


class _Task(NamedTuple, Generic[T]):
    lane: Lane
    work: Callable[[], T]
    within: float


class _Running(NamedTuple):
    lane: Lane
    thread: threading.Thread
    over: float


class Beside(Generic[K, T]):
    """Work that is done beside this thread, by key; all of its methods are for this thread alone, but `wake`."""

    def __init__(self, places: Mapping[Lane, int] = PLACES) -> None:
        self._places = places
        self._waiting: dict[K, _Task[T]] = {}
        self._running: dict[K, _Running] = {}
        self._lost: dict[K, threading.Thread] = {}
        self._done: SimpleQueue[tuple[K, threading.Thread, T] | None] = SimpleQueue()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is at work or waits for its turn."""
        return not (self._waiting or self._running)

    def begin(self, key: K, lane: Lane, work: Callable[[], T], within: float) -> None:
        """Do this as soon as there is a place for it; ``within`` is how many seconds it may then take.

        ``work`` is called in a thread of its own and must not raise. Of a key there is one work at a time.
        """
        self._waiting[key] = _Task(lane, work, within)
        self._fill()

    def done(self, timeout: float) -> list[tuple[K, T | None]]:
        """What was done, in the order in which it was; None of what was given up.

        Waits for the first of it, for ``timeout`` seconds at most, and no longer than until :meth:`wake`.
        """
        self._fill()
        found = self._came(timeout)
        now = time.monotonic()
        for key, running in list(self._running.items()):
            if now >= running.over:
                self._lost[key] = self._running.pop(key).thread
                found.append((key, None))
        self._fill()
        return found

    def wake(self) -> None:
        """Let whoever waits in :meth:`done` go on; may be called anywhere, in a signal’s handler too."""
        self._done.put(None)

    def _came(self, timeout: float) -> list[tuple[K, T | None]]:
        first_over = min((running.over for running in self._running.values()), default=float("inf"))
        left = max(0.0, min(timeout, first_over - time.monotonic()))
        found: list[tuple[K, T | None]] = []
        try:
            entry = self._done.get(timeout=left)
            while True:
                if entry is not None and self._is_awaited(entry[0], entry[1]):
                    found.append((entry[0], entry[2]))
                entry = self._done.get_nowait()
        except Empty:
            return found

    def _is_awaited(self, key: K, thread: threading.Thread) -> bool:
        running = self._running.get(key)
        if running is None or running.thread is not thread:
            return False
        del self._running[key]
        return True

    def _fill(self) -> None:
        self._lost = {key: thread for key, thread in self._lost.items() if thread.is_alive()}
        free = Counter(self._places)
        free.subtract(running.lane for running in self._running.values())
        if len(self._lost) >= MOST_LOST:
            return
        for key, task in list(self._waiting.items()):
            if free[task.lane] > 0 and key not in self._running and key not in self._lost:
                free[task.lane] -= 1
                del self._waiting[key]
                self._start(key, task)

    def _start(self, key: K, task: _Task[T]) -> None:
        def work() -> None:
            self._done.put((key, threading.current_thread(), task.work()))

        # A daemon, because nothing can interrupt what is stuck; the process must end all the same.
        thread = threading.Thread(target=work, name=f"{task.lane.value} {key}", daemon=True)
        self._running[key] = _Running(task.lane, thread, time.monotonic() + task.within)
        thread.start()
