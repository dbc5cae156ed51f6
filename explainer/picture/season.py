"""What staff wrote before the season, and what feeds forecast now: which threshold a warning reaches, and when.

A threshold is reached by what a message states, never by what it leaves out: a severity that nobody gives is none, and
an amount that stands in running text, or goes “up to” something, is not at least anything. It changes no state of any
part: what is forecast has not happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from explainer.model.disruption import Disruption
from explainer.model.matching import applies, searched
from explainer.model.names import folded
from explainer.model.season import Expect, Forecast, Measured, Threshold
from explainer.model.system import Capacity, System
from explainer.model.vocabulary import Severity
from explainer.picture.model import DisruptionNow, Picture, Standing

_AT_LEAST = (Severity.MINOR, Severity.MODERATE, Severity.SEVERE, Severity.EXTREME)
"""CAP's severities that say how bad something is, the least first."""

PARAMETER = "parameter "
"""Begins the names under which formats keep what a message measures (``Disruption.extra``)."""

_AMOUNT = re.compile(r"(?P<low>\d+(?:[.,]\d+)?)(?:\s*(?:-|–|to)\s*\d+(?:[.,]\d+)?)?\s*(?P<unit>\D*)", re.IGNORECASE)

NIGHT, MORNING, AFTERNOON, EVENING = 22, 5, 12, 17
"""The hours at which the parts of a day begin."""


class Foretold(NamedTuple):
    """A threshold that a warning reaches: the disruption, when it begins, and whether its source is silent."""

    threshold: Threshold
    about: str
    begins: datetime
    doubted: bool = False


class PartOfDay(StrEnum):
    """When on a day something begins."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Coming(NamedTuple):
    """A moment ahead as people say it: so many ``days`` ahead, in which part of that day."""

    days: int
    part: PartOfDay


def foretold(season: Iterable[Threshold], picture: Picture) -> tuple[Foretold, ...]:
    """The thresholds that are reached by what lies ahead, soonest first, each once.

    Of the thresholds that one message reaches the first in the file counts: staff write the worst first.
    """
    season = tuple(season)
    found: dict[str, Foretold] = {}
    for now in picture.in_standing(Standing.UPCOMING) if season else ():
        reached = next(_reached(season, now, picture.now), None)
        if reached is not None:
            found.setdefault(reached.threshold.id, reached)
    return tuple(sorted(found.values(), key=lambda one: one.begins))


def _reached(season: Iterable[Threshold], now: DisruptionNow, moment: datetime) -> Iterator[Foretold]:
    begins = now.starts_at
    if begins is None:
        return
    for threshold in season:
        if begins - moment <= threshold.within and reaches(now.disruption, threshold.forecast):
            yield Foretold(threshold, now.gathered_by or now.id, begins, doubted=not now.trusted)


def reaches(disruption: Disruption, forecast: Forecast) -> bool:
    """Whether a message states all that a threshold asks for."""
    return (
        (not forecast.feed or disruption.origin.feed in forecast.feed)
        and applies(forecast.match, disruption, searched(disruption) if forecast.match.words else "")
        and (forecast.severity is None or is_as_severe(disruption.severity, forecast.severity))
        and (forecast.measured is None or _measures(disruption, forecast.measured))
    )


def is_as_severe(stated: Severity, least: Severity) -> bool:
    """Whether a stated severity is at least another; an unknown one is none."""
    return stated in _AT_LEAST and least in _AT_LEAST and _AT_LEAST.index(least) <= _AT_LEAST.index(stated)


def _measures(disruption: Disruption, wanted: Measured) -> bool:
    name = folded(wanted.parameter)
    stated = (says for key, says in disruption.extra.items() if folded(key.removeprefix(PARAMETER)) == name)
    return any(is_at_least(says, wanted) for says in stated)


def is_at_least(says: str, wanted: Measured) -> bool:
    """Whether a parameter states at least an amount: a number, or a range by its lower end, in the same unit."""
    found = _AMOUNT.fullmatch(says.strip())
    if found is None or folded(found["unit"]) != folded(wanted.unit):
        return False
    return wanted.at_least <= float(found["low"].replace(",", "."))


def normal_of(system: System, expect: Expect) -> Capacity | None:
    """What a part does on a good day: as ``system.yml`` declares it, else as the threshold says; None if neither does.

    A part is declared once, so what the system says counts.
    """
    part = system.by_id.get(expect.component)
    if part is not None and part.capacity is not None:
        return part.capacity
    if expect.normal is None or not expect.unit:
        return None
    return Capacity(normal=expect.normal, unit=expect.unit)


def expected_of(found: Iterable[Foretold], component: str) -> Foretold | None:
    """The first of what is foretold that is likely to slow a part."""
    return next((one for one in found if component in one.threshold.parts), None)


def part_of_day(begins: datetime, now: datetime) -> Coming:
    """How many days ahead, and in which part of the day, something begins; both moments are in the reader's zone.

    The hours after midnight are of the night before: at 02:00 on Sunday is “Saturday night”.
    """
    days = (begins.date() - now.date()).days
    if begins.hour < MORNING:
        return Coming(max(days - 1, 0), PartOfDay.NIGHT)
    if begins.hour < AFTERNOON:
        return Coming(days, PartOfDay.MORNING)
    if begins.hour < EVENING:
        return Coming(days, PartOfDay.AFTERNOON)
    return Coming(days, PartOfDay.EVENING if begins.hour < NIGHT else PartOfDay.NIGHT)
