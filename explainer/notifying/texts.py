"""What somebody is told, in a text that fits: always as of when it is, with the next word, and marked if practice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlsplit

from explainer.language.sms import ANY, SMALL, counted, plainer, unaccented
from explainer.model.notifying import Addressee
from explainer.model.running_text import in_one_line
from explainer.model.vocabulary import Fit
from explainer.notifying.services import Message, Takes
from explainer.picture.issued import Issued, issued_in
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import in_zone
from explainer.render.view import View
from explainer.render.words import clip, hour_and_day, mark_of, marked, plain_headline, promise_sentence, sentence

A_LETTER = 4_000
"""Characters of a text where the service takes more."""

_FEW = 70
"""Up to how many letters the words of an SMS come before the address."""

AN_SMS = 200
"""Up to how many characters a service takes an SMS, and nothing else."""


def written(view: View, issued: Issued, addressee: Addressee, takes: Takes) -> Message:
    """What an addressee is told of an update, in the language of the view."""
    issued = _in_language(view, issued)
    title = _marked(view, issued.now, plain_headline(view, issued.now.disruption))
    return Message(
        title=clip(title, takes.title) if takes.title else "",
        body=_body(view, issued, addressee, takes),
        key=f"{issued.id}/{addressee.name}",
        update=issued.id,
        site=urlsplit(view.settings.site_url).hostname or "",
    )


def is_sms(addressee: Addressee, takes: Takes) -> bool:
    """Whether an addressee gets one SMS: it asks for one, or its service takes nothing longer."""
    return addressee.text is Fit.SMS or takes.body <= AN_SMS


def _body(view: View, issued: Issued, addressee: Addressee, takes: Takes) -> str:
    if addressee.text is Fit.ALOUD and not is_sms(addressee, takes):
        return _marked(view, issued.now, _aloud(view, issued))
    if is_sms(addressee, takes):
        return _sms(view, issued)
    return fitting(view, issued, min(takes.body, A_LETTER), has_title=takes.title > 0)


def fitting(view: View, issued: Issued, most: int, *, has_title: bool) -> str:
    """The words of an update in at most so many characters: what was said gives way, and nothing else does."""
    head = "" if has_title else _marked(view, issued.now, sentence(plain_headline(view, issued.now.disruption)))
    promise = _promised(view, issued, hour_and_day)
    behind = [promise, address(view, issued.now), issued.id]
    room = most - len(_lines([head, " ", *behind]))
    if room < len(head):
        behind = [promise, address(view, issued.now)]
        room = most - len(_lines([head, " ", *behind]))
    said = _lines([head, clip(said_at(view, issued), room - 2) if room > 2 else "", *behind])
    return said if len(said) <= most else clip(said, most - 2)


def said_at(view: View, issued: Issued) -> str:
    """What an update said, and when: ``As of 18:20 CET, 20 November: …``; the headline of one without words."""
    return _said_at(view, issued, hour_and_day(view, issued.at))


def _said_at(view: View, issued: Issued, at: str) -> str:
    said = issued.words or plain_headline(view, issued.now.disruption)
    return str(view.words.gettext("As of %(time)s: %(words)s", time=at, words=sentence(in_one_line(said))))


def address(view: View, now: DisruptionNow) -> str:
    """Where a disruption stands; empty on a site without an address."""
    return view.address(f"disruptions/{now.id}/") if view.settings.site_url else ""


def _in_language(view: View, issued: Issued) -> Issued:
    """The same update in the words of a view."""
    return next((one for one in issued_in(view.picture) if one.id == issued.id), issued)


def _marked(view: View, now: DisruptionNow, words: str) -> str:
    """With the mark of an exercise, where it is one and the words do not begin with it."""
    reality = now.disruption.reality
    return words if words.startswith(mark_of(view, reality)) else marked(view, words, reality)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _aloud(view: View, issued: Issued) -> str:
    """A sentence to read out, without an address, which nobody can hear."""
    headline = sentence(plain_headline(view, issued.now.disruption))
    return " ".join(filter(None, (headline, said_at(view, issued), _promised(view, issued, hour_and_day))))


def _sms(view: View, issued: Issued) -> str:
    """One SMS, in the small alphabet where that needs no more than an accent; the address gives way, then the words."""
    text = plainer(_in_letters(view, issued, SMALL))
    return next(
        (one for one in (text, unaccented(text)) if counted(one).most == SMALL),
        plainer(_in_letters(view, issued, ANY)),
    )


def _in_letters(view: View, issued: Issued, most: int) -> str:
    """What it is about, what was said and the next word; where all of it does not fit, what was said gives way last."""
    about = sentence(plain_headline(view, issued.now.disruption))
    said, where = _said_at(view, issued, _clock(view, issued.at)), address(view, issued.now)
    promise = _promised(view, issued, _clock)
    for words, behind in ((f"{about} {said}", [promise, where]), (f"{about} {said}", [promise])):
        told = _marked(view, issued.now, words)
        if len(plainer(told)) <= _room(most, *behind):
            return _lines([told, *behind])
    behind = [promise, where] if _room(most, promise, where) >= _FEW else [promise]
    return _lines([clip(_marked(view, issued.now, said), max(1, _room(most, *behind))), *behind])


def _room(most: int, *behind: str) -> int:
    """How many letters are left for what was said: a line more, and the three dots of what is cut."""
    return most - len(plainer(_lines(behind))) - 5


def _clock(view: View, at: datetime) -> str:
    """The hour, with the day where that is another one than now."""
    local, now = in_zone(at, view.zone), in_zone(view.picture.now, view.zone)
    return view.words.time(local) if local.date() == now.date() else hour_and_day(view, at)


def _promised(view: View, issued: Issued, told: Callable[[View, datetime], str]) -> str:
    return promise_sentence(view, issued.promise, told(view, issued.promise.due)) if issued.promise else ""
