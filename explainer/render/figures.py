"""Figures drawn from numbers: a limit as units, a queue as bars, what comes next on an axis of time.

Lines stand in svg and words in html, so that words wrap, translate and mirror. Horizontal is time; solid has
happened or is a stated range, dashed is expected, dotted is promised.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from explainer.picture.constraints import backlog_at
from explainer.picture.model import ConstraintNow
from explainer.render.escaping import MONTHS, hour_of, in_zone, number, prose, text
from explainer.render.view import View
from explainer.render.words import when

if TYPE_CHECKING:
    from explainer.model.account import Constraint

MOST_UNITS = 40
MOST_BARS = 9
MOST_COLUMNS = 8
TALLEST = 7.0
"""The tallest bar, in em."""

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
_DAYS = (1, 2, 7, 14, 30, 90, 365, 3650)
_STEPS = (*(timedelta(minutes=m) for m in _MINUTES), *(timedelta(days=d) for d in _DAYS))
_AXIS_STEPS = tuple(step for step in _STEPS if step not in (_MINUTE * 20, _MINUTE * 240))


def limit(view: View, now: ConstraintNow, hot: str) -> str:
    """html: one constraint: its units, its backlog, and the question why there is not more of it."""
    constraint = now.constraint
    if not all(map(math.isfinite, (constraint.normal, constraint.now, constraint.demand))):
        return ""
    parts = [_units(view, now, hot), _queue(view, now, hot)]
    if constraint.why_not_more:
        answer = constraint.why_not_more
        parts.append(f'<div class="text"><h3>{prose(answer.question)}</h3><p>{prose(answer.answer)}</p></div>')
    return "\n".join(part for part in parts if part)


def per_unit(total: float) -> float:
    """How much one drawn unit stands for, so that a row holds at most :data:`MOST_UNITS`."""
    step = 1.0
    while total / step > MOST_UNITS:
        step *= 5 if f"{step:g}".startswith("1") else 2
    return step


def _units(view: View, now: ConstraintNow, hot: str) -> str:
    c = now.constraint
    component = view.system.by_id.get(c.component)
    name = component.name if component else c.component
    caption = c.says or f"{name}: {number(c.demand)} {c.unit} wanted each hour, {number(c.now)} possible."
    served = min(c.now, c.demand)
    left = c.demand - served
    labels = f"<p><b>{number(served)}</b><br>get through</p>"
    if left:
        fate = "do not" if c.backlog is None else "join the queue"
        labels += f'<p class="{hot}"><b>{number(left)}</b><br>{fate}</p>'
    step = per_unit(c.demand)
    scale = f" One block is {number(step)}." if step > 1 else ""
    source = f"{text(now.by)}, counted {when(view, c.at)}." if now.by else f"Counted {when(view, c.at)}."
    share = f' style="--a:{served:g}fr;--b:{left:g}fr"' if served and left else ""
    return (
        f'<figure class="fig in-{hot}">\n<figcaption class="cap">{prose(caption)}</figcaption>\n'
        f"{_blocks(c.demand / step, served / step)}\n"
        f'<div class="third"{share}>{labels}</div>\n'
        f'<p class="note">Usual: {number(c.normal)} {text(c.unit)} an hour. '
        f"Now: {number(c.now)}. {source}{scale}</p>\n</figure>"
    )


def _blocks(total: float, solid: float) -> str:
    """A row of units: solid for those served, hollow for the others."""
    if total <= 0:
        return ""
    width = max(10, math.ceil(total) * 10)
    whole, rest = divmod(solid, 1)
    until = whole * 10 + 1 + rest * 8
    start = math.ceil(solid) * 10 + 1
    hollow = ""
    if start < total * 10:
        hollow = f'<path class="hot" d="M{start:g} 20H{width}"/><path class="hole" d="M{start + 1.5:g} 20H{width}"/>'
    return (
        f'<svg class="units" viewBox="0 0 {width} 40" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M1 20H{until:g}"/>{hollow}</svg>'
    )


class Bar(NamedTuple):
    """The backlog at one moment; ``ahead`` when that moment lies after the count."""

    at: datetime
    amount: float
    ahead: bool


def bars(c: Constraint, until: datetime | None) -> list[Bar]:
    """The backlog from when it began until the next word, at a step that gives at most nine bars.

    The steps are laid from the count, so that the one amount that was counted is always one of the bars.
    """
    if c.backlog is None or not math.isfinite(c.backlog.now) or c.backlog.since >= c.at:
        return []
    since, counted = c.backlog.since.astimezone(UTC), c.at.astimezone(UTC)
    end = max(counted, until.astimezone(UTC)) if until else counted
    step = _bar_step(counted - since, end - counted)
    before, after = (counted - since) // step, (end - counted) // step
    moments = [counted + index * step for index in range(-before, after + 1)]
    return [Bar(at, backlog_at(c, at) or 0.0, at > counted) for at in moments]


def _bar_step(before: timedelta, after: timedelta) -> timedelta:
    """The finest step with few enough bars; rather one that also meets where it began and the next word."""
    fitting = [step for step in _STEPS if before // step + after // step < MOST_BARS]
    for exact in (before, after), (before,):
        for step in fitting:
            if before >= 3 * step and not any(length % step for length in exact):
                return step
    return next(iter(fitting), _STEPS[-1])


def _queue(view: View, now: ConstraintNow, hot: str) -> str:
    c = now.constraint
    if c.backlog is None:
        return ""
    disruption = view.picture.disruption.get(now.disruption)
    promise = disruption.promise if disruption else None
    drawn = bars(c, promise.due if promise else None)
    rate, unit = now.backlog_per_hour, text(c.unit)
    if rate > 0:
        caption = f"So the queue grows by {number(rate)} {unit} an hour"
    elif rate < 0:
        caption = f"The queue shrinks by {number(-rate)} {unit} an hour"
    else:
        caption = f"The queue stays at {number(c.backlog.now)} {unit}"
    note = f"{text(now.by) or 'Somebody'} counted {number(c.backlog.now)} {unit} at {when(view, c.at)}."
    if len(drawn) > 1:
        note += " The other bars are worked out from the rate."
        if drawn[-1].ahead:
            note += " Dashed: expected."
    return (
        f'<figure class="fig in-{hot}">\n<figcaption class="cap">{caption}</figcaption>\n'
        f'{_bars(view, drawn)}<p class="note">{note}</p>\n</figure>'
    )


def _bars(view: View, drawn: list[Bar]) -> str:
    top = max((bar.amount for bar in drawn), default=0.0)
    if len(drawn) < 2 or not top:
        return ""
    rows = []
    for bar in drawn:
        height = bar.amount / top * TALLEST
        shape = f'<svg height="{height:.2f}em" aria-hidden="true"><rect/></svg>' if height > 0.02 else ""
        figure = number(round(bar.amount) if top >= 10 else round(bar.amount, 1))
        ahead = ' class="est"' if bar.ahead else ""
        rows.append(f"<li{ahead}><b>{figure}</b>{shape}{_tick(view, bar.at, drawn[-1].at - drawn[0].at)}</li>")
    return '<ol class="bars">\n' + "\n".join(rows) + "\n</ol>\n"


def _tick(view: View, at: datetime, whole: timedelta) -> str:
    """html: a label below a bar or above an axis: the hour, or the day where days are what counts."""
    local = in_zone(at, view.zone)
    midnight = local.hour == local.minute == 0
    days = whole > 3 * _DAY or (whole > _DAY and midnight)
    shown = f"{local.day} {MONTHS[local.month - 1][:3]}" if days else hour_of(local)
    return f'<time datetime="{local.isoformat(timespec="minutes")}">{shown}</time>'


class Span(NamedTuple):
    """Something on the axis: ``words`` and ``when`` are html; without ``low`` it is a promise until ``high``."""

    words: str
    when: str
    low: datetime | None
    high: datetime


def axis(view: View, spans: list[Span]) -> str:
    """html: ranges as solid bars with ends, single moments dotted from now; what is past has words only."""
    now = view.picture.now
    ahead = [span for span in spans if span.high > now]
    if not ahead:
        return f'<ul class="rows">{"".join(_row(span, "") for span in spans)}</ul>'
    start, end, step = _frame(view, ahead)
    ticks = [start + index * step for index in range(round((end - start) / step))]
    whole = end - start
    lines = "".join(
        f'<line x1="{(b - start) / whole:.3%}" x2="{(b - start) / whole:.3%}" y2="100%"/>' for _, b in pairwise(ticks)
    )
    hours = "".join(_tick(view, tick, whole) for tick in ticks)
    rows = "\n".join(_row(span, _run(span, now, start, whole) if span.high > now else "") for span in spans)
    return (
        f'<div class="axis">\n<p class="hours" aria-hidden="true">{hours}</p>\n'
        f'<svg class="grid" aria-hidden="true">{lines}</svg>\n<ul>\n{rows}\n</ul>\n</div>'
    )


def _frame(view: View, ahead: list[Span]) -> tuple[datetime, datetime, timedelta]:
    """Start, end and step of the axis: whole steps of local time around everything drawn."""
    now = view.picture.now
    low = min([now, *(max(span.low, now - _DAY) for span in ahead if span.low is not None)])
    high = max(span.high for span in ahead)
    for step in _AXIS_STEPS:
        midnight = in_zone(low, view.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        start = (midnight + (low - midnight) // step * step).astimezone(UTC)
        columns = math.ceil((high - start) / step)
        if columns <= MOST_COLUMNS:
            return start, start + max(columns, 1) * step, step
    return low, high, high - low


def _run(span: Span, now: datetime, start: datetime, whole: timedelta) -> str:
    def at(moment: datetime) -> str:
        return f"{min(1.0, max(0.0, (moment - start) / whole)):.2%}"

    low, high = at(span.low or now), at(span.high)
    kind = "dots" if span.low is None else "bar"
    ends = "" if span.low is None else f'<line x1="{low}" x2="{low}" y2="100%"/>'
    return (
        f'<svg class="run" aria-hidden="true"><line class="{kind}" x1="{low}" x2="{high}" y1="50%" y2="50%"/>'
        f'{ends}<line x1="{high}" x2="{high}" y2="100%"/></svg>'
    )


def _row(span: Span, run: str) -> str:
    return f"<li><span><b>{span.words}:</b> {span.when}</span>{run}</li>"
