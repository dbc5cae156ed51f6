"""Where everything of one site lies. Nothing here reads YAML, so a refresh can afford it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORKSPACE = ".explainer"
"""The folder beside ``mkdocs.yml`` for what can be made again: the skeleton and the spare tree."""

LOCKS = ("uv.lock", "requirements.txt", "poetry.lock")
"""Files that, where they are kept, say which theme and generator a skeleton was built with."""

_CODE = os.fspath(Path(__file__).parent)


@dataclass(frozen=True)
class Places:
    """The folders of one site, named from ``root``; ``theme`` is the operator's own overrides, if any."""

    config_file: str = "mkdocs.yml"
    content: str = "content"
    feeds: str = "ops_feeds"
    site: str = "site"
    theme: str = ""

    def recorded(self, root: Path) -> Path:
        """Where the record is kept."""
        return root / self.feeds / "recorded"

    def inputs(self, root: Path) -> dict[str, Path]:
        """Every file a skeleton depends on, by a name that holds on any machine.

        Content, configuration, declarations, theme and our own code, wherever it is installed.
        """
        return {name: Path(entry.path) for name, entry in self._entries(root)}

    def stats(self, root: Path) -> dict[str, tuple[int, int]]:
        """The size in bytes and the time in nanoseconds of each of them, without opening any."""
        found = {}
        for name, entry in self._entries(root):
            stat = entry.stat()
            found[name] = (stat.st_size, stat.st_mtime_ns)
        return found

    def _entries(self, root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
        own = {self.config_file, *LOCKS}
        yield from ((entry.name, entry) for entry in _scan(os.fspath(root)) if entry.name in own and entry.is_file())
        for folder in filter(None, (self.content, self.theme)):
            yield from _below(os.fspath(root / folder), f"{folder}/")
        for entry in _scan(os.fspath(root / self.feeds)):
            if entry.name.endswith(".yml") and entry.is_file():
                yield f"{self.feeds}/{entry.name}", entry
        for name, entry in _below(_CODE, "explainer’s own "):
            if name.endswith((".py", ".html", ".css", ".js")):
                yield name, entry


def workspace(root: Path) -> Path:
    """Where what can be made again is kept."""
    return root / WORKSPACE


def memory_file(root: Path) -> Path:
    """Where what was read of the record is kept."""
    return workspace(root) / "record"


def skeleton_folder(root: Path) -> Path:
    """Where the skeleton lies."""
    return workspace(root) / "skeleton"


def scratch(root: Path) -> Path:
    """Where a skeleton is built, until it is whole."""
    return workspace(root) / "building"


def _below(folder: str, prefix: str) -> list[tuple[str, os.DirEntry[str]]]:
    found: list[tuple[str, os.DirEntry[str]]] = []
    for entry in _scan(folder):
        name = entry.name
        if name.startswith(".") or name == "__pycache__":
            continue
        if entry.is_dir():
            found += _below(entry.path, f"{prefix}{name}/")
        else:
            found.append((prefix + name, entry))
    return found


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
