"""A range that readers saw stays in its bulletin until somebody says what happened."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.declarations.documents import read_yaml
from explainer.model.disruption import Expected
from explainer.model.history import Held, Version
from explainer.staff.estimates import dropped_estimates
from tests.factory import at, make_disruption

LOCATED = read_yaml("headline: Late\nexpected: []\n", "late.yml")


def foreseen(what: str = "Pad 5 opens", **more: Any) -> Expected:
    return Expected(what=what, low=at(10), high=at(40), **more)


def told(before: tuple[Expected, ...], now: tuple[Expected, ...]) -> list[str]:
    """What is said of a bulletin that held ``before`` when it was published, and ``now`` holds something else."""
    published = Version(accepted_at=at(-9), disruption=make_disruption("log", "late", expected=before))
    held = Held(id="log.late", versions=(published,))
    return [str(one) for one in dropped_estimates(make_disruption("log", "late", expected=now), held, LOCATED)]


def test_a_range_that_is_taken_out_is_a_finding_with_its_remedy() -> None:
    (said,) = told((foreseen(),), ())
    assert said == (
        "late.yml:2:11 expected: does not hold “Pad 5 opens” any more, which readers saw: put it back, and say what "
        "happened once it is over; give it an id: before you change its words"
    )


@pytest.mark.parametrize(
    "now",
    [
        (foreseen(),),
        (foreseen(id="pad-5"),),
        (foreseen().replace(low=at(20)),),
    ],
)
def test_one_that_is_still_there_is_not(now: tuple[Expected, ...]) -> None:
    assert told((foreseen(),), now) == []


def test_other_words_under_the_same_id_are_the_same_and_without_one_they_are_not() -> None:
    assert told((foreseen(id="pad-5"),), (foreseen("The fifth pad", id="pad-5"),)) == []
    assert len(told((foreseen(),), (foreseen("The fifth pad"),))) == 1


def test_a_plan_or_a_range_whose_outcome_was_told_may_go() -> None:
    assert told((Expected(what="Closes", at=at(90)),), ()) == []
    assert told((foreseen(happened=at(-10)),), ()) == []


def test_nothing_is_missed_in_a_bulletin_that_nobody_saw() -> None:
    assert not list(dropped_estimates(make_disruption("log", "late"), None, LOCATED))
