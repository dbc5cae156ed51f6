"""What a screen in a hall shows: what is happening, as of when, when the next word comes, and whom to ask.

It is read at five metres. On a screen of 55 inches with 1080 lines a pixel is 0.63 mm high. The smallest letters are of
44 pixels, so their capitals are 20 mm high, which at five metres is 13 minutes of arc; somebody with half of usual
acuity (0.5, or 20/40) reads letters of 10. The headline is twice that, and the time three times. All sizes grow and
shrink with the screen. Nothing rotates: whoever looks up sees all there is, and of many disruptions the worst few and
how many more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.language.escaping import escaped
from explainer.language.states import state_behind_a_name, state_inside, state_word
from explainer.model.vocabulary import Reality, State
from explainer.picture.glance import Glance
from explainer.picture.model import DisruptionNow
from explainer.picture.sign import state_of
from explainer.render.alone import grows_old
from explainer.render.components.embed import late, next_word
from explainer.render.components.lead import says_of
from explainer.render.escaping import prose, text
from explainer.render.glancing import at_its_time, too_old
from explainer.render.lettering import length_of
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import clip, headline, hour, mark_of, plain, practice_of, sentence, when

MOST_ROWS = 3
"""How many disruptions stand below what leads."""

_ROOM, _ROW = 3_000.0, 1_600.0
"""How long a headline may be in letters of 92 pixels to stand in two lines, and one below it in one of 46."""

_ALONE, _ABOVE_OTHERS = 140, 75
"""How many characters of a sentence stand below a headline: two lines, or where more stands below it, one."""


class Row(NamedTuple):
    """Another disruption."""

    state: str
    words: Markup


class Told(NamedTuple):
    """One form of it: as it is now, or as it is told once it is too old."""

    kind: str
    state: str
    how: Markup
    title: Markup
    fit: str
    says: Markup = Markup("")
    next: Markup = Markup("")
    rows: tuple[Row, ...] = ()


def screen(view: View, glance: Glance) -> Markup:
    """What the screen holds."""
    shown_at = glance.made if glance.is_since or glance.at is None else glance.at
    return view.render(
        "components/screen/template.html",
        site=view.settings.site_name,
        mark=mark_of(view, Reality.ACTUAL),
        drill=practice_of(view, Reality.ACTUAL),
        at=view.words.gettext("As of %(time)s.", time=when(view, shown_at)),
        told=tuple(_told(view, glance)),
        more=_more(view),
        ask=_ask(view),
        address=urlsplit(view.settings.site_url).netloc,
    )


def _told(view: View, glance: Glance) -> Iterator[Told]:
    title, says = _says(view, glance)
    if not glance.is_late:
        yield _now(view, glance, title, says)
    if glance.is_late or grows_old(view, glance):
        yield _old(view, glance, title)


def _now(view: View, glance: Glance, title: Markup, says: Markup) -> Told:
    state = glance.state or State.UNKNOWN
    how = at_its_time(view, glance, escaped(state_word(view.words, state)))
    rows, fit = tuple(_rows(view)), _fit(title)
    said = says if fit == "big" or not rows else Markup("")
    return Told("now", state.value, how, title, fit, said, next_word(view, glance), rows)


def _old(view: View, glance: Glance, title: Markup) -> Told:
    inside = escaped(state_inside(view.words, glance.state or State.UNKNOWN))
    how = too_old(view, at_its_time(view, glance, inside))
    at = hour(view, glance.at or glance.made)
    said = view.words.gettext("As of %(time)s: %(words)s", time=at, words=text(sentence(title)))
    told = late(view, glance)
    return Told("old", State.UNKNOWN.value, how, told, _fit(told), said)


def _says(view: View, glance: Glance) -> tuple[Markup, Markup]:
    """The headline and the sentence below it: of what leads, or of a quiet day."""
    most = _ABOVE_OTHERS if view.picture.beside_the_lead else _ALONE
    if glance.about is None:
        said = quiet(view)
        return prose(plain(said.title)), prose(clip(plain(said.says), most))
    return headline(view, glance.about.disruption), prose(clip(plain(says_of(view, glance.about)), most))


def _rows(view: View) -> Iterator[Row]:
    """What else holds now, the worst first; of what has no room for its headline, how the part is that it is about."""
    others = view.picture.beside_the_lead
    for now in others[:MOST_ROWS]:
        yield Row((state_of(view.picture, now) or State.UNKNOWN).value, _row(view, now))


def _more(view: View) -> str:
    """How many do not stand there."""
    more = len(view.picture.beside_the_lead) - MOST_ROWS
    if more <= 0:
        return ""
    return view.words.npgettext("at the end of a list", "%(num)d more", "%(num)d more", more)


def _row(view: View, now: DisruptionNow) -> Markup:
    """The headline, of what is too old as what was last known; or how the part is."""
    words = headline(view, now.disruption)
    if not now.counts:
        words = view.words.gettext("Last known: %(headline)s", headline=words)
    if length_of(words.striptags(), 46) <= _ROW or not now.reports:
        return words
    worst = next((report for report in now.reports if report.state is now.state), now.reports[0])
    part = view.system.by_id[worst.component].name
    state = state_behind_a_name(view.words, worst.state if now.counts else State.UNKNOWN)
    return view.words.pgettext("a part and its state", "%(part)s: %(state)s", part=prose(part), state=escaped(state))


def _ask(view: View) -> Markup:
    contact = view.settings.contact
    name = text(contact.name or view.settings.site_name)
    if not contact.phone:
        return name
    return view.words.gettext("Ask %(who)s, %(phone)s.", who=name, phone=prose(contact.phone))


def _fit(title: Markup) -> str:
    return "big" if length_of(title.striptags(), 92, bold=True) <= _ROOM else "long"
