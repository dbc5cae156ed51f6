"""A part of which the numbers are known, as readers can run it: what is asked, what can be decided, what comes of it.

The numbers are those that a bulletin stated last, or the declared ones of a hard day. Nothing here is recorded, and no
state rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.model.account import Constraint, Decision
from explainer.model.run import Choice, Run, Way, Weighed
from explainer.model.system import Component, System
from explainer.model.vocabulary import State
from explainer.picture.flow import ZERO, Flow, Rate, flow
from explainer.picture.model import ConstraintNow, DisruptionNow, Picture, Standing

DAY = 1440
HOUR = Fraction(60)
MOST_MOMENTS = 3
APART = 20
"""Minutes that moments at which something is decided lie apart at least."""

USUAL = (Way.NOTHING, Way.CANCEL, Way.LATER)
"""What can be decided wherever nobody says otherwise."""


@dataclass(frozen=True)
class Scene:
    """What is run: amounts of ``unit`` an hour, times in minutes after ``start``, which is a minute of the day.

    ``demand`` an hour come, from ``quiet`` on ``demand_later``. For ``hours`` no more than ``reduced`` an hour get
    through, and ``normal`` after that: at once, or with ``each`` minutes in each place, one place more every
    ``reopen`` minutes. Of those who come while it is short ``ahead`` of a hundred were cancelled before. At ``close``
    nothing more is done.
    """

    unit: str
    demand: float
    reduced: float
    normal: float
    hours: float
    start: int = 0
    quiet: int | None = None
    demand_later: float = 0
    close: int | None = None
    each: float = 0
    exist: int = 0
    reopen: float = 0
    people: int = 1
    late: int = 15
    ahead: float = 0

    @property
    def end(self) -> int:
        """Until when it is looked at: until it closes, or for a day."""
        return DAY if self.close is None else self.close


class Pick(NamedTuple):
    """What is decided at a minute."""

    at: int
    choice: Choice


@dataclass(frozen=True)
class Result:
    """What came of it.

    Of all who wanted to come ``gone`` were cancelled early, ``later`` were asked to come later, and ``left`` had not
    got through at the end; ``late`` of those who got through waited long.
    """

    flow: Flow
    gone: Fraction
    later: Fraction
    left: Fraction
    late: Fraction

    @property
    def on_time(self) -> Fraction:
        """How many got through without waiting long."""
        return self.flow.corners[-1].through - self.late


@dataclass(frozen=True)
class RunNow:
    """A part that can be run now: its scene, what can be decided and when, and where its numbers are from.

    ``limit`` and ``told_by`` are the limit that a bulletin states, and that bulletin; None where the numbers are the
    declared ones. ``decisions`` are what was decided.
    """

    component: Component
    scene: Scene
    choices: tuple[Choice, ...]
    moments: tuple[int, ...]
    limit: ConstraintNow | None = None
    told_by: DisruptionNow | None = None

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was really decided."""
        return self.told_by.disruption.account.decisions if self.told_by else ()

    @property
    def weighs(self) -> tuple[Weighed, ...]:
        """What the sum leaves out, as staff say."""
        return self.component.run.weighs if self.component.run else ()


# What can be run


def runs_of(system: System, picture: Picture, zone: ZoneInfo) -> Iterator[RunNow]:
    """Every part that can be run, in the order of ``system``."""
    stated = stated_limits(system, picture)
    for component in system.components:
        now = _run_of(component, stated.get(component.id), zone)
        if now is not None:
            yield now


def stated_limits(system: System, picture: Picture) -> dict[str, tuple[ConstraintNow, DisruptionNow]]:
    """By part, the limit to run it with: of what is not over, the latest; else of our own that is, where declared.

    What is over counts only for parts that declare that they can be run, and only our own word, which is never settled
    (``picture/at_hand.py``).
    """
    found: dict[str, tuple[ConstraintNow, DisruptionNow]] = {}
    for now in picture.disruptions:
        for limit in now.constraints:
            component = system.by_id.get(limit.constraint.component)
            if component is None or not is_playable(limit.constraint) or not _may_state(now, component):
                continue
            best = found.get(component.id)
            if best is None or _rank(limit, now) > _rank(*best):
                found[component.id] = (limit, now)
    return found


def is_playable(limit: Constraint) -> bool:
    """Whether a limit has numbers enough: something comes, and on a good day something gets through."""
    return limit.demand > 0 and limit.normal > 0


def _may_state(now: DisruptionNow, component: Component) -> bool:
    if now.is_draft:
        return False
    return now.standing is not Standing.ENDED or (now.ours and component.run is not None)


def _rank(limit: ConstraintNow, now: DisruptionNow) -> tuple[bool, datetime, str]:
    return now.standing is not Standing.ENDED, limit.constraint.at, now.id


def _run_of(component: Component, stated: tuple[ConstraintNow, DisruptionNow] | None, zone: ZoneInfo) -> RunNow | None:
    run = component.run
    if stated is None:
        scene = declared_scene(component)
        if scene is None:
            return None
        return RunNow(component, scene, choices_of(run), _moments(scene, ()))
    limit, told_by = stated
    began = began_at(limit.constraint, told_by).astimezone(zone)
    scene = _scene(limit.constraint, run, began.hour * 60 + began.minute)
    decided = [(one.at - began).total_seconds() // 60 for one in told_by.disruption.account.decisions]
    return RunNow(component, scene, choices_of(run), _moments(scene, decided), limit, told_by)


def began_at(limit: Constraint, told_by: DisruptionNow) -> datetime:
    """Since when more comes than gets through: as the queue was counted, as the part was reported, or as all began."""
    if limit.backlog is not None:
        return limit.backlog.since
    reports = (report for report in told_by.reports if report.component == limit.component)
    reported = (report.since for report in reports if report.state is not State.NORMAL)
    return next((at for at in reported if at is not None), None) or told_by.since or limit.at


def declared_scene(component: Component) -> Scene | None:
    """A hard day of a part as it is declared, if it is."""
    run = component.run
    normal = usual(component)
    if run is None or not run.demand or run.reduced is None or not normal:
        return None
    day = Scene(unit=run.unit, demand=run.demand, reduced=run.reduced, normal=normal, hours=run.hours)
    return _with_run(replace(day, start=_minute(run.starts) or 0), run)


def usual(component: Component) -> float | None:
    """How many an hour a part that can be run does on a good day, as declared."""
    run, capacity = component.run, component.capacity
    if run is not None and run.normal is not None:
        return run.normal
    return capacity.normal if capacity else None


def _scene(limit: Constraint, run: Run | None, start: int) -> Scene:
    hours = run.hours if run else 3
    scene = Scene(
        unit=limit.unit, demand=limit.demand, reduced=limit.now, normal=max(limit.normal, limit.now), hours=hours
    )
    return _with_run(replace(scene, start=start), run)


def _with_run(scene: Scene, run: Run | None) -> Scene:
    if run is None:
        return scene
    fewer = run.busy_until and run.demand_later is not None and run.demand_later < scene.demand
    places = run.places
    return replace(
        scene,
        quiet=_after(run.busy_until, scene.start) if fewer else None,
        demand_later=(run.demand_later or 0) if fewer else 0,
        close=_after(run.closes, scene.start) if run.closes else None,
        each=places.minutes if places else 0,
        exist=places.exist if places else 0,
        reopen=places.reopen if places else 0,
        people=run.people,
        late=run.late,
    )


def _minute(clock: str) -> int | None:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute) if clock else None


def _after(clock: str, start: int) -> int:
    """Minutes from ``start`` until a time of day comes next."""
    return ((_minute(clock) or 0) - start - 1) % DAY + 1


def choices_of(run: Run | None) -> tuple[Choice, ...]:
    """What can be decided: what is declared, else what can be everywhere; nothing can always be done."""
    places = run.places if run else None
    if run is None or not run.choices:
        return tuple(Choice(way=way) for way in ((*USUAL[:1], Way.OPEN, *USUAL[1:]) if places else USUAL))
    found = tuple(choice for choice in run.choices if places or choice.way is not Way.OPEN)
    is_there = any(choice.way is Way.NOTHING for choice in found)
    return found if is_there else (Choice(way=Way.NOTHING), *found)


def _moments(scene: Scene, decided: Iterable[float]) -> tuple[int, ...]:
    """When is decided: at the beginning, and when it really was; else once more while it is short."""
    last = min(scene.end, scene.hours * 60) - APART
    found = [0]
    for at in sorted(int(minute) for minute in decided):
        if found[-1] + APART <= at <= last and len(found) < MOST_MOMENTS:
            found.append(at)
    half = int(scene.hours * 3) * 10
    return tuple(found) if len(found) > 1 or half < APART else (0, half)


# What comes of it


@lru_cache(maxsize=1_024)
def played(scene: Scene, picks: tuple[Pick, ...] = ()) -> Result:
    """What comes of a scene with what is decided in it."""
    coming = _Coming(scene, picks)
    end = Fraction(scene.end)
    run = flow(tuple(coming.rates(end)), tuple(_through(scene, picks)), end)
    return Result(
        flow=run,
        gone=coming.total(Way.CANCEL, end),
        later=coming.total(Way.LATER, end),
        left=run.left + coming.too_late(end),
        late=run.late(Fraction(scene.late)),
    )


class _Window(NamedTuple):
    way: Way
    start: Fraction
    stop: Fraction
    share: Fraction


class _Coming:
    """Who comes, minute by minute."""

    def __init__(self, scene: Scene, picks: Iterable[Pick]) -> None:
        self.scene = scene
        self.windows = [*_ahead(scene), *(window for pick in picks for window in _window(pick))]
        self.shift = max((w.stop - w.start for w in self.windows if w.way is Way.LATER), default=ZERO)
        self.edges = self._edges()

    def _edges(self) -> list[Fraction]:
        own = {ZERO, *(edge for window in self.windows for edge in (window.start, window.stop))}
        if self.scene.quiet is not None:
            own.add(Fraction(self.scene.quiet))
        return sorted(own | {edge + self.shift for edge in own})

    def wanted(self, minute: Fraction) -> Fraction:
        """How many a minute want to come."""
        scene = self.scene
        is_quiet = scene.quiet is not None and minute >= scene.quiet
        return Fraction(scene.demand_later if is_quiet else scene.demand) / HOUR

    def share(self, way: Way, minute: Fraction) -> Fraction:
        """How many of them are cancelled, or come later."""
        found = sum((w.share for w in self.windows if w.way is way and w.start <= minute < w.stop), ZERO)
        most = 1 if way is Way.CANCEL else 1 - self.share(Way.CANCEL, minute)
        return min(found, Fraction(most))

    def moved(self, minute: Fraction) -> Fraction:
        """How many a minute come who were asked to come later."""
        before = minute - self.shift
        return self.wanted(before) * self.share(Way.LATER, before) if self.shift and before >= 0 else ZERO

    def rates(self, end: Fraction) -> Iterator[Rate]:
        """How many come."""
        for edge in self.edges:
            if edge < end:
                stays = 1 - self.share(Way.CANCEL, edge) - self.share(Way.LATER, edge)
                yield Rate(edge, self.wanted(edge) * stays + self.moved(edge))

    def total(self, way: Way, end: Fraction) -> Fraction:
        """How many are cancelled, or are asked to come later, until the end."""
        return self._sum(lambda edge: self.wanted(edge) * self.share(way, edge), end)

    def too_late(self, end: Fraction) -> Fraction:
        """How many were asked to come later, and would come after the end."""
        asked = self.total(Way.LATER, end)
        return asked - self._sum(self.moved, end)

    def _sum(self, rate: Callable[[Fraction], Fraction], end: Fraction) -> Fraction:
        edges = [edge for edge in self.edges if edge < end]
        stops = [*edges[1:], end]
        return sum((rate(a) * (b - a) for a, b in zip(edges, stops, strict=True)), ZERO)


def _ahead(scene: Scene) -> Iterator[_Window]:
    if scene.ahead:
        yield _Window(Way.CANCEL, ZERO, Fraction(scene.hours) * HOUR, Fraction(scene.ahead) / 100)


def _window(pick: Pick) -> Iterator[_Window]:
    choice = pick.choice
    if choice.way in (Way.CANCEL, Way.LATER):
        start = pick.at + Fraction(choice.notice)
        yield _Window(choice.way, start, start + Fraction(choice.hours) * HOUR, Fraction(choice.share, 100))


def _through(scene: Scene, picks: Iterable[Pick]) -> Iterator[Rate]:
    """How many can get through: fewer while it is short, then more, never more than on a good day."""
    short, usual = Fraction(scene.hours) * HOUR, Fraction(scene.normal) / HOUR
    reduced = Fraction(scene.reduced) / HOUR
    if not scene.each:
        yield from (Rate(ZERO, reduced), Rate(short, usual))
        return
    one, reopen = 1 / Fraction(scene.each), Fraction(scene.reopen)
    opened = sorted(pick.at + reopen for pick in picks if pick.choice.way is Way.OPEN)
    back = [short + reopen * number for number in range(1, ceil((usual - reduced) / one) + 1)] if reopen else []
    yield Rate(ZERO, reduced)
    for number, at in enumerate(sorted((*opened, *back)), start=1):
        yield Rate(at, min(usual, reduced + one * number))


# In whole numbers


def whole(amount: Fraction) -> int:
    """The nearest whole number; a half counts as one."""
    return floor(amount + Fraction(1, 2))


def heads(amount: Fraction, people: int) -> int:
    """How many people that is, as roughly as it is known: each of the unit is ``people`` people, more or less."""
    found = amount * people
    step = 1 if people == 1 or found < 100 else 10 if found < 1_000 else 100
    return whole(found / step) * step


class Case(NamedTuple):
    """One of nine cases that are worked out before: how many get through, how many are cancelled ahead."""

    places: int
    reduced: float
    ahead: int
    result: Result


def nine_cases(scene: Scene) -> Iterator[Case]:
    """Three amounts that get through, with nobody cancelled ahead, one in four, and one in two."""
    for places, reduced in _amounts(scene):
        for ahead in (0, 25, 50):
            yield Case(places, reduced, ahead, played(replace(scene, reduced=reduced, ahead=ahead)))


def _amounts(scene: Scene) -> Iterator[tuple[int, float]]:
    if scene.each:
        one = 60 / scene.each
        open_now = whole(Fraction(scene.reduced) / Fraction(one))
        first = min(max(1, open_now - 1), max(1, scene.exist - 2))
        yield from ((places, places * one) for places in range(first, first + 3))
        return
    step = (scene.normal - scene.reduced) / 2
    yield from ((0, scene.reduced + step * number) for number in range(3))
