"""The Common Alerting Protocol 1.1 and 1.2 (OASIS, CAP-v1.2-os): one message, several, or within Atom.

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
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from explainer.disruption import Disruption, Relation, SetAside, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import cap_chain, cap_info, cap_words, sniffing, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.times import read_time
from explainer.sources import Source
from explainer.vocabulary import Certainty, Reality, Severity, Status, Urgency

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_MESSAGES = 10_000

_NAMESPACES = frozenset({"urn:oasis:names:tc:emergency:cap:1.1", "urn:oasis:names:tc:emergency:cap:1.2"})
_FEEDS = frozenset({"feed", "rss", "RDF"})
_NOTED = ("note", "source", "incidents", "code")


class _Message(NamedTuple):
    """The part of an alert above its ``info`` blocks, checked."""

    element: Element
    name: str
    kind: str
    reality: Reality
    sent: datetime
    infos: list[Element]


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a CAP document: one per chain of messages."""
    root = xml.parse(document)
    disruptions: list[Disruption] = []
    set_aside: list[SetAside] = []
    for number, alert in enumerate(_alerts(root), start=1):
        label = f"message {number}"
        if number > MOST_MESSAGES:
            reason = f"only the first {MOST_MESSAGES} messages are read"
            set_aside.append(SetAside(entry=f"messages from {number} on", reason=reason))
            break
        if alert is None:
            set_aside.append(SetAside(entry=label, reason="the entry carries no CAP message"))
            continue
        if identifier := text.line(xml.child(alert, "identifier")):
            label += f" ({identifier})"
        try:
            disruptions.append(_disruption(_message(alert), source))
        except RefusedError as error:
            set_aside.append(SetAside(entry=label, reason=str(error), native_id=_name(alert)))
    return Parsed(disruptions=cap_chain.merge(disruptions, source), set_aside=tuple(set_aside))


def _alerts(root: Element) -> Iterator[Element | None]:
    """Every alert of the document, and None for each entry of a feed that carries none."""
    if xml.local_name(root) not in _FEEDS:
        alerts = _alerts_within(root)
        if not alerts:
            raise FormatError(sniffing.unlike(xml.local_name(root)))
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
    alerts = [found for found in element.iter("{*}alert") if xml.namespace(found) in _NAMESPACES]
    if alerts:
        return alerts
    # Some feeds carry the alert escaped, as text.
    for content in element.iter("{*}content", "{*}description"):
        escaped = xml.words(content)
        if len(content) == 0 and escaped.startswith("<") and "emergency:cap:" in escaped:
            try:
                return _alerts_within(xml.parse_text(escaped))
            except FormatError:
                continue
    return []


def _name(alert: Element) -> str | None:
    parts = [" ".join(xml.child(alert, part).split()) for part in ("sender", "identifier", "sent")]
    return cap_chain.triple(*parts) if all(parts) else None


def _message(alert: Element) -> _Message:
    kind = xml.child(alert, "msgType").casefold()
    if kind in cap_words.NOT_FOR_READERS:
        raise RefusedError(f"it is {cap_words.NOT_FOR_READERS[kind]}, not a message to the public")
    if kind not in cap_words.STATUS:
        raise RefusedError("its msgType is none of Alert, Update and Cancel")
    scope = xml.child(alert, "scope").casefold()
    if scope in ("restricted", "private"):
        raise RefusedError(f"its scope is {scope}, so it may not be published")
    reality = cap_words.REALITY.get(xml.child(alert, "status").casefold())
    if reality is None:
        raise RefusedError("its status is none of Actual, Exercise, System, Test and Draft")
    name = _name(alert)
    if name is None:
        raise RefusedError("it has no complete name of sender, identifier and sent")
    sent = read_time(xml.child(alert, "sent"), None)
    if sent is None:
        raise RefusedError("its sent is no believable time with an offset")
    return _Message(alert, name, kind, reality, sent.at, xml.children(alert, "info"))


def _disruption(message: _Message, source: Source) -> Disruption:
    infos = message.infos
    worst = next(iter(cap_info.worst_first(infos)), None)
    periods, period_notes = cap_info.periods(infos, message.sent)
    affected, area_notes = cap_info.affected(infos)
    return Disruption(
        id=disruption_id(source.id, message.name),
        origin=origin(source, message.name, message.name),
        headline=cap_info.headlines(infos) or (_without_block(message),),
        description=cap_info.texts(infos, "description"),
        instruction=cap_info.texts(infos, "instruction"),
        reality=message.reality,
        status=_status(message),
        status_native=text.line(xml.child(message.element, "msgType")),
        severity=Severity.UNKNOWN if worst is None else cap_info.severity(worst),
        severity_native="" if worst is None else text.line(xml.child(worst, "severity")),
        certainty=Certainty.UNKNOWN if worst is None else cap_info.certainty(worst),
        urgency=Urgency.UNKNOWN if worst is None else cap_info.urgency(worst),
        causes=cap_info.causes(infos),
        events=cap_info.events(infos),
        categories=cap_info.categories(infos),
        affected=affected,
        periods=periods,
        issued_at=message.sent,
        updated_at=message.sent,
        relations=_relations(message),
        links=cap_info.links(infos),
        extra=cap_info.notes(infos) | period_notes | area_notes | _notes(message),
    )


def _without_block(message: _Message) -> Text:
    """The words of a message that has no ``info``: usually a Cancel."""
    if note := text.line(xml.child(message.element, "note")):
        return Text(text=note)
    if message.kind == "cancel":
        return Text(lang="en", text="This warning was withdrawn")
    raise RefusedError("it has neither a headline, an event nor a note")


def _status(message: _Message) -> Status:
    """An all-clear comes as an ordinary Alert or Update, and would otherwise show as a warning."""
    if message.kind != "cancel" and cap_info.is_all_clear(message.infos):
        return Status.RESOLVED
    return cap_words.STATUS[message.kind]


def _relations(message: _Message) -> tuple[Relation, ...]:
    """The messages referred to, but never itself (seen: Alertswiss, with another second)."""
    own = cap_chain.identifier_in(message.name)
    names = cap_chain.references(xml.child(message.element, "references"))
    others = [name for name in names if cap_chain.identifier_in(name) != own]
    return tuple(Relation(kind=cap_words.RELATION[message.kind], native_id=name) for name in others)


def _notes(message: _Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _NOTED:
        values = [text.line(xml.words(part), text.NOTE) for part in xml.children(message.element, name)]
        if words := cap_info.joined(values):
            found[name] = words
    if not xml.child(message.element, "scope"):
        found["scope"] = "not stated"
    return found
