"""The steps, in their order. Read this first.

::

    fetch    declared feeds  → bytes → disruptions → the record       the only step with a network
    build    content         → skeleton, then weave                   the only step with MkDocs
    refresh  record          → picture → weave                        when only feeds changed
    update   fetch, then build or refresh, whichever is needed

A build is a skeleton and a weave; a refresh is the weave alone, so both give the same bytes. Every step takes
``now``; only ``cli`` and ``plugin`` read a clock.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from explainer import record as records
from explainer import skeleton as skeletons
from explainer.errors import ExplainerError, FeedError, SkeletonError
from explainer.history import Record
from explainer.picture import build as build_picture
from explainer.picture.model import Picture
from explainer.places import scratch, skeleton_folder, workspace
from explainer.publish import Published, Wanted, publish
from explainer.render.view import Page
from explainer.skeleton import Skeleton
from explainer.sources import FormatName
from explainer.weave import unwoven, weave

if TYPE_CHECKING:
    from explainer.fetch import Limits, Outcome
    from explainer.formats.base import SetAside
    from explainer.formats.bulletin_rules import Known
    from explainer.lifecycle import Reading
    from explainer.project import Project
    from explainer.sources import Source
    from explainer.staff import Staff


class BusyError(ExplainerError):
    """Another run is at work on the same site."""


@dataclass(frozen=True)
class FeedResult:
    """What one feed brought: ``failure`` is empty when it answered whole."""

    feed: str
    publisher: str
    failure: str
    disruptions: int
    set_aside: tuple[SetAside, ...]
    unchanged: bool


@dataclass(frozen=True)
class Site:
    """A publication: what the site now says, and which files changed."""

    picture: Picture
    published: Published
    path: Path


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep every other run of this site out for as long as this one works.

    Raises:
        BusyError: when another run is at work.
    """
    folder = workspace(root)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("another run of explainer is at work on this site; try again when it is done") from error
        yield


@dataclass(frozen=True)
class Feeds:
    """What to ask and within which limits; ``known`` are the names bulletins may use, if they are to be checked."""

    folder: Path
    recorded: Path
    sources: tuple[Source, ...]
    limits: Limits
    known: Known | None = None


def fetch(feeds: Feeds, now: datetime, on_done: Callable[[str, Outcome], None] | None = None) -> tuple[FeedResult, ...]:
    """Ask every declared feed and advance the record. A failure is a result, never an exception."""
    from explainer.fetch import Validators, fetch_all
    from explainer.lifecycle import advance, still_stands

    before = records.read(feeds.recorded)
    validators = {
        feed: Validators(etag=times.etag, last_modified=times.last_modified)
        for feed, times in before.times.items()
        if any(source.id == feed and still_stands(before, source) for source in feeds.sources)
    }
    outcomes = fetch_all(feeds.sources, feeds.folder, validators, feeds.limits, on_done)
    after, results = before, []
    for source in feeds.sources:
        reading = _reading(source, outcomes[source.id], before, feeds.known)
        after = advance(after, source, reading, now)
        results.append(_result(source, reading, after))
    records.write(feeds.recorded, before, after)
    return tuple(results)


def _reading(source: Source, outcome: Outcome, record: Record, known: Known | None) -> Reading:
    """What a fetch means: good with its disruptions, the same as before, or bad with its reason."""
    from explainer.fetch import Failed, NotModified
    from explainer.formats import read_all
    from explainer.formats.bulletin import check_names
    from explainer.lifecycle import Bad, Good, Same, same_bytes, still_stands

    if isinstance(outcome, Failed):
        return Bad(reason=outcome.reason)
    if isinstance(outcome, NotModified):
        return Same() if still_stands(record, source) else Bad(reason="answered “not modified” to a first question")
    if same_bytes(record, source, outcome.sha256):
        return Same()
    try:
        parsed = read_all(outcome.documents, source)
        if known is not None and source.format == FormatName.BULLETIN:
            parsed = check_names(parsed, outcome.documents, source, known)
    except FeedError as error:
        return Bad(reason=str(error))
    return Good(parsed=parsed, etag=outcome.etag, last_modified=outcome.last_modified, sha256=outcome.sha256)


def _result(source: Source, reading: Reading, record: Record) -> FeedResult:
    from explainer.lifecycle import Bad, Same

    feed = record.feeds.get(source.id)
    return FeedResult(
        feed=source.id,
        publisher=source.publisher,
        failure=reading.reason if isinstance(reading, Bad) else "",
        disruptions=len(feed.carried) if feed else 0,
        set_aside=feed.set_aside if feed else (),
        unchanged=isinstance(reading, Same),
    )


def build(project: Project, staff: Staff, now: datetime) -> Site:
    """Build the skeleton with MkDocs, then weave and publish."""
    from explainer import engine

    pages, urls = engine.build_tree(project)
    skeleton = keep(project, staff, pages, urls)
    return weave_into(project.root, skeleton, project.root / project.places.site, now)


def keep(project: Project, staff: Staff, pages: tuple[Page, ...], urls: Mapping[str, str]) -> Skeleton:
    """Keep what MkDocs built as the skeleton."""
    from explainer import engine

    return engine.keep(project, staff, scratch(project.root), pages, urls)


def refresh(root: Path, now: datetime) -> Site:
    """Weave the kept skeleton again with the record as it is now; no MkDocs, no YAML, no network.

    Raises:
        SkeletonError: when there is no skeleton, or it is older than what it was built from.
    """
    skeleton = skeletons.read(skeleton_folder(root))
    stale = why_stale(root, skeleton)
    if stale:
        raise SkeletonError(f"{stale} since the skeleton was built; run explainer build")
    return weave_into(root, skeleton, root / skeleton.places.site, now)


def why_stale(root: Path, skeleton: Skeleton) -> str:
    """Why a skeleton may not be refreshed, in words; empty when it may."""
    return skeletons.difference(skeleton.inputs, skeleton.places.inputs(root))


def needs_build(root: Path) -> str:
    """Why an update has to build, in words; empty when a refresh is enough."""
    try:
        return why_stale(root, skeletons.read(skeleton_folder(root)))
    except SkeletonError as error:
        return str(error)


def weave_into(root: Path, skeleton: Skeleton, site: Path, now: datetime) -> Site:
    """Picture, weave, publish: the end of every build and the whole of a refresh."""
    record = records.read(skeleton.places.recorded(root))
    picture = picture_of(skeleton, record, now)
    folder = skeleton_folder(root)
    tree = skeletons.tree_of(folder)
    wanted = {path: Wanted(digest=digest, built=tree / path) for path, digest in unwoven(skeleton).items()}
    for path, body in weave(folder, skeleton, picture):
        wanted[path] = Wanted.of(body)
    return Site(picture, publish(site, wanted, workspace(root)), site)


def picture_of(skeleton: Skeleton, record: Record, now: datetime) -> Picture:
    """The picture a skeleton's own system and declarations make of a record."""
    exercise = skeleton.settings.exercise is not None
    return build_picture(skeleton.system, skeleton.sources, record, now, exercise)
