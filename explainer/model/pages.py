"""The pages that staff write, as far as Explainer reads them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta

from explainer.model.questions import Asked, Stated
from explainer.model.value import SEVERAL, Slug, Value, Words

_HEADING = re.compile(r"^# +(.+?)(?: +#+)?(?: *\{[^}]*\})? *$", re.MULTILINE)


LONGEST_TO_A_CHILD = 400
"""How many letters a child is told at most: about 60 words."""

WORDS_IN_FRONT = ("title", "description", "late_because", "because", "instead", "to_a_child")
"""The keys of a front matter that hold words, which a translation says in its own."""


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
    to_a_child: Annotated[str, Meta(max_length=LONGEST_TO_A_CHILD)] = ""
    """How that works, told to a child in a few sentences that are true on any day. Example: Planes need clean wings."""
    number: Annotated[int, Meta(ge=1)] | None = None
    """For a why: its number, which no other one ever has. Example: 12"""
    state: Asked | None = None
    """For a why: how it stands. Example: asked"""
    asked: Stated | None = None
    """For a why: the day or the time at which it was first asked. Example: 2026-11-18"""
    people: Annotated[int, Meta(ge=1)] | None = None
    """For a why: how many people asked it, equal questions joined into one. Example: 41"""
    owner: Slug | None = None
    """For a why that is open: the party that owes the answer, by its id."""
    promised: Annotated[tuple[Stated, ...], SEVERAL] = ()
    """For a why: the day or the time by which its answer is promised. A new promise stands behind the old ones, in a
    list: each of them counts. Example: 2026-11-20 19:00
    """
    late_because: str = ""
    """For a why whose answer is late: why it is."""
    answered: Stated | None = None
    """For an answered why: the day or the time of the answer. Example: 2026-11-18"""
    answered_by: Slug | None = None
    """The party that answered, by its id."""
    refused: Stated | None = None
    """For a why that we cannot answer: the day or the time at which that was decided. Example: 2026-11-20 17:48"""
    refused_by: Slug | None = None
    """The party that decided so, by its id."""
    removed: Stated | None = None
    """For a why that was taken out: the day or the time of that. Example: 2026-11-20 16:44"""
    removed_by: Slug | None = None
    """The party that took it out, by its id."""
    because: str = ""
    """For a why that we cannot answer, or that was taken out: the reason, in a sentence."""
    instead: str = ""
    """For a why that we cannot answer: what we can say in the place of an answer."""
    film: Film | None = None
    """A film on the page."""
    of: str = ""
    """For a translation: the digest of the original that it was made of; explainer translated writes it."""

    @property
    def answered_on(self) -> date | None:
        """The day of the answer."""
        return self.answered.day if self.answered else None

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
        is_ordinary = not (front.about or front.template or front.answered or front.state)
        return self.of == original.digest or (is_ordinary and not self.of)


@dataclass(frozen=True)
class StaffPage:
    """A Markdown page by its path in ``content/``; ``body`` is what follows its front matter."""

    path: str
    front: FrontMatter
    body: str = ""

    @property
    def title(self) -> str:
        """What it calls itself: its title, or its first heading; nothing where it has neither."""
        return self.front.title or self.heading

    @property
    def heading(self) -> str:
        """Its first heading of the first order; nothing where it has none."""
        heading = _HEADING.search(self.body)
        return heading[1] if heading else ""

    @property
    def digest(self) -> str:
        """What a translation of this page is remembered by: it is another one as soon as any word is."""
        front = self.front
        film = (front.film.title, front.film.transcript) if front.film else ()
        first, then = WORDS_IN_FRONT[:2], WORDS_IN_FRONT[2:]
        more = filter(None, (getattr(front, key) for key in then))
        begins = (getattr(front, key) for key in first)
        said = "\0".join((*begins, self.body.replace("\r\n", "\n").strip(), *more, *film))
        return hashlib.sha256(said.encode()).hexdigest()[:12]
