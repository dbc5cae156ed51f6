"""How long a page counts that nobody makes anew: from when it is, and from when on it is to be treated as old.

Every kind of page has both moments. What is over has a date, and does not grow old.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.promises import next_word

COUNTS_FOR = timedelta(minutes=30)
"""How long a page counts of which nobody promises a next word and no source says how long its answer is good."""

AT_MOST = timedelta(days=1)
"""How long a page counts at most, however far ahead its next word is."""

UNCONFIRMED = timedelta(minutes=15)
"""After how long a page says how old it is, although it still counts."""

GREY = timedelta(hours=3)
"""How long after that a page is old, but still shows what it said as if it might hold."""


class Shelf(NamedTuple):
    """From when a page is, and after when it is to be treated as old."""

    made: datetime
    old_after: datetime

    @property
    def unconfirmed_after(self) -> datetime:
        """When it begins to say how old it is."""
        return min(self.made + UNCONFIRMED, self.old_after)

    @property
    def grey_after(self) -> datetime:
        """When what it said is no more than quoted."""
        return self.old_after + GREY


def shelf_of(picture: Picture, about: DisruptionNow | None) -> Shelf:
    """Of a page about a disruption, or about everything.

    It is from the last good answer of the source it is about, or of any; where there is none, from now.
    """
    made = made_at(picture, about)
    promised = next_word(picture, about)
    if promised is None or promised.due <= made:
        return Shelf(made, made + COUNTS_FOR)
    return Shelf(made, min(promised.due, made + AT_MOST))


def made_at(picture: Picture, about: DisruptionNow | None) -> datetime:
    """The last good answer that a page rests on; where there is none, now."""
    source = picture.source.get(about.disruption.origin.feed) if about is not None else None
    checked = picture.checked_at if source is None or source.ours else source.last_good
    return checked or picture.now


def coarse(shelf: Shelf, picture: Picture) -> Shelf:
    """The same for the bar that stands on many pages: no more often another than once an hour, and never newer.

    With a promise ahead it is from when that was made; else from the last full hour, and counts until the one after
    next, so that a bar which is made anew once an hour has not yet run out.
    """
    lead = picture.disruption.get(picture.lead)
    if lead is not None and lead.promise is not None and lead.promise.due > shelf.made:
        return shelf._replace(made=min(lead.written_at, shelf.made))
    hour = shelf.made.replace(minute=0, second=0, microsecond=0)
    return Shelf(hour, hour + timedelta(hours=2))
