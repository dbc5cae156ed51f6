"""The links at the top and at the bottom of crisis pages: those that a site says, or the usual ones that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from explainer.declarations.languages import Language
from explainer.language.words import Words
from explainer.model.pages import StaffPage
from explainer.model.settings import Settings, Way

_HEADER: Mapping[str, Callable[[Words], str]] = {
    "map.md": lambda words: words.pgettext("link to the map", "Map"),
    "how/index.md": lambda words: words.gettext("How it works"),
    "questions/index.md": lambda words: words.pgettext("link to questions and their answers", "Answers"),
}
_FOOTER: Mapping[str, Callable[[Words], str]] = {
    "who/index.md": lambda words: words.gettext("Who does what"),
    "words.md": lambda words: words.gettext("Words you hear"),
    "about.md": lambda words: words.gettext("About this site"),
    "accessibility.md": lambda words: words.gettext("Accessibility"),
}


class Link(NamedTuple):
    """A link: its address, seen from the site's root or whole, and its words."""

    url: str
    words: str


def usual(at: str, path: str) -> tuple[str, ...]:
    """Where a page is looked for that nobody named: among the crisis pages first, then in the whole site."""
    return tuple(dict.fromkeys((f"{at}{path}", path)))


class Ways:
    """The links of one language. ``urls`` are the addresses of its pages by their originals' paths in ``content/``."""

    def __init__(
        self,
        settings: Settings,
        words: Words,
        urls: Mapping[str, str],
        pages: Mapping[str, StaffPage],
        language: Language | None = None,
    ) -> None:
        self._settings, self._words, self._urls, self._pages = settings, words, urls, pages
        self._called = dict(language.called) if language is not None else {}

    @property
    def header(self) -> tuple[Link, ...]:
        """Beside the site's name."""
        chosen = self._settings.header
        return tuple(self._chosen(chosen) if chosen is not None else self._usual(_HEADER))

    @property
    def footer(self) -> tuple[Link, ...]:
        """Beside what machines read. Of crisis pages in a folder of their own, the first leads out of it."""
        chosen = self._settings.footer
        return tuple(self._chosen(chosen) if chosen is not None else (*self._out(), *self._usual(_FOOTER)))

    def _out(self) -> Iterator[Link]:
        if self._settings.at and "index.md" in self._urls:
            yield Link(self._url("index.md"), self._settings.site_name)

    def _usual(self, ways: Mapping[str, Callable[[Words], str]]) -> Iterator[Link]:
        for path, called in ways.items():
            there = next((one for one in usual(self._settings.at, path) if one in self._urls), None)
            if there is not None:
                yield Link(self._url(there), called(self._words))

    def _chosen(self, ways: tuple[Way, ...]) -> Iterator[Link]:
        for way in ways:
            if way.is_whole:
                yield Link(way.to, self._called.get(way.name, way.name) or way.to)
            elif way.to in self._urls:
                yield Link(self._url(way.to), self._called.get(way.name, way.name) or self._title(way.to))

    def _url(self, path: str) -> str:
        url = self._urls[path]
        return "." if url == "./" else url

    def _title(self, path: str) -> str:
        page = self._pages.get(path)
        return (page.title if page is not None else "") or path
