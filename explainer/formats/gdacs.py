"""GDACS, the Global Disaster Alert and Coordination System: RSS 2.0 with its own namespace (gdacs.org/xml/rss.xml).

=============  ===================================================================================
native id      ``guid``, one for all episodes of an event; else event type and ``eventid``
version        ``episodeid`` and ``version``; of two items with one guid the newest counts
headline       ``title``
status         ``iscurrent``: true is active; false is unknown, because droughts that go on have it, too
severity       ``alertlevel``: Green, Orange, Red
period         from ``fromdate``; ``todate`` is how far the data reach, and is taken for the end only where
               the event is not current and the feed was written more than a day later
causes         ``eventtype``
categories     ``alertlevel`` and ``subject``, so that rules can ask for Orange
affected       ``country``, ``iso3``; points and boxes are dropped
=============  ===================================================================================

Only a document that tells of events in the namespace ``http://www.gdacs.org`` is taken for GDACS; other RSS is left
to ``rss``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from explainer.disruption import Cause, Disruption, Entity, Link, Period, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, rows, sniffing, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.look import Look
from explainer.formats.times import read_time
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Severity, Status

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_COUNTRIES = 60

NAMESPACE = "http://www.gdacs.org"

_SEVERITY = {"green": Severity.MINOR, "orange": Severity.MODERATE, "red": Severity.SEVERE}
# Seen: “Drought is on going” with `iscurrent` false, and `todate` at the minute the feed was written.
_STATUS = {"true": Status.ACTIVE, "false": Status.UNKNOWN}
_REACH = timedelta(days=1)


class Kind(NamedTuple):
    """What an event type stands for."""

    name: str
    cause: CauseCode


_KINDS = {
    "EQ": Kind("earthquake", CauseCode.NATURAL_HAZARD),
    "TS": Kind("tsunami", CauseCode.NATURAL_HAZARD),
    "VO": Kind("volcano", CauseCode.NATURAL_HAZARD),
    "FL": Kind("flood", CauseCode.NATURAL_HAZARD),
    "TC": Kind("tropical cyclone", CauseCode.WEATHER),
    "DR": Kind("drought", CauseCode.WEATHER),
    "WF": Kind("forest fire", CauseCode.FIRE),
}
_NOTED = (
    "eventname",
    "severity",
    "population",
    "vulnerability",
    "episodealertlevel",
    "alertscore",
    "glide",
    "temporary",
)
_DECLARED = re.compile(rf"xmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']{re.escape(NAMESPACE)}[\"']", re.ASCII)
_FIELDS = "alertlevel|eventtype|eventid|iscurrent|fromdate"
_NEVER = datetime.min.replace(tzinfo=UTC)


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per event.

    Raises:
        FormatError: when the document is not whole, is no RSS, or has no GDACS namespace.
    """
    root = xml.parse(document)
    if xml.local_name(root) != "rss":
        raise FormatError(sniffing.unlike(xml.local_name(root)))
    items = list(root.iter("item"))
    if NAMESPACE not in root.nsmap.values() and not any(_has_fields(item) for item in items):
        raise FormatError("the document is RSS, but not that of GDACS; declare it as format: rss")
    newest_first = sorted(items, key=lambda item: _order(item, source), reverse=True)
    first = {_native(item): item for item in reversed(newest_first)}
    kept = [item for item in items if not _native(item) or first[_native(item)] is item]
    channel = root.find("channel")
    written = None if channel is None else read_time(xml.child(channel, "pubDate"), source.tz)
    return rows.read(kept, lambda item: _disruption(item, written.at if written else None, source), _native)


def recognises(look: Look) -> bool:
    """Whether it is RSS that declares the GDACS namespace and uses it to tell of events, or has no items."""
    found = _DECLARED.search(look.head) if look.root == "rss" else None
    if found is None:
        return False
    return re.search(rf"<{found[1]}:(?:{_FIELDS})\b", look.text) is not None or "<item" not in look.text


def _disruption(item: Element, written: datetime | None, source: Source) -> Disruption:
    native = text.identifier(_native(item))
    if not native:
        raise RefusedError("it has neither a guid nor an event id")
    headline = text.line(xml.child(item, "title"))
    if not headline:
        raise RefusedError("it has no title")
    lang = "en" if source.language == "und" else source.language
    description = text.plain(xml.child(item, "description"))
    kind, level, current = (text.line(_gdacs(item, name), 60) for name in ("eventtype", "alertlevel", "iscurrent"))
    known = _KINDS.get(kind.upper())
    status = _STATUS.get(current.casefold(), Status.UNKNOWN)
    periods, notes = _periods(item, written, source)
    published = read_time(xml.child(item, "pubDate"), source.tz)
    issued = read_time(_gdacs(item, "dateadded"), source.tz) or published
    updated = read_time(_gdacs(item, "datemodified"), source.tz) or published
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native, _version(item)),
        headline=(Text(lang=lang, text=headline),),
        description=(Text(lang=lang, text=description),) if description else (),
        status=status,
        status_native=f"iscurrent {current}" if current else "",
        severity=_SEVERITY.get(level.casefold(), Severity.UNKNOWN),
        severity_native=level,
        causes=(Cause(code=known.cause if known else CauseCode.UNKNOWN, native=kind),) if kind else (),
        events=tuple(filter(None, (kind, known.name if known else ""))),
        categories=tuple(filter(None, (level, text.line(_dublin(item, "subject"), 60)))),
        affected=tuple(dict.fromkeys(_affected(item)))[:MOST_COUNTRIES],
        periods=periods,
        issued_at=issued.at if issued else None,
        updated_at=updated.at if updated else None,
        links=tuple(dict.fromkeys(_links(item))),
        extra=notes,
    )
    return mapping.apply(made, source)


def _periods(item: Element, written: datetime | None, source: Source) -> tuple[tuple[Period, ...], dict[str, str]]:
    notes = {name: words for name in _NOTED if (words := text.line(_gdacs(item, name), text.NOTE))}
    start, end = (read_time(_gdacs(item, name), source.tz) for name in ("fromdate", "todate"))
    for name, reading in (("fromdate", start), ("todate", end)):
        if (verbatim := text.line(_gdacs(item, name), 60)) and reading is None:
            notes[name] = f"{verbatim} (not used: no believable time)"
    if end and not _is_over(end.at, item, written):
        notes["todate"] = f"{end.at.isoformat()} (not used: the data reach to then, which is no end)"
        end = None
    bound = start or end
    if bound is None:
        return (), notes
    ends = end.at if end else None
    return (Period(start=start.at if start else None, end=ends, precision=bound.precision),), notes


def _is_over(end: datetime, item: Element, written: datetime | None) -> bool:
    return _gdacs(item, "iscurrent").casefold() == "false" and written is not None and end + _REACH < written


def _affected(item: Element) -> Iterator[Entity]:
    for name in _gdacs(item, "country").split(","):
        if country := text.line(name):
            yield Entity(kind="country", name=country)
    if code := text.line(_gdacs(item, "iso3"), 60):
        yield Entity(kind="iso3", ref=code)


def _links(item: Element) -> Iterator[Link]:
    if href := text.address(xml.child(item, "link")):
        yield Link(href=href)
    if href := text.address(_gdacs(item, "cap")):
        yield Link(rel="related", href=href, text="CAP")


def _native(item: Element) -> str:
    if guid := xml.child(item, "guid"):
        return guid
    kind, event = _gdacs(item, "eventtype"), _gdacs(item, "eventid")
    return f"{kind}{event}" if kind and event else ""


def _version(item: Element) -> str:
    parts = ((name, text.line(_gdacs(item, name), 60)) for name in ("episodeid", "version"))
    return ", ".join(f"{name.removesuffix('id')} {words}" for name, words in parts if words)


def _order(item: Element, source: Source) -> tuple[datetime, int, int]:
    moment = read_time(_gdacs(item, "datemodified"), source.tz) or read_time(xml.child(item, "pubDate"), source.tz)
    episode, version = (_whole(_gdacs(item, name)) for name in ("episodeid", "version"))
    return moment.at if moment else _NEVER, episode, version


def _whole(words: str) -> int:
    return int(words) if len(words) < 12 and words.isascii() and words.isdigit() else 0


def _gdacs(item: Element, name: str) -> str:
    found = item.find(f"{{{NAMESPACE}}}{name}")
    return "" if found is None else xml.words(found)


def _dublin(item: Element, name: str) -> str:
    found = item.find(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    return "" if found is None else xml.words(found)


def _has_fields(item: Element) -> bool:
    return any(xml.namespace(part) == NAMESPACE for part in item)
