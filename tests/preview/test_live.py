"""A site while it is written: what is saved is shown, and nothing of it is published or remembered."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from explainer.fetch.web import Limits
from explainer.model.clock import Reading
from explainer.model.history import Record
from explainer.model.settings import Settings
from explainer.preview.live import Live, with_asked
from explainer.record import store
from tests.support.site import BULLETIN, Site, digests, make_site, rss

NOW = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
NEW = "ops_feeds/bulletins/new.yml"
SAYS = BULLETIN.format(says="Nothing leaves now.", status="active", ended="")
TYPO = SAYS.replace("Nothing leaves", "Nothing laeves")
MINE = ".explainer/preview/"


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self, _: Settings | None) -> Reading:
        return Reading((self.now - NOW).total_seconds(), self.now, self.now)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def live(site: Site, clock: Clock) -> Live:
    return Live(site.root / "mkdocs.yml", lambda _: Limits(allow_private=True, tries=1), clock)


def text(shown: Live, path: str = "disruptions/log.new/index.html") -> str:
    return (shown.body(path) or b"").decode()


def untouched(site: Site) -> dict[str, str]:
    return {name: digest for name, digest in digests(site.root).items() if not name.startswith(MINE)}


def test_what_is_seen_and_corrected_is_published_only_as_it_is_in_the_end(site: Site, clock: Clock) -> None:
    assert site.run("update") == 0
    before = untouched(site)
    shown = live(site, clock)
    for said in (TYPO, TYPO.replace("now", "tonight"), "headline: [", SAYS):
        site.write(NEW, said)
        assert shown.look()
    (site.root / NEW).unlink()
    assert untouched(site) == before
    site.write(NEW, SAYS)
    assert site.run("check") == 0
    assert site.run("update") == 0
    assert "Nothing leaves now" in site.page("disruptions/log.new/index.html")
    held = store.read(site.root / "ops_feeds/recorded").held["log.new"]
    assert len(held.versions) == 1


def test_every_save_is_shown_and_the_last_one_counts(site: Site, clock: Clock) -> None:
    shown = live(site, clock)
    assert shown.look()
    assert not shown.look()
    site.write(NEW, TYPO)
    assert shown.look()
    assert "laeves" in text(shown)
    site.write(NEW, SAYS)
    assert shown.look()
    assert "Nothing leaves now" in text(shown)
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
    assert shown.look()
    assert "The tall crane" in text(shown, "how/crane/index.html")


def test_what_is_published_is_never_written_over_in_a_preview_either(site: Site, clock: Clock) -> None:
    site.write(NEW, SAYS)
    assert site.run("update") == 0
    shown = live(site, clock)
    site.write(NEW, TYPO)
    shown.look()
    assert "laeves" not in text(shown)
    assert "was changed after it was published" in str(shown.state.errors)


def test_whoever_slips_in_a_new_one_still_sees_it_as_it_was(site: Site, clock: Clock) -> None:
    shown = live(site, clock)
    path = "disruptions/log.new/index.html"
    site.write(NEW, SAYS)
    shown.look()
    site.write(NEW, SAYS.replace("severity", "severety"))
    shown.look()
    assert shown.is_left(path)
    assert "Nothing leaves now" in text(shown)
    site.write(NEW, SAYS)
    shown.look()
    assert not shown.is_left(path)
    (site.root / NEW).unlink()
    shown.look()
    assert shown.body(path) is None


def test_drafts_are_shown_and_named_and_no_draft_is_recorded(site: Site, clock: Clock) -> None:
    shown = live(site, clock)
    site.write(NEW, SAYS.replace("headline: Ferries", "reality: draft\nheadline: Boats"))
    shown.look()
    assert shown.state.drafts == ("Boats leave 20–40 minutes late",)
    for path in ("index.html", "map/index.html", "disruptions/log.new/index.html", "how/crane/index.html"):
        assert "DRAFT" in text(shown, path), path
    assert site.run("update") == 0
    assert "log.new" not in store.read(site.root / "ops_feeds/recorded").held
    site.write(NEW, SAYS)
    assert site.run("check") == 0
    assert site.run("update") == 0
    assert len(store.read(site.root / "ops_feeds/recorded").held["log.new"].versions) == 1


def test_a_draft_of_what_is_published_leaves_what_readers_see(site: Site, clock: Clock) -> None:
    site.write(NEW, SAYS)
    assert site.run("update") == 0
    site.write(NEW, SAYS.replace("headline: Ferries", "reality: draft\nheadline: Boats"))
    shown = live(site, clock)
    shown.look()
    assert "Boats leave" in text(shown)
    assert site.run("update") == 0
    assert "Ferries leave" in site.page("disruptions/log.new/index.html")


@pytest.mark.parametrize(
    ("path", "words", "said"),
    [
        ("content/system.yml", "title: [", "content/system.yml:"),
        ("mkdocs.yml", "site_name: [", "mkdocs.yml:"),
        ("content/index.md", "---\ntemplate: home.html\ntitle: Now\n---\n\n<div data-live=problem></div>\n", "problem"),
    ],
)
def test_what_cannot_be_shown_keeps_the_old_page_and_says_why(
    site: Site, clock: Clock, path: str, words: str, said: str
) -> None:
    shown = live(site, clock)
    shown.look()
    good, home = (site.root / path).read_text(), text(shown, "index.html")
    site.write(path, words)
    assert shown.look()
    assert text(shown, "index.html") == home
    assert said in " ".join([shown.state.trouble, *map(str, shown.state.findings)])
    site.write(path, good)
    assert shown.look()
    assert not shown.state.trouble
    assert not shown.state.errors


def test_a_site_that_never_worked_has_nothing_to_show_and_says_what_to_mend(site: Site, clock: Clock) -> None:
    site.write("content/system.yml", "title: [")
    shown = live(site, clock)
    assert shown.look()
    assert shown.is_empty
    assert shown.state.errors


class TestFeedsByAddress:
    """They are asked when their own clock says so, and no sooner because somebody looks."""

    @pytest.fixture
    def asked(self, site: Site, httpserver: HTTPServer) -> HTTPServer:
        httpserver.expect_request("/met.xml").respond_with_data(rss({"g1": "Gale warning"}), content_type="text/xml")
        declared = (site.root / "ops_feeds/met.yml").read_text()
        address = httpserver.url_for("/met.xml")
        site.write("ops_feeds/met.yml", declared.replace("file: local/met.xml", f"url: {address}\nprivate: true"))
        return httpserver

    def test_each_is_asked_by_its_every(self, site: Site, clock: Clock, asked: HTTPServer) -> None:
        shown = live(site, clock)
        shown.look()
        assert "Gale warning" in text(shown, "disruptions/met.g1/index.html")
        site.write(NEW, SAYS)
        site.write("content/about.md", "# About\n\nThis is Pier Two.\n")
        shown.look()
        assert len(asked.log) == 1
        clock.now += timedelta(minutes=5)
        shown.look()
        assert len(asked.log) == 2
        assert "Gale warning" in text(shown, "disruptions/met.g1/index.html")

    def test_who_looks_again_does_not_ask_again(self, site: Site, clock: Clock, asked: HTTPServer) -> None:
        live(site, clock).look()
        clock.now += timedelta(minutes=1)
        again = live(site, clock)
        again.look()
        assert len(asked.log) == 1
        assert "Gale warning" in text(again, "disruptions/met.g1/index.html")
        assert not (site.root / "ops_feeds/recorded").exists()


def test_of_two_records_each_feed_comes_whole_from_one(site: Site) -> None:
    assert site.run("update") == 0
    whole = store.read(site.root / "ops_feeds/recorded")
    assert with_asked(whole, Record(), []) == whole
    assert with_asked(whole, whole, ["met"]) == whole
    assert with_asked(Record(), whole, ["met"]).held.keys() == {"met.g1"}
    assert "met.g1" not in with_asked(whole, Record(), ["met"]).held
