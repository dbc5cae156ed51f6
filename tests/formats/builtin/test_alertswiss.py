"""Alertswiss: one disruption for all versions of an alert, machine translations beside the original, tests as tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Entity, Text
from explainer.model.vocabulary import Precision, Reality, Severity, Status
from tests.conftest import ROOT
from tests.support import shaped
from tests.support.values import written

RECORDINGS = ROOT / "tests" / "recordings" / "alertswiss"
SOURCE = shaped.source("alertswiss", zone="Europe/Zurich")
KEYS = (
    *(
        "identifier",
        "sent",
        "reference",
        "title",
        "description",
        "instructions",
        "text",
        "textOrigin",
        "areas",
        "links",
    ),
    *("allClear", "severity", "testAlert", "technicalTestAlert", "gtransOrigin", "regions", "region", "href", "event"),
)
WORDS = ("POA-1-2", "TEST-1", "severe", "en-x-mtfrom-it", "Sat, 21.06.2025, 08:07", "https://www.alert.swiss")


def alert(**fields: Any) -> dict[str, Any]:
    return {
        "identifier": "POA-1222963954-5",
        "sent": "Tue, 20.05.2025, 12:41",
        "reference": "info@alertswiss.ch,POA-1222963954-5,2025-05-20T12:41:48+02:00",
        "title": {"title": "Landslide"},
        "description": {"description": "Falling rocks."},
        "instructions": [{"text": "Make a large detour."}, {"text": "Follow instructions."}],
        "allClear": False,
        "severity": "moderate",
        "testAlert": False,
        "technicalTestAlert": False,
        "areas": [{"description": {"description": "Sonvico"}, "regions": [{"region": "TI"}]}],
        **fields,
    }


def only(*alerts: dict[str, Any]) -> Disruption:
    return shaped.only(shaped.read({"alerts": list(alerts)}, SOURCE))


def test_the_versions_of_an_alert_are_one_disruption_and_the_highest_counts() -> None:
    newer = alert(identifier="POA-1222963954-10", title={"title": "Larger landslide"})
    for order in ((alert(), newer), (newer, alert())):
        made = only(*order)
        assert made.origin.native_id == "POA-1222963954"
        assert made.origin.native_version == "10"
        assert made.headline[0].text == "Larger landslide"
    assert only(alert()).id == only(newer).id


def test_an_all_clear_resolves() -> None:
    assert only(alert()).status is Status.ACTIVE
    assert only(alert(allClear=True)).status is Status.RESOLVED


@pytest.mark.parametrize(
    "fields",
    [{"testAlert": True}, {"technicalTestAlert": True}, {"identifier": "TEST-1163"}, {"technicalTestAlert": "true"}],
)
def test_tests_are_tests(fields: dict[str, Any]) -> None:
    assert only(alert()).reality is Reality.ACTUAL
    assert only(alert(**fields)).reality is Reality.TEST


def test_the_recorded_test_is_a_test() -> None:
    [made] = shaped.read((RECORDINGS / "test.json").read_bytes(), SOURCE).disruptions
    assert made.reality is Reality.TEST
    assert made.issued_at == datetime(2025, 6, 21, 6, 7, 50, tzinfo=UTC)
    assert made.severity is Severity.UNKNOWN


def test_a_machine_translation_stands_beside_the_original_and_says_so() -> None:
    [made] = shaped.read((RECORDINGS / "landslide.json").read_bytes(), SOURCE).disruptions
    assert made.headline == (Text(lang="en", text="Landslide"), Text(lang="it", text="Frana"))
    assert [one.lang for one in made.description] == ["en", "it"]
    assert made.instruction[1].text.startswith("Aggirate a largo raggio la zona interessata.\nSeguite")
    assert made.extra["translation"] == "the words in en are a machine's translation from it"


def test_without_a_translation_the_words_are_in_the_declared_language() -> None:
    assert only(alert(title={"title": "Frana", "titleGtransOrigin": "Frana"})).headline == (Text(text="Frana"),)


def test_the_moment_comes_from_the_reference_else_from_local_time() -> None:
    exact = only(alert()).periods[0]
    assert (exact.start, exact.precision) == (datetime(2025, 5, 20, 10, 41, 48, tzinfo=UTC), Precision.EXACT)
    local = only(alert(reference="")).periods[0]
    assert (local.start, local.precision) == (datetime(2025, 5, 20, 10, 41, tzinfo=UTC), Precision.INFERRED)
    unread = only(alert(reference="", sent="gestern"))
    assert (unread.periods, unread.issued_at) == ((), None)
    assert "gestern" in unread.extra["issued"]


def test_areas_and_cantons_are_kept_and_shapes_are_not() -> None:
    made = only(alert(nationWide=True, areas=[*alert()["areas"], {"polygons": [{"coordinates": [["46.05", "9.00"]]}]}]))
    assert made.affected == (
        Entity(kind="country", ref="CH"),
        Entity(kind="area", name="Sonvico"),
        Entity(kind="canton", ref="TI"),
    )
    assert "46.05" not in written(made)


def test_without_a_title_the_event_is_the_headline_and_without_both_it_is_set_aside() -> None:
    assert only(alert(title={}, event="Storm")).headline[0].text == "Storm"
    [row] = shaped.read([alert(title={}, description={}, severity="")], SOURCE).rejected
    assert row.native_id == "POA-1222963954"
    [row] = shaped.read([alert(identifier="")], SOURCE).rejected
    assert row.native_id is None


def test_a_list_an_object_of_alerts_and_a_single_alert_are_read() -> None:
    for body in ([alert()], {"heartbeatAgeInMillis": 3, "alerts": [alert()]}, alert()):
        assert detect(json.dumps(body).encode()) == "alertswiss"
        assert len(shaped.read(body, SOURCE).disruptions) == 1


def test_no_alerts_is_quiet_and_anything_else_is_refused() -> None:
    assert shaped.read({"heartbeatAgeInMillis": 3, "alerts": []}, SOURCE) == Parsed()
    for body in ({"error": "x"}, {}, [{"id": 1}], "<html><body>Denied", '{"alerts": ['):
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


@settings(max_examples=60)
@given(body=shaped.changed([path.read_bytes() for path in sorted(RECORDINGS.glob("*[!d].json"))]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_alerts_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives({"alerts": [body, alert()]}, SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    found = alert(
        **dict.fromkeys(("event", "severity", "publisherName", "sender", "link", "gtransOrigin", "sent"), words)
    )
    found |= {"title": {"title": words + "a"}, "description": {"description": words}, "contact": {"contact": words}}
    found |= {"instructions": [{"text": words}], "links": [{"href": words, "text": words}], "reference": words}
    found["areas"] = [{"description": {"description": words}, "regions": [{"region": words}]}]
    assert shaped.survives(json.dumps([found]), SOURCE) is not None
