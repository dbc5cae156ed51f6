from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from explainer.picture.troubled import troubled_by
from tests.conftest import NOW
from tests.factory import make_bulletin, make_picture, make_record

BEGAN, OVER = NOW - timedelta(hours=9), NOW - timedelta(hours=3)


def at(**fields: Any) -> frozenset[str]:
    bare: dict[str, Any] = {"reports": [], "cause": None, "constraints": []}
    over: dict[str, Any] = {"status": "resolved", "periods": [{"start": BEGAN, "end": OVER}]}
    picture = make_picture(record=make_record([make_bulletin(**{**bare, **over, **fields})]))
    return troubled_by(picture.disruptions[0])


def report(state: str, since: Any = None) -> list[dict[str, Any]]:
    return [{"component": "crane", "state": state, **({"since": since} if since else {})}]


def test_a_part_that_was_slowed_to_the_end_was_troubled() -> None:
    assert at(reports=report("slowed")) == {"crane"}


def test_so_was_one_that_is_normal_again_since_some_time_within() -> None:
    assert at(reports=report("normal", OVER)) == {"crane"}


@pytest.mark.parametrize("since", [None, BEGAN])
def test_one_that_was_normal_all_along_was_not(since: Any) -> None:
    assert at(reports=report("normal", since)) == frozenset()


def test_the_stated_cause_is_one_of_them() -> None:
    assert at(cause={"component": "wind"}) == {"wind"}


@pytest.mark.parametrize("status", ["cancelled", "withdrawn"])
def test_what_was_taken_back_troubled_nothing(status: str) -> None:
    assert at(reports=report("stopped"), status=status) == frozenset()


def test_what_holds_still_is_on_and_not_over() -> None:
    assert at(reports=report("stopped"), status="active", periods=[{"start": BEGAN}]) == frozenset()


def test_a_message_that_says_that_it_disturbs_nothing_troubled_nothing() -> None:
    assert at(reports=report("slowed"), severity="none") == frozenset()
