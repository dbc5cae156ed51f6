"""Every translation that staff wrote, each read beside its original.

What is wrong in one is a finding and keeps no other from being used: a reader then sees the original of what it is
about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from explainer.declarations.documents import Located, named, read_file
from explainer.declarations.languages import Language, translated_name, translation_of
from explainer.declarations.translations import (
    BULLETIN,
    EVENTS,
    FEED,
    PERMISSIONS,
    RIGHTS,
    ROUTES,
    SEASON,
    SITE,
    SYSTEM,
    WATCH,
    WORDS,
    Read,
    Shape,
    Sides,
    read_pairs,
    to_fill_in,
)
from explainer.errors import Finding, StaffError
from explainer.formats.builtin.bulletin import native_id_of
from explainer.formats.families.bulletin_acceptance import is_acceptance
from explainer.language.directions import primary
from explainer.model.disruption import disruption_id
from explainer.model.sources import Source
from explainer.model.translation import Pair
from explainer.model.vocabulary import BULLETIN as BULLETINS
from explainer.staff.folders import YML, read_in
from explainer.staff.project import PLUGIN, Project

WATCHES = "watches"
"""Where the looks lie, beside the declarations of the feeds."""


class Text(NamedTuple):
    """A file with words to translate: its shape, the language it is in, and the bulletin it is, if it is one.

    ``beside`` is the file whose name its translations have, with their language.
    """

    path: Path
    beside: Path
    shape: Shape
    language: str
    bulletin: str = ""

    def translation(self, language: Language) -> Path:
        """Where its translation into a language would lie."""
        return self.beside.with_name(translated_name(self.beside.name, language.locale))


class Translations(NamedTuple):
    """What staff translated into one language: the words of the site itself, and those of each bulletin."""

    site: tuple[Pair, ...] = ()
    bulletins: Mapping[str, tuple[Pair, ...]] = {}


def texts(project: Project, sources: Iterable[Source]) -> Iterator[Text]:
    """Every file of YAML with words to translate."""
    ours = project.settings.language
    content, feeds = project.content, project.feeds
    yield Text(content / "system.yml", content / "system.yml", SYSTEM, ours)
    yield Text(content / "rights.yml", content / "rights.yml", RIGHTS, ours)
    yield Text(content / "season.yml", content / "season.yml", SEASON, ours)
    yield Text(content / "permissions.yml", content / "permissions.yml", PERMISSIONS, ours)
    yield Text(content / "routes.yml", content / "routes.yml", ROUTES, ours)
    yield Text(content / "words.yml", content / "words.yml", WORDS, ours)
    yield Text(content / "events.yml", content / "events.yml", EVENTS, ours)
    yield Text(project.root / project.places.config_file, content / "site.yml", SITE, ours)
    for source in sources:
        declaration = feeds / f"{source.id}.yml"
        yield Text(declaration, declaration, FEED, ours)
        if source.format == BULLETINS and source.file is not None:
            yield from _bulletins(project, source)
    yield from _looks(project)


def _looks(project: Project) -> Iterator[Text]:
    """The looks: with the bulletins, because their translations too need no build."""
    place = project.feeds / WATCHES
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if path.suffix == ".yml" and path.is_file() and not is_translation(path.name, project.languages):
            yield Text(path, path, WATCH, project.settings.language, bulletin=WATCHES)


def _bulletins(project: Project, source: Source) -> Iterator[Text]:
    language = project.settings.language if source.language == "und" else source.language
    for path in bulletin_files(project, source):
        if path.suffix == ".yml":
            yield Text(path, path, BULLETIN, language, bulletin=source.id)


def bulletin_files(project: Project, source: Source) -> Iterator[Path]:
    """The files of a feed that are bulletins: neither hidden nor beside one, as its translation or its readings."""
    if source.file is None:
        return
    place = project.feeds / source.file
    if not place.is_dir():
        yield from [place] if place.is_file() else []
        return
    yield from read_in(place, YML, lambda name: stands_beside(project, name))


def stands_beside(project: Project, name: str) -> bool:
    """Whether a file of a folder of bulletins is none, by its name: hidden, a translation of one, or its readings."""
    return name.startswith(".") or is_beside(project, name)


def is_beside(project: Project, name: str) -> bool:
    """Whether a file of a folder of bulletins belongs to one: it is a translation of one, or its readings."""
    return is_translation(name, project.languages) or is_acceptance(name)


def is_translation(name: str, languages: Iterable[Language]) -> bool:
    """Whether a file is a translation of another, by its name."""
    return bool(original_of(name, languages))


def original_of(name: str, languages: Iterable[Language]) -> str:
    """The name of the file that a file is a translation of; empty where it is none."""
    return translation_of(name, tuple(language.locale for language in languages if not language.is_default))


def translations(project: Project, sources: Iterable[Source]) -> tuple[dict[str, Translations], tuple[Finding, ...]]:
    """What is translated into each language, by its tag, and everything that is wrong with it."""
    found: dict[str, Translations] = {}
    findings: list[Finding] = []
    every = tuple(texts(project, sources)) if project.languages else ()
    for language in project.languages:
        site: list[Pair] = []
        bulletins: dict[str, tuple[Pair, ...]] = {}
        for text in every:
            read = read_translation(project, text, language)
            findings += read.findings
            # What is quoted and no longer said may still stand in what was recorded before, and is true of that.
            pairs = (*read.pairs, *read.late)
            if text.shape is WATCH:
                bulletins[WATCHES] = (*bulletins.get(WATCHES, ()), *pairs)
            elif text.bulletin and pairs:
                bulletins[_disruption(project, text)] = pairs
            else:
                site += pairs
        found[language.tag] = Translations(tuple(site), bulletins)
    return found, tuple(findings)


def read_translation(project: Project, text: Text, language: Language) -> Read:
    """The translation of one file into a language; nothing where there is none, or none is needed."""
    path = text.translation(language)
    if primary(text.language) == primary(language.tag) or not path.is_file():
        return Read()
    try:
        located = read_file(path, project.root)
        original = _original(project, text)
    except StaffError as error:
        return Read(findings=tuple(error.findings))
    return read_pairs(located, original, text.shape, Sides(text.language, language.tag))


def written(project: Project, text: Text, language: Language) -> str:
    """The translation of one file, to be filled in: what is translated stays."""
    read = read_translation(project, text, language)
    name = named(text.path, project.root)
    return to_fill_in(_original(project, text), text.shape, Sides(text.language, language.tag), read, name)


def _original(project: Project, text: Text) -> Any:
    """What an original says, as YAML has it.

    Raises:
        StaffError: when it cannot be read.
    """
    if not text.path.is_file():
        return {}
    located = read_file(text.path, project.root)
    return _options(located) if text.shape is SITE else located.data


def _options(located: Located) -> Any:
    """What ``mkdocs.yml`` tells our plugin."""
    plugins = located.data.get("plugins")
    rows = [plugins] if isinstance(plugins, dict) else plugins
    return next((row[PLUGIN] for row in rows if isinstance(row, dict) and PLUGIN in row), None) or {}


def _disruption(project: Project, text: Text) -> str:
    """The id of the disruption that a bulletin is."""
    return disruption_id(text.bulletin, native_id_of(read_file(text.path, project.root)))
