"""Work Zone Data Exchange, versions 2 to 4 (usdot-jpo-ode/wzdx): GeoJSON of works and other events on roads.

=============  =====================================================================================
native id      the feature's ``id``; before version 4, ``road_event_id``
headline       the beginning of ``description``, else type and roads; ``name`` is an internal code
status         ``event_status`` (before version 4.1 only); else unknown, and the period says it
period         ``start_date`` to ``end_date``; exact where both are verified, else inferred, with words
effects        ``vehicle_impact``
causes         ``types_of_work``, else ``event_type``
affected       ``road_names``; mileposts, lanes and shapes are dropped
relations      ``related_road_events``: related
=============  =====================================================================================

From version 4 on, most of this stands in ``core_details``; before, beside it. Both are read as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AliasChoices, Field

from explainer.disruption import Cause, Disruption, Effect, Entity, Period, Relation, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, rows, text
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import Figure, Flag, Objects, Said, Sayings, Wire, as_dict, flag_at, value_at
from explainer.formats.look import Look
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import CauseCode, EffectCode, Precision, Status

MOST_RELATED = 50

_STATUS = {
    "planned": Status.PLANNED,
    "pending": Status.PLANNED,
    "active": Status.ACTIVE,
    "completed": Status.RESOLVED,
    "cancelled": Status.CANCELLED,
}
_EFFECTS = {
    "all-lanes-closed": EffectCode.NO_SERVICE,
    "some-lanes-closed": EffectCode.REDUCED,
    "some-lanes-closed-merge-left": EffectCode.REDUCED,
    "some-lanes-closed-merge-right": EffectCode.REDUCED,
    "some-lanes-closed-split": EffectCode.REDUCED,
    "alternating-one-way": EffectCode.REDUCED,
    "flagging": EffectCode.REDUCED,
    "temporary-traffic-signal": EffectCode.REDUCED,
    "all-lanes-open-shift-left": EffectCode.MODIFIED,
    "all-lanes-open-shift-right": EffectCode.MODIFIED,
    "all-lanes-open": EffectCode.INFORMATION,
}
_WORKS = {
    "maintenance": CauseCode.MAINTENANCE,
    "minor-road-defect-repair": CauseCode.MAINTENANCE,
    "overhead-work": CauseCode.CONSTRUCTION,
    "roadside-work": CauseCode.CONSTRUCTION,
    "surface-work": CauseCode.CONSTRUCTION,
    "barrier-work": CauseCode.CONSTRUCTION,
    "painting": CauseCode.MAINTENANCE,
    "roadway-relocation": CauseCode.CONSTRUCTION,
    "roadway-creation": CauseCode.CONSTRUCTION,
}
_TYPES = {
    "work-zone": CauseCode.CONSTRUCTION,
    "special-event": CauseCode.SPECIAL_EVENT,
    "weather": CauseCode.WEATHER,
}
_ADVICE = {"detour": EffectCode.DETOUR}


class Work(Wire):
    """What is done."""

    type_name: Said = ""


class Related(Wire):
    """Another event, and how it is related."""

    type: Said = ""
    id: Said = ""


class Event(Wire):
    """``core_details`` and ``properties`` in one."""

    id: Said = ""
    name: Said = ""
    event_type: Said = ""
    event_status: Said = ""
    description: Said = ""
    road_names: Sayings = ()
    road_name: Said = ""
    direction: Said = ""
    created: Said = Field(default="", alias="creation_date")
    updated: Said = Field(default="", alias="update_date")
    start_date: Said = ""
    end_date: Said = ""
    start_verified: Flag = Field(
        default=None, validation_alias=AliasChoices("is_start_date_verified", "_start_verified")
    )
    end_verified: Flag = Field(default=None, validation_alias=AliasChoices("is_end_date_verified", "_end_verified"))
    vehicle_impact: Said = ""
    works: Annotated[tuple[Work, ...], Objects] = Field(default=(), alias="types_of_work")
    related: Annotated[tuple[Related, ...], Objects] = Field(default=(), alias="related_road_events")
    begins_at: Said = Field(default="", alias="beginning_cross_street")
    ends_at: Said = Field(default="", alias="ending_cross_street")
    speed_limit: Figure = Field(default=None, alias="reduced_speed_limit_kph")
    workers: Flag = None


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per road event.

    Raises:
        FormatError: when the document is not whole, or holds no road events.
    """
    found = rows.features(document)
    if found.rows and not any(_is_road_event(row) for row in found.rows):
        what = "devices, not road events" if any(_is_device(row) for row in found.rows) else "no WZDx road events"
        raise FormatError(f"the document's features are {what}")
    events = [_event(row) for row in found.rows]
    return rows.read(events, lambda one: _disruption(one, source), lambda one: one.id, found.partial)


def recognises(look: Look) -> bool:
    """Whether it is GeoJSON with the feed's description that every version has."""
    if look.keys.isdisjoint({"feed_info", "road_event_feed_info"}) or "features" not in look.keys:
        return False
    first = as_dict(value_at(look.data, "features", 0))
    return not first or _is_road_event(first)


def _is_road_event(row: Any) -> bool:
    fields = _fields(row)
    return "event_type" in fields and not fields.keys().isdisjoint({"start_date", "vehicle_impact"})


def _is_device(row: Any) -> bool:
    return "device_type" in _fields(row)


def _fields(row: Any) -> dict[str, Any]:
    properties = as_dict(value_at(row, "properties"))
    return {**properties, **as_dict(properties.get("core_details"))}


def _event(row: dict[str, Any]) -> Event:
    fields = _fields(row)
    accuracy = {
        f"_{end}_verified": fields.get(f"{end}_date_accuracy") == "verified"
        for end in ("start", "end")
        if f"{end}_date_accuracy" in fields
    }
    identity = row.get("id") or fields.get("road_event_id")
    workers = flag_at(fields, "worker_presence", "are_workers_present")
    return Event.model_validate({**accuracy, **fields, "id": identity, "workers": workers})


def _disruption(event: Event, source: Source) -> Disruption:
    native = text.identifier(event.id)
    if not native:
        raise RefusedError("it has no id")
    if not event.event_type:
        raise RefusedError("it is no road event: it has no event_type")
    description = text.plain(event.description)
    kind, status = text.line(event.event_type, 60), text.line(event.event_status, 60)
    roads = [name for one in (*event.road_names, event.road_name) if (name := text.line(one))]
    headline = text.headline(description) or text.line(f"{kind}: {', '.join(roads)}")
    created, updated = read_time(event.created, source.tz), read_time(event.updated, source.tz)
    issued, changed = created or updated, updated or created
    works = [name for one in event.works if (name := text.line(one.type_name, 60))]
    related = [text.identifier(one.id) for one in event.related[:MOST_RELATED]]
    periods, notes = _periods(event, source)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=source.language, text=headline),),
        description=(Text(lang=source.language, text=description),) if description not in ("", headline) else (),
        status=_STATUS.get(status.casefold(), Status.UNKNOWN),
        status_native=status,
        causes=tuple(dict.fromkeys(_causes(kind, works))),
        effects=tuple(_effects(event, kind)),
        events=tuple(dict.fromkeys([kind, *works])),
        categories=(kind,),
        affected=tuple(Entity(kind="road", name=name) for name in dict.fromkeys(roads)),
        periods=periods,
        issued_at=issued.at if issued else None,
        updated_at=changed.at if changed else None,
        relations=tuple(Relation(kind="related", native_id=one) for one in dict.fromkeys(related) if one),
        extra=_notes(event) | notes,
    )
    return mapping.apply(made, source)


def _causes(kind: str, works: list[str]) -> Iterator[Cause]:
    known = [Cause(code=_WORKS[one], native=one) for one in works if one in _WORKS]
    if known:
        yield from known
    elif kind not in _ADVICE:
        yield Cause(code=_TYPES.get(kind, CauseCode.UNKNOWN), native=kind)


def _effects(event: Event, kind: str) -> Iterator[Effect]:
    if impact := text.line(event.vehicle_impact, 60):
        yield Effect(code=_EFFECTS.get(impact, EffectCode.UNKNOWN), native=impact)
    if kind in _ADVICE:
        yield Effect(code=_ADVICE[kind], native=kind)


def _periods(event: Event, source: Source) -> tuple[tuple[Period, ...], dict[str, str]]:
    notes: dict[str, str] = {}
    start, end = read_time(event.start_date, source.tz), read_time(event.end_date, source.tz)
    for name, verbatim, reading in (("start_date", event.start_date, start), ("end_date", event.end_date, end)):
        if verbatim and reading is None:
            notes[name] = f"{text.line(verbatim, 60)} (not used: no believable time)"
    if start and end and end.at <= start.at:
        notes["end_date"] = f"{text.line(event.end_date, 60)} (not used: not after the start)"
        end = None
    if not start and not end:
        return (), notes
    said = [
        f"{name} {'verified' if verified else 'estimated'}"
        for name, verified in (("start", event.start_verified), ("end", event.end_verified))
        if verified is not None
    ]
    period = Period(
        start=start.at if start else None,
        end=end.at if end else None,
        precision=_precision(event, start or end),
        text=", ".join(said),
    )
    return (period,), notes


def _precision(event: Event, stated: Reading | None) -> Precision:
    """Verified ends are exact; an estimate is marked as inferred, however finely it is written."""
    verified = (event.start_verified, event.end_verified)
    if False in verified:
        return Precision.INFERRED
    if True in verified or stated is None:
        return Precision.EXACT
    return stated.precision


def _notes(event: Event) -> dict[str, str]:
    section = " – ".join(filter(None, (text.line(event.begins_at), text.line(event.ends_at))))
    found = {"name": text.line(event.name), "direction": text.line(event.direction, 60), "section": section}
    if event.speed_limit is not None:
        found["speed limit"] = f"{event.speed_limit:g} km/h"
    if event.workers is not None:
        found["workers present"] = "yes" if event.workers else "no"
    return {name: text.bounded(words, text.NOTE) for name, words in found.items() if words}
