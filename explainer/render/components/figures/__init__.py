"""A limit in numbers: what gets through as units, what waits as bars, and why there is not more of it.

Lines stand in svg and words in html, so that words wrap, translate and mirror. Solid is counted or has happened,
dashed is expected.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.account import Constraint
from explainer.picture.constraints import backlog_at
from explainer.picture.model import ConstraintNow
from explainer.render.components.axis import DAYS, MINUTES, tick
from explainer.render.escaping import text
from explainer.render.limits import rest, through
from explainer.render.view import View
from explainer.render.words import when

MOST_UNITS = 40
MOST_BARS = 9
TALLEST = 7.0
"""The tallest bar, in em."""

_STEPS = (*(timedelta(minutes=m) for m in MINUTES), *(timedelta(days=d) for d in DAYS))


def limit(view: View, now: ConstraintNow, hot: str) -> Markup:
    """One constraint; ``hot`` is the class of its state."""
    constraint = now.constraint
    return view.render(
        "components/figures/template.html",
        hot=hot,
        units=_units(view, now),
        queue=_queue(view, now) if constraint.backlog is not None else None,
        answer=constraint.why_not_more,
    )


# What gets through


class Units(NamedTuple):
    """How much is wanted an hour: ``served`` of it gets through and ``left`` does not, in words and in blocks.

    ``shares`` are the widths of the two labels, where there are two. ``scale`` is what one block stands for, if that
    is not one.
    """

    caption: str
    served: str
    left: str
    waits: bool
    shares: tuple[str, str] | None
    blocks: Blocks | None
    normal: str
    now: str
    unit: str
    by: str
    counted: Markup
    scale: str


class Blocks(NamedTuple):
    """A row of blocks as wide as ``width``: solid to ``solid``, hollow from ``hollow``, its holes from ``hole``."""

    width: int
    solid: str
    hollow: str
    hole: str


def _units(view: View, now: ConstraintNow) -> Units:
    c, number = now.constraint, view.words.number
    served, step = min(c.now, c.demand), per_unit(c.demand)
    left = c.demand - served
    return Units(
        caption=c.says or _caption(view, c),
        served=number(served),
        left=number(left) if left else "",
        waits=c.backlog is not None,
        shares=(f"{served:g}", f"{left:g}") if served and left else None,
        blocks=_blocks(c.demand / step, served / step),
        normal=number(c.normal),
        now=number(c.now),
        unit=c.unit,
        by=now.by,
        counted=when(view, c.at),
        scale=number(step) if step > 1 else "",
    )


def _caption(view: View, c: Constraint) -> str:
    component = view.system.by_id.get(c.component)
    return view.words.pgettext(
        "a part, and a sentence about its limit",
        "%(part)s: %(limit)s.",
        part=component.name if component else c.component,
        limit=through(view.words, c),
    )


def per_unit(total: float) -> float:
    """How much one drawn unit stands for, so that a row holds at most :data:`MOST_UNITS`."""
    step = 1.0
    while total / step > MOST_UNITS:
        step *= 5 if f"{step:g}".startswith("1") else 2
    return step


def _blocks(total: float, solid: float) -> Blocks | None:
    """A block is eight wide, and two to the next; None where nothing is wanted."""
    if total <= 0:
        return None
    whole, rest = divmod(solid, 1)
    start = math.ceil(solid) * 10 + 1
    hollow, hole = (f"{start:g}", f"{start + 1.5:g}") if start < total * 10 else ("", "")
    return Blocks(max(10, math.ceil(total) * 10), f"{whole * 10 + 1 + rest * 8:g}", hollow, hole)


# What waits


class Queue(NamedTuple):
    """What waits: a caption, a note, and the amount at several moments, where that is more than one."""

    caption: str
    note: str
    bars: list[Drawn]
    is_expected: bool


class Drawn(NamedTuple):
    """A bar as drawn: its figure, its height in em, and its moment."""

    figure: str
    height: str
    at: str
    ahead: bool


class Bar(NamedTuple):
    """The backlog at one moment; ``ahead`` when that moment lies after the count."""

    at: datetime
    amount: float
    ahead: bool


def bars(c: Constraint, until: datetime | None) -> list[Bar]:
    """The backlog from when it began until the next word, at a step that gives at most nine bars.

    The steps are laid from the count, so that the one amount that was counted is always one of the bars.
    """
    if c.backlog is None or c.backlog.since >= c.at:
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


def _queue(view: View, now: ConstraintNow) -> Queue:
    disruption = view.picture.disruption.get(now.disruption)
    promise = disruption.promise if disruption else None
    made = bars(now.constraint, promise.due if promise else None)
    return Queue(rest(view.words, now), _counted(view, now), _drawn(view, made), len(made) > 1 and made[-1].ahead)


def _counted(view: View, now: ConstraintNow) -> Markup:
    c, words = now.constraint, view.words
    counted = {
        "number": text(words.number(c.backlog.now if c.backlog else 0.0)),
        "unit": text(c.unit),
        "time": when(view, c.at),
    }
    if now.by:
        return words.gettext("%(who)s counted %(number)s %(unit)s at %(time)s.", who=text(now.by), **counted)
    return words.gettext("Somebody counted %(number)s %(unit)s at %(time)s.", **counted)


def _drawn(view: View, made: list[Bar]) -> list[Drawn]:
    top = max((bar.amount for bar in made), default=0.0)
    if len(made) < 2 or not top:
        return []
    whole = made[-1].at - made[0].at
    return [_bar(view, bar, top, whole) for bar in made]


def _bar(view: View, bar: Bar, top: float, whole: timedelta) -> Drawn:
    height = bar.amount / top * TALLEST
    figure = view.words.number(round(bar.amount) if top >= 10 else round(bar.amount, 1))
    return Drawn(figure, f"{height:.2g}", tick(view, bar.at, whole), bar.ahead)
