"""``Look``: that a person looked at parts, found them as usual, and vouches for it for a stated time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from explainer.model.value import Moment, Slug, Value, nearest_moments

LONGEST = timedelta(hours=24)
"""For how long one look can vouch: a day and a night, so that every part is looked at again."""


class Look(Value):
    """One entry of a watch: somebody vouches from a moment on, for a stated time."""

    by: Slug
    """The party that looked, by its id: a role, never a person."""
    at: Moment
    """When; not ahead of the clock. Example: 2026-11-20 18:05"""
    good_for: timedelta
    """For how long it vouches, 24 h at most. Example: 8 h"""
    looked_at: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    """The parts that were found to work as usual, by their ids. What does not belongs into a bulletin."""
    note: str = ""
    """One sentence for readers. Example: All lanes at security are open."""

    def __post_init__(self) -> None:
        nearest_moments(self, "at")

    @property
    def until(self) -> datetime:
        """The moment at which it vouches for nothing any more."""
        return self.at + self.good_for
