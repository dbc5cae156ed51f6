"""The sign at the top of a page: one state, one sentence, the times, and the promise they make.

Each kind of page fills a :class:`Sign` in its own way, in ``explainer/render/pages/``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.picture.second_reader import Reading, second_reader
from explainer.render.age import state_as_of
from explainer.render.components.steps import brief as brief_steps
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import first_sentence, said, sentence, state_since, when
from explainer.render.worst import with_worse

LONGEST_SAY = 200

NOTHING = Markup("")


class Button(NamedTuple):
    """A way onwards; the first one of a sign is the main one."""

    url: str
    words: str


class Sign(NamedTuple):
    """What stands at the top of a page, each part of it where there is something to say.

    ``words`` stand over the headline, beside the shape of ``state``; ``marked`` are attributes that say in which
    language ``title`` is; ``mark`` says that nothing of this is real, ``untold`` that words are not translated yet.
    ``read`` says who read it before. ``aside`` stands beside the rest.
    """

    title: Markup
    state: State | None = None
    words: Markup = NOTHING
    marked: Markup = NOTHING
    mark: str = ""
    says: Markup = NOTHING
    untold: Markup = NOTHING
    part_of: Markup = NOTHING
    times: Markup = NOTHING
    read: Markup = NOTHING
    buttons: tuple[Button, ...] = ()
    promise: Markup = NOTHING
    aside: Markup = NOTHING


def lead(view: View, sign: Sign) -> Markup:
    """A sign, drawn."""
    return view.render("components/lead/template.html", sign=sign)


def how_it_is(view: View) -> Markup:
    """The state of the whole, and since when; beside it the parts that are worse."""
    state = with_worse(view, state_since(view, view.picture.state, view.picture.start), view.picture.worse)
    lead = view.picture.disruption.get(view.picture.lead)
    return state if lead is None else state_as_of(view, lead, state)


def says_of(view: View, now: DisruptionNow, empathy: str = "") -> Markup:
    """What a disruption says in short, and how sorry we are where our own staff say so."""
    d = now.disruption
    if d.account.summary:
        return Markup(" ").join(prose(said) for said in (sentence(d.account.summary), empathy) if said)
    told = view.said(d, d.description)
    if not told.text.strip():
        return prose(empathy)
    return said(view, told._replace(text=first_sentence(told.text, LONGEST_SAY)))


def brief(view: View, now: DisruptionNow) -> Markup:
    """Why, in short: that nobody knows, or the steps that lead to a disruption, beside the sign."""
    short = brief_steps(view, now)
    if not (short.lines or short.unknown):
        return NOTHING
    return view.render("components/lead/brief.html", unknown=short.unknown, lines=short.lines)


def read_by(view: View, now: DisruptionNow) -> Markup:
    """Whether a second person has read the last word of our own bulletin; nothing where there is nothing to tell."""
    found = second_reader(now, view.picture.now, view.settings.second_reader_within)
    if found is None:
        return NOTHING
    if found.at is None:
        return text(view.words.gettext("No second person has read this yet."))
    by, at = text(view.system.party_name(found.by)), when(view, found.at)
    if found.reading is Reading.OBJECTED:
        return view.words.gettext(
            "Read by a second person at %(time)s (%(who)s), who asked for changes.", time=at, who=by
        )
    return view.words.gettext("Read by a second person at %(time)s (%(who)s).", time=at, who=by)


class Entry(NamedTuple):
    """One line of a table of contents."""

    anchor: str
    words: str


def contents(view: View, entries: Iterable[Entry]) -> Markup:
    """What stands below on a page, beside the sign."""
    return view.render("components/lead/contents.html", entries=tuple(entries))
