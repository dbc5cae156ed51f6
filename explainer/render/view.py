"""What the renderers are given: the picture, and the fixed things a page needs to name and to link."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

from explainer.language.words import Words, english
from explainer.model.disruption import in_one_language
from explainer.model.phrases import NO_PHRASES, Phrasebook
from explainer.model.reading import Library
from explainer.model.translation import preferred
from explainer.model.trouble import Told, Year
from explainer.picture.model import Picture
from explainer.picture.spread import Turns
from explainer.render.templates import Templates

if TYPE_CHECKING:
    from datetime import datetime

    from explainer.declarations.languages import Language
    from explainer.model.disruption import Disruption, Text
    from explainer.model.events import Event
    from explainer.model.permissions import Permissions
    from explainer.model.questions import Question
    from explainer.model.rights import Rights
    from explainer.model.routes import Route
    from explainer.model.settings import Settings
    from explainer.model.states import Turn
    from explainer.model.system import System
    from explainer.model.vocabulary import Channel
    from explainer.picture.season import Foretold


PHRASES = "words/"
"""Where the words that people hear are explained, below the home of the crisis pages."""

EVENTS = "events/"
"""Where invitations are shown, likewise."""

CALENDAR = "events.ics"
"""The calendar of all of them."""

NOTHING_TO_READ = Library()


class _NotLookedBack:
    """Of a view that is shown no more than the present."""

    def key(self, parts: Collection[str]) -> str:
        del parts
        return ""

    def told(self, parts: Collection[str]) -> Told:
        del parts
        return Told()


NOT_LOOKED_BACK = _NotLookedBack()

SECTIONS = "sections of"
"""Begins the keys under which a page remembers its sections, which several of its regions tell of."""


def untold(first: datetime, last: datetime) -> tuple[Turn, ...]:
    """The log of a site that keeps none."""
    del first, last
    return ()


class Place(NamedTuple):
    """Where the layout engine put one component: the middle of its box, in points, y growing downwards."""

    x: float
    y: float
    height: float = 76.0


class Curve(NamedTuple):
    """One link as drawn: cubic Bézier control points, in points, the first one the start."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]


class Layout(NamedTuple):
    """The map's geometry: depends on the system alone, so it is computed with the skeleton.

    ``box`` is how wide every box is; how high one is depends on its name. ``head`` is the height of the heads of the
    columns, above the drawing.
    """

    width: float
    height: float
    places: dict[str, Place]
    curves: tuple[Curve, ...]
    box: float = 170.0
    head: float = 40.0


class Wording(NamedTuple):
    """Words to show, and the language they are in."""

    lang: str = "und"
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Everything a renderer may look at.

    ``top`` leads from the page being written to the site's root, and ``root`` to the home of the crisis pages, which
    is the same unless these lie in a folder of their own. ``reading`` is what there is to read about each part, and
    ``how`` is the address, from ``top``, of the page that explains it all, if there is one. ``questions`` are the whys
    that were asked, and ``asks`` is the address, from ``top``, of the page that lists them.
    ``memo`` is for what several regions of one page share. ``map``, ``archive``, ``record``, ``run`` and ``who`` say
    whether the site has such a page. ``left_out`` is how many disruptions cannot be
    shown in what is being made. ``words`` are those of the language the page is written in.

    Of a site in several ``languages``, ``folder`` is where the pages of this language lie, ``top`` leads to that, and
    ``page`` is the address in it of the page being written; ``wording`` is another one whenever a translation of
    the site's own words is, and ``spoken`` has those of bulletins, by disruption.
    ``season`` is what staff wrote of what is forecast now, soonest first.
    ``publishers`` are the names of the feeds' publishers in this language. ``phrases`` are the words that people hear,
    on a site with a page of them, and ``turns`` tells what turned between two moments, as far as the record holds it.
    ``events`` the invitations, on a site with a page of them; ``year`` is what went wrong in the last twelve months.
    ``permissions`` are the sets of what staff may offer, ``routes`` whom they send people to.
    """

    picture: Picture
    system: System
    settings: Settings
    rights: Mapping[str, Rights]
    layout: Layout
    templates: Templates
    reading: Library = NOTHING_TO_READ
    root: str = ""
    top: str = ""
    how: str = ""
    questions: tuple[Question, ...] = ()
    asks: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    map: bool = True
    archive: bool = False
    record: bool = False
    who: bool = False
    season: tuple[Foretold, ...] = ()
    run: bool = False
    left_out: int = 0
    words: Words = field(default_factory=english)
    languages: tuple[Language, ...] = ()
    folder: str = ""
    page: str = ""
    wording: str = ""
    year: Year = NOT_LOOKED_BACK
    spoken: Mapping[str, object] = field(default_factory=dict)
    publishers: Mapping[str, str] = field(default_factory=dict)
    turns: Turns = untold
    phrases: Phrasebook = NO_PHRASES
    events: tuple[Event, ...] = ()
    permissions: Mapping[str, Permissions] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def language(self) -> str:
        """The language of our own words on the page, as a BCP 47 tag."""
        return self.words.language

    def render(self, template: str, **values: object) -> Markup:
        """A template, ``components/…``, with its values filled in; what is not ``Markup`` is escaped."""
        return self.templates.render(template, self.words, values)

    def said(self, disruption: Disruption, texts: tuple[Text, ...]) -> Wording:
        """Of what a disruption says in several languages, the one to show; empty where it says nothing."""
        if not texts:
            return Wording()
        now = self.picture.source.get(disruption.origin.feed)
        shown = preferred(texts, self.language, now.source.language if now is not None else "und")
        return Wording(shown.lang, shown.text)

    def publisher(self, disruption: Disruption) -> str:
        """The name of whoever published a disruption, in the language of the page."""
        return self.publishers.get(disruption.origin.feed, disruption.origin.publisher)

    def names(self, disruption: Disruption) -> tuple[str, ...]:
        """What the publisher names, each once: in the site's language, then the feed's, then the first there is."""
        now = self.picture.source.get(disruption.origin.feed)
        feed = now.source.language if now is not None else ""
        shown = in_one_language(disruption.affected, self.language, feed)
        return tuple(dict.fromkeys(entity.name or entity.ref for entity in shown if entity.name or entity.ref))

    def makes(self, channel: Channel) -> bool:
        """Whether the site has what a channel brings, so that a page may link it."""
        return self.settings.makes(channel)

    def in_language(self, language: Language) -> str:
        """The address of this page in another language, from the page being written."""
        return f"{self.top}{'../' * self.folder.count('/')}{language.root}{self.page}" or "./"

    def address_in(self, language: Language) -> str:
        """The whole address of this page in another language, where the site has one; else as :meth:`in_language`."""
        site = self.settings.site_url.removesuffix(self.folder)
        return f"{site}{language.root}{self.page}" if site else self.in_language(language)

    @property
    def home(self) -> str:
        """The folder of the site in which the crisis pages of this language lie; empty where they are its home."""
        return f"{self.folder}{self.settings.at}"

    def address(self, path: str = "") -> str:
        """The whole address of a crisis page, where the site has one; else the way to it from the site's root."""
        return self.address_of(f"{self.settings.at}{path}")

    def address_of(self, page: str) -> str:
        """The whole address of any page of this language, where the site has one; else the way to it from the root."""
        site = self.settings.site_url
        return f"{site.rstrip('/')}/{page}" if site else page

    def disruption_url(self, disruption_id: str) -> str:
        """The address of a disruption's page, from the page being written."""
        return f"{self.root}disruptions/{disruption_id}/"

    def open_url(self, part: str = "") -> str:
        """The address of the list of all that is open, or of a further part of it, from the page being written."""
        return self.disruption_url(part or "open")

    def archive_url(self, part: str = "") -> str:
        """The address of the archive, or of one part of it, from the page being written."""
        return f"{self.root}archive/" + (f"{part}/" if part else "")

    def record_url(self) -> str:
        """The address of the page that says how good our word has been, from the page being written."""
        return f"{self.root}record/"

    def party_url(self, party_id: str) -> str:
        """The address of a party's page, from the page being written."""
        return f"{self.root}who/{party_id}/"

    def phrase_url(self, phrase_id: str = "") -> str:
        """The address of what phrases mean, or of one of them, from the page being written."""
        return f"{self.root}{PHRASES}" + (f"#{phrase_id}" if phrase_id else "")

    def trace_url(self, symptom_id: str) -> str:
        """The address of a symptom's trace page, from the page being written."""
        return f"{self.root}why/{symptom_id}/"

    def map_url(self, component_id: str = "") -> str:
        """The address of the map, or of one component's row in it; of a site without one its home, which lists all."""
        if not self.map:
            return self.root or "./"
        return f"{self.root}map/" + (f"#{component_id}" if component_id else "")
