"""Drafts of questions out of letters: beside the site, where no generator looks, and never into ``content/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import named
from explainer.errors import ExplainerError, StaffError
from explainer.model.pages import StaffPage
from explainer.staff.asking.exports import Letter
from explainer.staff.asking.personal import Dropped, without_personal
from explainer.staff.pages import read_page_of
from explainer.staff.project import Project
from explainer.staff.writing.beginning import QUESTIONS, name_for
from explainer.staff.writing.splice import scalar

DRAFTS = "drafts/questions"
"""Where drafts lie, from the folder of the site."""

_IGNORED = "# Drafts of what customers wrote: neither built, nor published, nor kept in the history.\n*\n"

LONGEST_TITLE, LONGEST_QUOTE = 140, 1_500

ALIKE = 0.82
"""How alike the words of two questions are that are said to be one; 1 is the same."""

_QUESTION = re.compile(r"[^.!?؟\n]*[?؟]")
_MARKS = str.maketrans(dict.fromkeys("<>{}|`*_#~\\", " "))


class Draft(NamedTuple):
    """A question that may become a page: its words, what was dropped of the letter, and how many asked it."""

    title: str
    text: str
    asked: datetime
    component: str = ""
    dropped: tuple[Dropped, ...] = ()
    people: int = 1


class Known(NamedTuple):
    """A question that is there: what it asks, and its file from the folder of the site."""

    title: str
    file: str


class Sorted(NamedTuple):
    """Letters sorted: the drafts, those that ask what is asked already, and how many ask nothing."""

    drafts: tuple[Draft, ...]
    known: tuple[tuple[Draft, Known], ...]
    empty: int


class Written(NamedTuple):
    """A draft and its file."""

    draft: Draft
    path: Path


def drafts_of(letters: Iterable[Letter], known: Iterable[Known], now: datetime) -> Sorted:
    """Drafts of letters, equal ones joined; letters without a time count as asked ``now``."""
    there, drafts = tuple(known), list[Draft]()
    old: list[tuple[Draft, Known]] = []
    empty = 0
    for letter in letters:
        draft = _draft(letter, now)
        if not draft.title:
            empty += 1
        elif (found := next((one for one in there if alike(one.title, draft.title)), None)) is not None:
            old.append((draft, found))
        elif (index := next((i for i, one in enumerate(drafts) if alike(one.title, draft.title)), None)) is not None:
            first = drafts[index]
            drafts[index] = first._replace(people=first.people + 1, asked=min(first.asked, draft.asked))
        else:
            drafts.append(draft)
    return Sorted(tuple(drafts), tuple(old), empty)


def _draft(letter: Letter, now: datetime) -> Draft:
    subject, body = without_personal(letter.subject), without_personal(letter.text)
    at = letter.at.replace(tzinfo=now.tzinfo) if letter.at and letter.at.tzinfo is None else letter.at
    return Draft(
        title=_title(body.text, subject.text),
        text=body.text[:LONGEST_QUOTE],
        asked=(at if at is not None and at <= now else now).astimezone(now.tzinfo),
        component=letter.component,
        dropped=(*subject.dropped, *body.dropped),
    )


def _title(text: str, subject: str) -> str:
    """What is asked: the first sentence that is a question, else the subject of a mail, else how it begins."""
    found = _QUESTION.search(text)
    words = found[0] if found else re.sub(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", "", subject, flags=re.IGNORECASE)
    plain = " ".join((words.strip() or text).translate(_MARKS).split())
    return plain if len(plain) <= LONGEST_TITLE else plain[:LONGEST_TITLE].rpartition(" ")[0] + " …"


def alike(one: str, other: str) -> bool:
    """Whether two questions say nearly the same, word by word."""
    first, second = _words(one), _words(other)
    return bool(first) and SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("’", "'"))


def known_in(project: Project) -> Iterator[tuple[StaffPage, Known]]:
    """The questions that are there, and the drafts that lie beside them; what cannot be read is passed over."""
    for folder in (project.content / QUESTIONS, project.root / DRAFTS):
        for path in sorted(folder.glob("*.md")):
            try:
                page, _ = read_page_of(path, project)
            except StaffError:
                continue
            yield page, Known(page.title, named(path, project.root))


def write(project: Project, drafts: Iterable[Draft], first: int) -> list[Written]:
    """Write drafts, numbered from ``first`` on.

    Raises:
        ExplainerError: when the folder for drafts would be published.
        OSError: when it cannot be written in.
    """
    folder = project.root / DRAFTS
    if folder.resolve().is_relative_to(project.content.resolve()):
        raise ExplainerError(f"{DRAFTS}/ would lie in {project.content.name}/ and be published; use another docs_dir:")
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text(_IGNORED, encoding="utf-8")
    taken = {path.stem for place in (folder, project.content / QUESTIONS) for path in place.glob("*.md")}
    written: list[Written] = []
    for number, draft in enumerate(drafts, first):
        spelled = draft.title if re.search("[A-Za-z]", draft.title) else f"question {number}"
        path = folder / f"{name_for(spelled, taken)}.md"
        taken.add(path.stem)
        path.write_text(_page(draft, number, project), encoding="utf-8")
        written.append(Written(draft, path))
    return written


def _page(draft: Draft, number: int, project: Project) -> str:
    components = {part.strip() for part in draft.component.split(",")}
    quoted = draft.text.replace("--", "–").replace("<!", "‹!").strip()
    lines = [
        "---",
        f"title: {scalar(draft.title)}",
        *(f"component: {scalar(part)}" for part in sorted(components) if re.fullmatch(r"[a-z0-9-]{1,60}", part)),
        "state: asked",
        f"number: {number}",
        f"asked: {draft.asked.astimezone(project.settings.tz):%Y-%m-%d %H:%M}",
        *([f"people: {draft.people}"] if draft.people > 1 else []),
        "---",
        "",
        "<!-- fill in: in front of the page, title: the question in your own words, owner: the party that owes the",
        f"answer, and promised: by when. Then move this file to {project.places.content}/{QUESTIONS}/ and delete this.",
        "What was asked, without what was dropped:",
        "",
        quoted,
        "-->",
    ]
    return "\n".join(lines) + "\n"
