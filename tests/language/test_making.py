"""What CLDR says of a language becomes plain values that a refresh reads without Babel."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from explainer.language import making
from explainer.language.cldr import ENGLISH
from explainer.language.words import Words, words_of

PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2026, 11, 1, 7, 5, tzinfo=PARIS)
SAME_YEAR, NEXT_YEAR = datetime(2026, 11, 20, 18, 30, tzinfo=PARIS), datetime(2027, 1, 1, tzinfo=PARIS)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Words:
    monkeypatch.setattr(making, "is_translated", lambda _: True)
    return words_of(making.cldr_of(request.param, "Europe/Paris"))


def test_english_needs_no_babel_because_it_is_kept_as_it_is_made() -> None:
    assert making.made_of("en", "Europe/Paris") == making.cldr_of("en", "Europe/Paris") == ENGLISH


def test_a_language_without_a_catalogue_keeps_words_and_dates_in_english() -> None:
    assert making.cldr_of("ja", "Asia/Tokyo") is ENGLISH


def test_a_language_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "is_translated", lambda _: True)
    with pytest.raises(ValueError, match="there is no language “tlh”"):
        making.cldr_of("tlh", "UTC")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("en-US", ("November 1, 07:05", "Sunday, November 1", "Sunday, November 1, 2026", "November 2026")),
        ("fr", ("07:05 le 1er novembre", "dimanche 1er novembre", "dimanche 1er novembre 2026", "novembre 2026")),
        ("de", ("07:05 am 1. November", "Sonntag, 1. November", "Sonntag, 1. November 2026", "November 2026")),
        (
            "es",
            (
                "7:05 del 1 de noviembre",
                "domingo, 1 de noviembre",
                "domingo, 1 de noviembre de 2026",
                "noviembre de 2026",
            ),
        ),
        ("ar", ("07:05 يوم 1 نوفمبر", "الأحد، 1 نوفمبر", "الأحد، 1 نوفمبر 2026", "نوفمبر 2026")),
        ("ja", ("11月1日 7:05", "11月1日日曜日", "2026年11月1日日曜日", "2026年11月")),
    ],
    indirect=["told"],
)
def test_a_date_is_written_as_its_language_writes_it(told: Words, words: tuple[str, ...]) -> None:
    assert words == (
        told.moment(FIRST, SAME_YEAR),
        told.date_with_weekday(FIRST, SAME_YEAR),
        told.date_with_weekday(FIRST, NEXT_YEAR),
        told.month(FIRST),
    )


@pytest.mark.parametrize(
    ("told", "shown"),
    [("en", "1 November, 07:05 UTC"), ("de", "07:05 UTC am 1. November"), ("ar", "07:05 UTC يوم 1 نوفمبر")],
    indirect=["told"],
)
def test_a_zone_stays_beside_its_hour_wherever_the_date_stands(told: Words, shown: str) -> None:
    assert told.with_date("07:05 UTC", FIRST, SAME_YEAR) == shown


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("fr", ("1,5", "3\u202f400", "120\u202f000")),
        ("de", ("1,5", "3.400", "120.000")),
        ("es", ("1,5", "3400", "120.000")),
        ("ar", ("1.5", "3,400", "120,000")),
    ],
    indirect=["told"],
)
def test_a_number_has_its_languages_signs_and_western_digits(told: Words, numbers: tuple[str, ...]) -> None:
    assert numbers == (told.number(1.5), told.number(3_400), told.number(120_000))


@pytest.mark.parametrize(
    ("told", "listed"),
    [("fr", "A, B et C"), ("de", "A, B und C"), ("es", "A, B y C"), ("ar", "A وB وC"), ("en-US", "A, B, and C")],
    indirect=["told"],
)
def test_a_list_is_joined_as_its_language_joins_it(told: Words, listed: str) -> None:
    assert told.listed(["A", "B", "C"]) == listed


@pytest.mark.parametrize(("told", "name"), [("de", "MEZ"), ("fr", "CET")], indirect=["told"])
def test_a_zone_has_the_short_name_its_language_gives_it(told: Words, name: str) -> None:
    assert told.zone(FIRST) == name
    assert told.zone(FIRST.astimezone(ZoneInfo("Asia/Dubai"))) == "UTC+4"
    assert told.duration(timedelta(minutes=1))
