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
from collections.abc import Container, Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from explainer.disruption import Cause, Disruption, Effect, Link, Period, SetAside, Text, disruption_id
from explainer.formats import common_json, gtfs_message, mapping, text, transit
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import Figure, Object, Objects, Said, Sayings, Wire
from explainer.formats.look import Look
from explainer.sources import Source
from explainer.vocabulary import CauseCode, EffectCode, PeriodRole, Severity, Status

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


def parse(document: Document, source: Source) -> Parsed:
    """The alerts of a message; trip updates and vehicle positions are passed over."""
    header, entities = gtfs_message.read(document)
    rows, rest = first_entries(entities)
    disruptions: dict[str, Disruption] = {}
    set_aside = [*rest]
    if common_json.text_at(header, "incrementality") in ("DIFFERENTIAL", "1"):
        reason = "the message carries changes only, so nothing can be told from what it lacks"
        set_aside.append(SetAside(entry="the whole message", reason=reason))
    for number, row in enumerate(rows, start=1):
        native = text.identifier(common_json.text_at(row, "id"))
        made = _disruption(row, native, source)
        if isinstance(made, Disruption) and made.id not in disruptions:
            disruptions[made.id] = made
        elif made is not None:
            reason = made if isinstance(made, str) else "an earlier entity has the same id; the first counts"
            label = f"entity {number}" + (f" ({text.bounded(native, 80)})" if native else "")
            set_aside.append(SetAside(entry=label, reason=reason, native_id=native or None))
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


def _disruption(row: Any, native: str, source: Source) -> Disruption | str | None:
    """The disruption of an entity, why there is none, or None where a deleted one says nothing more."""
    if not isinstance(row, dict) or not isinstance(row.get("alert"), dict):
        return "it is no readable alert"
    if not native:
        return "it has no id"
    alert = _Alert.model_validate(row["alert"])
    deleted = common_json.flag_at(row, "is_deleted") is True
    headline, description = _texts(alert.header_text, source), _texts(alert.description_text, source, text.BODY)
    if not headline:
        firsts = [(lang, words.partition("\n")[0]) for lang, words in description.items()]
        headline = {lang: text.bounded(first, text.HEADLINE) for lang, first in firsts}
    if not headline:
        return None if deleted else "it has neither a header nor a description"
    affected, extra = transit.affected(_selectors(alert))
    periods, period_notes = _periods(alert, source)
    cause, effect = _enumerated(alert.cause, transit.CAUSES), _enumerated(alert.effect, transit.EFFECTS)
    cause_details, effect_details = _details(alert.cause_detail), _details(alert.effect_detail)
    level = _enumerated(alert.severity_level, transit.SEVERITIES)
    severity = transit.SEVERITIES.get(level, transit.own_severity(alert.severity))
    if not level and alert.severity is None and effect == "NO_EFFECT":
        severity = Severity.NONE
    issued = common_json.as_time(alert.created_timestamp, None)
    updated = common_json.as_time(alert.last_modified_timestamp, None) or issued
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=tuple(Text(lang=lang, text=words) for lang, words in headline.items()),
        description=tuple(Text(lang=lang, text=words) for lang, words in description.items()),
        **_status(alert, deleted),
        severity=severity,
        severity_native=level or ("" if alert.severity is None else f"{alert.severity:g}"),
        causes=(_cause(cause, cause_details),) if cause else (),
        effects=(_effect(effect, effect_details),) if effect else (),
        events=tuple(dict.fromkeys(filter(None, [effect, *effect_details]))),
        categories=tuple(dict.fromkeys(filter(None, [cause, *cause_details]))),
        affected=affected,
        periods=periods,
        issued_at=issued.at if issued else None,
        updated_at=updated.at if updated else None,
        links=tuple(dict.fromkeys(Link(href=href) for row in alert.url if (href := text.address(row.text)))),
        extra=extra | period_notes | _notes(alert),
    )
    return mapping.apply(transit.as_meant(made), source)


def _texts(rows: tuple[_Translation, ...], source: Source, limit: int = text.HEADLINE) -> dict[str, str]:
    """One text per language. Of two in one language the first counts, and plain text before HTML."""
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: _HTML.search(row.language.strip()) is not None):
        words = text.line(row.text) if limit == text.HEADLINE else text.plain(row.text, limit)
        lang = text.language(_HTML.sub("", row.language.strip()), "und" if row.language.strip() else "")
        if words:
            found.setdefault(lang, words)
    # A missing language is unknown: the feed's own, unless another text already is in that.
    unlabelled = found.pop("", None)
    if unlabelled:
        found.setdefault(source.language if source.language not in found else "und", unlabelled)
    return found


def _status(alert: _Alert, deleted: bool) -> dict[str, Any]:
    """What a feed carries holds, whatever its periods say of when."""
    if deleted:
        return {"status": Status.WITHDRAWN, "status_native": "is_deleted"}
    if common_json.as_time(alert.closed_timestamp, None):
        return {"status": Status.RESOLVED, "status_native": "closed"}
    native = text.line(alert.alert_lifecycle, text.NOTE)
    if native:
        return {"status": transit.LIFECYCLES.get(native, Status.UNKNOWN), "status_native": native}
    return {"status": Status.ACTIVE}


def _enumerated(value: str, names: dict[str, Any]) -> str:
    """The name of a value given by name or number; an unknown one stays as it is."""
    if value.isdecimal() and 1 <= int(value[:9]) <= len(names):
        return tuple(names)[int(value[:9]) - 1]
    return text.line(value, text.NOTE)


def _cause(native: str, details: list[str]) -> Cause:
    word = _precise(native, details, transit.OWN_CAUSES)
    return Cause(code=transit.OWN_CAUSES.get(word, CauseCode.UNKNOWN), native=word)


def _effect(native: str, details: list[str]) -> Effect:
    word = _precise(native, details, transit.OWN_EFFECTS)
    return Effect(code=transit.OWN_EFFECTS.get(word, EffectCode.UNKNOWN), native=word)


def _precise(native: str, details: list[str], known: Container[str]) -> str:
    """The word itself; or its detail, where the word only says “other” and the detail is one we know."""
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


def _periods(alert: _Alert, source: Source) -> tuple[tuple[Period, ...], dict[str, str]]:
    """The impact; with an ``impact_period``, the older ``active_period`` only says how long the alert is shown."""
    shown = alert.communication_period or (alert.active_period if alert.impact_period else ())
    impact = alert.impact_period or alert.active_period
    notes: dict[str, str] = {}
    found: dict[PeriodRole, list[Period]] = {PeriodRole.IMPACT: [], PeriodRole.PUBLICATION: []}
    for role, rows in ((PeriodRole.IMPACT, impact), (PeriodRole.PUBLICATION, shown)):
        for row in rows:
            made, made_notes = transit.period(row, None, role)
            notes |= made_notes
            found[role].append(made)
    said = ", ".join(_details(alert.recurrence_text))
    impacts = transit.recurring_periods(found[PeriodRole.IMPACT], said, source.tz)
    windows = dict.fromkeys(one for one in found[PeriodRole.PUBLICATION] if not transit.is_open(one))
    return (*impacts, *windows), notes


def _notes(alert: _Alert) -> dict[str, str]:
    found = {
        name: words
        for field, name in _NOTED.items()
        if (words := text.bounded(", ".join(_details(getattr(alert, field))), text.NOTE))
    }
    if words := text.line(alert.duration_certainty, text.NOTE):
        found["duration certainty"] = words
    return found
