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
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, Span
from explainer.formats.families import cap_chain, cap_words, nws_segments
from explainer.formats.kit import rows, text
from explainer.formats.kit.common_json import Object, Objects, Said, Wire, as_dict, as_text, list_at, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import Reading, read_time
from explainer.model.disruption import Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Certainty, PeriodRole, Reality, Severity, Status, Urgency

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


def parse(document: Document, source: Source) -> Entries:
    """The alerts of a document; the gate joins those of one chain."""
    raw, partial = _alerts(document)
    return Entries(raw, _draft, lambda row: Alert.model_validate(row).name, partial, "en-US")


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


def _alerts(document: Document) -> tuple[list[dict[str, Any]], tuple[Rejected, ...]]:
    """The alerts, each with the ``id`` of its feature where it has none of its own."""
    found = read_json(document)
    if isinstance(found, dict) and isinstance(found.get("@graph"), list):
        raw, partial = [as_dict(row) for row in found["@graph"]], rows.partial(found)
    elif text_at(found, "@type") == "wx:Alert":
        raw, partial = [found], ()
    else:
        collection = rows.features(document)
        raw = [{"id": row.get("id"), **as_dict(row.get("properties"))} for row in collection.rows]
        partial = collection.partial
    if raw and not any("messageType" in row for row in raw):
        raise FormatError("none of the document's features is an alert of the National Weather Service")
    return raw, partial


def _name(sender: str, identifier: str, sent: str) -> str:
    """The triple by which CAP names a message, or nothing where a part is missing or is no time."""
    if not (sender and identifier and read_time(sent, None)):
        return ""
    return cap_chain.triple(*(" ".join(part.split()) for part in (sender, identifier, sent)))


def _draft(row: dict[str, Any]) -> Draft:
    alert = Alert.model_validate(row)
    cap_words.reality(alert.message_type or "?", alert.scope, alert.status)
    kind, sent = alert.message_type.casefold(), read_time(alert.sent, None)
    status, native = _status(alert, kind)
    return Draft(
        id=alert.name,
        version=alert.name,
        lang=alert.language,
        headline=alert.headline or alert.event,
        description=alert.description,
        instruction=alert.instruction,
        reality=_reality(alert),
        status=status,
        status_native=native,
        severity=cap_words.SEVERITY.get(alert.severity.casefold(), Severity.UNKNOWN),
        severity_native=alert.severity,
        certainty=cap_words.CERTAINTY.get(alert.certainty.casefold(), Certainty.UNKNOWN),
        urgency=cap_words.URGENCY.get(alert.urgency.casefold(), Urgency.UNKNOWN),
        causes=cap_words.causes([alert.category]),
        events=[alert.event, *(f"{scheme}:{code}" for scheme, code in _pairs(alert.event_code))],
        categories=[alert.category],
        affected=_affected(alert),
        spans=_spans(alert, sent),
        zoned=True,
        issued=alert.sent,
        updated=alert.sent,
        relations=_relations(alert, kind),
        links=[Pointer(alert.web)],
        notes=_notes(alert),
    )


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


def _spans(alert: Alert, sent: Reading | None) -> Iterator[Span]:
    """The hazard until ``ends``; the message is shown until it expires."""
    yield Span(cap_words.begins((alert.onset, alert.effective), sent, None), alert.ends)
    expires, shown = read_time(alert.expires, None), read_time(alert.effective, None) or sent
    if expires:
        yield Span(shown if shown and shown.at < expires.at else None, expires, PeriodRole.PUBLICATION)


def _affected(alert: Alert) -> Iterator[Named]:
    yield from (Named("area", name) for name in alert.area_desc.split(";"))
    yield from (Named(kind, ref=ref) for kind, ref in _pairs(alert.geocode))


def _relations(alert: Alert, kind: str) -> dict[str, list[str]]:
    """The earlier messages. Expired ones are listed apart, and then the message may call itself an Alert."""
    # Where this message's own time cannot be read, it has no place in the order of a chain.
    if read_time(alert.sent, None) is None:
        return {}
    current = [_name(one.sender, one.identifier, one.sent) for one in alert.references]
    expired = [name for words in _parameter(alert, "expiredReferences") for name in cap_chain.references(words)]
    replaces = "cancels" if kind == "cancel" else "supersedes"
    stated = cap_words.RELATION[kind]
    return {replaces: [*current, *expired]} if stated == replaces else {stated: current, replaces: expired}


def _notes(alert: Alert) -> dict[str, str]:
    found = {"senderName": alert.sender_name, "responseType": alert.response, "note": alert.note}
    found |= {name: ", ".join(_parameter(alert, name)) for name in ("NWSheadline", "VTEC")}
    others = [name for name in alert.parameters if name not in _TOLD]
    for name in others[:MOST_PARAMETERS]:
        found.setdefault(f"parameter {text.line(name, 60)}", ", ".join(_parameter(alert, name)))
    return found


def _parameter(alert: Alert, name: str) -> list[str]:
    return [words for value in list_at(alert.parameters, name) if (words := as_text(value))]


def _pairs(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every scheme with each of its codes: ``UGC`` with ``TNZ005``."""
    for scheme in values:
        name = text.line(scheme, 60)
        for value in list_at(values, scheme):
            if name and (code := text.line(as_text(value), 60)):
                yield name, code


FORMAT = Format(
    name="nws",
    what="alerts of the National Weather Service, GeoJSON",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    merge=nws_segments.merge,
    sample=b"""{"type":"FeatureCollection","title":"Current watches, warnings, and advisories","features":[{"id":
"https://api.weather.gov/alerts/urn:oid:2.49.0.1","type":"Feature","properties":{"id":"urn:oid:2.49.0.1","areaDesc":
"Val Dorme; Mill","geocode":{"UGC":["TNZ005"]},"references":[],"sent":"2026-11-20T09:00:00-06:00","effective":
"2026-11-20T09:00:00-06:00","onset":"2026-11-20T12:00:00-06:00","expires":"2026-11-20T18:00:00-06:00","ends":
"2026-11-20T20:00:00-06:00","status":"Actual","messageType":"Alert","category":"Met","severity":"Severe","certainty":
"Likely","urgency":"Expected","event":"Winter Storm Warning","sender":"w@w.example","senderName":"NWS","headline":
"Winter Storm Warning issued","description":"Snow.","instruction":"Stay in.","response":"Prepare","parameters":{
"VTEC":["/O.NEW.KOHX.WS.W.0001.261120T1800Z-261121T0200Z/"],"NWSheadline":["SNOW"]},"web":"https://w.example"}}]}""",
)
