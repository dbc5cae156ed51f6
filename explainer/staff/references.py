"""Names that one file of staff's uses and another one must hold: feeds, pages, parties, parts, rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from explainer.declarations.documents import Located, PathOf, named, read_file
from explainer.declarations.nearness import near
from explainer.errors import Finding, Level
from explainer.model.sources import Source
from explainer.staff.folders import YML
from explainer.staff.project import Project, about_option

if TYPE_CHECKING:
    from explainer.staff.check import Staff


def references(project: Project, staff: Staff) -> Iterator[Finding]:
    """Names that one file uses and another one must hold; a file that is there and cannot be read is told by itself."""
    declared = (*staff.sources, *staff.off)
    feeds = frozenset(path.stem for path in project.feeds.glob(f"*{YML}"))
    parties = frozenset(staff.system.party)
    components = frozenset(staff.system.by_id)
    system = read_file(project.content / "system.yml", project.root)
    translated = {page.path for page in staff.translated}
    pages = frozenset(named(path, project.content) for path in project.content.rglob("*.md")) - translated
    for index, component in enumerate(staff.system.components):
        for place, feed in enumerate(component.watched_by):
            path: PathOf = ("components", index, "watched_by", place)
            if feed not in feeds:
                yield system.finding(path, f"there is no feed “{feed}” in {project.feeds.name}/", near(feed, feeds))
        if component.explainer and component.explainer not in pages:
            remedy = near(component.explainer, pages)
            place_of = ("components", index, "explainer")
            yield system.finding(place_of, f"there is no page “{component.explainer}”", remedy)
    rights = staff.known.rights
    for index, need in enumerate(staff.system.needs):
        if need.rights and rights is not None and need.rights not in rights:
            problem = f"there is no entry “{need.rights}” in content/rights.yml"
            yield system.finding(("needs", index, "rights"), problem, near(need.rights, rights))
    yield from _links(project, pages)
    for source in declared:
        located = read_file(project.feeds / f"{source.id}.yml", project.root)
        if source.party and source.party not in parties:
            yield located.finding(("party",), f"there is no party “{source.party}”", near(source.party, parties))
        yield from _components_of(source, located, components)


def _links(project: Project, pages: frozenset[str]) -> Iterator[Finding]:
    """The pages that the header and the footer of crisis pages link to."""
    for key in ("header", "footer"):
        for index, way in enumerate(getattr(project.settings, key) or ()):
            if not way.is_whole and way.to not in pages:
                yield about_option(project, (key, index), f"there is no page “{way.to}”", near(way.to, pages))


def _components_of(source: Source, located: Located, components: frozenset[str]) -> Iterator[Finding]:
    """The components that a declaration names: each must be there, and a rule pins none that the feed may not set."""
    may_set = source.may.set_
    named: list[tuple[PathOf, str | None]] = [(("may", "set", index), name) for index, name in enumerate(may_set or ())]
    for index, rule in enumerate(source.mapping):
        named += [(("mapping", index, "component"), rule.component), (("mapping", index, "cause"), rule.cause)]
        if may_set is not None and rule.component not in may_set:
            problem = f"pins “{rule.component}”, which may: set: does not name, so it is left out"
            yield located.finding(("mapping", index, "component"), problem, "name it there", level=Level.ADVICE)
    for where, name in named:
        if name and name not in components:
            yield located.finding(where, f"there is no component “{name}”", near(name, components))
