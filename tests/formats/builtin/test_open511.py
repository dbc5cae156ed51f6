"""Open511: open-ended intervals, a headline that says more than its type, and two forms of one thing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Cause, Disruption, Effect, Entity
from explainer.model.vocabulary import CauseCode, Certainty, EffectCode, Phase, Precision, Severity, Status
from tests.conftest import NOW, ROOT
from tests.support import shaped
from tests.support.values import written

RECORDINGS = ROOT / "tests" / "recordings" / "open511"
SOURCE = shaped.source("open511")
VANCOUVER = shaped.source("open511", zone="America/Vancouver")
KEYS = (
    *("id", "headline", "description", "status", "event_type", "event_subtypes", "severity", "schedule", "intervals"),
    *(
        "roads",
        "name",
        "from",
        "to",
        "state",
        "areas",
        "recurring_schedules",
        "start_date",
        "created",
        "updated",
        "url",
    ),
)
WORDS = ("ACTIVE", "CONSTRUCTION", "MAJOR", "2026-11-20T10:00/", "/2026-11-20T10:00:00Z", "CLOSED", "2026-11-20")
XML = """<?xml version="1.0" encoding="utf-8"?>
<open511 xml:lang="fr" version="v1" xmlns:gml="http://www.opengis.net/gml"><events><event>
<id>mtq.example/1</id><status>ACTIVE</status><headline>Pont fermé &amp; détour</headline>
<event_type>INCIDENT</event_type><severity>MAJOR</severity><certainty>OBSERVED</certainty>
<event_subtypes><event_subtype>ACCIDENT</event_subtype></event_subtypes>
<schedule><intervals><interval>2026-11-20T10:00:00-05:00/</interval></intervals></schedule>
<roads><road><name>Route 132</name><state>CLOSED</state></road></roads>
<areas><area><id>qc/1</id><name>Montérégie</name></area></areas>
<geography><gml:Point><gml:pos>45.5 -73.5</gml:pos></gml:Point></geography>
</event></events><pagination><offset>0</offset></pagination></open511>"""


def event(**fields: Any) -> dict[str, Any]:
    return {
        "id": "drivebc.ca/DBC-1",
        "url": "https://api.open511.gov.bc.ca/events/drivebc.ca/DBC-1",
        "headline": "CONSTRUCTION",
        "description": "Highway 14, in both directions. Road works between Ludlow Rd and Kangaroo Rd.",
        "status": "ACTIVE",
        "created": "2026-10-21T08:01:01-07:00",
        "updated": "2026-11-20T14:42:45-08:00",
        "schedule": {"intervals": ["2026-11-20T10:00:00+00:00/"]},
        "event_type": "CONSTRUCTION",
        "event_subtypes": ["ROAD_MAINTENANCE"],
        "severity": "MINOR",
        "roads": [{"name": "Highway 14", "from": "Ludlow Rd", "to": "Kangaroo Rd", "state": "SOME_LANES_CLOSED"}],
        "areas": [{"id": "drivebc.ca/2", "name": "Vancouver Island District"}],
        **fields,
    }


def document(*events: Any, **more: Any) -> dict[str, Any]:
    return {"events": list(events), "pagination": {"offset": "0"}, "meta": {"version": "v1"}, **more}


def only(source: Any = SOURCE, **fields: Any) -> Disruption:
    return shaped.only(shaped.read(document(event(**fields)), source))


# Times


def test_an_interval_without_an_end_lasts_until_further_notice() -> None:
    [period] = only().periods
    assert (period.start, period.end) == (datetime(2026, 11, 20, 10, tzinfo=UTC), None)
    assert only().phase(datetime(2030, 1, 1, tzinfo=UTC)) is Phase.CURRENT


def test_several_intervals_are_several_periods() -> None:
    made = only(schedule={"intervals": ["2026-11-20T10:00Z/2026-11-20T12:00Z", "2026-11-21T10:00Z/2026-11-21T12:00Z"]})
    assert made.phase(datetime(2026, 11, 20, 11, tzinfo=UTC)) is Phase.CURRENT
    assert made.phase(datetime(2026, 11, 21, 1, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 22, 1, tzinfo=UTC)) is Phase.PAST


def test_times_without_an_offset_are_read_in_the_sources_zone() -> None:
    [period] = only(VANCOUVER, schedule={"intervals": ["2026-07-20T10:00/2026-07-20T11:00"]}).periods
    # In summer: what British Columbia's clocks show in winter depends on how new a machine's time zones are.
    assert period.start == datetime(2026, 7, 20, 17, tzinfo=UTC)
    assert period.precision is Precision.INFERRED


@pytest.mark.parametrize(
    ("interval", "note", "unusable"),
    [
        ("soon/later", "schedule start", "later"),
        ("2026-11-20T10:00Z", "schedule", ""),
        ("2026-11-20T10:00Z/later", "schedule end", "later"),
        ("2026-11-20T10:00Z/2026-11-19T10:00Z", "schedule end", "2026-11-19T10:00Z"),
    ],
)
def test_an_interval_that_cannot_be_read_whole_is_noted(interval: str, note: str, unusable: str) -> None:
    made = only(schedule={"intervals": [interval]})
    [period] = made.periods
    assert (period.end, period.unusable_end) == (None, unusable)
    assert made.extra[note].partition(" ")[0] in interval


def test_an_interval_of_which_nothing_is_written_is_none() -> None:
    assert only(schedule={"intervals": ["/"]}).periods == ()


DAYS = {
    "start_date": "2026-11-20",
    "end_date": "2026-11-22",
    "daily_start_time": "09:00",
    "daily_end_time": "15:00",
}


def test_a_recurring_schedule_holds_at_its_hours() -> None:
    made = only(schedule={"recurring_schedules": [DAYS]})
    [period] = made.periods
    assert (period.start, period.end) == (datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 22, 15, tzinfo=UTC))
    assert made.phase(datetime(2026, 11, 21, 8, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 21, 9, tzinfo=UTC)) is Phase.CURRENT
    assert made.phase(datetime(2026, 11, 22, 15, tzinfo=UTC)) is Phase.PAST
    assert made.extra["recurring"] == "2026-11-20 to 2026-11-22 09:00–15:00"


def test_an_interval_around_a_recurring_schedule_does_not_make_it_last_all_day() -> None:
    around = only(schedule={"intervals": ["2026-11-01T10:00Z/"], "recurring_schedules": [DAYS]})
    assert around.phase(datetime(2026, 11, 21, 8, tzinfo=UTC)) is Phase.FUTURE
    beside = only(schedule={"intervals": ["2026-11-19T10:00Z/2026-11-19T12:00Z"], "recurring_schedules": [DAYS]})
    assert beside.phase(datetime(2026, 11, 19, 11, tzinfo=UTC)) is Phase.CURRENT


def test_hours_across_midnight_still_count_on_the_night_after_the_last_day() -> None:
    nights = {**DAYS, "daily_start_time": "20:00", "daily_end_time": "05:00", "days": [1, 2, 3, 4, 5]}
    made = only(schedule={"recurring_schedules": [nights | {"end_date": "2026-11-27"}]})
    assert made.phase(datetime(2026, 11, 21, 4, tzinfo=UTC)) is Phase.CURRENT  # Saturday, the night of Friday
    assert made.phase(datetime(2026, 11, 21, 21, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 28, 4, tzinfo=UTC)) is Phase.CURRENT
    assert made.phase(datetime(2026, 11, 28, 5, tzinfo=UTC)) is Phase.PAST


def test_exceptions_are_days_on_which_it_does_not_hold_or_holds_at_other_hours() -> None:
    made = only(schedule={"recurring_schedules": [DAYS], "exceptions": ["2026-11-21", "2026-11-22 17:00-18:00"]})
    assert made.phase(datetime(2026, 11, 21, 10, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 22, 10, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 22, 17, tzinfo=UTC)) is Phase.CURRENT


def test_hours_that_cannot_be_read_hold_at_some_hours_only() -> None:
    made = only(schedule={"recurring_schedules": [{**DAYS, "daily_start_time": "dusk"}]})
    assert made.holds_vaguely(NOW)
    assert made.phase(datetime(2026, 11, 21, 10, tzinfo=UTC)) is Phase.CURRENT


def test_a_date_in_2083_is_noted_and_not_used() -> None:
    parsed = shaped.read((RECORDINGS / "drivebc-api.json").read_bytes(), SOURCE)
    for made in parsed.disruptions:
        assert made.updated_at == made.issued_at == datetime(2021, 4, 26, 12, 19, 2, tzinfo=UTC)
        assert made.extra["updated"].startswith("2083-04-13")


# Words


def test_a_headline_that_only_repeats_the_type_gives_way_to_the_description() -> None:
    assert only().headline[0].text.startswith("Highway 14, in both directions.")
    assert only(headline="Bridge closed").headline[0].text == "Bridge closed"
    assert only(description="").headline[0].text == "CONSTRUCTION"


def test_a_closed_road_without_words_gets_them_from_its_codes() -> None:
    closed = [{"name": "Highway 9", "state": "CLOSED"}]
    made = only(headline="", description="", roads=closed, areas=[])
    assert [(text.lang, text.text) for text in made.headline] == [("en", "Closed: Highway 9")]
    assert made.effects[0].code is EffectCode.NO_SERVICE


def test_an_event_that_says_nothing_at_all_is_set_aside_with_what_it_names() -> None:
    silent = event(
        description="", headline="", event_type="", event_subtypes=[], severity="", roads=[{"name": "Highway 9"}]
    )
    [row] = shaped.read(document(silent), SOURCE).rejected
    assert (row.native_id, row.names[0], row.understood) == ("drivebc.ca/DBC-1", "Highway 9", False)


@pytest.mark.parametrize(
    ("word", "status"), [("ACTIVE", Status.ACTIVE), ("ARCHIVED", Status.RESOLVED), ("", Status.UNKNOWN)]
)
def test_the_status_is_the_stated_one_and_apart_from_the_periods(word: str, status: Status) -> None:
    made = only(status=word, schedule={"intervals": ["2020-01-01T00:00Z/2020-01-02T00:00Z"]})
    assert made.status is status
    assert made.phase(datetime(2026, 1, 1, tzinfo=UTC)) is Phase.PAST


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("MINOR", Severity.MINOR),
        ("MODERATE", Severity.MODERATE),
        ("MAJOR", Severity.SEVERE),
        ("UNKNOWN", Severity.UNKNOWN),
        ("HUGE", Severity.UNKNOWN),
    ],
)
def test_severity_keeps_the_publishers_word(word: str, severity: Severity) -> None:
    made = only(severity=word)
    assert (made.severity, made.severity_native) == (severity, word)


@pytest.mark.parametrize(
    ("kind", "subtypes", "cause"),
    [
        ("CONSTRUCTION", [], Cause(code=CauseCode.CONSTRUCTION, native="CONSTRUCTION")),
        ("CONSTRUCTION", ["ROAD_MAINTENANCE"], Cause(code=CauseCode.MAINTENANCE, native="ROAD_MAINTENANCE")),
        ("ROAD_CONDITION", ["PARTLY_ICY"], Cause(code=CauseCode.WEATHER, native="PARTLY_ICY")),
        ("INCIDENT", ["HAZARD"], Cause(code=CauseCode.UNKNOWN, native="INCIDENT: HAZARD")),
        ("INCIDENT", ["ACCIDENT", "HAZARD"], Cause(code=CauseCode.ACCIDENT, native="ACCIDENT")),
    ],
)
def test_the_subtype_is_the_cause_else_the_type(kind: str, subtypes: list[str], cause: Cause) -> None:
    made = only(event_type=kind, event_subtypes=subtypes)
    assert made.causes == (cause,)
    assert made.events == (*subtypes, kind)


def test_roads_and_areas_are_named_and_shapes_are_dropped() -> None:
    made = only(geography={"type": "Point", "coordinates": [-123.4567, 48.1]})
    assert made.affected == (
        Entity(kind="road", name="Highway 14"),
        Entity(kind="area", name="Vancouver Island District", ref="drivebc.ca/2"),
    )
    assert made.effects == (Effect(code=EffectCode.REDUCED, native="SOME_LANES_CLOSED"),)
    assert made.extra["section"] == "Ludlow Rd – Kangaroo Rd"
    assert "-123.4567" not in written(made)


# Forms


def test_xml_is_read_like_json() -> None:
    assert detect(XML.encode()) == "open511"
    [made] = shaped.read(XML, SOURCE).disruptions
    assert made.headline[0].text == "Pont fermé & détour"
    assert made.headline[0].lang == "fr"
    assert (made.severity, made.certainty) == (Severity.SEVERE, Certainty.OBSERVED)
    assert made.causes[0].code is CauseCode.ACCIDENT
    assert made.effects[0].code is EffectCode.NO_SERVICE
    assert [entity.name for entity in made.affected] == ["Route 132", "Montérégie"]
    assert made.started_at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert "45.5" not in written(made)


def test_what_drivebcs_own_site_serves_is_read_too() -> None:
    body = (RECORDINGS / "drivebc-own-site.json").read_bytes()
    assert detect(body) == "open511"
    [made] = shaped.read(body, SOURCE).disruptions
    # “Until Wed Jan 29, 2025 at 5:00 PM PST”: its times without an offset are in UTC.
    assert made.ended_at == datetime(2025, 1, 30, 1, tzinfo=UTC)
    assert made.affected == (Entity(kind="road", name="Highway 1"),)
    assert made.extra["section"] == "Exit 109: Yale Rd – Exit 120: Young Rd"
    assert made.causes[0].code is CauseCode.WEATHER
    assert made.updated_at == datetime(2024, 1, 30, 16, 31, 32, tzinfo=UTC)


def test_no_events_is_quiet_and_a_first_page_says_that_more_follows() -> None:
    assert shaped.read(document(), SOURCE) == Parsed()
    assert detect(json.dumps(document()).encode()) == "open511"
    [row] = shaped.read(document(event(), pagination={"next_url": "/events?offset=50"}), SOURCE).rejected
    assert "more follows" in row.reason


def test_anything_else_is_refused() -> None:
    bodies: list[Any] = [{"events": {}}, {"events": [{"id": 1}]}, {"x": 1}, "<html><body>x", "<other/>", '{"events": [']
    for body in bodies:
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


@settings(max_examples=60)
@given(body=shaped.changed([*(path.read_bytes() for path in sorted(RECORDINGS.glob("*[!d].json"))), XML.encode()]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, VANCOUVER)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_events_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(document(body, event() | (body if isinstance(body, dict) else {}), event(id="2")), VANCOUVER)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    fields = (
        "headline",
        "status",
        "event_type",
        "severity",
        "certainty",
        "created",
        "updated",
        "url",
        "detour",
        "route_at",
    )
    found = event(**dict.fromkeys(fields, words), description=f"{words} a", event_subtypes=[words])
    found["roads"] = [dict.fromkeys(("name", "from", "to", "state"), words)]
    found["areas"] = [{"id": words, "name": words}]
    days = dict.fromkeys(("start_date", "end_date", "daily_start_time"), words)
    found["schedule"] = {"intervals": [words], "recurring_schedules": [days]}
    assert shaped.survives(json.dumps(document(found, event(id="2"))), SOURCE) is not None
