"""Google Cloud and Google Workspace: ``incidents.json`` (status.cloud.google.com/incidents.schema.json).

=============  =================================================================================
native id      ``id``
headline       ``external_desc``
description    the newest of ``updates``; of an incident that is over, the one that closed it
status         resolved once it has an ``end`` or its newest update says ``AVAILABLE``, else active
severity       ``severity``
effects        ``status_impact``
events         ``status_impact``
categories     ``severity``
affected       ``affected_products``, else ``service_name``; locations affected now, once over those before
periods        ``begin`` until ``end``
updates        ``updates`` at ``when``, oldest first; their Markdown to plain text
=============  =================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from explainer.disruption import Disruption, Effect, Entity, Link, SetAside, Text, Update, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, markdown, prose, text
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import Object, Objects, Said, Wire, read_json, span
from explainer.formats.look import Look
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Severity, Status, StatusBasis

SEVERITY = {
    "low": Severity.MINOR,
    "medium": Severity.MODERATE,
    "high": Severity.SEVERE,
}

EFFECT = {
    "SERVICE_INFORMATION": EffectCode.INFORMATION,
    "SERVICE_DISRUPTION": EffectCode.DEGRADED,
    "SERVICE_OUTAGE": EffectCode.FULL_OUTAGE,
    "AVAILABLE": EffectCode.NO_EFFECT,
}

STATUS = {
    "SERVICE_INFORMATION": Status.ACTIVE,
    "SERVICE_DISRUPTION": Status.ACTIVE,
    "SERVICE_OUTAGE": Status.ACTIVE,
    "AVAILABLE": Status.RESOLVED,
}
"""What an update says. Reports written after the end say ``AVAILABLE`` too."""

_MOST_UPDATES = 500
_MOST_AFFECTED = 500
_KEYS = frozenset({"id", "begin", "external_desc", "updates"})


class _Named(Wire):
    id: Said = ""
    title: Said = ""


class _Step(Wire):
    when: Said = ""
    created: Said = ""
    text: Said = ""
    status: Said = ""


class _Incident(Wire):
    id: Said = ""
    number: Said = ""
    begin: Said = ""
    created: Said = ""
    end: Said = ""
    modified: Said = ""
    external_desc: Said = ""
    severity: Said = ""
    status_impact: Said = ""
    service_name: Said = ""
    uri: Said = ""
    updates: Annotated[tuple[_Step, ...], Objects] = ()
    most_recent_update: Annotated[_Step, Object] = _Step()
    affected_products: Annotated[tuple[_Named, ...], Objects] = ()
    currently_affected_locations: Annotated[tuple[_Named, ...], Objects] = ()
    previously_affected_locations: Annotated[tuple[_Named, ...], Objects] = ()


def parse(document: Document, source: Source) -> Parsed:
    """The incidents, one disruption each."""
    data = read_json(document)
    if not isinstance(data, list):
        raise FormatError("the document is JSON, but not Google's list of incidents")
    if data and not any(isinstance(row, dict) and {"id", "external_desc"} <= row.keys() for row in data):
        raise FormatError("the document is a list, but not of Google's incidents")
    first, aside = first_entries(data)
    disruptions: dict[str, Disruption] = {}
    set_aside = list(aside)
    for number, row in enumerate(first, start=1):
        made = _disruption(row, number, document, source)
        if isinstance(made, SetAside):
            set_aside.append(made)
        elif disruptions.setdefault(made.id, made) is not made:
            reason = "another entry before it has the same id"
            set_aside.append(SetAside(entry=f"incident {number}", reason=reason, native_id=made.origin.native_id))
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


def recognises(look: Look) -> bool:
    """A list whose first object has the keys of an incident."""
    return isinstance(look.data, list) and look.keys >= _KEYS


def _disruption(row: Any, number: int, document: Document, source: Source) -> Disruption | SetAside:
    if not isinstance(row, dict):
        return SetAside(entry=f"incident {number}", reason="it is not an object")
    wire = _Incident.model_validate(row)
    native, headline = text.identifier(wire.id), markdown.line(wire.external_desc)
    label = (
        f"incident {number} ({text.bounded(headline or native, 80)})" if headline or native else f"incident {number}"
    )
    if not native:
        return SetAside(entry=label, reason="it has no id")
    if not headline:
        return SetAside(entry=label, reason="it has no external_desc", native_id=native)
    begin, end = read_time(wire.begin, source.tz), read_time(wire.end, source.tz)
    created, modified = read_time(wire.created, source.tz), read_time(wire.modified, source.tz)
    updates, undated = _updates(wire, source)
    status, said = _status(wire, end)
    basis = StatusBasis.STATED if said else StatusBasis.INFERRED_FROM_PERIOD
    impact = wire.status_impact.upper()
    reality = prose.reality_of(headline)
    notes = {
        name: text.line(words, text.NOTE)
        for name, words, reading in (("begin", wire.begin, begin), ("end", wire.end, end))
        if words and reading is None
    }
    if undated:
        notes["undated updates"] = str(undated)
    if reality:
        notes["reality"] = "inferred from the headline"
    newest = _newest(updates, status)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang="en", text=headline),),
        description=(Text(lang="en", text=newest),) if newest else (),
        status=status,
        status_native=said,
        status_basis=basis,
        severity=SEVERITY.get(wire.severity.casefold(), Severity.UNKNOWN),
        severity_native=text.line(wire.severity),
        effects=_effects(impact),
        events=tuple(filter(None, (text.line(impact, text.NOTE),))),
        categories=tuple(filter(None, (text.line(wire.severity, text.NOTE),))),
        affected=tuple(dict.fromkeys(_affected(wire, status)))[:_MOST_AFFECTED],
        periods=span(begin, end),
        issued_at=created.at if created else None,
        updated_at=modified.at if modified else None,
        updates=updates,
        links=tuple(_links(wire, document, source)),
        extra=notes,
    )
    if reality:
        made = made.model_copy(update={"reality": reality})
    return mapping.apply(made, source, [update.says for update in updates])


def _status(wire: _Incident, end: Reading | None) -> tuple[Status, str]:
    """A stated end counts, whatever the newest update says (seen: a report of a disruption after its end)."""
    said = (wire.most_recent_update.status or (wire.updates[0].status if wire.updates else "")).upper()
    if end is not None:
        return Status.RESOLVED, text.line(said if STATUS.get(said) is Status.RESOLVED else "end")
    return STATUS.get(said, Status.UNKNOWN if said else Status.ACTIVE), text.line(said)


def _updates(wire: _Incident, source: Source) -> tuple[tuple[Update, ...], int]:
    steps = wire.updates or ((wire.most_recent_update,) if wire.most_recent_update.text else ())
    found: list[Update] = []
    for step in reversed(steps[:_MOST_UPDATES]):  # published newest first; a stable sort keeps ties
        at = read_time(step.when, source.tz) or read_time(step.created, source.tz)
        if at is not None and (says := markdown.plain(step.text) or text.line(step.status)):
            found.append(Update(at=at.at, says=says, status=STATUS.get(step.status.upper()), precision=at.precision))
    return tuple(sorted(found, key=lambda update: update.at)), len(steps[:_MOST_UPDATES]) - len(found)


def _newest(updates: tuple[Update, ...], status: Status) -> str:
    """The words that closed the incident, not the report of many pages that follows; else the newest."""
    over = [update.says for update in updates if update.status is Status.RESOLVED and status.over]
    return over[0] if over else (updates[-1].says if updates else "")


def _effects(impact: str) -> tuple[Effect, ...]:
    code = EFFECT.get(impact, EffectCode.UNKNOWN)
    return (Effect(code=code, native=text.line(impact)),) if impact else ()


def _affected(wire: _Incident, status: Status) -> Iterator[Entity]:
    for product in wire.affected_products or (_Named(title=wire.service_name),):
        if product.title or product.id:
            yield Entity(kind="product", name=text.line(product.title), ref=text.identifier(product.id))
    for place in wire.currently_affected_locations or (wire.previously_affected_locations if status.over else ()):
        if place.title or place.id:
            yield Entity(kind="location", name=text.line(place.title), ref=text.identifier(place.id))


def _links(wire: _Incident, document: Document, source: Source) -> Iterator[Link]:
    """``uri`` is relative to the page the document came from: Cloud and Workspace have one each."""
    base = text.address(document.name) or text.address(source.url or "") or ""
    if href := text.address(wire.uri, base):
        yield Link(href=href)
