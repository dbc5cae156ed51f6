"""What the rules compare: all that staff wrote, each word with its place, and what the feeds say now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from explainer.declarations.documents import Located, Markdown, PathOf
from explainer.errors import Finding, Level
from explainer.language.catalogues import SOURCE_LANGUAGE
from explainer.language.compared import Compared, compared_of
from explainer.model.disruption import Disruption
from explainer.model.pages import StaffPage
from explainer.model.phrases import NO_PHRASES, Phrasebook
from explainer.model.placeholders import Named, filled
from explainer.model.rights import Rights
from explainer.model.season import Threshold
from explainer.model.sources import Source
from explainer.model.system import Component, System
from explainer.model.vocabulary import Reality, Status
from explainer.picture.model import Picture

TO_A_CHILD = "to_a_child"


class Said(NamedTuple):
    """Some words that staff wrote, or a value, and where they stand."""

    file: str
    line: int
    column: int
    field: str
    words: str = ""

    @property
    def place(self) -> str:
        """The place as a finding elsewhere names it."""
        return f"{self.file}:{self.line}"

    def finding(self, problem: str, remedy: str, level: Level = Level.ERROR) -> Finding:
        """A finding at this place."""
        return Finding(self.file, self.line, self.column, self.field, problem, remedy, level)


def said_at(located: Located, path: PathOf, words: str = "") -> Said:
    """What stands at ``path``; the nearest place above it where nothing is written there."""
    place = located.place(path)
    dotted = located.finding(path, "").field
    return Said(located.file, place.line, place.column, dotted, words)


class Line(NamedTuple):
    """One text of a bulletin that holds now, and what it speaks of.

    ``component`` is the part it reports on, ``who`` the group of customers whom it concerns.
    """

    said: Said
    component: str = ""
    who: str = ""

    @property
    def words(self) -> str:
        """The text itself."""
        return self.said.words


@dataclass(frozen=True)
class Told:
    """A bulletin as it is written, and as the disruption it makes."""

    located: Located
    disruption: Disruption
    source: Source

    @property
    def is_open(self) -> bool:
        """Whether it says that it is still going on."""
        return self.disruption.status in (Status.ACTIVE, Status.MONITORING)

    @property
    def is_meant(self) -> bool:
        """Whether readers see it."""
        return self.disruption.reality in (Reality.ACTUAL, Reality.EXERCISE)

    @property
    def language(self) -> str:
        """The language that it is written in: English where its declaration names none."""
        language = self.disruption.headline[0].lang
        return SOURCE_LANGUAGE if language == "und" else language

    @cached_property
    def words(self) -> Compared:
        """How its language says what can be compared."""
        return compared_of(self.language)

    def at(self, *path: str | int) -> Said:
        """What is written at a path, under the names that staff write."""
        value: Any = self.located.data
        for key in path:
            inside = (isinstance(value, dict) and key in value) or (
                isinstance(value, list) and isinstance(key, int) and key < len(value)
            )
            value = value[key] if inside else None
        return said_at(self.located, path, filled(value, self._figure) if isinstance(value, str) else "")

    def _figure(self, named: Named) -> str | None:
        """What a figure that a text names stands for, in digits."""
        counted = self.disruption.account.figures.get(named.name)
        ends = (counted.of,) if counted and named.is_whole else counted.range if counted else None
        return "–".join(dict.fromkeys(f"{end:g}" for end in ends if end is not None)) if ends else None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every text that says how it is now: not what was said before, is asked for, decided or unknown."""
        return tuple(line for line in self._lines() if line.words)

    def _lines(self) -> Iterator[Line]:
        account = self.disruption.account
        yield Line(self.at("headline"), account.symptom)
        yield Line(self.at("summary"))
        yield from (Line(self.at("brief", index)) for index in range(len(account.brief)))
        for index, report in enumerate(self.disruption.reports):
            for key in ("says", "headline", "detail"):
                yield Line(self.at("reports", index, key), report.component)
        for index, impact in enumerate(self.disruption.impacts):
            for key in ("what", "note"):
                yield Line(self.at("impact", index, key), who=impact.who)
        for index, constraint in enumerate(account.constraints):
            yield Line(self.at("constraints", index, "says"), constraint.component)
        if self.disruption.updates:
            yield Line(self.at("updates", len(self.disruption.updates) - 1, "says"))


@dataclass(frozen=True)
class Written:
    """A page as it is written."""

    page: StaffPage
    document: Markdown

    @property
    def is_durable(self) -> bool:
        """Whether it is true on any day: a page to read, not a frame for live parts."""
        return not self.page.front.template

    @property
    def front(self) -> Said:
        """The place of its front matter."""
        return said_at(self.document.front, ())

    def key(self, name: str) -> Said:
        """The place of a key of its front matter."""
        return said_at(self.document.front, (name,))

    @cached_property
    def lines(self) -> tuple[Said, ...]:
        """Title, description, every line of the text that says something, and what a child is told."""
        front = self.document.front
        keys = [said_at(front, (key,), str(front.data[key])) for key in ("title", "description") if key in front.data]
        rows = enumerate(self.document.body.splitlines(), self.document.body_line)
        text = (Said(front.file, number, 1, "", row) for number, row in rows if row.strip())
        child = [said_at(front, (TO_A_CHILD,), str(front.data[TO_A_CHILD]))] if TO_A_CHILD in front.data else []
        return (*keys, *text, *child)


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that is compared, at ``now``.

    ``bulletins`` are those that can be read. ``located`` are the files they are compared with, by what is in them.
    """

    system: System
    system_file: Located
    rights: tuple[Rights, ...]
    rights_file: Located | None
    pages: tuple[Written, ...]
    bulletins: tuple[Told, ...]
    season: tuple[Threshold, ...] = ()
    season_file: Located | None = None
    source_files: dict[str, str] = field(default_factory=dict)
    language: str = SOURCE_LANGUAGE
    phrases: Phrasebook = NO_PHRASES
    phrases_file: Located | None = None
    picture: Picture

    @property
    def now(self) -> datetime:
        """The moment at which it is compared."""
        return self.picture.now

    @cached_property
    def words(self) -> Compared:
        """How the site's own language says what can be compared."""
        return compared_of(self.language)

    @cached_property
    def open(self) -> tuple[Told, ...]:
        """The bulletins that readers see and that say they are still going on."""
        return tuple(told for told in self.bulletins if told.is_open and told.is_meant)

    def component(self, name: str) -> Component | None:
        """A part by its id."""
        return self.system.by_id.get(name)

    def named(self, name: str) -> str:
        """What a part is called."""
        found = self.component(name)
        return found.name if found else name

    def declared(self, component: str, *keys: str | int) -> Said:
        """The place in ``system.yml`` where a part, or a key of it, is declared."""
        index = next((at for at, one in enumerate(self.system.components) if one.id == component), 0)
        return said_at(self.system_file, ("components", index, *keys))

    def explainers_of(self, component: str) -> Iterator[Written]:
        """The pages that explain a part."""
        part = self.component(component)
        for written in self.pages:
            if written.is_durable and part and written.page.path == part.explainer:
                yield written
