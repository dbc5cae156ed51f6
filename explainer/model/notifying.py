"""Who is told of an update, and what became of telling them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from explainer.model.value import Moment, Slug, Value
from explainer.model.vocabulary import Audience, Fit, Severity, Step

VARIABLE = r"[A-Za-z_][A-Za-z0-9_]*"
"""The name of a variable of the environment."""


class Addressee(Value):
    """Somebody who is told of each update: an address, and what it wants to hear of.

    The address is a secret, so it stands in the environment, and here is the name of the variable that holds it.
    """

    name: Slug
    """What it is called in logs and in the record; under another name it is another one. Example: press-desk"""
    to: Annotated[str, Meta(pattern=rf"^{VARIABLE}\Z")]
    """The variable of the environment that holds its address, as apprise writes addresses. Example: NOTIFY_PRESS"""
    parts: tuple[Slug, ...] = ()
    """The parts it wants to hear of, by their ids in content/system.yml; without them, all. Example: security"""
    at_least: Severity | None = None
    """The severity from which on it is told; without it, all. Example: severe"""
    language: str = ""
    """One of the site’s languages; without it the first. Example: fr"""
    text: Fit = Fit.FITTING
    """Which text it gets. Example: sms"""
    for_: Audience = msgspec.field(default=Audience.EVERYBODY, name="for")
    """Whether it is told what is real, or what is practised. Example: exercises"""
    feeds: bool = False
    """Whether it is told too of what others’ feeds say, not only of your own bulletins."""


class Mark(Value):
    """A line of the outbox: that something of telling people was about to be done, or was done, at a moment.

    ``to`` counts the addressees behind one address, from nought. ``exercise`` is whether it was practice, which says
    nothing of what is real. ``updates`` are those of which a step speaks that concerns many.
    """

    at: Moment
    step: Step
    addressee: str = ""
    update: str = ""
    to: int = 0
    exercise: bool = False
    why: str = ""
    updates: tuple[str, ...] = ()
