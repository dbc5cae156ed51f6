"""What was mistyped in a text that is no YAML: the slips of :mod:`slips`, each believed once mending it helps."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from explainer.declarations.slips import IN_QUOTES, Slip, lines_of, slips
from explainer.errors import Finding


class Stop(NamedTuple):
    """Where the reading of a text ended, counted from 0, and what the library says of it."""

    line: int
    column: int
    said: str


StopIn = Callable[[str], Stop | None]
"""Reads a text, and says where the reading ended; None where it is YAML."""

_MOST_SLIPS = 10
_LONGEST_TRIED = 20_000
"""Characters. A longer text is not read again and again to find what was meant."""

_ALL_OF_IT = (math.inf, 0)


def mistyped(text: str, stop: Stop, stop_in: StopIn, file: str, first_line: int) -> list[Finding]:
    """What was mistyped in a text whose reading ends at ``stop``: every slip that, mended, lets it go on."""
    found: list[Finding] = []
    lines = lines_of(text)
    while len(found) < _MOST_SLIPS and len(text) <= _LONGEST_TRIED:
        slip, after = _likeliest(lines, stop, stop_in)
        if slip is None:
            break
        found.append(Finding(file, slip.line + first_line, slip.column + 1, "", slip.problem, slip.remedy))
        lines = _with(lines, slip)
        if after is None:
            return found
        stop = after
    return [*found, unexplained(stop, file, first_line)]


def _likeliest(lines: list[str], before: Stop, stop_in: StopIn) -> tuple[Slip | None, Stop | None]:
    """The slip that lets the reading go furthest, and what stops it then."""
    best: Slip | None = None
    best_stop: Stop | None = None
    best_reached: tuple[float, int] = before[:2]
    for slip in slips(lines, before.line):
        stop = stop_in("\n".join(_with(lines, slip)))
        reached = stop[:2] if stop else _ALL_OF_IT
        if reached > best_reached:
            best, best_stop, best_reached = slip, stop, reached
    return best, best_stop


def _with(lines: list[str], slip: Slip) -> list[str]:
    return [slip.meant.get(number, line) for number, line in enumerate(lines)]


def unexplained(stop: Stop, file: str, first_line: int) -> Finding:
    """What is wrong where no slip explains it."""
    said, remedy = _in_plain_words(stop.said)
    return Finding(file, stop.line + first_line, stop.column + 1, "", said, remedy)


_AROUND = "check the spaces at the start of this line and the one above"
_PLAIN = (
    ("mapping values are not allowed", "has a second colon", IN_QUOTES),
    (
        "expected ',' or",
        "breaks off inside brackets",
        "close the bracket, or put the text before this place in double quotes",
    ),
    ("found character '\\t'", "is indented with a tab", "use spaces"),
    ("cannot start any token", "begins with a sign that YAML keeps for itself", IN_QUOTES),
    ("could not find expected ':'", "has no colon", "write key: value, or indent it under the line above"),
    ("end of stream", "has a quotation mark that never closes", "close it"),
    ("expected <block end>", "does not begin where the lines around it begin", _AROUND),
)
"""What the library says, and what that is in plain words."""


def _in_plain_words(said: str) -> tuple[str, str]:
    plain = ((problem, remedy) for theirs, problem, remedy in _PLAIN if theirs in said)
    return next(plain, (said or "cannot be read", _AROUND))
