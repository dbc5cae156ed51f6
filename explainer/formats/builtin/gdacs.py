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
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, Span
from explainer.formats.kit import sniffing, xml_reading
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, Severity, Status

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMESPACE = "http://www.gdacs.org"

_SEVERITY = {"green": Severity.MINOR, "orange": Severity.MODERATE, "red": Severity.SEVERE}
# Seen: “Drought is on going” with `iscurrent` false, and `todate` at the minute the feed was written.
_STATUS = {"true": Status.ACTIVE, "false": Status.UNKNOWN}
_REACH = timedelta(days=1)
_VERSION = ("episodeid", "version")


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


def parse(document: Document, source: Source) -> Entries:
    """One entry per event, or several, of which each is a later episode."""
    root = xml_reading.parse(document)
    if xml_reading.local_name(root) != "rss":
        raise FormatError(sniffing.unlike(xml_reading.local_name(root)))
    items = list(root.iter("item"))
    if NAMESPACE not in root.nsmap.values() and not any(_has_fields(item) for item in items):
        raise FormatError("the document is RSS, but not that of GDACS; declare it as format: rss")
    channel = root.find("channel")
    written = None if channel is None else read_time(xml_reading.child(channel, "pubDate"), source.tz)
    lang = "en" if source.language == "und" else source.language
    return Entries(items, lambda item: _draft(item, written.at if written else None, source), _native, lang=lang)


def recognises(look: Look) -> bool:
    """Whether it is RSS that declares the GDACS namespace and uses it to tell of events, or has no items."""
    found = _DECLARED.search(look.head) if look.root == "rss" else None
    if found is None:
        return False
    return re.search(rf"<{found[1]}:(?:{_FIELDS})\b", look.text) is not None or "<item" not in look.text


def _draft(item: Element, written: datetime | None, source: Source) -> Draft:
    kind, level, current = (_gdacs(item, name) for name in ("eventtype", "alertlevel", "iscurrent"))
    known = _KINDS.get(kind.upper())
    published = xml_reading.child(item, "pubDate")
    end = read_time(_gdacs(item, "todate"), source.tz)
    reaches = end is not None and not _is_over(end.at, item, written)
    notes = {name: _gdacs(item, name) for name in _NOTED}
    if end and reaches:
        notes["todate"] = f"{end.at.isoformat()} (not used: the data reach to then, which is no end)"
    return Draft(
        id=_native(item),
        number=_number(item),
        version=", ".join(f"{name.removesuffix('id')} {words}" for name in _VERSION if (words := _gdacs(item, name))),
        headline=xml_reading.child(item, "title"),
        description=xml_reading.child(item, "description"),
        status=_STATUS.get(current.casefold(), Status.UNKNOWN),
        status_native=f"iscurrent {current}" if current else "",
        severity=_SEVERITY.get(level.casefold(), Severity.UNKNOWN),
        severity_native=level,
        causes=[(known.cause if known else CauseCode.UNKNOWN, kind)] if kind else (),
        events=[kind, known.name if known else ""],
        categories=[level, _dublin(item, "subject")],
        affected=_affected(item),
        spans=[Span(_gdacs(item, "fromdate"), None if reaches else _gdacs(item, "todate"))],
        issued=_gdacs(item, "dateadded") or published,
        updated=_gdacs(item, "datemodified") or published,
        links=[Pointer(xml_reading.child(item, "link")), Pointer(_gdacs(item, "cap"), "CAP", rel="related")],
        notes=notes,
    )


def _is_over(end: datetime, item: Element, written: datetime | None) -> bool:
    return _gdacs(item, "iscurrent").casefold() == "false" and written is not None and end + _REACH < written


def _affected(item: Element) -> Iterator[Named]:
    yield from (Named("country", name) for name in _gdacs(item, "country").split(","))
    yield Named("iso3", ref=_gdacs(item, "iso3"))


def _native(item: Element) -> str:
    if guid := xml_reading.child(item, "guid"):
        return guid
    kind, event = _gdacs(item, "eventtype"), _gdacs(item, "eventid")
    return f"{kind}{event}" if kind and event else ""


def _number(item: Element) -> int:
    """The place of an episode among those of its event, -1 where it states none."""
    episode, version = (_whole(_gdacs(item, name)) for name in _VERSION)
    return episode * 10_000 + max(version, 0) if episode >= 0 else -1


def _whole(words: str) -> int:
    return int(words) if len(words) < 8 and words.isascii() and words.isdigit() else -1


def _gdacs(item: Element, name: str) -> str:
    found = item.find(f"{{{NAMESPACE}}}{name}")
    return "" if found is None else xml_reading.words(found)


def _dublin(item: Element, name: str) -> str:
    found = item.find(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    return "" if found is None else xml_reading.words(found)


def _has_fields(item: Element) -> bool:
    return any(xml_reading.namespace(part) == NAMESPACE for part in item)


FORMAT = Format(
    name="gdacs",
    what="GDACS: disasters worldwide",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    sample=b"""\
<rss version="2.0" xmlns:gdacs="http://www.gdacs.org" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>G</title>
<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><item><title>Green flood alert in Italy</title><description>On 20/11.
</description><link>https://g.example/1</link><pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate><guid>FL1</guid>
<dc:subject>FL1</dc:subject><gdacs:cap>https://g.example/cap</gdacs:cap><gdacs:eventtype>FL</gdacs:eventtype>
<gdacs:eventid>1</gdacs:eventid><gdacs:episodeid>2</gdacs:episodeid><gdacs:alertlevel>Green</gdacs:alertlevel>
<gdacs:iscurrent>true</gdacs:iscurrent><gdacs:fromdate>Thu, 19 Nov 2026 00:00:00 GMT</gdacs:fromdate>
<gdacs:todate>Fri, 20 Nov 2026 00:00:00 GMT</gdacs:todate><gdacs:severity>Magnitude 3</gdacs:severity>
<gdacs:country>Italy</gdacs:country><gdacs:iso3>ITA</gdacs:iso3></item></channel></rss>
""",
)
