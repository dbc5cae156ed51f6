"""The published site as it is here, held still: what is to travel is linked aside, so that no update waits for it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from explainer import pipeline
from explainer.declarations.places import skeleton_folder
from explainer.errors import ExplainerError
from explainer.publishing.serving import homes
from explainer.render.addresses import STATUS
from explainer.site import skeleton as skeletons
from explainer.site.trees import link


class NothingYetError(ExplainerError):
    """Nothing was published here, so there is nothing to bring elsewhere."""


class DamagedError(ExplainerError):
    """A file of the site is not as it was published here."""


class Source:
    """A tree, the digests of its files, and the pages at which readers begin.

    ``moment`` is the one that the site speaks of, in ISO 8601, and ``status`` the file that says so.
    """

    def __init__(self, root: Path, files: Mapping[str, str], begin: frozenset[str], at: str) -> None:
        self.root = root
        self.files = files
        self.begin = begin
        self.status = at + STATUS
        self.moment = _moment(root / self.status)

    def held(self, paths: Collection[str], folder: Path) -> Held:
        """These files, by another name that stays when the site is published anew; ``folder`` is emptied for it.

        Raises:
            OSError: when they can be neither linked nor copied.
        """
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        kept = {}
        for number, path in enumerate(sorted(paths)):
            kept[path] = os.fspath(folder / str(number))
            link(os.fspath(self.root / path), kept[path])
        return Held(kept, self.files)


@contextmanager
def still(root: Path) -> Iterator[Source]:
    """The published site of ``root``, which no update changes as long as the block lasts.

    Raises:
        NothingYetError: when nothing is published here.
        BusyError: when an update is at work here for too long.
    """
    with pipeline.alone(root):
        skeleton = skeletons.read(skeleton_folder(root))
        trees = pipeline.trees(root, skeleton, root / skeleton.places.site)
        files = {path: file.digest for path, file in trees.live().files.whole().items()}
        if not files:
            raise NothingYetError("nothing is published here yet; run explainer update")
        at = skeleton.settings.at
        begin = homes(at, (edition.language.root for edition in skeleton.editions))
        yield Source(trees.site, files, begin, at)


class Held:
    """Files that no publication here takes away."""

    def __init__(self, kept: Mapping[str, str], digests: Mapping[str, str]) -> None:
        self._kept = kept
        self._digests = digests

    def read(self, path: str) -> bytes:
        """One of them, as it was published.

        Raises:
            DamagedError: when it is not.
        """
        body = Path(self._kept[path]).read_bytes()
        if hashlib.sha256(body).hexdigest() != self._digests[path]:
            raise DamagedError(f"{path} in the site is not as it was published here; run explainer build")
        return body

    def judge(self) -> None:
        """Read all of them once, before anything is changed elsewhere; raises `DamagedError`."""
        for path in self._kept:
            self.read(path)


def moment_of(status: bytes) -> str:
    """The moment that a status.json speaks of; empty where it does not say."""
    try:
        told = json.loads(status)["generated_at"]
        datetime.fromisoformat(told)
    except (ValueError, TypeError, KeyError):
        return ""
    return str(told)


def _moment(status: Path) -> str:
    try:
        return moment_of(status.read_bytes())
    except OSError:
        return ""
