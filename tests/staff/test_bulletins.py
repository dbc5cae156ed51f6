"""What is wrong with a bulletin is loud before it stands for good, and holds nothing else up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.site import Site, make_site

LATE = "ops_feeds/bulletins/late.yml"
UPDATE = '  - {at: 2026-11-20 18:20, says: "Slow."}\n'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def change(site: Site, *pairs: tuple[str, str]) -> None:
    text = (site.root / LATE).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    site.write(LATE, text)


def states(site: Site) -> dict[str, str]:
    return {one["id"]: one["state"] for one in json.loads(site.page("status.json"))["components"]}


LONG_AGO = (
    "18:10 updates[1].at: is 365 days ago, and the bulletin says that it still goes on: "
    "correct the date, or say in a new update how it is now"
)
AHEAD = "lies ahead: by our clock it is 2026-11-20 18:24"
IMPLAUSIBLE = [
    (("at: 2026-11-20 18:20", "at: 2026-11-20 23:20"), f"18:10 updates[1].at: {AHEAD}: write when you wrote this"),
    (
        ("2026-11-20", "2025-11-20"),
        LONG_AGO,
    ),
    (("detected: 2026-11-20 16:40", "detected: 2026-11-20 18:40"), f"7:11 detected: {AHEAD}: correct it"),
]


@pytest.mark.parametrize(("pair", "said"), IMPLAUSIBLE)
def test_a_time_that_cannot_be_meant_is_told_at_its_place(
    site: Site, pair: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site, pair)
    assert site.run("check") == 2
    assert f"{LATE}:{said}" in capsys.readouterr().err


@pytest.mark.parametrize("pair", [pair for pair, said in IMPLAUSIBLE if "updates" in said])
def test_an_update_that_would_stand_for_good_is_not_published(site: Site, pair: tuple[str, str]) -> None:
    (site.root / "ops_feeds/watches/noon.yml").unlink()
    change(site, pair)
    assert site.run("update") == 2
    assert "Ferries leave" not in site.page("index.html")
    assert states(site)["ferry"] == "unknown"


def test_a_new_update_ahead_of_the_clock_keeps_the_last_good_version_until_it_is_mended(site: Site) -> None:
    assert site.run("update") == 0
    later = '  - {at: 2026-11-20 18:50, says: "Better."}\n'
    change(site, (UPDATE, UPDATE + later), ("19:00", "19:30"))
    assert site.run("update") == 2
    assert "Slow." in site.page("disruptions/log.late/index.html")
    assert "Better." not in site.page("disruptions/log.late/index.html")
    assert site.run("update", now="2026-11-20T18:51:00+01:00") == 0
    assert "Better." in site.page("disruptions/log.late/index.html")


def test_what_is_published_is_never_judged_by_a_later_clock(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.run("update")
    assert site.run("update", now="2027-11-20T18:24:00+01:00") == 0
    capsys.readouterr()
    site.run("check", now="2027-11-20T18:24:00+01:00")
    assert "ago" not in capsys.readouterr().err


def test_what_is_over_may_be_of_any_age(site: Site) -> None:
    site.bulletin(status="resolved", ended="2026-11-20 18:00")
    change(site, ("2026-11-20", "2025-11-20"))
    assert site.run("fetch", "--strict") == 0


def test_an_end_before_it_was_noticed_is_told(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.bulletin(status="resolved", ended="2026-11-20 16:30")
    change(site, ("symptom: ferry", "started: 2026-11-20 16:00\nsymptom: ferry"))
    site.run("check")
    assert f"{LATE}:8:8 ended: is before it was detected (2026-11-20 16:40)" in capsys.readouterr().err


BROKEN = ("says: 20–40 minutes late.", "says: Note: late.")


def test_a_first_bulletin_with_a_finding_is_loud_and_never_green(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "ops_feeds/watches/noon.yml").unlink()
    change(site, BROKEN)
    assert site.run("check") == 2
    assert site.run("fetch") == 0
    assert site.run("fetch", "--strict") == 2
    capsys.readouterr()
    assert site.run("update") == 2
    assert "1 file that staff wrote is not said by the site" in capsys.readouterr().err
    assert states(site) == {"wind": "slowed", "crane": "unknown", "ferry": "unknown"}
    assert "could not be placed" in site.page("index.html")
    assert "Not read" in site.page("index.html")


def test_a_broken_bulletin_hides_neither_a_good_one_nor_its_own_earlier_version(site: Site) -> None:
    assert site.run("update") == 0
    good = (site.root / LATE).read_text(encoding="utf-8")
    site.write("ops_feeds/bulletins/other.yml", good.replace("Ferries leave", "Buses leave"))
    change(site, BROKEN)
    assert site.run("update") == 2
    assert "20–40 minutes late" in site.page("disruptions/log.late/index.html")
    assert "Buses leave" in site.page("disruptions/log.other/index.html")


def test_a_draft_with_a_finding_holds_nothing_up(site: Site) -> None:
    change(site, ("severity: severe", "severity: severe\nreality: draft"), ("place: Pier One\n", ""))
    assert site.run("update") == 0
