"""One entry of an RSS or Atom feed to one disruption.

A general feed has almost no structure:

============  ================================================================================
native id     Statuspage: the incident in the link; AWS: service and subject;
              else ``guid``/``id``; else ``link``; else a hash of link and title
headline      ``title``; without one, the first line of the text
description   ``content``, else ``description``/``summary``
status        Statuspage's timeline; else what the headline begins with, marked as inferred
issued        ``pubDate``/``published``; never taken for the time of the impact
updated       ``updated``, else issued
categories    ``category``
periods       cState: ``pubDate`` to the resolution it puts into ``category``; Met Office prose
============  ================================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, Self

from explainer.disruption import Disruption, Link, Period, SetAside, Text, disruption_id
from explainer.formats import mapping, prose, statuspage, text
from explainer.formats.base import Document, origin
from explainer.formats.statuspage import Timeline
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import Absence, Precision, Status, StatusBasis

_TEXT_TYPES = frozenset({"", "text/plain", "text/html", "application/xhtml+xml"})

# `http://status.aws.amazon.com/#ec2-us-east-1_1349725820`: every update is a new item.
_AWS_GUID = re.compile(r"https?://status\.aws\.amazon\.com/#([a-z0-9-]+)_\d{9,11}")


class Feed(NamedTuple):
    """What holds for every entry of a document."""

    source: Source
    link: str
    base: str
    language: str
    date: datetime | None
    is_cstate: bool

    @classmethod
    def read(cls, found: Any, document: Document, source: Source) -> Self:
        """What feedparser found of the feed itself."""
        link = text.address(_string(found, "link")) or ""
        date = _time(found, "updated", source) or _time(found, "published", source)
        return cls(
            source=source,
            link=link,
            base=link or text.address(document.name) or "",
            language=text.language(_string(found, "language"), source.language),
            date=date.at if date else None,
            is_cstate="cstate" in _string(found, "generator").casefold(),
        )


class Entry(NamedTuple):
    """An entry as a disruption; ``dated`` orders entries that share an id."""

    disruption: Disruption
    label: str
    link: str
    dated: datetime | None
    has_own_guid: bool


def read(raw: Any, number: int, feed: Feed) -> Entry | SetAside:
    """The disruption of what feedparser found, or why there is none."""
    source = feed.source
    title = text.line(_string(raw, "title"))
    body, body_language = _body(raw, feed)
    href = _link(raw, feed)
    base = href or feed.base
    words = text.plain(body, base=base)
    guid = text.identifier(_string(raw, "id"))
    label = f"entry {number} ({text.bounded(title or guid, 80)})" if title or guid else f"entry {number}"
    if not title and not words:
        return SetAside(entry=label, reason="it has neither a title nor a text", native_id=guid or None)
    title = title or text.opening(words)
    published, updated = _time(raw, "published", source), _time(raw, "updated", source)
    newest = updated or published
    item_date = published or updated
    timeline = statuspage.timeline(body, item_date.at if item_date else feed.date, source.tz, base)
    incident = statuspage.incident(href) if timeline else None
    native = incident or _native_id(guid, href, title, feed)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=_language(raw, "title_detail", feed), text=title),),
        description=(Text(lang=body_language, text=words),) if words else (),
        status=Status.UNKNOWN,
        status_basis=StatusBasis.INFERRED_FROM_TEXT,
        categories=tuple(dict.fromkeys(_categories(raw))),
        issued_at=item_date.at if item_date else None,
        updated_at=newest.at if newest else None,
        links=(Link(href=href),) if href else (),
        extra=_notes(raw, published, updated, source),
    )
    if timeline:
        made = mapping.apply(_with_timeline(made, timeline, published), source, timeline.everything)
    else:
        made = mapping.apply(_with_guesses(made, feed, words, item_date), source)
    return Entry(made, label, href, made.updated_at, incident is None and native == guid)


def _native_id(guid: str, href: str, title: str, feed: Feed) -> str:
    if found := _AWS_GUID.fullmatch(guid):
        return text.identifier(f"{found[1]}: {prose.subject_of(title).casefold()}")
    # Some generators give every item the feed's own address.
    if guid and guid.rstrip("/") != feed.link.rstrip("/"):
        return guid
    if href and href.rstrip("/") != feed.link.rstrip("/"):
        return text.identifier(href)
    return hashlib.sha256(f"{href}\n{title}".encode()).hexdigest()[:32]


def _with_timeline(made: Disruption, timeline: Timeline, published: Reading | None) -> Disruption:
    """Statuspage dates its items with the newest update, and announced works with their coming start."""
    update: dict[str, object] = {
        "status": timeline.status,
        "status_native": timeline.native,
        "status_basis": StatusBasis.STATED if timeline.native else StatusBasis.INFERRED_FROM_TEXT,
        "planned": True if timeline.planned else None,
        "updates": timeline.updates,
    }
    if timeline.newest:
        update["description"] = (Text(lang=made.description[0].lang, text=timeline.newest),)
    if timeline.updates:
        first, last = timeline.updates[0].at, timeline.updates[-1].at
        update |= {"issued_at": first, "updated_at": last}
        if timeline.status is Status.PLANNED and published and published.at > last:
            update["periods"] = (Period(start=published.at, precision=Precision.INFERRED),)
    if timeline.undated:
        update["extra"] = {**made.extra, "undated updates": str(timeline.undated)}
    return made.model_copy(update=update)


def _with_guesses(made: Disruption, feed: Feed, words: str, item_date: Reading | None) -> Disruption:
    """What the words let one infer; a feed that lists only what still holds makes the rest active."""
    headline = made.headline[0].text
    guess = prose.status_of(headline)
    lists_what_holds = feed.is_cstate or feed.source.absence is Absence.ENDED
    update: dict[str, object] = {}
    if guess:
        update |= {"status": guess.status, "status_native": guess.native}
    elif lists_what_holds:
        update["status"] = Status.ACTIVE
    reality = prose.reality_of(headline)
    if reality:
        update |= {"reality": reality, "extra": {**made.extra, "reality": "inferred from the headline"}}
    anchor = item_date.at if item_date else feed.date
    if feed.is_cstate:
        update |= _cstate_period(made, feed.source)
    elif anchor and (period := prose.validity(words, anchor, feed.source.tz)):
        update["periods"] = (period,)
    return made.model_copy(update=update)


def _cstate_period(made: Disruption, source: Source) -> dict[str, object]:
    """The start, which cState writes into ``pubDate``, and the time of resolution, in ``category``."""
    times = {category: read_time(category, source.tz) for category in made.categories}
    ends = [reading.at for reading in times.values() if reading]
    found: dict[str, object] = {"categories": tuple(c for c, reading in times.items() if reading is None)}
    if made.issued_at and (not ends or ends[0] >= made.issued_at):
        found["periods"] = (Period(start=made.issued_at, end=ends[0] if ends else None),)
    if ends and (made.updated_at is None or made.updated_at < ends[0]):
        found["updated_at"] = ends[0]
    return found


def _body(raw: Any, feed: Feed) -> tuple[str, str]:
    """The first text among the contents, else the summary, with its language; attached XML is no text."""
    details = dict.get(raw, "content") or []
    for detail in [*details, dict.get(raw, "summary_detail") or {}]:
        value = _string(detail, "value")
        if value.strip() and _string(detail, "type") in _TEXT_TYPES:
            return value, text.language(_string(detail, "language"), feed.language)
    return "", feed.language


def _link(raw: Any, feed: Feed) -> str:
    link = _string(raw, "link")
    # A `guid` stands in for a missing link, and then it is an address only if it is a whole one.
    base = "" if link == _string(raw, "id") else feed.base
    return text.address(link, base) or ""


def _language(raw: Any, key: str, feed: Feed) -> str:
    return text.language(_string(dict.get(raw, key) or {}, "language"), feed.language)


def _categories(raw: Any) -> Iterator[str]:
    for tag in dict.get(raw, "tags") or []:
        if term := text.line(_string(tag, "term"), text.NOTE):
            yield term


def _time(found: Any, key: str, source: Source) -> Reading | None:
    return read_time(_string(found, key), source.tz)


def _notes(raw: Any, published: Reading | None, updated: Reading | None, source: Source) -> dict[str, str]:
    """Dates that could not be read, verbatim, and whether a zone had to be supplied."""
    notes: dict[str, str] = {}
    for key, reading in (("published", published), ("updated", updated)):
        verbatim = text.line(_string(raw, key), text.NOTE)
        if verbatim and reading is None:
            notes[key] = verbatim
        if reading and reading.precision is Precision.INFERRED:
            notes["zone"] = f"the feed names none; its times are read in {source.zone}"
    return notes


def _string(found: Any, key: str) -> str:
    # `FeedParserDict.get` warns, and answers with another date, where one is missing.
    value = dict.get(found, key)
    return value if isinstance(value, str) else ""
