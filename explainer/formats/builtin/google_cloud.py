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

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, Span, Step
from explainer.formats.kit import markdown_text, text
from explainer.formats.kit.common_json import Object, Objects, Said, Wire, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import EffectCode, Severity, Status, StatusBasis

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

_KEYS = frozenset({"id", "begin", "external_desc", "updates"})


class _Part(Wire):
    id: Said = ""
    title: Said = ""


class _Update(Wire):
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
    updates: Annotated[tuple[_Update, ...], Objects] = ()
    most_recent_update: Annotated[_Update, Object] = _Update()
    affected_products: Annotated[tuple[_Part, ...], Objects] = ()
    currently_affected_locations: Annotated[tuple[_Part, ...], Objects] = ()
    previously_affected_locations: Annotated[tuple[_Part, ...], Objects] = ()


def parse(document: Document, source: Source) -> Entries:
    """One entry per incident."""
    data = read_json(document)
    if not isinstance(data, list):
        raise FormatError("the document is JSON, but not Google's list of incidents")
    if data and not any(isinstance(row, dict) and {"id", "external_desc"} <= row.keys() for row in data):
        raise FormatError("the document is a list, but not of Google's incidents")
    # `uri` is relative to the page the document came from: Cloud and Workspace have one each.
    base = text.base_of(document.name, source.private) or text.base_of(source.url or "", source.private)
    return Entries(data, lambda row: _draft(row, base, source), lambda row: text_at(row, "id"), lang="en")


def recognises(look: Look) -> bool:
    """A list whose first object has the keys of an incident."""
    return isinstance(look.data, list) and look.keys >= _KEYS


def _draft(row: Any, base: str, source: Source) -> Draft:
    wire = _Incident.of(row)
    status, said = _status(wire, source)
    impact = wire.status_impact.upper()
    steps = list(_steps(wire, source))
    return Draft(
        id=wire.id,
        headline=markdown_text.line(wire.external_desc),
        description=_closing_words(steps) if status.over else "",
        status=status,
        status_native=said,
        status_basis=StatusBasis.STATED if said else StatusBasis.INFERRED_FROM_PERIOD,
        severity=SEVERITY.get(wire.severity.casefold(), Severity.UNKNOWN),
        severity_native=wire.severity,
        effects=[(EFFECT.get(impact, EffectCode.UNKNOWN), impact)] if impact else (),
        events=[impact],
        categories=[wire.severity],
        affected=_affected(wire, status),
        spans=[Span(wire.begin, wire.end)],
        issued=wire.created,
        updated=wire.modified,
        updates=steps,
        links=[Pointer(wire.uri)],
        base=base,
    )


def _status(wire: _Incident, source: Source) -> tuple[Status, str]:
    """A stated end counts, whatever the newest update says (seen: a report of a disruption after its end)."""
    said = (wire.most_recent_update.status or (wire.updates[0].status if wire.updates else "")).upper()
    if read_time(wire.end, source.tz):
        return Status.RESOLVED, said if STATUS.get(said) is Status.RESOLVED else "end"
    return STATUS.get(said, Status.UNKNOWN if said else Status.ACTIVE), said


def _steps(wire: _Incident, source: Source) -> Iterator[Step]:
    """The updates, which are published newest first, oldest first."""
    for one in reversed(wire.updates or (wire.most_recent_update,)):
        at = read_time(one.when, source.tz) or one.created
        yield Step(at, markdown_text.plain(one.text) or one.status, STATUS.get(one.status.upper()))


def _closing_words(steps: list[Step]) -> str:
    """The words of the update that closed the incident, rather than those of the long report that follows it."""
    return next((step.says for step in steps if step.status is Status.RESOLVED), "")


def _affected(wire: _Incident, status: Status) -> Iterator[Named]:
    for product in wire.affected_products or (_Part(title=wire.service_name),):
        yield Named("product", product.title, product.id)
    for place in wire.currently_affected_locations or (wire.previously_affected_locations if status.over else ()):
        yield Named("location", place.title, place.id)


FORMAT = Format(
    name="google-cloud",
    what="Google Cloud incidents, JSON",
    parse=parse,
    recognises=recognises,
    sample=b"""\
[{"id":"abc","number":"1","begin":"2026-11-20T10:00:00+00:00","created":"2026-11-20T10:05:00+00:00","end":null,
"modified":"2026-11-20T11:00:00+00:00","external_desc":"Elevated errors","severity":"medium","service_name":"Cloud Run",
"updates":[{"created":"2026-11-20T11:00:00+00:00","when":"2026-11-20T11:00:00+00:00","text":"**Summary** errors",
"status":"SERVICE_DISRUPTION"}],"most_recent_update":{"created":"2026-11-20T11:00:00+00:00","text":"errors",
"when":"2026-11-20T11:00:00+00:00","status":"SERVICE_DISRUPTION"},"status_impact":"SERVICE_DISRUPTION",
"affected_products":[{"title":"Cloud Run","id":"run"}],"uri":"incidents/abc",
"currently_affected_locations":[{"title":"Iowa (us-central1)","id":"us-central1"}],
"previously_affected_locations":[{"title":"Oregon (us-west1)","id":"us-west1"}]}]
""",
)
