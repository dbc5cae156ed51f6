"""The files that staff write, read and written so that nothing is ever lost: whole, or as they were.

A file is written aside and renamed into its place, with the mode that it had; of a link, what it leads to is written.
It is not written over words that came in the meantime: whoever changes it says which bytes were read. All who write
here wait for one another at the folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import decoded
from explainer.disk import folder_held, sync_folder, written_aside
from explainer.errors import ExplainerError, Finding, StaffError


class Held(NamedTuple):
    """A file as it was read: its path, its name for staff, and every byte of it."""

    path: Path
    name: str
    body: bytes

    @property
    def text(self) -> str:
        """What is in it, its line ends and byte order mark included."""
        return self.body.decode("utf-8")


def read(path: Path, name: str) -> Held:
    """Read a file to change it.

    Raises:
        StaffError: when it is not there, or not UTF-8.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise StaffError([Finding(name, 1, 1, "", f"cannot be read ({_why(error)})")]) from error
    decoded(body, name)
    return Held(path, name, body)


def write_over(held: Held, text: str) -> None:
    """Put ``text`` in the place of what was read.

    Raises:
        StaffError: when the file has changed since, or may not be changed.
        ExplainerError: when it cannot be written; it is then as it was.
    """
    target = held.path.resolve()

    def place(aside: Path) -> None:
        now = target.read_bytes() if target.is_file() else None
        if now != held.body:
            problem = "was changed by somebody else while you wrote; nothing was written"
            raise StaffError([Finding(held.name, 1, 1, "", problem, "look at it, then do it again")])
        _owned_as_before(target, aside)
        aside.replace(target)

    _refuse_read_only(target, held.name)
    _write(target, text, held.name, place)


def write_new(path: Path, text: str, name: str) -> None:
    """Write a file that is not there yet.

    Raises:
        StaffError: when there is one of that name.
        ExplainerError: when it cannot be written.
    """

    def place(aside: Path) -> None:
        if path.exists() or path.is_symlink():
            raise StaffError([Finding(name, 1, 1, "", "is there already; nothing was written", "choose another name")])
        aside.replace(path)

    _write(path, text, name, place)


def _write(target: Path, text: str, name: str, place: Callable[[Path], None]) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with folder_held(target.parent), written_aside(target, text.encode("utf-8")) as aside:
            place(aside)
            sync_folder(target.parent)
    except OSError as error:
        raise ExplainerError(f"{name} cannot be written ({_why(error)}); nothing was changed") from error


def _refuse_read_only(target: Path, name: str) -> None:
    if target.is_file() and not target.stat().st_mode & 0o222:
        problem = "is read-only; nothing was written"
        raise StaffError([Finding(name, 1, 1, "", problem, "ask whoever made it so, or let yourself write it")])


def _owned_as_before(target: Path, aside: Path) -> None:
    """Give the new file the owner of the old one, where that is allowed."""
    if hasattr(os, "chown"):
        was = target.stat()
        with suppress(PermissionError):
            os.chown(aside, was.st_uid, was.st_gid)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
