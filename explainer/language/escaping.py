"""Text for HTML: markup becomes visible characters, and what has no place on a page vanishes."""

from __future__ import annotations

import re

from markupsafe import Markup

_UNSAFE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_NOWHERE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""Characters that no page may hold, or that would hide or turn around the words after them."""

_CONTROLS = re.compile(f"[{_NOWHERE}]")
_ODD = re.compile(f"[&<>\"'{_NOWHERE}]")


def escaped(value: object) -> Markup:
    """``value`` as HTML text: markup becomes visible characters, control characters vanish; ``Markup`` stays."""
    if isinstance(value, Markup):
        return value
    words = str(value)
    # Most words need no change, and looking is cheaper than copying.
    safe = words if _ODD.search(words) is None else _CONTROLS.sub("", words).translate(_UNSAFE)
    return Markup(safe)  # noqa: S704 - it has just been escaped
