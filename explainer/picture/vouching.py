"""Who vouches for a part that no machine watches: a person who looked, for as long as they said that it holds.

That nobody wrote a bulletin vouches for nothing: a folder that is read is not a part that is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from explainer.model.learned import AHEAD
from explainer.model.watch import Look


@dataclass(frozen=True)
class Vouching:
    """The looks that were made by ``now``, by component, oldest first."""

    now: datetime
    looks: Mapping[str, tuple[Look, ...]] = field(default_factory=dict)

    def last(self, component: str) -> Look | None:
        """The last look at a component, whether or not it still holds."""
        return max(self.looks.get(component, ()), key=lambda look: look.at, default=None)

    def holding(self, component: str, trouble_at: datetime | None = None) -> Look | None:
        """The look that vouches for a component now: of those that hold the one that does so longest.

        One that is older than what was said of trouble there, at ``trouble_at``, is no answer to it.
        """
        holding = (
            look
            for look in self.looks.get(component, ())
            if self.now < look.until and (trouble_at is None or trouble_at <= look.at)
        )
        return max(holding, key=lambda look: (look.until, look.at), default=None)


def vouching(looks: Iterable[Look], now: datetime) -> Vouching:
    """Who vouches for what at ``now``; a look from a clock further ahead than clocks go is none yet."""
    found: dict[str, list[Look]] = {}
    for look in sorted(looks, key=lambda look: look.at):
        if look.at <= now + AHEAD:
            for component in look.looked_at:
                found.setdefault(component, []).append(look)
    return Vouching(now, {component: tuple(made) for component, made in found.items()})
