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
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from explainer.disruption import Disruption, Entity, Link, Period, Relation, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import cap_chain, cap_words, mapping, rows, sniffing, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.look import Look
from explainer.formats.naming import in_languages
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import Certainty, Reality, Severity, Status, Urgency

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_AREAS = 500
MOST_LINKS = 20

_CAP = "urn:oasis:names:tc:emergency:cap:"
_ALERT = re.compile(r"(?:<|&lt;)(?:[\w.-]+:)?alert[\s>]")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:entry|item)[\s>]")
_FIELD = re.compile(r"<[\w.-]+:(?:event|severity)[\s>]")
_FEEDS = frozenset({"feed", "rss", "RDF"})


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per CAP identifier.

    Raises:
        FormatError: when the document is not whole, is no feed, or its entries carry no single CAP elements.
    """
    root = xml.parse(document)
    if xml.local_name(root) not in _FEEDS:
        raise FormatError(sniffing.unlike(xml.local_name(root)))
    entries = list(root.iter("{*}entry", "{*}item"))
    if entries and not any(_cap(entry, "event") or _cap(entry, "severity") for entry in entries):
        raise FormatError("the feed's entries carry no CAP elements; declare it as format: atom, rss or cap")
    by_name: dict[str, list[Element]] = {}
    for number, entry in enumerate(entries):
        by_name.setdefault(_name(entry) or f"\0{number}", []).append(entry)
    lang = text.language(_language(root), source.language)
    return rows.read(list(by_name.values()), lambda one: _disruption(one, lang, source), lambda one: _name(one[0]))


def recognises(look: Look) -> bool:
    """Whether it is a feed whose first entry has CAP's severity or event beside its title, and no whole message."""
    if look.root not in ("feed", "rss", "rdf") or _CAP not in look.text:
        return False
    entry = _ENTRY.search(look.text)
    first = look.text[entry.start() : entry.start() + 20_000] if entry else ""
    return _FIELD.search(first) is not None and _ALERT.search(first) is None


def _disruption(entries: Sequence[Element], lang: str, source: Source) -> Disruption:
    worst = min(entries, key=lambda entry: cap_words.WORST_FIRST.index(_severity(entry)))
    native = text.identifier(_name(worst))
    if not native:
        raise RefusedError("it has neither a CAP identifier nor an id")
    kind, reality = _checked(worst)
    headline = _headline(worst, entries)
    if not headline:
        raise RefusedError("it has neither a title nor an event")
    sent = _time(worst, "sent", source) or _atom_time(worst, source)
    said = {name: text.line(_cap(worst, name), 60) for name in ("severity", "certainty", "urgency", "category")}
    description = text.plain(_own(worst, "summary") or _own(worst, "description"))
    affected = in_languages((text.language(_cap(entry, "language"), lang), _affected(entry)) for entry in entries)
    periods, notes = _periods(entries, sent, source)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=lang, text=headline),),
        description=(Text(lang=lang, text=description),) if description else (),
        reality=reality,
        status=cap_words.STATUS.get(kind.casefold(), Status.UNKNOWN),
        status_native=kind,
        severity=_severity(worst),
        severity_native=said["severity"],
        certainty=cap_words.CERTAINTY.get(said["certainty"].casefold(), Certainty.UNKNOWN),
        urgency=cap_words.URGENCY.get(said["urgency"].casefold(), Urgency.UNKNOWN),
        causes=cap_words.causes([said["category"]]),
        events=tuple(dict.fromkeys(event for entry in entries if (event := text.line(_cap(entry, "event"))))),
        categories=(said["category"],) if said["category"] else (),
        affected=affected[:MOST_AREAS],
        periods=periods,
        issued_at=sent.at if sent else None,
        updated_at=sent.at if sent else None,
        relations=tuple(_relations(worst, kind)),
        links=tuple(dict.fromkeys(link for entry in entries for link in _links(entry)))[:MOST_LINKS],
        extra=notes | _notes(worst, len(affected)),
    )
    return mapping.apply(made, source)


def _checked(entry: Element) -> tuple[str, Reality]:
    kind = text.line(_cap(entry, "msgType") or _cap(entry, "message_type"), 60)
    if kind.casefold() in ("ack", "error"):
        raise RefusedError("it is a message between systems, not one to the public")
    if (scope := _cap(entry, "scope").casefold()) in ("restricted", "private"):
        raise RefusedError(f"its scope is {scope}, so it may not be published")
    stated = _cap(entry, "status").casefold()
    if stated and stated not in cap_words.REALITY:
        raise RefusedError("its status is none of Actual, Exercise, System, Test and Draft")
    if not stated:
        raise RefusedError("it does not say whether it is meant: it has no cap:status")
    return kind, cap_words.REALITY[stated]


def _headline(worst: Element, entries: Sequence[Element]) -> str:
    """Titles of several entries name an area each; the event is what they share."""
    title, event = text.line(_own(worst, "title")), text.line(_cap(worst, "event"))
    return (title or event) if len(entries) == 1 else (event or title)


def _severity(entry: Element) -> Severity:
    return cap_words.SEVERITY.get(_cap(entry, "severity").casefold(), Severity.UNKNOWN)


def _periods(
    entries: Iterable[Element], sent: Reading | None, source: Source
) -> tuple[tuple[Period, ...], dict[str, str]]:
    notes: dict[str, str] = {}
    found: dict[Period, None] = {}
    for entry in entries:
        start = _time(entry, "onset", source) or _time(entry, "effective", source) or sent
        end = _time(entry, "expires", source)
        for name in ("onset", "effective", "expires"):
            if (verbatim := text.line(_cap(entry, name), 60)) and _time(entry, name, source) is None:
                notes[name] = f"{verbatim} (not used: no believable time)"
        if start and end and end.at <= start.at:
            # A message may expire before what it announces begins; that is no end of the hazard.
            notes["expires"] = f"{end.at.isoformat()} (not used: not after the start)"
            end = None
        if bound := start or end:
            ends = end.at if end else None
            found[Period(start=start.at if start else None, end=ends, precision=bound.precision)] = None
    return tuple(found), notes


def _affected(entry: Element) -> Iterator[Entity]:
    if name := text.line(_cap(entry, "areaDesc")):
        yield Entity(kind="area", name=name)
    for part in entry:
        if xml.namespace(part).startswith(_CAP) and xml.local_name(part) == "geocode":
            yield from _geocodes(part)


def _geocodes(geocode: Element) -> Iterator[Entity]:
    """Pairs of name and values; the older feeds of NWS put several pairs and several values into one element."""
    scheme = ""
    for part in geocode:
        words = text.line(xml.words(part), text.NOTE)
        if xml.local_name(part) == "valueName":
            scheme = words
        elif scheme:
            for ref in words.split():
                yield Entity(kind=scheme, ref=ref)


def _relations(entry: Element, kind: str) -> Iterator[Relation]:
    for name in cap_chain.references(_cap(entry, "references")):
        yield Relation(kind=cap_words.RELATION.get(kind.casefold(), "related"), native_id=cap_chain.identifier_in(name))


def _links(entry: Element) -> Iterator[Link]:
    for part in xml.children(entry, "link"):
        if href := text.address(part.get("href") or xml.words(part)):
            is_message = "cap" in (part.get("type") or "")
            yield Link(rel="related" if is_message else "alternate", href=href, text="CAP" if is_message else "")


def _notes(entry: Element, areas: int) -> dict[str, str]:
    found = {name: text.line(_cap(entry, name), text.NOTE) for name in ("senderName", "responseType")}
    if areas > MOST_AREAS:
        found["areas"] = f"only the first {MOST_AREAS} of {areas} are kept"
    return {name: words for name, words in found.items() if words}


def _time(entry: Element, name: str, source: Source) -> Reading | None:
    return read_time(_cap(entry, name), source.tz)


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
        if xml.local_name(part) == name and xml.namespace(part).startswith(_CAP):
            return xml.words(part)
    return ""


def _own(entry: Element, name: str) -> str:
    """The entry's element of that name in its own namespace."""
    return xml.child(entry, name)
