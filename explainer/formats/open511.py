"""Open511 road events, version 1 (open511.org), in JSON and in its plain XML; also as DriveBC's own site serves them.

=============  ====================================================================================
native id      ``id``
headline       ``headline``; where that only repeats the type (seen: CONSTRUCTION), the beginning of
               the description
status         ``status``: ACTIVE, ARCHIVED
severity       ``severity``
certainty      ``certainty``
period         ``schedule.intervals``, each ``start/end``, the end often open; ``recurring_schedules`` with
               their hours, days and ``exceptions``, which make an interval around them more exact
causes         ``event_subtypes``, else ``event_type``
effects        the ``state`` of each road, ``closed``, ``detour``
affected       ``roads`` and ``areas`` by name; shapes are dropped
=============  ====================================================================================

Times without an offset are read in the source's zone. Those that DriveBC's own site serves are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, Field

from explainer.disruption import Cause, Disruption, Effect, Entity, Link, Period, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, recurring, rows, spans, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import (
    Flag,
    Object,
    Objects,
    Said,
    Sayings,
    Wire,
    as_dict,
    list_at,
    read_json,
    value_at,
)
from explainer.formats.look import Look
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Certainty, EffectCode, Severity, Status

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PERIODS = 100

_STATUS = {"ACTIVE": Status.ACTIVE, "ARCHIVED": Status.RESOLVED}
_SEVERITY = {"MINOR": Severity.MINOR, "MODERATE": Severity.MODERATE, "MAJOR": Severity.SEVERE}
_CERTAINTY = {word.value.upper(): word for word in Certainty}
_TYPES = {
    "CONSTRUCTION": CauseCode.CONSTRUCTION,
    "SPECIAL_EVENT": CauseCode.SPECIAL_EVENT,
    "WEATHER_CONDITION": CauseCode.WEATHER,
}
_SUBTYPES = {
    "ACCIDENT": CauseCode.ACCIDENT,
    "SPILL": CauseCode.OBSTRUCTION,
    "OBSTRUCTION": CauseCode.OBSTRUCTION,
    "FIRE": CauseCode.FIRE,
    "ROAD_CONSTRUCTION": CauseCode.CONSTRUCTION,
    "PLANNED_EVENT": CauseCode.SPECIAL_EVENT,
    "ROAD_MAINTENANCE": CauseCode.MAINTENANCE,
    "EMERGENCY_MAINTENANCE": CauseCode.MAINTENANCE,
    "PLANNED_MAINTENANCE": CauseCode.MAINTENANCE,
    "PARTLY_ICY": CauseCode.WEATHER,
    "ICE_COVERED": CauseCode.WEATHER,
    "BLACK_ICE": CauseCode.WEATHER,
    "SNOW_PACKED": CauseCode.WEATHER,
    "PARTLY_SNOW_PACKED": CauseCode.WEATHER,
    "PARTLY_SNOW_COVERED": CauseCode.WEATHER,
}
_ROAD_STATES = {
    "CLOSED": EffectCode.NO_SERVICE,
    "SOME_LANES_CLOSED": EffectCode.REDUCED,
    "SINGLE_LANE_ALTERNATING": EffectCode.REDUCED,
    "ALL_LANES_OPEN": EffectCode.INFORMATION,
}
_LISTS = frozenset(
    {"events", "event_subtypes", "intervals", "recurring_schedules", "days", "exceptions", "roads", "areas"}
)
_EVENT = frozenset({"event_type", "severity", "schedule"})


class Road(Wire):
    """A road, or a part of it."""

    name: Said = ""
    begins: Said = Field(default="", alias="from")
    ends: Said = Field(default="", alias="to")
    state: Said = ""


class Area(Wire):
    """An area that the publisher names."""

    id: Said = ""
    name: Said = ""


class Recurring(Wire):
    """Days on which something happens again and again."""

    start_date: Said = ""
    end_date: Said = ""
    daily_start_time: Said = ""
    daily_end_time: Said = ""
    days: Sayings = ()


class Schedule(Wire):
    """When the event holds."""

    intervals: Sayings = ()
    recurring: Annotated[tuple[Recurring, ...], Objects] = Field(default=(), alias="recurring_schedules")
    exceptions: Sayings = ()


class Event(Wire):
    """One road event; the second names are those of DriveBC's own site."""

    id: Said = ""
    url: Said = ""
    headline: Said = ""
    description: Said = ""
    status: Said = ""
    event_type: Said = ""
    subtypes: Sayings = Field(default=(), alias="event_subtypes")
    subtype: Said = Field(default="", alias="event_sub_type")
    severity: Said = ""
    certainty: Said = ""
    created: Said = Field(default="", validation_alias=AliasChoices("created", "first_created"))
    updated: Said = Field(default="", validation_alias=AliasChoices("updated", "last_updated"))
    schedule: Annotated[Schedule, Object] = Schedule()
    roads: Annotated[tuple[Road, ...], Objects] = ()
    areas: Annotated[tuple[Area, ...], Objects] = ()
    detour: Said = ""
    closed: Flag = None
    route_at: Said = ""
    route_from: Said = ""
    route_to: Said = ""


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per event.

    Raises:
        FormatError: when the document is not whole, or holds no list of road events.
    """
    found, language = _read(document, source)
    listed = list_at(found, "events")
    if not isinstance(value_at(found, "events"), list) or (listed and not any(map(_is_event, listed))):
        raise FormatError("the document holds no list of Open511 events")
    events = [Event.model_validate(as_dict(row)) for row in listed]
    return rows.read(events, lambda one: _disruption(one, language, source), lambda one: one.id, rows.partial(found))


def recognises(look: Look) -> bool:
    """Whether it is the list ``events`` of road events, or the XML element ``open511``."""
    if look.root:
        return look.root == "open511"
    if "events" not in look.keys:
        return False
    events = list_at(look.data, "events")
    if events:
        return _is_event(events[0])
    return "open511" in look.head.casefold() or {"pagination", "meta"} <= look.keys


def _read(document: Document, source: Source) -> tuple[Any, str]:
    """The document as it would be in JSON, and its language."""
    if document.text.lstrip().startswith("<"):
        root = xml.parse(document)
        if xml.local_name(root) != "open511":
            raise FormatError(f"the document is XML, but its root <{xml.local_name(root)[:40]}> is not open511")
        stated = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        return _as_json(root), text.language(stated, source.language)
    return read_json(document), source.language


def _as_json(element: Element) -> Any:
    """An element as Open511's JSON has it (the two forms have the same names)."""
    parts = list(element)
    name = xml.local_name(element)
    if name in _LISTS:
        return [_as_json(part) for part in parts]
    if not parts or name in ("description", "headline", "detour"):
        return xml.words(element)
    return {xml.local_name(part): _as_json(part) for part in parts if xml.local_name(part) != "geography"}


def _is_event(row: Any) -> bool:
    return isinstance(row, dict) and len(_EVENT & row.keys()) >= 2


def _disruption(event: Event, language: str, source: Source) -> Disruption:
    native = text.identifier(event.id)
    if not native:
        raise RefusedError("it has no id")
    description = text.plain(event.description)
    headline = _headline(event, description)
    if not headline:
        raise RefusedError("it has neither a headline nor a description")
    status, severity, certainty, kind = (
        text.line(words, 60) for words in (event.status, event.severity, event.certainty, event.event_type)
    )
    created, updated = read_time(event.created, source.tz), read_time(event.updated, source.tz)
    issued, changed = created or updated, updated or created
    periods, notes = _periods(event, source)
    href = text.address(event.url)
    subtypes = [words for one in (*event.subtypes, event.subtype) if (words := text.line(one, 60))]
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=language, text=headline),),
        description=(Text(lang=language, text=description),) if description and description != headline else (),
        status=_STATUS.get(status.upper(), Status.UNKNOWN),
        status_native=status,
        severity=_SEVERITY.get(severity.upper(), Severity.UNKNOWN),
        severity_native=severity,
        certainty=_CERTAINTY.get(certainty.upper(), Certainty.UNKNOWN),
        causes=tuple(_causes(kind, subtypes)),
        effects=tuple(dict.fromkeys(_effects(event))),
        events=tuple(dict.fromkeys([*subtypes, *([kind] if kind else [])])),
        categories=(kind,) if kind else (),
        affected=tuple(dict.fromkeys(_affected(event))),
        periods=periods,
        issued_at=issued.at if issued else None,
        updated_at=changed.at if changed else None,
        links=(Link(href=href),) if href else (),
        extra=_notes(event, created, updated) | notes,
    )
    return mapping.apply(made, source)


def _headline(event: Event, description: str) -> str:
    stated = text.line(event.headline)
    if stated and stated.casefold() != event.event_type.casefold():
        return stated
    return text.headline(description) or stated


def _causes(kind: str, subtypes: Iterable[str]) -> Iterator[Cause]:
    known = [Cause(code=_SUBTYPES[one.upper()], native=one) for one in subtypes if one.upper() in _SUBTYPES]
    if known:
        yield from known
    elif kind:
        native = ": ".join([kind, *subtypes])
        yield Cause(code=_TYPES.get(kind.upper(), CauseCode.UNKNOWN), native=text.bounded(native, text.NOTE))


def _effects(event: Event) -> Iterator[Effect]:
    if event.closed:
        yield Effect(code=EffectCode.NO_SERVICE, native="closed")
    for road in event.roads:
        if state := text.line(road.state, 60):
            yield Effect(code=_ROAD_STATES.get(state.upper(), EffectCode.UNKNOWN), native=state)
    if detour := text.line(event.detour):
        yield Effect(code=EffectCode.DETOUR, native=detour)


def _affected(event: Event) -> Iterator[Entity]:
    for name in (*(road.name for road in event.roads), event.route_at):
        if road_name := text.line(name):
            yield Entity(kind="road", name=road_name)
    for area in event.areas:
        if name := text.line(area.name):
            yield Entity(kind="area", name=name, ref=text.line(area.id))


def _periods(event: Event, source: Source) -> tuple[tuple[Period, ...], dict[str, str]]:
    """The recurring schedules, and those intervals that none of them makes more exact."""
    notes: dict[str, str] = {}
    recurs: list[Period] = []
    for one in event.schedule.recurring[:MOST_PERIODS]:
        made, made_notes = recurring.daily(_daily(one, event.schedule.exceptions), source.tz, _said(one))
        recurs.extend(made)
        notes |= made_notes
    found: list[Period] = []
    for interval in event.schedule.intervals[:MOST_PERIODS]:
        begins, slash, ends = interval.partition("/")
        made_of = spans.span(begins, ends, source.tz, "schedule")
        notes |= made_of.notes
        if not slash:
            notes["schedule"] = f"{text.line(interval, 120)} (not used whole: it is no start and end)"
        if made_of.period and not any(_meet(made_of.period, other) for other in recurs):
            found.append(made_of.period)
    if words := ", ".join(filter(None, map(_said, event.schedule.recurring))):
        notes["recurring"] = text.bounded(words, text.NOTE)
    return tuple(dict.fromkeys([*found, *recurs])), notes


def _daily(one: Recurring, exceptions: tuple[str, ...]) -> recurring.Daily:
    return recurring.Daily(
        one.start_date.strip(), one.end_date.strip(), one.daily_start_time, one.daily_end_time, one.days, exceptions
    )


def _said(one: Recurring) -> str:
    """A recurring schedule in the publisher's own figures."""
    hours = "–".join(filter(None, (text.line(one.daily_start_time, 20), text.line(one.daily_end_time, 20))))
    return " ".join(filter(None, (text.line(one.start_date, 20), "to", text.line(one.end_date, 20), hours)))


def _meet(one: Period, other: Period) -> bool:
    """Whether two spans share a moment (seen: an open interval around a schedule of hours)."""
    ends_before = one.end and other.start and one.end <= other.start
    return not (ends_before or (other.end and one.start and other.end <= one.start))


def _notes(event: Event, created: Reading | None, updated: Reading | None) -> dict[str, str]:
    parts = [*((road.begins, road.ends) for road in event.roads), (event.route_from, event.route_to)]
    sections = (" – ".join(filter(None, (text.line(begins), text.line(ends)))) for begins, ends in parts)
    found = {"section": text.bounded(", ".join(filter(None, sections)), text.NOTE)}
    for name, verbatim, reading in (("created", event.created, created), ("updated", event.updated, updated)):
        if verbatim and reading is None:
            found[name] = f"{text.line(verbatim, 60)} (not used: no believable time)"
    return {name: words for name, words in found.items() if words}
