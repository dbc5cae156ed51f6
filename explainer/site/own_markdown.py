"""Staff's words on the pages that are ours: Markdown into HTML as ``mkdocs.yml`` sets it up, without any generator.

Every generator uses Python-Markdown, and so do we, with the same extensions. What a generator adds is that links to
pages become links to where these are published; here that is done from the addresses alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from explainer.declarations.configuration import Extensions
from explainer.staff.gaps import without_gaps

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class Place(NamedTuple):
    """A page that is being made: its file in ``content/``, and its address in the site."""

    path: str
    url: str


class Converter:
    """Python-Markdown as a site sets it up; ``address_of`` tells where a file of ``content/`` is published."""

    def __init__(self, extensions: Extensions, address_of: Callable[[str], str | None]) -> None:
        self._extensions = {name: dict(options) for name, options in extensions.items()}
        self._address_of = address_of

    def html(self, markdown: str, place: Place) -> str:
        """The HTML of a page's words, its links leading from ``place`` to where the files are published.

        What is still to be filled in is left out.
        """
        from markdown import Markdown

        made = Markdown(extensions=list(self._extensions), extension_configs=self._extensions)
        self._follow_links(made, place)
        return made.convert(without_gaps(markdown))

    def _follow_links(self, made: Markdown, place: Place) -> None:
        from markdown.treeprocessors import Treeprocessor

        class Links(Treeprocessor):
            def run(self, root: Element) -> None:
                for tag, key in (("a", "href"), ("img", "src")):
                    for element in root.iter(tag):
                        element.set(key, follow(element.get(key, "")))

        def follow(link: str) -> str:
            return self._followed(link, place)

        made.treeprocessors.register(Links(made), "explainer_links", 0)

    def _followed(self, link: str, place: Place) -> str:
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host or not path or link.startswith(("/", "\\")):
            return link
        target = self._address_of(posixpath.normpath(posixpath.join(posixpath.dirname(place.path), unquote(path))))
        if target is None:
            return link
        return urlunsplit(("", "", relative(target, place.url), query, anchor))


def relative(url: str, here: str) -> str:
    """The way from the page at ``here`` to ``url``, both counted from the site's root."""
    ours, theirs = _parts(here), _parts(url)
    common = 0
    while common < min(len(ours), len(theirs)) and ours[common] == theirs[common]:
        common += 1
    way = "/".join([".."] * (len(ours) - common) + theirs[common:]) or "."
    return f"{way}/" if url.endswith("/") else way


def _parts(url: str) -> list[str]:
    """The folders of an address; a page is a folder, unless its last part has a dot."""
    return [part for part in posixpath.normpath(f"/{url}").split("/") if part]


def first_heading(html: str) -> str:
    """The text of the first heading of the first order; empty where there is none."""
    found = _HEADING.search(html)
    return unescape(_TAG.sub("", found[1])).strip() if found else ""
