"""What is remembered of every feed: the values of the record, apart from how they are kept on disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta

from explainer.errors import Failing
from explainer.model.disruption import Disruption, Expected, Rejected
from explainer.model.estimates import Estimate, Promising, Telling, estimates_in, first_promises
from explainer.model.settled import Over, Settled
from explainer.model.value import MaybeMoment, Moment, Value, nearest_moments, only_believable
from explainer.model.vocabulary import Doubt, Status
from explainer.model.watch import Look

AHEAD = timedelta(minutes=2)
"""How far a publisher's clock may be ahead of ours; what is said later than that cannot have been read yet."""


class Version(Value):
    """A disruption as it was accepted at one moment."""

    accepted_at: Moment
    disruption: Disruption

    def __post_init__(self) -> None:
        nearest_moments(self, "accepted_at")


class Said(Protocol):
    """What of a version tells of the life of its disruption: its status, and when its publisher spoke."""

    @property
    def status(self) -> Status:
        """What its publisher said of it."""

    @property
    def last_said_at(self) -> datetime | None:
        """When its publisher said that it last spoke of it, if it said so."""

    @property
    def said_at(self) -> Collection[datetime]:
        """Every time at which its publisher said that it said something."""

    @property
    def expected(self) -> Sequence[Expected]:
        """What it foresees."""

    @property
    def updates(self) -> Sequence[Promising]:
        """The dated words, oldest first."""

    @property
    def next_update(self) -> datetime | None:
        """When it promises its next update, beside what its last one says."""


class Accepted(Protocol):
    """A version, or as much of it as tells of the life of its disruption."""

    @property
    def accepted_at(self) -> datetime:
        """When we accepted it."""

    @property
    def disruption(self) -> Said:
        """What it said."""


class Learned(Value):
    """What the accepted versions of a disruption tell of its life.

    ``first_seen`` is when we first accepted it, ``changed_at`` when we last accepted a change, ``heard_at`` when we
    first accepted what its publisher last said. ``ahead`` are times of the latest version that lay ahead of us when
    we first read them, each with that moment: nothing can be read before it was said, so such a time comes from a
    clock, or a zone, that is wrong. ``closed_at`` is when we learned that its publisher closed it, if it is closed, and
    ``last_said_open`` when that publisher last spoke of it before, if we saw it open and it said so. ``estimates`` are
    all that it ever foresaw, and ``promised`` holds, by the time of an update, when the next one was first promised.
    """

    first_seen: datetime
    changed_at: datetime
    heard_at: datetime
    ahead: tuple[tuple[datetime, datetime], ...] = ()
    closed_at: datetime | None = None
    last_said_open: datetime | None = None
    estimates: tuple[Estimate, ...] = ()
    promised: tuple[tuple[datetime, datetime], ...] = ()


def learned_from(versions: Sequence[Accepted]) -> Learned:
    """The life that all accepted versions tell, oldest first; there is at least one."""
    latest = versions[-1]
    first_seen, changed_at = versions[0].accepted_at, latest.accepted_at
    last_open = next((at for at in range(len(versions) - 1, -1, -1) if not versions[at].disruption.status.over), -1)
    return Learned(
        first_seen=first_seen,
        changed_at=changed_at,
        heard_at=_heard_at(versions),
        ahead=tuple(sorted(_ahead(versions).items())),
        closed_at=versions[last_open + 1].accepted_at if latest.disruption.status.over else None,
        last_said_open=versions[last_open].disruption.last_said_at if last_open >= 0 else None,
        estimates=_estimates(versions),
        promised=tuple(sorted(_promised(versions).items())),
    )


def _estimates(versions: Sequence[Accepted]) -> tuple[Estimate, ...]:
    foreseeing = any(version.disruption.expected for version in versions)
    return estimates_in(Telling(one.accepted_at, one.disruption) for one in versions) if foreseeing else ()


def _promised(versions: Sequence[Accepted]) -> dict[datetime, datetime]:
    """The promises as readers first saw them, as far as the latest version says otherwise."""
    if not any(update.next_update for update in versions[-1].disruption.updates) and not any(
        one.disruption.next_update for one in versions
    ):
        return {}  # most publishers promise nothing, and their histories are long
    found = first_promises((one.disruption.updates, _standing(one.disruption)) for one in versions)
    now_said = {update.at: update.next_update for update in versions[-1].disruption.updates}
    return {at: due for at, due in found.items() if at in now_said and now_said[at] != due}


def _standing(said: Said) -> datetime | None:
    return None if said.status.over else said.next_update


def _heard_at(versions: Sequence[Accepted]) -> datetime:
    """When the first version came whose last word is of the time of the latest; the latest where that has no time."""
    said = versions[-1].disruption.last_said_at
    if said is None:
        return versions[-1].accepted_at
    return next(version.accepted_at for version in versions if version.disruption.last_said_at == said)


def _ahead(versions: Sequence[Accepted]) -> dict[datetime, datetime]:
    """Of the times of the latest version those that lay ahead of us in any version, with when we first read it so."""
    found: dict[datetime, datetime] = {}
    for version in versions:
        bound = version.accepted_at + AHEAD
        for at in version.disruption.said_at:
            if at > bound:
                found.setdefault(at, version.accepted_at)
    if found:
        still = frozenset(versions[-1].disruption.said_at)
        return {at: read for at, read in found.items() if at in still}
    return found


class Held(Value):
    """Every accepted version of one disruption, oldest first.

    ``absent_since`` is the first whole reading that lacked it, while its feed lacks it; within the feed’s grace
    the latest version is still the publisher’s own. ``over`` is how it was over when it was settled; None until then.
    """

    id: str
    versions: Annotated[tuple[Version, ...], Meta(min_length=1)]
    absent_since: MaybeMoment = None
    over: Over | None = None

    def __post_init__(self) -> None:
        only_believable(self, "absent_since")

    @property
    def latest(self) -> Disruption:
        """The version that counts now."""
        return self.versions[-1].disruption

    @property
    def learned(self) -> Learned:
        """What the versions tell of its life."""
        return learned_from(self.versions)


class Brief(Value):
    """A disruption as the picture needs it: its latest version, and what the earlier ones told of its life.

    ``over`` is how it was over when it was settled; None for all that a cycle reads.
    """

    id: str
    latest: Disruption
    learned: Learned
    absent_since: datetime | None = None
    over: Over | None = None


class Flood(Value):
    """What of the last good answer of a feed was left out, because it was more than its declaration lets in.

    ``left_out`` is how many disruptions, ``hidden`` the ids of those among them that were taken in before. ``parts``
    are the components that they report on; ``unclear`` is whether one of them may be about any part. ``too_often`` is
    how many changes wait, because what they change changed again and again within the hour.
    """

    since: MaybeMoment = None
    left_out: int = 0
    hidden: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unclear: bool = False
    too_often: int = 0

    def __post_init__(self) -> None:
        only_believable(self, "since")


class FeedRecord(Value):
    """What the last good document of a feed carried, in the feed's order, and what was set aside.

    ``notes`` is what readers should know of the feed as a whole, one sentence each.
    ``doubt`` is why it may be cut short although it could be read, since ``doubted_since``; what it lacks is kept until
    another lacks it too. ``unended`` is whether the last line of a table had no end. ``flood`` is what was left out
    because it was too much.
    """

    feed: str
    carried: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = msgspec.field(default=(), name="set_aside")
    notes: tuple[str, ...] = ()
    doubt: Doubt | None = None
    doubted_since: MaybeMoment = None
    unended: bool = False
    flood: Flood | None = None

    def __post_init__(self) -> None:
        only_believable(self, "doubted_since")


class Times(Value):
    """The volatile side of a feed: when we asked, what came, and how to ask again conditionally.

    ``failure`` is for staff, and may name what is theirs; ``failing`` is the word for everybody, which earlier records
    lack. ``failing_since`` is the first failure after the last good answer. ``last_whole`` is when a whole body last
    came, and not only the word that nothing was modified. ``declaration`` is the digest of the declaration the last
    good answer was read under.
    """

    last_attempt: MaybeMoment = None
    last_good: MaybeMoment = None
    last_whole: MaybeMoment = None
    last_changed: MaybeMoment = None
    failure: str = ""
    failing: Failing | None = None
    failing_since: MaybeMoment = None
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    declaration: str = ""

    def __post_init__(self) -> None:
        only_believable(self, "last_attempt", "last_good", "last_whole", "last_changed", "failing_since")


class Looks(Value):
    """The looks as they are kept: those that hold, the last one at each part, and files that could not be read."""

    looks: tuple[Look, ...] = ()
    unread: tuple[Rejected, ...] = msgspec.field(default=(), name="set_aside")


class Silence(Value):
    """A time in which a source gave no good answer, or none that was new enough to be trusted.

    It began with the last good answer, or the first failure where there was none, and ended with the next good one.
    ``failure`` is what the last attempt met with; empty where we did not ask.
    """

    since: Moment
    until: Moment
    failure: str = ""

    def __post_init__(self) -> None:
        nearest_moments(self, "since", "until")


class Silences(Value):
    """The silences of a feed that are over, oldest first: all since ``counted_since``."""

    feed: str
    counted_since: Moment
    silences: tuple[Silence, ...] = ()

    def __post_init__(self) -> None:
        nearest_moments(self, "counted_since")


@dataclass(frozen=True)
class Record:
    """Everything remembered, by feed id and by disruption id.

    ``looks`` are those whose files stood at the last fetch, oldest first; ``unread`` are the files that were none.
    ``held`` is what is open or was over not long ago; of all that is over for longer ``settled`` has the amounts.
    """

    feeds: Mapping[str, FeedRecord] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    times: Mapping[str, Times] = field(default_factory=dict)
    silences: Mapping[str, Silences] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()
    unread: tuple[Rejected, ...] = ()
    settled: Settled = field(default_factory=dict)


@dataclass(frozen=True)
class RecordInBrief:
    """A record with no more of each disruption than a picture needs."""

    feeds: Mapping[str, FeedRecord] = field(default_factory=dict)
    held: Mapping[str, Brief] = field(default_factory=dict)
    times: Mapping[str, Times] = field(default_factory=dict)
    silences: Mapping[str, Silences] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()
    unread: tuple[Rejected, ...] = ()
    settled: Settled = field(default_factory=dict)


Remembered = Record | RecordInBrief
"""What a picture is made of."""
