"""Signs that do what nobody sees: hide words, turn them around, show nothing, or pile up on one letter.

A browser breaks no line inside a grapheme cluster (UAX #29), so a letter with two hundred marks, or two hundred
faces joined into one, is as wide as all of them. What languages write stays: the longest rows of marks are those of
Burmese and of pointed Hebrew, the longest conjuncts those of Sanskrit, all far below the thirty of UAX #15.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What hides the words after it or turns them around; no output may hold it."""

_SHAPELESS = re.compile(
    "[\\s\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)

MOST_MARKS = 8
"""How many marks one letter may bear."""

_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks that any letter may bear: of these three are more than any language puts on one."""

_JOINERS = "\u200c\u200d"
_KANA_MARKS = "\uff9e\uff9f"
_VIRAMA = (
    "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u1039\u17d2\u1b44\ua9c0\U00011046\U000110b9\U00011133\U000111c0"
)
_BEFORE_NUMBERS = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_JAMO = ("\u1100-\u115f\ua960-\ua97c", "\u1160-\u11a7\ud7b0-\ud7c6", "\u11a8-\u11ff\ud7cb-\ud7fb")
"""The letters of a Korean syllable by where they stand in it."""

_SKIN = "\U0001f3fb-\U0001f3ff"
_LAST_ASSIGNED = 0x1E950
"""Behind it there are no marks, but for selectors of variants, which the gate drops."""


def shows_nothing(text: str) -> bool:
    """Whether there is nothing to be seen in it: blanks, fillers and signs without a shape."""
    return _SHAPELESS.fullmatch(text) is not None


def unstacked(text: str) -> str:
    """``text`` without what is too much on one letter; what is left is as it was, in its order."""
    if text.isascii() or not _joined().search(text):
        return text
    for pattern, kept in _patterns():
        text = pattern.sub(kept, text)
    return text


@cache
def _joined() -> re.Pattern[str]:
    """A sign that may join what stands before it or after it; most texts have none."""
    rest = f"\u0e33\u0eb3{''.join(_JAMO)}{_JOINERS}{_KANA_MARKS}{_BEFORE_NUMBERS}{_SKIN}"
    return re.compile(f"[{_marks()}{rest}]")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    marks = f"{_marks()}{_JOINERS}{_KANA_MARKS}"
    face = "[^\\s\u200d]{1,4}\u200d"
    return (
        *(_at_most(most, f"[{signs}]") for most, signs in ((3, _ACCENTS), (MOST_MARKS, marks))),
        _at_most(1, "[\u0e33\u0eb3]"),  # the vowels of Thai and Lao that are no mark and yet part of their letter
        *(_at_most(3, f"[{row}]") for row in _JAMO),
        _at_most(6, f"(?:[^\\s{_VIRAMA}][{_VIRAMA}])"),
        _at_most(5, f"(?:{face})"),
        _at_most(5, f"[{_SKIN}]"),
        _at_most(2, f"[{_BEFORE_NUMBERS}]"),
    )


def _at_most(most: int, unit: str) -> tuple[re.Pattern[str], str]:
    """What cuts a row of units to as many as there may be."""
    return re.compile(f"({unit}{{{most}}}){unit}+"), r"\1"


@cache
def _marks() -> str:
    """Every sign that Unicode calls a mark, as the inside of a class."""
    found: list[list[int]] = []
    for point in range(0x300, _LAST_ASSIGNED):
        if unicodedata.category(chr(point))[0] == "M":
            if found and found[-1][1] == point - 1:
                found[-1][1] = point
            else:
                found.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)
