"""The steps, in their order. Read this first.

::

    fetch    declared feeds  → bytes → disruptions → the record       the only step with a network
    build    content         → skeleton, then weave                   the only step with MkDocs
    refresh  record          → picture → weave                        when only feeds changed
    update   fetch, then build or refresh, whichever is needed

A build is a skeleton and a weave; a refresh is the weave alone, so both give the same bytes. Every step takes
``now``; only ``console`` and ``plugin`` read a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from explainer.declarations.places import A_FOLDER_OF_ITS_OWN, skeleton_folder, workspace
from explainer.errors import Finding, Level, RecordError, SkeletonError, StaffError, TornError, own_fault
from explainer.language.words import Words, words_of
from explainer.model.history import Record, Remembered, Times
from explainer.model.learned import AHEAD
from explainer.picture import build as build_picture
from explainer.picture.figures import with_figures
from explainer.picture.model import Picture
from explainer.picture.spread import found_in
from explainer.pipeline import brief, holding, settling
from explainer.pipeline.asking import READING as READING
from explainer.pipeline.asking import FeedResult as FeedResult
from explainer.pipeline.asking import Feeds as Feeds
from explainer.pipeline.asking import Read as Read
from explainer.pipeline.asking import as_written, last_of, reading, result
from explainer.pipeline.asking import ask as ask
from explainer.pipeline.asking import is_long as is_long
from explainer.pipeline.asking import read_beside as read_beside
from explainer.pipeline.asking import validators as validators
from explainer.pipeline.holding import Asked as Asked
from explainer.record import whose
from explainer.record.reader import Reader
from explainer.record.settled import read_month
from explainer.record.states import StateLog
from explainer.render.isolation import Fault, Isolation
from explainer.site import making
from explainer.site import skeleton as skeletons
from explainer.site.alone import alone as alone
from explainer.site.brief import is_made
from explainer.site.buckets import BucketError
from explainer.site.pieces import Workplace
from explainer.site.publish import New, Published, Trees
from explainer.site.settled import Months
from explainer.site.skeleton import Skeleton
from explainer.site.trees import Aside
from explainer.site.weave import unwoven, views_of, weave
from explainer.tracing import span

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from explainer.fetch.web import Outcome
    from explainer.formats.families.bulletin_rules import Known
    from explainer.model.disruption import Rejected
    from explainer.model.rights import Rights
    from explainer.model.settings import Settings
    from explainer.model.sources import Source
    from explainer.picture.telling import Outlook, Plan
    from explainer.site.spoken import Spoken
    from explainer.staff.check import Staff
    from explainer.staff.project import Project


TURN = "turn"
"""What of the workspace a build holds while it puts its pages in place, if the run that began it goes on beside it."""

_A_TURN = 600.0
"""Seconds that a build waits for its turn: a cycle of a large site may take minutes."""


class Site(NamedTuple):
    """A publication: what the site now says and in which words, which files changed, and what could not be made.

    ``waits_until`` is until when the page waits for staff to have read the brief first.
    """

    picture: Picture
    published: Published
    path: Path
    words: Words
    zone: ZoneInfo
    rights: tuple[Rights, ...] = ()
    faults: tuple[Fault, ...] = ()
    waits_until: datetime | None = None
    has_brief: bool = False


class Round(NamedTuple):
    """What asking every feed brought, and the files in ``watches/`` that were no looks.

    ``doubt`` is why the record may be that of another site, in words; empty where nothing speaks for it. ``ahead`` is
    how far the record was ahead of our clock, which was wrong then or is now. ``last`` is, for each feed that was
    asked, its last good answer, if that may stand for the next.
    """

    results: tuple[FeedResult, ...]
    unread: tuple[Rejected, ...] = ()
    doubt: str = ""
    ahead: timedelta = timedelta()
    last: Mapping[str, Times] = {}

    @property
    def unsaid(self) -> int:
        """How many files of our staff's the site does not say, because something in them is wrong."""
        return sum(result.unsaid for result in self.results) + len(self.unread)


def fetch(feeds: Feeds, now: datetime, on_done: Callable[[str, Outcome], None] | None = None) -> Round:
    """Ask every declared feed, read what was looked at, and advance the record.

    A failure is a result, never an exception.

    Raises:
        StaffError: when the record is that of another site.
        RecordError: when it can be neither read nor written.
    """
    before, doubt = _read(feeds)
    return _recorded(feeds, before, ask(feeds, before, now, on_done), now)._replace(doubt=doubt)


def record(feeds: Feeds, outcomes: Mapping[str, Outcome | Read], now: datetime) -> Round:
    """Advance the record by what some of the feeds answered, whoever asked them, and by what was looked at.

    Raises:
        StaffError: when the record is that of another site.
        RecordError: when it can be neither read nor written.
    """
    before, doubt = _read(feeds)
    return _recorded(feeds, before, outcomes, now)._replace(doubt=doubt)


def _read(feeds: Feeds) -> tuple[Record, str]:
    """The record, signed as that of this site unless it may be another’s; then why, in words."""
    from explainer.record import store as records

    record = records.read(feeds.recorded)
    return record, _signed(feeds, record)


def _recorded(feeds: Feeds, before: Record, outcomes: Mapping[str, Outcome | Read], now: datetime) -> Round:
    from explainer.record import settling as months
    from explainer.record import store as records

    with span("record", feeds=len(outcomes)):
        found, results = _advanced(feeds, before, outcomes, now)
        after, back = settling.parted(found)
        months.begin_return(feeds.recorded, back.values())
        records.write(feeds.recorded, before, after)
        months.finish(feeds.recorded, settling.unfinished(before, back))
        settling.settle(feeds, before, after, now)
    if feeds.project is not None and feeds.languages and feeds.here:
        keep_translations(feeds.project, feeds.sources)
    return Round(
        results,
        after.unread,
        ahead=_ahead(before, now),
        last={source.id: last_of(after, source) for source in feeds.sources if source.id in outcomes},
    )


def _ahead(record: Record, now: datetime) -> timedelta:
    """How far a record is ahead of the clock; nothing where no more than two clocks may differ by."""
    last = max((times.last_attempt for times in record.times.values() if times.last_attempt), default=now)
    return last - now if last - now > AHEAD else timedelta()


def last_answers(feeds: Feeds) -> dict[str, tuple[Times, Times]]:
    """Of each feed that was ever asked its last good answer, if that may stand for the next, and all times known of it.

    Raises:
        RecordError: when the record cannot be read.
    """
    from explainer.record import store as records

    record = records.read(feeds.recorded)
    known = (source for source in feeds.sources if source.id in record.times)
    return {source.id: (last_of(record, source), record.times[source.id]) for source in known}


def _signed(feeds: Feeds, record: Record) -> str:
    """Sign the record as that of this site, unless it may be another’s; then why, in words."""
    if feeds.project is None:
        return ""
    from explainer.staff.recorded import owner

    here = owner(feeds.project, feeds.known.components if feeds.known else ())
    found, kept = whose.refuse_anothers(feeds.recorded, here, record)
    if found is whose.Whose.OURS and feeds.known is not None and feeds.here:
        whose.sign(feeds.recorded, here)
    return whose.doubt(feeds.recorded, found, kept)


def advanced(
    feeds: Feeds, record: Record, outcomes: Mapping[str, Outcome | Read], now: datetime
) -> tuple[Record, tuple[FeedResult, ...]]:
    """The record after the answers of feeds and a look at the looks, and what each feed that answered brought.

    Nothing is written.
    """
    after, results = _advanced(feeds, record, outcomes, now)
    return settling.parted(after)[0], results


def _advanced(
    feeds: Feeds, record: Record, outcomes: Mapping[str, Outcome | Read], now: datetime
) -> tuple[Record, tuple[FeedResult, ...]]:
    """The same, with what came back of what is settled marked by how it was over."""
    from explainer.record.lifecycle import Bad, advance

    after, results = record, []
    for source in (source for source in feeds.sources if source.id in outcomes):
        outcome = as_written(source, outcomes[source.id], feeds.languages)
        read = reading(source, outcome, record, feeds, now)
        after = settling.with_returned(feeds, after, source, read)
        try:
            after = advance(after, source, read, now)
        except Exception as error:  # noqa: BLE001 - as in reading
            read = Bad(reason=f"could not be read: {own_fault(error)}")
            after = advance(after, source, read, now)
        results.append(result(source, read, after, outcomes[source.id]))
    if feeds.project is not None and feeds.here:
        after = _looked(feeds.project, feeds.known, after, now)
    return after, tuple(results)


def _looked(project: Project, known: Known | None, record: Record, now: datetime) -> Record:
    """The record with the looks whose files stand now."""
    from explainer.model.disruption import Rejected
    from explainer.record.lifecycle import with_looks
    from explainer.staff.watches import read_watches

    watches = read_watches(project, known, now)
    unread = (
        Rejected(entry=finding.file, reason=str(finding))
        for finding in watches.findings
        if finding.level is Level.ERROR
    )
    return with_looks(record, watches.looks, unread, now)


def keep_translations(project: Project, sources: tuple[Source, ...]) -> None:
    """Keep what is translated of the bulletins, so that the next refresh can tell them in every language."""
    from explainer.site import spoken
    from explainer.staff.translations import translations

    said, _ = translations(project, sources)
    spoken.keep(project.root, {lang: told.bulletins for lang, told in said.items()})


def build(project: Project, staff: Staff, now: datetime, asked: Asked | None = None) -> Site:
    """Build the skeleton with MkDocs, then weave and publish all of it anew."""
    from explainer.site import engine

    urls = engine.build_tree(project, staff)
    with alone(project.root, _A_TURN, aside=TURN):
        skeleton = keep(project, staff, urls)
        published = trees(project.root, skeleton, project.root / project.places.site)
        published.recount()
        return weave_into(project.root, skeleton, published, now, asked)


def keep(project: Project, staff: Staff, urls: Mapping[str, Mapping[str, str]]) -> Skeleton:
    """Keep what MkDocs built as the skeleton."""
    from explainer.site import engine, spoken

    if project.languages:
        spoken.keep(project.root, {lang: told.bulletins for lang, told in staff.translations.items()})
    return engine.keep(project, staff, project.scratch, urls)


def refresh(root: Path, clock: Callable[[Settings], datetime], asked: Asked | None = None) -> Site:
    """Weave the kept skeleton again with the record as it is now; no MkDocs, no YAML, no network.

    ``clock`` tells the moment to speak of, given the settings the skeleton was built with; ``asked`` is what of that
    which is new waits.

    Raises:
        SkeletonError: when there is no skeleton, or it is older than what it was built from.
    """
    skeleton = skeletons.read(skeleton_folder(root))
    stale = why_stale(root, skeleton)
    if stale:
        raise SkeletonError(f"{stale} since the skeleton was built; run explainer build")
    published = trees(root, skeleton, root / skeleton.places.site)
    return weave_into(root, skeleton, published, clock(skeleton.settings), asked)


class Warm:
    """Refreshes one site again and again, keeping in memory what does not change between two refreshes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reader = Reader()
        self._log: StateLog | None = None
        self._skeleton: Skeleton | None = None
        self._read_at: tuple[int, int] = (0, 0)
        self._trees: Trees | None = None

    def refresh(self, now: datetime) -> Site:
        """The same as :func:`refresh`.

        Raises:
            SkeletonError: when there is no skeleton, or it is older than what it was built from.
        """
        stale = why_stale(self.root, self._fresh())
        if stale:
            raise SkeletonError(f"{stale} since the skeleton was built; run explainer build")
        return self.weave(now)

    def weave(self, now: datetime, asked: Asked | None = None) -> Site:
        """Weave the kept skeleton, be it older than its inputs or not.

        Raises:
            SkeletonError: when there is no skeleton.
        """
        skeleton = self._fresh()
        if self._trees is None:
            self._trees = trees(self.root, skeleton, self.root / skeleton.places.site)
        if self._log is None:
            self._log = StateLog(skeleton.places.recorded(self.root))
        return _weave(self.root, skeleton, Memory(self._reader, self._log, asked), self._trees, now)

    def planned(self, picture: Picture, wall: datetime) -> tuple[Plan, Outlook]:
        """What is to be sent to those who are told, and how that goes.

        Raises:
            SkeletonError: when there is no skeleton.
            RecordError: when the outbox cannot be read.
        """
        from explainer.picture.telling import Outlook, Plan
        from explainer.pipeline import announcing

        skeleton = self._fresh()
        if not skeleton.settings.notify:
            return Plan(), Outlook()
        return announcing.planned(skeleton.settings, picture, skeleton.places.recorded(self.root), wall)

    @property
    def is_read_here(self) -> bool:
        """Whether the site is public once it is published here, as no other place is declared for it."""
        return not self._fresh().settings.publish

    def inputs(self) -> str:
        """The stamp of the inputs as they are now."""
        try:
            return skeletons.stamp(self._fresh().places.stats(self.root))
        except SkeletonError:
            return "none"

    def built_from(self) -> str:
        """The stamp of the inputs that the skeleton was built from; empty before the first build."""
        try:
            return self._fresh().stamp
        except SkeletonError:
            return ""

    def _fresh(self) -> Skeleton:
        folder = skeleton_folder(self.root)
        read_at = skeletons.read_at(folder)
        if self._skeleton is None or read_at != self._read_at:
            self._skeleton, self._read_at = skeletons.read(folder), read_at
            self._trees = self._log = None
        return self._skeleton


def why_stale(root: Path, skeleton: Skeleton) -> str:
    """Why a skeleton may not be refreshed, in words; empty when it may."""
    if skeletons.stamp(skeleton.places.stats(root)) == skeleton.stamp:
        return ""
    plain = skeletons.read_plain(skeleton_folder(root))
    return skeletons.difference(plain.inputs, skeleton.places.inputs(root))


def needs_build(root: Path) -> str:
    """Why an update has to build, in words; empty when a refresh is enough."""
    try:
        return why_stale(root, skeletons.read(skeleton_folder(root)))
    except SkeletonError as error:
        return error.reason if isinstance(error, TornError) else str(error)


def roll_back(root: Path) -> int:
    """Put the version before the published one in its place; returns its number.

    Raises:
        SkeletonError: when nothing was ever built here.
        PublishError: when no earlier version is kept.
    """
    skeleton = skeletons.read(skeleton_folder(root))
    return trees(root, skeleton, root / skeleton.places.site).roll_back()


def trees(root: Path, skeleton: Skeleton, site: Path) -> Trees:
    """The published site and its earlier versions.

    Raises:
        StaffError: when ``site`` is where something else is kept, as when it was made a link after the last build.
    """
    why_not = skeleton.places.why_not_at(root, site)
    if why_not:
        problem = f"“{site}” {why_not}"
        raise StaffError([Finding(skeleton.places.config_file, 1, 1, "site_dir", problem, A_FOLDER_OF_ITS_OWN)])
    return Trees(site, workspace(root), skeleton.settings.keep, skeleton.settings.keep_files)


def weave_into(root: Path, skeleton: Skeleton, published: Trees, now: datetime, asked: Asked | None = None) -> Site:
    """Picture, weave, publish: the end of every build and the whole of a refresh."""
    return _weave(root, skeleton, Memory(Reader(), StateLog(skeleton.places.recorded(root)), asked), published, now)


class Memory(NamedTuple):
    """What reads the record, and may remember what it read: of what we were told, and of how the parts were.

    ``asked`` is for how long what is new waits.
    """

    reader: Reader
    log: StateLog
    asked: Asked | None = None


def _weave(root: Path, skeleton: Skeleton, memory: Memory, published: Trees, now: datetime) -> Site:
    owner = whose.Owner(name=skeleton.settings.site_name, parts=tuple(sorted(skeleton.system.by_id)))
    record = memory.reader.read(skeleton.places.recorded(root))
    whose.refuse_anothers(skeleton.places.recorded(root), owner, record)
    isolation = Isolation()
    with span("picture"):
        picture = picture_of(skeleton, record, now, isolation)
    _keep_states(memory.log, picture, isolation)
    recorded = partial(read_month, skeleton.places.recorded(root), held=record.held)
    months = Months(recorded, skeleton.system, picture, isolation)
    said = holding.said_by(picture) if is_made(skeleton) else {}
    wait = holding.begun(root, said, memory.asked) if said else None
    told = Told(picture, months, memory.log, wait is not None)
    try:
        done = _publish(root, skeleton, told, published)
    except BucketError:
        published.forget()
        done = _publish(root, skeleton, told, published)
    if is_made(skeleton) and not wait:
        holding.keep(root, holding.Known(tuple(sorted(said))))
    if skeleton.settings.notify and not wait:
        from explainer.pipeline import announcing  # here, because most sites tell nobody

        announcing.note(skeleton, picture, skeleton.places.recorded(root), isolation)
    words = words_of(skeleton.cldr)
    seen, at, rights = with_figures(picture, words), skeleton.settings.tz, skeleton.rights
    until, has_brief = wait.until if wait else None, is_made(skeleton)
    return Site(seen, done, published.site, words, at, rights, tuple(isolation.faults), until, has_brief)


def _keep_states(log: StateLog, picture: Picture, isolation: Isolation) -> None:
    """Keep how the parts are, if any turned; what the disk does not take is said, and keeps no news from readers."""
    try:
        log.keep(picture.now, found_in(picture.components), picture.exercise)
    except RecordError as error:
        isolation.faults.append(Fault("how it spread", "", str(error)))


class Told(NamedTuple):
    """What a weave tells: the present, what is settled, month by month, and how the parts were; staff alone or all."""

    picture: Picture
    months: Months
    log: StateLog
    is_for_staff: bool = False


def _publish(root: Path, skeleton: Skeleton, told: Told, published: Trees) -> Published:
    picture, months = told.picture, told.months
    folder, home = skeleton_folder(root), skeleton.settings.at
    live = published.examined((f"{home}index.html", f"{home}status.json"))
    workplace = Workplace(folder, months.isolation, told.log.between, told.log.months)
    spoken = spoken_of(root, skeleton, picture)
    views = tuple(views_of(workplace, skeleton, picture, spoken))
    brief.publish(root, skeleton, views, months.isolation)
    if told.is_for_staff:
        return Published(live.version)
    pieces = weave(workplace._replace(views=views), skeleton, picture, months.picture, spoken)
    aside = Aside(workspace(root) / "aside")
    with span("weave"):
        made = making.made(pieces, live if live.skeleton == skeleton.id else published.nothing, months.isolation, aside)
    if live.skeleton != skeleton.id:
        tree = skeletons.tree_of(folder)
        made.new |= {path: New.built(tree / path, digest) for path, digest in unwoven(folder, skeleton).items()}
        made.gone |= live.files.keys()
    with span("publish", files=len(made.new)):
        done = published.publish(skeleton.id, made.new, frozenset(made.gone), made.keys, made.within)
    aside.clear()
    return done


def spoken_of(root: Path, skeleton: Skeleton, picture: Picture) -> Spoken | None:
    """What of the picture is translated; None for a site in one language, which loads nothing for it."""
    if not skeleton.editions:
        return None
    from explainer.record.store import read_whole
    from explainer.site import spoken

    whole = partial(read_whole, skeleton.places.recorded(root))
    return spoken.Spoken(spoken.recall(root), spoken.since(whole, picture))


def picture_of(skeleton: Skeleton, record: Remembered, now: datetime, isolation: Isolation) -> Picture:
    """The picture a skeleton's own system and declarations make of a record."""
    exercise = skeleton.settings.exercise is not None

    def build(record: Remembered) -> Picture:
        return build_picture(skeleton.system, skeleton.sources, record, now, exercise)

    return isolation.picture(record, build)
