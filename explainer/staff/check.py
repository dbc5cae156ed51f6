"""Everything staff write, read and judged together: all findings at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from explainer.declarations.documents import (
    Located,
    named,
    read_file,
    validated,
)
from explainer.declarations.events import EVENTS
from explainer.declarations.nearness import near
from explainer.declarations.permissions import PERMISSIONS
from explainer.declarations.phrases import WORDS
from explainer.declarations.rights import RIGHTS
from explainer.declarations.routes import ROUTES
from explainer.declarations.sources import SOURCE_DOOR
from explainer.declarations.sources import problems_of as problems_of_source
from explainer.declarations.system import SYSTEM_DOOR, problems_of
from explainer.errors import Finding, Level, StaffError
from explainer.formats.families.bulletin_rules import Known
from explainer.formats.registry import names
from explainer.model.events import Event
from explainer.model.history import Record
from explainer.model.pages import StaffPage
from explainer.model.permissions import Permissions
from explainer.model.phrases import NO_PHRASES, Phrasebook
from explainer.model.rights import Rights
from explainer.model.routes import Route
from explainer.model.season import Threshold
from explainer.model.sources import Source, our_own
from explainer.model.system import System
from explainer.model.value import SLUG
from explainer.picture import build as build_picture
from explainer.picture.model import Picture
from explainer.render.isolation import Isolation
from explainer.staff.accepting import judged_readings
from explainer.staff.bulletins import Judged, Texts, judged_bulletins
from explainer.staff.collector import Collector
from explainer.staff.contradictions import contradictions
from explainer.staff.contradictions.case import Case, Told, Written
from explainer.staff.drills import SCRIPTS, judged_scripts
from explainer.staff.engines import judged_engine, judged_macros
from explainer.staff.events import judged_events
from explainer.staff.films import judged_embedding, judged_film
from explainer.staff.folders import YML, copies_in, read_in, unread_in
from explainer.staff.gaps import judged_gaps
from explainer.staff.kept import events_of, permissions_of, phrases_of, rights_of, routes_of
from explainer.staff.links import judged_links
from explainer.staff.look import judged_look
from explainer.staff.notify import judged_notify
from explainer.staff.pages import Page, judged, judged_translation, misspelt, read_page_of
from explainer.staff.permissions import judged_permissions
from explainer.staff.phrases import judged_phrases
from explainer.staff.project import Project
from explainer.staff.questions import judged_questions
from explainer.staff.recorded import judged_owner
from explainer.staff.references import references
from explainer.staff.regions import judged_map, judged_regions
from explainer.staff.rights import judged_rights
from explainer.staff.routes import judged_ends, judged_routes
from explainer.staff.schemas import judged_schemas
from explainer.staff.season import SEASON, judged_season, read_season
from explainer.staff.translations import Translations, is_translation, translations
from explainer.staff.unplaced import not_understood
from explainer.staff.watches import read_watches
from explainer.staff.whole_site import judged_config, judged_nav, judged_pages

T = TypeVar("T")


@dataclass(frozen=True)
class Staff:
    """What staff wrote, when all of it holds together.

    ``pages`` are in the site's own language, ``translated`` are translations of them. ``translations`` are all other
    words that are translated, by language. ``off`` are the feeds that are declared and not enabled, ``unread`` the
    files that bulletins name something of and that cannot be read.
    """

    system: System
    sources: tuple[Source, ...]
    rights: tuple[Rights, ...]
    pages: tuple[StaffPage, ...]
    translated: tuple[StaffPage, ...] = ()
    translations: Mapping[str, Translations] = field(default_factory=dict)
    off: tuple[Source, ...] = ()
    season: tuple[Threshold, ...] = ()
    phrases: Phrasebook = NO_PHRASES
    events: tuple[Event, ...] = ()
    permissions: tuple[Permissions, ...] = ()
    routes: tuple[Route, ...] = ()
    unread: frozenset[str] = frozenset()

    @property
    def known(self) -> Known:
        """The ids that bulletins may name."""
        return Known(
            components=frozenset(self.system.by_id),
            symptoms=frozenset(symptom.id for symptom in self.system.symptoms),
            parties=frozenset(self.system.party),
            rights=None if RIGHTS in self.unread else frozenset(rights.id for rights in self.rights),
            feeds=frozenset(source.id for source in (*self.sources, *self.off)),
            offers=None if PERMISSIONS in self.unread else frozenset(one.id for one in self.permissions),
        )


def load_staff(project: Project) -> Staff:
    """The system, the declarations, the rights and the pages.

    Raises:
        StaffError: with every error in any of them; advice alone raises nothing.
    """
    staff, findings, _ = _read_all(project)
    findings += [*judged_look(project), *judged_engine(project)]
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if staff is None or errors:
        raise StaffError(errors)
    return staff


def load_sources(project: Project) -> tuple[Source, ...]:
    """The declared feeds that are enabled, in the order of their file names.

    Raises:
        StaffError: with every finding in any declaration.
    """
    return _enabled(declared_sources(project))


def declared_sources(project: Project) -> tuple[Source, ...]:
    """The declared feeds, enabled or not, in the order of their file names.

    Raises:
        StaffError: with every finding in any declaration.
    """
    collector = Collector()
    sources = _sources(project, collector)
    if collector.findings:
        raise StaffError(collector.findings)
    return sources


def load_system(project: Project) -> System:
    """The system alone.

    Raises:
        StaffError: with every finding in it.
    """
    return _system(project)


def known_names(project: Project) -> Known | None:
    """The names that bulletins may use, or None while what staff wrote does not hold together, or cannot be read."""
    try:
        staff, *_ = _read_all(project)
    except OSError:
        return None
    return staff.known if staff else None


def check(project: Project, record: Record, now: datetime) -> tuple[Finding, ...]:
    """Everything that is wrong, or could be better, in what staff wrote; offline, and all at once."""
    return Judge(project, record).findings({}, now)


class Judge:
    """Judges a site again and again while its bulletins change: what else staff wrote is read once, at the beginning.

    ``staff`` is None while that does not hold together; ``translations`` are by language, ``constant`` the findings
    that no bulletin, moment or feed changes.
    """

    def __init__(self, project: Project, record: Record) -> None:
        self.project = project
        self.record = record
        self.staff, findings, every = _read_all(project)
        self._pages = [row for row in every if not is_translation(row[0].path, project.languages)]
        self.sources = self.staff.sources if self.staff else _enabled(_sources(project, Collector()))
        findings += _ours(project, self.sources)
        of_record = tuple(judged_owner(project, self.staff.system if self.staff else None, record))
        if any(finding.level is Level.ERROR for finding in of_record):
            self.record = Record()  # what another site was told contradicts nothing that is said here
        findings += of_record
        findings += judged_scripts(project, self.sources)
        findings += judged_look(project)
        findings += judged_engine(project)
        findings += judged_gaps(project)
        findings += judged_notify(project, self.staff.system if self.staff else None)
        findings += judged_nav(project)
        if self.staff is not None:
            findings += judged_links(project, every, self.staff.system)
            findings += judged_ends(project, self.staff.routes, self.staff.system)
        for page, document in every:
            findings += misspelt(document.front)
            findings += judged_map(project, page, document)
        findings += _by_name(project)
        findings += judged_schemas(project.root)
        self.translations, found = translations(project, self.sources)
        findings += found
        self.constant = tuple(findings)

    @property
    def known(self) -> Known | None:
        """The names that bulletins may use, while what staff wrote holds together."""
        return self.staff.known if self.staff else None

    def findings(self, texts: Texts, now: datetime) -> tuple[Finding, ...]:
        """All findings at ``now``, were the files of bulletins to hold ``texts``."""
        findings = [*self.constant]
        told: list[Told] = []
        by = Judged(self.known, self.staff.system if self.staff else None, self.record, now)
        for source in self.sources:
            if source.is_of_bulletins:
                found, read = judged_bulletins(self.project, source, self.sources, by, texts)
                findings += found
                told += read
                findings += judged_readings(self.project, source, self.known)
        findings += read_watches(self.project, self.known, now).findings
        if self.staff is not None:
            if self.staff.rights:
                located = read_file(self.project.content / RIGHTS, self.project.root)
                findings += judged_rights(self.staff.rights, located, self.staff.system, now)
            picture = _picture(self.project, self.staff, self.record, now)
            findings += not_understood(self.project, picture)
            findings += contradictions(_case(self.project, self.staff, self._pages, told, picture))
        return tuple(sorted(set(findings)))


def _read_all(project: Project) -> tuple[Staff | None, list[Finding], list[Page]]:
    """What staff wrote, what keeps it from being built, and the pages as they are written, in every language."""
    collector = Collector()
    system = collector.try_(named(project.content / "system.yml", project.root), lambda: _system(project))
    sources = _sources(project, collector)
    rights = collector.try_(named(project.content / RIGHTS, project.root), lambda: rights_of(project))
    season = collector.try_(named(project.content / SEASON, project.root), lambda: read_season(project)) or ()
    phrases = collector.try_(named(project.content / WORDS, project.root), lambda: phrases_of(project)) or NO_PHRASES
    events = collector.try_(named(project.content / EVENTS, project.root), lambda: events_of(project)) or ()
    sets = collector.try_(named(project.content / PERMISSIONS, project.root), lambda: permissions_of(project))
    routes = collector.try_(named(project.content / ROUTES, project.root), lambda: routes_of(project)) or ()
    every = _pages(project, collector)
    pages = [row for row in every if not is_translation(row[0].path, project.languages)]
    translated = [row for row in every if is_translation(row[0].path, project.languages)]
    if system is None:
        return None, collector.findings, every
    said, _ = translations(project, sources)
    staff = Staff(
        system=system,
        sources=_enabled(sources),
        rights=rights or (),
        pages=tuple(page for page, _ in pages),
        translated=tuple(page for page, _ in translated),
        translations=said,
        off=tuple(source for source in sources if not source.enabled),
        season=season,
        phrases=phrases,
        events=events,
        permissions=sets or (),
        routes=routes,
        unread=frozenset(name for name, read in ((RIGHTS, rights), (PERMISSIONS, sets)) if read is None),
    )
    collector.findings += judged_season(project, season, system, sources, pages)
    collector.findings += references(project, staff)
    collector.findings += judged_events(project, staff.events, system)
    collector.findings += judged_permissions(project, staff.permissions, system)
    collector.findings += judged_routes(project, routes, system)
    collector.findings += judged_phrases(project, staff.phrases, frozenset(system.by_id))
    collector.findings += judged_config(project)
    collector.findings += judged_pages(project, {page.path: page for page in staff.pages}, system)
    collector.findings += judged_questions(project, pages)
    for page, document in pages:
        collector.findings += judged(project, page, document, staff.system)
        collector.findings += judged_regions(project, page, document, system)
        collector.findings += judged_macros(project, page, document)
        collector.findings += judged_film(project, page, document)
    for page, document in translated:
        collector.findings += judged_translation(project, page, document, staff.pages)
        collector.findings += judged_embedding(project, page, document)
        collector.findings += judged_regions(project, page, document, system)
    return staff, collector.findings, every


def _case(project: Project, staff: Staff, pages: list[Page], told: list[Told], picture: Picture) -> Case:
    """What staff wrote, and what the feeds say now, side by side."""
    rights, words = project.content / RIGHTS, project.content / WORDS
    return Case(
        system=staff.system,
        system_file=read_file(project.content / "system.yml", project.root),
        rights=staff.rights,
        rights_file=read_file(rights, project.root) if staff.rights else None,
        season=staff.season,
        season_file=read_file(project.content / SEASON, project.root) if staff.season else None,
        pages=tuple(Written(page, document) for page, document in pages),
        bulletins=tuple(told),
        source_files={one.id: named(project.feeds / f"{one.id}.yml", project.root) for one in staff.sources},
        language=project.settings.language,
        phrases=staff.phrases,
        phrases_file=read_file(words, project.root) if words.is_file() else None,
        picture=picture,
    )


def _system(project: Project) -> System:
    located = read_file(project.content / "system.yml", project.root)
    system = validated(SYSTEM_DOOR, located)
    problems = problems_of(system)
    if problems:
        raise StaffError(located.finding(row.path, row.problem, row.remedy) for row in problems)
    return system


def _sources(project: Project, collector: Collector) -> tuple[Source, ...]:
    found: list[Source] = []
    for path in read_in(project.feeds, YML, lambda name: is_translation(name, project.languages)):
        source = collector.try_(named(path, project.root), lambda path=path: _source(path, project))  # type: ignore[misc]
        if source is not None:
            found.append(source)
    return tuple(found)


def _enabled(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(source for source in sources if source.enabled)


def _source(path: Path, project: Project) -> Source:
    located = read_file(path, project.root)
    if not re.fullmatch(SLUG, path.stem):
        remedy = "rename it with small letters, digits and single hyphens"
        raise StaffError([located.finding((), f"“{path.stem}” is not an id", remedy)])
    if isinstance(located.data, dict) and "id" in located.data:
        problem = "is the name of the file"
        raise StaffError([located.finding(("id",), problem, "delete this line", key=True)])
    return declared(located, path.stem)


def declared(located: Located, feed: str) -> Source:
    """A declaration as the source it declares, under the id ``feed``.

    Raises:
        StaffError: with every finding, each at its line and column.
    """
    if isinstance(located.data, dict):
        located.data["id"] = feed
    source = validated(SOURCE_DOOR, located)
    findings = [located.finding(row.path, row.problem, row.remedy) for row in problems_of_source(source)]
    if source.format not in names():
        remedy = near(source.format, frozenset(names()))
        findings.append(located.finding(("format",), f"there is no format “{source.format}”", remedy))
    if findings:
        raise StaffError(findings)
    return source


def _by_name(project: Project) -> Iterator[Finding]:
    """Files that are not read, or that MkDocs would publish beside what they are a copy of."""

    def is_translated(name: str) -> bool:
        return is_translation(name, project.languages)

    yield from unread_in(project.feeds, YML, project.root, is_translated)
    yield from unread_in(project.root / SCRIPTS, YML, project.root, is_translated)
    for folder in sorted({path.parent for path in project.content.rglob("*.md")}):
        yield from copies_in(folder, project.root)


def _pages(project: Project, collector: Collector) -> list[Page]:
    found: list[Page] = []
    for path in sorted(project.content.rglob("*.md")):
        read = collector.try_(named(path, project.root), lambda path=path: read_page_of(path, project))  # type: ignore[misc]
        if read is not None:
            found.append(read)
    return found


def _ours(project: Project, sources: Iterable[Source]) -> Iterator[Finding]:
    """Whether it is plain which bulletins are our own, where there are any."""
    bulletins = [source for source in sources if source.is_of_bulletins]
    undecided = [source for source in bulletins if source.file is not None and source.may.lead is None]
    if undecided and not our_own(bulletins):
        located = read_file(project.feeds / f"{undecided[0].id}.yml", project.root)
        problem = "holds bulletins, and no feed of bulletins is known to be our own, so none of them can lead"
        remedy = "write may: {lead: true} in the declaration of ours"
        yield located.finding(("format",), problem, remedy, level=Level.ADVICE)


def _picture(project: Project, staff: Staff, record: Record, now: datetime) -> Picture:
    is_exercise = project.settings.exercise is not None
    return Isolation().picture(record, lambda kept: build_picture(staff.system, staff.sources, kept, now, is_exercise))
