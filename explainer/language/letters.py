"""The letters of cards: two families of our own, which of them has a text's letters, and how wide a text is at most.

A family is read from its files once. ``scripts/card-fonts`` makes them, and says from where. No other font is looked
for, so that every machine draws the same, and no letter is ever shown as a box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import NamedTuple

FOLDER = Path(__file__).parent / "fonts"


class Family(StrEnum):
    """A family of fonts, by the name that it has in its files."""

    ROBOTO = "Roboto"
    """Latin, Greek and Cyrillic."""
    ARABIC = "Noto Sans Arabic"
    """Arabic, and Latin beside it, so that a line is in one family: shaping joins no letters of two."""


_FILES = {Family.ROBOTO: "Roboto", Family.ARABIC: "NotoSansArabic"}

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_BARE = frozenset({"So", "Sk", "Cf", "Cs", "Co", "Cn"})
"""Kinds of characters that a text loses nothing by: pictures, and what is invisible."""

_PICTURES = re.compile("[\u00ad\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")


class Face(NamedTuple):
    """How wide each letter of one weight is, by its code, in thousandths of the size."""

    widths: Mapping[int, float]


def files() -> list[str]:
    """Where all of the fonts lie."""
    return [str(_file(family, weight)) for family in Family for weight in ("Regular", "Bold")]


def family_of(text: str) -> Family:
    """The family in which a text is drawn."""
    return Family.ARABIC if _ARABIC.search(text) else Family.ROBOTO


def drawable(text: str) -> str:
    """A text in one line as it can be drawn: without pictures that the fonts lack; empty where they lack a letter."""
    flat = unicodedata.normalize("NFC", " ".join(_PICTURES.sub("", text).split()))
    known = _face(family_of(flat), "Bold").widths
    kept = "".join(sign for sign in flat if ord(sign) in known or unicodedata.category(sign) not in _BARE)
    return " ".join(kept.split()) if all(ord(sign) in known for sign in kept) else ""


def width(text: str, size: float, *, spacing: float = 0.0, family: Family | None = None) -> float:
    """How wide a text is at most, in its bold weight: in ``family``, of a piece of a line, else in that of its letters.

    Letters of Arabic that join take less than they do alone.
    """
    widths = _face(family or family_of(text), "Bold").widths
    return sum(widths.get(ord(sign), 1000.0) for sign in text) * size / 1000 + spacing * len(text)


def _file(family: Family, weight: str) -> Path:
    return FOLDER / f"{_FILES[family]}-{weight}.ttf"


@cache
def _face(family: Family, weight: str) -> Face:
    return _read(_file(family, weight).read_bytes())


# OpenType: https://learn.microsoft.com/typography/opentype/spec/


def _read(body: bytes) -> Face:
    tables = {tag: at for tag, _, at, _ in (_table(body, index) for index in range(_short(body, 4)))}
    per_em = _short(body, tables[b"head"] + 18)
    told = _short(body, tables[b"hhea"] + 34)
    widths = unpack_from(f">{'H2x' * told}", body, tables[b"hmtx"])
    known = _glyphs(body, tables[b"cmap"])
    return Face({code: widths[min(glyph, told - 1)] * 1000 / per_em for code, glyph in known.items()})


def _table(body: bytes, index: int) -> tuple[bytes, int, int, int]:
    tag, summed, at, length = unpack_from(">4sLLL", body, 12 + 16 * index)
    return tag, summed, at, length


def _glyphs(body: bytes, at: int) -> dict[int, int]:
    """The glyph of each character of the basic plane (``cmap``, format 4)."""
    starts = (unpack_from(">HHL", body, at + 4 + 8 * index) for index in range(_short(body, at + 2)))
    at += next(offset for platform, encoding, offset in starts if (platform, encoding) == (3, 1))
    many = _short(body, at + 6) // 2
    ends, firsts, deltas, ranges = (
        unpack_from(f">{many}H", body, at + offset) for offset in (14, 16 + 2 * many, 16 + 4 * many, 16 + 6 * many)
    )
    found: dict[int, int] = {}
    for index in range(many):
        for code in range(firsts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if ranges[index]:
                glyph = _short(body, at + 16 + 6 * many + 2 * index + ranges[index] + 2 * (code - firsts[index]))
            if (ranges[index] == 0 or glyph) and (glyph := (glyph + deltas[index]) & 0xFFFF):
                found[code] = glyph
    return found


def _short(body: bytes, at: int) -> int:
    value: int = unpack_from(">H", body, at)[0]
    return value
