"""Digitraffic traffic messages, Finland (tie.digitraffic.fi, ``traffic-message/v1``, “simple JSON”).

Read are a feature collection, one feature, and the bare message that Fintraffic's own systems exchange.

=============  ===================================================================================
native id      ``situationId``
version        ``version``: the highest counts, the others are its history
headline       ``announcements[].title``, one text per ``language``
description    location, features, comment, additional information, times of the road works
status         ``trafficAnnouncementType`` ended or retracted, ``earlyClosing``; else active
certainty      an unconfirmed observation is only possible
severity       the worst ``roadWorkPhases[].severity``
causes         ``situationType``, ``trafficAnnouncementType``
effects        what restrictions of road works, weight restrictions and exempted transports state
periods        ``timeAndDuration``; for road works their phases, at their ``workingHours``
affected       roads by number and name, areas by name and Alert-C code; shapes are dropped
=============  ===================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Span
from explainer.formats.kit import recurring, text
from explainer.formats.kit.common_json import as_dict, as_list, dict_at, dicts_at, number_at, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.model.recurrence import Recurrence
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, Certainty, EffectCode, Severity, Status

_STATUS = {"ended": Status.RESOLVED, "retracted": Status.WITHDRAWN}
"""``trafficAnnouncementType``, where it says how the message stands."""

_EARLY_CLOSING = {"closed": Status.RESOLVED, "canceled": Status.CANCELLED, "cancelled": Status.CANCELLED}

_CERTAINTY = {"unconfirmed observation": Certainty.POSSIBLE}

_CAUSES = {
    "road work": CauseCode.CONSTRUCTION,
    "exempted transport": CauseCode.OTHER,
    "preliminary accident report": CauseCode.ACCIDENT,
    "accident report": CauseCode.ACCIDENT,
}
"""``situationType`` and ``trafficAnnouncementType``."""

_EFFECTS = {
    "weight restriction": EffectCode.MODIFIED,
    "road closed": EffectCode.NO_SERVICE,
    "single lane closed": EffectCode.CAPACITY_LIMIT,
    "multiple lanes closed": EffectCode.CAPACITY_LIMIT,
    "single carriageway closed": EffectCode.CAPACITY_LIMIT,
    "narrow lanes": EffectCode.CAPACITY_LIMIT,
    "contra flow traffic": EffectCode.CAPACITY_LIMIT,
    "single alternate line traffic": EffectCode.CAPACITY_LIMIT,
    "intermittent short term stops": EffectCode.REDUCED,
    "intermittent short term closure": EffectCode.REDUCED,
    "intermittent stops and closure effective": EffectCode.REDUCED,
    "detour": EffectCode.DETOUR,
    "detour using roadways": EffectCode.DETOUR,
    "speed limit": EffectCode.MODIFIED,
    "estimated delay": EffectCode.DELAY,
    "estimated delay during rush hour": EffectCode.DELAY,
}
"""``situationType`` and ``roadWorkPhases[].restrictions[].type``; others describe (“detour surface gravel”)."""

_SEVERITY = {"low": Severity.MINOR, "high": Severity.SEVERE, "highest": Severity.EXTREME}
_WORST_FIRST = ("highest", "high", "low")


def parse(document: Document, source: Source) -> Entries:
    """The messages of a document."""
    messages = _messages(read_json(document))
    return Entries(messages, lambda message: _draft(message, source), lambda row: text_at(row, "situationId"))


def recognises(look: Look) -> bool:
    """A message, a feature, or a collection of them; an empty collection by its ``dataUpdatedTime``."""
    data = as_dict(look.data)
    if data.get("type") == "FeatureCollection":
        first = next(iter(dicts_at(data, "features")), None)
        return "dataUpdatedTime" in data if first is None else _is_message(first.get("properties"))
    return _is_message(data) or _is_message(data.get("properties"))


def _is_message(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("situationId"), str) and "announcements" in found


def _messages(data: Any) -> list[dict[str, Any]]:
    """The properties of every message.

    Raises:
        FormatError: when there are features, but none is a traffic message.
    """
    whole = as_dict(data)
    if whole.get("type") != "FeatureCollection":
        found = [part for part in (whole, whole.get("properties")) if _is_message(part)]
        if not found:
            raise FormatError("the JSON holds no traffic message: no situationId with announcements")
        return [as_dict(found[0])]
    if not isinstance(whole.get("features"), list):
        raise FormatError("the feature collection has no list of features")
    rows = [dict_at(feature, "properties") for feature in as_list(whole["features"])]
    if rows and not any(_is_message(row) for row in rows):
        raise FormatError("the feature collection holds no traffic messages")
    return rows


def _draft(message: dict[str, Any], source: Source) -> Draft:
    announcements = dicts_at(message, "announcements")
    situation, announced = _word(message, "situationType"), _word(message, "trafficAnnouncementType")
    closing = next(filter(None, (_word(part, "earlyClosing") for part in announcements)), "")
    phases = [phase for part in announcements for phase in dicts_at(part, "roadWorkPhases")]
    severity = _severity(phases)
    restrictions = [_word(limit, "type") for phase in phases for limit in dicts_at(phase, "restrictions")]
    words = [situation, announced, *restrictions]
    headlines, bodies = _texts(announcements, source.language)
    return Draft(
        id=text_at(message, "situationId"),
        version=text_at(message, "version"),
        headline=headlines,
        description=bodies,
        status=_STATUS.get(announced) or _EARLY_CLOSING.get(closing) or Status.ACTIVE,
        status_native=announced if announced in _STATUS else closing or announced,
        severity=_SEVERITY.get(severity, Severity.UNKNOWN),
        severity_native=severity,
        certainty=_CERTAINTY.get(announced, Certainty.UNKNOWN),
        planned=True if situation == "road work" else None,
        causes=[(_CAUSES[word], word) for word in (situation, announced) if word in _CAUSES],
        effects=[(_EFFECTS[word], word) for word in words if word in _EFFECTS],
        events=words,
        categories=[situation],
        affected=_in_languages(announcements),
        spans=_spans(announcements, source.tz),
        issued=text_at(message, "releaseTime"),
        updated=text_at(message, "versionTime"),
        # The sending centre; its telephone number and address are not passed on.
        notes={"sender": next(filter(None, (text_at(part, "sender") for part in announcements)), "")},
    )


def _word(found: dict[str, Any], key: str) -> str:
    """An enumeration's word as the first version wrote it: ``TRAFFIC_ANNOUNCEMENT`` as “traffic announcement”."""
    return text.line(text_at(found, key).replace("_", " "), 80).lower()


def _texts(announcements: list[dict[str, Any]], otherwise: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Headlines and descriptions by language."""
    headlines: dict[str, list[str]] = {}
    bodies: dict[str, list[str]] = {}
    for part in announcements:
        lang = text.language(text_at(part, "language"), otherwise)
        headlines.setdefault(lang, []).append(_title(part))
        bodies.setdefault(lang, []).append("\n".join(_lines(part)))
    return headlines, bodies


def _title(part: dict[str, Any]) -> str:
    """The title, with the place where it names none (seen: “Liikennetiedote.” and no more)."""
    title, place = text.line(text_at(part, "title")), text.line(text_at(part, "location", "description"))
    return text.line(f"{title} {place}") if title and "," not in title else title


def _lines(part: dict[str, Any]) -> Iterator[str]:
    """The announcement's text in the order of Fintraffic's own pages."""
    yield from filter(None, [text.plain(text_at(part, "location", "description"))])
    for holder in (part, *dicts_at(part, "roadWorkPhases")):
        for feature in dicts_at(holder, "features"):
            name, unit = text.line(text_at(feature, "name")), text.line(text_at(feature, "unit"), 20)
            quantity = number_at(feature, "quantity")
            if name:
                yield f"{name}: {quantity:g} {unit}".strip() if quantity is not None else name
        yield from filter(None, [text.plain(text_at(holder, "comment"))])
    yield from filter(None, [text.plain(text_at(part, "additionalInformation"))])


def _severity(phases: list[dict[str, Any]]) -> str:
    stated = [word for phase in phases if (word := _word(phase, "severity"))]
    return next((word for word in _WORST_FIRST if word in stated), stated[0] if stated else "")


def _spans(announcements: list[dict[str, Any]], zone: ZoneInfo) -> Iterator[Span]:
    """The spans of the phases of road works where one of them has working hours, else that of the announcement."""
    for part in announcements:
        phases = dicts_at(part, "roadWorkPhases")
        for phase in phases if any(dicts_at(phase, "workingHours") for phase in phases) else [part]:
            times = dict_at(phase, "timeAndDuration") or dict_at(part, "timeAndDuration")
            says = text_at(times, "estimatedDuration", "informal")
            for recurrence in _working(dicts_at(phase, "workingHours"), zone) or [None]:
                yield Span(text_at(times, "startTime"), text_at(times, "endTime"), text=says, recurrence=recurrence)


def _working(rows: list[dict[str, Any]], zone: ZoneInfo) -> list[Recurrence | None]:
    """One recurrence for all the days of the same hours."""
    found: dict[recurring.Hours, list[str]] = {}
    said = ", ".join(" ".join(text_at(row, key) for key in ("weekday", "startTime", "endTime")) for row in rows)
    for row in rows:
        when = recurring.hours(text_at(row, "startTime"), text_at(row, "endTime"), zone)
        if when is None or recurring.weekdays([text_at(row, "weekday")]) is None:
            return [recurring.vague(said, zone)]
        found.setdefault(when, []).append(text_at(row, "weekday"))
    return [recurring.rule(when, recurring.weekdays(days) or ()) for when, days in found.items()]


def _in_languages(announcements: list[dict[str, Any]]) -> Iterator[Named]:
    """What is affected, in the language of the announcement that names it."""
    for part in announcements:
        yield from (named._replace(lang=text_at(part, "language")) for named in _affected(part))


def _affected(part: dict[str, Any]) -> Iterator[Named]:
    for holder in (part, *dicts_at(part, "roadWorkPhases")):
        details = dict_at(holder, "locationDetails")
        for area in dicts_at(details, "areaLocation", "areas"):
            yield Named(_word(area, "type") or "area", text_at(area, "name"), text_at(area, "locationCode"))
        for end in ("primaryPoint", "secondaryPoint"):
            point = dict_at(details, "roadAddressLocation", end)
            place = dict_at(point, "alertCLocation")
            yield Named("road", text_at(point, "roadName"), text_at(point, "roadAddress", "road"))
            yield Named("municipality", text_at(point, "municipality"))
            yield Named("place", text_at(place, "name"), text_at(place, "locationCode"))
    for leg in dicts_at(part, "lastActiveItinerarySegment", "legs"):
        yield Named("road", text_at(leg, "roadLeg", "roadName"), text_at(leg, "roadLeg", "roadNumber"))


FORMAT = Format(
    name="digitraffic",
    what="Digitraffic traffic messages: Finnish roads, JSON",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample="""{"type":"FeatureCollection","dataUpdatedTime":"2026-11-20T10:00:00Z","features":[{"type":"Feature","geometry":null,
"properties":{"situationId":"GUID1","version":1,"situationType":"ROAD_WORK","releaseTime":"2026-11-20T10:00:00Z",
"versionTime":"2026-11-20T10:00:00Z","announcements":[{"language":"FI","title":"Tie 4, Sodankylä. Tietyö.","sender":
"Fintraffic","location":{"description":"Tie 4 välillä Oulu - Kemi."},"features":[{"name":"Jono","quantity":2,"unit":
"km"}],"comment":"Varokaa.","timeAndDuration":{"startTime":"2026-11-20T09:00:00Z"},"locationDetails":{"areaLocation":{"areas":
[{"name":"Lappi","locationCode":27,"type":"PROVINCE"}]}},"roadWorkPhases":[{"severity":"HIGH","restrictions":
[{"type":"ROAD_CLOSED"}],"workingHours":[{"weekday":"MONDAY","startTime":"20:00","endTime":"05:00"}]}]}]}}]}""".encode(),
)
