"""What we publish is read back with our own formats, as another site would: it gets the same disruptions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from explainer.formats import Document, detect, read_all
from explainer.model.disruption import Disruption
from explainer.model.sources import Source
from explainer.model.vocabulary import Severity, Status
from explainer.outputs import api
from explainer.outputs.atom import feed_xml
from explainer.picture.issued import issued_of
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site.alerts import alerts
from tests.factory import at, make_bulletin, make_disruption
from tests.factory_map import map_view
from tests.outputs.test_cap import SCHEMA
from tests.support.site import Site, make_site
from tests.support.trades import HOSPITAL, make_trade

OVER = [{"start": at(-104), "end": at(-6)}]


def listed(view: View) -> bytes:
    *_, index = alerts([view], Isolation())
    return index.make()


def incidents(view: View) -> bytes:
    return next(api.written(view, one) for one in api.DOCUMENTS if one.path == "incidents.json")


def works(view: View) -> bytes:
    return next(api.written(view, one) for one in api.DOCUMENTS if one.path == "scheduled-maintenances.json")


def read(format_: str, body: bytes) -> tuple[Disruption, ...]:
    """What another site makes of a document that it takes for what it is, without a thing set aside."""
    assert detect(body) == format_
    source = Source(id="pier", publisher="Pier", format=format_, url="https://pier.example/", language="en")
    found = read_all([Document(name="pier", body=body)], source)
    assert not found.rejected
    return found.disruptions


@pytest.mark.parametrize(
    ("severity", "status"),
    [
        *((severity, Status.ACTIVE) for severity in Severity),
        *((Severity.SEVERE, status) for status in (Status.MONITORING, Status.RESOLVED, Status.PLANNED)),
    ],
)
def test_headline_severity_status_and_times_come_back_as_far_as_each_carries_them(
    severity: Severity, status: Status
) -> None:
    periods = OVER if status.over else [{"start": at(600)}] if status is Status.PLANNED else [{"start": at(-104)}]
    view = map_view(make_bulletin(severity=severity.value, status=status.value, periods=periods))
    [said] = view.picture.disruptions
    [by_cap] = read("cap", listed(view))
    [by_api] = read("statuspage", incidents(view))
    for back in (by_cap, by_api):
        assert [one.text for one in back.headline] == ["Ferries are 40–70 minutes late"]
        assert back.started_at == said.disruption.started_at
        assert back.updated_at == said.disruption.updates[-1].at
        assert back.status.over == status.over
        assert back.links[0].href == "https://harbour.example/disruptions/log.gale/"
    assert by_cap.severity is (Severity.MINOR if severity is Severity.NONE else severity)
    assert by_api.severity is (Severity.SEVERE if severity is Severity.EXTREME else severity)
    assert by_api.status is (Status.ACTIVE if status is Status.PLANNED else status)
    assert by_api.ended_at == (at(-6) if status.over else None)
    assert by_api.issued_at == said.disruption.updates[0].at


def test_every_update_comes_back_once_with_its_time_and_the_word_that_it_promised() -> None:
    view = map_view()
    [back] = read("statuspage", incidents(view))
    assert [(one.at, one.says) for one in back.updates] == [
        (at(-92), "Ferries are slowing. Next update by 17:20 CET, 20 November."),
        (at(-66), "At least 20 minutes late. Changed: we know why. Next update by 17:45 CET, 20 November."),
        (at(-4), "40–70 minutes late. Next update by 19:00 CET, 20 November."),
    ]
    entries = read("atom", feed_xml(view))
    assert sorted(one.updated_at or at() for one in entries) == [one.at for one in back.updates]
    assert [one.origin.native_id.partition(",2026:")[2] for one in entries] == [
        f"log.gale/2026-11-20T{time}Z" for time in ("17:20:00", "16:18:00", "15:52:00")
    ]


def test_an_update_has_the_same_id_in_every_output() -> None:
    view = map_view()
    ids = [one.id for one in issued_of(view.picture.disruptions[0])]
    atom = [one.origin.native_id.partition(",2026:")[2] for one in read("atom", feed_xml(view))]
    [incident] = json.loads(incidents(view))["incidents"]
    alerts_ = etree.fromstring(listed(view)).find(".//{*}alert")
    assert alerts_ is not None
    chained = [one.split(",")[1] for one in (alerts_.findtext("{*}references") or "").split()]
    assert sorted(atom) == ids
    assert [one["id"] for one in reversed(incident["incident_updates"])] == ids
    assert [*chained, alerts_.findtext("{*}identifier")] == ids


def test_parts_come_back_by_name_and_id() -> None:
    view = map_view()
    [by_cap], [by_api] = read("cap", listed(view)), read("statuspage", incidents(view))
    parts = ["Wind", "Sweeping", "Crane", "Berths", "Crews", "Ferries"]
    assert [one.name for one in by_cap.affected] == ["All quays", *parts]
    assert [(one.name, one.ref) for one in by_api.affected] == [(part, part.lower()) for part in parts]
    states = {
        key.removeprefix("parameter component "): said for key, said in by_cap.extra.items() if " component " in key
    }
    assert states == {report.component: report.state.value for report in make_bulletin().reports}


def test_an_alert_is_one_disruption_however_often_it_was_updated() -> None:
    updates = make_bulletin().updates
    ids = {read("cap", listed(map_view(make_bulletin().replace(updates=updates[:n]))))[0].id for n in (1, 2, 3)}
    over = map_view(make_bulletin(status="resolved", periods=OVER))
    assert ids == {read("cap", listed(over))[0].id}
    withdrawn = map_view(make_bulletin(status="withdrawn", periods=OVER))
    assert (read("cap", listed(withdrawn))[0].id, read("cap", listed(withdrawn))[0].status) == (*ids, Status.WITHDRAWN)


def test_planned_works_come_back_as_planned_with_their_end() -> None:
    periods = [{"start": at(600), "end": at(700)}]
    view = map_view(make_disruption("road", "works", planned=True, status="planned", periods=periods))
    [back] = read("statuspage", works(view))
    assert (back.planned, back.status, back.started_at, back.ended_at) == (True, Status.PLANNED, at(600), at(700))


def test_a_drill_comes_back_as_a_drill_by_cap_and_marked_by_the_others() -> None:
    view = map_view(make_bulletin(reality="exercise"), exercise=True)
    assert read("cap", listed(view))[0].reality.value == "exercise"
    for format_, body in (("statuspage", incidents(view)), ("atom", feed_xml(view))):
        assert all(one.headline[0].text.startswith("EXERCISE: ") for one in read(format_, body))


def test_a_quiet_site_reads_back_as_quiet_and_not_as_broken() -> None:
    view = map_view(make_disruption("met", "over", status="resolved", issued_at=at(-9_000)))
    assert all(one.status.over for one in read("cap", listed(view)))
    assert all(one.status.over for one in read("statuspage", incidents(view)))


# A whole other site

FEEDS = {"cap": ("cap", "cap.xml"), "api": ("statuspage", "api/v2/incidents.json"), "atom": ("atom", "feed.xml")}


def another(root: Path, ours: Site, parts: dict[str, str]) -> Site:
    """Another site that has declared what ``ours`` publishes as its feeds, and which of our parts is which of its."""
    site = make_site(root)
    (site.root / "ops_feeds/bulletins/late.yml").unlink()
    site.bulletin(status="resolved", ended="2026-11-20 18:00")
    rules = "".join(
        f"  - {{match: {{entity: {name}}}, component: {part}, state: slowed}}\n" for name, part in parts.items()
    )
    for feed, (format_, path) in FEEDS.items():
        mapping = "unmatched: ignore\n" if feed == "atom" else f"mapping:\n{rules}unmatched: ignore\n"
        site.write(
            f"ops_feeds/{feed}.yml",
            f"publisher: Neighbour\nformat: {format_}\nfile: local/{feed}\nevery: 5 min\nstale_after: 1 h\n"
            f"zone: Europe/Paris\nlanguage: en\nabsence: nothing\n{mapping}",
        )
        site.write(f"ops_feeds/local/{feed}", (ours.root / "site" / path).read_text(encoding="utf-8"))
    system = site.root / "content/system.yml"
    told = system.read_text(encoding="utf-8")
    system.write_text(told.replace("watched_by: [met", "watched_by: [cap, api, met"), encoding="utf-8")
    return site


def told_by(site: Site) -> Callable[[str], list[Any]]:
    told = json.loads(site.page("status.json"))["disruptions"]
    return lambda feed: [one for one in told if one["feed"] == feed]


@pytest.mark.audit
def test_another_site_that_declares_ours_as_its_feeds_gets_the_same_disruptions(harbour: Site, tmp_path: Path) -> None:
    ours = harbour.copy(tmp_path / "ours")
    own = {one["headline"]: one for one in json.loads(ours.page("status.json"))["disruptions"]}
    theirs = another(tmp_path / "theirs", ours, {"Ferry": "crane", "Wind": "wind"})
    assert theirs.run("update") == 0
    of = told_by(theirs)
    for feed in FEEDS:
        assert {one["headline"] for one in of(feed)} == own.keys()
    for feed in ("cap", "api"):
        for one in of(feed):
            same = own[one["headline"]]
            assert (one["severity"], one["standing"]) == (same["severity"], same["standing"])
            assert one["components"] == (["crane"] if same["components"] == ["ferry"] else ["wind"])
    before = {(feed, one["headline"]): one["id"] for feed in FEEDS for one in of(feed)}

    ours.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert ours.run("update", now="2026-11-20T18:30:00+01:00") == 0
    for feed, (_, path) in FEEDS.items():
        theirs.write(f"ops_feeds/local/{feed}", (ours.root / "site" / path).read_text(encoding="utf-8"))
    assert theirs.run("update", now="2026-11-20T18:31:00+01:00") == 0
    of = told_by(theirs)
    for feed in ("cap", "api"):
        [over] = [one for one in of(feed) if one["headline"] == "Ferries leave 20–40 minutes late"]
        assert (over["standing"], over["status"]) == ("ended", "resolved")
        assert over["id"] == before[feed, over["headline"]], "it is the one that was open before"


@pytest.mark.audit
def test_a_hospital_reads_back_as_itself(tmp_path: Path) -> None:
    ours = make_trade(tmp_path / "ours", "Riverside Hospital", HOSPITAL)
    assert ours.run("update") == 0
    own = json.loads(ours.page("status.json"))["disruptions"]
    shown = [one for one in own if not one["gathered_by"]]
    for format_, path in FEEDS.values():
        back = read(format_, (ours.root / "site" / path).read_bytes())
        assert {one.headline[0].text for one in back} == {one["headline"] for one in shown}
    for file in sorted((ours.root / "site/disruptions").glob("*/cap.xml")):
        SCHEMA.assertValid(etree.parse(file))
