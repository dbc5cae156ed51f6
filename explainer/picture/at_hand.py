"""What has to stay at hand although it is over: what the pages of the present still speak of.

All else that is over may be settled (``model/settled.py``), and settling it changes no page: it is in no list of the
present, replaces nothing that stands, and is nobody's other side of a disagreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from explainer.model.sources import is_of_notes
from explainer.model.vocabulary import Ending
from explainer.picture.model import DisruptionNow, Picture, Standing
from explainer.picture.past import over_at
from explainer.picture.timeline import updates_of

NEWEST = 50
"""How many of those that ended last are listed one by one, on whatever page or file lists the most."""

NEWEST_WORDS = 20
"""How many of those that were spoken of last are told one by one."""


def at_hand(picture: Picture) -> frozenset[str]:
    """The ids of all that must not be settled: what is not over, and what of that which is over is still told.

    It is our own word, which is counted; what owes its readers something; what ended or was spoken of last; the other
    side of a disagreement; and the all-clear that still lifts an older message.
    """
    ended = picture.in_standing(Standing.ENDED)
    return frozenset(_named(picture)).union(
        (now.id for now in picture.open),
        (now.id for now in ended if now.ours or now.disruption.account.owes),
        (now.id for now in islice(sorted(ended, key=_newest_end), NEWEST)),
        (now.id for now in islice(sorted(ended, key=_last_word, reverse=True), NEWEST_WORDS)),
        (now.id for now in _lifting(picture, ended)),
    )


def _named(picture: Picture) -> Iterator[str]:
    """Every disruption that the state of a part names."""
    for here in picture.components:
        yield from here.disruptions
        yield from (voice.disruption for voice in here.conflict)


def _newest_end(now: DisruptionNow) -> tuple[float, str]:
    return -over_at(now).timestamp(), now.id


def _last_word(now: DisruptionNow) -> tuple[datetime, str]:
    """When the last of what is told of it one by one was said."""
    return max((said.at for said in updates_of(now)), default=now.written_at), now.id


def _lifting(picture: Picture, ended: Iterable[DisruptionNow]) -> Iterator[DisruptionNow]:
    """Of feeds of notes, what is over and speaks of a part of which an older message is at hand that it may lift."""
    liftable: dict[tuple[str, str], set[str]] = {}
    for now in picture.disruptions:
        source = picture.source[now.disruption.origin.feed].source
        if is_of_notes(source) and (now.standing is not Standing.ENDED or now.ended_by is Ending.REPLACED):
            for part in _parts(now):
                liftable.setdefault((source.id, part), set()).add(now.id)
    for now in ended:
        feed = now.disruption.origin.feed
        if any(liftable.get((feed, part), set()) - {now.id} for part in _parts(now)):
            yield now


def _parts(now: DisruptionNow) -> frozenset[str]:
    """Every part that it speaks of, lifted since or not."""
    return frozenset(report.component for report in now.disruption.reports)
