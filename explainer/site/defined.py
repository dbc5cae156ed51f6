"""The first use of a phrase on an explainer leads to what it means: put into the built page, whoever built it.

An explainer is known by its live panel, which stands below its heading. What follows it, up to the end of the element
that both lie in, is what staff wrote; the theme around it stays byte for byte as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from explainer.declarations.languages import Language
from explainer.model.phrases import Phrasebook
from explainer.picture.translated import translated
from explainer.render.defining import Defining, forms_of
from explainer.render.view import PHRASES
from explainer.site.frame import tongue_of
from explainer.site.own_markdown import relative
from explainer.site.shells import file_at
from explainer.staff.check import Staff
from explainer.staff.project import Project

_PANEL = re.compile(r"<div\b[^<>]*\sdata-live=[\"']?panel\b[^<>]*>\s*</div>")
_BLOCK = re.compile(r"<(?P<end>/?)(?:article|div|main|section)\b[^<>]*>", re.IGNORECASE)
"""What the words of a page can lie in: elements whose ends nobody may leave out."""


def define(project: Project, staff: Staff, tree: Path, urls: Mapping[str, Mapping[str, str]]) -> None:
    """Mark the phrases on every explainer of a built tree, where the site has a page of them."""
    for language in project.languages or (None,):
        root = language.root if language else ""
        home = f"{root}{project.settings.at}{PHRASES}"
        if home not in urls[root].values():
            continue
        book = _told(project, staff, language)
        forms = forms_of(book, language.tag if language else project.settings.language)
        explainers = {page.path for page in staff.pages if page.front.about}
        for url in sorted({url for path, url in urls[root].items() if path in explainers}):
            file = tree / file_at(url)
            if file.is_file():
                _rewrite(file, Defining(forms, relative(home, "" if url == "./" else url)))


def _told(project: Project, staff: Staff, language: Language | None) -> Phrasebook:
    tongue = tongue_of(project, staff, language)
    return translated(staff.phrases, tongue) if tongue else staff.phrases


def _rewrite(file: Path, defining: Defining) -> None:
    html = file.read_bytes().decode("utf-8", "surrogateescape")
    made = defined(html, defining)
    if made != html:
        file.write_bytes(made.encode("utf-8", "surrogateescape"))


def defined(html: str, defining: Defining) -> str:
    """A built page with the phrases in its own words marked; as it is where it has no panel."""
    panel = _PANEL.search(html)
    if panel is None:
        return html
    end = _end_of_container(html, panel.end())
    return html[: panel.end()] + defining.html(html[panel.end() : end]) + html[end:]


def _end_of_container(html: str, start: int) -> int:
    depth = 1
    for tag in _BLOCK.finditer(html, start):
        depth += -1 if tag["end"] else 1
        if not depth:
            return tag.start()
    return len(html)
