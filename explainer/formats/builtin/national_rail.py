"""National Rail Enquiries incidents, Great Britain (Knowledgebase ``nre-incident-v5-0.xsd``): ``PtIncident``.

=============  ===================================================================================
native id      ``IncidentNumber``
version        ``Version``, which is a number: the highest counts, the others are its history
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

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer
from explainer.formats.kit import prose, recurring, text, xml_reading
from explainer.formats.kit.common_xml import every, flag, said, token, within
from explainer.formats.kit.look import Look
from explainer.formats.kit.spans import Moments
from explainer.model.disruption import Period
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Status, StatusBasis

if TYPE_CHECKING:
    from explainer.formats.kit.common_xml import Element

_ROOTS = frozenset({"incidents", "ptincident", "ptincidentstructure"})

_PROGRESS = {"open": Status.ACTIVE, "published": Status.ACTIVE, "closing": Status.MONITORING, "closed": Status.RESOLVED}
_CLEARED = {True: Status.RESOLVED, False: Status.ACTIVE}


def parse(document: Document, source: Source) -> Entries:
    """The incidents of a document. An empty ``Incidents`` is the quiet state."""
    root = xml_reading.parse(document)
    if xml_reading.local_name(root).lower() not in _ROOTS:
        raise FormatError(
            f"the document is XML, but its root <{xml_reading.local_name(root)[:40]}> holds no rail incidents"
        )
    incidents = list(within(root, "PtIncident")) or ([root] if said(root, "IncidentNumber") else [])
    lang = "en" if source.language == "und" else source.language
    return Entries(incidents, lambda row: _draft(row, source), lambda row: said(row, "IncidentNumber"), lang=lang)


def recognises(look: Look) -> bool:
    """A document of rail incidents, also an empty one."""
    return look.root in _ROOTS and ("nationalrail.co.uk" in look.head or "IncidentNumber" in look.text)


def _draft(incident: Element, source: Source) -> Draft:
    status, status_native, basis = _status(incident)
    priority = said(incident, "IncidentPriority")
    moments = Moments(source.tz)
    periods = list(_periods(incident, moments))
    return Draft(
        id=said(incident, "IncidentNumber"),
        version=said(incident, "Version"),
        headline=said(incident, "Summary"),
        description=said(incident, "Description"),
        instruction=said(incident, "AlternativeTransport"),
        status=status,
        status_native=status_native,
        status_basis=basis,
        severity_native=f"priority {priority}" if priority else "",
        planned=flag(incident, "Planned"),
        affected=_affected(incident),
        spans=periods,
        issued=said(incident, "CreationTime"),
        updated=said(incident, "ChangeHistory", "LastChangedDate"),
        links=_links(incident),
        notes=moments.notes,
    )


def _status(incident: Element) -> tuple[Status, str, StatusBasis]:
    """What the publisher states; else what the summary begins with; else it is left to the periods."""
    cleared, progress = flag(incident, "ClearedIncident"), token(incident, "Progress")
    stated = Status.UNKNOWN if cleared is None else _CLEARED[cleared]
    by_progress = _PROGRESS.get(progress.casefold(), Status.UNKNOWN)
    guess = prose.status_of(text.line(said(incident, "Summary")))
    if stated.over or by_progress.over:
        return Status.RESOLVED, "cleared" if stated.over else progress, StatusBasis.STATED
    if guess is not None and guess.status is not Status.UNKNOWN:
        return guess.status, guess.native, StatusBasis.INFERRED_FROM_TEXT
    if stated is not Status.UNKNOWN:
        return stated, "not cleared", StatusBasis.STATED
    basis = StatusBasis.STATED if progress else StatusBasis.INFERRED_FROM_PERIOD
    return by_progress, progress, basis


def _periods(incident: Element, moments: Moments) -> Iterator[Period]:
    words = f"{text.line(said(incident, 'Summary'))}\n{text.plain(said(incident, 'Description'))}"
    for span in every(incident, "ValidityPeriod"):
        if period := moments.period("ValidityPeriod", said(span, "StartTime"), said(span, "EndTime")):
            yield recurring.in_prose(period, words, moments.zone)


def _affected(incident: Element) -> Iterator[Named]:
    for operator in every(incident, "Affects", "Operators", "AffectedOperator"):
        yield Named("operator", said(operator, "OperatorName"), said(operator, "OperatorRef"))
    for affects in every(incident, "Affects"):
        for station in within(affects, "Station", "AffectedStation", "AffectedStopPoint"):
            name = said(station, "StationName") or said(station, "StopPointName")
            yield Named("station", name, said(station, "CrsCode") or said(station, "StopPointRef"))
    yield Named("route", said(incident, "Affects", "RoutesAffected"))


def _links(incident: Element) -> Iterator[Pointer]:
    for link in every(incident, "InfoLinks", "InfoLink"):
        yield Pointer(said(link, "Uri"), said(link, "Label"))
    for name in ("OutcomeURL", "OutcomeUrl"):
        yield Pointer(said(incident, name), "Outcome", "related")


FORMAT = Format(
    name="national-rail",
    what="National Rail incidents: trains in Great Britain",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""<Incidents xmlns="http://nationalrail.co.uk/xml/incident"
xmlns:com="http://nationalrail.co.uk/xml/common"><PtIncident><CreationTime>2026-11-20T09:00:00Z</CreationTime>
<ChangeHistory><com:LastChangedDate>2026-11-20T09:30:00Z</com:LastChangedDate></ChangeHistory><IncidentNumber>A1
</IncidentNumber><Version>2</Version><ValidityPeriod><com:StartTime>2026-11-20T09:00:00Z</com:StartTime><com:EndTime>
2026-11-28T09:00:00Z</com:EndTime></ValidityPeriod><Planned>false</Planned><Summary>Delays at Reading</Summary>
<Description>A signal is out. Buses run each night.</Description><AlternativeTransport><AlternativeTravelText>Use bus
5.</AlternativeTravelText></AlternativeTransport><InfoLinks><InfoLink><Uri>https://n.example/1</Uri><Label>More
</Label></InfoLink></InfoLinks><Affects><Operators><AffectedOperator><OperatorRef>GW</OperatorRef><OperatorName>Great
Western</OperatorName></AffectedOperator></Operators><Stations><Station><CrsCode>RDG</CrsCode><StationName>Reading
</StationName></Station></Stations><RoutesAffected>Reading to Oxford</RoutesAffected></Affects><ClearedIncident>false
</ClearedIncident><IncidentPriority>1</IncidentPriority><Progress>open</Progress><OutcomeURL>https://n.example/2
</OutcomeURL></PtIncident></Incidents>""",
)
