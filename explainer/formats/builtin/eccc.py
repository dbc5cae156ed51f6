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

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Span
from explainer.formats.kit import rows
from explainer.formats.kit.common_json import Object, Said, Wire, as_dict
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, Certainty, PeriodRole, Severity, Status

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


def parse(document: Document, source: Source) -> Entries:
    """One entry per alert and region."""
    found = rows.features(document)
    if found.rows and not any(_is_alert(as_dict(row.get("properties"))) for row in found.rows):
        raise FormatError("none of the document's features is an alert: they have no alert_name_en")
    return Entries(
        found.rows, lambda row: _draft(row, source), lambda row: Feature.model_validate(row).name, found.partial
    )


def recognises(look: Look) -> bool:
    """Whether the first feature has an alert's name in both languages."""
    return look.text.startswith("{") and '"alert_' in look.text and _is_alert(rows.first_feature(look.data))


def _is_alert(properties: dict[str, object]) -> bool:
    return not properties.keys().isdisjoint({"alert_name_en", "alert_name_fr"})


def _draft(row: dict[str, Any], source: Source) -> Draft:
    feature = Feature.model_validate(row)
    alert = feature.properties
    colour, impact = alert.risk_colour_en, alert.impact_en
    return Draft(
        id=feature.name,
        headline={"en": alert.alert_name_en, "fr": alert.alert_name_fr},
        description={"en": alert.alert_text_en, "fr": alert.alert_text_fr},
        status=_STATUS.get(alert.status_en.casefold(), Status.UNKNOWN),
        status_native=alert.status_en,
        severity=_severity(colour, impact),
        severity_native=colour or impact,
        certainty=_CERTAINTY.get(alert.confidence_en.casefold(), Certainty.UNKNOWN),
        causes=[(CauseCode.WEATHER, "")],  # the service issues no other alerts
        events=[alert.alert_name_en, alert.alert_name_fr, alert.alert_code],
        categories=[alert.alert_type, colour],
        affected=_affected(alert),
        spans=_spans(alert, source),
        issued=alert.publication_datetime,
        updated=alert.publication_datetime,
        notes={name: getattr(alert, name) for name in _NOTED},
    )


def _severity(colour: str, impact: str) -> Severity:
    if colour:
        return _COLOUR.get(colour.casefold(), Severity.UNKNOWN)
    return _IMPACT.get(impact.casefold(), Severity.UNKNOWN)


def _affected(alert: Alert) -> Iterator[Named]:
    for lang, name in (("en", alert.feature_name_en), ("fr", alert.feature_name_fr)):
        yield Named("region", name, alert.feature_id, lang)
    yield Named("province", alert.province)


def _spans(alert: Alert, source: Source) -> Iterator[Span]:
    yield Span(alert.validity_datetime or alert.publication_datetime, alert.event_end_datetime)
    issued, expires = (read_time(at, source.tz) for at in (alert.publication_datetime, alert.expiration_datetime))
    if expires or alert.expiration_datetime:
        shown = issued if issued and expires and issued.at < expires.at else None
        yield Span(shown, alert.expiration_datetime, PeriodRole.PUBLICATION)


FORMAT = Format(
    name="eccc",
    what="weather alerts of Environment and Climate Change Canada",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    sample=b"""{"type":"FeatureCollection","features":[{"type":"Feature","id":"a1","properties":{"alert_code":"SNW",
"alert_type":"warning","alert_name_en":"Snowfall warning","alert_name_fr":"Avertissement de neige","alert_text_en":
"20 cm.","alert_text_fr":"20 cm de neige.","status_en":"continued","confidence_en":"high","confidence_fr":"haute",
"impact_en":"moderate","impact_fr":"moderee","risk_colour_en":"yellow","risk_colour_fr":"jaune",
"publication_datetime":"2026-11-20T09:00:00Z","validity_datetime":"2026-11-20T12:00:00Z","event_end_datetime":
"2026-11-21T12:00:00Z","expiration_datetime":"2026-11-21T00:00:00Z","feature_id":"on1","feature_name_en":"Ottawa north",
"feature_name_fr":"Ottawa nord","province":"ON"}}]}""",
)
