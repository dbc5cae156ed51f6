"""What is over: no length without a stated start and a stated end, and what was taken back never ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from explainer.model.vocabulary import Ending, Status
from explainer.picture.model import DisruptionNow
from explainer.picture.past import RECENT, how_over, lasted, over_at, over_lately, past_of
from tests.conftest import NOW
from tests.factory import at, make_disruption, make_picture

HOUR = 60


def over(**fields: Any) -> DisruptionNow:
    written = {"status": "resolved", "periods": [{"start": at(-3 * HOUR), "end": at(-HOUR)}]} | fields
    found: DisruptionNow = make_picture(make_disruption("road", "a", **written)).disruption["road.a"]
    return found


def test_a_length_lies_between_a_stated_start_and_a_stated_end() -> None:
    assert lasted(over()) == timedelta(hours=2)
    assert lasted(over(periods=[{"end": at(-HOUR)}])) is None
    assert lasted(replace(over(), ended_by=Ending.NOTICED)) is None


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.WITHDRAWN])
def test_what_was_cancelled_or_withdrawn_did_not_end(status: Status) -> None:
    assert how_over(over(status=status)) is status
    assert how_over(over()) is Ending.STATED


def test_a_start_behind_the_end_is_no_start() -> None:
    turned = over(periods=[{"start": at(-HOUR), "end": at(-3 * HOUR)}])
    assert past_of(turned).since is None
    assert past_of(over()).since == NOW - timedelta(hours=3)
    assert over_at(over()) == NOW - timedelta(hours=1)


def test_lately_is_a_month() -> None:
    ended = [
        make_disruption("road", name, status="resolved", periods=[{"start": at(-99999), "end": at(minutes)}])
        for name, minutes in (("new", -RECENT.days * 24 * HOUR), ("old", -RECENT.days * 24 * HOUR - 1))
    ]
    assert [now.id for now in over_lately(make_picture(*ended))] == ["road.new"]
