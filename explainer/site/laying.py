"""Publishing in a folder that cannot be moved: file by file, each whole, in an order that readers can bear.

All that is new is first written beside what it replaces, so that a full disk is noticed before anything changes. Then
one rename after the other puts it in its place: what pages ask for, the pages, what machines read; what is gone goes
last. So no page asks for what is not there yet, and ``status.json`` never says what no page does.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from explainer.site.foreign import ASIDE
from explainer.site.modes import Modes

_MACHINES = (".json", ".xml", ".xml.gz", ".txt")


def in_order(paths: Iterable[str]) -> list[str]:
    """Files in the order in which they are put: what pages need, deep pages, the home page, what machines read."""
    return sorted(paths, key=lambda path: (_rank(path), -path.count("/"), path))


def _rank(path: str) -> int:
    if path.endswith(".html"):
        return 1
    return 2 if path.endswith(_MACHINES) and "search/" not in path and "assets/" not in path else 0


def write_beside(tree: Path, site: Path, new: Collection[str], modes: Modes) -> None:
    """Write the ``new`` files of a tree beside those of a site that they are to replace; readers see nothing of it.

    Raises:
        OSError: when the disk is full or may not be written in; the site is as it was then.
    """
    written: list[Path] = []
    try:
        for path in new:
            aside = _beside(site / path)
            if not _is_blocked(site, path):
                modes.make_folders(site, aside.parent)
                written.append(aside)
                _write(tree / path, aside, modes)
    except OSError:
        _clear(site, written)
        raise


def clear(site: Path, paths: Iterable[str]) -> None:
    """Remove what was written beside files of a site, and is not to take their place after all."""
    _clear(site, [_beside(site / path) for path in paths])


def _clear(site: Path, written: Iterable[Path]) -> None:
    for aside in written:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
            _drop_empty(site, aside)


def put_in_place(tree: Path, site: Path, new: Collection[str], gone: Collection[str], modes: Modes) -> None:
    """Rename what was written beside into its place, and take out the files that are ``gone``.

    Raises:
        OSError: when the disk fails. Some of the site is new then, and what was not done can be done once more.
    """
    # Where a page was a folder before, or the other way round, what was there has to go first.
    first = {path for path in gone if path in _above(new) or not _above([path]).isdisjoint(new)}
    _take_out(site, first)
    for path in in_order(new):
        target = site / path
        aside = _beside(target)
        if not aside.exists():
            modes.make_folders(site, target.parent)
            _write(tree / path, aside, modes)
        aside.replace(target)
    _take_out(site, set(gone) - first)


def _write(source: Path, aside: Path, modes: Modes) -> None:
    import shutil  # here, because it takes a while, and most sites are put in their place in one step

    shutil.copyfile(source, aside)
    was = source.stat()
    os.utime(aside, ns=(was.st_atime_ns, was.st_mtime_ns))
    modes.give_file(aside)


def _is_blocked(site: Path, path: str) -> bool:
    """Whether a file lies where a folder is to be."""
    return any((site / folder).is_file() for folder in _above([path]))


def _beside(target: Path) -> Path:
    return target.with_name(f"{ASIDE}{hashlib.sha256(target.name.encode()).hexdigest()[:16]}")


def _above(paths: Iterable[str]) -> set[str]:
    """Every folder in which some of the paths lie."""
    return {path[:at] for path in paths for at, sign in enumerate(path) if sign == "/"}


def _take_out(site: Path, gone: Iterable[str]) -> None:
    """Machines first, then pages, then what these asked for."""
    for path in reversed(in_order(gone)):
        with suppress(FileNotFoundError, NotADirectoryError):
            (site / path).unlink()
        _drop_empty(site, site / path)


def _drop_empty(site: Path, path: Path) -> None:
    for folder in path.parents:
        if folder == site:
            return
        try:
            folder.rmdir()
        except OSError:
            return
