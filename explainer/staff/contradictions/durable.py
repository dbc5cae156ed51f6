"""A page that should be true on any day, against what is true on one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.language.quantities import clock_times, delays
from explainer.staff.contradictions.case import Case, Said, Told

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"|:\s[^.!?]*")
"""Speech, which is somebody's on some day: in quotation marks, or behind a colon."""
_DATED = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MOST_TIMES = 2


def found(case: Case) -> Iterator[Finding]:
    """Today's figures, today's times and words such as “tonight” on a page to read."""
    for written in case.pages:
        if not written.is_durable:
            continue
        dated = any(_DATED.search(line.words) for line in written.lines[:2])
        for line in written.lines:
            yield from _todays_words(case, line, dated)
            for told in case.open:
                if told.language == case.language:
                    yield from _todays_figures(told, line)


def _todays_words(case: Case, line: Said, is_dated: bool) -> Iterator[Finding]:
    said = case.words.says("today", _QUOTED.sub("", line.words))
    if said and not is_dated and not line.field:
        problem = f"says “{said}” on a page that is read on any day"
        yield line.finding(problem, "say when it is so, or put it into a bulletin", Level.ADVICE)


def _todays_figures(told: Told, line: Said) -> Iterator[Finding]:
    """A delay as an open bulletin has it now, or both ends of its estimate."""
    there = told.at("headline")
    headline = delays(there.words, told.words)
    for one in headline:
        number = one.written.split()[0]
        if one.span.low != one.span.high and number in line.words:
            problem = f"repeats “{number}”, which {there.place} says of now"
            yield line.finding(problem, "write it without the figure, or with one of an example", Level.ADVICE)
            return
    times = set(clock_times(line.words))
    for index, expected in enumerate(told.disruption.expected):
        ends = {f"{end.astimezone(told.source.tz):%H:%M}" for end in (expected.low, expected.high) if end}
        if len(ends) == _MOST_TIMES and ends <= times:
            problem = f"repeats the times of {told.at('expected', index).place}"
            yield line.finding(problem, "write it without the times", Level.ADVICE)
            return
