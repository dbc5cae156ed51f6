"""Escaping and the smallest pieces of a page: glyphs, times, numbers. One escape function per context.

Everything a feed or staff wrote reaches a page through :func:`text`, :func:`attr` or :func:`href`, or through a
template, which calls them. They return ``Markup``: words that are html already. What is ``Markup`` is not escaped
again, and what is not cannot pass for it: only here, where words have just been escaped, is one made of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from explainer.language.directions import direction
from explainer.language.escaping import escaped, marked
from explainer.model.running_text import Listing, Paragraph, addresses, parts
from explainer.model.translation import Original

_PLAIN = re.compile(r"[A-Za-z0-9_./#:-]+")
_WEB = re.compile(r"^https?://[^\s<>\"'`\\]+$")
_NUMBERS = re.compile(
    r"(?<![\w&#–-])(?:"
    r"\d\d:\d\d(?:[–-]\d\d:\d\d)?"  # 18:20, 19:00–22:00
    r"|\d{4}-\d\d-\d\d"  # 2026-11-20
    r"|\d{1,7}(?:[.,]\d{1,3})?[–-]\d{1,7}(?:[.,]\d{1,3})?"  # 40–70
    r"|\+?\d{2,4}(?: \d{2,4}){2,5}"  # 01 99 00 18 20
    r")(?![\w–-])"
)


text = escaped


def _html(safe: str) -> Markup:
    return Markup(safe)  # noqa: S704 - the one place, and whoever calls it has escaped


def attr(value: str) -> Markup:
    """``value`` for a double-quoted attribute, on one line."""
    return text(str(value) if _PLAIN.fullmatch(value) else " ".join(value.split()))


def href(value: str) -> Markup:
    """A feed's address for an ``href``, or the empty string when it is not plain http(s)."""
    return attr(value) if _WEB.match(value) else Markup("")


_ANCHOR = Markup('<a href="{}">{}</a>')


def link(url: str, words: str) -> Markup:
    """A link of our own to a page of ours."""
    return _ANCHOR.format(url, words)


def prose(value: str) -> Markup:
    """``value`` as HTML text in which ranges and clock times do not break, and read left to right."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, Original):
        return marked(value, _prose(str(value)))
    return _short_prose(value) if len(value) <= _SHORT else _prose(value)


def _prose(value: str) -> Markup:
    return _html(_NUMBERS.sub(lambda match: f'<span class="n">{match[0]}</span>', text(value)))


# Names and reasons stand on many pages; what is long stands on one.
_SHORT = 200
_short_prose = lru_cache(maxsize=2_048)(_prose)


def running(value: str) -> Markup:
    """``value`` as paragraphs and lists: line breaks that are meant stay, and whole addresses are links."""
    html = _EMPTY.join(map(_part, parts(str(value))))
    if not isinstance(value, Original):
        return html
    return Markup('<div lang="{}" dir="{}">{}</div>').format(value.lang, direction(value.lang), html)


_EMPTY = Markup("")


def _part(part: Paragraph | Listing) -> Markup:
    if isinstance(part, Paragraph):
        return Markup("<p>{}</p>").format(_lines(part.lines))
    name = "ul" if part.start is None else "ol"
    start = Markup(' start="{}"').format(part.start) if part.start not in (None, 1) else ""
    item = Markup("<li><p>{}</p></li>") if part.loose else Markup("<li>{}</li>")
    items = _EMPTY.join(item.format(_lines(lines)) for lines in part.items)
    return Markup("<{0}{1}>{2}</{0}>").format(name, start, items)


def _lines(lines: Iterable[str]) -> Markup:
    return Markup("<br>").join(map(linked, lines))


_LINK = Markup('<a href="{}" rel="nofollow noopener noreferrer" dir="ltr">{}</a>')


def linked(value: str) -> Markup:
    """``value`` as HTML text with its whole addresses as links, each shown as what it is.

    They are a stranger's: no page of ours vouches for them, and none is told where its reader came from.
    """
    if isinstance(value, Original):
        return marked(value, linked(str(value)))
    found: list[Markup] = []
    done = 0
    for address in addresses(value):
        if target := href(address.href):
            found += (prose(value[done : address.start]), _LINK.format(target, text(address.shown)))
            done = address.end
    return _EMPTY.join([*found, prose(value[done:])])


_GLYPH = Markup('<svg class="g{}" aria-hidden="true"><use href="#{}"/></svg>')
_NO_GLYPH = Markup('<svg class="g" aria-hidden="true"></svg>')


def glyph(state: str | None, colour: bool = True) -> Markup:
    """The shape of a state. The word always stands beside it, so it is hidden from screen readers."""
    if state is None:
        return _NO_GLYPH
    return _drawn(str(state), colour)


def shape(state: str | None) -> Markup:
    """The same in the colour of the words around it."""
    return glyph(state, colour=False)


@lru_cache(maxsize=64)
def _drawn(state: str, colour: bool) -> Markup:
    name = text(state)
    return _GLYPH.format(Markup(" {}").format(name) if colour else "", name)


def in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    """``at`` in ``zone``."""
    return _in_zone(at, at.fold, zone)


@lru_cache(maxsize=2_048)
def _in_zone(at: datetime, _fold: int, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)
