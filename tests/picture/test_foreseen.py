"""What lies ahead is worked out once: the promise, what staff expect, the end a publisher states."""

from __future__ import annotations

from typing import Any

from explainer.picture.foreseen import Ahead, estimate, foreseen
from explainer.picture.model import DisruptionNow
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture


def bulletin(**fields: Any) -> DisruptionNow:
    return make_picture(make_bulletin(**fields)).disruption["log.gale"]


def test_the_promise_comes_first_then_what_staff_expect_in_their_order() -> None:
    found = foreseen(bulletin(), NOW)
    assert [(ahead.kind, ahead.what, ahead.low, ahead.high) for ahead in found] == [
        (Ahead.NEXT_UPDATE, "", None, at(36)),
        (Ahead.EXPECTED, "Crane at full speed", at(66), at(156)),
        (Ahead.EXPECTED, "Gale warning ends", None, at(276)),
        (Ahead.EXPECTED, "Ferries on time again", at(246), at(321)),
    ]
    assert not any(ahead.passed for ahead in found)


def test_the_estimate_is_the_one_that_staff_mark_with_its_basis() -> None:
    main = estimate(bulletin(), NOW)
    assert main is not None
    assert (main.low, main.high, main.basis) == (at(246), at(321), "Earliest: the gale ends at 21:00.")
    assert estimate(bulletin(expected=[{"what": "Gale warning ends", "at": at(276)}]), NOW) is None


def test_where_nobody_expects_anything_the_last_end_that_is_stated_counts() -> None:
    spans = [{"start": at(-60), "end": at(60)}, {"start": at(-60), "end": at(90)}]
    said = make_picture(make_disruption(periods=spans)).disruption["met.a"]
    ends = estimate(said, NOW)
    assert ends is not None
    assert (ends.kind, ends.low, ends.high, ends.basis) == (Ahead.STATED_END, None, at(90), "")


def test_an_expectation_whose_time_is_over_has_passed_and_a_promise_has_its_grace() -> None:
    expected = [{"what": "Range", "low": at(-60), "high": at(-1)}, {"what": "Moment", "at": at(-1)}]
    found = foreseen(bulletin(expected=expected, next_update=at(-5)), NOW)
    assert [ahead.passed for ahead in found] == [False, True, True]


def test_what_is_over_keeps_what_was_expected_and_has_no_estimate() -> None:
    over = bulletin(status="resolved", expected=[{"what": "Soon", "at": at(-9), "basis": "Luck.", "main": True}])
    assert [(ahead.what, ahead.passed) for ahead in foreseen(over, NOW)] == [("Soon", False)]
    assert estimate(over, NOW) is None
