"""A new site laid into its folder: all of it or nothing, and never over what is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from explainer.errors import ExplainerError

MOST_NAMED = 5
LAST = "mkdocs.yml"
"""What makes a folder a site: laid down when all the rest is there."""


class OccupiedError(ExplainerError):
    """The folder holds what a new site would write over."""


def refuse_what_is_no_folder(folder: Path) -> None:
    """Refuse a place where no folder can be, before anybody is asked anything.

    Raises:
        OccupiedError: when a file is there, or a site.
    """
    if folder.exists() and not folder.is_dir():
        raise OccupiedError(f"{folder} is a file; name a folder that is empty or not there yet")
    if (folder / LAST).exists():
        raise OccupiedError(f"{folder} holds a site already ({LAST}); name another folder")


def lay_out(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files, given by their paths in the folder, into it.

    They are written beside it first, so that a full disk or a kill leaves nothing half done in it.

    Raises:
        OccupiedError: when one of them is there already; nothing is written then.
        ExplainerError: when they cannot be written.
    """
    _refuse_to_write_over(folder, files)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as aside:
            whole = Path(aside) / "site"
            for path, text in files.items():
                _write(whole / path, text)
            _put(whole, folder, files)
    except OSError as error:
        where = error.filename or folder
        raise ExplainerError(f"{where} cannot be written: {(error.strerror or 'unknown fault').lower()}") from error


def _refuse_to_write_over(folder: Path, files: Mapping[str, str]) -> None:
    there = sorted(path for path in files if _is_taken(folder, path))
    if there:
        more = len(there) - MOST_NAMED
        named = ", ".join(there[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise OccupiedError(
            f"{folder} is not empty, and a new site would write over: {named}; move that away, or name another folder"
        )


def _is_taken(folder: Path, path: str) -> bool:
    """Whether something stands where a file would, or where one of its folders would."""
    place = folder / path
    above = [one for one in place.parents if one != folder and folder in one.parents]
    return os.path.lexists(place) or any(one.exists() and not one.is_dir() for one in above)


def _write(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def is_here(folder: Path) -> bool:
    """Whether it is the folder we were called in: one that is put in its place leaves the caller’s shell in none."""
    return folder.exists() and folder.samefile(Path.cwd())


def _put(whole: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Put what was written in its place: as one where nothing is, else file by file, all taken back if one fails."""
    if not is_here(folder):
        with suppress(OSError):
            folder.rmdir()  # an empty one is as good as none; any other stays
    if not folder.exists():
        whole.rename(folder)
        return
    begun: list[Path] = []
    made: list[Path] = []
    try:
        for path in sorted(files, key=lambda path: path == LAST):
            target = folder / path
            made += [one for one in reversed(target.parents) if not one.exists()]
            begun.append(target)
            _write(target, files[path])
    except OSError as error:
        for target in begun[:-1] if isinstance(error, FileExistsError) else begun:
            target.unlink(missing_ok=True)
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir()
        raise
