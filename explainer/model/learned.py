"""What the accepted versions of a disruption tell of its life.

A history may be long, so what it taught is remembered, and each further version only adds to that. What is remembered
does not grow for ever either: of what the latest version no longer says, the last few are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from explainer.model.disruption import Expected
from explainer.model.estimates import Estimate, Promising, Telling, called, followed, promises_in
from explainer.model.value import MaybeMoment, Moment, Value
from explainer.model.vocabulary import Status

AHEAD = timedelta(minutes=2)
"""How far a publisher's clock may be ahead of ours; what is said later than that cannot have been read yet."""

MOST_KEPT = 20
"""Of how many times that the latest version no longer states it is remembered what they taught."""


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


class Memory(Value):
    """What some versions of a disruption taught, as far as it is needed to judge those that follow.

    ``heard`` are the times of a last word, each with when we first accepted a version that ended with it; ``ahead`` the
    times that lay ahead of us, each with when we first read it so; ``promised`` the times of updates, each with when
    the next was first promised. In each what is remembered last comes last. ``estimates`` are all that was foreseen,
    those without an id unnamed. ``closed_at`` is when we learned that its publisher closed it, if it is closed, and
    ``last_said_open`` when that publisher last spoke of it before.
    """

    first_seen: Moment
    heard: tuple[tuple[Moment, Moment], ...] = ()
    ahead: tuple[tuple[Moment, Moment], ...] = ()
    promised: tuple[tuple[Moment, Moment], ...] = ()
    estimates: tuple[Estimate, ...] = ()
    closed_at: MaybeMoment = None
    last_said_open: MaybeMoment = None


def learned_from(versions: Sequence[Accepted], before: Memory | None = None) -> Learned:
    """The life that versions tell, oldest first, at least one; ``before`` is what those before them taught, if any."""
    latest, known = versions[-1], remembered(versions, before)
    said, stands = latest.disruption, latest.disruption.last_said_at
    still, now_said = frozenset(said.said_at), {update.at: update.next_update for update in said.updates}
    return Learned(
        first_seen=known.first_seen,
        changed_at=latest.accepted_at,
        heard_at=dict(known.heard)[stands] if stands is not None else latest.accepted_at,
        ahead=tuple(sorted((at, read) for at, read in known.ahead if at in still)),
        closed_at=known.closed_at,
        last_said_open=known.last_said_open,
        estimates=called(known.estimates),
        promised=tuple(sorted((at, due) for at, due in known.promised if at in now_said and now_said[at] != due)),
    )


def remembered(versions: Sequence[Accepted], before: Memory | None = None) -> Memory:
    """What ``versions`` taught on top of ``before``, oldest first; the same, however they are cut into pieces."""
    known = _Known(before)
    for version in versions:
        known.add(version)
    return known.memory(before.first_seen if before is not None else versions[0].accepted_at)


class _Known:
    """What is remembered while versions are read."""

    def __init__(self, before: Memory | None) -> None:
        self.heard = dict(before.heard) if before is not None else {}
        self.ahead = dict(before.ahead) if before is not None else {}
        self.promised = dict(before.promised) if before is not None else {}
        self.estimates = before.estimates if before is not None else ()
        self.closed_at = before.closed_at if before is not None else None
        self.last_said_open = before.last_said_open if before is not None else None
        self.foreseeing: list[Telling] = []

    def add(self, version: Accepted) -> None:
        """Learn what one more version tells."""
        said, at = version.disruption, version.accepted_at
        stands, is_over = said.last_said_at, said.status.over
        if stands is not None:
            self.heard[stands] = self.heard.pop(stands, at)
        for word in said.said_at:
            if word > at + AHEAD:
                self.ahead.setdefault(word, at)
        for update, due in promises_in(said.updates, None if is_over else said.next_update):
            self.promised.setdefault(update, due)
        if said.expected or self.estimates or self.foreseeing:
            self.foreseeing.append(Telling(at, said))
        self.closed_at = (self.closed_at or at) if is_over else None
        if not is_over:
            self.last_said_open = stands
        _forget(self.heard, (stands,))
        _forget(self.ahead, said.said_at)
        _forget(self.promised, (update.at for update in said.updates))

    def memory(self, first_seen: datetime) -> Memory:
        """What is remembered after the last version."""
        return Memory(
            first_seen=first_seen,
            heard=tuple(self.heard.items()),
            ahead=tuple(self.ahead.items()),
            promised=tuple(self.promised.items()),
            estimates=followed(self.foreseeing, self.estimates),
            closed_at=self.closed_at,
            last_said_open=self.last_said_open,
        )


def _forget(known: dict[datetime, datetime], still: Iterable[datetime | None]) -> None:
    """Forget the oldest of what is not said any more, where that is too much."""
    if len(known) <= MOST_KEPT:
        return
    said: Container[datetime | None] = frozenset(still)
    gone = [at for at in known if at not in said]
    for at in gone[: max(0, len(gone) - MOST_KEPT)]:
        del known[at]
