"""``embed.html`` and ``embed/<part>.html``: what other sites show of ours in a frame, which alone may be framed.

It never stands in a search engine. Whoever follows its link leaves the frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_behind_a_name
from explainer.model.vocabulary import Kind
from explainer.outputs.part_feeds import OfAPart
from explainer.picture.glance import Glance, of_part
from explainer.picture.model import ComponentNow
from explainer.render.addresses import part_embed
from explainer.render.alone import Alone, whole
from explainer.render.components.embed import Shown, embed
from explainer.render.components.lead import LONGEST_SAY, says_of
from explainer.render.components.parts import says
from explainer.render.escaping import prose
from explainer.render.glancing import at_a_glance
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import clip, headline, marked, plain

_ALONE = Alone("embed.css", renew=120)


class Framed(NamedTuple):
    """A frame in words, all that it is made of, and how long they hold."""

    title: str
    body: Markup
    glance: Glance

    @property
    def facts(self) -> bytes:
        """What changes whenever the frame does."""
        until = (self.glance.made, self.glance.old_after, self.glance.is_late)
        return repr((self.title, self.body, until)).encode("utf-8", "surrogatepass")


def embed_html(view: View) -> bytes:
    """The frame of the whole."""
    return _written(view, _of_all(view))


def embed_key(view: View) -> bytes:
    """All that it is made of."""
    return _of_all(view).facts


def part_embeds(view: View) -> Iterator[OfAPart]:
    """The frame of every part."""
    here = rooted(view, 1)
    for part in view.picture.components:
        framed = _framed(here, _of_part(here, part), of_part(view.picture, part))
        yield OfAPart(part_embed(part.id), framed.facts, partial(_written, framed=framed))


def rooted(view: View, folders: int) -> View:
    """The view for a page so many folders below the crisis pages of the first language, whichever its own is."""
    top = "../" * (view.settings.at.count("/") + folders) + view.folder
    return replace(view, root=top + view.settings.at, top=top)


def _written(view: View, framed: Framed) -> bytes:
    return whole(view, framed.title, framed.glance, framed.body, _ALONE)


def _of_all(view: View) -> Framed:
    here = rooted(view, 0)
    glance = at_a_glance(here)
    return _framed(here, _whole(here, glance), glance)


def _framed(view: View, shown: Shown, glance: Glance) -> Framed:
    said = view.words.pgettext(
        "a part and its state",
        "%(part)s: %(state)s",
        part=shown.name,
        state=state_behind_a_name(view.words, glance.state),
    )
    return Framed(marked(view, said), embed(view, shown, glance), glance)


def _whole(view: View, glance: Glance) -> Shown:
    """What leads, or what a quiet day says."""
    name, home = str(view.settings.site_name), view.root or "./"
    if glance.about is None:
        said = quiet(view)
        return Shown(name, prose(plain(said.title)), _shortly(plain(said.says)), home)
    now = glance.about
    felt = view.system.by_id.get(now.disruption.account.symptom)
    called = str(felt.name) if felt is not None else name
    return Shown(called, headline(view, now.disruption), says_of(view, now), view.disruption_url(now.id))


def _of_part(view: View, here: ComponentNow) -> Shown:
    name = str(here.component.name)
    said = here.report.headline if here.report is not None and here.is_told_off else ""
    state = state_behind_a_name(view.words, here.state)
    title = said or view.words.pgettext("a part and its state", "%(part)s: %(state)s", part=name, state=state)
    is_felt = here.component.kind is Kind.SYMPTOM
    url = view.trace_url(here.id) if is_felt else view.map_url(here.id)
    return Shown(name, prose(title), _shortly(plain(says(view, here))) if here.state is not None else Markup(""), url)


def _shortly(said: str) -> Markup:
    return prose(clip(said, LONGEST_SAY * 3 // 4))
