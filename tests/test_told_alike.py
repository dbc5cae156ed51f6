"""One fact is told alike wherever it is told: on every page, in ``status.json``, in Atom and in the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.factory import at, make_bulletin
from tests.factory_map import map_view
from tests.support.channels import ATOM, Published, Told, promise_told, published
from tests.support.site import Site, make_site

CHANNELS = {
    *("strip of home", "strip of its page", "foot of home", "foot of its page", "axis", "bar", "panel"),
    *("status.json", "status.json’s next word", "Atom", "terminal"),
}


def everything(site: Site, capsys: pytest.CaptureFixture[str], about: str, reading: str, *options: str) -> Published:
    """What a site on disk publishes, and what ``show`` prints of it."""
    capsys.readouterr()
    assert run(["show", "-f", str(site.root / "mkdocs.yml"), *options]) == 0
    return Published(
        home=site.page("index.html"),
        reading=site.page(reading),
        page=site.page(f"disruptions/{about}/index.html"),
        status=json.loads(site.page("status.json")),
        feed=etree.fromstring(site.page("feed.xml").encode()),
        terminal=capsys.readouterr().out,
    )


def test_the_demo_tells_its_promise_alike_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert run(["update", "-f", str(tmp_path / "mkdocs.yml")]) == 0
    lead = "operations.late-departures"
    made = everything(Site(tmp_path), capsys, lead, "how/deicing/index.html")
    assert promise_told(made, lead) == dict.fromkeys(CHANNELS, Told("19:00", late=False))


@pytest.mark.parametrize(
    ("now", "late"), [("18:24", False), ("19:05", False), ("19:06", True)], ids=["ahead", "within the grace", "late"]
)
def test_a_harbour_tells_its_promise_alike_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], now: str, late: bool
) -> None:
    site = make_site(tmp_path)
    moment = f"2026-11-20T{now}:00+01:00"
    assert site.run("update", now=moment) == 0
    made = everything(site, capsys, "log.late", "how/crane/index.html", "--now", moment)
    assert promise_told(made, "log.late") == dict.fromkeys(CHANNELS, Told("19:00", late=late))


@settings(max_examples=30, deadline=None)
@given(due=st.integers(-3 * 24 * 60, 3 * 24 * 60))
def test_whenever_the_next_update_is_due_every_channel_tells_the_same_hour_and_whether_it_is_late(due: int) -> None:
    view = map_view(make_bulletin(next_update=at(due)))
    told = promise_told(published(view, "log.gale", "crane"), "log.gale")
    assert set(told) == CHANNELS
    assert set(told.values()) == {Told(f"{at(due).astimezone(view.zone):%H:%M}", late=due < -5)}


@settings(max_examples=20, deadline=None)
@given(low=st.integers(-600, 600), length=st.integers(1, 600), due=st.integers(1, 60))
def test_the_estimate_of_the_page_is_that_of_status_json(low: int, length: int, due: int) -> None:
    expected = [
        {"what": "Ferries on time", "low": at(low), "high": at(low + length), "basis": "The gale.", "main": True}
    ]
    made = published(map_view(make_bulletin(expected=expected, next_update=at(due))), "log.gale", "crane")
    stated = status_of(made)["estimate"]
    (words,) = [row for row in rows(made.page, "next") if "Ferries on time" in row.text_content()]
    times = [found[:16] for found in words.xpath(".//time/@datetime") if "T" in found]  # a day alone names both
    assert [stated["low"][:16], stated["high"][:16]] == times
    assert stated["passed"] == ("that time has passed" in words.text_content())
    assert stated["basis"] in html.fromstring(made.page).text_content()


@settings(max_examples=15, deadline=None)
@given(minutes=st.lists(st.integers(-300, -1), min_size=1, max_size=6, unique=True))
def test_the_log_of_the_page_has_the_updates_of_status_json_and_of_atom(minutes: list[int]) -> None:
    updates = [{"at": at(minute), "says": f"Word {minute}."} for minute in sorted(minutes)]
    made = published(map_view(make_bulletin(updates=updates)), "log.gale", "crane")
    shown = [
        found[:16] for found in html.fromstring(made.page).xpath('//ol[contains(@class, "log")]/li/time/@datetime')
    ]
    stated = [update["at"][:16] for update in status_of(made)["updates"]]
    told = [entry.findtext(f"{ATOM}id") for entry in made.feed.iter(f"{ATOM}entry")]
    assert shown == stated[::-1]
    assert len(told) == len(set(told)) == len(stated)


def test_the_figures_of_the_page_are_those_of_status_json_and_of_the_terminal() -> None:
    made = published(map_view(), "log.gale", "crane")
    (stated,) = made.status["constraints"]
    page = " ".join(html.fromstring(made.page).text_content().split())
    assert (stated["backlog_per_hour"], stated["backlog"], stated["by"]) == (12, 20, "Harbour office")
    assert "So the queue grows by 12 boxes an hour" in page
    assert "Harbour office counted 20 boxes" in page
    assert "24 of 36 boxes an hour, backlog +12 an hour" in made.terminal


def status_of(made: Published) -> dict[str, Any]:
    found: dict[str, Any] = next(d for d in made.status["disruptions"] if d["id"] == "log.gale")
    return found


def rows(page: str, section: str) -> list[html.HtmlElement]:
    found: list[html.HtmlElement] = html.fromstring(page).xpath(f'//section[@id="{section}"]//li')
    return found
