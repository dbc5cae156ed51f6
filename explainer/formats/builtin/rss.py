"""RSS 0.9x, 1.0 and 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287), through feedparser.

feedparser reads what feeds really are, and is no boundary of safety: it is given bytes only, its sanitising
is off because it would spoil Statuspage's timelines, and everything passes through the gate afterwards.
``entry`` says what is taken from each entry, ``vendors`` what single publishers add to it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import reduce
from typing import Any

import feedparser

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format
from explainer.formats.families.vendors import VENDORS, Vendor
from explainer.formats.kit import feed_entry, sniffing
from explainer.formats.kit.decoding import utf8
from explainer.formats.kit.feed_entry import Feed, Item
from explainer.formats.kit.look import Look
from explainer.model.sources import Source

_feedparser: Any = feedparser  # it exports nothing by name and types nothing

_RSS = frozenset({"rss", "rdf"})
_ROOTS = _RSS | {"feed"}


def parse(document: Document, source: Source, vendors: Sequence[Vendor] = VENDORS) -> Entries:
    """The entries of an RSS or Atom document, each with what its vendor puts into it."""
    found = _read(document)
    feed = Feed.read(found.feed, document, source)

    def draft(raw: Any) -> Draft:
        item = Item.read(raw, feed)
        return reduce(lambda made, vendor: vendor(made, item), vendors, feed_entry.draft(item))

    return Entries(found.entries, draft, lambda raw: Item.read(raw, feed).guid, lang=feed.language)


def recognises(look: Look) -> bool:
    """An RSS root whose items carry no CAP."""
    return look.root in _RSS and not sniffing.carries_cap(look.text)


def _read(document: Document) -> Any:
    content = sniffing.refuse_unless_xml(document)
    name = sniffing.root_name(content)
    if name.rpartition(":")[2].lower() not in _ROOTS:
        raise FormatError(sniffing.unlike(name))
    if sniffing.declares_entities(content):
        raise FormatError("the document declares entities of its own, which is refused for safety")
    try:
        # Without the document's address: feedparser would resolve ids against it, and identity depends on nothing.
        found: Any = _feedparser.parse(io.BytesIO(utf8(content)), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser answers hostile input with errors of many kinds
        raise FormatError("the document could not be read as RSS or Atom") from error
    if not found.get("version"):
        raise FormatError("the document is neither RSS nor Atom")
    # feedparser is tolerant, which is wanted, also of a download that broke off, which is not.
    if found.bozo and not sniffing.is_whole(content):
        raise FormatError("the document breaks off before its end")
    return found


FORMAT = Format(
    name="rss",
    what="RSS 0.9x, 1.0 and 2.0",
    parse=parse,
    recognises=recognises,
    general=True,
    sample=b"""\
<rss version="2.0"><channel><title>Harbour</title><link>https://h.example/</link><language>en</language>
<pubDate>Fri, 20 Nov 2026 18:00:00 GMT</pubDate><generator>cState</generator><item><title>Resolved: lifts stand</title>
<link>https://h.example/1</link><guid isPermaLink="false">h-1</guid><pubDate>Fri, 20 Nov 2026 17:20:00 GMT</pubDate>
<category>Lifts</category><category>2026-11-20T19:00:00+01:00</category>
<description>&lt;p>All lifts, valid from 0800 Fri 20 Nov to 2000 Fri 20 Nov.&lt;/p></description></item></channel></rss>
""",
)
