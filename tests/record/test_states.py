"""The log of states says again how the parts were at every moment it was told of, whatever became of its last line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.errors import RecordError
from explainer.model.states import Found, Turn, told, unbroken
from explainer.model.vocabulary import State
from explainer.record.states import StateLog, month_file

BEGAN = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FOUND = st.tuples(st.none() | st.sampled_from(State), st.just("reported"))
MAPS = st.dictionaries(st.sampled_from(["wind", "crane", "ferry"]), FOUND)
CYCLES = st.lists(st.tuples(st.integers(1, 90_000), MAPS), min_size=1, max_size=12)
"""Minutes after the cycle before, months among them, and how the parts are."""


def kept(folder: Path, cycles: list[tuple[int, dict[str, Found]]]) -> list[tuple[datetime, dict[str, Found]]]:
    """Run cycles; each with its moment."""
    log, now, ran = StateLog(folder), BEGAN, []
    for minutes, parts in cycles:
        now += timedelta(minutes=minutes)
        log.keep(now, parts, False)
        ran.append((now, parts))
    return ran


def states(parts: dict[str, Found]) -> dict[str, State]:
    return {part: state for part, (state, _) in parts.items() if state is not None}


def as_of(folder: Path, moment: datetime) -> dict[str, State]:
    """How the parts were at a moment, as it is read from its month alone."""
    every = list(told(StateLog(folder).between(moment, moment)))
    return states(dict(every[-1].parts))


@settings(max_examples=15)
@given(CYCLES)
def test_the_states_of_any_cycle_are_read_back_from_the_month_of_that_cycle(
    cycles: list[tuple[int, dict[str, Found]]],
) -> None:
    with TemporaryDirectory() as folder:
        for moment, parts in kept(Path(folder), cycles):
            assert as_of(Path(folder), moment) == states(parts)


def test_a_cycle_without_a_change_of_states_adds_nothing(tmp_path: Path) -> None:
    log = StateLog(tmp_path)
    assert log.keep(BEGAN, {"wind": (State.SLOWED, "reported")}, False)
    path = month_file(tmp_path, BEGAN)
    before = path.stat()
    assert not log.keep(BEGAN + timedelta(minutes=1), {"wind": (State.SLOWED, "inferred")}, False)
    assert path.stat() == before


def test_a_clock_behind_the_last_line_adds_nothing(tmp_path: Path) -> None:
    log = StateLog(tmp_path)
    log.keep(BEGAN, {"wind": (State.SLOWED, "reported")}, False)
    assert not log.keep(BEGAN - timedelta(minutes=1), {"wind": (State.NORMAL, "reported")}, False)


@pytest.mark.parametrize("left", [1, 20, 60])
def test_what_a_killed_run_left_is_passed_over_and_the_next_line_is_whole(tmp_path: Path, left: int) -> None:
    cycles = [(1, {"wind": (State.SLOWED, "reported")}), (1, {"wind": (State.STOPPED, "reported")})]
    ran = kept(tmp_path, cycles)  # type: ignore[arg-type]
    path = month_file(tmp_path, BEGAN)
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second[:left])
    assert as_of(tmp_path, ran[1][0]) == {"wind": State.SLOWED}
    later = ran[1][0] + timedelta(minutes=1)
    assert StateLog(tmp_path).keep(later, {"wind": (State.STOPPED, "reported")}, False)
    assert as_of(tmp_path, later) == {"wind": State.STOPPED}
    assert path.read_bytes().startswith(first)


def test_behind_a_line_that_cannot_be_read_nothing_is_known_until_all_parts_are_told_again() -> None:
    whole = Turn(at=BEGAN, whole=True, parts={"wind": (State.SLOWED, "reported")})
    turned = Turn(at=BEGAN, parts={"wind": (State.NORMAL, "reported")})
    assert list(unbroken([turned, whole, None, turned, whole, turned])) == [whole, whole, turned]


def test_two_runs_at_once_leave_one_line_for_one_turn(tmp_path: Path) -> None:
    logs = [StateLog(tmp_path) for _ in range(4)]
    runs = [Thread(target=log.keep, args=(BEGAN, {"wind": (State.SLOWED, "reported")}, False)) for log in logs]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len(month_file(tmp_path, BEGAN).read_bytes().splitlines()) == 1


def test_practice_and_what_is_meant_are_never_one_chain(tmp_path: Path) -> None:
    log = StateLog(tmp_path)
    log.keep(BEGAN, {"wind": (State.SLOWED, "reported")}, True)
    log.keep(BEGAN + timedelta(minutes=1), {"wind": (State.SLOWED, "reported")}, False)
    assert [turn.whole for turn in log.between(BEGAN, BEGAN + timedelta(hours=1))] == [True, True]


def test_a_month_is_published_as_one_list_and_is_another_one_when_it_is_added_to(tmp_path: Path) -> None:
    log = StateLog(tmp_path)
    log.keep(BEGAN, {"wind": (State.SLOWED, "reported")}, False)
    [before] = log.months()
    log.keep(BEGAN + timedelta(minutes=1), {"wind": (State.NORMAL, "vouched")}, False)
    [after] = log.months()
    assert after.length > before.length
    assert [turn["parts"]["wind"][0] for turn in json.loads(after.make())] == ["slowed", "normal"]


def test_a_disk_that_does_not_take_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "states").write_text("a file where the folder should be")
    with pytest.raises(RecordError):
        StateLog(tmp_path).keep(BEGAN, {}, False)
