"""What each tree holds, kept beside the trees: read and written at the cost of what changed in it.

::

    .explainer/manifests/
      <tree>.json         one for each tree: its version, its skeleton, and the digests of its buckets
      buckets/<digest>    files, and the keys of pieces: shared by all trees that agree on them

A tree is known by its folder's identity, so that its manifest follows it wherever it is renamed to. A tree without a
manifest was left half made, and is not used again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.model.value import Value
from explainer.site.buckets import Buckets, Shelf


class File(NamedTuple):
    """A published file: its digest, the version that wrote it, its size in bytes and when it was written.

    Two trees that agree on digest and version share the file itself.
    """

    digest: str
    version: int
    size: int
    mtime_ns: int

    @property
    def is_lost(self) -> bool:
        """Whether it was found gone or altered, and not put back yet."""
        return self.mtime_ns < 0

    @property
    def lost(self) -> File:
        """The same, found gone or altered."""
        return self._replace(mtime_ns=-1)


class Manifest(NamedTuple):
    """What a tree holds: its ``files`` by path, and of what it was woven for ``skeleton``.

    ``seen`` is the start of the machine since which all its files are known to be as they were published.
    ``keys`` are the keys of pieces and batches by their names; ``within`` those of the pieces of each batch, by path.
    """

    version: int
    skeleton: str
    files: Buckets[File]
    keys: Buckets[str]
    within: Mapping[str, Buckets[str]]
    seen: str = ""

    def is_woven_as(self, other: Manifest) -> bool:
        """Whether both were woven for one skeleton, of pieces with the same keys."""
        return self._woven == other._woven

    @property
    def buckets(self) -> set[str]:
        """The digests of the buckets that it consists of."""
        return _digests(self.files.digests, self.keys.digests, *(keys.digests for keys in self.within.values()))

    @property
    def _woven(self) -> tuple[object, ...]:
        return self.skeleton, self.keys.digests, {name: keys.digests for name, keys in self.within.items()}


class _Root(Value):
    """A manifest as it lies in its file."""

    version: int
    skeleton: str
    count: int
    files: tuple[str, ...]
    pieces: int
    keys: tuple[str, ...]
    within: dict[str, tuple[int, tuple[str, ...]]]
    seen: str

    @property
    def buckets(self) -> set[str]:
        return _digests(self.files, self.keys, *(digests for _, digests in self.within.values()))


class Manifests:
    """The manifests of all trees of one site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._buckets = folder / "buckets"
        self._buckets.mkdir(parents=True, exist_ok=True)
        self._device = self._buckets.stat().st_dev
        self._files, self._keys = Shelf(self._buckets, File), Shelf(self._buckets, str)
        self._known: dict[Path, tuple[tuple[int, int], _Root]] = {}
        self.nothing = Manifest(0, "", Buckets(self._files), Buckets(self._keys), {})

    def of(self, tree: Path) -> Manifest | None:
        """What a tree holds; None where there is no tree, or nothing is known of it."""
        root = self._root(tree)
        if root is None:
            return None
        return Manifest(
            version=root.version,
            skeleton=root.skeleton,
            files=Buckets(self._files, root.files, root.count),
            keys=Buckets(self._keys, root.keys, root.pieces),
            within={name: Buckets(self._keys, digests, count) for name, (count, digests) in root.within.items()},
            seen=root.seen,
        )

    def version_of(self, tree: Path) -> int | None:
        """Which version a tree is; None where nothing is known of it."""
        root = self._root(tree)
        return None if root is None else root.version

    def knows(self, tree: Path) -> bool:
        """Whether a tree was made here, even if what is known of it cannot be read."""
        return tree.exists() and self._place(tree).exists()

    def write(self, tree: Path, manifest: Manifest) -> None:
        """Say what a tree holds, at once or not at all.

        Raises:
            OSError: when it cannot be written.
        """
        root = _Root(
            version=manifest.version,
            skeleton=manifest.skeleton,
            count=len(manifest.files),
            files=manifest.files.digests,
            pieces=len(manifest.keys),
            keys=manifest.keys.digests,
            within={name: (len(keys), keys.digests) for name, keys in manifest.within.items()},
            seen=manifest.seen,
        )
        place = self._place(tree)
        aside = place.with_suffix(".aside")
        aside.write_bytes(msgspec.json.encode(root))
        aside.replace(place)
        self._known[place] = (_seen(place), root)

    def keyed(self, keys: Mapping[str, str], within: Mapping[str, Mapping[str, str]], live: Manifest) -> Manifest:
        """``live`` with other keys: exactly ``keys``, and ``within`` for the batches that were made anew."""
        every = live.keys.whole()
        put = {name: key for name, key in keys.items() if every.get(name) != key}
        anew = {name: Buckets(self._keys).followed(pieces) for name, pieces in within.items()}
        return live._replace(
            keys=live.keys.followed(put, every.keys() - keys.keys()),
            within={name: of for name, of in live.within.items() if name in keys} | anew,
        )

    def written(self, tree: Path, manifest: Manifest, before: Manifest) -> Collection[Path]:
        """The files and folders that hold what is known of a tree, beyond those that held it of the tree ``before``."""
        buckets = [self._buckets / digest for digest in manifest.buckets - before.buckets]
        return (*buckets, self._buckets, self._place(tree), self.folder)

    def are_beside(self, tree: Path) -> bool:
        """Whether a tree is on the file system of the manifests."""
        return tree.stat().st_dev == self._device

    def forget(self, tree: Path) -> None:
        """Say of a tree that nothing is known of it."""
        with suppress(FileNotFoundError):
            place = self._place(tree)
            self._known.pop(place, None)
            place.unlink()

    def tidy(self, trees: Iterable[Path]) -> None:
        """Drop the manifests of all trees but these, and the buckets that none of these has."""
        roots = {self._place(tree): self._root(tree) for tree in trees if tree.exists()}
        used = set[str]().union(*(root.buckets for root in roots.values() if root is not None))
        for folder, kept in ((self.folder, {place.name for place in roots}), (self._buckets, used)):
            with os.scandir(folder) as entries:
                unused = [entry.path for entry in entries if entry.name not in kept and entry.is_file()]
            for path in unused:
                self._known.pop(Path(path), None)
                with suppress(FileNotFoundError):
                    Path(path).unlink()

    def _root(self, tree: Path) -> _Root | None:
        """A tree's manifest; a file that is as this object last read or wrote it is not read again."""
        try:
            place = self._place(tree)
            seen = _seen(place)
            known = self._known.get(place)
            if known is None or known[0] != seen:
                known = self._known[place] = (seen, msgspec.json.decode(place.read_bytes(), type=_Root))
        except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return known[1]

    def _place(self, tree: Path) -> Path:
        """The place of a tree's manifest.

        A file system may have another number after every start of a machine, the folders on it do not. So that number
        counts for a tree on another file system alone.

        Raises:
            FileNotFoundError: when there is no tree.
        """
        stat = tree.stat()
        where = "" if stat.st_dev == self._device else f"{stat.st_dev}-"
        return self.folder / f"{where}{stat.st_ino}.json"


def _digests(*of: Iterable[str]) -> set[str]:
    """All digests of buckets; an empty one has no file, and none."""
    return {digest for digests in of for digest in digests if digest}


def _seen(place: Path) -> tuple[int, int]:
    stat = place.stat()
    return stat.st_ino, stat.st_mtime_ns
