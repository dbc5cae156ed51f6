"""One entry of an RSS or Atom feed, as any publisher may write it. What single vendors add, ``vendors`` knows.

A general feed has almost no structure:

============  ================================================================================
native id     ``guid``/``id``, else ``link``, unless either is the feed's own address;
              else a hash of link and title
headline      ``title``; without one, the first line of the text
description   ``content``, else ``description``/``summary``
status        what the headline begins with, marked as inferred
issued        ``pubDate``/``published``; never taken for the time of the impact
updated       ``updated``, else issued
categories    ``category``
============  ================================================================================
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from explainer.formats.base import Document, Draft, Pointer
from explainer.formats.kit import prose, text
from explainer.formats.kit.times import Reading, read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Status, StatusBasis

_TEXT_TYPES = frozenset({"", "text/plain", "text/html", "application/xhtml+xml"})


class Feed(NamedTuple):
    """What holds for every entry of a feed: its declaration, and what its head says."""

    source: Source
    link: str
    base: str
    language: str
    date: Reading | None
    generator: str

    @classmethod
    def read(cls, found: Any, document: Document, source: Source) -> Self:
        """What feedparser found of the feed itself."""
        link = text.address(_string(found, "link")) or ""
        return cls(
            source=source,
            link=link,
            base=link or text.base_of(document.name, source.private),
            language=text.language(_string(found, "language"), source.language),
            date=read_time(_string(found, "updated"), source.tz) or read_time(_string(found, "published"), source.tz),
            generator=_string(found, "generator"),
        )


@dataclass(frozen=True)
class Item:
    """What feedparser found of an entry. Texts are raw; ``href`` is a safe address, or nothing."""

    feed: Feed
    title: str
    language: str
    body: str
    body_language: str
    guid: str
    href: str
    published: str
    updated: str
    categories: tuple[str, ...]

    @classmethod
    def read(cls, raw: Any, feed: Feed) -> Self:
        """The parts that are read of an entry."""
        body, body_language = _body(raw, feed)
        link, guid = _string(raw, "link"), _string(raw, "id")
        return cls(
            feed=feed,
            title=_string(raw, "title"),
            language=text.language(_string(dict.get(raw, "title_detail") or {}, "language"), feed.language),
            body=body,
            body_language=body_language,
            guid=text.identifier(guid),
            # A `guid` stands in for a missing link, and then it is an address only if it is a whole one.
            href=text.address(link, "" if link == guid else feed.base) or "",
            published=_string(raw, "published"),
            updated=_string(raw, "updated"),
            categories=tuple(_string(tag, "term") for tag in dict.get(raw, "tags") or []),
        )

    @cached_property
    def headline(self) -> str:
        """The title as it is shown; without one, the first line of the text."""
        return text.line(self.title) or text.opening(text.plain(self.body))

    @cached_property
    def date(self) -> Reading | None:
        """When it was written: once published, else changed."""
        zone = self.feed.source.tz
        return read_time(self.published, zone) or read_time(self.updated, zone)


def draft(item: Item) -> Draft:
    """The entry by what the standards say, and what its words let one infer.

    Where a feed lists only what still holds, an entry that says nothing of its status is active.
    """
    guess = prose.status_of(item.headline)
    lists_what_holds = item.feed.source.absence is Absence.ENDED
    return Draft(
        id=_native_id(item),
        lang=item.language,
        headline=item.title,
        description={item.body_language: item.body},
        status=guess.status if guess else Status.ACTIVE if lists_what_holds else Status.UNKNOWN,
        status_native=guess.native if guess else "",
        status_basis=StatusBasis.INFERRED_FROM_TEXT,
        categories=item.categories,
        issued=item.published,
        updated=item.updated,
        links=[Pointer(item.href)],
        base=item.href or item.feed.base,
    )


def _native_id(item: Item) -> str:
    # Some generators give every item the feed's own address.
    own = item.feed.link.rstrip("/")
    for name in (item.guid, item.href):
        if name and name.rstrip("/") != own:
            return name
    return hashlib.sha256(f"{item.href}\n{item.headline}".encode()).hexdigest()[:32] if item.headline else ""


def _body(raw: Any, feed: Feed) -> tuple[str, str]:
    """The first text among the contents, else the summary, with its language; attached XML is no text."""
    details = dict.get(raw, "content") or []
    for detail in [*details, dict.get(raw, "summary_detail") or {}]:
        value = _string(detail, "value")
        if value.strip() and _string(detail, "type") in _TEXT_TYPES:
            return value, text.language(_string(detail, "language"), feed.language)
    return "", feed.language


def _string(found: Any, key: str) -> str:
    # `FeedParserDict.get` warns, and answers with another date, where one is missing.
    value = dict.get(found, key)
    return value if isinstance(value, str) else ""
