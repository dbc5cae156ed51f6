"""Alerts of the MBTA v3 API (api-v3.mbta.com, ``/alerts``; JSON:API 1.0, section 7).

=============  ==================================================================================
native id      the resource's ``id``
headline       ``header``, else ``short_header``; description: ``description``
status         ``lifecycle``: upcoming is planned, all others are active
severity       ``severity``, 0 to 10; ``transit.own_severity``
cause, effect  MBTA's own words, ``transit.OWN_CAUSES`` and ``transit.OWN_EFFECTS``
periods        ``active_period``, which may repeat; ``end: null`` is open
events         ``effect`` and ``service_effect``; ``categories``: the cause
affected       ``informed_entity``: route, stop, trip, facility, mode and activities
=============  ==================================================================================
"""

from __future__ import annotations

from typing import Annotated, Any

from explainer.disruption import Cause, Disruption, Effect, Link, SetAside, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import common_json, mapping, text, transit
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import Figure, Objects, Said, Sayings, Wire
from explainer.formats.look import Look
from explainer.sources import Source
from explainer.vocabulary import CauseCode, EffectCode, Status

_NOTED = ("short_header", "timeframe", "banner", "duration_certainty")


class _Selector(Wire):
    route: Said = ""
    route_type: Said = ""
    stop: Said = ""
    trip: Said = ""
    facility: Said = ""
    activities: Sayings = ()


class _Attributes(Wire):
    header: Said = ""
    short_header: Said = ""
    description: Said = ""
    cause: Said = ""
    effect: Said = ""
    service_effect: Said = ""
    severity: Figure = None
    lifecycle: Said = ""
    active_period: Annotated[tuple[dict[str, Any], ...], Objects] = ()
    informed_entity: Annotated[tuple[_Selector, ...], Objects] = ()
    created_at: Said = ""
    updated_at: Said = ""
    url: Said = ""
    timeframe: Said = ""
    banner: Said = ""
    duration_certainty: Said = ""
    recurrence_text: Said = ""


def recognises(look: Look) -> bool:
    """JSON:API whose first resource is an alert with a header and whom it informs."""
    first = common_json.value_at(look.data, "data", 0)
    attributes = common_json.dict_at(first, "attributes")
    return common_json.text_at(first, "type") == "alert" and attributes.keys() >= {"header", "informed_entity"}


def parse(document: Document, source: Source) -> Parsed:
    """The alerts of one answer."""
    found = common_json.read_json(document)
    rows, rest = first_entries(_resources(found))
    disruptions: dict[str, Disruption] = {}
    set_aside = [*rest]
    if common_json.text_at(found, "links", "next"):
        reason = "it is one page of several, so nothing can be told from what it lacks"
        set_aside.append(SetAside(entry="the whole answer", reason=reason))
    for number, row in enumerate(rows, start=1):
        native = text.identifier(common_json.text_at(row, "id"))
        made = _disruption(row, native, source)
        if isinstance(made, Disruption) and made.id not in disruptions:
            disruptions[made.id] = made
        else:
            reason = made if isinstance(made, str) else "an earlier alert has the same id; the first counts"
            label = f"alert {number}" + (f" ({text.bounded(native, 80)})" if native else "")
            set_aside.append(SetAside(entry=label, reason=reason, native_id=native or None))
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


def _resources(found: Any) -> list[Any]:
    errors = common_json.dicts_at(found, "errors")
    if errors:
        said = text.line(common_json.text_at(errors[0], "detail") or common_json.text_at(errors[0], "title"), 80)
        raise FormatError(f"the server answered with an error: {said or 'it does not say which'}")
    data = common_json.value_at(found, "data")
    rows = [data] if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise FormatError("the document is JSON, but has no list of alerts under data")
    if rows and not any(common_json.text_at(row, "type") == "alert" for row in rows):
        raise FormatError("the document is JSON, but none of its resources is an alert")
    return rows


def _disruption(row: Any, native: str, source: Source) -> Disruption | str:
    """The disruption of a resource, or why there is none."""
    kind = text.line(common_json.text_at(row, "type"), 40)
    if kind != "alert":
        return f"it is a {kind}, not an alert" if kind else "it is no readable alert"
    if not native:
        return "it has no id"
    alert = _Attributes.model_validate(common_json.dict_at(row, "attributes"))
    headline = text.line(alert.header) or text.line(alert.short_header)
    if not headline:
        return "it has no header"
    description = text.plain(alert.description)
    affected, extra = transit.affected(transit.Selector(**entity.model_dump()) for entity in alert.informed_entity)
    spans = [transit.period(row, source.tz) for row in alert.active_period]
    for _, notes in spans:
        extra |= notes
    cause, effect, lifecycle, service_effect = (
        text.line(words, text.NOTE) for words in (alert.cause, alert.effect, alert.lifecycle, alert.service_effect)
    )
    issued = common_json.as_time(alert.created_at, source.tz)
    updated = common_json.as_time(alert.updated_at, source.tz) or issued
    href = text.address(alert.url)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=source.language, text=headline),),
        description=(Text(lang=source.language, text=description),) if description else (),
        status=transit.LIFECYCLES.get(lifecycle, Status.UNKNOWN),
        status_native=lifecycle,
        severity=transit.own_severity(alert.severity),
        severity_native="" if alert.severity is None else f"{alert.severity:g}",
        causes=(Cause(code=transit.OWN_CAUSES.get(cause, CauseCode.UNKNOWN), native=cause),) if cause else (),
        effects=(Effect(code=transit.OWN_EFFECTS.get(effect, EffectCode.UNKNOWN), native=effect),) if effect else (),
        events=tuple(dict.fromkeys(filter(None, [effect, service_effect]))),
        categories=(cause,) if cause else (),
        affected=affected,
        periods=transit.recurring_periods([span for span, _ in spans], alert.recurrence_text, source.tz),
        issued_at=issued.at if issued else None,
        updated_at=updated.at if updated else None,
        links=(Link(href=href),) if href else (),
        extra=extra | {name: said for name in _NOTED if (said := text.line(getattr(alert, name), text.NOTE))},
    )
    return mapping.apply(transit.as_meant(made), source)
