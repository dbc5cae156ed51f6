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

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, NotForReadersError, Pointer, RefusedError, Span
from explainer.formats.families import transit
from explainer.formats.kit import common_json, text
from explainer.formats.kit.common_json import Figure, Objects, Said, Sayings, Wire
from explainer.formats.kit.look import Look
from explainer.model.disruption import Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, EffectCode, Status

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


def parse(document: Document, source: Source) -> Entries:
    """The alerts of one answer."""
    found = common_json.read_json(document)
    aside: tuple[Rejected, ...] = ()
    if common_json.text_at(found, "links", "next"):
        reason = "it is one page of several, so nothing can be told from what it lacks"
        aside = (Rejected(entry="the whole answer", reason=reason),)
    return Entries(_resources(found), _draft, lambda row: common_json.text_at(row, "id"), aside)


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


def _draft(row: Any) -> Draft:
    kind = text.line(common_json.text_at(row, "type"), 40)
    if kind != "alert":
        raise NotForReadersError(f"it is a {kind}, not an alert") if kind else RefusedError("it is no readable alert")
    alert = _Attributes.model_validate(common_json.dict_at(row, "attributes"))
    cause, effect, lifecycle = (text.line(words, text.NOTE) for words in (alert.cause, alert.effect, alert.lifecycle))
    return Draft(
        id=common_json.text_at(row, "id"),
        headline=alert.header or alert.short_header,
        description=alert.description,
        status=transit.LIFECYCLES.get(lifecycle, Status.UNKNOWN),
        status_native=lifecycle,
        severity=transit.own_severity(alert.severity),
        severity_native="" if alert.severity is None else f"{alert.severity:g}",
        causes=[(transit.OWN_CAUSES.get(cause, CauseCode.UNKNOWN), cause)] if cause else (),
        effects=[(transit.OWN_EFFECTS.get(effect, EffectCode.UNKNOWN), effect)] if effect else (),
        events=[effect, alert.service_effect],
        categories=[cause],
        affected=transit.named(transit.Selector(**entity.model_dump()) for entity in alert.informed_entity),
        spans=[Span(row.get("start"), row.get("end")) for row in alert.active_period],
        recurs=alert.recurrence_text,
        issued=alert.created_at,
        updated=alert.updated_at,
        links=[Pointer(alert.url)],
        notes={name: getattr(alert, name) for name in _NOTED},
    )


FORMAT = Format(
    name="mbta",
    what="alerts of the Boston transport authority",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""{"data":[{"type":"alert","id":"7","attributes":{"header":"Red Line: delays of 10 minutes","short_header":
"Red Line delays","description":"A train stands at Alewife.","cause":"DISABLED_TRAIN","effect":"DELAY","service_effect":
"Red Line delay","severity":5,"lifecycle":"NEW","active_period":[{"start":"2026-11-20T10:00:00-05:00","end":null}],
"informed_entity":[{"route":"Red","route_type":1,"stop":"place-alfcl","activities":["BOARD"]}],"timeframe":"now",
"created_at":"2026-11-20T10:00:00-05:00","updated_at":"2026-11-20T10:05:00-05:00","url":"https://m.example/7"}}]}""",
)
