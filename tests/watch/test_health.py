"""The health file tells the truth about ages, and reads as not well once it is old."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from explainer.watch.cycle import Cycle
from explainer.watch.health import GOOD_FOR, FeedHealth, Health, HealthFile
from tests.conftest import NOW


def health(**more: object) -> Health:
    given = {"at": NOW, "cycle": Cycle(3, NOW).facts(), "published_s": 5.0, "feeds": {}, "next_s": 3.0, **more}
    return Health(**given)  # type: ignore[arg-type]


def test_the_health_file_is_one_json_object(tmp_path: Path) -> None:
    HealthFile(tmp_path / "health.json").write(health(cycle=Cycle(3, NOW, error="disk full").facts()))
    said = json.loads((tmp_path / "health.json").read_text())
    assert (said["ok"], said["number"], said["error"], said["why"]) == (False, 3, "disk full", ["disk full"])
    assert datetime.fromisoformat(said["at"]) == NOW
    assert said["pid"] == os.getpid()


def test_it_names_the_moment_until_which_it_may_be_believed_in_the_form_that_date_writes() -> None:
    until = health().facts()["good_until"]
    assert until == (NOW.astimezone(UTC) + GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert until > NOW.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_it_is_not_well_when_nothing_was_published_for_minutes() -> None:
    assert health().facts()["ok"] is True
    assert health(published_s=200.0).facts()["why"] == ("nothing was published for 200 s",)


def test_a_feed_counts_for_as_long_as_it_is_declared_and_then_it_is_not_well() -> None:
    failing = FeedHealth(100, 600, 4.2, "no answer", NOW - timedelta(seconds=90))
    facts = health(feeds={"met": failing, "log": FeedHealth(1, 600, 9)}).facts()
    assert facts["ok"] is True
    assert facts["answered_s"] == {"met": 100, "log": 1}
    since = (NOW - timedelta(seconds=90)).isoformat()
    assert facts["failed"] == {
        "met": {"reason": "no answer", "since": since, "answered_s": 100, "next_s": 4, "late": False}
    }
    assert health(feeds={"met": failing._replace(good_s=700)}).facts()["ok"] is False


def test_where_it_cannot_be_written_that_is_said_and_nothing_raised(tmp_path: Path) -> None:
    file = HealthFile(tmp_path / "gone" / "health.json")
    file.write(health())
    assert file.trouble.startswith(f"the health file {tmp_path}/gone/.health.json.aside is not there")
    (tmp_path / "gone").mkdir()
    file.write(health(troubles=(file.trouble,)))
    assert file.trouble == ""
    assert "is not there" in (tmp_path / "gone/health.json").read_text()


def test_nobody_who_asked_for_none_gets_one() -> None:
    HealthFile(None).write(health())
