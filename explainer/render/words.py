"""Sentences that several pages share: states, times, lengths of time, who says it, in which language.

Functions that return ``Markup`` give html; every other one returns plain text to be escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from explainer.model.running_text import in_one_line, spoken
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow, Freshness, SourceNow, Start, Sure
from explainer.render.escaping import MONTHS, STATE_WORDS, attr, clock, day, hour_of, in_zone, prose, text, zone_name
from explainer.render.view import View, Wording

if TYPE_CHECKING:
    from explainer.model.disruption import Disruption, Report

GRACE = timedelta(minutes=5)
"""How late a promised update may come and still count as kept: people’s clocks differ by that."""

NO_USABLE_END = "The publisher gave no usable end"
"""Said instead of “until further notice” where an end is written that cannot be read or lies before the start."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SURE_WORDS = {Sure.KNOWN: "Known", Sure.LIKELY: "Likely", Sure.MAY_FOLLOW: "May follow"}

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_TAG = re.compile(r"<[^<>]*>")
_DAY = Markup('<time datetime="{}" class="day">{}</time>')
_HOUR = Markup('<time datetime="{}">{}</time>')
_DIRECTION = Markup(' dir="{}"')
_LANGUAGE_OF = Markup(' lang="{}" dir="{}"')
_SENTENCE = re.compile(r"(?<=[\w)”»])[.!?](?= [^a-z])")
_END = re.compile(r"[.!?…:”»]$")


def when(view: View, at: datetime, zone: bool = False) -> Markup:
    """html: ``at`` as a ``<time>``: the hour today, with the date on any other day."""
    return clock(at, view.zone, view.picture.now, name_zone=zone)


def told(view: View, now: DisruptionNow) -> Markup:
    """html: ``Written 18:20``; of words that name no time ``Read by us 18:24``, never that they were written then."""
    return Markup("{} {}").format(written_word(now), when(view, now.written_at))


def written_word(now: DisruptionNow) -> str:
    """What the time beside a disruption's words is."""
    return "Written" if now.is_dated else "Read by us"


def dated(view: View, now: DisruptionNow) -> Markup:
    """html: the time behind a publisher's name: ``18:20``, or ``read by us 18:24``."""
    at = when(view, now.written_at)
    return at if now.is_dated else Markup("read by us {}").format(at)


def soon(view: View, at: datetime, zone: bool = False) -> Markup:
    """html: ``at`` as a ``<time>`` that lies ahead: the date only when it is more than a night away."""
    return clock(at, view.zone, view.picture.now, name_zone=zone, near=True)


def on_day(view: View, at: datetime, weekday: bool = False) -> Markup:
    """html: the date of ``at`` as a ``<time>``: ``4 November`` or ``Friday 20 November``."""
    local = in_zone(at, view.zone)
    shown = day(at, view.zone, view.picture.now)
    if weekday:
        shown = f"{DAYS[local.weekday()]} {shown}"
    return _DAY.format(local.date().isoformat(), shown)


def day_of(view: View, at: datetime) -> str:
    """The date of ``at`` in words, whichever day it is: ``20 November``."""
    return day(at, view.zone, view.picture.now)


def hour(view: View, at: datetime, zone: bool = False) -> Markup:
    """html: the hour of ``at`` alone, where the date stands beside it."""
    local = in_zone(at, view.zone)
    shown = f"{hour_of(local)} {zone_name(local)}" if zone else hour_of(local)
    return _HOUR.format(local.isoformat(timespec="minutes"), shown)


def full_date(value: date) -> str:
    """A date with its year, for words that outlive the crisis: ``2 October 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def between(view: View, low: datetime, high: datetime) -> Markup:
    """html: ``between 19:30 and 21:00``, naming a common other day once."""
    if low == high:
        return Markup("at {}").format(soon(view, low))
    first, last, today = (in_zone(at, view.zone).date() for at in (low, high, view.picture.now))
    if first == last != today and high - view.picture.now > timedelta(hours=12):
        return Markup("{}, between {} and {}").format(on_day(view, low), hour(view, low), hour(view, high))
    return Markup("between {} and {}").format(soon(view, low), soon(view, high))


def period(
    view: View, start: datetime | None, end: datetime | None, whole_days: bool = False, unusable_end: str = ""
) -> Markup:
    """html: a span ahead, ``Sunday 22 November, 01:00–05:00``; open ends are said, never guessed.

    ``whole_days`` end with their last day. ``unusable_end`` is what the publisher wrote as an end nobody can use.
    """
    if start is None:
        if end is not None:
            return Markup("Until {}").format(when(view, end))
        return text(NO_USABLE_END if unusable_end else "Until further notice")
    first = on_day(view, start, weekday=True)
    if end is None:
        open_from = first if whole_days else Markup("{}, from {}").format(first, hour(view, start))
        return Markup("{}. {}").format(open_from, NO_USABLE_END) if unusable_end else open_from
    if whole_days:
        end = last_day(view, end)
    same = in_zone(start, view.zone).date() == in_zone(end, view.zone).date()
    if whole_days:
        return first if same else Markup("{}, until {}").format(first, on_day(view, end, weekday=True))
    if same:
        return Markup("{}, {}–{}").format(first, hour(view, start), hour(view, end))
    last = on_day(view, end, weekday=True)
    return Markup("{}, {}, until {}, {}").format(first, hour(view, start), last, hour(view, end))


def last_day(view: View, end: datetime) -> datetime:
    """A moment of the last day before ``end``: the midnight at the end of a day is no part of the next one."""
    local = in_zone(end, view.zone)
    return end - timedelta(minutes=1) if not (local.hour or local.minute) else end


def duration(length: timedelta) -> str:
    """A length of time in words: ``12 minutes``, ``2 hours 10 minutes``, ``3 days 4 hours``."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 1:
        return "less than a minute"
    parts = ((minutes // 1440, "day"), (minutes % 1440 // 60, "hour"), (minutes % 60, "minute"))
    first = next(index for index, (amount, _) in enumerate(parts) if amount)
    return " ".join(count(amount, unit) for amount, unit in parts[first : first + 2] if amount)


def count(amount: int, one: str, many: str = "") -> str:
    """``1 minute``, ``12 minutes``."""
    return f"{amount} {one if amount == 1 else many or one + 's'}"


def sentence(value: str) -> str:
    """``value`` with the full stop it may lack."""
    value = value.strip()
    return value if not value or _END.search(value) else f"{value}."


def bare(value: str) -> str:
    """``value`` without its last full stop, for headings and for second lines of a row."""
    value = value.strip()
    return value[:-1] if value.endswith(".") and not value.endswith("..") else value


def clip(value: str, most: int) -> str:
    """``value`` on one line, cut at a word when longer than ``most`` characters."""
    value = " ".join(value.split())
    if len(value) <= most:
        return value
    cut = value[:most].rsplit(" ", 1)[0] if " " in value[:most] else value[:most]
    return f"{cut.rstrip(' ,;:.')} …"


def first_sentence(value: str, most: int) -> str:
    """The first sentence of ``value`` without the addresses of links, cut at a word when longer than ``most``."""
    flat = in_one_line(spoken(value))
    end = _SENTENCE.search(flat)
    return clip(flat[: end.end()].strip() if end else flat, most)


def listed(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *head, last = list(names) or [""]
    return f"{', '.join(head)} and {last}" if head else last


def lower_first(value: str) -> str:
    """``value`` for the middle of a sentence, unless its first word looks like a name."""
    first = value.split(" ", 1)[0]
    return value if any(c.isupper() or c.isdigit() for c in first[1:]) else value[:1].lower() + value[1:]


def language(view: View, said: Wording) -> Markup:
    """html: ``lang`` and ``dir`` attributes for text that is not in the site's language, or nothing."""
    ours = view.settings.language.lower().split("-")[0]
    theirs = said.lang.lower().split("-")[0]
    if theirs == ours or not _LANGUAGE.fullmatch(said.lang):
        return Markup("")
    if theirs == "und":
        backwards = _runs_backwards(said.text)
        same = backwards == (ours in RIGHT_TO_LEFT)
        return Markup("") if same else _DIRECTION.format("rtl" if backwards else "ltr")
    return _LANGUAGE_OF.format(attr(said.lang), "rtl" if theirs in RIGHT_TO_LEFT else "ltr")


def _runs_backwards(value: str) -> bool:
    """Whether the first letter with a direction runs from right to left, as a browser's ``dir=auto``."""
    kinds = (unicodedata.bidirectional(character) for character in value[:200])
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def said(view: View, words: Wording, most: int = 0) -> Markup:
    """html: text of a feed, marked with its language where that is not the site's."""
    shown = prose(clip(words.text, most) if most else words.text)
    marked = language(view, words)
    return Markup("<span{}>{}</span>").format(marked, shown) if marked else shown


def headline(view: View, disruption: Disruption, most: int = 160) -> Markup:
    """html: a disruption's headline; a feed that gives none gets its publisher's name."""
    words = view.said(disruption.headline)
    if not words.text.strip():
        return text(f"A message from {disruption.origin.publisher}")
    return said(view, words, most)


def plain(html: str) -> str:
    """The text of html that this module's functions made, for a title or a description."""
    return unescape(_TAG.sub("", str(html)))


def words_of(disruption: Disruption) -> str:
    """Its headline in the first of its languages; its own id where it came without words."""
    return next((said.text for said in disruption.headline), disruption.origin.native_id)


def plain_headline(view: View, disruption: Disruption) -> str:
    """A disruption's headline as plain text, for titles."""
    words = clip(view.said(disruption.headline).text, 120)
    return words or f"A message from {disruption.origin.publisher}"


def state_since(view: View, state: State, start: Start, word: str = "") -> Markup:
    """html: ``Slowed since 16:40 CET``; normal for days is said with the day alone.

    Where nobody states a start: ``Slowed, reported 16:52 CET``, or ``Slowed, first seen by us 17:00 CET``.
    """
    word = word or STATE_WORDS[state]
    since = start.since
    if since is None or since > view.picture.now:
        return Markup("{}{}").format(word, known_since(view, start))
    today = in_zone(since, view.zone).date() == in_zone(view.picture.now, view.zone).date()
    if state is State.NORMAL and not today:
        return Markup("{} since {}").format(word, on_day(view, since))
    return Markup("{} since {}").format(word, when(view, since, zone=True))


def known_since(view: View, start: Start) -> Markup:
    """html: since when it is known, where nobody states since when it is: ``, reported 16:52 CET``."""
    if start.since is not None:
        return Markup("")
    if start.issued_at is not None:
        return Markup(", reported {}").format(when(view, start.issued_at, zone=True))
    if start.first_seen is None:
        return Markup("")
    return Markup(", first seen by us {}").format(when(view, start.first_seen, zone=True))


def certainty(sure: Sure, report: Report | None) -> tuple[str, str]:
    """The css class and the word of a causal step: a report we are checking is neither known nor likely."""
    if report is not None and report.checking_by is not None:
        return "check", "Checking"
    return {Sure.KNOWN: "", Sure.LIKELY: "likely", Sure.MAY_FOLLOW: "check"}[sure], SURE_WORDS[sure]


def speaker(view: View, now: DisruptionNow, report: Report) -> str:
    """Who says what a report says: the party named, if it may be believed to; or the owner in our own bulletins.

    Else it is the publisher: nobody speaks for another.
    """
    if now.credits(report.by):
        return view.system.party_name(report.by)
    component = view.system.by_id.get(report.component)
    if now.ours and component is not None:
        return view.system.party_name(component.owner)
    return now.disruption.origin.publisher


def silence(view: View, source: SourceNow) -> Markup:
    """html: since when a source that is not fresh has said nothing; empty for a fresh one."""
    if source.freshness is Freshness.FRESH:
        return Markup("")
    if source.last_good is None:
        return Markup("Never answered")
    return Markup("Silent since {}").format(when(view, source.silent_since or source.last_good))


def doubt(view: View, now: DisruptionNow) -> Markup:
    """html: the warning over a disruption whose source no longer answers."""
    source = view.picture.source.get(now.disruption.origin.feed)
    since = (source.silent_since or source.last_good) if source else None
    if since is None:
        return Markup("Its source does not answer; this may be out of date.")
    return Markup("Its source has been silent since {}; this may be out of date.").format(when(view, since, zone=True))
