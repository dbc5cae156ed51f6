"""The record as it was last read, so that the next reading validates only the files that changed since.

Of every disruption it holds what a picture is made of and no more, so it does not grow with their histories.
The memory of a process that ends can be kept in the workspace, sealed, for the next one; to unseal it takes no
Pydantic.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from explainer.model.derived import HeldTraits, Record
from explainer.record import sealed
from explainer.record.files import RecordFile, gathered
from explainer.record.sealed import SealError

Stat = tuple[int, int, int]
"""What tells one state of a file from the next: inode, size in bytes and time in nanoseconds."""


class Known(NamedTuple):
    """What a file held when it was in this state."""

    stat: Stat
    value: Any


class Memory:
    """The memory of one record; ``file`` is where it is kept."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, Known] | None = None
        self._known: dict[str, Known] = {}

    def read(self, folder: Path) -> Record:
        """The record in ``folder`` as :func:`store.read` reads it, with every disruption :meth:`~Held.in_short`.

        Raises:
            RecordError: as :func:`store.read`.
        """
        if self._kept is None:
            self._kept = self._known = self._recalled()
        known: dict[str, Known] = {}

        def look(file: RecordFile) -> Any:
            looked = self._look(file)
            if looked is None:
                return None
            known[file.path] = looked
            return looked.value

        found = gathered(folder, look)
        self._known = known
        return found

    def keep(self) -> None:
        """Keep what was last read for the next process, unless it is kept already."""
        if self._known == self._kept:
            return
        aside = self._file.with_suffix(".aside")
        with suppress(OSError):  # the next process only has to read more
            aside.write_bytes(sealed.seal(self._known))
            aside.replace(self._file)
            self._kept = self._known

    def _look(self, file: RecordFile) -> Known | None:
        # Taken before the file is read: should it change in between, the next reading will see that.
        stat = _stat(file.path)
        known = self._known.get(file.path)
        if known is not None and stat is not None and known.stat == stat:
            return known
        from explainer.record import store  # here, because it validates, and mostly there is nothing to validate

        value = store.read_file(file)
        if isinstance(value, HeldTraits):
            value = value.in_short()
            value.latest.digest  # noqa: B018 - worked out once, to be remembered with the rest
        return None if value is None or stat is None else Known(stat, value)

    def _recalled(self) -> dict[str, Known]:
        try:
            kept: dict[str, Known] = sealed.unseal(self._file.read_bytes(), Known)
        except (OSError, SealError):
            return {}
        return kept


def _stat(path: str) -> Stat | None:
    try:
        stat = os.stat(path)
    except OSError:
        return None  # whoever reads it will say why
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
