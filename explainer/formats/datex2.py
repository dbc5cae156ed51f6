"""DATEX II situation publications, versions 2 and 3 (CEN/TS 16157-3): one disruption per situation.

=============  ======================================================================================
native id      ``situation/@id``
version        ``situation/@version``, else its records' highest; older ones become updates
headline       the first line of the first public comment; without any, the record types and places
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

from explainer.derived import in_one_language
from explainer.disruption import Cause, Disruption, Effect, Entity, Link, Period, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import datex2_tables, datex2_times, situations, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_xml import by_language, every, first, flag, language, names, said, token, type_of, within
from explainer.formats.look import Look
from explainer.formats.naming import named
from explainer.formats.situations import Moments, Version
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Certainty, EffectCode, Reality, Severity, Status, StatusBasis

if TYPE_CHECKING:
    from explainer.formats.common_xml import Element

_PUBLICATIONS = ("payloadPublication", "payload", "situationPublication")
_ROOTS = frozenset({"d2logicalmodel", "messagecontainer"})
_MARKS = ("d2LogicalModel", "datex2.eu/schema/3/situation", "datex2.eu/schema/3/messageContainer")
_MOST_ESCAPED = 100
_LONGEST_NAME = 100
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a DATEX II document, one per situation."""
    found = [(situation, publication) for publication in _publications(document) for situation in _all(publication)]
    return situations.read(found, lambda row: _version(*row, source), lambda row: _native_id(row[0]), source)


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
    root = xml.parse(document)
    found = [part for tree in (root, *_escaped(root)) for part in _bare(tree)]
    publications = [part for part in found if _is_of_situations(part)]
    if publications:
        return publications
    if found:
        raise FormatError(f"the DATEX II document is a {type_of(found[0]) or 'publication'}, not of situations")
    if xml.local_name(root).lower() in _ROOTS:
        raise FormatError("the DATEX II document carries no publication")
    raise FormatError(f"the document is XML, but its root <{xml.local_name(root)[:40]}> holds no DATEX II")


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
            yield xml.parse_text(inner)


def _all(publication: Element) -> list[Element]:
    return every(publication, "situation")


def _native_id(situation: Element) -> str:
    return text.identifier(situation.get("id", ""))


def _version(situation: Element, publication: Element, source: Source) -> Version:
    native = _native_id(situation)
    records = every(situation, "situationRecord")
    if not native:
        raise RefusedError("it has no id")
    if not records:
        raise RefusedError("it has no records")
    confidentiality = token(situation, "headerInformation", "confidentiality")
    if confidentiality in datex2_tables.NOT_FOR_READERS:
        raise RefusedError(f"its confidentiality is {confidentiality}, so it may not be published")
    status, basis, status_native, standing = _status(records)
    moments = Moments(source)
    created = [moments.at("created", said(record, "situationRecordCreationTime")) for record in records]
    changed = [moments.at("changed", said(record, "situationRecordVersionTime")) for record in records]
    changed.append(moments.at("changed", said(situation, "situationVersionTime")))
    issued = min(filter(None, created), default=None)
    version = text.identifier(situation.get("version", "") or _newest_record(records))
    severity_native = token(situation, "overallSeverity") or _best(records, "severity", datex2_tables.WORST_FIRST)
    certainty_native = _best(standing, "probabilityOfOccurrence", datex2_tables.SUREST_FIRST)
    affected, notes = _affected(standing, source.language)
    bodies = _comments(standing, language(publication, source.language)) or _comments(records, source.language)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native, version),
        headline=tuple(Text(lang=lang, text=situations.first_line(parts[0])) for lang, parts in bodies.items())
        or (_composed(standing, affected, status),),
        description=situations.as_texts(bodies),
        reality=_reality(situation),
        status=status,
        status_native=status_native,
        status_basis=basis,
        severity=datex2_tables.SEVERITY.get(severity_native, Severity.UNKNOWN),
        severity_native=severity_native,
        certainty=datex2_tables.CERTAINTY.get(certainty_native, Certainty.UNKNOWN),
        planned=False if any(flag(record, "urgentRoadworks") for record in standing) else None,
        causes=_causes(standing),
        effects=tuple(dict.fromkeys(effect for record in standing for effect in _effects(record))),
        events=tuple(dict.fromkeys(word for record in standing for word in _words(record))),
        affected=affected,
        periods=tuple(dict.fromkeys(p for r in standing for p in _periods(r, moments)))[: situations.MOST_PERIODS],
        issued_at=issued,
        updated_at=max(filter(None, changed), default=issued),
        links=tuple(dict.fromkeys(_links(standing)))[: situations.MOST_LINKS],
        extra=_notes(standing, certainty_native) | notes | moments.notes,
    )
    return Version(made, situations.version_number(version))


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
    return max((record.get("version", "") for record in records), key=situations.version_number, default="")


def _best(records: Iterable[Element], name: str, order: Sequence[str]) -> str:
    """The first of the words in that order that a record states, else any other word."""
    stated = [word for record in records if (word := token(record, name))]
    return next((word for word in order if word in stated), stated[0] if stated else "")


def _reality(situation: Element) -> Reality:
    stated = token(situation, "headerInformation", "informationStatus")
    if not stated:
        return Reality.ACTUAL
    if stated not in datex2_tables.REALITY:
        raise RefusedError("its informationStatus is none of real, test, securityExercise and technicalExercise")
    return datex2_tables.REALITY[stated]


def _comments(records: Iterable[Element], otherwise: str) -> dict[str, list[str]]:
    comments = [
        comment
        for record in records
        for comment in every(record, "generalPublicComment")
        if token(comment, "commentType") not in datex2_tables.NOT_PUBLIC_COMMENTS
    ]
    return by_language([value for comment in comments for value in within(comment, "value")], otherwise)


def _composed(records: Sequence[Element], affected: Sequence[Entity], status: Status) -> Text:
    """A headline where the publisher wrote none: what, and where. An end without words must still be one."""
    what = ", ".join(dict.fromkeys(situations.in_words(kind) for record in records if (kind := type_of(record))))
    where = ", ".join(dict.fromkeys(entity.name for entity in in_one_language(affected)[:5]))
    if not what and status.over:
        return Text(lang="en", text=situations.CLOSED)
    if not what:
        raise RefusedError("it has neither a public comment nor a record type")
    return Text(lang="en", text=text.bounded(f"{what}: {where}" if where else what, situations.HEADLINE))


def _words(record: Element) -> Iterator[str]:
    """The record's type, and every type it states of itself, as one finds them in the standard."""
    if kind := type_of(record):
        yield kind
    for part in record.iter():
        if isinstance(part.tag, str) and len(part) == 0 and xml.local_name(part).endswith("Type"):
            word = text.line(xml.words(part), text.NOTE)
            if word and word != "other" and xml.local_name(part) not in datex2_tables.NOT_OF_THE_RECORD:
                yield word


def _causes(records: Sequence[Element]) -> tuple[Cause, ...]:
    """A record's own words say more than its type; congestion is a cause only where nothing else is."""
    found: dict[Cause, None] = {}
    for record in records:
        kind = type_of(record)
        words = [word for word in _words(record) if word != kind]
        stated = [Cause(code=code, native=w) for w in words if (code := datex2_tables.CAUSES_OF_WORDS.get(w))]
        if kind in datex2_tables.CAUSES:
            stated = stated or [Cause(code=datex2_tables.CAUSES[kind], native=kind)]
        elif kind == "DisturbanceActivity" and not stated:
            stated = [Cause(code=CauseCode.UNKNOWN, native=(words or [kind])[0])]
        found |= dict.fromkeys(stated)
    if not found and any(type_of(record) == "AbnormalTraffic" for record in records):
        return (Cause(code=CauseCode.CONGESTION, native="AbnormalTraffic"),)
    return tuple(found)


def _effects(record: Element) -> Iterator[Effect]:
    some_vehicles = first(record, "forVehiclesWithCharacteristicsOf") is not None
    for part in within(record, *datex2_tables.EFFECT_ELEMENTS):
        native = text.line(xml.words(part), text.NOTE)
        if len(part) or not native or native == "other":
            continue
        code = datex2_tables.EFFECTS.get(native, EffectCode.UNKNOWN)
        # A road closed to heavy vehicles is not closed.
        yield Effect(
            code=EffectCode.MODIFIED if some_vehicles and code is EffectCode.NO_SERVICE else code, native=native
        )
    if by_type := datex2_tables.EFFECTS_OF_RECORDS.get(type_of(record)):
        yield Effect(code=by_type, native=type_of(record))


def _periods(record: Element, moments: Moments) -> Iterator[Period]:
    times = first(record, "validity", "validityTimeSpecification")
    return iter(()) if times is None else datex2_times.periods(times, moments)


def _affected(records: Iterable[Element], own: str) -> tuple[tuple[Entity, ...], dict[str, str]]:
    found: dict[Entity, None] = {}
    for record in records:
        for part in within(record, *datex2_tables.PLACES):
            said_as = names(list(within(part, "value")) or [part], own, _LONGEST_NAME)
            if said_as:
                found |= dict.fromkeys(named(datex2_tables.PLACES[xml.local_name(part)], said_as))
    if len(found) <= situations.MOST_ENTITIES:
        return tuple(found), {}
    note = f"only the first {situations.MOST_ENTITIES} of {len(found)} are kept"
    return tuple(found)[: situations.MOST_ENTITIES], {"affected": note}


def _links(records: Iterable[Element]) -> Iterator[Link]:
    for record in records:
        for part in within(record, "urlLinkAddress"):
            if href := text.address(xml.words(part)):
                yield Link(href=href)


def _notes(records: Sequence[Element], certainty: str) -> dict[str, str]:
    found = {"probabilityOfOccurrence": certainty} if certainty else {}
    limits = [f"{limit} km/h" for record in records if (limit := token(record, "temporarySpeedLimit"))]
    if limits:
        found["temporarySpeedLimit"] = text.bounded(", ".join(dict.fromkeys(limits)), text.NOTE)
    if any(first(record, "forVehiclesWithCharacteristicsOf") is not None for record in records):
        found["vehicles"] = "some records concern only vehicles of some kinds"
    if any(
        next(within(r, "recurringTimePeriodOfDay", "recurringDayWeekMonthPeriod"), None) is not None for r in records
    ):
        found["repeats"] = "only at some times within its period, which are not read"
    return found
