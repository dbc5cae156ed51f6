"""What is remembered of every feed: the values of the record, apart from how they are kept on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from explainer.errors import Failing
from explainer.model.disruption import Disruption, Rejected
from explainer.model.learned import Learned, Memory, learned_from
from explainer.model.settled import Over, Settled
from explainer.model.value import MaybeMoment, Moment, Value, nearest_moments, only_believable
from explainer.model.vocabulary import Doubt
from explainer.model.watch import Look


class Version(Value):
    """A disruption as it was accepted at one moment."""

    accepted_at: Moment
    disruption: Disruption

    def __post_init__(self) -> None:
        nearest_moments(self, "accepted_at")

    @property
    def names(self) -> Iterator[str]:
        """The ids that its publisher gave it: that of the disruption, and that of this version, if it has one."""
        origin = self.disruption.origin
        return (name for name in (origin.native_id, origin.native_version) if name)


class Earlier(Value):
    """The versions of a disruption before those at hand: they stand in a history of their own, which no cycle reads.

    ``count`` is how many they are, ``length`` of the history in bytes, ``taught`` what they told of its life. Of the
    last of them ``accepted`` has the moments, oldest first, and ``names`` the ids that its publisher gave it.
    """

    count: Annotated[int, Meta(ge=1)]
    length: Annotated[int, Meta(ge=0)]
    taught: Memory
    accepted: tuple[Moment, ...] = ()
    names: tuple[str, ...] = ()


class Held(Value):
    """The accepted versions of one disruption at hand, oldest first, at least the latest; ``earlier`` has the others.

    ``absent_since`` is the first whole reading that lacked it, while its feed lacks it; within the feed’s grace
    the latest version is still the publisher’s own. ``over`` is how it was over when it was settled; None until then.
    """

    id: str
    earlier: Earlier | None = None
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
        """What all versions tell of its life."""
        return learned_from(self.versions, self.earlier.taught if self.earlier is not None else None)

    @property
    def first_seen(self) -> datetime:
        """When we first accepted it."""
        return self.earlier.taught.first_seen if self.earlier is not None else self.versions[0].accepted_at

    @property
    def accepted(self) -> tuple[datetime, ...]:
        """When its last versions were accepted, oldest first: all those at hand, and some before them."""
        before = self.earlier.accepted if self.earlier is not None else ()
        return (*before, *(version.accepted_at for version in self.versions))

    @property
    def names(self) -> Iterator[str]:
        """The ids that its publisher gave it in its versions, as far as they are remembered."""
        yield from self.earlier.names if self.earlier is not None else ()
        yield from (name for version in self.versions for name in version.names)


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
