"""What each limit costs: the shortfall now, and the backlog it builds every hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from explainer.model.account import Constraint
from explainer.model.system import System
from explainer.picture.model import ConstraintNow, DisruptionNow, Standing
from explainer.picture.trust import Trust

_HOUR = timedelta(hours=1)


def limited(disruption: DisruptionNow, system: System, trust: Trust, now: datetime) -> DisruptionNow:
    """The disruption with the limits that its feed may state, each worked out, whether or not they still hold."""
    stated = [c for c in disruption.disruption.account.constraints if trust.covers(c.component)]
    if not stated:
        return disruption
    return replace(disruption, constraints=tuple(constraint_now(c, disruption, system, now) for c in stated))


def constraints_now(disruptions: Iterable[DisruptionNow]) -> tuple[ConstraintNow, ...]:
    """Every constraint of every current disruption that counts, the largest shortfall for its size first."""
    found = (c for now in disruptions if now.standing is Standing.CURRENT and now.counts for c in now.constraints)
    return tuple(sorted(found, key=lambda c: (-_share(c), c.constraint.component, c.disruption)))


def constraint_now(constraint: Constraint, disruption: DisruptionNow, system: System, now: datetime) -> ConstraintNow:
    """Shortfall is demand minus capacity now, never below zero; it joins the backlog, where one was counted."""
    about = disruption.disruption.account.symptom
    counted = constraint.backlog
    return ConstraintNow(
        constraint=constraint,
        disruption=disruption.id,
        by=counted_by(constraint, disruption, system),
        shortfall=max(0.0, constraint.demand - constraint.now),
        backlog_per_hour=constraint.demand - constraint.now if counted else None,
        backlog_now=backlog_at(constraint, max(now, constraint.at)),
        waiting=counted.waiting or ((about,) if about else ()) if counted else (),
    )


def counted_by(constraint: Constraint, disruption: DisruptionNow, system: System) -> str:
    """Who counted: the party named, if it may be believed to; else in our own bulletins the owner of the part."""
    if disruption.credits(constraint.by):
        return system.party_name(constraint.by)
    owner = system.by_id.get(constraint.component)
    if not disruption.ours:
        return disruption.disruption.origin.publisher
    return system.party_name(owner.owner) if owner else ""


def backlog_at(constraint: Constraint, at: datetime) -> float | None:
    """What waits at a moment, where a backlog was counted; only the counted amount is stated, the others follow.

    Before the count it grew evenly from nothing, after it it goes on at the present rate; it cannot fall below zero.
    """
    counted = constraint.backlog
    if counted is None:
        return None
    if at >= constraint.at:
        return max(0.0, counted.now + (constraint.demand - constraint.now) * ((at - constraint.at) / _HOUR))
    if at <= counted.since:
        return 0.0
    return counted.now * ((at - counted.since) / (constraint.at - counted.since))


def _share(now: ConstraintNow) -> float:
    return now.shortfall / now.constraint.demand if now.constraint.demand else 0.0
