"""Weather alerts of Environment and Climate Change Canada, as GeoMet gives them in GeoJSON (WFS, OGC API Features).

=============  =====================================================================================
native id      the feature's ``id``; without one, the alert's code and its region (``feature_id``,
               else ``feature_name_en``): such an alert is one disruption, however often it is renewed
headline       ``alert_name_en`` and ``alert_name_fr``
description    ``alert_text_en`` and ``alert_text_fr``
status         ``status_en``
severity       ``risk_colour_en``, else ``impact_en``; never taken from warning, watch or statement
certainty      ``confidence_en``
period         from ``validity_datetime``, else ``publication_datetime``, to ``event_end_datetime``
publication    until ``expiration_datetime``: the message is renewed until then, the hazard may last
affected       the region in both languages, the province
=============  =====================================================================================

The recorded document is a test fixture of two alerts; fields it lacks are read where they are there.
"""

from __future__ import annotations

from typing import Annotated

from explainer.disruption import Cause, Disruption, Entity, Period, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, rows, text
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import Object, Said, Wire, as_dict
from explainer.formats.look import Look
from explainer.formats.naming import named
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Certainty, PeriodRole, Severity, Status

_STATUS = {
    "active": Status.ACTIVE,
    "issued": Status.ACTIVE,
    "continued": Status.ACTIVE,
    "updated": Status.ACTIVE,
    "upgraded": Status.ACTIVE,
    "ended": Status.RESOLVED,
    "expired": Status.RESOLVED,
    "cancelled": Status.WITHDRAWN,
}
# Colours as CAP uses them in other countries' colour-coded warnings: yellow is Moderate.
_COLOUR = {"yellow": Severity.MODERATE, "orange": Severity.SEVERE, "red": Severity.EXTREME}
_IMPACT = {
    "low": Severity.MINOR,
    "moderate": Severity.MODERATE,
    "high": Severity.SEVERE,
    "extreme": Severity.EXTREME,
}
_CERTAINTY = {
    "observed": Certainty.OBSERVED,
    "high": Certainty.LIKELY,
    "likely": Certainty.LIKELY,
    "moderate": Certainty.POSSIBLE,
    "medium": Certainty.POSSIBLE,
    "possible": Certainty.POSSIBLE,
    "low": Certainty.POSSIBLE,
}
_NOTED = ("confidence_en", "confidence_fr", "impact_en", "impact_fr", "risk_colour_en", "risk_colour_fr")
_TIMES = ("validity_datetime", "publication_datetime", "event_end_datetime", "expiration_datetime")


class Alert(Wire):
    """``properties`` of a feature."""

    id: Said = ""
    alert_code: Said = ""
    alert_type: Said = ""
    alert_name_en: Said = ""
    alert_name_fr: Said = ""
    alert_text_en: Said = ""
    alert_text_fr: Said = ""
    status_en: Said = ""
    confidence_en: Said = ""
    confidence_fr: Said = ""
    impact_en: Said = ""
    impact_fr: Said = ""
    risk_colour_en: Said = ""
    risk_colour_fr: Said = ""
    publication_datetime: Said = ""
    validity_datetime: Said = ""
    event_end_datetime: Said = ""
    expiration_datetime: Said = ""
    feature_id: Said = ""
    feature_name_en: Said = ""
    feature_name_fr: Said = ""
    province: Said = ""


class Feature(Wire):
    """One alert for one region."""

    id: Said = ""
    properties: Annotated[Alert, Object] = Alert()

    @property
    def name(self) -> str:
        """The native id, or nothing."""
        alert = self.properties
        region = alert.feature_id or alert.feature_name_en or alert.feature_name_fr
        code = alert.alert_code or alert.alert_type
        return self.id or alert.id or (f"{code}:{region}" if code and region else "")


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per alert and region.

    Raises:
        FormatError: when the document is not whole, or holds no Canadian alerts.
    """
    found = rows.features(document)
    if found.rows and not any(_is_alert(as_dict(row.get("properties"))) for row in found.rows):
        raise FormatError("none of the document's features is an alert: they have no alert_name_en")
    features = [Feature.model_validate(row) for row in found.rows]
    return rows.read(features, lambda one: _disruption(one, source), lambda one: one.name, found.partial)


def recognises(look: Look) -> bool:
    """Whether the first feature has an alert's name in both languages."""
    return look.text.startswith("{") and '"alert_' in look.text and _is_alert(rows.first_feature(look.data))


def _is_alert(properties: dict[str, object]) -> bool:
    return not properties.keys().isdisjoint({"alert_name_en", "alert_name_fr"})


def _disruption(feature: Feature, source: Source) -> Disruption:
    alert, native = feature.properties, text.identifier(feature.name)
    if not native:
        raise RefusedError("it has neither an id nor a code and a region")
    headline = _both(text.line(alert.alert_name_en), text.line(alert.alert_name_fr))
    if not headline:
        raise RefusedError("it has no name in either language")
    times = {name: reading for name in _TIMES if (reading := read_time(getattr(alert, name), source.tz))}
    issued = times.get("publication_datetime")
    colour, impact = text.line(alert.risk_colour_en), text.line(alert.impact_en)
    status = text.line(alert.status_en)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=headline,
        description=_both(text.plain(alert.alert_text_en), text.plain(alert.alert_text_fr)),
        status=_STATUS.get(status.casefold(), Status.UNKNOWN),
        status_native=status,
        severity=_severity(colour, impact),
        severity_native=colour or impact,
        certainty=_CERTAINTY.get(alert.confidence_en.casefold(), Certainty.UNKNOWN),
        causes=(Cause(code=CauseCode.WEATHER),),  # the service issues no other alerts
        events=_distinct(headline[0].text, *(one.text for one in headline), text.line(alert.alert_code)),
        categories=_distinct(text.line(alert.alert_type), colour),
        affected=_affected(alert),
        periods=_periods(times),
        issued_at=issued.at if issued else None,
        updated_at=issued.at if issued else None,
        extra=_notes(alert, times),
    )
    return mapping.apply(made, source)


def _both(english: str, french: str) -> tuple[Text, ...]:
    return tuple(Text(lang=lang, text=words) for lang, words in (("en", english), ("fr", french)) if words)


def _severity(colour: str, impact: str) -> Severity:
    if colour:
        return _COLOUR.get(colour.casefold(), Severity.UNKNOWN)
    return _IMPACT.get(impact.casefold(), Severity.UNKNOWN)


def _distinct(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, words)))


def _affected(alert: Alert) -> tuple[Entity, ...]:
    names = {one.lang: one.text for one in _both(text.line(alert.feature_name_en), text.line(alert.feature_name_fr))}
    found = named("region", names, text.line(alert.feature_id)) if names else ()
    province = text.line(alert.province)
    return (*found, Entity(kind="province", name=province)) if province else found


def _periods(times: dict[str, Reading]) -> tuple[Period, ...]:
    issued, expires = times.get("publication_datetime"), times.get("expiration_datetime")
    start, end = times.get("validity_datetime") or issued, times.get("event_end_datetime")
    if start and end and end.at <= start.at:
        end = None
    found = []
    if bound := start or end:
        ends = end.at if end else None
        found.append(Period(start=start.at if start else None, end=ends, precision=bound.precision))
    if expires:
        shown = issued.at if issued and issued.at < expires.at else None
        found.append(Period(start=shown, end=expires.at, role=PeriodRole.PUBLICATION))
    return tuple(found)


def _notes(alert: Alert, times: dict[str, Reading]) -> dict[str, str]:
    found = {name: text.line(getattr(alert, name), text.NOTE) for name in _NOTED}
    for name in _TIMES:
        if (verbatim := text.line(getattr(alert, name), 60)) and name not in times:
            found[name] = f"{verbatim} (not used: no believable time)"
    return {name: words for name, words in found.items() if words}
