"""What the formats of public transport share: the vocabularies of GTFS and of MBTA, whom an alert informs, periods.

GTFS-Realtime reference, ``Cause``, ``Effect``, ``SeverityLevel`` and ``EntitySelector``; api-v3.mbta.com, ``Alert``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from explainer.formats.base import Named
from explainer.model.vocabulary import CauseCode, EffectCode, Severity, Status

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


def named(selectors: Iterable[Selector]) -> Iterator[Named]:
    """What rows of an alert name. That a row means *this route at that stop* is lost.

    Identifiers of different kinds may be equal (seen: agency ``1`` and route ``1``), so the name says the kind.
    """
    for row in selectors:
        for kind in ("agency", "route", "stop", "trip", "facility"):
            if ref := getattr(row, kind):
                yield Named(kind, f"{kind} {ref}", ref)
        if mode := ROUTE_TYPES.get(row.route_type):
            yield Named("mode", mode)
        yield from (Named("activity", activity) for activity in row.activities)
