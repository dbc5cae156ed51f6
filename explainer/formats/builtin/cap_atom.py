"""Atom and RSS whose entries carry single CAP elements, but no whole CAP message: MeteoAlarm's and older NWS feeds.

=============  ====================================================================================
native id      ``cap:identifier``; entries that share it are one disruption (MeteoAlarm has an entry
               for each area of a warning); without it, the entry's ``id`` or ``guid``
headline       ``title``; of several entries, the ``cap:event`` they share
status         ``cap:msgType`` or ``cap:message_type``: Alert, Update: active; Cancel: withdrawn
reality        ``cap:status``, so that tests and exercises do not pass for real ones
severity       ``cap:severity``, with certainty and urgency; of several entries, the worst
period         ``cap:onset``, else ``cap:effective``, else ``cap:sent``, until ``cap:expires``
affected       ``cap:areaDesc`` and ``cap:geocode`` of all entries; shapes are dropped
=============  ====================================================================================

Such an entry is an abstract: it names no earlier message as a rule, so an update under a new identifier is a new
disruption, and the old one is over when it leaves the feed. Declare ``absence: ended``. Where the publisher offers
the whole messages, ``format: cap`` says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, RefusedError, Span
from explainer.formats.families import cap_chain, cap_words
from explainer.formats.kit import sniffing, text, xml_reading
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import Reading, read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import WORST_FIRST, Absence, Certainty, Severity, Status, Urgency

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CAP = "urn:oasis:names:tc:emergency:cap:"
_ALERT = re.compile(r"(?:<|&lt;)(?:[\w.-]+:)?alert[\s>]")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:entry|item)[\s>]")
_FIELD = re.compile(r"<[\w.-]+:(?:event|severity)[\s>]")
_FEEDS = frozenset({"feed", "rss", "RDF"})


def parse(document: Document, source: Source) -> Entries:
    """One entry per CAP identifier: of several with one identifier, each is an area of it."""
    root = xml_reading.parse(document)
    if xml_reading.local_name(root) not in _FEEDS:
        raise FormatError(sniffing.unlike(xml_reading.local_name(root)))
    entries = list(root.iter("{*}entry", "{*}item"))
    if entries and not any(_cap(entry, "event") or _cap(entry, "severity") for entry in entries):
        raise FormatError("the feed's entries carry no CAP elements; declare it as format: atom, rss or cap")
    by_name: dict[str, list[Element]] = {}
    for number, entry in enumerate(entries):
        by_name.setdefault(_name(entry) or f"\0{number}", []).append(entry)
    rows = list(by_name.values())
    return Entries(rows, lambda row: _draft(row, source), lambda row: _name(row[0]), lang=_language(root))


def recognises(look: Look) -> bool:
    """Whether it is a feed whose first entry has CAP's severity or event beside its title, and no whole message."""
    if look.root not in ("feed", "rss", "rdf") or _CAP not in look.text:
        return False
    entry = _ENTRY.search(look.text)
    first = look.text[entry.start() : entry.start() + 20_000] if entry else ""
    return _FIELD.search(first) is not None and _ALERT.search(first) is None


def _draft(entries: Sequence[Element], source: Source) -> Draft:
    worst = min(entries, key=lambda entry: WORST_FIRST.index(_severity(entry)))
    kind = _cap(worst, "msgType") or _cap(worst, "message_type")
    stated = _cap(worst, "status")
    reality = cap_words.reality(kind, _cap(worst, "scope"), stated or "actual")
    if not stated:
        raise RefusedError("it does not say whether it is meant: it has no cap:status")
    sent = read_time(_cap(worst, "sent"), source.tz) or _atom_time(worst, source)
    said = {name: text.line(_cap(worst, name), 60) for name in ("severity", "certainty", "urgency", "category")}
    return Draft(
        id=_name(worst),
        headline=_headline(worst, entries),
        description=_own(worst, "summary") or _own(worst, "description"),
        reality=reality,
        status=cap_words.STATUS.get(kind.casefold(), Status.UNKNOWN),
        status_native=kind,
        severity=_severity(worst),
        severity_native=said["severity"],
        certainty=cap_words.CERTAINTY.get(said["certainty"].casefold(), Certainty.UNKNOWN),
        urgency=cap_words.URGENCY.get(said["urgency"].casefold(), Urgency.UNKNOWN),
        causes=cap_words.causes([said["category"]]),
        events=[_cap(entry, "event") for entry in entries],
        categories=[said["category"]],
        affected=[named for entry in entries for named in _affected(entry, source)],
        spans=[span for entry in entries for span in _spans(entry, sent, source)],
        issued=sent,
        updated=sent,
        relations={
            cap_words.RELATION.get(kind.casefold(), "related"): map(
                cap_chain.identifier_in, cap_chain.references(_cap(worst, "references"))
            )
        },
        links=[pointer for entry in entries for pointer in _links(entry)],
        notes={name: _cap(worst, name) for name in ("senderName", "responseType")},
    )


def _headline(worst: Element, entries: Sequence[Element]) -> str:
    """Titles of several entries name an area each; the event is what they share."""
    title, event = text.line(_own(worst, "title")), text.line(_cap(worst, "event"))
    return (title or event) if len(entries) == 1 else (event or title)


def _severity(entry: Element) -> Severity:
    return cap_words.SEVERITY.get(_cap(entry, "severity").casefold(), Severity.UNKNOWN)


def _spans(entry: Element, sent: Reading | None, source: Source) -> Iterator[Span]:
    starts = (_cap(entry, name) for name in ("onset", "effective"))
    return cap_words.hazard(starts, sent, _cap(entry, "expires"), source.tz)


def _affected(entry: Element, source: Source) -> Iterator[Named]:
    lang = _cap(entry, "language") or _language(entry.getroottree().getroot()) or source.language
    yield Named("area", _cap(entry, "areaDesc"), lang=lang)
    for part in entry:
        if xml_reading.namespace(part).startswith(_CAP) and xml_reading.local_name(part) == "geocode":
            yield from _geocodes(part)


def _geocodes(geocode: Element) -> Iterator[Named]:
    """Pairs of name and values; the older feeds of NWS put several pairs and several values into one element."""
    scheme = ""
    for part in geocode:
        words = text.line(xml_reading.words(part), text.NOTE)
        if xml_reading.local_name(part) == "valueName":
            scheme = words
        elif scheme:
            yield from (Named(scheme, ref=ref) for ref in words.split())


def _links(entry: Element) -> Iterator[Pointer]:
    for part in xml_reading.children(entry, "link"):
        is_message = "cap" in (part.get("type") or "")
        rel = "related" if is_message else "alternate"
        yield Pointer(part.get("href") or xml_reading.words(part), "CAP" if is_message else "", rel)


def _atom_time(entry: Element, source: Source) -> Reading | None:
    names = ("published", "updated", "pubDate")
    return next((reading for name in names if (reading := read_time(_own(entry, name), source.tz))), None)


def _name(entry: Element) -> str:
    return _cap(entry, "identifier") or _own(entry, "id") or _own(entry, "guid")


def _language(root: Element) -> str:
    return root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _cap(entry: Element, name: str) -> str:
    """The entry's own CAP element of that name, or nothing; a whole message inside it is another format's."""
    for part in entry:
        if xml_reading.local_name(part) == name and xml_reading.namespace(part).startswith(_CAP):
            return xml_reading.words(part)
    return ""


def _own(entry: Element, name: str) -> str:
    """The entry's element of that name in its own namespace."""
    return xml_reading.child(entry, name)


FORMAT = Format(
    name="cap-atom",
    what="Atom and RSS whose entries carry CAP elements, such as MeteoAlarm’s",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    sample=b"""\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><title>W</title><id>x</id>
<updated>2026-11-20T09:00:00Z</updated><entry><id>https://w.example/1</id><title>Yellow Thunderstorm Warning</title>
<updated>2026-11-20T09:00:00+00:00</updated><summary>Likely.</summary><link href="https://w.example/1.xml"/>
<author><name>A</name></author><cap:identifier>2.49.0.1</cap:identifier><cap:sent>2026-11-20T09:00:00+00:00</cap:sent>
<cap:status>Actual</cap:status><cap:message_type>Alert</cap:message_type><cap:scope>Public</cap:scope>
<cap:event>Thunderstorm</cap:event><cap:onset>2026-11-20T12:00:00+00:00</cap:onset>
<cap:expires>2026-11-20T20:00:00+00:00</cap:expires><cap:severity>Moderate</cap:severity>
<cap:certainty>Likely</cap:certainty><cap:urgency>Future</cap:urgency><cap:areaDesc>Trentino</cap:areaDesc>
<cap:polygon>46,11 46,12 47,12 46,11</cap:polygon>
<cap:geocode><valueName>EMMA_ID</valueName><value>IT001</value></cap:geocode></entry></feed>
""",
)
