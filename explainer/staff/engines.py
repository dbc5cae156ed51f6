"""What a site asks of its generator that this one would leave out, and say nothing: refused, never half a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from explainer.declarations.documents import Located, Markdown, PathOf, named, read_file
from explainer.declarations.languages import PLUGIN as I18N
from explainer.errors import Finding
from explainer.model.pages import StaffPage
from explainer.model.vocabulary import Engine
from explainer.staff.page_templates import is_crisis_template
from explainer.staff.project import PLUGIN, Project

ANOTHER = "leave it out, or write another engine:, mkdocs or properdocs"

BY_ZENSICAL = frozenset(
    {
        *("api-autonav", "autorefs", "awesome-nav", "blog", "callouts", "exclude", "gh-admonitions"),
        *("git-revision-date-localized", "glightbox", "include-markdown", "literate-nav", "llmstxt", "macros"),
        *("markdown-exec", "markdownextradata", "meta", "meta-descriptions", "mike", "minify", "mkdocs-audio"),
        *("mkdocs-autoapi", "mkdocs-nav-weight", "mkdocs-video", "mkdocstrings", "offline", "optimize", "privacy"),
        *("redirects", "rss", "search", "social", "table-reader", "tags"),
    }
)
"""The plugins that Zensical 0.1.3 does the work of. It passes over every other one without a word."""

OF_THEMES = ("material", "materialx", "zensical")
"""The themes that Zensical's own takes the place of."""

MACROS = frozenset({"macros", "markdownextradata"})
"""Plugins that read templates in the words of a page."""

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def judged_engine(project: Project) -> Iterator[Finding]:
    """What Zensical would leave out of this site, if it is to build it."""
    if project.settings.engine is not Engine.ZENSICAL:
        return
    located = read_file(project.root / project.places.config_file, project.root)
    for name, path in _plugins(located):
        if name == I18N and project.languages:
            problem = "Zensical builds a site in one language only"
            yield located.finding(path, problem, "write another engine:, mkdocs or properdocs")
        elif name != PLUGIN and _plain(name) not in BY_ZENSICAL:
            yield located.finding(path, f"Zensical does nothing of what the plugin “{name}” does", ANOTHER)
    if located.data.get("hooks"):
        yield located.finding(("hooks",), "Zensical runs no hooks", ANOTHER)
    theme = located.data.get("theme")
    called = theme.get("name") if isinstance(theme, dict) else theme
    if called is not None and called not in OF_THEMES:
        yield located.finding(("theme",), f"Zensical has no theme “{called}”", "write material")


def judged_macros(project: Project, page: StaffPage, document: Markdown) -> Iterator[Finding]:
    """Templates in the words of a crisis page, which no plugin reaches: readers would see the braces."""
    theme = project.places.overrides(project.root)
    if not _TEMPLATE.search(document.body) or not is_crisis_template(page.front.template, theme):
        return
    located = read_file(project.root / project.places.config_file, project.root)
    if MACROS.isdisjoint(_plain(name) for name, _ in _plugins(located)):
        return
    file = named(project.content / page.path, project.root)
    for number, line in enumerate(document.body.splitlines(), document.body_line):
        for match in _TEMPLATE.finditer(line):
            problem = f"“{match[0]}” would stay as it is: no other plugin reaches a crisis page"
            yield Finding(file, number, match.start() + 1, "", problem, "write out what it stands for")


def _plugins(located: Located) -> Iterator[tuple[str, PathOf]]:
    written: Any = located.data.get("plugins")
    if isinstance(written, dict):
        yield from ((name, ("plugins", name)) for name in written)
        return
    for index, row in enumerate(written if isinstance(written, list) else ()):
        if isinstance(row, dict):
            yield from ((str(name), ("plugins", index, name)) for name in row)
        else:
            yield str(row), ("plugins", index)


def _plain(name: str) -> str:
    """A plugin's name without that of the theme it comes with, and without that of its part."""
    own = name.removeprefix("material/").removeprefix("materialx/")
    return own.partition("/")[0]
