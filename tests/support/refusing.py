"""A disk that refuses: every way of Python to a file below a place fails as the system's would, for root as well."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

FULL, FORBIDDEN, READ_ONLY, FAILING = errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO

CHANGING = ("mkdir", "rename", "replace", "link", "symlink", "unlink", "rmdir", "remove", "utime", "chmod", "truncate")
"""The calls of ``os`` that change what is at a path."""

SEEING = ("stat", "lstat")
"""Those that need no right to the file itself."""

LOOKING = ("scandir", "listdir", *SEEING)
"""Those that only look."""


class Refusal:
    """What is refused, and what was."""

    def __init__(self, place: Path, number: int) -> None:
        self.place = os.fspath(place)
        self.number = number
        self.refused: list[str] = []

    @property
    def only_changes(self) -> bool:
        """Whether what is there can be read, as on a full disk or one that is mounted to be read only."""
        return self.number in (FULL, READ_ONLY)

    def judge(self, name: str, path: Any) -> None:
        """Refuse a call with a path, if that is meant."""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        named = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  # no link is followed
        # Who may not read a file may still see that it is there.
        is_seen = self.number == FORBIDDEN and name in SEEING and named == self.place
        if not is_seen and (named == self.place or named.startswith(f"{self.place}{os.sep}")):
            self.refused.append(f"{name} {named}")
            raise OSError(self.number, os.strerror(self.number), os.fspath(path))

    def of_os(self, name: str) -> Callable[..., Any]:
        """A call of ``os`` that is judged by its first two arguments."""
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            for path in args[:2]:
                self.judge(name, path)
            return real(*args, **kwargs)

        return call

    def opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """``open``, judged by its mode."""

        def call(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if not self.only_changes or set(mode) & set("wax+"):
                self.judge("open", file)
            return real(file, mode, *args, **kwargs)

        return call

    def os_opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """``os.open``, judged by its flags."""

        def call(path: Any, flags: int, *args: Any, **kwargs: Any) -> Any:
            if not self.only_changes or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.judge("os.open", path)
            return real(path, flags, *args, **kwargs)

        return call


@contextmanager
def refusing(place: Path, number: int) -> Iterator[list[str]]:
    """Fail with an errno whatever touches ``place`` or anything below it; yields what was refused."""
    refusal = Refusal(place, number)
    names = CHANGING if refusal.only_changes else (*CHANGING, *LOOKING)
    with ExitStack() as patched:
        for name in names:
            patched.enter_context(patch.object(os, name, refusal.of_os(name)))
        patched.enter_context(patch.object(os, "open", refusal.os_opened(os.open)))
        patched.enter_context(patch.object(io, "open", refusal.opened(io.open)))
        patched.enter_context(patch.object(builtins, "open", refusal.opened(builtins.open)))
        yield refusal.refused
