"""What a party has to do with the operation: what it runs, whom that slows, who slows it, and its word.

All of it follows from the system and the picture. Of what is over only our own bulletins hold decisions and promises,
and those are always at hand (``picture/at_hand.py``), so that no month of what is settled need be opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.model.account import Change, Decision
from explainer.model.system import Component, System, SystemLink
from explainer.model.vocabulary import Kind
from explainer.picture.ledger import Kept, Ledger
from explainer.picture.model import ComponentNow, DisruptionNow, Picture, Standing

CUSTOMERS = ""
"""Stands for those who feel what a party's work leads to, where a party would."""


class Between(NamedTuple):
    """A party, or the customers, and the links between its work and another's."""

    party: str
    links: tuple[SystemLink, ...]


class Decided(NamedTuple):
    """A decision, and the disruption that it was taken in."""

    decision: Decision
    about: DisruptionNow


class Changing(NamedTuple):
    """A change that was promised after a disruption."""

    change: Change
    about: DisruptionNow


def runs(system: System, party: str) -> tuple[Component, ...]:
    """The parts that a party runs, from the cause to the customer."""
    return tuple(component for component in system.components if component.owner == party)


def slows(system: System, party: str) -> tuple[Between, ...]:
    """Whom the work of a party can slow: other parties, and customers where a link leads to what they feel."""
    found: dict[str, list[SystemLink]] = {}
    for link in system.links:
        target = system.by_id[link.target]
        whose = CUSTOMERS if target.kind is Kind.SYMPTOM else target.owner
        if system.by_id[link.source].owner == party and whose != party:
            found.setdefault(whose, []).append(link)
    return tuple(Between(whose, tuple(links)) for whose, links in found.items())


def slowed_by(system: System, party: str) -> tuple[Between, ...]:
    """Whose work can slow that of a party."""
    found: dict[str, list[SystemLink]] = {}
    for link in system.links:
        whose = system.by_id[link.source].owner
        if system.by_id[link.target].owner == party and whose != party:
            found.setdefault(whose, []).append(link)
    return tuple(Between(whose, tuple(links)) for whose, links in found.items())


def decisions_in_month(picture: Picture, party: str, zone: ZoneInfo) -> tuple[Decided, ...]:
    """What a party decided, or helped to decide, in the month of the picture in ``zone``; the newest first."""
    found = [
        Decided(one, now)
        for now in picture.disruptions
        for one in now.disruption.account.decisions
        if party in (one.by, *one.with_) and _month(one.at, zone) == _month(picture.now, zone)
    ]
    return tuple(sorted(found, key=lambda one: one.decision.at, reverse=True))


def promised_by(ledger: Ledger, picture: Picture, party: str) -> tuple[Kept, ...]:
    """The updates that a party promised whose time has come: of the disruptions in feeds that it publishes."""
    return tuple(one for one in ledger.promises if _is_of(picture.disruption.get(one.disruption), party))


def promising(picture: Picture, party: str) -> Iterator[DisruptionNow]:
    """What is open, is published by a party, and promises an update."""
    return (now for now in picture.open if _is_of(now, party) and now.promise is not None)


def checking(picture: Picture, party: str) -> Iterator[ComponentNow]:
    """The parts of which a party said that it is finding out how they are, and by when it will say."""
    return (
        here
        for here in picture.components
        if here.report is not None and here.report.checking_by is not None and _checks(here, party)
    )


def _checks(here: ComponentNow, party: str) -> bool:
    return here.report is not None and (here.report.by or here.component.owner) == party


def changes_of(picture: Picture, party: str) -> Iterator[Changing]:
    """What a party promised to change after what is over, the newest first."""
    for now in picture.in_standing(Standing.ENDED):
        learned = now.disruption.account.learned
        yield from (Changing(one, now) for one in (learned.changes if learned else ()) if one.by == party)


def _is_of(now: DisruptionNow | None, party: str) -> bool:
    return now is not None and now.party == party


def _month(at: datetime, zone: ZoneInfo) -> tuple[int, int]:
    local = at.astimezone(zone)
    return local.year, local.month
