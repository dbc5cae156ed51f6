"""What lies in the folder of the site and is not ours: it is named and kept, never deleted.

Publishing puts another tree in the place of the folder. So what others put there is shared with that tree before, by
hard links, so that there is no moment at which it is away; after that the tree before is without it, so that nothing
in a kept version changes when its owner changes it. A path that ends in / is a folder with all that is in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

HOSTS = (
    *("CNAME", ".domains", ".nojekyll", "_headers", "_redirects", "web.config", ".htaccess", ".htpasswd", ".user.ini"),
    *(".well-known/", "security.txt", "robots.txt", "humans.txt", "ads.txt", "app-ads.txt", "favicon.ico"),
    *("google*.html", "BingSiteAuth.xml", "yandex_*.html", "pinterest-*.html"),
    *("lost+found/", ".snapshot/", ".snapshots/", ".Trash-*/", ".DS_Store", "System Volume Information/"),
)
"""What hosts, search engines and disks want in such a folder, or put into it: it stays without being named."""

ASIDE = ".explainer-aside."
"""How the name of a file begins that is about to take the place of another; a killed run may leave one."""

_NOWHERE = ".explainer-nowhere"

_STAMPED = "disruptions/"
"""A folder with as many names as there ever were disruptions."""


class CannotCarryError(Exception):
    """What others put there cannot be moved into another tree by us; it can only be left where it is."""


def is_kept(path: str, patterns: Iterable[str]) -> bool:
    """Whether the patterns, or hosts, want a path to stay.

    In a pattern ``*`` is any part of one name, ``**`` any path, and a name with / at its end a folder with all in it.
    """
    return any(_meant(pattern).fullmatch(path) for pattern in (*HOSTS, *patterns))


@cache
def _meant(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*|\?)", pattern.removesuffix("/"))
    signs = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(signs.get(part, re.escape(part)) for part in parts)
    return re.compile(body + ("/.*" if pattern.endswith("/") else "(/.*)?"), re.DOTALL)


def foreign(site: Path, tree: Path, gone: Collection[str], *, deep: bool) -> list[str]:
    """What lies in ``site`` and is not ours: neither in our ``tree`` nor among the files of ours that are ``gone``.

    In folders of folders, of which there are many, it is only looked for if it is to be ``deep``.
    """
    folders = {path[: at + 1] for path in gone for at, sign in enumerate(path) if sign == "/"}
    return sorted(_foreign(site, tree, "", _Leaving(frozenset(gone), folders), deep))


def strangers(tree: Path, files: Collection[str]) -> list[str]:
    """What lies in a tree that is none of the ``files`` of ours that it is to hold."""
    folders = {path[: at + 1] for path in files for at, sign in enumerate(path) if sign == "/"}
    return sorted(_foreign(tree, tree / _NOWHERE, "", _Leaving(files, folders), deep=True))


class _Leaving(NamedTuple):
    """Files of ours that are in the site and not in the tree, and the folders in which they lie, each with a /."""

    files: Collection[str]
    folders: set[str]


def _foreign(site: Path, tree: Path, folder: str, leaving: _Leaving, deep: bool) -> Iterator[str]:
    ours = {name.rstrip("/") for name in _names(tree / folder)}
    for name in _names(site / folder):
        path, is_folder = f"{folder}{name}", name.endswith("/")
        if name.rstrip("/") in ours or path in leaving.folders:
            if is_folder and (deep or (folder == "" and name != _STAMPED)):
                yield from _foreign(site, tree, path, leaving, deep)
        elif path not in leaving.files and not name.startswith(ASIDE):
            yield path


def _names(folder: Path) -> list[str]:
    """What lies in a folder, each folder with a / at its end."""
    try:
        with os.scandir(folder) as entries:
            return [f"{one.name}/" if one.is_dir(follow_symlinks=False) else one.name for one in entries]
    except (FileNotFoundError, NotADirectoryError):
        return []


def unnamed(site: Path, found: Iterable[str], patterns: Collection[str]) -> list[str]:
    """What of it nobody said that it should stay. A folder of which nothing should is named as one."""
    return sorted(path for one in found for path in _unnamed(site, one, patterns))


def _unnamed(site: Path, path: str, patterns: Collection[str]) -> list[str]:
    if is_kept(path, patterns):
        return []
    if not path.endswith("/"):
        return [path]
    try:
        below = {f"{path}{name}": _unnamed(site, f"{path}{name}", patterns) for name in _names(site / path)}
    except OSError:  # nobody may look into it, so it holds something
        return [path]
    if below and all(told == [name] for name, told in below.items()):
        return [path]
    return list(chain.from_iterable(below.values()))


def named(site: Path, found: Iterable[str], patterns: Collection[str]) -> list[str]:
    """What of it somebody said that it should stay, or hosts want."""
    unwanted = set(unnamed(site, found, patterns))
    return sorted(path for one in found for path in _named(site, one, unwanted))


def _named(site: Path, path: str, unwanted: set[str]) -> Iterator[str]:
    if path in unwanted:
        return
    if any(one.startswith(path) for one in unwanted):
        for name in _names(site / path):
            yield from _named(site, f"{path}{name}", unwanted)
    else:
        yield path


def files_of(site: Path, found: Iterable[str]) -> list[str]:
    """Every file of what was found."""
    return [file for path in found for file in _files_of(site, path)]


def _files_of(site: Path, path: str) -> Iterator[str]:
    if not path.endswith("/"):
        yield path
        return
    for name in _names(site / path):
        yield from _files_of(site, f"{path}{name}")


def carry(site: Path, tree: Path, found: Iterable[str]) -> None:
    """Share what was found in ``site`` with ``tree``, which is to take its place.

    Raises:
        CannotCarryError: when a folder or a file is of somebody whose things we cannot share, or the disk has no links.
    """
    for path in found:
        try:
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            _share(site / path, tree / path)
        except FileNotFoundError:  # its owner took it away meanwhile
            continue
        except OSError as error:
            raise CannotCarryError(path) from error


def _share(there: Path, here: Path) -> None:
    if not _is_folder(there):
        os.link(there, here, follow_symlinks=False)
        return
    import shutil  # here, because a refresh mostly has no need of it

    here.mkdir(exist_ok=True)
    for one in there.iterdir():
        _share(one, here / one.name)
    was, made = there.stat(), here.stat()
    if (was.st_uid, was.st_gid) != (made.st_uid, made.st_gid) and hasattr(os, "chown"):
        os.chown(here, was.st_uid, was.st_gid)
    shutil.copystat(there, here)


def leave(before: Path, site: Path, found: Iterable[str]) -> None:
    """Take what was found out of the tree that was the site ``before``; what is new in it comes along into ``site``."""
    for path in found:
        _leave(before / path, site / path)


def _leave(old: Path, new: Path) -> None:
    if _is_folder(old) and new.is_dir():
        for one in old.iterdir():
            _leave(one, new / one.name)
        old.rmdir()
    elif _is_same(old, new):
        old.unlink()
    elif os.path.lexists(old):
        new.parent.mkdir(parents=True, exist_ok=True)
        old.replace(new)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def without(tree: Path, found: Iterable[str]) -> None:
    """Take out of a tree what was shared with it, as when it is not to take the place of the site after all."""
    import shutil  # here, because a refresh mostly has no need of it

    for path in found:
        here = tree / path
        if _is_folder(here):
            shutil.rmtree(here, ignore_errors=True)
        else:
            here.unlink(missing_ok=True)
