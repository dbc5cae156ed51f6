"""Invitations as calendars read them: a library of others reads back what staff wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.events import Event, Occasion
from explainer.outputs.calendar import calendar, works_ics
from explainer.render.view import View
from tests.factory import at, make_bulletin, make_disruption, view
from tests.factory_map import map_view

icalendar = pytest.importorskip("icalendar", reason="make .venv/.dev installs it")

PARIS = ZoneInfo("Europe/Paris")
SUMMER, WINTER = datetime(2026, 7, 4, 21, tzinfo=PARIS), datetime(2026, 12, 11, 21, tzinfo=PARIS)


def event(**fields: Any) -> Event:
    told = {"id": "night", "title": "A night", "announced": date(2026, 11, 2), "party": "harbour"}
    return Event(**{"dates": (Occasion(starts=WINTER, ends=WINTER + timedelta(hours=2)),), **told, **fields})


def read(*events: Event, seen: View | None = None) -> list[Any]:
    body = calendar(seen or view(), events)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_a_date_is_the_same_moment_in_summer_and_in_winter() -> None:
    dates = (Occasion(starts=SUMMER), Occasion(starts=WINTER, ends=WINTER + timedelta(hours=2)))
    summer, winter = read(event(dates=dates))
    assert (summer.decoded("DTSTART"), summer.decoded("DTEND")) == (SUMMER, SUMMER + timedelta(hours=1))
    assert (winter.decoded("DTSTART"), winter.decoded("DTEND")) == (WINTER, WINTER + timedelta(hours=2))
    assert summer["UID"] != winter["UID"]


def test_what_is_cancelled_says_so_and_an_exercise_is_marked() -> None:
    [one] = read(event(cancelled=True), seen=view(exercise=True))
    assert (str(one["STATUS"]), str(one["SUMMARY"])) == ("CANCELLED", "EXERCISE: A night")


def test_an_event_leads_to_its_place_on_the_page() -> None:
    seen = view()
    seen = replace(seen, settings=seen.settings.replace(site_url="https://pier.example/"))
    [one] = read(event(), seen=seen)
    assert str(one["URL"]) == "https://pier.example/events/#night"
    assert str(one["UID"]) == "night-20261211T200000Z@pier.example"


WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs", "M")), min_size=1, max_size=200).filter(str.strip)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_whatever_staff_write_is_read_back_word_for_word(title: str, where: str) -> None:
    [one] = read(event(title=title, where=where))
    shown = "".join(char for char in title.strip() if char.isprintable())
    assert str(one["SUMMARY"]) == shown
    assert str(one["LOCATION"]) == "".join(char for char in where.strip() if char.isprintable())


@pytest.mark.parametrize(
    "hostile", ["a\r\nEND:VEVENT", "b\nATTACH:file:///etc/passwd", "c\x00\x1b", "d\u2028BEGIN:VALARM"]
)
def test_no_words_can_open_or_end_anything(hostile: str) -> None:
    [one] = read(event(title=hostile, says=hostile, where=hostile))
    assert sorted(one.keys()) == [
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "LOCATION",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "UID",
        "URL",
    ]
    assert not one.subcomponents


# Planned works

WORKS = {"planned": True, "status": "planned", "periods": [{"start": at(600), "end": at(700)}]}


def works(**changed: Any) -> list[Any]:
    return read_works(map_view(make_disruption("road", "works", **{**WORKS, **changed}), make_bulletin()))


def read_works(seen: View) -> list[Any]:
    body = works_ics(seen)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    found = icalendar.Calendar.from_ical(body)
    assert found.subcomponents
    return list(found.walk("VEVENT"))


def test_planned_works_are_in_the_calendar_and_what_struck_is_not() -> None:
    [one] = works(headline=[{"text": "Quay road closed"}])
    assert (one.decoded("DTSTART"), one.decoded("DTEND")) == (at(600), at(700))
    assert (str(one["SUMMARY"]), str(one["STATUS"])) == ("Quay road closed", "CONFIRMED")
    assert str(one["UID"]) == "road.works@harbour.example"
    assert str(one["URL"]) == "https://harbour.example/disruptions/road.works/"


def test_works_that_are_moved_stay_the_same_date_and_those_called_off_say_so() -> None:
    [before], [after] = works(), works(periods=[{"start": at(900), "end": at(960)}])
    assert before["UID"] == after["UID"]
    [gone] = works(status="cancelled")
    assert (gone["UID"], str(gone["STATUS"])) == (before["UID"], "CANCELLED")


def test_works_of_every_night_are_each_night_and_not_the_days_between() -> None:
    rule = {"zone": "Europe/Paris", "start": "22:00", "end": "05:00"}
    found = works(periods=[{"start": at(600), "end": at(600 + 3 * 24 * 60), "recurrence": rule}])
    assert len({str(one["UID"]) for one in found}) == len(found) >= 3
    assert all(one.decoded("DTEND") - one.decoded("DTSTART") <= timedelta(hours=7) for one in found)


def test_a_calendar_without_works_is_whole() -> None:
    assert read_works(map_view()) == []


def test_no_words_of_others_can_open_or_end_a_date() -> None:
    [one] = works(headline=[{"text": "a\r\nEND:VEVENT\nBEGIN:VALARM\x00"}])
    assert "\x00" not in str(one["SUMMARY"])


def test_planned_works_of_an_exercise_are_marked() -> None:
    [one] = read_works(map_view(make_disruption("road", "works", reality="exercise", **WORKS), exercise=True))
    assert str(one["SUMMARY"]).startswith("EXERCISE: ")
