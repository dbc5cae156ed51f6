"""Where a site really lies, in which folder its next and its earlier versions can be kept, and what lies there first.

``site_dir`` may be a link, and the folder it leads to may lie on another disk. What takes the place of a folder in one
step has to lie on the same one, so it is kept beside the folder then, in a hidden one. A folder that cannot be moved at
all, such as the root of a disk, keeps its place, and its files are replaced one after the other (``laying``).
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from explainer import disk
from explainer.errors import ExplainerError, plain

ANOTHER = "set site_dir in mkdocs.yml to another folder"


_REMEDY = {
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room within your quota",
    errno.EROFS: f"make that disk writable, or {ANOTHER}",
    errno.EACCES: "let this user write there",
    errno.EPERM: "let this user write there",
    errno.ENAMETOOLONG: "give the page a shorter name",
    errno.EINVAL: "give the page a name that this disk takes",
    errno.EILSEQ: "give the page a name that this disk takes",
}

SHOWN = 3
"""How many paths are named in one line."""


class PublishError(ExplainerError):
    """The site's folder cannot be written, or is not ours to replace."""


def cannot_be_written(error: OSError, site: Path) -> str:
    """What went wrong, where, and what to do, in one line."""
    remedy = _REMEDY.get(error.errno or 0, "")
    return f"{error.filename or site} cannot be written: {error.strerror}{remedy and '; '}{remedy}"


def refuse_namesakes(site: Path, paths: Iterable[str]) -> None:
    """Refuse files that have one name on a disk on which capitals do not count.

    Raises:
        PublishError: naming two of them.
    """
    seen: dict[str, str] = {}
    for path in sorted(paths):
        other = seen.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            problem = f"on the disk of {site}, {other} and {path} have one name"
            raise PublishError(f"{problem}; call one of the pages otherwise, or {ANOTHER}")


def some(paths: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return plain(", ".join(paths[:SHOWN])) + more


class Target(NamedTuple):
    """The folder that is really published in, and the one in which its other versions are kept.

    ``is_moved`` is whether it can be put in the place of another; else its files are replaced one by one.
    """

    site: Path
    home: Path
    is_moved: bool


def target_of(site: Path, workspace: Path) -> Target:
    """Where the site that is called ``site`` really lies.

    Raises:
        PublishError: when it is a link that leads nowhere, or no folder.
    """
    real = _real(site)
    parent = _there(real.parent)
    try:
        here, around = disk.mount_of(_there(workspace)), disk.mount_of(parent)
        is_root = real.exists() and disk.mount_of(real) != around
    except OSError as error:
        raise PublishError(f"{error.filename} cannot be looked at: {error.strerror}; {ANOTHER}") from error
    if is_root or not os.access(parent, os.W_OK | os.X_OK):
        return Target(real, workspace, is_moved=False)
    return Target(real, workspace if here == around else beside(real), is_moved=True)


def beside(site: Path) -> Path:
    """The hidden folder beside a site in which its versions are kept, where they cannot be in the workspace."""
    return site.with_name(f".{site.name}.explainer")


def _real(site: Path) -> Path:
    """The folder that a name leads to, through any number of links."""
    real = Path(os.path.realpath(site))
    if real.is_symlink():
        raise PublishError(f"{site} is a link that leads to itself; remove it, or {ANOTHER}")
    if site.is_symlink() and not real.exists():
        raise PublishError(f"{site} is a link to {real}, which is not there; make that folder, or remove the link")
    if real.exists() and not real.is_dir():
        raise PublishError(f"{site} is not a folder; remove it, or {ANOTHER}")
    return real


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())


_GENERATOR = re.compile(
    rb"<meta[^>]*\bname=[\"']?generator[\"']?[^>]*\b(mkdocs|properdocs|zensical|explainer brief)", re.IGNORECASE
)


def was_built(site: Path) -> bool:
    """Whether what lies in a folder was made by us, before what we knew of it was lost, or by a generator of ours."""
    if (site / "status.schema.json").is_file() and (site / "status.json").is_file():
        return True
    for name in ("index.html", "404.html"):
        try:
            with (site / name).open("rb") as opened:
                if _GENERATOR.search(opened.read(100_000)):
                    return True
        except OSError:
            continue
    return False
