"""``explainer watch``: feeds at their own pace, the site always up to date, whatever hangs and whatever clocks say."""

from __future__ import annotations

import gc
import json
import tracemalloc
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from explainer import pipeline
from explainer.fetch.asking import Lane
from explainer.model.history import Record
from explainer.record import store
from explainer.site.alone import alone
from tests.conftest import NOW
from tests.support.site import Site
from tests.support.watching import MINUTE, Watched


def recorded(site: Site) -> Record:
    return store.read(site.root / "ops_feeds/recorded")


def freshness(site: Site, feed: str) -> str:
    sources = json.loads(site.page("status.json"))["sources"]
    return next(str(one["freshness"]) for one in sources if one["id"] == feed)


# A cycle


def test_a_cycle_asks_what_is_due_and_publishes_what_changed(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    site.met({"g1": "Storm warning"})
    done = watch.cycle(5 * MINUTE)
    assert set(done.asked) == {"met", "log"}
    assert done.error == ""
    assert not done.built
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")


def test_a_watched_site_is_the_rebuilt_site(site: Site, tmp_path: Path) -> None:
    watch = Watched(site)
    for minute in range(0, 30, 5):
        site.met({"g1": f"Gale {minute}"} if minute % 10 else None)
        watch.cycle(5 * MINUTE if minute else 0)
    clean = site.copy(tmp_path / "clean", leave_out=["site", ".explainer"])
    assert clean.run("build", now=(NOW + timedelta(minutes=25)).isoformat()) == 0
    assert site.files() == clean.files()


def test_what_others_put_where_the_site_is_published_is_told_once(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    site.write("site/press/a.pdf", "theirs")
    told = []
    for number in range(3):
        site.met({"g1": f"Gale {number}"})
        told += [note for note in watch.cycle(5 * MINUTE).notes if "press/, which is not ours and stays" in note]
        assert site.page("press/a.pdf") == "theirs"
    assert len(told) == 1


def test_without_anything_due_nobody_is_asked_and_nothing_is_woven(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    assert watch.look(15) is None
    assert watch.cycle(50).asked == (), "but the site is woven every minute: promises pass by themselves"


def test_what_staff_write_is_published_within_two_seconds(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    watch.look(10)
    site.bulletin(says="Slow.", status="resolved", ended="2026-11-20 18:20")
    done = [watch.look(0.75), watch.look(0.75)]
    assert [one.asked for one in done if one is not None] == [("log",)]
    assert recorded(site).held["log.late"].latest.status.over


def test_a_file_that_is_still_being_written_is_not_read_before_it_stands_still(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    watch.look(10)
    for half in ("headline: Half a", "headline: Half a bulletin, and"):
        site.write("ops_feeds/bulletins/new.yml", half)
        assert watch.look(0.8) is None


# One feed holds nobody up


def test_a_feed_that_hangs_holds_nobody_up(site: Site) -> None:
    watch = Watched(site, hang=["met"])
    done = watch.look() or watch.cycle(0.4)
    assert done.asked == ("log",)
    site.bulletin(says="Slow.", status="resolved", ended="2026-11-20 18:20")
    done = watch.look(1) or watch.look(1) or watch.cycle(0.4)
    assert done.asked == ("log",)
    watch.beside.give_up("met")
    done = watch.look(25) or watch.cycle(0.4)
    assert done.failed == {"met": "local/met.xml did not finish within 25 seconds"}


def test_a_feed_that_was_well_again_is_heard_at_once_and_fails_beside_the_others(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    site.met(None)
    assert set(watch.cycle(5 * MINUTE).failed) == {"met"}
    site.met({"g1": "Storm warning"})
    assert watch.cycle(5).asked == ("met",)
    assert watch.beside.begun[-1] == ("met", Lane.FAILING)
    assert "met" not in watch.health().facts()["failed"]


def test_a_long_answer_is_read_in_a_process_of_its_own(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.asking, "LONG", 10)
    site.met({"g1": "Storm warning"})
    watch = Watched(site)
    done = watch.look() or watch.cycle(1)
    assert ("met", Lane.READING) in watch.beside.begun
    assert done.failed == {}
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")


def test_beside_another_run_answers_wait_and_are_recorded_as_old_as_they_are(site: Site) -> None:
    watch = Watched(site)
    with alone(site.root):
        assert watch.look() is None
        assert watch.look(20) is None
        assert watch.health().facts()["ok"] is False
    assert set(watch.cycle(1).asked) == {"met", "log"}
    assert recorded(site).times["met"].last_good == NOW
    assert recorded(site).times["met"].last_attempt == NOW + timedelta(seconds=21)


def test_an_answer_that_could_not_be_recorded_is_asked_for_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watched(site)
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "record", lambda *_: 1 / 0)
        done = watch.cycle()
        assert "ZeroDivisionError" in done.error
        assert watch.health(done).facts()["ok"] is False
    done = watch.cycle(11)
    assert not done.error
    assert set(done.asked) == {"met", "log"}


# Builds


def test_content_that_changed_is_built_beside_while_feeds_go_on(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
    assert watch.look(15) is None
    assert watch.health().facts()["building"] is True
    site.met({"g1": "Storm warning"})
    done = watch.cycle(5 * MINUTE)
    assert not done.built
    assert "Storm warning" in site.page("disruptions/met.g1/index.html"), "published while the build was at work"
    watch.until(lambda cycle: cycle.built)
    assert "The tall crane" in site.page("how/crane/index.html")
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")
    assert watch.look(15) is None


def test_content_that_cannot_be_built_is_named_once_tried_once_and_stops_no_feed(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    site.write("content/system.yml", "title: [")
    watch.look(10)
    done = watch.until(lambda cycle: bool(cycle.error))
    assert "content/system.yml:1:" in done.error
    site.met({"g1": "Storm warning"})
    done = watch.cycle(5 * MINUTE)
    assert "content/system.yml:1:" in done.error
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")
    assert watch.look(15) is None
    assert watch.health().facts()["building"] is False, "not tried again until it is changed again"


@pytest.mark.audit
def test_pages_that_another_version_built_are_not_filled_before_they_are_built_anew(site: Site) -> None:
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
    site.met({"g1": "Storm warning"})
    before = site.files()
    watch = Watched(site)
    done = watch.cycle()
    assert (set(done.asked), done.notes) == ({"met", "log"}, ("the first build is at work",))
    assert site.files() == before
    assert recorded(site).held["met.g1"].latest.headline[0].text == "Storm warning"
    watch.until(lambda cycle: cycle.built)
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")


# Health


def test_health_tells_of_every_feed_that_fails_now_and_not_only_of_those_just_asked(site: Site) -> None:
    watch = Watched(site)
    site.met(None)
    done = watch.cycle()
    assert done.failed == {"met": "local/met.xml is not there"}
    done = watch.cycle(61)
    health = watch.health(done).facts()
    told = health["failed"]["met"]
    assert told["reason"] == "local/met.xml is not there"
    assert (told["since"], told["answered_s"], told["late"]) == (NOW.isoformat(), 61, False)
    assert health["ok"] is True, "what it said before still counts"


def test_health_is_not_well_once_a_feed_fails_for_longer_than_its_answers_count(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    site.met(None)
    done = [watch.cycle(5 * MINUTE) for _ in range(6)][-1]
    health = watch.health(done).facts()
    assert health["ok"] is False
    assert health["why"] == ("met gave no good answer for 1800 s",)


def test_a_watch_that_begins_anew_knows_of_what_failed_before(site: Site) -> None:
    before = Watched(site)
    site.met(None)
    before.cycle()
    after = Watched(site, hang=["met"])
    after.seconds = 3_600
    after.look()
    health = after.health().facts()
    assert health["failed"]["met"]["since"] == NOW.astimezone(UTC).isoformat()
    assert health["failed"]["met"]["late"] is True


# Clocks


@pytest.mark.parametrize("jump", [-3600, -86_400, 3600, 86_400], ids=str)
def test_a_clock_that_is_set_asks_every_feed_again_and_stops_nothing(site: Site, jump: int) -> None:
    watch = Watched(site)
    watch.cycle()
    watch.set_by = timedelta(seconds=jump)
    done = watch.cycle(10)
    assert set(done.asked) == {"met", "log"}
    assert freshness(site, "met") == "fresh"
    told = [note for note in done.notes if "set back" in note]
    assert bool(told) is (jump < 0)
    for _ in range(3):
        assert "met" in watch.cycle(5 * MINUTE).asked, "at its own interval, whatever the wall says"


def test_an_answer_from_before_the_clock_was_set_back_is_not_fresh(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    watch.beside.hang = {"met"}
    watch.set_by = timedelta(hours=-1)
    watch.look(10)
    watch.cycle(61)
    assert freshness(site, "met") == "stale"


def test_a_machine_that_slept_asks_when_it_wakes(site: Site) -> None:
    watch = Watched(site)
    watch.cycle()
    watch.set_by = timedelta(hours=2)  # the steady clock stood still meanwhile
    assert set(watch.cycle(1).asked) == {"met", "log"}


# Growth


@pytest.mark.audit
def test_memory_stays_flat_over_many_cycles(site: Site) -> None:
    watch = Watched(site)

    def cycles(start: int, count: int) -> None:
        for number in range(start, start + count):
            site.met({"g1": f"Gale {number % 7}"})
            watch.cycle(5 * MINUTE)
            watch.set_by -= timedelta(minutes=5)

    cycles(0, 10)
    tracemalloc.start()
    cycles(10, 7)
    before = held_in_memory()
    cycles(17, 28)
    after = held_in_memory()
    tracemalloc.stop()
    assert after - before < 100_000, f"{after - before} bytes more after 28 cycles"


def held_in_memory() -> int:
    """Bytes in use, without uncollected rubbish and without what measuring coverage keeps for each thread."""
    gc.collect()
    ours = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, "*/coverage/*")])
    return sum(row.size for row in ours.statistics("filename"))
