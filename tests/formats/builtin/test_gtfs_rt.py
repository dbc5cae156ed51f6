"""GTFS-Realtime alerts: three forms of one message, what is stated and what is only a default, and languages."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format
from google.transit import gtfs_realtime_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import Document, Parsed, drafting, read_all
from explainer.formats.builtin import gtfs_rt
from explainer.formats.families import gtfs_message, transit
from explainer.formats.kit.look import Look
from explainer.model.disruption import Cause, Effect, Period
from explainer.model.sources import Source
from explainer.model.vocabulary import (
    CauseCode,
    EffectCode,
    PeriodRole,
    Phase,
    Precision,
    Reality,
    Severity,
    State,
    Status,
)
from tests.conftest import ROOT
from tests.support.shaped import only

RECORDINGS = ROOT / "tests" / "recordings" / "gtfs-rt"
HEADER = {"gtfs_realtime_version": "2.0", "timestamp": 1_795_000_000}
TEN, ELEVEN = datetime(2026, 11, 20, 10, tzinfo=UTC), datetime(2026, 11, 20, 11, tzinfo=UTC)


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {
        "id": "feed",
        "publisher": "P",
        "format": "gtfs-rt",
        "url": "https://example.org/f",
    }
    return SOURCE_DOOR.read(made | fields)


def read(body: bytes | str | dict[str, Any], **fields: Any) -> Parsed:
    if isinstance(body, dict):
        body = json.dumps(body)
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="f", body=body)], source(**fields))


def words(*texts: tuple[str, str] | str) -> dict[str, Any]:
    rows = [{"text": t} if isinstance(t, str) else {"language": t[0], "text": t[1]} for t in texts]
    return {"translation": rows}


def message(*alerts: dict[str, Any], **header: Any) -> dict[str, Any]:
    entities = [{"id": f"a{number}", "alert": {"header_text": words("Snow")} | a} for number, a in enumerate(alerts)]
    return {"header": HEADER | header, "entity": entities}


def protobuf(**alert: Any) -> gtfs_realtime_pb2.FeedMessage:
    made = gtfs_realtime_pb2.FeedMessage()
    made.header.gtfs_realtime_version = "2.0"
    entity = made.entity.add(id="a0")
    entity.alert.header_text.translation.add(text="Snow", language="en")
    for name, value in alert.items():
        setattr(entity.alert, name, value)
    return made


NOTHING = "it says nothing that readers could read"


# What is a message, and what is quiet


def test_a_header_without_entities_is_quiet_in_every_form() -> None:
    assert read({"header": HEADER}) == read({"header": HEADER, "entity": []}) == Parsed()
    assert read('header { gtfs_realtime_version: "2.0" }') == Parsed()
    quiet = gtfs_realtime_pb2.FeedMessage()
    quiet.header.gtfs_realtime_version = "2.0"
    assert read(quiet.SerializeToString()) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer was empty"),
        (b" \r\n\0", "the answer was empty"),
        (b"<!DOCTYPE html><html><body>Access Denied</body></html>", "web page"),
        (b"<rss version='2.0'></rss>", "root <rss>, not a GTFS-Realtime"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"Service unavailable", "plain text"),
        (b'{"header": {"gtfs_realtime_version": "2.0"}, "entity": [', "breaks off"),
        (b'{"entity": []}', "no header"),
        (b'{"header": {}, "entity": []}', "no header"),
        (b'{"header": {"timestamp": 1}, "entity": {"a": 1}}', "no list"),
        (b"[]", "no header"),
        (b'header { gtfs_realtime_version: "2.0"', "not a whole GTFS-Realtime message in text form"),
        (b"header: 5", "not a whole GTFS-Realtime message in text form"),
        (b'entity { id: "1" }', "no header"),
        (b"header { timestamp: 1 }", "requires"),
        (b'header { gtfs_realtime_version: "2.0" } entity { is_deleted: true }', "requires"),
        (b"\x12\x00", "no header"),
    ],
)
def test_what_is_no_whole_message_is_a_failure_with_a_plain_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_a_binary_message_that_breaks_off_within_an_alert_is_a_failure() -> None:
    whole = protobuf().SerializeToString()
    assert only(read(whole)).headline[0].text == "Snow"
    with pytest.raises(FormatError, match="breaks off"):
        read(whole[:-3])


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtfs_message, "LARGEST_TEXT", 10)
    with pytest.raises(FormatError, match="larger than"):
        read('header { gtfs_realtime_version: "2.0" }')
    monkeypatch.setattr("explainer.formats.kit.common_json.LARGEST", 10)
    with pytest.raises(FormatError, match="larger than"):
        read(protobuf().SerializeToString())


def test_a_text_form_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(FormatError, match="could not be read"):
        read('header { gtfs_realtime_version: "2.0" } ' + "x { " * 3_000 + "} " * 3_000)


def test_the_three_forms_of_one_message_say_the_same() -> None:
    made = protobuf(cause=10, effect=4, severity_level=3)
    made.entity[0].alert.active_period.add(start=int(TEN.timestamp()), end=int(ELEVEN.timestamp()))
    made.entity[0].alert.informed_entity.add(route_id="R", agency_id="A")
    binary, written = read(made.SerializeToString()), read(text_format.MessageToString(made))
    as_json = {
        "header": {"gtfsRealtimeVersion": "2.0"},
        "entity": [
            {
                "id": "a0",
                "alert": {
                    "activePeriod": [{"start": str(int(TEN.timestamp())), "end": str(int(ELEVEN.timestamp()))}],
                    "informedEntity": [{"routeId": "R", "agencyId": "A"}],
                    "cause": "CONSTRUCTION",
                    "effect": 4,
                    "severityLevel": "WARNING",
                    "headerText": words(("en", "Snow")),
                },
            }
        ],
    }
    assert binary == written == read(as_json)
    assert only(binary).causes == (Cause(code=CauseCode.CONSTRUCTION, native="CONSTRUCTION"),)


def test_trip_updates_and_vehicles_are_no_alerts() -> None:
    made = gtfs_realtime_pb2.FeedMessage()
    made.header.gtfs_realtime_version = "2.0"
    made.entity.add(id="t").trip_update.trip.trip_id = "1"
    assert read(made.SerializeToString()) == Parsed()
    assert read({"header": HEADER, "entity": [{"id": "t", "tripUpdate": {}}, {"id": "v", "alert": None}]}) == Parsed()


def test_extensions_are_passed_over_in_every_form() -> None:
    # MTA's Mercury: field 1001 of Alert, in JSON a key with a dot.
    made = protobuf().SerializeToString()
    alert_with_more = b"\xca\x3e\x04\x08\x01\x10\x02"
    inner = gtfs_realtime_pb2.Alert()
    inner.ParseFromString(protobuf().entity[0].alert.SerializeToString() + alert_with_more)
    extended = protobuf()
    extended.entity[0].alert.CopyFrom(inner)
    assert alert_with_more in extended.SerializeToString()
    assert only(read(extended.SerializeToString())) == only(read(made))
    plain = message({})
    mercury = message({"transit_realtime.mercury_alert": {"created_at": 1, "alert_type": "Delays"}})
    assert read(mercury) == read(plain)
    text = 'header { gtfs_realtime_version: "2.0" [transit_realtime.mercury_feed_header] { mercury_version: "1" } }'
    assert read(text) == Parsed()


def test_detection_knows_each_form_and_no_other() -> None:
    for path in RECORDINGS.iterdir():
        if not path.name.endswith(".expected.json"):
            assert gtfs_rt.recognises(Look(path.read_bytes())), path
    for body in (b"", b"{}", b"[]", b"\n{\n", b"header: x", b"<rss/>", b'{"header": 5}', b'{"header": {"id": 1}}'):
        assert not gtfs_rt.recognises(Look(body))


# Stated, and not stated


def test_a_default_is_not_a_statement() -> None:
    made = only(read(protobuf().SerializeToString()))
    assert (made.causes, made.effects, made.severity, made.severity_native) == ((), (), Severity.UNKNOWN, "")
    made = only(read(protobuf(cause=1, effect=8, severity_level=1).SerializeToString()))
    assert made.causes == (Cause(code=CauseCode.UNKNOWN, native="UNKNOWN_CAUSE"),)
    assert made.effects == (Effect(code=EffectCode.UNKNOWN, native="UNKNOWN_EFFECT"),)
    assert made.severity_native == "UNKNOWN_SEVERITY"


@pytest.mark.parametrize(
    ("enumeration", "table"),
    [
        (gtfs_realtime_pb2.Alert.Cause, transit.CAUSES),
        (gtfs_realtime_pb2.Alert.Effect, transit.EFFECTS),
        (gtfs_realtime_pb2.Alert.SeverityLevel, transit.SEVERITIES),
    ],
)
def test_the_tables_are_the_specifications_in_its_order(enumeration: Any, table: dict[str, Any]) -> None:
    assert [(name, number) for number, name in enumerate(table, start=1)] == enumeration.items()


def test_a_value_we_do_not_know_is_unknown_and_kept() -> None:
    made = only(read(message({"cause": 99, "effect": "NEW_ONE", "severity_level": "HUGE"})))
    assert made.causes == (Cause(code=CauseCode.UNKNOWN, native="99"),)
    assert made.effects == (Effect(code=EffectCode.UNKNOWN, native="NEW_ONE"),)
    assert (made.severity, made.severity_native) == (Severity.UNKNOWN, "HUGE")


def test_no_effect_is_no_severity_unless_one_is_stated() -> None:
    assert only(read(message({"effect": "NO_EFFECT"}))).severity is Severity.NONE
    assert only(read(message({"effect": "NO_EFFECT", "severity_level": "SEVERE"}))).severity is Severity.SEVERE


def test_details_can_be_matched_and_make_other_precise() -> None:
    made = only(read(message({"effect": "OTHER_EFFECT", "effect_detail": "ACCESS_ISSUE", "cause": "OTHER_CAUSE"})))
    assert made.effects == (Effect(code=EffectCode.ACCESSIBILITY, native="ACCESS_ISSUE"),)
    assert made.events == ("OTHER_EFFECT", "ACCESS_ISSUE")
    made = only(read(message({"cause": "WEATHER", "cause_detail": words(("en", "Snow on the points"))})))
    assert made.causes == (Cause(code=CauseCode.WEATHER, native="WEATHER"),)
    assert made.categories == ("WEATHER", "Snow on the points")


def test_a_rule_matches_effects_causes_and_entities() -> None:
    for match in ({"event": "DETOUR"}, {"category": "construction"}, {"entity": "route 7"}, {"entity": "7"}):
        rule = {"match": match, "component": "road", "state": "slowed"}
        alert = {"effect": "DETOUR", "cause": "CONSTRUCTION", "informed_entity": [{"route_id": "7"}]}
        made = only(read(message(alert), mapping=[rule]))
        assert [report.state for report in made.reports] == [State.SLOWED]


# Periods


def test_without_a_period_an_alert_holds_as_long_as_it_is_carried() -> None:
    made = only(read(message({})))
    assert (made.periods, made.status, made.phase(TEN)) == ((), Status.ACTIVE, Phase.CURRENT)
    assert only(read(message({"active_period": [{}]}))).periods == ()


def test_periods_may_be_open_repeated_past_or_still_to_come() -> None:
    start, end = int(TEN.timestamp()), int(ELEVEN.timestamp())
    made = only(read(message({"active_period": [{"start": start}]})))
    assert made.periods == (Period(start=TEN, precision=Precision.EXACT),)
    made = only(read(message({"active_period": [{"end": end}]})))
    assert made.periods == (Period(end=ELEVEN, precision=Precision.EXACT),)
    day = 86_400
    made = only(read(message({"active_period": [{"start": start + n * day, "end": end + n * day} for n in (0, 1)]})))
    assert len(made.periods) == 2
    assert made.phase(TEN) is Phase.CURRENT
    assert made.phase(ELEVEN) is Phase.FUTURE
    assert made.status is Status.ACTIVE
    assert (
        only(read(message({"active_period": [{"start": 1_000_000_000, "end": 1_000_000_001}]}))).phase(TEN)
        is Phase.PAST
    )


@pytest.mark.parametrize(
    "start",
    [1795168800, "1795168800", {"low": 1795168800, "high": 0, "unsigned": True}, 1795168800.0, "1795168800000"],
)
def test_64_bit_times_are_read_in_every_spelling(start: Any) -> None:
    assert only(read(message({"active_period": [{"start": start}]}))).started_at == datetime(
        2026, 11, 20, 10, tzinfo=UTC
    )


def test_zero_is_open_and_a_sentinel_is_noted_and_not_used() -> None:
    start = int(TEN.timestamp())
    made = only(read(message({"active_period": [{"start": start, "end": 0}]})))
    assert (made.periods[0].end, made.extra) == (None, {})
    made = only(read(message({"active_period": [{"start": start, "end": "18446744073709551615"}]})))
    assert made.periods == (Period(start=TEN, precision=Precision.EXACT),)
    assert made.extra["impact end"].startswith("18446744073709551615")
    made = only(read(message({"active_period": [{"start": start, "end": start}]})))
    assert made.phase(TEN) is Phase.PAST  # a moment, and over as soon as it was


def test_one_open_period_among_others_still_means_always() -> None:
    made = only(read(message({"active_period": [{}, {"start": 4_000_000_000 - 10**9, "end": 3_000_000_001}]})))
    assert made.phase(TEN) is Phase.CURRENT


def test_an_impact_period_makes_the_older_one_a_publication() -> None:
    start, end = int(TEN.timestamp()), int(ELEVEN.timestamp())
    made = only(read(message({"impact_period": [{"start": end}], "active_period": [{"start": start}]})))
    assert [(p.start, p.role) for p in made.periods] == [(ELEVEN, PeriodRole.IMPACT), (TEN, PeriodRole.PUBLICATION)]
    assert made.phase(TEN) is Phase.FUTURE
    made = only(read(message({"communication_period": [{"start": start}], "active_period": [{"start": end}]})))
    assert [(p.start, p.role) for p in made.periods] == [(ELEVEN, PeriodRole.IMPACT), (TEN, PeriodRole.PUBLICATION)]


# Languages


def test_each_translation_is_a_text_of_its_own_and_none_are_joined() -> None:
    made = only(read(message({"header_text": words(("en", "Snow"), ("FR_ca", "Neige"), ("en", "More snow"))})))
    assert [(t.lang, t.text) for t in made.headline] == [("en", "Snow"), ("fr-CA", "Neige")]


def test_a_missing_language_is_the_feeds_own_or_unknown() -> None:
    unlabelled = message({"header_text": words("Snow")})
    assert only(read(unlabelled)).headline[0].lang == "und"
    assert only(read(unlabelled, language="nl")).headline[0].lang == "nl"
    both = message({"header_text": words("Snow", ("nl", "Sneeuw"))})
    assert {t.lang: t.text for t in only(read(both, language="nl")).headline} == {"nl": "Sneeuw", "und": "Snow"}
    strange = message({"header_text": words(("???", "Snow"))})
    assert only(read(strange, language="nl")).headline[0].lang == "und"


@pytest.mark.parametrize("tag", ["en/html", "en-html", "EN/HTML"])
def test_html_is_read_as_its_language_and_gives_the_description_but_not_the_headline(tag: str) -> None:
    made = only(read(message({"header_text": words((tag, "<b>Snow</b> &amp; ice<br>today"))})))
    assert [(t.lang, t.text) for t in made.headline] == [("en", "Snow & ice today")]
    made = only(read(message({"header_text": words((tag, "<b>Snow</b>"), ("en", "Snow, plain"))})))
    assert [(t.lang, t.text) for t in made.headline] == [("en", "Snow, plain")]
    linked = (tag, '<a href="https://rail.example/b.pdf">Buses</a> run')
    for both in ((linked, ("en", "Buses run")), (("en", "Buses run"), linked)):
        made = only(read(message({"description_text": words(*both)})))
        assert [(t.lang, t.text) for t in made.description] == [("en", "Buses (https://rail.example/b.pdf) run")]


def test_without_a_header_the_first_line_of_the_description_speaks() -> None:
    alert = {"header_text": None, "description_text": words(("en", "Snow on 08L\nMore follows"), ("fr", "Neige"))}
    made = only(read(message(alert)))
    assert [(t.lang, t.text) for t in made.headline] == [("en", "Snow on 08L"), ("fr", "Neige")]


def test_a_headline_that_says_test_is_a_test() -> None:
    made = only(read(message({"header_text": words("TEST: please ignore")})))
    assert made.reality is Reality.TEST
    assert made.extra["reality"] == "inferred from the headline"
    assert only(read(message({"header_text": words("Test centre closed")}))).reality is Reality.ACTUAL


# What is affected


def test_everything_informed_is_affected_once_and_says_what_it_is() -> None:
    rows: list[dict[str, Any]] = [
        {"agency_id": "1", "route_id": "1", "route_type": 3, "stop_id": "s"},
        {"trip": {"trip_id": "t", "route_id": "2"}},
        {"stop_id": "s", "facility_id": "710", "activities": ["USING_WHEELCHAIR"]},
    ]
    made = only(read(message({"informed_entity": rows})))
    assert [(e.kind, e.ref, e.name) for e in made.affected] == [
        ("agency", "1", "agency 1"),
        ("route", "1", "route 1"),
        ("stop", "s", "stop s"),
        ("mode", "", "bus"),
        ("route", "2", "route 2"),
        ("trip", "t", "trip t"),
        ("facility", "710", "facility 710"),
        ("activity", "", "USING_WHEELCHAIR"),
    ]


def test_very_many_entities_are_cut_and_counted() -> None:
    made = only(read(message({"informed_entity": [{"stop_id": f"s{n}"} for n in range(600)]})))
    assert len(made.affected) == drafting.MOST_ENTITIES
    assert made.extra["affected"] == "only the first 500 of 600 are kept"


# Entries, identity, deletion


def test_identity_is_the_entity_id_and_neither_text_order_nor_the_fetch_changes_it() -> None:
    first = read(message({}, {"header_text": words("Ice")}))
    later = message({"header_text": words("Snow, more")}, timestamp=1_795_000_999)
    assert first.disruptions[0].id == only(read(later)).id == "feed.a0"
    assert only(read(message({}))) == only(read(message({}, timestamp=1_795_000_999)))


def test_a_bad_entity_is_set_aside_with_its_id_and_the_others_are_read() -> None:
    body = message({}, {"header_text": words("")}, {})
    body["entity"][2]["alert"] = 5
    body["entity"] += [{"alert": {"header_text": words("x")}}, 7, body["entity"][0]]
    parsed = read(body)
    assert [d.origin.native_id for d in parsed.disruptions] == ["a0"]
    assert [(row.entry, row.reason, row.native_id) for row in parsed.rejected] == [
        ("entry 2 (a1)", f"{NOTHING}: no headline, no text, no known effect or cause", "a1"),
        ("entry 3 (a2)", "it is no readable alert", "a2"),
        ("entry 4 (x)", "it has no id", None),
        ("entry 5", "it is no readable alert", None),
    ]


def test_an_alert_without_words_is_told_from_its_effect_and_what_it_names() -> None:
    rows = [{"route_id": "4"}, {"stop_id": "Mill"}]
    made = only(read(message({"header_text": {}, "effect": "NO_SERVICE", "informed_entity": rows})))
    assert [(text.lang, text.text) for text in made.headline] == [("en", "No service: route 4, stop Mill")]


def test_two_alerts_with_one_id_that_say_different_things_are_both_kept() -> None:
    body = message(
        {"header_text": words("No trains on 4"), "informed_entity": [{"route_id": "4"}]},
        {"header_text": words("Bus 9 does not run"), "informed_entity": [{"route_id": "9"}]},
    )
    for row in body["entity"]:
        row["id"] = "0"
    parsed = read(body)
    assert [made.headline[0].text for made in parsed.disruptions] == ["No trains on 4", "Bus 9 does not run"]
    assert len({made.id for made in parsed.disruptions}) == 2
    assert parsed.notes == ("Several messages share the id “0”; we tell them apart by what they are about.",)


def test_past_ten_thousand_entities_the_rest_is_set_aside_in_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.formats.gate.MOST_ENTRIES", 2)
    parsed = read(message({}, {}, {}))
    assert len(parsed.disruptions) == 2
    assert [row.entry for row in parsed.rejected] == ["entries 3 to 3"]


def test_text_that_is_no_utf8_is_read_as_far_as_it_goes() -> None:
    made = protobuf()
    made.entity.add(id="b").alert.header_text.translation.add(text="Broken")
    parsed = read(made.SerializeToString().replace(b"Broken", b"Br\xff\xfeen"))
    assert [d.headline[0].text for d in parsed.disruptions] == ["Snow", "Br\ufffden"]


def test_a_deleted_entity_is_withdrawn_or_left_out() -> None:
    body = message({}, {})
    body["entity"][0]["isDeleted"] = True
    body["entity"][1] = {"id": "a1", "is_deleted": True, "alert": {}}
    assert only(read(body)).status is Status.WITHDRAWN


def test_a_differential_message_proves_nothing_by_what_it_lacks() -> None:
    for incrementality in (1, "DIFFERENTIAL"):
        parsed = read(message({}, incrementality=incrementality))
        assert [row.native_id for row in parsed.rejected] == [None]
        assert len(parsed.disruptions) == 1
    made = protobuf()
    made.header.incrementality = gtfs_realtime_pb2.FeedHeader.DIFFERENTIAL
    assert len(read(made.SerializeToString()).rejected) == 1
    assert not read(message({}, incrementality="FULL_DATASET")).rejected


def test_links_are_kept_only_where_they_are_web_addresses() -> None:
    made = only(read(message({"url": words(("en", "https://example.org/a"), ("fr", "javascript:alert(1)"))})))
    assert [link.href for link in made.links] == ["https://example.org/a"]


# MBTA's enhanced feed


def test_the_enhanced_feed_says_lifecycle_closing_severity_and_times() -> None:
    body = message({"alert_lifecycle": "UPCOMING", "severity": 7, "created_timestamp": int(TEN.timestamp())})
    made = only(read(body))
    assert (made.status, made.status_native) == (Status.PLANNED, "UPCOMING")
    assert (made.severity, made.severity_native) == (Severity.SEVERE, "7")
    assert made.issued_at == made.updated_at == TEN
    closed = only(read(message({"alert_lifecycle": "ONGOING", "closed_timestamp": int(TEN.timestamp())})))
    assert closed.status is Status.RESOLVED
    assert only(read(message({"alert_lifecycle": "SOMETHING"}))).status is Status.UNKNOWN


def test_the_enhanced_recording_is_read_whole() -> None:
    parsed = read((RECORDINGS / "mbta-enhanced.json").read_bytes())
    assert len(parsed.disruptions) == 6
    first = parsed.disruptions[0]
    assert first.headline[0].text.startswith("Lechmere closed until Sun Jan 21")
    assert len(first.periods) == 8
    assert first.extra["service effect"] == "Lechmere closed"


# Real feeds


def test_the_corpus_is_read_whole(corpus: Path) -> None:
    folder = corpus / "gtfs-rt"
    found = {path.name: read(path.read_bytes()) for path in folder.iterdir() if path.name != "transitland_invalid.pb"}
    assert all(not parsed.rejected for parsed in found.values())
    assert {name: len(parsed.disruptions) for name, parsed in found.items()} == {
        "bart_BA-alerts.json": 8,
        "bart_alerts.pb": 1,
        "bart_alerts.pb.json": 1,
        "mbta_alerts_2017-12.pb": 51,
        "mbta_alerts_2026-04.txtpb": 51,
        "mbta_alerts_enhanced.json": 6,
        "otp_mmri_3b.pb": 0,
        "spec_alerts_en_0ed83c1.asciipb": 1,
        "spec_alerts_en_2150941.asciipb": 1,
        "spec_alerts_es_4a4c13e.asciipb": 1,
    }
    assert found["mbta_alerts_2017-12.pb"] == found["mbta_alerts_2026-04.txtpb"]
    assert found["bart_alerts.pb"] == found["bart_alerts.pb.json"]
    with pytest.raises(FormatError):
        read((folder / "transitland_invalid.pb").read_bytes())


# Whatever comes

BODIES = [path.read_bytes() for path in sorted(RECORDINGS.iterdir()) if not path.name.endswith(".expected.json")]
MARKS = ["<script>alert(1)</script>", "\u202e", "\x00", "&lt;b&gt;", "<img src=x onerror=y>", "\x1b", "javascript:x"]
hostile = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=12)), max_size=6).map("".join)
KEYS = ["id", "alert", "header_text", "headerText", "translation", "text", "language", "active_period", "start", "end"]
KEYS += [
    "informed_entity",
    "route_id",
    "trip",
    "cause",
    "effect_detail",
    "severity",
    "low",
    "high",
    "is_deleted",
    "url",
]
shaped = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False, allow_infinity=False),
        hostile,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=20,
)
quickly = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def plain(parsed: Parsed) -> None:
    for made in parsed.disruptions:
        for shown in (*made.headline, *made.description):
            assert not set(shown.text) & set("\u202e\x00\x1b"), shown.text
            assert "<script" not in shown.text.lower()
            assert "<img" not in shown.text.lower()
        assert all(link.href.startswith(("http://", "https://")) for link in made.links)
    ids = [made.id for made in parsed.disruptions]
    assert len(ids) == len(set(ids))
    assert all(row.reason for row in parsed.rejected)


@pytest.mark.parametrize("escape", ["\\\0", "\\8", "\\z"])
def test_an_escape_that_nobody_defined_is_a_character_and_no_fault(escape: str) -> None:
    said = f'header_text {{ translation {{ text: "Line 4{escape} closed" }} }}'
    parsed = read(f'header {{ gtfs_realtime_version: "2.0" }} entity {{ id: "1" alert {{ {said} }} }}')
    (made,) = parsed.disruptions
    assert made.headline[0].text.startswith("Line 4")


@quickly
@given(body=st.sampled_from(BODIES), at=st.integers(0, 25_000), length=st.integers(0, 40), new=st.binary(max_size=20))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes, at: int, length: int, new: bytes) -> None:
    at %= len(body) + 1
    body = body[:at] + new + body[at + length :]
    gtfs_rt.recognises(Look(body))
    with contextlib.suppress(FormatError):
        plain(read(body))


@quickly
@given(entity=shaped, alert=shaped)
def test_json_of_any_shape_only_ever_raises_a_format_error(entity: Any, alert: Any) -> None:
    plain(read({"header": HEADER, "entity": [{"id": "x", "alert": alert}, entity]}))


@quickly
@given(words_=hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words_: str) -> None:
    said = words((words_, words_))
    names = ("header_text", "description_text", "cause_detail", "effect_detail", "url", "short_header_text")
    alert: dict[str, Any] = dict.fromkeys(names, said)
    alert |= {"cause": words_, "effect": words_, "alert_lifecycle": words_, "informed_entity": [{"stop_id": words_}]}
    alert["active_period"] = [{"start": words_, "end": words_}]
    parsed = read(json.dumps({"header": HEADER, "entity": [{"id": words_, "alert": alert}]}))
    plain(parsed)
    for made in parsed.disruptions:
        rest = [*made.extra.values(), *made.events, *made.categories, made.status_native]
        rest += [name for entity in made.affected for name in (entity.name, entity.ref)]
        assert not set("".join(rest)) & set("\u202e\x00\x1b")
