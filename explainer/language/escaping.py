"""Text for HTML: markup becomes visible characters, and what has no place on a page vanishes."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Characters that no page may hold, or that would hide or turn around the words after them."""


def escaped(value: str) -> Markup:
    """``value`` as markup: itself where it is markup already."""
    return value if isinstance(value, Markup) else escape(CONTROLS.sub("", value))
