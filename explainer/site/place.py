"""The folder of the site: what may be published there, and how a finished tree becomes what readers see of it.

The tree takes the place of the folder in one step, or its files those in it, one by one (``laying``), where the folder
cannot be moved. Either way what others put there stays (``foreign``).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explainer import disk
from explainer.declarations.places import SIGNS
from explainer.site import foreign, laying, modes
from explainer.site.manifest import Manifest, Manifests
from explainer.site.target import ANOTHER, PublishError, Target, refuse_namesakes, some, target_of, was_built
from explainer.site.trees import New, link, put_in, remove

REPLACED = "replaced"
"""The folder of the workspace for copies of what lay where we publish; nobody but people empties it."""

_BESIDE, _PLACING = "beside", "placing"
"""How far a run has come that lays a version: its files are only written beside, or being put in their place."""

_NOT_MOVED = frozenset({errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES})
"""What a system answers where a folder may be written in but not moved."""


class Others(NamedTuple):
    """What in the folder of the site is not ours.

    Nobody said that what is ``unnamed`` should stay; it stays all the same. What was ``replaced`` lay in the way, and
    was ``copied_to`` a folder before.
    """

    unnamed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    copied_to: Path | None = None

    def told(self, where: str) -> Iterator[str]:
        """What became of it, in words; the folder of the site is called ``where``."""
        if self.unnamed:
            remedy = "write it under keep_files in mkdocs.yml, or remove it"
            yield f"{where} holds {some(self.unnamed)}, which is not ours and stays; {remedy}"
        if self.copied_to is not None:
            held = f"{where} held {some(self.replaced)}, which is not ours and made way for the site"
            remedy = "if it is to stay, write it under keep_files in mkdocs.yml and put it back"
            yield f"{held}; it was copied to {self.copied_to}; {remedy}"


NOTHING_OF_OTHERS = Others()


class Change(NamedTuple):
    """How a finished tree differs from the site: which files of it are new, and which of ours it has not."""

    new: Collection[str]
    gone: Collection[str]


class Place:
    """The folder of one site, by the name it has in the configuration, and what is known of it."""

    def __init__(self, site: Path, workspace: Path, manifests: Manifests, keep_files: tuple[str, ...]) -> None:
        self.name = site
        self._workspace = workspace
        self._manifests = manifests
        self._keep_files = keep_files
        self._target = Target(site, workspace, is_moved=True)
        self.is_searched = False
        """Whether what is not ours is looked for everywhere in it, as a build does."""

    @property
    def home(self) -> Path:
        """The folder in which versions are kept and made, on the disk of the site where that can be."""
        return self._target.home

    @property
    def versions(self) -> Path:
        """The folder of the versions that are kept."""
        return self._target.home / "versions"

    def look(self) -> None:
        """Find out where the name leads: a link may lead elsewhere than at the last look.

        Raises:
            PublishError: when it leads to no folder.
        """
        self._target = target_of(self.name, self._workspace)

    def refuse(self) -> None:
        """Refuse a folder with what we did not make and nobody said should stay, unless a generator made it.

        Raises:
            PublishError: naming what is in it.
        """
        site = self._target.site
        sign = next((sign for sign in SIGNS if os.path.lexists(site / sign)), None)
        if sign:
            raise PublishError(f"{self.name} holds {sign}, so it is not a built site; {ANOTHER}")
        if self._manifests.knows(site):
            return
        unnamed = foreign.unnamed(site, foreign.strangers(site, ()), self._keep_files)
        if unnamed and not was_built(site):
            remedy = f"move it away, write under keep_files in mkdocs.yml what is to stay, or {ANOTHER}"
            raise PublishError(f"{self.name} holds {some(unnamed)}, which Explainer did not make; {remedy}")

    def open_to_readers(self, live: Manifest, kept: Iterable[Path]) -> None:
        """Let readers read what a private umask made, in the site and in the versions that are kept."""
        rights = modes.modes_at(self._target.site)
        if rights is modes.READABLE:
            modes.give(self._target.site, rights.folder)
        if modes.mend(self._target.site, live.files, rights):
            for tree in kept:
                modes.mend(tree, (self._manifests.of(tree) or self._manifests.nothing).files, rights)

    def rights(self) -> modes.Modes:
        """The rights that everything in a tree has that is to be published."""
        return modes.modes_at(self._target.site)

    # Putting a tree there

    def put(self, tree: Path, change: Change, live: Manifest) -> Others:
        """Make a finished tree what readers see, instead of the ``live`` one; returns what is not ours there.

        Raises:
            PublishError: when two of its files would be one on that disk.
            OSError: when the disk fails. The site is as it was, or the next run goes on from there.
        """
        site = self._target.site
        added = set(change.new).difference(live.files.get_many(change.new))
        if added and not disk.capitals_count(site if site.exists() else tree):
            refuse_namesakes(self.name, (self._manifests.of(tree) or self._manifests.nothing).files)
        theirs = foreign.foreign(site, tree, change.gone, deep=self.is_searched)
        unnamed = foreign.unnamed(site, theirs, self._keep_files)
        is_generated = self._manifests.knows(site) or was_built(site)
        away = [] if not live.version and is_generated else list(_in_the_way(site, tree, added))
        if not live.version and unnamed:  # a generator made it
            away, theirs = [*away, *unnamed], foreign.named(site, theirs, self._keep_files)
            change, unnamed = change._replace(gone=foreign.files_of(site, unnamed)), []
        copied_to = self._copied(away) if away else None
        if self._target.is_moved and _moved(site, tree, theirs):
            late = foreign.foreign(tree, site, {*change.gone, *change.new}, deep=self.is_searched)
            foreign.leave(tree, site, late if live.version else [])
        else:
            self._lay(tree, change, live)
        self.is_searched = False
        return Others(tuple(unnamed), tuple(sorted(away)), copied_to)

    def take_back(self, tree: Path, files: Collection[str]) -> None:
        """Take what is not ours out of a tree that a killed run left, into the site where it is not there."""
        foreign.leave(tree, self._target.site, foreign.strangers(tree, files))

    def _copied(self, away: Iterable[str]) -> Path:
        """Copy what lies in the way to where nobody but people takes it away."""
        folder = self._workspace / REPLACED
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / str(1 + max((int(one.name) for one in folder.iterdir() if one.name.isdecimal()), default=0))
        for path in away:
            _copy(self._target.site / path, place / path)
        return place

    # In a folder that keeps its place

    def twin(self, live: Manifest) -> Path:
        """The tree that is the same as the published version, which is kept beside a folder that is not moved."""
        return self.versions / str(live.version)

    def source(self, live: Manifest) -> Path:
        """Where files of the published version can be shared from."""
        twin = self.twin(live)
        return twin if self._manifests.version_of(twin) is not None else self._target.site

    @property
    def _note(self) -> Path:
        """Says which version is being laid."""
        return self._workspace / "laying"

    @property
    def is_half_laid(self) -> bool:
        """Whether a run was killed that was laying a version."""
        return self._note.exists()

    def _lay(self, tree: Path, change: Change, live: Manifest) -> None:
        wanted = self._manifests.of(tree) or self._manifests.nothing
        if live.version and self._manifests.version_of(self.twin(live)) is None:
            self._make_twin(live)
        site, rights = self._target.site, self.rights()
        site.mkdir(parents=True, exist_ok=True)
        self._say(_BESIDE, wanted)
        try:
            laying.write_beside(tree, site, change.new, rights)
        except OSError:
            self._note.unlink()
            raise
        disk.sync_tree(site)
        self._say(_PLACING, wanted)
        laying.put_in_place(tree, site, change.new, change.gone, rights)
        disk.sync_tree(site)
        self._manifests.write(site, wanted)
        self._note.unlink()

    def _say(self, stage: str, wanted: Manifest) -> None:
        with disk.written_aside(self._note, f"{stage} {wanted.version}".encode()) as aside:
            aside.replace(self._note)
        disk.sync_folder(self._note.parent)

    def _make_twin(self, live: Manifest) -> None:
        twin = self.twin(live)
        remove(twin)
        twin.mkdir()
        for path, known in live.files.get_many(live.files.keys()).items():
            shared = New(known.digest, partial(link, f"{self._target.site}/{path}"))
            put_in(twin, {path: shared}, known.version)
        self._manifests.write(twin, live)

    def finish(self) -> None:
        """Lay once more what a run was laying when it was killed, or clear away what it only had written beside.

        Raises:
            OSError: when the disk does not take it.
        """
        try:
            stage, number = self._note.read_text(encoding="utf-8").split()
        except (FileNotFoundError, ValueError):
            return
        tree, site, rights = self.versions / number, self._target.site, self.rights()
        live, wanted = self._manifests.of(site) or self._manifests.nothing, self._manifests.of(tree)
        if wanted is not None:
            differing = set(wanted.files.differing(live.files))
            new = wanted.files.get_many(differing).keys()
            if stage == _PLACING:
                laying.write_beside(tree, site, new, rights)
                laying.put_in_place(tree, site, new, differing - new, rights)
                disk.sync_tree(site)
                self._manifests.write(site, wanted)
            else:
                laying.clear(site, new)
        self._note.unlink()


def _moved(site: Path, tree: Path, theirs: Collection[str]) -> bool:
    """Put a tree in the place of the site in one step, and the site where the tree was; false where that cannot be.

    Raises:
        OSError: when the disk fails; both are as they were.
    """
    if not site.exists():
        site.parent.mkdir(parents=True, exist_ok=True)
        tree.rename(site)
        _sync_names(tree, site)
        return True
    try:
        modes.make_alike(tree, site)
        foreign.carry(site, tree, theirs)
        if theirs:
            disk.sync_tree(tree)
        _exchange(tree, site)
    except (OSError, foreign.CannotCarryError) as error:
        foreign.without(tree, theirs)
        if isinstance(error, foreign.CannotCarryError) or error.errno in _NOT_MOVED:
            return False
        raise
    foreign.leave(tree, site, theirs)
    return True


def _exchange(tree: Path, site: Path) -> None:
    """Swap two folders in one step where the system can; else rename them one after the other."""
    if not disk.exchanged(tree, site):
        away = tree.with_name("away")
        remove(away)
        site.rename(away)
        tree.rename(site)
        away.rename(tree)
    _sync_names(tree, site)


def _sync_names(tree: Path, site: Path) -> None:
    """Bring onto the disk which folder is which: what was the site may be changed from here on."""
    for folder in {site.parent, tree.parent}:
        disk.sync_folder(folder)


def _in_the_way(site: Path, tree: Path, added: Iterable[str]) -> Iterator[str]:
    """What lies in the site, and is something else, where files of a tree are to be that never were in it."""
    import filecmp  # here, because a refresh mostly has no need of it

    for path in sorted(added):
        there = site / path
        if os.path.lexists(there) and (
            there.is_symlink() or not there.is_file() or not filecmp.cmp(there, tree / path, shallow=False)
        ):
            yield path


def _copy(source: Path, place: Path) -> None:
    import shutil  # here, as above

    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True)
    else:
        shutil.copy2(source, place, follow_symlinks=False)
