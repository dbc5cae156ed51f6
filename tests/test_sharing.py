"""Several runners share the feeds of one site: put together, their records are that of one who asks everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.support.site import Site, make_site

FEED = """\
publisher: Field office {name}
format: rss
url: {url}
private: true
every: 5 min
stale_after: 30 min
zone: Europe/Paris
language: en
absence: ended
mapping:
  - {{match: {{words: [storm]}}, component: wind, state: slowed}}
"""
ITEM = (
    '<rss version="2.0"><channel><title>F</title><item><guid>{name}</guid><title>Storm at {name}</title>'
    "<pubDate>Fri, 20 Nov 2026 18:00:00 +0100</pubDate></item></channel></rss>"
)
OFFICES = ("north", "south", "east", "west")


@pytest.fixture
def site(tmp_path: Path, httpserver: HTTPServer) -> Site:
    made = make_site(tmp_path / "site")
    for name in OFFICES:
        httpserver.expect_request(f"/{name}").respond_with_data(ITEM.format(name=name), content_type="application/xml")
        made.write(f"ops_feeds/{name}.yml", FEED.format(name=name, url=httpserver.url_for(f"/{name}")))
    return made


def recorded(site: Site) -> dict[str, bytes]:
    folder = site.root / "ops_feeds/recorded"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_two_runners_write_the_same_file_and_all_of_them_are_what_one_writes(site: Site, tmp_path: Path) -> None:
    alone = site.copy(tmp_path / "alone")
    assert alone.run("fetch") == 0
    shares = {nth: site.copy(tmp_path / f"runner-{nth}") for nth in range(4)}
    for nth, runner in shares.items():
        assert runner.run("fetch", "--share", f"{nth}/3") == 0
    files = [(path, body) for runner in shares.values() for path, body in recorded(runner).items()]
    assert len({path for path, _ in files}) == len(files)
    assert dict(files) == recorded(alone)


@pytest.mark.audit
def test_a_weaver_publishes_what_the_runners_recorded_as_if_it_had_asked_itself(site: Site, tmp_path: Path) -> None:
    alone, weaver = site.copy(tmp_path / "alone"), site.copy(tmp_path / "weaver")
    assert alone.run("update") == 0
    for nth in (1, 2):
        runner = site.copy(tmp_path / f"runner-{nth}")
        assert runner.run("fetch", "--share", f"{nth}/2") == 0
        shutil.copytree(runner.root / "ops_feeds/recorded", weaver.root / "ops_feeds/recorded", dirs_exist_ok=True)
    assert weaver.run("update", "--share", "0/2") == 0
    assert weaver.files() == alone.files()
    assert any("Storm at north" in (weaver.root / "site" / path).read_text() for path in ("index.html", "status.json"))


def test_what_is_no_share_is_refused_with_what_to_write(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("fetch", "--share", "3/2") == 2
    assert "“3/2” is no share; write 2/5 for the second of five" in capsys.readouterr().err
