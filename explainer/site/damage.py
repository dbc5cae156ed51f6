"""What in a tree is not as it was published: gone, cut short, changed by hand.

By size and time that costs next to nothing for a few hundred files, so a refresh can look at some. By digest it costs
the reading of every file, as a build does.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from explainer.site.manifest import File
from explainer.site.trees import link

EXACT_TO = (100, 1_000, 1_000_000, 10_000_000, 1_000_000_000, 2_000_000_000)
"""To how many nanoseconds file systems keep a time; the site may lie on another one than the tree it is copied from."""


def damaged(tree: Path, files: Mapping[str, File]) -> list[str]:
    """Which of these files of a tree are gone, or of another size or time than when they were published."""
    root = os.fspath(tree)
    return [path for path, known in files.items() if not _looks_like(known, _looks(f"{root}/{path}"))]


def recounted(tree: Path, files: Mapping[str, File]) -> dict[str, File]:
    """These files of a tree, each read: as they are now, or lost where they do not hold what was published."""
    return {path: _recounted(tree / path, known) for path, known in files.items()}


def _recounted(path: Path, known: File) -> File:
    looks = _looks(os.fspath(path))
    if looks is None or looks[0] != known.size or not holds(path, known.digest):
        return known.lost
    return known._replace(mtime_ns=looks[1])


def mended(tree: Path, files: Mapping[str, File], others: Iterable[Path]) -> dict[str, File]:
    """These files of a tree, where they are lost put back from other trees that hold them."""
    return {path: _put_back(tree, path, known, others) if known.is_lost else known for path, known in files.items()}


def _put_back(tree: Path, path: str, known: File, others: Iterable[Path]) -> File:
    target = tree / path
    for other in others:
        if holds(other / path, known.digest):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            link(os.fspath(other / path), os.fspath(target))
            return known._replace(mtime_ns=target.stat().st_mtime_ns)
    return known


def holds(path: Path, digest: str) -> bool:
    """Whether a file has these contents."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    return False


def _looks_like(known: File, looks: tuple[int, int] | None) -> bool:
    if looks is None or looks[0] != known.size:
        return False
    return looks[1] == known.mtime_ns or any(looks[1] == known.mtime_ns // exact * exact for exact in EXACT_TO)


def _looks(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None where there is none, or something else than a file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
