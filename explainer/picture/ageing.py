"""How the words of a bulletin grow old: by the promise that they make, not by when the folder was last looked at.

An update renews all that its bulletin states: what is left standing is said again. From then on there are two limits.
After the promised word, with the grace that every promise has, what the bulletin states is *aged*: it still counts, and
is told as of when it was said. After the second limit it is *outdated*: it counts no more, and is told as the last that
was said. What is over does not age, and neither does what a feed says: a feed is asked again and answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.model.sources import Source
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Picture, Standing
from explainer.picture.promises import GRACE

UNPROMISED = timedelta(hours=2)
"""How long words count that promise no more and state no end: the longest promise that needs no reason."""


class Limits(NamedTuple):
    """From ``aged_at`` on words are told as of when they were said; from ``outdated_at`` on, never before, not at all.

    ``said_at`` is when they were said.
    """

    said_at: datetime
    aged_at: datetime
    outdated_at: datetime

    def aged(self, now: datetime) -> bool:
        """Whether they are older than they promised to become."""
        return now > self.aged_at or self.outdated(now)

    def outdated(self, now: datetime) -> bool:
        """Whether nothing may rest on them any more."""
        return now >= self.outdated_at


def limits_of(now: DisruptionNow, source: Source) -> Limits | None:
    """The two limits of a bulletin that is not over; None of everything else.

    The second one is what the declaration of the bulletins says (``stale_after``), counted from the last word; where it
    says nothing, twice what was promised. It never comes before the promise is broken. A plan counts from when it
    starts, and one that promises no word until the end that it states.
    """
    if not now.disruption.is_bulletin or now.standing is Standing.ENDED:
        return None
    aged_at = _aged_at(now)
    return Limits(now.written_at, aged_at, max(aged_at, _last_hour(now, source)))


def _counts_from(now: DisruptionNow) -> datetime:
    return max(now.written_at, now.disruption.started_at or now.written_at)


def _aged_at(now: DisruptionNow) -> datetime:
    if now.promise is not None:
        return now.promise.due + GRACE
    return now.disruption.ended_at or _counts_from(now) + UNPROMISED


def _last_hour(now: DisruptionNow, source: Source) -> datetime:
    if source.stale_after is not None:
        return _counts_from(now) + source.stale_after
    if now.promise is not None:
        return now.promise.due + (now.promise.due - now.written_at)
    return _aged_at(now) + UNPROMISED


def aged(now: DisruptionNow, source: Source, moment: datetime) -> DisruptionNow:
    """A disruption with the age of its words at ``moment``."""
    limits = limits_of(now, source)
    if limits is None:
        return now
    return replace(
        now,
        aged=limits.aged(moment),
        outdated=limits.outdated(moment),
        aged_at=limits.aged_at,
        outdated_at=limits.outdated_at,
    )


def last_known(disruptions: Iterable[DisruptionNow]) -> DisruptionNow | None:
    """Of those that led while their words counted, the one to quote: what was last known, in the picture's order."""
    led = (d for d in disruptions if d.standing is Standing.CURRENT and d.may_lead and not d.gathered_by)
    return next((d for d in led if not d.counts), None)


def own_time(now: DisruptionNow, stated: datetime | None) -> datetime | None:
    """The time of a single statement of a disruption, where it is older than the word that it stands in."""
    return now.said_at(stated) if stated is not None and now.written_at - stated > GRACE else None


def as_of(picture: Picture, here: ComponentNow) -> datetime | None:
    """The time to tell with what a bulletin reports of a part: where that is aged, or older than what leads."""
    if here.basis is not Basis.REPORTED or here.at is None or not _is_of_a_bulletin(picture, here):
        return None
    told = picture.written_at
    return here.at if here.aged or (told is not None and told - here.at > GRACE) else None


def _is_of_a_bulletin(picture: Picture, here: ComponentNow) -> bool:
    said = last_said(picture, here)
    return said is not None and said.disruption.is_bulletin


def last_said(picture: Picture, here: ComponentNow) -> DisruptionNow | None:
    """The disruption whose report of a part is told, or quoted where it counts no more."""
    return picture.disruption.get(here.disruptions[0]) if here.report is not None and here.disruptions else None
