"""``history.json`` keeps its schema, stays bounded, and is made anew only when there is something new."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from explainer.model.states import Turn
from explainer.model.vocabulary import State
from explainer.outputs.history import MOST_SPANS, history_json, history_schema
from tests.factory import at
from tests.factory_map import map_view
from tests.support.site import Site

VIEW = map_view()


def document(*turns: Turn | None) -> Any:
    told = json.loads(history_json(VIEW, turns, ["2026-10", "2026-11"]))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(json.loads(history_schema()), format_checker=checker).validate(told)
    return told


def part(told: Any, id_: str) -> Any:
    return next(one for one in told["parts"] if one["id"] == id_)


def test_every_part_is_told_with_what_ends_its_last_state() -> None:
    told = document(Turn(at=at(-90), whole=True, parts={"road": (State.NORMAL, "nothing_reported")}))
    road = part(told, "road")
    assert (road["name"], road["good_until"]) == ("Road", "2026-11-20T18:54:00+01:00")
    assert road["spans"] == [
        {"since": "2026-11-20T16:54:00+01:00", "until": None, "state": "normal", "basis": "nothing_reported"}
    ]
    assert part(told, "rails")["spans"] == []
    assert [one["id"] for one in told["parts"]] == [here.id for here in VIEW.picture.components]
    assert told["months"][0] == {"month": "2026-10", "url": "https://harbour.example/states/2026-10.json"}


def test_of_a_part_that_turns_and_turns_the_newest_are_told_and_the_others_counted() -> None:
    turns = [Turn(at=at(-9_000), whole=True, parts={"road": (State.NORMAL, "reported")})]
    states = (State.SLOWED, State.NORMAL)
    turns += [Turn(at=at(-8_999 + n), parts={"road": (states[n % 2], "reported")}) for n in range(MOST_SPANS + 20)]
    road = part(document(*turns), "road")
    assert (len(road["spans"]), road["left_out"]) == (MOST_SPANS, 21)
    assert len(json.dumps(road)) < 60_000


def test_the_schema_describes_every_field() -> None:
    schema = json.loads(history_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:explainer:history:1"
    for body in (schema, *schema["$defs"].values()):
        assert body["description"]
        assert all(field.get("description") for field in body.get("properties", {}).values())


def test_a_pause_of_the_site_is_told_as_unknown(site: Site) -> None:
    site.met({"g1": "Gale warning", "g2": "Still a gale"})
    assert site.run("update", now="2026-11-21T12:00:00+01:00") == 0
    told = json.loads(site.page("history.json"))
    before, pause, after = part(told, "wind")["spans"]
    assert (pause["state"], pause["basis"]) == ("unknown", "nobody_asked")
    assert (before["until"], after["since"]) == (pause["since"], pause["until"])
    assert (pause["since"], pause["until"]) == ("2026-11-20T18:54:00+01:00", "2026-11-21T12:00:00+01:00")
    assert told["gaps_known_since"] == "2026-11-20T18:24:00+01:00"
    jsonschema.validate(told, json.loads(site.page("history.schema.json")))


def test_a_site_without_it_has_neither_it_nor_its_schema(site: Site) -> None:
    site.without("history", "cap", "api")
    assert (site.root / "site/history.json").exists()
    assert site.run("build") == 0
    gone = ("history.json", "history.schema.json", "cap.xml", "api/v2/summary.json", "disruptions/log.late/cap.xml")
    assert [path for path in gone if (site.root / "site" / path).exists()] == []
