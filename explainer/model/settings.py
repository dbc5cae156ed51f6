"""What the operator sets for the whole site in ``mkdocs.yml``, under the ``explainer`` plugin."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from explainer.model.value import Moment, Value, Words


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
    are kept for a rollback. ``second_reader_within`` is how long the last word of a bulletin may stand before its page
    says that no second person has read it.
    """

    site_name: Words
    site_url: str = ""
    language: str = "en"
    zone: str = "UTC"
    contact: Contact = Contact()
    exercise: Exercise | None = None
    keep: Annotated[int, Meta(ge=1)] = 3
    second_reader_within: timedelta = timedelta(minutes=10)

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.zone)
