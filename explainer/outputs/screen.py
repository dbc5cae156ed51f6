"""``screen/``: the page for a screen in a hall. It renews itself, and turns itself old where it cannot.

A script asks for it anew and takes it only where that can be had, so that a network which is gone leaves the words,
their time, and then that they are old. Without script it stays as it was loaded, and turns old all the same.
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.render.alone import Alone, whole
from explainer.render.components.screen import screen
from explainer.render.glancing import at_a_glance
from explainer.render.pages.saying import of_site
from explainer.render.view import View
from explainer.render.words import marked

_ALONE = Alone("screen.css", renew=30)


def screen_html(view: View) -> bytes:
    """The page, in the language of the view."""
    glance = at_a_glance(view)
    title = marked(view, of_site(view, state_word(view.words, view.picture.state)))
    return whole(view, title, glance, _body(view), _ALONE)


def screen_key(view: View) -> bytes:
    """All that it is made of."""
    glance = at_a_glance(view)
    return repr((_body(view), glance.made, glance.old_after)).encode("utf-8", "surrogatepass")


def _body(view: View) -> Markup:
    here = replace(view, root="../", top="../" * (view.settings.at.count("/") + 1))
    return screen(here, at_a_glance(here))
