"""What each limit costs: the shortfall now, and the backlog it builds every hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from explainer.picture.model import ConstraintNow, DisruptionNow, Standing

if TYPE_CHECKING:
    from explainer.declarations.system import System
    from explainer.model.disruption import Constraint

_HOUR = timedelta(hours=1)


def constraints_now(disruptions: Iterable[DisruptionNow], system: System, now: datetime) -> tuple[ConstraintNow, ...]:
    """Every constraint of every current disruption, the largest shortfall for its size first."""
    found = [
        constraint_now(constraint, disruption, system, now)
        for disruption in disruptions
        if disruption.standing is Standing.CURRENT
        for constraint in disruption.constraints
    ]
    return tuple(sorted(found, key=lambda c: (-_share(c), c.constraint.component, c.disruption)))


def constraint_now(constraint: Constraint, disruption: DisruptionNow, system: System, now: datetime) -> ConstraintNow:
    """Shortfall is demand minus capacity now, never below zero; it is what joins the backlog each hour."""
    return ConstraintNow(
        constraint=constraint,
        disruption=disruption.id,
        by=counted_by(constraint, disruption, system),
        shortfall=max(0.0, constraint.demand - constraint.now),
        backlog_per_hour=constraint.demand - constraint.now,
        backlog_now=_backlog_now(constraint, now),
    )


def counted_by(constraint: Constraint, disruption: DisruptionNow, system: System) -> str:
    """Who counted: the party named, if it may be believed to; else in our own bulletins the owner of the part."""
    if disruption.credits(constraint.by):
        return system.party_name(constraint.by)
    owner = system.by_id.get(constraint.component)
    if not disruption.ours:
        return disruption.disruption.origin.publisher
    return system.party_name(owner.owner) if owner else ""


def _backlog_now(constraint: Constraint, now: datetime) -> float | None:
    """The counted backlog carried on at the present rate since it was counted; it cannot fall below zero."""
    if constraint.backlog is None:
        return None
    hours = max(now - constraint.at, timedelta(0)) / _HOUR
    return max(0.0, constraint.backlog.now + (constraint.demand - constraint.now) * hours)


def _share(now: ConstraintNow) -> float:
    return now.shortfall / now.constraint.demand if now.constraint.demand else 0.0
