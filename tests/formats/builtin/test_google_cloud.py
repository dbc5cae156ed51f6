"""Google's incidents: stated ends, Markdown, and reports written long after."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.vocabulary import EffectCode, Severity, Status, StatusBasis
from tests.support import shaped

SOURCE = shaped.source("google-cloud")
KEYS = (
    *("id", "begin", "end", "created", "modified", "external_desc", "updates", "most_recent_update", "status_impact"),
    *("severity", "affected_products", "currently_affected_locations", "uri", "title", "text", "status", "when"),
)
WORDS = ("AVAILABLE", "SERVICE_OUTAGE", "high", "2026-11-20T10:00:00+00:00")


def step(hour: int, status: str = "SERVICE_DISRUPTION", text: str = "Words.") -> dict[str, Any]:
    when = f"2026-11-20T{hour:02}:00:00+00:00"
    return {"when": when, "created": when, "text": text, "status": status}


def incident(**fields: Any) -> dict[str, Any]:
    return {
        "id": "TaA75H7XA1DQyM2ReK2f",
        "number": "15267780622191605299",
        "begin": "2026-11-20T09:00:00+00:00",
        "created": "2026-11-20T10:00:00+00:00",
        "modified": "2026-11-20T11:00:00+00:00",
        "external_desc": "Lower **throughput**",
        "updates": [step(11), step(10)],
        "most_recent_update": step(11),
        "status_impact": "SERVICE_DISRUPTION",
        "severity": "medium",
        "affected_products": [{"title": "Google BigQuery", "id": "p1"}],
        "currently_affected_locations": [{"title": "Taiwan (asia-east1)", "id": "asia-east1"}],
        "previously_affected_locations": [{"title": "Iowa (us-central1)", "id": "us-central1"}],
        "uri": "incidents/TaA75H7XA1DQyM2ReK2f",
        **fields,
    }


def read(body: Any, name: str = "https://status.cloud.google.com/incidents.json") -> Parsed:
    return shaped.read(body, SOURCE, name)


def only(**fields: Any) -> Disruption:
    return shaped.only(read([incident(**fields)]))


def test_a_year_of_incidents_is_read_whole(corpus: Path) -> None:
    body = (corpus / "cloud-status-json" / "gcp_incidents_2022-07.json").read_bytes()
    assert detect(body) == "google-cloud"
    parsed = read(body)
    assert not parsed.rejected
    assert len(parsed.disruptions) == 157
    assert {made.status for made in parsed.disruptions} == {Status.RESOLVED}
    severities = Counter(made.severity for made in parsed.disruptions)
    assert severities == {Severity.MODERATE: 118, Severity.SEVERE: 20, Severity.MINOR: 19}
    assert sum(len(made.updates) for made in parsed.disruptions) == 770
    assert all(made.started_at and made.ended_at and made.affected and made.links for made in parsed.disruptions)
    assert not any("**" in update.says for made in parsed.disruptions for update in made.updates)


def test_an_open_incident_is_read_whole() -> None:
    made = only()
    assert made.headline[0].text == "Lower throughput"
    assert (made.status, made.status_native) == (Status.ACTIVE, "SERVICE_DISRUPTION")
    assert made.effects[0].code is EffectCode.DEGRADED
    assert made.affected == (
        Entity(kind="product", name="Google BigQuery", ref="p1"),
        Entity(kind="location", name="Taiwan (asia-east1)", ref="asia-east1"),
    )
    assert made.started_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert [update.at.hour for update in made.updates] == [10, 11]
    assert [link.href for link in made.links] == ["https://status.cloud.google.com/incidents/TaA75H7XA1DQyM2ReK2f"]


@pytest.mark.parametrize(
    ("fields", "status", "basis"),
    [
        ({"most_recent_update": step(11, "AVAILABLE")}, Status.RESOLVED, StatusBasis.STATED),
        ({"end": "2026-11-20T10:30:00+00:00"}, Status.RESOLVED, StatusBasis.STATED),
        ({"most_recent_update": step(11, "SERVICE_INFORMATION")}, Status.ACTIVE, StatusBasis.STATED),
        ({"most_recent_update": step(11, "NEW_WORD")}, Status.UNKNOWN, StatusBasis.STATED),
        ({"most_recent_update": None}, Status.ACTIVE, StatusBasis.STATED),
        ({"most_recent_update": None, "updates": []}, Status.ACTIVE, StatusBasis.INFERRED_FROM_PERIOD),
    ],
)
def test_a_stated_end_or_the_newest_update_decides(fields: dict[str, Any], status: Status, basis: StatusBasis) -> None:
    made = only(**fields)
    assert (made.status, made.status_basis) == (status, basis)


@pytest.mark.parametrize(
    ("native", "severity"),
    [("low", Severity.MINOR), ("medium", Severity.MODERATE), ("high", Severity.SEVERE), ("odd", Severity.UNKNOWN)],
)
def test_every_severity_is_mapped_and_kept(native: str, severity: Severity) -> None:
    made = only(severity=native)
    assert (made.severity, made.severity_native) == (severity, native)


def test_what_closed_an_incident_stands_before_the_report_that_follows() -> None:
    steps = [step(15, "AVAILABLE", "# Report"), step(12, "AVAILABLE", "Solved."), step(10)]
    made = only(updates=steps, end="2026-11-20T12:00:00+00:00")
    assert made.description[0].text == "Solved."
    assert made.updates[-1].says == "Report"


def test_once_over_it_names_the_locations_affected_before() -> None:
    made = only(end="2026-11-20T12:00:00+00:00", currently_affected_locations=[])
    assert made.affected[1].ref == "us-central1"


def test_a_relative_address_is_only_resolved_where_the_page_is_known() -> None:
    [made] = read([incident()], "incidents.json").disruptions
    assert made.links == ()


def test_no_incidents_are_quiet() -> None:
    assert read([]) == Parsed()


def test_bad_entries_are_set_aside_and_one_that_stands_twice_is_one() -> None:
    parsed = read([1, incident(id=None), incident(), incident()])
    assert [(row.reason, row.native_id) for row in parsed.rejected] == [
        ("it is not an object", None),
        ("it has no id", None),
    ]
    assert len(parsed.disruptions) == 1


def test_two_incidents_of_one_id_that_say_different_things_are_two() -> None:
    parsed = read([incident(), incident(external_desc="Mail is late", affected_products=[{"title": "Gmail"}])])
    assert [made.headline[0].text for made in parsed.disruptions] == ["Lower throughput", "Mail is late"]


def test_an_incident_without_a_headline_is_told_in_its_newest_words_else_by_its_effect() -> None:
    assert only(external_desc="").headline[0].text == "Words."
    made = only(external_desc="", updates=[], most_recent_update=None)
    assert made.headline[0].text == "Service disruption: Google BigQuery, Taiwan (asia-east1)"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "not Google's list"),
        ([{"a": 1}], "not of Google's incidents"),
        ("<!doctype html>", "a web page"),
        ('[{"id": "a"', "breaks off"),
    ],
)
def test_what_is_not_google_s_is_refused(body: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


@settings(max_examples=60)
@given(body=shaped.changed([json.dumps([incident(), incident(id="b")]).encode()]))
def test_changed_documents_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_documents_of_its_shape_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(json.dumps([incident(), body]), SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=100)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    names = ("external_desc", "status_impact", "severity", "uri", "begin", "end", "id", "service_name")
    made = incident(**dict.fromkeys(names, words), updates=[step(10, words, words)])
    made |= {"affected_products": [{"id": words, "title": words}]}
    assert shaped.survives(json.dumps([incident(), made]), SOURCE) is not None
