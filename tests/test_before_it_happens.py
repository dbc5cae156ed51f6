"""“Tomorrow evening”: from a warning in a feed to home, map, machines and terminal, before the first delay.

It is gone when the warning is withdrawn or begins; on a harbour, on the demo, and on a new site of another trade.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from explainer.staff.starting import trades
from explainer.staff.starting.answering import Answers
from explainer.staff.starting.laying import lay_out
from tests.conftest import ROOT
from tests.support.site import Site, make_site

WARNING = """\
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>w-{version}</identifier><sender>w@w.example</sender>
<sent>{sent}</sent><status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>{references}
<info><language>en-GB</language><category>Met</category><event>{event}</event><urgency>Future</urgency>
<severity>Severe</severity><certainty>Likely</certainty><onset>{onset}</onset><expires>{expires}</expires>
<senderName>Weather office</senderName><headline>{headline}</headline><description>It comes.</description>
<parameter><valueName>{parameter}</valueName><value>{amount}</value></parameter>
<area><areaDesc>Here</areaDesc></area></info></alert>
"""

SEASON = """\
- id: gale
  name: Gale, 9 or more
  forecast: {feed: [cap], measured: {parameter: beaufort, at_least: 9}}
  parts: [crane, ferry]
  says: Ferries leave late.
  expect: [{component: crane, now: 10, normal: 30, unit: boxes an hour}]
  basis: Three winters.
  by: harbour
"""

CAP = """\
publisher: Weather service
format: cap
file: local/warnings
zone: Europe/Paris
language: en
stale_after: 3 days
absence: nothing
mapping:
  - {match: {event: [Gale]}, component: wind, state: slowed}
"""

WARNINGS = "ops_feeds/local/warnings"
EVENING = "2026-11-21T18:00:00+01:00"
TODAY, TOMORROW = "2026-11-20T18:24:00+01:00", "2026-11-21T18:30:00+01:00"


def warn(site: Site, /, version: int = 1, folder: str = WARNINGS, **fields: str) -> None:
    """Let the weather feed carry a warning of a gale, or whatever ``fields`` say instead."""
    told = {
        "sent": "2026-11-20T14:30:00+01:00", "status": "Actual", "kind": "Alert", "references": "", "event": "Gale",
        "onset": EVENING, "expires": "2026-11-21T23:00:00+01:00", "headline": "Gale warning", "parameter": "beaufort",
        "amount": "9",
    }  # fmt: skip
    site.write(f"{folder}/{version}.xml", WARNING.format(version=version, **(told | fields)))


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A harbour on a quiet day, with a warning for tomorrow evening and a threshold that it reaches."""
    site = make_site(tmp_path_factory.mktemp("ahead") / "site")
    (site.root / "ops_feeds/bulletins/late.yml").unlink()
    site.met({})
    site.write("ops_feeds/cap.yml", CAP)
    site.write("content/season.yml", SEASON)
    index = (site.root / "content/index.md").read_text(encoding="utf-8")
    site.write("content/index.md", index + '<div data-live="season"></div>\n<div data-live="usual"></div>\n')
    warn(site)
    assert site.run("update", now=TODAY) == 0
    return site


def test_home_map_machines_and_terminal_tell_it_before_it_happens(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    home = harbour.page("index.html")
    assert '<h2 id="h-season-gale">Tomorrow evening</h2>' in home
    assert "10 instead of 30 boxes an hour" in home
    assert 'href="map/#crane"' in home
    assert '<a href="../#season-gale">Gale, 9 or more</a>' in harbour.page("map/index.html")
    [told] = json.loads(harbour.page("status.json"))["forecasts"]
    assert (told["id"], told["begins"], told["components"]) == ("gale", EVENING, ["crane", "ferry"])
    assert harbour.run("show", now=TODAY) == 0
    assert "21 November, 18:00: Gale, 9 or more; Crane 10/30 boxes an hour" in capsys.readouterr().out


@pytest.mark.audit
def test_no_part_is_other_than_without_the_forecast(harbour: Site, tmp_path: Path) -> None:
    without = harbour.copy(tmp_path / "site", leave_out=[".explainer", "recorded", "site"])
    (without.root / "content/season.yml").unlink()
    assert without.run("update", now=TODAY) == 0
    states = [
        [(part["id"], part["state"], part["basis"]) for part in json.loads(site.page("status.json"))["components"]]
        for site in (harbour, without)
    ]
    assert states[0] == states[1]
    assert "season-gale" not in without.page("index.html")


@pytest.mark.audit
def test_a_refresh_says_what_a_build_would_and_the_live_warning_takes_over_when_it_begins(
    harbour: Site, tmp_path: Path
) -> None:
    site = harbour.copy(tmp_path / "site")
    assert site.run("refresh", now=TOMORROW) == 0
    refreshed = site.files()
    assert "season-gale" not in site.page("index.html")
    assert json.loads(site.page("status.json"))["forecasts"] == []
    wind = next(part for part in json.loads(site.page("status.json"))["components"] if part["id"] == "wind")
    assert wind["state"] == "slowed"
    shutil.rmtree(site.root / ".explainer/skeleton")
    assert site.run("build", now=TOMORROW) == 0
    assert site.files() == refreshed


def test_when_it_is_withdrawn_the_section_goes(harbour: Site, tmp_path: Path) -> None:
    site = harbour.copy(tmp_path / "site")
    reference = "<references>w@w.example,w-1,2026-11-20T14:30:00+01:00</references>"
    warn(site, 2, kind="Cancel", sent="2026-11-20T18:20:00+01:00", references=reference)
    assert site.run("update", now="2026-11-20T18:25:00+01:00") == 0
    assert "season-gale" not in site.page("index.html")


@pytest.mark.parametrize(
    "fields", [{"amount": "8"}, {"amount": "up to 9"}, {"parameter": "gusts"}, {"status": "Exercise"}]
)
def test_what_the_warning_does_not_say_is_not_told(harbour: Site, tmp_path: Path, fields: dict[str, str]) -> None:
    site = harbour.copy(tmp_path / "site", leave_out=["recorded"])
    warn(site, 1, WARNINGS, **fields)
    assert site.run("update", now=TODAY) == 0
    assert "season-gale" not in site.page("index.html")
    assert ("Gale warning" in site.page("index.html")) is (fields != {"status": "Exercise"}), "told as any other"


@pytest.mark.audit
def test_the_demo_told_it_on_the_evening_before_in_every_language(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    for folder in ("content", "ops_feeds"):
        shutil.copytree(
            ROOT / folder, site.root / folder, ignore=shutil.ignore_patterns("recorded", "late-departures*")
        )
    frozen = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", frozen.replace("now: 2026-11-20T18:24:00+01:00", "now: 2026-11-19T20:00:00+01:00"))
    shutil.rmtree(site.root / "ops_feeds/local/weather")
    site.write("ops_feeds/local/tower.xml", '<rss version="2.0"><channel><title>Tower</title></channel></rss>')
    snow = {"event": "Snow and ice", "status": "Exercise", "parameter": "snowfall_rate", "amount": "3 cm/h"}
    times = {
        "sent": "2026-11-19T19:30:00+01:00",
        "onset": "2026-11-20T18:00:00+01:00",
        "expires": "2026-11-20T23:00:00+01:00",
    }
    warn(site, 1, "ops_feeds/local/weather", **(snow | times))
    site.run("update", now="2026-11-19T20:00:00+01:00")  # one bulletin was written later, and is set aside
    for path, said in (("", "planes an hour"), ("fr/", "avions par heure"), ("ar/", "طائرة في الساعة")):
        page = site.page(f"{path}index.html")
        season = page[
            page.index('id="season-heavy-snow"') : page.index("</section>", page.index('id="season-heavy-snow"'))
        ]
        assert said in season
        assert "24" in season
        assert "36" in season
        assert 'href="run/deicing/"' in season, "the same game"
        assert 'lang="en"' not in season.replace("<a href", "", 1).split("</p>", 2)[2], "all of it is translated"
        assert len(gzip.compress(page.encode(), 9)) <= 14_336
        assert 'class="drill"' in page
    assert "Tomorrow evening" in site.page("index.html")


@pytest.mark.audit
def test_a_new_site_of_a_water_company_tells_of_a_flood(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    trade = trades.trade("water")
    answers = Answers(name="Valley Water", zone="Europe/Paris", language="en", contact="Control room")
    lay_out(site.root, trades.files_of(trade, answers))
    site.write("ops_feeds/river.yml", CAP.partition("mapping:")[0])
    warn(site, event="Flood", headline="Flood of the river, orange warning")
    assert site.run("update", now=TODAY) == 0
    home = site.page("index.html")
    assert '<h2 id="h-season-flood">Tomorrow evening</h2>' in home
    assert "Fill a clean can with drinking water" in home
    assert "decides it. Who pays: People at the end of the net" in home
