"""Feed declarations: what a source is, how often to ask, what silence and absence mean, how to map it."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from explainer import fields
from explainer.disruption import EffectCode, Model, Slug, State, Words
from explainer.fields import Fields, Problem

_SPAN = re.compile(r"^\s*(\d+)\s*(s|sec|seconds?|min|minutes?|h|hours?|days?)\s*$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_span(value: Any) -> Any:
    """``5 min``, ``90 s``, ``2 h`` or ``1 day`` as a ``timedelta``; anything else is Pydantic's to judge."""
    if not isinstance(value, str) or value.startswith("P"):
        return value
    match = _SPAN.match(value)
    if not match:
        raise ValueError("is not a length of time; write it as “5 min”, “90 s” or “2 h”")
    return timedelta(**{_UNITS[match[2][0]]: int(match[1])})


Span = Annotated[timedelta, BeforeValidator(read_span), Field(gt=timedelta(0))]


class FormatName(StrEnum):
    """The formats this version reads by itself; a plugin may bring others."""

    BULLETIN = "bulletin"
    RSS = "rss"
    ATOM = "atom"
    CAP = "cap"
    ALERTSWISS = "alertswiss"
    AWS = "aws"
    CAP_ATOM = "cap-atom"
    CSTATE = "cstate"
    CSV = "csv"
    DATEX2 = "datex2"
    DIGITRAFFIC = "digitraffic"
    ECCC = "eccc"
    FAA = "faa"
    GDACS = "gdacs"
    GOOGLE_CLOUD = "google-cloud"
    GTFS_RT = "gtfs-rt"
    JSON = "json"
    MBTA = "mbta"
    MTA = "mta"
    NATIONAL_RAIL = "national-rail"
    NWS = "nws"
    OPEN511 = "open511"
    OUTAGES = "outages"
    SIRI_SX = "siri-sx"
    STATUSPAGE = "statuspage"
    TFL = "tfl"
    UPPTIME = "upptime"
    USGS = "usgs"
    WZDX = "wzdx"
    XML = "xml"


READ_BY_FIELDS = (FormatName.JSON, FormatName.CSV, FormatName.XML)
"""The formats that say nothing of themselves: there the declaration says with ``read:`` where things are."""


class Absence(StrEnum):
    """What it means that a disruption is no longer in the feed."""

    ENDED = "ended"
    NOTHING = "nothing"


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Some = Annotated[tuple[Words, ...], BeforeValidator(_as_tuple)]


class Match(Model):
    """What a rule looks for. Values of one key are alternatives; several keys must all match."""

    event: Some = ()
    category: Some = ()
    words: Some = ()
    entity: Some = ()

    @model_validator(mode="after")
    def _looks_for_something(self) -> Self:
        if not (self.event or self.category or self.words or self.entity):
            raise ValueError("looks for nothing; write event, category, words or entity")
        return self


class Rule(Model):
    """One row of a mapping: what matches pins ``component`` in ``state``, stating ``cause`` if given."""

    match: Match
    component: Slug
    state: State
    cause: Slug | None = None
    effect: EffectCode | None = None

    @field_validator("state")
    @classmethod
    def _is_a_report(cls, state: State) -> State:
        if state is State.UNKNOWN:
            raise ValueError("cannot be mapped to unknown; write normal, watch, slowed or stopped")
        return state


class Source(Model):
    """A declared feed.

    ``zone`` is where its zone-less times are read, ``language`` what it is in where it names none. ``lasts`` is
    how long a message counts that states no end of its own; without it, until the feed says more. ``read`` is
    for ``json``, ``csv`` and ``xml`` only, and needed there.
    """

    id: Slug
    publisher: Words
    party: str = ""
    format: Slug
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    file: str | None = None
    every: Span = timedelta(minutes=5)
    stale_after: Span = timedelta(minutes=30)
    zone: str = "UTC"
    language: str = "und"
    absence: Absence = Absence.NOTHING
    lasts: Span | None = None
    terms: str = ""
    read: Fields | None = None
    mapping: tuple[Rule, ...] = ()

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("is not a time zone; write a name such as Europe/Paris or UTC") from error
        return zone

    @model_validator(mode="after")
    def _has_one_address(self) -> Self:
        if (self.url is None) == (self.file is None):
            raise ValueError("needs one address; write either url: or file:")
        if self.stale_after < self.every:
            raise ValueError("would be stale before it is asked again; write a stale_after longer than every")
        return self

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which times without an offset are read."""
        return ZoneInfo(self.zone)


def problems_of(source: Source) -> tuple[Problem, ...]:
    """What in ``read:`` does not fit the format, or is missing, each at its place in the declaration."""
    named = ", ".join(READ_BY_FIELDS[:-1]) + f" and {READ_BY_FIELDS[-1]}"
    if source.read is None:
        if source.format not in READ_BY_FIELDS:
            return ()
        remedy = "add read: with at least id: and headline:, or let explainer feeds try write it"
        return (Problem(("format",), f"“{source.format}” says nothing of where things are", remedy),)
    if source.format not in READ_BY_FIELDS:
        remedy = "delete it, or correct format:"
        return (Problem(("read",), f"is for the formats {named} only", remedy),)
    found = fields.problems_of(source.read, source.format)
    return tuple(row._replace(path=("read", *row.path)) for row in found)
