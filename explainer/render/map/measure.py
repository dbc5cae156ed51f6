"""How much room words need in a box, without a font: as wide as they are in the widest fonts that readers have.

Readers may also space letters, words and lines (WCAG 2.2, 1.4.12), and a name must not leave its box then either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

PADDING = 26.0
"""What a box has at both sides of its words: padding, border, and some air."""

HEAD_SIZE, NAME_SIZE, SAYS_SIZE = 16.0, 15.0, 13.0
NAME_LINE, SAYS_LINE = 18.0, 16.25
_GLYPH = 1.5
"""How many em of a name's first line its shape takes."""

_LETTER, _WORD, _LINE = 0.12, 0.16, 1.5
"""What WCAG 1.4.12 lets readers add between letters and words, and make of a line's height, in em."""

_NARROW = frozenset("iljtfrI.,:;!'’|()[]- ")
_EDGE = 10.0
"""Border and padding above and below."""


def height_of(names: Iterable[str], width: float) -> float:
    """How high a box must be for any of ``names`` and two lines below it, also where a reader spaces the words."""
    return max((_height(name, width - PADDING) for name in names), default=_EDGE)


def _height(name: str, room: float) -> float:
    usual = lines_of(name, room / NAME_SIZE) * NAME_LINE + 2 * SAYS_LINE
    spaced = (lines_of(name, room / NAME_SIZE, _LETTER, _WORD) * NAME_SIZE + 2 * SAYS_SIZE) * _LINE
    return ceil(max(usual, spaced) + _EDGE)


def head_of(names: Iterable[str], width: float) -> float:
    """How high the heads of columns are, the longest of ``names`` among them, also where a reader spaces the words."""
    lines = max((lines_of(name, width / HEAD_SIZE + _GLYPH, _LETTER, _WORD) for name in names), default=1)
    return ceil(lines * HEAD_SIZE * _LINE + 2 * _EDGE - 4)


def lines_below(name: str, width: float, height: float) -> int:
    """On how many lines something can be said below a name in a box of this size."""
    return int((height - _EDGE - lines_of(name, (width - PADDING) / NAME_SIZE) * NAME_LINE) / SAYS_LINE)


def length_of(words: str) -> float:
    """How long words beside a line are."""
    return sum(map(_width, words)) * SAYS_SIZE


def lines_of(name: str, room: float, letter: float = 0.0, word: float = 0.0) -> int:
    """On how many lines a bold name stands in a box ``room`` em wide; what is longer than a line breaks anywhere."""
    count, used = 1, _GLYPH
    for each in name.split():
        wide = [_width(sign) + letter for sign in each]
        if used + sum(wide) > room and used:
            count, used = count + 1, 0.0
        for sign in wide:
            if used + sign > room:
                count, used = count + 1, 0.0
            used += sign
        used += _width(" ") + letter + word
    return count


def _width(sign: str) -> float:
    """The width of a bold character in em."""
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in _NARROW:
        return 0.42
    return 0.86 if sign.isupper() or sign in "mwMW@%&" else 0.69
