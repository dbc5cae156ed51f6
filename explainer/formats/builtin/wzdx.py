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

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, RefusedError, Span
from explainer.formats.kit import rows, text
from explainer.formats.kit.common_json import Figure, Flag, Objects, Said, Sayings, Wire, as_dict, flag_at, value_at
from explainer.formats.kit.look import Look
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, EffectCode, Precision, Status

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


def parse(document: Document, _source: Source) -> Entries:
    """The road events of a document.

    Raises:
        FormatError: when the document is not whole, or holds no road events.
    """
    found = rows.features(document)
    if found.rows and not any(_is_road_event(row) for row in found.rows):
        what = "devices, not road events" if any(_is_device(row) for row in found.rows) else "no WZDx road events"
        raise FormatError(f"the document's features are {what}")
    return Entries(found.rows, _draft, lambda row: _event(row).id, found.partial)


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


def _draft(row: dict[str, Any]) -> Draft:
    event = _event(row)
    if not event.event_type:
        raise RefusedError("it is no road event: it has no event_type")
    roads = [*event.road_names, event.road_name]
    headline = text.line(event.description) or ": ".join(
        filter(None, [event.event_type, ", ".join(filter(None, roads))])
    )
    works = [work.type_name for work in event.works]
    return Draft(
        id=event.id,
        headline=headline,
        description="" if text.plain(event.description) == headline else event.description,
        status=_STATUS.get(event.event_status.strip().casefold(), Status.UNKNOWN),
        status_native=event.event_status,
        causes=_causes(event.event_type, works),
        effects=_effects(event),
        events=[event.event_type, *works],
        categories=[event.event_type],
        affected=[Named("road", name) for name in roads],
        spans=[_span(event)],
        issued=event.created,
        updated=event.updated,
        relations={"related": [one.id for one in event.related]},
        notes=_notes(event),
    )


def _causes(kind: str, works: list[str]) -> list[tuple[CauseCode, str]]:
    known = [(_WORKS[one], one) for one in works if one in _WORKS]
    return known or ([] if kind in _ADVICE else [(_TYPES.get(kind, CauseCode.UNKNOWN), kind)])


def _effects(event: Event) -> Iterator[tuple[EffectCode, str]]:
    if event.vehicle_impact:
        yield _EFFECTS.get(event.vehicle_impact, EffectCode.UNKNOWN), event.vehicle_impact
    if event.event_type in _ADVICE:
        yield _ADVICE[event.event_type], event.event_type


def _span(event: Event) -> Span:
    """Verified ends are exact; an estimate is marked as inferred, however finely it is written."""
    verified = {"start": event.start_verified, "end": event.end_verified}
    says = [f"{name} {'verified' if is_so else 'estimated'}" for name, is_so in verified.items() if is_so is not None]
    precision = Precision.INFERRED if False in verified.values() else Precision.EXACT if says else None
    return Span(event.start_date, event.end_date, text=", ".join(says), precision=precision)


def _notes(event: Event) -> dict[str, str]:
    return {
        "name": event.name,
        "direction": event.direction,
        "section": " – ".join(filter(None, (event.begins_at, event.ends_at))),
        "speed limit": "" if event.speed_limit is None else f"{event.speed_limit:g} km/h",
        "workers present": "" if event.workers is None else "yes" if event.workers else "no",
    }


FORMAT = Format(
    name="wzdx",
    what="WZDx work zones: roads in North America",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""{"type":"FeatureCollection","feed_info":{"version":"4.2"},"features":[{"type":"Feature","id":"a1","properties":{
"core_details":{"event_type":"work-zone","road_names":["I-80"],"direction":"westbound","name":"PLK1","description":
"Lane shift at exit 4","creation_date":"2026-10-30T22:42:53Z","update_date":"2026-11-01T05:57:36Z","event_status":
"active","related_road_events":[{"type":"next-occurrence","id":"a2"}]},"start_date":"2026-11-20T10:00:00Z","end_date":
"2026-11-25T23:00:00Z","is_start_date_verified":true,"is_end_date_verified":false,"vehicle_impact":"all-lanes-closed",
"types_of_work":[{"type_name":"surface-work"}],"beginning_cross_street":"Main St","ending_cross_street":"Mill St",
"reduced_speed_limit_kph":88.5,"worker_presence":{"are_workers_present":true}},"geometry":null}]}""",
)
