"""The skeleton: a built tree with empty live regions, where they are, and what it was built from.

No feed text is ever in it. Weave needs nothing else of MkDocs than this tree, so any generator that keeps
``<div data-live="…"></div>`` as written could build it.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple, TypeVar

import msgspec

from explainer import disk
from explainer.declarations.languages import Language
from explainer.declarations.places import Places
from explainer.errors import SkeletonError, TornError, by_the_system
from explainer.language.cldr import ENGLISH, Cldr
from explainer.model.events import Event
from explainer.model.permissions import Permissions
from explainer.model.phrases import NO_PHRASES, Phrasebook
from explainer.model.questions import Question
from explainer.model.reading import Library
from explainer.model.rights import Rights
from explainer.model.routes import Route
from explainer.model.season import Threshold
from explainer.model.settings import Settings
from explainer.model.sources import Source
from explainer.model.system import System
from explainer.model.translation import Pair
from explainer.render.view import NOTHING_TO_READ, Layout
from explainer.site.shells import is_shell, shell_of, shell_of_over

_REGION = re.compile(
    rb"<(?P<tag>div|p|span|meta)\b(?P<attributes>[^<>]*?\sdata-live=[\"']?(?P<name>[\w-]+)[^<>]*?)/?>",
    re.DOTALL,
)
_DATA = re.compile(r"\sdata-([a-z-]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


class Region(NamedTuple):
    """A live place in a page: bytes ``start`` to ``end`` are replaced by what ``name`` renders."""

    name: str
    start: int
    end: int
    args: Mapping[str, str]


class LivePage(NamedTuple):
    """A page with regions, in the order they stand in it."""

    path: str
    sha256: str
    regions: tuple[Region, ...]

    @property
    def depth(self) -> int:
        """How many folders below the site's root it lies."""
        return self.path.count("/")

    @property
    def names(self) -> tuple[str, ...]:
        """What its regions are called, in their order."""
        return tuple(region.name for region in self.regions)

    @property
    def is_bannered(self) -> bool:
        """Whether it has no region but a banner that is told nothing, so that it is like its neighbours."""
        return len(self.regions) == 1 and self.regions[0].name == "banner" and not self.regions[0].args

    @property
    def is_crisis(self) -> bool:
        """Whether it is of one of our own templates, which say all of themselves that others leave to the theme."""
        return any(region.name == "head" for region in self.regions)

    @property
    def is_shell(self) -> bool:
        """Whether it is stamped instead of published."""
        return is_shell(self.path)


class Edition(NamedTuple):
    """One language of a site: what a refresh needs in order to tell the same picture in it.

    ``said`` are the translations of the site's own words, ``names`` what it calls other languages.
    """

    language: Language
    cldr: Cldr
    reading: Library
    how: str
    said: tuple[Pair, ...]
    names: dict[str, str]
    questions: tuple[Question, ...] = ()


class Seen(NamedTuple):
    """An input file as it was: its digest, and its size and time so that it need not be read again."""

    sha256: str
    size: int
    mtime_ns: int


NOT_READ = Seen(sha256="", size=-1, mtime_ns=-1)
"""An input that was changed while it was read: as no file is."""


class Skeleton(NamedTuple):
    """What a refresh needs beside the record: small, and read at every one of them.

    ``live`` are the pages that are rendered one by one; ``bannered`` are the languages' folders and depths at which
    there are pages with no region but the banner, which :class:`Plain` lists. ``stamp`` is over every input's size and
    time. ``templates`` is the digest of the compiled templates beside it.
    ``season`` is what staff expect before it comes.
    ``how`` is the address of the page that explains how it all works, if there is one, and ``reading`` all that there
    is to read about the parts. ``cldr`` is how the site's
    language writes dates, numbers and lists. ``editions`` are the languages of a site that has more than one, the
    default first. ``questions`` are the whys that were asked, and ``asks`` is the address of the page that lists them,
    if there is one. ``has_robots`` is whether the site brings a ``robots.txt`` of its own.
    """

    id: str
    stamp: str
    places: Places
    live: tuple[LivePage, ...]
    bannered: tuple[tuple[str, int], ...]
    settings: Settings
    system: System
    sources: tuple[Source, ...]
    rights: tuple[Rights, ...]
    layout: Layout
    templates: str
    cldr: Cldr = ENGLISH
    editions: tuple[Edition, ...] = ()
    how: str = ""
    season: tuple[Threshold, ...] = ()
    phrases: Phrasebook = NO_PHRASES
    events: tuple[Event, ...] = ()
    permissions: tuple[Permissions, ...] = ()
    routes: tuple[Route, ...] = ()
    reading: Library = NOTHING_TO_READ
    questions: tuple[Question, ...] = ()
    asks: str = ""
    has_robots: bool = False

    def shell(self, folder: str) -> LivePage | None:
        """The shell page of ``disruptions/`` or ``fr/why/``, if staff kept one."""
        return self._live_at(shell_of(folder))

    def shell_of_over(self, folder: str) -> LivePage | None:
        """The same for what is over."""
        return self._live_at(shell_of_over(folder)) or self.shell(folder)

    def _live_at(self, path: str) -> LivePage | None:
        return next((page for page in self.live if page.path == path), None)

    def folder_of(self, path: str) -> str:
        """In which language's folder a page lies; empty for the site's own language."""
        return folder_of(path, tuple(edition.language for edition in self.editions))


def folder_of(path: str, languages: Iterable[Language]) -> str:
    """In which language's folder a file of the site lies; empty for the site's own language."""
    return next((one.root for one in languages if one.root and path.startswith(one.root)), "")


class Plain(NamedTuple):
    """What is read only when it must be: every input and file, and the pages with a banner and nothing else."""

    inputs: dict[str, Seen]
    files: dict[str, str]
    bannered: tuple[LivePage, ...]


class Beside(NamedTuple):
    """What lies beside a skeleton as it is: the sitemap's rows that never change, and the compiled templates."""

    ready: str
    templates: bytes


Opened = TypeVar("Opened")

_WHOLE, _PLAIN, _READY = "skeleton", "plain", "sitemap.rows"
TEMPLATES = f"templates.{sys.implementation.cache_tag}"
"""Named as Python names compiled modules, so that another Python does not take them for its own."""


def seen(inputs: Mapping[str, Path]) -> dict[str, Seen]:
    """The inputs by name, each as it is now."""
    return {name: _seen(inputs[name]) for name in sorted(inputs)}


def _seen(path: Path) -> Seen:
    body = path.read_bytes()
    stat = path.stat()
    return Seen(sha256=hashlib.sha256(body).hexdigest(), size=stat.st_size, mtime_ns=stat.st_mtime_ns)


def fingerprint_of(inputs: Mapping[str, Path]) -> str:
    """One digest over the content of every input, the same on any machine and at any time."""
    rows = "\n".join(f"{name}\0{was.sha256}" for name, was in seen(inputs).items())
    return hashlib.sha256(rows.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def stamp(stats: Mapping[str, tuple[int, int]]) -> str:
    """One digest over the size and time of every input."""
    rows = "\n".join(f"{name}\0{size}\0{time}" for name, (size, time) in sorted(stats.items()))
    return hashlib.sha256(rows.encode("utf-8", "surrogateescape")).hexdigest()


def difference(inputs: Mapping[str, Seen], now: Mapping[str, Path]) -> str:
    """The first input that is not as it was, in words; empty when every one is.

    A file whose time alone differs is read and compared, so that a fresh checkout still counts as the same.
    """
    for name in sorted(now.keys() | inputs.keys()):
        if name not in inputs:
            return f"{name} is new"
        if name not in now:
            return f"{name} is gone"
        stat, was = now[name].stat(), inputs[name]
        if (stat.st_size, stat.st_mtime_ns) == (was.size, was.mtime_ns):
            continue
        if stat.st_size != was.size or _seen(now[name]).sha256 != was.sha256:
            return f"{name} has changed"
    return ""


def scan(tree: Path) -> tuple[dict[str, str], tuple[LivePage, ...]]:
    """Every file of a built tree with its digest, and every page with its regions.

    Raises:
        SkeletonError: when a region is not empty or is nested.
    """
    files: dict[str, str] = {}
    live: list[LivePage] = []
    for path in sorted(p for p in tree.rglob("*") if p.is_file()):
        body = path.read_bytes()
        name = path.relative_to(tree).as_posix()
        files[name] = hashlib.sha256(body).hexdigest()
        if name.endswith(".html") and b"data-live" in body:
            regions = tuple(_regions(body, name))
            if regions:
                live.append(LivePage(path=name, sha256=files[name], regions=regions))
    return files, tuple(live)


def _regions(body: bytes, page: str) -> Iterator[Region]:
    for match in _REGION.finditer(body):
        name = match["name"].decode()
        args = _args(match["attributes"].decode("utf-8", "replace"))
        if match["tag"] == b"meta":
            yield Region(name=name, start=match.start(), end=match.end(), args=args)
            continue
        closing = b"</" + match["tag"] + b">"
        end = body.find(closing, match.end())
        if end < 0 or body[match.end() : end].strip():
            raise SkeletonError(f"{page}: the live region “{name}” is not empty; delete what stands in it")
        yield Region(name=name, start=match.end(), end=end, args=args)


def _args(attributes: str) -> dict[str, str]:
    from html import unescape  # here, because only a build needs its tables

    found = {key: unescape(a or b or c) for key, a, b, c in _DATA.findall(attributes)}
    found.pop("live", None)
    return found


def tree_of(folder: Path) -> Path:
    """Where the tree lies in a skeleton's folder."""
    return folder / "tree"


def write(folder: Path, new_tree: Path, skeleton: Skeleton, plain: Plain, beside: Beside) -> None:
    """Put a new skeleton in the place of the old one, once it is on the disk: pages share its files.

    Killed in between, or cut off from power, there is the old one, the new one, or none: a build is asked for then.
    """
    import shutil  # here, because a refresh writes no skeleton

    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    new_tree.rename(tree_of(fresh))
    (fresh / _READY).write_bytes(sealed(beside.ready))
    (fresh / TEMPLATES).write_bytes(beside.templates)
    (fresh / _PLAIN).write_bytes(msgspec.json.encode(plain))
    (fresh / _WHOLE).write_bytes(msgspec.json.encode(skeleton))
    disk.sync_tree(fresh)
    if not (folder.exists() and disk.exchanged(fresh, folder)):
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    disk.sync_folder(folder.parent)
    shutil.rmtree(fresh, ignore_errors=True)


def read_at(folder: Path) -> tuple[int, int]:
    """What tells one skeleton from the next without reading it.

    Raises:
        SkeletonError: when there is none.
    """
    try:
        stat = (folder / _WHOLE).stat()
    except OSError as error:
        raise TornError("there is no skeleton yet") from error
    return stat.st_ino, stat.st_mtime_ns


def read(folder: Path) -> Skeleton:
    """The skeleton in ``folder``.

    Raises:
        SkeletonError: when there is none, it cannot be read, or another version of Explainer built it.
    """
    return _opened(folder / _WHOLE, Skeleton)


def read_ready(folder: Path) -> str:
    """The rows of the sitemap that never change.

    Raises:
        SkeletonError: when they are missing.
    """
    try:
        digest, _, ready = (folder / _READY).read_bytes().partition(b"\n")
    except OSError as error:
        raise TornError("the skeleton is not whole") from error
    if digest_of(ready).encode() != digest:
        raise TornError(f"{_READY} in the skeleton is not as it was written")
    return ready.decode()


def read_plain(folder: Path) -> Plain:
    """What :func:`read` leaves out.

    Raises:
        SkeletonError: when it is missing or cannot be read.
    """
    return _opened(folder / _PLAIN, Plain)


def read_templates(folder: Path, digest: str) -> tuple[Mapping[str, CodeType], tuple[Any, ...]]:
    """The compiled templates whose digest the skeleton holds, and the fields of the site's look.

    Raises:
        SkeletonError: when they are missing, or are others.
    """
    try:
        body = (folder / TEMPLATES).read_bytes()
    except OSError as error:
        raise TornError("the skeleton has no templates for this Python") from error
    if digest_of(body) != digest:
        raise TornError("the templates of the skeleton are not as they were compiled")
    found: tuple[Mapping[str, CodeType], tuple[Any, ...]] = marshal.loads(body)  # noqa: S302 - whole, and as trusted as the program beside it
    return found


def sealed(ready: str) -> bytes:
    """The rows of the sitemap as they are kept: their digest, and below it they themselves."""
    return digest_of(ready.encode()).encode() + b"\n" + ready.encode()


def digest_of(body: bytes) -> str:
    """What bytes are known by."""
    return hashlib.sha256(body).hexdigest()


def _opened(path: Path, kind: type[Opened]) -> Opened:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise TornError("there is no skeleton yet") from error
    except OSError as error:
        raise SkeletonError(f"{by_the_system(error)}; or run explainer build") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise TornError("the skeleton cannot be read by this version") from error


def page_bytes(folder: Path, page: LivePage) -> bytes:
    """A live page as built.

    Raises:
        SkeletonError: when it is not the page whose regions are known.
    """
    return _as_built(folder, page.path, page.sha256)


# A shell is stamped for every disruption. What is kept is known by its digest, so it cannot be out of date.
@lru_cache(maxsize=64)
def _as_built(folder: Path, path: str, sha256: str) -> bytes:
    try:
        body = (tree_of(folder) / path).read_bytes()
    except OSError as error:
        raise TornError(f"the skeleton lacks {path}") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise TornError(f"{path} in the skeleton is not as it was built")
    return body
