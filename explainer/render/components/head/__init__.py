"""The live part of ``<head>``: a title and an icon that carry the state, and a description with its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.escaping import as_data
from explainer.model.moments import in_utc
from explainer.model.vocabulary import Channel, State
from explainer.render.addresses import in_folder, part_feed
from explainer.render.shapes import image
from explainer.render.view import View
from explainer.render.words import draft, marked


class Passed(NamedTuple):
    """What a page tells those who pass its link on: its picture, when it was written, and when it is due again."""

    card: str
    written_at: datetime
    due: datetime | None = None


class About(NamedTuple):
    """What a page says of itself, in plain text; ``is_real`` is false for a test, which no search engine shall know.

    ``passed`` is of a page whose link is passed on.
    """

    title: str
    description: str
    state: State | None = None
    is_real: bool = True
    passed: Passed | None = None


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
    is_real = about.is_real and not drill and not view.picture.has_drafts
    canonical = view.address_of(view.page) if view.settings.site_url else ""
    return view.render(
        "components/head/template.html",
        title=title,
        description=description,
        themes=((look.ink, ""),) if drill else ((light, "light"), (dark, "dark")),
        is_real=is_real,
        canonical=canonical,
        passed=about.passed if canonical else None,
        written=in_utc(about.passed.written_at) if about.passed else "",
        locale=view.language.replace("-", "_"),
        announced=announced(about, canonical) if about.passed and canonical and is_real else "",
        feeds=tuple(_feeds(view)),
        icon=f"{view.top}{look.favicon}" if look.favicon else image(state, look.colours[state]),
    )


def announced(about: About, canonical: str) -> Markup:
    """The page for programs that read schema.org: when it was written, and until when that is to be trusted.

    Of nothing that is not real.
    """
    if about.passed is None:
        return Markup("")
    told = {
        "@context": "https://schema.org",
        "@type": "SpecialAnnouncement",
        "name": about.title,
        "text": about.description,
        "url": canonical,
        "datePosted": in_utc(about.passed.written_at),
    }
    if about.passed.due is not None:
        told["expires"] = in_utc(about.passed.due)
    return as_data(told)


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
