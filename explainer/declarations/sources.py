"""The door to feed declarations, and what is asked of one before it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator

from explainer.declarations import fields
from explainer.declarations.doors import ZoneName, door
from explainer.declarations.fields import FIELDS_DOOR, Problem
from explainer.errors import Failing, FetchError
from explainer.model.sources import Match, May, Rule, Source
from explainer.model.vocabulary import Absence, State

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


READ_BY_FIELDS = ("json", "csv", "xml")
"""The formats that say nothing of themselves: there the declaration says with ``read:`` where things are."""


def _looks_for_something(match: Match) -> Match:
    if not (match.event or match.category or match.words or match.entity):
        raise ValueError("looks for nothing; write event, category, words or entity")
    return match


def _is_a_report(state: State) -> State:
    if state is State.UNKNOWN:
        raise ValueError("cannot be mapped to unknown; write normal, watch, slowed or stopped")
    return state


def _is_no_good_news(worst: State) -> State:
    if worst not in (State.STOPPED, State.SLOWED, State.WATCH):
        raise ValueError("bounds how bad a feed may say it is; write stopped, slowed or watch")
    return worst


def _names_headers_and_variables(secrets: Any) -> Any:
    # No message repeats what stands in the place of a variable: it may be the secret itself.
    if not isinstance(secrets, dict):
        raise ValueError("is not a table; write {Authorization: NAME_OF_AN_ENVIRONMENT_VARIABLE}")  # noqa: TRY004 - told
    table = secrets
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


def _fits_together(source: Source) -> Source:
    if source.grace is not None and source.absence is not Absence.ENDED:
        raise ValueError("has a grace: that nothing ends; write absence: ended, or delete grace:")
    if source.url is None and (source.private or source.secrets):
        raise ValueError("reads a file, which needs neither private: nor secrets:; delete them")
    if "@" in (source.url or "").partition("//")[2].partition("/")[0] and "authorization" in map(
        str.lower, source.secrets
    ):
        raise ValueError("has credentials in url: and in secrets:; keep those in secrets:")
    return source


def _has_one_address(source: Source) -> Source:
    if (source.url is None) == (source.file is None):
        raise ValueError("needs one address; write either url: or file:")
    if source.counts_for < source.every and not source.is_of_bulletins:
        raise ValueError("would be stale before it is asked again; write a stale_after longer than every")
    return source


MATCH_DOOR = door(Match, _looks_for_something)
RULE_DOOR = door(Rule, within=(MATCH_DOOR,), state=Annotated[State, AfterValidator(_is_a_report)])
MAY_DOOR = door(May, worst=Annotated[State, AfterValidator(_is_no_good_news)])
SOURCE_DOOR = door(
    Source,
    _fits_together,
    _has_one_address,
    within=(RULE_DOOR, MAY_DOOR, FIELDS_DOOR),
    zone=ZoneName,
    secrets=Annotated[dict[str, str], BeforeValidator(_names_headers_and_variables)],
)


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
            raise FetchError(f"{needs}, which is not set", Failing.NOT_SET_UP)
        if not _VALUE.fullmatch(value):
            wrong = "which holds a line break or a character that cannot be sent"
            raise FetchError(f"{needs}, {wrong}", Failing.NOT_SET_UP)
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
