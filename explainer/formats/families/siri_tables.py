"""SIRI-SX words and ours: one table per vocabulary (CEN/TS 15531-5, ``siri_situationReasons``, TPEG2 Pts38 and Pts43).

Tokens are compared without regard to case. What is in no table becomes unknown, with the publisher's word kept.
"""

from __future__ import annotations

from explainer.model.vocabulary import CauseCode, Certainty, EffectCode, Reality, Severity, Status

STATUS = {
    "draft": Status.UNKNOWN,
    "pendingapproval": Status.UNKNOWN,
    "approveddraft": Status.UNKNOWN,
    "open": Status.ACTIVE,
    "published": Status.ACTIVE,
    "closing": Status.MONITORING,
    "closed": Status.RESOLVED,
}
"""``Progress``. A draft is no statement at all: see ``DRAFTS``."""

DRAFTS = frozenset({"draft", "pendingapproval", "approveddraft"})

REALITY = {
    "real": Reality.ACTUAL,
    "securityexercise": Reality.EXERCISE,
    "technicalexercise": Reality.EXERCISE,
    "test": Reality.TEST,
}

SEVERITY = {
    "noimpact": Severity.NONE,
    "veryslight": Severity.MINOR,
    "slight": Severity.MINOR,
    "normal": Severity.MODERATE,
    "severe": Severity.SEVERE,
    "verysevere": Severity.EXTREME,
}

CERTAINTY = {
    "certain": Certainty.OBSERVED,
    "probable": Certainty.LIKELY,
    "riskof": Certainty.POSSIBLE,
    "improbable": Certainty.UNLIKELY,
}
"""``Likelihood``."""

RELATED_AS = {"update": "supersedes", "supercedes": "supersedes", "supersedes": "supersedes"}
"""``RelatedAs``; anything else is only related."""

NOT_FOR_READERS = frozenset({"emergencyservices", "staff", "stationstaff", "management", "authorities"})
"""``Audience``."""

UNSTATED = frozenset({"", "unknown", "undefined", "undefinedalertcause", "undefinedproblem"})
"""Tokens by which publishers say that they say nothing."""

_CAUSES: dict[CauseCode, str] = {
    CauseCode.TECHNICAL: "technicalProblem vehicleFailure serviceFailure doorFailure trainDoor lightingFailure "
    "pointsProblem pointsFailure signalProblem signalFailure signalAndSwitchFailure overheadWireFailure "
    "levelCrossingFailure trafficManagementSystemFailure engineFailure breakDown trackCircuitProblem "
    "swingBridgeFailure escalatorFailure liftFailure gangwayProblem defectiveVehicle defectiveTrain brokenRail "
    "poorRailConditions wheelProblem wheelImpactLoad tractionFailure trainWarningSystemProblem viaductFailure "
    "defectiveSecuritySystem defectiveFireAlarmEquipment defectivePlatformEdgeDoors defectiveCctv "
    "defectivePublicAnnouncementSystem leaderBoardFailure serviceIndicatorFailure luggageCarouselProblem "
    "lackOfOperationalStock fuelProblem fuelShortage roadwayDamage bridgeDamage undefinedEquipmentProblem",
    CauseCode.POWER: "powerProblem",
    CauseCode.IT_NETWORK: "ticketingSystemNotAvailable",
    CauseCode.CONSTRUCTION: "constructionWork unscheduledConstructionWork roadworks asphalting paving",
    CauseCode.MAINTENANCE: "repairWork maintenanceWork sewerageMaintenance roadMaintenance closedForMaintenance "
    "emergencyEngineeringWork lateFinishToEngineeringWork engineeringWork",
    CauseCode.ACCIDENT: "accident nearMiss personHitByVehicle personHitByTrain personUnderTrain fatality "
    "vehicleStruckObject vehicleStruckAnimal trainStruckAnimal trainStruckObject derailment collision "
    "levelCrossingAccident levelCrossingIncident bridgeStrike roadAccident",
    CauseCode.MEDICAL: "emergencyMedicalServices illVehicleOccupants personIllOnVehicle emergencyServices "
    "staffInjury contractorStaffInjury",
    CauseCode.POLICE_SECURITY: "securityAlert emergencyServicesCall policeActivity policeOrder explosionHazard "
    "bombDisposal vandalism cableTheft unattendedBag telephonedThreat suspectVehicle terroristIncident "
    "publicDisturbance altercation bombExplosion civilEmergency airRaid sabotage bombAlert attack "
    "gunfireOnRoadway securityIncident passengerAction staffAssault railwayCrime assault theft safetyViolation",
    CauseCode.FIRE: "fire cableFire smokeDetectedOnVehicle fireAtStation fireRun fireBrigadeOrder explosion "
    "fireBrigadeSafetyChecks linesideFire grassFire wildlandFire",
    CauseCode.WEATHER: "poorWeather fog heavySnowFall heavyRain strongWinds ice hail highTemperatures driftingSnow "
    "blizzardConditions stormDamage stormConditions lightningStrike iceOnRailway iceOnCarriages glazedFrost "
    "frozen sleet slipperiness slipperyTrack deicingWork sunshine",
    CauseCode.NATURAL_HAZARD: "flooding riskOfFlooding flashFloods waterlogged lowWaterLevel highWaterLevel roughSea "
    "highTide lowTide tidalRestrictions iceDrift landslide riskOfLandslide mudslide rockfalls subsidence "
    "avalanches riskOfAvalanches earthquakeDamage sewerOverflow",
    CauseCode.OBSTRUCTION: "routeBlockage roadClosed personOnTheLine objectOnTheLine vehicleOnTheLine "
    "animalOnTheLine fallenTreeOnTheLine fallenTree fallenLeaves vegetation vehicleBlockingTrack "
    "overheadObstruction filterBlockade sightseersObstructingAccess passengersBlockingDoors",
    CauseCode.CONGESTION: "congestion heavyTraffic overcrowded precedingVehicle problemsOnLocalRoad",
    CauseCode.STAFFING: "staffSickness staffAbsence staffShortage staffInWrongPlace undefinedPersonnelProblem",
    CauseCode.STRIKE: "industrialAction unofficialIndustrialAction workToRule strike",
    CauseCode.DEMONSTRATION: "demonstration march procession",
    CauseCode.SPECIAL_EVENT: "specialEvent",
    CauseCode.HOLIDAY: "holiday",
    CauseCode.THIRD_PARTY: "foreignDisturbances borderControl problemsAtBorderPost problemsAtCustomsPost",
    CauseCode.OTHER: "incident serviceDisruption emergencyBrake signalPassedAtDanger stationOverrun evacuation "
    "routeDiversion speedRestrictions operatorCeasedTrading operatorSuspended previousDisturbances "
    "awaitingShuttle changeInCarriages trainCoupling boardingDelay awaitingApproach overtaking provisionDelay "
    "miscellaneous insufficientDemand logisticProblems undefinedEnvironmentalProblem",
}
CAUSES = {token.casefold(): code for code, tokens in _CAUSES.items() for token in tokens.split()}
"""``AlertCause`` (``TpegReason``) and the tokens of the older ``*Reason`` elements."""

CAUSE_OF_ELEMENT = {
    "PersonnelReason": CauseCode.STAFFING,
    "EquipmentReason": CauseCode.TECHNICAL,
    "PublicEventReason": CauseCode.SPECIAL_EVENT,
}
"""What the element itself states, where its token is in no table."""

_EFFECTS: dict[EffectCode, str] = {
    EffectCode.NO_SERVICE: "noService cancelled lineCancellation tripCancellation discontinuedOperation",
    EffectCode.REDUCED: "limitedOperation intermittentService shortFormedService trainShortened",
    EffectCode.DELAY: "delay minorDelays majorDelays delayed",
    EffectCode.DETOUR: "diverted",
    EffectCode.MODIFIED: "altered stopCancelled temporarilyNonStopping changeOfPlatform stopOnDemand "
    "wagonOrderChanged replacementRide replacementTransport replacementService shuttleService splittingTrain "
    "arrivesEarly",
    EffectCode.ADDITIONAL: "additionalService additionalRide additionalStop extendedService specialService "
    "operationTimeExtension",
    EffectCode.STOP_MOVED: "stopMoved substitutedStop temporaryStopplace",
    EffectCode.DEGRADED: "disrupted disruption irregularTraffic",
    EffectCode.NO_EFFECT: "onTime normalService fullLengthService disturbanceRectified",
    EffectCode.INFORMATION: "boarding goToGate",
}
EFFECTS = {token.casefold(): code for code, tokens in _EFFECTS.items() for token in tokens.split()}
"""``Consequence/Condition``."""

AFFECTED = {
    "AffectedNetwork": ("network", ("NetworkRef",), ("NetworkName",)),
    "AffectedOperator": ("operator", ("OperatorRef",), ("OperatorName", "OperatorShortName")),
    "AffectedLine": ("line", ("LineRef",), ("PublishedLineName", "LineName")),
    "AffectedStopPoint": ("stop", ("StopPointRef",), ("StopPointName",)),
    "AffectedStopPlace": ("station", ("StopPlaceRef",), ("PlaceName", "StopPlaceName")),
    "AffectedComponent": ("facility", ("ComponentRef",), ("ComponentName",)),
    "AffectedFacility": ("facility", ("FacilityRef",), ("FacilityName",)),
    "AffectedPlace": ("place", ("PlaceRef",), ("PlaceName",)),
    "AffectedVehicleJourney": (
        "journey",
        ("DatedVehicleJourneyRef", "VehicleJourneyRef", "TrainNumber"),
        ("JourneyName", "PublishedLineName"),
    ),
}
"""Under ``Affects``: our kind, and where the reference and the name stand."""

ALL_OF = {"AllLines": "network", "AllOperators": "operator"}
"""Elements under ``Affects`` that name no one."""
