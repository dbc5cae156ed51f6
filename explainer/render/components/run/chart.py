"""Two lines that rise: who has come, and who has got through. What lies between them is people waiting.

Lines stand in svg and words in html, so that words wrap, translate and mirror. ``theme/script/run.js`` draws the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from explainer.picture.flow import Corner
from explainer.picture.runs import Result, Scene

WIDE, TALL = 600, 200
"""The drawing’s own units."""

MOST_HOURS = 5
"""How many times are named below at most."""


EDGE = 0.07
"""How near an edge a time is written at the edge, as a share of the width."""


class Frame(NamedTuple):
    """What charts that are compared have in common: how many minutes they are wide, and how many units tall."""

    minutes: int
    top: Fraction


class Tick(NamedTuple):
    """A time below a chart, where it stands, in hundredths of the width, and at which edge if at one: b or e."""

    clock: str
    at: str
    edge: str


class Chart(NamedTuple):
    """The paths of a chart, and the times below it."""

    grid: str
    gap: str
    come: str
    through: str
    mark: str
    ticks: tuple[Tick, ...]


def frame_of(scene: Scene, nothing: Result) -> Frame:
    """The frame in which what happens if nobody does anything has its place, in whole hours."""
    over = nothing.flow.over
    seen = scene.end if over is None else max(over, Fraction(scene.hours) * 60) + 30
    minutes = min(scene.end, ceil(seen / 60) * 60)
    return Frame(minutes, max(Fraction(1), *(c.come for c in nothing.flow.corners if c.at <= minutes)))


def chart(scene: Scene, result: Result, frame: Frame, until: int | None = None) -> Chart:
    """What has come and got through in the frame, ``until`` a minute where the rest is not known yet."""
    stop = Fraction(frame.minutes if until is None else until)
    seen = list(_until(result.flow.corners, stop))
    come = [_point(frame, corner.at, corner.come) for corner in seen]
    through = [_point(frame, corner.at, corner.through) for corner in seen]
    ticks = tuple(_ticks(scene.start, frame.minutes))
    return Chart(
        grid="".join(f"M{float(tick.at) * WIDE / 100:g} 0v{TALL}" for tick in ticks),
        gap=f"M{'L'.join((*come, *reversed(through)))}z",
        come=f"M{'L'.join(come)}",
        through=f"M{'L'.join(through)}",
        mark=_mark(frame, seen),
        ticks=ticks,
    )


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _until(corners: Iterable[Corner], stop: Fraction) -> Iterator[Corner]:
    before: Corner | None = None
    for corner in corners:
        if corner.at > stop:
            if before is not None and before.at < stop:
                yield _between(before, corner, stop)
            return
        yield corner
        before = corner


def _between(a: Corner, b: Corner, at: Fraction) -> Corner:
    share = (at - a.at) / (b.at - a.at)
    return Corner(at, a.come + (b.come - a.come) * share, a.through + (b.through - a.through) * share)


def _mark(frame: Frame, seen: Sequence[Corner]) -> str:
    """Down where the longest queue is, and across from there: how long the one waited who is served then."""
    worst = max(seen, key=lambda corner: corner.queue)
    if not worst.queue:
        return ""
    came = next(_reached(a, b, worst.through) for a, b in pairwise(seen) if b.come >= worst.through and b.come > a.come)
    bottom, left = _point(frame, worst.at, worst.through), _point(frame, came, worst.through)
    return f"M{_point(frame, worst.at, worst.come)}L{bottom}L{left}"


def _reached(a: Corner, b: Corner, amount: Fraction) -> Fraction:
    return a.at + (b.at - a.at) * (amount - a.come) / (b.come - a.come)


def _point(frame: Frame, at: Fraction, amount: Fraction) -> str:
    x, y = at * WIDE / frame.minutes, TALL - amount * TALL / frame.top
    return f"{_short(x)} {_short(y)}"


def _short(value: Fraction) -> str:
    return f"{round(float(value), 1):g}"


def _ticks(start: int, minutes: int) -> Iterator[Tick]:
    """Whole hours, few enough to be read on the smallest phone."""
    step = max(1, ceil(minutes / 60 / MOST_HOURS)) * 60
    first = -start % 60
    for at in range(first, minutes + 1, step):
        edge = "b" if at < minutes * EDGE else "e" if at > minutes * (1 - EDGE) else ""
        yield Tick(clock(start + at), f"{at * 100 / minutes:.1f}", edge)
