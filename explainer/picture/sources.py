"""``SourceNow``: a source at one moment, how far it can be trusted, and what of it is shown or left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from explainer.errors import Failing
from explainer.model.disruption import Rejected
from explainer.model.history import Flood, Silences
from explainer.model.sources import Source
from explainer.model.vocabulary import Doubt


class Freshness(StrEnum):
    """How far a source can be trusted now."""

    FRESH = "fresh"
    STALE = "stale"
    UNREACHABLE = "unreachable"
    NEVER_FETCHED = "never_fetched"


@dataclass(frozen=True, kw_only=True)
class SourceNow:
    """A source at ``now``. ``silent_since`` is the last good answer of a source that is not fresh.

    ``ours`` is whether it holds our own bulletins. ``left_out`` are components that its current disruptions speak
    of and it may not set, ``capped`` is how many of its reports say worse than it may. ``ahead`` is how far its clock
    is ahead of ours, if it is. ``doubt`` is why its last good answer may be cut short, if it may. ``flood`` is what of
    it was left out, because it was too much. ``notes`` are what readers should know of it as a whole, one sentence
    each. ``failure`` is for staff alone, ``failing`` is what everybody is told. ``silences`` are those
    that are over.
    """

    source: Source
    freshness: Freshness
    ours: bool = False
    last_attempt: datetime | None = None
    last_good: datetime | None = None
    last_changed: datetime | None = None
    silent_since: datetime | None = None
    failure: str = ""
    failing: Failing | None = None
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    not_shown: int = 0
    left_out: tuple[str, ...] = ()
    capped: int = 0
    ahead: timedelta | None = None
    doubt: Doubt | None = None
    flood: Flood | None = None
    silences: Silences | None = None

    @property
    def trusted(self) -> bool:
        """Whether what it last said still counts."""
        return self.freshness is Freshness.FRESH

    @property
    def good_until(self) -> datetime | None:
        """When it goes stale unless it answers again; None of one that does not count now, and of bulletins."""
        if not self.trusted or self.last_good is None or self.source.is_of_bulletins:
            return None
        return self.last_good + self.source.counts_for
