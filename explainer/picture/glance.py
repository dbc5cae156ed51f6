"""One thing at a glance, the whole or a part: its state, as of when that was known, and until when it may be shown.

It is for what stands on the pages of others, on a screen or in a picture, and may be looked at long after it was made.
So it is never newer than what it rests on, and what nobody knows, or knew too long ago, has no other state than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.model.vocabulary import State
from explainer.picture.later import ends_at, later, turns
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Picture
from explainer.picture.promises import GRACE, NextWord, Whose, checked_until, next_word
from explainer.picture.shelf import AT_MOST, COUNTS_FOR, made_at


class Glance(NamedTuple):
    """What is told of one thing: its state, None where nobody watches it, and the moment ``at`` which that was known.

    Of what is unknown, ``at`` is since when, where ``is_since``. From ``old_after`` on nobody may take it for news; of
    what nobody watches that is never, as it tells nothing. ``made`` is when what it rests on was looked at last.
    ``is_late`` is whether the word that was promised with it has not come. ``about`` is the disruption that tells it,
    ``promised`` the next word.
    """

    state: State | None
    at: datetime | None
    is_since: bool
    made: datetime
    old_after: datetime | None
    is_late: bool = False
    about: DisruptionNow | None = None
    promised: NextWord | None = None

    @property
    def lasts(self) -> timedelta | None:
        """For how long whoever has just been given it may show it: never for less than it holds."""
        return max(self.old_after - self.made, timedelta(0)) if self.old_after is not None else None


def of_all(picture: Picture) -> Glance:
    """The whole, as its sign is."""
    lead = picture.disruption.get(picture.lead)
    promised, made = next_word(picture, None), made_at(picture, None)
    ends = next((at for at in turns(picture) if later(picture, at).state is not picture.state), None)
    since = picture.start.since if picture.state is State.UNKNOWN else None
    at = _said_at(picture, lead) if lead is not None and picture.state.off else made
    return _glance(
        picture, Glance(picture.state, since or at, since is not None, made, made, False, lead, promised), ends
    )


def of_part(picture: Picture, here: ComponentNow) -> Glance:
    """One part of it, or what customers feel."""
    pages = picture.pages.get(here.id, ())
    told = (picture.disruption[page] for page in pages) if here.is_told_off or here.is_told_unknown else iter(())
    about = next((now for now in told if now.counts), None)
    promised = next_word(picture, about) if about is not None else _checked(picture)
    made = made_at(picture, about)
    since = here.since if here.state is State.UNKNOWN else None
    glance = Glance(here.state, since or _part_at(picture, here, about), since is not None, made, made, False, about)
    return _glance(picture, glance._replace(promised=promised), ends_at(picture, here))


def _glance(picture: Picture, glance: Glance, ends: datetime | None) -> Glance:
    """With the end that a promise, or what it rests on, sets to it."""
    if glance.state is None:
        return glance._replace(at=None, old_after=None)
    promised = glance.promised
    if promised is not None and promised.overdue:
        return glance._replace(is_late=True)
    until = min(_ends(picture, glance, promised, ends))
    return glance._replace(old_after=until)


def _ends(picture: Picture, glance: Glance, promised: NextWord | None, ends: datetime | None) -> Iterator[datetime]:
    yield glance.made + (AT_MOST if promised is not None else COUNTS_FOR)
    if promised is not None:
        yield promised.due if promised.due > picture.now else promised.due + GRACE
    if ends is not None:
        yield ends


def _checked(picture: Picture) -> NextWord | None:
    """When what no disruption tells is looked at again: nobody speaks another one's promise."""
    until = checked_until(picture)
    return NextWord(until, Whose.A_CHECK) if until is not None else None


def _said_at(picture: Picture, now: DisruptionNow) -> datetime:
    """When a disruption was last known to hold: our own word when it was written, a feed's when the feed answered."""
    source = picture.source.get(now.disruption.origin.feed)
    if source is None or source.ours or source.last_good is None:
        return now.written_at
    return source.last_good


def _part_at(picture: Picture, here: ComponentNow, about: DisruptionNow | None) -> datetime:
    if about is not None:
        return _said_at(picture, about)
    if here.basis is Basis.VOUCHED and here.at is not None:
        return here.at
    watching = (picture.source[feed] for feed in here.component.watched_by if feed in picture.source)
    answered = [source.last_good for source in watching if source.trusted and source.last_good is not None]
    return min(answered, default=made_at(picture, None))
