"""Estimates against what happened: each range as it was given, and whether it came true.

The first range counts as much as the last, and one that was given once it was over counts for nothing. Every page,
``status.json`` and the ledger tell these values; none of them compares times itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from explainer.model.estimates import Estimate, Given
from explainer.model.vocabulary import Outcome, Status
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.promises import GRACE


class Verdict(StrEnum):
    """What became of a range. Only one that holds the whole truth came true."""

    INSIDE = "inside"
    EARLY = "early"
    LATE = "late"
    NEVER = "never"


class LeftOut(StrEnum):
    """Why a range is not judged."""

    OPEN = "open"
    """Its disruption is not over, and nobody has said what happened."""
    UNTOLD = "untold"
    """Its disruption is over, and nobody has said what happened."""
    UNKNOWN = "unknown"
    """Nobody can say when it happened."""
    CANCELLED = "cancelled"
    """Its disruption was cancelled before it could happen."""
    AFTERWARDS = "afterwards"
    """It was given when it had happened already."""


class Ranged(NamedTuple):
    """A range as it was given: what became of it, or why it is ``left_out``.

    A single moment is a range whose ends are one; it may be missed by as much as a promised update. ``off`` is how far
    what happened lies outside.
    """

    said_at: datetime
    low: datetime
    high: datetime
    verdict: Verdict | None = None
    left_out: LeftOut | None = None
    off: timedelta = timedelta()

    @property
    def middle(self) -> datetime:
        """The moment in the middle of it."""
        return self.low + (self.high - self.low) / 2

    @property
    def horizon(self) -> timedelta:
        """How far ahead it looked: from when it was given to its middle."""
        return self.middle - self.said_at

    @property
    def held(self) -> bool:
        """Whether it came true."""
        return self.verdict is Verdict.INSIDE


class EstimateNow(NamedTuple):
    """An estimate, its ranges in the order in which they were given, and what happened.

    ``by`` is the party that says what happened, if it is told. ``corrections`` counts how often that was told anew.
    """

    id: str
    what: str
    ranges: tuple[Ranged, ...]
    happened: datetime | None = None
    outcome: Outcome | None = None
    by: str = ""
    corrections: int = 0

    @property
    def last(self) -> Ranged:
        """The range that was given last."""
        return self.ranges[-1]

    def error(self, ranged: Ranged) -> timedelta | None:
        """How far the middle of one of its ranges lies from what happened, if that has a time."""
        return abs(self.happened - ranged.middle) if self.happened is not None else None


def estimates_of(now: DisruptionNow) -> tuple[EstimateNow, ...]:
    """Every estimate that one disruption gave, in order of appearance; a single moment counts only as the main one."""
    judged = (_judged(estimate, now) for estimate in now.estimates)
    return tuple(one for one in judged if one.ranges)


def _judged(estimate: Estimate, now: DisruptionNow) -> EstimateNow:
    told = tuple(_told_anew(estimate.versions))
    last = told[-1] if told else None
    first_told = next((given for given in told if any(given.tells)), None)
    ranges = (_range(given, _bound(last, first_told), last, now) for given in _given_anew(estimate.versions))
    return EstimateNow(
        id=estimate.id,
        what=estimate.what,
        ranges=tuple(ranges),
        happened=last.happened if last else None,
        outcome=last.outcome if last else None,
        by=last.by if last else "",
        corrections=max(len(told) - 1, 0),
    )


def _bound(last: Given | None, first_told: Given | None) -> datetime | None:
    """The moment from which on nobody foresees it any more: it has happened, or somebody said what became of it."""
    if last is None or first_told is None:
        return None
    return last.happened or first_told.read_at


def _given_anew(versions: tuple[Given, ...]) -> Iterator[Given]:
    """The versions that give another range than the one before."""
    before: Given | None = None
    for given in versions:
        is_one = given.main or (given.low is not None and given.high is not None)
        if is_one and (before is None or given.foresees != before.foresees):
            yield given
        before = given if is_one else before


def _told_anew(versions: tuple[Given, ...]) -> Iterator[Given]:
    """The versions that tell something else of what happened than the one before."""
    before: tuple[object, ...] = (None, None)
    for given in versions:
        if given.tells != before:
            yield given
        before = given.tells


def _range(given: Given, bound: datetime | None, told: Given | None, now: DisruptionNow) -> Ranged:
    low, high = _ends(given)
    ranged = Ranged(given.said_at, low, high)
    if bound is not None and given.read_at >= bound:
        return ranged._replace(left_out=LeftOut.AFTERWARDS)
    if told is None or not any(told.tells):
        return ranged._replace(left_out=_untold(now))
    if told.happened is None:
        never = told.outcome is Outcome.NEVER
        return ranged._replace(verdict=Verdict.NEVER) if never else ranged._replace(left_out=LeftOut.UNKNOWN)
    return _against(ranged, told.happened)


def _ends(given: Given) -> tuple[datetime, datetime]:
    if given.low is not None and given.high is not None:
        return given.low, given.high
    at = given.at or given.low or given.high or given.said_at  # one without any time is none: model.estimates
    return at, at


def _untold(now: DisruptionNow) -> LeftOut:
    if now.standing is not Standing.ENDED:
        return LeftOut.OPEN
    return LeftOut.CANCELLED if now.disruption.status is Status.CANCELLED else LeftOut.UNTOLD


def _against(ranged: Ranged, happened: datetime) -> Ranged:
    spare = GRACE if ranged.low == ranged.high else timedelta()
    if happened < ranged.low - spare:
        return ranged._replace(verdict=Verdict.EARLY, off=ranged.low - happened)
    if happened > ranged.high + spare:
        return ranged._replace(verdict=Verdict.LATE, off=happened - ranged.high)
    return ranged._replace(verdict=Verdict.INSIDE)
