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

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, Span
from explainer.formats.kit import rows
from explainer.formats.kit.common_json import Figure, Object, Said, Wire, as_dict, text_at
from explainer.formats.kit.look import Look
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, Certainty, Severity, Status

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


def parse(document: Document, source: Source) -> Entries:
    """One entry per earthquake."""
    found = rows.features(document)
    if found.rows and not any("mag" in as_dict(row.get("properties")) for row in found.rows):
        raise FormatError("none of the document's features is an earthquake: they have no mag")
    lang = "en" if source.language == "und" else source.language
    return Entries(found.rows, _draft, lambda row: text_at(row, "id"), found.partial, lang)


def recognises(look: Look) -> bool:
    """Whether the first feature has a magnitude and a place, or an empty answer names USGS's own address."""
    if not look.has(r"\"mag\"|earthquake\.usgs\.gov"):
        return False
    if first := rows.first_feature(look.data):
        return first.keys() >= {"mag", "place", "time"}
    return "features" in look.keys and "earthquake.usgs.gov" in text_at(look.data, "metadata", "url")


def _draft(row: dict[str, Any]) -> Draft:
    feature = Feature.model_validate(row)
    quake = feature.properties
    status, alert, kind = (words.strip().casefold() for words in (quake.status, quake.alert, quake.type))
    return Draft(
        id=feature.id,
        headline=quake.title or f"{_magnitude(quake)} - {quake.place}".strip(" -"),
        status=_STATUS.get(status, Status.UNKNOWN),
        status_native=quake.status,
        severity=_SEVERITY.get(alert, Severity.UNKNOWN),
        severity_native=quake.alert,
        certainty=_CERTAINTY.get(status, Certainty.UNKNOWN),
        causes=[(_CAUSES.get(kind, CauseCode.UNKNOWN), quake.type)] if kind else (),
        events=[quake.type],
        categories=[quake.alert],
        affected=[Named("place", quake.place)],
        spans=[Span(quake.time)],
        issued=quake.time,
        updated=quake.updated,
        relations={"duplicates": quake.ids.split(",")[:MOST_IDS]},
        links=[Pointer(quake.url)],
        notes={
            "magnitude": f"{_magnitude(quake)} {quake.mag_type}".strip(),
            "tsunami": _TSUNAMI if quake.tsunami else "",
        },
    )


def _magnitude(quake: Quake) -> str:
    return "" if quake.mag is None else f"M {quake.mag:.1f}"


FORMAT = Format(
    name="usgs",
    what="USGS earthquakes, GeoJSON",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    sample=b"""{"type":"FeatureCollection","features":[{"type":"Feature","id":"us1","properties":{
"mag":5.2,"magType":"mww","place":"N of Brawley","time":1763000000123,"updated":1763000600000,"alert":"yellow",
"url":"https://earthquake.usgs.gov/us1","status":"reviewed","ids":",us1,","type":"earthquake","tsunami":1,
"title":"M 5.2 - N of Brawley"}}]}""",
)
