"""A file that is published beside the pages is a row of a table: once, once a language, or once a disruption."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.outputs import published
from explainer.outputs.published import OUTPUTS, Beside, Output, Scope
from explainer.picture.model import DisruptionNow
from explainer.render.view import View
from tests.support.site import Site, make_site


def count(view: View) -> bytes:
    return f"{len(view.picture.disruptions)}\n".encode()


def state(view: View, now: DisruptionNow) -> bytes:
    assert view.picture.disruption[now.id] == now
    return f"{now.standing.value}\n".encode()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(published, "OUTPUTS", (*OUTPUTS, Output("count.txt", Scope.SITE, count)))
    monkeypatch.setattr(published, "BESIDE_A_DISRUPTION", (Beside("state.txt", state),))
    made = make_site(tmp_path)
    assert made.run("update") == 0
    return made


def test_an_output_of_the_site_is_a_row(site: Site) -> None:
    assert site.page("count.txt") == "2\n"


def test_an_output_of_a_disruption_is_a_row_and_lies_beside_its_page(site: Site) -> None:
    assert site.page("disruptions/log.late/state.txt") == "current\n"
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    assert site.page("disruptions/log.late/state.txt") == "ended\n"


def test_an_output_of_what_is_open_goes_once_it_is_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "BESIDE_A_DISRUPTION", (Beside("state.txt", state, open_only=True),))
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    assert (site.root / "site/disruptions/log.late/index.html").exists()
    assert not (site.root / "site/disruptions/log.late/state.txt").exists()


def test_an_output_of_a_disruption_with_a_key_is_made_where_that_is_new(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(view: View, now: DisruptionNow) -> bytes:
        made.append(now.id)
        return state(view, now)

    def key(view: View, now: DisruptionNow) -> bytes:
        return now.disruption.digest.encode()

    monkeypatch.setattr(published, "BESIDE_A_DISRUPTION", (Beside("state.txt", noted, key=key),))
    assert site.run("update") == 0
    assert "log.late" in made
    made.clear()
    assert site.run("refresh") == 0
    assert made == []


def test_what_a_channel_brings_is_neither_made_nor_linked_where_it_is_switched_off(site: Site) -> None:
    assert (site.root / "site/feed.xml").exists()
    assert "/live." in site.page("index.html")
    assert "/live." in site.page("about/index.html")
    site.without("feeds", "live", "offline")
    assert site.run("build") == 0
    assert not (site.root / "site/feed.xml").exists()
    assert (site.root / "site/status.json").exists()
    assert "feed.xml" not in site.page("index.html")
    assert not list((site.root / "site").rglob("*live*"))
    assert "connect-src" not in site.page("index.html")
    assert "live." not in site.page("index.html") + site.page("about/index.html")


@pytest.mark.parametrize(
    ("scope", "folder", "path"),
    [
        (Scope.SITE, "", "count.txt"),
        (Scope.SITE, "fr/", ""),
        (Scope.LANGUAGE, "", "count.txt"),
        (Scope.LANGUAGE, "fr/", "count.fr.txt"),
        (Scope.PAGE, "", "count.txt"),
        (Scope.PAGE, "fr/", "fr/count.txt"),
    ],
)
def test_a_file_says_in_its_name_which_language_it_is_in(scope: Scope, folder: str, path: str) -> None:
    assert Output("count.txt", scope, count).path_in(folder) == path
