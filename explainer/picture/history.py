"""How each part was over time: the log of states as spans without holes, in which what nobody can know is unknown.

The log tells what turned whenever somebody worked out the picture. That nothing stands in it between two moments has
two reasons: nothing turned, or nobody looked. The second is told by the silences of the sources (``model/history.py``):
from when the last good answer counted no more to the next one. A part is unknown while all that watch it were silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from explainer.model.states import Found, Turn
from explainer.model.vocabulary import State
from explainer.picture.sources import SourceNow

NOT_KNOWN = "not_known"
"""What a state rests on while the log cannot be read, or tells of practice."""

NOBODY_ASKED = "nobody_asked"
"""What it rests on while no source of it was asked, or none answered, and what was known before counted no more."""


class Stretch(NamedTuple):
    """A time of silence: from when the last answer counted no more to the next one."""

    since: datetime
    until: datetime


class Was(NamedTuple):
    """How a part was from a moment on, up to another or still; no state of what nobody watched, or was not there."""

    since: datetime
    until: datetime | None
    state: State | None
    basis: str


def history(
    turns: Iterable[Turn | None], exercise: bool, gaps: Mapping[str, Sequence[Stretch]]
) -> dict[str, list[Was]]:
    """By part, how it was, the oldest first. ``turns`` are the log's, None for a line that cannot be read."""
    found: dict[str, list[Was]] = {}
    for at, parts in _told(turns, exercise):
        for part in found.keys() | parts.keys():
            _add(found.setdefault(part, []), at, *parts.get(part, (None, "")))
    return {part: [one for was in spans for one in _within(was, gaps.get(part, ()))] for part, spans in found.items()}


def silent(sources: Iterable[SourceNow]) -> list[Stretch]:
    """When none of these sources could be trusted; of none at all, never."""
    every = [_silences(source) for source in sources]
    if not every:
        return []
    shared = every[0]
    for other in every[1:]:
        shared = [
            Stretch(max(a.since, b.since), min(a.until, b.until))
            for a in shared
            for b in other
            if max(a.since, b.since) < min(a.until, b.until)
        ]
    return shared


def _silences(source: SourceNow) -> list[Stretch]:
    kept = source.silences.silences if source.silences is not None else ()
    told = (Stretch(one.since + source.source.counts_for, one.until) for one in kept)
    return [one for one in told if one.since < one.until]


def _told(turns: Iterable[Turn | None], exercise: bool) -> Iterator[tuple[datetime, Mapping[str, Found]]]:
    """How all parts were from a moment on; all of them unknown from the last line before one that tells nothing."""
    here: dict[str, Found] = {}
    last: datetime | None = None
    is_known = False
    for turn in turns:
        if turn is None or turn.exercise is not exercise:
            if is_known and last is not None:
                here = dict.fromkeys(here, (State.UNKNOWN, NOT_KNOWN))
                yield turn.at if turn is not None else last, here
            is_known = False
        elif turn.whole or is_known:
            here, is_known, last = {**({} if turn.whole else here), **turn.parts}, True, turn.at
            yield turn.at, here


def _add(spans: list[Was], at: datetime, state: State | None, basis: str) -> None:
    """One more span, unless the part is as it was; the one before ends with it, and is none if it began with it."""
    while spans and spans[-1].since >= at:
        spans.pop()
    if spans and spans[-1].state is state and (spans[-1].basis == NOT_KNOWN) is (basis == NOT_KNOWN):
        spans[-1] = spans[-1]._replace(until=None)
        return
    if spans:
        spans[-1] = spans[-1]._replace(until=at)
    spans.append(Was(at, None, state, basis))


def _within(was: Was, gaps: Sequence[Stretch]) -> Iterator[Was]:
    """A span with its times of silence told apart; what is unknown anyway, or what nobody watched, has none."""
    since = was.since
    if was.state not in (None, State.UNKNOWN):
        for gap in gaps:
            first, last = max(since, gap.since), gap.until if was.until is None else min(gap.until, was.until)
            if first >= last:
                continue
            if since < first:
                yield was._replace(since=since, until=first)
            yield Was(first, last, State.UNKNOWN, NOBODY_ASKED)
            since = last
    if was.until is None or since < was.until:
        yield was._replace(since=since)
