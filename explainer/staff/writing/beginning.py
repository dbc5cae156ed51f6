"""Where something new of a site's own begins: the folders, the names that are free, and pages with what is known.

What a person has to say stands in a page as ``<!-- fill in: … -->``, which is never published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from explainer.declarations.schemas import SITE_FOLDER, modeline
from explainer.errors import ExplainerError
from explainer.model.history import Remembered
from explainer.model.sources import Source, our_own
from explainer.model.system import Component, System
from explainer.model.value import LONGEST_SLUG, SLUG
from explainer.staff.project import Project
from explainer.staff.writing.splice import inline, scalar

HOW, QUESTIONS = "how", "questions"
"""The folders in ``content/`` of explainers, and of answered questions."""

_WORDS_IN_NAME, _LONGEST_NAME = 6, 40


def bulletins_of(project: Project, sources: Iterable[Source]) -> tuple[Source, Path]:
    """The feed of our own bulletins, and its folder.

    Raises:
        ExplainerError: when there is none.
    """
    every = tuple(sources)
    for one in every:
        if one.id in our_own(every) and one.file and not (project.feeds / one.file).is_file():
            return one, project.feeds / one.file
    raise ExplainerError(
        f"no folder of bulletins is declared in {project.places.feeds}/; see docs/formats/bulletin.md, and declare one"
    )


def taken_names(folder: Path, feed: str, record: Remembered) -> frozenset[str]:
    """The names that bulletins have, or had: an address that was published stays the address of what it was."""
    there = {path.name.split(".")[0] for path in folder.iterdir()} if folder.is_dir() else set()
    return frozenset(there | {known.partition(".")[2] for known in record.held if known.startswith(f"{feed}.")})


def name_for(words: str, taken: Iterable[str]) -> str:
    """A name for a file: the first words in small letters without marks, with a number if it is taken."""
    there = frozenset(taken)
    found = re.findall(r"[a-z0-9]+", _plain(words))[:_WORDS_IN_NAME]
    while len(found) > 1 and len("-".join(found)) > _LONGEST_NAME:
        found.pop()
    stem = "-".join(found)[:_LONGEST_NAME] or "notice"
    number = 1
    while (name := f"{stem}-{number}" if number > 1 else stem) in there:
        number += 1
    return name


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKD", words.lower().replace("ß", "ss").replace("’", ""))
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def judged_name(name: str) -> str:
    """A name for a file, as somebody wrote it.

    Raises:
        ValueError: when it is none.
    """
    plain = name.removesuffix(".yml").removesuffix(".md")
    if not re.fullmatch(SLUG, plain) or len(plain) > LONGEST_SLUG:
        raise ValueError(f"“{name}” is not a name; use small letters, digits and single hyphens, such as late-bags")
    return plain


def with_schema(project: Project, text: str, kind: str, file: str) -> str:
    """A text with the line that names its schema to editors, where the site keeps schemas."""
    is_kept = (project.root / SITE_FOLDER / f"{kind}.json").is_file()
    return f"{modeline(kind, file)}\n{text}" if is_kept else text


# Pages


def explainer(title: str, parts: tuple[Component, ...], system: System) -> str:
    """A page that explains parts on any day: what the system knows of them, and what somebody has to say."""
    lines = [
        *_front(title, parts),
        f"# {title}",
        "",
        "<!-- fill in: in front of the page, description: one sentence for lists and for search -->",
        "",
        "<!-- fill in: what it does, and where people meet it, in two or three sentences -->",
        "",
        "## On a normal day",
        "",
        *(_capacity(part) for part in parts if part.capacity),
        "<!-- fill in: what normal looks like, in numbers -->",
        "",
        "## Who runs it",
        "",
        *(f"{part.name}: {system.party_name(part.owner)}." for part in parts),
        "<!-- fill in: who decides, and who waits -->",
        "",
        "## What it needs, and what it slows",
        "",
        *(told := list(_links(parts, system))),
        *([""] if told else []),
        "<!-- fill in: what it needs besides -->",
        "",
        "## Why there is not more of it",
        "",
        "<!-- fill in: the honest reason, and who could change it -->",
        "",
        "## What you may see, and why that is normal",
        "",
        "<!-- fill in: what looks, sounds or smells wrong and is not -->",
    ]
    return "\n".join(lines) + "\n"


def question(title: str, parts: tuple[Component, ...]) -> str:
    """The page of a question that somebody asked, for the answer to be written."""
    lines = [
        *_front(title, parts),
        f"# {title}",
        "",
        "<!-- fill in: the answer. If it is “we cannot say”: why, who decided so, and what you can say instead -->",
        "",
        "<!-- fill in: in front of the page, answered: the day, and answered_by: a party; or state: asked, with -->",
        "<!-- fill in: number:, asked:, owner: and promised:, so that people see who owes the answer, and by when -->",
    ]
    return "\n".join(lines) + "\n"


def _front(title: str, parts: tuple[Component, ...]) -> Iterator[str]:
    yield from ("---", f"title: {scalar(title)}")
    if parts:
        yield f"components: {inline([part.id for part in parts])}"
    yield from ("---", "")


def _capacity(part: Component) -> str:
    amount = part.capacity
    return f"{part.name}: {amount.normal:g} {amount.unit}." if amount is not None else ""


def _links(parts: tuple[Component, ...], system: System) -> Iterator[str]:
    for part in parts:
        for link in system.into[part.id]:
            yield f"- {system.by_id[link.source].name} → {part.name}: {link.because}"
        for link in system.out_of[part.id]:
            yield f"- {part.name} → {system.by_id[link.target].name}: {link.because}"
