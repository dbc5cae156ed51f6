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


def damaged(tree: Path, files: Mapping[str, File]) -> list[str]:
    """Which of these files of a tree are gone, or of another size or time than when they were published."""
    root = os.fspath(tree)
    return [path for path, known in files.items() if _looks(f"{root}/{path}") != (known.size, known.mtime_ns)]


def recounted(tree: Path, files: Mapping[str, File]) -> dict[str, File]:
    """Those of these files of a tree that hold what was published, whatever their time says now."""
    found: dict[str, File] = {}
    for path, known in files.items():
        looks = _looks(os.fspath(tree / path))
        if looks is not None and looks[0] == known.size and holds(tree / path, known.digest):
            found[path] = known._replace(mtime_ns=looks[1])
    return found


def mend(tree: Path, lost: Mapping[str, File], others: Iterable[Path]) -> dict[str, File]:
    """Put the files that are lost in a tree back from other trees, if one holds them; returns those that are back."""
    back: dict[str, File] = {}
    for path, known in lost.items():
        whole = next((other / path for other in others if holds(other / path, known.digest)), None)
        if whole is not None:
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            link(os.fspath(whole), os.fspath(target))
            back[path] = known._replace(mtime_ns=target.stat().st_mtime_ns)
    return back


def holds(path: Path, digest: str) -> bool:
    """Whether a file has these contents."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    return False


def _looks(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None where there is none, or something else than a file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
