"""Settling changes no byte of the site: what is over and put away is told as it was told before."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from explainer.commands.main import run
from explainer.picture.at_hand import at_hand
from explainer.picture.model import Picture
from explainer.picture.past import over_at
from explainer.pipeline import picture_of, settling
from explainer.preview import Preview
from explainer.record.reader import Reader
from explainer.render.isolation import Isolation
from explainer.site import over
from explainer.site import skeleton as skeletons
from explainer.staff.project import load_project
from tests.support.languages import catalogues_of, in_three
from tests.support.settling import settle
from tests.support.site import Site, make_site

MAPS = ("sitemap",)
WIND = "---\ncomponent: wind\n---\n\n# The wind\n\nIt blows.\n"
START = datetime(2026, 8, 3, 6, tzinfo=UTC)


def rss(items: dict[str, tuple[str, datetime]]) -> str:
    rows = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><pubDate>{at:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for guid, (title, at) in items.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Met</title>{rows}</channel></rss>'


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of which a hundred and more are over, in four months, one is our own, and some hold."""
    site = make_site(tmp_path_factory.mktemp("years") / "pier")
    site.write("content/how/wind.md", WIND)
    return aged(site)


def aged(site: Site) -> Site:
    """The site after so many years, with nothing settled yet."""
    with patch.object(settling, "settle", return_value=()):
        return _aged(site)


def _aged(site: Site) -> Site:
    for day in range(0, 110, 11):
        at = START + timedelta(days=day)
        said = {f"d{day}-{n}": (f"Gale {day} {n}", at + timedelta(minutes=n)) for n in range(12)}
        site.write("ops_feeds/local/met.xml", rss(said))
        assert site.run("fetch", now=(at + timedelta(hours=1)).isoformat()) == 0
    site.bulletin(status="resolved", ended="2026-11-19 20:00")
    site.write("ops_feeds/local/met.xml", rss({"now": ("Gale now", START + timedelta(days=111))}))
    assert site.run("update", now="2026-11-22T20:10:00+01:00") == 0
    return site


def picture(site: Site, now: datetime) -> Picture:
    skeleton = skeletons.read(site.root / ".explainer/skeleton")
    record = Reader().read(skeleton.places.recorded(site.root))
    return picture_of(skeleton, record, now, Isolation())


NOW = datetime(2026, 11, 22, 19, 10, tzinfo=UTC)


def settled(site: Site, now: datetime = NOW) -> int:
    """Settle all that may be; how many that is."""
    seen = picture(site, now)
    kept = at_hand(seen)
    away = [one for one in seen.disruptions if one.id not in kept]
    zone = skeletons.read(site.root / ".explainer/skeleton").settings.tz
    settle(site.root / "ops_feeds/recorded", away, lambda one: f"{over_at(one).astimezone(zone):%Y-%m}")
    return len(away)


def test_settling_changes_no_byte_of_the_site(years: Site, tmp_path: Path) -> None:
    site = years.copy(tmp_path / "pier")
    assert site.run("refresh", now=NOW.isoformat()) == 0  # a copy of a site is not known to be one
    before = site.files()
    many = settled(site)
    assert many > 50
    assert site.run("refresh", now=NOW.isoformat()) == 0
    after = site.files()
    assert {path for path in after if not path.startswith(MAPS)} == {p for p in before if not p.startswith(MAPS)}
    assert [path for path in before if not path.startswith(MAPS) and after[path] != before[path]] == []


def test_settling_makes_no_page_anew(years: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = years.copy(tmp_path / "pier")
    assert site.run("refresh", now=NOW.isoformat()) == 0
    settled(site)

    def never(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(over, "spliced", never)
    before = site.page("sitemap.xml")
    assert site.run("refresh", now=NOW.isoformat()) == 0
    assert site.page("sitemap.xml") != before
    assert "<loc>https://pier.example/sitemap-2026-08.xml</loc>" in site.page("sitemap.xml")
    assert "https://pier.example/disruptions/met.d0-1/" in site.page("sitemap-2026-08.xml")
    assert "met.d0-1/" not in site.page("sitemap-now.xml")


def test_a_month_is_not_opened_while_nothing_in_it_is_new(years: Site, tmp_path: Path) -> None:
    site = years.copy(tmp_path / "pier")
    settled(site)
    assert site.run("refresh", now=NOW.isoformat()) == 0
    for month in (site.root / "ops_feeds/recorded/settled").glob("*/*.jsonl"):
        month.unlink()
    before = site.files()
    assert site.run("refresh", now=(NOW + timedelta(minutes=1)).isoformat()) == 0
    assert not before.keys() - site.files().keys()


def test_a_page_tells_of_a_year_of_its_part_and_opens_no_month_when_something_more_goes_wrong_there(
    years: Site, tmp_path: Path
) -> None:
    site = years.copy(tmp_path / "pier")
    assert settled(site) > 50
    assert site.run("refresh", now=NOW.isoformat()) == 0
    assert "And 104 more." in site.page("how/wind/index.html")
    for month in (site.root / "ops_feeds/recorded/settled").glob("*/*.jsonl"):
        month.unlink()
    site.write("ops_feeds/local/met.xml", rss({}))
    later = NOW + timedelta(hours=1)
    assert site.run("fetch", now=later.isoformat()) == 0
    assert site.run("fetch", now=(later + timedelta(minutes=10)).isoformat()) == 0
    assert site.run("refresh", now=(later + timedelta(minutes=20)).isoformat()) == 0
    assert "And 117 more." in site.page("how/wind/index.html")
    a_year_on = (NOW + timedelta(days=350)).isoformat()
    assert site.run("refresh", now=a_year_on) == 0
    assert "And 117 more." not in site.page("how/wind/index.html")


def test_what_of_a_month_cannot_be_read_costs_itself_and_is_said(
    years: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = years.copy(tmp_path / "pier")
    settled(site)
    (month,) = (site.root / "ops_feeds/recorded/settled").glob("*/2026-08.jsonl")
    lines = month.read_bytes().splitlines(keepends=True)
    month.write_bytes(b"".join([b"{torn\n", *lines[1:]]))
    assert site.run("build", now=NOW.isoformat()) == 0
    assert f"{month}:1 cannot be read" in capsys.readouterr().err
    kept = [path for path in site.files() if re.fullmatch(r"disruptions/met\.d[\d-]+/index\.html", path)]
    assert len(kept) == 12 * 10 - 1


def test_a_preview_and_the_terminal_tell_of_what_is_settled_too(
    years: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = years.copy(tmp_path / "pier")
    feeds = ["feeds", "list", "-f", str(site.root / "mkdocs.yml"), "--now", NOW.isoformat()]
    assert run(feeds) == 0
    before = capsys.readouterr().out
    many = settled(site)
    assert site.run("show", now=NOW.isoformat()) == 0
    assert f"And {many} earlier." in capsys.readouterr().out
    assert run(feeds) == 0
    assert capsys.readouterr().out == before
    every = Preview(load_project(site.root / "mkdocs.yml")).show({}, NOW).everything()
    page = "disruptions/met.d0-1/index.html"
    assert every.body(page) == (site.root / "site" / page).read_bytes()
    assert every.body("disruptions/../index.html") is None
    assert every.body("disruptions/met.none/index.html") is None


@pytest.mark.audit
def test_settling_changes_no_byte_in_any_language_or_in_a_folder_of_its_own(tmp_path: Path) -> None:
    with catalogues_of(tmp_path / "locales", "fr", "ar"):
        site = aged(in_three(tmp_path / "pier"))
        before = site.files()
        assert settled(site) > 50
        assert site.run("refresh", now=NOW.isoformat()) == 0
        after = site.files()
    assert [path for path in before if not path.startswith(MAPS) and after.get(path) != before[path]] == []
    assert after["fr/archive/2026-08/index.html"] == before["fr/archive/2026-08/index.html"]


def test_a_build_of_a_site_with_settled_months_is_the_same_site(years: Site, tmp_path: Path) -> None:
    site, before = years.copy(tmp_path / "pier"), years.files()
    settled(site)
    fresh = site.copy(tmp_path / "fresh", leave_out=("site", ".explainer"))
    assert fresh.run("build", now=NOW.isoformat()) == 0
    after = fresh.files()
    assert [path for path in before if not path.startswith(MAPS) and after.get(path) != before[path]] == []
