"""Text for HTML: markup becomes visible characters, and what has no place on a page vanishes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from json import dumps

from markupsafe import Markup

from explainer.language.directions import direction
from explainer.model.translation import Original

_UNSAFE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_NOWHERE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""Characters that no page may hold, or that would hide or turn around the words after them."""

_CONTROLS = re.compile(f"[{_NOWHERE}]")
_ODD = re.compile(f"[&<>\"'{_NOWHERE}]")


_TAG = ' <span class="tag">{}</span>'
_TAGGED = re.compile(re.escape(_TAG).replace(re.escape("{}"), "[^<]*"))


def as_markup(html: str) -> Markup:
    """What is html already, as ``Markup``: of words that have just been escaped, and of nothing else."""
    return str.__new__(Markup, html)  # its own constructor asks first whether it is, which costs as much as the rest


def escaped(value: object) -> Markup:
    """``value`` as HTML text: markup becomes visible characters, control characters vanish; ``Markup`` stays.

    Words that are in another language than the page are marked.
    """
    if isinstance(value, Markup):
        return value
    words = str(value)
    # Most words need no change, and looking is cheaper than copying.
    safe = words if _ODD.search(words) is None else _CONTROLS.sub("", words).translate(_UNSAFE)
    html = as_markup(safe)
    return marked(value, html) if isinstance(value, Original) else html


def as_data(told: Mapping[str, str]) -> Markup:
    """JSON for a block of data in html: a sign that could end it, or begin anything else, is written by its number."""
    plain = {key: without_controls(value) for key, value in told.items()}
    return as_markup(dumps(plain, ensure_ascii=False, separators=(",", ":")).translate(_IN_DATA))


_IN_DATA = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def without_controls(value: str) -> str:
    """``value`` as plain text for what is no HTML: without the characters that no page may hold."""
    return _CONTROLS.sub("", str(value))


def marked(original: Original, html: Markup) -> Markup:
    """The words of ``original``, made ready as ``html``, with their language and the way they run.

    A sentence of its own is followed by the name of its language, for those who do not see at a glance that it is one.
    """
    lang = " ".join(original.lang.split())
    shown = Markup('<span lang="{}" dir="{}">{}</span>').format(lang, direction(lang), html)
    return shown + Markup(_TAG).format(original.tag) if original.tag else shown  # noqa: S704 - a constant


def untagged(html: str) -> str:
    """``html`` without the names of languages that :func:`marked` puts behind sentences: no words of theirs."""
    return _TAGGED.sub("", html)
