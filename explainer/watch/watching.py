"""What a watch does at each look: asks what is due, takes in what came, and publishes it.

Each feed has a cycle of its own: it is asked when it is due, at work beside all others, and its answer is recorded and
published with whatever else came by then, at most every second or so. Nobody waits for a feed that hangs, nor for one
whose answer takes long to read, nor for a build. Time is what passes by a steady clock, and cannot be set back; where
the wall’s was, every feed is asked again, as nobody knows any more how old its last answer is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from explainer import pipeline
from explainer.errors import ExplainerError, TornError, by_the_system, own_fault
from explainer.fetch.asking import Beside, Lane
from explainer.fetch.schedule import Schedule
from explainer.fetch.web import GRACE, Fetched, NotModified, Outcome, answer, too_slow
from explainer.model.clock import Passing, Reading
from explainer.model.disruption import entries_in
from explainer.model.history import Times
from explainer.model.sources import Source
from explainer.picture.model import Picture
from explainer.picture.telling import Outlook
from explainer.pipeline import Asked, Feeds, Read, Site, Warm
from explainer.record.lifecycle import Good
from explainer.render.isolation import told
from explainer.site.alone import BusyError, alone
from explainer.watch.building import Building
from explainer.watch.cycle import Cycle
from explainer.watch.files import Seen
from explainer.watch.health import FeedHealth, Health
from explainer.watch.metrics import Shown
from explainer.watch.telling import Teller

LOOK_EVERY = 0.7
"""Seconds between two looks at what staff write: what stands still between two of them is read."""

CONTENT_EVERY = 2.0
"""Seconds between two looks at everything that a build reads, which are many files."""

JOIN_EVERY = 1.0
"""Seconds from the beginning of one publication to that of the next, at least; feeds are asked between the two."""

GATHER = 0.3
"""Seconds that the first answer waits for others while some are being asked."""

AT_LEAST_EVERY = 60.0
"""Seconds after which the site is woven although nothing came: promises pass and sources grow stale by themselves."""

KEPT = 60.0
"""Seconds for which an answer is kept while another run is at work on the site; then its feed is asked again."""

RETRY = 10.0
"""Seconds after which is tried again what could not be recorded or published."""

MOST_BUSY = 60.0
"""Seconds after which it is an error that another run is still at work on the site."""


@dataclass(frozen=True)
class Came:
    """An answer that is to be recorded, and when it came."""

    outcome: Outcome | Read
    at: float


@dataclass(frozen=True)
class Trouble:
    """Why a feed fails, and since when by the clock on the wall."""

    reason: str
    since: datetime


class Watch:
    """A site and its feeds. ``read_feeds`` reads what is declared, at the beginning and after each build.

    It is in one thread; ``beside`` is where feeds are asked.
    """

    def __init__(
        self,
        config_file: Path,
        read_feeds: Callable[[], Feeds],
        chance: random.Random,
        beside: Beside[str, Outcome | Read] | None = None,
    ) -> None:
        self._config_file = config_file
        self._read_feeds = read_feeds
        self._beside = beside or Beside()
        self._warm = Warm(config_file.resolve().parent)
        self._passing = Passing()
        self.brief_first: timedelta | None = None
        self._time = 0.0
        self._feeds = read_feeds()
        self._schedule = Schedule(self._feeds.sources, 0.0, chance)
        self._seen = Seen(self._feeds)
        self._last: dict[str, Times] = {}
        self._good_at: dict[str, float] = {}
        self._trouble: dict[str, Trouble] = {}
        self._asked: dict[str, Source] = {}
        self._came: dict[str, Came] = {}
        self._notes: list[str] = []
        self._others: list[str] = []
        self._building: Building | None = None
        self._built: int | None = None
        self._refused = ""
        self._refusal = ""
        self._is_torn = False
        self._unread: tuple[str, ...] = ()
        self._number = 0
        self._is_due = True
        self._content_at = self._files_at = self._not_before = float("-inf")
        self._published_at = self._free_at = 0.0
        self._begins = True
        self._has_published = False
        self._teller = Teller(config_file)
        self._shown: Picture | None = None
        self._outlook = Outlook()
        self._broken = 0

    # What it is asked

    def look(self, reading: Reading) -> Cycle | None:
        """Do whatever is to be done now; a cycle, if there was one. What goes wrong is in it, never raised."""
        passed = self._passing.at(reading)
        self._time = passed.seconds
        self._notes += self._teller.heard(self._time)
        try:
            if passed.set_back:
                self._set_back(passed.set_back)
            if self._begins:
                self._remember(reading)
            self._see()
            self._tend(reading)
            self._ask(reading.now)
            return self._cycle(reading) if self._is_wanted() else None
        except Exception as error:  # noqa: BLE001 - the last resort: the next look may go well
            return self._broke_off(reading, error)

    def wait(self, longest: float = LOOK_EVERY) -> None:
        """Wait until there may be something to do: an answer came, a feed is due, or a moment has passed."""
        due = self._schedule.next_due()
        pause = longest if due is None else min(longest, max(0.05, due - self._time))
        pause = GATHER / 2 if self._came else pause
        self._take(self._beside.done(pause))

    def wake(self) -> None:
        """Let :meth:`wait` go on; may be called in a signal’s handler."""
        self._beside.wake()

    def reload(self) -> None:
        """Read the configuration again at the next look, try to build what could not be built, and ask every feed."""
        self._refused, self._refusal = "", ""
        try:
            self._declare()
        except ExplainerError as error:
            self._notes.append(f"the declarations were not read again: {error}")
        self._schedule.at_once(self._time)
        self._notes.append("read again, as it was told to")

    def end(self) -> None:
        """End what is at work beside it."""
        if self._building is not None:
            self._building.end()
        self._teller.end()

    def shown(self) -> Shown:
        """What was published last, and how telling people goes."""
        return Shown(self._shown, self._outlook, self._number, self._broken, self._has_published)

    def health(self, reading: Reading, last: Cycle | None, troubles: Iterable[str]) -> Health:
        """How it is now; ``last`` is the last cycle."""
        due = self._schedule.next_due()
        return Health(
            at=reading.wall,
            cycle=last.facts() if last is not None else {"error": "nothing has been published yet"},
            published_s=self._time - self._published_at,
            feeds={source.id: self._health_of(source) for source in self._feeds.sources},
            next_s=None if due is None else max(0.0, due - self._time),
            is_building=self._building is not None,
            troubles=tuple(filter(None, (*troubles, *self._outlook.told(), self._teller.trouble))),
        )

    # Looking

    def _set_back(self, by: timedelta) -> None:
        self._schedule.at_once(self._time)
        self._notes.append(f"the clock was set back by {by.total_seconds():.0f} s, so every feed is asked again")

    def _remember(self, reading: Reading) -> None:
        """Begin with what the record knows, so that a feed that has failed for hours is known to by the first look."""
        self._begins = False
        for source in self._feeds.sources:
            self._good_at[source.id] = self._time
        for feed, (last, times) in pipeline.last_answers(self._feeds).items():
            self._last[feed] = last
            if times.last_good is not None and times.last_good <= reading.now:
                self._good_at[feed] = self._time - (reading.now - times.last_good).total_seconds()
            if times.failure:
                self._trouble[feed] = Trouble(times.failure, times.failing_since or reading.now)

    def _see(self) -> None:
        """Notice what staff wrote: a look is read by the next cycle, a bulletin’s feed is due at once."""
        if self._time - self._files_at < LOOK_EVERY:
            return
        self._files_at = self._time
        changed = self._seen.changed()
        for feed in changed.feeds:
            self._schedule.again(feed, self._time)
        self._is_due = self._is_due or changed.looks

    def _tend(self, reading: Reading) -> None:
        """Begin a build when content changed, and take in one that ended. What cannot be built stops no feed."""
        if self._building is not None:
            built = self._building.ended()
            if built is None:
                return
            stamp, self._building = self._building.stamp, None
            self._refused, self._refusal = (stamp, built.error) if built.error else ("", "")
            self._is_due = True
            if not built.error:
                self._built = built.changed
                self._declare()
        if self._time - self._content_at < CONTENT_EVERY:
            return
        self._content_at = self._time
        stamp = self._warm.inputs()
        if stamp == self._refused or (stamp == self._warm.built_from() and not self._is_torn):
            return
        try:
            self._building = Building(self._config_file, stamp, reading.now if reading.now != reading.wall else None)
        except BusyError:
            return
        self._is_torn = False

    def _declare(self) -> None:
        self._feeds = self._read_feeds()
        self._schedule.declare(self._feeds.sources, self._time)
        self._seen = Seen(self._feeds)
        for source in self._feeds.sources:
            self._good_at.setdefault(source.id, self._time)
        self._trouble = {feed: why for feed, why in self._trouble.items() if feed in self._declared()}

    def _declared(self) -> dict[str, Source]:
        return {source.id: source for source in self._feeds.sources}

    # Asking

    def _ask(self, now: datetime) -> None:
        limits = self._feeds.limits
        for source in self._schedule.due(self._time):
            self._schedule.begun(source.id)
            self._asked[source.id] = source
            lane = Lane.FAILING if self._schedule.is_failing(source.id) else Lane.SOUND
            last = pipeline.validators(self._last.get(source.id, Times()), source, now)
            work = partial(answer, source, self._feeds.folder, last, limits)
            self._beside.begin(source.id, lane, work, limits.total + GRACE)
        self._take(self._beside.done(0))

    def _take(self, done: Iterable[tuple[str, Outcome | Read | None]]) -> None:
        """Keep answers for the next cycle; a long one is read first. What was asked otherwise than declared is none."""
        declared = self._declared()
        for feed, came in done:
            source = self._asked.pop(feed, None)
            if source is None or declared.get(feed) != source:
                continue
            outcome = too_slow(source, self._feeds.limits) if came is None else came
            if isinstance(outcome, Fetched) and self._is_to_be_read(source, outcome):
                self._asked[feed] = source
                work = partial(pipeline.read_beside, source, outcome)
                self._beside.begin(feed, Lane.READING, work, pipeline.READING + RETRY)
            else:
                self._came[feed] = Came(outcome, self._time)

    def _is_to_be_read(self, source: Source, outcome: Fetched) -> bool:
        last = self._last.get(source.id, Times())
        return pipeline.is_long(source, outcome) and outcome.sha256 != last.sha256

    # Recording and publishing

    def _is_wanted(self) -> bool:
        if self._time < self._not_before:
            return False
        if self._came:
            first = min(came.at for came in self._came.values())
            return self._beside.is_idle or self._time - first >= GATHER
        return self._is_due or self._time - self._published_at >= AT_LEAST_EVERY

    def _cycle(self, reading: Reading) -> Cycle | None:
        done = Cycle(self._number + 1, reading.now, error=self._refusal)
        try:
            with self._alone():
                self._free_at = self._time
                self._record(done, reading.now)
                self._publish(done, reading)
            self._tell(reading)
        except BusyError as error:
            self._not_before = self._time + GATHER
            self._forget(KEPT)
            if self._time - self._free_at < MOST_BUSY:
                return None
            done.error = str(error)
        except ExplainerError as error:
            done.error = str(error)
        except OSError as error:
            done.error = by_the_system(error)
        except Exception as error:  # noqa: BLE001 - as in look
            done.error = f"the cycle broke off: {own_fault(error)}"
        return self._over(done)

    def _alone(self) -> AbstractContextManager[object]:
        """Keep other runs out; beside a build, which keeps them out, keep only that one."""
        root = self._warm.root
        return alone(root, 0, aside=pipeline.TURN) if self._building is not None else alone(root, 0)

    def _record(self, done: Cycle, now: datetime) -> None:
        """Take into the record what came, and what was looked at."""
        outcomes = {feed: _aged(came.outcome, self._time - came.at) for feed, came in self._came.items()}
        if not outcomes and not self._is_due:
            return
        made = pipeline.record(self._feeds, outcomes, now)
        self._came = {}
        self._unread = tuple(row.reason for row in made.unread)
        done.asked = tuple(result.feed for result in made.results)
        for result in made.results:
            self._schedule.asked(result, self._time)
            self._last[result.feed] = made.last[result.feed]
            if result.rejected:
                done.set_aside[result.feed] = entries_in(result.rejected)
            done.doubted += (result.feed,) if result.doubt else ()
            done.flooding += (result.feed,) if result.flood else ()
            self._heard(result.feed, result.failure, now)
            if result.failure:
                done.failed[result.feed] = result.failure

    def _heard(self, feed: str, failure: str, now: datetime) -> None:
        if failure:
            before = self._trouble.get(feed)
            self._trouble[feed] = Trouble(failure, before.since if before else now)
            return
        self._trouble.pop(feed, None)
        said = self._last[feed].last_good
        behind = max(timedelta(), now - said) if said is not None else timedelta()
        self._good_at[feed] = self._time - behind.total_seconds()

    def _publish(self, done: Cycle, reading: Reading) -> None:
        done.unread = self._unread
        if self._building is not None and not self._has_published:
            # Pages that were built by another version of this code may not be filled by this one.
            done.notes += ("the first build is at work",)
            return
        try:
            site = self._warm.weave(reading.now, Asked(reading.wall, self.brief_first))
        except TornError:
            if self._building is None and self._warm.inputs() != self._refused:
                self._is_torn, self._content_at = True, float("-inf")
            raise
        self._has_published, self._shown = True, site.picture
        self._published_at = self._time
        done.changed = len(site.published.changed) + (self._built or 0)
        done.built, self._built = self._built is not None, None
        done.state = site.picture.state.value
        done.unmade = tuple(told(site.faults))
        self._tell_of_others(site)

    def _tell(self, reading: Reading) -> None:
        """Let those be told who are to be of what is public now; it is at work beside, and nobody waits for it."""
        if self._shown is None or not self._has_published:
            return
        plan, self._outlook = self._warm.planned(self._shown, reading.wall)
        if plan.due and self._warm.is_read_here:
            self._teller.begin(self._time, reading.now if reading.now != reading.wall else None)

    def _tell_of_others(self, site: Site) -> None:
        """Say what of others lies in the folder of the site, when that is new."""
        others = list(site.published.others.told(str(site.path)))
        if site.published.changed and others != self._others:
            self._notes += others
            self._others = others

    def _over(self, done: Cycle) -> Cycle:
        self._number = done.number
        done.notes += tuple(self._notes)
        self._notes = []
        self._broken += bool(done.error)
        if done.error and self._came:
            self._forget(0)
        self._is_due = False
        # Where nothing came and nothing could be published, the next moment will hardly be better.
        self._not_before = self._time + (JOIN_EVERY if done.asked or done.state else RETRY)
        return done

    def _broke_off(self, reading: Reading, error: Exception) -> Cycle:
        said = str(error) if isinstance(error, ExplainerError) else f"the look broke off: {own_fault(error)}"
        return self._over(Cycle(self._number + 1, reading.now, error=said))

    def _forget(self, older: float) -> None:
        """Let go of answers that cannot be recorded, and ask their feeds again."""
        for feed in [feed for feed, came in self._came.items() if self._time - came.at >= older]:
            del self._came[feed]
            self._schedule.again(feed, self._time + RETRY)

    def _health_of(self, source: Source) -> FeedHealth:
        trouble = self._trouble.get(source.id)
        return FeedHealth(
            good_s=self._time - self._good_at.get(source.id, self._time),
            counts_s=source.counts_for.total_seconds(),
            next_s=max(0.0, self._schedule.due_at(source.id) - self._time),
            reason=trouble.reason if trouble else "",
            since=trouble.since if trouble else None,
        )


def _aged(outcome: Outcome | Read, by: float) -> Outcome | Read:
    """An answer that waited so many seconds to be recorded: it was given so much earlier."""
    waited = int(by)
    if isinstance(outcome, Read):
        read = outcome.reading
        return Read(read.replace(age=read.age + waited)) if isinstance(read, Good) else outcome
    return outcome.replace(age=outcome.age + waited) if isinstance(outcome, (Fetched, NotModified)) else outcome
