"""Power outages as utilities' maps publish them: the columns of PG&E's, as a plain list, Esri JSON or GeoJSON.

=============  ====================================================================================
native id      the outage number
headline       written here: “Power outage in Cottonwood: about 1,815 customers”
status         listed is active; the feed drops what is restored, so declare ``absence: ended``
causes         ``OUTAGE_CAUSE``
effects        no service
period         from ``OUTAGE_START``, open: an estimate is no end
expected       ``CURRENT_ETOR``, else ``AUTO_ETOR``, as *the* estimate; ``CREW_ETA`` as the crew's
affected       city and county; the postal code only where 10 customers or more are out
=============  ====================================================================================

**Nobody's home is shown.** Such feeds list single customers with coordinates and the number of their meter. Here
no coordinate, device, circuit or meter is ever read, and where fewer than 10 customers are out, or nobody says how
many, the place is a city or county and the number is “fewer than 10”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Span
from explainer.formats.kit import rows, text
from explainer.formats.kit.common_json import as_dict, as_number, as_text, as_time, list_at, read_json, value_at
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import Reading, read_time
from explainer.model.disruption import Expected, Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, CauseCode, EffectCode, Status

FEWEST = 10
"""Customers; below, a place could be somebody's home."""

_COLUMNS = {
    "number": ("F_OUTAGE_ID", "OUTAGE_NUMBER", "OUTAGE_ID", "OUTAGENUMBER", "OUTAGEID", "INCIDENTID", "INCIDENT_ID"),
    "customers": ("EST_CUSTOMERS", "CUSTOMERS_AFFECTED", "CUSTOMERSAFFECTED", "IMPACTEDCUSTOMERS", "NUMCUSTOMERS"),
    "cause": ("OUTAGE_CAUSE", "CAUSE"),
    "crew": ("CREW_CURRENT_STATUS", "CREW_STATUS", "CREWSTATUS"),
    "crew arrives": ("CREW_ETA",),
    "start": ("OUTAGE_START", "OUTAGE_START_TEXT", "STARTDATE", "START_DATE"),
    "updated": ("LAST_UPDATE", "LAST_UPDATE_TEXT", "LASTUPDATED"),
    "restored": ("CURRENT_ETOR", "CURRENT_ETOR_TEXT", "ESTIMATEDRESTOREDATE", "ETR"),
    "restored by rule": ("AUTO_ETOR",),
    "city": ("CITY",),
    "county": ("COUNTY",),
    "postal code": ("ZIP", "ZIPCODE", "POSTAL_CODE"),
}
_CAUSES = {
    "BRKN POLE EQUIPMNT": CauseCode.TECHNICAL,
    "DAMGE UG CABLE": CauseCode.TECHNICAL,
    "EMERG REPAIRS": CauseCode.MAINTENANCE,
    "EQUIPMENT": CauseCode.TECHNICAL,
    "FIRE": CauseCode.FIRE,
    "NG CONNECTION": CauseCode.TECHNICAL,
    "PATROLLING": CauseCode.UNKNOWN,  # still looking along the line
    "PLANNED": CauseCode.MAINTENANCE,
    "TREE CONTACT": CauseCode.OBSTRUCTION,
    "UNDER INVESTIGATION": CauseCode.UNKNOWN,
    "WEATHER": CauseCode.WEATHER,
}
# Columns of which two make a document one about outages.
_TELLING = frozenset({"OUTAGE_START", "OUTAGE_CAUSE", "EST_CUSTOMERS", "CURRENT_ETOR", "CREW_CURRENT_STATUS"})
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}),?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AaPp])?\.?[Mm]?\.?", re.ASCII)


class Outage(NamedTuple):
    """What is read of one outage. Nothing nearer than a postal code has a field here, so none can be published.

    ``is_small``: so few are out, as far as is known, that a place could be somebody's home.
    """

    number: str
    customers: float | None
    is_small: bool
    cause: str
    crew: str
    crew_arrives: Reading | None
    start: Reading | None
    updated: Reading | None
    restored: Reading | None
    restored_by_rule: Reading | None
    city: str
    county: str
    postal_code: str


def parse(document: Document, source: Source) -> Entries:
    """One entry per outage."""
    found = read_json(document)
    listed, partial = _listed(found)
    return Entries(listed, lambda row: _draft(_outage(row, source.tz)), _number, partial, "en")


def recognises(look: Look) -> bool:
    """Whether the first row has two of the columns that tell outages."""
    return re.search("outage|customers", look.head, re.IGNORECASE) is not None and _tells(_rows(look.data)[:1])


def _listed(found: Any) -> tuple[list[dict[str, Any]], tuple[Rejected, ...]]:
    if isinstance(value_at(found, "error"), dict):
        raise FormatError("the server answered with an error instead of outages")
    listed = _rows(found)
    is_list = isinstance(found, list) or isinstance(value_at(found, "features"), list)
    if not is_list or (listed and not any(_tells([row]) for row in listed)):
        raise FormatError("the document is JSON, but holds no list of outages")
    return listed, rows.partial(found)


def _rows(found: Any) -> list[dict[str, Any]]:
    """The rows with their columns in capitals: of a list, or of Esri's or GeoJSON's features."""
    if isinstance(found, dict):
        found = [as_dict(row).get("attributes") or as_dict(row).get("properties") for row in list_at(found, "features")]
    listed = [as_dict(row) for row in found] if isinstance(found, list) else []
    return [{name.upper(): value for name, value in row.items()} for row in listed]


def _tells(listed: list[dict[str, Any]]) -> bool:
    return any(len(_TELLING & row.keys()) >= 2 for row in listed)


def _said(row: dict[str, Any], field: str) -> str:
    return next((words for name in _COLUMNS[field] if (words := as_text(row.get(name)).strip())), "")


def _number(row: dict[str, Any]) -> str:
    return _said(row, "number")


def _outage(row: dict[str, Any], zone: tzinfo) -> Outage:
    def said(field: str) -> str:
        return _said(row, field)

    def moment(field: str) -> Reading | None:
        return next((reading for name in _COLUMNS[field] if (reading := _time(row.get(name), zone))), None)

    customers = as_number(said("customers"))
    is_small = customers is None or customers < FEWEST

    def word(field: str) -> str:
        # A place or a remark with a number in it could be an address.
        words = text.line(said(field), 60)
        return "" if is_small and any(sign.isdigit() for sign in words) else words

    return Outage(
        number=text.identifier(said("number")),
        customers=customers,
        is_small=is_small,
        cause=word("cause"),
        crew=word("crew"),
        crew_arrives=moment("crew arrives"),
        start=moment("start"),
        updated=moment("updated"),
        restored=moment("restored"),
        restored_by_rule=moment("restored by rule"),
        city=word("city"),
        county=word("county"),
        postal_code=text.line(said("postal code"), 20),
    )


def _time(value: Any, zone: tzinfo) -> Reading | None:
    """Milliseconds, ISO 8601, or ``4/24/2024 8:00:00 PM``, which names no zone."""
    found = _AMERICAN.fullmatch(as_text(value).strip()[:40])
    if found is None:
        return as_time(value, zone)
    month, day, year, clock, minute, second, half = found.groups()
    hour = int(clock)
    if half:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    return read_time(f"{year}-{month:0>2}-{day:0>2}T{hour:02}:{minute}:{second or '00'}", zone)


def _draft(outage: Outage) -> Draft:
    return Draft(
        id=outage.number,
        headline=_headline(outage),
        status=Status.ACTIVE,
        status_native=outage.crew,
        causes=[(_CAUSES.get(outage.cause.upper(), CauseCode.UNKNOWN), outage.cause)] if outage.cause else (),
        effects=[(EffectCode.NO_SERVICE, "")],
        events=["power outage"],
        affected=_affected(outage),
        spans=[Span(outage.start)],
        issued=outage.start or outage.updated,
        updated=outage.updated or outage.start,
        expected=_expected(outage),
        notes={"customers": f"fewer than {FEWEST}" if outage.is_small else _customers(outage)},
    )


def _headline(outage: Outage) -> str:
    place = outage.city or (f"{outage.county} County" if outage.county else "")
    where = f"Power outage in {place}" if place else "Power outage"
    return f"{where}: fewer than {FEWEST} customers" if outage.is_small else f"{where}: about {_customers(outage)}"


def _customers(outage: Outage) -> str:
    return f"{int(outage.customers or 0):,} customers"


def _affected(outage: Outage) -> Iterator[Named]:
    yield Named("city", outage.city)
    yield Named("county", outage.county)
    if not outage.is_small:
        yield Named("postal code", ref=outage.postal_code)


def _expected(outage: Outage) -> Iterator[Expected]:
    if outage.crew_arrives:
        yield Expected(what="A crew arrives", at=outage.crew_arrives.at, basis="stated by the utility")
    if outage.restored:
        yield Expected(what="Power is back", at=outage.restored.at, basis="estimated by the utility", main=True)
    elif outage.restored_by_rule:
        at, basis = outage.restored_by_rule.at, "estimated by the utility's computer"
        yield Expected(what="Power is back", at=at, basis=basis, main=True)


FORMAT = Format(
    name="outages",
    what="outage lists of electricity networks",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""[{"F_OUTAGE_ID":2438248,"OUTAGE_EXTENT":"CUSTOMER","CREW_ETA":"4/24/2024 8:00:00 PM",
"CREW_CURRENT_STATUS":"Crew On Site","OUTAGE_CAUSE":"DAMGE UG CABLE","EST_CUSTOMERS":1,"OUTAGE_LATITUDE":36.7,
"OUTAGE_LONGITUDE":-119.7,"CITY":"Fresno","COUNTY":"Fresno","OUTAGE_START":1713965220000,"LAST_UPDATE":1713994495000,
"CURRENT_ETOR":1714006800000}]""",
)
