"""``explainer watch``: feeds at their own pace, the site always up to date, and a clean stop."""

import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from explainer.commands.main import _feeds
from explainer.commands.watch import Cycle, Watch, write_health
from explainer.fetch.schedule import Schedule
from tests.conftest import NOW
from tests.support.site import Site, make_site

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("watch") / "site")
    assert site.run("update") == 0
    return site


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    return built.copy(tmp_path / "copy")


def watching(site: Site) -> Watch:
    return Watch(site.root / "mkdocs.yml", lambda: _feeds(site.root / "mkdocs.yml"), NOW, random.Random(1))  # noqa: S311


def test_a_cycle_asks_what_is_due_and_publishes_what_changed(site: Site) -> None:
    watch = watching(site)
    watch.cycle(NOW, NOW)
    site.met({"g1": "Storm warning"})
    later = NOW + 5 * MINUTE
    done = watch.cycle(later, later)
    assert set(done.asked) == {"met", "log"}
    assert done.error == ""
    assert not done.built
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")


def test_a_watched_site_is_the_rebuilt_site(site: Site, tmp_path: Path) -> None:
    watch = watching(site)
    for minute in range(0, 30, 5):
        site.met({"g1": f"Gale {minute}"} if minute % 10 else None)
        watch.cycle(NOW + minute * MINUTE, NOW + minute * MINUTE)
    clean = site.copy(tmp_path / "clean", leave_out=["site", ".explainer"])
    assert clean.run("build", now=(NOW + 25 * MINUTE).isoformat()) == 0
    assert site.files() == clean.files()


def test_a_cycle_without_anything_due_asks_nobody(site: Site) -> None:
    watch = watching(site)
    watch.cycle(NOW, NOW)
    assert not watch.is_due(NOW + MINUTE / 4)
    assert watch.cycle(NOW + MINUTE / 4, NOW).asked == ()


def test_content_that_changed_is_built_by_a_process_of_its_own(site: Site) -> None:
    watch = watching(site)
    watch.cycle(NOW, NOW)
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
    assert watch.is_due(NOW + MINUTE / 4)
    assert watch.cycle(NOW + MINUTE, NOW + MINUTE).built
    assert "The tall crane" in site.page("how/crane/index.html")
    assert not watch.is_due(NOW + MINUTE + MINUTE / 4)


def test_content_that_cannot_be_built_is_named_once_tried_once_and_stops_no_feed(site: Site) -> None:
    watch = watching(site)
    watch.cycle(NOW, NOW)
    site.write("content/system.yml", "title: [")
    site.met({"g1": "Storm warning"})
    done = watch.cycle(NOW + 5 * MINUTE, NOW + 5 * MINUTE)
    assert "content/system.yml:1:" in done.error
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")
    assert not watch.is_due(NOW + 5 * MINUTE + MINUTE / 4), "not tried again until it is changed again"


def test_a_failed_feed_is_in_the_line_and_in_the_facts(site: Site) -> None:
    watch = watching(site)
    site.met(None)
    done = watch.cycle(NOW, NOW)
    assert "met failed: " in done.line()
    assert done.facts()["ok"] is True, "a failed feed whose record stands is no failure of ours"
    assert set(done.facts()["failed"]) == {"met"}


def test_an_answer_in_doubt_is_in_the_line_and_settled_by_the_next(site: Site) -> None:
    site.met({f"g{number}": f"Gale {number}" for number in range(6)})
    watch = watching(site)
    watch.cycle(NOW, NOW)
    site.met({})
    lines = [watch.cycle(at, at).line() for at in (NOW + 10 * MINUTE, NOW + 20 * MINUTE)]
    assert ["met in doubt;" in line for line in lines] == [True, False]


def test_the_health_file_is_one_json_object(tmp_path: Path) -> None:
    write_health(tmp_path / "health.json", Cycle(3, NOW, error="disk full"))
    health = json.loads((tmp_path / "health.json").read_text())
    assert (health["ok"], health["number"], health["error"]) == (False, 3, "disk full")
    assert datetime.fromisoformat(health["at"]) == NOW


@pytest.mark.audit
def test_memory_stays_flat_over_many_cycles(site: Site) -> None:
    watch = watching(site)

    def cycles(start: int, count: int) -> None:
        for number in range(start, start + count):
            site.met({"g1": f"Gale {number % 7}"})
            now = NOW + number * 10 * MINUTE / 60
            watch.schedule = Schedule(watch._feeds.sources, now, random.Random(1))  # noqa: S311
            watch.cycle(now, NOW + (number % 7) * MINUTE)

    cycles(0, 15)
    tracemalloc.start()
    cycles(15, 10)
    before = held_in_memory()
    cycles(25, 60)
    after = held_in_memory()
    tracemalloc.stop()
    assert after - before < 100_000, f"{after - before} bytes more after 60 cycles"


def held_in_memory() -> int:
    """Bytes in use, without uncollected rubbish and without what measuring coverage keeps for each thread."""
    gc.collect()
    ours = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, "*/coverage/*")])
    return sum(row.size for row in ours.statistics("filename"))


def test_it_stops_cleanly_on_sigterm_and_logs_json_lines(site: Site) -> None:
    health = site.root / "health.json"
    arguments = ["watch", "-f", str(site.root / "mkdocs.yml"), "--log-format", "json", "--health", str(health)]
    child = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-m", "explainer", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    deadline = time.monotonic() + 30
    while not health.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    child.send_signal(signal.SIGTERM)
    out, _ = child.communicate(timeout=20)
    assert child.returncode == 0
    first = json.loads(out.splitlines()[0])
    assert first["number"] == 1
    assert set(first["asked"]) == {"met", "log"}
