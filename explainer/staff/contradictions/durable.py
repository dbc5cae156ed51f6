"""A page that should be true on any day, against what is true on one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from explainer.errors import Finding, Level
from explainer.language.quantities import Delay, clock_times, delays
from explainer.staff.contradictions.case import TO_A_CHILD, Case, Said, Told

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"|:\s[^.!?]*")
"""Speech, which is somebody's on some day: in quotation marks, or behind a colon."""
_DATED = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MOST_TIMES = 2


class _Now(NamedTuple):
    """What an open bulletin says of now: its delays, and by the place of each estimate both ends of it."""

    place: str
    delays: tuple[Delay, ...]
    ends: Mapping[str, frozenset[str]]


def found(case: Case) -> Iterator[Finding]:
    """Today's figures, today's times and words such as “tonight” on a page to read."""
    now = [_now(told) for told in case.open if told.language == case.language]
    for written in case.pages:
        if not written.is_durable:
            continue
        dated = any(_DATED.search(line.words) for line in written.lines[:2])
        for line in written.lines:
            yield from _todays_words(case, line, dated)
            for told in now:
                yield from _todays_figures(told, line)


def _now(told: Told) -> _Now:
    headline, zone = told.at("headline"), told.source.tz
    ends = {
        told.at("expected", index).place: frozenset(
            f"{end.astimezone(zone):%H:%M}" for end in (expected.low, expected.high) if end
        )
        for index, expected in enumerate(told.disruption.expected)
    }
    ranges = tuple(one for one in delays(headline.words, told.words) if one.span.low != one.span.high)
    return _Now(headline.place, ranges, {place: both for place, both in ends.items() if len(both) == _MOST_TIMES})


def _todays_words(case: Case, line: Said, is_dated: bool) -> Iterator[Finding]:
    said = case.words.says("today", _QUOTED.sub("", line.words))
    if said and not is_dated and line.field in ("", TO_A_CHILD):
        problem = f"says “{said}” on a page that is read on any day"
        yield line.finding(problem, "say when it is so, or put it into a bulletin", Level.ADVICE)


def _todays_figures(told: _Now, line: Said) -> Iterator[Finding]:
    """A delay as an open bulletin has it now, or both ends of its estimate."""
    for one in told.delays:
        number = one.written.split()[0]
        if number in line.words:
            problem = f"repeats “{number}”, which {told.place} says of now"
            yield line.finding(problem, "write it without the figure, or with one of an example", Level.ADVICE)
            return
    times = set(clock_times(line.words)) if told.ends else set()
    for place, ends in told.ends.items():
        if ends <= times:
            yield line.finding(f"repeats the times of {place}", "write it without the times", Level.ADVICE)
            return
