"""A disruption read in brief: its latest version, and of the earlier ones no more than what they told of its life."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Raw

from explainer.model import moments
from explainer.model.disruption import Expected, every_word, last_word
from explainer.model.history import Brief, Earlier, Held, Version
from explainer.model.learned import learned_from
from explainer.model.settled import Over
from explainer.model.value import MaybeMoment, Moment, Value, nearest_moments, only_believable
from explainer.model.vocabulary import Status


class _At(Value, forbid_unknown_fields=False):
    at: MaybeMoment = None


class _Promising(_At, forbid_unknown_fields=False):
    next_update: MaybeMoment = None  # judged where it is used: there are many, and few matter


class _Account(Value, forbid_unknown_fields=False):
    next_update: MaybeMoment = None


class _Glance(Value, forbid_unknown_fields=False):
    """What of an earlier version tells of the life of its disruption; all the rest of it is passed over."""

    status: Status
    issued_at: MaybeMoment = None
    updated_at: MaybeMoment = None
    updates: tuple[_Promising, ...] = ()
    reports: tuple[_At, ...] = ()
    expected: tuple[Expected, ...] = ()
    account: _Account | None = None

    def __post_init__(self) -> None:
        only_believable(self, "issued_at", "updated_at")

    @property
    def last_said_at(self) -> datetime | None:
        """As :attr:`Disruption.last_said_at`."""
        return last_word(self)

    @property
    def said_at(self) -> Collection[datetime]:
        """As :attr:`Disruption.said_at`."""
        return every_word(self)

    @property
    def next_update(self) -> datetime | None:
        """As :attr:`Disruption.next_update`."""
        return self.account.next_update if self.account is not None else None


class _Earlier(Value, forbid_unknown_fields=False):
    accepted_at: Moment
    disruption: _Glance

    def __post_init__(self) -> None:
        nearest_moments(self, "accepted_at")


class _Versions(Value):
    note: str = msgspec.field(default="", name="_")
    id: str
    earlier: Earlier | None = None
    versions: Annotated[tuple[Raw, ...], Meta(min_length=1)]
    absent_since: MaybeMoment = None
    over: Over | None = None

    def __post_init__(self) -> None:
        only_believable(self, "absent_since")


_VERSIONS, _VERSION = msgspec.json.Decoder(_Versions), msgspec.json.Decoder(Version)
_EARLIER = msgspec.json.Decoder(_Earlier)


def brief_of(held: Held) -> Brief:
    """As much of a disruption as a picture needs."""
    return Brief(id=held.id, latest=held.latest, learned=held.learned, absent_since=held.absent_since, over=held.over)


def short_of(body: bytes) -> Brief | None:
    """What the bytes of one disruption say in brief; None where only the whole of them tells.

    Raises:
        FAULTS: they are none.
    """
    kept = _VERSIONS.decode(body)
    latest = _VERSION.decode(kept.versions[-1])
    # A time that stands for one that nobody can mean is told by reading all of them so.
    if not moments.BOUNDS.isdisjoint(latest.disruption.said_at):
        return None
    earlier = [_EARLIER.decode(one) for one in kept.versions[:-1]]
    return Brief(
        id=kept.id,
        latest=latest.disruption,
        learned=learned_from([*earlier, latest], kept.earlier.taught if kept.earlier is not None else None),
        absent_since=kept.absent_since,
        over=kept.over,
    )
