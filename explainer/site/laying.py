"""Publishing in a folder that cannot be moved: file by file, each whole, in the order that readers can bear.

What pages ask for comes first, then the pages, then what machines read, and what is gone goes last. So a page never
asks for what is not there yet, and ``status.json`` never says what no page does. A note in the workspace says which
version is being laid: a run that finds one lays that version again before anything else.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from explainer.site.foreign import ASIDE
from explainer.site.modes import Modes, give

_MACHINES = (".json", ".xml", ".xml.gz", ".txt")


def in_order(paths: Iterable[str]) -> list[str]:
    """Files in the order in which they are put: what pages need, deep pages, the home page, what machines read."""
    return sorted(paths, key=lambda path: (_rank(path), -path.count("/"), path))


def _rank(path: str) -> int:
    if path.endswith(".html"):
        return 1
    return 2 if path.endswith(_MACHINES) and "search/" not in path and "assets/" not in path else 0


def lay(tree: Path, site: Path, new: Iterable[str], gone: Iterable[str], modes: Modes) -> None:
    """Put the ``new`` files of a tree into the folder of a site, and take out those that are ``gone``.

    Raises:
        OSError: when the disk does not take one; those before it are new then, and the others as they were.
    """
    new, gone = set(new), set(gone)
    # Where a page was a folder before, or the other way round, what was there has to go first.
    first = {path for path in gone if path in _above(new) or not new.isdisjoint(_above([path]))}
    _take_out(site, first)
    for path in in_order(new):
        target = site / path
        modes.make_folders(site, target.parent)
        aside = target.with_name(ASIDE)
        shutil.copy2(tree / path, aside)
        give(aside, modes.file)
        aside.replace(target)
    _take_out(site, gone - first)


def _above(paths: Iterable[str]) -> set[str]:
    """Every folder in which some of the paths lie."""
    return {path[:at] for path in paths for at, sign in enumerate(path) if sign == "/"}


def _take_out(site: Path, gone: Iterable[str]) -> None:
    """Machines first, then pages, then what these asked for."""
    for path in reversed(in_order(gone)):
        with suppress(FileNotFoundError, NotADirectoryError):
            (site / path).unlink()
        _drop_empty(site, path)


def differing(tree: Path, site: Path, paths: Iterable[str]) -> list[str]:
    """Which files of a tree are not in the folder of a site as they are in the tree, by size and time."""
    return [path for path in paths if _looks(tree / path) != _looks(site / path)]


def _looks(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns // 1_000_000_000  # disks differ in how exact their times are


def _drop_empty(site: Path, path: str) -> None:
    for folder in (site / path).parents:
        if folder == site:
            return
        try:
            folder.rmdir()
        except OSError:
            return
