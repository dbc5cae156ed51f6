"""The pages that staff write, as far as Explainer reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from explainer.model.value import Slug, Value, Words


class Film(Value):
    """A film of one's own on a page; a translation of the page has its words and its captions, and nothing else."""

    file: str = ""
    """The film, a file beside the page. Example: pads.mp4"""
    poster: str = ""
    """The picture that stands there until somebody presses play. Example: pads.jpg"""
    captions: str = ""
    """What is said in it, as a file of captions. Example: pads.en.vtt"""
    silent: bool = False
    """true where nothing is to be heard in it."""
    title: Words
    """What it shows, in one sentence."""
    transcript: Words
    """What is shown and said in it, for whoever does not see or hear it."""
    length: timedelta | None = None
    """How long it is. Example: 45 s"""


class FrontMatter(Value):
    """The keys of a page's front matter that Explainer reads; any other key is MkDocs' or the theme's."""

    template: str = ""
    """Only for the crisis pages. Example: home.html"""
    title: str = ""
    """The title in the browser, in lists and in search."""
    description: str = ""
    """One sentence for search engines and for lists."""
    component: Slug | None = None
    """The part that the page explains, by its id in content/system.yml."""
    components: tuple[Slug, ...] = ()
    """The parts that the page explains, by their ids."""
    checked: date | None = None
    """The day on which a party last confirmed that the page is true. Example: 2026-11-03"""
    checked_by: Slug | None = None
    """The party that confirmed it, by its id."""
    check_every: timedelta | None = None
    """How long that holds; without it, a year. Example: 180 days"""
    answered: date | None = None
    """For an answered why: the day of the answer. Example: 2026-11-18"""
    answered_by: Slug | None = None
    """The party that answered, by its id."""
    film: Film | None = None
    """A film on the page."""
    of: str = ""
    """For a translation: the digest of the original that it was made of; explainer translated writes it."""

    @property
    def about(self) -> tuple[str, ...]:
        """The components the page is about."""
        return ((self.component,) if self.component else ()) + self.components

    def is_still_of(self, original: StaffPage) -> bool:
        """Whether a translation is one of what the original says now.

        One of an ordinary page that does not say what it was made of is left to the site's own care: nothing on such a
        page is about now.
        """
        front = original.front
        is_ordinary = not (front.about or front.template or front.answered)
        return self.of == original.digest or (is_ordinary and not self.of)


@dataclass(frozen=True)
class StaffPage:
    """A Markdown page by its path in ``content/``; ``body`` is what follows its front matter."""

    path: str
    front: FrontMatter
    body: str = ""

    @property
    def digest(self) -> str:
        """What a translation of this page is remembered by: it is another one as soon as any word is."""
        film = (self.front.film.title, self.front.film.transcript) if self.front.film else ()
        said = "\0".join((self.front.title, self.front.description, self.body.replace("\r\n", "\n").strip(), *film))
        return hashlib.sha256(said.encode()).hexdigest()[:12]
