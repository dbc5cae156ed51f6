"""Which known name somebody meant: one policy for every “did you mean”."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_LISTED = 40
"""How many known names are listed where none is near."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was meant, or None where none is so near that it is worth a guess.

    Near is what differs by one sign in four, at most, capitals aside, or abbreviates each of its words. Paths are near
    if each of their steps is, so that no two files are for lying in one folder.
    """
    rated = [(_distance(name, other), other) for other in known]
    near = [(far, other) for far, other in rated if far is not None]
    return min(near)[1] if near else None


def near(name: str, known: Iterable[str]) -> str:
    """What to write instead of a name that is none: the nearest known one, or all of them."""
    there = sorted(known)
    meant = nearest(name, there)
    if meant is not None:
        return f"did you mean “{meant}”?"
    if not there:
        return "there are none yet"
    more = f" … ({len(there)} in all)" if len(there) > MOST_LISTED else ""
    return f"write one of: {', '.join(there[:MOST_LISTED])}{more}"


def _distance(name: str, other: str) -> int | None:
    """How far two names are apart; None where that is too far for a guess."""
    steps, others = name.casefold().split("/"), other.casefold().split("/")
    if len(steps) != len(others):
        return None
    apart = [_apart(*pair) for pair in zip(steps, others, strict=True)]
    return None if None in apart else sum(far for far in apart if far is not None)


def _apart(one: str, two: str) -> int | None:
    """How far two folders or files are apart, of which an ending such as ``.md`` tells nothing."""
    (one, *kind), (two, *other) = one.split("."), two.split(".")
    if kind != other:
        return None
    far = edits(one, two)
    if far <= max(1, max(len(one), len(two)) // 4):
        return far
    words = [re.split(r"[-_ ]+", part) for part in (one, two)]
    shorter = len(words[0]) == len(words[1]) > 1 and all(map(_abbreviates, *words))
    return far if shorter else None


def _abbreviates(short: str, whole: str) -> bool:
    """Whether a word is another one, or its first letter and some of the others in their order."""
    letters = iter(whole)
    return short[:1] == whole[:1] and all(letter in letters for letter in short)


def edits(one: str, two: str) -> int:
    """How many signs must be put in, taken out, changed, or swapped with the next, to make one text of another."""
    before, last = list[int](), list(range(len(two) + 1))
    for row, sign in enumerate(one, start=1):
        now = [row]
        for column, other in enumerate(two, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (sign != other))
            if row > 1 and column > 1 and sign == two[column - 2] and one[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
