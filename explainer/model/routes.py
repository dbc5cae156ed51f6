"""Where staff send whom they cannot help themselves: a desk or a phone that solves the problem, and when it is open.

A route names a place, never another route, so that nobody is sent in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from explainer.model.value import SEVERAL, Slug, Value, Words

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""The days of a week, as hours name them."""

ALWAYS = "24/7"
"""What stands for every hour of the week."""

DAY = 24 * 60
WEEK = len(DAYS) * DAY
"""How many minutes a day and a week have by the clock."""

_DAY = f"(?:{'|'.join(DAYS)})"
_SPAN = r"(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)"
_RULE = rf"(?:{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)* )?{_SPAN}(?:,{_SPAN})*"

Hours = Annotated[str, Meta(pattern=rf"^(?:24/7|{_RULE}(?:; ?{_RULE})*)\Z")]
"""The hours at which something is open: ``24/7``, or ``Mo-Fr 06:00-22:00; Sa,Su 08:00-12:00``. They add up."""

Span = tuple[int, int]
"""From one minute of the week to another."""


class Route(Value):
    """One problem, what staff can do about it themselves, and who solves it."""

    id: Slug
    """Its name. Example: bag"""
    symptom: Annotated[tuple[Slug, ...], SEVERAL] = ()
    """The symptoms that it is about, by their ids in content/system.yml. Example: bags"""
    problem: str = ""
    """The problem in a few words; without it, those of its symptoms. Example: My bag is not here"""
    steps: Annotated[tuple[Words, ...], Meta(max_length=2)] = ()
    """What anybody at work can do about it first, in at most two steps. Example: Ask for the number on the bag tag."""
    desk: str = ""
    """The desk that solves it, and where it is. Example: Baggage desk, belt 3"""
    hours: Hours
    """When somebody is there, by the clock of the site: 24/7, or days and hours. Example: Mo-Fr 06:00-22:00; Sa,Su
    08:00-20:00
    """
    phone: str = ""
    """The number at which it is solved. Example: 4430"""
    solves: Words
    """What is solved there. Example: Finds the bag, or takes the report and gives a number"""

    @property
    def open_minutes(self) -> list[Span]:
        """When it is open, as spans of minutes of the week, in their order and none touching another."""
        return joined(spans_of(self.hours))

    def is_open(self, local: datetime) -> bool:
        """Whether somebody is there at a moment by the clock of the site."""
        minute = local.weekday() * DAY + local.hour * 60 + local.minute
        return any(begins <= minute < ends for begins, ends in self.open_minutes)


def spans_of(hours: str) -> Iterator[Span]:
    """Every span of the week that hours name, none beyond its end."""
    if hours == ALWAYS:
        yield 0, WEEK
        return
    for rule in hours.split(";"):
        named, _, clocks = rule.strip().rpartition(" ")
        for clock in clocks.split(","):
            begins, ends = (_minutes(part) for part in clock.split("-"))
            for day in _days(named):
                first = day * DAY + begins
                last = day * DAY + ends + (DAY if ends <= begins else 0)
                yield first, min(last, WEEK)
                if last > WEEK:
                    yield 0, last - WEEK


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same minutes in as few spans as there can be, in their order."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def gaps(routes: Iterable[Route]) -> list[Span]:
    """The spans of a week in which none of the routes is open; one over the end of the week is one."""
    found: list[Span] = []
    at = 0
    for begins, ends in joined(span for route in routes for span in spans_of(route.hours)):
        if begins > at:
            found.append((at, begins))
        at = max(at, ends)
    if at < WEEK:
        found.append((at, WEEK))
    if len(found) > 1 and found[0][0] == 0 and found[-1][1] == WEEK:
        found = [*found[1:-1], (found[-1][0], found[0][1])]
    return found


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _days(named: str) -> list[int]:
    """The days that a rule names; every day where it names none."""
    found = set()
    for part in filter(None, named.split(",")):
        first, _, last = part.partition("-")
        begins, ends = DAYS.index(first), DAYS.index(last or first)
        found |= {day % len(DAYS) for day in range(begins, (ends if ends >= begins else ends + len(DAYS)) + 1)}
    return sorted(found) or list(range(len(DAYS)))
