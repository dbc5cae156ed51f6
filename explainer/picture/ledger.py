"""The ledger: how good our word has been, counted from our own bulletins and nothing else.

Every promise and every range counts once it can be judged, the broken ones as much as the kept. Nobody types a result,
and exercises and what is meant are never counted together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from statistics import median
from typing import NamedTuple

from explainer.model.history import Silence
from explainer.picture.estimates import EstimateNow, LeftOut, Ranged, Verdict, estimates_of
from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.promises import Promise, promises_of

FEWEST = 5
"""Of how many ranges anything is said as a whole: fewer tell nothing of the next one."""

_SURE = 1.959964
"""The quantile of the normal distribution for an interval that holds the truth 95 times in 100."""


class Horizon(StrEnum):
    """How far ahead a range looked when it was given."""

    SOON = "soon"
    """Less than an hour."""
    LATER = "later"
    """One to three hours."""
    FAR = "far"
    """More than three hours."""


def horizon_of(ranged: Ranged) -> Horizon:
    """How far ahead it looked."""
    if ranged.horizon < timedelta(hours=1):
        return Horizon.SOON
    return Horizon.LATER if ranged.horizon <= timedelta(hours=3) else Horizon.FAR


class Kept(NamedTuple):
    """A promise of an update, with the disruption whose update it was."""

    disruption: str
    promise: Promise


class Entry(NamedTuple):
    """A range, with the estimate and the disruption that it is of."""

    disruption: str
    estimate: EstimateNow
    ranged: Ranged

    @property
    def error(self) -> timedelta | None:
        """How far its middle lies from what happened, if it is judged by a time."""
        return self.estimate.error(self.ranged) if self.ranged.verdict is not None else None


class Quiet(NamedTuple):
    """A source and its silences, oldest first; one that is not over yet is the last, ``until`` now."""

    feed: str
    since: datetime | None
    silences: tuple[Silence, ...]
    is_silent: bool = False

    @property
    def total(self) -> timedelta:
        """How long it was silent in all."""
        return sum((one.until - one.since for one in self.silences), timedelta())


class Between(NamedTuple):
    """A share, as far as a few cases can tell it: between ``low`` and ``high``, 95 times in 100."""

    low: float
    high: float


@dataclass(frozen=True)
class Ledger:
    """All promises and ranges since ``since``, oldest first, and the silences of the sources of others."""

    since: datetime | None = None
    promises: tuple[Kept, ...] = ()
    ranges: tuple[Entry, ...] = ()
    quiet: tuple[Quiet, ...] = ()

    @cached_property
    def kept(self) -> int:
        """How many promised updates came in time."""
        return sum(one.promise.kept for one in self.promises)

    @cached_property
    def judged(self) -> tuple[Entry, ...]:
        """The ranges of which it is known what became of them."""
        return tuple(entry for entry in self.ranges if entry.ranged.verdict is not None)

    @cached_property
    def tally(self) -> Mapping[Verdict, int]:
        """The judged ranges by what became of them."""
        return Counter(entry.ranged.verdict for entry in self.judged if entry.ranged.verdict is not None)

    @cached_property
    def left_out(self) -> Mapping[LeftOut, int]:
        """The other ranges by why they are not judged."""
        return Counter(entry.ranged.left_out for entry in self.ranges if entry.ranged.left_out is not None)

    @property
    def held(self) -> int:
        """How many ranges came true."""
        return self.tally.get(Verdict.INSIDE, 0)

    @property
    def is_enough(self) -> bool:
        """Whether so many ranges are judged that they tell anything of the next one."""
        return len(self.judged) >= FEWEST

    @cached_property
    def corrections(self) -> int:
        """How often it was told anew what happened."""
        estimates = {(entry.disruption, entry.estimate.id): entry.estimate for entry in self.ranges}
        return sum(one.corrections for one in estimates.values())

    def errors(self, horizon: Horizon | None = None) -> list[timedelta]:
        """How far off the middles of the judged ranges were, the least first: of one horizon, or of all."""
        judged = (entry for entry in self.judged if horizon is None or horizon_of(entry.ranged) is horizon)
        return sorted(entry.error for entry in judged if entry.error is not None)

    @property
    def width(self) -> timedelta | None:
        """How wide the middle one of the judged ranges was: too wide a range cannot fail."""
        return middle_of([entry.ranged.high - entry.ranged.low for entry in self.judged])


def middle_of(lengths: Sequence[timedelta]) -> timedelta | None:
    """The median; None of too few to have one that tells anything."""
    if len(lengths) < FEWEST:
        return None
    return timedelta(seconds=median(length.total_seconds() for length in lengths))


def wilson(held: int, of: int) -> Between:
    """Between which shares the truth may lie, of which ``held`` in ``of`` is all that was seen.

    E. B. Wilson, *Probable Inference, the Law of Succession, and Statistical Inference* (1927).
    """
    share, spread = held / of, _SURE**2 / of
    middle = share + spread / 2
    half = _SURE * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return Between(max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread)))


def ledger_of(picture: Picture) -> Ledger:
    """The ledger at the moment of the picture: of our own bulletins, exercises in an exercise and else none of them.

    A draft has promised nothing yet.
    """
    ours = [now for now in picture.disruptions if now.ours and now.meant is not picture.exercise and not now.is_draft]
    promises = (Kept(now.id, promise) for now in ours for promise in promises_of(now))
    ranges = (entry for now in ours for entry in _ranges(now))
    return Ledger(
        since=min((now.start.issued_at or now.first_seen for now in ours), default=None),
        promises=tuple(sorted(promises, key=lambda one: (one.promise.due, one.disruption))),
        ranges=tuple(sorted(ranges, key=lambda one: (one.ranged.said_at, one.disruption, one.estimate.id))),
        quiet=tuple(_quiet(picture)),
    )


def _ranges(now: DisruptionNow) -> Iterator[Entry]:
    for estimate in estimates_of(now):
        for ranged in estimate.ranges:
            yield Entry(now.id, estimate, ranged)


def _quiet(picture: Picture) -> Iterator[Quiet]:
    """The sources that are not bulletins of ours: those are written by people, and grow old by their own words."""
    for source in picture.sources:
        if source.source.is_of_bulletins:
            continue
        kept = source.silences
        over = kept.silences if kept is not None else ()
        counted = kept.counted_since if kept is not None else None
        silent = source.silent_since
        if silent is None or silent >= picture.now:
            yield Quiet(source.source.id, counted, over)
            continue
        still = Silence(since=silent, until=picture.now, failure=source.failure)
        yield Quiet(source.source.id, min(counted or silent, silent), (*over, still), is_silent=True)
