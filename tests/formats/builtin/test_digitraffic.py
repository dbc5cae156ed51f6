"""Digitraffic's traffic messages: three shapes of one message, and what ends it."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.builtin import digitraffic
from explainer.formats.detection import detect
from explainer.formats.kit.look import Look
from explainer.model.disruption import Disruption, Entity
from explainer.model.sources import Source
from explainer.model.vocabulary import CauseCode, Certainty, EffectCode, Phase, Severity, State, Status
from tests.conftest import NOW
from tests.support import hostile, shaped
from tests.support.values import written

FOLDER = "digitraffic-json"


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {
        "id": "road",
        "publisher": "R",
        "format": "digitraffic",
        "file": "r",
        "language": "fi",
    }
    return SOURCE_DOOR.read(made | fields)


def message(announcement: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    announced = {"language": "FI", "title": "Tie 4, Sodankylä. Ensitiedote.", "sender": "Fintraffic"} | (
        announcement or {}
    )
    made = {"situationId": "GUID1", "version": 1, "situationType": "TRAFFIC_ANNOUNCEMENT", "announcements": [announced]}
    return made | {"releaseTime": "2026-11-20T10:00:00Z"} | fields


def collection(*messages: Any) -> dict[str, Any]:
    features = [{"type": "Feature", "geometry": None, "properties": one} for one in messages]
    return {"type": "FeatureCollection", "dataUpdatedTime": "2026-11-20T10:00:00Z", "features": features}


def read(data: Any, **fields: Any) -> Parsed:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return read_all([Document(name="r", body=body)], source(**fields))


def only(data: Any, **fields: Any) -> Disruption:
    return shaped.only(read(data, **fields))


@pytest.mark.parametrize(
    "data",
    [message(), {"type": "Feature", "properties": message()}, collection(message())],
    ids=["bare", "feature", "collection"],
)
def test_the_same_message_is_read_in_every_shape(data: dict[str, Any]) -> None:
    made = only(data)
    assert (made.origin.native_id, made.origin.native_version) == ("GUID1", "1")
    assert made.headline[0].text == "Tie 4, Sodankylä. Ensitiedote."
    assert detect(json.dumps(data).encode()) == "digitraffic"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"trafficAnnouncementType": "GENERAL"}, Status.ACTIVE),
        ({"trafficAnnouncementType": "ended"}, Status.RESOLVED),
        ({"trafficAnnouncementType": "RETRACTED"}, Status.WITHDRAWN),
        ({"announcement": {"earlyClosing": "CLOSED"}}, Status.RESOLVED),
        ({"announcement": {"earlyClosing": "CANCELED"}}, Status.CANCELLED),
    ],
)
def test_a_message_says_when_it_is_over(fields: dict[str, Any], status: Status) -> None:
    assert only(message(**fields)).status is status


def test_a_title_that_names_no_place_gets_one() -> None:
    place = {"location": {"description": "Lapin eteläosat."}}
    assert (
        only(message({"title": "Liikennetiedote. ", **place})).headline[0].text == "Liikennetiedote. Lapin eteläosat."
    )
    assert only(message(place)).headline[0].text == "Tie 4, Sodankylä. Ensitiedote."


def test_the_text_is_what_the_publisher_lists() -> None:
    features = [{"name": "Pituus", "quantity": 85.0, "unit": "m"}, {"name": "Liikenne pysäytetään"}, {"quantity": 3}]
    made = only(
        message(
            {
                "location": {"description": "Teuva"},
                "features": features,
                "comment": "<b>Varo</b>",
                "additionalInformation": "Lisää",
            }
        )
    )
    assert made.description[0].text == "Teuva\nPituus: 85 m\nLiikenne pysäytetään\nVaro\nLisää"


def test_every_language_has_its_own_text() -> None:
    made = only(
        message(announcements=[{"language": "FI", "title": "Työ, A"}, {"language": "SV", "title": "Arbete, A"}])
    )
    assert [(text.lang, text.text) for text in made.headline] == [("fi", "Työ, A"), ("sv", "Arbete, A")]


def test_road_works_have_severity_restrictions_and_a_plan() -> None:
    phase = {
        "severity": "HIGH",
        "restrictions": [{"type": "ROAD_CLOSED"}, {"type": "DETOUR_SURFACE_GRAVEL"}],
        "comment": "Yöllä",
    }
    made = only(message({"roadWorkPhases": [{"severity": "LOW"}, phase]}, situationType="ROAD_WORK"))
    assert (made.severity, made.severity_native, made.planned) == (Severity.SEVERE, "high", True)
    assert [(effect.code, effect.native) for effect in made.effects] == [(EffectCode.NO_SERVICE, "road closed")]
    assert made.causes[0].code is CauseCode.CONSTRUCTION
    assert made.events == ("road work", "road closed", "detour surface gravel")


def test_an_unconfirmed_observation_is_only_possible() -> None:
    assert only(message(trafficAnnouncementType="UNCONFIRMED_OBSERVATION")).certainty is Certainty.POSSIBLE


def test_times_and_an_estimate_in_words() -> None:
    times = {"startTime": "2026-11-20T10:00:00Z", "estimatedDuration": {"informal": "1–3 tuntia"}}
    [period] = only(message({"timeAndDuration": times})).periods
    assert (period.end, period.text) == (None, "1–3 tuntia")


def test_road_works_hold_at_their_working_hours() -> None:
    nights = [{"weekday": day, "startTime": "20:00:00", "endTime": "05:00:00"} for day in ("MONDAY", "TUESDAY")]
    times = {"startTime": "2026-11-16T00:00:00+02:00", "endTime": "2026-11-28T00:00:00+02:00"}
    phase = {"workingHours": nights, "timeAndDuration": times, "restrictions": [{"type": "ROAD_CLOSED"}]}
    made = only(message({"roadWorkPhases": [phase], "timeAndDuration": times}), zone="Europe/Helsinki")
    assert made.phase(datetime.fromisoformat("2026-11-17T21:00:00+02:00")) is Phase.CURRENT
    assert made.phase(datetime.fromisoformat("2026-11-17T12:00:00+02:00")) is Phase.FUTURE
    assert made.phase(datetime.fromisoformat("2026-11-21T21:00:00+02:00")) is Phase.FUTURE
    vague = only(message({"roadWorkPhases": [phase | {"workingHours": [{"weekday": "MIDSUMMER"}]}]}))
    assert vague.holds_vaguely(NOW)


def test_roads_and_areas_by_name_and_code_without_shapes() -> None:
    details = {"areaLocation": {"areas": [{"name": "Lappi", "locationCode": 27, "type": "PROVINCE"}]}}
    made = only(message({"locationDetails": details}))
    assert made.affected == (Entity(kind="province", name="Lappi", ref="27"),)
    point = {
        "municipality": "Espoo",
        "roadAddress": {"road": 51},
        "roadName": "Länsiväylä",
        "alertCLocation": {"name": "Kehä", "locationCode": 9},
    }
    made = only(message({"locationDetails": {"roadAddressLocation": {"primaryPoint": point}}}))
    assert made.affected == (
        Entity(kind="road", name="Länsiväylä", ref="51"),
        Entity(kind="municipality", name="Espoo"),
        Entity(kind="place", name="Kehä", ref="9"),
    )


def test_a_place_that_is_named_in_two_languages_says_in_which() -> None:
    def told(lang: str, name: str) -> dict[str, Any]:
        areas = [{"name": name, "locationCode": 27, "type": "PROVINCE"}]
        return {"language": lang, "title": "A, B", "locationDetails": {"areaLocation": {"areas": areas}}}

    made = only(message(announcements=[told("FI", "Lappi"), told("SV", "Lappland")]))
    assert [(entity.name, entity.lang) for entity in made.affected] == [("Lappi", "fi"), ("Lappland", "sv")]


def test_several_versions_are_one_disruption() -> None:
    old, new = (message({"title": f"Tie 4, v{n}"}, version=n, versionTime=f"2026-11-20T1{n}:00:00Z") for n in (1, 2))
    made = only(collection(new, old))
    assert made.headline[0].text == "Tie 4, v2"
    assert [update.says for update in made.updates] == ["Tie 4, v1", "Tie 4, v2"]


def test_telephone_numbers_and_addresses_are_not_passed_on() -> None:
    made = only(message(contact={"phone": "02002100", "email": "a@example.org"}))
    assert "02002100" not in written(made)
    assert made.extra == {"sender": "Fintraffic"}


def test_an_empty_collection_is_the_quiet_state() -> None:
    assert read(collection()) == Parsed()
    assert detect(json.dumps(collection()).encode()) == "digitraffic"


def test_what_cannot_be_read_is_set_aside_by_its_id() -> None:
    parsed = read(collection(message(), message(situationId="G2", announcements=[]), {"announcements": []}, None))
    assert [row.native_id for row in parsed.rejected] == ["G2", None, None]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"event": "x"}}]},
            "no traffic messages",
        ),
        ({"type": "FeatureCollection", "features": {}}, "no list of features"),
        (
            {"$schema": "x", "properties": {"situationId": {"type": "string"}, "announcements": {}}},
            "no traffic message",
        ),
        ([], "no traffic message"),
        (b'{"type": "FeatureCollection", "features": [', "breaks off"),
        (b"<html></html>", "web page"),
    ],
)
def test_what_is_no_traffic_message_is_refused(data: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(data)


def test_other_geojson_is_not_recognised() -> None:
    others: tuple[Any, ...] = (
        {"type": "FeatureCollection", "features": []},
        {"type": "FeatureCollection", "features": [1]},
        {"type": "Feature"},
        [],
    )
    for data in others:
        assert not digitraffic.recognises(Look(json.dumps(data).encode()))


def test_rules_pin_components_by_type_area_and_words() -> None:
    details = {"areaLocation": {"areas": [{"name": "Lappi", "locationCode": 27, "type": "PROVINCE"}]}}
    for match in ({"event": "traffic announcement"}, {"entity": "Lappi"}, {"words": "ensitiedote"}):
        made = only(
            message({"locationDetails": details}), mapping=[{"match": match, "component": "road", "state": "slowed"}]
        )
        assert [report.state for report in made.reports] == [State.SLOWED], match


def test_real_messages_are_read_and_their_schema_is_refused(corpus: Path) -> None:
    made = only((corpus / FOLDER / "fintraffic_GUID50409331.json").read_bytes())
    assert made.headline[0].text == "Liikennetiedote. Pohjois-Pohjanmaa sekä Lapin eteläosat."
    made = only((corpus / FOLDER / "fintraffic_datex2_json_multiple_regions_geometries.json").read_bytes())
    assert len([entity for entity in made.affected if entity.kind == "road"]) == 6
    with pytest.raises(FormatError):
        read((corpus / FOLDER / "fintraffic_0.2.4_JSONMessage_0_2_4.json").read_bytes())


leaf = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["ended", "2026-11-20T10:00:00Z", "<script>"])
)
keys = st.sampled_from(
    [
        "situationId",
        "version",
        "announcements",
        "title",
        "language",
        "features",
        "name",
        "quantity",
        "timeAndDuration",
        "startTime",
        "locationDetails",
        "areaLocation",
        "areas",
        "roadWorkPhases",
        "restrictions",
        "type",
    ]
)
value = st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@settings(max_examples=100)
@given(announcement=st.dictionaries(keys, value, max_size=6), fields=st.dictionaries(keys, value, max_size=4))
def test_any_json_of_the_right_shape_only_ever_raises_a_format_error(
    announcement: dict[str, Any], fields: dict[str, Any]
) -> None:
    with contextlib.suppress(FormatError):
        read(collection({"situationId": "G", "announcements": [announcement], **fields}, fields))


@settings(max_examples=60)
@given(words=st.text(max_size=40))
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    inner = f"<script>x</script>\u202e{words}"
    named = ("language", "title", "comment", "additionalInformation", "sender", "earlyClosing")
    features = [{"name": inner, "quantity": 1, "unit": inner}]
    announced: dict[str, Any] = dict.fromkeys(named, inner) | {"features": features}
    announced["location"] = {"description": inner}
    for made in read(message(announced, situationType=inner, releaseTime=inner)).disruptions:
        hostile.assert_plain(made)
