"""MBTA v3 alerts: the publisher's own words, its scale from 0 to 10, and its lifecycle."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import Document, Parsed, read_all
from explainer.formats.builtin import mbta
from explainer.formats.kit.look import Look
from explainer.model.disruption import Cause, Effect
from explainer.model.sources import Source
from explainer.model.vocabulary import CauseCode, EffectCode, Phase, Precision, Reality, Severity, State, Status
from tests.conftest import ROOT
from tests.support.shaped import only, plain

RECORDING = ROOT / "tests" / "recordings" / "mbta" / "alerts.json"


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "feed", "publisher": "P", "format": "mbta", "url": "https://example.org/f"}
    return SOURCE_DOOR.read(made | fields)


def read(body: bytes | str | dict[str, Any], **fields: Any) -> Parsed:
    if isinstance(body, dict):
        body = json.dumps(body)
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="f", body=body)], source(**fields))


def answer(*alerts: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {"type": "alert", "id": str(100 + number), "attributes": {"header": "Snow", "lifecycle": "NEW"} | alert}
        for number, alert in enumerate(alerts)
    ]
    return {"data": rows, "jsonapi": {"version": "1.0"}}


def test_an_answer_without_alerts_is_quiet() -> None:
    assert read(answer()) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<html><body>Access Denied</body></html>", "web page"),
        (b'{"data": [', "breaks off"),
        (b"{}", "no list of alerts"),
        (b"[]", "no list of alerts"),
        (b'{"data": null}', "no list of alerts"),
        (b'{"data": [{"type": "route", "id": "1"}]}', "none of its resources is an alert"),
        (b'{"errors": [{"status": "429", "detail": "Too many requests"}]}', "an error: Too many requests"),
        (b'{"errors": [{}]}', "does not say which"),
    ],
)
def test_what_is_no_answer_with_alerts_is_a_failure_with_a_plain_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_a_single_alert_is_read_too() -> None:
    body = answer({})
    assert only(read(body | {"data": body["data"][0]})).id == "feed.100"


def test_a_bad_resource_is_set_aside_with_its_id_and_the_others_are_read() -> None:
    body = answer({}, {"header": " ", "description": "", "effect": "", "cause": ""})
    extra = {"type": "alert", "attributes": {"header": "x"}}
    body["data"] += [{"type": "stop", "id": "s"}, 7, extra, body["data"][0]]
    parsed = read(body)
    row_without_words = "it says nothing that readers could read: no headline, no text, no known effect or cause"
    assert [d.id for d in parsed.disruptions] == ["feed.100"]
    assert [(row.entry, row.reason, row.native_id) for row in parsed.rejected] == [
        ("entry 2 (101)", row_without_words, "101"),
        ("entry 3 (s)", "it is a stop, not an alert", "s"),
        ("entry 4", "it is no readable alert", None),
        ("entry 5 (x)", "it has no id", None),
    ]
    assert [row.understood for row in parsed.rejected] == [False, True, False, False]


def test_an_alert_without_words_is_told_from_its_effect_and_what_it_names() -> None:
    made = only(read(answer({"header": "", "short_header": "", "description": "", "effect": "SUSPENSION"})))
    assert made.headline[0].text == "Suspension"


def test_one_page_of_several_proves_nothing_by_what_it_lacks() -> None:
    parsed = read(answer({}) | {"links": {"next": "https://api-v3.mbta.com/alerts?page=2"}})
    assert [row.native_id for row in parsed.rejected] == [None]
    assert len(parsed.disruptions) == 1


@pytest.mark.parametrize(
    ("lifecycle", "status"),
    [
        ("NEW", Status.ACTIVE),
        ("ONGOING", Status.ACTIVE),
        ("ONGOING_UPCOMING", Status.ACTIVE),
        ("UPCOMING", Status.PLANNED),
        ("LATER", Status.UNKNOWN),
        (None, Status.UNKNOWN),
    ],
)
def test_the_lifecycle_is_the_status_and_kept(lifecycle: str | None, status: Status) -> None:
    made = only(read(answer({"lifecycle": lifecycle})))
    assert (made.status, made.status_native) == (status, lifecycle or "")


@pytest.mark.parametrize(
    ("number", "severity"),
    [
        (0, Severity.MINOR),
        (3, Severity.MINOR),
        (4, Severity.MODERATE),
        (6, Severity.MODERATE),
        (7, Severity.SEVERE),
        (10, Severity.SEVERE),
        (11, Severity.UNKNOWN),
        (-1, Severity.UNKNOWN),
        (None, Severity.UNKNOWN),
        ("high", Severity.UNKNOWN),
    ],
)
def test_the_scale_of_ten_is_mapped_and_never_extreme(number: Any, severity: Severity) -> None:
    assert only(read(answer({"severity": number}))).severity is severity


def test_causes_and_effects_are_mbtas_own_and_unknown_ones_are_kept() -> None:
    made = only(read(answer({"cause": "DISABLED_BUS", "effect": "STOP_MOVE"})))
    assert made.causes == (Cause(code=CauseCode.TECHNICAL, native="DISABLED_BUS"),)
    assert made.effects == (Effect(code=EffectCode.STOP_MOVED, native="STOP_MOVE"),)
    made = only(read(answer({"cause": "DRAGONS", "effect": "SMOKE", "service_effect": "Route 1 smoke"})))
    assert made.causes == (Cause(code=CauseCode.UNKNOWN, native="DRAGONS"),)
    assert made.effects == (Effect(code=EffectCode.UNKNOWN, native="SMOKE"),)
    assert (made.events, made.categories) == (("SMOKE", "Route 1 smoke"), ("DRAGONS",))
    assert only(read(answer({}))).causes == ()


def test_a_null_end_is_open_and_periods_repeat() -> None:
    made = only(read(answer({"active_period": [{"start": "2026-11-20T10:00:00-05:00", "end": None}]})))
    [span] = made.periods
    assert (span.end, span.precision) == (None, Precision.EXACT)
    assert span.start == datetime.fromisoformat("2026-11-20T10:00:00-05:00")
    days = [{"start": f"2026-11-{d}T10:00:00-05:00", "end": f"2026-11-{d}T12:00:00-05:00"} for d in (20, 21)]
    made = only(read(answer({"active_period": days})))
    assert len(made.periods) == 2
    assert made.phase(datetime.fromisoformat("2026-11-20T13:00:00-05:00")) is Phase.FUTURE


def test_a_time_without_an_offset_is_the_declared_zones_and_nonsense_is_noted() -> None:
    rows = [{"start": "2026-11-20T10:00:00", "end": "soon"}]
    made = only(read(answer({"active_period": rows}), zone="America/New_York"))
    assert made.periods[0].precision is Precision.INFERRED
    assert made.periods[0].start == datetime.fromisoformat("2026-11-20T10:00:00-05:00")
    assert made.extra["impact end"] == "soon (not used: no believable time)"


def test_routes_stops_facilities_and_activities_are_affected() -> None:
    rows = [
        {"route": "1", "route_type": 3, "stop": "75", "trip": "t", "activities": ["BOARD", "EXIT"]},
        {"facility": "710", "stop": "75", "activities": ["USING_WHEELCHAIR", 5]},
    ]
    made = only(read(answer({"informed_entity": rows})))
    assert [(e.kind, e.name) for e in made.affected] == [
        ("route", "route 1"),
        ("stop", "stop 75"),
        ("trip", "trip t"),
        ("mode", "bus"),
        ("activity", "BOARD"),
        ("activity", "EXIT"),
        ("facility", "facility 710"),
        ("activity", "USING_WHEELCHAIR"),
        ("activity", "5"),
    ]


def test_rules_match_effect_cause_and_entities() -> None:
    for match in ({"event": "DELAY"}, {"category": "TRAFFIC"}, {"entity": "route 352"}):
        rule = {"match": match, "component": "road", "state": "slowed"}
        alert = {"effect": "DELAY", "cause": "TRAFFIC", "informed_entity": [{"route": "352"}]}
        made = only(read(answer(alert), mapping=[rule]))
        assert [report.state for report in made.reports] == [State.SLOWED]


def test_times_links_language_and_the_rest_are_kept() -> None:
    alert = {
        "created_at": "2026-11-20T10:00:00-05:00",
        "updated_at": "2026-11-20T11:00:00-05:00",
        "url": "https://www.mbta.com/x",
        "description": "Line one\r\nLine two",
        "timeframe": "through Sunday",
    }
    made = only(read(answer(alert), language="en-US"))
    assert made.issued_at == datetime.fromisoformat("2026-11-20T10:00:00-05:00")
    assert made.updated_at == datetime.fromisoformat("2026-11-20T11:00:00-05:00")
    assert [link.href for link in made.links] == ["https://www.mbta.com/x"]
    assert (made.description[0].lang, made.description[0].text) == ("en-US", "Line one\nLine two")
    assert made.extra == {"timeframe": "through Sunday"}
    assert only(read(answer({"url": "javascript:x", "header": "TEST: ignore"}))).links == ()
    assert only(read(answer({"header": "TEST: ignore"}))).reality is Reality.TEST


def test_identity_is_the_id_and_neither_text_nor_order_changes_it() -> None:
    assert only(read(answer({"header": "Ice"}))).id == read(answer({}, {})).disruptions[0].id == "feed.100"


def test_detection_knows_alerts_and_no_other_resources() -> None:
    assert mbta.recognises(Look(RECORDING.read_bytes()))
    for body in (b"", b"[]", b"{}", b'{"data": []}', b'{"data": [{"type": "alert"}]}', b'{"data": [{"type": "stop"}]}'):
        assert not mbta.recognises(Look(body))


def test_the_corpus_is_read_whole(corpus: Path) -> None:
    found = {path.name: read(path.read_bytes()) for path in sorted((corpus / "mbta-v3").iterdir())}
    assert {name: len(parsed.disruptions) for name, parsed in found.items()} == {
        "mbta_v3_body-alerts-JVHoh.json": 172,
        "mbta_v3_body-alerts-i1jFG.json": 145,
    }
    assert all(not parsed.rejected for parsed in found.values())
    every = [made for parsed in found.values() for made in parsed.disruptions]
    assert not [
        c.native for made in every for c in made.causes if c.code is CauseCode.UNKNOWN if c.native != "UNKNOWN_CAUSE"
    ]
    assert not [e.native for made in every for e in made.effects if e.code is EffectCode.UNKNOWN]
    assert Counter(made.status for made in every) == {Status.ACTIVE: 301, Status.PLANNED: 16}
    assert sum(1 for made in every if made.ended_at is None) == 210
    assert max(len(made.periods) for made in every) == 261


MARKS = ["<script>alert(1)</script>", "\u202e", "\x00", "&lt;b&gt;", "<img src=x onerror=y>", "\x1b", "javascript:x"]
hostile = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=12)), max_size=6).map("".join)
KEYS = ["header", "description", "cause", "severity", "lifecycle", "active_period", "start", "end", "informed_entity"]
KEYS += ["route", "activities", "created_at", "url", "type", "id", "attributes"]
shaped = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(-1e9, 1e300), hostile),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)),
    max_leaves=20,
)
quickly = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@quickly
@given(at=st.integers(0, 35_000), length=st.integers(0, 40), new=hostile)
def test_changed_recordings_only_ever_raise_a_format_error(at: int, length: int, new: str) -> None:
    body = RECORDING.read_bytes()
    at %= len(body) + 1
    body = body[:at] + new.encode("utf-8", "surrogatepass") + body[at + length :]
    mbta.recognises(Look(body))
    with contextlib.suppress(FormatError):
        plain(read(body))


@quickly
@given(attributes=shaped, row=shaped)
def test_json_of_any_shape_only_ever_raises_a_format_error(attributes: Any, row: Any) -> None:
    plain(read({"data": [{"type": "alert", "id": "x", "attributes": attributes}, row]}))


@quickly
@given(words=hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    names = ("header", "short_header", "description", "cause", "effect", "service_effect", "lifecycle", "url", "banner")
    alert: dict[str, Any] = dict.fromkeys((*names, "created_at", "timeframe"), words)
    alert["informed_entity"] = [{"route": words, "activities": [words]}]
    alert["active_period"] = [{"start": words, "end": words}]
    plain(read({"data": [{"type": "alert", "id": words, "attributes": alert}]}))
