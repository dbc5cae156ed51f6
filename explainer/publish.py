"""Put a complete tree in the place of another, so that nobody ever sees half of one.

The next tree is made beside the site, out of the one before last and hard links, and then exchanged with
the site in one step of the file system. What did not change keeps its file, and so its modification time.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from explainer.errors import ExplainerError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(ExplainerError):
    """The site's folder cannot be written, or is not ours to replace."""


@dataclass(frozen=True)
class Wanted:
    """One file of the next tree: its digest, and its bytes or the file that already holds them."""

    digest: str
    body: bytes | None = None
    built: Path | None = None

    @classmethod
    def of(cls, body: bytes) -> Wanted:
        """Woven bytes."""
        return cls(digest=hashlib.sha256(body).hexdigest(), body=body)


@dataclass
class Published:
    """What a publication did, by path in the site."""

    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def publish(site: Path, wanted: Mapping[str, Wanted], workspace: Path) -> Published:
    """Make ``site`` hold exactly ``wanted``, whole or not at all.

    Raises:
        PublishError: when the folder is not ours to replace.
    """
    _refuse_foreign(site)
    workspace.mkdir(parents=True, exist_ok=True)
    spare = workspace / "spare"
    manifests = workspace / "trees"
    manifests.mkdir(exist_ok=True)
    live = _manifest(site, manifests)
    done = _difference(live, wanted)
    if live is not None and not done.changed and not done.removed:
        return done
    try:
        _make(spare, site, live, wanted, manifests)
        _exchange(spare, site)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise PublishError(
                f"{error.filename or site} cannot be written: {error.strerror}; the site is as it was"
            ) from error
        _in_place(site, wanted, done)
    _forget_others(manifests, (site, spare))
    return done


def _refuse_foreign(site: Path) -> None:
    for sign in (".git", "mkdocs.yml", "pyproject.toml"):
        if (site / sign).exists():
            raise PublishError(f"{site} holds {sign}, so it is not a built site; set site_dir to another folder")


def _difference(live: Mapping[str, str] | None, wanted: Mapping[str, Wanted]) -> Published:
    before = live or {}
    return Published(
        changed=[path for path, file in wanted.items() if before.get(path) != file.digest],
        removed=[path for path in before if path not in wanted],
    )


def _identity(tree: Path) -> str:
    try:
        stat = tree.stat()
    except FileNotFoundError:
        return ""
    return f"{stat.st_dev}-{stat.st_ino}"


def _manifest(tree: Path, manifests: Path) -> dict[str, str] | None:
    """The digests of the files of a tree we made, or None when it is not there, not ours, or was left half made."""
    identity = _identity(tree)
    if not identity:
        return None
    try:
        known: dict[str, str] = json.loads((manifests / f"{identity}.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    there = set(_paths(tree))
    return {path: digest for path, digest in known.items() if path in there}


def _paths(tree: Path) -> Iterator[str]:
    """Every file of a tree, so that what somebody deleted by hand comes back."""
    root = os.fspath(tree)
    for folder, _, names in os.walk(root):
        below = os.path.relpath(folder, root)
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def _make(
    spare: Path, site: Path, live: Mapping[str, str] | None, wanted: Mapping[str, Wanted], manifests: Path
) -> None:
    """Bring the spare tree to what is wanted. Its manifest is gone while it is neither one nor the other."""
    old = _manifest(spare, manifests)
    if old is None:
        shutil.rmtree(spare, ignore_errors=True)
        spare.mkdir()
        old = {}
    (manifests / f"{_identity(spare)}.json").unlink(missing_ok=True)
    for path in old.keys() - wanted.keys():
        (spare / path).unlink(missing_ok=True)
    _drop_empty_folders(spare, {path for path in old if path not in wanted})
    made: set[Path] = set()
    for path, file in wanted.items():
        target = spare / path
        unchanged = live is not None and live.get(path) == file.digest
        if unchanged and _same_file(target, site / path):
            continue
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        _put(target, site / path if unchanged else None, file)
    digests = {path: file.digest for path, file in wanted.items()}
    _write_aside(manifests / f"{_identity(spare)}.json", json.dumps(digests).encode())


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False


def _put(target: Path, published: Path | None, file: Wanted) -> None:
    aside = target.with_name(f".{target.name}.aside")
    aside.unlink(missing_ok=True)
    source = published if published is not None and published.is_file() else file.built
    if source is not None:
        try:
            os.link(source, aside)
        except OSError:
            shutil.copy2(source, aside)
    else:
        aside.write_bytes(file.body or b"")
    aside.replace(target)


def _write_aside(path: Path, body: bytes) -> None:
    aside = path.with_name(f".{path.name}.aside")
    aside.write_bytes(body)
    aside.replace(path)


def _drop_empty_folders(tree: Path, gone: set[str]) -> None:
    left = {folder for path in gone for folder in (tree / path).parents if tree in folder.parents}
    for folder in sorted(left, key=lambda p: -len(p.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _exchange(spare: Path, site: Path) -> None:
    """Swap two folders in one step where the system can; else rename twice, an instant apart."""
    if not site.exists():
        site.parent.mkdir(parents=True, exist_ok=True)
        spare.rename(site)
        return
    if _exchanged(spare, site):
        return
    away = spare.with_name("spare.away")
    shutil.rmtree(away, ignore_errors=True)
    site.rename(away)
    spare.rename(site)
    away.rename(spare)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names with renameat2(2) or renamex_np(2); False where neither is to be had.

    Raises:
        OSError: with EXDEV when the two lie on different file systems.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        failed = libc.renamex_np(a, b, 2)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code == errno.EXDEV:
        raise OSError(code, os.strerror(code), str(other))
    return False


def _in_place(site: Path, wanted: Mapping[str, Wanted], done: Published) -> None:
    """For a folder on another file system, such as a preview's: each file whole, the folder not at once."""
    for path in done.changed:
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        file = wanted[path]
        aside = target.with_name(f".{target.name}.aside")
        if file.built is not None:
            shutil.copy2(file.built, aside)
        else:
            aside.write_bytes(file.body or b"")
        aside.replace(target)
    for stray in [path for path in site.rglob("*") if path.is_file()]:
        if stray.relative_to(site).as_posix() not in wanted:
            stray.unlink()


def _forget_others(manifests: Path, trees: tuple[Path, ...]) -> None:
    kept = {f"{_identity(tree)}.json" for tree in trees}
    for manifest in manifests.glob("*.json"):
        if manifest.name not in kept:
            manifest.unlink(missing_ok=True)
