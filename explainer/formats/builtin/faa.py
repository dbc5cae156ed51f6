"""The FAA's National Airspace System status (nasstatus.faa.gov, ``airport-status-information``), a snapshot.

========================  =============================================================================
``Ground_Stop_List``      flights to an airport wait where they are; ``End_Time`` is only expected
``Ground_Delay_List``     flights to an airport are given later departures: average and maximum
``Arrival_Departure_…``   delays at an airport: minimum, maximum, trend
``Airspace_Flow_List``    flights through a part of the airspace are delayed
``Airport_Closure_List``  NOTAMs of closure, often only for some aircraft or some hours
========================  =============================================================================

There are no ids: the airport and the kind of delay name an entry, a closure's NOTAM number too. An entry that is
over is no longer listed, so declare ``absence: ended``. Headlines are ours; the FAA's own words stand in the
description. “Airport closed” is never among ours, because most closures concern one class of aircraft.
``Update_Time`` helps to date the entries and is not kept: it would make every entry new every minute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, RefusedError, Span
from explainer.formats.families import faa_words
from explainer.formats.kit import text, xml_reading
from explainer.formats.kit.common_xml import every, said, token
from explainer.formats.kit.look import Look
from explainer.model.disruption import Amount, Expected, Impact
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Status

if TYPE_CHECKING:
    from explainer.formats.kit.common_xml import Element

_ROOT = "AIRPORT_STATUS_INFORMATION"
_PLACE = re.compile(r"[A-Z0-9]{3,10}", re.ASCII)
_NOTED = ("Floor", "Ceiling", "AFP_StartTime", "AFP_EndTime", "FCA_Max")


class _Entry(NamedTuple):
    """One row of a list: an arrival or departure delay is a row of its own, with its airport above it."""

    element: Element
    kind: str
    place: str
    reason: str


class _Told(NamedTuple):
    """What one entry says, whatever its kind."""

    headline: str
    effect: EffectCode
    lines: tuple[str, ...] = ()
    impact: Impact | None = None
    expected: Expected | None = None
    spans: tuple[Span, ...] = ()


def parse(document: Document, source: Source) -> Entries:
    """The entries of a status document; with none, nothing is delayed anywhere."""
    root = xml_reading.parse(document)
    if xml_reading.local_name(root) != _ROOT:
        raise FormatError(f"the document is XML, but its root <{xml_reading.local_name(root)[:40]}> is no FAA status")
    updated = faa_words.updated(said(root, "Update_Time"))
    entries = [entry for kind in every(root, "Delay_type") for entry in _entries(kind)]
    return Entries(entries, lambda entry: _draft(entry, updated), _native_id, lang="en")


def recognises(look: Look) -> bool:
    """Whether the root element is the FAA's."""
    return look.root == _ROOT.lower()


def _entries(kind: Element) -> Iterator[_Entry]:
    for rows in kind:
        name = xml_reading.local_name(rows)
        if name == "Name":
            continue
        for row in rows:
            place = token(row, "ARPT") or token(row, "CTL_Element")
            reason = text.line(said(row, "Reason"), text.NOTE)
            delays = every(row, "Arrival_Departure") if name == "Arrival_Departure_Delay_List" else []
            for element in delays or [row]:
                yield _Entry(element, name, place, reason)


def _direction(entry: _Entry) -> str:
    stated = text.line(entry.element.get("Type", ""), 20).lower()
    return stated if stated in ("arrival", "departure") else ""


def _native_id(entry: _Entry) -> str:
    """The airport and the kind; nothing for an unknown kind, so that its absence proves nothing."""
    if entry.kind not in faa_words.SLUGS or not _PLACE.fullmatch(entry.place):
        return ""
    notam = faa_words.notam(entry.reason) if entry.kind == "Airport_Closure_List" else None
    parts = [entry.place, _direction(entry), faa_words.SLUGS[entry.kind], notam.number if notam else ""]
    return " ".join(filter(None, parts))


def _draft(entry: _Entry, updated: datetime | None) -> Draft:
    if entry.kind not in faa_words.SLUGS:
        raise RefusedError(f"the list {text.bounded(entry.kind, 60)} is not known")
    native = _native_id(entry)
    if not native:
        raise RefusedError("it names no airport and no part of the airspace")
    told = _KINDS[entry.kind](entry, updated)
    slug = faa_words.SLUGS[entry.kind]
    reason = [f"The FAA’s reason: {entry.reason}"] if entry.reason else []
    return Draft(
        id=native,
        headline=told.headline,
        description="\n".join([*told.lines, *reason]),
        status=Status.ACTIVE,
        status_native="listed",
        causes=() if entry.kind == "Airport_Closure_List" else faa_words.causes(entry.reason),
        effects=[(told.effect, slug)],
        events=[slug, f"{_direction(entry)} {slug}"],
        affected=[Named("airspace" if entry.kind == "Airspace_Flow_List" else "airport", entry.place)],
        spans=told.spans,
        impacts=[told.impact] if told.impact else (),
        expected=[told.expected] if told.expected else (),
        notes={name: token(entry.element, name) for name in _NOTED},
    )


def _ground_stop(entry: _Entry, updated: datetime | None) -> _Told:
    """The end is what the FAA plans. Taken for an end, it would be an all-clear that nobody gave."""
    until = token(entry.element, "End_Time").rstrip(". ")
    at = faa_words.next_clock(until, updated)
    return _Told(
        headline=f"Ground stop: flights to {entry.place} wait where they are",
        effect=EffectCode.DELAY,
        lines=(f"Planned to end: {until}",) if until else (),
        expected=Expected(what="The ground stop ends", at=at, basis="the FAA’s plan", main=True) if at else None,
    )


def _ground_delay(entry: _Entry, _updated: datetime | None) -> _Told:
    return _Told(
        headline=f"Flights to {entry.place} leave late",
        effect=EffectCode.DELAY,
        lines=_lengths(entry, ("Avg", "Average delay"), ("Max", "Longest delay")),
    )


def _airspace_flow(entry: _Entry, _updated: datetime | None) -> _Told:
    return _Told(
        headline=f"Flights through the airspace {entry.place} are delayed",
        effect=EffectCode.DELAY,
        lines=_lengths(entry, ("Avg", "Average delay"), ("Max", "Longest delay")),
    )


def _at_airport(entry: _Entry, _updated: datetime | None) -> _Told:
    direction = _direction(entry)
    low, high = (faa_words.minutes(token(entry.element, name)) for name in ("Min", "Max"))
    trend = token(entry.element, "Trend").lower()
    amount = Amount(low=low, high=high, unit="minutes") if low is not None and high and low <= high else None
    flights = {"arrival": "Arrivals at", "departure": "Departures from"}.get(direction, "Flights at")
    lengths = _lengths(entry, ("Min", "Shortest delay"), ("Max", "Longest delay"))
    return _Told(
        headline=f"{flights} {entry.place} are delayed",
        effect=EffectCode.DELAY,
        lines=(*lengths, f"Trend: {trend}") if trend else lengths,
        impact=Impact(who=f"{flights} {entry.place}", what="Delayed", amount=amount) if amount else None,
    )


def _closure(entry: _Entry, updated: datetime | None) -> _Told:
    whom, effect = faa_words.closure(entry.reason)
    notam = faa_words.notam(entry.reason)
    if notam is not None:
        spans: tuple[Span, ...] = (faa_words.notam_span(notam),)
        says = notam.says
    else:
        spans = faa_words.listed_spans(token(entry.element, "Start"), token(entry.element, "Reopen"), updated)
        says = ""
    return _Told(
        headline=", ".join(filter(None, [f"{entry.place}: {whom}", says])),
        effect=effect,
        spans=spans,
    )


def _lengths(entry: _Entry, *names: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{label}: {words}" for name, label in names if (words := token(entry.element, name)))


_KINDS: dict[str, Callable[[_Entry, datetime | None], _Told]] = {
    "Ground_Stop_List": _ground_stop,
    "Ground_Delay_List": _ground_delay,
    "Arrival_Departure_Delay_List": _at_airport,
    "Airspace_Flow_List": _airspace_flow,
    "Airport_Closure_List": _closure,
}


FORMAT = Format(
    name="faa",
    what="FAA airport status: delays and closures in the United States",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""\
<AIRPORT_STATUS_INFORMATION><Update_Time>Fri Nov 20 14:41:01 2026 GMT</Update_Time><Delay_type><Name>Ground Delay</Name>
<Ground_Delay_List><Ground_Delay><ARPT>EWR</ARPT><Reason>WX / SNOW</Reason><Avg>1 hour</Avg><Max>2 hours</Max>
</Ground_Delay></Ground_Delay_List></Delay_type></AIRPORT_STATUS_INFORMATION>
""",
)
