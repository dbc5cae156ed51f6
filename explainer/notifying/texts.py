"""What somebody is told, in a text that fits: always as of when it is, with the next word, and marked if practice."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from explainer.language.states import reality_mark
from explainer.model.notifying import Addressee
from explainer.model.running_text import in_one_line
from explainer.model.vocabulary import Fit, Reality
from explainer.notifying.services import Message, Takes
from explainer.picture.issued import Issued, issued_in
from explainer.picture.model import DisruptionNow
from explainer.render.view import View
from explainer.render.words import clip, hour_and_day, plain_headline, promise_sentence, sentence

A_LETTER = 4_000
"""Characters of a text where the service takes more."""

AN_SMS = 200
"""Up to how many characters a service takes an SMS, and nothing else."""


def written(view: View, issued: Issued, addressee: Addressee, takes: Takes) -> Message:
    """What an addressee is told of an update, in the language of the view."""
    title = _marked(view, issued.now, plain_headline(view, issued.now.disruption))
    return Message(
        title=clip(title, takes.title) if takes.title else "",
        body=_body(view, issued, addressee.text, takes),
        key=f"{issued.id}/{addressee.name}",
        update=issued.id,
        site=urlsplit(view.settings.site_url).hostname or "",
    )


def _body(view: View, issued: Issued, fit: Fit, takes: Takes) -> str:
    if fit is Fit.ALOUD:
        return _marked(view, issued.now, _aloud(view, issued))
    if fit is Fit.SMS or takes.body <= AN_SMS:
        return _sms(view, issued)
    return fitting(view, issued, min(takes.body, A_LETTER), has_title=takes.title > 0)


def fitting(view: View, issued: Issued, most: int, *, has_title: bool) -> str:
    """The words of an update in at most so many characters: what was said gives way, and nothing else does."""
    head = "" if has_title else _marked(view, issued.now, sentence(plain_headline(view, issued.now.disruption)))
    promise = promise_sentence(view, issued.promise, hour_and_day(view, issued.promise.due)) if issued.promise else ""
    behind = [promise, address(view, issued.now), issued.id]
    room = most - len(_lines([head, " ", *behind]))
    if room < len(head):
        behind = [promise, address(view, issued.now)]
        room = most - len(_lines([head, " ", *behind]))
    said = _lines([head, clip(said_at(view, issued), room - 2) if room > 2 else "", *behind])
    return said if len(said) <= most else clip(said, most - 2)


def said_at(view: View, issued: Issued) -> str:
    """What an update said, and when: ``As of 18:20 CET, 20 November: …``; the headline of one without words."""
    said = _in_language(view, issued).words or plain_headline(view, issued.now.disruption)
    words = sentence(in_one_line(said))
    return str(view.words.gettext("As of %(time)s: %(words)s", time=hour_and_day(view, issued.at), words=words))


def address(view: View, now: DisruptionNow) -> str:
    """Where a disruption stands; empty on a site without an address."""
    return view.address(f"disruptions/{now.id}/") if view.settings.site_url else ""


def _in_language(view: View, issued: Issued) -> Issued:
    """The same update in the words of a view."""
    return next((one for one in issued_in(view.picture) if one.id == issued.id), issued)


def _marked(view: View, now: DisruptionNow, words: str) -> str:
    """With the mark of an exercise, where it is one."""
    reality = now.disruption.reality
    if not view.picture.exercise and reality is Reality.ACTUAL:
        return words
    mark = reality_mark(view.words, Reality.EXERCISE if reality is Reality.ACTUAL else reality)
    marked = view.words.pgettext("title of what is not real", "%(mark)s: %(title)s", mark=mark, title=words)
    return words if words.startswith(mark) else str(marked)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _aloud(view: View, issued: Issued) -> str:
    return said_at(view, issued)


def _sms(view: View, issued: Issued) -> str:
    return fitting(view, issued, 160, has_title=False)
