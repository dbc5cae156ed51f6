"""What a card tells of a disruption: what it says of itself as of when that was, and the next word; never “now”.

A card travels without its page and stays as it was, so every time in it has its day, and it names the page that is
right. All of it is plain text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from explainer.language.escaping import without_controls
from explainer.language.states import state_word
from explainer.language.words import english
from explainer.model.vocabulary import State
from explainer.picture.issued import newest_of
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.sign import state_of
from explainer.render.called import called_word
from explainer.render.components.figures import per_unit
from explainer.render.escaping import text
from explainer.render.limits import through
from explainer.render.spans import next_span
from explainer.render.view import View
from explainer.render.words import (
    bare,
    hour_and_day,
    hour_and_full_date,
    mark_of,
    plain,
    plain_headline,
    practice_of,
    promise_sentence,
    sentence,
)
from explainer.render.worst import with_worse


class Row(NamedTuple):
    """What gets through as blocks: ``served`` of ``wanted``, and the sentence below them."""

    served: float
    wanted: float
    says: str


class Said(NamedTuple):
    """Our own words on a card, in one language.

    ``line`` is how it is and as of when, ``short`` the same without the parts that are worse, ``dated`` the time alone.
    """

    mark: str
    line: str
    short: str
    dated: str
    still: str
    next: str


class Card(NamedTuple):
    """Everything that is drawn, so that the same card is the same picture.

    ``state`` is none where nobody gives a part one. ``english`` is what is said where the fonts lack a language.
    """

    direction: str
    state: State | None
    said: Said
    english: Said
    practice: str
    headline: str
    row: Row | None
    site: str
    address: str
    update: str


def card_of(view: View, now: DisruptionNow) -> Card:
    """The card of a disruption that is not over, in the language of the view."""
    return Card(
        direction=view.words.direction,
        state=state_of(view.picture, now),
        said=_said(view, now),
        english=_said(replace(view, words=english()), now),
        practice=practice_of(view, now.disruption.reality),
        headline=without_controls(_headline(view, now)),
        row=_row(view, now),
        site=str(view.settings.site_name),
        address=urlsplit(view.settings.site_url).netloc,
        update=newest_of(now).id,
    )


def _said(view: View, now: DisruptionNow) -> Said:
    words, promise = view.words, now.promise
    dated = hour_and_full_date(view, now.written_at)
    told = Said(
        mark=mark_of(view, now.disruption.reality),
        line=_line(view, now, dated, plain(with_worse(view, text(_condition(view, now)), now.worse))),
        short=_line(view, now, dated, _condition(view, now)),
        dated=dated,
        still=words.gettext("This picture does not update. The page does."),
        next=promise_sentence(view, promise, hour_and_day(view, promise.due)) if promise else "",
    )
    return Said(*map(without_controls, told))


def _line(view: View, now: DisruptionNow, dated: str, condition: str) -> str:
    """How it is and as of when; of what nobody vouches for any more, from when its last word is."""
    words = view.words
    if now.counts:
        return words.pgettext(
            "a state that was last told then", "%(state)s, as of %(time)s", state=condition, time=dated
        )
    if now.ours:
        last = words.gettext("Our last word is from %(time)s.", time=dated)
    else:
        who = view.publisher(now.disruption)
        last = words.gettext("The last word of %(publisher)s is from %(time)s.", publisher=who, time=dated)
    return words.gettext("Unknown. %(doubt)s", doubt=last)


def _condition(view: View, now: DisruptionNow) -> str:
    """How it is in a word, or when it holds that lies ahead."""
    words, state = view.words, state_of(view.picture, now)
    if now.standing is Standing.UPCOMING:
        first = next_span(view, now)
        return plain(words.gettext("Upcoming: %(span)s", span=first)) if first else words.gettext("Upcoming")
    said = called_word(words, now) if state is None else state_word(words, state)
    if now.counts and now.disruption.holds_vaguely(view.picture.now):
        return words.gettext("%(state)s, at some hours only", state=said)
    return said


def _headline(view: View, now: DisruptionNow) -> str:
    whole = " ".join(view.said(now.disruption, now.disruption.headline).text.split())
    said = bare(whole or plain_headline(view, now.disruption))
    return str(said) if now.counts else view.words.gettext("Last known: %(headline)s", headline=said)


def _row(view: View, now: DisruptionNow) -> Row | None:
    """The first limit that is passed. What was counted at another time than the words has its own beside it."""
    limit = next((one for one in now.constraints if one.shortfall > 0), None)
    if limit is None or not now.counts:
        return None
    c, words = limit.constraint, view.words
    step = per_unit(c.demand)
    told = [sentence(plain(through(words, c)))]
    if c.at != now.written_at:
        told.append(words.gettext("Counted %(time)s.", time=hour_and_day(view, c.at)))
    if step > 1:
        told.append(words.gettext("One block is %(number)s.", number=words.number(step)))
    says = " ".join(told)
    return Row(min(c.now, c.demand) / step, c.demand / step, without_controls(says))
