"""Every version of an estimate is kept as it was given, and is known again by its id, or else by its words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.disruption import Expected, Update
from explainer.model.estimates import Estimate, Telling, estimates_in, followed, promises_in
from tests.conftest import NOW


class Said(NamedTuple):
    """A version of a disruption, as far as it foresees anything."""

    expected: tuple[Expected, ...]
    last_said_at: datetime | None


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


def foreseen(what: str = "Pad 5 opens", low: int = 60, high: int = 120, **more: object) -> Expected:
    return Expected(what=what, low=at(low), high=at(high), **more)  # type: ignore[arg-type]


def told(*versions: tuple[Expected, ...]) -> tuple[Estimate, ...]:
    """The estimates of these versions, of which one was said and accepted each minute."""
    return estimates_in(Telling(at(minute), Said(one, at(minute))) for minute, one in enumerate(versions))


def test_each_range_is_kept_with_the_time_at_which_it_was_given() -> None:
    (estimate,) = told((foreseen(),), (foreseen(low=90),))
    assert [(one.said_at, one.low) for one in estimate.versions] == [(at(0), at(60)), (at(1), at(90))]


def test_what_says_the_same_again_is_no_new_version() -> None:
    (estimate,) = told((foreseen(),), (foreseen(basis="We asked again."),))
    assert len(estimate.versions) == 1


def test_an_estimate_with_an_id_is_the_same_however_its_words_change() -> None:
    (estimate,) = told((foreseen("Pad 5", id="pad-5"),), (foreseen("The fifth pad", low=90, id="pad-5"),))
    assert (estimate.id, estimate.what, len(estimate.versions)) == ("pad-5", "The fifth pad", 2)


def test_one_without_an_id_is_known_by_its_words_and_gains_the_id_that_it_is_given_later() -> None:
    (estimate,) = told((foreseen(),), (foreseen(low=90, id="pad-5"),), (foreseen("The fifth pad", low=95, id="pad-5"),))
    assert (estimate.id, len(estimate.versions)) == ("pad-5", 3)


def test_other_words_without_an_id_are_another_estimate_and_the_first_one_is_told_to_be_dropped() -> None:
    first, second = told((foreseen("Pad 5"),), (foreseen("The fifth pad"),))
    assert (first.what, first.dropped, second.what, second.dropped) == ("Pad 5", True, "The fifth pad", False)
    assert (first.id, second.id) == ("estimate-1", "estimate-2")


def test_two_with_other_ids_are_two_although_they_say_the_same() -> None:
    assert len(told((foreseen(id="a"), foreseen(id="b")))) == 2


def test_two_that_nothing_tells_apart_stay_two() -> None:
    first, second = told((foreseen(low=10), foreseen(low=20)), (foreseen(low=10), foreseen(low=20)))
    assert (len(first.versions), len(second.versions)) == (1, 1)


def test_what_an_id_names_is_not_taken_for_what_only_says_the_same() -> None:
    named, plain = told((foreseen(id="pad-5"),), (foreseen(low=90), foreseen(id="pad-5")))
    assert (named.id, len(named.versions), plain.id) == ("pad-5", 1, "estimate-2")


def test_nothing_was_said_later_than_it_was_read() -> None:
    (estimate,) = estimates_in([Telling(at(5), Said((foreseen(),), at(9)))])
    assert (estimate.versions[0].said_at, estimate.versions[0].read_at) == (at(5), at(5))


def test_what_names_no_time_at_all_is_no_estimate() -> None:
    assert told((Expected(what="Soon"),)) == ()


def test_a_promise_that_stands_over_all_counts_for_the_last_update_and_a_time_that_nobody_means_is_none() -> None:
    updates = (Update(at=at(0), says="Word.", next_update=at(30)), Update(at=at(5), says="Word.", next_update=at(40)))
    assert list(promises_in(updates, None)) == [(at(0), at(30)), (at(5), at(40))]
    assert list(promises_in(updates, at(90))) == [(at(0), at(30)), (at(5), at(90))]
    assert list(promises_in(updates[:1], NOW.replace(year=9999))) == []


EXPECTED = st.builds(
    foreseen,
    st.sampled_from(["Pad 5", "Pad 6"]),
    st.integers(0, 50),
    st.integers(60, 99),
    id=st.sampled_from([None, None, "pad-5", "pad-6"]),
)
HISTORIES = st.lists(st.lists(EXPECTED, max_size=3).map(tuple), max_size=6)


@settings(max_examples=200, deadline=None)
@given(HISTORIES, st.lists(EXPECTED, max_size=3).map(tuple))
def test_what_was_given_once_is_kept_whatever_is_given_later(
    history: list[tuple[Expected, ...]], later: tuple[Expected, ...]
) -> None:
    before, after = told(*history), told(*history, later)
    assert len(before) <= len(after)
    for old, new in zip(before, after, strict=False):
        assert new.versions[: len(old.versions)] == old.versions


@settings(max_examples=200, deadline=None)
@given(HISTORIES)
def test_every_range_that_was_ever_given_is_a_version_of_some_estimate(history: list[tuple[Expected, ...]]) -> None:
    kept = {(one.low, one.high) for estimate in told(*history) for one in estimate.versions}
    assert kept == {(one.low, one.high) for version in history for one in version}


@settings(max_examples=200, deadline=None)
@given(HISTORIES, HISTORIES)
def test_a_history_that_is_read_in_two_pieces_gave_the_same_estimates(
    first: list[tuple[Expected, ...]], second: list[tuple[Expected, ...]]
) -> None:
    whole = [Telling(at(minute), Said(one, at(minute))) for minute, one in enumerate([*first, *second])]
    assert followed(whole[len(first) :], followed(whole[: len(first)])) == followed(whole)
