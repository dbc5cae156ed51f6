"""What the site would say if its bulletins read otherwise. Nothing of it is published, recorded or locked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explainer import pipeline
from explainer.declarations.documents import named, read_yaml
from explainer.errors import FetchError, Finding, Level, SkeletonError, StaffError
from explainer.fetch.files import read_files
from explainer.fetch.web import Failed, Fetched, Limits, Outcome
from explainer.formats.base import Document
from explainer.formats.builtin.bulletin import native_id_of
from explainer.formats.families.bulletin_rules import Known
from explainer.language.states import reality_mark
from explainer.language.words import words_of
from explainer.model.disruption import disruption_id
from explainer.model.history import Held, Record
from explainer.model.sources import Source
from explainer.model.vocabulary import Reality
from explainer.picture import build as build_picture
from explainer.picture.figures import with_figures
from explainer.picture.model import DisruptionNow, Picture
from explainer.record import histories, store
from explainer.record.files import asked_at
from explainer.record.settled import read_month
from explainer.render.isolation import Isolation, told
from explainer.site import skeleton as skeletons
from explainer.site import spoken
from explainer.site.alone import alone
from explainer.site.pieces import Batch, OfAMonth, Workplace
from explainer.site.settled import Months
from explainer.site.skeleton import Skeleton
from explainer.site.weave import page_at, unwoven, weave
from explainer.staff.check import Judge, Staff
from explainer.staff.project import Project

FOLDER = "preview"
"""Where the pages are built that are only to be looked at, in the workspace."""

Texts = Mapping[str, str | None]
"""What bulletins say instead of their files, by the name that findings give the file, such as
``ops_feeds/bulletins/outage.yml``; None for a file that is not there."""


class Everything(NamedTuple):
    """What makes each file of a site, by its path; a word that is another one when any of them is; and what failed.

    ``as_published`` is where the pages of months that are settled lie, which no draft changes; None without any.
    """

    makers: Mapping[str, Callable[[], bytes]]
    key: str
    faults: tuple[str, ...]
    as_published: Path | None = None

    def body(self, path: str) -> bytes | None:
        """A file of the site; None where there is none."""
        if (make := self.makers.get(path)) is not None:
            return make()
        if self.as_published is None or not _OVER.fullmatch(path):
            return None
        with suppress(OSError):
            return (self.as_published / path).read_bytes()
        return None


_OVER = re.compile(r"(?:[\w-]+/)*(?:archive|disruptions)/[\w-][\w.-]*/index\.html")
"""The pages of what is over. No part of such a path leads out of its folder."""


@dataclass(frozen=True)
class Shown:
    """What the site would say. ``findings`` are all that ``check`` would tell.

    ``record`` is what would be recorded, ``ids`` the disruptions that the given texts are, by the name of their file.
    """

    picture: Picture
    findings: tuple[Finding, ...]
    record: Record
    ids: Mapping[str, str]
    _folder: Path
    _skeleton: Skeleton
    _published: Path
    _months: Callable[[str], Picture]
    _spoken: spoken.Spoken | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended."""
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)

    def about(self, file: str) -> tuple[Finding, ...]:
        """The findings in one file."""
        return tuple(finding for finding in self.findings if finding.file == file)

    def disruption(self, file: str) -> DisruptionNow | None:
        """The disruption that the text of one file is; None where it cannot be shown."""
        return self.picture.disruption.get(self.ids.get(file, ""))

    def page_of(self, file: str) -> bytes | None:
        """The whole page of the disruption that the text of one file is; None where it cannot be shown."""
        now = self.disruption(file)
        return self.page(f"{self._skeleton.settings.at}disruptions/{now.id}/index.html") if now is not None else None

    def page(self, path: str = "") -> bytes | None:
        """The whole page that would be published at ``path``, such as ``disruptions/log.late/index.html``; or None.

        Without a path that is the home page of what happens now.
        """
        path = path or f"{self._skeleton.settings.at}index.html"
        return page_at(path, Workplace(self._folder, Isolation()), self._skeleton, self.picture, self._spoken)

    def everything(self) -> Everything:
        """Every file that would be published, but for those of months that are settled."""
        isolation, tree = Isolation(), skeletons.tree_of(self._folder)
        makers: dict[str, Callable[[], bytes]] = {
            path: partial(Path.read_bytes, tree / path) for path in unwoven(self._folder, self._skeleton)
        }
        keys = [self._skeleton.id]
        workplace = Workplace(self._folder, isolation)
        for item in weave(workplace, self._skeleton, self.picture, self._months, self._spoken):
            keys.append(item.key)
            if isinstance(item, OfAMonth):
                continue  # which no draft changes: it is shown as it was published
            for piece in item.pieces() if isinstance(item, Batch) else (item,):
                makers[piece.path] = piece.make
        key = skeletons.digest_of(" ".join(keys).encode())
        published = self._published if self.picture.settled else None
        return Everything(makers, key, tuple(told(isolation.faults)), published)


class Preview:
    """Shows one site again and again, while somebody writes its bulletins.

    System, feeds, pages, record and skeleton are read once, at the beginning; of bulletins only what differs is read
    again. Whoever changes any of the others makes another preview: :meth:`is_old` tells.
    """

    def __init__(self, project: Project, record: Record | None = None) -> None:
        """Open a site; ``record`` is what to begin with instead of its own.

        Raises:
            StaffError: when what staff wrote beside bulletins does not hold together, or its pages cannot be built.
            RecordError: when the record cannot be read.
        """
        self.project = project
        self._stamp = self._now_is()
        self._judge = Judge(project, store.read(project.recorded) if record is None else record)
        self.staff = _held_together(self._judge)
        self._folder, self._skeleton = _skeleton(project, self.staff)
        self._words = words_of(self._skeleton.cldr)

    @property
    def record(self) -> Record:
        """The record that bulletins are laid over."""
        return self._judge.record

    @record.setter
    def record(self, record: Record) -> None:
        self._judge.record = record

    @property
    def known(self) -> Known | None:
        """The names that bulletins may use."""
        return self._judge.known

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands before the headline of a draft, in each language of the site."""
        every = [self._skeleton.cldr, *(edition.cldr for edition in self._skeleton.editions)]
        return tuple(dict.fromkeys(reality_mark(words_of(cldr), Reality.DRAFT) for cldr in every))

    def is_old(self) -> bool:
        """Whether anything but a bulletin has changed since."""
        return self._now_is() != self._stamp

    def show(self, texts: Texts, now: datetime) -> Shown:
        """What the site would say at ``now``, were the files of bulletins to hold ``texts``, drafts included."""
        written = {self.project.root / name: text for name, text in texts.items()}
        record = self._recorded(written, now)
        picture = self._picture(record, now)
        return Shown(
            picture=with_figures(picture, self._words),
            findings=self._judge.findings(written, now),
            record=record,
            ids=dict(self._ids(texts)),
            _folder=self._folder,
            _skeleton=self._skeleton,
            _published=self.project.root / self.project.places.site,
            _months=self._months(record, picture),
            _spoken=self._spoken(record, picture),
        )

    def _recorded(self, texts: Mapping[Path, str | None], now: datetime) -> Record:
        """The record as an update would leave it that asks nobody outside."""
        project, here = self.project, tuple(source for source in self.staff.sources if source.file is not None)
        feeds = pipeline.Feeds(project.feeds, project.recorded, here, Limits(), self._judge.known, project, drafts=True)
        outcomes = {source.id: _laid_over(project, source, texts) for source in here}
        return pipeline.advanced(feeds, self._judge.record, outcomes, now)[0]

    def _picture(self, record: Record, now: datetime) -> Picture:
        staff, exercise = self.staff, self.project.settings.exercise is not None
        return Isolation().picture(
            record, lambda kept: build_picture(staff.system, staff.sources, kept, now, exercise, drafts=True)
        )

    def _months(self, record: Record, picture: Picture) -> Callable[[str], Picture]:
        read = partial(read_month, self.project.recorded, held=record.held)
        return Months(read, self.staff.system, picture, Isolation()).picture

    def _spoken(self, record: Record, picture: Picture) -> spoken.Spoken | None:
        if not self.project.languages:
            return None
        bulletins = {lang: told.bulletins for lang, told in self._judge.translations.items()}

        def whole(name: str) -> Held | None:
            held = record.held.get(name)
            return histories.whole(self.project.recorded, held) if held is not None else None

        return spoken.Spoken(bulletins, spoken.since(whole, picture))

    def _ids(self, texts: Texts) -> Iterator[tuple[str, str]]:
        for name, text in texts.items():
            source = next((one for one in self.staff.sources if _holds(self.project, one, name)), None)
            if source is not None and text is not None:
                yield name, disruption_id(source.id, _native_id(name, text))

    def _now_is(self) -> str:
        """What all that is read once looks like from outside."""
        project = self.project
        stats = project.places.stats(project.root)
        with suppress(OSError):  # nothing was ever recorded
            stat = asked_at(project.recorded).stat()
            stats["the record"] = (stat.st_size, stat.st_mtime_ns)
        return skeletons.stamp(stats)


def _held_together(judge: Judge) -> Staff:
    """What staff wrote beside bulletins.

    Raises:
        StaffError: with every error in it.
    """
    errors = [finding for finding in judge.constant if finding.level is Level.ERROR]
    if judge.staff is None or errors:
        raise StaffError(errors)
    return judge.staff


def _skeleton(project: Project, staff: Staff) -> tuple[Path, Skeleton]:
    """A skeleton of the pages as they are now: the one that is published, or one of our own beside it."""
    aside = project.looked_at(FOLDER)
    for folder in (project.skeleton, aside.skeleton):
        try:
            found = skeletons.read(folder)
            plain = skeletons.read_plain(folder)
        except SkeletonError:
            continue
        if not skeletons.difference(plain.inputs, project.places.inputs(project.root)):
            return folder, found
    return aside.skeleton, _kept(aside, staff)


def _kept(project: Project, staff: Staff) -> Skeleton:
    from explainer.site import engine

    with alone(project.root, aside=FOLDER):
        urls = engine.build_tree(project, staff)
        return engine.keep(project, staff, project.scratch, urls)


def _is_written(source: Source) -> bool:
    """Whether it holds bulletins that are written in this site's own folder."""
    return source.is_of_bulletins and source.file is not None


def _holds(project: Project, source: Source, name: str) -> bool:
    folder = project.feeds / (source.file or "")
    path = project.root / name
    return _is_written(source) and folder in (path.parent, path)


def _laid_over(project: Project, source: Source, texts: Mapping[Path, str | None]) -> Outcome:
    """What reading the folder of a feed would bring, were its files to hold ``texts``."""
    folder = project.feeds.resolve()
    given = {named(path, folder.parent): text for path, text in texts.items() if _holds(project, source, str(path))}
    try:
        there = read_files(project.feeds, source.file or "", Limits().largest)
    except FetchError as error:
        if not given:
            return Failed(reason=str(error))
        there = ()
    documents = {document.name: document for document in there if document.name not in given}
    documents |= {name: Document(name=name, body=text.encode()) for name, text in given.items() if text is not None}
    return Fetched(documents=tuple(documents[name] for name in sorted(documents)))


def _native_id(name: str, text: str) -> str:
    try:
        return native_id_of(read_yaml(text, name))
    except StaffError:
        return Path(name).stem
