"""How the cost of a function grows with its input, in calls of the processor's clock and never of the wall's."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 8
"""How much longer the longer input is; in proportion, it costs so much more, and in the square the square of it."""


def grows_in_proportion(work: Callable[[str], object], piece: str, short: int) -> bool:
    """Whether ``TIMES`` as many pieces cost far less than the square of ``TIMES`` as much."""
    return _cost(work, piece * (short * TIMES)) < 3 * TIMES * max(_cost(work, piece * short), 0.001)


def _cost(work: Callable[[str], object], given: str) -> float:
    """Seconds of this thread alone, the least of three: what others do on the machine does not count."""
    costs = []
    gc.collect()
    for _ in range(3):
        begun = time.thread_time()
        work(given)
        costs.append(time.thread_time() - begun)
    return min(costs)
