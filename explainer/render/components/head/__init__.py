"""The live part of ``<head>``: a title and an icon that carry the state, and a description with its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import Channel, State
from explainer.render.addresses import in_folder, part_feed
from explainer.render.shapes import image
from explainer.render.view import View
from explainer.render.words import draft, marked


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
        title = marked(view, title)
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
        canonical=view.address_of(view.page) if view.settings.site_url else "",
        feeds=tuple(_feeds(view)),
        icon=f"{view.top}{look.favicon}" if look.favicon else image(state, look.colours[state]),
    )


_KINDS = {"xml": "atom+xml", "rss": "rss+xml", "json": "feed+json"}


def _feeds(view: View) -> Iterator[tuple[str, str]]:
    """The feeds that a page names: home and the map those of the site, the page of a symptom its own."""
    if not view.makes(Channel.FEEDS):
        return
    page = view.page.removeprefix(view.settings.at)
    part = page.removeprefix("why/").removesuffix("/")
    is_of_part = page == f"why/{part}/" and part in view.system.by_id
    if not is_of_part and page not in {"", "map/"}:
        return
    root = f"{view.top}{'../' * view.folder.count('/')}{view.settings.at}"
    for end, kind in _KINDS.items():
        yield kind, root + in_folder(part_feed(part, end) if is_of_part else f"feed.{end}", view.folder)
