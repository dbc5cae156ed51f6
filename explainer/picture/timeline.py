"""What is known to have happened to one disruption, newest first: the rows of its log, and the entries of Atom.

A publisher that writes updates is told in its own words. Of one that writes none, only what its times and our
readings show can be told: when it was issued, seen, changed and over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from explainer.model.disruption import Update
from explainer.model.vocabulary import Ending
from explainer.picture.figures import Moved, moved_in
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.promises import Promise, answers_of


class Event(StrEnum):
    """What kind of row it is."""

    UPDATE = "update"
    OVERDUE = "overdue"
    FIRST_SEEN = "first_seen"
    ISSUED = "issued"
    CHANGED = "changed"
    """Its publisher dates a change."""
    SEEN_CHANGED = "seen_changed"
    """We read other words than before."""
    ENDED = "ended"


class Said(NamedTuple):
    """One update: the promise that it ``answers``, the one that it ``makes``, and of the first how late it came.

    ``after_notice`` is how long after somebody noticed the disruption the first word of it was published. ``moved`` are
    the figures that it finds changed and does not tell of itself.
    """

    at: datetime
    update: Update
    answers: Promise | None
    makes: Promise | None
    is_first: bool = False
    after_notice: timedelta | None = None
    moved: tuple[Moved, ...] = ()


class Row(NamedTuple):
    """One row: when, and what. An update says what was ``said``, an end what we know it from."""

    at: datetime
    event: Event
    said: Said | None = None
    broken: Promise | None = None
    ended_by: Ending | None = None


def timeline(now: DisruptionNow, moment: datetime) -> list[Row]:
    """The rows of one disruption at ``moment``, newest first."""
    rows = [Row(said.at, Event.UPDATE, said) for said in updates_of(now)] or _seen(now)
    if now.promise is not None and now.promise.overdue:
        rows.append(Row(moment, Event.OVERDUE, broken=now.promise))
    return rows[::-1]


def updates_of(now: DisruptionNow) -> list[Said]:
    """What its publisher wrote, oldest first. Only the newest update makes a promise that is still open."""
    updates = now.disruption.updates
    makes = [*answers_of(now), now.promise]
    rows = zip(updates, [None, *makes], makes, moved_in(updates), strict=False)
    said = [Said(now.said_at(update.at), update, answers, made, moved=moved) for update, answers, made, moved in rows]
    return [said[0]._replace(is_first=True, after_notice=_after_notice(now, updates[0])), *said[1:]] if said else []


def _after_notice(now: DisruptionNow, update: Update) -> timedelta | None:
    noticed = now.disruption.account.detected_at
    return update.at - noticed if noticed is not None and noticed <= update.at else None


def _seen(now: DisruptionNow) -> list[Row]:
    """What can honestly be told of a publisher that writes no updates, oldest first."""
    d = now.disruption
    rows = [Row(now.first_seen, Event.FIRST_SEEN)]
    if d.issued_at is not None:
        rows.append(Row(now.said_at(d.issued_at), Event.ISSUED))
    if d.updated_at is not None and d.updated_at != d.issued_at:
        rows.append(Row(now.said_at(d.updated_at), Event.CHANGED))
    if now.changed_at != now.first_seen:
        rows.append(Row(now.changed_at, Event.SEEN_CHANGED))
    if now.standing is Standing.ENDED and now.ended_at is not None:
        rows.append(Row(now.ended_at, Event.ENDED, ended_by=now.ended_by or Ending.STATED))
    return sorted(rows, key=lambda row: row.at)
