"""Digitraffic traffic messages, Finland (tie.digitraffic.fi, ``traffic-message/v1``, “simple JSON”).

Read are a feature collection, one feature, and the bare message that Fintraffic's own systems exchange.

=============  ===================================================================================
native id      ``situationId``; of several ``version``s in one document the highest counts
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

from explainer.disruption import Cause, Disruption, Effect, Entity, Period, Recurrence, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import recurring, situations, text
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import as_dict, as_list, dict_at, dicts_at, number_at, read_json, text_at
from explainer.formats.look import Look
from explainer.formats.naming import in_languages
from explainer.formats.situations import Moments, Version
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Certainty, EffectCode, Severity, Status

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


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a traffic message document."""
    rows = _messages(read_json(document))
    return situations.read(rows, lambda row: _version(row, source), _native_id, source)


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


def _native_id(row: dict[str, Any]) -> str:
    return text.identifier(text_at(row, "situationId"))


def _version(row: dict[str, Any], source: Source) -> Version:
    native = _native_id(row)
    announcements = dicts_at(row, "announcements")
    if not native:
        raise RefusedError("it has no situationId")
    moments = Moments(source)
    version = text.identifier(text_at(row, "version"))
    situation, announced = _word(row, "situationType"), _word(row, "trafficAnnouncementType")
    closing = next(filter(None, (_word(part, "earlyClosing") for part in announcements)), "")
    released = moments.at("releaseTime", text_at(row, "releaseTime"))
    changed = moments.at("versionTime", text_at(row, "versionTime"))
    phases = [phase for part in announcements for phase in dicts_at(part, "roadWorkPhases")]
    severity = _severity(phases)
    restrictions = [
        word for phase in phases for limit in dicts_at(phase, "restrictions") if (word := _word(limit, "type"))
    ]
    natives = tuple(dict.fromkeys(filter(None, [situation, announced, *restrictions])))
    headline, description = _texts(announcements, source)
    if not headline:
        raise RefusedError("it has no announcement with a title or a text")
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native, version),
        headline=headline,
        description=description,
        status=_STATUS.get(announced) or _EARLY_CLOSING.get(closing) or Status.ACTIVE,
        status_native=announced if announced in _STATUS else closing or announced,
        severity=_SEVERITY.get(severity, Severity.UNKNOWN),
        severity_native=severity,
        certainty=_CERTAINTY.get(announced, Certainty.UNKNOWN),
        planned=True if situation == "road work" else None,
        causes=tuple(Cause(code=_CAUSES[word], native=word) for word in (situation, announced) if word in _CAUSES),
        effects=tuple(Effect(code=_EFFECTS[word], native=word) for word in natives if word in _EFFECTS),
        events=natives,
        categories=(situation,) if situation else (),
        affected=_all_affected(announcements, source)[: situations.MOST_ENTITIES],
        periods=tuple(dict.fromkeys(_periods(announcements, moments)))[: situations.MOST_PERIODS],
        issued_at=released,
        updated_at=changed or released,
        extra=_notes(announcements) | moments.notes,
    )
    return Version(made, situations.version_number(version))


def _word(found: dict[str, Any], key: str) -> str:
    """An enumeration's word as the first version wrote it: ``TRAFFIC_ANNOUNCEMENT`` as “traffic announcement”."""
    return text.line(text_at(found, key).replace("_", " "), 80).lower()


def _texts(announcements: list[dict[str, Any]], source: Source) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    headlines: dict[str, str] = {}
    bodies: dict[str, list[str]] = {}
    for part in announcements:
        lang = text.language(text_at(part, "language"), source.language)
        words = "\n".join(_lines(part))
        title = _title(part) or situations.first_line(words)
        if title:
            headlines.setdefault(lang, title)
        if words and words not in bodies.setdefault(lang, []):
            bodies[lang].append(words)
    headline = tuple(Text(lang=lang, text=words) for lang, words in headlines.items())
    return headline, situations.as_texts({lang: words for lang, words in bodies.items() if words})


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


def _periods(announcements: list[dict[str, Any]], moments: Moments) -> Iterator[Period]:
    """The spans of the phases of road works where one of them has working hours, else that of the announcement."""
    for part in announcements:
        phases = [phase for phase in dicts_at(part, "roadWorkPhases") if dicts_at(phase, "workingHours")]
        others = [phase for phase in dicts_at(part, "roadWorkPhases") if phase not in phases]
        for phase in [*phases, *others] if phases else [part]:
            times = dict_at(phase, "timeAndDuration") or dict_at(part, "timeAndDuration")
            says = text.line(text_at(times, "estimatedDuration", "informal"), text.NOTE)
            start, end = text_at(times, "startTime"), text_at(times, "endTime")
            for recurrence in _working(dicts_at(phase, "workingHours"), moments) or [None]:
                blank = Period(text=says, recurrence=recurrence)
                if period := moments.period("timeAndDuration", start, end, blank):
                    yield period


def _working(rows: list[dict[str, Any]], moments: Moments) -> list[Recurrence | None]:
    """One recurrence for all the days of the same hours."""
    zone = moments.source.tz
    found: dict[recurring.Hours, list[str]] = {}
    said = ", ".join(" ".join(text_at(row, key) for key in ("weekday", "startTime", "endTime")) for row in rows)
    for row in rows:
        when = recurring.hours(text_at(row, "startTime"), text_at(row, "endTime"), zone)
        if when is None or recurring.weekdays([text_at(row, "weekday")]) is None:
            return [recurring.vague(said, zone)]
        found.setdefault(when, []).append(text_at(row, "weekday"))
    return [recurring.rule(when, recurring.weekdays(days) or ()) for when, days in found.items()]


def _all_affected(announcements: list[dict[str, Any]], source: Source) -> tuple[Entity, ...]:
    """What the announcements name; in several languages, places are named in each."""
    return in_languages(
        (text.language(text_at(part, "language"), source.language), _affected(part)) for part in announcements
    )


def _affected(part: dict[str, Any]) -> Iterator[Entity]:
    for holder in (part, *dicts_at(part, "roadWorkPhases")):
        details = dict_at(holder, "locationDetails")
        for area in dicts_at(details, "areaLocation", "areas"):
            name, ref = text.line(text_at(area, "name"), text.NOTE), text.identifier(text_at(area, "locationCode"))
            if name or ref:
                yield Entity(kind=_word(area, "type") or "area", name=name, ref=ref)
        for end in ("primaryPoint", "secondaryPoint"):
            point = dict_at(details, "roadAddressLocation", end)
            yield from _road(text_at(point, "roadAddress", "road"), text_at(point, "roadName"))
            if name := text.line(text_at(point, "municipality"), text.NOTE):
                yield Entity(kind="municipality", name=name)
            if name := text.line(text_at(point, "alertCLocation", "name"), text.NOTE):
                ref = text.identifier(text_at(point, "alertCLocation", "locationCode"))
                yield Entity(kind="place", name=name, ref=ref)
    for leg in dicts_at(part, "lastActiveItinerarySegment", "legs"):
        yield from _road(text_at(leg, "roadLeg", "roadNumber"), text_at(leg, "roadLeg", "roadName"))


def _road(number: str, name: str) -> Iterator[Entity]:
    number, name = text.identifier(number), text.line(name, text.NOTE)
    if number or name:
        yield Entity(kind="road", name=name, ref=number)


def _notes(announcements: list[dict[str, Any]]) -> dict[str, str]:
    """The sending centre; its telephone number and address are not passed on."""
    sender = next(filter(None, (text.line(text_at(part, "sender"), text.NOTE) for part in announcements)), "")
    return {"sender": sender} if sender else {}
