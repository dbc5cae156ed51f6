"""RSS 0.9x, 1.0 and 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287), through feedparser.

feedparser reads what feeds really are, and is no boundary of safety: it is given bytes only, its sanitising
is off because it would spoil Statuspage's timelines, and everything passes through ``text`` afterwards.
``entry`` says what is taken from each entry.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import feedparser

from explainer.disruption import Disruption, SetAside, Update, disruption_id
from explainer.errors import FormatError
from explainer.formats import decoding, entry, mapping, sniffing
from explainer.formats.base import Document, Parsed, first_entries
from explainer.formats.entry import Entry
from explainer.sources import Source
from explainer.vocabulary import Status

_feedparser: Any = feedparser  # it exports nothing by name and types nothing

_ROOTS = frozenset({"rss", "rdf", "feed"})


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of an RSS or Atom document."""
    found = _read(document)
    feed = entry.Feed.read(found.feed, document, source)
    entries: list[Entry] = []
    set_aside: list[SetAside] = []
    first, rest = first_entries(found.entries)
    for number, raw in enumerate(first, start=1):
        made = entry.read(raw, number, feed)
        if isinstance(made, SetAside):
            set_aside.append(made)
        else:
            entries.append(made)
    set_aside += rest
    disruptions: list[Disruption] = []
    for group in _by_id(entries, source):
        disruption, undated = _joined(group, source)
        disruptions.append(disruption)
        set_aside += undated
    return Parsed(disruptions=tuple(disruptions), set_aside=tuple(set_aside))


def _read(document: Document) -> Any:
    content = sniffing.refuse_unless_xml(document)
    name = sniffing.root_name(content)
    if name.rpartition(":")[2].lower() not in _ROOTS:
        raise FormatError(sniffing.unlike(name))
    if sniffing.declares_entities(content):
        raise FormatError("the document declares entities of its own, which is refused for safety")
    try:
        # Without the document's address: feedparser would resolve ids against it, and identity depends on nothing.
        found: Any = _feedparser.parse(
            io.BytesIO(decoding.utf8(content)), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser answers hostile input with errors of many kinds
        raise FormatError("the document could not be read as RSS or Atom") from error
    if not found.get("version"):
        raise FormatError("the document is neither RSS nor Atom")
    # feedparser is tolerant, which is wanted, also of a download that broke off, which is not.
    if found.bozo and not sniffing.is_whole(content):
        raise FormatError("the document breaks off before its end")
    return found


def _by_id(entries: Iterable[Entry], source: Source) -> list[list[Entry]]:
    """Entries grouped by native id, in the document's order.

    One ``guid`` on entries that link to different places is a generator's mistake, and hiding one behind
    another would hide what is still going on: there the link joins the id.
    """
    groups: dict[str, list[Entry]] = {}
    for one in entries:
        groups.setdefault(one.disruption.origin.native_id, []).append(one)
    found: list[list[Entry]] = []
    for native, group in groups.items():
        links = {one.link for one in group}
        if len(links) == 1 or "" in links or not all(one.has_own_guid for one in group):
            found.append(group)
            continue
        for link in dict.fromkeys(one.link for one in group):
            renamed = [_renamed(one, f"{native} {link}", source) for one in group if one.link == link]
            found.append(renamed)
    return found


def _renamed(one: Entry, native: str, source: Source) -> Entry:
    origin = one.disruption.origin.model_copy(update={"native_id": native})
    update = {"id": disruption_id(source.id, native), "origin": origin}
    return one._replace(disruption=one.disruption.model_copy(update=update))


def _joined(group: Sequence[Entry], source: Source) -> tuple[Disruption, list[SetAside]]:
    """One disruption of the entries that share an id: the newest counts, the older ones are its updates."""
    if len(group) == 1:
        return group[0].disruption, []
    dated = sorted((one for one in group if one.dated), key=_moment, reverse=True)
    undated = [one for one in group if not one.dated]
    newest = (dated or undated)[0]
    older = [one for one in undated if one is not newest and not _same_words(one, newest)]
    reason = "it has no date, and another entry has the same id"
    set_aside = [SetAside(entry=one.label, reason=reason, native_id=one.disruption.origin.native_id) for one in older]
    updates = {_as_update(one, source): None for one in reversed(dated)}
    issued = [one.disruption.issued_at for one in dated if one.disruption.issued_at]
    update: dict[str, object] = {}
    if len(updates) > 1:
        update = {"updates": tuple(updates), "issued_at": min(issued, default=None)}
    return newest.disruption.model_copy(update=update), set_aside


def _moment(one: Entry) -> float:
    return one.dated.timestamp() if one.dated else 0.0


def _as_update(one: Entry, source: Source) -> Update:
    disruption = one.disruption
    if one.dated is None:
        raise ValueError("an entry without a date is no update")
    says = mapping.preferred(disruption.description or disruption.headline, source.language)
    status = None if disruption.status is Status.UNKNOWN else disruption.status
    return Update(at=one.dated, says=says, status=status)


def _same_words(one: Entry, other: Entry) -> bool:
    return (one.disruption.headline, one.disruption.description) == (
        other.disruption.headline,
        other.disruption.description,
    )
