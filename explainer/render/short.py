"""An update in few words: as one SMS, and as a sentence to read out. What is sent and what a page offers say the same.

Each says as of when it is, and is marked if it is practice. In an SMS the address gives way first, then the words; the
time never does, and the next word as the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlsplit

from explainer.language.sms import ANY, SMALL, counted, plainer, unaccented
from explainer.model.running_text import in_one_line
from explainer.picture.issued import Issued
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import in_zone
from explainer.render.view import View
from explainer.render.words import bare, clip, hour_and_day, mark_of, marked, plain_headline, promise_sentence, sentence

_FEW = 70
"""Up to how many letters the words of an SMS come before the address."""

_LEAST = 12
"""With how few letters words still say something."""


def sms(view: View, issued: Issued) -> str:
    """One SMS, in the small alphabet where that needs no more than an accent; else in few words of any alphabet."""
    text = plainer(_in_letters(view, issued, SMALL))
    found = next((one for one in (text, unaccented(text)) if counted(one).most == SMALL), None)
    return found if found is not None and counted(found).fits else _in_few(view, issued)


def aloud(view: View, issued: Issued) -> str:
    """A sentence to read out, without an address, which nobody can hear."""
    headline = sentence(plain_headline(view, issued.now.disruption))
    return " ".join(filter(None, (headline, said_at(view, issued), promised(view, issued, hour_and_day))))


def said_at(view: View, issued: Issued) -> str:
    """What an update said, and when: ``As of 18:20 CET, 20 November: …``; the headline of one without words."""
    return _said_at(view, issued, hour_and_day(view, issued.at))


def promised(view: View, issued: Issued, told: Callable[[View, datetime], str]) -> str:
    """The next word that an update promised, as a sentence; empty where it promised none."""
    return promise_sentence(view, issued.promise, told(view, issued.promise.due)) if issued.promise else ""


def address(view: View, now: DisruptionNow) -> str:
    """Where a disruption stands; empty on a site without an address."""
    return view.address(f"disruptions/{now.id}/") if view.settings.site_url else ""


def marked_of(view: View, now: DisruptionNow, words: str) -> str:
    """With the mark of an exercise, where it is one and the words do not begin with it."""
    reality = now.disruption.reality
    return words if words.startswith(mark_of(view, reality)) else marked(view, words, reality)


def lines(parts: Iterable[str]) -> str:
    """The parts that say something, each in a line of its own."""
    return "\n".join(part for part in parts if part)


def _said_at(view: View, issued: Issued, at: str) -> str:
    said = issued.words or plain_headline(view, issued.now.disruption)
    return str(view.words.gettext("As of %(time)s: %(words)s", time=at, words=sentence(in_one_line(said))))


def _in_letters(view: View, issued: Issued, most: int) -> str:
    """What it is about, what was said and the next word; where all of it does not fit, what was said gives way last."""
    about = sentence(plain_headline(view, issued.now.disruption))
    said, where = _said_at(view, issued, _clock(view, issued.at)), address(view, issued.now)
    promise = promised(view, issued, _clock)
    for words, behind in ((f"{about} {said}", [promise, where]), (f"{about} {said}", [promise])):
        told = marked_of(view, issued.now, words)
        if len(plainer(told)) <= _room(most, *behind):
            return lines([told, *behind])
    behind = [promise, where] if _room(most, promise, where) >= _FEW else [promise]
    return lines([clip(marked_of(view, issued.now, said), max(1, _room(most, *behind))), *behind])


def _room(most: int, *behind: str) -> int:
    """How many letters are left for what was said: a line more, and the three dots of what is cut."""
    return most - len(plainer(lines(behind))) - 5


def _in_few(view: View, issued: Issued) -> str:
    """Mark, time, headline and next word in the seventy letters of any alphabet; the site's address if it fits."""
    at = _short_clock(view, issued.at)
    head = " ".join(filter(None, (mark_of(view, issued.now.disruption.reality), at)))
    about = plainer(bare(plain_headline(view, issued.now.disruption)))
    behind = _next(view, issued)
    where = urlsplit(view.settings.site_url).netloc
    for end in (" ".join(filter(None, (behind, where))), behind):
        told = _joined(head, about, end)
        if end and counted(told).letters <= ANY:
            return told
    for end in (behind, ""):
        room = ANY - counted(_joined(head, "", end)).letters - 2
        if room >= _LEAST:
            return _joined(head, _cut(about, room), end)
    return _cut(_joined(head, "", behind), ANY)


def _joined(head: str, about: str, end: str) -> str:
    words = f"{about}." if about and end and not about.endswith(("…", "?", "!", "؟")) else about
    return plainer(" ".join(filter(None, (head, words)))) + (f" {plainer(end)}" if end else "")


def _next(view: View, issued: Issued) -> str:
    """When the next word is due, as short as it goes; nothing of one that is late, as its page says why."""
    if issued.promise is None or issued.promise.overdue:
        return ""
    at = _short_clock(view, issued.promise.due)
    return view.words.pgettext("in an SMS: when there will be more", "More by %(time)s", time=at)


def _cut(words: str, most: int) -> str:
    """As many whole words as fit, with two dots where some are missing."""
    if _as_any(words) <= most:
        return words
    kept = ""
    for word in words.split():
        longer = f"{kept} {word}".strip()
        if _as_any(longer) > most - 2:
            break
        kept = longer
    if not kept:
        kept = words.encode("utf-16-be")[: 2 * max(0, most - 2)].decode("utf-16-be", "ignore")
    return f"{kept.rstrip(' ,;:.-')}.."


def _as_any(words: str) -> int:
    """How many letters a text takes where one of them is of no small alphabet."""
    return len(words.encode("utf-16-be", "surrogatepass")) // 2


def _clock(view: View, at: datetime) -> str:
    """The hour, with the day where that is another one than now."""
    local, now = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    return view.words.time(local) if local.date() == now.date() else hour_and_day(view, at)


def _short_clock(view: View, at: datetime) -> str:
    """The same with a day as short as it goes."""
    local, now = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    hour = view.words.time(local)
    return hour if local.date() == now.date() else f"{hour} {view.words.short_date(local)}"
