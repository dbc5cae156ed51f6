"""Put a complete tree in the place of another, so that nobody ever sees half of one.

The next tree is made out of the oldest one that is kept, by applying what has changed since: unchanged files
are shared by hard links, so they keep their modification time. Then it is exchanged with the site in one step
of the file system. Beside each tree lies a manifest of it; a tree without one was left half made, and is not
used again. What a publication costs follows what it changes, however large the site is.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from explainer import disk
from explainer.site.buckets import BucketError
from explainer.site.damage import damaged, mended, recounted
from explainer.site.manifest import Manifest, Manifests
from explainer.site.modes import READABLE, give
from explainer.site.place import NOTHING_OF_OTHERS, Change, Others, Place
from explainer.site.target import PublishError, cannot_be_written
from explainer.site.trees import New, link, put_in, remove, take_out

__all__ = ["New", "PublishError", "Published", "Trees"]


@dataclass
class Published:
    """What a publication did, by path in the site, the number it has, and what of others lies in the site."""

    version: int = 0
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    others: Others = NOTHING_OF_OTHERS


class Trees:
    """The site and its earlier versions. One process works on them at a time (``pipeline.alone``)."""

    def __init__(self, site: Path, workspace: Path, keep: int, keep_files: tuple[str, ...] = ()) -> None:
        self.site = site
        self._keep = max(keep, 1)
        self._manifests = Manifests(workspace / "manifests")
        self._place = Place(site, workspace, self._manifests, keep_files)
        self.nothing = self._manifests.nothing
        self._looks = int.from_bytes(os.urandom(2))

    @property
    def _working(self) -> Path:
        return self._place.home / "working"

    def live(self) -> Manifest:
        """What the site holds; nothing when it is not there or not ours.

        Raises:
            PublishError: when a killed run left it half published, and that cannot be finished.
        """
        if self._place.is_half_laid:
            self._begin()
        return self._manifests.of(self.site) or self.nothing

    def versions(self) -> list[int]:
        """The numbers of the earlier versions, newest first.

        Raises:
            PublishError: when the site is a link that leads to no folder.
        """
        self._place.look()
        return [self._number(tree) for tree in self._earlier()]

    def examined(self, most_important: Collection[str] = ()) -> Manifest:
        """What the site holds, once a part of it was looked at, each time another; all after a start of the machine.

        A few hundred files are looked at, and the ``most_important`` ones, by size and time. Where one is not as it was
        published, every file is read, and what was woven has to be woven again.

        Raises:
            BucketError: when what is known of the site is not whole.
        """
        live, start = self.live(), disk.start_of_machine()
        is_new = not start or live.seen != start
        part = (
            live.files.whole() if is_new else {**live.files.one_of(self._looks), **live.files.get_many(most_important)}
        )
        self._looks += 1
        if damaged(self.site, part):
            self.recount()
        elif is_new and live.version:
            self._manifests.write(self.site, live._replace(seen=start))
        return self.live()

    def recount(self) -> None:
        """Trust nothing but what is really there: every file is read, and what was altered or deleted comes back.

        What a private umask made is opened to readers, and what is not ours is looked for everywhere.

        Raises:
            PublishError: when the site is a link that leads to no folder.
        """
        self._place.look()
        self._place.is_searched = True
        manifest = self._manifests.of(self.site)
        if manifest is not None:
            self._place.open_to_readers(manifest, self._earlier())
            files = manifest.files.followed(recounted(self.site, manifest.files.whole()))
            start = disk.start_of_machine()
            self._manifests.write(self.site, self.nothing._replace(version=manifest.version, files=files, seen=start))

    def forget(self) -> None:
        """Believe nothing of what is known of the site: it is published as if it were the first time.

        A kept version of which not all is known is given up.
        """
        if self.site.exists():
            self._manifests.write(self.site, self.nothing)
        for tree in (self._working, *self._earlier()):
            try:
                (self._manifests.of(tree) or self.nothing).files.whole()
            except BucketError:
                self._manifests.forget(tree)

    def publish(
        self,
        skeleton: str,
        new: Mapping[str, New],
        gone: frozenset[str],
        keys: Mapping[str, str],
        within: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> Published:
        """Publish the live version with ``new`` files put in and ``gone`` ones left out, whole or not at all.

        ``keys`` are those of all pieces and batches; ``within`` those of the pieces of each batch that was made anew.
        What is both new and gone is new: it was moved from one batch to another, or out of one.

        Raises:
            PublishError: when the folder is not ours to replace or cannot be written.
            BucketError: when what is known of the site is not whole.
        """
        self._begin()
        live = self.live()
        known = live.files.get_many(new)
        same = {path for path, file in known.items() if file.digest == new[path].digest and not file.is_lost}
        changed = {path: file for path, file in new.items() if path not in same}
        removed = sorted(live.files.get_many(gone - new.keys()))
        done = Published(live.version, list(changed), removed)
        try:
            wanted = self._manifests.keyed(keys, within, live)._replace(skeleton=skeleton)
            if live.version and not changed and not removed:
                if not wanted.is_woven_as(live):
                    self._manifests.write(self.site, wanted)
                return done
            done.version = max([live.version, *self.versions()], default=0) + 1
            self._make(live, wanted._replace(version=done.version), changed, removed)
            done.others = self._place.put(self._working, Change(done.changed, removed), live)
        except OSError as error:
            raise PublishError(f"{cannot_be_written(error, self.site)}; the site is as it was") from error
        self._tidy()
        return done

    def roll_back(self) -> int:
        """Put the version before the published one in its place, at once; returns its number.

        Raises:
            PublishError: when no earlier version is kept, or the folder is not ours to replace.
        """
        self._begin()
        live = self.live()
        earlier = [tree for tree in self._earlier() if self._number(tree) < live.version]
        if not earlier:
            raise PublishError("no earlier version is kept; publish something first")
        number = self._number(earlier[0])
        self._make_whole(earlier[0], [self.site, *earlier])
        before = (self._manifests.of(earlier[0]) or self.nothing).files
        gone = live.files.keys() - before.keys()
        remove(self._working)  # half made by a run that was killed
        try:
            earlier[0].rename(self._working)
            self._place.put(self._working, Change(set(before.differing(live.files)) - gone, gone), live)
        except OSError as error:
            raise PublishError(f"{cannot_be_written(error, self.site)}; the site is as it was") from error
        self._tidy()
        return number

    def _begin(self) -> None:
        """See where the site lies, refuse what is not ours, and finish what a killed run left.

        Raises:
            PublishError: when the folder is not ours to replace or cannot be written.
        """
        self._place.look()
        self._place.refuse()
        try:
            self._place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._place.versions.mkdir(exist_ok=True)
            left = self._manifests.of(self._working)
            if left is not None:
                self._place.take_back(self._working, left.files.keys())
            self._settle()
            self._place.finish()
        except OSError as error:
            raise PublishError(cannot_be_written(error, self.site)) from error

    def _make_whole(self, tree: Path, others: list[Path]) -> None:
        """Mend a kept version with what ``others`` hold; versions share their files, so damage is in several of them.

        Raises:
            PublishError: when that cannot be; the version is given up, so that the one before it is the next.
        """
        number, manifest = self._number(tree), self._manifests.of(tree) or self.nothing
        try:
            files = manifest.files.whole()
            if damaged(tree, files):
                files = mended(tree, recounted(tree, files), others)
            lost = sorted(path for path, known in files.items() if known.is_lost)
        except BucketError:
            files, lost = {}, ["what it held"]
        if lost:
            self._manifests.forget(tree)
            raise PublishError(
                f"version {number} is damaged and was given up: {', '.join(lost[:3])}; "
                "run explainer rollback once more for the version before it, or explainer build"
            )
        self._manifests.write(tree, manifest._replace(files=manifest.files.followed(files)))

    # Making a tree

    def _make(self, live: Manifest, wanted: Manifest, new: Mapping[str, New], gone: list[str]) -> None:
        """Bring the working tree to what is wanted; its manifest is gone while it is neither one nor the other."""
        old = self._recycled()
        self._manifests.forget(self._working)
        if old is None:
            remove(self._working)
            self._working.mkdir()
            give(self._working, READABLE.folder)
            old = self.nothing
        rights, source = self._place.rights(), self._place.source(live)
        rights.give_folder(self._working)
        differing = set(live.files.differing(old.files)) - new.keys()
        behind = live.files.get_many(differing.difference(gone))
        take_out(self._working, old.files.get_many({*gone, *differing} - behind.keys()))
        for path, known in behind.items():
            shared = New(known.digest, partial(link, f"{source}/{path}"))
            put_in(self._working, {path: shared}, known.version, rights)
        made = put_in(self._working, new, wanted.version, rights)
        seen = live.seen if live.version else disk.start_of_machine()
        wanted = wanted._replace(files=live.files.followed(made, gone), seen=seen)
        self._manifests.write(self._working, wanted)
        changed = {path.rpartition("/")[0] for path in (*differing, *new, *gone)}
        self._bring_to_disk(made, changed, self._manifests.written(self._working, wanted, live))

    def _bring_to_disk(self, files: Iterable[str], folders: Iterable[str], known: Collection[Path]) -> None:
        """Bring onto the disk what is new in the working tree and known of it, before anybody relies on it."""
        above = {folder[:at] for folder in folders for at in range(len(folder) + 1) if folder[at : at + 1] in ("", "/")}
        there = (folder for folder in map(self._working.joinpath, above) if folder.is_dir())
        made = [*map(self._working.joinpath, files), *there]
        if self._manifests.are_beside(self._working):
            disk.sync([*made, *known], self._working)
        else:
            disk.sync(made, self._working)
            disk.sync(known, self._manifests.folder)

    def _recycled(self) -> Manifest | None:
        """Move the oldest version to the working place when there are more than should be kept."""
        if not self._working.exists():
            earlier = self._earlier()
            if len(earlier) >= self._keep:
                earlier[-1].rename(self._working)
        old = self._manifests.of(self._working)
        # What a run was changing when the power was cut may be known as it was before.
        return old if old and self._is_known(old, self._working) else None

    def _is_known(self, old: Manifest, tree: Path) -> bool:
        """Whether a tree is as it was published: looked at since the machine was started, or now."""
        start = disk.start_of_machine()
        return bool(start and old.seen == start) or not damaged(tree, old.files.whole())

    def _tidy(self) -> None:
        """Keep what was the site among the earlier versions, and no more of them than asked for."""
        self._settle()
        earlier = self._earlier()
        kept = [*earlier[: self._keep], self._place.twin(self.live())]
        for tree in self._place.versions.iterdir():
            if tree not in kept:
                self._manifests.forget(tree)
                remove(tree)
        self._manifests.tidy([self.site, *kept])

    def _settle(self) -> None:
        """Give a whole tree at the working place, such as a killed run leaves, its place among the versions."""
        manifest = self._manifests.of(self._working)
        if manifest is not None:
            place = self._place.versions / str(manifest.version)
            self._manifests.forget(place)
            remove(place)
            self._working.rename(place)

    def _earlier(self) -> list[Path]:
        """The kept versions that are whole, newest first, without the twin of the published one."""
        twin = self._place.twin(self.live())
        numbered = (tree for tree in self._place.versions.glob("*") if tree.name.isdecimal() and tree != twin)
        whole = [tree for tree in numbered if self._manifests.version_of(tree) is not None]
        return sorted(whole, key=self._number, reverse=True)

    @staticmethod
    def _number(tree: Path) -> int:
        return int(tree.name)
