"""Invitations: what one sees, when and where, how many places are free, and what those who came said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.events import Event, Impression, Invitation
from explainer.render.escaping import attr, link, prose, text
from explainer.render.later import HIDDEN, ages, until
from explainer.render.reading import explained_in
from explainer.render.view import CALENDAR, EVENTS, View
from explainer.render.words import full_moment, hour, sentence

_NOTHING = Markup("")


class Turn(NamedTuple):
    """What is said of asking for a place until some moment, and the attributes of its element."""

    says: Markup
    attributes: Markup


class Shown(NamedTuple):
    """An invitation as shown; ``turns`` is what is said of asking for a place, now and later."""

    id: str
    title: str
    says: str
    dates: tuple[Markup, ...]
    where: str
    places: Markup
    apply: str
    turns: tuple[Turn, ...]
    party: str
    component: Markup
    calendar: str
    said: tuple[Impression, ...]


class Group(NamedTuple):
    """Invitations under one heading."""

    name: str
    title: str
    events: tuple[Shown, ...]


def events(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``events``: what is to come, soonest first, and below it what was, newest first."""
    del args
    now, words = view.picture.now, view.words
    coming = sorted((one for one in view.events if now < one.last), key=lambda one: one.first)
    been = sorted((one for one in view.events if now >= one.last), key=lambda one: one.last, reverse=True)
    found = (("coming", words.gettext("What is to come"), coming), ("been", words.gettext("What has been"), been))
    return view.render(
        "components/events/template.html",
        groups=[Group(name, title, tuple(_shown(view, one) for one in many)) for name, title, many in found if many],
        calendar=f"{view.root}{CALENDAR}" if coming else "",
    )


def _shown(view: View, event: Event) -> Shown:
    is_over = event.at(view.picture.now) is Invitation.OVER
    return Shown(
        id=event.id,
        title=event.title,
        says=sentence(event.says),
        dates=tuple(_dates(view, event)),
        where=sentence(event.where),
        places=_NOTHING if is_over else _places(view, event),
        apply="" if is_over else sentence(event.apply),
        turns=tuple(_turns(view, event)),
        party=view.system.party_name(event.party),
        component=_part(view, event.component or ""),
        calendar="" if is_over or event.cancelled else f"{view.root}{EVENTS}{event.id}.ics",
        said=event.said,
    )


def _part(view: View, component: str) -> Markup:
    """The part that one sees at work, and where it is explained."""
    part = view.system.by_id.get(component)
    if part is None:
        return _NOTHING
    shown, explained = link(view.map_url(part.id), prose(part.name)), explained_in(view, part.id)
    return Markup('{}<br><span class="small">{}</span>').format(shown, explained) if explained else shown


def _dates(view: View, event: Event) -> Iterator[Markup]:
    for one in sorted(event.dates, key=lambda one: one.starts):
        begins = full_moment(view, one.starts)
        if one.ends is None:
            yield begins
            continue
        same = one.ends.astimezone(view.zone).date() == one.starts.astimezone(view.zone).date()
        ends = hour(view, one.ends) if same else full_moment(view, one.ends)
        yield view.words.pgettext("from when to when", "%(begins)s, until %(ends)s", begins=begins, ends=ends)


def _places(view: View, event: Event) -> Markup:
    words = view.words
    if event.places is None:
        return _NOTHING
    places = text(words.number(event.places))
    if event.free is None or event.counted is None:
        return places
    return words.gettext(
        "%(free)s of %(places)s free, counted %(time)s",
        free=text(words.number(event.free)),
        places=places,
        time=full_moment(view, event.counted),
    )


def _turns(view: View, event: Event) -> Iterator[Turn]:
    """What is said of asking for a place now, and after each moment at which that changes in an open page."""
    now = view.picture.now
    moments = event.turns(now) if ages(view) else ()
    for at, ends in zip_longest((now, *moments), moments):
        yield Turn(_asking(view, event, event.at(at)), (_NOTHING if at is now else HIDDEN) + until(ends))


_ASK = Markup(' <a href="{}">{}</a>')


def _asking(view: View, event: Event, invitation: Invitation) -> Markup:
    words = view.words
    if invitation is Invitation.CANCELLED:
        return text(words.gettext("This does not take place."))
    if invitation is Invitation.OVER:
        return text(words.gettext("This is over."))
    if invitation is Invitation.CLOSED:
        return words.gettext(
            "You can no longer ask for a place: that ended %(time)s.", time=full_moment(view, event.closes)
        )
    by = words.gettext("Ask for a place by %(time)s.", time=full_moment(view, event.closes))
    return by + (_ASK.format(attr(event.apply_to), words.gettext("Ask for a place")) if event.apply_to else _NOTHING)
