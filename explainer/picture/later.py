"""The picture as it will be when time passes and nobody says more: what was good until then is unknown.

A page that stays open, or that nobody builds anew, turns into what is said here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from explainer.model.vocabulary import State
from explainer.picture.ageing import last_known
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Picture, Start
from explainer.picture.shelf import shelf_of
from explainer.picture.sign import sign_of

MOST_TURNS = 3
"""How many moments are told apart; what would turn later does so at the last of them, too early and never too late."""


_NEVER = (None, State.UNKNOWN)
"""What turns into nothing worse: it is unknown already, or has no state."""


def turns(picture: Picture) -> tuple[datetime, ...]:
    """The moments at which something that is known now turns unknown, soonest first, and no more than a few."""
    at_last = shelf_of(picture, None).grey_after
    ends = {_end(here, at_last) for here in picture.components}
    return tuple(sorted(at for at in ends if at is not None and at > picture.now))[:MOST_TURNS]


def ends_at(picture: Picture, here: ComponentNow) -> datetime | None:
    """When what is known of a part turns unknown: at the latest when the page that tells it is too old to be news.

    None of what is unknown, and of what has no state.
    """
    return _end(here, shelf_of(picture, None).grey_after)


def _end(here: ComponentNow, at_last: datetime) -> datetime | None:
    if here.state in _NEVER:
        return None
    return at_last if here.good_until is None else min(here.good_until, at_last)


def later(picture: Picture, at: datetime) -> Picture:
    """What is left of a picture at ``at`` if nobody has said more."""
    last = turns(picture)[MOST_TURNS - 1 :]
    until = datetime.max.replace(tzinfo=UTC) if last and at >= last[0] else at
    at_last = shelf_of(picture, None).grey_after
    components = tuple(
        outlived(here, min(end, at)) if (end := _end(here, at_last)) is not None and end <= until else here
        for here in picture.components
    )
    disruptions = tuple(_read_later(now, picture, until) for now in picture.disruptions)
    sign = sign_of(components, disruptions)
    known = last_known(disruptions) if sign.lead is None else None
    return replace(
        picture,
        now=at,
        state=sign.state,
        worse=tuple(here.id for here in sign.worse),
        start=sign.start,
        lead=sign.lead.id if sign.lead else "",
        last_known=known.id if known else "",
        components=components,
        disruptions=disruptions,
    )


def _read_later(now: DisruptionNow, picture: Picture, at: datetime) -> DisruptionNow:
    """A disruption whose words may not count any more at ``at``."""
    source = picture.source.get(now.disruption.origin.feed)
    ends = now.outdated_at or (source.good_until if source is not None else None)
    return replace(now, aged=True, outdated=True) if ends is not None and ends <= at else now


def outlived(here: ComponentNow, end: datetime) -> ComponentNow:
    """A part of which nobody had said more at ``end``, when it was no longer good."""
    # A page can be too old before a look has ended; then we know no more than that.
    has_ended = here.basis is Basis.VOUCHED and here.look is not None and here.look.until <= end
    basis = Basis.NOBODY_LOOKED if has_ended else Basis.OUTDATED
    return replace(
        here,
        state=State.UNKNOWN,
        basis=basis,
        start=Start(since=end),
        says="",
        conflict=(),
        aged=False,
        good_until=None,
    )
