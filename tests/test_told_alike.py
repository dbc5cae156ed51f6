"""One fact is told alike wherever it is told: on every page, in ``status.json``, in Atom and in the terminal."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from explainer.commands.main import run
from explainer.commands.terminal import told
from explainer.model.vocabulary import State
from explainer.outputs.status import status_json
from explainer.render import pages
from explainer.render.components import banner, others, problems
from explainer.render.components.open_now import all_open
from explainer.render.shapes import SHAPES
from explainer.render.view import View
from explainer.render.words import plain
from tests.conftest import ROOT
from tests.factory import SILENT, at, make_bulletin, make_disruption
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
    said = promise_told(published(view, "log.gale", "crane"), "log.gale")
    assert set(said) == CHANNELS
    assert set(said.values()) == {Told(f"{at(due).astimezone(view.zone):%H:%M}", late=due < -5)}


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


# The state at the top, and what it names


PARTS = ("wind", "road", "crane", "berths", "ferries", "parcels")
STATES = st.sampled_from([State.STOPPED, State.SLOWED, State.WATCH, State.NORMAL])
MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["log", "met", "road"]),
        st.dictionaries(st.sampled_from(PARTS), STATES, min_size=1, max_size=4),
        st.sampled_from(["extreme", "moderate", "minor", "unknown"]),
    ),
    max_size=5,
)


def told_by(messages: list[tuple[str, dict[str, State], str]], silent: bool) -> View:
    """A view of what several publishers say; ``silent`` is whether one of them does not answer."""
    said = []
    for number, (feed, states, severity) in enumerate(messages):
        reports = [{"component": part, "state": state, "says": f"{part} {number}."} for part, state in states.items()]
        about: dict[str, Any] = {"reports": reports, "severity": severity, "updated_at": at(-number)}
        plain_bulletin: dict[str, Any] = {
            "symptom": next(iter(states)),
            "constraints": [],
            "cause": None,
            "brief": [],
            "about": [],
        }
        made = make_bulletin if feed == "log" else partial(make_disruption, feed)
        said.append(made(f"m{number}", **about, **(plain_bulletin if feed == "log" else {})))
    quiet = make_disruption("met", "over", status="resolved")
    return map_view(quiet, *said, times={"road": SILENT} if silent else {})


def state_told(view: View) -> dict[str, str]:
    """The state at the top, by where it is told."""
    status = json.loads(status_json(view))
    first = told(view.picture, view.system, view.settings, view.words).splitlines()[0]
    by_shape = {SHAPES[state].character: state.value for state in State}
    bar = html.fromstring(f"<div>{banner.banner(view, {})}</div>")
    found = {"status.json": status["state"], "terminal": by_shape[first[0]]}
    for kind in ("home", "map", "open"):
        page = html.fromstring(f"<div>{pages.lead(view, {'page': kind})}</div>")
        (lead,) = page.xpath('//div[contains(@class, "lead ") and not(@hidden)]/@class')
        found[f"sign of {kind}"] = lead.split()[1].removeprefix("is-")
    found["bar"] = bar.xpath("//@data-state")[0]
    return found


@settings(max_examples=60, deadline=None)
@given(MESSAGES, st.booleans())
def test_whatever_is_said_every_place_tells_one_state_and_it_is_never_milder_than_what_customers_feel(
    messages: list[tuple[str, dict[str, State], str]], silent: bool
) -> None:
    view = told_by(messages, silent)
    assert_alike(state_told(view))
    order = [state.value for state in State]
    status = json.loads(status_json(view))
    felt = [c["state"] for c in status["components"] if c["kind"] == "symptom" and c["state"]]
    assert all(order.index(status["state"]) <= order.index(state) for state in felt)
    parts = {c["id"]: c for c in status["components"]}
    home, first = plain(pages.lead(view, {"page": "home"})), told_in_terminal(view)
    for worse in status["worse"][:3]:
        assert parts[worse]["name"] in home, "the sign names what is worse than it"
        assert parts[worse]["name"] in first


def told_in_terminal(view: View) -> str:
    return told(view.picture, view.system, view.settings, view.words).splitlines()[0]


@settings(max_examples=40, deadline=None)
@given(MESSAGES, st.booleans())
def test_whatever_is_said_every_list_begins_with_the_worst_and_lists_the_same(
    messages: list[tuple[str, dict[str, State], str]], silent: bool
) -> None:
    view = told_by(messages, silent)
    status = json.loads(status_json(view))
    order = [*(state.value for state in State), None]
    by_id = {d["id"]: d for d in status["disruptions"]}
    row = re.compile(r"disruptions/([\w.-]+)/")
    beside = row.findall(others.others(view, {}))
    everything = row.findall(all_open(view, "open"))
    counted = [key for key in beside if key in by_id and by_id[key]["state"]]
    assert counted == sorted(counted, key=lambda key: order.index(by_id[key]["state"]))
    still_open = {d["id"] for d in status["disruptions"] if d["standing"] != "ended"}
    assert set(everything) == still_open, "what is open is on the list of all that is open"
    walked = [key.removeprefix("why/") for key in re.findall(r"why/[\w-]+", problems.problems(view, {}))]
    states = {c["id"]: c["state"] for c in status["components"]}
    assert [states[key] for key in walked] == sorted((states[key] for key in walked), key=order.index)


def test_every_open_disruption_of_many_is_reached_by_links_from_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path)
    item = "<item><title>Lift {0}</title><guid>lift-{0}</guid><description>Out of order.</description></item>"
    items = "".join(map(item.format, range(130)))
    feed = f"<rss version='2.0'><channel><title>t</title><link>https://x.example/</link>{items}</channel></rss>"
    (site.root / "ops_feeds" / "lifts.xml").write_text(feed, encoding="utf-8")
    declared = "publisher: Lifts\nformat: rss\nfile: lifts.xml\nunmatched: ignore\n"
    (site.root / "ops_feeds" / "lifts.yml").write_text(declared, encoding="utf-8")
    assert site.run("update") == 0
    status = json.loads(site.page("status.json"))
    still_open = {d["id"] for d in status["disruptions"] if d["standing"] != "ended"}
    assert len(still_open) > 130
    seen, todo = set[str](), ["index.html"]
    while todo:
        here = todo.pop()
        if here in seen or not here.endswith(".html") or not (site.root / "site" / here).is_file():
            continue
        seen.add(here)
        for href in html.fromstring(site.page(here)).xpath("//a/@href"):
            path = urljoin(f"https://x.example/{here}", href).split("#")[0].removeprefix("https://x.example/")
            if ":" not in path:
                todo.append(f"{path}index.html" if path.endswith("/") or not path else path)
    assert {f"disruptions/{key}/index.html" for key in still_open} <= seen


def assert_alike(told: Mapping[str, object]) -> None:
    first, *others = told.values()
    assert all(other == first for other in others), told
