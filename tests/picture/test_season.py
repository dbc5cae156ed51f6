"""A threshold is reached by what a message states, within its horizon, and changes the state of no part."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Disruption
from explainer.model.season import Measured, Threshold
from explainer.model.system import Capacity
from explainer.model.vocabulary import Severity
from explainer.picture.season import (
    Coming,
    Foretold,
    PartOfDay,
    foretold,
    is_as_severe,
    is_at_least,
    normal_of,
    part_of_day,
)
from tests.factory import PARIS, SILENT, at, make_bulletin, make_disruption, make_picture, make_record, make_system
from tests.support.values import from_dict

GALE: dict[str, Any] = {
    "id": "gale",
    "name": "Gale",
    "forecast": {"feed": ["met"], "match": {"event": ["Gale"]}, "severity": "moderate"},
    "within": timedelta(days=3),
    "parts": ["crane", "ferries"],
    "expect": [{"component": "crane", "now": 10, "normal": 36, "unit": "boxes an hour"}],
    "basis": "Three winters.",
    "by": "harbour",
}


def threshold(**fields: Any) -> Threshold:
    return from_dict(Threshold, GALE | fields)


def warning(native: str = "a", **fields: Any) -> Disruption:
    base = {
        "events": ["Gale"],
        "severity": "severe",
        "periods": [{"start": at(1440), "end": at(1800)}],
        "reports": [{"component": "wind", "state": "slowed"}],
    }
    return make_disruption("met", native, **(base | fields))


LEAP = datetime.fromisoformat("2028-01-01")


def told(*season: Threshold, about: tuple[Disruption, ...]) -> list[str]:
    return [one.threshold.id for one in foretold(season, make_picture(*about))]


def test_what_lies_ahead_and_states_it_all_reaches_it_with_when_it_begins() -> None:
    assert foretold([threshold()], make_picture(warning())) == (Foretold(threshold(), "met.a", at(1440)),)


@pytest.mark.parametrize(
    "fields",
    [
        {"events": ["Snow"]},
        {"severity": "minor"},
        {"severity": "unknown"},
        {"periods": [{"start": at(-10), "end": at(60)}]},
        {"periods": [{"start": at(60 * 24 * 3 + 1)}]},
        {"periods": []},
        {"status": "withdrawn"},
        {"reality": "exercise"},
        {"reality": "test"},
    ],
    ids=[
        "another event",
        "less severe",
        "no severity",
        "begun",
        "too far off",
        "no time",
        "withdrawn",
        "drill",
        "test",
    ],
)
def test_what_is_not_stated_or_not_to_come_reaches_nothing(fields: dict[str, Any]) -> None:
    assert told(threshold(), about=(warning(**fields),)) == []


def test_the_message_of_another_feed_reaches_it_only_where_none_is_named() -> None:
    elsewhere = make_disruption("road", events=["Gale"], severity="severe", periods=[{"start": at(60)}])
    assert told(threshold(), about=(elsewhere,)) == []
    anywhere = threshold(forecast={"match": {"event": ["Gale"]}})
    assert told(anywhere, about=(elsewhere,)) == ["gale"]


def test_of_what_one_message_reaches_the_first_in_the_file_is_told_and_each_once_by_its_first_beginning() -> None:
    worse = threshold(id="storm", forecast={"match": {"event": ["Gale"]}, "severity": "extreme"})
    later, sooner = warning("later", periods=[{"start": at(900)}]), warning("sooner", periods=[{"start": at(300)}])
    found = foretold([worse, threshold()], make_picture(later, sooner))
    assert [(one.threshold.id, one.about) for one in found] == [("gale", "met.sooner")]
    assert told(worse, threshold(), about=(warning(severity="extreme"),)) == ["storm"]


def test_a_warning_that_our_bulletin_gathers_is_told_by_the_page_of_that() -> None:
    ahead = make_bulletin("soon", periods=[{"start": at(1440)}], about=[{"feed": "met"}], reports=[], status="planned")
    assert [one.about for one in foretold([threshold()], make_picture(warning(), ahead))] == ["log.soon"]


def test_the_word_of_a_source_that_is_silent_is_marked_as_doubted() -> None:
    silent = make_picture(record=make_record([warning()], times={"met": SILENT}))
    assert [one.doubted for one in foretold([threshold()], silent)] == [True]


def test_no_forecast_changes_the_state_of_any_part() -> None:
    without, ahead = make_picture(), make_picture(warning())
    assert foretold([threshold()], ahead)
    assert [(c.id, c.state, c.basis) for c in ahead.components] == [
        (c.id, c.state, c.basis) for c in without.components
    ]


RATE = Measured(parameter="snowfallRate", at_least=3, unit="cm/h")


@pytest.mark.parametrize(
    ("says", "reached"),
    [
        ("3 cm/h", True),
        ("3.5cm/h", True),
        ("3,5 CM/H", True),
        ("3–6 cm/h", True),
        ("2 to 6 cm/h", False),
        ("up to 6 cm/h", False),
        ("3", False),
        ("3 in/h", False),
        ("about 3 cm/h", False),
        ("heavy", False),
        ("", False),
    ],
)
def test_an_amount_counts_by_its_lower_end_in_the_unit_that_staff_wrote(says: str, reached: bool) -> None:
    assert is_at_least(says, RATE) is reached


@pytest.mark.parametrize(("key", "reached"), [("parameter SnowfallRate", True), ("parameter wind", False)])
def test_an_amount_is_read_from_the_parameter_of_its_name_alone(key: str, reached: bool) -> None:
    measured = threshold(forecast={"measured": {"parameter": "snowfallRate", "at_least": 3, "unit": "cm/h"}})
    assert bool(told(measured, about=(warning(extra={key: "4 cm/h"}),))) is reached


@given(st.sampled_from(list(Severity)), st.sampled_from(list(Severity)))
def test_a_severity_that_nobody_states_is_at_least_nothing(stated: Severity, least: Severity) -> None:
    if Severity.UNKNOWN in (stated, least) or Severity.NONE in (stated, least):
        assert not is_as_severe(stated, least)
    else:
        assert is_as_severe(stated, least) or is_as_severe(least, stated)


def test_what_the_system_says_of_a_good_day_counts_before_what_the_threshold_says() -> None:
    system, [row] = make_system(), threshold().expect
    assert normal_of(system, row) == Capacity(normal=36, unit="boxes an hour")
    declared = [
        c.replace(capacity=Capacity(normal=30, unit="boxes an hour")) if c.id == "crane" else c
        for c in system.components
    ]
    assert normal_of(system.replace(components=tuple(declared)), row) == Capacity(normal=30, unit="boxes an hour")
    assert normal_of(system, row.replace(normal=None)) is None


@pytest.mark.parametrize(
    ("begins", "now", "said"),
    [
        ("2026-11-20 18:00", "2026-11-20 09:00", Coming(0, PartOfDay.EVENING)),
        ("2026-11-21 07:00", "2026-11-20 09:00", Coming(1, PartOfDay.MORNING)),
        ("2026-11-21 02:00", "2026-11-20 09:00", Coming(0, PartOfDay.NIGHT)),
        ("2026-11-21 02:00", "2026-11-21 01:00", Coming(0, PartOfDay.NIGHT)),
        ("2026-11-22 00:30", "2026-11-20 09:00", Coming(1, PartOfDay.NIGHT)),
        ("2026-11-22 14:00", "2026-11-20 09:00", Coming(2, PartOfDay.AFTERNOON)),
        ("2026-11-20 23:00", "2026-11-20 09:00", Coming(0, PartOfDay.NIGHT)),
    ],
)
def test_the_hours_after_midnight_are_of_the_night_before(begins: str, now: str, said: Coming) -> None:
    local = [datetime.fromisoformat(one).replace(tzinfo=PARIS) for one in (begins, now)]
    assert part_of_day(*local) == said


@given(st.datetimes(LEAP, LEAP + timedelta(days=366)), st.integers(0, 60 * 24 * 9))
def test_what_lies_ahead_is_never_said_to_be_on_a_day_that_is_over(now: datetime, minutes: int) -> None:
    begins = now + timedelta(minutes=minutes)
    assert 0 <= part_of_day(begins, now).days <= (begins.date() - now.date()).days


def test_a_site_without_thresholds_is_told_nothing() -> None:
    assert foretold((), make_picture(warning())) == ()
