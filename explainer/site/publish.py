"""Put a complete tree in the place of another, so that nobody ever sees half of one.

The next tree is made out of the oldest one that is kept, by applying what has changed since: unchanged files
are shared by hard links, so they keep their modification time. Then it is exchanged with the site in one step
of the file system. Beside each tree lies a manifest of it; a tree without one was left half made, and is not
used again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from explainer.errors import ExplainerError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(ExplainerError):
    """The site's folder cannot be written, or is not ours to replace."""


class Manifest(NamedTuple):
    """What a tree holds.

    ``files`` gives each file's digest and the number of the version that wrote it: two trees that agree on
    both share the file itself. ``keys`` are the keys of the pieces it was woven from, for ``skeleton``.
    """

    version: int
    skeleton: str
    files: Mapping[str, tuple[str, int]]
    keys: Mapping[str, str]


NOTHING = Manifest(version=0, skeleton="", files={}, keys={})


class New(NamedTuple):
    """One new file: its digest, and how to put it at a path."""

    digest: str
    put: Callable[[str], None]

    @classmethod
    def bytes(cls, body: bytes) -> New:
        """Woven bytes."""
        return cls(hashlib.sha256(body).hexdigest(), lambda path: _write(path, body))

    @classmethod
    def built(cls, source: Path, digest: str) -> New:
        """A file of the skeleton, shared with it; the skeleton is only ever replaced, never written in."""
        return cls(digest, lambda path: _link(os.fspath(source), path))


@dataclass
class Published:
    """What a publication did, by path in the site, and the number it has."""

    version: int = 0
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Trees:
    """The site and its earlier versions. One process works on them at a time (``pipeline.alone``)."""

    def __init__(self, site: Path, workspace: Path, keep: int) -> None:
        self.site = site
        self._keep = max(keep, 1)
        self._kept = workspace / "versions"
        self._working = workspace / "working"
        self._manifests = workspace / "manifests"
        self._known: dict[Path, tuple[tuple[int, int], Manifest]] = {}
        for folder in (self._kept, self._manifests):
            folder.mkdir(parents=True, exist_ok=True)

    def live(self) -> Manifest:
        """What the site holds; nothing when it is not there or not ours."""
        return self._manifest(self.site) or NOTHING

    def versions(self) -> list[int]:
        """The numbers of the earlier versions, newest first."""
        return [self._number(tree) for tree in self._earlier()]

    def recount(self) -> None:
        """Trust nothing but what is really there: every piece is woven again, and what was deleted comes back."""
        manifest = self._manifest(self.site)
        if manifest is not None:
            there = set(_paths(self.site))
            files = {path: known for path, known in manifest.files.items() if path in there}
            self._write_manifest(self.site, Manifest(manifest.version, "", files, {}))

    def publish(
        self, skeleton: str, new: Mapping[str, New], gone: frozenset[str], keys: Mapping[str, str]
    ) -> Published:
        """Publish the live version with ``new`` files put in and ``gone`` ones left out, whole or not at all.

        Raises:
            PublishError: when the folder is not ours to replace or cannot be written.
        """
        self._refuse_foreign()
        self._settle()
        live = self.live()
        done = Published(
            changed=[path for path, file in new.items() if live.files.get(path, ("",))[0] != file.digest],
            removed=sorted(gone & live.files.keys()),
        )
        if live is not NOTHING and not done.changed and not done.removed:
            if live.keys != keys or live.skeleton != skeleton:
                self._write_manifest(self.site, Manifest(live.version, skeleton, live.files, keys))
            done.version = live.version
            return done
        number = max([live.version, *self.versions()], default=0) + 1
        changed = set(done.changed)
        files = {path: known for path, known in live.files.items() if path not in gone and path not in changed}
        files |= {path: (new[path].digest, number) for path in changed}
        done.version = number
        try:
            self._make(Manifest(number, skeleton, files, keys), {path: new[path] for path in changed})
            self._exchange()
        except OSError as error:
            if error.errno != errno.EXDEV:
                where = error.filename or self.site
                raise PublishError(f"{where} cannot be written: {error.strerror}; the site is as it was") from error
            self._in_place()
        self._tidy()
        return done

    def roll_back(self) -> int:
        """Put the version before the published one in its place, at once; returns its number.

        Raises:
            PublishError: when no earlier version is kept, or the folder is not ours to replace.
        """
        self._refuse_foreign()
        self._settle()
        earlier = [tree for tree in self._earlier() if self._number(tree) < self.live().version]
        if not earlier:
            raise PublishError("no earlier version is kept; publish something first")
        number = self._number(earlier[0])
        earlier[0].rename(self._working)
        self._exchange()
        self._tidy()
        return number

    # Making a tree

    def _make(self, wanted: Manifest, new: Mapping[str, New]) -> None:
        """Bring the working tree to what is wanted; its manifest is gone while it is neither one nor the other."""
        old = self._recycled()
        self._forget(self._working)
        if old is None:
            _remove(self._working)
            self._working.mkdir()
            old = NOTHING
        root = os.fspath(self._working)
        gone = old.files.keys() - wanted.files.keys()
        for path in gone:
            Path(root, path).unlink(missing_ok=True)
        _drop_empty_folders(self._working, gone)
        made: set[str] = set()
        for path, known in wanted.files.items():
            if old.files.get(path) == known:
                continue
            target = f"{root}/{path}"
            folder = target.rpartition("/")[0]
            if folder not in made:
                os.makedirs(folder, exist_ok=True)
                made.add(folder)
            # Nobody sees this tree yet. Renaming over a file would make some file systems write it out at once.
            with suppress(FileNotFoundError):
                os.unlink(target)
            (new.get(path) or New.built(self.site / path, known[0])).put(target)
        self._write_manifest(self._working, wanted)

    def _recycled(self) -> Manifest | None:
        """Move the oldest version to the working place when there are more than should be kept."""
        if not self._working.exists():
            earlier = self._earlier()
            if len(earlier) >= self._keep:
                earlier[-1].rename(self._working)
        return self._manifest(self._working)

    def _exchange(self) -> None:
        """Swap the working tree with the site in one step where the system can; else rename twice."""
        if not self.site.exists():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._working.rename(self.site)
        elif not _exchanged(self._working, self.site):
            away = self._working.with_name("away")
            _remove(away)
            self.site.rename(away)
            self._working.rename(self.site)
            away.rename(self._working)

    def _tidy(self) -> None:
        """Keep what was the site among the earlier versions, and no more of them than asked for."""
        self._settle()
        for tree in self._earlier()[self._keep :]:
            self._forget(tree)
            _remove(tree)
        known = {self._manifest_of(tree) for tree in (self.site, *self._earlier())}
        for manifest in self._manifests.iterdir():
            if manifest not in known:
                self._known.pop(manifest, None)
                manifest.unlink(missing_ok=True)

    def _settle(self) -> None:
        """Give a whole tree at the working place, such as a killed run leaves, its place among the versions."""
        manifest = self._manifest(self._working)
        if manifest is not None:
            place = self._kept / str(manifest.version)
            self._forget(place)
            _remove(place)
            self._working.rename(place)

    def _in_place(self) -> None:
        """For a folder on another file system, such as a preview's: each file whole, the folder not at once."""
        wanted = self._manifest(self._working) or NOTHING
        for path in wanted.files:
            target = self.site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = target.with_name(f".{target.name}.aside")
            _copy(self._working / path, aside)
            aside.replace(target)
        for stray in set(_paths(self.site)) - wanted.files.keys():
            (self.site / stray).unlink()
        self._forget(self._working)
        self._write_manifest(self.site, wanted)

    def _refuse_foreign(self) -> None:
        for sign in (".git", "mkdocs.yml", "pyproject.toml"):
            if (self.site / sign).exists():
                raise PublishError(
                    f"{self.site} holds {sign}, so it is not a built site; set site_dir to another folder"
                )
        if self._manifest(self.site) is None and not _may_be_a_site(self.site):
            raise PublishError(
                f"{self.site} holds something else than a built site; empty it, or set site_dir to another folder"
            )

    # Manifests, known by the identity of the folder they describe

    def _earlier(self) -> list[Path]:
        """The kept versions that are whole, newest first."""
        trees = [tree for tree in self._kept.iterdir() if tree.name.isdecimal() and self._is_whole(tree)]
        return sorted(trees, key=self._number, reverse=True)

    def _is_whole(self, tree: Path) -> bool:
        place = self._manifest_of(tree)
        return place is not None and place.exists()

    @staticmethod
    def _number(tree: Path) -> int:
        return int(tree.name)

    def _manifest_of(self, tree: Path) -> Path | None:
        try:
            stat = tree.stat()
        except FileNotFoundError:
            return None
        return self._manifests / f"{stat.st_dev}-{stat.st_ino}.json"

    def _manifest(self, tree: Path) -> Manifest | None:
        """A tree's manifest; a file that is as this object last read or wrote it is not read again."""
        place = self._manifest_of(tree)
        try:
            stat = place.stat() if place is not None else None
        except FileNotFoundError:
            return None
        if place is None or stat is None:
            return None
        seen = (stat.st_ino, stat.st_mtime_ns)
        known = self._known.get(place)
        if known is None or known[0] != seen:
            try:
                raw = json.loads(place.read_bytes())
                files = {path: (digest, version) for path, (digest, version) in raw["files"].items()}
                known = (seen, Manifest(raw["version"], raw["skeleton"], files, raw["keys"]))
            except (FileNotFoundError, ValueError, KeyError, TypeError):
                return None
            self._known[place] = known
        return known[1]

    def _forget(self, tree: Path) -> None:
        place = self._manifest_of(tree)
        if place is not None:
            self._known.pop(place, None)
            place.unlink(missing_ok=True)

    def _write_manifest(self, tree: Path, manifest: Manifest) -> None:
        place = self._manifest_of(tree)
        if place is None:
            raise PublishError(f"{tree} has gone away while it was being made")
        aside = place.with_suffix(".aside")
        aside.write_text(json.dumps(manifest._asdict()), encoding="utf-8")
        aside.replace(place)
        stat = place.stat()
        self._known[place] = ((stat.st_ino, stat.st_mtime_ns), manifest)


def _may_be_a_site(folder: Path) -> bool:
    """Whether nothing is lost if what lies there is replaced: nothing, or a site that somebody built."""
    try:
        names = {name for name in os.listdir(folder) if not name.startswith(".")}
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    return not names or not names.isdisjoint(("index.html", "status.json"))


def _paths(tree: Path) -> Iterator[str]:
    root = os.fspath(tree)
    for folder, _, names in os.walk(root):
        below = os.path.relpath(folder, root)
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def _remove(tree: Path) -> None:
    if tree.exists():
        import shutil  # here, because a refresh mostly has nothing to remove

        shutil.rmtree(tree, ignore_errors=True)


def _copy(source: str | Path, target: str | Path) -> None:
    import shutil  # here, because a refresh links its files

    shutil.copy2(source, target)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        _copy(source, target)


def _write(path: str, body: bytes) -> None:
    with open(path, "wb") as opened:
        opened.write(body)


def _drop_empty_folders(tree: Path, gone: set[str]) -> None:
    left = {folder for path in gone for folder in (tree / path).parents if tree in folder.parents}
    for folder in sorted(left, key=lambda p: -len(p.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names with renameat2(2) or renamex_np(2); False where neither is to be had.

    Raises:
        OSError: with EXDEV when the two lie on different file systems.
    """
    if sys.platform == "win32":
        return False
    import ctypes  # here, because a refresh that changes nothing has no need of it

    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        failed = libc.renamex_np(a, b, 2)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code == errno.EXDEV:
        raise OSError(code, os.strerror(code), os.fspath(other))
    return False
