"""What ``words.yml`` names, held against what is there, and against itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from explainer.declarations.documents import Located, named, read_file
from explainer.declarations.nearness import near
from explainer.declarations.phrases import WORDS
from explainer.errors import Finding, Level
from explainer.model.phrases import Phrasebook
from explainer.staff.project import Project

PAGE = PurePosixPath(WORDS).with_suffix(".md").name
"""The page that shows them."""


def judged_phrases(project: Project, book: Phrasebook, components: frozenset[str]) -> Iterator[Finding]:
    """Parts that are not there, names and forms that two phrases have, and phrases that no page shows."""
    path = project.content / WORDS
    if not path.is_file():
        return
    located = read_file(path, project.root)
    for index, phrase in enumerate(book.phrases):
        if phrase.component and phrase.component not in components:
            problem = f"there is no component “{phrase.component}”"
            yield located.finding(("phrases", index, "component"), problem, near(phrase.component, components))
    yield from _twice(located, book)
    page = project.content / project.settings.at / PAGE
    if book.phrases and not page.is_file():
        problem = f"no page shows them: {named(page, project.root)} is not there"
        yield located.finding((), problem, "write that page, with template: words.html", level=Level.ADVICE)


def _twice(located: Located, book: Phrasebook) -> Iterator[Finding]:
    """What leads to two phrases, so that readers would come to the first of them."""
    ids: dict[str, int] = {}
    forms: dict[str, int] = {}
    for index, phrase in enumerate(book.phrases):
        if ids.setdefault(phrase.id, index) != index:
            yield located.finding(("phrases", index, "id"), f"“{phrase.id}” is there already", "give it another name")
        for form in phrase.forms:
            first = forms.setdefault(form.casefold(), index)
            if first != index:
                key = "heard" if form == phrase.heard.strip() else "also"
                problem = f"“{form}” leads to “{book.phrases[first].id}” already"
                yield located.finding(("phrases", index, key), problem, "keep it at one of them")
