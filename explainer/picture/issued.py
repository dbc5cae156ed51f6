"""What was issued: an update, or a feed's disruption that has none, under the one id that all outputs show or carry.

An id is ``<disruption>/<key>`` and never changes: the key is the time of the update, or ``first`` of words without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from explainer.model.moments import in_utc
from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.promises import Promise
from explainer.picture.timeline import updates_of


class Issued(NamedTuple):
    """One of them: of which disruption, when it was said, in which words, and which next word it promised."""

    now: DisruptionNow
    key: str
    at: datetime
    words: str
    promise: Promise | None
    is_newest: bool = False

    @property
    def id(self) -> str:
        """The id of the update, the same in every output and for ever."""
        return f"{self.now.id}/{self.key}"


def issued_in(picture: Picture) -> list[Issued]:
    """All that was issued of what a picture shows, but for what a bulletin gathers, which is told there."""
    return [one for now in picture.disruptions if not now.gathered_by for one in issued_of(now)]


def issued_of(now: DisruptionNow) -> list[Issued]:
    """All that was issued of one disruption, in the order in which it was written; one of them is the newest."""
    found = list(_written(now)) or [Issued(now, "first", now.written_at, "", now.promise)]
    newest = max(range(len(found)), key=lambda index: (found[index].at, index))
    found[newest] = found[newest]._replace(is_newest=True)
    return found


def newest_of(now: DisruptionNow) -> Issued:
    """The newest of all that was issued of one disruption."""
    return next(one for one in issued_of(now) if one.is_newest)


def _written(now: DisruptionNow) -> Iterator[Issued]:
    """Updates of one minute are told apart by their order."""
    before: Counter[datetime] = Counter()
    for said in updates_of(now):
        at = said.update.at
        key, same = in_utc(at), before[at]
        before[at] += 1
        yield Issued(now, f"{key}.{same}" if same else key, said.at, said.update.says, said.makes)
