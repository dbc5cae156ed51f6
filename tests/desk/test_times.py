"""Times are typed as hh:mm and mean the day that makes sense; what is shown is read back as what it was."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer.desk.times import AHEAD, shown, written

NIGHT = datetime.fromisoformat("2026-11-21T03:04:00+01:00")


@pytest.mark.parametrize(
    ("typed", "field", "meant"),
    [
        ("03:45", "next_update", "2026-11-21 03:45"),
        ("00:30", "answer_by", "2026-11-22 00:30"),
        ("02:51", "detected", "2026-11-21 02:51"),
        ("23:50", "started", "2026-11-20 23:50"),
        ("02:30", "next_update", "2026-11-21 02:30"),
        ("3.45", "next_update", "2026-11-21 03:45"),
        ("3h45", "next_update", "2026-11-21 03:45"),
        ("2026-11-20 18:20", "detected", "2026-11-20 18:20"),
        ("soon", "next_update", "soon"),
        ("25:00", "next_update", "25:00"),
    ],
)
def test_a_time_without_a_day_means_the_one_that_makes_sense(typed: str, field: str, meant: str) -> None:
    assert written(typed, field, NIGHT) == meant


@given(
    some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - as staff write it
    some.timedeltas(timedelta(days=-40), timedelta(days=40)),
    some.sampled_from([*sorted(AHEAD), "at", "detected", "since"]),
)
def test_what_is_shown_is_read_back_as_what_it_was(at: datetime, off: timedelta, field: str) -> None:
    now = (at + off).replace(tzinfo=NIGHT.tzinfo)
    value = f"{at:%Y-%m-%d %H:%M}"
    assert written(shown(value, field, now), field, now) == value
