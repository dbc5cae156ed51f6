"""Times as feeds write them. What cannot be read for certain is None, never a guess."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from explainer.formats.kit.times import read_near, read_time
from explainer.model.vocabulary import Precision

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-20T18:20:00+01:00", "2026-11-20T17:20:00Z"),
        ("2026-11-20T17:20:00Z", "2026-11-20T17:20:00Z"),
        ("2026-11-20t17:20:00z", "2026-11-20T17:20:00Z"),
        ("2026-11-20T17:20:00.123456Z", "2026-11-20T17:20:00Z"),
        ("2026-11-20T17:20-0000", "2026-11-20T17:20:00Z"),
        ("2011-09-02T11:36:50-00:00", "2011-09-02T11:36:50Z"),
        ("2021-06-02 11:16:00 +0000 UTC", "2021-06-02T11:16:00Z"),
        ("2023-02-14 02:00:00 +0100 +0100", "2023-02-14T01:00:00Z"),
        ("2022-10-28 21:00:00 +0200 CEST", "2022-10-28T19:00:00Z"),
        ("Fri, 20 Nov 2026 17:20:00 GMT", "2026-11-20T17:20:00Z"),
        ("Fri, 20 Nov 2026 17:20:00 +0000", "2026-11-20T17:20:00Z"),
        ("20 Nov 26 17:20 UT", "2026-11-20T17:20:00Z"),
        ("Fri, 31 Jul 2026 00:12:00 Z", "2026-07-31T00:12:00Z"),
        ("Sun, 13 Nov 2016 19:01:00 PDT", "2016-11-14T02:01:00Z"),
        ("Thu, 01 Jan 2004 19:48:21 EST", "2004-01-02T00:48:21Z"),
        ("Sat, 28 Sept 2002 21:00:60 GMT", "2002-09-28T21:00:59Z"),
        ("Jan 9, 2020 - 14:27 UTC", "2020-01-09T14:27:00Z"),
        ("Fri, 20 Nov 2026 17:20:00 UTC+01:00", "2026-11-20T16:20:00Z"),
        ("Fri, 20 Nov 2026 17:20:00 +0100 (CET)", "2026-11-20T16:20:00Z"),
    ],
)
def test_a_time_with_a_zone_is_read_exactly(written: str, moment: str) -> None:
    reading = read_time(written, None)
    assert reading is not None
    assert reading.at.astimezone(UTC) == datetime.fromisoformat(moment)
    assert reading.precision in (Precision.EXACT, Precision.MINUTE)


@pytest.mark.parametrize("written", ["2018-09-23 08:30:00", "2018-09-27T08:00:00", "Thu, 27 Sep 2018 08:00:00"])
def test_a_time_without_a_zone_is_read_in_the_sources_zone_and_says_so(written: str) -> None:
    reading = read_time(written, PARIS)
    assert reading is not None
    assert reading.at.utcoffset() == PARIS.utcoffset(reading.at.replace(tzinfo=None))
    assert reading.precision is Precision.INFERRED
    assert read_time(written, None) is None


def test_a_date_alone_is_a_day() -> None:
    reading = read_time("2026-11-20", PARIS)
    assert reading == (datetime(2026, 11, 20, tzinfo=PARIS), Precision.DAY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "0001-01-01 00:00:00 +0000 UTC",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "2083-01-01T00:00:00Z",
        "2199-04-22T10:00:00-03:00",
        "2026-02-30T10:00:00Z",
        "2026-11-20T25:00:00Z",
        "2026-11-20T10:00:00+99:00",
        "2026-11-20T10:00:00 +0100 +0200",
        "Fri, 20 Nov 2026 17:20:00 IST",
        "Fri, 20 Nov 2026 17:20:00 BST",
        "Fri, 20 nov. 2026 à 17 h",
        "20 Mai 2026 17:20 GMT",
        "11/12/2016 7:01PM",
        "Jan 9, 14:27 UTC",
        "<no value>",
        "9" * 10_000,
    ],
)
def test_what_is_no_certain_moment_is_none(written: str) -> None:
    assert read_time(written, UTC) is None


def test_an_ambiguous_zone_word_is_read_where_the_source_itself_uses_it() -> None:
    london = read_time("Fri, 20 Jun 2026 17:20:00 BST", ZoneInfo("Europe/London"))
    shanghai = read_time("Fri, 20 Jun 2026 17:20:00 CST", ZoneInfo("Asia/Shanghai"))
    assert london is not None
    assert london.at.astimezone(UTC).hour == 16
    assert shanghai is not None
    assert shanghai.at.astimezone(UTC).hour == 9


@pytest.mark.parametrize(
    ("written", "anchor", "moment"),
    [
        ("Jan 9, 14:27 UTC", "2020-01-11T11:57:00Z", "2020-01-09T14:27:00Z"),
        ("Jan  9, 14:27 UTC", "2020-01-11T11:57:00Z", "2020-01-09T14:27:00Z"),
        ("Dec 30, 23:00 UTC", "2020-01-02T00:00:00Z", "2019-12-30T23:00:00Z"),
        ("Jan 2, 01:00 UTC", "2019-12-31T23:00:00Z", "2020-01-02T01:00:00Z"),
        ("Feb 29, 12:00 PST", "2024-03-01T00:00:00Z", "2024-02-29T20:00:00Z"),
        ("0800 Thu 13 Mar", "2025-03-12T08:00:00Z", "2025-03-13T08:00:00Z"),
    ],
)
def test_a_time_without_a_year_takes_the_year_nearest_to_the_item(written: str, anchor: str, moment: str) -> None:
    reading = read_near(written, datetime.fromisoformat(anchor), UTC)
    assert reading == (datetime.fromisoformat(moment), Precision.INFERRED)


def test_an_older_entry_of_a_timeline_never_moves_after_a_younger_one() -> None:
    younger = datetime(2020, 3, 1, tzinfo=UTC)
    reading = read_near("Nov 30, 10:00 UTC", younger, UTC, before=younger)
    assert reading is not None
    assert reading.at == datetime(2019, 11, 30, 10, tzinfo=UTC)


def test_a_weekday_must_agree() -> None:
    anchor = datetime(2026, 3, 12, tzinfo=UTC)
    assert read_near("0800 Thu 12 Mar", anchor, UTC) is not None
    assert read_near("0800 Wed 32 Mar", anchor, UTC) is None
    assert read_near("0800 Wed 12 Xyz", anchor, UTC) is None
