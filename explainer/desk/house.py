"""The site as the desk sees it: read once, and again when anything but a notice has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from explainer.declarations.documents import named
from explainer.desk.controls import Names
from explainer.desk.drafts import Drafts
from explainer.errors import ExplainerError, Finding, StaffError
from explainer.formats.families.bulletin_acceptance import is_acceptance
from explainer.model.history import Remembered
from explainer.model.settings import Settings
from explainer.model.sources import Source, our_own
from explainer.model.vocabulary import Kind
from explainer.preview import Preview, Shown
from explainer.record import store
from explainer.staff.check import Judge, Staff
from explainer.staff.project import Project, load_project
from explainer.staff.translations import bulletin_files
from explainer.staff.writing.updating import Ours, ours

Clock = Callable[[Settings], datetime]


class Judged(NamedTuple):
    """What is found in one file, and what the site would say with it; None where no site can be shown."""

    findings: tuple[Finding, ...]
    shown: Shown | None = None


class House:
    """One site. Whoever asks it waits for whoever asked before: it reads what it shares.

    ``trouble`` are the findings in what stands beside the notices, while it does not hold together: then nothing can be
    shown, and notices are judged without the names of parts and parties.
    """

    def __init__(self, config_file: Path, clock: Clock) -> None:
        self.config_file = config_file.resolve()
        self.root = self.config_file.parent
        self.drafts = Drafts(self.root)
        self.trouble: tuple[Finding, ...] = ()
        self._clock = clock
        self._lock = RLock()
        self._preview: Preview | None = None
        self._judge: Judge | None = None

    @property
    def project(self) -> Project:
        """The site as its configuration describes it now.

        Raises:
            StaffError: when that cannot be read.
        """
        return load_project(self.config_file)

    def now(self) -> datetime:
        """The moment, in the site's zone."""
        settings = self.project.settings
        return self._clock(settings).astimezone(settings.tz)

    @property
    def staff(self) -> Staff | None:
        """What staff wrote beside the notices; None while it does not hold together."""
        with self._lock:
            preview = self._opened()
            return preview.staff if preview else None

    def warm(self) -> None:
        """Read the site before anybody asks. What is wrong is told to whoever does."""
        with suppress(ExplainerError):
            self.judged({}, self.now())

    def judged(self, texts: Mapping[str, str | None], now: datetime) -> Judged:
        """All that ``check`` would find, were the files of notices to hold ``texts``; and what the site would say."""
        with self._lock:
            preview = self._opened()
            if preview is not None:
                shown = preview.show(texts, now)
                return Judged(shown.findings, shown)
            if self._judge is None:
                self._judge = Judge(self.project, store.read(self.project.recorded))
            written = {self.root / name: text for name, text in texts.items()}
            return Judged(self._judge.findings(written, now))

    def _opened(self) -> Preview | None:
        if self._preview is not None and not self._preview.is_old():
            return self._preview
        self._preview = self._judge = None
        self.trouble = ()
        try:
            self._preview = Preview(self.project)
        except StaffError as error:
            self.trouble = error.findings
        except ExplainerError as error:
            self.trouble = (Finding(self.config_file.name, 1, 1, "", str(error)),)
        return self._preview

    def record(self) -> Remembered:
        """What was ever published."""
        return store.read(self.project.recorded)

    def names(self) -> Names:
        """The ids that notices may name, each with what people call it."""
        staff = self.staff
        if staff is None:
            return {}
        system = staff.system
        return {
            "components": {one.id: one.name for one in system.components},
            "symptoms": {one.id: one.problem or one.name for one in system.components if one.kind is Kind.SYMPTOM},
            "parties": {one.id: one.name for one in system.parties},
            "rights": {one.id: one.title or one.id for one in staff.rights},
            "offers": {one.id: one.id for one in staff.permissions},
            "feeds": {one.id: one.publisher for one in staff.sources if not one.is_of_bulletins},
        }

    def sources(self) -> tuple[Source, ...]:
        """The feeds whose notices are written in this folder, our own first."""
        staff = self.staff
        every = [one for one in (staff.sources if staff else ()) if one.is_of_bulletins and one.file is not None]
        ours = our_own(every)
        return tuple(sorted(every, key=lambda one: one.id not in ours))

    def source(self, feed: str) -> Source | None:
        """A feed of notices by its id; the first one where none is named."""
        every = self.sources()
        return next((one for one in every if one.id == feed or not feed), None)

    def files(self) -> Iterator[tuple[Path, Source]]:
        """Every file of a notice, with the feed that it belongs to."""
        project = self.project
        for source in self.sources():
            for path in bulletin_files(project, source):
                if not is_acceptance(path.name):
                    yield path, source

    def name_of(self, path: Path) -> str:
        """The name of a file as findings give it."""
        return named(path, self.root)

    def ours(self, name: str) -> Ours | None:
        """The notice in the file of that name, to be updated; None where there is none."""
        every = ours(self.project, self.sources())
        return next((one for one in every if one.held.path.stem == name), None)

    def file_for(self, stem: str, source: Source) -> str:
        """The name that the file of a new notice gets."""
        return self.name_of(self.project.feeds / (source.file or "") / f"{stem}.yml")
