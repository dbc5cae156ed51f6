"""``Disruption``: the one normal form of every alert, incident, situation, warning or bulletin.

Field names are the field's own: headline, description, instruction, certainty and urgency from CAP 1.2;
cause, effect and active periods from GTFS-Realtime Service Alerts; version and reality from SIRI-SX.
``native`` values are kept beside every mapped one, because the scales of the standards do not align.

Every model is frozen and refuses unknown keys. Every ``datetime`` carries its offset.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

from explainer.errors import plain
from explainer.model import moments
from explainer.model.derived import DisruptionTraits, PeriodTraits, RecurrenceTraits
from explainer.model.vocabulary import (
    CauseCode,
    Certainty,
    EffectCode,
    PeriodRole,
    Precision,
    Reality,
    Severity,
    State,
    Status,
    StatusBasis,
    Urgency,
)

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""A safe name in files, addresses and anchors."""

LONGEST_SLUG = 60

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$", max_length=LONGEST_SLUG)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$")]
"""An hour of the day, ``20:00``, or nothing."""

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]
"""A day on which something recurs."""


def _is_a_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("is not a time zone; write a name such as Europe/Paris or UTC") from error
    return name


ZoneName = Annotated[str, AfterValidator(_is_a_zone)]
"""A zone as the IANA database names it."""


def _in_zone(value: Any, info: ValidationInfo) -> Any:
    """Read a staff member's ``2026-11-20 18:20`` in the validation context's ``zone``, if there is one."""
    if not isinstance(value, str) or not info.context or "zone" not in info.context:
        return value
    zone: ZoneInfo = info.context["zone"]
    if value.strip()[11:13] == "24":  # which Python reads from 3.14 on
        raise ValueError(f"“{value}” has the hour 24; write it as 00:00 of the next day")
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"“{value}” is not a date and time; write it as 2026-11-20 18:20") from None
    if len(value.strip()) <= len("2026-11-20"):
        raise ValueError(f"“{value}” has no time of day; write it as 2026-11-20 18:20")
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _from_staff(info: ValidationInfo) -> bool:
    """Whether this is being read from what staff wrote, who can mend it."""
    return info.context is not None and "zone" in info.context


def _believable(at: datetime, info: ValidationInfo) -> datetime:
    """Staff hear of a time that nobody can mean; elsewhere, as in an old record, the nearest stands for it."""
    if _from_staff(info) and not moments.believable(at):
        raise ValueError(moments.unbelievable(at.date()))
    return moments.nearest(at)


def _believable_if_any(at: datetime | None, info: ValidationInfo) -> datetime | None:
    if at is None or moments.believable(at):
        return at
    return _believable(at, info) if _from_staff(info) else None


def _countable(value: float, info: ValidationInfo) -> float:
    """As with times: staff hear of a figure that nobody can mean, elsewhere the nearest stands for it."""
    if _from_staff(info) and not moments.countable(value):
        raise ValueError(f"is not a believable figure; write at most {moments.LARGEST:,.0f}")
    return moments.nearest_figure(value)


Moment = Annotated[AwareDatetime, BeforeValidator(_in_zone), AfterValidator(_believable)]
"""A point in time with its offset. Staff may leave the offset out where a zone is declared."""

MaybeMoment = Annotated[AwareDatetime | None, BeforeValidator(_in_zone), AfterValidator(_believable_if_any)]
"""A point in time that need not be stated. One that nobody can mean, such as the year 9999, is not."""

Told = Annotated[str, AfterValidator(plain)]
"""Words that may quote a document, each line bounded and without what hides."""

Figure = Annotated[float, AfterValidator(_countable)]
"""A number of something."""


class Model(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __copy__(self) -> Self:
        # A copy is made to be changed, so it does not inherit what was worked out from the original.
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


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


class Recurrence(RecurrenceTraits, Model):
    """At which hours of which days a period holds, by the clocks of ``zone``; outside of them it does not.

    ``start`` and ``end`` are hours of the day, ``20:00``; an end at or before the start is on the next day, and
    without both the whole day counts. ``days`` are ISO 8601 weekdays, 1 for Monday, none for every day; ``but_not``
    and ``only`` are single days, ``2026-11-20``, on which it is left out or to which it is confined. A day is the
    one on which its hours begin. ``text`` is the publisher's own wording; where nothing else is given, the hours
    could not be worked out (:attr:`vague`).
    """

    zone: ZoneName = "UTC"
    start: ClockTime = ""
    end: ClockTime = ""
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    only: tuple[Day, ...] = ()
    but_not: tuple[Day, ...] = ()
    text: str = ""


class Period(PeriodTraits, Model):
    """A half-open span; a missing end means until further notice, two missing ends mean while carried.

    ``unusable_end`` is what the publisher wrote as an end that cannot be read or lies before the start: then the
    missing end means that we do not know it. ``recurrence`` says at which hours within the span it holds.
    """

    start: MaybeMoment = None
    end: MaybeMoment = None
    role: PeriodRole = PeriodRole.IMPACT
    precision: Precision = Precision.MINUTE
    text: str = ""
    unusable_end: str = ""
    recurrence: Recurrence | None = None


class Entity(Model):
    """What the publisher names as affected, before the site's own mapping.

    ``lang`` is the language of ``name`` where the publisher gives the same thing in several.
    """

    kind: str
    name: str = ""
    ref: str = ""
    lang: str = ""


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
    next_update: MaybeMoment = None
    precision: Precision = Precision.MINUTE


class Amount(Model):
    """A range with its unit; equal ends mean one figure."""

    low: Figure
    high: Figure
    unit: str


class Report(Model):
    """What a disruption says of one component: the ground of a *reported* state.

    ``caused_by`` names components this disruption itself states as the cause. ``by`` is a party id.
    """

    component: Slug
    state: State
    since: MaybeMoment = None
    says: str = ""
    headline: str = ""
    detail: str = ""
    caused_by: tuple[Slug, ...] = ()
    checking_by: MaybeMoment = None
    by: str = ""
    at: MaybeMoment = None


class Impact(Model):
    """What it means for one group of customers, in their terms."""

    who: Words
    what: Words
    amount: Amount | None = None
    note: str = ""


class Backlog(Model):
    """What has built up because demand passed capacity."""

    since: Moment
    now: Figure


class Answer(Model):
    """A question customers ask of a limit, and its honest answer."""

    question: Words
    answer: Words


class Constraint(Model):
    """A limit in numbers: ``normal``, ``now`` and ``demand`` are amounts of ``unit`` per hour at ``at``."""

    component: Slug
    says: str = ""
    unit: Words
    normal: Figure = Field(ge=0)
    now: Figure = Field(ge=0)
    demand: Figure = Field(ge=0)
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

    low: Figure = Field(ge=0)
    high: Figure = Field(ge=0)


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
    at: MaybeMoment = None
    low: MaybeMoment = None
    high: MaybeMoment = None
    basis: str = ""
    main: bool = False


class StatedCause(Model):
    """The cause the publisher states, or that it is unknown, who is finding out, and by when."""

    component: Slug | None = None
    says: str = ""
    unknown: bool = False
    investigator: str = ""
    answer_by: MaybeMoment = None


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


class Disruption(DisruptionTraits, Model):
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
    issued_at: MaybeMoment = None
    updated_at: MaybeMoment = None
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
    detected_at: MaybeMoment = None
    impacts: tuple[Impact, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    decisions: tuple[Decision, ...] = ()
    asks: tuple[Ask, ...] = ()
    unknowns: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    next_update: MaybeMoment = None
    quiet_reason: str = ""
    rights: str = ""
    about: tuple[About, ...] = ()

    @cached_property
    def digest(self) -> str:
        """One digest over all that it says."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()


class SetAside(Model):
    """An entry that could not become a disruption: where it stands, why, and its native id when readable.

    A known native id protects that one disruption from being taken for absent; without it, nothing can be
    inferred from what the document lacks. ``headline`` is what it says as far as that can be read, and ``names``
    what it names: the parts it may be about are unknown, not well, while it stands, unless it was ``understood`` and is
    none for readers, such as an acknowledgement between computers.
    """

    entry: Told
    reason: Told
    native_id: str | None = None
    headline: str = ""
    names: tuple[str, ...] = ()
    understood: bool = False


def disruption_id(feed: str, native_id: str) -> str:
    """The stable id, fit for a file name and an address.

    It depends on the feed and the publisher's own id alone, never on text or order. A native id that is
    already a slug stays readable; any other becomes a hash. The dot cannot occur in either half.
    """
    if len(native_id) <= LONGEST_SLUG and re.fullmatch(SLUG, native_id):
        return f"{feed}.{native_id}"
    return f"{feed}.{hashlib.sha256(native_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
