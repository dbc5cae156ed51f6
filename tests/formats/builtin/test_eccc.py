"""Environment Canada: two languages, colours, and the message's end kept apart from the hazard's."""

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
from explainer.model.vocabulary import Certainty, PeriodRole, Phase, Severity, Status
from tests.conftest import ROOT
from tests.support import shaped

RECORDING = ROOT / "tests" / "recordings" / "eccc" / "two.json"
SOURCE = shaped.source("eccc")
PROPERTIES = {
    "alert_code": "WS",
    "alert_name_en": "Winter Storm Warning",
    "alert_name_fr": "Avertissement de tempête hivernale",
    "alert_text_en": "A winter storm warning is in effect.",
    "alert_text_fr": "Un avertissement de tempête hivernale est en vigueur.",
    "alert_type": "warning",
    "confidence_en": "High",
    "confidence_fr": "Élevé",
    "expiration_datetime": "2025-02-06T12:00:00Z",
    "feature_name_en": "Ottawa Region",
    "feature_name_fr": "Région d'Ottawa",
    "impact_en": "High",
    "impact_fr": "Élevé",
    "publication_datetime": "2025-02-05T20:00:00Z",
    "risk_colour_en": "Red",
    "risk_colour_fr": "Rouge",
    "status_en": "active",
    "status_fr": "actif",
}
WORDS = ("active", "ended", "Red", "High", "warning", "2025-02-06T12:00:00Z")


def collection(*rows: Any, **more: Any) -> dict[str, Any]:
    features = [{"type": "Feature", "geometry": None, "properties": row} for row in rows]
    return {"type": "FeatureCollection", "features": features, **more}


def only(**fields: Any) -> Disruption:
    return shaped.only(shaped.read(collection(PROPERTIES | fields), SOURCE))


def test_both_languages_are_kept_side_by_side() -> None:
    made = only()
    assert made.headline == (
        Text(lang="en", text="Winter Storm Warning"),
        Text(lang="fr", text="Avertissement de tempête hivernale"),
    )
    assert [one.lang for one in made.description] == ["en", "fr"]
    assert [one.lang for one in only(alert_name_en=None, alert_text_en=None).headline] == ["fr"]


def test_the_message_expires_and_the_hazard_does_not_end_with_it() -> None:
    made = only()
    impact, publication = made.periods
    assert (impact.role, impact.end) == (PeriodRole.IMPACT, None)
    assert (publication.role, publication.end) == (PeriodRole.PUBLICATION, datetime(2025, 2, 6, 12, tzinfo=UTC))
    assert made.phase(datetime(2025, 2, 7, tzinfo=UTC)) is Phase.CURRENT
    ending = only(validity_datetime="2025-02-05T22:00:00Z", event_end_datetime="2025-02-06T18:00:00Z")
    assert ending.started_at == datetime(2025, 2, 5, 22, tzinfo=UTC)
    assert ending.ended_at == datetime(2025, 2, 6, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({}, Severity.EXTREME),
        ({"risk_colour_en": "Orange"}, Severity.SEVERE),
        ({"risk_colour_en": "Yellow"}, Severity.MODERATE),
        ({"risk_colour_en": "Grey"}, Severity.UNKNOWN),
        ({"risk_colour_en": None}, Severity.SEVERE),
        ({"risk_colour_en": None, "impact_en": None}, Severity.UNKNOWN),
    ],
)
def test_severity_is_the_colour_else_the_impact_and_never_the_type(fields: dict[str, Any], severity: Severity) -> None:
    assert only(**fields).severity is severity


@pytest.mark.parametrize(
    ("word", "status"),
    [("active", Status.ACTIVE), ("ended", Status.RESOLVED), ("cancelled", Status.WITHDRAWN), ("new", Status.UNKNOWN)],
)
def test_the_status_is_the_stated_one(word: str, status: Status) -> None:
    made = only(status_en=word)
    assert (made.status, made.status_native) == (status, word)


def test_confidence_is_certainty() -> None:
    assert only().certainty is Certainty.LIKELY
    assert only(confidence_en="Moderate").certainty is Certainty.POSSIBLE
    assert only(confidence_en="?").certainty is Certainty.UNKNOWN


def test_an_alert_renewed_is_the_same_one_and_another_region_another() -> None:
    assert only().id == only(publication_datetime="2025-02-05T23:00:00Z", alert_text_en="Renewed.").id
    assert only().id != only(feature_name_en="Gatineau").id
    assert only(id="abc-1").origin.native_id == "abc-1"


def test_regions_are_named_in_both_languages() -> None:
    assert only(feature_id="on-1", province="ON").affected == (
        Entity(kind="region", name="Ottawa Region", ref="on-1", lang="en"),
        Entity(kind="region", name="Région d'Ottawa", ref="on-1", lang="fr"),
        Entity(kind="province", name="ON"),
    )


def test_an_alert_without_a_name_is_known_by_its_text_and_one_without_an_id_is_set_aside() -> None:
    assert only(alert_name_en="", alert_name_fr="").headline[0].text == only().description[0].text.partition("\n")[0]
    without_id = PROPERTIES | {"alert_code": "", "alert_type": ""}
    parsed = shaped.read(collection(PROPERTIES, without_id), SOURCE)
    assert [row.native_id for row in parsed.rejected] == [None]


def test_a_first_page_says_that_more_follows() -> None:
    for more in (
        {"numberMatched": 20, "numberReturned": 1},
        {"links": [{"rel": "next", "href": "https://x"}]},
        {"exceededTransferLimit": True},
    ):
        [row] = shaped.read(collection(PROPERTIES, **more), SOURCE).rejected
        assert row.native_id is None
        assert "more follows" in row.reason
    assert not shaped.read(collection(PROPERTIES, numberMatched=1, numberReturned=1), SOURCE).rejected


def test_the_recording_is_recognised_and_read() -> None:
    assert detect(RECORDING.read_bytes()) == "eccc"
    made = shaped.read(RECORDING.read_bytes(), SOURCE).disruptions
    assert [one.severity for one in made] == [Severity.MODERATE, Severity.EXTREME]


def test_none_is_quiet_and_anything_else_is_refused() -> None:
    assert shaped.read(collection(), SOURCE) == Parsed()
    bodies: list[Any] = [
        collection({"mag": 1}),
        {"features": []},
        "<ServiceException>no</ServiceException>",
        '{"type":',
    ]
    for body in bodies:
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


@settings(max_examples=60)
@given(body=shaped.changed([RECORDING.read_bytes()]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=120)
@given(body=shaped.values((*PROPERTIES, "id", "feature_id"), WORDS))
def test_random_features_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(collection(body, PROPERTIES), SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    found = dict.fromkeys((*PROPERTIES, "province", "feature_id"), words) | {"alert_name_en": f"{words} a"}
    assert shaped.survives(json.dumps(collection(found)), SOURCE) is not None
