"""Alerts of the US National Weather Service, as api.weather.gov publishes CAP 1.2 in GeoJSON and in JSON-LD.

=============  =====================================================================================
native id      the root of the chain of ``references`` and ``expiredReferences``; ``nws_segments``
headline       ``headline``, else ``event``
status         Alert, Update: active; Cancel: withdrawn; ``AllClear``: resolved; a VTEC action that
               ends the hazard (cancelled, expired, upgraded): over, although the words still warn
reality        ``status``, and the event codes of tests; none of CAP's five words: set aside
period         ``onset``, else ``effective``, else ``sent``, until ``ends``, which may be open
publication    until ``expires``: the message ends there, not the hazard
affected       ``areaDesc`` by name, ``geocode`` by code; shapes are dropped
=============  =====================================================================================

NWS Instruction 10-1703 has the VTEC actions, 47 CFR 11.31 the event codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from explainer.disruption import Disruption, Entity, Link, Period, Relation, SetAside, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import cap_chain, cap_words, nws_segments, rows, text
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import Object, Objects, Said, Wire, as_dict, as_text, list_at, read_json, text_at
from explainer.formats.look import Look
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import Certainty, PeriodRole, Reality, Severity, Status, Urgency

MOST_AREAS = 500
MOST_PARAMETERS = 40

# Sent with the status Actual, too, and never meant.
_TESTS = {
    "NAT": Reality.TEST,
    "NPT": Reality.TEST,
    "NST": Reality.TEST,
    "RMT": Reality.TEST,
    "RWT": Reality.TEST,
    "DMO": Reality.EXERCISE,
}
# Of VTEC's actions, those after which the hazard of this message no longer holds.
_ENDED_BY_VTEC = {"CAN": Status.WITHDRAWN, "EXP": Status.RESOLVED, "UPG": Status.RESOLVED}
_VTEC = re.compile(r"/[OTEX]\.([A-Z]{3})\.", re.ASCII)
# Told elsewhere, or of use to broadcasters only; `eventEndingTime` repeats `ends`.
_TOLD = frozenset({"VTEC", "NWSheadline", "eventEndingTime", "expiredReferences", "BLOCKCHANNEL"})
_PROPERTIES = frozenset({"messageType", "event", "sent", "status"})


class Reference(Wire):
    """An earlier message of the chain."""

    identifier: Said = ""
    sender: Said = ""
    sent: Said = ""


class Alert(Wire):
    """``properties`` of a feature, or one object of a JSON-LD graph."""

    id: Said = ""
    sender: Said = ""
    sent: Said = ""
    status: Said = ""
    message_type: Said = Field(default="", alias="messageType")
    scope: Said = ""
    category: Said = ""
    event: Said = ""
    response: Said = ""
    urgency: Said = ""
    severity: Said = ""
    certainty: Said = ""
    effective: Said = ""
    onset: Said = ""
    expires: Said = ""
    ends: Said = ""
    language: Said = ""
    sender_name: Said = Field(default="", alias="senderName")
    headline: Said = ""
    description: Said = ""
    instruction: Said = ""
    note: Said = ""
    web: Said = ""
    area_desc: Said = Field(default="", alias="areaDesc")
    geocode: Annotated[dict[str, Any], Object] = Field(default_factory=dict)
    event_code: Annotated[dict[str, Any], Object] = Field(default_factory=dict, alias="eventCode")
    parameters: Annotated[dict[str, Any], Object] = Field(default_factory=dict)
    references: Annotated[tuple[Reference, ...], Objects] = ()

    @property
    def name(self) -> str:
        """The message's CAP name, or where its time cannot be read, its identifier alone."""
        return _name(self.sender, self.id, self.sent) or text.identifier(self.id)


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per chain of alerts.

    Raises:
        FormatError: when the document is not whole, or holds no list of alerts.
    """
    alerts, partial = _alerts(document)
    found = rows.read(alerts, lambda alert: _disruption(alert, source), lambda alert: alert.name, partial)
    return found.model_copy(update={"disruptions": nws_segments.merge(found.disruptions, source)})


def recognises(look: Look) -> bool:
    """Whether the first feature is an alert; of an empty answer, whether its title says so."""
    if not look.has(r"api\.weather\.gov|wx:Alert|\"messageType\""):
        return False
    first = rows.first_feature(look.data) or as_dict(next(iter(list_at(look.data, "@graph")), None))
    if first:
        return first.keys() >= _PROPERTIES
    if text_at(look.data, "@type") == "wx:Alert":
        return True
    return "features" in look.keys and "advisories" in text_at(look.data, "title")


def _alerts(document: Document) -> tuple[list[Alert], tuple[SetAside, ...]]:
    found = read_json(document)
    if isinstance(found, dict) and isinstance(found.get("@graph"), list):
        raw, partial = [as_dict(row) for row in found["@graph"]], rows.partial(found)
    elif text_at(found, "@type") == "wx:Alert":
        raw, partial = [found], ()
    else:
        collection = rows.features(document)
        raw, partial = [as_dict(row.get("properties")) for row in collection.rows], collection.partial
    if raw and not any("messageType" in row for row in raw):
        raise FormatError("none of the document's features is an alert of the National Weather Service")
    return [Alert.model_validate(row) for row in raw], partial


def _name(sender: str, identifier: str, sent: str) -> str:
    """The triple by which CAP names a message, or nothing where a part is missing or is no time."""
    if not (sender and identifier and read_time(sent, None)):
        return ""
    return cap_chain.triple(*(" ".join(part.split()) for part in (sender, identifier, sent)))


def _disruption(alert: Alert, source: Source) -> Disruption:
    kind = _checked(alert)
    sent = read_time(alert.sent, None)
    lang = text.language(alert.language, "en-US")  # CAP 1.2 section 3.2.2 on `language`
    headline = text.line(alert.headline) or text.line(alert.event)
    if not headline:
        raise RefusedError("it has neither a headline nor an event")
    affected, area_notes = _affected(alert)
    periods, period_notes = _periods(alert, sent)
    href = text.address(alert.web)
    status, native = _status(alert, kind)
    return Disruption(
        id=disruption_id(source.id, alert.name),
        origin=origin(source, alert.name, alert.name),
        headline=(Text(lang=lang, text=headline),),
        description=_texts(lang, alert.description),
        instruction=_texts(lang, alert.instruction),
        reality=_reality(alert),
        status=status,
        status_native=native,
        severity=cap_words.SEVERITY.get(alert.severity.casefold(), Severity.UNKNOWN),
        severity_native=text.line(alert.severity),
        certainty=cap_words.CERTAINTY.get(alert.certainty.casefold(), Certainty.UNKNOWN),
        urgency=cap_words.URGENCY.get(alert.urgency.casefold(), Urgency.UNKNOWN),
        causes=cap_words.causes([alert.category]),
        events=tuple(_events(alert)),
        categories=(category,) if (category := text.line(alert.category)) else (),
        affected=affected,
        periods=periods,
        issued_at=sent.at if sent else None,
        updated_at=sent.at if sent else None,
        relations=_relations(alert, kind),
        links=(Link(href=href),) if href else (),
        extra=_notes(alert) | period_notes | area_notes,
    )


def _checked(alert: Alert) -> str:
    """The kind of message, in small letters."""
    kind = alert.message_type.casefold()
    if kind in cap_words.NOT_FOR_READERS:
        raise RefusedError(f"it is {cap_words.NOT_FOR_READERS[kind]}, not a message to the public")
    if kind not in cap_words.STATUS:
        raise RefusedError("its messageType is none of Alert, Update and Cancel")
    if alert.scope.casefold() in ("restricted", "private"):
        raise RefusedError(f"its scope is {alert.scope.casefold()}, so it may not be published")
    if alert.status.casefold() not in cap_words.REALITY:
        raise RefusedError("its status is none of Actual, Exercise, System, Test and Draft")
    if not alert.name:
        raise RefusedError("it has no id")
    return kind


def _reality(alert: Alert) -> Reality:
    stated = cap_words.REALITY[alert.status.casefold()]
    if stated is not Reality.ACTUAL:
        return stated
    codes = {code.upper() for _, code in _pairs(alert.event_code)}
    return next((reality for code, reality in _TESTS.items() if code in codes), stated)


def _status(alert: Alert, kind: str) -> tuple[Status, str]:
    native = text.line(alert.message_type)
    if kind == "cancel":
        return Status.WITHDRAWN, native
    if alert.response.casefold() == "allclear":
        return Status.RESOLVED, f"{native}, AllClear"
    actions = [found[1] for vtec in _parameter(alert, "VTEC") if (found := _VTEC.match(vtec))]
    # One message may end the hazard for some zones and continue it for others.
    if actions and all(action in _ENDED_BY_VTEC for action in actions):
        return _ENDED_BY_VTEC[actions[0]], f"{native}, VTEC {actions[0]}"
    return cap_words.STATUS[kind], native


def _periods(alert: Alert, sent: Reading | None) -> tuple[tuple[Period, ...], dict[str, str]]:
    notes: dict[str, str] = {}
    read: dict[str, Reading] = {}
    for name in ("onset", "effective", "ends", "expires"):
        verbatim = getattr(alert, name)
        if reading := read_time(verbatim, None):
            read[name] = reading
        elif verbatim:
            notes[name] = f"{text.line(verbatim, 60)} (not used: no believable time with an offset)"
    if sent is None:
        notes["sent"] = f"{text.line(alert.sent, 60)} (not used: no believable time with an offset)"
    start, end = read.get("onset") or read.get("effective") or sent, read.get("ends")
    if start and end and end.at <= start.at:
        notes["ends"] = f"{end.at.isoformat()} (not used: not after the start)"
        end = None
    found = []
    if bound := start or end:
        ends = end.at if end else None
        found.append(Period(start=start.at if start else None, end=ends, precision=bound.precision))
    if expires := read.get("expires"):
        shown = (read.get("effective") or sent or expires).at
        start_of_message = shown if shown < expires.at else None
        found.append(Period(start=start_of_message, end=expires.at, role=PeriodRole.PUBLICATION))
    return tuple(found), notes


def _affected(alert: Alert) -> tuple[tuple[Entity, ...], dict[str, str]]:
    names = (text.line(name) for name in alert.area_desc.split(";"))
    found = [Entity(kind="area", name=name) for name in dict.fromkeys(names) if name]
    found += [Entity(kind=kind, ref=ref) for kind, ref in _pairs(alert.geocode)]
    if len(found) <= MOST_AREAS:
        return tuple(found), {}
    return tuple(found[:MOST_AREAS]), {"areas": f"only the first {MOST_AREAS} of {len(found)} are kept"}


def _events(alert: Alert) -> Iterator[str]:
    if event := text.line(alert.event):
        yield event
    for scheme, code in _pairs(alert.event_code):
        yield f"{scheme}:{code}"


def _relations(alert: Alert, kind: str) -> tuple[Relation, ...]:
    """The earlier messages. Expired ones are listed apart, and then the message may call itself an Alert."""
    current = [_name(one.sender, one.identifier, one.sent) for one in alert.references]
    expired = [name for words in _parameter(alert, "expiredReferences") for name in cap_chain.references(words)]
    found = [Relation(kind=cap_words.RELATION[kind], native_id=name) for name in current if name and name != alert.name]
    replaces = "cancels" if kind == "cancel" else "supersedes"
    found += [Relation(kind=replaces, native_id=name) for name in expired if name != alert.name]
    # Where this message's own time cannot be read, it has no place in the order of a chain.
    if read_time(alert.sent, None) is None:
        return ()
    return tuple(dict.fromkeys(found))


def _notes(alert: Alert) -> dict[str, str]:
    found = {
        "senderName": text.line(alert.sender_name, text.NOTE),
        "responseType": text.line(alert.response, text.NOTE),
        "note": text.line(alert.note, text.NOTE),
    }
    for name in ("NWSheadline", "VTEC"):
        found[name] = text.bounded(", ".join(text.line(words) for words in _parameter(alert, name)), text.NOTE)
    others = [name for name in alert.parameters if name not in _TOLD]
    for name in others[:MOST_PARAMETERS]:
        words = ", ".join(text.line(words) for words in _parameter(alert, name))
        found.setdefault(f"parameter {text.line(name, 60)}", text.bounded(words, text.NOTE))
    return {name: words for name, words in found.items() if words}


def _parameter(alert: Alert, name: str) -> list[str]:
    return [words for value in list_at(alert.parameters, name) if (words := as_text(value))]


def _pairs(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every scheme with each of its codes: ``UGC`` with ``TNZ005``."""
    for scheme in values:
        name = text.line(scheme, 60)
        for value in list_at(values, scheme):
            if name and (code := text.line(as_text(value), 60)):
                yield name, code


def _texts(lang: str, words: str) -> tuple[Text, ...]:
    plain = text.plain(words)
    return (Text(lang=lang, text=plain),) if plain else ()
