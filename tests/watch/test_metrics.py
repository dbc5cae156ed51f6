"""The metrics file reads with Prometheus' own parser, holds what is known and nothing else, and is whole at every moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from explainer.model.notifying import Addressee, Mark
from explainer.model.vocabulary import Step
from explainer.picture.issued import issued_in
from explainer.picture.telling import Outlook, Telling
from explainer.watch.cycle import Cycle
from explainer.watch.health import FeedHealth, Health
from explainer.watch.metrics import MetricsFile, Shown, metrics
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_picture

LABELS = {"site": 'The "Pier"\\\nOne', "exercise": "false"}
FEEDS = {"met": FeedHealth(100, 600, 4, "no answer", NOW), "log": FeedHealth(2.5, 1800, 9)}


def health(**more: Any) -> Health:
    given = {"at": NOW, "cycle": Cycle(3, NOW).facts(), "published_s": 5.0, "feeds": FEEDS, "next_s": 3.0, **more}
    return Health(**given)


def read(text: str) -> dict[str, dict[str, float]]:
    """Every sample by its metric and its own label, as Prometheus reads it."""
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation, family.name
        assert family.type in ("gauge", "counter")
        for sample in family.samples:
            assert {key: sample.labels[key] for key in LABELS} == LABELS
            own = [value for key, value in sample.labels.items() if key not in LABELS]
            found.setdefault(sample.name, {})[own[0] if own else ""] = sample.value
    return found


def shown() -> Shown:
    picture = make_picture(make_bulletin(next_update=at(-20)))
    press = Addressee(name="press", to="PRESS")
    [*_, newest] = issued_in(picture)
    waiting = Telling(press, newest._replace(at=at(-30)), tries=1, why="503")
    gone = Mark(at=NOW, step=Step.GIVEN_UP, addressee="press", update="x/1", why="no news")
    return Shown(picture, Outlook((waiting, waiting), (waiting,), (gone,)), 7, 1, has_published=True)


def test_prometheus_reads_ages_promises_parts_and_the_outbox_each_with_its_unit() -> None:
    found = read(metrics(health(), shown(), NOW, LABELS))
    assert found["explainer_feed_answer_age_seconds"] == {"met": 100, "log": 2.5}
    assert found["explainer_feed_counts_seconds"] == {"met": 600, "log": 1800}
    assert found["explainer_feed_failing"] == {"met": 1, "log": 0}
    assert found["explainer_promise_due_seconds"] == {"log.gale": -20 * 60}
    assert found["explainer_promises_overdue"] == {"": 1}
    assert found["explainer_cycles_total"] == {"": 7}
    assert found["explainer_broken_cycles_total"] == {"": 1}
    assert found["explainer_last_publish_timestamp_seconds"] == {"": NOW.timestamp() - 5}
    assert found["explainer_outbox_waiting"] == {"": 2}
    assert found["explainer_outbox_failing"] == found["explainer_outbox_given_up"] == {"": 1}
    assert found["explainer_outbox_oldest_age_seconds"] == {"": 30 * 60}
    states = found["explainer_parts"]
    picture = shown().picture
    assert picture is not None
    assert sum(states.values()) == len(picture.components)
    assert states["slowed"] >= 1
    assert {"normal", "watch", "slowed", "stopped", "unknown", "unwatched"} == set(states)


def test_what_is_not_known_is_not_there() -> None:
    found = read(metrics(health(feeds={}), Shown(), NOW, LABELS))
    assert (
        not {"explainer_feed_answer_age_seconds", "explainer_last_publish_timestamp_seconds", "explainer_parts"}
        & found.keys()
    )
    assert found["explainer_healthy"] == {"": 1}


def test_it_is_not_well_for_the_reasons_of_the_health_file() -> None:
    assert read(metrics(health(published_s=500.0), Shown(), NOW, LABELS))["explainer_healthy"] == {"": 0}


def test_a_metric_is_named_by_its_unit_and_each_stands_once_with_its_kind() -> None:
    text = metrics(health(), shown(), NOW, LABELS)
    names = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
    assert [
        name for name in names if "age" in name or "timestamp" in name or "due" in name if not name.endswith("_seconds")
    ] == ["explainer_promises_overdue"]
    assert text.endswith("\n")


def test_the_file_is_put_in_place_whole_marks_an_exercise_and_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    path = tmp_path / "explainer.prom"
    MetricsFile(path, "Pier One", exercise=True).write(health(), shown(), NOW)
    assert 'explainer_cycles_total{site="Pier One",exercise="true"} 7' in path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["explainer.prom"]
    refused = MetricsFile(tmp_path / "gone" / "x.prom", "Pier One", exercise=False)
    refused.write(health(), shown(), NOW)
    assert refused.trouble.startswith("the metrics file ")
    MetricsFile(None, "Pier One", exercise=False).write(health(), shown(), NOW)


def test_times_are_moments_and_no_zone_changes_them() -> None:
    later = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    found = read(metrics(health(at=later), Shown(cycles=1, has_published=True), NOW + timedelta(hours=1), LABELS))
    assert found["explainer_written_timestamp_seconds"] == {"": later.timestamp()}
