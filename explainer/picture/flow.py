"""The fluid queue: what comes and what gets through as two lines that only rise, first come, first served. Exact.

Between two corners both lines are straight. The gap down from the first to the second is the queue, the gap across is
how long one waits. With *n* coming and *l* getting through for a time *T*, and *h* afterwards, the queue reaches
(n - l)T, is gone (n - l)T/(h - n) later, and the longest wait is T(1 - l/n) where h is not less than n: the cumulative
diagram of queueing theory (Newell, *Applications of Queueing Theory*, 1982). ``theme/script/flow.js`` is its twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

ZERO = Fraction(0)


class Rate(NamedTuple):
    """From a minute on, so many in each minute."""

    start: Fraction
    amount: Fraction


class Corner(NamedTuple):
    """How many have come and how many have got through by a minute."""

    at: Fraction
    come: Fraction
    through: Fraction

    @property
    def queue(self) -> Fraction:
        """How many wait."""
        return self.come - self.through


class Waited(NamedTuple):
    """So many after one another, of whom the first waited ``first`` minutes, the last ``last``, and all evenly."""

    amount: Fraction
    first: Fraction
    last: Fraction


@dataclass(frozen=True)
class Flow:
    """Two lines by their corners, and what they tell; times in minutes from the beginning."""

    corners: tuple[Corner, ...]

    @property
    def peak(self) -> Fraction:
        """The longest queue."""
        return max(corner.queue for corner in self.corners)

    @property
    def left(self) -> Fraction:
        """How many still wait at the end."""
        return self.corners[-1].queue

    @property
    def longest(self) -> Fraction:
        """The longest wait of those who got through."""
        return max((max(some.first, some.last) for some in self.waits), default=ZERO)

    @property
    def over(self) -> Fraction | None:
        """When the queue was gone for good; the beginning where there was none, None where it is not gone."""
        if self.left:
            return None
        return max((b.at for a, b in pairwise(self.corners) if a.queue and not b.queue), default=ZERO)

    def queue_at(self, minute: Fraction) -> Fraction:
        """How many wait at a minute."""
        for a, b in pairwise(self.corners):
            if a.at <= minute <= b.at:
                return a.queue + (b.queue - a.queue) * (minute - a.at) / (b.at - a.at)
        return self.left

    def late(self, minutes: Fraction) -> Fraction:
        """How many of those who got through waited as long as that, or longer."""
        return sum((_at_least(some, minutes) for some in self.waits), ZERO)

    @cached_property
    def waits(self) -> tuple[Waited, ...]:
        """How long those waited who got through, in their order."""
        return tuple(_waits(_rising(self.corners, "come"), _rising(self.corners, "through")))


def flow(come: Sequence[Rate], through: Sequence[Rate], end: Fraction) -> Flow:
    """What becomes of those who come, until ``end``; both lists of rates begin at minute 0 and are in order."""
    starts = {rate.start for rate in (*come, *through) if rate.start < end}
    corners = [Corner(ZERO, ZERO, ZERO)]
    for start, stop in pairwise(sorted({ZERO, end, *starts})):
        corners.extend(_across(corners[-1], stop, _at(come, start), _at(through, start)))
    return Flow(tuple(corners))


def _at(rates: Iterable[Rate], minute: Fraction) -> Fraction:
    return [rate.amount for rate in rates if rate.start <= minute][-1]


def _across(here: Corner, stop: Fraction, come: Fraction, through: Fraction) -> Iterator[Corner]:
    """The corners after ``here`` until ``stop``, with rates that do not change: one, or two where a queue ends."""
    if here.queue and through > come:
        gone = here.at + here.queue / (through - come)
        if gone < stop:
            here = _further(here, gone, come, through)
            yield here
    yield _further(here, stop, come, through if here.queue else min(come, through))


def _further(here: Corner, at: Fraction, come: Fraction, through: Fraction) -> Corner:
    passed = at - here.at
    return Corner(at, here.come + come * passed, here.through + through * passed)


class _Rise(NamedTuple):
    """A line as it rises: from ``low`` at minute ``start`` to ``high`` at minute ``stop``."""

    low: Fraction
    high: Fraction
    start: Fraction
    stop: Fraction

    def when(self, amount: Fraction) -> Fraction:
        """When it came to an amount."""
        return self.start + (self.stop - self.start) * (amount - self.low) / (self.high - self.low)


def _rising(corners: Iterable[Corner], name: str) -> list[_Rise]:
    rises = (_Rise(getattr(a, name), getattr(b, name), a.at, b.at) for a, b in pairwise(corners))
    return [rise for rise in rises if rise.high > rise.low]


def _waits(come: Sequence[_Rise], through: Sequence[_Rise]) -> Iterator[Waited]:
    """The n-th to come is the n-th to get through: both lines are read across, from corner to corner."""
    first = second = 0
    low = ZERO
    while second < len(through):
        came, went = come[first], through[second]
        high = min(came.high, went.high)
        yield Waited(high - low, went.when(low) - came.when(low), went.when(high) - came.when(high))
        first += came.high == high
        second += went.high == high
        low = high


def _at_least(some: Waited, minutes: Fraction) -> Fraction:
    low, high = sorted((some.first, some.last))
    if low >= minutes:
        return some.amount
    return some.amount * (high - minutes) / (high - low) if high > minutes else ZERO
