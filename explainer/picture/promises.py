"""Promises: when the next update is due, whether it came in time, and whose word a reader waits for.

Every page, ``status.json``, Atom and the terminal tell these values; none of them compares times itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from explainer.picture.model import DisruptionNow, Picture

GRACE = timedelta(minutes=5)
"""How late a promised update may come and still count as kept."""


class Keeping(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    """Its time has not come, or only just."""
    KEPT = "kept"
    """The update came in time, with the grace every promise has."""
    LATE = "late"
    """The update came, and too late."""
    OVERDUE = "overdue"
    """Its time is past, and no update has come."""


class Promise(NamedTuple):
    """An update that was promised for ``due``; when it ``came``, and why it was late, if anybody says."""

    due: datetime
    keeping: Keeping
    came: datetime | None = None
    because: str = ""

    @property
    def overdue(self) -> bool:
        """Whether readers are still waiting for it, longer than they should."""
        return self.keeping is Keeping.OVERDUE

    @property
    def kept(self) -> bool:
        """Whether it came in time."""
        return self.keeping is Keeping.KEPT

    def late_by(self, now: datetime) -> timedelta:
        """How long after its time it came, or how long it has been awaited at ``now``."""
        return (self.came or now) - self.due


class Whose(StrEnum):
    """What the next word of a page is."""

    ITS_OWN = "its own"
    """The next update of the disruption that the page is about."""
    THE_LEAD = "the lead's"
    """The next update of the bulletin that leads."""
    A_CHECK = "a check"
    """Nobody promised an update; until then every source counts, and is asked again."""


class NextWord(NamedTuple):
    """When the reader of a page is promised more, whose word it is, and whether that promise is broken."""

    due: datetime
    whose: Whose
    overdue: bool = False


def waiting(due: datetime | None, now: datetime) -> Promise | None:
    """The promise of an update that has not come; None where none was promised."""
    if due is None:
        return None
    return Promise(due, Keeping.OVERDUE if now > due + GRACE else Keeping.OPEN)


def answers_of(now: DisruptionNow) -> list[Promise | None]:
    """For each update but the newest, the promise it made, as the next one answered it; None where it made none.

    A promise is what readers saw first: a time that was changed afterwards counts for nothing.
    """
    first = dict(now.promised)
    return [
        _answered(first.get(before.at, before.next_update), now.said_at(after.at), after.late_because)
        for before, after in pairwise(now.disruption.updates)
    ]


def _answered(due: datetime | None, came: datetime, because: str) -> Promise | None:
    if due is None:
        return None
    if came - due <= GRACE:
        return Promise(due, Keeping.KEPT, came)
    return Promise(due, Keeping.LATE, came, because)


def promises_of(now: DisruptionNow) -> list[Promise]:
    """The promises of one disruption that were kept or broken, oldest first; not one whose time is still to come."""
    made = [promise for promise in answers_of(now) if promise is not None]
    return [*made, now.promise] if now.promise is not None and now.promise.overdue else made


def all_promises(disruptions: Iterable[DisruptionNow], now: datetime) -> list[Promise]:
    """What we ourselves promised in all our bulletins, as it was kept or broken, oldest first."""
    made = (promise for disruption in disruptions if disruption.ours for promise in promises_of(disruption))
    return sorted(made, key=lambda promise: (promise.due, promise.came or now, promise.because))


def next_word(picture: Picture, about: DisruptionNow | None) -> NextWord | None:
    """What a page promises its reader: the next update of what it is ``about``, or else the site's next word.

    No page speaks another one's promise: where the publisher of what it is about promises none, it is when the source
    is to be asked again.
    """
    if about is None:
        site = waiting(picture.next_word, picture.now)
        lead = picture.disruption.get(picture.lead)
        whose = Whose.THE_LEAD if lead is not None and lead.promise is not None else Whose.A_CHECK
        return NextWord(site.due, whose, site.overdue) if site is not None else None
    if (own := own_word(about)) is not None:
        return own
    source = picture.source.get(about.disruption.origin.feed)
    until = source.good_until if source is not None and not source.ours else checked_until(picture)
    return NextWord(until, Whose.A_CHECK) if until is not None else None


def own_word(about: DisruptionNow) -> NextWord | None:
    """What a disruption itself promises, and never another; None where it promises nothing."""
    promise = about.promise
    return NextWord(promise.due, Whose.ITS_OWN, promise.overdue) if promise is not None else None


def checked_until(picture: Picture) -> datetime | None:
    """Until when every answer counts; None while no source answers."""
    return min((source.good_until for source in picture.sources if source.good_until is not None), default=None)


def about_symptom(picture: Picture, symptom: str) -> DisruptionNow | None:
    """What a page about a symptom speaks for: the disruption that tells of it, worst first; None where none does."""
    pages = picture.pages.get(symptom, ())
    return next((picture.disruption[page] for page in pages if picture.disruption[page].counts), None)
