"""What makes a site whole: the pages without which there is no notice to read, and what ``mkdocs.yml`` says of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, NamedTuple

from explainer.declarations.documents import PathOf, named, read_file
from explainer.declarations.nearness import near
from explainer.errors import Finding, Level
from explainer.model.pages import StaffPage
from explainer.model.system import System
from explainer.model.vocabulary import Engine
from explainer.staff.project import Project


class Needed(NamedTuple):
    """A crisis page: its file below the home of the crisis pages, what is to be written into it, and what it is."""

    path: str
    template: str
    title: str
    what: str

    @property
    def remedy(self) -> str:
        """The least that it takes."""
        lines = ("---", f"template: {self.template}", f"title: {self.title}", "---")
        return f"write the lines {' '.join(f'“{line}”' for line in lines)} into it; explainer new writes all such pages"


HOME = Needed("index.md", "home.html", "Now", "the page of what happens now")
DISRUPTION = Needed("disruptions/shell.md", "disruption.html", "Disruption", "the page that each disruption is made of")
WHY = Needed("why/shell.md", "trace.html", "Why", "the page that answers why, for each problem of customers")
MAP = Needed("map.md", "map.html", "All on one map", "the page of the map")
ARCHIVE = Needed("archive/index.md", "archive.html", "What is over", "the list of what is over")
MONTH = Needed("archive/shell.md", "archive.html", "A month", "the page that each month of the archive is made of")


def judged_pages(project: Project, pages: Mapping[str, StaffPage], system: System) -> Iterator[Finding]:
    """Which crisis pages are missing: an error where a notice could not be read, else advice."""
    at = project.settings.at
    for needed in (HOME, DISRUPTION, *([WHY] if system.asked else [])):
        yield from _missing(project, pages, needed, Level.ERROR)
    yield from _missing(project, pages, MAP, Level.ADVICE)
    archive = [needed for needed in (ARCHIVE, MONTH) if f"{at}{needed.path}" not in pages]
    for needed in archive:
        yield from _missing(project, pages, needed, Level.ADVICE if len(archive) > 1 else Level.ERROR)


def _missing(project: Project, pages: Mapping[str, StaffPage], needed: Needed, level: Level) -> Iterator[Finding]:
    path = f"{project.settings.at}{needed.path}"
    there = pages.get(path) or pages.get(path.replace("index.md", "README.md"))
    file = named(project.content / path, project.root)
    if there is None:
        yield Finding(file, 1, 1, "", f"is missing: {needed.what}", needed.remedy, level)
    elif not there.front.template:
        problem = f"is not {needed.what}"
        remedy = f"write template: {needed.template} into its front matter"
        if needed is HOME and not project.settings.at:
            remedy += ", or leave it as it is and write at: status/ under the plugin in mkdocs.yml"
        yield Finding(file, 1, 1, "template", problem, remedy, level)


OF_EVERY_GENERATOR = "search"
"""The plugin that MkDocs and ProperDocs each bring along."""


def judged_config(project: Project) -> Iterator[Finding]:
    """What of ``mkdocs.yml`` a build would stumble over."""
    located = read_file(project.root / project.places.config_file, project.root)
    if located.data.get("use_directory_urls") is False:
        problem = "is false, and then addresses change with the generator"
        yield located.finding(("use_directory_urls",), problem, "write true, or delete the line")
    if project.settings.engine is Engine.ZENSICAL:
        return  # it runs no plugins; what it does in their place is judged with it
    installed = _plugins()
    if OF_EVERY_GENERATOR not in installed:
        return  # none is here that has plugins, and a build says so
    for path, name in _named(located.data.get("plugins")):
        if name not in installed:
            yield located.finding(("plugins", *path), f"“{name}” is no plugin that is installed", near(name, installed))


@cache
def _plugins() -> frozenset[str]:
    """The plugins of MkDocs that are installed, by every name that they go by."""
    found = {point.name for group in ("mkdocs.plugins", "properdocs.plugins") for point in entry_points(group=group)}
    return frozenset(found | {name.rpartition("/")[2] for name in found})


def _named(plugins: Any) -> Iterator[tuple[PathOf, str]]:
    """The plugins that a site names, each with where it does."""
    for index, row in enumerate(plugins) if isinstance(plugins, list) else ():
        if isinstance(row, str):
            yield (index,), row
        else:
            yield from (((index, name), name) for name in (row if isinstance(row, dict) else ()))
    if isinstance(plugins, dict):
        yield from (((name,), name) for name in plugins)


def judged_nav(project: Project) -> Iterator[Finding]:
    """The entries of the navigation that lead to no page."""
    located = read_file(project.root / project.places.config_file, project.root)
    there = {named(path, project.content) for path in project.content.rglob("*.md")}
    for path, entry in _entries(("nav",), located.data.get("nav")):
        if entry.endswith(".md") and "://" not in entry and "*" not in entry and entry.lstrip("./") not in there:
            yield located.finding(path, f"there is no page “{entry}”", near(entry, there))


def _entries(path: PathOf, value: Any) -> Iterator[tuple[PathOf, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _entries((*path, index), one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _entries((*path, key), one)
