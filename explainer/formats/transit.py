"""What the formats of public transport share: the vocabularies of GTFS and of MBTA, whom an alert informs, periods.

GTFS-Realtime reference, ``Cause``, ``Effect``, ``SeverityLevel`` and ``EntitySelector``; api-v3.mbta.com, ``Alert``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from explainer.disruption import Disruption, Entity, Period
from explainer.formats import prose, recurring, spans, text
from explainer.vocabulary import CauseCode, EffectCode, PeriodRole, Precision, Reality, Severity, Status

MOST_AFFECTED = 500

# GTFS-Realtime, in the order of the specification: the enumerations number their values from 1.
CAUSES = {
    "UNKNOWN_CAUSE": CauseCode.UNKNOWN,
    "OTHER_CAUSE": CauseCode.OTHER,
    "TECHNICAL_PROBLEM": CauseCode.TECHNICAL,
    "STRIKE": CauseCode.STRIKE,
    "DEMONSTRATION": CauseCode.DEMONSTRATION,
    "ACCIDENT": CauseCode.ACCIDENT,
    "HOLIDAY": CauseCode.HOLIDAY,
    "WEATHER": CauseCode.WEATHER,
    "MAINTENANCE": CauseCode.MAINTENANCE,
    "CONSTRUCTION": CauseCode.CONSTRUCTION,
    "POLICE_ACTIVITY": CauseCode.POLICE_SECURITY,
    "MEDICAL_EMERGENCY": CauseCode.MEDICAL,
    "SPECIAL_EVENT": CauseCode.SPECIAL_EVENT,
}
EFFECTS = {
    "NO_SERVICE": EffectCode.NO_SERVICE,
    "REDUCED_SERVICE": EffectCode.REDUCED,
    "SIGNIFICANT_DELAYS": EffectCode.DELAY,
    "DETOUR": EffectCode.DETOUR,
    "ADDITIONAL_SERVICE": EffectCode.ADDITIONAL,
    "MODIFIED_SERVICE": EffectCode.MODIFIED,
    "OTHER_EFFECT": EffectCode.OTHER,
    "UNKNOWN_EFFECT": EffectCode.UNKNOWN,
    "STOP_MOVED": EffectCode.STOP_MOVED,
    "NO_EFFECT": EffectCode.NO_EFFECT,
    "ACCESSIBILITY_ISSUE": EffectCode.ACCESSIBILITY,
}
SEVERITIES = {
    "UNKNOWN_SEVERITY": Severity.UNKNOWN,
    "INFO": Severity.MINOR,
    "WARNING": Severity.MODERATE,
    "SEVERE": Severity.SEVERE,
}
ROUTE_TYPES = {
    "0": "tram",
    "1": "metro",
    "2": "rail",
    "3": "bus",
    "4": "ferry",
    "5": "cable tram",
    "6": "aerial lift",
    "7": "funicular",
    "11": "trolleybus",
    "12": "monorail",
}

# MBTA's own words, beside those of GTFS-Realtime.
OWN_CAUSES = CAUSES | {
    "AMTRAK": CauseCode.THIRD_PARTY,
    "AMTRAK_TRAIN_TRAFFIC": CauseCode.CONGESTION,
    "AN_EARLIER_MECHANICAL_PROBLEM": CauseCode.TECHNICAL,
    "AN_EARLIER_SIGNAL_PROBLEM": CauseCode.TECHNICAL,
    "AUTOS_IMPEDING_SERVICE": CauseCode.OBSTRUCTION,
    "COAST_GUARD_RESTRICTION": CauseCode.THIRD_PARTY,
    "CONGESTION": CauseCode.CONGESTION,
    "CROSSING_ISSUE": CauseCode.TECHNICAL,
    "CROSSING_MALFUNCTION": CauseCode.TECHNICAL,
    "DISABLED_BUS": CauseCode.TECHNICAL,
    "DISABLED_TRAIN": CauseCode.TECHNICAL,
    "DRAWBRIDGE_BEING_RAISED": CauseCode.OBSTRUCTION,
    "ELECTRICAL_WORK": CauseCode.MAINTENANCE,
    "FIRE": CauseCode.FIRE,
    "FIRE_DEPARTMENT_ACTIVITY": CauseCode.FIRE,
    "FLOODING": CauseCode.WEATHER,
    "FOG": CauseCode.WEATHER,
    "FREIGHT_TRAIN_INTERFERENCE": CauseCode.CONGESTION,
    "HAZMAT_CONDITION": CauseCode.OTHER,
    "HEAVY_RIDERSHIP": CauseCode.CONGESTION,
    "HIGH_WINDS": CauseCode.WEATHER,
    "HURRICANE": CauseCode.WEATHER,
    "ICE_IN_HARBOR": CauseCode.WEATHER,
    "MECHANICAL_ISSUE": CauseCode.TECHNICAL,
    "MECHANICAL_PROBLEM": CauseCode.TECHNICAL,
    "PARADE": CauseCode.SPECIAL_EVENT,
    "POLICE_ACTION": CauseCode.POLICE_SECURITY,
    "POWER_PROBLEM": CauseCode.POWER,
    "RAIL_DEFECT": CauseCode.TECHNICAL,
    "SEVERE_WEATHER": CauseCode.WEATHER,
    "SIGNAL_ISSUE": CauseCode.TECHNICAL,
    "SIGNAL_PROBLEM": CauseCode.TECHNICAL,
    "SLIPPERY_RAIL": CauseCode.WEATHER,
    "SNOW": CauseCode.WEATHER,
    "SWITCH_ISSUE": CauseCode.TECHNICAL,
    "SWITCH_PROBLEM": CauseCode.TECHNICAL,
    "TIE_REPLACEMENT": CauseCode.MAINTENANCE,
    "TRACK_PROBLEM": CauseCode.TECHNICAL,
    "TRACK_WORK": CauseCode.MAINTENANCE,
    "TRAFFIC": CauseCode.CONGESTION,
    "TRAIN_TRAFFIC": CauseCode.CONGESTION,
    "TRESPASSER": CauseCode.OBSTRUCTION,
    "UNRULY_PASSENGER": CauseCode.POLICE_SECURITY,
}
OWN_EFFECTS = EFFECTS | {
    "ACCESS_ISSUE": EffectCode.ACCESSIBILITY,
    "BIKE_ISSUE": EffectCode.OTHER,
    "CANCELLATION": EffectCode.NO_SERVICE,
    "DELAY": EffectCode.DELAY,
    "DOCK_CLOSURE": EffectCode.NO_SERVICE,
    "DOCK_ISSUE": EffectCode.DEGRADED,
    "ELEVATOR_CLOSURE": EffectCode.ACCESSIBILITY,
    "ESCALATOR_CLOSURE": EffectCode.ACCESSIBILITY,
    "EXTRA_SERVICE": EffectCode.ADDITIONAL,
    "FACILITY_ISSUE": EffectCode.DEGRADED,
    "PARKING_CLOSURE": EffectCode.OTHER,
    "PARKING_ISSUE": EffectCode.OTHER,
    "POLICY_CHANGE": EffectCode.INFORMATION,
    "SCHEDULE_CHANGE": EffectCode.MODIFIED,
    "SERVICE_CHANGE": EffectCode.MODIFIED,
    "SHUTTLE": EffectCode.MODIFIED,
    "SINGLE_TRACKING": EffectCode.REDUCED,
    "SNOW_ROUTE": EffectCode.DETOUR,
    "STATION_CLOSURE": EffectCode.NO_SERVICE,
    "STATION_ISSUE": EffectCode.DEGRADED,
    "STOP_CLOSURE": EffectCode.NO_SERVICE,
    "STOP_MOVE": EffectCode.STOP_MOVED,
    "SUMMARY": EffectCode.INFORMATION,
    "SUSPENSION": EffectCode.NO_SERVICE,
    "TRACK_CHANGE": EffectCode.MODIFIED,
}
LIFECYCLES = {
    "NEW": Status.ACTIVE,
    "ONGOING": Status.ACTIVE,
    "ONGOING_UPCOMING": Status.ACTIVE,  # it recurs: between two of its periods
    "UPCOMING": Status.PLANNED,
}


def own_severity(number: float | None) -> Severity:
    """MBTA's scale from 0 to 10. Never extreme: it also grades notices (seen: 10 on a new timetable)."""
    if number is None or not 0 <= number <= 10:
        return Severity.UNKNOWN
    if number <= 3:
        return Severity.MINOR
    return Severity.MODERATE if number <= 6 else Severity.SEVERE


class Selector(NamedTuple):
    """One row of what an alert informs about, in the publisher's own identifiers."""

    agency: str = ""
    route: str = ""
    route_type: str = ""
    stop: str = ""
    trip: str = ""
    facility: str = ""
    activities: tuple[str, ...] = ()


def affected(selectors: Iterable[Selector]) -> tuple[tuple[Entity, ...], dict[str, str]]:
    """Each thing named, once, and notes. That a row means *this route at that stop* is lost.

    Identifiers of different kinds may be equal (seen: agency ``1`` and route ``1``), so the name says the kind.
    """
    found: dict[Entity, None] = {}
    for row in selectors:
        for kind in ("agency", "route", "stop", "trip", "facility"):
            if ref := text.identifier(getattr(row, kind)):
                found[Entity(kind=kind, ref=ref, name=f"{kind} {text.line(ref)}".strip())] = None
        if mode := ROUTE_TYPES.get(row.route_type):
            found[Entity(kind="mode", name=mode)] = None
        for activity in filter(None, map(text.line, row.activities)):
            found[Entity(kind="activity", name=activity)] = None
    if len(found) <= MOST_AFFECTED:
        return tuple(found), {}
    return tuple(found)[:MOST_AFFECTED], {"affected": f"only the first {MOST_AFFECTED} of {len(found)} are kept"}


def period(
    row: Mapping[str, Any], zone: tzinfo | None, role: PeriodRole = PeriodRole.IMPACT
) -> tuple[Period, dict[str, str]]:
    """The span from ``start`` to ``end`` of a row, and notes; 0 and null are how feeds write “open”."""
    blank = Period(role=role, precision=Precision.INFERRED)
    made = spans.span(row.get("start"), row.get("end"), zone, role, blank)
    return made.period or blank, made.notes


def is_open(span: Period) -> bool:
    """Whether a period bounds nothing at all."""
    return not (span.start or span.end or span.unusable_end or span.recurrence)


def recurring_periods(found: Sequence[Period], words: str, zone: ZoneInfo) -> tuple[Period, ...]:
    """The periods, each once. Of several, each is an occurrence; one alone may recur, and then words tell how.

    A period without ends means always; so does no period at all, but not where others bound the alert.
    """
    if len(found) <= 1:
        only = recurring.at_some_hours(found[0] if found else Period(), words, zone)
        return () if is_open(only) else (only,)
    return tuple(dict.fromkeys(found))


def as_meant(made: Disruption) -> Disruption:
    """None of these formats can mark a test; some publishers write it into the headline."""
    for headline in made.headline:
        if reality := prose.reality_of(headline.text):
            extra = {**made.extra, "reality": "inferred from the headline"}
            return made.model_copy(update={"reality": reality, "extra": extra})
    return made.model_copy(update={"reality": Reality.ACTUAL})
