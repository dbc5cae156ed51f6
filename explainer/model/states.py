"""How the parts were, over time: a line whenever a state turned, as whoever worked out the picture saw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from explainer.model.value import Moment, Value
from explainer.model.vocabulary import State

Found = tuple[State | None, str]
"""The state of a part, none where nobody watches it, and what it rested on (``picture.model.Basis``)."""


class Turn(Value):
    """What turned at a moment: the parts whose state became another one, and what it became.

    A ``whole`` one holds every part, so that nothing before it need be read. ``exercise`` is whether it was practice.
    """

    at: Moment
    whole: bool = False
    exercise: bool = False
    parts: dict[str, Found]


class Then(NamedTuple):
    """How every part was from a moment on."""

    at: datetime
    parts: Mapping[str, Found]

    def state(self, part: str) -> State | None:
        """The state of a part; none of one that nobody watched, or that was not there."""
        return self.parts.get(part, (None, ""))[0]


def unbroken(turns: Iterable[Turn | None]) -> Iterator[Turn]:
    """The turns of which it is known what they turned: none before a whole one, nor from a gap to the next whole one.

    None stands for a line that cannot be read.
    """
    known = False
    for turn in turns:
        known = turn is not None and (known or turn.whole)
        if known and turn is not None:
            yield turn


def told(turns: Iterable[Turn]) -> Iterator[Then]:
    """How all parts were after each of the turns, the last of one moment alone."""
    here: Then | None = None
    for turn in turns:
        before = {} if turn.whole or here is None else here.parts
        if here is not None and here.at != turn.at:
            yield here
        here = Then(turn.at, {**before, **turn.parts})
    if here is not None:
        yield here


def latest(turns: Iterable[Turn]) -> Then | None:
    """How all parts were after the last of the turns."""
    at, parts = None, dict[str, Found]()
    for turn in turns:
        if turn.whole:
            parts.clear()
        parts.update(turn.parts)
        at = turn.at
    return Then(at, parts) if at is not None else None


def differing(before: Mapping[str, Found], now: Mapping[str, Found]) -> dict[str, Found]:
    """The parts whose state is another one than before; one that is there no more has none."""
    changed = {part: found for part, found in now.items() if part not in before or before[part][0] is not found[0]}
    gone = {part: (None, "") for part, (state, _) in before.items() if part not in now and state is not None}
    return changed | gone
