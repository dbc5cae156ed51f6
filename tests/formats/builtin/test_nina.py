"""NINA: one warning keeps its id from the first message to the cancellation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.vocabulary import Severity, Status
from tests.support import shaped

SOURCE = shaped.source("nina")


def warning(**fields: Any) -> dict[str, Any]:
    return {
        "id": "mow.DE-NW-BN-SE030-1",
        "version": 1,
        "startDate": "2026-11-20T10:00:00+01:00",
        "severity": "Severe",
        "urgency": "Immediate",
        "type": "Alert",
        "i18nTitle": {"de": "Rauch in Bonn", "en": "Smoke in Bonn"},
        **fields,
    }


def test_a_warning_is_told_in_every_language_it_has() -> None:
    made = shaped.only(shaped.read([warning()], SOURCE))
    assert [(text.lang, text.text) for text in made.headline] == [("de", "Rauch in Bonn"), ("en", "Smoke in Bonn")]
    assert (made.status, made.severity, made.ended_at) == (Status.ACTIVE, Severity.SEVERE, None)


def test_a_later_version_and_a_cancellation_are_the_same_disruption() -> None:
    later = warning(version=2, type="Cancel", i18nTitle={"de": "Entwarnung"})
    made = shaped.only(shaped.read([later, warning()], SOURCE))
    assert (made.id, made.status) == (shaped.only(shaped.read([warning()], SOURCE)).id, Status.WITHDRAWN)


def test_the_dashboard_of_a_district_is_read_too() -> None:
    data = {"headline": "Rauch", "msgType": "Update", "severity": "Minor", "provider": "MOWAS"}
    row = {"id": "mow.1", "payload": {"version": 3, "data": data}, "i18nTitle": {}, "sent": "2026-11-20T11:00:00+01:00"}
    made = shaped.only(shaped.read([row], SOURCE))
    assert (made.headline[0].text, made.severity, made.origin.native_version) == ("Rauch", Severity.MINOR, "3")


def test_an_empty_list_is_quiet_and_another_list_is_a_failure() -> None:
    assert shaped.read([], SOURCE) == Parsed()
    assert detect(json.dumps([warning()]).encode()) == "nina"
    for body in ([{"id": "1"}], {"a": 1}, "[1"):
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


def test_one_bad_warning_among_good_ones_is_set_aside_with_its_reason() -> None:
    parsed = shaped.read([warning(), warning(id=""), warning(id="kat.2", i18nTitle={})], SOURCE)
    assert len(parsed.disruptions) == 1
    assert [row.reason[:12] for row in parsed.rejected] == ["it has no id", "it says noth"]


@given(shaped.values(("id", "version", "startDate", "i18nTitle", "de", "payload", "data", "headline"), ("Alert",)))
def test_random_lists_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives([warning(), body], SOURCE)
