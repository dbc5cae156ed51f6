"""What staff may offer without asking, in sets that a bulletin switches on: who, what, up to how much, to whom.

Nothing in it is secret: staff and customers read the same words.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from explainer.model.value import Slug, Value, Words


class Offer(Value):
    """One thing that somebody at work may give without asking."""

    what: Words
    """What may be offered. Example: Meal voucher"""
    up_to: str = ""
    """Up to how much. Example: €15"""
    when: Words
    """To whom, and when. Example: From 2 hours late, or cancelled"""
    who: Words
    """Who may offer it, as a role and never as a name. Example: Airline desk"""
    without_asking: str = ""
    """Whom they need not ask. Example: The airline’s duty manager"""
    beyond: str = ""
    """Who decides on more than that. Example: Airline duty manager, 4410"""
    party: Slug
    """Who gives it and pays, by its id in content/system.yml. Example: airlines"""


class Permissions(Value):
    """A set of offers, in force while a bulletin that names it is open."""

    id: Slug
    """Its name in bulletins. Example: long-wait"""
    offers: Annotated[tuple[Offer, ...], Meta(min_length=1)]
    """What may be offered, what helps most people first."""
    no_promises: tuple[Words, ...] = ()
    """What nobody may promise meanwhile, in a sentence each. Example: A time for one flight. Airlines set it."""
