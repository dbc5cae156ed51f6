"""Which languages are written from right to left."""

from __future__ import annotations

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Those that are, as ISO 639 codes."""


def primary(language: str) -> str:
    """The language of a BCP 47 tag, without script or country: ``fr`` of ``fr-CH``."""
    return language.lower().replace("_", "-").partition("-")[0]


def is_right_to_left(language: str) -> bool:
    """Whether text in this language, a BCP 47 tag, runs from right to left."""
    return primary(language) in RIGHT_TO_LEFT


def direction(language: str) -> str:
    """The value of HTML's ``dir`` for text in this language."""
    return "rtl" if is_right_to_left(language) else "ltr"
