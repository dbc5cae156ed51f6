"""One policy for spans: what is written as a start and an end becomes a period in one way, in every format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.formats.kit.spans import means_open, span
from explainer.formats.kit.times import Reading, read_time
from explainer.model.disruption import Disruption, Origin, Period, Text
from explainer.model.recurrence import Recurrence
from explainer.model.vocabulary import PeriodRole, Phase, Precision, Status

BERLIN = ZoneInfo("Europe/Berlin")
START = "2026-11-20T08:00:00+01:00"


def made(start: object, end: object, zone: ZoneInfo | None = BERLIN) -> Period:
    period = span(start, end, zone).period  # type: ignore[arg-type]
    assert period is not None
    return period


def utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


# Ends


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-20T18:00:00+01:00", "2026-11-20 17:00"),
        ("2026-11-20T24:00:00+01:00", "2026-11-20 23:00"),
        ("2026-11-20 24:00", "2026-11-20 23:00"),
        ("Fri, 20 Nov 2026 24:00:00 +0100", "2026-11-20 23:00"),
        ("2026-11-20T23:59:60Z", "2026-11-20 23:59:59"),
        ("2026-11-20", "2026-11-20 23:00"),  # the day itself is part of it
        ("2026-12-31T24:00Z", "2027-01-01 00:00"),
        (1795194000, "2026-11-20 17:00"),
        (1795194000000, "2026-11-20 17:00"),
        ("1795194000", "2026-11-20 17:00"),
    ],
)
def test_an_end_that_can_be_read_is_the_end(written: object, expected: str) -> None:
    period = made(START, written)
    assert (period.end, period.unusable_end) == (utc(expected), "")


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "2026-11-31T10:00:00Z",
        "2026-11-20T24:00:01Z",
        "2026-11-20T25:00:00Z",
        "2026-11-20T10:00:61Z",
        "2026-11-20T10:00:00+16:00",
        "2083-01-01T00:00:00Z",
        "1900-01-01T00:00:00Z",
        "2026-11-20T07:59:59+01:00",  # before the start
        "2026-11-20T06:59:59Z",
        "2026-11-20T06:00:00",
        "1795154399",
    ],
)
def test_an_end_that_cannot_be_used_is_kept_as_it_was_written_and_not_taken_as_open(written: str) -> None:
    told = span(START, written, BERLIN, "validity")
    assert told.period is not None
    assert (told.period.end, told.period.unusable_end) == (None, written)
    assert told.notes["validity end"].startswith(f"{written} (not used: ")


@pytest.mark.parametrize("written", [None, "", " ", "0", 0, "null", "-", "until further notice", "UFN", "n/a"])
def test_what_publishers_write_for_no_end_is_an_open_one(written: object) -> None:
    told = span(START, written, BERLIN)  # type: ignore[arg-type]
    assert told.period is not None
    assert (told.period.end, told.period.unusable_end) == (None, "")
    assert not told.notes


@pytest.mark.parametrize(
    "written",
    [
        "9999-12-31T23:59:59Z",
        "2199-04-22T10:00:00-03:00",
        "2999-01-01",
        "0001-01-01T00:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "32503680000",
        "253402300799",
        253402300799000,
        18446744073709551615,
        10**400,
    ],
)
def test_a_year_that_never_comes_and_the_zero_of_a_program_are_an_open_end_with_a_note(written: str | int) -> None:
    told = span(START, written, BERLIN)
    assert told.period is not None
    assert (told.period.end, told.period.unusable_end) == (None, "")
    assert "taken as until further notice" in told.notes["end"]


def test_a_span_of_no_length_is_a_moment_and_over_afterwards() -> None:
    period = made(START, START)
    assert period.start == period.end
    origin = Origin(feed="f", publisher="F", format="cap", native_id="1")
    whole = Disruption(id="f.1", origin=origin, headline=(Text(text="A"),), status=Status.ACTIVE, periods=(period,))
    assert whole.phase(utc("2026-11-20 06:59")) is Phase.FUTURE
    assert whole.phase(utc("2026-11-20 07:00")) is Phase.PAST


def test_one_day_alone_lasts_until_its_end() -> None:
    period = made("2026-10-25", "2026-10-25")
    assert (period.start, period.end) == (utc("2026-10-24 22:00"), utc("2026-10-25 23:00"))
    assert period.precision is Precision.DAY
    day = read_time("2026-10-25", BERLIN)
    assert made(day, day) == period


# Where the clocks jump


def test_a_start_in_a_doubled_hour_is_the_first_and_an_end_the_second() -> None:
    period = made("2026-10-25T02:30", "2026-10-25T02:30")
    assert (period.start, period.end) == (utc("2026-10-25 00:30"), utc("2026-10-25 01:30"))


def test_a_skipped_hour_counts_on_after_the_gap() -> None:
    period = made("2027-03-28T02:30", "2027-03-28T02:45")
    assert (period.start, period.end) == (utc("2027-03-28 01:30"), utc("2027-03-28 01:45"))


def test_ends_are_compared_as_moments() -> None:
    period = made("2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00")
    assert period.end is not None
    assert period.end - (period.start or utc("2000-01-01")) == timedelta(minutes=20)


# The rest of a period


def test_a_start_that_cannot_be_read_is_left_out_and_noted() -> None:
    told = span("dawn", "2026-11-20T18:00Z", BERLIN, "validity")
    assert told.period is not None
    assert (told.period.start, told.period.end) == (None, utc("2026-11-20 18:00"))
    assert told.notes == {"validity start": "dawn (not used: no believable time)"}


def test_nothing_written_is_no_period_and_only_an_unusable_end_is_one() -> None:
    assert span("", None, BERLIN).period is None
    assert made("", "dusk").unusable_end == "dusk"


def test_a_period_is_as_exact_as_its_less_exact_end_and_a_lent_zone_is_noted() -> None:
    told = span("2026-11-20T08:00:00Z", "2026-11-20T18:00", BERLIN)
    assert told.period is not None
    assert told.period.precision is Precision.INFERRED
    assert told.notes["zone"] == "the feed names none; its times are read in Europe/Berlin"


def test_without_a_zone_a_time_without_an_offset_is_not_guessed_at() -> None:
    told = span(START, "2026-11-20T18:00", None)
    assert told.period is not None
    assert told.period.unusable_end == "2026-11-20T18:00"
    assert told.notes["end"].endswith("no believable time with an offset)")


def test_role_words_and_recurrence_are_kept() -> None:
    rule = Recurrence(zone="Europe/Berlin", start="20:00", end="05:00")
    blank = Period(role=PeriodRole.PUBLICATION, text="estimated", recurrence=rule)
    told = span(START, "2026-11-22T08:00Z", BERLIN, "", blank)
    assert told.period is not None
    assert (told.period.role, told.period.text, told.period.recurrence) == (PeriodRole.PUBLICATION, "estimated", rule)


def test_a_rule_that_never_holds_within_its_span_is_a_contradiction_and_so_vague() -> None:
    saturdays = Period(recurrence=Recurrence(zone="Europe/Berlin", days=(6,), text="saturday"))
    told = span("2026-11-16", "2026-11-20", BERLIN, "", saturdays)
    assert told.period is not None
    assert told.period.recurrence == Recurrence(zone="Europe/Berlin", text="saturday")


@given(st.text() | st.integers() | st.floats() | st.none(), st.text() | st.integers() | st.floats() | st.none())
def test_whatever_is_written_makes_a_period_or_none_and_an_end_that_is_written_is_never_lost(
    start: str | float | None, end: str | float | None
) -> None:
    told = span(start, end, BERLIN)
    if told.period is None:
        assert means_open(end)
        return
    assert (told.period.end is None) or not told.period.unusable_end
    assert told.period.end is not None or told.period.unusable_end or means_open(end)


def test_a_reading_of_the_format_s_own_is_taken_as_it_is() -> None:
    exact = Reading(utc("2026-11-20 18:00"), Precision.EXACT)
    assert made(START, exact).end == exact.at
    assert made(START, Reading(utc("2026-11-19 18:00"), Precision.EXACT)).unusable_end == "2026-11-19T18:00+00:00"
