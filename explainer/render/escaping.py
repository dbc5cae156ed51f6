"""Escaping and the smallest pieces of a page: glyphs, times, numbers. One escape function per context.

Everything a feed or staff wrote reaches a page through :func:`text`, :func:`attr` or :func:`href`, or through a
template, which calls them. They return ``Markup``: words that are html already. What is ``Markup`` is not escaped
again, and what is not cannot pass for it: only here, where words have just been escaped, is one made of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from explainer.model.running_text import Listing, Paragraph, addresses, parts
from explainer.model.vocabulary import State

_UNSAFE = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_TABLE = str.maketrans(_UNSAFE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[&<>\"'\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
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

STATE_WORDS = {
    State.STOPPED: "Stopped",
    State.SLOWED: "Slowed",
    State.WATCH: "Watch",
    State.UNKNOWN: "Unknown",
    State.NORMAL: "Normal",
}

GLYPHS = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
    '<symbol id="normal" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8"/></symbol>'
    '<symbol id="watch" viewBox="0 0 20 20">'
    '<circle cx="10" cy="10" r="6.4" fill="none" stroke="currentColor" stroke-width="3.4"/></symbol>'
    '<symbol id="slowed" viewBox="0 0 20 20">'
    '<path d="M10 3.2 18 17H2z" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/></symbol>'
    '<symbol id="stopped" viewBox="0 0 20 20">'
    '<path fill-rule="evenodd" d="M2 2h16v16H2zM5 8.4v3.2h10V8.4z"/></symbol>'
    '<symbol id="unknown" viewBox="0 0 20 20">'
    '<path d="M5.6 6.9a4.4 4.4 0 1 1 6.7 3.8c-1.6 1-2.3 1.6-2.3 3" fill="none" stroke="currentColor"'
    ' stroke-width="3"/><circle cx="10" cy="17.6" r="2"/></symbol></svg>'
)


def text(value: object) -> Markup:
    """``value`` as HTML text: markup becomes visible characters, control characters vanish; ``Markup`` stays."""
    if isinstance(value, Markup):
        return value
    words = str(value)
    # Most words need no change, and looking is cheaper than copying.
    return _html(words if _ODD.search(words) is None else _CONTROLS.sub("", words).translate(_TABLE))


def _html(escaped: str) -> Markup:
    return Markup(escaped)  # noqa: S704 - the one place, and whoever calls it has escaped


def ready(html: str) -> Markup:
    """What a renderer made that does not return ``Markup`` yet; the fewer call this, the better."""
    return _html(html)


def attr(value: str) -> Markup:
    """``value`` for a double-quoted attribute, on one line."""
    return text(value if _PLAIN.fullmatch(value) else " ".join(value.split()))


def href(value: str) -> Markup:
    """A feed's address for an ``href``, or the empty string when it is not plain http(s)."""
    return attr(value) if _WEB.match(value) else Markup("")


def prose(value: str) -> Markup:
    """``value`` as HTML text in which ranges and clock times do not break, and read left to right."""
    if isinstance(value, Markup):
        return value
    return _short_prose(value) if len(value) <= _SHORT else _prose(value)


def _prose(value: str) -> Markup:
    return _html(_NUMBERS.sub(lambda match: f'<span class="n">{match[0]}</span>', text(value)))


# Names and reasons stand on many pages; what is long stands on one.
_SHORT = 200
_short_prose = lru_cache(maxsize=2_048)(_prose)


def running(value: str) -> Markup:
    """``value`` as paragraphs and lists: line breaks that are meant stay, and whole addresses are links."""
    return _EMPTY.join(map(_part, parts(value)))


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
    found: list[Markup] = []
    done = 0
    for address in addresses(value):
        if target := href(address.href):
            found += (prose(value[done : address.start]), _LINK.format(target, text(address.shown)))
            done = address.end
    return _EMPTY.join([*found, prose(value[done:])])


def glyph(state: State | None, colour: bool = True) -> Markup:
    """The shape of a state. The word always stands beside it, so it is hidden from screen readers."""
    if state is None:
        return Markup('<svg class="g" aria-hidden="true"></svg>')
    return _COLOURED[state] if colour else _PLAIN_SHAPE[state]


_SHAPE = Markup('<svg class="g{}" aria-hidden="true"><use href="#{}"/></svg>')
_COLOURED = {state: _SHAPE.format(f" {state.value}", state.value) for state in State}
_PLAIN_SHAPE = {state: _SHAPE.format("", state.value) for state in State}


def clock(at: datetime, zone: ZoneInfo, now: datetime, name_zone: bool = False, near: bool = False) -> Markup:
    """``at`` as a ``<time>`` in ``zone``: the hour today, with the date on any other day.

    ``near`` leaves the date of the coming night away, where the words around say that it lies ahead.
    """
    return _clock(at, at.fold, zone, now, now.fold, name_zone, near)


# The two hours of a doubled one are equal but for their fold, and are not the same.
@lru_cache(maxsize=1_024)
def _clock(
    at: datetime, _at_fold: int, zone: ZoneInfo, now: datetime, _now_fold: int, name_zone: bool, near: bool
) -> Markup:
    local = in_zone(at, zone)
    soon = near and timedelta(0) <= at - now < NIGHT
    shown = hour_of(local) if soon else moment(at, zone, now)
    made = _HOUR if len(shown) == len("18:20") else _DAY
    if name_zone:
        shown += f" {zone_name(local)}"
    return made.format(local.isoformat(timespec="minutes"), shown)


_HOUR = Markup('<time datetime="{}">{}</time>')
_DAY = Markup('<time datetime="{}" class="day">{}</time>')


def in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    """``at`` in ``zone``."""
    return _in_zone(at, at.fold, zone)


@lru_cache(maxsize=2_048)
def _in_zone(at: datetime, _fold: int, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)


def hour_of(local: datetime) -> str:
    """``18:20``."""
    return f"{local.hour:02}:{local.minute:02}"


NIGHT = timedelta(hours=12)


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """``at`` in words: ``18:20``, or ``4 November, 18:20``, or with the year when it is another one."""
    local, today = in_zone(at, zone), in_zone(now, zone)
    if local.date() == today.date():
        return hour_of(local)
    return f"{day(at, zone, now)}, {hour_of(local)}"


def hour_and_day(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """``18:20 CET, 20 November``: words that stay true on another day."""
    local = in_zone(at, zone)
    return f"{hour_of(local)} {zone_name(local)}, {day(at, zone, now)}"


def zone_name(local: datetime) -> str:
    """The zone's short name, ``CET``; where it has none but its offset, ``UTC+3``."""
    name = local.tzname() or "UTC"
    return utc_offset(local) if name[0] in "+-" else name


def utc_offset(local: datetime) -> str:
    """``UTC+1``, ``UTC-3:30``, or ``UTC``."""
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def day(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The date of ``at`` in words: ``4 November``, with the year when it is not this one."""
    local, today = in_zone(at, zone), in_zone(now, zone)
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def number(value: float) -> str:
    """A figure without a needless ``.0``."""
    return f"{value:g}" if value < 100_000 else f"{value:,.0f}"


def span(low: float, high: float) -> str:
    """A range of figures, or the one figure when both ends agree."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def section(name: str, title: str, body: str, order: int = 0) -> str:
    """A section of a page: ``name`` is its anchor, ``title`` plain text, ``body`` ready html."""
    number_html = f'<span class="no">{order}</span>' if order else ""
    return (
        f'<section class="sec" id="{attr(name)}" aria-labelledby="h-{attr(name)}">\n'
        f'<h2 id="h-{attr(name)}">{number_html}{prose(title)}</h2>\n{body}\n</section>\n'
    )
