"""``Run``: what the page on which readers run a part themselves needs, beside the numbers of its limit.

All of it is optional: a limit of a bulletin alone can be played, with fewer choices.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from explainer.model.moments import LARGEST
from explainer.model.value import Value, Words

CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
"""A time of day on the site's clock."""

Clock = Annotated[str, Meta(pattern=rf"^(?:{CLOCK})?\Z")]
Amount = Annotated[float, Meta(ge=0, le=LARGEST)]
Length = Annotated[float, Meta(gt=0, le=1440)]
Count = Annotated[int, Meta(ge=1, le=100_000)]


class Way(StrEnum):
    """What can be done about a queue that grows."""

    NOTHING = "nothing"
    """Let it run as it is."""
    OPEN = "open"
    """Open one more place; it is open after the time that reopen says."""
    CANCEL = "cancel"
    """Cancel some, and tell them early."""
    LATER = "later"
    """Ask some to come later, when those before them are through."""


class Places(Value):
    """What serves, one beside the other: pads, bays, counters, people who answer."""

    name: Words
    """What they are called. Example: De-icing pads"""
    exist: Count
    """How many there are. Example: 6"""
    minutes: Length
    """How many minutes one of them needs for one. Example: 10"""
    reopen: Length = 60.0
    """How many minutes it takes to open one more. Example: 40"""


class Choice(Value):
    """One thing that can be decided, and who pays for it."""

    way: Way
    """What it does: nothing, open (one more place), cancel (some, told early), or later (some are asked to come
    later).
    """
    what: str = ""
    """What it is called here. Example: Ask airlines to cancel 1 in 4"""
    cost_to: str = ""
    """Who bears the cost, in plain words. Example: People on 27 flights"""
    share: Annotated[int, Meta(ge=1, le=100)] = 25
    """For cancel and later: how many of every hundred. Example: 25"""
    notice: Annotated[float, Meta(ge=0, le=1440)] = 60.0
    """For cancel and later: how many minutes after the decision it begins. Example: 55"""
    hours: Annotated[float, Meta(gt=0, le=24)] = 3.0
    """For cancel and later: for how many hours it is done. Example: 3"""


class Weighed(Value):
    """What operators also weigh, and the sum leaves out."""

    what: Words
    """What it is, in a few words. Example: Crews"""
    says: Words
    """Why it matters, in a sentence or two."""


class Run(Value):
    """What the page on which readers run this part themselves needs, beside the numbers of its limit."""

    title: str = ""
    """What the page is called. Example: You run the pads"""
    unit: Words
    """What is counted. Example: planes"""
    normal: Amount | None = None
    """How many an hour it does on a good day; without it, the capacity of the part. Example: 36"""
    demand: Amount | None = None
    """How many an hour are asked of it on a hard day; without it and reduced, the page is there only while a bulletin
    states the limit. Example: 36
    """
    reduced: Amount | None = None
    """How many an hour it does on a hard day. Example: 24"""
    hours: Annotated[float, Meta(gt=0, le=24)] = 3.0
    """For how many hours it is short. Example: 5.5"""
    starts: Clock = ""
    """When a hard day begins. Example: 16:40"""
    busy_until: Clock = ""
    """When fewer begin to ask. Example: 22:00"""
    demand_later: Amount | None = None
    """How many an hour are asked of it after that. Example: 12"""
    closes: Clock = ""
    """When nothing more is done for the day; leave it out where it never closes. Example: 00:30"""
    people: Count = 1
    """How many people one of the unit is. Example: 126"""
    late: Annotated[int, Meta(ge=1, le=1440)] = 15
    """From how many minutes on a wait counts as late. Example: 15"""
    places: Places | None = None
    """What serves, one beside the other; without it nobody can open one more."""
    choices: tuple[Choice, ...] = ()
    """What can be decided; without any, nothing, cancel and later are offered, and open where there are places."""
    weighs: tuple[Weighed, ...] = ()
    """What operators also weigh."""
