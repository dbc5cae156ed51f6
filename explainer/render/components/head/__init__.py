"""The live part of ``<head>``: a title and an icon that carry the state, and a description with its time."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import State
from explainer.render.shapes import image
from explainer.render.view import View
from explainer.render.words import draft


class About(NamedTuple):
    """What a page says of itself, in plain text; ``is_real`` is false for a test, which no search engine shall know."""

    title: str
    description: str
    state: State | None = None
    is_real: bool = True


def head(view: View, about: About) -> Markup:
    """Title, description, theme colours and icon."""
    words, look, drill = view.words, view.templates.look, view.picture.exercise
    title, description = about.title, about.description
    if drill:
        title = words.gettext("EXERCISE: %(title)s", title=title)
        description = words.gettext("%(description)s Exercise.", description=description)
    if view.picture.has_drafts:
        title = f"{draft(view)}: {title}"
    light, dark = look.paper
    state = about.state or State.UNKNOWN
    return view.render(
        "components/head/template.html",
        title=title,
        description=description,
        themes=((look.ink, ""),) if drill else ((light, "light"), (dark, "dark")),
        is_real=about.is_real and not drill and not view.picture.has_drafts,
        icon=f"{view.top}{look.favicon}" if look.favicon else image(state, look.colours[state]),
    )
