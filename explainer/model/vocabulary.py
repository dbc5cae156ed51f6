"""Every closed vocabulary: the words that have one meaning in code, in YAML, in feeds and on pages.

Nothing here needs validation, so a refresh can speak of a state without loading what validates one.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How a component works now, worst first. A component nobody watches has no state at all."""

    STOPPED = "stopped"
    SLOWED = "slowed"
    WATCH = "watch"
    UNKNOWN = "unknown"
    NORMAL = "normal"

    @property
    def disturbed(self) -> bool:
        """Whether the component works below what is asked of it."""
        return self in (State.STOPPED, State.SLOWED)

    @property
    def off(self) -> bool:
        """Whether the component is known to be anything but normal."""
        return self in (State.STOPPED, State.SLOWED, State.WATCH)


class Status(StrEnum):
    """What the publisher says of the disruption. ``phase`` says what its periods imply."""

    PLANNED = "planned"
    ACTIVE = "active"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @property
    def over(self) -> bool:
        """Whether the publisher has closed it, by whatever word."""
        return self in (Status.RESOLVED, Status.CANCELLED, Status.WITHDRAWN)


class StatusBasis(StrEnum):
    """What a status rests on."""

    STATED = "stated"
    INFERRED_FROM_PERIOD = "inferred-from-period"
    INFERRED_FROM_TEXT = "inferred-from-text"
    INFERRED_FROM_ABSENCE = "inferred-from-absence"


class Phase(StrEnum):
    """Where ``now`` lies in the disruption's impact periods."""

    FUTURE = "future"
    CURRENT = "current"
    PAST = "past"


class Reality(StrEnum):
    """Whether the message is meant (CAP 1.2 section 3.2.1 ``status``; SIRI-SX ``Reality``)."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    TEST = "test"
    DRAFT = "draft"


class Severity(StrEnum):
    """CAP's words, with ``none`` for messages that state there is no effect."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    EXTREME = "extreme"
    UNKNOWN = "unknown"


WORST_FIRST = (
    Severity.EXTREME,
    Severity.SEVERE,
    Severity.MODERATE,
    Severity.MINOR,
    Severity.UNKNOWN,
    Severity.NONE,
)
"""The severities in the order in which one of several stands for all: what nobody knows may be worse than nothing."""


class Certainty(StrEnum):
    """How sure the publisher is (CAP 1.2 section 3.2.2; its older "Very Likely" reads as likely)."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    """How soon to act (CAP 1.2 section 3.2.2)."""

    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"
    UNKNOWN = "unknown"


class CauseCode(StrEnum):
    """GTFS-Realtime ``Cause`` and what recordings of other formats need beside it."""

    TECHNICAL = "technical"
    POWER = "power"
    IT_NETWORK = "it_network"
    CONSTRUCTION = "construction"
    MAINTENANCE = "maintenance"
    ACCIDENT = "accident"
    MEDICAL = "medical"
    POLICE_SECURITY = "police_security"
    FIRE = "fire"
    WEATHER = "weather"
    NATURAL_HAZARD = "natural_hazard"
    OBSTRUCTION = "obstruction"
    CONGESTION = "congestion"
    STAFFING = "staffing"
    STRIKE = "strike"
    DEMONSTRATION = "demonstration"
    SPECIAL_EVENT = "special_event"
    HOLIDAY = "holiday"
    THIRD_PARTY = "third_party"
    OTHER = "other"
    UNKNOWN = "unknown"


class EffectCode(StrEnum):
    """GTFS-Realtime ``Effect`` and what recordings of other formats need beside it."""

    NO_SERVICE = "no_service"
    REDUCED = "reduced"
    DELAY = "delay"
    DETOUR = "detour"
    MODIFIED = "modified"
    ADDITIONAL = "additional"
    STOP_MOVED = "stop_moved"
    ACCESSIBILITY = "accessibility"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    FULL_OUTAGE = "full_outage"
    CAPACITY_LIMIT = "capacity_limit"
    HAZARD_WARNING = "hazard_warning"
    INFORMATION = "information"
    NO_EFFECT = "no_effect"
    OTHER = "other"
    UNKNOWN = "unknown"


class PeriodRole(StrEnum):
    """What a period bounds: the disturbance itself, or only how long the message is shown."""

    IMPACT = "impact"
    PUBLICATION = "publication"


class Precision(StrEnum):
    """How exactly the publisher gave a time."""

    EXACT = "exact"
    MINUTE = "minute"
    DAY = "day"
    INFERRED = "inferred"


class Outcome(StrEnum):
    """What became of an estimate that has no moment at which it happened."""

    NEVER = "never"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a component is."""

    RESOURCE = "resource"
    PROCESS = "process"
    CONDITION = "condition"
    SYMPTOM = "symptom"


class Nature(StrEnum):
    """What kind of root cause a component can be, in the words customers ask for."""

    WEATHER = "weather"
    CHOICE = "choice"
    LIMIT = "limit"
    FAILURE = "failure"
    DEMAND = "demand"


BULLETIN = "bulletin"
"""The format of what our own staff write."""


class Absence(StrEnum):
    """What it means that a disruption is no longer in the feed."""

    ENDED = "ended"
    NOTHING = "nothing"


class Doubt(StrEnum):
    """Why an answer may be cut short although it could be read."""

    HALVED = "halved"
    UNENDED = "unended"


class Unmatched(StrEnum):
    """What it means for the parts a feed watches that a current message of it matches no rule, or cannot be read."""

    UNKNOWN = "unknown"
    IGNORE = "ignore"


class Epoch(StrEnum):
    """What a time counts that is a bare number since the beginning of 1970."""

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


class Engine(StrEnum):
    """The generators that can build a site's pages."""

    MKDOCS = "mkdocs"
    PROPERDOCS = "properdocs"
    ZENSICAL = "zensical"
