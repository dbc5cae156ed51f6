"""What there is to translate, and the files that a translator fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import named, read_file, read_text
from explainer.declarations.languages import Language
from explainer.declarations.translations import BULLETIN, WATCH
from explainer.errors import Finding, StaffError
from explainer.staff.check import Staff
from explainer.staff.project import Project
from explainer.staff.translations import original_of, texts, written


class ToDo(NamedTuple):
    """A file of a language: how many of its texts are translated, and how many are not, as it will say once written.

    ``body`` is what to write; empty for a page, which a translator writes.
    """

    path: Path
    done: int
    open: int
    body: str = ""


def wanted(project: Project, tag: str) -> Language:
    """The language that is meant by ``tag``.

    Raises:
        StaffError: when it is none that the site is translated into.
    """
    others = {name: one for one in project.languages if not one.is_default for name in (one.tag, one.locale)}
    if tag not in others:
        known = ", ".join(sorted({one.tag for one in others.values()})) or "none yet"
        problem = f"the site is not translated into “{tag}”"
        remedy = f"write one of: {known}; or add it to the languages of the i18n plugin"
        raise StaffError([Finding(project.places.config_file, 1, 1, "plugins", problem, remedy)])
    return others[tag]


def to_do(project: Project, staff: Staff, language: Language) -> Iterator[ToDo]:
    """Every file of words in a language, with what of it is translated; what is soon over is left alone."""
    for text in texts(project, staff.sources):
        is_short_lived = text.shape is WATCH or (text.shape is BULLETIN and _is_over(project, text.path))
        if is_short_lived and not text.translation(language).is_file():
            continue
        body = written(project, text, language)
        said = re.findall(rf"^[ -]*{re.escape(language.tag)}:(.*)$", body, re.MULTILINE)
        if said:
            yield ToDo(text.translation(language), sum(map(bool, said)), said.count(""), body)
    translated = {page.path: page for page in staff.translated}
    for original in staff.pages:
        path = original.path.removesuffix(".md") + f".{language.locale}.md"
        page = translated.get(path)
        is_done = page is not None and page.front.of == original.digest
        yield ToDo(project.content / path, int(is_done), int(not is_done))


def _is_over(project: Project, path: Path) -> bool:
    data = read_file(path, project.root).data
    return isinstance(data, dict) and data.get("status") in ("resolved", "cancelled")


def stamped(project: Project, staff: Staff, path: Path) -> str:
    """The text of a translated page, saying that it was made of the original as it is now.

    Raises:
        StaffError: when it is no translation of a page.
    """
    shown = named(path, project.root)
    name = original_of(named(path, project.content), project.languages)
    original = next((page for page in staff.pages if page.path == name), None)
    if original is None:
        remedy = "name a page such as content/index.fr.md"
        raise StaffError([Finding(shown, 1, 1, "", "is no translation of a page", remedy)])
    return with_of(read_text(path, shown), original.digest)


_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_OF = re.compile(r"^of:[^\r\n]*", re.MULTILINE)


def with_of(page: str, digest: str) -> str:
    """A page whose front matter says ``of: digest``."""
    front = _FRONT.match(page)
    if front is None:
        return f"---\nof: {digest}\n---\n\n{page}"
    inner = front[1]
    told = _OF.sub(f"of: {digest}", inner, count=1) if _OF.search(inner) else f"{inner}of: {digest}\n"
    return page[: front.start(1)] + told + page[front.end(1) :]
