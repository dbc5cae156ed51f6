"""How a disruption spread: at most eight stills, each of them the picture of its moment, from the first trouble to the last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.states import Found, Turn, differing
from explainer.model.vocabulary import State, Status
from explainer.picture.model import DisruptionNow
from explainer.picture.spread import MOST, Spread, found_in, is_final, spread
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_system

SYSTEM = make_system()
PARTS = tuple(SYSTEM.by_id)
MAPS = st.fixed_dictionaries(dict.fromkeys(PARTS, st.sampled_from(State)))
CYCLES = st.lists(st.tuples(st.integers(1, 30), MAPS), min_size=1, max_size=25)


def gale(**fields: Any) -> DisruptionNow:
    """Our own bulletin about most parts of the harbour, begun 104 minutes ago."""
    [now] = make_picture(make_bulletin(**fields)).disruptions
    return now


def log(*turned: tuple[float, dict[str, State]]) -> object:
    """What reads a log of these moments, in minutes from now, and of the parts that turned at each."""
    turns = [
        Turn(at=at(minutes), whole=not index, parts={part: (state, "reported") for part, state in parts.items()})
        for index, (minutes, parts) in enumerate(turned)
    ]

    def between(first: datetime, last: datetime) -> tuple[Turn, ...]:
        del first
        return tuple(turn for turn in turns if turn.at <= last)

    return between


def told(now: DisruptionNow, *turned: tuple[float, dict[str, State]], moment: datetime | None = None) -> Spread | None:
    return spread(now, SYSTEM, log(*turned), moment or at(), exercise=False)  # type: ignore[arg-type]


@given(CYCLES)
def test_each_still_is_the_picture_of_that_moment(cycles: list[tuple[int, dict[str, State]]]) -> None:
    ran, turned, now, before = dict[datetime, dict[str, State]](), list[Turn](), at(-104), dict[str, Found]()
    for minutes, states in cycles:
        now += timedelta(minutes=minutes)
        ran[now] = states
        here: dict[str, Found] = {part: (state, "reported") for part, state in states.items()}
        turned.append(Turn(at=now, whole=not turned, parts=differing(before, here)))
        before = here
    found = spread(gale(), SYSTEM, lambda _, last: (turn for turn in turned if turn.at <= last), now, exercise=False)
    if found is not None:
        assert 2 <= len(found.stills) <= MOST
        assert [still.at for still in found.stills] == sorted({still.at for still in found.stills})
        assert {still.at for still in found.stills} <= {still.at for still in found.every}
        for still in (*found.stills, *found.every):
            assert dict(still.states) == ran[still.at]


def test_the_log_is_told_the_state_of_every_part_and_what_it_rests_on() -> None:
    now = make_picture(make_bulletin())
    found: dict[str, Found] = found_in(now.components)
    assert {part: (here.state, here.basis.value) for part, here in now.component.items()} == found


def test_each_still_tells_what_had_turned_from_the_cause_to_the_customer() -> None:
    found = told(
        gale(),
        (-120, {"wind": State.SLOWED}),
        (-90, {"ferries": State.SLOWED, "crane": State.SLOWED}),
        (-30, {"crews": State.WATCH}),
    )
    assert found is not None
    assert [list(still.turned.items()) for still in found.stills] == [
        [("wind", State.SLOWED)],
        [("crane", State.SLOWED), ("ferries", State.SLOWED)],
        [("crews", State.WATCH)],
    ]


def test_of_many_the_first_the_worst_and_the_last_are_shown_and_where_parts_turned_first() -> None:
    turned = [(-104.0 + index, {"wind": State.SLOWED if index % 2 else State.WATCH}) for index in range(40)]
    turned[20] = (turned[20][0], {"crane": State.STOPPED, "berths": State.STOPPED, "wind": State.WATCH})
    turned[21] = (turned[21][0], {"crane": State.NORMAL, "berths": State.NORMAL, "wind": State.SLOWED})
    turned[30] = (turned[30][0], {"ferries": State.SLOWED, "wind": State.WATCH})
    found = told(gale(), *turned)
    assert found is not None
    minutes = {turned[index][0] for index in (0, 20, 30, 39)}
    assert {at(minute) for minute in minutes} <= {still.at for still in found.stills}
    assert len(found.stills) == MOST
    assert len(found.every) == 40


def test_trouble_that_was_over_before_it_began_is_none_of_its_own() -> None:
    found = told(
        gale(),
        (-300, {"crane": State.STOPPED}),
        (-240, {"crane": State.NORMAL}),
        (-100, {"wind": State.SLOWED}),
        (-90, {"crane": State.SLOWED}),
    )
    assert found is not None
    assert [still.at for still in found.stills] == [at(-100), at(-90)]


def test_that_nothing_was_known_and_now_all_is_well_is_no_turn() -> None:
    turned = told(gale(), (-90, {"wind": State.UNKNOWN, "crane": State.SLOWED}), (-80, {"wind": State.NORMAL}))
    assert turned is None, "one part alone did not spread"


def test_what_is_over_is_told_until_its_parts_are_well_and_no_further() -> None:
    now = gale(status=Status.RESOLVED, periods=[{"start": at(-104), "end": at(-60)}])
    found = told(
        now,
        (-100, {"wind": State.SLOWED}),
        (-90, {"crane": State.SLOWED}),
        (-55, {"wind": State.NORMAL, "crane": State.NORMAL}),
        (-10, {"wind": State.STOPPED}),
    )
    assert found is not None
    assert [still.at for still in found.stills] == [at(-100), at(-90), at(-55)]
    assert not is_final(now, at())
    assert is_final(now, at(6 * 60))


def test_what_is_announced_and_a_site_without_a_log_have_no_stills() -> None:
    planned = gale(status=Status.PLANNED, periods=[{"start": at(60)}], detected_at=None)
    turned: tuple[tuple[float, dict[str, State]], ...] = ((-90, {"wind": State.SLOWED}), (-80, {"crane": State.SLOWED}))
    assert told(planned, *turned) is None
    assert told(gale()) is None


def test_a_disruption_about_one_part_did_not_spread() -> None:
    [now] = make_picture(make_disruption("met", reports=[{"component": "wind", "state": "slowed"}])).disruptions
    assert told(now, (-50, {"wind": State.SLOWED}), (-40, {"wind": State.STOPPED, "crane": State.STOPPED})) is None
