"""Earthquakes of the US Geological Survey: its GeoJSON summary and detail feeds (earthquake.usgs.gov).

=============  ===================================================================================
native id      the feature's ``id``; the other ids of the same earthquake, ``ids``, are duplicates
headline       ``title``, else magnitude and ``place``
status         automatic, reviewed: unknown, because neither says whether it is over; deleted: withdrawn
severity       the PAGER ``alert`` colour, which estimates losses; never taken from the magnitude
certainty      reviewed: observed
period         from ``time``, open: the shaking is over at once, what it did is not
causes         ``type``
=============  ===================================================================================
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from explainer.disruption import Cause, Disruption, Entity, Link, Period, Relation, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, rows, text
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import Figure, Object, Said, Wire, as_dict, as_time, text_at
from explainer.formats.look import Look
from explainer.formats.times import Reading
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Certainty, Severity, Status, StatusBasis

MOST_IDS = 20

_STATUS = {"automatic": Status.UNKNOWN, "reviewed": Status.UNKNOWN, "deleted": Status.WITHDRAWN}
_CERTAINTY = {"reviewed": Certainty.OBSERVED}
_SEVERITY = {
    "green": Severity.MINOR,
    "yellow": Severity.MODERATE,
    "orange": Severity.SEVERE,
    "red": Severity.EXTREME,
}
_CAUSES = {
    "earthquake": CauseCode.NATURAL_HAZARD,
    "ice quake": CauseCode.NATURAL_HAZARD,
    "landslide": CauseCode.NATURAL_HAZARD,
    "volcanic eruption": CauseCode.NATURAL_HAZARD,
    "quarry blast": CauseCode.THIRD_PARTY,
    "mining explosion": CauseCode.THIRD_PARTY,
    "explosion": CauseCode.OTHER,
    "sonic boom": CauseCode.OTHER,
}
_TSUNAMI = "the flag for large earthquakes under oceans is set; it does not say that there is a tsunami"


class Quake(Wire):
    """``properties`` of a feature."""

    mag: Figure = None
    mag_type: Said = Field(default="", alias="magType")
    place: Said = ""
    time: Any = None
    updated: Any = None
    url: Said = ""
    alert: Said = ""
    status: Said = ""
    tsunami: Figure = None
    ids: Said = ""
    type: Said = ""
    title: Said = ""


class Feature(Wire):
    """One earthquake."""

    id: Said = ""
    properties: Annotated[Quake, Object] = Quake()


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: one per earthquake.

    Raises:
        FormatError: when the document is not whole, or holds no earthquakes.
    """
    found = rows.features(document)
    if found.rows and not any("mag" in as_dict(row.get("properties")) for row in found.rows):
        raise FormatError("none of the document's features is an earthquake: they have no mag")
    features = [Feature.model_validate(row) for row in found.rows]
    return rows.read(features, lambda one: _disruption(one, source), lambda one: one.id, found.partial)


def recognises(look: Look) -> bool:
    """Whether the first feature has a magnitude and a place; of an empty answer, whether it is USGS's own address."""
    if not look.has(r"\"mag\"|earthquake\.usgs\.gov"):
        return False
    if first := rows.first_feature(look.data):
        return first.keys() >= {"mag", "place", "time"}
    return "features" in look.keys and "earthquake.usgs.gov" in text_at(look.data, "metadata", "url")


def _disruption(feature: Feature, source: Source) -> Disruption:
    quake, native = feature.properties, text.identifier(feature.id)
    if not native:
        raise RefusedError("it has no id")
    headline = text.line(quake.title) or text.line(f"{_magnitude(quake)} - {quake.place}".strip(" -"))
    if not headline:
        raise RefusedError("it has neither a title nor a place")
    begun, updated = as_time(quake.time, source.tz), as_time(quake.updated, source.tz)
    status, alert, kind = (text.line(words) for words in (quake.status, quake.alert, quake.type))
    place, href = text.line(quake.place), text.address(quake.url)
    others = [one for part in quake.ids.split(",")[:MOST_IDS] if (one := text.identifier(part)) and one != native]
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=_language(source), text=headline),),
        status=_STATUS.get(status.casefold(), Status.UNKNOWN),
        status_native=status,
        status_basis=StatusBasis.STATED,
        severity=_SEVERITY.get(alert.casefold(), Severity.UNKNOWN),
        severity_native=alert,
        certainty=_CERTAINTY.get(status.casefold(), Certainty.UNKNOWN),
        causes=(Cause(code=_CAUSES.get(kind.casefold(), CauseCode.UNKNOWN), native=kind),) if kind else (),
        events=(kind,) if kind else (),
        categories=(alert,) if alert else (),
        affected=(Entity(kind="place", name=place),) if place else (),
        periods=(Period(start=begun.at, precision=begun.precision),) if begun else (),
        issued_at=begun.at if begun else None,
        updated_at=updated.at if updated else None,
        relations=tuple(Relation(kind="duplicates", native_id=one) for one in dict.fromkeys(others)),
        links=(Link(href=href),) if href else (),
        extra=_notes(quake, begun, updated),
    )
    return mapping.apply(made, source)


def _language(source: Source) -> str:
    return "en" if source.language == "und" else source.language


def _magnitude(quake: Quake) -> str:
    return "" if quake.mag is None else f"M {quake.mag:.1f}"


def _notes(quake: Quake, begun: Reading | None, updated: Reading | None) -> dict[str, str]:
    found = {"magnitude": text.line(f"{_magnitude(quake)} {quake.mag_type}".strip())}
    if quake.tsunami:
        found["tsunami"] = _TSUNAMI
    for name, verbatim, reading in (("time", quake.time, begun), ("updated", quake.updated, updated)):
        if verbatim is not None and reading is None:
            found[name] = f"{text.line(str(verbatim)[:200], 60)} (not used: no believable time)"
    return {name: words for name, words in found.items() if words}
