"""Who may read what is published: every reader, or whom the folder of the site is shared with, whatever the umask.

Nothing else is touched: the record and the workspace are as private as whoever runs this has them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_DEFAULT_ACL = "system.posix_acl_default"
_ACL = "system.posix_acl_access"


class Modes(NamedTuple):
    """The rights of every folder and every file of a site; None where the ACL of its folder gives them.

    ``group`` is the number of the group that all of it belongs to, and ``acl`` the ACL of all that is made in it, as
    the system keeps it, where the folder says so.
    """

    folder: int | None
    file: int | None
    group: int | None = None
    acl: bytes | None = None

    def give_folder(self, path: Path) -> None:
        """Give a folder its group and its rights, unless it has them, or the disk knows of none."""
        with suppress(OSError):
            if self.acl is not None and _DEFAULT_ACL not in _attributes(path):
                os.setxattr(path, _ACL, self.acl)
                os.setxattr(path, _DEFAULT_ACL, self.acl)
        self._give(path, self.folder)

    def give_file(self, path: Path) -> None:
        """Give a file its group and its rights, unless it has them, or the disk knows of none."""
        with suppress(OSError):
            if self.acl is not None and _ACL not in _attributes(path):
                os.setxattr(path, _ACL, self.acl)
                path.chmod(path.stat().st_mode & 0o666)
        self._give(path, self.file)

    def _give(self, path: Path, mode: int | None) -> None:
        with suppress(OSError):
            if self.group is not None and path.stat().st_gid != self.group:
                os.chown(path, -1, self.group)
        with suppress(OSError):
            give(path, mode)

    def make_folders(self, root: Path, folder: Path) -> None:
        """Make the folders down to ``folder``, which lies in ``root``, each with its rights."""
        if folder == root or folder.is_dir():
            return
        self.make_folders(root, folder.parent)
        folder.mkdir()
        self.give_folder(folder)


READABLE = Modes(folder=0o755, file=0o644)
"""A site that every server can read."""


def modes_at(site: Path) -> Modes:
    """The rights in a site whose folder is ``site``: whoever that is shared with has the same in it.

    A folder that is not there, or that nobody is let into but its owner, says nothing: that is what a umask makes.
    """
    try:
        found = site.stat()
    except OSError:
        return READABLE
    mode = stat.S_IMODE(found.st_mode)
    group = found.st_gid if mode & stat.S_ISGID else None
    if _DEFAULT_ACL in _attributes(site):
        return Modes(None, None, group, os.getxattr(site, _DEFAULT_ACL))
    if not mode & 0o077:
        return READABLE
    # Who may enter a folder may read what lies in it. Nobody but owner and group may write.
    return Modes(folder=mode & 0o2775 | 0o700, file=mode & 0o020 | (mode & 0o011) << 2 | 0o600, group=group)


def give(path: Path, mode: int | None) -> bool:
    """Give a file or a folder its rights, unless it has them; returns whether it had others.

    Raises:
        OSError: when it belongs to somebody else.
    """
    if mode is None or stat.S_IMODE(path.stat().st_mode) == mode:
        return False
    path.chmod(mode)
    return True


def mend(site: Path, paths: Iterable[str], modes: Modes) -> int:
    """Give our files in a site, and the folders that they lie in, their rights; returns how many had others.

    What belongs to somebody else, and so cannot be given any, is left as it is.
    """
    files = [site / path for path in paths]
    folders = {folder for path in files for folder in _folders(site, path)}
    of_folders = sum(_mended(folder, modes.give_folder) for folder in folders)
    return of_folders + sum(_mended(file, modes.give_file) for file in files)


def _folders(site: Path, path: Path) -> Iterator[Path]:
    """The folders below a site in which a file of it lies."""
    folder = path.parent
    while folder != site:
        yield folder
        folder = folder.parent


def _mended(path: Path, give_rights: Callable[[Path], None]) -> bool:
    try:
        before = path.lstat()
        if stat.S_ISLNK(before.st_mode):
            return False
        give_rights(path)
        return path.lstat().st_mode != before.st_mode
    except OSError:
        return False


def make_alike(tree: Path, site: Path) -> None:
    """Give the folder ``tree``, which is to take the place of ``site``, its owner, its group, its rights and its ACL.

    Raises:
        OSError: when that is for others to do.
    """
    wanted, has = site.stat(), tree.stat()
    if (wanted.st_uid, wanted.st_gid) != (has.st_uid, has.st_gid) and hasattr(os, "chown"):
        os.chown(tree, wanted.st_uid, wanted.st_gid)
    mode = stat.S_IMODE(wanted.st_mode)
    give(tree, mode if mode & 0o077 else READABLE.folder)
    acl = _attributes(site)
    for name in (_ACL, _DEFAULT_ACL):
        if name in acl:
            os.setxattr(tree, name, os.getxattr(site, name))


def _attributes(path: Path) -> list[str]:
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            return os.listxattr(path)
    return []
