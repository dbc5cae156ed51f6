"""What readers can run: which parts, with which numbers, and what comes of what they decide."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from explainer.declarations.doors import door
from explainer.model.disruption import Disruption
from explainer.model.run import Choice, Places, Run, Way, Weighed
from explainer.model.system import System
from explainer.picture.runs import (
    DAY,
    Pick,
    RunNow,
    Scene,
    choices_of,
    heads,
    nine_cases,
    played,
    runs_of,
    whole,
)
from tests.factory import at, make_bulletin, make_picture, make_system
from tests.support.scenes import CALLS, PADS, SCENES, scenes_and_picks

ZONE = ZoneInfo("Europe/Paris")


def system_with(run: Run | None) -> System:
    """The harbour, whose crane readers can run."""
    system = make_system()
    parts = tuple(part.replace(run=run) if part.id == "crane" else part for part in system.components)
    return system.replace(components=parts)


def limit(**fields: Any) -> dict[str, Any]:
    return {"component": "crane", "unit": "boxes", "normal": 36, "now": 24, "demand": 36, "at": at(-4)} | fields


def stated(native: str = "gale", *limits: dict[str, Any], **fields: Any) -> Disruption:
    return make_bulletin(native, constraints=list(limits or (limit(),)), **fields)


OVER = {"status": "resolved", "periods": [{"start": at(-104), "end": at(-2)}]}


def found(run: Run | None, *disruptions: Disruption) -> dict[str, RunNow]:
    system = system_with(run)
    picture = make_picture(*disruptions, system=system)
    return {now.component.id: now for now in runs_of(system, picture, ZONE)}


HARD_DAY = Run(unit="boxes", normal=36, demand=30, reduced=20, hours=4, starts="16:40")


# Which parts, with which numbers


def test_a_limit_with_numbers_can_be_run_though_nobody_declared_anything() -> None:
    now = found(None, stated())["crane"]
    assert (now.scene.unit, now.scene.demand, now.scene.reduced, now.scene.normal) == ("boxes", 36, 24, 36)
    assert [choice.way for choice in now.choices] == [Way.NOTHING, Way.CANCEL, Way.LATER]


def test_it_begins_when_the_queue_began() -> None:
    counted = limit(backlog={"since": at(-104), "now": 20})
    assert found(None, stated("gale", counted))["crane"].scene.start == 16 * 60 + 40


def test_a_hard_day_that_is_declared_can_be_run_on_a_quiet_day() -> None:
    now = found(HARD_DAY)["crane"]
    assert (now.scene.demand, now.scene.reduced, now.scene.start) == (30, 20, 16 * 60 + 40)
    assert now.limit is None
    assert now.decisions == ()


def test_what_a_bulletin_states_counts_before_what_is_declared() -> None:
    assert found(HARD_DAY, stated())["crane"].scene.demand == 36


def test_of_several_limits_the_one_that_is_not_over_counts_then_the_latest() -> None:
    older, newer = limit(demand=40, at=at(-30)), limit(demand=50, at=at(-10))
    over = stated("over", limit(demand=60, at=at(-5)), **OVER)
    assert found(HARD_DAY, stated("a", older), stated("b", newer), over)["crane"].scene.demand == 50


def test_what_is_over_stays_playable_with_its_last_numbers_only_where_the_part_declares_it() -> None:
    over = stated("over", limit(demand=60), **OVER)
    assert found(HARD_DAY, over)["crane"].scene.demand == 60
    assert found(None, over) == {}


def test_a_part_without_numbers_enough_cannot_be_run() -> None:
    assert found(Run(unit="boxes", demand=30)) == {}
    assert found(None, stated("gale", limit(demand=0))) == {}


# What can be decided, and when


def test_one_more_can_be_opened_only_where_it_is_said_what_serves() -> None:
    places = Places(name="Cranes", exist=6, minutes=10)
    assert [one.way for one in choices_of(Run(unit="boxes", places=places))] == list(Way)
    opened = Choice(way=Way.OPEN)
    assert [one.way for one in choices_of(Run(unit="boxes", choices=(opened,)))] == [Way.NOTHING]


def test_nothing_can_always_be_done() -> None:
    assert choices_of(Run(unit="boxes", choices=(Choice(way=Way.CANCEL),)))[0].way is Way.NOTHING


def test_readers_decide_when_was_decided() -> None:
    decisions = [
        {"what": "Something", "at": at(minutes), "by": "harbour", "because": "So.", "cost_to": "Us"}
        for minutes in (-110, -60, -55, -20)
    ]
    counted = limit(backlog={"since": at(-104), "now": 20})
    now = found(None, stated("gale", counted, decisions=decisions))["crane"]
    assert now.moments == (0, 44, 84)
    assert len(now.decisions) == 4


# What comes of it


TABLE = [
    ("do nothing", 36, 24, 36, Fraction(9), 60),
    ("one more pad", 36, 28, 24, Fraction(6), 40),
    ("cancel one in four early", 27, 24, 9, Fraction(9, 13), 20),
]
"""Six pads, 15 minutes each, three hours, forty an hour afterwards: demand, capacity, queue, hours, longest wait."""


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case[0])
def test_the_cases_of_the_research_come_out(case: tuple[str, float, float, int, Fraction, int]) -> None:
    _, demand, now, queue, hours, wait = case
    result = played(Scene(unit="planes", demand=demand, reduced=now, normal=40, hours=3))
    assert result.flow.peak == queue
    assert result.flow.over == (3 + hours) * 60
    assert whole(result.flow.longest) == wait


def test_the_evening_of_the_demo_is_short_of_eighteen_planes_if_nobody_does_anything() -> None:
    nothing = played(PADS)
    assert (whole(nothing.flow.longest), whole(nothing.flow.peak), whole(nothing.left)) == (130, 64, 18)
    assert whole(nothing.flow.queue_at(Fraction(100))) == 20, "as was counted at 18:20"
    early = Choice(way=Way.CANCEL, share=25, notice=55, hours=3)
    some = played(PADS, (Pick(85, early),))
    assert (whole(some.gone), heads(some.gone, PADS.people)) == (27, 3_400)


def test_the_fog_of_the_demo_comes_out_as_it_was() -> None:
    """Counted: 12 planes at 07:45, and the last left at 08:40."""
    fog = Scene(unit="planes", demand=28, reduced=18, normal=36, hours=1.25, start=390, quiet=75, demand_later=22)
    result = played(fog)
    assert result.flow.peak == Fraction(25, 2)
    assert result.flow.over is not None
    assert fog.start + whole(result.flow.over) == 8 * 60 + 39


def wanted(scene: Scene) -> Fraction:
    """How many want to come until the end."""
    quiet = min(scene.end, scene.end if scene.quiet is None else scene.quiet)
    busy = Fraction(scene.demand) * quiet
    return (busy + Fraction(scene.demand_later) * (scene.end - quiet)) / 60


@settings(max_examples=60)
@given(scenes_and_picks())
def test_everybody_who_wanted_to_come_is_counted_once(given_: tuple[Scene, tuple[Pick, ...]]) -> None:
    scene, picks = given_
    result = played(scene, picks)
    assert result.on_time + result.late + result.gone + result.left == wanted(scene)
    assert min(result.on_time, result.late, result.gone, result.later, result.left) >= 0


@settings(max_examples=40)
@given(scenes_and_picks())
def test_to_open_one_more_never_makes_anybody_wait_longer(given_: tuple[Scene, tuple[Pick, ...]]) -> None:
    scene, picks = given_
    more = (*picks, Pick(0, Choice(way=Way.OPEN)))
    assert played(scene, more).flow.peak <= played(scene, picks).flow.peak
    assert played(scene, more).left <= played(scene, picks).left


def test_who_is_asked_to_come_later_comes_later_and_is_not_served_where_that_is_too_late() -> None:
    later = Choice(way=Way.LATER, share=50, notice=0, hours=2)
    scene = Scene(unit="calls", demand=60, reduced=30, normal=60, hours=2, close=180)
    result = played(scene, (Pick(0, later),))
    assert [result.flow.peak, result.later, result.left] == [30, 60, 60]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.unit)
def test_there_are_nine_cases_for_every_trade(scene: Scene) -> None:
    cases = list(nine_cases(scene))
    assert len({(case.reduced, case.ahead) for case in cases}) == 9
    assert {case.ahead for case in cases} == {0, 25, 50}
    assert any(case.reduced == scene.reduced for case in cases)


def test_without_a_closing_time_it_is_looked_at_for_a_day() -> None:
    assert Scene(unit="calls", demand=1, reduced=1, normal=1, hours=1).end == DAY
    assert played(CALLS).flow.corners[-1].at == CALLS.end


@pytest.mark.parametrize(
    ("amount", "people", "said"), [(Fraction(5, 2), 1, 3), (27, 126, 3_400), (1, 126, 130), (Fraction(1, 2), 126, 63)]
)
def test_people_are_counted_as_roughly_as_they_are_known(amount: Fraction, people: int, said: int) -> None:
    assert heads(Fraction(amount), people) == said


def test_what_staff_write_of_a_run_is_read_as_it_is_meant() -> None:
    written = {"unit": "boxes", "starts": "16:40", "weighs": [{"what": "Wind", "says": "It may come back."}]}
    assert door(Run).read(written) == Run(
        unit="boxes", starts="16:40", weighs=(Weighed(what="Wind", says="It may come back."),)
    )


def test_of_a_part_that_is_well_again_it_began_when_all_did() -> None:
    well = {"component": "crane", "state": "normal", "since": at(-10)}
    over = stated("over", limit(), reports=[well], **OVER)
    assert found(HARD_DAY, over)["crane"].scene.start == 16 * 60 + 40
