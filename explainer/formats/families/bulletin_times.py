"""Times in a bulletin that cannot be meant: told before it is published, because after that they stand for good.

What is published already is left alone, and so is what is long over: only what is new is judged by the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.model.disruption import Disruption
from explainer.model.history import Held
from explainer.model.vocabulary import Status

AHEAD = timedelta(minutes=5)
"""How far ahead of our clock a time may lie that is told as past: clocks differ, and people round up."""

LONG_AGO = timedelta(days=7)
"""How old the last word of a bulletin may be that says that it still goes on, when nobody has read it yet."""

_WHEN = "%Y-%m-%d %H:%M"
Path = tuple[str | int, ...]


class Untimely(NamedTuple):
    """A time that cannot be meant: where it stands, what is wrong, and what to write instead."""

    path: Path
    problem: str
    remedy: str


def frozen_wrong(bulletin: Disruption, held: Mapping[str, Held], now: datetime) -> Iterator[Untimely]:
    """New updates that nobody may publish, because they could not be corrected afterwards."""
    before = held.get(bulletin.id)
    told = {(update.at, update.says) for update in before.latest.updates} if before else set()
    for index, update in enumerate(bulletin.updates):
        if (update.at, update.says) not in told:
            yield from _ahead(("updates", index, "at"), update.at, now, "write when you wrote this")
    last = bulletin.updates[-1]
    if before is None and _is_open(bulletin) and now - last.at > LONG_AGO:
        problem = f"is {(now - last.at).days} days ago, and the bulletin says that it still goes on"
        remedy = "correct the date, or say in a new update how it is now"
        yield Untimely(("updates", len(bulletin.updates) - 1, "at"), problem, remedy)


def implausible(bulletin: Disruption, held: Mapping[str, Held], now: datetime) -> Iterator[Untimely]:
    """Whatever else is told as past and lies ahead, or ends before it begins, in what is not published so already."""
    before = held.get(bulletin.id)
    known = set(_past(before.latest).values()) if before else set()
    for path, at in _past(bulletin).items():
        if at not in known:
            yield from _ahead(path, at, now, "correct it")
    detected = bulletin.account.detected_at
    ended = _ended(bulletin)
    if ended is not None and detected is not None and ended < detected:
        zone = detected.tzinfo
        problem = f"is before it was detected ({detected.astimezone(zone):{_WHEN}})"
        yield Untimely(("ended",), problem, "correct one of the two")


def _ahead(path: Path, at: datetime, now: datetime, remedy: str) -> Iterator[Untimely]:
    if at - now > AHEAD:
        problem = f"lies ahead: by our clock it is {now.astimezone(at.tzinfo):{_WHEN}}"
        yield Untimely(path, problem, remedy)


def _is_open(bulletin: Disruption) -> bool:
    return bulletin.status in (Status.ACTIVE, Status.MONITORING)


def _ended(bulletin: Disruption) -> datetime | None:
    return bulletin.periods[-1].end if bulletin.periods and bulletin.status is Status.RESOLVED else None


def _past(bulletin: Disruption) -> dict[Path, datetime]:
    """Every time that is told as past, by its place; what is announced may begin later."""
    if bulletin.status is Status.PLANNED:
        return {}
    account = bulletin.account
    found: dict[Path, datetime | None] = {("detected",): account.detected_at}
    found["ended",] = _ended(bulletin)
    for index, report in enumerate(bulletin.reports):
        found["reports", index, "since"] = report.since
    for index, expected in enumerate(bulletin.expected):
        found["expected", index, "happened"] = expected.happened
    for name, figure in account.figures.items():
        found["figures", name, "at"] = figure.at
    return {path: at for path, at in found.items() if at is not None}
