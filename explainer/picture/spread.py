"""How a disruption spread: the states of all parts at the moments at which those that it is about turned.

All of it is read from the log of states (``record/states.py``): each still is the picture of its moment as it was
worked out then, and nothing is said of the time between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.model.states import Found, Then, Turn, told
from explainer.model.system import System
from explainer.model.vocabulary import State
from explainer.picture.model import ComponentNow, DisruptionNow, Standing
from explainer.picture.past import over_at

MOST = 8
"""How many stills are shown."""

AROUND = timedelta(hours=6)
"""How long before its stated beginning, and after its end, its parts may have turned on its account."""

LONGEST = timedelta(days=366)
"""How far back the log is read for one that goes on and on."""

Turns = Callable[[datetime, datetime], Iterable[Turn]]
"""What turned from a moment, or the beginning of its month, to another."""


class Still(NamedTuple):
    """How all parts were at a moment, and which of those that it is about had turned since the still before."""

    at: datetime
    states: Mapping[str, State | None]
    turned: Mapping[str, State]


class Spread(NamedTuple):
    """At most eight stills, and every recorded moment from the first of them to the last."""

    stills: tuple[Still, ...]
    every: tuple[Still, ...]


def found_in(components: Iterable[ComponentNow]) -> dict[str, Found]:
    """What the log is told of the parts as they are."""
    return {here.id: (here.state, here.basis.value) for here in components}


def spread(now: DisruptionNow, system: System, turns: Turns, moment: datetime, exercise: bool) -> Spread | None:
    """How it spread up to ``moment``; None where the log tells of fewer than two moments, or parts, that it touched.

    A part that is outside of ``system`` by now is left out.
    """
    if now.standing is Standing.UPCOMING:
        return None
    own = _own(now, system)
    every = _about(own, _then(now, turns, moment, exercise), _began(now), _ended(now))
    turning = [one for one in every if one.turned]
    if len(turning) < 2 or len({part for one in turning for part in one.turned}) < 2:
        return None
    return Spread(_since_each_other(own, _chosen(own, turning)), tuple(every))


def is_final(now: DisruptionNow, moment: datetime) -> bool:
    """Whether nothing that turns from ``moment`` on is told of it any more."""
    end = _ended(now)
    return end is not None and end + AROUND < moment


def _own(now: DisruptionNow, system: System) -> tuple[str, ...]:
    """The parts that it is about, from cause to customer: by their layers, and in a layer as staff wrote them."""
    layers = [layer.id for layer in system.layers]
    about = {report.component for report in now.disruption.reports}
    return tuple(c.id for c in sorted(system.components, key=lambda c: layers.index(c.layer)) if c.id in about)


def _began(now: DisruptionNow) -> datetime:
    return now.since or now.first_seen


def _ended(now: DisruptionNow) -> datetime | None:
    return over_at(now) if now.standing is Standing.ENDED else None


def _then(now: DisruptionNow, turns: Turns, moment: datetime, exercise: bool) -> list[Then]:
    """The moments of the log at which it may have spread, behind the last one before them."""
    end = _ended(now)
    last = min(moment, end + AROUND) if end is not None else moment
    first = max(_began(now) - AROUND, last - LONGEST)
    every = list(told(turn for turn in turns(first, last) if turn.exercise is exercise))
    before = [one for one in every if one.at < first]
    return [before[-1] if before else Then(first, {}), *(one for one in every if one.at >= first)]


def _about(own: Sequence[str], every: Sequence[Then], began: datetime, ended: datetime | None) -> list[Still]:
    """The moments from its first trouble to its last, each with what of its parts had turned since the one before."""
    well = [not any(_is_off(one.state(part)) for part in own) for one in every]
    start = max(i for i, one in enumerate(every) if i == 0 or (well[i] and one.at <= began)) + 1
    stop = len(every)
    if ended is not None:
        at_end = max(i for i, one in enumerate(every) if i == 0 or one.at <= ended)
        stop = next((i + 1 for i in range(at_end, stop) if well[i]), stop)
    stills = [_still(own, every[i - 1], every[i]) for i in range(start, stop)]
    first = next((i for i, one in enumerate(stills) if one.turned), len(stills))
    return stills[first:]


def _still(own: Sequence[str], before: Then, here: Then) -> Still:
    states = {part: state for part, (state, _) in here.parts.items()}
    return Still(here.at, states, _turned(own, {part: state for part, (state, _) in before.parts.items()}, states))


def _turned(
    own: Sequence[str], before: Mapping[str, State | None], here: Mapping[str, State | None]
) -> dict[str, State]:
    """What turned of the parts that it is about. That nothing was known, and now all is well, is no turn."""
    found = {}
    for part in own:
        old, new = before.get(part), here.get(part)
        if new is not None and old is not new and (_is_off(new) or _is_off(old) or old is State.NORMAL):
            found[part] = new
    return found


def _is_off(state: State | None) -> bool:
    return state is not None and state.off


# Choosing


def _chosen(own: Sequence[str], turning: Sequence[Still]) -> list[Still]:
    """The first, the worst and the last, then those at which most of its parts were off for the first time."""
    new, seen = [], set[str]()
    for one in turning:
        off = {part for part, state in one.turned.items() if state.off}
        new.append(len(off - seen))
        seen |= off
    worst = max(range(len(turning)), key=lambda i: (_badness(own, turning[i]), -i))
    ranked = sorted(range(len(turning)), key=lambda i: (-new[i], -len(turning[i].turned), i))
    picked = list(dict.fromkeys([0, worst, len(turning) - 1, *ranked]))[:MOST]
    return [turning[i] for i in sorted(picked)]


def _badness(own: Sequence[str], one: Still) -> tuple[int, ...]:
    """How many of its parts are in each state, the worst state first."""
    states = [one.states.get(part) for part in own]
    return tuple(states.count(state) for state in State if state.off)


def _since_each_other(own: Sequence[str], stills: Sequence[Still]) -> tuple[Still, ...]:
    """The stills, each with what had turned since the one before that is shown."""
    pairs = zip([{}, *(one.states for one in stills)], stills, strict=False)
    return tuple(one._replace(turned=_turned(own, before, one.states)) for before, one in pairs)
