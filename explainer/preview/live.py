"""One site as it is while people write: every change of a file is shown, and feeds are asked by their own clocks.

Nothing that is published is touched: pages are built beside the published ones, what feeds answer is kept in a record
of its own, and that may be thrown away at any time.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Collection, Set
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from explainer import pipeline
from explainer.declarations.places import Places, workspace
from explainer.errors import ExplainerError, Finding, Level, RecordError, StaffError, own_fault
from explainer.fetch.schedule import Schedule
from explainer.fetch.web import Limits
from explainer.model.clock import Passing, Reading
from explainer.model.history import Record
from explainer.model.settings import Settings
from explainer.model.sources import Source
from explainer.preview import FOLDER, Everything, Preview, Shown
from explainer.record import store
from explainer.record.files import asked_at
from explainer.staff.check import load_sources
from explainer.staff.project import Project, load_project

AT_LEAST_EVERY = 60.0
"""Seconds after which pages are made anew although no file changed: promises pass and sources grow stale."""

_NEVER = datetime.min.replace(tzinfo=UTC)

Stamp = dict[str, tuple[int, int]]
Clock = Callable[[Settings | None], Reading]
"""What the clocks say."""


class State(NamedTuple):
    """What the preview shows. ``trouble`` is why it shows the pages as they were before; empty when it does not.

    ``drafts`` are the headlines of drafts, ``mark`` what stands before them; ``version`` is another one whenever
    anything that is shown is.
    """

    version: int = 0
    findings: tuple[Finding, ...] = ()
    trouble: str = ""
    drafts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended."""
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)


class Live:
    """A site that is looked at while it is written."""

    def __init__(self, config_file: Path, limits: Callable[[Settings], Limits], clock: Clock) -> None:
        self._config_file = config_file
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._preview: Preview | None = None
        self._pages: Everything | None = None
        self._left: Set[str] = frozenset()
        self._seen: Stamp | None = None
        self._last: float | None = None
        self._passing = Passing()
        self._schedule = Schedule((), 0.0, random.Random())  # noqa: S311  # spreads load, hides nothing
        self.state = State()

    @property
    def root(self) -> Path:
        """The folder of the site."""
        return self._config_file.resolve().parent

    def body(self, path: str) -> bytes | None:
        """A file of the site as it would be published now; None where there is none."""
        with self._lock:
            return self._pages.body(path) if self._pages is not None else None

    def is_left(self, path: str) -> bool:
        """Whether a file is as it was before, because what it is of cannot be shown as it is written now."""
        return path in self._left

    @property
    def is_empty(self) -> bool:
        """Whether there is no page to show yet."""
        return self._pages is None

    def look(self) -> bool:
        """Bring what is shown up to date, and tell whether any of it is new. What is wrong is shown, never raised."""
        reading = self._clock(self._preview.project.settings if self._preview else None)
        tick, set_back = self._passing.at(reading)
        if set_back:
            self._schedule.at_once(tick)
        seen = self._stamp()
        is_recent = self._last is not None and tick - self._last < AT_LEAST_EVERY
        if seen == self._seen and is_recent and not self._schedule.due(tick):
            return False
        self._seen, self._last = seen, tick
        before = self.state, self._pages.key if self._pages else ""
        self.state = self._looked(tick, reading)._replace(version=before[0].version)
        after = self.state, self._pages.key if self._pages else ""
        if after[1] == before[1] and self.state._replace(at=None) == before[0]._replace(at=None):
            return False
        self.state = self.state._replace(version=before[0].version + 1)
        return True

    def _looked(self, tick: float, reading: Reading) -> State:
        try:
            preview = self._open(tick, reading.wall)
            if due := self._schedule.due(tick):
                self._ask(preview, due, tick, reading.now)
            return self._made(preview, self._clock(preview.project.settings).now)
        except StaffError as error:
            return self.state._replace(findings=error.findings, trouble="What is written cannot be shown yet.")
        except ExplainerError as error:
            return self.state._replace(trouble=str(error))
        except Exception as error:  # noqa: BLE001 - the last resort: the next change may mend it
            return self.state._replace(trouble=own_fault(error))

    def _open(self, tick: float, wall: datetime) -> Preview:
        """The site, read anew where anything but a bulletin has changed."""
        if self._preview is not None and not self._preview.is_old():
            return self._preview
        project = load_project(self._config_file)
        outside = tuple(source for source in load_sources(project) if source.url is not None)
        published = store.read(project.recorded)
        is_first = self._preview is None
        kept = _kept(project) if self._preview is None else self._preview.record
        newer = [one.id for one in outside if _attempt(kept, one) >= _attempt(published, one)]
        with self._lock:
            self._preview = Preview(project, with_asked(published, kept, newer))
        self._schedule.declare(outside, tick)
        for source in outside if is_first else ():
            self._schedule.heard(source.id, wall - _attempt(self._preview.record, source), tick)
        return self._preview

    def _ask(self, preview: Preview, due: Collection[Source], tick: float, now: datetime) -> None:
        """Ask feeds by address, and keep their answers."""
        project = preview.project
        limits = self._limits(project.settings)
        feeds = pipeline.Feeds(project.feeds, project.recorded, tuple(due), limits, preview.known)
        outcomes = pipeline.ask(feeds, preview.record, now)
        preview.record, results = pipeline.advanced(feeds, preview.record, outcomes, now)
        for result in results:
            self._schedule.asked(result, tick)
        _keep(project, with_asked(Record(), preview.record, [one.id for one in preview.staff.sources if one.url]))

    def _made(self, preview: Preview, now: datetime) -> State:
        with self._lock:
            shown = preview.show({}, now)
            pages, before = shown.everything(), self._pages
            # Whoever is writing one, and slips, should still see it.
            kept = {} if before is None or not shown.errors else before.makers
            self._left = kept.keys() - pages.makers.keys()
            self._pages = pages._replace(makers={**kept, **pages.makers})
        return state_of(preview, shown, " ".join(self._pages.faults), now)

    def _stamp(self) -> Stamp:
        """Size and time of every file that the site depends on; the record too, which others may write."""
        try:
            places = load_project(self._config_file).places
        except ExplainerError:
            places = Places(config_file=self._config_file.name)
        found: Stamp = {}
        recorded = places.recorded(self.root)
        feeds = (path for path in (self.root / places.feeds).rglob("*") if recorded not in path.parents)
        for path in {*places.inputs(self.root).values(), *feeds, asked_at(recorded)}:
            with suppress(OSError):
                stat = path.stat()
                found[str(path)] = (stat.st_mtime_ns, stat.st_size)
        return found


def _attempt(record: Record, source: Source) -> datetime:
    """When a feed was last asked, as far as a record knows."""
    times = record.times.get(source.id)
    return times.last_attempt if times is not None and times.last_attempt is not None else _NEVER


def _folder(project: Project) -> Path:
    return workspace(project.root, FOLDER) / "recorded"


def _kept(project: Project) -> Record:
    """What feeds answered to an earlier preview; nothing where that cannot be read."""
    try:
        return store.read(_folder(project))
    except RecordError:
        return Record()


def _keep(project: Project, record: Record) -> None:
    shutil.rmtree(_folder(project), ignore_errors=True)
    store.write(_folder(project), Record(), record)


def state_of(preview: Preview, shown: Shown, trouble: str, now: datetime) -> State:
    """What there is to say of what is shown."""
    drafts = tuple(one.disruption.headline[0].text for one in shown.picture.disruptions if one.is_draft)
    return State(findings=shown.findings, trouble=trouble, drafts=drafts, marks=preview.marks, at=now)


def with_asked(published: Record, kept: Record, feeds: Collection[str]) -> Record:
    """A record in which what is known of some feeds comes from another one."""
    ours = tuple(f"{feed}." for feed in feeds)
    return replace(
        published,
        feeds={**published.feeds, **{key: kept.feeds[key] for key in feeds if key in kept.feeds}},
        times={**published.times, **{key: kept.times[key] for key in feeds if key in kept.times}},
        silences={**published.silences, **{key: kept.silences[key] for key in feeds if key in kept.silences}},
        held={
            **{key: held for key, held in published.held.items() if not key.startswith(ours)},
            **{key: held for key, held in kept.held.items() if key.startswith(ours)},
        }
        if ours
        else published.held,
    )
