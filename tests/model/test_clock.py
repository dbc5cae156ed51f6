"""Time passes, whatever is done to the clocks."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.clock import JUMP, Passing, Reading
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


def read(steady: float, wall: float) -> Reading:
    return Reading(steady, NOW + wall * SECOND, NOW)


def test_a_clock_that_is_set_back_is_told_and_takes_no_time_away() -> None:
    passing = Passing()
    passing.at(read(0, 0))
    assert passing.at(read(10, -3_590)) == (10, timedelta(hours=1))
    assert passing.at(read(20, -3_580)) == (20, timedelta())


def test_a_sleep_through_which_the_steady_clock_stood_still_has_passed() -> None:
    passing = Passing()
    passing.at(read(0, 0))
    assert passing.at(read(1, 7_200)) == (7_200, timedelta())


def test_a_wall_clock_that_is_slewed_changes_nothing() -> None:
    passing = Passing()
    passing.at(read(0, 0))
    assert passing.at(read(60, 60.4)) == (60, timedelta())


@given(st.lists(st.tuples(st.floats(0, 1e6), st.integers(-(10**8), 10**8)), min_size=1, max_size=30))
def test_time_never_runs_back_and_passes_at_least_as_the_steady_clock_says(steps: list[tuple[float, int]]) -> None:
    passing, steady, wall, before = Passing(), 0.0, 0.0, 0.0
    passing.at(read(0, 0))
    for passed, jump in steps:
        steady, wall = steady + passed, wall + passed + jump
        seconds, set_back = passing.at(read(steady, min(max(wall, -1e9), 1e9)))
        assert seconds >= before + passed - 1e-3
        assert set_back == timedelta() or set_back >= JUMP
        before = seconds
