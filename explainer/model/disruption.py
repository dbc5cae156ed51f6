"""``Disruption``: the one normal form of every alert, incident, situation, warning or bulletin.

Field names are the field's own: headline, description, instruction, certainty and urgency from CAP 1.2;
cause, effect and active periods from GTFS-Realtime Service Alerts; version and reality from SIRI-SX.
``native`` values are kept beside every mapped one, because the scales of the standards do not align.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta
from msgspec.structs import force_setattr

from explainer.errors import plain
from explainer.model import recurrence as recurring
from explainer.model.acceptance import Acceptance
from explainer.model.account import NO_ACCOUNT, Account, Figures
from explainer.model.recurrence import Recurrence
from explainer.model.value import (
    LONGEST_SLUG,
    SLUG,
    Figure,
    MaybeMoment,
    Moment,
    Slug,
    Value,
    Words,
    nearest_figures,
    nearest_moments,
    only_believable,
)
from explainer.model.vocabulary import (
    BULLETIN,
    CauseCode,
    Certainty,
    EffectCode,
    Outcome,
    PeriodRole,
    Phase,
    Precision,
    Reality,
    Severity,
    State,
    Status,
    StatusBasis,
    Urgency,
)


class Text(Value):
    """Plain text in one language (a BCP 47 tag, ``und`` where the publisher names none)."""

    lang: str = "und"
    text: str


class Cause(Value):
    """A stated cause. ``native`` is the publisher's own word."""

    code: CauseCode
    native: str = ""


class Effect(Value):
    """A stated effect. ``native`` is the publisher's own word."""

    code: EffectCode
    native: str = ""


class Period(Value):
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

    def __post_init__(self) -> None:
        only_believable(self, "start", "end")

    @property
    def vague(self) -> bool:
        """Whether it holds at some hours only, and nobody can say at which."""
        return self.recurrence is not None and self.recurrence.vague

    def in_force(self, now: datetime) -> bool:
        """Whether it holds at ``now``: within its span, and within its hours where it recurs."""
        return recurring.in_force(self.start, self.end, self.recurrence, now)

    def began(self, now: datetime) -> datetime | None:
        """Since when it is in force without a break; None where it is not, or nobody says since when."""
        return recurring.began(self.start, self.end, self.recurrence, now)

    def coming(self, now: datetime) -> recurring.Stretch | None:
        """The next stretch in force after ``now``; None where none comes, or where it is in force for good."""
        ahead = recurring.stretches(self.start, self.end, self.recurrence, now)
        return next((one for one in ahead if now < one.start), None)

    @property
    def ends(self) -> datetime | None:
        """When it is in force for the last time until, where that is stated."""
        return recurring.ends(self.start, self.end, self.recurrence)

    def next_start(self, now: datetime) -> datetime | None:
        """When it comes into force next, looking 400 days ahead."""
        coming = self.coming(now)
        return coming.start if coming else None

    def over(self, now: datetime) -> bool:
        """Whether it is not in force at ``now`` and never will be again."""
        return not self.in_force(now) and self.coming(now) is None


class Entity(Value):
    """What the publisher names as affected, before the site's own mapping.

    ``lang`` is the language of ``name`` where the publisher gives the same thing in several.
    """

    kind: str
    name: str = ""
    ref: str = ""
    lang: str = ""


def in_one_language(entities: Iterable[Entity], *wanted: str) -> tuple[Entity, ...]:
    """Of things that are named in several languages, the names in the first wanted one there is, else in the first.

    Names with one kind and one reference are one thing's. Without references, the names of one kind in one language
    are taken for those in another only where there are as many: hiding a place would be worse than naming it twice.
    """
    entities = tuple(entities)
    things: dict[tuple[str, str], dict[str, list[int]]] = {}
    for at, entity in enumerate(entities):
        if entity.lang:
            things.setdefault((entity.kind, entity.ref), {}).setdefault(entity.lang, []).append(at)
    hidden: set[int] = set()
    for (_, ref), named in things.items():
        if ref or len({len(places) for places in named.values()}) == 1:
            shown = _language(tuple(named), wanted)
            hidden.update(at for lang, places in named.items() if lang != shown for at in places)
    return tuple(entity for at, entity in enumerate(entities) if at not in hidden)


def _language(there: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """The first wanted language that is there, else a variant of one, else the first that is there."""
    folded = {lang.casefold(): lang for lang in reversed(there)}
    bases = {lang.partition("-")[0]: spelled for lang, spelled in folded.items()}
    for one in wanted:
        if found := folded.get(one.casefold()) or bases.get(one.casefold().partition("-")[0]):
            return found
    return there[0]


class Link(Value):
    """An address the publisher points at; only ``http`` and ``https`` are ever kept."""

    rel: str = "alternate"
    href: Annotated[str, Meta(pattern=r"^https?://[^\s<>\"']+\Z")]
    text: str = ""


class Relation(Value):
    """How this message relates to another of the same publisher, by native id."""

    kind: Annotated[str, Meta(pattern=r"^(?:supersedes|cancels|duplicates|related)\Z")]
    native_id: str


class Update(Value):
    """One dated word of the publisher, kept oldest first and never changed once published.

    ``figures`` are those of its bulletin as they were when it was published, as far as anybody knows them.
    """

    at: Moment
    """When it was said. Example: 2026-11-20 18:20"""
    says: str
    """What we know now, in a sentence or two. Once published it is never changed: a correction is a new update."""
    status: Status | None = None
    """The status that it brought; rarely written by hand."""
    changed: str = ""
    """What changed since the update before, or what was wrong in it."""
    late_because: str = ""
    """Why it came after its promised time."""
    next_update: MaybeMoment = None
    """When you will say more: a promise, shown to everybody. Example: 2026-11-20 19:00"""
    precision: Precision = Precision.MINUTE
    """How exact its time is; rarely written by hand."""
    figures: Figures = msgspec.field(default_factory=dict)
    """What the figures were then, where the record does not know."""

    def __hash__(self) -> int:
        """Updates are told apart by what they say; the figures of one cannot be hashed."""
        return hash((self.at, self.says))

    def __post_init__(self) -> None:
        nearest_moments(self, "at")
        only_believable(self, "next_update")


def newest_within(updates: Sequence[Update], longest: int) -> tuple[Update, ...]:
    """Of updates, oldest first, the newest that have ``longest`` characters together at most; the last in any case."""
    length, first = 0, len(updates)
    while first and (first == len(updates) or length + len(updates[first - 1].says) <= longest):
        first -= 1
        length += len(updates[first].says)
    return tuple(updates[first:])


class Amount(Value):
    """A range with its unit; equal ends mean one figure."""

    low: Figure
    """The least. Example: 30"""
    high: Figure
    """The most; the same as the least for one figure. Example: 40"""
    unit: str
    """What is counted. Example: minutes"""

    def __post_init__(self) -> None:
        nearest_figures(self, "low", "high")


class Report(Value):
    """What a disruption says of one component: the ground of a *reported* state."""

    component: Slug
    """Which part, by its id in content/system.yml. One report for each."""
    state: State
    """How it works now."""
    since: MaybeMoment = None
    """Since when. Example: 2026-11-20 18:05"""
    says: str = ""
    """A few words, for lists. Example: Two of three belts run."""
    headline: str = ""
    """Its line in the chain of causes; it stands alone, without “so” or “because”. Without it: name and state."""
    detail: str = ""
    """One or two sentences below that line."""
    caused_by: tuple[Slug, ...] = ()
    """The parts that you state as its cause, by their ids. Each needs a link straight to this part."""
    checking_by: MaybeMoment = None
    """You are finding out, and this is when you will know. Example: 2026-11-20 19:00"""
    by: str = ""
    """The party that says so, by its id; without it, the owner of the part."""
    at: MaybeMoment = None
    """When it said so; without it, the last update. Example: 2026-11-20 18:20"""

    def __post_init__(self) -> None:
        only_believable(self, "since", "checking_by", "at")


class Impact(Value):
    """What it means for one group of customers, in their terms."""

    who: Words
    """The people it is about. Example: Waiting for a bag"""
    what: Words
    """What it means for them; with an amount the two read as one sentence. Example: longer than usual"""
    amount: Amount | None = None
    """How much, as a range with its unit."""
    note: str = ""
    """One more sentence."""
    at: MaybeMoment = None
    """When that was true, where it is older than the last update. Example: 2026-11-20 18:20"""

    def __post_init__(self) -> None:
        only_believable(self, "at")


class Expected(Value):
    """A moment or a range that is promised or foreseen."""

    id: Slug | None = None
    """A name for it, once and for all: by it the estimate is known however its words change. Example: pad-5"""
    what: Words
    """What will happen. Example: Water in hall A again"""
    at: MaybeMoment = None
    """The moment, where it is one. Example: 2026-11-20 21:00"""
    low: MaybeMoment = None
    """The earliest, where it is a range. Example: 2026-11-20 20:00"""
    high: MaybeMoment = None
    """The latest, where it is a range. Example: 2026-11-20 21:00"""
    basis: str = ""
    """What the estimate rests on."""
    main: bool = False
    """true for the estimate of the end; it needs a basis."""
    said_at: MaybeMoment = None
    """When it was worked out, where that is older than the last update. Example: 2026-11-20 18:20"""
    happened: MaybeMoment = None
    """When it happened. Example: 2026-11-20 20:50"""
    outcome: Outcome | None = None
    """What became of it, if there is no time at which it happened."""
    happened_by: str = ""
    """The party that says when it happened, by its id; best the one that owns the part."""

    def __post_init__(self) -> None:
        only_believable(self, "at", "low", "high", "said_at", "happened")

    @property
    def is_estimate(self) -> bool:
        """Whether it is judged by what happened: a range, or the estimate of the end; a single moment is a plan."""
        return self.main or (self.low is not None and self.high is not None)


class Origin(Value):
    """Where a disruption came from: the declared feed and the publisher's own identifiers."""

    feed: Slug
    publisher: str
    format: str
    native_id: str
    native_version: str = ""


class Disruption(Value, dict=True):
    """One disruption, whoever published it. Empty tuples mean "not stated", never "none".

    ``account`` is what staff tell of it beside, in a bulletin; ``words`` is a digest of the words of that, and
    ``accepted`` the last reading of exactly these words by a second person.
    """

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
    extra: dict[str, str] = msgspec.field(default_factory=dict)

    reports: tuple[Report, ...] = ()
    impacts: tuple[Impact, ...] = ()
    expected: tuple[Expected, ...] = ()
    account: Account = NO_ACCOUNT
    words: str = ""
    accepted: Acceptance | None = None

    def __post_init__(self) -> None:
        only_believable(self, "issued_at", "updated_at")

    @property
    def is_bulletin(self) -> bool:
        """Whether staff wrote it, our own or a partner's, and so account for it."""
        return self.origin.format == BULLETIN

    @cached_property
    def digest(self) -> str:
        """One digest over all that it says."""
        return hashlib.sha256(msgspec.json.encode(self, enc_hook=str)).hexdigest()

    @property
    def spans(self) -> tuple[Period, ...]:
        """The periods of the impact, without those for which a message is only shown."""
        return tuple(period for period in self.periods if period.role is PeriodRole.IMPACT)

    def phase(self, now: datetime) -> Phase:
        """What the impact periods imply at ``now``; without any, the disruption is current while carried."""
        spans = self.spans
        if not spans or any(span.in_force(now) for span in spans):
            return Phase.CURRENT
        return Phase.FUTURE if any(span.coming(now) for span in spans) else Phase.PAST

    def _holding(self, now: datetime) -> list[Period]:
        """The spans in force at ``now``; what is certain outweighs what holds at hours that nobody knows."""
        held = [span for span in self.spans if span.in_force(now)]
        return [span for span in held if not span.vague] or held

    def holds_vaguely(self, now: datetime) -> bool:
        """Whether it holds at some hours of its span only, and nobody can say at which."""
        held = self._holding(now) or self.spans
        return bool(held) and all(span.vague for span in held)

    def began(self, now: datetime) -> datetime | None:
        """Since when it is in force without a break, as far as its periods say."""
        starts = [span.began(now) for span in self._holding(now)]
        stated = [start for start in starts if start is not None]
        return min(stated) if stated and len(stated) == len(starts) else None

    def coming(self, now: datetime) -> Period | None:
        """The impact period that comes into force next."""
        ahead = [(start, span) for span in self.spans if (start := span.next_start(now)) is not None]
        return min(ahead, key=lambda pair: pair[0])[1] if ahead else None

    @property
    def started_at(self) -> datetime | None:
        """The earliest stated start of the impact."""
        return min((span.start for span in self.spans if span.start is not None), default=None)

    @property
    def ended_at(self) -> datetime | None:
        """The latest stated end of the impact, when every impact period has one."""
        ends = [span.ends for span in self.spans]
        stated = [end for end in ends if end is not None]
        return max(stated) if stated and len(stated) == len(ends) else None

    @property
    def last_said_at(self) -> datetime | None:
        """When its publisher says that it last spoke of it, if it says so."""
        return last_word(self)

    @property
    def said_at(self) -> Collection[datetime]:
        """Every time at which its publisher says that it said something; when it begins or ends is not among them."""
        return every_word(self)

    @property
    def next_update(self) -> datetime | None:
        """When it promises its next update, beside what its last one says."""
        return self.account.next_update


class Dated(Protocol):
    """What has a time, if it has one."""

    @property
    def at(self) -> datetime | None:
        """When it was said."""


class Spoken(Protocol):
    """A disruption, or as much of it as tells when its publisher spoke."""

    @property
    def issued_at(self) -> datetime | None:
        """When it was first said."""

    @property
    def updated_at(self) -> datetime | None:
        """When it was last changed."""

    @property
    def updates(self) -> Sequence[Dated]:
        """The dated words, oldest first."""

    @property
    def reports(self) -> Sequence[Dated]:
        """What was said of single components."""


def last_word(of: Spoken) -> datetime | None:
    """When its publisher says that it last spoke of it, if it says so."""
    return of.updates[-1].at if of.updates else of.updated_at or of.issued_at


def every_word(of: Spoken) -> Collection[datetime]:
    """Every time at which its publisher says that it said something; when it begins or ends is not among them."""
    found = [at for at in (of.issued_at, of.updated_at) if at is not None]
    found += [update.at for update in of.updates if update.at is not None]
    found += [report.at for report in of.reports if report.at is not None]
    return found


class Rejected(Value):
    """An entry that could not become a disruption: where it stands, why, and its native id when readable.

    A known native id protects that one disruption from being taken for absent; without it, nothing can be
    inferred from what the document lacks. ``headline`` is what it says as far as that can be read, and ``names``
    what it names: the parts it may be about are unknown, not well, while it stands, unless it was ``understood`` and is
    none for readers, such as an acknowledgement between computers. ``amount`` is how many entries a row stands for, of
    which not each is named.
    """

    entry: str
    reason: str
    native_id: str | None = None
    headline: str = ""
    names: tuple[str, ...] = ()
    understood: bool = False
    amount: int = 1

    def __post_init__(self) -> None:
        # Words that may quote a document: each line bounded, and without what hides.
        force_setattr(self, "entry", plain(self.entry))
        force_setattr(self, "reason", plain(self.reason))


def entries_in(rows: Iterable[Rejected]) -> int:
    """How many entries they are."""
    return sum(row.amount for row in rows)


def disruption_id(feed: str, native_id: str) -> str:
    """The stable id, fit for a file name and an address.

    It depends on the feed and the publisher's own id alone, never on text or order. A native id that is
    already a slug stays readable; any other becomes a hash. The dot cannot occur in either half.
    """
    if len(native_id) <= LONGEST_SLUG and re.fullmatch(SLUG, native_id):
        return f"{feed}.{native_id}"
    return f"{feed}.{hashlib.sha256(native_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
