"""A bot that knows Statuspage knows ours: two clients of others read it, and nothing unknown passes for operational."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from explainer.model.disruption import Disruption
from explainer.model.vocabulary import State
from explainer.outputs import api
from explainer.picture.model import Basis
from explainer.render.view import View
from tests.factory import SILENT, at, make_bulletin, make_disruption, make_picture, make_record, make_view, unlooked
from tests.factory_map import map_view
from tests.support import npm
from tests.support.server import serving

CRISIS = map_view()
WORKS = make_disruption(
    "road", "works", planned=True, status="planned", periods=[{"start": at(600), "end": at(700)}], severity="minor"
)


def documents(view: View) -> dict[str, Any]:
    return {one.path: json.loads(api.written(view, one)) for one in api.DOCUMENTS}


def summary(view: View) -> Any:
    return documents(view)["summary.json"]


def components(view: View) -> dict[str, str]:
    return {one["id"]: one["status"] for one in summary(view)["components"]}


def test_an_incident_says_what_the_page_says_of_it() -> None:
    [incident] = summary(CRISIS)["incidents"]
    assert (incident["id"], incident["name"]) == ("log.gale", "Ferries are 40–70 minutes late")
    assert (incident["status"], incident["impact"]) == ("identified", "critical")
    assert incident["started_at"] == "2026-11-20T16:40:00.000+01:00"
    assert incident["resolved_at"] is None
    assert incident["shortlink"] == "https://harbour.example/disruptions/log.gale/"
    assert [one["id"] for one in incident["components"]] == ["wind", "sweeping", "crane", "berths", "crews", "ferries"]


def test_updates_come_newest_first_each_under_its_one_id_with_the_word_that_it_promised() -> None:
    [incident] = summary(CRISIS)["incidents"]
    assert [(one["id"], one["body"]) for one in incident["incident_updates"]] == [
        ("log.gale/2026-11-20T17:20:00Z", "40–70 minutes late. Next update by 19:00 CET, 20 November."),
        (
            "log.gale/2026-11-20T16:18:00Z",
            "At least 20 minutes late. Changed: we know why. Next update by 17:45 CET, 20 November.",
        ),
        ("log.gale/2026-11-20T15:52:00Z", "Ferries are slowing. Next update by 17:20 CET, 20 November."),
    ]


def test_a_beginning_that_nobody_states_is_not_told() -> None:
    [incident] = summary(map_view(make_disruption()))["incidents"]
    assert (incident["started_at"], incident["created_at"]) == (None, "2026-11-20T17:24:00.000+01:00")
    assert incident["impact"] == "unknown"


def test_nothing_that_nobody_knows_is_called_operational() -> None:
    quiet = components(map_view(make_disruption("met", "over", status="resolved")))
    assert quiet["road"] == "operational"
    silent = map_view(make_disruption("met", "over", status="resolved"), times={"road": SILENT})
    assert components(silent)["road"] == "unknown"
    unseen = make_view(make_picture(record=unlooked(make_record())))
    assert components(unseen)["berths"] == "unknown"
    for view in (CRISIS, silent, unseen):
        known = {here.id: here for here in view.picture.components}
        for part, status in components(view).items():
            guessed = known[part].basis is Basis.INFERRED
            well = known[part].state is State.NORMAL or (known[part].state is State.WATCH and not guessed)
            assert (status == "operational") == well


def test_a_part_that_nobody_watches_is_not_listed() -> None:
    assert CRISIS.picture.component["rails"].state is None
    assert "rails" not in components(CRISIS)


def test_the_page_is_never_well_while_its_sign_is_not() -> None:
    silent = map_view(make_disruption("met", "over", status="resolved"), times={"road": SILENT})
    for view in (CRISIS, silent, map_view(make_disruption("met", "over", status="resolved"))):
        indicator = summary(view)["status"]["indicator"]
        assert (indicator == "none") == (view.picture.state is State.NORMAL)
    assert summary(CRISIS)["status"] == {"indicator": "critical", "description": "Slowed"}


def test_planned_works_are_maintenance_and_a_warning_of_tonight_is_none() -> None:
    gale = make_disruption("met", "tonight", status="planned", periods=[{"start": at(600)}])
    told = documents(map_view(WORKS, gale))
    [works] = told["summary.json"]["scheduled_maintenances"]
    assert (works["id"], works["status"], works["impact"]) == ("road.works", "scheduled", "maintenance")
    assert works["scheduled_for"] == "2026-11-21T04:24:00.000+01:00"
    assert works["scheduled_until"] == "2026-11-21T06:04:00.000+01:00"
    assert told["scheduled-maintenances/upcoming.json"]["scheduled_maintenances"] == [works]
    assert told["scheduled-maintenances/active.json"]["scheduled_maintenances"] == []
    assert [one["id"] for one in told["incidents.json"]["incidents"]] == ["met.tonight"]


def test_what_is_over_is_resolved_and_no_longer_unresolved() -> None:
    told = documents(map_view(make_bulletin(status="resolved", periods=[{"start": at(-104), "end": at(-6)}])))
    [incident] = told["incidents.json"]["incidents"]
    assert (incident["status"], incident["resolved_at"]) == ("resolved", "2026-11-20T18:18:00.000+01:00")
    assert told["incidents/unresolved.json"]["incidents"] == told["summary.json"]["incidents"] == []


def test_a_drill_is_marked_wherever_a_client_may_show_a_name() -> None:
    told = summary(map_view(make_bulletin(reality="exercise"), exercise=True))
    names = [told["page"]["name"], told["status"]["description"], told["incidents"][0]["name"]]
    assert all(name.startswith("EXERCISE: ") for name in names)


def test_hostile_words_stay_words() -> None:
    evil = '\u202e</script>"\\ \ud83d <b>'
    body = api.written(map_view(make_disruption(headline=[{"text": f"{evil} x"}])), api.DOCUMENTS[0])
    [incident] = json.loads(body)["incidents"]
    assert '</script>"\\' in incident["name"]
    assert "\u202e".encode() not in body


def test_what_they_are_made_of_tells_whether_they_are_new() -> None:
    def key(*disruptions: Disruption, **more: Any) -> bytes:
        return api.key_of(map_view(*disruptions, **more))

    assert key(make_bulletin()) == key(make_bulletin())
    others = {
        key(make_bulletin()),
        key(make_bulletin(), WORKS),
        key(make_bulletin(severity="minor")),
        key(make_bulletin(status="monitoring")),
        key(make_bulletin(), times={"road": SILENT}),
    }
    assert len(others) == 5


# Two clients of others


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a site that has these files, and road watch silent."""
    for one in api.DOCUMENTS:
        path = tmp_path / "api/v2" / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(api.written(map_view(make_bulletin(), WORKS, times={"road": SILENT}), one))
    with serving(tmp_path) as address:
        yield address


_ASKS = """
const { Statuspage } = require(process.argv[1]);
const page = new Statuspage("ours");
page.setApiUrl(process.argv[2]);
const { getComponents, getStatus, getSummary, incidents, scheduledMaintenances } = page.api;
Promise.all([getComponents(), getStatus(), getSummary(), incidents.getAll(), incidents.getUnresolved(),
  scheduledMaintenances.getUpcoming()]).then((all) => console.log(JSON.stringify(all)));
"""


def test_statuspage_io_of_the_node_registry_reads_all_that_it_asks_for(served: str) -> None:
    client = npm.installed() / "statuspage.io"
    asked = subprocess.run(  # noqa: S603 - locked with its digests
        ["node", "-e", _ASKS, str(client), served],  # noqa: S607 - the node that npm came with
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    listed, status, whole, every, unresolved, upcoming = json.loads(asked.stdout)
    assert status["status"]["indicator"] == "critical"
    assert listed["components"] == whole["components"]
    assert [one["id"] for one in every["incidents"]] == ["log.gale"]
    assert unresolved["incidents"] == whole["incidents"]
    assert [one["id"] for one in upcoming["scheduled_maintenances"]] == ["road.works"]


def test_an_exporter_for_prometheus_reads_what_is_off_and_counts_nothing_unknown_as_well(
    served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("statuspage_prometheus_exporter", reason="make .venv/.dev installs it")
    ours = {"ours": {"url": f"{served}/api/v2/summary.json", "name": "Ours"}}
    (tmp_path / "services.json").write_text(json.dumps(ours), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SERVICES_JSON_PATH", str(tmp_path / "services.json"))
    checker = import_module("statuspage_prometheus_exporter.service_checker")
    told = checker.check_status_page_service("ours", ours["ours"])
    assert (told["success"], told["status"], told["raw_status"]) == (True, 0, "critical")
    [incident] = told["incident_metadata"]
    assert (incident["id"], incident["impact"], incident["status"]) == ("log.gale", "critical", "identified")
    assert {one["name"] for one in told["maintenance_metadata"]} == {"Headline works"}
    parts = {one["name"]: (one["status"], one["status_value"]) for one in told["component_metadata"]}
    assert parts["Road"] == ("unknown", 0)
    assert parts["Ferries"] == ("degraded_performance", 0)
