"""What the operator sets for the whole site in ``mkdocs.yml``, under the ``explainer`` plugin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from explainer.model.drill import Run
from explainer.model.value import Moment, Value, Words
from explainer.model.vocabulary import Engine


class Contact(Value):
    """Whom to call when the page is old or the reader has no connection."""

    name: str = ""
    phone: str = ""
    hours: str = "at any hour"


class Exercise(Value):
    """A drill: the same machinery with a frozen clock, marked on every page and in every output."""

    now: Moment
    says: Words = "Practice only. Nothing here is real."
    note: str = ""


class Settings(Value):
    """The operator's choices.

    ``zone`` is the zone in which every page shows its times; ``keep`` is how many earlier versions of the site
    are kept for a rollback. ``drill`` is the run of a drill that the whole site is, which makes it an exercise; only
    ``explainer drill`` writes it. ``second_reader_within`` is how long the last word of a bulletin may stand before its
    page says that no second person has read it. ``looked_by`` is the party that signs a look where none is named.
    ``engine`` is the generator that builds the pages; None is MkDocs, or ProperDocs where that alone is installed.
    """

    site_name: Words
    site_url: str = ""
    language: str = "en"
    zone: str = "UTC"
    contact: Contact = Contact()
    exercise: Exercise | None = None
    drill: Run | None = None
    keep: Annotated[int, Meta(ge=1)] = 3
    second_reader_within: timedelta = timedelta(minutes=10)
    looked_by: str = ""
    engine: Engine | None = None

    def clock(self, wall: datetime) -> datetime:
        """The moment that the site speaks of when the clock on the wall shows ``wall``: an exercise has its own."""
        if self.drill is not None:
            return self.drill.clock(wall).astimezone(self.tz)
        return self.exercise.now if self.exercise is not None else wall

    @property
    def is_frozen(self) -> bool:
        """Whether its clock is another than the reader's, so that no browser may compare the two."""
        return self.exercise is not None and not (self.drill is not None and self.drill.is_live)

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.zone)
