"""A record read in brief: of every disruption the latest version, and what the earlier ones told of its life.

A refresh needs no more. Long histories are passed over without being made into values.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from explainer.model.history import Brief, FeedRecord, Held, Looks, RecordInBrief, Silences
from explainer.model.settled import SettledFeed
from explainer.record.brief import brief_of, short_of
from explainer.record.decoding import FAULTS, AllTimes, TimesFile, body_of, refuse_another, whole
from explainer.record.files import Holds, RecordFile, gathered
from explainer.record.months import as_they_are


class Reader:
    """Reads a record in brief, again and again: each time only the files that changed since."""

    def __init__(self) -> None:
        self._known: dict[str, _Seen] = {}

    def read(self, folder: Path) -> RecordInBrief:
        """The record in ``folder``, of every disruption what a picture needs.

        Of an earlier version it reads no more than when it was accepted, when its publisher spoke, and what was
        promised and foreseen.

        Raises:
            RecordError: as :func:`read`.
        """
        before, self._known = self._known, {}

        def look(file: RecordFile) -> Any:
            # Taken before the file is read: should it change in between, the next reading will see that.
            stat = _stat(file.path)
            seen = before.get(file.path)
            if seen is None or stat is None or seen.stat != stat:
                seen = _Seen(stat, _in_brief(file))
            self._known[file.path] = seen
            return seen.value

        found = gathered(folder, look)
        return RecordInBrief(**{**found, "settled": as_they_are(folder, found["settled"])})


class _Seen(NamedTuple):
    """What a file held when it was of this inode, size and time."""

    stat: tuple[int, int, int] | None
    value: Brief | FeedRecord | Looks | SettledFeed | Silences | TimesFile | AllTimes | None


def _stat(path: str) -> tuple[int, int, int] | None:
    try:
        stat = os.stat(path)
    except OSError:
        return None  # whoever reads it will say why
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _in_brief(file: RecordFile) -> Brief | FeedRecord | Looks | SettledFeed | Silences | TimesFile | AllTimes | None:
    body = body_of(file)
    if body is None:
        return None
    if file.holds is Holds.DISRUPTION:
        with suppress(*FAULTS):
            short = short_of(body)
            if short is not None:
                refuse_another(file, short)
                return short
    held = whole(file, body)  # which says where in the file a fault is, or reads what an earlier version wrote
    return brief_of(held) if isinstance(held, Held) else held
