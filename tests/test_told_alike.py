"""One fact is told alike wherever it is told: on every page, in ``status.json``, in Atom and in the terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.factory import at, make_bulletin
from tests.factory_map import map_view
from tests.support.channels import Published, Told, estimate_told, growth_told, log_told, promise_told, published
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


def test_the_demo_tells_promise_estimate_log_and_queue_alike_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert run(["update", "-f", str(tmp_path / "mkdocs.yml")]) == 0
    lead = "operations.late-departures"
    made = everything(Site(tmp_path), capsys, lead, "how/deicing/index.html")
    assert promise_told(made, lead) == dict.fromkeys(CHANNELS, Told("19:00", late=False))
    assert_alike(estimate_told(made, lead))
    assert_alike(log_told(made, lead))
    assert_alike(growth_told(made))


@pytest.mark.parametrize(
    ("now", "late"), [("18:24", False), ("19:05", False), ("19:06", True)], ids=["ahead", "within the grace", "late"]
)
def test_a_harbour_tells_promise_and_log_alike_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], now: str, late: bool
) -> None:
    site = make_site(tmp_path)
    moment = f"2026-11-20T{now}:00+01:00"
    assert site.run("update", now=moment) == 0
    made = everything(site, capsys, "log.late", "how/crane/index.html", "--now", moment)
    assert promise_told(made, "log.late") == dict.fromkeys(CHANNELS, Told("19:00", late=late))
    log = log_told(made, "log.late")
    assert_alike({**log, "page": log["page"][late:]})  # a row of its own says what is missing


@settings(max_examples=30, deadline=None)
@given(due=st.integers(-3 * 24 * 60, 3 * 24 * 60))
def test_whenever_the_next_update_is_due_every_channel_tells_the_same_hour_and_whether_it_is_late(due: int) -> None:
    view = map_view(make_bulletin(next_update=at(due)))
    told = promise_told(published(view, "log.gale", "crane"), "log.gale")
    assert set(told) == CHANNELS
    assert set(told.values()) == {Told(f"{at(due).astimezone(view.zone):%H:%M}", late=due < -5)}


@settings(max_examples=20, deadline=None)
@given(low=st.integers(-600, 600), length=st.integers(1, 600), due=st.integers(1, 60))
def test_whatever_is_expected_the_estimate_of_the_page_is_that_of_status_json(low: int, length: int, due: int) -> None:
    expected = [
        {"what": "Ferries on time", "low": at(low), "high": at(low + length), "basis": "The gale.", "main": True}
    ]
    made = published(map_view(make_bulletin(expected=expected, next_update=at(due))), "log.gale", "crane")
    assert_alike(estimate_told(made, "log.gale"))


@settings(max_examples=15, deadline=None)
@given(minutes=st.lists(st.integers(-300, -1), min_size=1, max_size=6, unique=True))
def test_whenever_somebody_wrote_the_log_of_the_page_has_the_updates_of_status_json_and_of_atom(
    minutes: list[int],
) -> None:
    updates = [{"at": at(minute), "says": f"Word {minute}."} for minute in sorted(minutes)]
    made = published(map_view(make_bulletin(updates=updates)), "log.gale", "crane")
    assert_alike(log_told(made, "log.gale"))


@settings(max_examples=15, deadline=None)
@given(demand=st.integers(0, 90), now=st.integers(0, 90))
def test_whatever_is_counted_the_queue_grows_alike_everywhere(demand: int, now: int) -> None:
    counted = {"component": "crane", "unit": "boxes", "normal": 36, "now": now, "demand": demand, "at": at(-4)}
    limit = counted | {"backlog": {"since": at(-104), "now": 20}}
    made = published(map_view(make_bulletin(constraints=[limit])), "log.gale", "crane")
    assert growth_told(made)["page"] == demand - now
    assert_alike(growth_told(made))


def assert_alike(told: Mapping[str, object]) -> None:
    first, *others = told.values()
    assert all(other == first for other in others), told
