"""Of the folders that staff write into, what is read is what somebody wrote for them, and the rest is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.site import Site, make_site

BULLETINS = "ops_feeds/bulletins"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def copied(site: Site, path: str, to: str) -> None:
    site.write(to, (site.root / path).read_text(encoding="utf-8"))


def current(site: Site) -> list[str]:
    return [one["id"] for one in json.loads(site.page("status.json"))["disruptions"]]


@pytest.mark.parametrize(
    "copy",
    ["late - Copy.yml", "late copy.yml", "late (1).yml", "late.yml~", "late.yml.bak", ".#late.yml", "~$late.yml"],
)
def test_a_copy_never_becomes_a_notice_and_check_names_it(
    site: Site, copy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(site, f"{BULLETINS}/late.yml", f"{BULLETINS}/{copy}")
    assert site.run("update") == 0
    assert sorted(current(site)) == ["log.late", "met.g1"]
    site.run("check")
    assert f"{BULLETINS}/{copy}:1:1" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["belt.yaml", "belt.YML", "belt.txt"])
def test_a_notice_under_another_ending_is_loud_and_its_parts_are_unknown(
    site: Site, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / f"{BULLETINS}/late.yml").rename(site.root / f"{BULLETINS}/{name}")
    assert site.run("update") == 2
    assert "call it belt.yml" in capsys.readouterr().err
    states = {one["id"]: one["state"] for one in json.loads(site.page("status.json"))["components"]}
    assert states["ferry"] == "unknown"


def test_a_name_that_makes_no_address_is_told_before_it_is_published_and_read_after(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / f"{BULLETINS}/late.yml").rename(site.root / f"{BULLETINS}/Late_Ferry.yml")
    said = f"{BULLETINS}/Late_Ferry.yml:1:1 “Late_Ferry.yml” is no name for an address"
    assert site.run("check") == 2
    assert said in capsys.readouterr().err
    site.run("update")
    assert site.run("check") == 0
    assert said not in capsys.readouterr().err


def test_two_bulletins_that_say_the_same_are_told(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    copied(site, f"{BULLETINS}/late.yml", f"{BULLETINS}/later.yml")
    assert site.run("check") == 2
    said = f"{BULLETINS}/later.yml:1:11 headline: says what {BULLETINS}/late.yml says, and readers would see both"
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("ops_feeds/watches/noon.yml", "ops_feeds/watches/noon - Copy.yml"),
        ("ops_feeds/log.yml", "ops_feeds/log - Copy.yml"),
        ("content/how/crane.md", "content/how/crane - Copy.md"),
    ],
)
def test_copies_elsewhere_are_told_and_hold_nothing_up(
    site: Site, path: str, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(site, path, to)
    assert site.run("fetch") == 0
    capsys.readouterr()
    assert site.run("check") == 2
    assert f"{to}:1:1 is a copy of" in capsys.readouterr().err
