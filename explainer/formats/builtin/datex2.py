"""DATEX II situation publications, versions 2 and 3 (CEN/TS 16157-3): one disruption per situation.

=============  ======================================================================================
native id      ``situation/@id``
version        ``situation/@version``, else its records' highest; the others are its history
headline       the first line of the first public comment, else made of record types and places
description    ``generalPublicComment``, each text once, by ``value/@lang``
status         every record ended: resolved; every one cancelled (“not valid”): withdrawn; else the
               ``validityStatus`` of those that still stand
reality        ``informationStatus``
severity       ``overallSeverity``, else the worst ``severity``
certainty      ``probabilityOfOccurrence``
causes         record types, their ``…Type``, ``causeType``; ``datex2_tables``
effects        management, constriction and traffic types; a closure for some vehicles is no closure
periods        ``validPeriod`` where given, else ``overallStartTime`` to ``overallEndTime``, without the
               ``exceptionPeriod``s; hours and days on which they recur (``datex2_times``)
affected       names of roads and places
=============  ======================================================================================

The document may be wrapped in SOAP, or stand escaped in the text of another document (seen: Fintraffic's IMS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from explainer.errors import FormatError
from explainer.formats import identity
from explainer.formats.base import (
    Document,
    Draft,
    Entries,
    Format,
    Named,
    NotForReadersError,
    Pointer,
    RefusedError,
    in_languages,
)
from explainer.formats.families import datex2_tables, datex2_times
from explainer.formats.kit import prose, text, xml_reading
from explainer.formats.kit.common_xml import (
    by_language,
    every,
    first,
    flag,
    language,
    names,
    said,
    token,
    type_of,
    within,
)
from explainer.formats.kit.look import Look
from explainer.formats.kit.spans import Moments
from explainer.formats.kit.times import Reading, read_time
from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, Certainty, EffectCode, Severity, Status, StatusBasis

if TYPE_CHECKING:
    from explainer.formats.kit.common_xml import Element

_PUBLICATIONS = ("payloadPublication", "payload", "situationPublication")
_ROOTS = frozenset({"d2logicalmodel", "messagecontainer"})
_MARKS = ("d2LogicalModel", "datex2.eu/schema/3/situation", "datex2.eu/schema/3/messageContainer")
_MOST_ESCAPED = 100
_LONGEST_NAME = 100
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")


def parse(document: Document, source: Source) -> Entries:
    """The situations of a DATEX II document."""
    rows = [(situation, part) for part in _publications(document) for situation in every(part, "situation")]
    return Entries(rows, lambda row: _draft(row[0], row[1], source), lambda row: str(row[0].get("id", "")))


def recognises(look: Look) -> bool:
    """An XML document that is, or carries, DATEX II; SIRI declares the namespace too, and is not meant."""
    if look.root in _ROOTS:
        return True
    return bool(look.root) and "siri.org.uk" not in look.text and any(mark in look.text for mark in _MARKS)


def _publications(document: Document) -> list[Element]:
    """The situation publications, wherever they stand.

    Raises:
        FormatError: when there is none; a message that only keeps a connection alive is no quiet state.
    """
    root = xml_reading.parse(document)
    found = [part for tree in (root, *_escaped(root)) for part in _bare(tree)]
    publications = [part for part in found if _is_of_situations(part)]
    if publications:
        return publications
    if found:
        raise FormatError(f"the DATEX II document is a {type_of(found[0]) or 'publication'}, not of situations")
    if xml_reading.local_name(root).lower() in _ROOTS:
        raise FormatError("the DATEX II document carries no publication")
    raise FormatError(f"the document is XML, but its root <{xml_reading.local_name(root)[:40]}> holds no DATEX II")


def _bare(tree: Element) -> list[Element]:
    return [part for part in within(tree, *_PUBLICATIONS) if type_of(part) or first(part, "situation") is not None]


def _is_of_situations(publication: Element) -> bool:
    kind = type_of(publication)
    return kind == "SituationPublication" or (not kind and first(publication, "situation") is not None)


def _escaped(root: Element) -> Iterator[Element]:
    """Documents that stand escaped in text nodes."""
    if _bare(root):
        return
    carriers = [e for e in root.iter() if len(e) == 0 and e.text and any(mark in e.text for mark in _MARKS)]
    for carrier in carriers[:_MOST_ESCAPED]:
        inner = _DECLARATION.sub("", (carrier.text or "").strip()).lstrip()
        if inner.startswith("<"):
            yield xml_reading.parse_text(inner)


def _draft(situation: Element, publication: Element, source: Source) -> Draft:
    records = every(situation, "situationRecord")
    if not records:
        raise RefusedError("it has no records")
    confidentiality = token(situation, "headerInformation", "confidentiality")
    if confidentiality in datex2_tables.NOT_FOR_READERS:
        raise NotForReadersError(f"its confidentiality is {confidentiality}, so it may not be published")
    reality = token(situation, "headerInformation", "informationStatus")
    status, basis, status_native, standing = _status(records)
    severity = token(situation, "overallSeverity") or _best(records, "severity", datex2_tables.WORST_FIRST)
    certainty = _best(standing, "probabilityOfOccurrence", datex2_tables.SUREST_FIRST)
    comments = _comments(standing, language(publication, source.language)) or _comments(records, source.language)
    affected = list(_affected(standing, source.language))
    moments = Moments(source.tz)
    periods = _periods(standing, moments)
    created = _moments(records, "situationRecordCreationTime", source)
    changed = [
        *_moments(records, "situationRecordVersionTime", source),
        *_moments([situation], "situationVersionTime", source),
    ]
    return Draft(
        id=situation.get("id", ""),
        refused=_refused(reality),
        version=situation.get("version", "") or _newest_record(records),
        headline={} if comments else _composed(standing, affected),
        description=comments,
        reality=datex2_tables.REALITY.get(reality),
        status=status,
        status_native=status_native,
        status_basis=basis,
        severity=datex2_tables.SEVERITY.get(severity, Severity.UNKNOWN),
        severity_native=severity,
        certainty=datex2_tables.CERTAINTY.get(certainty, Certainty.UNKNOWN),
        planned=False if any(flag(record, "urgentRoadworks") for record in standing) else None,
        causes=_causes(standing),
        effects=[effect for record in standing for effect in _effects(record)],
        events=[word for record in standing for word in _words(record)],
        affected=affected,
        spans=periods,
        issued=min(created, default=said(records[0], "situationRecordCreationTime")),
        updated=max(changed, default=said(records[0], "situationRecordVersionTime")),
        links=[Pointer(xml_reading.words(part)) for record in standing for part in within(record, "urlLinkAddress")],
        notes=_notes(standing, certainty) | moments.notes,
    )


def _status(records: Sequence[Element]) -> tuple[Status, StatusBasis, str, Sequence[Element]]:
    """What the publisher says of the situation, and the records that still stand.

    One record may end while others of the situation go on. “Cancelled” says that it never was valid.
    """
    life = [
        "cancel" if _manages(record, "cancel") else "end" if _manages(record, "end") else token(*_validity(record))
        for record in records
    ]
    standing = [record for record, word in zip(records, life, strict=True) if word not in ("cancel", "end")]
    stated = StatusBasis.STATED
    if not standing:
        ended = "end" in life
        return Status.RESOLVED if ended else Status.WITHDRAWN, stated, "end" if ended else "cancel", records
    if "suspended" in life:  # not in force for now: it says nothing while other records do
        in_force = [record for record in standing if token(*_validity(record)) != "suspended"]
        standing = in_force or standing
    for word, status in (("active", Status.ACTIVE), ("planned", Status.PLANNED)):
        if word in life:
            return status, stated, word, standing
    native = next(filter(None, (token(*_validity(record)) for record in standing)), "")
    basis = StatusBasis.INFERRED_FROM_PERIOD if native == "definedByValidityTimeSpec" else stated
    return Status.UNKNOWN, basis, native, standing


def _validity(record: Element) -> tuple[Element, str, str]:
    return record, "validity", "validityStatus"


def _manages(record: Element, what: str) -> bool:
    return flag(record, "management", "lifeCycleManagement", what) is True


def _newest_record(records: Iterable[Element]) -> str:
    return max((record.get("version", "") for record in records), key=identity.counted, default="")


def _best(records: Iterable[Element], name: str, order: Sequence[str]) -> str:
    """The word of the records that stands first in ``order``, else the first other word, else nothing."""
    stated = [word for record in records if (word := token(record, name))]
    return next((word for word in order if word in stated), stated[0] if stated else "")


def _moments(elements: Iterable[Element], name: str, source: Source) -> list[Reading]:
    """The times that stand under ``name`` in the elements, as far as they can be read."""
    return [reading for one in elements if (reading := read_time(said(one, name), source.tz))]


def _refused(reality: str) -> str:
    known = reality in ("", *datex2_tables.REALITY)
    return "" if known else "its informationStatus is none of real, test, securityExercise and technicalExercise"


def _comments(records: Iterable[Element], otherwise: str) -> dict[str, list[str]]:
    comments = [
        comment
        for record in records
        for comment in every(record, "generalPublicComment")
        if token(comment, "commentType") not in datex2_tables.NOT_PUBLIC_COMMENTS
    ]
    return by_language([value for comment in comments for value in within(comment, "value")], otherwise)


def _composed(records: Sequence[Element], affected: Sequence[Named]) -> dict[str, str]:
    """A headline where the publisher wrote none: what, and where. Nothing where no type is stated."""
    what = ", ".join(dict.fromkeys(prose.in_words(kind) for record in records if (kind := type_of(record))))
    spoken = next((one.lang for one in affected if one.lang), "")
    named = [one.name for one in affected if one.lang in ("", spoken)]
    where = ", ".join(dict.fromkeys(named[:5]))
    return {"en": f"{what}: {where}" if where else what} if what else {}


def _words(record: Element) -> Iterator[str]:
    """The record's type, and every type it states of itself, as one finds them in the standard."""
    if kind := type_of(record):
        yield kind
    for part in record.iter():
        if isinstance(part.tag, str) and len(part) == 0 and xml_reading.local_name(part).endswith("Type"):
            word = text.line(xml_reading.words(part), text.NOTE)
            if word and word != "other" and xml_reading.local_name(part) not in datex2_tables.NOT_OF_THE_RECORD:
                yield word


def _causes(records: Sequence[Element]) -> list[tuple[CauseCode, str]]:
    """A record's own words say more than its type; congestion is a cause only where nothing else is."""
    found: list[tuple[CauseCode, str]] = []
    for record in records:
        kind = type_of(record)
        words = [word for word in _words(record) if word != kind]
        stated = [(code, word) for word in words if (code := datex2_tables.CAUSES_OF_WORDS.get(word))]
        if kind in datex2_tables.CAUSES:
            stated = stated or [(datex2_tables.CAUSES[kind], kind)]
        elif kind == "DisturbanceActivity" and not stated:
            stated = [(CauseCode.UNKNOWN, (words or [kind])[0])]
        found += stated
    if not found and any(type_of(record) == "AbnormalTraffic" for record in records):
        return [(CauseCode.CONGESTION, "AbnormalTraffic")]
    return found


def _effects(record: Element) -> Iterator[tuple[EffectCode, str]]:
    some_vehicles = first(record, "forVehiclesWithCharacteristicsOf") is not None
    for part in within(record, *datex2_tables.EFFECT_ELEMENTS):
        native = text.line(xml_reading.words(part), text.NOTE)
        if len(part) or not native or native == "other":
            continue
        code = datex2_tables.EFFECTS.get(native, EffectCode.UNKNOWN)
        # A road closed to heavy vehicles is not closed.
        yield EffectCode.MODIFIED if some_vehicles and code is EffectCode.NO_SERVICE else code, native
    if by_type := datex2_tables.EFFECTS_OF_RECORDS.get(type_of(record)):
        yield by_type, type_of(record)


def _periods(records: Sequence[Element], moments: Moments) -> list[Period]:
    """When the records hold. A road that is closed at night is not closed all day because works go on beside it.

    So where a record closes the road for a part of the time only, others hold beside it at hours that are not its own.
    """
    closed: list[Period] = []
    beside: list[Period] = []
    for record in records:
        times = first(record, "validity", "validityTimeSpecification")
        is_closure = any(code is EffectCode.NO_SERVICE for code, _ in _effects(record))
        (closed if is_closure else beside).extend([] if times is None else datex2_times.periods(times, moments))
    outlast = [one for one in beside if one.recurrence is None and closed and not any(_covers(c, one) for c in closed)]
    vague = Recurrence(zone=moments.zone.key)
    return [*closed, *(one.replace(recurrence=vague) if one in outlast else one for one in beside)]


def _covers(closure: Period, other: Period) -> bool:
    """Whether a closure is in force without a break for as long as the other period is."""
    before = closure.start is None or (other.start is not None and closure.start <= other.start)
    after = closure.end is None or (other.end is not None and other.end <= closure.end)
    return closure.recurrence is None and before and after


def _affected(records: Iterable[Element], own: str) -> Iterator[Named]:
    for record in records:
        for part in within(record, *datex2_tables.PLACES):
            said_as = names(list(within(part, "value")) or [part], own)
            short = {lang: text.line(name, _LONGEST_NAME) for lang, name in said_as.items()}
            yield from in_languages(datex2_tables.PLACES[xml_reading.local_name(part)], short)


def _notes(records: Sequence[Element], certainty: str) -> dict[str, str]:
    limits = [f"{limit} km/h" for record in records if (limit := token(record, "temporarySpeedLimit"))]
    some = any(first(record, "forVehiclesWithCharacteristicsOf") is not None for record in records)
    return {
        "probabilityOfOccurrence": certainty,
        "temporarySpeedLimit": ", ".join(dict.fromkeys(limits)),
        "vehicles": "some records concern only vehicles of some kinds" if some else "",
    }


FORMAT = Format(
    name="datex2",
    what="DATEX II situations: roads",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0"
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><payloadPublication xsi:type="SituationPublication" lang="en">
<situation id="S1" version="1"><overallSeverity>high</overallSeverity><situationVersionTime>2026-11-20T10:00:00+02:00
</situationVersionTime><headerInformation><confidentiality>noRestriction</confidentiality><informationStatus>real
</informationStatus></headerInformation><situationRecord xsi:type="MaintenanceWorks" id="R1" version="1">
<situationRecordCreationTime>2026-11-20T10:00:00+02:00</situationRecordCreationTime><situationRecordVersionTime>
2026-11-20T10:00:00+02:00</situationRecordVersionTime><probabilityOfOccurrence>certain</probabilityOfOccurrence>
<severity>high</severity><validity><validityStatus>active</validityStatus><validityTimeSpecification>
<overallStartTime>2026-11-20T10:00:00+02:00</overallStartTime><overallEndTime>2026-12-04T10:00:00+02:00
</overallEndTime><validPeriod><periodName><values><value>nights</value></values></periodName>
<recurringTimePeriodOfDay><startTimeOfPeriod>22:00:00</startTimeOfPeriod><endTimeOfPeriod>05:00:00</endTimeOfPeriod>
</recurringTimePeriodOfDay><recurringDayWeekMonthPeriod><applicableDay>monday</applicableDay>
</recurringDayWeekMonthPeriod></validPeriod></validityTimeSpecification></validity><generalPublicComment><comment>
<values><value lang="en">Road 4 closed.</value></values></comment><commentType>description</commentType>
</generalPublicComment><urlLink><urlLinkAddress>https://d.example/1</urlLinkAddress></urlLink><groupOfLocations>
<roadNumber>4</roadNumber></groupOfLocations><urgentRoadworks>true</urgentRoadworks><roadMaintenanceType>repairWork
</roadMaintenanceType></situationRecord><situationRecord xsi:type="RoadOrCarriagewayOrLaneManagement" id="R2"
version="1"><validity><validityStatus>active</validityStatus></validity><temporarySpeedLimit>50</temporarySpeedLimit>
<roadOrCarriagewayOrLaneManagementType>roadClosed</roadOrCarriagewayOrLaneManagementType></situationRecord>
</situation></payloadPublication></d2LogicalModel>""",
)
