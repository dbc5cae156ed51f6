"""The sign at the top of a page: one state, one sentence, the times, and the promise they make.

Each kind of page fills a :class:`Sign` in its own way, in ``explainer/render/pages/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import State
from explainer.picture.later import turns
from explainer.picture.model import DisruptionNow
from explainer.picture.second_reader import Reading, second_reader
from explainer.picture.shelf import Shelf, shelf_of
from explainer.render.age import state_as_of
from explainer.render.components.age import instead, note, units
from explainer.render.components.steps import brief as brief_steps
from explainer.render.escaping import prose, text
from explainer.render.later import HIDDEN, ages, at_later, until
from explainer.render.view import SECTIONS, View
from explainer.render.words import draft, first_sentence, said, sentence, state_since, when
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
    language ``title`` is; ``mark`` says that nothing of this is real, or of a draft that it is not published;
    ``is_of_one`` is whether it is of one disruption alone. ``untold`` says that words are not translated yet, ``read``
    who read it before, ``asked`` answers the two questions asked most. ``aside`` stands beside the rest.

    ``shelf`` is how long the page counts; one that has none does not grow old. ``note`` tells that it does, and
    ``quote`` is what is quoted then, the title where it is empty. ``is_last_known`` is whether nobody says so any more.
    """

    title: Markup
    state: State | None = None
    words: Markup = NOTHING
    marked: Markup = NOTHING
    mark: str = ""
    is_draft: bool = False
    is_of_one: bool = False
    says: Markup = NOTHING
    untold: Markup = NOTHING
    part_of: Markup = NOTHING
    times: Markup = NOTHING
    read: Markup = NOTHING
    buttons: tuple[Button, ...] = ()
    asked: Markup = NOTHING
    promise: Markup = NOTHING
    aside: Markup = NOTHING
    shelf: Shelf | None = None
    note: Markup = NOTHING
    quote: Markup = NOTHING
    is_last_known: bool = False


def growing_old(view: View, sign: Sign, about: DisruptionNow | None) -> Sign:
    """The sign of a page about a disruption, or about everything, with what it needs to grow old by itself."""
    return sign._replace(shelf=shelf_of(view.picture, about), note=Markup("").join((sign.note, note(view, about))))


def drawn(view: View, sign: Sign, attributes: Markup = NOTHING) -> Markup:
    """A sign with the attributes of its element."""
    return view.render("components/lead/template.html", sign=sign, attributes=attributes)


def lead(view: View, make: Callable[[View], Sign | None]) -> Markup:
    """What ``make`` makes of a page's sign now, and when some of it is no longer good; then that the page is old."""
    make = partial(_marked, make)
    now = make(view)
    if now is None:
        return NOTHING
    if now.shelf is None or not ages(view):
        return drawn(view, now)
    quote = now.quote or now.title
    made = [*_versions(view, make, now, now.shelf), instead(view, now.shelf, quote, now.marked), units(view)]
    return Markup("\n").join(made)


def _marked(make: Callable[[View], Sign | None], view: View) -> Sign | None:
    """What ``make`` makes of a sign; one of the whole is marked as a draft where anything of the whole is one."""
    sign = make(view)
    if sign is None or sign.mark or sign.is_of_one or not view.picture.has_drafts:
        return sign
    return sign._replace(mark=draft(view), is_draft=True)


def _versions(view: View, make: Callable[[View], Sign | None], now: Sign, shelf: Shelf) -> Iterator[Markup]:
    for at in turns(view.picture):
        then = make(_with_its_sections(view, at_later(view, at))) if at < shelf.grey_after else None
        if then is not None and then.state is not now.state:
            kept = then._replace(note=now.note, times=now.times, promise=now.promise, aside=NOTHING)
            yield drawn(view, now, until(at))
            yield drawn(view, kept, HIDDEN + until(shelf.grey_after))
            return
    yield drawn(view, now, until(shelf.grey_after))


def _with_its_sections(view: View, then: View) -> View:
    """A later view of a page, with what its sections say now: only its sign is drawn anew, and sections cost most."""
    then.memo.update({key: said for key, said in view.memo.items() if key.startswith(SECTIONS)})
    return then


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
    """One line of a table of contents; ``stays`` is whether it stays in sight on a phone."""

    anchor: str
    words: str
    stays: bool = False


def contents(view: View, entries: Iterable[Entry]) -> Markup:
    """What stands below on a page, beside the sign."""
    return view.render("components/lead/contents.html", entries=tuple(entries))
