"""Where the links and pictures of staff's pages lead: to pages, to places in pages, to files.

Only ``check`` asks this of a page: a link that leads nowhere keeps no notice from readers.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from explainer.declarations.documents import Markdown, named, read_file
from explainer.declarations.nearness import near
from explainer.errors import Finding, Level
from explainer.model.pages import StaffPage
from explainer.model.system import System
from explainer.staff.page_lines import Line, lines_of
from explainer.staff.project import Project

Pages = Iterable[tuple[StaffPage, Markdown]]

_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]\n]*)\]\(\s*<?(?P<to>[^)\s>]+)>?[^)\n]*\)")
_TAG = re.compile(r"<(?P<tag>a|img)\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+(?P<words>.+?)\s*#*\s*$")
_GIVEN = re.compile(r"\{:?[^{}]*?#(?P<name>[\w:.-]+)[^{}]*\}")
_ID = re.compile(r"\s(?:id|name)=[\"']?(?P<name>[^\s\"'<>]+)")
_ATTRIBUTES = re.compile(r"\{:?[^{}]*\}\s*$")
_WRITTEN_BY_PLUGINS = re.compile(r"\{\{|\{%|--8<--")


class Place(NamedTuple):
    """Somewhere in a file."""

    file: str
    line: int
    column: int

    def finding(self, field: str, problem: str, remedy: str, level: Level = Level.ERROR) -> Finding:
        """A finding at this place."""
        return Finding(*self, field, problem, remedy, level)


def judged_links(project: Project, pages: Pages, system: System) -> Iterator[Finding]:
    """What leads nowhere, and what shows a picture to those alone who see it."""
    judge = _Judge(project, list(pages), system)
    for page, document in judge.pages:
        file = named(project.content / page.path, project.root)
        for line in lines_of(document):
            if not line.is_code:
                yield from judge.line(page, file, line)


class _Judge:
    """One site, with the names of the places in its pages."""

    def __init__(self, project: Project, pages: list[tuple[StaffPage, Markdown]], system: System) -> None:
        self.project = project
        self.pages = pages
        self._names = {page.path: names_in(document) for page, document in pages if _can_be_told(page, document)}
        self._addresses = {_address(page.path) for page, _ in pages}
        self._symptoms = set(system.asked)
        config = read_file(project.root / project.places.config_file, project.root)
        self._own_names = "slugify" in str(config.data.get("markdown_extensions"))

    def line(self, page: StaffPage, file: str, line: Line) -> Iterator[Finding]:
        for match in _LINK.finditer(line.words):
            at = Place(file, line.number, match.start("to") + 1)
            if match["picture"]:
                yield from self._picture(page, at, match)
            else:
                yield from self._link(page, at, unescape(match["to"]))
        for match in _TAG.finditer(line.words):
            if match["tag"].lower() == "img" and not re.search(r"\salt(?:=|\s|$)", match["rest"]):
                problem, remedy = "has no alternative text", 'write alt="…", what it shows; alt="" if it only decorates'
                yield Place(file, line.number, match.start() + 1).finding("image", problem, remedy)

    def _picture(self, page: StaffPage, at: Place, match: re.Match[str]) -> Iterator[Finding]:
        target = urlsplit(match["to"])
        if not match["words"].strip():
            remedy = f'write ![what it shows]({match["to"]}), or <img alt=""> where it only decorates'
            yield at.finding("image", "has no alternative text", remedy)
        if not target.scheme and not target.netloc and target.path and not target.path.startswith("/"):
            path = self._beside(page, target.path)
            if not path.is_file():
                yield at.finding("image", f"there is no picture “{target.path}”", _other(path))

    def _link(self, page: StaffPage, at: Place, to: str) -> Iterator[Finding]:
        site = self.project.settings.site_url.rstrip("/")
        if (site and f"{to}/".startswith(f"{site}/")) or (to.startswith("/") and not to.startswith("//")):
            problem = "is a whole address of this site, which leads elsewhere in a preview or in a folder"
            yield at.finding("link", problem, "write the way to the file, such as ../map.md", Level.ADVICE)
            return
        try:
            target = urlsplit(to)
        except ValueError:
            yield at.finding("link", "is no address", "correct it")
            return
        if target.scheme or target.netloc:
            return
        path = unquote(target.path)
        if path.endswith(".md") or not path:
            yield from self._anchor(page, at, path, unquote(target.fragment))
        elif path.endswith("/") or not posixpath.splitext(path)[1]:
            yield from self._page(page, at, path)
        elif not self._beside(page, path).is_file() and not path.endswith((".xml", ".json", ".html")):
            yield at.finding("link", f"there is no file “{path}”", _other(self._beside(page, path)))

    def _anchor(self, page: StaffPage, at: Place, path: str, name: str) -> Iterator[Finding]:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
        names = self._names.get(there)
        if name and names is not None and name not in names and not self._own_names and not name.startswith("fn"):
            remedy = near(name, names) if names else "delete what follows the page"
            yield at.finding("link", f"there is no place “#{name}” in {there}", remedy)

    def _page(self, page: StaffPage, at: Place, path: str) -> Iterator[Finding]:
        """A link to an address instead of a file: of a page of staff's, or of one that is stamped."""
        here = _address(page.path)
        there = posixpath.normpath(posixpath.join("/", here, path)).strip("/")
        home = self.project.settings.at.strip("/")
        inside = (
            posixpath.relpath(f"/{there}", f"/{home}") if f"{there}/".startswith(f"{home}/" if home else "") else ""
        )
        folder, _, subject = inside.partition("/")
        if folder == "why" and subject and subject not in self._symptoms:
            yield at.finding("link", f"no customer’s problem is called “{subject}”", near(subject, self._symptoms))
        elif folder in ("why", "disruptions", "archive", "who") and subject:
            return  # they come and go
        elif there not in {address.strip("/") for address in self._addresses}:
            problem = f"there is no page at “{path}”"
            yield at.finding("link", problem, "write the way to its file, such as ../how/index.md")

    def _beside(self, page: StaffPage, path: str) -> Path:
        return (self.project.content / page.path).parent / unquote(path)


def _other(path: Path) -> str:
    there = sorted(one.name for one in path.parent.iterdir() if one.is_file()) if path.parent.is_dir() else []
    return near(path.name, there) if there else "check the path"


def _address(path: str) -> str:
    """Where a page is published, without its language."""
    stem = re.sub(r"(?:\.[a-z]{2,3}(?:-\w+)?)?\.md$", "", path)
    folder, _, name = stem.rpartition("/")
    return folder if name in ("index", "README") else stem


def _can_be_told(page: StaffPage, document: Markdown) -> bool:
    """Whether all places in a page are in its own words: not where a template or a plugin writes some."""
    return not page.front.template and not _WRITTEN_BY_PLUGINS.search(document.body)


def names_in(document: Markdown) -> frozenset[str]:
    """The names of the places in a page: of its headings, and those that are given."""
    found: dict[str, None] = {"now": None, "__tabbed": None}
    for line in lines_of(document):
        found.update(
            dict.fromkeys(match["name"] for match in (*_GIVEN.finditer(line.words), *_ID.finditer(line.words)))
        )
        heading = _HEADING.match(line.words.strip())
        if heading and not _GIVEN.search(line.words):
            name = _slug(heading["words"])
            found.setdefault(name if name not in found else _next(name, found), None)
    return frozenset(found)


def _next(name: str, taken: Mapping[str, None]) -> str:
    number = 1
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _slug(heading: str) -> str:
    """As Python-Markdown names a heading."""
    words = _LINK.sub(lambda link: link["words"], _ATTRIBUTES.sub("", heading))
    words = unescape(re.sub(r"<[^<>]*>|[*`]|(?<!\w)_|_(?!\w)", "", words))
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
