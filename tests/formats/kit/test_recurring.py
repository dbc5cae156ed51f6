"""Hours and days as publishers write them become recurrences; what cannot be worked out becomes a vague one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.formats.kit import recurring
from explainer.formats.kit.recurring import Hours
from explainer.model.disruption import Disruption, Period
from explainer.model.recurrence import Recurrence
from explainer.model.vocabulary import PeriodRole, Phase
from tests.conftest import NOW
from tests.support import shaped

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=BERLIN)


# Hours, days and prose


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("22:00:00", "05:00:00", ("22:00", "05:00", "Europe/Berlin")),
        ("22:00", "24:00", ("22:00", "00:00", "Europe/Berlin")),
        ("2200", "0500", ("22:00", "05:00", "Europe/Berlin")),
        ("07:00:00.000", "17:59:59", ("07:00", "18:00", "Europe/Berlin")),
        ("00:00:00", "23:59:59", ("", "", "Europe/Berlin")),
        ("00:00", "00:00", ("", "", "Europe/Berlin")),
        ("20:00", "23:59", ("20:00", "00:00", "Europe/Berlin")),
        ("22:00:00+01:00", "05:00:00+01:00", ("22:00", "05:00", "Europe/Berlin")),
        ("22:00:00+02:00", "05:00:00+02:00", ("22:00", "05:00", "Europe/Berlin")),
        ("21:00:00Z", "04:00:00Z", ("21:00", "04:00", "UTC")),
        ("21:00:00-05:00", "04:00:00-05:00", ("21:00", "04:00", "Etc/GMT+5")),
        ("", "05:00", ("00:00", "05:00", "Europe/Berlin")),
    ],
)
def test_hours_are_read_as_a_clock_of_the_source_shows_them(
    start: str, end: str, expected: tuple[str, str, str]
) -> None:
    assert recurring.hours(start, end, BERLIN) == Hours(*expected)


@pytest.mark.parametrize(("start", "end"), [("dusk", "dawn"), ("25:00", "05:00"), ("22:00Z", "05:00"), ("22:00", "5")])
def test_hours_that_cannot_be_read_are_none(start: str, end: str) -> None:
    assert recurring.hours(start, end, BERLIN) is None


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (["monday", "Friday"], (1, 5)),
        (["1", "2", "3", "4", "5", "6", "7"], ()),
        (["MONDAY"], (1,)),
        (["pti34_6", "pti34_7"], (6, 7)),
        (["weekdays"], (1, 2, 3, 4, 5)),
        (["mondayToFriday", "saturday"], (1, 2, 3, 4, 5, 6)),
        (["weekend"], (6, 7)),
        ([], ()),
        (["monday", "publicHoliday"], None),
        (["schoolDays"], None),
    ],
)
def test_days_of_the_week_are_read_by_name_and_number(words: list[str], days: tuple[int, ...] | None) -> None:
    assert recurring.weekdays(words) == days


@pytest.mark.parametrize(
    "words",
    [
        "Engineering work is taking place. Buses run on Monday to Thursday nights.",
        "The line is closed each night from 22:40.",
        "Trains do not run between 10:00 and 16:00 every day.",
        "No trains on Sundays until 20 December.",
        "Reduced service at weekends.",
        "The evening work is overnight.",
        "Closed on weekdays between Exeter and Exmouth.",
    ],
)
def test_prose_that_tells_of_nights_weekends_or_days_is_found(words: str) -> None:
    found = recurring.from_prose(words)
    assert found
    assert found in words


@pytest.mark.parametrize(
    "words",
    [
        "Trains may be cancelled until the end of the day.",
        "A signal fault between Reading and Slough on Sunday 22 November.",
        "Disruption is expected until 20:00 tonight.",
        "Expect delays every day until further notice.",
        "",
    ],
)
def test_prose_that_tells_of_one_day_or_of_all_of_them_is_not(words: str) -> None:
    assert recurring.from_prose(words) == ""


@given(st.text())
def test_whatever_is_written_as_hours_days_or_prose_ends(words: str) -> None:
    recurring.hours(words, words, BERLIN)
    recurring.weekdays([words])
    recurring.from_prose(words)
    made, _ = recurring.daily(recurring.Daily(words, words, words, words, (words,), (words,)), BERLIN)
    assert len(made) <= 2


# In the formats: what each writes, and when it holds


def datex2(inner: str, zone: str = "Europe/Berlin") -> Disruption:
    body = (
        '<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<payloadPublication xsi:type="SituationPublication" lang="de"><situation id="s1">'
        '<situationRecord xsi:type="MaintenanceWorks" id="r1" version="1"><validity>'
        "<validityStatus>definedByValidityTimeSpec</validityStatus><validityTimeSpecification>"
        "<overallStartTime>2026-11-16T00:00:00+01:00</overallStartTime>"
        f"<overallEndTime>2026-11-28T00:00:00+01:00</overallEndTime>{inner}"
        "</validityTimeSpecification></validity></situationRecord></situation></payloadPublication></d2LogicalModel>"
    )
    return shaped.only(shaped.read(body, shaped.source("datex2", zone=zone)))


NIGHT = (
    "<recurringTimePeriodOfDay><startTimeOfPeriod>22:00:00</startTimeOfPeriod>"
    "<endTimeOfPeriod>05:00:00</endTimeOfPeriod></recurringTimePeriodOfDay>"
)


def on(*days: str) -> str:
    inner = "".join(f"<applicableDay>{day}</applicableDay>" for day in days)
    return f"<recurringDayWeekMonthPeriod>{inner}</recurringDayWeekMonthPeriod>"


def holds(made: Disruption, *moments: str) -> list[bool]:
    return [made.phase(berlin(moment)) is Phase.CURRENT for moment in moments]


def test_datex2_hours_of_the_day_within_the_overall_period() -> None:
    made = datex2(f"<validPeriod>{NIGHT}</validPeriod>")
    assert holds(made, "2026-11-20 12:00", "2026-11-20 23:00", "2026-11-21 04:59") == [False, True, True]
    assert made.phase(berlin("2026-11-28 00:00")) is Phase.PAST


def test_datex2_days_of_the_week_and_several_hours_a_day() -> None:
    rush = NIGHT.replace("22:00", "07:00").replace("05:00", "09:00")
    made = datex2(f"<validPeriod>{NIGHT}{rush}{on('monday')}{on('tuesday')}</validPeriod>")
    moments = ("2026-11-16 08:00", "2026-11-17 23:00", "2026-11-18 04:00", "2026-11-18 08:00")
    assert holds(made, *moments) == [True, True, True, False]


def test_datex2_a_valid_period_without_an_end_ends_with_the_overall_one() -> None:
    made = datex2("<validPeriod><startOfPeriod>2026-11-20T10:00:00+01:00</startOfPeriod></validPeriod>")
    assert made.ended_at == berlin("2026-11-28 00:00")


def test_datex2_exceptions_are_taken_out() -> None:
    days = "<exceptionPeriod><startOfPeriod>2026-11-20T00:00:00+01:00</startOfPeriod><endOfPeriod>2026-11-21T00:00:00+01:00</endOfPeriod></exceptionPeriod>"
    made = datex2(f"<validPeriod>{NIGHT}</validPeriod>{days}")
    assert holds(made, "2026-11-19 23:00", "2026-11-20 23:00", "2026-11-21 23:00") == [True, False, True]
    made = datex2(days.replace("20T00", "20T08").replace("21T00", "20T12"))
    moments = ("2026-11-20 07:00", "2026-11-20 10:00", "2026-11-20 12:00")
    assert holds(made, *moments) == [True, False, True]
    made = datex2(f"<validPeriod>{NIGHT}</validPeriod><exceptionPeriod>{on('saturday')}</exceptionPeriod>")
    assert holds(made, "2026-11-20 23:00", "2026-11-21 23:00") == [True, False]
    made = datex2(f"<exceptionPeriod>{NIGHT}</exceptionPeriod>")
    assert holds(made, "2026-11-20 23:00", "2026-11-21 12:00") == [False, True]


def test_datex2_months_and_days_within_the_month() -> None:
    part = "<recurringDayWeekMonthPeriod><applicableDay>monday</applicableDay><applicableMonth>november</applicableMonth>{}</recurringDayWeekMonthPeriod>"
    made = datex2(f"<validPeriod>{part.format('')}</validPeriod>")
    assert holds(made, "2026-11-16 12:00", "2026-11-17 12:00", "2026-11-23 12:00") == [True, False, True]
    third = "<applicableInstanceOfDayWithinMonth>thirdInstance</applicableInstanceOfDayWithinMonth>"
    made = datex2(f"<validPeriod>{part.format(third)}</validPeriod>")
    assert holds(made, "2026-11-16 12:00", "2026-11-23 12:00") == [True, False]


@pytest.mark.parametrize(
    "inner",
    [
        "<validPeriod><recurringTimePeriodOfDay/></validPeriod>",
        f"<validPeriod>{NIGHT.replace('22:00', 'dusk')}</validPeriod>",
        f"<validPeriod>{on('feiertag')}</validPeriod>",
        "<validPeriod><recurringSpecialDay><specialDayType>publicHoliday</specialDayType></recurringSpecialDay></validPeriod>",
        "<validPeriod><recurringDayWeekMonthPeriod><applicableWeek>firstWeekOfMonth</applicableWeek></recurringDayWeekMonthPeriod></validPeriod>",
        f"<exceptionPeriod>{on('monday')}{NIGHT}</exceptionPeriod>",
        "<exceptionPeriod><startOfPeriod>2026-11-01T00:00:00+01:00</startOfPeriod><endOfPeriod>2026-12-24T00:00:00+01:00</endOfPeriod></exceptionPeriod>",
    ],
)
def test_datex2_what_no_rule_can_say_is_vague_and_still_within_its_span(inner: str) -> None:
    made = datex2(inner)
    assert made.holds_vaguely(NOW)
    assert holds(made, "2026-11-15 12:00", "2026-11-20 12:00", "2026-11-28 00:00") == [False, True, False]


def siri(inner: str) -> Disruption:
    body = (
        '<Siri xmlns="http://www.siri.org.uk/siri"><ServiceDelivery><SituationExchangeDelivery><Situations>'
        "<PtSituationElement><CreationTime>2026-11-01T08:00:00+01:00</CreationTime><ParticipantRef>P</ParticipantRef>"
        f"<SituationNumber>1</SituationNumber>{inner}<Summary>Line 4 is closed</Summary></PtSituationElement>"
        "</Situations></SituationExchangeDelivery></ServiceDelivery></Siri>"
    )
    return shaped.only(shaped.read(body, shaped.source("siri-sx", zone="Europe/Berlin")))


VALIDITY = "<ValidityPeriod><StartTime>2026-11-16T00:00:00+01:00</StartTime><EndTime>2026-11-28T00:00:00+01:00</EndTime></ValidityPeriod>"


def test_siri_repetitions_are_days_of_the_validity() -> None:
    made = siri(f"{VALIDITY}<Repetitions><DayType>saturday</DayType></Repetitions>")
    assert holds(made, "2026-11-18 12:00", "2026-11-21 12:00") == [False, True]
    window = VALIDITY.replace("ValidityPeriod", "PublicationWindow")
    made = siri(f"{VALIDITY}<Repetitions><DayType>saturday</DayType></Repetitions>{window}")
    assert [p.recurrence is None for p in made.periods if p.role is PeriodRole.PUBLICATION] == [True]


def test_siri_every_day_is_no_recurrence_and_holidays_are_vague() -> None:
    week = "".join(
        f"<DayType>{day}</DayType>"
        for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
    assert siri(f"{VALIDITY}<Repetitions>{week}</Repetitions>").periods[0].recurrence is None
    made = siri(f"{VALIDITY}<Repetitions><DayType>monday</DayType><DayType>holiday</DayType></Repetitions>")
    assert made.holds_vaguely(NOW)
    assert made.periods[0].recurrence == Recurrence(zone="Europe/Berlin", text="monday, holiday")


def digitraffic(phases: list[dict[str, Any]]) -> Disruption:
    times = {"startTime": "2026-11-16T00:00:00Z", "endTime": "2026-11-28T00:00:00Z"}
    announcement = {"language": "FI", "title": "Tie 4", "timeAndDuration": times, "roadWorkPhases": phases}
    row = {"situationId": "G1", "situationType": "ROAD_WORK", "announcements": [announcement]}
    return shaped.only(shaped.read(row, shaped.source("digitraffic", zone="Europe/Berlin")))


def test_digitraffic_road_works_hold_at_their_working_hours() -> None:
    hours = [{"weekday": day, "startTime": "21:00:00.000", "endTime": "05:00:00.000"} for day in ("MONDAY", "TUESDAY")]
    made = digitraffic([{"workingHours": hours}])
    assert holds(made, "2026-11-17 12:00", "2026-11-17 22:00", "2026-11-19 22:00") == [False, True, False]
    assert [p.recurrence.days for p in made.periods if p.recurrence] == [(1, 2)]
    assert digitraffic([{"workingHours": [{"weekday": "SOMEDAY", "startTime": "1"}]}]).holds_vaguely(NOW)
    assert digitraffic([{"severity": "HIGH"}]).periods[0].recurrence is None


def test_national_rail_prose_of_nights_is_vague_and_one_night_is_not() -> None:
    def incident(end: str) -> Disruption:
        body = (
            '<Incidents xmlns="http://nationalrail.co.uk/xml/incident"><PtIncident><IncidentNumber>1</IncidentNumber>'
            f"<ValidityPeriod><StartTime>2026-11-16T22:00:00Z</StartTime><EndTime>{end}</EndTime></ValidityPeriod>"
            "<Summary>Engineering work between Exeter and Exmouth</Summary>"
            "<Description><![CDATA[<p>Buses run on Monday to Thursday nights.</p>]]></Description></PtIncident></Incidents>"
        )
        return shaped.only(shaped.read(body, shaped.source("national-rail", zone="Europe/London")))

    made = incident("2026-11-20T05:00:00Z")
    assert made.holds_vaguely(NOW)
    assert made.periods[0].recurrence is not None
    assert made.periods[0].recurrence.text == "Buses run on Monday to Thursday nights"
    assert not incident("2026-11-17T05:00:00Z").holds_vaguely(NOW)


def test_words_of_recurrence_make_one_period_vague_and_leave_several_as_they_are() -> None:
    long = Period(start=berlin("2026-11-16 00:00"), end=berlin("2026-11-28 00:00"))
    assert recurring.at_some_hours(long, "weekdays", BERLIN).recurrence == Recurrence(
        zone="Europe/Berlin", text="weekdays"
    )
    assert recurring.at_some_hours(long, " ", BERLIN) is long
    alert = {"header": "Line", "recurrence_text": "weeknights", "informed_entity": []}
    day = {"start": "2026-11-16T21:00:00-05:00", "end": "2026-11-20T02:00:00-05:00"}
    again = {"start": "2026-11-23T21:00:00-05:00", "end": "2026-11-27T02:00:00-05:00"}

    def mbta(periods: list[dict[str, str]]) -> Disruption:
        row = {"type": "alert", "id": "1", "attributes": alert | {"active_period": periods}}
        return shaped.only(shaped.read({"data": [row]}, shaped.source("mbta")))

    assert mbta([day]).holds_vaguely(NOW)
    assert not mbta([day, again]).holds_vaguely(NOW)
