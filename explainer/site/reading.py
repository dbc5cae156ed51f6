"""What there is to read about each part, in one language of the site: collected once, when the site is built.

A maker looks at what staff wrote and tells of its kind of reading, of each part the best first. A refresh reads what
is collected here from the skeleton.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from explainer.declarations.languages import Language, translated_name
from explainer.language.words import Words
from explainer.model.pages import FrontMatter, StaffPage
from explainer.model.questions import Asked
from explainer.model.reading import About, Library, Reading, ReadingKind, library
from explainer.model.system import System
from explainer.model.translation import Original
from explainer.picture.translated import translated
from explainer.site.frame import tongue_of
from explainer.site.questions import state_of
from explainer.site.translated_pages import TranslatedPages
from explainer.site.ways import usual
from explainer.staff import events
from explainer.staff.check import Staff
from explainer.staff.phrases import PAGE
from explainer.staff.project import Project


class Desk(NamedTuple):
    """What a maker looks at: what staff wrote, and the language that readers are offered it in, with its words.

    ``urls`` are the addresses of the pages by their path in ``content/``, from the root of the site in that language.
    """

    project: Project
    staff: Staff
    urls: Mapping[str, str]
    words: Words
    language: Language | None = None

    def page(self, kind: ReadingKind, page: StaffPage) -> Reading:
        """A page of staff's as a reading, called as readers of this language find it."""
        pages = TranslatedPages(self.staff, self.project.languages)
        path = page.path
        if self.language is not None and not self.language.is_default:
            path = translated_name(path, self.language.locale)
        shown = pages.shown(path, self.language)
        foreign = shown is not None and shown.foreign
        front = shown.front if shown is not None else page.front
        translation = next((one for one in self.staff.translated if one.path == path and not foreign), page)
        title = front.title or translation.heading or PurePosixPath(page.path).stem
        lang = self.project.settings.language if foreign else ""
        by = front.answered_by or front.refused_by or front.owner or front.checked_by
        return Reading(
            kind=kind,
            title=title,
            url=self.urls[page.path],
            lang=lang,
            on=front.answered_on or front.checked,
            party=by or "",
            to_a_child=translation.front.to_a_child,
        )


def reading(desk: Desk) -> Library:
    """All that there is to read."""
    return library(about for make in MAKERS for about in make(desk))


def parts_of(page: StaffPage, system: System) -> tuple[str, ...]:
    """The parts that a page is about: those it names, then those of which the system says that it explains them."""
    named = (part.id for part in system.components if part.explainer == page.path)
    return tuple(dict.fromkeys((*page.front.about, *named)))


def _pages(desk: Desk) -> Iterator[About]:
    """Explainers and answers. The first explainer of a part is the one that the system names."""
    found = sorted(_ranked(desk), key=lambda one: one[0])
    yield from (about for _, about in found)


def _ranked(desk: Desk) -> Iterator[tuple[tuple[bool, int, int, str], About]]:
    """Each page about each of its parts; first what is about a part before all others, then the newest."""
    named = {part.id: part.explainer for part in desk.staff.system.components}
    for page in desk.staff.pages:
        kind = _kind(page.front)
        if kind is None or page.path not in desk.urls or (page.front.template and page.path not in named.values()):
            continue  # a page of its own kind, such as what was learned of a disruption, explains no part
        told = desk.page(kind, page)
        newest = -told.on.toordinal() if told.on is not None and told.kind is ReadingKind.ANSWER else 0
        for place, part in enumerate(parts_of(page, desk.staff.system)):
            yield (named.get(part) != page.path, place, newest, page.path), About(part, told)


def _kind(front: FrontMatter) -> ReadingKind | None:
    """What a page is to readers; nothing, where it is a question that was taken out."""
    state = state_of(front)
    return _KINDS[state] if state is not None else ReadingKind.EXPLAINER


_KINDS: Mapping[Asked, ReadingKind | None] = {
    Asked.ASKED: ReadingKind.QUESTION,
    Asked.CHECKING: ReadingKind.QUESTION,
    Asked.ANSWERED: ReadingKind.ANSWER,
    Asked.CANNOT_SAY: ReadingKind.QUESTION,
    Asked.REMOVED: None,
}


def _phrases(desk: Desk) -> Iterator[About]:
    """The words that are announced of a part, where a page explains them."""
    url = next((desk.urls[path] for path in usual(desk.project.settings.at, PAGE) if path in desk.urls), None)
    if url is None:
        return
    tongue = tongue_of(desk.project, desk.staff, desk.language)
    book = translated(desk.staff.phrases, tongue) if tongue else desk.staff.phrases
    for phrase in book.phrases:
        if phrase.component:
            lang = phrase.heard.lang if isinstance(phrase.heard, Original) else ""
            told = Reading(kind=ReadingKind.PHRASE, title=str(phrase.heard), url=f"{url}#{phrase.id}", lang=lang)
            yield About(phrase.component, told)


def _events(desk: Desk) -> Iterator[About]:
    """The invitations to see a part at work, where a page shows them."""
    url = next((desk.urls[path] for path in usual(desk.project.settings.at, events.PAGE) if path in desk.urls), None)
    tongue = tongue_of(desk.project, desk.staff, desk.language)
    for event in desk.staff.events if url is not None else ():
        if event.component and not event.cancelled:
            title = (translated(event, tongue) if tongue else event).title
            lang = title.lang if isinstance(title, Original) else ""
            told = Reading(
                kind=ReadingKind.EVENT,
                title=str(title),
                url=f"{url}#{event.id}",
                lang=lang,
                on=event.announced,
                party=event.party,
            )
            yield About(event.component, told)


MAKERS: tuple[Callable[[Desk], Iterator[About]], ...] = (_pages, _phrases, _events)
"""Who tells of each kind of reading. A maker of a page of staff's calls :meth:`Desk.page`."""
