"""What comes next, on an axis of time: a stated range is solid with two ends, what is promised dotted from now."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from explainer.render.escaping import in_zone
from explainer.render.view import View

MOST_COLUMNS = 8

MINUTES = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
DAYS = (1, 2, 7, 14, 30, 90, 365, 3650)
"""Steps of time that a clock or a calendar has."""

_DAY = timedelta(days=1)
_UNEVEN = (20, 240)
"""Minutes that are a step between two bars, and too odd to read off an axis."""
_STEPS = (*(timedelta(minutes=m) for m in MINUTES if m not in _UNEVEN), *(timedelta(days=d) for d in DAYS))


class Span(NamedTuple):
    """Something on the axis; without ``low`` it is a promise until ``high``."""

    words: str
    when: Markup
    low: datetime | None
    high: datetime


class Run(NamedTuple):
    """The line of a span, in percent of the axis: solid, or dotted where only its end is stated."""

    low: str
    high: str
    dotted: bool


class Row(NamedTuple):
    """What a span says, and its line, if any of it lies ahead."""

    words: str
    when: Markup
    run: Run | None


class _Frame(NamedTuple):
    start: datetime
    end: datetime
    step: timedelta

    @property
    def whole(self) -> timedelta:
        return self.end - self.start

    def place(self, at: datetime) -> float:
        return min(1.0, max(0.0, (at - self.start) / self.whole))


def axis(view: View, spans: Sequence[Span]) -> Markup:
    """The spans on one axis around all that lies ahead; what is past has words only."""
    now = view.picture.now
    ahead = [span for span in spans if span.high > now]
    frame = _frame(view, ahead) if ahead else None
    ticks = _ticks(frame) if frame else []
    return view.render(
        "components/axis/template.html",
        rows=[Row(span.words, span.when, _run(span, now, frame)) for span in spans],
        hours=[tick(view, at, frame.whole) for at in ticks] if frame else [],
        columns=len(ticks),
    )


class Drawn(NamedTuple):
    """An axis around some moments: its labels, its lines, and where on it each of the moments lies, in percent."""

    hours: list[str]
    grid: list[str]
    place: Mapping[datetime, str]


def framed(view: View, moments: Sequence[datetime]) -> Drawn:
    """The axis around some moments, of which there is at least one."""
    frame = _around(view, min(moments), max(moments))
    ticks = _ticks(frame)
    return Drawn(
        [tick(view, at, frame.whole) for at in ticks],
        [f"{frame.place(at):.3%}" for _, at in pairwise(ticks)],
        {at: f"{frame.place(at):.2%}" for at in moments},
    )


def _frame(view: View, ahead: Sequence[Span]) -> _Frame:
    """The axis around all that lies ahead, and now."""
    now = view.picture.now
    low = min([now, *(max(span.low, now - _DAY) for span in ahead if span.low is not None)])
    return _around(view, low, max(span.high for span in ahead))


def _around(view: View, low: datetime, high: datetime) -> _Frame:
    """Whole steps of local time around everything drawn."""
    for step in _STEPS:
        midnight = in_zone(low, view.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        start = (midnight + (low - midnight) // step * step).astimezone(UTC)
        columns = math.ceil((high - start) / step)
        if columns <= MOST_COLUMNS:
            return _Frame(start, start + max(columns, 1) * step, step)
    return _Frame(low, high, high - low)


def _ticks(frame: _Frame) -> list[datetime]:
    return [frame.start + index * frame.step for index in range(round(frame.whole / frame.step))]


def _run(span: Span, now: datetime, frame: _Frame | None) -> Run | None:
    if frame is None or span.high <= now:
        return None
    return Run(f"{frame.place(span.low or now):.1%}", f"{frame.place(span.high):.1%}", span.low is None)


def tick(view: View, at: datetime, whole: timedelta) -> str:
    """A label below a bar or above an axis: the hour, or the day where days are what counts."""
    local = in_zone(at, view.zone)
    midnight = local.hour == local.minute == 0
    days = whole > 3 * _DAY or (whole > _DAY and midnight)
    return view.words.short_date(local) if days else view.words.time(local)
