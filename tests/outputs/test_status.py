"""``status.json`` keeps its own schema, and says what the pages say."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from explainer.model.history import FeedRecord
from explainer.outputs.status import status_json, status_schema
from explainer.render.view import View
from tests.factory import SILENT, at, make_bulletin, make_disruption
from tests.factory_map import large, map_view

VIEWS = {
    "a crisis": map_view(),
    "a drill": map_view(make_bulletin(reality="exercise"), exercise=True),
    "a quiet day": map_view(make_disruption("met", "over", status="resolved")),
    "a silent source": map_view(times={"road": SILENT}),
    "a feed's own words": map_view(make_disruption("met", "bare", headline=[])),
    "a real operation": map_view(make_disruption("met", "bare"), system=large()),
}


def status(view: View) -> Any:
    return json.loads(status_json(view))


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_every_status_keeps_the_schema(view: View) -> None:
    schema = json.loads(status_schema())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(status(view))


def test_the_schema_is_one_and_describes_every_field() -> None:
    schema = json.loads(status_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:explainer:status:1"
    parts = {"status": schema, **schema["$defs"]}
    silent = [
        f"{part}.{name}"
        for part, body in parts.items()
        for name, field in body.get("properties", {}).items()
        if not field.get("description")
    ]
    assert silent == []
    assert [part for part, body in parts.items() if not body.get("description")] == []


def test_the_schema_refuses_a_status_without_a_state() -> None:
    broken = status(VIEWS["a crisis"])
    del broken["state"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json.loads(status_schema()))


def test_a_reader_of_this_version_bears_a_field_added_later() -> None:
    later = status(VIEWS["a crisis"]) | {"new": 1}
    jsonschema.validate(later, json.loads(status_schema()))


def test_it_says_what_the_pages_say() -> None:
    said = status(VIEWS["a crisis"])
    assert said["version"] == 1
    assert said["state"] == "slowed"
    assert said["headline"] == "Ferries are 40–70 minutes late"
    assert said["exercise"] is None
    assert said["generated_at"] == "2026-11-20T18:24:00+01:00"
    lead = next(d for d in said["disruptions"] if d["id"] == said["lead"])
    assert lead["url"] == "https://harbour.example/disruptions/log.gale/"
    assert (lead["standing"], lead["status"], lead["phase"], lead["severity"]) == (
        "current",
        "active",
        "current",
        "severe",
    )
    assert len(lead["updates"]) == 3
    limit = said["constraints"][0]
    assert (limit["shortfall"], limit["backlog_per_hour"], limit["backlog"]) == (12, 12, 20)
    crane = next(c for c in said["components"] if c["id"] == "crane")
    assert (crane["state"], crane["basis"]) == ("slowed", "reported")
    assert {chain["symptom"] for chain in said["chains"]} >= {"ferries"}


def test_what_nobody_watches_is_null_and_what_is_silent_is_unknown() -> None:
    said = {c["id"]: c for c in status(VIEWS["a silent source"])["components"]}
    assert said["rails"]["state"] is None
    assert said["road"]["state"] == "unknown"
    road = next(s for s in status(VIEWS["a silent source"])["sources"] if s["id"] == "road")
    assert road["freshness"] == "unreachable"
    assert road["failure"] == "road.example did not answer"
    assert road["silent_since"] == "2026-11-20T17:55:00+01:00"


def test_a_beginning_that_nobody_states_is_null_beside_since_when_it_is_known() -> None:
    told = make_disruption("met", "a", issued_at=at(60), reports=[{"component": "crane", "state": "stopped"}])
    said = status(map_view(told, accepted={told.id: at(-9)}, feeds=[FeedRecord(feed="met", carried=(told.id,))]))
    crane = next(c for c in said["components"] if c["id"] == "crane")
    for known in (said, crane, said["disruptions"][0]):
        assert known["since"] is None
        assert known["issued_at"] == known["first_seen"] == "2026-11-20T18:15:00+01:00"
    assert crane["at"] == said["disruptions"][0]["written_at"] == "2026-11-20T18:15:00+01:00"
    assert next(s for s in said["sources"] if s["id"] == "met")["minutes_ahead"] == 69


def test_what_is_over_says_what_that_is_known_from() -> None:
    over = status(map_view(make_disruption("road", "a", periods=[{"end": at(-9)}])))["disruptions"][0]
    assert (over["ended_at"], over["ended_by"], over["since"]) == ("2026-11-20T18:15:00+01:00", "stated", None)


def test_a_drill_is_marked() -> None:
    exercise = status(VIEWS["a drill"])["exercise"]
    assert exercise["says"] == "Practice only. Nothing here is real."
    assert exercise["clock"] == "2026-11-20T18:24:00+01:00"


def test_it_is_readable_utf_8_and_the_same_every_time() -> None:
    body = status_json(VIEWS["a crisis"])
    assert body == status_json(map_view())
    assert "40–70" in body.decode()
    assert body.endswith(b"}\n")


def test_words_no_encoding_can_hold_do_not_stop_it() -> None:
    assert status(map_view(make_bulletin(headline=[{"text": "half \ud83d a sign \x00"}])))["headline"]
