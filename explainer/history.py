"""What is remembered of every feed: the models of the record, apart from how they are kept on disk."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from explainer.disruption import Disruption, Model, Moment
from explainer.formats.base import SetAside


class Version(Model):
    """A disruption as it was accepted at one moment."""

    accepted_at: Moment
    disruption: Disruption


class Held(Model):
    """Every accepted version of one disruption, oldest first.

    ``absent_since`` is the first whole reading that lacked it, while its feed lacks it; within the feed’s grace
    the latest version is still the publisher’s own.
    """

    id: str
    versions: tuple[Version, ...] = Field(min_length=1)
    absent_since: Moment | None = None

    @property
    def latest(self) -> Disruption:
        """The version that counts now."""
        return self.versions[-1].disruption

    @property
    def first_seen(self) -> datetime:
        """When we first accepted it."""
        return self.versions[0].accepted_at

    @property
    def changed_at(self) -> datetime:
        """When we last accepted a change."""
        return self.versions[-1].accepted_at


class FeedRecord(Model):
    """What the last good document of a feed carried, in the feed's order, and what was set aside."""

    feed: str
    carried: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


class Times(Model):
    """The volatile side of a feed: when we asked, what came, and how to ask again conditionally.

    ``failing_since`` is the first failure after the last good answer. ``declaration`` is the digest of the
    declaration the last good answer was read under.
    """

    last_attempt: Moment | None = None
    last_good: Moment | None = None
    last_changed: Moment | None = None
    failure: str = ""
    failing_since: Moment | None = None
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    declaration: str = ""


class Record(Model):
    """Everything remembered, by feed id and by disruption id."""

    feeds: dict[str, FeedRecord] = Field(default_factory=dict)
    held: dict[str, Held] = Field(default_factory=dict)
    times: dict[str, Times] = Field(default_factory=dict)
