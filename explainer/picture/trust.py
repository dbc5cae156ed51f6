"""What each feed is trusted with: of which parts it may speak, how bad it may say they are, what may lead.

Trust is declared, and nothing that a feed says can widen it. What it says beyond that is left out, and named under
the sources; a part that it watches and may not speak of is then unknown, not well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from explainer.model.sources import Source, may_lead, our_own
from explainer.model.vocabulary import State


class Trust(NamedTuple):
    """What one feed may do; ``may_set`` are the components it may give a state, None for all."""

    ours: bool
    may_lead: bool
    may_set: frozenset[str] | None
    worst: State

    def covers(self, component: str) -> bool:
        """Whether the feed may say anything of a component."""
        return self.may_set is None or component in self.may_set


def trusts(sources: Iterable[Source]) -> dict[str, Trust]:
    """What each feed may do, by feed."""
    declared = tuple(sources)
    ours = our_own(declared)
    return {source.id: _trust(source, ours) for source in declared}


def _trust(source: Source, ours: frozenset[str]) -> Trust:
    own = source.id in ours
    may_set: frozenset[str] | None = frozenset(rule.component for rule in source.mapping)
    if source.may.set_ is not None:
        may_set = frozenset(source.may.set_)
    elif own:
        may_set = None
    return Trust(ours=own, may_lead=may_lead(source, ours), may_set=may_set, worst=source.may.worst)
