"""Staff's pages, each read and judged: what it names must be there, and a translation must be one of its original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from explainer.declarations.documents import Located, Markdown, PathOf, named, read_page, read_text, validated
from explainer.declarations.front_matter import FRONT_MATTER_DOOR
from explainer.declarations.nearness import near, nearest
from explainer.errors import Finding, Level
from explainer.model.pages import FrontMatter, StaffPage
from explainer.model.system import System
from explainer.model.vocabulary import Skin
from explainer.render.pages import TEMPLATES
from explainer.staff.project import Project
from explainer.staff.translations import original_of

Page = tuple[StaffPage, Markdown]
"""A page, and the document it was read from."""


def read_page_of(path: Path, project: Project) -> Page:
    """A page by its path.

    Raises:
        StaffError: with every finding in its front matter.
    """
    name = named(path, project.root)
    document = read_page(read_text(path, name), name)
    front = validated(FRONT_MATTER_DOOR, document.front, {"zone": project.settings.tz})
    return StaffPage(named(path, project.content), front, document.body), document


_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(\s*<?([^)\s>#]+\.md)(?:#[^)\s>]*)?>?[^)\n]*\)")
_FENCED = re.compile(r"^(`{3,}|~{3,})")


def judged(project: Project, page: StaffPage, document: Markdown, system: System) -> Iterator[Finding]:
    """What is wrong with a page in the site's own language: names and links that lead nowhere."""
    components, parties = frozenset(system.by_id), frozenset(system.party)
    front, located = page.front, document.front
    if front.component and front.component not in components:
        name = front.component
        yield located.finding(("component",), f"there is no component “{name}”", near(name, components))
    for index, name in enumerate(front.components):
        if name not in components:
            path: PathOf = ("components", index)
            yield located.finding(path, f"there is no component “{name}”", near(name, components))
    if front.template and front.template not in TEMPLATES and not _own_template(project, front.template):
        problem = f"there is no template “{front.template}”"
        yield located.finding(("template",), problem, near(front.template, frozenset(TEMPLATES)))
    for key in ("checked_by", "owner", "answered_by", "refused_by", "removed_by"):
        party = getattr(front, key)
        if party and party not in parties:
            yield located.finding((key,), f"there is no party “{party}”", near(party, parties))
    named_by = any(part.explainer == page.path for part in system.components)
    if front.to_a_child and (front.state is not None or not (front.about or named_by)):
        problem = "is for a page that explains a part, so no reader sees it"
        remedy = "say which part in component:, or delete this line"
        yield located.finding(("to_a_child",), problem, remedy, level=Level.ADVICE)
    yield from _broken_links(project, page, document)


_OURS = frozenset(FrontMatter.__struct_fields__)
_SHORT = 3
_OTHERS = frozenset({"comments", "date", "tags", "hide", "icon", "status", "subtitle", "social", "search", "exclude"})
"""Keys of MkDocs, of the theme and of its plugins that look like one of ours."""


def misspelt(located: Located) -> Iterator[Finding]:
    """Keys that are nearly one of ours. All others may be for a plugin, which nobody can tell."""
    for key in located.data if isinstance(located.data, dict) else ():
        meant = nearest(str(key), _OURS) if len(str(key)) > _SHORT else None
        if meant is not None and key not in _OURS | _OTHERS:
            problem = f"“{key}” is no key of a page"
            yield located.finding((key,), problem, f"did you mean “{meant}”?", key=True)


def judged_translation(
    project: Project, page: StaffPage, document: Markdown, originals: Iterable[StaffPage]
) -> Iterator[Finding]:
    """What keeps a translated page from being shown: it has no original, or was made of another one; broken links."""
    yield from _broken_links(project, page, document)
    located, name = document.front, original_of(page.path, project.languages)
    original = next((one for one in originals if one.path == name), None)
    if original is None and not (project.content / name).is_file():
        yield located.finding(("of",), f"there is no page “{name}” that it could be a translation of", "rename it")
    elif original is not None and not page.front.is_still_of(original):
        what = "does not say what it was made of" if not page.front.of else "is not the original as it is now"
        file = named(project.content / page.path, project.root)
        remedy = f"look whether it still says what “{name}” says, then run explainer translated {file}"
        problem = f"{what}, so readers see the original"
        yield located.finding(("of",), problem, remedy, level=Level.ADVICE)


def _own_template(project: Project, name: str) -> bool:
    return bool(project.places.theme) and (project.root / project.places.theme / name).is_file()


def _level(project: Project, page: StaffPage) -> Level:
    """How a broken link counts. On an ordinary page of a docs site, whose pages others may make, the site decides."""
    is_theirs = project.settings.skin is Skin.SITE and not (page.front.about or page.front.template)
    return Level.ADVICE if is_theirs else Level.ERROR


def _broken_links(project: Project, page: StaffPage, document: Markdown) -> Iterator[Finding]:
    folder = (project.content / page.path).parent
    fence = ""
    for number, line in enumerate(document.body.splitlines(), document.body_line):
        mark = _FENCED.match(line.lstrip())
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if fence or mark:
            continue
        for match in _LINK.finditer(line):
            target = match[1]
            if "://" not in target and not target.startswith("/") and not (folder / target).is_file():
                file = named(project.content / page.path, project.root)
                problem = f"there is no page “{target}”"
                at = match.start(1) + 1
                yield Finding(file, number, at, "link", problem, "check the path", _level(project, page))
