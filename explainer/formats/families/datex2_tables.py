"""DATEX II words and ours: one table per vocabulary (CEN/TS 16157-3, versions 2 and 3).

Record types are the local names of ``xsi:type``. What is in no table becomes unknown, with the publisher's word kept.
"""

from __future__ import annotations

from explainer.model.vocabulary import CauseCode, Certainty, EffectCode, Reality, Severity

REALITY = {
    "real": Reality.ACTUAL,
    "test": Reality.TEST,
    "securityExercise": Reality.EXERCISE,
    "technicalExercise": Reality.EXERCISE,
}
"""``informationStatus``."""

NOT_FOR_READERS = frozenset(
    {
        "internalUse",
        "restrictedToAuthorities",
        "restrictedToAuthoritiesAndTrafficOperators",
        "restrictedToAuthoritiesTrafficOperatorsAndVms",
    }
)
"""``confidentiality``. What is restricted to authorities, operators *and publishers* may be published."""

SEVERITY = {
    "none": Severity.NONE,
    "low": Severity.MINOR,
    "medium": Severity.MODERATE,
    "high": Severity.SEVERE,
    "highest": Severity.EXTREME,
}
"""``overallSeverity`` and ``severity``."""
WORST_FIRST = ("highest", "high", "medium", "low", "none")

CERTAINTY = {"certain": Certainty.OBSERVED, "probable": Certainty.LIKELY, "riskOf": Certainty.POSSIBLE}
"""``probabilityOfOccurrence``."""
SUREST_FIRST = ("certain", "probable", "riskOf")

CAUSES = {
    "Accident": CauseCode.ACCIDENT,
    "Obstruction": CauseCode.OBSTRUCTION,
    "AnimalPresenceObstruction": CauseCode.OBSTRUCTION,
    "GeneralObstruction": CauseCode.OBSTRUCTION,
    "VehicleObstruction": CauseCode.OBSTRUCTION,
    "InfrastructureDamageObstruction": CauseCode.OBSTRUCTION,
    "EnvironmentalObstruction": CauseCode.NATURAL_HAZARD,
    "PoorEnvironmentConditions": CauseCode.WEATHER,
    "WeatherRelatedRoadConditions": CauseCode.WEATHER,
    "NonWeatherRelatedRoadConditions": CauseCode.OTHER,
    "EquipmentOrSystemFault": CauseCode.TECHNICAL,
    "PublicEvent": CauseCode.SPECIAL_EVENT,
    "AuthorityOperation": CauseCode.POLICE_SECURITY,
    "MaintenanceWorks": CauseCode.MAINTENANCE,
    "ConstructionWorks": CauseCode.CONSTRUCTION,
}
"""Record types that state a cause; a disturbance's own type does, and congestion is one only where no other is."""

CAUSES_OF_WORDS = {
    # causeType
    "accident": CauseCode.ACCIDENT,
    "congestion": CauseCode.CONGESTION,
    "abnormalTraffic": CauseCode.CONGESTION,
    "infrastructureFailure": CauseCode.TECHNICAL,
    "equipmentOrSystemFault": CauseCode.TECHNICAL,
    "obstruction": CauseCode.OBSTRUCTION,
    "animalPresence": CauseCode.OBSTRUCTION,
    "vehicleObstruction": CauseCode.OBSTRUCTION,
    "environmentalObstruction": CauseCode.NATURAL_HAZARD,
    "poorEnvironment": CauseCode.WEATHER,
    "poorWeather": CauseCode.WEATHER,
    "publicEvent": CauseCode.SPECIAL_EVENT,
    "roadMaintenance": CauseCode.MAINTENANCE,
    "constructionWork": CauseCode.CONSTRUCTION,
    "problemsAtBorderPost": CauseCode.THIRD_PARTY,
    "problemsAtCustomsPost": CauseCode.THIRD_PARTY,
    # disturbanceActivityType
    "strike": CauseCode.STRIKE,
    "goSlowOperation": CauseCode.STRIKE,
    "demonstration": CauseCode.DEMONSTRATION,
    "march": CauseCode.DEMONSTRATION,
    "procession": CauseCode.DEMONSTRATION,
    "publicDisturbance": CauseCode.POLICE_SECURITY,
    "attack": CauseCode.POLICE_SECURITY,
    "attackOnVehicle": CauseCode.POLICE_SECURITY,
    "bombAlert": CauseCode.POLICE_SECURITY,
    "securityAlert": CauseCode.POLICE_SECURITY,
    "securityIncident": CauseCode.POLICE_SECURITY,
    "terroristIncident": CauseCode.POLICE_SECURITY,
    "crimeInvestigation": CauseCode.POLICE_SECURITY,
    "assault": CauseCode.POLICE_SECURITY,
    "vandalism": CauseCode.POLICE_SECURITY,
    "roadBlockade": CauseCode.DEMONSTRATION,
    # environmentalObstructionType and others that say more than their record's type
    "stormDamage": CauseCode.WEATHER,
    "fallenTrees": CauseCode.OBSTRUCTION,
    "grassFire": CauseCode.FIRE,
    "forestFire": CauseCode.FIRE,
    "fire": CauseCode.FIRE,
    "vehicleOnFire": CauseCode.FIRE,
    "seriousFire": CauseCode.FIRE,
}
"""Values of ``causeType`` and of the records' own ``…Type`` elements."""

EFFECTS = {
    # roadOrCarriagewayOrLaneManagementType
    "roadClosed": EffectCode.NO_SERVICE,
    "carriagewayClosures": EffectCode.NO_SERVICE,
    "iceRoadClosed": EffectCode.NO_SERVICE,
    "intermittentShortTermClosures": EffectCode.REDUCED,
    "laneClosures": EffectCode.CAPACITY_LIMIT,
    "narrowLanes": EffectCode.CAPACITY_LIMIT,
    "lanesDeviated": EffectCode.CAPACITY_LIMIT,
    "contraflow": EffectCode.CAPACITY_LIMIT,
    "singleAlternateLineTraffic": EffectCode.CAPACITY_LIMIT,
    "rushHourLaneInOperation": EffectCode.ADDITIONAL,
    "hardShoulderRunningInOperation": EffectCode.ADDITIONAL,
    "weightRestrictionInOperation": EffectCode.MODIFIED,
    "heightRestrictionInOperation": EffectCode.MODIFIED,
    "vehicleStorageInOperation": EffectCode.MODIFIED,
    # trafficConstrictionType
    "roadBlocked": EffectCode.NO_SERVICE,
    "carriagewayBlocked": EffectCode.NO_SERVICE,
    "carriagewayPartiallyObstructed": EffectCode.CAPACITY_LIMIT,
    "roadPartiallyObstructed": EffectCode.CAPACITY_LIMIT,
    "lanesBlocked": EffectCode.CAPACITY_LIMIT,
    "lanesPartiallyObstructed": EffectCode.CAPACITY_LIMIT,
    # abnormalTrafficType
    "heavyTraffic": EffectCode.DELAY,
    "queuingTraffic": EffectCode.DELAY,
    "slowTraffic": EffectCode.DELAY,
    "stationaryTraffic": EffectCode.DELAY,
    "stopAndGo": EffectCode.DELAY,
}
EFFECT_ELEMENTS = ("roadOrCarriagewayOrLaneManagementType", "trafficConstrictionType", "abnormalTrafficType")

EFFECTS_OF_RECORDS = {
    "ReroutingManagement": EffectCode.DETOUR,
    "SpeedManagement": EffectCode.MODIFIED,
    "GeneralInstructionOrMessageToRoadUsers": EffectCode.INFORMATION,
    "TransitInformation": EffectCode.INFORMATION,
    "CarParks": EffectCode.INFORMATION,
}
"""Record types that state an effect by themselves."""

NOT_OF_THE_RECORD = frozenset({"sourceType", "commentType", "urlLinkType"})
"""Elements that end in “Type” and say nothing of what happens."""

NOT_PUBLIC_COMMENTS = frozenset({"internalNote"})
"""``commentType``."""

PLACES = {
    "roadNumber": "road",
    "roadName": "road",
    "areaName": "area",
    "alertCLocationName": "place",
    "descriptor": "place",
}
"""Where locations have names; codes and coordinates are dropped."""
