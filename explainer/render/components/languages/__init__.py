"""The languages of a site: the switch between them, what tells machines of them, and what is not translated yet.

A site in one language has none of this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.directions import direction
from explainer.picture.model import DisruptionNow
from explainer.render.view import View
from explainer.render.words import when


class Way(NamedTuple):
    """This page in one language, by the name that the language has in itself."""

    url: str
    tag: str
    direction: str
    name: str
    is_here: bool


def languages(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``languages``: the switch, as plain links to this page in every language."""
    del args
    ways = [
        Way(view.in_language(one), one.tag, direction(one.tag), one.name, one.root == view.folder)
        for one in view.languages
    ]
    return view.render("components/languages/template.html", ways=ways) if ways else Markup("")


def alternates(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``alternates``: the addresses of this page in every language, in ``<head>``."""
    del args
    links = [(one.tag, view.address_in(one)) for one in view.languages]
    links += [("x-default", view.address_in(one)) for one in view.languages if one.is_default]
    return view.render("components/languages/alternates.html", links=links) if links else Markup("")


def untold(view: View, now: DisruptionNow, *, in_short: bool = False) -> Markup:
    """That words of a disruption are not translated yet, and since when; empty where all are.

    ``in_short`` is of a page that shows only what it says in short. What was said in earlier updates is no news.
    """
    if not view.languages:
        return Markup("")
    from explainer.picture.translated import changed, originals_in  # here: a site in one language does without it

    told = now.disruption
    shown = (told.account.summary, told.account.brief) if in_short else changed(told, {"updates": ()})
    found = list(originals_in(shown))
    since = min((one.since for one in found if one.since is not None), default=None)
    if not found:
        return Markup("")
    at = when(view, since) if since is not None else ""
    return view.render("components/languages/untold.html", since=at, language=found[0].tag)
