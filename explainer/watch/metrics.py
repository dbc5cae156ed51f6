"""The metrics file: how a watch is, as Prometheus reads it (text format 0.0.4), for node_exporter's textfile collector.

Every name ends in its unit, and every line carries the site, and whether it is an exercise. What is not known is not
there; only the age of a feed that never answered counts from when the watch began, as it does in the health file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from explainer import __version__
from explainer.model.vocabulary import State
from explainer.picture.model import Picture, Standing
from explainer.picture.telling import Outlook
from explainer.watch.health import Health, WrittenFile

UNWATCHED = "unwatched"
"""The state of a part of which nobody declares that it is watched."""

Sample = tuple[dict[str, str], float]


class Shown(NamedTuple):
    """What was published last, how telling people goes, and how many cycles there were and failed."""

    picture: Picture | None = None
    outlook: Outlook = Outlook()
    cycles: int = 0
    broken: int = 0
    has_published: bool = False


class _Metric(NamedTuple):
    name: str
    kind: str
    told: str
    samples: tuple[Sample, ...]


def metrics(health: Health, shown: Shown, now: datetime, labels: dict[str, str]) -> str:
    """The file. ``now`` is the moment of which the site speaks, by which promises are due."""
    lines = [line for metric in _all(health, shown, now) if metric.samples for line in _written(metric, labels)]
    return "\n".join(lines) + "\n"


class MetricsFile(WrittenFile):
    """The metrics file of a site."""

    def __init__(self, path: Path | None, site: str, exercise: bool) -> None:
        super().__init__(path, "metrics")
        self._labels = {"site": site, "exercise": "true" if exercise else "false"}

    def write(self, health: Health, shown: Shown, now: datetime) -> None:
        """Write how it is now."""
        self.put(lambda: metrics(health, shown, now, self._labels))


def _all(health: Health, shown: Shown, now: datetime) -> Iterator[_Metric]:
    yield _one("explainer_build_info", "The version that is at work.", 1, version=__version__)
    yield _one("explainer_healthy", "Whether all is well: 1, or 0 as the health file says why.", not health.why())
    yield _one("explainer_written_timestamp_seconds", "When this file was written.", health.at.timestamp())
    yield from _feeds(health)
    yield _Metric("explainer_cycles_total", "counter", "Cycles since the watch began.", (({}, shown.cycles),))
    broken = "Cycles that could not be recorded or published."
    yield _Metric("explainer_broken_cycles_total", "counter", broken, (({}, shown.broken),))
    if shown.has_published:
        at = health.at.timestamp() - health.published_s
        yield _one("explainer_last_publish_timestamp_seconds", "When the site was last published.", at)
    if shown.picture is not None:
        yield from _picture(shown.picture, now)
    yield from _outbox(shown.outlook, now)


def _feeds(health: Health) -> Iterator[_Metric]:
    feeds = sorted(health.feeds.items())
    age, counts = "Age of the last good answer of a feed.", "How old a feed's answer may be and still count."
    yield _by("explainer_feed_answer_age_seconds", age, "feed", ((feed, one.good_s) for feed, one in feeds))
    yield _by("explainer_feed_counts_seconds", counts, "feed", ((feed, one.counts_s) for feed, one in feeds))
    failing = "Whether the last asking of a feed failed."
    yield _by("explainer_feed_failing", failing, "feed", ((feed, bool(one.reason)) for feed, one in feeds))


def _picture(picture: Picture, now: datetime) -> Iterator[_Metric]:
    open_ = [one for one in picture.disruptions if one.standing is not Standing.ENDED]
    due = [(one.id, (one.promise.due - now).total_seconds()) for one in open_ if one.promise is not None]
    told = "Seconds until the next word that was promised of a disruption; less than nought once it is overdue."
    yield _by("explainer_promise_due_seconds", told, "disruption", due)
    late = sum(one.promise is not None and one.promise.overdue for one in open_)
    yield _one("explainer_promises_overdue", "Promised words that are overdue, past the grace of five minutes.", late)
    yield _one("explainer_open_disruptions", "Disruptions that are not over.", len(open_))
    states = [part.state.value if part.state else UNWATCHED for part in picture.components]
    every = [*(state.value for state in State), UNWATCHED]
    yield _by("explainer_parts", "Parts by their state.", "state", ((one, states.count(one)) for one in every))


def _outbox(outlook: Outlook, now: datetime) -> Iterator[_Metric]:
    yield _one("explainer_outbox_waiting", "Messages that are to be sent and are not yet.", len(outlook.waiting))
    yield _one("explainer_outbox_failing", "Messages of which the last try failed.", len(outlook.failing))
    given_up = "Messages that were given up within a day."
    yield _one("explainer_outbox_given_up", given_up, len(outlook.given_up))
    oldest = "Age of the oldest update that waits to be sent; nought where none does."
    yield _one("explainer_outbox_oldest_age_seconds", oldest, outlook.oldest(now).total_seconds())


def _one(name: str, told: str, value: float, **labels: str) -> _Metric:
    return _Metric(name, "gauge", told, ((labels, value),))


def _by(name: str, told: str, label: str, rows: Iterable[tuple[str, float]]) -> _Metric:
    return _Metric(name, "gauge", told, tuple(({label: key}, value) for key, value in rows))


def _written(metric: _Metric, labels: dict[str, str]) -> Iterator[str]:
    yield f"# HELP {metric.name} {_escaped(metric.told)}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for own, value in metric.samples:
        said = ",".join(f'{key}="{_quoted(words)}"' for key, words in {**labels, **own}.items())
        yield f"{metric.name}{{{said}}} {float(value):.10g}"


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(words: str) -> str:
    return _escaped(words).replace('"', r"\"")
