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

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, Field

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer
from explainer.formats.kit import recurring, rows, text, xml_reading
from explainer.formats.kit.common_json import (
    Flag,
    Object,
    Objects,
    Said,
    Sayings,
    Wire,
    as_dict,
    list_at,
    read_json,
    text_at,
    value_at,
)
from explainer.formats.kit.look import Look
from explainer.formats.kit.spans import Moments
from explainer.model.disruption import Period
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, Certainty, EffectCode, Severity, Status

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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

    def written(self, exceptions: tuple[str, ...]) -> recurring.Daily:
        """The days and hours, and the schedule's exceptions to them."""
        first, last = self.start_date.strip(), self.end_date.strip()
        return recurring.Daily(first, last, self.daily_start_time, self.daily_end_time, self.days, exceptions)

    @property
    def said(self) -> str:
        """The days and hours in the publisher's own figures."""
        hours = "–".join(filter(None, (self.daily_start_time, self.daily_end_time)))
        return " ".join(filter(None, (self.start_date, "to", self.end_date, hours)))


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


def parse(document: Document, source: Source) -> Entries:
    """The events of a document.

    Raises:
        FormatError: when the document is not whole, or holds no list of road events.
    """
    found, lang = _read(document)
    listed = list_at(found, "events")
    if not isinstance(value_at(found, "events"), list) or (listed and not any(map(_is_event, listed))):
        raise FormatError("the document holds no list of Open511 events")
    return Entries(listed, lambda row: _draft(row, source), lambda row: text_at(row, "id"), rows.partial(found), lang)


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


def _read(document: Document) -> tuple[Any, str]:
    """The document as it would be in JSON, and its language, where it names one."""
    if document.text.lstrip("\ufeff \t\r\n\0").startswith("<"):
        root = xml_reading.parse(document)
        if xml_reading.local_name(root) != "open511":
            raise FormatError(f"the document is XML, but its root <{xml_reading.local_name(root)[:40]}> is not open511")
        return _as_json(root), root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return read_json(document), ""


def _as_json(element: Element) -> Any:
    """An element as Open511's JSON has it (the two forms have the same names)."""
    parts = list(element)
    name = xml_reading.local_name(element)
    if name in _LISTS:
        return [_as_json(part) for part in parts]
    if not parts or name in ("description", "headline", "detour"):
        return xml_reading.words(element)
    return {
        xml_reading.local_name(part): _as_json(part) for part in parts if xml_reading.local_name(part) != "geography"
    }


def _is_event(row: Any) -> bool:
    return isinstance(row, dict) and len(_EVENT & row.keys()) >= 2


def _draft(row: Any, source: Source) -> Draft:
    event = Event.model_validate(as_dict(row))
    headline = _headline(event)
    periods, notes = _periods(event, source)
    subtypes = [*event.subtypes, event.subtype]
    return Draft(
        id=event.id,
        headline=headline,
        description="" if text.plain(event.description) == headline else event.description,
        status=_STATUS.get(event.status.strip().upper(), Status.UNKNOWN),
        status_native=event.status,
        severity=_SEVERITY.get(event.severity.strip().upper(), Severity.UNKNOWN),
        severity_native=event.severity,
        certainty=_CERTAINTY.get(event.certainty.strip().upper(), Certainty.UNKNOWN),
        causes=_causes(event.event_type, subtypes),
        effects=_effects(event),
        events=[*subtypes, event.event_type],
        categories=[event.event_type],
        affected=_affected(event),
        spans=periods,
        issued=event.created,
        updated=event.updated,
        links=[Pointer(event.url)],
        notes=_notes(event) | notes,
    )


def _headline(event: Event) -> str:
    stated = text.line(event.headline)
    if stated and stated.casefold() != event.event_type.strip().casefold():
        return stated
    return text.line(event.description) or stated


def _causes(kind: str, subtypes: list[str]) -> list[tuple[CauseCode, str]]:
    known = [(_SUBTYPES[one.upper()], one) for one in subtypes if one.upper() in _SUBTYPES]
    native = ": ".join(filter(None, [kind, *subtypes]))
    return known or ([(_TYPES.get(kind.upper(), CauseCode.UNKNOWN), native)] if kind else [])


def _effects(event: Event) -> Iterator[tuple[EffectCode, str]]:
    if event.closed:
        yield EffectCode.NO_SERVICE, "closed"
    for road in event.roads:
        if road.state:
            yield _ROAD_STATES.get(road.state.strip().upper(), EffectCode.UNKNOWN), road.state
    if event.detour:
        yield EffectCode.DETOUR, event.detour


def _affected(event: Event) -> Iterator[Named]:
    for name in (*(road.name for road in event.roads), event.route_at):
        yield Named("road", name)
    for area in event.areas:
        yield Named("area", area.name, area.id)


def _periods(event: Event, source: Source) -> tuple[list[Period], dict[str, str]]:
    """The recurring schedules, and those intervals that none of them makes more exact; and notes."""
    moments = Moments(source.tz)
    recurs: list[Period] = []
    for one in event.schedule.recurring:
        made, notes = recurring.daily(one.written(event.schedule.exceptions), source.tz, one.said)
        recurs.extend(made)
        moments.notes |= notes
    found: list[Period] = []
    for interval in event.schedule.intervals:
        begins, _, ends = interval.partition("/")
        period = moments.period("schedule", begins, ends)
        if period and not any(_meet(period, other) for other in recurs):
            found.append(period)
    return [*found, *recurs], moments.notes


def _meet(one: Period, other: Period) -> bool:
    """Whether two spans share a moment (seen: an open interval around a schedule of hours)."""
    ends_before = one.end and other.start and one.end <= other.start
    return not (ends_before or (other.end and one.start and other.end <= one.start))


def _notes(event: Event) -> dict[str, str]:
    parts = [*((road.begins, road.ends) for road in event.roads), (event.route_from, event.route_to)]
    sections = (" – ".join(filter(None, part)) for part in parts)
    odd = [interval for interval in event.schedule.intervals if "/" not in interval]
    return {
        "section": ", ".join(filter(None, sections)),
        "schedule": ", ".join(f"{interval} (no end is stated)" for interval in odd),
        "recurring": ", ".join(one.said for one in event.schedule.recurring),
    }


FORMAT = Format(
    name="open511",
    what="Open511 road events",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""{"events":[{"id":"drivebc.ca/1","url":"https://r.example/1","headline":"Highway 14 closed","description":
"Road works between Ludlow Rd and Kangaroo Rd.","status":"ACTIVE","created":"2026-10-21T08:01:01-07:00","updated":
"2026-11-20T14:42:45-08:00","event_type":"CONSTRUCTION","event_subtypes":["ROAD_MAINTENANCE"],"severity":"MAJOR",
"certainty":"OBSERVED","roads":[{"name":"Highway 14","from":"Ludlow Rd","to":"Kangaroo Rd","state":"CLOSED"}],
"areas":[{"id":"drivebc.ca/2","name":"Vancouver Island"}],"detour":"by Highway 1","schedule":{"intervals":
["2026-11-20T10:00:00+00:00/"],"recurring_schedules":[{"start_date":"2026-11-20","end_date":"2026-11-27",
"daily_start_time":"20:00","daily_end_time":"05:00","days":[1,2]}],"exceptions":["2026-11-24"]}}],"pagination":{"offset":"0"},"meta":{"version":"v1"}}""",
)
