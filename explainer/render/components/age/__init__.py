"""How old a page is, in words: beside what it says, then in the place of it.

``note.html`` stands on the sign: first that it was not confirmed for a while, then that it is late or old.
``instead.html`` takes the place of a sign that is too old to be news; the old words are no more than quoted.
``units.html`` is what the page's script makes ages of: the forms of minutes, hours and days in the page's language, and
for every number which form it takes. Without script none of it is shown, and the page says its own date.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.picture.promises import Whose, next_word
from explainer.picture.shelf import Shelf, shelf_of
from explainer.render.later import HIDDEN, ages, until
from explainer.render.shapes import image
from explainer.render.view import View
from explainer.render.words import full_moment, hour

MOST = 200
"""Numbers above this take the form of what they leave after whole hundreds."""

_NOTHING = Markup("")
_COUNTED = Markup('<span data-age="{}" aria-live="off"></span>')


class Units(NamedTuple):
    """The forms of each unit, with ``#`` for the number, and by number which of them."""

    plurals: str
    minutes: str
    hours: str
    days: str
    both: str


@lru_cache(maxsize=16)
def units_of(words: Words) -> Units:
    """What ages are made of in one language."""
    forms = [_forms(unit) for unit in (words.minutes, words.hours, words.days)]
    kinds = list(dict.fromkeys(zip(*forms, strict=True)))
    plurals = "".join(str(kinds.index(kind)) for kind in zip(*forms, strict=True))
    minutes, hours, days = ("|".join(column) for column in zip(*kinds, strict=True))
    both = words.pgettext(
        "a length of time, such as 2 hours 10 minutes", "%(more)s %(less)s", more="{more}", less="{less}"
    )
    return Units(plurals.rstrip(plurals[-1]) + plurals[-1], minutes, hours, days, both)


def _forms(unit: Callable[[int], str]) -> list[str]:
    return [unit(number).replace(str(number), "#", 1) for number in range(MOST)]


def units(view: View) -> Markup:
    """What the script of a page makes ages of; once on each page."""
    return view.render("components/age/units.html", units=units_of(view.words))


def counted(at: datetime) -> Markup:
    """html: the age of a moment, which the page's script counts."""
    return _COUNTED.format(at.isoformat(timespec="minutes"))


def note(view: View, about: DisruptionNow | None) -> Markup:
    """How old the page is, and how late its word, in the place below what it says."""
    shelf, promised = shelf_of(view.picture, about), next_word(view.picture, about)
    overdue = promised is not None and promised.overdue
    return view.render(
        "components/age/note.html",
        waiting=until(shelf.unconfirmed_after),
        waited=HIDDEN + until(shelf.old_after),
        missed=until(shelf.unconfirmed_after) if overdue else "",
        late=HIDDEN,
        ages=ages(view),
        overdue=overdue,
        is_word=promised is not None and promised.whose is not Whose.A_CHECK,
        age=counted(shelf.made),
        due_by=full_moment(view, promised.due) if promised else "",
        since_due=counted(promised.due) if promised else "",
        before=view.words.duration(shelf.made - promised.due) if promised and promised.due < shelf.made else "",
        made=hour(view, shelf.made, zone=True),
    )


class Old(NamedTuple):
    """What stands in the place of something that is too old: its page's time and age, and the words to quote."""

    moment: Markup
    age: Markup
    quote: Markup
    marked: Markup = _NOTHING


def old(view: View, shelf: Shelf, quote: Markup, marked: Markup = _NOTHING) -> Old:
    """The same of a page that is as old as ``shelf`` says."""
    return Old(full_moment(view, shelf.made), counted(shelf.made), quote, marked)


def instead(view: View, shelf: Shelf, quote: Markup, marked: Markup = _NOTHING) -> Markup:
    """What takes the place of a sign that is too old: no news, but the page's own date and what it said then."""
    look, settings = view.templates.look, view.settings
    state = State.UNKNOWN
    moment = full_moment(view, shelf.made)
    return view.render(
        "components/age/instead.html",
        state=state,
        word=state_word(view.words, state),
        old=old(view, shelf, quote, marked),
        phone=settings.contact.phone,
        title=view.words.gettext("Old, from %(time)s: %(site)s", time=moment.striptags(), site=settings.site_name),
        icon="" if look.favicon else image(state, look.colours[state]),
    )
