"""Feed declarations: what a source is, how often to ask, what silence and absence mean, how to map it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from explainer.declarations import fields
from explainer.declarations.fields import Fields, Problem
from explainer.errors import FetchError
from explainer.model.derived import may_lead, our_own
from explainer.model.disruption import Model, Slug, Words, ZoneName
from explainer.model.moments import LONGEST
from explainer.model.vocabulary import Absence, EffectCode, State, Unmatched

__all__ = [
    "READ_BY_FIELDS",
    "Match",
    "May",
    "Rule",
    "Secrets",
    "Source",
    "Span",
    "may_lead",
    "our_own",
    "problems_of",
    "read_span",
    "secrets_of",
]

_SPAN = re.compile(r"^\s*(\d{1,9})\s*(s|sec|seconds?|min|minutes?|h|hours?|days?)\s*$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_TELLING = 8
"""How many characters of a secret in a row cannot be in an answer by chance."""

_NOT_TO_SET = frozenset(
    {
        *("accept-encoding", "connection", "content-length", "cookie2", "expect", "host", "if-modified-since"),
        *("if-none-match", "keep-alive", "range", "te", "trailer", "transfer-encoding", "upgrade", "user-agent"),
    }
)
"""Headers that a fetch sets itself, or that would change what an answer is."""


def read_span(value: Any) -> Any:
    """``5 min``, ``90 s``, ``2 h`` or ``1 day`` as a ``timedelta``; anything else is Pydantic's to judge."""
    if not isinstance(value, str) or value.startswith("P"):
        return value
    match = _SPAN.match(value)
    if not match:
        raise ValueError("is not a length of time; write it as “5 min”, “90 s” or “2 h”")
    return timedelta(**{_UNITS[match[2][0]]: int(match[1])})


def _bounded(span: timedelta) -> timedelta:
    if not timedelta(0) < span <= LONGEST:
        raise ValueError("is not a length of time between nothing and ten years; write it as “5 min”, “90 s” or “2 h”")
    return span


Span = Annotated[timedelta, BeforeValidator(read_span), AfterValidator(_bounded)]


READ_BY_FIELDS = ("json", "csv", "xml")
"""The formats that say nothing of themselves: there the declaration says with ``read:`` where things are."""


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


class May(Model):
    """What a feed is trusted with; what it may not do is left out, and said under the sources.

    ``set`` are the components it may give a state: without it, those that its own ``mapping`` names, and for
    our own bulletins all. ``worst`` is the worst state it may give. ``lead`` is whether one of its disruptions
    may lead the home page: without it, only our own bulletins may.
    """

    set_: tuple[Slug, ...] | None = Field(default=None, alias="set")
    worst: State = State.STOPPED
    lead: bool | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    @field_validator("worst")
    @classmethod
    def _is_no_good_news(cls, worst: State) -> State:
        if worst not in (State.STOPPED, State.SLOWED, State.WATCH):
            raise ValueError("bounds how bad a feed may say it is; write stopped, slowed or watch")
        return worst


class Source(Model):
    """A declared feed.

    ``zone`` is where its zone-less times are read, ``language`` what it is in where it names none. ``lasts`` is
    how long a message counts that states no end of its own; without it, until the feed says more. ``read`` is
    for ``json``, ``csv`` and ``xml`` only, and needed there. ``grace`` is how long what vanished still counts.
    ``private`` lets the declared host be on a private network. ``secrets`` names, by header, the environment
    variable that holds its value; the value itself is never part of a declaration. ``unmatched`` is what a current
    message that no rule matches, or that cannot be read, means for the parts that the feed watches.
    """

    id: Slug
    publisher: Words
    party: str = ""
    format: Slug
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    file: str | None = None
    every: Span = timedelta(minutes=5)
    stale_after: Span = timedelta(minutes=30)
    zone: ZoneName = "UTC"
    language: str = "und"
    absence: Absence = Absence.NOTHING
    grace: Span | None = None
    lasts: Span | None = None
    terms: str = ""
    private: bool = False
    secrets: dict[str, str] = Field(default_factory=dict)
    read: Fields | None = None
    mapping: tuple[Rule, ...] = ()
    unmatched: Unmatched = Unmatched.UNKNOWN
    may: May = Field(default_factory=May)

    @field_validator("secrets", mode="before")
    @classmethod
    def _name_headers_and_variables(cls, secrets: Any) -> Any:
        # No message repeats what stands in the place of a variable: it may be the secret itself.
        try:
            table = dict(secrets)
        except (TypeError, ValueError):
            raise ValueError("is not a table; write {Authorization: NAME_OF_AN_ENVIRONMENT_VARIABLE}") from None
        for header, variable in table.items():
            if not isinstance(header, str) or not _HEADER.fullmatch(header):
                raise ValueError("holds a name that no header can have; write one such as Authorization")
            if header.lower() in _NOT_TO_SET:
                raise ValueError(f"cannot set “{header}”, which a fetch sets itself; delete it")
            if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
                problem = f"has no environment variable for “{header}”"
                raise ValueError(f"{problem}; write its name, such as MET_TOKEN, never the secret itself")
        if len({header.lower() for header in table}) < len(table):
            raise ValueError("names a header twice; capitals make no difference, keep one of the two")
        return table

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.grace is not None and self.absence is not Absence.ENDED:
            raise ValueError("has a grace: that nothing ends; write absence: ended, or delete grace:")
        if self.url is None and (self.private or self.secrets):
            raise ValueError("reads a file, which needs neither private: nor secrets:; delete them")
        if "@" in (self.url or "").partition("//")[2].partition("/")[0] and "authorization" in map(
            str.lower, self.secrets
        ):
            raise ValueError("has credentials in url: and in secrets:; keep those in secrets:")
        return self

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


class Secrets(NamedTuple):
    """Headers with their values, to be sent to the declared origin and to be told to nobody."""

    headers: dict[str, str]

    def are_in(self, said: str) -> bool:
        """Whether a text repeats one; of “Bearer a1b2…” perhaps the second word only."""
        words = {word for value in self.headers.values() for word in value.split()}
        return any(len(word) >= _TELLING and word in said for word in words)


def secrets_of(source: Source, subject: str, environ: Mapping[str, str]) -> Secrets:
    """The values that ``secrets:`` stands for.

    Raises:
        FetchError: naming ``subject`` and the variable, never its value, when there is none that can be sent.
    """
    headers: dict[str, str] = {}
    for header, variable in source.secrets.items():
        value = environ.get(variable, "")
        needs = f"{subject} needs the environment variable {variable}"
        if not value:
            raise FetchError(f"{needs}, which is not set")
        if not _VALUE.fullmatch(value):
            raise FetchError(f"{needs}, which holds a line break or a character that cannot be sent")
        headers[header] = value
    return Secrets(headers)


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
