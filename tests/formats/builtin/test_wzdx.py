"""WZDx: verified is not estimated, a status only where one is stated, and every version's names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.vocabulary import CauseCode, EffectCode, Phase, Precision, Status
from tests.conftest import ROOT
from tests.support import shaped
from tests.support.values import written

RECORDINGS = ROOT / "tests" / "recordings" / "wzdx"
SOURCE = shaped.source("wzdx")
KEYS = (
    *("core_details", "event_type", "road_names", "description", "name", "start_date", "end_date", "vehicle_impact"),
    *("is_start_date_verified", "is_end_date_verified", "types_of_work", "type_name", "event_status", "update_date"),
    *("worker_presence", "are_workers_present", "start_date_accuracy", "related_road_events", "id", "road_event_id"),
)
WORDS = ("work-zone", "all-lanes-closed", "2026-11-20T10:00:00Z", "verified", "estimated", "active", "maintenance")


def core(**fields: Any) -> dict[str, Any]:
    return {
        "data_source_id": "1",
        "event_type": "work-zone",
        "road_names": ["I-80", "I-35"],
        "direction": "westbound",
        "name": "PLK01012016",
        "description": "Lane shift",
        "creation_date": "2026-10-30T22:42:53Z",
        "update_date": "2026-11-01T05:57:36Z",
        **fields,
    }


def properties(**fields: Any) -> dict[str, Any]:
    return {
        "core_details": core(),
        "start_date": "2026-11-20T10:00:00Z",
        "end_date": "2026-11-25T23:00:00Z",
        "is_start_date_verified": True,
        "is_end_date_verified": True,
        "vehicle_impact": "all-lanes-closed",
        "types_of_work": [{"type_name": "surface-work"}],
        **fields,
    }


def document(*rows: Any, identity: str = "a1", **more: Any) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": [[-93.7764, 41.6177]]}
    features = [{"type": "Feature", "id": identity, "properties": row, "geometry": geometry} for row in rows]
    return {"type": "FeatureCollection", "feed_info": {"version": "4.2"}, "features": features, **more}


def only(**fields: Any) -> Disruption:
    return shaped.only(shaped.read(document(properties(**fields)), SOURCE))


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (True, True, Precision.EXACT, "start verified, end verified"),
        (True, False, Precision.INFERRED, "start verified, end estimated"),
        (False, None, Precision.INFERRED, "start estimated"),
        (None, None, Precision.EXACT, ""),
    ],
)
def test_an_estimate_is_no_exact_time(start: bool | None, end: bool | None, precision: Precision, words: str) -> None:
    [period] = only(is_start_date_verified=start, is_end_date_verified=end).periods
    assert (period.precision, period.text) == (precision, words)


def test_before_version_4_accuracy_is_a_word_and_names_stand_beside_each_other() -> None:
    flat = core() | properties(core_details=None, is_start_date_verified=None, is_end_date_verified=None)
    flat |= {"road_event_id": "old-1", "road_name": "I-90", "event_status": "planned"}
    flat |= {"start_date_accuracy": "verified", "end_date_accuracy": "estimated"}
    del flat["is_start_date_verified"], flat["is_end_date_verified"]
    body = document(flat, identity="")
    del body["feed_info"]
    body["road_event_feed_info"] = {"version": "3.1"}
    assert detect(json.dumps(body).encode()) == "wzdx"
    [made] = shaped.read(body, SOURCE).disruptions
    assert made.origin.native_id == "old-1"
    assert made.periods[0].text == "start verified, end estimated"
    assert made.status is Status.PLANNED
    assert Entity(kind="road", name="I-90") in made.affected


def test_without_a_status_it_is_unknown_and_the_period_says_the_phase() -> None:
    made = only()
    assert made.status is Status.UNKNOWN
    assert made.phase(datetime(2026, 11, 19, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 21, tzinfo=UTC)) is Phase.CURRENT


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("pending", Status.PLANNED),
        ("active", Status.ACTIVE),
        ("completed", Status.RESOLVED),
        ("cancelled", Status.CANCELLED),
        ("odd", Status.UNKNOWN),
    ],
)
def test_a_stated_status_is_read(word: str, status: Status) -> None:
    assert only(event_status=word).status is status


@pytest.mark.parametrize(
    ("word", "effect"),
    [
        ("all-lanes-closed", EffectCode.NO_SERVICE),
        ("some-lanes-closed-merge-left", EffectCode.REDUCED),
        ("all-lanes-open-shift-right", EffectCode.MODIFIED),
        ("all-lanes-open", EffectCode.INFORMATION),
        ("unknown", EffectCode.UNKNOWN),
    ],
)
def test_the_impact_on_vehicles_is_the_effect(word: str, effect: EffectCode) -> None:
    [found] = only(vehicle_impact=word).effects
    assert (found.code, found.native) == (effect, word)


def test_causes_are_the_works_else_the_type() -> None:
    assert [cause.code for cause in only().causes] == [CauseCode.CONSTRUCTION]
    assert only(types_of_work=[{"type_name": "maintenance"}]).causes[0].code is CauseCode.MAINTENANCE
    assert only(types_of_work=None, core_details=core(event_type="incident")).causes[0].code is CauseCode.UNKNOWN
    detour = only(types_of_work=None, core_details=core(event_type="detour"))
    assert detour.causes == ()
    assert detour.effects[-1].code is EffectCode.DETOUR


def test_roads_are_named_and_shapes_are_dropped() -> None:
    made = only(worker_presence={"are_workers_present": True}, reduced_speed_limit_kph=88.5)
    assert made.affected == (Entity(kind="road", name="I-80"), Entity(kind="road", name="I-35"))
    assert made.extra["workers present"] == "yes"
    assert made.extra["speed limit"] == "88.5 km/h"
    assert "41.6177" not in written(made)


def test_the_headline_is_the_description_else_type_and_roads() -> None:
    assert only().headline[0].text == "Lane shift"
    assert only(core_details=core(description="")).headline[0].text == "work-zone: I-80, I-35"


def test_an_end_that_cannot_be_read_is_told_as_it_is_written() -> None:
    [period] = only(end_date="late spring").periods
    assert (period.end, period.unusable_end) == (None, "late spring")
    [midnight] = only(end_date="2026-11-25T24:00:00Z").periods
    assert midnight.end == datetime(2026, 11, 26, tzinfo=UTC)


def test_occurrences_are_related_and_stay_apart() -> None:
    parsed = shaped.read((RECORDINGS / "recurring.geojson").read_bytes(), SOURCE)
    assert len(parsed.disruptions) == 4
    first, second, *_ = parsed.disruptions
    assert (first.relations[0].kind, first.relations[0].native_id) == ("related", second.origin.native_id)
    night, noon = datetime(2022, 1, 2, 1, tzinfo=UTC), datetime(2022, 1, 2, 12, tzinfo=UTC)
    assert all(made.phase(night) is not Phase.CURRENT for made in parsed.disruptions)
    assert [made for made in parsed.disruptions if made.phase(noon) is Phase.CURRENT] == [second]


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.geojson")), ids=lambda path: path.stem)
def test_the_recordings_are_recognised(path: Path) -> None:
    assert detect(path.read_bytes()) == "wzdx"


def test_no_events_is_quiet_and_anything_else_is_refused_by_its_name() -> None:
    assert shaped.read(document(), SOURCE) == Parsed()
    devices = document({"core_details": {"device_type": "arrow-board"}})
    with pytest.raises(FormatError, match="devices, not road events"):
        shaped.read(devices, SOURCE)
    assert not detects_wzdx(devices)
    bodies: list[Any] = [document({"mag": 1}), {"feed_info": {}}, "<html><body>x", '{"type": "FeatureC']
    for body in bodies:
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


def detects_wzdx(body: Any) -> bool:
    try:
        return detect(json.dumps(body).encode()) == "wzdx"
    except FormatError:
        return False


def test_what_has_no_id_or_is_no_event_is_set_aside() -> None:
    [row] = shaped.read(document(properties(), identity=""), SOURCE).rejected
    assert row.reason == "it has no id"
    rows = shaped.read(document(properties(), {"core_details": {"device_type": "x"}}), SOURCE).rejected
    assert "no event_type" in rows[0].reason


@settings(max_examples=60)
@given(body=shaped.changed([path.read_bytes() for path in sorted(RECORDINGS.glob("*.geojson"))]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_features_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(document(body, properties() | (body if isinstance(body, dict) else {})), SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    fields = ("name", "direction", "creation_date", "update_date", "event_status")
    found = properties(core_details=core(**dict.fromkeys(fields, words), description=words, road_names=[words]))
    found |= dict.fromkeys(("vehicle_impact", "start_date", "beginning_cross_street"), words)
    found |= {"types_of_work": [{"type_name": words}], "related_road_events": [{"id": words}]}
    assert shaped.survives(json.dumps(document(found)), SOURCE) is not None
