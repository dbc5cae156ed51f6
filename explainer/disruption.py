"""``Disruption``: the one normal form of every alert, incident, situation, warning or bulletin.

Field names are the field's own: headline, description, instruction, certainty and urgency from CAP 1.2;
cause, effect and active periods from GTFS-Realtime Service Alerts; version and reality from SIRI-SX.
``native`` values are kept beside every mapped one, because the scales of the standards do not align.

Every model is frozen and refuses unknown keys. Every ``datetime`` carries its offset.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""A safe name in files, addresses and anchors."""

LONGEST_SLUG = 60

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$", max_length=LONGEST_SLUG)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _in_zone(value: Any, info: ValidationInfo) -> Any:
    """Read a staff member's ``2026-11-20 18:20`` in the validation context's ``zone``, if there is one."""
    if not isinstance(value, str) or not info.context or "zone" not in info.context:
        return value
    zone: ZoneInfo = info.context["zone"]
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"“{value}” is not a date and time; write it as 2026-11-20 18:20") from None
    if len(value.strip()) <= len("2026-11-20"):
        raise ValueError(f"“{value}” has no time of day; write it as 2026-11-20 18:20")
    return read if read.tzinfo else read.replace(tzinfo=zone)


Moment = Annotated[AwareDatetime, BeforeValidator(_in_zone)]
"""A point in time with its offset. Staff may leave the offset out where a zone is declared."""


class Model(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


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


class Text(Model):
    """Plain text in one language (a BCP 47 tag, ``und`` where the publisher names none)."""

    lang: str = "und"
    text: str


class Cause(Model):
    """A stated cause. ``native`` is the publisher's own word."""

    code: CauseCode
    native: str = ""


class Effect(Model):
    """A stated effect. ``native`` is the publisher's own word."""

    code: EffectCode
    native: str = ""


class Period(Model):
    """A half-open span; a missing end means until further notice, two missing ends mean while carried."""

    start: Moment | None = None
    end: Moment | None = None
    role: PeriodRole = PeriodRole.IMPACT
    precision: Precision = Precision.MINUTE
    text: str = ""


class Entity(Model):
    """What the publisher names as affected, before the site's own mapping."""

    kind: str
    name: str = ""
    ref: str = ""


class Link(Model):
    """An address the publisher points at; only ``http`` and ``https`` are ever kept."""

    rel: str = "alternate"
    href: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$")]
    text: str = ""


class Relation(Model):
    """How this message relates to another of the same publisher, by native id."""

    kind: Annotated[str, StringConstraints(pattern="^(supersedes|cancels|duplicates|related)$")]
    native_id: str


class Update(Model):
    """One dated word of the publisher, kept oldest first and never changed once published."""

    at: Moment
    says: str
    status: Status | None = None
    changed: str = ""
    late_because: str = ""
    next_update: Moment | None = None
    precision: Precision = Precision.MINUTE


class Amount(Model):
    """A range with its unit; equal ends mean one figure."""

    low: float
    high: float
    unit: str


class Report(Model):
    """What a disruption says of one component: the ground of a *reported* state.

    ``caused_by`` names components this disruption itself states as the cause. ``by`` is a party id.
    """

    component: Slug
    state: State
    since: Moment | None = None
    says: str = ""
    headline: str = ""
    detail: str = ""
    caused_by: tuple[Slug, ...] = ()
    checking_by: Moment | None = None
    by: str = ""
    at: Moment | None = None


class Impact(Model):
    """What it means for one group of customers, in their terms."""

    who: Words
    what: Words
    amount: Amount | None = None
    note: str = ""


class Backlog(Model):
    """What has built up because demand passed capacity."""

    since: Moment
    now: float


class Answer(Model):
    """A question customers ask of a limit, and its honest answer."""

    question: Words
    answer: Words


class Constraint(Model):
    """A limit in numbers: ``normal``, ``now`` and ``demand`` are amounts of ``unit`` per hour at ``at``."""

    component: Slug
    says: str = ""
    unit: Words
    normal: float = Field(ge=0)
    now: float = Field(ge=0)
    demand: float = Field(ge=0)
    at: Moment
    by: str = ""
    backlog: Backlog | None = None
    why_not_more: Answer | None = None


class Decision(Model):
    """What was decided, by which parties, why, and who bears the cost."""

    what: Words
    at: Moment
    by: Slug
    with_: tuple[Slug, ...] = Field(default=(), alias="with")
    because: Words
    cost_to: Words

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Minutes(Model):
    """How long something takes, as a range in minutes."""

    low: float = Field(ge=0)
    high: float = Field(ge=0)


class Ask(Model):
    """What a customer can do: can you, how, how long, whom it helps, what if you cannot."""

    what: Words
    can_you: Words
    how: Words
    minutes: Minutes | None = None
    helps: Words
    if_not: Words


class Expected(Model):
    """A moment or a range that is promised or foreseen; ``main`` marks the estimate of the end."""

    what: Words
    at: Moment | None = None
    low: Moment | None = None
    high: Moment | None = None
    basis: str = ""
    main: bool = False


class StatedCause(Model):
    """The cause the publisher states, or that it is unknown, who is finding out, and by when."""

    component: Slug | None = None
    says: str = ""
    unknown: bool = False
    investigator: str = ""
    answer_by: Moment | None = None


class About(Model):
    """A feed disruption that a bulletin gathers on its page; without ``id``, all of that feed."""

    feed: Slug
    id: str | None = None


class Origin(Model):
    """Where a disruption came from: the declared feed and the publisher's own identifiers."""

    feed: Slug
    publisher: str
    format: str
    native_id: str
    native_version: str = ""


class Disruption(Model):
    """One disruption, whoever published it. Empty tuples mean "not stated", never "none"."""

    id: str
    origin: Origin
    headline: tuple[Text, ...]
    description: tuple[Text, ...] = ()
    instruction: tuple[Text, ...] = ()
    reality: Reality = Reality.ACTUAL
    status: Status
    status_native: str = ""
    status_basis: StatusBasis = StatusBasis.STATED
    severity: Severity = Severity.UNKNOWN
    severity_native: str = ""
    certainty: Certainty = Certainty.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    planned: bool | None = None
    causes: tuple[Cause, ...] = ()
    effects: tuple[Effect, ...] = ()
    events: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    affected: tuple[Entity, ...] = ()
    periods: tuple[Period, ...] = ()
    issued_at: Moment | None = None
    updated_at: Moment | None = None
    updates: tuple[Update, ...] = ()
    relations: tuple[Relation, ...] = ()
    links: tuple[Link, ...] = ()
    extra: dict[str, str] = Field(default_factory=dict)

    reports: tuple[Report, ...] = ()
    symptom: str = ""
    cause: StatedCause | None = None
    brief: tuple[str, ...] = ()
    summary: str = ""
    empathy: str = ""
    place: str = ""
    detected_at: Moment | None = None
    impacts: tuple[Impact, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    decisions: tuple[Decision, ...] = ()
    asks: tuple[Ask, ...] = ()
    unknowns: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    next_update: Moment | None = None
    quiet_reason: str = ""
    rights: str = ""
    about: tuple[About, ...] = ()

    def phase(self, now: datetime) -> Phase:
        """What the impact periods imply at ``now``; without any, the disruption is current while carried."""
        spans = [period for period in self.periods if period.role is PeriodRole.IMPACT]
        if not spans:
            return Phase.CURRENT
        if any((s.start is None or s.start <= now) and (s.end is None or now < s.end) for s in spans):
            return Phase.CURRENT
        if any(s.start is not None and now < s.start for s in spans):
            return Phase.FUTURE
        return Phase.PAST

    @property
    def started_at(self) -> datetime | None:
        """The earliest stated start of the impact."""
        starts = [p.start for p in self.periods if p.role is PeriodRole.IMPACT and p.start is not None]
        return min(starts, default=None)

    @property
    def ended_at(self) -> datetime | None:
        """The latest stated end of the impact, when every impact period has one."""
        spans = [p for p in self.periods if p.role is PeriodRole.IMPACT]
        ends = [p.end for p in spans if p.end is not None]
        return max(ends) if ends and len(ends) == len(spans) else None


def disruption_id(feed: str, native_id: str) -> str:
    """The stable id, fit for a file name and an address.

    It depends on the feed and the publisher's own id alone, never on text or order. A native id that is
    already a slug stays readable; any other becomes a hash. The dot cannot occur in either half.
    """
    if len(native_id) <= LONGEST_SLUG and re.fullmatch(SLUG, native_id):
        return f"{feed}.{native_id}"
    return f"{feed}.{hashlib.sha256(native_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
