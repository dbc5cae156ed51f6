"""USGS: an earthquake is no outage; its colour is the severity, its magnitude is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.vocabulary import CauseCode, Certainty, Precision, Severity, Status
from tests.conftest import ROOT
from tests.support import shaped
from tests.support.values import written

RECORDING = ROOT / "tests" / "recordings" / "usgs" / "three.json"
SOURCE = shaped.source("usgs")
KEYS = ("id", "mag", "magType", "place", "time", "updated", "url", "alert", "status", "tsunami", "ids", "type", "title")
WORDS = ("red", "reviewed", "deleted", "earthquake", ",us1,nc2,", "1537603200000")


def feature(identity: str = "us7000abcd", **fields: Any) -> dict[str, Any]:
    properties = {
        "mag": 5.2,
        "magType": "mww",
        "place": "10 km N of Brawley, CA",
        "time": 1_763_000_000_123,
        "updated": 1_763_000_600_000,
        "url": "https://earthquake.usgs.gov/earthquakes/eventpage/us7000abcd",
        "alert": "yellow",
        "status": "reviewed",
        "tsunami": 0,
        "ids": ",us7000abcd,ci41234567,",
        "type": "earthquake",
        "title": "M 5.2 - 10 km N of Brawley, CA",
        **fields,
    }
    geometry = {"type": "Point", "coordinates": [-115.5, 33.1, 9.8]}
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": geometry}


def collection(*features: Any) -> dict[str, Any]:
    url = "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/all_hour.geojson"
    return {"type": "FeatureCollection", "metadata": {"url": url}, "features": list(features)}


def only(**fields: Any) -> Disruption:
    return shaped.only(shaped.read(collection(feature(**fields)), SOURCE))


def test_an_earthquake_has_a_beginning_and_no_end() -> None:
    made = only()
    [period] = made.periods
    assert period.start == datetime(2025, 11, 13, 2, 13, 20, 123_000, tzinfo=UTC)
    assert period.end is None
    assert period.precision is Precision.EXACT
    assert made.updated_at == datetime(2025, 11, 13, 2, 23, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("colour", "severity"),
    [
        ("green", Severity.MINOR),
        ("yellow", Severity.MODERATE),
        ("orange", Severity.SEVERE),
        ("red", Severity.EXTREME),
        (None, Severity.UNKNOWN),
        ("Alert 1", Severity.UNKNOWN),
    ],
)
def test_the_colour_is_the_severity(colour: str | None, severity: Severity) -> None:
    assert only(alert=colour).severity is severity


def test_a_great_magnitude_alone_says_nothing_of_severity() -> None:
    assert only(alert=None, mag=9.1).severity is Severity.UNKNOWN


def test_whether_somebody_looked_is_certainty_and_not_status() -> None:
    reviewed, automatic, deleted = (only(status=word) for word in ("reviewed", "automatic", "deleted"))
    assert (reviewed.status, reviewed.certainty) == (Status.UNKNOWN, Certainty.OBSERVED)
    assert (automatic.status, automatic.certainty) == (Status.UNKNOWN, Certainty.UNKNOWN)
    assert deleted.status is Status.WITHDRAWN


def test_the_tsunami_flag_is_told_as_what_it_is() -> None:
    assert "does not say that there is a tsunami" in only(tsunami=1).extra["tsunami"]
    assert "tsunami" not in only(tsunami=0).extra


def test_the_other_ids_are_duplicates_and_the_place_is_named_but_not_located() -> None:
    made = only()
    assert [(one.kind, one.native_id) for one in made.relations] == [("duplicates", "ci41234567")]
    assert made.affected == (Entity(kind="place", name="10 km N of Brawley, CA"),)
    assert "-115.5" not in written(made)


def test_causes_are_the_event_type() -> None:
    assert only().causes[0].code is CauseCode.NATURAL_HAZARD
    assert only(type="quarry blast").causes[0].code is CauseCode.THIRD_PARTY
    assert only(type="Type 1").causes[0].code is CauseCode.UNKNOWN


@pytest.mark.parametrize("time", [None, "x", 1, 10**30, -5, True, {"a": 1}])
def test_a_time_that_is_none_is_no_time(time: Any) -> None:
    assert only(time=time).periods == ()


def test_without_a_title_magnitude_and_place_are_the_headline() -> None:
    assert only(title=None).headline[0].text == "M 5.2 - 10 km N of Brawley, CA"
    assert only(title=None, mag=None).headline[0].text == "10 km N of Brawley, CA"
    assert only(title=None, mag=None, place=None).headline[0].text == "Earthquake"
    [row] = shaped.read(collection(feature(title=None, mag=None, place=None, type=None)), SOURCE).rejected
    assert row.native_id == "us7000abcd"
    [row] = shaped.read(collection(feature(identity="")), SOURCE).rejected
    assert row.reason == "it has no id"


def test_the_recording_and_single_features_and_empty_answers_are_recognised() -> None:
    for body in (RECORDING.read_text(), json.dumps(feature()), json.dumps(collection())):
        assert detect(body.encode()) == "usgs"
    assert len(shaped.read(RECORDING.read_bytes(), SOURCE).disruptions) == 3
    assert shaped.read(collection(), SOURCE) == Parsed()


def test_other_geojson_and_no_json_are_refused() -> None:
    bodies: list[Any] = [
        collection({"properties": {"event": "x"}}),
        {"metadata": {}},
        "<html><body>x",
        '{"type": "Feat',
    ]
    for body in bodies:
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


@settings(max_examples=60)
@given(body=shaped.changed([RECORDING.read_bytes(), json.dumps(collection(feature())).encode()]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=120)
@given(body=shaped.values(KEYS, WORDS))
def test_random_features_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(collection({"type": "Feature", "id": "a", "properties": body}, body, feature()), SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    found = feature(**dict.fromkeys(KEYS[2:], words))
    assert shaped.survives(json.dumps(collection(found)), SOURCE) is not None
