"""National Rail Enquiries incidents, Great Britain (Knowledgebase ``nre-incident-v5-0.xsd``): ``PtIncident``.

=============  ===================================================================================
native id      ``IncidentNumber``; of several ``Version``s in one document the highest counts
headline       ``Summary``
description    ``Description``, which is HTML
instruction    ``AlternativeTransport``
status         ``ClearedIncident`` or ``Progress``; else what the summary begins with; else the periods
planned        ``Planned``
severity       unknown: ``IncidentPriority`` orders incidents, lower first, and is no scale; it is kept
affected       operators and stations by name and code; ``RoutesAffected`` as prose
periods        every ``ValidityPeriod``; where the words tell of nights, weekends or days of the week, at
               some hours of it only (``recurring.from_prose``)
links          ``InfoLinks``, ``OutcomeURL``
=============  ===================================================================================

“CANCELLED: Engineering work …” means that the *work* is cancelled: trains run as usual (``prose.status_of``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from explainer.disruption import Disruption, Entity, Link, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import prose, recurring, situations, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_xml import every, flag, said, token, within
from explainer.formats.look import Look
from explainer.formats.situations import Moments, Version
from explainer.sources import Source
from explainer.vocabulary import Status, StatusBasis

if TYPE_CHECKING:
    from explainer.formats.common_xml import Element

_ROOTS = frozenset({"incidents", "ptincident", "ptincidentstructure"})
_OPERATORS = ("Affects", "Operators", "AffectedOperator")
_ROUTES = 500

_PROGRESS = {"open": Status.ACTIVE, "published": Status.ACTIVE, "closing": Status.MONITORING, "closed": Status.RESOLVED}
_CLEARED = {True: Status.RESOLVED, False: Status.ACTIVE}


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of an incidents document. An empty ``Incidents`` is the quiet state."""
    root = xml.parse(document)
    if xml.local_name(root).lower() not in _ROOTS:
        raise FormatError(f"the document is XML, but its root <{xml.local_name(root)[:40]}> holds no rail incidents")
    incidents = list(within(root, "PtIncident")) or ([root] if said(root, "IncidentNumber") else [])
    return situations.read(incidents, lambda incident: _version(incident, source), _native_id, source)


def recognises(look: Look) -> bool:
    """A document of rail incidents, also an empty one."""
    return look.root in _ROOTS and ("nationalrail.co.uk" in look.head or "IncidentNumber" in look.text)


def _native_id(incident: Element) -> str:
    return text.identifier(said(incident, "IncidentNumber"))


def _version(incident: Element, source: Source) -> Version:
    native = _native_id(incident)
    summary, words = text.line(said(incident, "Summary")), text.plain(said(incident, "Description"))
    if not native:
        raise RefusedError("it has no IncidentNumber")
    if not summary and not words:
        raise RefusedError("it has neither a summary nor a description")
    language = "en" if source.language == "und" else source.language
    moments = Moments(source)
    status, status_native, basis = _status(incident, summary)
    issued = moments.at("CreationTime", said(incident, "CreationTime"))
    changed = moments.at("LastChangedDate", said(incident, "ChangeHistory", "LastChangedDate"))
    advice = text.plain(said(incident, "AlternativeTransport"))
    spans = [
        recurring.in_prose(period, f"{summary}\n{words}", source.tz)
        for span in every(incident, "ValidityPeriod")
        if (period := moments.period("ValidityPeriod", said(span, "StartTime"), said(span, "EndTime")))
    ]
    version = text.identifier(said(incident, "Version"))
    priority = token(incident, "IncidentPriority")
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native, version),
        headline=(Text(lang=language, text=summary or situations.first_line(words)),),
        description=(Text(lang=language, text=words),) if words else (),
        instruction=(Text(lang=language, text=advice),) if advice else (),
        status=status,
        status_native=status_native,
        status_basis=basis,
        severity_native=f"priority {priority}" if priority else "",
        planned=flag(incident, "Planned"),
        affected=tuple(dict.fromkeys(_affected(incident)))[: situations.MOST_ENTITIES],
        periods=tuple(dict.fromkeys(spans))[: situations.MOST_PERIODS],
        issued_at=issued,
        updated_at=changed or issued,
        links=tuple(dict.fromkeys(_links(incident)))[: situations.MOST_LINKS],
        extra=moments.notes,
    )
    return Version(made, situations.version_number(version))


def _status(incident: Element, summary: str) -> tuple[Status, str, StatusBasis]:
    """What the publisher states; else what the summary begins with; else it is left to the periods."""
    cleared, progress = flag(incident, "ClearedIncident"), token(incident, "Progress")
    stated = Status.UNKNOWN if cleared is None else _CLEARED[cleared]
    by_progress = _PROGRESS.get(progress.casefold(), Status.UNKNOWN)
    guess = prose.status_of(summary)
    if stated.over or by_progress.over:
        return Status.RESOLVED, "cleared" if stated.over else progress, StatusBasis.STATED
    if guess is not None and guess.status is not Status.UNKNOWN:
        return guess.status, guess.native, StatusBasis.INFERRED_FROM_TEXT
    if stated is not Status.UNKNOWN:
        return stated, "not cleared", StatusBasis.STATED
    basis = StatusBasis.STATED if progress else StatusBasis.INFERRED_FROM_PERIOD
    return by_progress, progress, basis


def _affected(incident: Element) -> Iterator[Entity]:
    for operator in every(incident, *_OPERATORS):
        name, ref = token(operator, "OperatorName"), token(operator, "OperatorRef")
        if name or ref:
            yield Entity(kind="operator", name=name, ref=ref)
    for affects in every(incident, "Affects"):
        for station in within(affects, "Station", "AffectedStation", "AffectedStopPoint"):
            name = token(station, "StationName") or token(station, "StopPointName")
            ref = token(station, "CrsCode") or token(station, "StopPointRef")
            if name or ref:
                yield Entity(kind="station", name=name, ref=ref)
    if routes := text.line(said(incident, "Affects", "RoutesAffected"), _ROUTES):
        yield Entity(kind="route", name=routes)


def _links(incident: Element) -> Iterator[Link]:
    for link in every(incident, "InfoLinks", "InfoLink"):
        if href := text.address(said(link, "Uri")):
            yield Link(href=href, text=text.line(said(link, "Label")))
    for name in ("OutcomeURL", "OutcomeUrl"):
        if href := text.address(said(incident, name)):
            yield Link(rel="related", href=href, text="Outcome")
