"""What staff expect of the weather, and of all else that is forecast, before it comes: written before the season.

A threshold is a sentence of the operation, not of the forecast: “with 3 cm of snow an hour we treat 24 planes, not 36”.
Whether it is reached is for the message to say; nothing here is guessed from a message that does not state it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from explainer.model.account import Ask
from explainer.model.sources import Match
from explainer.model.value import SEVERAL, Amounting, Slug, Value, Words
from explainer.model.vocabulary import Severity

USUALLY_WITHIN = timedelta(days=3)
"""How far ahead a forecast is told where a threshold does not say."""

Slugs = Annotated[tuple[Slug, ...], SEVERAL]


class Measured(Value):
    """An amount that the message itself must state, in a parameter of its own."""

    parameter: Words
    """The parameter, as the feed names it. Example: snowfallRate"""
    at_least: Amounting
    """The amount from which on the threshold is reached; of a range that the message states, its lower end must reach
    it. Example: 3
    """
    unit: str = ""
    """The unit, as the feed writes it behind the number; none where it writes none. Example: cm/h"""


class Forecast(Value):
    """What must be forecast: every key that is there must hold, and nothing that a message does not state does."""

    feed: Slugs = ()
    """The feeds that may forecast it, by the names of their files without .yml; without any, every feed."""
    match: Match = Match()
    """What to look for in the message, as in the mapping of a feed."""
    severity: Severity | None = None
    """How severe the message must say it is, at least. Example: severe"""
    measured: Measured | None = None
    """An amount that the message must state, at least."""


class Expect(Value):
    """What a part can do when it comes, against what it does on a good day."""

    component: Slug
    """The part, by its id in content/system.yml. Example: deicing"""
    now: Amounting
    """How much we expect of it then. Example: 24"""
    normal: Amounting | None = None
    """How much on a good day, where content/system.yml declares no capacity for it. Example: 36"""
    unit: str = ""
    """Of what, where content/system.yml declares no capacity for it. Example: planes an hour"""


class Preparation(Value):
    """What we decide before it comes, who decides it, and who pays."""

    what: Words
    """What we do, in one sentence that is true every time. Example: One convoy more is called in."""
    when: str = ""
    """How long before, in words. Example: Six hours before"""
    by: Slug
    """The party that decides, by its id."""
    cost_to: Words
    """Who bears the cost, in plain words. Example: The airport company: 40 drivers on a night off"""


class Threshold(Value):
    """One thing that may be forecast, what we then expect, and how everybody can prepare."""

    id: Slug
    """Its name, for addresses and machines. Example: heavy-snow"""
    name: Words
    """What is forecast, for readers, in a few words. Example: Snow, 3 cm an hour or more"""
    forecast: Forecast
    """What a message must say for it to be told."""
    within: timedelta = USUALLY_WITHIN
    """How far ahead it is told. Example: 48 h"""
    parts: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    """The parts that it is likely to slow, in the order in which it does, by their ids."""
    says: str = ""
    """What it will be like for customers, in one sentence. Example: Most flights leave an hour late."""
    expect: tuple[Expect, ...] = ()
    """What we expect of them, in numbers."""
    asks: tuple[Ask, ...] = ()
    """What customers can do before it comes."""
    decisions: tuple[Preparation, ...] = ()
    """What we do before it comes."""
    basis: Words
    """What all this rests on. Example: Nine such evenings in the last three winters"""
    by: Slug
    """The party that says so, by its id. Example: operations-centre"""
