"""Invitations: visits, night exercises and other days on which people see how it works."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from explainer.model.value import MaybeMoment, Moment, Slug, Value, Words, nearest_moments, only_believable

AN_HOUR = timedelta(hours=1)
"""How long a date lasts that states no end."""

WayToAsk = Annotated[str, Meta(pattern=r"^(?:https?://|mailto:)\S+\Z")]
"""An address at which somebody takes applications."""


class Invitation(StrEnum):
    """What an event says to whoever reads of it at a moment."""

    OPEN = "open"
    """Whoever wants to come can ask for a place."""
    CLOSED = "closed"
    """The time to ask for one is past."""
    OVER = "over"
    """It has been."""
    CANCELLED = "cancelled"
    """It does not take place."""


class Occasion(Value):
    """One date of an event."""

    starts: Moment
    """When it begins. Example: 2026-12-04 21:00"""
    ends: MaybeMoment = None
    """When it ends; without it, it counts as over an hour after it began. Example: 2026-12-04 23:30"""

    def __post_init__(self) -> None:
        nearest_moments(self, "starts")
        only_believable(self, "ends")

    @property
    def last(self) -> datetime:
        """The moment from which on it is over."""
        return self.ends or self.starts + AN_HOUR


class Impression(Value):
    """What somebody who came said of it."""

    who: Words
    """Who, as a role. Example: A traveller"""
    says: Words
    """What they said, in their own words."""


class Event(Value):
    """An invitation."""

    id: Slug
    """Its name in addresses. Example: snow-night"""
    title: Words
    """What it is. Example: A night on the runway with the ploughs"""
    says: str = ""
    """What one sees there, in a sentence or two."""
    where: str = ""
    """Where one comes to. Example: Gate 3 of the operations building"""
    dates: Annotated[tuple[Occasion, ...], Meta(min_length=1)]
    """Its dates."""
    places: Annotated[int, Meta(ge=1)] | None = None
    """How many can come to one date. Example: 20"""
    free: Annotated[int, Meta(ge=0)] | None = None
    """How many places are still free. Example: 6"""
    counted: MaybeMoment = None
    """When the free places were counted. Example: 2026-11-19 12:00"""
    apply: str = ""
    """How to ask for a place. Example: Write to us with your name and your year of birth."""
    apply_to: WayToAsk | None = None
    """Where to ask for one: a web address, or mailto: and an address. Example: mailto:visits@valdorme.example"""
    apply_by: MaybeMoment = None
    """Until when. Example: 2026-11-30 18:00"""
    announced: date
    """The day on which it was announced, or changed last. Example: 2026-11-02"""
    party: Slug
    """The party that invites, by its id."""
    component: Slug | None = None
    """The part that one sees at work, by its id."""
    cancelled: bool = False
    """true where it does not take place."""
    said: tuple[Impression, ...] = ()
    """What those who came said."""

    def __post_init__(self) -> None:
        only_believable(self, "counted", "apply_by")

    @property
    def first(self) -> datetime:
        """When its first date begins."""
        return min(one.starts for one in self.dates)

    @property
    def last(self) -> datetime:
        """The moment from which on all of it is over."""
        return max(one.last for one in self.dates)

    @property
    def closes(self) -> datetime:
        """The moment from which on nobody can ask for a place any more."""
        return min(self.apply_by or self.last, max(one.starts for one in self.dates))

    def at(self, now: datetime) -> Invitation:
        """What it says to whoever reads of it at ``now``."""
        if self.cancelled:
            return Invitation.CANCELLED
        if now >= self.last:
            return Invitation.OVER
        return Invitation.OPEN if now < self.closes else Invitation.CLOSED

    def turns(self, now: datetime) -> tuple[datetime, ...]:
        """The moments after ``now`` at which it says something else, soonest first."""
        return () if self.cancelled else tuple(sorted({at for at in (self.closes, self.last) if at > now}))
