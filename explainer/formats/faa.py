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

from explainer.disruption import Amount, Disruption, Effect, Entity, Expected, Impact, Period, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import faa_words, situations, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_xml import every, said, token
from explainer.formats.look import Look
from explainer.formats.situations import Version
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Status

if TYPE_CHECKING:
    from explainer.formats.common_xml import Element

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
    """What one kind of entry has to tell."""

    headline: str
    effect: EffectCode
    lines: tuple[str, ...] = ()
    impact: Impact | None = None
    expected: Expected | None = None
    periods: tuple[Period, ...] = ()


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a status document; with no entries, nothing is delayed anywhere."""
    root = xml.parse(document)
    if xml.local_name(root) != _ROOT:
        raise FormatError(f"the document is XML, but its root <{xml.local_name(root)[:40]}> is no FAA status")
    updated = faa_words.updated(said(root, "Update_Time"))
    seen: set[str] = set()

    def make(entry: _Entry) -> Version:
        made = _disruption(entry, updated, source)
        if made.id in seen:
            raise RefusedError("the airport has another entry of this kind, and nothing tells the two apart")
        seen.add(made.id)
        return Version(made)

    entries = [entry for kind in every(root, "Delay_type") for entry in _entries(kind)]
    return situations.read(entries, make, _native_id, source)


def recognises(look: Look) -> bool:
    """The root is enough."""
    return look.root == _ROOT.lower()


def _entries(kind: Element) -> Iterator[_Entry]:
    for rows in kind:
        name = xml.local_name(rows)
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


def _disruption(entry: _Entry, updated: datetime | None, source: Source) -> Disruption:
    if entry.kind not in faa_words.SLUGS:
        raise RefusedError(f"the list {text.bounded(entry.kind, 60)} is not known")
    native = _native_id(entry)
    if not native:
        raise RefusedError("it names no airport and no part of the airspace")
    told = _KINDS[entry.kind](entry, updated)
    slug = faa_words.SLUGS[entry.kind]
    reason = [f"The FAA’s reason: {entry.reason}"] if entry.reason else []
    lines = "\n".join([*told.lines, *reason])
    is_airspace = entry.kind == "Airspace_Flow_List"
    return Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang="en", text=told.headline),),
        description=(Text(lang="en", text=lines),) if lines else (),
        status=Status.ACTIVE,
        status_native="listed",
        causes=() if entry.kind == "Airport_Closure_List" else faa_words.causes(entry.reason),
        effects=(Effect(code=told.effect, native=slug),),
        events=tuple(dict.fromkeys([slug, " ".join(filter(None, [_direction(entry), slug]))])),
        affected=(Entity(kind="airspace" if is_airspace else "airport", name=entry.place),),
        periods=told.periods,
        impacts=(told.impact,) if told.impact else (),
        expected=(told.expected,) if told.expected else (),
        extra={name: words for name in _NOTED if (words := token(entry.element, name))},
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
        periods = faa_words.periods(notam)
        says = notam.says
    else:
        listed = faa_words.listed_period(token(entry.element, "Start"), token(entry.element, "Reopen"), updated)
        periods = (listed,) if listed else ()
        says = ""
    return _Told(
        headline=", ".join(filter(None, [f"{entry.place}: {whom}", says])),
        effect=effect,
        periods=periods,
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
