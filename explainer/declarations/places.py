"""Where everything of one site lies. Nothing here reads YAML, so a refresh can afford it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from explainer import disk

WORKSPACE = ".explainer"
"""The folder beside ``mkdocs.yml`` for what can be made again: the skeleton and the spare tree."""

BUILDING = "building-"
"""How the names of the folders begin in which skeletons are built."""

RUN_FILE = "drill.yml"
"""Lies beside ``mkdocs.yml`` where the whole site is a run of a drill, and says which."""

LOCKS = ("uv.lock", "requirements.txt", "poetry.lock")
"""Files that, where they are kept, say which theme and generator a skeleton was built with."""

A_FOLDER_OF_ITS_OWN = "write a folder that is for the site alone, such as public"
"""What to write instead of a ``site_dir`` where no site can be published."""

A_FOLDER_FOR_STAFF = "write a folder that is for the briefs alone and that no server shows to everybody, such as brief"
"""What to write instead of a ``brief_dir`` where no briefs can lie."""

DATA = frozenset(f"{name}.yml" for name in ("system", "rights", "season", "words", "events", "permissions", "routes"))
"""Staff's data files in ``content/``, which are not published."""

SIGNS = (".git", ".hg", ".svn", "mkdocs.yml", "pyproject.toml")
"""What lies in a folder that somebody works in, and in no built site."""

FOR_HOSTS = (".well-known", ".nojekyll", ".htaccess", ".domains")
"""What hosts want in a site, and is published from the folder of pages though its name begins with a dot."""

_READ = frozenset(FOR_HOSTS) | frozenset({".nav.yml", ".nav.yaml", ".pages", ".meta.yml", ".authors.yml", ".icons"})
"""What the theme or a plugin reads although its name begins with a dot."""

_CODE = os.fspath(Path(__file__).parents[1])


@dataclass(frozen=True)
class Places:
    """The folders of one site, named from ``root``.

    ``theme`` is the operator's own overrides, if any, and ``also`` the files and folders beside all of them that the
    generator reads.
    """

    config_file: str = "mkdocs.yml"
    content: str = "content"
    feeds: str = "ops_feeds"
    site: str = "site"
    theme: str = ""
    also: tuple[str, ...] = ()

    def overrides(self, root: Path) -> Path | None:
        """Where the operator's own templates and styles lie, if there are any."""
        return root / self.theme if self.theme else None

    def recorded(self, root: Path) -> Path:
        """Where the record is kept."""
        return root / self.feeds / "recorded"

    def why_not_at(self, root: Path, site: Path) -> str:
        """Why the site cannot be published at ``site``, in words; empty when it can.

        Publishing puts another folder in the place of ``site``. So that must not be what somebody wrote or what we
        keep, nor hold it, nor lie in it, by whatever name or link it is reached.
        """
        target, here = _names(site), _names(root)
        if here.lies_in(target):  # the other way round is as it should be
            return f"{'is' if here.is_(target) else 'holds'} the folder of {self.config_file}"
        for folder, what in self._kept_apart(root):
            kept = _names(folder)
            if kept.lies_in(target):
                return f"{'is' if kept.is_(target) else 'holds'} {what}"
            if target.lies_in(kept):
                return f"lies in {what}"
        home = _home()
        if home is not None and _names(home).lies_in(target):
            return f"{'is' if _names(home).is_(target) else 'holds'} your home folder"
        if any(folder.name.casefold() == SIGNS[0] for folder in (site, site.resolve(), *site.resolve().parents)):
            return f"lies in {SIGNS[0]}, where Git keeps what was committed"
        sign = next((sign for sign in SIGNS if os.path.lexists(site / sign)), None)
        return f"holds {sign}, so it is not a built site" if sign else ""

    def why_no_brief_at(self, root: Path, brief: Path) -> str:
        """Why the briefs for staff cannot lie at ``brief``, in words; empty when they can.

        What is published with the site must not hold them, nor may they be what somebody wrote.
        """
        target, site = _names(brief), _names(root / self.site)
        if target.lies_in(site) or site.lies_in(target):
            return "is, holds or lies in site_dir, which everybody reads"
        return self.why_not_at(root, brief)

    def _kept_apart(self, root: Path) -> Iterator[tuple[Path, str]]:
        yield root / self.content, "docs_dir, where your pages are"
        yield self.recorded(root), "the record, which cannot be fetched again"
        yield root / self.feeds, "feeds_dir, where your declarations and bulletins are"
        yield workspace(root), f"{WORKSPACE}, where Explainer keeps what it made"
        yield Path(_CODE), "Explainer’s own code"
        if self.theme:
            yield root / self.theme, "custom_dir of your theme"

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
        own = {self.config_file, RUN_FILE, *LOCKS}
        yield from ((entry.name, entry) for entry in _scan(os.fspath(root)) if entry.name in own and entry.is_file())
        for folder in filter(None, (self.content, self.theme)):
            yield from _below(os.fspath(root / folder), f"{folder}/")
        for name in self.also:
            place = root / name
            if place.is_dir():
                yield from _below(os.fspath(place), f"{name}/")
            else:
                yield from ((name, entry) for entry in _scan(os.fspath(place.parent)) if entry.name == place.name)
        for entry in _scan(os.fspath(root / self.feeds)):
            if entry.name.endswith(".yml") and entry.is_file():
                yield f"{self.feeds}/{entry.name}", entry
        for name, entry in _below(_CODE, "explainer’s own "):
            if name.endswith((".py", ".html", ".css", ".js")):
                yield name, entry


def workspace(root: Path, aside: str = "") -> Path:
    """Where what can be made again is kept; ``aside`` is a folder in it, for what is never published."""
    return root / WORKSPACE / aside


def skeleton_folder(root: Path, aside: str = "") -> Path:
    """Where the skeleton lies."""
    return workspace(root, aside) / "skeleton"


def scratch(root: Path, aside: str = "") -> Path:
    """Where this process builds a skeleton, until it is whole: in a folder that no other one writes into."""
    return workspace(root, aside) / f"{BUILDING}{os.getpid()}@{disk.machine()}"


def _home() -> Path | None:
    """The folder of whoever runs this, if the system knows of one."""
    told = os.path.expanduser("~")  # noqa: PTH111  # Path.home raises where there is none
    return Path(told) if os.path.isabs(told) else None  # noqa: PTH117  # a text


class _Names(NamedTuple):
    """By what a folder may be known, and every folder that it lies in."""

    own: frozenset[object]
    above: frozenset[object]

    def is_(self, other: _Names) -> bool:
        return not self.own.isdisjoint(other.own)

    def lies_in(self, other: _Names) -> bool:
        """Whether it is the other or lies below it."""
        return self.is_(other) or not self.above.isdisjoint(other.own)


def _names(path: Path) -> _Names:
    """Of a folder as it is written, as links lead to it, and as they do once ``..`` has been taken at its word."""
    written = os.path.abspath(path)  # noqa: PTH100  # Path.resolve would follow links
    ways = {Path(way) for way in (written, os.path.realpath(written), os.path.realpath(path))}
    return _Names(
        own=frozenset(name for way in ways for name in _known_by(way)),
        above=frozenset(name for way in ways for folder in way.parents for name in _known_by(folder)),
    )


def _known_by(path: Path) -> Iterator[object]:
    """What every name of one folder has in common: its place on the disk, or the name where capitals do not count."""
    yield unicodedata.normalize("NFC", os.fspath(path)).casefold()
    try:
        there = path.stat()
    except OSError:
        return
    yield there.st_dev, there.st_ino


def _below(folder: str, prefix: str) -> list[tuple[str, os.DirEntry[str]]]:
    found: list[tuple[str, os.DirEntry[str]]] = []
    for entry in _scan(folder):
        name = entry.name
        if (name.startswith(".") and name not in _READ) or name == "__pycache__":
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
