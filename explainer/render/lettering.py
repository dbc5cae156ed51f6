"""How long words are in a picture, without a font: as in Arial and its like, which most readers' fonts are near to.

A picture names the length that it left for its words (``textLength``), so that whatever font a reader has, they are
drawn in that room and nothing of them is cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from math import ceil

_WIDTHS = {
    "ijl'|": 0.22,
    " ft!,./:;I()[]-·‘’": 0.29,
    'r"“”*': 0.36,
    "ckszxvyJ": 0.5,
    "abdeghnopquL?$#0123456789–_+=<>~": 0.56,
    "FTZ": 0.61,
    "ABEKPSVXY&": 0.67,
    "CDHNRUw": 0.72,
    "GOQ": 0.78,
    "mM": 0.83,
    "W%@—…": 0.96,
}
_WIDTH = {sign: width for signs, width in _WIDTHS.items() for sign in signs}
_BOLD = 1.08
_WIDEST, _USUAL, _CURSIVE = 1.05, 0.65, 0.5


def length_of(words: str, size: float, *, bold: bool = False) -> float:
    """The length of a line of words in letters of this size."""
    return sum(map(_width, words)) * size * (_BOLD if bold else 1.0)


def lines_of(words: str, room: float, length: Callable[[str], float]) -> int:
    """On how many lines words are at most: broken between words, and within one that is longer than a line."""
    space, lines, used = length(" "), 0, room + 1
    for word in filter(str.strip, words.split(" ")):
        long = length(word)
        if used + space + long <= room:
            used += space + long
            continue
        more = max(1, ceil(long / room))
        lines, used = lines + more, long - (more - 1) * room
    return lines


def _width(sign: str) -> float:
    """The width of a character in em; of one with an accent, that of its letter."""
    known = _WIDTH.get(sign)
    if known is not None:
        return known
    category = unicodedata.category(sign)
    if unicodedata.combining(sign) or category in ("Cf", "Mn", "Me", "Cc"):
        return 0.0
    letter = unicodedata.normalize("NFD", sign)[0]
    if letter != sign:
        return _width(letter)
    if unicodedata.east_asian_width(sign) in "WF" or category == "So":
        return _WIDEST
    return _CURSIVE if unicodedata.bidirectional(sign) == "AL" else _USUAL
