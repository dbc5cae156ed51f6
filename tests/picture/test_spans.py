"""When a span holds, when it comes again, and on which days a rule amounts to what: facts that no page decides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence
from explainer.picture.spans import (
    Days,
    Rhythm,
    coming,
    dates_ahead,
    last_beginning,
    next_in_force,
    rhythm_of,
    spans_now,
)
from tests.conftest import NOW
from tests.factory import at, make_disruption, make_picture
from tests.support.values import from_dict

PARIS = ZoneInfo("Europe/Paris")


def rule(**fields: Any) -> Recurrence:
    return from_dict(Recurrence, {"zone": "Europe/Paris", "start": "20:00", "end": "05:00"} | fields)


@pytest.mark.parametrize(
    ("fields", "rhythm"),
    [
        ({}, Rhythm(Days.EVERY, (), by_night=True)),
        ({"start": "08:00", "end": "17:00"}, Rhythm(Days.EVERY)),
        ({"start": "01:00", "end": "05:00"}, Rhythm(Days.EVERY, (), by_night=True)),
        ({"days": (1, 2, 3, 4, 5, 7)}, Rhythm(Days.ALL_BUT_ONE, (6,), by_night=True)),
        ({"days": (1, 2, 3, 4, 5)}, Rhythm(Days.FROM_TO, (1, 5), by_night=True)),
        ({"days": (6, 7, 1)}, Rhythm(Days.FROM_TO, (6, 1), by_night=True)),
        ({"days": (6, 7)}, Rhythm(Days.NAMED, (6, 7), by_night=True)),
        ({"days": (1, 3, 5)}, Rhythm(Days.NAMED, (1, 3, 5), by_night=True)),
        ({"only": (date(2026, 11, 22),)}, Rhythm(Days.DATES)),
    ],
    ids=[
        "every night",
        "every day",
        "small hours",
        "but one",
        "run",
        "over the weekend",
        "two",
        "three apart",
        "dates",
    ],
)
def test_a_rule_is_named_by_the_shortest_true_list_of_days(fields: dict[str, Any], rhythm: Rhythm) -> None:
    assert rhythm_of(rule(**fields)) == rhythm


def test_dates_that_are_over_are_left_out_while_others_are_to_come() -> None:
    days = [date(2026, 11, day) for day in (22, 18, 20)]
    assert dates_ahead(days, date(2026, 11, 20)) == [date(2026, 11, 20), date(2026, 11, 22)]
    assert dates_ahead(days, date(2026, 12, 1)) == sorted(days)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    end = datetime(2026, 12, 5, 5, tzinfo=PARIS)
    assert last_beginning(end, rule(), PARIS).date() == date(2026, 12, 4)
    assert last_beginning(end, rule(start="08:00", end="17:00"), PARIS).date() == date(2026, 12, 5)
    midnight = datetime(2026, 12, 4, 23, tzinfo=UTC)
    assert last_beginning(midnight, rule(start="08:00", end="17:00"), PARIS).date() == date(2026, 12, 4)


def test_a_span_says_whether_it_holds_and_when_it_comes_next() -> None:
    nightly = Period(start=at(-600), recurrence=rule())
    now = make_picture(make_disruption(periods=[nightly, {}])).disruption["met.a"]
    (told,) = spans_now(now, NOW)
    assert (told.in_force, told.next_start) == (False, datetime(2026, 11, 20, 19, tzinfo=UTC))
    assert next_in_force(now, NOW) == told.next_start
    assert coming(now, NOW) == told


def test_what_is_over_neither_holds_nor_comes_again() -> None:
    over = make_disruption(status="resolved", periods=[Period(start=at(-600), recurrence=rule())])
    now = make_picture(over).disruption["met.a"]
    (told,) = spans_now(now, NOW)
    assert (told.in_force, told.next_start, coming(now, NOW)) == (False, None, None)
