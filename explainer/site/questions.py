"""The questions of a site as a refresh needs them: read from their pages when it is built, once for each language."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.declarations.languages import Language, translated_name
from explainer.model.pages import FrontMatter, StaffPage
from explainer.model.questions import Asked, Question
from explainer.site.translated_pages import Shown, TranslatedPages
from explainer.staff.check import Staff
from explainer.staff.project import Project

TEMPLATE = "ask.html"
"""The template of the page that lists them."""


def questions_of(
    project: Project, staff: Staff, language: Language | None, urls: Mapping[str, str]
) -> tuple[Question, ...]:
    """Every question whose page is published, in a language of the site.

    ``urls`` are the addresses of the pages in it, from the root of the site.
    """
    pages = TranslatedPages(staff, project.languages)
    root = language.root if language is not None else ""
    rows = ((page, state_of(page.front)) for page in staff.pages if page.path in urls)
    ours = project.settings.language
    return tuple(
        _question(page, state, _said(page, pages, language), urls[page.path].removeprefix(root), ours)
        for page, state in rows
        if state is not None
    )


def asks_at(staff: Staff, urls: Mapping[str, str]) -> str:
    """The address of the page that lists the questions; empty where a site keeps none."""
    return next((urls[page.path] for page in staff.pages if page.front.template == TEMPLATE and page.path in urls), "")


def state_of(front: FrontMatter) -> Asked | None:
    """How the question of a page stands; None of a page that is none. An answer needs no state of its own."""
    return front.state or (Asked.ANSWERED if front.answered else None)


def _said(page: StaffPage, pages: TranslatedPages, language: Language | None) -> Shown:
    """What is shown of a page in a language."""
    is_other = language is not None and not language.is_default
    path = translated_name(page.path, language.locale) if language is not None and is_other else page.path
    shown = pages.shown(path, language) or Shown(page.path, page.front)
    heading = StaffPage(path, shown.front, pages.body(shown, path)).title
    return shown._replace(front=shown.front.replace(title=heading))


def _question(page: StaffPage, state: Asked, said: Shown, url: str, lang: str) -> Question:
    """A question with its words as they are ``said``; ``lang`` is the language of the originals."""
    front, words = page.front, said.front
    return Question(
        number=front.number or 0,
        state=state,
        title=words.title or page.path,
        url=url,
        says=words.description,
        about=front.about,
        asked=front.asked,
        promised=front.promised,
        owner=front.owner or "",
        people=front.people or 0,
        late_because=words.late_because,
        settled=front.answered or front.refused or front.removed,
        settled_by=front.answered_by or front.refused_by or front.removed_by or "",
        because=words.because,
        instead=words.instead,
        lang=lang if said.foreign else "",
    )
