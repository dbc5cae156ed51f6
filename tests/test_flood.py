"""A flood through every step: ten thousand new ids at each poll cost little, are told everywhere, and pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explainer.commands.console import say_feeds
from explainer.pipeline import FeedResult, Round
from tests.support.site import Site, make_site

pytestmark = pytest.mark.audit

MOST = 40
AMOUNT = 1_000
"""How many new messages an hour may bring, and how many each answer of the flood brings."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site after four answers of a flood, and what the page of its bulletin was before."""
    site = make_site(tmp_path_factory.mktemp("flood") / "site")
    declaration = (site.root / "ops_feeds/met.yml").read_text(encoding="utf-8")
    site.write("ops_feeds/met.yml", f"{declaration}at_most: {{new_per_hour: {MOST}}}\n")
    site.met({})
    assert site.run("update", now="2026-11-20T18:20:00+01:00") == 0
    for minute in (21, 22, 23, 24):
        site.met({f"at{minute}n{number}": f"Warning {number}" for number in range(AMOUNT)})
        assert site.run("update", now=f"2026-11-20T18:{minute}:00+01:00") == 0
    return site


def files(site: Site, folder: str, ends: str) -> list[Path]:
    return [path for path in (site.root / folder).rglob(f"*{ends}") if path.is_file()]


def test_a_flood_leaves_a_small_record_and_a_small_site(site: Site) -> None:
    assert len(files(site, "ops_feeds/recorded/disruptions", ".json")) <= MOST + 1
    assert len(files(site, "site", ".html")) < MOST + 50
    assert (site.root / "ops_feeds/recorded/feeds/met.json").stat().st_size < 50_000
    assert (site.root / "site/status.json").stat().st_size < 100_000


def test_a_flood_is_never_green(site: Site) -> None:
    status = json.loads((site.root / "site/status.json").read_bytes())
    watched = {row["id"]: row["state"] for row in status["components"]}
    assert watched["wind"] == "unknown"
    assert watched["crane"] == "unknown"
    assert {row["id"]: row["left_out"] for row in status["sources"]} == {"log": 0, "met": AMOUNT}


@pytest.mark.parametrize("command", ["check", "show", "update"])
def test_every_command_tells_of_a_flood(site: Site, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert site.run(command, now="2026-11-20T18:25:00+01:00") == 0
    said = capsys.readouterr()
    assert f"{AMOUNT:,} messages" in said.out + said.err


def test_a_flood_that_is_over_clears_by_itself(site: Site) -> None:
    site.met({"g1": "The wind is back"})
    for now in ("2026-11-20T19:30:00+01:00", "2026-11-20T19:31:00+01:00"):
        assert site.run("update", now=now) == 0
    status = json.loads((site.root / "site/status.json").read_bytes())
    assert [row["left_out"] for row in status["sources"]] == [0, 0]
    assert any(row["headline"] == "The wind is back" for row in status["disruptions"])


def test_a_folder_of_bulletins_is_never_cut_and_said_to_be_full(capsys: pytest.CaptureFixture[str]) -> None:
    full = FeedResult("log", "Harbour log", "", 10_000, (), unchanged=False, is_staffs=True)
    say_feeds(Round((full, full._replace(feed="met", publisher="Weather office", is_staffs=False))))
    told = capsys.readouterr().err
    assert "Harbour log (log): 10,000 files that staff wrote: the site tells all of them" in told
    assert "Weather office" not in told
