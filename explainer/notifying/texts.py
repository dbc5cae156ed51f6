"""What somebody is told, in a text that fits: always as of when it is, with the next word, and marked if practice."""

from __future__ import annotations

from urllib.parse import urlsplit

from explainer.model.notifying import Addressee
from explainer.model.vocabulary import Fit
from explainer.notifying.services import Message, Takes
from explainer.picture.issued import Issued, issued_in
from explainer.render.short import address, aloud, lines, marked_of, promised, said_at, sms
from explainer.render.view import View
from explainer.render.words import clip, hour_and_day, plain_headline, sentence

A_LETTER = 4_000
"""Characters of a text where the service takes more."""

AN_SMS = 200
"""Up to how many characters a service takes an SMS, and nothing else."""


def written(view: View, issued: Issued, addressee: Addressee, takes: Takes) -> Message:
    """What an addressee is told of an update, in the language of the view."""
    issued = _in_language(view, issued)
    title = marked_of(view, issued.now, plain_headline(view, issued.now.disruption))
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
        return marked_of(view, issued.now, aloud(view, issued))
    if is_sms(addressee, takes):
        return sms(view, issued)
    return fitting(view, issued, min(takes.body, A_LETTER), has_title=takes.title > 0)


def fitting(view: View, issued: Issued, most: int, *, has_title: bool) -> str:
    """The words of an update in at most so many characters: what was said gives way, and nothing else does."""
    head = "" if has_title else marked_of(view, issued.now, sentence(plain_headline(view, issued.now.disruption)))
    promise = promised(view, issued, hour_and_day)
    behind = [promise, address(view, issued.now), issued.id]
    room = most - len(lines([head, " ", *behind]))
    if room < len(head):
        behind = [promise, address(view, issued.now)]
        room = most - len(lines([head, " ", *behind]))
    said = lines([head, clip(said_at(view, issued), room - 2) if room > 2 else "", *behind])
    return said if len(said) <= most else clip(said, most - 2)


def _in_language(view: View, issued: Issued) -> Issued:
    """The same update in the words of a view."""
    return next((one for one in issued_in(view.picture) if one.id == issued.id), issued)
