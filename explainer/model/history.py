"""What is remembered of every feed: the models of the record, apart from how they are kept on disk."""

from __future__ import annotations

from pydantic import Field

from explainer.model.derived import HeldTraits
from explainer.model.disruption import Disruption, MaybeMoment, Model, Moment, SetAside
from explainer.model.vocabulary import Doubt


class Version(Model):
    """A disruption as it was accepted at one moment."""

    accepted_at: Moment
    disruption: Disruption


class Held(HeldTraits, Model):
    """Every accepted version of one disruption, oldest first.

    ``absent_since`` is the first whole reading that lacked it, while its feed lacks it; within the feed’s grace
    the latest version is still the publisher’s own.
    """

    id: str
    versions: tuple[Version, ...] = Field(min_length=1)
    absent_since: MaybeMoment = None

    def in_short(self) -> Held:
        """The same life with no more versions than tell it.

        They are the first, the latest, the two around its closing, and those in which we first read what the latest
        says: how late we learned of it bounds when it can have been said.
        """
        latest = len(self.versions) - 1
        still_open = next((at for at in range(latest, -1, -1) if not self.versions[at].disruption.status.over), -1)
        telling = {0, still_open, still_open + 1, self.first_with_last_said, *self.ahead.values(), latest}
        telling.intersection_update(range(len(self.versions)))
        if len(telling) == len(self.versions):
            return self
        return self.model_copy(update={"versions": tuple(self.versions[at] for at in sorted(telling))})


class FeedRecord(Model):
    """What the last good document of a feed carried, in the feed's order, and what was set aside.

    ``notes`` is what readers should know of the feed as a whole, one sentence each.
    ``doubt`` is why it may be cut short although it could be read, since ``doubted_since``; what it lacks is kept until
    another lacks it too. ``unended`` is whether the last line of a table had no end.
    """

    feed: str
    carried: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    doubt: Doubt | None = None
    doubted_since: MaybeMoment = None
    unended: bool = False


class Times(Model):
    """The volatile side of a feed: when we asked, what came, and how to ask again conditionally.

    ``failing_since`` is the first failure after the last good answer. ``last_whole`` is when a whole body last came,
    and not only the word that nothing was modified. ``declaration`` is the digest of the declaration the last good
    answer was read under.
    """

    last_attempt: MaybeMoment = None
    last_good: MaybeMoment = None
    last_whole: MaybeMoment = None
    last_changed: MaybeMoment = None
    failure: str = ""
    failing_since: MaybeMoment = None
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    declaration: str = ""
