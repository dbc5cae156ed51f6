"""Sentences that several pages share: states, times, lengths of time, who says it, in which language.

Functions that return ``Markup`` give html; every other one returns plain text to be escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from html import unescape

from markupsafe import Markup

from explainer.language.directions import direction, is_right_to_left, primary
from explainer.language.escaping import untagged
from explainer.language.marks import N_
from explainer.language.states import reality_mark, state_word
from explainer.language.words import Words
from explainer.model.disruption import Disruption, Report
from explainer.model.running_text import in_one_line, spoken
from explainer.model.settings import Contact
from explainer.model.translation import in_its_language
from explainer.model.vocabulary import Reality, State
from explainer.picture.causes import Sure
from explainer.picture.model import DisruptionNow, Standing, Start
from explainer.picture.promises import Promise
from explainer.picture.sources import Freshness, SourceNow
from explainer.picture.spans import last_day
from explainer.render.escaping import attr, in_zone, prose, text
from explainer.render.sentences import end_of_first
from explainer.render.view import View, Wording

NIGHT = timedelta(hours=12)

NO_USABLE_END = N_("The publisher gave no usable end")
"""Said instead of “until further notice” where an end is written that cannot be read or lies before the start."""

_SURE = {Sure.KNOWN: N_("Known"), Sure.LIKELY: N_("Likely"), Sure.MAY_FOLLOW: N_("May follow")}
_DAY = Markup(' class="day"')
_TIME = Markup('<time datetime="{}"{}>{}</time>')
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_TAG = re.compile(r"<[^<>]*>")
_FIGURE = Markup('<span class="n">{}</span>')
_DIRECTION = Markup(' dir="{}"')
_LANGUAGE_OF = Markup(' lang="{}" dir="{}"')
_SENTENCE = re.compile(r"(?<=[\w)”»])[.!?](?= [^a-z])")
_END = re.compile(r"[.!?…:”»؟\u06d4]$")


def when(view: View, at: datetime, zone: bool = False) -> Markup:
    """``at`` as a ``<time>``: the hour today, with the date on any other day."""
    local, here = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    if local.date() == here.date():
        return hour(view, at, zone)
    shown = view.words.with_date(_clock(view.words, local, zone), local, here)
    return _element(local.isoformat(timespec="minutes"), _DAY, shown)


def soon(view: View, at: datetime, zone: bool = False) -> Markup:
    """``at`` as a ``<time>`` that lies ahead: the date only when it is more than a night away."""
    is_near = timedelta(0) <= at - view.picture.now < NIGHT
    return hour(view, at, zone) if is_near else when(view, at, zone)


def hour(view: View, at: datetime, zone: bool = False) -> Markup:
    """The hour of ``at`` alone as a ``<time>``, where the date stands beside it."""
    local = in_zone(at, view.zone)
    return _element(local.isoformat(timespec="minutes"), Markup(""), _clock(view.words, local, zone))


def _clock(words: Words, local: datetime, zone: bool) -> str:
    """``18:20``, or ``18:20 CET``: the zone belongs to the hour, wherever a language puts the date."""
    if not zone:
        return words.time(local)
    return words.pgettext(
        "a time and the short name of its zone", "%(time)s %(zone)s", time=words.time(local), zone=words.zone(local)
    )


def on_day(view: View, at: datetime, weekday: bool = False) -> Markup:
    """The date of ``at`` as a ``<time>``: ``4 November`` or ``Friday 20 November``."""
    local, now = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    shown = view.words.date_with_weekday(local, now) if weekday else view.words.date(local, now)
    return _element(local.date().isoformat(), _DAY, shown)


@lru_cache(maxsize=2_048)
def _element(machine: str, kind: Markup, shown: str) -> Markup:
    return _TIME.format(machine, kind, shown)


def day_of(view: View, at: datetime) -> str:
    """The date of ``at`` in words, whichever day it is: ``20 November``."""
    return view.words.date(in_zone(at, view.zone), in_zone(view.picture.now, view.zone))


def hour_and_day(view: View, at: datetime) -> str:
    """``18:20 CET, 20 November``: words that stay true on another day."""
    return _hour_and(view, at, day_of(view, at))


def hour_and_full_date(view: View, at: datetime) -> str:
    """``18:20 CET, Friday 20 November 2026``: words that stay true in another year."""
    local, words = in_zone(at, view.zone), view.words
    date = words.cldr.weekday_date.format(weekday=words.weekday(local), date=words.full_date(local))
    return _hour_and(view, at, date)


def _hour_and(view: View, at: datetime, date: str) -> str:
    local, words = in_zone(at, view.zone), view.words
    return words.pgettext(
        "words that stay true on another day",
        "%(time)s %(zone)s, %(date)s",
        time=words.time(local),
        zone=words.zone(local),
        date=date,
    )


def full_moment(view: View, at: datetime) -> Markup:
    """``Friday 20 November, 18:20 CET`` as a ``<time>``: words that are right on whichever day they are read."""
    local, here = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    date, clock = view.words.date_with_weekday(local, here), _clock(view.words, local, True)
    shown = view.words.pgettext("a day, and a time on it", "%(date)s, %(time)s", date=date, time=clock)
    return _element(local.isoformat(timespec="minutes"), _DAY, shown)


def figures(view: View, low: float, high: float) -> Markup:
    """A figure or a range of them that does not break, and whose signs stay in their places.

    A range in the words of a language that runs from right to left is left to that language.
    """
    shown = view.words.range(low, high)
    return text(shown) if view.words.direction == "rtl" and low != high else _FIGURE.format(shown)


def told(view: View, now: DisruptionNow) -> Markup:
    """``Written 18:20``; of words that name no time ``Read by us 18:24``, never that they were written then."""
    at = when(view, now.written_at)
    if now.is_dated:
        return view.words.gettext("Written %(time)s", time=at)
    return view.words.gettext("Read by us %(time)s", time=at)


def told_in_full(view: View, now: DisruptionNow) -> Markup:
    """The same as a sentence."""
    at = when(view, now.written_at)
    if now.is_dated:
        return view.words.gettext("Written %(time)s.", time=at)
    return view.words.gettext("Read by us %(time)s.", time=at)


def whom_to_call(words: Words, contact: Contact, form: Markup) -> Markup:
    """Whom to call without a connection, and when, as a sentence; ``form`` is that of the number."""
    phone = form.format(contact.phone)
    if not contact.hours:
        return words.gettext("No connection? Call %(phone)s.", phone=phone)
    hours = text(words.unless_own(contact.hours))
    return words.gettext("No connection? Call %(phone)s, %(hours)s.", phone=phone, hours=hours)


def written_word(view: View, now: DisruptionNow) -> str:
    """What the time beside a disruption's words is."""
    said = N_("Written") if now.is_dated else N_("Read by us")
    return view.words.gettext(said)


def dated(view: View, now: DisruptionNow) -> Markup:
    """The time behind a publisher's name: ``18:20``, or ``read by us 18:24``."""
    at = when(view, now.written_at)
    return at if now.is_dated else view.words.pgettext("behind a publisher's name", "read by us %(time)s", time=at)


def next_word(view: View, now: DisruptionNow) -> Markup:
    """What a disruption promises, as a sentence: when there will be more, or that it is late; or nothing."""
    if now.promise is None:
        return Markup("")
    told = when if now.promise.overdue else soon
    return text(promise_sentence(view, now.promise, told(view, now.promise.due, zone=True)))


def promise_sentence(view: View, promised: Promise, at: str) -> str:
    """The sentence on a promise whose time is told as ``at``; Markup where that is."""
    if promised.overdue:
        return view.words.gettext("The update promised for %(time)s is late.", time=at)
    return view.words.gettext("Next update by %(time)s.", time=at)


def between(view: View, low: datetime, high: datetime) -> Markup:
    """``between 19:30 and 21:00``, naming a common other day once."""
    words = view.words
    if low == high:
        return words.pgettext("when something is expected", "at %(time)s", time=soon(view, low))
    first, last, today = (in_zone(at, view.zone).date() for at in (low, high, view.picture.now))
    if first == last != today and abs(high - view.picture.now) > NIGHT:
        return words.pgettext(
            "when something is expected",
            "%(day)s, between %(low)s and %(high)s",
            day=on_day(view, low),
            low=hour(view, low),
            high=hour(view, high),
        )
    return words.pgettext(
        "when something is expected", "between %(low)s and %(high)s", low=soon(view, low), high=soon(view, high)
    )


def period(
    view: View, start: datetime | None, end: datetime | None, whole_days: bool = False, unusable_end: str = ""
) -> Markup:
    """A span ahead, ``Sunday 22 November, 01:00–05:00``; open ends are said, never guessed.

    ``whole_days`` end with their last day. ``unusable_end`` is what the publisher wrote as an end nobody can use.
    """
    words = view.words
    if start is None:
        if end is not None:
            return words.gettext("Until %(time)s", time=when(view, end))
        return text(words.gettext(NO_USABLE_END if unusable_end else N_("Until further notice")))
    first = on_day(view, start, weekday=True)
    if end is None:
        since = first
        if not whole_days:
            since = words.gettext("%(day)s, from %(time)s", day=first, time=hour(view, start))
        return words.gettext("%(since)s. The publisher gave no usable end", since=since) if unusable_end else since
    if whole_days:
        end = last_day(in_zone(end, view.zone))
    same = in_zone(start, view.zone).date() == in_zone(end, view.zone).date()
    last = on_day(view, end, weekday=True)
    if whole_days:
        return first if same else words.gettext("%(first)s, until %(last)s", first=first, last=last)
    begins, ends = hour(view, start), hour(view, end)
    if same:
        return words.gettext("%(day)s, %(start)s–%(end)s", day=first, start=begins, end=ends)
    return words.gettext(
        "%(first)s, %(start)s, until %(last)s, %(end)s", first=first, start=begins, last=last, end=ends
    )


def sentence(value: str) -> str:
    """``value`` with the full stop it may lack; Markup where it is."""
    said = value.strip()
    return in_its_language(said if not said or _END.search(said) else said + ".", value)


def bare(value: str) -> str:
    """``value`` without its last full stop, for headings and for second lines of a row."""
    said = value.strip()
    return in_its_language(said[:-1] if said.endswith(".") and not said.endswith("..") else said, value)


def clip(value: str, most: int) -> str:
    """``value`` on one line, cut at a word when longer than ``most`` characters."""
    flat = " ".join(value.split())
    if len(flat) <= most:
        return in_its_language(flat, value)
    cut = flat[:most].rsplit(" ", 1)[0] if " " in flat[:most] else flat[:most]
    return in_its_language(f"{cut.rstrip(' ,;:.')} …", value)


def first_sentence(value: str, most: int) -> str:
    """The first sentence of ``value`` without the addresses of links, cut at a word when longer than ``most``."""
    flat = in_one_line(spoken(value))
    return clip(in_its_language(flat[: end_of_first(flat, _SENTENCE)].strip(), value), most)


def language(view: View, said: Wording) -> Markup:
    """html: ``lang`` and ``dir`` attributes for text that is not in the site's language, or nothing."""
    ours, theirs = primary(view.language), primary(said.lang)
    if theirs == ours or not _LANGUAGE.fullmatch(said.lang):
        return Markup("")
    if theirs == "und":
        backwards = _runs_backwards(said.text)
        same = backwards == is_right_to_left(ours)
        return Markup("") if same else _DIRECTION.format("rtl" if backwards else "ltr")
    return _LANGUAGE_OF.format(attr(said.lang), direction(theirs))


def _runs_backwards(value: str) -> bool:
    """Whether the first letter with a direction runs from right to left, as a browser's ``dir=auto``."""
    kinds = (unicodedata.bidirectional(character) for character in value[:200])
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def said(view: View, words: Wording, most: int = 0) -> Markup:
    """html: text of a feed, marked with its language where that is not the site's."""
    shown = prose(clip(words.text, most) if most else words.text)
    marked = language(view, words)
    return Markup("<span{}>{}</span>").format(marked, shown) if marked else shown


def in_english(view: View, words: str) -> Markup:
    """What the program says for whoever runs the site: in English, and marked so on a page in another language."""
    return said(view, Wording("en", words))


def headline(view: View, disruption: Disruption, most: int = 160) -> Markup:
    """html: a disruption's headline; a feed that gives none gets its publisher's name. One of a draft says so."""
    words = view.said(disruption, disruption.headline)
    told = said(view, words, most) if words.text.strip() else text(_message_from(view, disruption))
    return _DRAFT.format(draft(view), told) if disruption.reality is Reality.DRAFT else told


_DRAFT = Markup('<b class="draft">{}</b> {}')


def marked(view: View, title: str, reality: Reality = Reality.ACTUAL) -> str:
    """A title that leaves its page, under the mark of what is not meant: ``EXERCISE: …`` of all that a drill says."""
    mark = mark_of(view, reality)
    if not mark:
        return title
    return view.words.pgettext("title of what is not real", "%(mark)s: %(title)s", mark=mark, title=title)


def mark_of(view: View, reality: Reality) -> str:
    """The mark on what leaves its page and is not meant; empty of what is."""
    if reality is Reality.ACTUAL and not view.picture.exercise:
        return ""
    return reality_mark(view.words, Reality.EXERCISE if reality is Reality.ACTUAL else reality)


def practice_of(view: View, reality: Reality) -> str:
    """What stands beside that mark in an exercise; empty of what is no part of one."""
    exercise = view.settings.exercise
    if exercise is None or reality not in (Reality.ACTUAL, Reality.EXERCISE):
        return ""
    return view.words.unless_own(exercise.says)


def draft(view: View) -> str:
    """The mark on what staff have not published: ``DRAFT``."""
    return reality_mark(view.words, Reality.DRAFT)


def plain(html: str) -> str:
    """The text of html that this module's functions made, for a title or a description."""
    return unescape(_TAG.sub("", untagged(str(html))))


def words_of(disruption: Disruption) -> str:
    """Its headline in the first of its languages; its own id where it came without words."""
    return next((said.text for said in disruption.headline), disruption.origin.native_id)


def plain_headline(view: View, disruption: Disruption) -> str:
    """A disruption's headline as plain text, for titles."""
    words = clip(view.said(disruption, disruption.headline).text, 120)
    return words or _message_from(view, disruption)


def _message_from(view: View, disruption: Disruption) -> str:
    return view.words.gettext("A message from %(publisher)s", publisher=view.publisher(disruption))


def state_since(view: View, state: State, start: Start, word: str = "") -> Markup:
    """``Slowed since 16:40 CET``; normal for days is said with the day alone. ``word`` is another one for it.

    Where nobody states a start: ``Slowed, reported 16:52 CET``, or ``Slowed, first seen by us 17:00 CET``.
    """
    shown = text(word or state_word(view.words, state))
    since = start.since
    if since is None or since > view.picture.now:
        return known_since(view, shown, start)
    today = in_zone(since, view.zone).date() == in_zone(view.picture.now, view.zone).date()
    if state is State.NORMAL and not today:
        return view.words.gettext("%(state)s since %(day)s", state=shown, day=on_day(view, since))
    return view.words.gettext("%(state)s since %(time)s", state=shown, time=when(view, since, zone=True))


def known_since(view: View, state: Markup, start: Start) -> Markup:
    """A state with since when it is known, where nobody states since when it is: ``Slowed, reported 16:52 CET``."""
    if start.since is not None:
        return state
    if start.issued_at is not None:
        at = when(view, start.issued_at, zone=True)
        return view.words.gettext("%(state)s, reported %(time)s", state=state, time=at)
    if start.first_seen is not None:
        at = when(view, start.first_seen, zone=True)
        return view.words.gettext("%(state)s, first seen by us %(time)s", state=state, time=at)
    return state


def certainty(view: View, sure: Sure, report: Report | None) -> tuple[str, str]:
    """The css class and the word of a causal step: a report we are checking is neither known nor likely."""
    if report is not None and report.checking_by is not None:
        return "check", view.words.gettext("Checking")
    return {Sure.KNOWN: "", Sure.LIKELY: "likely", Sure.MAY_FOLLOW: "check"}[sure], sure_word(view.words, sure)


def sure_word(words: Words, sure: Sure) -> str:
    """How sure a causal step is: ``Likely``."""
    return words.gettext(_SURE[sure])


def not_known(view: View, now: DisruptionNow) -> Markup:
    """That nobody knows why yet, and who answers by when, of what says so of its cause; empty for everything else."""
    return text(
        not_known_in(
            view.words,
            now,
            view.picture.now,
            lambda at: when(view, at),
            lambda party: text(view.system.party_name(party)),
        )
    )


def not_known_in(
    words: Words, now: DisruptionNow, moment: datetime, told: Callable[[datetime], str], name: Callable[[str], str]
) -> str:
    """The same at ``moment``, with times as ``told`` tells them and parties called what ``name`` calls them."""
    cause = now.disruption.account.cause
    if cause is None or not cause.unknown:
        return ""
    if now.standing is Standing.ENDED:
        return words.gettext("It is over, and we do not know why it happened.")
    if not cause.investigator:
        return words.gettext("We do not know why yet.")
    party = name(cause.investigator)
    if cause.answer_by is None:
        return words.gettext("We do not know why yet; %(party)s is finding out.", party=party)
    at = told(cause.answer_by)
    if cause.answer_by <= moment:
        return words.gettext("We do not know why yet; %(party)s was to answer by %(time)s.", party=party, time=at)
    return words.gettext("We do not know why yet; %(party)s answers by %(time)s.", party=party, time=at)


def speaker(view: View, now: DisruptionNow, report: Report) -> str:
    """Who says what a report says: the party named, if it may be believed to; or the owner in our own bulletins.

    Else it is the publisher: nobody speaks for another.
    """
    if now.credits(report.by):
        return view.system.party_name(report.by)
    component = view.system.by_id.get(report.component)
    if now.ours and component is not None:
        return view.system.party_name(component.owner)
    return view.publisher(now.disruption)


def whose_words(view: View, now: DisruptionNow) -> Markup:
    """Who says it, as a sentence; nothing of our own bulletins."""
    if now.ours:
        return Markup("")
    return text(view.words.gettext("%(publisher)s says this.", publisher=view.publisher(now.disruption)))


def silence(view: View, source: SourceNow) -> Markup:
    """Since when a source that is not fresh has said nothing; empty for a fresh one."""
    if source.freshness is Freshness.FRESH:
        return Markup("")
    if source.last_good is None:
        return text(view.words.gettext("Never answered"))
    return view.words.gettext("Silent since %(time)s", time=when(view, source.silent_since or source.last_good))


def doubt(view: View, now: DisruptionNow) -> Markup:
    """The warning over a disruption whose source no longer answers, as a sentence."""
    source = view.picture.source.get(now.disruption.origin.feed)
    since = (source.silent_since or source.last_good) if source else None
    if since is None:
        return text(view.words.gettext("Its source does not answer; this may be out of date."))
    return _silent_since(view, when(view, since, zone=True))


def lasting_doubt(view: View, now: DisruptionNow) -> str:
    """The same in words that stay true on another day, as plain text; empty while the source answers."""
    source = view.picture.source.get(now.disruption.origin.feed)
    since = source.silent_since if source and not now.trusted and now.standing is not Standing.ENDED else None
    return _silent_since(view, hour_and_day(view, since)) if since else ""


def _silent_since(view: View, at: str) -> Markup:
    return text(view.words.gettext("Its source has been silent since %(time)s; this may be out of date.", time=at))
