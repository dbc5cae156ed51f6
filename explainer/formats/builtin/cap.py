"""The Common Alerting Protocol 1.1 and 1.2 (OASIS, CAP-v1.2-os): one message, several, within Atom, or as JSON.

=============  =================================================================================
native id      the root of the chain of references; ``cap_chain``
headline       ``headline``, else ``event``; one text per language, ``en-US`` where none is named
status         Alert, Update: active; ``AllClear``: resolved; Cancel: withdrawn, never resolved
reality        ``status``; System counts as a test; none of the five: set aside
severity       of the worst ``info`` block, with its certainty and urgency
period         ``onset``, else ``effective``, else ``sent``, until ``expires``
events         ``event``, and every ``eventCode`` as ``name:value``
affected       ``area``: its description and its geocodes; polygons and circles are dropped
causes         ``category``, where it names one
=============  =================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, RefusedError
from explainer.formats.families import cap_chain, cap_info, cap_json, cap_words
from explainer.formats.kit import sniffing, text, xml_reading
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import Reading, read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Certainty, Reality, Severity, Status, Urgency

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMESPACES = frozenset({"urn:oasis:names:tc:emergency:cap:1.1", "urn:oasis:names:tc:emergency:cap:1.2"})
_FEEDS = frozenset({"feed", "rss", "RDF"})
_NOTED = ("note", "source", "incidents", "code")


class _Message(NamedTuple):
    """The part of an alert above its ``info`` blocks, checked."""

    element: Element
    name: str
    kind: str
    reality: Reality
    sent: Reading
    infos: list[Element]


def parse(document: Document, source: Source) -> Entries:
    """The messages of a CAP document; the gate joins those of one chain."""
    if cap_json.is_json(document):
        return Entries(cap_json.alerts(document), _draft, lambda alert: _name(alert) or "")
    return Entries(list(_alerts(xml_reading.parse(document))), _draft, lambda alert: _name(alert) or "")


def recognises(look: Look) -> bool:
    """A CAP message, or a feed whose entries are; or the same in JSON."""
    return cap_json.looks_like(look.data) or (bool(look.root) and sniffing.carries_cap(look.text))


def _alerts(root: Element) -> Iterator[Element | None]:
    """Every alert of the document, and None for each entry of a feed that carries none."""
    if xml_reading.local_name(root) not in _FEEDS:
        alerts = _alerts_within(root)
        if not alerts:
            raise FormatError(sniffing.unlike(xml_reading.local_name(root)))
        yield from alerts
        return
    # An alert beside the entries is foreign markup and belongs to no entry (RFC 4287 section 6.3).
    found = [_alerts_within(entry) for entry in root.iter("{*}entry", "{*}item")]
    if found and not any(found):
        raise FormatError("the feed's entries carry no CAP messages; declare it as format: cap-atom, atom or rss")
    for alerts in found:
        yield from alerts
        if not alerts:
            yield None


def _alerts_within(element: Element) -> list[Element]:
    alerts = [found for found in element.iter("{*}alert") if xml_reading.namespace(found) in _NAMESPACES]
    if alerts:
        return alerts
    # Some feeds carry the alert escaped, as text.
    for content in element.iter("{*}content", "{*}description"):
        escaped = xml_reading.words(content)
        if len(content) == 0 and escaped.startswith("<") and "emergency:cap:" in escaped:
            try:
                return _alerts_within(xml_reading.parse_text(escaped))
            except FormatError:
                continue
    return []


def _name(alert: Element | None) -> str | None:
    """The message's name; in JSON without its time, because there an update keeps the identifier."""
    if alert is None:
        return None
    sender, identifier, sent = (
        " ".join(xml_reading.child(alert, part).split()) for part in ("sender", "identifier", "sent")
    )
    if cap_json.is_made(alert):
        return cap_chain.triple(sender, identifier, "") if identifier else None
    return cap_chain.triple(sender, identifier, sent) if sender and identifier and sent else None


def _message(alert: Element | None) -> _Message:
    if alert is None:
        raise RefusedError("the entry carries no CAP message")
    kind, scope, status = (xml_reading.child(alert, part) for part in ("msgType", "scope", "status"))
    reality = cap_words.reality(kind or "?", scope, status)
    name = _name(alert)
    if name is None:
        raise RefusedError("it has no complete name of sender, identifier and sent")
    sent = read_time(xml_reading.child(alert, "sent"), None)
    if sent is None:
        raise RefusedError("its sent is no believable time with an offset")
    return _Message(alert, name, kind.casefold(), reality, sent, xml_reading.children(alert, "info"))


def _draft(alert: Element | None) -> Draft:
    message = _message(alert)
    infos = message.infos
    worst = next(iter(cap_info.worst_first(infos)), None)
    headlines = cap_info.headlines(infos)
    return Draft(
        id=message.name,
        version=message.name,
        lang="" if any(headlines.values()) else "en",
        headline=headlines if any(headlines.values()) else _without_block(message),
        description=cap_info.texts(infos, "description"),
        instruction=cap_info.texts(infos, "instruction"),
        reality=message.reality,
        status=_status(message),
        status_native=xml_reading.child(message.element, "msgType"),
        severity=Severity.UNKNOWN if worst is None else cap_info.severity(worst),
        severity_native="" if worst is None else xml_reading.child(worst, "severity"),
        certainty=Certainty.UNKNOWN if worst is None else cap_info.certainty(worst),
        urgency=Urgency.UNKNOWN if worst is None else cap_info.urgency(worst),
        causes=cap_words.causes(cap_info.every(infos, "category")),
        events=cap_info.events(infos),
        categories=cap_info.every(infos, "category"),
        affected=cap_info.affected(infos),
        spans=cap_info.spans(infos, message.sent.at),
        zoned=True,
        issued=message.sent,
        updated=message.sent,
        relations={cap_words.RELATION[message.kind]: _references(message)},
        links=cap_info.links(infos),
        notes=cap_info.notes(infos) | _notes(message),
    )


def _without_block(message: _Message) -> str:
    """The words of a message that has no ``info``: usually a Cancel."""
    note = text.line(xml_reading.child(message.element, "note"))
    return note or ("This warning was withdrawn" if message.kind == "cancel" else "")


def _status(message: _Message) -> Status:
    """An all-clear comes as an ordinary Alert or Update, and would otherwise show as a warning."""
    if message.kind != "cancel" and cap_info.is_all_clear(message.infos):
        return Status.RESOLVED
    return cap_words.STATUS[message.kind]


def _references(message: _Message) -> list[str]:
    """The messages referred to, but never itself (seen: Alertswiss, with another second)."""
    own = cap_chain.identifier_in(message.name)
    names = cap_chain.references(xml_reading.child(message.element, "references"))
    if cap_json.is_made(message.element):
        names = [f"{name.rpartition(',')[0]}," for name in names]
    return [name for name in names if cap_chain.identifier_in(name) != own]


def _notes(message: _Message) -> dict[str, str]:
    found = {
        name: ", ".join(
            text.line(xml_reading.words(part), text.NOTE) for part in xml_reading.children(message.element, name)
        )
        for name in _NOTED
    }
    return found if xml_reading.child(message.element, "scope") else found | {"scope": "not stated"}


FORMAT = Format(
    name="cap",
    what="the Common Alerting Protocol: official warnings",
    parse=parse,
    recognises=recognises,
    general=True,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    merge=cap_chain.merge,
    sample=b"""\
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>w1</identifier><sender>w@w.example</sender>
<sent>2026-11-20T09:00:00+00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><note>N</note>
<info><language>en</language><category>Met</category><event>Snow</event><urgency>Expected</urgency><severity>Severe
</severity><certainty>Likely</certainty><eventCode><valueName>c</valueName><value>7</value></eventCode><onset>
2026-11-20T12:00:00+00:00</onset><expires>2026-11-20T20:00:00+00:00</expires><senderName>Weather</senderName>
<headline>Heavy snow</headline><description>Up to 20 cm.</description><instruction>Stay in.</instruction>
<web>https://w.example/w1</web><area><areaDesc>Val Dorme</areaDesc><geocode><valueName>EMMA_ID</valueName>
<value>FR001</value></geocode></area></info></alert>
""",
)
