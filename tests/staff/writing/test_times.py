"""A time typed in a hurry is the one that is meant, also over midnight and on the nights when clocks change."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.staff.writing import times

PARIS = ZoneInfo("Europe/Paris")


def at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("said", "now", "meant"),
    [
        ("19:45", "2026-11-20 18:24", "2026-11-20 19:45"),
        ("19.45", "2026-11-20 18:24", "2026-11-20 19:45"),
        ("19h45", "2026-11-20 18:24", "2026-11-20 19:45"),
        (" 9:05 ", "2026-11-20 08:24", "2026-11-20 09:05"),
        ("30m", "2026-11-20 18:24:40", "2026-11-20 18:54"),
        ("+30m", "2026-11-20 18:24", "2026-11-20 18:54"),
        ("+90", "2026-11-20 18:24", "2026-11-20 19:54"),
        ("45 min", "2026-11-20 18:24", "2026-11-20 19:09"),
        ("2h", "2026-11-20 18:24", "2026-11-20 20:24"),
        ("+1h30", "2026-11-20 18:24", "2026-11-20 19:54"),
        ("0:20", "2026-11-20 23:50", "2026-11-21 00:20"),
        ("30m", "2026-11-20 23:50", "2026-11-21 00:20"),
        ("2026-11-21 06:00", "2026-11-20 18:24", "2026-11-21 06:00"),
        ("2026-11-21T06:00+00:00", "2026-11-20 18:24", "2026-11-21 07:00"),
    ],
)
def test_a_time_to_come(said: str, now: str, meant: str) -> None:
    assert times.ahead(said, at(now), PARIS) == at(meant)


@pytest.mark.parametrize(
    ("said", "now", "problem"),
    [
        ("18:00", "2026-11-20 18:24", "“18:00” has passed: it is 18:24; write a later time, or how long, such as 30m"),
        ("2026-11-20 18:00", "2026-11-20 18:24", "“2026-11-20 18:00” has passed"),
        ("1945", "2026-11-20 18:24", "“1945” is not a time; write it as 19:45, 30m or 2026-11-20 19:45"),
        ("25:00", "2026-11-20 18:24", "“25:00” is not a time"),
        ("24:00", "2026-11-20 18:24", "“24:00” is not a time"),
        ("0m", "2026-11-20 18:24", "“0m” has passed"),
        ("2026-11-20", "2026-11-20 18:24", "“2026-11-20” is not a time"),
        ("2026-11-20 19.45", "2026-11-20 18:24", "“2026-11-20 19.45” is not a time"),
        ("soon", "2026-11-20 18:24", "“soon” is not a time"),
        ("-30m", "2026-11-20 18:24", "“-30m” is not a time"),
        ("", "2026-11-20 18:24", "“” is not a time"),
        ("02:30", "2027-03-28 01:10", "there is no “02:30” on that day, when clocks go forward"),
    ],
)
def test_what_is_no_time_to_come_is_refused(said: str, now: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        times.ahead(said, at(now), PARIS)


@pytest.mark.parametrize(
    ("said", "now", "meant"),
    [
        ("17:50", "2026-11-20 18:24", "2026-11-20 17:50"),
        ("23:40", "2026-11-21 00:10", "2026-11-20 23:40"),
        ("2026-11-18 06:00", "2026-11-20 18:24", "2026-11-18 06:00"),
    ],
)
def test_a_time_that_has_come(said: str, now: str, meant: str) -> None:
    assert times.past(said, at(now), PARIS) == at(meant)


def test_what_has_not_come_yet_cannot_have_been() -> None:
    with pytest.raises(ValueError, match="“19:00” lies ahead: it is 18:24; write when it was"):
        times.past("19:00", at("2026-11-20 18:24"), PARIS)


@pytest.mark.parametrize(
    ("said", "meant"), [("22:00", "2026-11-20 22:00"), ("17:00", "2026-11-20 17:00"), ("05:00", "2026-11-21 05:00")]
)
def test_any_time_is_the_one_that_is_near(said: str, meant: str) -> None:
    assert times.either(said, at("2026-11-20 18:24"), PARIS) == at(meant)


def test_in_the_hour_that_comes_twice_the_time_is_the_one_to_come() -> None:
    first = datetime(2026, 10, 25, 2, 10, tzinfo=PARIS)
    second = first.replace(fold=1)
    assert times.ahead("02:30", first, PARIS).astimezone(UTC) - first.astimezone(UTC) == timedelta(minutes=20)
    assert times.ahead("02:30", second, PARIS).astimezone(UTC) - second.astimezone(UTC) == timedelta(minutes=20)
    assert times.ahead("30m", first, PARIS).astimezone(UTC) - first.astimezone(UTC) == timedelta(minutes=30)
    assert times.promised(first, timedelta(hours=1)).astimezone(UTC) - first.astimezone(UTC) == timedelta(minutes=50)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - a bound


@given(MOMENTS, st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_never_in_the_past_nor_a_day_away(now: datetime, hour: int, minute: int) -> None:
    try:
        found = times.ahead(f"{hour}:{minute:02}", now, PARIS)
    except ValueError:
        return
    assert timedelta() < found - now <= timedelta(hours=25)
    assert (found.hour, found.minute) == (hour, minute)


@given(MOMENTS, st.integers(5, 600))
def test_a_promise_is_rounded_as_people_do_and_never_later_than_meant(now: datetime, minutes: int) -> None:
    due = times.promised(now.astimezone(PARIS), timedelta(minutes=minutes))
    assert now < due or minutes < 15
    assert due <= now + timedelta(minutes=minutes)
    assert due.minute % (15 if minutes >= 45 else 5) == 0
    assert times.noticed(now) <= now
