"""A drill is played on a copy that nothing real can get into, marked everywhere, and tells how it went."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explainer.commands import drill as commands
from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support.site import Site, digests, make_site, rss

SCRIPT = """\
title: Gale at the worst hour
starts: 2026-12-01 17:00
injects:
  - says: The met office warns of a gale.
    feed: met
    file: gale.xml
  - after: 5 min
    says: The crane driver calls.
  - after: 20 min
    says: The weather feed falls silent.
    feed: met
    silent: true
"""

BULLETIN = """\
headline: Ferries leave 20–40 minutes late
summary: The crane stands still in the wind.
empathy: We are sorry.
place: Pier One
severity: severe
status: active
detected: 2026-12-01 17:01
symptom: ferry
cause: {component: wind}
reports:
  - {component: ferry, state: slowed, caused_by: [crane], says: 20–40 minutes late.}
impact:
  - {who: Leaving today, what: late, amount: {low: 20, high: 40, unit: minutes}}
nothing_to_do: Wait in the hall; we call every ferry.
unknowns: [When the wind drops.]
next_update: 2026-12-01 17:10
updates:
  - {at: 2026-12-01 17:02, says: "Slow.", next_update: 2026-12-01 17:10}
"""


class Clock:
    """The clock on the wall, for as long as a test needs it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    def wall(self, zone: object = None) -> object:
        del zone
        return self.at

    def go(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(commands, "wall", made.wall)
    monkeypatch.setattr("explainer.commands.console.wall", made.wall)
    return made


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    made.write("drills/gale.yml", SCRIPT)
    made.write("drills/gale.xml", rss({"g9": "Gale warning"}))
    return made


def drill(site: Site, *arguments: str) -> int:
    return run(["drill", arguments[0], "-f", str(site.root / "mkdocs.yml"), *arguments[1:]])


def copy_of(site: Site) -> Site:
    return Site(site.root / "drills/gale.run")


def test_a_drill_runs_by_its_own_clock_and_never_touches_the_site(site: Site, clock: Clock) -> None:
    site.run("update")
    before = digests(site.root)
    assert drill(site, "start", "gale") == 0
    copy = copy_of(site)
    assert "Gale warning" in copy.page("status.json")
    assert json.loads(copy.page("status.json"))["generated_at"] == "2026-12-01T17:00:00+01:00"
    clock.go(6)
    assert drill(copy, "inject") == 0
    assert json.loads(copy.page("status.json"))["generated_at"] == "2026-12-01T17:06:00+01:00"
    clock.go(15)
    assert drill(copy, "inject") == 0
    silent = {row["id"]: row["freshness"] for row in json.loads(copy.page("status.json"))["sources"]}
    assert silent["met"] == "unreachable"
    there = {path: digest for path, digest in digests(site.root).items() if not path.startswith("drills/gale.run")}
    assert there == before


def test_nothing_of_the_site_gets_into_a_drill_but_its_words(site: Site, clock: Clock) -> None:
    site.bulletin()
    site.write("ops_feeds/watches/2026-11-20-1800.yml", "by: harbour\n")
    site.run("update")
    declaration = (site.root / "ops_feeds/met.yml").read_text("utf-8")
    site.write("ops_feeds/met.yml", declaration.replace("file: local/met.xml", "url: https://met.example/warnings.xml"))
    assert drill(site, "start", "gale") == 0
    copy = copy_of(site)
    assert "url:" not in (copy.root / "ops_feeds/met.yml").read_text("utf-8")
    assert not list((copy.root / "ops_feeds/bulletins").iterdir())
    assert not (copy.root / "ops_feeds/watches").exists()
    assert [row["feed"] for row in json.loads(copy.page("status.json"))["disruptions"]] == ["met"]


def test_every_page_feed_and_file_of_a_drill_is_marked_and_kept_from_search_engines(site: Site, clock: Clock) -> None:
    assert drill(site, "start", "gale") == 0
    copy = copy_of(site)
    pages = sorted((copy.root / "site").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        body = page.read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in body, page
        assert "EXERCISE" in body.partition("</title>")[0], page
        has_room = not page.relative_to(copy.root / "site").as_posix().startswith("embed")
        assert "Practice only. Nothing here is real." in body or not has_room, page
    assert copy.page("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert "<loc>" not in copy.page("sitemap.xml")
    status = json.loads(copy.page("status.json"))
    assert status["exercise"]
    assert {row["reality"] for row in status["disruptions"]} == {"exercise"}
    assert "EXERCISE" in copy.page("feed.xml")


def test_the_operators_own_robots_cannot_open_a_drill(site: Site, clock: Clock) -> None:
    site.write("content/robots.txt", "User-agent: *\nAllow: /\n")
    assert drill(site, "start", "gale") == 0
    assert copy_of(site).page("robots.txt") == "User-agent: *\nDisallow: /\n"
    site.run("update")
    assert site.page("robots.txt") == "User-agent: *\nAllow: /\n"


def test_after_a_drill_a_page_tells_how_it_went(site: Site, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    assert drill(site, "start", "gale") == 0
    copy = copy_of(site)
    clock.go(3)
    copy.write("ops_feeds/bulletins/late.yml", BULLETIN)
    assert run(["update", "-f", str(copy.root / "mkdocs.yml")]) == 0
    clock.go(17)
    later = (
        '  - {at: 2026-12-01 17:19, says: "Slower.", late_because: we were asleep., next_update: 2026-12-01 17:40}\n'
    )
    longer = BULLETIN.replace("next_update: 2026-12-01 17:10\nupdates", "next_update: 2026-12-01 17:40\nupdates")
    copy.write("ops_feeds/bulletins/late.yml", f"{longer}{later}")
    assert drill(copy, "inject") == 0
    clock.go(10)
    assert drill(copy, "end") == 0
    page = copy.page("after-action/index.html")
    said = " ".join("".join(part.partition(">")[2] if i else part for i, part in enumerate(page.split("<"))).split())
    assert "17:02 2 minutes after the first report." in said
    assert "0 of 1 update came on time." in said
    assert "17:10 It came at 17:19, 9 minutes late." in said
    assert "17 minutes from 17:02 to 17:19" in said
    assert "The met office warns of a gale. Said at 17:00, shown less than a minute later." in said
    capsys.readouterr()
    assert drill(copy, "inject") == 1
    assert "the drill “Gale at the worst hour” has ended" in capsys.readouterr().err


def test_the_next_thing_can_happen_before_its_time_and_only_once(
    site: Site, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    drill(site, "start", "gale")
    copy = copy_of(site)
    assert drill(copy, "inject", "--next") == 0
    assert "The crane driver calls." in capsys.readouterr().out
    clock.go(6)
    assert drill(copy, "inject") == 0
    assert "The crane driver calls." not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            ("feed: met\n    file", "feed: mett\n    file"),
            "drills/gale.yml:5:11 injects[1].feed: there is no feed “mett”",
        ),
        (("gale.xml", "storm.xml"), "drills/gale.yml:6:11 injects[1].file: there is no file “storm.xml” in drills/"),
        (("gale.xml", "../mkdocs.yml"), "there is no file “../mkdocs.yml” in drills/"),
        (("after: 5 min", "after: 50 min"), "stands below what happens later: keep injects in their order"),
        (("    silent: true\n", ""), "must be one thing that the feed does: write file:, body: or silent: true"),
        (("    feed: met\n    silent", "    silent"), "has silent: and names no feed"),
    ],
)
def test_a_script_is_judged_by_check_and_before_it_starts(
    site: Site, wrong: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("drills/gale.yml", SCRIPT.replace(*wrong))
    assert site.run("check") == 2
    assert said in capsys.readouterr().err
    assert drill(site, "start", "gale") == 2
    assert said in capsys.readouterr().err
    assert not copy_of(site).root.exists()


def test_a_drill_is_never_played_over_another(site: Site, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    drill(site, "start", "gale")
    assert drill(site, "start", "gale") == 1
    assert "is not empty" in capsys.readouterr().err
    assert drill(copy_of(site), "start", "gale") == 1
    assert "this is the copy of a drill" in capsys.readouterr().err
    assert drill(site, "inject") == 1
    assert "no drill is played here" in capsys.readouterr().err


def test_a_drill_by_the_clock_on_the_wall_grows_old_in_a_browser(site: Site, clock: Clock) -> None:
    site.write("drills/gale.yml", SCRIPT.replace("starts: 2026-12-01 17:00\n", ""))
    drill(site, "start", "gale")
    assert "<script>" in copy_of(site).page("index.html")


def test_the_demos_drill_can_be_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drill", "start", "first-snow", "-f", str(ROOT / "mkdocs.yml"), "--into", str(tmp_path / "run")]) == 0
    assert "5 still to come" in capsys.readouterr().out
    status = json.loads((tmp_path / "run/site/status.json").read_text("utf-8"))
    assert {row["id"]: row["state"] for row in status["components"]}["deicing"] == "slowed"
