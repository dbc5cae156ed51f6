"""What the record says of what is settled: over, carried by no feed any more, and put away into the file of its month.

A cycle reads no more of it than these values. They are one row for each feed and month, so that what a cycle costs
does not depend on how many years the record goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from explainer.model.value import Moment, Value
from explainer.model.vocabulary import Ending, Reality

Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])\Z")]
"""A month by the site's own calendar, as ``2026-03``."""


class Over(Value):
    """How a disruption was over when it was settled, as readers were told: it is never judged anew.

    ``judged_at`` is the moment of that; whoever makes a page of it lets the clock stand there. ``month`` is the one it
    ended in. ``ended_at`` and ``ended_by`` are what the picture said of its end.
    """

    judged_at: Moment
    month: Month
    ended_at: datetime | None = None
    ended_by: Ending | None = None


class SettledMonth(Value):
    """What is settled of one feed and ended in one month.

    ``amounts`` is how many disruptions that are, by whether they were meant: a site shows of them what it shows of any
    (`picture.standing.shown`). ``digest`` is of all that is settled there, in its order: another one whenever any of it
    is. ``length`` is of the file, in bytes, as far as it is whole.
    """

    month: Month
    amounts: dict[Reality, int]
    digest: str
    length: Annotated[int, Meta(ge=0)]

    @property
    def amount(self) -> int:
        """How many disruptions there are, shown or not."""
        return sum(self.amounts.values())


class SettledFeed(Value):
    """All that is settled of one feed: a row for each month, the oldest first.

    ``unfinished`` are months that a run was at work on when it was stopped; their rows are counted anew from their
    files by whoever reads them, and put right by the next fetch.
    """

    feed: str
    months: tuple[SettledMonth, ...] = ()
    unfinished: tuple[Month, ...] = msgspec.field(default=())


Settled: TypeAlias = Mapping[str, SettledFeed]
"""All that is settled, by feed."""


def by_month(settled: Settled) -> dict[str, dict[str, SettledMonth]]:
    """The rows by month and feed, the newest month first."""
    found: dict[str, dict[str, SettledMonth]] = {}
    for feed, kept in sorted(settled.items()):
        for row in kept.months:
            found.setdefault(row.month, {})[feed] = row
    return dict(sorted(found.items(), reverse=True))
