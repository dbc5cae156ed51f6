"""How long a text is as an SMS: in the small alphabet of GSM 03.38 up to 160 letters, in any other up to 70 (UCS-2)."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

SMALL, ANY = 160, 70

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("\f^{}\\[~]|€")
"""Signs of the alphabet's extension, each sent as two."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_PLAINER = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"')
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | {"\u2026": "..."}
)
"""Signs of print that have a plain one of the same meaning in the small alphabet."""


class Counted(NamedTuple):
    """How many letters a text takes of how many that one SMS holds."""

    letters: int
    most: int

    @property
    def fits(self) -> bool:
        """Whether one SMS holds it."""
        return self.letters <= self.most


def counted(text: str) -> Counted:
    """The text as networks count it."""
    if all(sign in _ALPHABET or sign in _TWICE for sign in text):
        return Counted(len(text) + sum(sign in _TWICE for sign in text), SMALL)
    return Counted(len(text.encode("utf-16-be")) // 2, ANY)


def plainer(text: str) -> str:
    """The text with signs of print as they are typed, so that one dash does not halve what an SMS holds."""
    return text.translate(_PLAINER)


def unaccented(text: str) -> str:
    """The text without those accents that the small alphabet lacks, as people leave them out: ``fenêtre`` as fenetre.

    It has ``é``, ``è`` and ``à``, so that French stays easy to read; of other alphabets nothing is changed.
    """
    return "".join(sign if sign in _ALPHABET else _base(sign) for sign in text)


def _base(sign: str) -> str:
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base in _ALPHABET else sign
