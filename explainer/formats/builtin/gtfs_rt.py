"""GTFS-Realtime Service Alerts (gtfs.org/documentation/realtime/reference, ``Alert``): protobuf, its text form, JSON.

The JSON form has no standard: enumerations by name or number, keys in either case, 64-bit numbers as strings or as
``{low, high}``, and MBTA's “enhanced” feed, which adds keys and puts texts into lists. Extensions are ignored.

=============  ==================================================================================
native id      the entity's ``id``
headline       ``header_text``, else the first line of ``description_text``; one text per language
status         active while carried, unless the entity is deleted or MBTA's enhanced keys say more
severity       ``severity_level``; without one, none where the effect is ``NO_EFFECT``
cause, effect  only where the field is there; its default means nothing
periods        ``impact_period``, else ``active_period``; none of them: always active
events         the effect and its detail; ``categories``: the cause and its detail
affected       ``informed_entity``: agency, route, stop, trip, route type; ``transit.affected``
=============  ==================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from explainer.formats.base import Document, Draft, Entries, Format, Pointer, RefusedError, Span
from explainer.formats.families import gtfs_message, transit
from explainer.formats.kit import common_json, text
from explainer.formats.kit.common_json import Figure, Object, Objects, Said, Sayings, Wire
from explainer.formats.kit.look import Look
from explainer.model.disruption import Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, EffectCode, PeriodRole, Severity, Status

# `en/html`, seen by the standards' own users, and `en-html`, which MTA puts beside a plain `en`.
_HTML = re.compile(r"[/_-]html$", re.IGNORECASE)

_PLACEHOLDERS = ("OTHER_CAUSE", "UNKNOWN_CAUSE", "OTHER_EFFECT", "UNKNOWN_EFFECT")
_NOTED = {
    "short_header_text": "short header",
    "service_effect_text": "service effect",
    "timeframe_text": "timeframe",
    "recurrence_text": "recurrence",
}


class _Translation(Wire):
    text: Said = ""
    language: Said = ""


def _translations(value: Any) -> tuple[dict[str, Any], ...]:
    """``{translation: [...]}``; or, in MBTA's enhanced feed, a list of ``{translation: {...}}``, or bare text."""
    if isinstance(value, str):
        return ({"text": value},)
    found: list[dict[str, Any]] = []
    for part in value if isinstance(value, list) else [value]:
        inner = common_json.value_at(part, "translation")
        found += [row for row in (inner if isinstance(inner, list) else [inner]) if isinstance(row, dict)]
    return tuple(found)


_Texts = Annotated[tuple[_Translation, ...], BeforeValidator(_translations)]
_Rows = Annotated[tuple[dict[str, Any], ...], Objects]


class _Trip(Wire):
    trip_id: Said = ""
    route_id: Said = ""


class _Selector(Wire):
    agency_id: Said = ""
    route_id: Said = ""
    route_type: Said = ""
    stop_id: Said = ""
    facility_id: Said = ""
    activities: Sayings = ()
    trip: Annotated[_Trip, Object] = _Trip()


class _Alert(Wire):
    """``Alert``, and below it what MBTA's enhanced feed adds."""

    active_period: _Rows = ()
    impact_period: _Rows = ()
    communication_period: _Rows = ()
    informed_entity: Annotated[tuple[_Selector, ...], Objects] = ()
    cause: Said = ""
    cause_detail: _Texts = ()
    effect: Said = ""
    effect_detail: _Texts = ()
    severity_level: Said = ""
    url: _Texts = ()
    header_text: _Texts = ()
    description_text: _Texts = ()

    alert_lifecycle: Said = ""
    closed_timestamp: Any = None
    created_timestamp: Any = None
    last_modified_timestamp: Any = None
    duration_certainty: Said = ""
    severity: Figure = None
    short_header_text: _Texts = ()
    service_effect_text: _Texts = ()
    timeframe_text: _Texts = ()
    recurrence_text: _Texts = ()


def recognises(look: Look) -> bool:
    """A binary message with a version, its text form, or JSON with a GTFS-Realtime header."""
    return gtfs_message.recognises(look)


def parse(document: Document, source: Source) -> Entries:
    """The alerts of a message; trip updates and vehicle positions are passed over."""
    header, entities = gtfs_message.read(document)
    aside: tuple[Rejected, ...] = ()
    if common_json.text_at(header, "incrementality") in ("DIFFERENTIAL", "1"):
        reason = "the message carries changes only, so nothing can be told from what it lacks"
        aside = (Rejected(entry="the whole message", reason=reason),)
    return Entries(entities, lambda row: _draft(row, source), lambda row: common_json.text_at(row, "id"), aside)


def _draft(row: Any, source: Source) -> Draft | None:
    """The alert of an entity; None where a deleted one says nothing more."""
    if not isinstance(row, dict) or not isinstance(row.get("alert"), dict):
        raise RefusedError("it is no readable alert")
    alert = _Alert.model_validate(row["alert"])
    deleted = common_json.flag_at(row, "is_deleted") is True
    headline = _by_language(sorted(alert.header_text, key=_is_html), source)
    # What stands there as plain text and as HTML has its links and lists in the latter.
    description = _by_language(sorted(alert.description_text, key=_is_html, reverse=True), source)
    if deleted and not headline and not description:
        return None
    cause, effect = _enumerated(alert.cause, transit.CAUSES), _enumerated(alert.effect, transit.EFFECTS)
    cause_details, effect_details = _details(alert.cause_detail), _details(alert.effect_detail)
    level = _enumerated(alert.severity_level, transit.SEVERITIES)
    severity = transit.SEVERITIES.get(level, transit.own_severity(alert.severity))
    if not level and alert.severity is None and effect == "NO_EFFECT":
        severity = Severity.NONE
    status, status_native = _status(alert, deleted)
    return Draft(
        id=common_json.text_at(row, "id"),
        headline=headline,
        description=description,
        status=status,
        status_native=status_native,
        severity=severity,
        severity_native=level or ("" if alert.severity is None else f"{alert.severity:g}"),
        causes=[_cause(cause, cause_details)] if cause else (),
        effects=[_effect(effect, effect_details)] if effect else (),
        events=[effect, *effect_details],
        categories=[cause, *cause_details],
        affected=transit.named(_selectors(alert)),
        spans=_spans(alert),
        recurs=", ".join(_details(alert.recurrence_text)),
        zoned=True,
        issued=alert.created_timestamp,
        updated=alert.last_modified_timestamp,
        links=[Pointer(row.text) for row in alert.url],
        notes=_notes(alert),
    )


def _is_html(row: _Translation) -> bool:
    return _HTML.search(row.language.strip()) is not None


def _by_language(rows: Iterable[_Translation], source: Source) -> dict[str, str]:
    """One text per language; of two in one language the first counts."""
    found: dict[str, str] = {}
    for row in rows:
        lang = text.language(_HTML.sub("", row.language.strip()), "und" if row.language.strip() else "")
        if text.line(row.text):
            found.setdefault(lang, row.text)
    # A missing language is unknown: the feed's own, unless another text already is in that.
    unlabelled = found.pop("", None)
    if unlabelled:
        found.setdefault(source.language if source.language not in found else "und", unlabelled)
    return found


def _status(alert: _Alert, deleted: bool) -> tuple[Status, str]:
    """The status and its native word. What a feed carries is active, unless it is deleted, closed or says otherwise."""
    if deleted:
        return Status.WITHDRAWN, "is_deleted"
    if common_json.as_time(alert.closed_timestamp, None):
        return Status.RESOLVED, "closed"
    native = text.line(alert.alert_lifecycle, text.NOTE)
    return (transit.LIFECYCLES.get(native, Status.UNKNOWN), native) if native else (Status.ACTIVE, "")


def _enumerated(value: str, names: dict[str, Any]) -> str:
    """The name of a value given by name or number; an unknown one stays as it is."""
    if value.isdecimal() and 1 <= int(value[:9]) <= len(names):
        return tuple(names)[int(value[:9]) - 1]
    return text.line(value, text.NOTE)


def _cause(native: str, details: list[str]) -> tuple[CauseCode, str]:
    word = _precise(native, details, transit.OWN_CAUSES)
    return transit.OWN_CAUSES.get(word, CauseCode.UNKNOWN), word


def _effect(native: str, details: list[str]) -> tuple[EffectCode, str]:
    word = _precise(native, details, transit.OWN_EFFECTS)
    return transit.OWN_EFFECTS.get(word, EffectCode.UNKNOWN), word


def _precise(native: str, details: list[str], known: Container[str]) -> str:
    """The native word, or, where that only says “other”, the first of ``details`` that ``known`` holds."""
    if native not in _PLACEHOLDERS:
        return native
    return next((detail for detail in details if detail in known), native)


def _details(rows: tuple[_Translation, ...]) -> list[str]:
    return [words for row in rows if (words := text.line(row.text, text.NOTE))]


def _selectors(alert: _Alert) -> Iterator[transit.Selector]:
    for row in alert.informed_entity:
        yield transit.Selector(
            agency=row.agency_id,
            route=row.route_id or row.trip.route_id,
            route_type=row.route_type,
            stop=row.stop_id,
            trip=row.trip.trip_id,
            facility=row.facility_id,
            activities=row.activities,
        )


def _spans(alert: _Alert) -> Iterator[Span]:
    """The impact; with an ``impact_period``, the older ``active_period`` only says how long the alert is shown."""
    for row in alert.impact_period or alert.active_period:
        yield Span(row.get("start"), row.get("end"))
    for row in alert.communication_period or (alert.active_period if alert.impact_period else ()):
        yield Span(row.get("start"), row.get("end"), PeriodRole.PUBLICATION)


def _notes(alert: _Alert) -> Mapping[str, str]:
    found = {name: ", ".join(_details(getattr(alert, field))) for field, name in _NOTED.items()}
    return found | {"duration certainty": alert.duration_certainty}


FORMAT = Format(
    name="gtfs-rt",
    what="GTFS-Realtime service alerts: public transport",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""{"header":{"gtfs_realtime_version":"2.0"},"entity":[{"id":"a1","alert":{"effect":"NO_SERVICE","cause":"STRIKE",
"header_text":{"translation":[{"text":"No trains on 4","language":"en"}]},"description_text":{"translation":[{"text":
"Buses run.","language":"en"}]},"active_period":[{"start":1795168800,"end":1795179600}],"url":{"translation":[{"text":
"https://r.example/a1"}]},"informed_entity":[{"route_id":"4","agency_id":"R"}]}}]}""",
)
