"""What comes of a run, in numbers that are read: the page and its script write the same."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from explainer.language.words import Words
from explainer.picture.runs import Result, Scene, heads, whole
from explainer.render.components.run.chart import Frame, clock

SHORT = 100
"""Minutes that are told as minutes; more are told in hours and minutes."""


class Numbers(NamedTuple):
    """What came of a run. ``late``, ``early``, ``gone``, ``later``, ``left`` and ``ontime`` are people."""

    wait: str
    peak: str
    over: str
    ontime: str
    late: str
    early: str
    gone: str
    later: str
    left: str


def numbers(words: Words, scene: Scene, result: Result) -> Numbers:
    """The numbers of a run in words."""
    over = result.flow.over

    def people(amount: Fraction) -> str:
        return words.number(heads(amount, scene.people))

    return Numbers(
        wait=length(words, whole(result.flow.longest)),
        peak=words.number(whole(result.flow.peak)),
        over="–" if over is None else clock(scene.start + whole(over)),
        ontime=people(result.on_time),
        late=people(result.late),
        early=people(result.gone + result.later),
        gone=people(result.gone),
        later=people(result.later),
        left=people(result.left),
    )


def length(words: Words, minutes: int) -> str:
    """A wait in short: ``74 min``, ``2 h 10``."""
    if minutes < SHORT:
        return words.pgettext("a wait in short", "%(minutes)s min", minutes=words.number(minutes))
    return words.pgettext(
        "a wait in short",
        "%(hours)s h %(minutes)s",
        hours=words.number(minutes // 60),
        minutes=f"{minutes % 60:02}",
    )


def widths(result: Result, frame: Frame) -> dict[str, int]:
    """How wide the bar of each row is, in hundredths of all who come in the frame: what is compared has one scale."""
    rows = {
        "ontime": result.on_time,
        "late": result.late,
        "gone": result.gone,
        "later": result.later,
        "left": result.left,
    }
    return {key: min(100, whole(amount * 100 / frame.top)) for key, amount in rows.items()}
