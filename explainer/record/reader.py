"""A record read in brief: of every disruption the latest version, and what the earlier ones told of its life.

A refresh needs no more. Long histories are passed over without being made into values.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta, Raw

from explainer.model import moments
from explainer.model.disruption import Expected, every_word, last_word
from explainer.model.history import Brief, Earlier, FeedRecord, Held, Looks, RecordInBrief, Silences, Version
from explainer.model.learned import learned_from
from explainer.model.settled import Over, SettledFeed
from explainer.model.value import MaybeMoment, Moment, Value, nearest_moments, only_believable
from explainer.model.vocabulary import Status
from explainer.record.decoding import FAULTS, AllTimes, TimesFile, body_of, refuse_another, whole
from explainer.record.files import Holds, RecordFile, gathered


class Reader:
    """Reads a record in brief, again and again: each time only the files that changed since."""

    def __init__(self) -> None:
        self._known: dict[str, _Seen] = {}

    def read(self, folder: Path) -> RecordInBrief:
        """The record in ``folder``, of every disruption what a picture needs.

        Of an earlier version it reads no more than when it was accepted, when its publisher spoke, and what was
        promised and foreseen.

        Raises:
            RecordError: as :func:`read`.
        """
        before, self._known = self._known, {}

        def look(file: RecordFile) -> Any:
            # Taken before the file is read: should it change in between, the next reading will see that.
            stat = _stat(file.path)
            seen = before.get(file.path)
            if seen is None or stat is None or seen.stat != stat:
                seen = _Seen(stat, _in_brief(file))
            self._known[file.path] = seen
            return seen.value

        return RecordInBrief(**gathered(folder, look))


class _Seen(NamedTuple):
    """What a file held when it was of this inode, size and time."""

    stat: tuple[int, int, int] | None
    value: Brief | FeedRecord | Looks | SettledFeed | Silences | TimesFile | AllTimes | None


def _stat(path: str) -> tuple[int, int, int] | None:
    try:
        stat = os.stat(path)
    except OSError:
        return None  # whoever reads it will say why
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


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


def _in_brief(file: RecordFile) -> Brief | FeedRecord | Looks | SettledFeed | Silences | TimesFile | AllTimes | None:
    body = body_of(file)
    if body is None:
        return None
    if file.holds is Holds.DISRUPTION:
        with suppress(*FAULTS):
            short = short_of(body)
            if short is not None:
                refuse_another(file, short)
                return short
    held = whole(file, body)  # which says where in the file a fault is, or reads what an earlier version wrote
    return brief_of(held) if isinstance(held, Held) else held


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
