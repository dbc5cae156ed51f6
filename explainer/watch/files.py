"""What staff write while a watch goes on, seen from outside: bulletins and looks, by size and time of their files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from explainer.pipeline import Feeds
from explainer.staff.translations import WATCHES

Stamp = tuple[tuple[str, int, int], ...]


class Changed(NamedTuple):
    """What is to be read again: feeds of bulletins, and whether looks are."""

    feeds: tuple[str, ...] = ()
    looks: bool = False


class Seen:
    """What the files were like when they were last read.

    A change counts once it stood still from one look to the next, so that no file is read while it is being written.
    """

    def __init__(self, feeds: Feeds) -> None:
        self._places = {
            source.id: feeds.folder / source.file
            for source in feeds.sources
            if source.file is not None and source.is_of_bulletins
        }
        self._looks = feeds.folder / WATCHES
        self._read = self._now()
        self._before = self._read

    def changed(self) -> Changed:
        """What changed since it was last told, and stands still."""
        now, before = self._now(), self._before
        self._before = now
        told = {place for place, stamp in now.items() if stamp == before[place] and stamp != self._read[place]}
        self._read = {place: now[place] if place in told else stamp for place, stamp in self._read.items()}
        return Changed(tuple(feed for feed, place in self._places.items() if place in told), self._looks in told)

    def _now(self) -> dict[Path, Stamp]:
        return {place: tuple(sorted(_stamps(place))) for place in {*self._places.values(), self._looks}}


def _stamps(place: Path) -> Iterator[tuple[str, int, int]]:
    """Name, size in bytes and time in nanoseconds of a file, or of every file in a folder."""
    with suppress(OSError):
        if place.is_file():
            stat = place.stat()
            yield (place.name, stat.st_size, stat.st_mtime_ns)
    for folder, _, names in os.walk(place):
        for path in map(Path(folder).joinpath, names):
            with suppress(OSError):
                stat = path.stat()
                yield (os.fspath(path), stat.st_size, stat.st_mtime_ns)
