"""What the operator sets for the whole site in ``mkdocs.yml``, under the ``explainer`` plugin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, Field, field_validator

from explainer.language.marks import N_
from explainer.model.derived import SettingsTraits
from explainer.model.disruption import Model, Words
from explainer.model.moments import believable, unbelievable


class Contact(Model):
    """Whom to call when the page is old or the reader has no connection."""

    name: str = ""
    phone: str = ""
    hours: str = N_("at any hour")


class Exercise(Model):
    """A drill: the same machinery with a frozen clock, marked on every page and in every output."""

    now: AwareDatetime
    says: Words = N_("Practice only. Nothing here is real.")
    note: str = ""

    @field_validator("now")
    @classmethod
    def _is_believable(cls, now: datetime) -> datetime:
        if not believable(now):
            raise ValueError(unbelievable(now.date()))
        return now


class Settings(SettingsTraits, Model):
    """The operator's choices.

    ``zone`` is the zone in which every page shows its times; ``keep`` is how many earlier versions of the site
    are kept for a rollback.
    """

    site_name: Words
    site_url: str = ""
    language: str = "en"
    zone: str = "UTC"
    contact: Contact = Field(default_factory=Contact)
    exercise: Exercise | None = None
    keep: int = Field(default=3, ge=1)

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("is not a time zone; write a name such as Europe/Paris or UTC") from error
        return zone
