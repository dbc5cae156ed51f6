"""English words: whole sentences with named places, and dates, numbers and lists as British readers write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from explainer.language.making import made_of
from explainer.language.marks import N_, NC_
from explainer.language.words import english, utc_offset, words_of

WORDS = english()
NOW = datetime(2026, 11, 20, 18, 24, tzinfo=UTC)


def test_a_message_of_plain_values_is_plain_text() -> None:
    told = WORDS.gettext("%(who)s is <late>.", who="A & B")
    assert told == "A & B is <late>."
    assert not isinstance(told, Markup)


def test_a_message_with_one_value_of_markup_is_markup_in_which_all_else_is_escaped() -> None:
    told = WORDS.gettext("%(who)s & %(at)s", who="<A>", at=Markup("<time>18:20</time>"))
    assert isinstance(told, Markup)
    assert told == "&lt;A&gt; &amp; <time>18:20</time>"


def test_a_value_that_hides_or_turns_around_what_follows_loses_those_signs_in_markup() -> None:
    assert WORDS.gettext("%(who)s, %(at)s", who="a\u202eb\x00", at=Markup("<i>")) == "ab, <i>"


def test_a_value_that_looks_like_a_place_is_no_place() -> None:
    assert WORDS.gettext("%(a)s %(b)s", a="%(b)s", b="100%") == "%(b)s 100%"


def test_a_percent_sign_in_a_message_is_written_twice() -> None:
    assert WORDS.gettext("100%% sure") == "100% sure"


@pytest.mark.parametrize(("number", "told"), [(0, "0 others of A"), (1, "1 other of A"), (2, "2 others of A")])
def test_a_message_agrees_with_its_number(number: int, told: str) -> None:
    assert WORDS.ngettext("%(num)d other of %(who)s", "%(num)d others of %(who)s", number, who="A") == told


def test_a_message_in_a_table_is_looked_up_where_it_is_used() -> None:
    assert WORDS.gettext(N_("Known")) == "Known"
    assert WORDS.pgettext(*NC_("state of a part", "Slowed")) == "Slowed"


def test_a_moment_of_today_is_its_hour_and_of_another_day_has_its_date() -> None:
    assert WORDS.moment(datetime(2026, 11, 20, 7, 5, tzinfo=UTC), NOW) == "07:05"
    assert WORDS.moment(datetime(2026, 11, 4, 7, 5, tzinfo=UTC), NOW) == "4 November, 07:05"
    assert WORDS.moment(datetime(2025, 11, 4, 7, 5, tzinfo=UTC), NOW) == "4 November 2025, 07:05"


def test_an_hour_keeps_its_zone_wherever_a_language_puts_the_date() -> None:
    french = words_of(made_of("fr", "Europe/Paris"))
    assert french.with_date("18:00 CET", datetime(2026, 11, 21, tzinfo=UTC), NOW) == "18:00 CET le 21 novembre"


def test_a_date_has_its_weekday_and_its_year_where_they_are_asked_for() -> None:
    assert WORDS.date(NOW, NOW) == "20 November"
    assert WORDS.date_with_weekday(NOW, NOW) == "Friday 20 November"
    assert WORDS.full_date(NOW) == "20 November 2026"
    assert WORDS.month(NOW) == "November 2026"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "less than a minute"),
        (1, "1 minute"),
        (12, "12 minutes"),
        (60, "1 hour"),
        (130, "2 hours 10 minutes"),
        (1445, "1 day"),
        (4560, "3 days 4 hours"),
        (1441, "1 day"),
    ],
)
def test_a_length_of_time_is_told_by_its_two_largest_parts(minutes: int, told: str) -> None:
    assert WORDS.duration(timedelta(minutes=minutes)) == told


def test_figures_have_no_needless_digits_and_one_dash_between_two() -> None:
    assert [WORDS.number(value) for value in (24, 24.0, 1.5, 999, 3_400, 99_999, 120_000)] == [
        "24",
        "24",
        "1.5",
        "999",
        "3,400",
        "99,999",
        "120,000",
    ]
    assert WORDS.ngettext("%(num)d more", "%(num)d more", 1_200) == "1,200 more"
    assert WORDS.range(40, 70) == "40–70"
    assert WORDS.range(40, 40.0) == "40"


@pytest.mark.parametrize(
    ("items", "told"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_a_list_ends_in_and(items: list[str], told: str) -> None:
    assert WORDS.listed(items) == told


def test_a_list_with_one_item_of_markup_is_markup_in_which_all_else_is_escaped() -> None:
    told = WORDS.listed(["<A>", Markup("<a>B</a>")])
    assert isinstance(told, Markup)
    assert told == "&lt;A&gt; and <a>B</a>"


def test_a_zone_without_a_name_of_its_own_is_called_by_its_offset() -> None:
    assert WORDS.zone(NOW.astimezone(ZoneInfo("Europe/Paris"))) == "CET"
    assert WORDS.zone(NOW.astimezone(ZoneInfo("Asia/Dubai"))) == "UTC+4"
    assert utc_offset(NOW.astimezone(ZoneInfo("America/St_Johns"))) == "UTC-3:30"
    assert utc_offset(NOW) == "UTC"
