"""A range counts as it was given: inside, early, late or never, and nothing that is said later changes that."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.disruption import Expected, Update
from explainer.model.history import Held, Record, Version
from explainer.model.vocabulary import Outcome, Status
from explainer.picture.estimates import EstimateNow, LeftOut, Verdict, estimates_of
from tests.conftest import NOW
from tests.factory import make_disruption, make_picture, make_record

LATER = NOW + timedelta(hours=6)


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


def foreseen(low: int = 60, high: int = 120, **more: Any) -> Expected:
    return Expected(id="pad-5", what="Pad 5 opens", low=at(low), high=at(high), **more)


def held(*versions: tuple[int, Status, tuple[Expected, ...]]) -> Held:
    """A bulletin whose versions were said and accepted at these minutes."""
    minutes = [minute for minute, _, _ in versions]
    found = []
    for place, (minute, status, expected) in enumerate(versions, 1):
        updates = tuple(Update(at=at(one), says="Word.") for one in minutes[:place])
        told = make_disruption("log", "late", status=status, updates=updates, expected=expected)
        found.append(Version(accepted_at=at(minute), disruption=told))
    return Held(id="log.late", versions=tuple(found))


def judged(*versions: tuple[int, Status, tuple[Expected, ...]]) -> tuple[EstimateNow, ...]:
    record = make_record()
    whole = Record(feeds=record.feeds, held={"log.late": held(*versions)}, times=record.times)
    return estimates_of(make_picture(record=whole, now=LATER).disruption["log.late"])


def one(happened: int | None, first: Expected | None = None, status: Status = Status.RESOLVED, **more: Any) -> Any:
    """The verdict on one range that was given at once, and told at minute 300 to have happened so."""
    end = {"happened": None if happened is None else at(happened)} | more
    first = first or foreseen()
    (estimate,) = judged((0, Status.ACTIVE, (first,)), (300, status, (first.replace(**end),)))
    return estimate.ranges[0]


@pytest.mark.parametrize(
    ("happened", "verdict", "off"),
    [
        (60, Verdict.INSIDE, 0),
        (120, Verdict.INSIDE, 0),
        (59, Verdict.EARLY, 1),
        (121, Verdict.LATE, 1),
        (208, Verdict.LATE, 88),
    ],
)
def test_only_a_range_that_holds_the_whole_truth_came_true(happened: int, verdict: Verdict, off: int) -> None:
    ranged = one(happened)
    assert (ranged.verdict, ranged.off) == (verdict, timedelta(minutes=off))


@pytest.mark.parametrize(("happened", "verdict"), [(95, Verdict.INSIDE), (96, Verdict.LATE), (84, Verdict.EARLY)])
def test_a_single_moment_may_be_missed_by_as_much_as_a_promised_update(happened: int, verdict: Verdict) -> None:
    assert one(happened, Expected(what="Over", at=at(90), main=True)).verdict is verdict


def test_a_single_moment_that_is_not_the_estimate_of_the_end_is_a_plan_and_not_judged() -> None:
    assert judged((0, Status.ACTIVE, (Expected(what="Closes", at=at(90)),))) == ()


def test_what_never_happened_is_a_verdict_too() -> None:
    assert one(None, outcome=Outcome.NEVER).verdict is Verdict.NEVER


@pytest.mark.parametrize(
    ("status", "outcome", "why"),
    [
        (Status.ACTIVE, None, LeftOut.OPEN),
        (Status.RESOLVED, None, LeftOut.UNTOLD),
        (Status.CANCELLED, None, LeftOut.CANCELLED),
        (Status.RESOLVED, Outcome.UNKNOWN, LeftOut.UNKNOWN),
    ],
)
def test_what_cannot_be_judged_says_why(status: Status, outcome: Outcome | None, why: LeftOut) -> None:
    ranged = one(None, status=status, outcome=outcome)
    assert (ranged.verdict, ranged.left_out) == (None, why)


def test_each_version_of_a_range_is_judged_the_first_as_much_as_the_last() -> None:
    end = foreseen(90, 150, happened=at(130))
    (estimate,) = judged(
        (0, Status.ACTIVE, (foreseen(),)), (30, Status.ACTIVE, (foreseen(90, 150),)), (300, Status.RESOLVED, (end,))
    )
    assert [ranged.verdict for ranged in estimate.ranges] == [Verdict.LATE, Verdict.INSIDE]
    assert [ranged.said_at for ranged in estimate.ranges] == [at(0), at(30)]


def test_a_range_that_was_given_once_it_had_happened_counts_for_nothing() -> None:
    end = foreseen(129, 131, happened=at(130))
    (estimate,) = judged((0, Status.ACTIVE, (foreseen(),)), (300, Status.RESOLVED, (end,)))
    assert [ranged.verdict for ranged in estimate.ranges] == [Verdict.LATE, None]
    assert estimate.last.left_out is LeftOut.AFTERWARDS


def test_an_update_that_is_dated_back_makes_no_range_older() -> None:
    versions = held((0, Status.ACTIVE, ()), (300, Status.RESOLVED, (foreseen(129, 131, happened=at(130)),)))
    first, last = versions.versions
    dated_back = last.disruption.replace(updates=(*first.disruption.updates, Update(at=at(10), says="Word.")))
    record = make_record()
    kept = Held(id="log.late", versions=(first, last.replace(disruption=dated_back)))
    whole = Record(feeds=record.feeds, held={"log.late": kept}, times=record.times)
    (estimate,) = estimates_of(make_picture(record=whole, now=LATER).disruption["log.late"])
    assert estimate.last.left_out is LeftOut.AFTERWARDS


def test_an_estimate_that_disappears_is_still_judged_or_told_to_be_without_an_outcome() -> None:
    (estimate,) = judged((0, Status.ACTIVE, (foreseen(),)), (300, Status.RESOLVED, ()))
    assert estimate.last.left_out is LeftOut.UNTOLD


def test_a_corrected_outcome_counts_and_that_it_was_corrected_is_told() -> None:
    first, second = foreseen(happened=at(110)), foreseen(happened=at(130))
    (estimate,) = judged(
        (0, Status.ACTIVE, (foreseen(),)), (300, Status.RESOLVED, (first,)), (310, Status.RESOLVED, (second,))
    )
    assert (estimate.last.verdict, estimate.corrections) == (Verdict.LATE, 1)


RANGES = st.tuples(st.integers(0, 100), st.integers(101, 200))
HAPPENED = st.integers(0, 250)


def versions_of(ranges: list[tuple[int, int]]) -> list[tuple[int, Status, tuple[Expected, ...]]]:
    return [(place * 40, Status.ACTIVE, (foreseen(*one),)) for place, one in enumerate(ranges)]


@settings(max_examples=100, deadline=None)
@given(st.lists(RANGES, min_size=1, max_size=6), HAPPENED)
def test_every_version_with_an_outcome_is_inside_early_or_late_and_what_was_given_too_late_is_left_out(
    ranges: list[tuple[int, int]], happened: int
) -> None:
    end = (400, Status.RESOLVED, (foreseen(*ranges[-1], happened=at(happened)),))
    (estimate,) = judged(*versions_of(ranges), end)
    given_anew = 1 + sum(before != after for before, after in pairwise(ranges))
    tally = Counter(ranged.verdict or ranged.left_out for ranged in estimate.ranges)
    counted = tally[Verdict.INSIDE] + tally[Verdict.EARLY] + tally[Verdict.LATE]
    assert counted + tally[LeftOut.AFTERWARDS] == given_anew == len(estimate.ranges)


@settings(max_examples=100, deadline=None)
@given(st.lists(RANGES, min_size=1, max_size=6), HAPPENED, RANGES, st.booleans())
def test_an_update_more_never_changes_a_verdict_that_was_given(
    ranges: list[tuple[int, int]], happened: int, later: tuple[int, int], is_kept: bool
) -> None:
    end = (400, Status.RESOLVED, (foreseen(*ranges[-1], happened=at(happened)),))
    more = (500, Status.RESOLVED, (foreseen(*(ranges[-1] if is_kept else later), happened=at(happened)),))
    (before,), (after,) = judged(*versions_of(ranges), end), judged(*versions_of(ranges), end, more)
    assert after.ranges[: len(before.ranges)] == before.ranges
    assert all(ranged.left_out is LeftOut.AFTERWARDS for ranged in after.ranges[len(before.ranges) :])
