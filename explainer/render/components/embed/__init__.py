"""What other sites show of ours in a frame: a strip, a block or a small block, by the size of the frame.

It says a state, a headline, a sentence and the next word. Beside it stands what takes its place once it is too old: the
same as what was known then. Where a headline has no room, a short form stands in its place: it is never cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.escaping import escaped
from explainer.language.states import state_behind_a_name, state_inside, state_word
from explainer.model.vocabulary import Reality, State
from explainer.picture.glance import Glance
from explainer.picture.promises import Whose
from explainer.render.alone import grows_old
from explainer.render.escaping import prose, text
from explainer.render.glancing import at_its_time, too_old
from explainer.render.lettering import length_of
from explainer.render.view import View
from explainer.render.words import bare, mark_of, sentence, soon, when

_FITS = (("of-strip", 21, 245.0), ("of-two", 18, 420.0), ("of-card", 24, 820.0), ("of-block", 18, 1150.0))
"""The shapes in which a headline may have room, its letters there, and how long it may be in them: one line of a strip,
two of them, a small block, and a block."""


_BRIEF = ("of-strip", "of-two", "of-card")
"""Those of them that leave room for another headline to be quoted."""


class Shown(NamedTuple):
    """What is shown of a thing: its name, the headline and the sentence below it, and the way to its page."""

    name: str
    headline: Markup
    says: Markup
    url: str


class Told(NamedTuple):
    """One form of it: as it is now, or as it is told once it is too old."""

    kind: str
    state: str
    how: Markup
    title: Markup
    short: Markup
    fit: str
    says: Markup
    foot: Markup


def embed(view: View, shown: Shown, glance: Glance) -> Markup:
    """What the frame holds."""
    return view.render(
        "components/embed/template.html",
        told=tuple(_told(view, shown, glance)),
        mark=mark_of(view, Reality.ACTUAL),
        url=shown.url,
        site=view.settings.site_name,
    )


def _told(view: View, shown: Shown, glance: Glance) -> Iterator[Told]:
    if not glance.is_late:
        yield _now(view, shown, glance)
    if glance.is_late or grows_old(view, glance):
        yield _old(view, shown, glance)


def _now(view: View, shown: Shown, glance: Glance) -> Told:
    state = glance.state or State.UNKNOWN
    word = state_behind_a_name(view.words, None) if glance.state is None else state_word(view.words, state)
    how = at_its_time(view, glance, escaped(word))
    return Told(
        kind="now",
        state=state.value,
        how=how,
        title=shown.headline,
        short=_short(view, shown, glance),
        fit=fit(shown.headline),
        says=shown.says,
        foot=next_word(view, glance),
    )


def _old(view: View, shown: Shown, glance: Glance) -> Told:
    inside = escaped(state_inside(view.words, glance.state or State.UNKNOWN))
    at = when(view, glance.at or glance.made)
    known = shown.headline if fit(shown.headline) in _BRIEF else _short(view, shown, glance)
    said = view.words.gettext("As of %(time)s: %(words)s", time=at, words=text(sentence(known)))
    title = late(view, glance)
    phone = view.settings.contact.phone
    return Told(
        kind="old",
        state=State.UNKNOWN.value,
        how=too_old(view, at_its_time(view, glance, inside)),
        title=title,
        short=_short(view, shown, glance._replace(state=State.UNKNOWN)),
        fit=fit(title),
        says=said,
        foot=prose(phone) if phone else Markup(""),
    )


def late(view: View, glance: Glance) -> Markup:
    """That the word which was promised has not come, or where nobody promised one, that this may not hold any more."""
    promised = glance.promised
    if promised is None or promised.whose is Whose.A_CHECK:
        return text(view.words.gettext("It may no longer be true."))
    return view.words.gettext("The update promised for %(time)s is late.", time=when(view, promised.due))


def next_word(view: View, glance: Glance) -> Markup:
    """When more is promised, or when it is looked at again; a sentence."""
    promised = glance.promised
    if promised is None or glance.state is None:
        return Markup("")
    at = soon(view, promised.due)
    if promised.whose is Whose.A_CHECK:
        return view.words.gettext("Checked again by %(time)s.", time=at)
    return view.words.gettext("Next update by %(time)s.", time=at)


def _short(view: View, shown: Shown, glance: Glance) -> Markup:
    """``Departures: slowed``."""
    state = text(state_behind_a_name(view.words, glance.state))
    return view.words.pgettext("a part and its state", "%(part)s: %(state)s", part=prose(bare(shown.name)), state=state)


def fit(headline: Markup) -> str:
    """The smallest of the shapes in which a headline has room."""
    words = headline.striptags()
    found = (name for name, size, most in _FITS if length_of(words, size, bold=True) <= most)
    return next(found, "of-none")
