"""``status.json`` keeps its own schema, and says what the pages say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from explainer.language.words import english
from explainer.model.history import FeedRecord
from explainer.model.questions import Asked
from explainer.outputs.status import status_json, status_schema
from explainer.picture.figures import with_figures
from explainer.render.components.feeds import sources
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SILENT, at, make_bulletin, make_disruption, make_picture, make_view
from tests.factory_map import large, map_view
from tests.render.components.test_questions import make, moment

PROMISED = Path(__file__).parent.parent / "golden" / "status.keys.json"
"""What ``docs/status.md`` promises: every key of this version, and what it holds."""

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
    assert schema["$id"] == "urn:explainer:status:2"
    parts = {"status": schema, **schema["$defs"]}
    silent = [
        f"{part}.{name}"
        for part, body in parts.items()
        for name, field in body.get("properties", {}).items()
        if not field.get("description")
    ]
    assert silent == []
    assert [part for part, body in parts.items() if not body.get("description")] == []


def kinds_of_keys() -> dict[str, Any]:
    """Every key of the schema, by the part it belongs to, with what it may hold: without the words about it."""
    schema = json.loads(status_schema())
    parts = {"StatusOut": schema, **schema["$defs"]}
    return {
        f"{part}.{key}": {name: one for name, one in kind.items() if name != "description"}
        for part, body in parts.items()
        for key, kind in body.get("properties", {}).items()
    }


def test_no_key_that_was_promised_is_gone_or_holds_something_else(request: pytest.FixtureRequest) -> None:
    """``pytest --golden`` adds new keys to those that are promised; it takes none away."""
    promised = json.loads(PROMISED.read_text(encoding="utf-8")) if PROMISED.exists() else {}
    kinds = kinds_of_keys()
    if request.config.getoption("--golden"):
        added = json.dumps(kinds | promised, indent=1, sort_keys=True, ensure_ascii=False)
        PROMISED.write_text(f"{added}\n", encoding="utf-8")
        return
    assert {key: kinds.get(key) for key in promised} == promised, "a promise is broken: that takes another version"
    assert kinds.keys() == promised.keys(), "new keys are promised from now on: pytest --golden"


VERSION_1 = {
    "the document": """generated_at exercise site language state since issued_at first_seen headline lead written_at
        checked_at next_word components disruptions left_out totals sources constraints unplaced unplaced_total chains
        why""",
    "disruptions": """id url publisher feed headline reality standing status status_basis phase severity certainty state
        trusted gathered_by since issued_at first_seen ended_at ended_by recurrence next_in_force unusable_end
        written_at next_update estimate overdue_since components updates earlier_updates""",
    "components": """id name kind layer owner state basis since issued_at first_seen says by at disruptions conflict""",
    "constraints": """component disruption unit normal now demand shortfall backlog_per_hour backlog at by""",
}


@pytest.mark.parametrize("part", VERSION_1)
def test_what_version_1_promised_is_there_still(part: str) -> None:
    said = status(VIEWS["a crisis"])
    told = said if part == "the document" else said[part][0]
    assert told.keys() >= set(VERSION_1[part].split())


def test_the_figures_that_texts_name_are_told_each_once() -> None:
    figures = {
        "queue": {"value": 12, "of": 40, "unit": "ferries", "at": NOW, "by": "pilots"},
        "late": {"low": 1.5, "high": 2, "unit": "hours"},
    }
    shown = make_view(with_figures(make_picture(make_bulletin(figures=figures, summary="{queue} wait.")), english()))
    [lead] = json.loads(status_json(shown))["disruptions"]
    assert lead["summary"] == "12 wait."
    [queue, late] = lead["figures"]
    assert (queue["name"], queue["low"], queue["of"], queue["by"]) == ("queue", 12, 40, "Pilots")
    assert (queue["high"], queue["unit"], queue["at"]) == (12, "ferries", "2026-11-20T18:24:00+01:00")
    assert (late["low"], late["high"], late["at"], late["by"]) == (1.5, 2, None, "")


def test_a_disruption_tells_all_that_its_page_tells() -> None:
    lead = status(VIEWS["a crisis"])["disruptions"][0]
    assert lead["summary"].startswith("A gale.")
    assert (lead["cause"]["component"], lead["cause"]["says"]) == ("wind", "Gale since noon.")
    leaving = lead["impact"][0]
    assert (leaving["who"], leaving["low"], leaving["high"]) == ("Leaving tonight", 40, 70)
    assert lead["decisions"][0]["cost_to"] == "Parcels: a day."
    assert (lead["decisions"][0]["by"], lead["decisions"][0]["others"]) == ("Harbour office", ["Pilots"])
    assert (lead["asks"][0]["helps"], lead["asks"][0]["minutes_high"]) == ("People without a phone.", 10)
    assert lead["unknowns"] == ["Whether the gale ends tonight."]
    assert [one["main"] for one in lead["expected"]] == [False, False, True]
    assert lead["rights"]["rows"][0]["what"].startswith("Food and drink")
    assert lead["constraints"][0]["answer"] == "There is one pair of rails."
    assert (lead["path"][0]["component"], lead["path"][-1]["component"]) == ("wind", "ferries")
    assert {one["component"] for one in lead["reports"]} >= {"wind", "crane", "ferries"}


def test_a_part_has_its_pages() -> None:
    said = {c["id"]: c["links"] for c in status(VIEWS["a crisis"])["components"]}
    assert said["crane"]["map"] == "https://harbour.example/map/#crane"
    assert said["crane"]["why"] is None
    assert said["ferries"]["why"] == "https://harbour.example/why/ferries/"


def test_no_path_and_no_host_of_the_house_is_published() -> None:
    gone = SILENT.replace(failure="road-api.internal.example cannot be found: local/road.xml is not there")
    view = map_view(times={"road": gone})
    assert b"internal" not in status_json(view)
    assert b"road.xml" not in status_json(view)
    assert "internal" not in sources(view, {})


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
    assert said["version"] == 2
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
    assert road["failure"] == "It does not answer."
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


def test_questions_that_wait_are_told_with_what_was_promised_and_since_when_they_are_overdue() -> None:
    late = make(7, promised=(moment(-24), moment(36)), about=("crane",))
    seen = replace(make_view(make_picture(make_bulletin())), questions=(make(8, Asked.ANSWERED), late))
    [told] = json.loads(status_json(seen))["questions"]
    assert (told["number"], told["state"], told["owner"], told["components"]) == (7, "asked", "harbour", ["crane"])
    assert told["url"] == "https://harbour.example/questions/7/"
    assert [at[11:16] for at in (told["asked"], *told["promised"], told["overdue_since"])] == [
        "16:20",
        "18:00",
        "19:00",
        "18:00",
    ]
