"""Live regions as staff write them into pages: what keeps one from being filled is told where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from explainer.declarations.documents import Markdown, named
from explainer.declarations.nearness import near
from explainer.errors import Finding
from explainer.model.pages import StaffPage
from explainer.model.system import System
from explainer.render.regions import REGIONS
from explainer.staff.page_lines import Line, lines_of
from explainer.staff.project import Project

OF_STAFF = frozenset(
    {"map", "others", "panel", "parts", "problems", "promises", "recent", "season", "sources", "usual"}
)
"""The regions that belong into what staff write; all others are in our own templates."""

_OPENING = re.compile(
    r"<(?P<tag>[a-zA-Z][\w-]*)(?P<rest>[^<>]*?\sdata-live(?:=(?P<said>\"[^\"]*\"|'[^']*'|[^\s\"'>/]*))?[^<>]*)>"
)
_COMPONENTS = re.compile(r"\sdata-components=(?:\"([^\"]*)\"|'([^']*)')")
_HOLDERS = ("div", "p", "span")
_MAP, _MAP_TEMPLATE = "map", "map.html"


def judged_regions(project: Project, page: StaffPage, document: Markdown, system: System) -> Iterator[Finding]:
    """What is wrong with the regions of a page."""
    file = named(project.content / page.path, project.root)
    lines = list(lines_of(document))
    for index, line in enumerate(lines):
        for match in _OPENING.finditer(line.words):
            name = (match["said"] or "").strip("\"'")
            where = (file, line.number, match.start() + 1, "data-live")
            for problem, remedy in _wrong(match, name, line, lines[index:], system):
                yield Finding(*where, problem, remedy)


def judged_map(project: Project, page: StaffPage, document: Markdown) -> Iterator[Finding]:
    """Whether a page of the map has its map."""
    if page.front.template != _MAP_TEMPLATE or _has_own(project, _MAP_TEMPLATE):
        return
    found = (match["said"] or "" for line in lines_of(document) for match in _OPENING.finditer(line.words))
    if _MAP not in (said.strip("\"'") for said in found):
        problem = "is the page of the map, and has no map"
        yield document.front.finding(("template",), problem, f"write below: {written(_MAP)}")


def written(name: str) -> str:
    """A region as staff write it."""
    return f'<div data-live="{name}"></div>'


def _has_own(project: Project, template: str) -> bool:
    theme = project.places.overrides(project.root)
    return theme is not None and (theme / template).is_file()


def _wrong(match: re.Match[str], name: str, line: Line, below: list[Line], system: System) -> Iterator[tuple[str, str]]:
    if line.is_code:
        yield "is indented by four spaces or more, so readers see it as code", "begin the line with the <"
        return
    if name not in REGIONS:
        yield f"there is no live region “{name}”", near(name, OF_STAFF)
        return
    if match["tag"] not in _HOLDERS:
        yield f"stands in a <{match['tag']}>, which nothing fills", f"write {written(name)}"
        return
    yield from _unclosed(match, name, line, below)
    yield from _components(match["rest"], system)


def _unclosed(match: re.Match[str], name: str, line: Line, below: list[Line]) -> Iterator[tuple[str, str]]:
    """Whether it is closed, and nothing stands in it."""
    if match["rest"].rstrip().endswith("/"):
        yield "is closed by a slash, which html does not know", f"write {written(name)}"
        return
    rest = "\n".join([line.words[match.end() :], *(other.words for other in below[1:])])
    inside, closing, _ = rest.partition(f"</{match['tag']}>")
    if not closing or _OPENING.search(inside):
        yield "is never closed", f"write {written(name)}"
    elif inside.strip():
        yield "is not empty, and what stands in it would be lost", f"delete it: {written(name)}"


def _components(attributes: str, system: System) -> Iterator[tuple[str, str]]:
    named_ = _COMPONENTS.search(attributes)
    known: Mapping[str, object] = system.by_id
    for component in (named_[1] or named_[2] or "").split() if named_ else ():
        if component not in known:
            yield f"there is no component “{component}”", near(component, frozenset(known))
