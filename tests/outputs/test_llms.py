"""What language models and search engines are told: where the state lies, how old it may be, that practice is practice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from explainer.outputs.llms import llms_txt
from tests.factory import SETTINGS
from tests.factory_map import map_view
from tests.support.site import Site, make_site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("llms") / "site")
    assert site.run("update") == 0
    return site


def configured(site: Site, *lines: str) -> None:
    config = site.root / "mkdocs.yml"
    told = "".join(f"      {line}\n" for line in lines)
    words = config.read_text(encoding="utf-8")
    config.write_text(words.replace("  - explainer:\n", f"  - explainer:\n{told}"), encoding="utf-8")


def test_every_address_that_is_named_is_there(built: Site) -> None:
    words = llms_txt(map_view()).decode()
    named = [line.split("](https://harbour.example/")[1].split(")")[0] for line in words.splitlines() if "](" in line]
    assert {"status.json", "feed.xml", "feed.json", "works.ics", "api/v2/summary.json"} <= set(named)
    absent = [one for one in named if not (built.root / "site" / one).exists()]
    assert set(absent) <= {"history.json"}  # which a site without a log has not


def test_a_site_without_an_address_names_a_way_to_each() -> None:
    words = llms_txt(replace(map_view(), settings=SETTINGS.replace(site_url=""))).decode()
    assert "[Home](./)" in words
    assert "]()" not in words


def test_an_exercise_says_so_and_no_state_is_told() -> None:
    assert "THIS IS AN EXERCISE" in llms_txt(map_view(exercise=True)).decode()
    assert "THIS IS AN EXERCISE" not in llms_txt(map_view()).decode()
    assert "Ferries" not in llms_txt(map_view()).decode()


def test_robots_may_read_all_and_are_told_of_the_map_of_the_site(built: Site) -> None:
    assert built.page("robots.txt") == "User-agent: *\nDisallow:\n\nSitemap: https://pier.example/sitemap.xml\n"


def test_a_robots_txt_of_the_operator_s_own_stays_and_a_key_is_published(built: Site, tmp_path: Path) -> None:
    site = built.copy(tmp_path / "own")
    site.write("content/robots.txt", "User-agent: Bot\nDisallow: /\n")
    configured(site, "indexnow: 4f2c8a06d1b94e7f", "hub: https://hub.example/")
    assert site.run("update") == 0
    assert site.page("robots.txt") == "User-agent: Bot\nDisallow: /\n"
    assert site.page("4f2c8a06d1b94e7f.txt") == "4f2c8a06d1b94e7f"
    assert '<link rel="hub" href="https://hub.example/"/>' in site.page("feeds/crane.xml")


def test_each_page_names_its_one_address_and_home_and_the_page_of_a_symptom_their_feeds(built: Site) -> None:
    assert '<link rel="canonical" href="https://pier.example/disruptions/log.late/">' in built.page(
        "disruptions/log.late/index.html"
    )
    assert '<link rel="canonical" href="https://pier.example/">' in built.page("index.html")
    assert 'type="application/rss+xml" href="feed.rss"' in built.page("index.html")
    assert 'type="application/feed+json" href="../../feeds/ferry.json"' in built.page("why/ferry/index.html")
    assert "feed+json" not in built.page("disruptions/log.late/index.html")


def test_a_refresh_without_news_makes_no_feed_and_one_with_news_only_those_concerned(
    built: Site, tmp_path: Path
) -> None:
    site = built.copy(tmp_path / "news")
    before = {path: digest for path, digest in site.files().items() if path.startswith("feeds/")}
    site.met({"g9": "Gale warning"})
    assert site.run("fetch") == site.run("refresh") == 0
    after = {path: (site.root / "site" / path).stat().st_mtime_ns for path in before}
    quiet = site.files()
    assert {path.split(".")[0] for path, digest in before.items() if quiet[path] != digest} == {"feeds/wind"}
    assert site.run("refresh") == 0
    assert {path: (site.root / "site" / path).stat().st_mtime_ns for path in before} == after
    assert site.files() == quiet
