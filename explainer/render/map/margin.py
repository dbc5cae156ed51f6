"""The chain beside the list of parts: which parts it numbers, and where its lines begin, pass and end.

Every row draws its own piece of the lines, so that a part that folds out only makes its piece longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from explainer.picture.causes import Pair, Sure

_SURE = list(Sure)


class Thin(Enum):
    """Where the thick line turns into a thin one, to parts that the last number does not need."""

    FROM = "at the last number"
    HERE = "beyond it"


class Margin(NamedTuple):
    """The lines beside one row: of what is known, and of what is only likely or may follow.

    ``known`` and ``likely`` are "" where no line is, else where in the row it stands: it begins (``from``), passes
    (``by``) or ends (``to``). ``thin`` is whether the known line has left its last number behind.
    """

    known: str = ""
    likely: str = ""
    thin: Thin | None = None


def numbered(on: Sequence[str], hot: Iterable[Pair]) -> list[str]:
    """The parts on the way to the worst problem, causes first; ``on`` is their order where none causes the other."""
    left, found = list(on), list[str]()
    pairs = [pair for pair in hot if pair[0] in on and pair[1] in on]
    while left:
        free = (part for part in left if not any(end == part and start in left for start, end in pairs))
        found.append(next(free, left[0]))
        left.remove(found[-1])
    return found


def reached(on: Iterable[str], sure: Mapping[Pair, Sure]) -> dict[str, Sure]:
    """The parts beside the way that it slows, and how sure that is: as sure as the surest path's least sure step."""
    way = frozenset(on)
    found = dict.fromkeys(way, Sure.KNOWN)
    for least in _SURE:
        todo = list(found)
        while todo:
            part = todo.pop()
            steps = (
                end for (start, end), so in sure.items() if start == part and _SURE.index(so) <= _SURE.index(least)
            )
            for end in steps:
                if end not in found:
                    found[end] = least
                    todo.append(end)
    return {part: so for part, so in found.items() if part not in way}


def margins(rows: Sequence[str], on: Iterable[str], slowed: Mapping[str, Sure], sources: Iterable[str]) -> list[Margin]:
    """The lines beside each of ``rows``, which are ids of parts, or "" where a head or a fold stands.

    ``slowed`` are the parts that the way slows, ``sources`` those from which a step leads that is not known.
    """
    places = {part: place for place, part in enumerate(rows) if part}
    numbers = sorted(places[part] for part in on if part in places)
    if len(numbers) < 2:
        return [Margin()] * len(rows)
    first, last = numbers[0], numbers[-1]
    tail = max([last, *(places[part] for part, so in slowed.items() if so is Sure.KNOWN and part in places)])
    unsure = [at for part, so in slowed.items() if so is not Sure.KNOWN and (at := places.get(part, -1)) > first]
    begins = min((places[part] for part in sources if places.get(part, -1) >= first), default=len(rows))
    return [
        Margin(_piece(place, first, tail), _piece(place, begins, max(unsure, default=-1)), _thin(place, last, tail))
        for place in range(len(rows))
    ]


def _thin(place: int, last: int, tail: int) -> Thin | None:
    if place < last or last == tail:
        return None
    return Thin.FROM if place == last else Thin.HERE


def _piece(place: int, first: int, last: int) -> str:
    if not first <= place <= last or first == last:
        return ""
    return {first: "from", last: "to"}.get(place, "by")
