"""Years of a site in little: what is over for good is put away, its pages stay as they were, and it can come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explainer.record import store
from tests.support.site import Site, make_site

DAY = "2026-11-{:02}T18:24:00+01:00"
MANY = {f"g{number}": f"Gale warning {number}" for number in range(130)}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site on which 130 warnings ended six days ago, and none of them is settled yet."""
    site = make_site(tmp_path_factory.mktemp("old") / "site")
    site.met(MANY)
    assert site.run("fetch", now=DAY.format(20)) == 0
    site.met({})
    for minute in ("30", "40"):
        assert site.run("fetch", now=DAY.format(20).replace("18:24", f"18:{minute}")) == 0
    assert site.run("update", now=DAY.format(21)) == 0
    return site


@pytest.fixture
def site(old: Site, tmp_path: Path) -> Site:
    """The same, for one test."""
    return old.copy(tmp_path / "site")


def at_hand(site: Site) -> set[str]:
    return set(store.read(site.root / "ops_feeds/recorded").held)


def pages(site: Site) -> dict[str, str]:
    """The pages of warnings, with their digests."""
    return {path: digest for path, digest in site.files().items() if path.startswith("disruptions/met.")}


def test_settling_takes_files_from_the_folder_that_cycles_read_and_changes_no_page_and_no_number(site: Site) -> None:
    before, status = pages(site), json.loads(site.page("status.json"))
    assert len(at_hand(site)) == 131
    assert site.run("update", now=DAY.format(27)) == 0
    assert 50 <= len(at_hand(site)) <= 75
    assert pages(site) == before
    told = json.loads(site.page("status.json"))
    assert told["totals"]["ended"] == status["totals"]["ended"] == 130
    assert len(told["disruptions"]) == len(status["disruptions"])
    assert "130" in site.page("archive/index.html")
    again = site.copy(site.root.parent / "again", leave_out=["site", ".explainer"])
    assert again.run("build", now=DAY.format(27)) == 0
    assert again.files() == site.files(), "a build from the record alone is the same site"


def test_what_comes_back_goes_on_where_it_was_and_is_first_seen_when_it_was(site: Site) -> None:
    assert site.run("update", now=DAY.format(27)) == 0
    gone = next(f"g{number}" for number in range(130) if f"met.g{number}" not in at_hand(site))
    site.met({gone: MANY[gone]})
    assert site.run("update", now=DAY.format(28)) == 0
    whole = store.read_whole(site.root / "ops_feeds/recorded", f"met.{gone}")
    assert whole is not None
    assert [version.disruption.status.value for version in whole.versions] == ["active", "resolved", "active"]
    told = json.loads(site.page("status.json"))
    [one] = [one for one in told["disruptions"] if one["id"] == f"met.{gone}"]
    assert (one["standing"], one["first_seen"][:10]) == ("current", "2026-11-20")
    assert told["totals"] == {"current": 2, "upcoming": 0, "ended": 129}
    for command in ("check", "show", "refresh", "build"):
        assert site.run(command, now=DAY.format(28)) == 0


def test_a_damaged_month_stops_no_cycle(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("update", now=DAY.format(27)) == 0
    [month] = (site.root / "ops_feeds/recorded/settled/met").glob("*.jsonl")
    month.write_bytes(b"<<<<<<< HEAD\n" + month.read_bytes())
    site.met({"new": "Gale warning, new"})
    assert site.run("update", now=DAY.format(28)) == 0
    assert "Gale warning, new" in site.page("index.html")
    capsys.readouterr()
    site.run("build", now=DAY.format(28))
    assert f"{month.name}:1 cannot be read" in capsys.readouterr().err
