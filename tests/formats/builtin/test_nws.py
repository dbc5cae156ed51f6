"""NWS: the hazard outlives the message, segments of one event hold together, and tests never pass for real."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.declarations.sources import RULE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect, read_all
from explainer.formats.base import Document, Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, PeriodRole, Phase, Reality, Severity, State, Status
from explainer.record.lifecycle import Good, advance
from tests.conftest import ROOT
from tests.support import shaped
from tests.support.values import written

RECORDINGS = ROOT / "tests" / "recordings" / "nws"
SOURCE = shaped.source("nws")
SENDER = "w-nws.webmaster@noaa.gov"
KEYS = (
    *(
        "id",
        "sender",
        "sent",
        "status",
        "messageType",
        "scope",
        "event",
        "eventCode",
        "references",
        "parameters",
        "VTEC",
    ),
    *("identifier", "headline", "areaDesc", "geocode", "SAME", "UGC", "onset", "ends", "expires", "expiredReferences"),
)
WORDS = ("Actual", "Test", "Alert", "Update", "Cancel", "Severe", "2026-11-20T10:00:00-05:00", "/O.CAN.KOHX.WI.Y.0001.")


def alert(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"urn:oid:2.49.0.1.840.0.{number}.001.1",
        "sender": SENDER,
        "sent": f"2026-11-20T{8 + number:02}:00:00-06:00",
        "status": "Actual",
        "messageType": "Alert",
        "event": "Wind Advisory",
        "headline": f"Wind Advisory {number}",
        "description": "* WHAT...Wind.\n\n* WHERE...All of it.",
        "areaDesc": "Stewart; Smith",
        "geocode": {"SAME": ["047161"], "UGC": ["TNZ005", "TNZ006"]},
        "severity": "Moderate",
        "certainty": "Likely",
        "urgency": "Expected",
        "category": "Met",
        "effective": f"2026-11-20T{8 + number:02}:00:00-06:00",
        "onset": "2026-11-21T00:00:00-06:00",
        "expires": "2026-11-20T23:00:00-06:00",
        "ends": "2026-11-22T00:00:00-06:00",
        "references": [],
        **fields,
    }


def names(*earlier: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"identifier": one["id"], "sender": one["sender"], "sent": one["sent"]} for one in earlier]


def document(*alerts: dict[str, Any], **more: Any) -> dict[str, Any]:
    features = [{"type": "Feature", "id": one["id"], "geometry": None, "properties": one} for one in alerts]
    return {"type": "FeatureCollection", "features": features, **more}


def read(*alerts: dict[str, Any], source: Source = SOURCE, **more: Any) -> Parsed:
    return shaped.read(document(*alerts, **more), source)


def only(*alerts: dict[str, Any]) -> Disruption:
    return shaped.only(read(*alerts))


# Times


def test_the_hazard_lasts_until_ends_and_the_message_until_expires() -> None:
    made = only(alert())
    impact, publication = made.periods
    assert (impact.role, publication.role) == (PeriodRole.IMPACT, PeriodRole.PUBLICATION)
    assert (impact.start, impact.end) == (datetime(2026, 11, 21, 6, tzinfo=UTC), datetime(2026, 11, 22, 6, tzinfo=UTC))
    assert publication.end == datetime(2026, 11, 21, 5, tzinfo=UTC)
    # The message has expired, and the hazard has not begun.
    assert made.phase(datetime(2026, 11, 21, 5, 30, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 21, 12, tzinfo=UTC)) is Phase.CURRENT


def test_without_ends_the_hazard_lasts_until_further_notice() -> None:
    made = only(alert(ends=None))
    assert made.ended_at is None
    assert made.phase(datetime(2027, 1, 1, tzinfo=UTC)) is Phase.CURRENT


def test_without_onset_it_begins_when_it_takes_effect_else_when_it_was_sent() -> None:
    assert only(alert(onset=None)).started_at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert only(alert(onset=None, effective=None)).started_at == datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize("words", ["date:now +2 hours", "2026-11-22T00:00:00", "soon"])
def test_a_time_without_an_offset_or_no_time_at_all_is_noted_and_not_used(words: str) -> None:
    made = only(alert(ends=words))
    assert made.ended_at is None
    assert made.extra["impact end"].startswith(words)
    assert made.periods[0].unusable_end == words


def test_an_end_before_the_start_is_not_used() -> None:
    made = only(alert(ends="2026-11-20T00:00:00-06:00"))
    assert made.ended_at is None
    assert "before the start" in made.extra["impact end"]


# The chain


def test_an_update_continues_the_disruption_of_its_root() -> None:
    first = alert(1)
    second = alert(2, messageType="Update", references=names(first))
    third = alert(3, messageType="Update", references=names(first, second), headline="Stronger")
    made = only(third, first, second)
    assert made.id == only(first).id
    assert made.headline[0].text == "Stronger"
    assert [update.says for update in made.updates] == ["Wind Advisory 1", "Wind Advisory 2", "Stronger"]
    assert made.issued_at == datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_the_root_is_known_although_only_the_last_message_is_listed() -> None:
    first = alert(1)
    assert only(alert(2, messageType="Update", references=names(first))).id == only(first).id


def test_messages_that_expired_meanwhile_still_belong_to_the_chain() -> None:
    first = alert(1)
    expired = [f"{SENDER},{first['id']},{first['sent']}"]
    again = alert(2, messageType="Alert", parameters={"expiredReferences": expired})
    assert only(again).id == only(first).id
    assert only(again).status is Status.ACTIVE


def test_a_cancel_withdraws_and_a_lone_one_is_not_active() -> None:
    first = alert(1)
    cancel = alert(2, messageType="Cancel", references=names(first), headline="The advisory is cancelled")
    assert only(first, cancel).status is Status.WITHDRAWN
    assert only(first, cancel).headline[0].text == "Wind Advisory 1"
    assert only(cancel).status is Status.WITHDRAWN
    assert only(cancel).id == only(first).id


def test_a_test_never_changes_what_is_meant() -> None:
    first = alert(1)
    parsed = read(first, alert(2, messageType="Cancel", status="Test", references=names(first)))
    assert {(made.reality, made.status) for made in parsed.disruptions} == {
        (Reality.ACTUAL, Status.ACTIVE),
        (Reality.TEST, Status.WITHDRAWN),
    }


def test_segments_that_replace_the_same_message_hold_together() -> None:
    first = alert(1, areaDesc="Norman; Clay; Polk")
    norman = alert(2, messageType="Update", references=names(first), areaDesc="Norman", geocode={"UGC": ["MNZ002"]})
    clay = norman | {"id": "urn:oid:2.49.0.1.840.0.2.002.1", "areaDesc": "Clay", "severity": "Severe"}
    clay |= {"headline": "High Wind Warning", "geocode": {"UGC": ["MNZ003"]}, "ends": "2026-11-23T00:00:00-06:00"}
    made = only(norman, clay)
    assert made.id == only(first).id
    assert {entity.name for entity in made.affected if entity.kind == "area"} == {"Norman", "Clay"}
    assert made.severity is Severity.SEVERE
    assert made.headline[0].text == "High Wind Warning"
    assert len([period for period in made.periods if period.role is PeriodRole.IMPACT]) == 2
    assert made.extra["segments"] == "2"


def test_a_cancelled_segment_ends_only_itself() -> None:
    first = alert(1)
    norman = alert(2, messageType="Cancel", references=names(first), areaDesc="Norman")
    clay = norman | {"id": "urn:oid:2.49.0.1.840.0.2.002.1", "messageType": "Update", "areaDesc": "Clay"}
    made = only(norman, clay)
    assert made.status is Status.ACTIVE
    assert [entity.name for entity in made.affected if entity.kind == "area"] == ["Clay"]


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("NEW", Status.ACTIVE),
        ("CON", Status.ACTIVE),
        ("EXT", Status.ACTIVE),
        ("CAN", Status.WITHDRAWN),
        ("EXP", Status.RESOLVED),
        ("UPG", Status.RESOLVED),
    ],
)
def test_a_vtec_action_that_ends_the_hazard_ends_the_disruption(action: str, status: Status) -> None:
    vtec = f"/O.{action}.KAMA.FW.A.0021.260514T1800Z-260515T0200Z/"
    assert only(alert(parameters={"VTEC": [vtec]})).status is status


def test_a_message_that_also_continues_the_hazard_is_active() -> None:
    vtec = [f"/O.{action}.KAMA.FW.A.0021.260514T1800Z-260515T0200Z/" for action in ("CAN", "CON")]
    assert only(alert(parameters={"VTEC": vtec})).status is Status.ACTIVE


def test_an_all_clear_resolves() -> None:
    assert only(alert(response="AllClear")).status is Status.RESOLVED


# Reality


@pytest.mark.parametrize(
    ("fields", "reality"),
    [
        ({}, Reality.ACTUAL),
        ({"status": "Exercise"}, Reality.EXERCISE),
        ({"status": "System"}, Reality.TEST),
        ({"status": "Test"}, Reality.TEST),
        ({"status": "Draft"}, Reality.DRAFT),
        ({"eventCode": {"SAME": ["RWT"]}}, Reality.TEST),
        ({"eventCode": {"SAME": ["DMO"], "NationalWeatherService": ["X"]}}, Reality.EXERCISE),
    ],
)
def test_tests_exercises_and_drafts_are_told_apart(fields: dict[str, Any], reality: Reality) -> None:
    assert only(alert(**fields)).reality is reality


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": ""}, "status is none of"),
        ({"messageType": "Ack"}, "acknowledgement"),
        ({"messageType": "Error"}, "rejection"),
        ({"messageType": None}, "msgType is none of"),
        ({"scope": "Private"}, "may not be published"),
        (
            {"headline": None, "event": None, "description": None, "category": None, "severity": None},
            "nothing that readers could read",
        ),
    ],
)
def test_what_is_not_for_readers_is_set_aside_with_its_reason(fields: dict[str, Any], reason: str) -> None:
    parsed = read(alert(1), alert(2) | fields)
    [row] = parsed.rejected
    assert reason in row.reason
    assert row.native_id == f"{SENDER},{alert(2)['id']},{alert(2)['sent']}"
    assert len(parsed.disruptions) == 1


# What is kept


def test_areas_are_kept_by_name_and_by_code_and_shapes_are_not() -> None:
    row = document(alert())["features"][0] | {"geometry": {"type": "Point", "coordinates": [1.2345, 6.789]}}
    [made] = shaped.read({"type": "FeatureCollection", "features": [row]}, SOURCE).disruptions
    assert made.affected[:3] == (
        Entity(kind="area", name="Stewart"),
        Entity(kind="area", name="Smith"),
        Entity(kind="SAME", ref="047161"),
    )
    assert "1.2345" not in written(made)


def test_rules_match_by_event_code_area_and_zone() -> None:
    for match in ({"event": "wind advisory"}, {"event": "SAME:WIY"}, {"entity": "tnz006"}, {"category": "met"}):
        rule = RULE_DOOR.read({"match": match, "component": "snow", "state": "watch"})
        source = SOURCE.replace(mapping=(rule,))
        [made] = read(alert(eventCode={"SAME": ["WIY"]}), source=source).disruptions
        assert [report.state for report in made.reports] == [State.WATCH], match


def test_the_language_is_the_one_named_else_american_english() -> None:
    assert only(alert()).headline[0].lang == "en-US"
    assert only(alert(language="es-US")).headline[0].lang == "es-US"


def test_a_second_alert_with_the_same_id_that_says_something_else_is_kept_and_the_same_twice_is_one() -> None:
    assert len(read(alert(), alert()).disruptions) == 1
    parsed = read(alert(), alert(headline="Other"))
    assert len({made.id for made in parsed.disruptions}) == 2
    assert not parsed.rejected


def test_a_feature_without_properties_id_or_type_is_known_by_its_own_id() -> None:
    row = alert()
    bare = {key: value for key, value in row.items() if key not in ("id", "@id", "@type")}
    feature = {"type": "Feature", "id": row["id"], "properties": bare}
    made = shaped.only(shaped.read({"type": "FeatureCollection", "features": [feature]}, SOURCE))
    assert made.origin.native_id == only(row).origin.native_id


# Documents


def test_a_single_feature_and_json_ld_are_read() -> None:
    feature = document(alert())["features"][0]
    graph = {"@context": {}, "@graph": [{"@type": "wx:Alert", **alert()}]}
    single = {"@type": "wx:Alert", **alert()}
    for body in (feature, graph, single):
        assert detect(json.dumps(body).encode()) == "nws"
        assert shaped.read(body, SOURCE).disruptions == read(alert()).disruptions


def test_an_empty_answer_is_quiet_and_recognised_by_its_title() -> None:
    body = (RECORDINGS / "quiet.json").read_bytes()
    assert detect(body) == "nws"
    assert shaped.read(body, SOURCE) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            {"type": "https://api.weather.gov/problems/NotFound", "title": "Not Found", "status": 404},
            "neither a GeoJSON",
        ),
        ({"type": "FeatureCollection", "features": [{"properties": {"mag": 5}}]}, "none of the document's features"),
        ({"type": "FeatureCollection", "features": None}, "neither a GeoJSON"),
        ([], "neither a GeoJSON"),
        ("<html><body>Access Denied", "web page"),
        ("", "empty"),
        ('{"type": "FeatureCollection", "features": [{"id"', "breaks off"),
    ],
)
def test_what_is_no_list_of_alerts_is_refused(body: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        shaped.read(body, SOURCE)


def test_a_first_page_of_several_proves_nothing_by_absence() -> None:
    snapshot = shaped.source("nws", Absence.ENDED)
    now = datetime(2026, 11, 20, tzinfo=UTC)
    both, next_page = read(alert(1), alert(2)), {"next": "https://api.weather.gov/alerts?cursor=abc"}
    record = advance(Record(), snapshot, Good(parsed=both), now)
    part = advance(record, snapshot, Good(parsed=read(alert(1), pagination=next_page)), now)
    assert all(not held.latest.status.over for held in part.held.values())
    whole = advance(record, snapshot, Good(parsed=read(alert(1))), now)
    assert [held.latest.status.over for held in whole.held.values()] == [False, True]


def test_alerts_in_several_documents_are_one_chain() -> None:
    first, second = alert(1), alert(2, messageType="Update", references=names(alert(1)))
    documents = [
        Document(name=str(n), body=json.dumps(document(one)).encode()) for n, one in enumerate((first, second))
    ]
    [made] = read_all(documents, SOURCE).disruptions
    assert made.headline[0].text == "Wind Advisory 2"


def test_a_recording_of_a_segmented_event_keeps_every_zone(corpus: Path) -> None:
    # Its times are placeholders, so that no chain can be ordered; here they are given one.
    name = "nws_guam-7day-alerts-active-status-actual-json_655974.json"
    found = json.loads((corpus / "nws-geojson" / name).read_text(encoding="utf-8"))
    for feature in found["features"]:
        properties = feature["properties"]
        properties["sent"] = "2026-05-14T10:00:00-05:00"
        for reference in properties["references"]:
            reference["sent"] = "2026-05-14T09:00:00-05:00"
    parsed = shaped.read(found, SOURCE)
    assert not parsed.rejected
    listed = {zone for feature in found["features"] for zone in feature["properties"]["geocode"]["UGC"]}
    kept = {entity.ref for made in parsed.disruptions for entity in made.affected if entity.kind == "UGC"}
    assert listed == kept
    assert any("segments" in made.extra for made in parsed.disruptions)
    assert len({made.id for made in parsed.disruptions}) < len(found["features"])


@settings(max_examples=50)
@given(body=shaped.changed([(RECORDINGS / "point.json").read_bytes(), json.dumps(document(alert())).encode()]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=120)
@given(body=shaped.values(KEYS, WORDS))
def test_random_alerts_only_ever_raise_a_format_error(body: Any) -> None:
    feature = {"type": "Feature", "properties": {"messageType": "Alert", **body} if isinstance(body, dict) else body}
    shaped.survives({"type": "FeatureCollection", "features": [feature, *document(alert())["features"]]}, SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    fields = (
        "headline",
        "event",
        "description",
        "instruction",
        "areaDesc",
        "severity",
        "category",
        "senderName",
        "web",
    )
    more = {"parameters": {words: [words], "VTEC": [words]}, "geocode": {words: [words]}, "eventCode": {words: [words]}}
    found = alert() | dict.fromkeys((*fields, "note", "language", "onset", "response"), words) | more
    parsed = shaped.survives(json.dumps(document(found, alert(2))), SOURCE)
    assert parsed is not None
    assert parsed.disruptions
