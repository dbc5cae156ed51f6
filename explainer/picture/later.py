"""The picture as it will be when time passes and nobody says more: what was good until then is unknown.

A page that stays open, or that nobody builds anew, turns into what is said here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow, Picture, Start
from explainer.picture.sign import sign_of

MOST_TURNS = 3
"""How many moments are told apart; what would turn later does so at the last of them, too early and never too late."""


def turns(picture: Picture) -> tuple[datetime, ...]:
    """The moments at which something that is known now turns unknown, soonest first, and no more than a few."""
    ends = {here.good_until for here in picture.components if here.good_until is not None and here.state}
    return tuple(sorted(at for at in ends if at > picture.now))[:MOST_TURNS]


def later(picture: Picture, at: datetime) -> Picture:
    """What is left of a picture at ``at`` if nobody has said more."""
    last = turns(picture)[MOST_TURNS - 1 :]
    until = datetime.max.replace(tzinfo=UTC) if last and at >= last[0] else at
    components = tuple(
        outlived(here) if here.state and here.good_until and here.good_until <= until else here
        for here in picture.components
    )
    sign = sign_of(components, picture.disruptions)
    return replace(
        picture,
        now=at,
        state=sign.state,
        start=sign.start,
        lead=sign.lead.id if sign.lead else "",
        components=components,
    )


def outlived(here: ComponentNow) -> ComponentNow:
    """A part of which nobody has said more until it was no longer good."""
    basis = Basis.NOBODY_LOOKED if here.basis is Basis.VOUCHED else Basis.OUTDATED
    return replace(
        here,
        state=State.UNKNOWN,
        basis=basis,
        start=Start(since=here.good_until),
        says="",
        conflict=(),
        aged=False,
        good_until=None,
    )
