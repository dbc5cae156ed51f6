"""What is done with files in a tree that nobody sees yet: put in, shared, taken out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from explainer.errors import TornError
from explainer.site.manifest import File
from explainer.site.modes import READABLE, Modes


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
        """A file of the skeleton, shared with it; the skeleton is only ever replaced, never written in.

        Putting it raises :class:`TornError` when it is not as it was built.
        """
        return cls(digest, lambda path: _share(source, digest, path))


class Aside:
    """Keeps what is made and not published yet in a folder, so that a site of any size is made in little memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def new(self, body: bytes) -> New:
        """Woven bytes, put aside; whoever puts them at a path moves them there."""
        if not self._count:
            self.clear()
            self._folder.mkdir(parents=True)
        self._count += 1
        kept = self._folder / str(self._count)
        kept.write_bytes(body)
        return New(hashlib.sha256(body).hexdigest(), lambda path: _move(kept, path))

    def clear(self) -> None:
        """Drop what is left, be it of this run or of one that was stopped."""
        remove(self._folder)


def put_in(tree: Path, files: Mapping[str, New], version: int, modes: Modes = READABLE) -> dict[str, File]:
    """Put files into a tree, in the place of those that are there; returns what they are known by from now on."""
    root, made = os.fspath(tree), set[str]()
    found: dict[str, File] = {}
    for path, new in files.items():
        target = f"{root}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in made:
            modes.make_folders(tree, Path(folder))
            made.add(folder)
        # Nobody sees this tree yet. Renaming over a file would make some file systems write it out at once.
        with suppress(FileNotFoundError):
            os.unlink(target)
        new.put(target)
        modes.give_file(Path(target))
        stat = os.stat(target)
        found[path] = File(new.digest, version, stat.st_size, stat.st_mtime_ns)
    return found


def take_out(tree: Path, gone: Collection[str]) -> None:
    """Take files out of a tree, and the folders in which nothing is left."""
    for path in gone:
        (tree / path).unlink(missing_ok=True)
    left = {folder for path in gone for folder in (tree / path).parents if tree in folder.parents}
    for folder in sorted(left, key=lambda p: -len(p.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def paths(tree: Path) -> Iterator[str]:
    """Every file in a tree, by its path in it."""
    root = os.fspath(tree)
    for folder, _, names in os.walk(root):
        below = os.path.relpath(folder, root)
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def remove(tree: Path) -> None:
    """Remove a tree, if it is there."""
    if tree.exists():
        import shutil  # here, because a refresh mostly has nothing to remove

        shutil.rmtree(tree, ignore_errors=True)


def copy(source: str | Path, target: str | Path) -> None:
    """Copy a file with its time."""
    import shutil  # here, because a refresh links its files

    shutil.copy2(source, target)


def link(source: str, target: str) -> None:
    """Share a file, or copy it where it cannot be shared."""
    try:
        os.link(source, target)
    except OSError:
        copy(source, target)


def _share(source: Path, digest: str, target: str) -> None:
    try:
        body = source.read_bytes()
    except OSError as error:
        raise TornError(f"the skeleton lacks {source}") from error
    if hashlib.sha256(body).hexdigest() != digest:
        raise TornError(f"{source} is not as it was built")
    link(os.path.realpath(source), target)  # a generator may have left a link


def _move(source: Path, target: str) -> None:
    try:
        source.replace(target)
    except OSError:
        copy(source, target)


def _write(path: str, body: bytes) -> None:
    with open(path, "wb") as opened:
        opened.write(body)
