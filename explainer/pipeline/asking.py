"""What feeds are asked, and what their answers mean before the record knows of them. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from explainer.errors import FeedError, own_fault
from explainer.model.disruption import Rejected, entries_in
from explainer.model.history import Flood, Record, Times

if TYPE_CHECKING:
    from pathlib import Path

    from explainer.declarations.languages import Language
    from explainer.fetch.web import Fetched, Limits, Outcome, Validators
    from explainer.formats.base import Document
    from explainer.formats.desk import Against
    from explainer.formats.families.bulletin_rules import Known
    from explainer.model.sources import Source
    from explainer.model.vocabulary import Doubt
    from explainer.record.lifecycle import Bad, Good, Reading
    from explainer.staff.project import Project


LONG = 500_000
"""Bytes from which on an answer counts as long: reading so many takes up to half a second."""

READING = 60.0
"""Seconds that the reading of a long answer may take."""


class FeedResult(NamedTuple):
    """What one feed brought: ``failure`` is empty when it answered whole, ``doubt`` where it may not have.

    ``flood`` is what of its answer was left out, because it was too much. ``wait`` is how many seconds its server asks
    us to leave it alone, if it asks. ``is_staffs`` is whether it is what our own staff write.
    """

    feed: str
    publisher: str
    failure: str
    disruptions: int
    rejected: tuple[Rejected, ...]
    unchanged: bool
    wait: float | None = None
    doubt: Doubt | None = None
    flood: Flood | None = None
    is_staffs: bool = False

    @property
    def unsaid(self) -> int:
        """How many files of our staff's it could not read, so that the site does not say them."""
        unread = entries_in(row for row in self.rejected if not row.understood)
        return max(unread, bool(self.failure)) if self.is_staffs else 0


class Feeds(NamedTuple):
    """What to ask and within which limits.

    ``known`` are the names bulletins may use, if they are to be checked. ``project`` is the site, if it may have
    several languages: a file beside a bulletin is then its translation. ``drafts`` is whether drafts of staff are taken
    in, as where nothing is recorded but only looked at. ``here`` is whether what lies beside the site is recorded as
    well, such as looks: of several runners that share the feeds, one does that.
    """

    folder: Path
    recorded: Path
    sources: tuple[Source, ...]
    limits: Limits
    known: Known | None = None
    project: Project | None = None
    drafts: bool = False
    here: bool = True

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, if it has several."""
        return self.project.languages if self.project else ()


def ask(
    feeds: Feeds, record: Record, now: datetime, on_done: Callable[[str, Outcome], None] | None = None
) -> dict[str, Outcome]:
    """What every declared feed answers, asked what changed since the record where that may be asked."""
    from explainer.fetch.web import fetch_all

    asked = {source.id: validators(last_of(record, source), source, now) for source in feeds.sources}
    return fetch_all(feeds.sources, feeds.folder, asked, feeds.limits, on_done)


def last_of(record: Record, source: Source) -> Times:
    """The last good answer of a feed, if it may stand for the next; else as if there had been none."""
    from explainer.record.lifecycle import still_stands

    return record.times[source.id] if still_stands(record, source) else Times()


def validators(last: Times, source: Source, now: datetime) -> Validators:
    """What a server gave us to ask it with whether anything changed since its last answer, where we may ask that."""
    from explainer.fetch.web import Validators
    from explainer.record.lifecycle import is_lately_whole

    if not is_lately_whole(last, source, now):
        return Validators()
    return Validators(etag=last.etag, last_modified=last.last_modified).believable(now)


class Read(NamedTuple):
    """An answer that was read already, beside what else was going on, and what it says."""

    reading: Good | Bad


def is_long(source: Source, outcome: Fetched) -> bool:
    """Whether an answer is so long that reading it would hold others up. Bulletins are not: people write them."""
    return not source.is_of_bulletins and sum(len(document.body) for document in outcome.documents) > LONG


def read_beside(source: Source, outcome: Fetched) -> Read:
    """A long answer, read in a process of its own; it may take as long as ``READING``. Never raises."""
    from explainer.pipeline.apart import apart
    from explainer.record.lifecycle import Bad

    try:
        return Read(apart(read, (source, outcome), READING))
    except TimeoutError:
        return Read(Bad(reason=f"could not be read within {READING:g} seconds"))
    except Exception as error:  # noqa: BLE001 - as in reading
        return Read(Bad(reason=f"could not be read: {own_fault(error)}"))


def as_written(source: Source, outcome: Outcome | Read, languages: tuple[Language, ...]) -> Outcome | Read:
    """What was fetched; of our bulletins without the files beside them that are none, such as a translation."""
    from explainer.fetch.web import Fetched

    if not source.is_of_bulletins or not isinstance(outcome, Fetched):
        return outcome
    from explainer.formats.families.bulletin_names import as_meant
    from explainer.staff.translations import is_translation

    own = (document for document in outcome.documents if not is_translation(document.name, languages))
    return outcome.replace(documents=as_meant(own, source))


def reading(source: Source, outcome: Outcome | Read, record: Record, feeds: Feeds, now: datetime) -> Reading:
    """What a fetch means: good with its disruptions, the same as before, or bad with its reason."""
    from explainer.fetch.web import Failed, NotModified
    from explainer.formats.desk import Against
    from explainer.record.lifecycle import Again, Bad, Same, same_bytes, still_stands

    if isinstance(outcome, Read):
        return outcome.reading
    if isinstance(outcome, Failed):
        return Bad(reason=outcome.reason, failing=outcome.failing)
    if isinstance(outcome, NotModified):
        stands = still_stands(record, source)
        return Same(age=outcome.age) if stands else Bad(reason="answered “not modified” to a first question")
    may_differ = source.is_of_bulletins and (feeds.drafts or _has_unsaid(record, source))
    if not may_differ and same_bytes(record, source, outcome.sha256):
        return Again(etag=outcome.etag, last_modified=outcome.last_modified, age=outcome.age)
    return read(source, outcome, Against(feeds.known, record.held, now, feeds.drafts))


def read(source: Source, outcome: Fetched, against: Against | None = None) -> Good | Bad:
    """What the documents of a feed say; ``against`` is what bulletins are judged by."""
    from explainer.formats import read_all
    from explainer.formats.desk import read_desk
    from explainer.record.lifecycle import Bad, Good

    try:
        if source.is_of_bulletins and against is not None:
            parsed = read_desk(outcome.documents, source, against)
        else:
            parsed = read_all(outcome.documents, source)
    except FeedError as error:
        return Bad(reason=str(error), failing=error.failing)
    except Exception as error:  # noqa: BLE001 - the last resort: no feed may silence the others
        return Bad(reason=f"could not be read: {own_fault(error)}")
    return Good(
        parsed=parsed,
        etag=outcome.etag,
        last_modified=outcome.last_modified,
        sha256=outcome.sha256,
        age=outcome.age,
        unended=source.format == "csv" and not all(map(_has_its_last_line, outcome.documents)),
    )


def _has_unsaid(record: Record, source: Source) -> bool:
    """Whether a bulletin was set aside: what lay ahead of the clock then need not do so now."""
    feed = record.feeds.get(source.id)
    return feed is not None and any(not row.understood for row in feed.rejected)


def _has_its_last_line(document: Document) -> bool:
    """Whether the last line of a table has an end. Other formats have an end of their own, or none at all."""
    return document.text.endswith(("\n", "\r"))


def result(source: Source, reading: Reading, record: Record, outcome: Outcome | Read) -> FeedResult:
    """What a feed brought, after its reading was taken into the record."""
    from explainer.fetch.web import Failed
    from explainer.record.lifecycle import Bad, Same

    feed = record.feeds.get(source.id)
    return FeedResult(
        feed=source.id,
        publisher=source.publisher,
        failure=reading.reason if isinstance(reading, Bad) else "",
        disruptions=len(feed.carried) if feed else 0,
        rejected=feed.rejected if feed else (),
        flood=feed.flood if feed and not isinstance(reading, Bad) else None,
        doubt=feed.doubt if feed and not isinstance(reading, Bad) else None,
        unchanged=isinstance(reading, Same),
        is_staffs=source.is_of_bulletins and source.file is not None,
        wait=outcome.retry_after if isinstance(outcome, Failed) else None,
    )
