"""What time alone does to a picture: what is good until a moment is unknown after it, and nothing becomes better."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.vocabulary import State
from explainer.picture.later import MOST_TURNS, later, turns
from explainer.picture.model import Basis, Picture
from tests.conftest import NOW
from tests.support.pier import MINUTE, picture, report, said

SLOWED = picture(said("log", "a", report("ferry"), report("crane", State.NORMAL)))


def good_until(shown: Picture, ends: dict[str, datetime]) -> Picture:
    return replace(shown, components=tuple(replace(c, good_until=ends.get(c.id)) for c in shown.components))


def test_what_was_good_until_then_is_unknown_since_then() -> None:
    end = NOW + 30 * MINUTE
    shown = good_until(SLOWED, {"crane": end})
    assert later(shown, end - MINUTE).component["crane"].state is State.NORMAL
    then = later(shown, end).component["crane"]
    assert (then.state, then.since, then.basis) == (State.UNKNOWN, end, Basis.OUTDATED)


def test_the_sign_over_a_report_that_is_no_longer_good_does_not_keep_its_state() -> None:
    end = NOW + 30 * MINUTE
    assert later(good_until(SLOWED, {"ferry": end}), end).state is not State.SLOWED


def test_what_ends_after_the_last_moment_that_is_told_apart_ends_at_it() -> None:
    names = [c.id for c in SLOWED.components if c.state]
    ends = {name: NOW + order * MINUTE for order, name in enumerate(names * 2, start=1)}
    shown = good_until(SLOWED, ends)
    assert len(turns(shown)) <= MOST_TURNS
    after = later(shown, turns(shown)[-1])
    if len(turns(shown)) == MOST_TURNS:
        assert {after.component[name].state for name in names} == {State.UNKNOWN}


ENDS = st.dictionaries(
    st.sampled_from([c.id for c in SLOWED.components]),
    st.integers(-30, 90).map(lambda minutes: NOW + minutes * MINUTE),
)


@given(ENDS, st.integers(0, 120))
def test_time_alone_makes_nothing_better(ends: dict[str, datetime], minutes: int) -> None:
    at = NOW + minutes * MINUTE
    shown = good_until(SLOWED, ends)
    then = later(shown, at)
    for before, after in zip(shown.components, then.components, strict=True):
        assert after.state in (before.state, State.UNKNOWN)
        if before.state and before.good_until and before.good_until <= at:
            assert after.state is State.UNKNOWN
    if any(c.state is State.UNKNOWN for c in then.components):
        assert then.state is not State.NORMAL
