"""What lies ahead of a disruption: its next update, what staff expect, and the end that its publisher states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from explainer.model.disruption import Expected
from explainer.picture.ageing import own_time
from explainer.picture.model import DisruptionNow, Standing


class Ahead(StrEnum):
    """What kind of moment it is."""

    NEXT_UPDATE = "next_update"
    EXPECTED = "expected"
    STATED_END = "stated_end"


class Foreseen(NamedTuple):
    """A moment ahead, or a range from ``low`` to ``high``; a single moment has no ``low``.

    ``main`` marks the estimate of the end, ``basis`` is what it rests on. ``passed`` says that the time is over and
    what was foreseen for it is not known to have come: a next update is late, an expectation has outlived itself.
    ``said_at`` is when it was worked out, where that is before the word that it stands in.
    """

    kind: Ahead
    low: datetime | None
    high: datetime
    what: str = ""
    basis: str = ""
    main: bool = False
    passed: bool = False
    said_at: datetime | None = None


def foreseen(now: DisruptionNow, moment: datetime) -> tuple[Foreseen, ...]:
    """All that lies ahead: the promise first, then what staff expect in their order, else the stated end."""
    return tuple(_foreseen(now, moment))


def estimate(now: DisruptionNow, moment: datetime) -> Foreseen | None:
    """When it is expected to be over: the estimate staff mark as the main one, else the end its publisher states."""
    if now.standing is Standing.ENDED:
        return None
    ends = (ahead for ahead in foreseen(now, moment) if ahead.main or ahead.kind is Ahead.STATED_END)
    return next(ends, None)


def _foreseen(now: DisruptionNow, moment: datetime) -> Iterator[Foreseen]:
    if now.promise is not None:
        yield Foreseen(Ahead.NEXT_UPDATE, None, now.promise.due, passed=now.promise.overdue)
    over = now.standing is Standing.ENDED
    for expected in now.disruption.expected:
        if (found := _expected(expected)) is not None:
            said_at = own_time(now, expected.said_at)
            yield found._replace(passed=found.high < moment and not over, said_at=said_at)
    if not now.disruption.expected and not over and (end := stated_end(now, moment)):
        yield Foreseen(Ahead.STATED_END, None, end)


def _expected(expected: Expected) -> Foreseen | None:
    """Staff state one moment or one range; half a range counts as the moment that it names."""
    if expected.low is not None and expected.high is not None:
        low, high = expected.low, expected.high
        return Foreseen(Ahead.EXPECTED, low, high, expected.what, expected.basis, expected.main)
    at = expected.at or expected.low or expected.high
    return Foreseen(Ahead.EXPECTED, None, at, expected.what, expected.basis, expected.main) if at else None


def stated_end(now: DisruptionNow, moment: datetime) -> datetime | None:
    """The last end that its periods state, if that lies ahead; of what recurs the end of its last hours."""
    ends = (span.ends for span in now.disruption.spans)
    return max((end for end in ends if end is not None and moment < end), default=None)
