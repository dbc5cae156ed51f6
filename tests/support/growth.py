"""How the cost of a function grows with its input, in calls of the processor's clock and never of the wall's."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator

TIMES = 8
"""How much longer the longer input is; in proportion, it costs so much more, and in the square the square of it."""


def grows_in_proportion(work: Callable[[str], object], piece: str, short: int) -> bool:
    """Whether ``TIMES`` as many pieces cost far less than the square of ``TIMES`` as much.

    Of three times the least counts, as what else the machine does only adds; so the first that is small enough will do.
    """
    enough = 3 * TIMES * max(min(_costs(work, piece * short)), 0.001)
    return any(cost < enough for cost in _costs(work, piece * (short * TIMES)))


def _costs(work: Callable[[str], object], given: str) -> Iterator[float]:
    """Seconds of this thread alone, three times."""
    gc.collect()
    for _ in range(3):
        begun = time.thread_time()
        work(given)
        yield time.thread_time() - begun
