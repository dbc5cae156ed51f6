"""One way of writing a time is read; of any other it is told what was meant, and nothing is read into it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.declarations.clocks import read_day, read_time

PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(1990, 1, 1), date(2069, 12, 31))
MINUTES = st.builds(lambda day, clock: datetime.combine(day, clock).replace(second=0, microsecond=0), DAYS, st.times())

OTHER_WAYS = [
    "%d.%m.%Y %H:%M",
    "%Y-%m-%d %H.%M",
    "%Y-%m-%d %H,%M",
    "%Y-%m-%d %Hh%M",
    "%Y-%m-%d %H%M",
    "%Y-%m-%d, %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y%m%d %H:%M",
    "%Y%m%dT%H%M",
    "%Y-%m-%d %H:%M Uhr",
    "%Y-%m-%d %H:%M h",
    "%Y-%m-%d %H:%M CET",
    "%d.%m.%y %H.%M Uhr",
    "%Y-%m-%d %I:%M %p",
]


def outcome(written: str) -> tuple[datetime | None, str]:
    try:
        return read_time(written, PARIS), ""
    except ValueError as error:
        return None, str(error)


@given(MINUTES)
def test_a_time_as_it_is_written_is_read_in_its_zone(at: datetime) -> None:
    assert read_time(f"{at:%Y-%m-%d %H:%M}", PARIS) == at.replace(tzinfo=PARIS)
    assert read_time(f"{at:%Y-%m-%dT%H:%M:%S}Z", PARIS) == at.replace(tzinfo=UTC)
    assert read_day(f"{at:%Y-%m-%d}") == at.date()


@given(MINUTES, st.sampled_from(OTHER_WAYS))
@example(datetime.fromisoformat("2000-01-01T00:24"), "%Y%m%dT%H%M")  # minutes that are no hour
def test_a_time_written_otherwise_is_refused_with_what_was_meant(at: datetime, way: str) -> None:
    with pytest.raises(ValueError, match="; write ") as caught:
        read_time(at.strftime(way), PARIS)
    remedy = str(caught.value).rpartition("; write ")[2]
    assert read_time(remedy, PARIS) == at.replace(tzinfo=PARIS)


@given(st.text(alphabet="0123456789:.,- /hTUZ+apm", max_size=22))
def test_whatever_is_written_is_a_time_or_says_how_to_write_one(written: str) -> None:
    read, said = outcome(written)
    assert "; write " in said or (read and f"{read:%Y-%m-%d}" in written and f"{read:%H:%M}" in written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("03/04/2026 18:20", "write it as 2026-11-20 18:20"),
        ("2026-11-20 18:20 UTC", "write 2026-11-20 18:20+00:00"),
        ("2026-11-20 12:05 am", "write 2026-11-20 00:05"),
        ("18 Uhr", "has no day"),
        ("2026-02-30 10:00", "write it as 2026-11-20 18:20"),
    ],
)
def test_what_is_not_plain_is_not_guessed(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_time(written, PARIS)


@pytest.mark.parametrize("written", ["20.11.2026", "20/11/2026", "2026/11/20", "20261120", "2026-20-11"])
def test_a_day_written_otherwise_is_refused_with_what_was_meant(written: str) -> None:
    with pytest.raises(ValueError, match="is not a day; write 2026-11-20"):
        read_day(written)
    assert date.fromisoformat("2026-11-20") == read_day("2026-11-20")
