"""Names of the house are for staff: no published file holds one of a file, a host, a port or a variable of a feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from explainer.errors import Failing
from tests.support.site import Site, make_site, rss

pytestmark = pytest.mark.audit

NEEDLE = "needle"
GOOD = "<rss version='2.0'><channel><title>T</title><item><guid>{}</guid>{}</item></channel></rss>"


@dataclass(frozen=True)
class Told:
    """What a site with failing feeds published, and what it told its staff."""

    site: Site
    staff: str
    sources: dict[str, dict[str, Any]]
    port: int


def declared(feed: str, where: str) -> str:
    return f"publisher: Office {feed}\nformat: rss\n{where}\nabsence: ended\nlanguage: en\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer) -> Told:
    site = make_site(tmp_path_factory.mktemp("needle") / "site")
    server = make_httpserver
    server.expect_request("/needle-gone").respond_with_data("", status=404)
    server.expect_request("/needle-shut").respond_with_data("", status=403)
    server.expect_request("/needle-500").respond_with_data("", status=500)
    server.expect_request("/needle-page").respond_with_data("<html>needle log in</html>")
    server.expect_request("/needle-links").respond_with_data(
        GOOD.format("l1", "<title>Look here</title><link>needle-intranet/</link><description>"
        "&lt;a href='needle-inside/'&gt;there&lt;/a&gt;</description>")
    )  # fmt: skip
    own = f"url: http://localhost:{server.port}/needle-"
    feeds = {
        "file": "file: local/needle-road.xml",
        "name": "url: https://needle-api.internal.invalid/feed",
        "intranet": f"url: http://127.0.0.1:{server.port}/needle-gone",
        "gone": f"{own}gone\nprivate: true",
        "shut": f"{own}shut\nprivate: true",
        "broken": f"{own}500\nprivate: true",
        "page": f"{own}page\nprivate: true",
        "links": f"{own}links\nprivate: true",
        "token": "url: https://roads.invalid/\nsecrets: {Authorization: NEEDLE_TOKEN}",
        "several": "file: needle-folder",
    }
    for feed, where in feeds.items():
        site.write(f"ops_feeds/{feed}.yml", declared(feed, where))
    site.write("ops_feeds/needle-folder/good.xml", rss({"s1": "All runs"}))
    site.write("ops_feeds/needle-folder/needle-broken.xml", "no feed")
    site.write("ops_feeds/needle-folder/needle-empty.xml", GOOD.format("e1", ""))
    system = (site.root / "content/system.yml").read_text(encoding="utf-8")
    site.write("content/system.yml", system.replace("watched_by: [met]", f"watched_by: [met, {', '.join(feeds)}]"))
    site.write("ops_feeds/bulletins/needle-bulletin.yml", "headline: Only this\n")
    said = pytest.MonkeyPatch()
    told: list[str] = []
    said.setattr("explainer.commands.console.warn", told.append)
    try:
        assert site.run("update") == 2, "staff's bulletin is not said"
    finally:
        said.undo()
    status = json.loads((site.root / "site/status.json").read_bytes())
    return Told(site, "\n".join(told), {row["id"]: row for row in status["sources"]}, server.port)


def test_no_published_file_holds_a_name_of_the_house(told: Told) -> None:
    for path in (told.site.root / "site").rglob("*"):
        assert NEEDLE not in path.name.lower()
        if path.is_file():
            assert NEEDLE.encode() not in path.read_bytes().lower(), path
            assert f":{told.port}".encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("feed", "failing"),
    [
        ("file", Failing.NOT_FOUND),
        ("name", Failing.NOT_FOUND),
        ("intranet", Failing.REFUSED),
        ("gone", Failing.NOT_FOUND),
        ("shut", Failing.REFUSED),
        ("broken", Failing.NO_ANSWER),
        ("page", Failing.UNREADABLE),
        ("token", Failing.NOT_SET_UP),
        ("links", None),
        ("several", None),
        ("met", None),
    ],
)
def test_everybody_is_told_in_a_word_why_a_feed_failed(told: Told, feed: str, failing: Failing | None) -> None:
    row = told.sources[feed]
    assert row["failing"] == failing
    said = {None: "", Failing.UNREADABLE: "It answers, and what it says cannot be read."}
    assert row["failure"] == said.get(failing, "It does not answer.")


@pytest.mark.parametrize(
    "name", ["needle-road.xml", "needle-api.internal.invalid", "NEEDLE_TOKEN", "needle-broken.xml"]
)
def test_staff_are_told_its_name(told: Told, name: str) -> None:
    assert name in told.staff
