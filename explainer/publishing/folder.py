"""A folder as a destination: another disk, a mount. Each file is whole at once, and synced before the next step."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from explainer import disk
from explainer.errors import by_the_system
from explainer.model.vocabulary import Compression
from explainer.publishing.destination import (
    ANY,
    NOT_THERE,
    DestinationError,
    Held,
    RacedError,
    Upload,
)
from explainer.publishing.hosts import KEPT_BACK

_AT_ONCE = 8
_FOLDERS = 0o755
_FILES = 0o644
"""What a web server may read, whatever the umask of this machine is."""


class Folder:
    """A folder, made if it is not there; its parent must be, so that no unmounted disk is published into."""

    judges = False
    keeps_others_out = True
    compression = Compression.BESIDE

    def __init__(self, root: Path) -> None:
        self.where = str(root)
        self._root = root
        self._aside = root / KEPT_BACK / "aside"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold a file there, which a run that dies lets go."""
        if not self._root.parent.is_dir():
            raise DestinationError(f"{self._root.parent} is not there; is the disk mounted?")
        with self._told(), self._opened() as got:
            if not got:
                raise RacedError(f"{self.where}: another run is publishing there; try again when it is done")
            yield

    @contextmanager
    def _opened(self) -> Iterator[bool]:
        self._folder(self._root)
        self._folder(self._root / KEPT_BACK)
        with disk.held(self._root / KEPT_BACK / "lock") as got:
            if got:
                shutil.rmtree(self._aside, ignore_errors=True)  # what a run that was killed had not yet put in place
                self._folder(self._aside)
            yield got

    def read(self, path: str) -> Held | None:
        """A file of ours."""
        with self._told():
            try:
                body = (self._root / path).read_bytes()
            except FileNotFoundError:
                return None
        return Held(body, hashlib.sha256(body).hexdigest())

    def write(self, path: str, body: bytes, tag: str) -> str:
        """Nobody else writes here while the folder is held, so comparing is enough."""
        there = self.read(path)
        if tag not in (ANY, there.tag if there is not None else NOT_THERE):
            raise RacedError(f"{self.where}: {path} was written by somebody else meanwhile")
        self._put(path, body)
        self._sync({path})
        return hashlib.sha256(body).hexdigest()

    def age(self, _: str) -> float:
        """Whoever wrote it is gone, as this run has the folder now."""
        return float("inf")

    def tags(self, paths: Collection[str]) -> Mapping[str, str]:
        """Files here have no tags; whether one is there is known."""
        return {path: ANY for path in paths if os.path.lexists(self._root / path)}

    def put(self, uploads: Sequence[Upload], may_go_on: Callable[[], None]) -> Mapping[str, str]:
        """Several at once, as a disk syncs many files in the time of one; then the names of all of them."""

        def put(upload: Upload) -> None:
            may_go_on()
            self._put(upload.object.path, upload.read())

        for upload in uploads:
            self._folders(self._inside(upload.object.path))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(put, uploads))
        self._sync({upload.object.path for upload in uploads})
        return {}

    def remove(self, paths: Sequence[str], may_go_on: Callable[[], None]) -> None:
        """The files, and folders that are empty after that."""
        with self._told():
            for path in paths:
                may_go_on()
                self._inside(path).unlink(missing_ok=True)
            for folder in sorted({folder for path in paths for folder in Path(path).parents}, reverse=True):
                there = self._root / folder
                if folder != Path() and there.is_dir() and not any(there.iterdir()):
                    there.rmdir()

    def _put(self, path: str, body: bytes) -> None:
        target, aside = self._inside(path), self._aside / hashlib.sha256(path.encode()).hexdigest()
        self._folders(target)
        with self._told():
            with aside.open("wb") as written:
                written.write(body)
                written.flush()
                os.fsync(written.fileno())
            aside.chmod(_FILES)
            aside.replace(target)

    def _inside(self, path: str) -> Path:
        """Where a path lies; no link there may lead out of the folder.

        Raises:
            DestinationError: when one does.
        """
        target = self._root / path
        if not target.parent.resolve().is_relative_to(self._root.resolve()):
            raise DestinationError(f"{target.parent} leads out of {self.where}; remove the link")
        return target

    def _folders(self, target: Path) -> None:
        with self._told():
            for folder in reversed(target.relative_to(self._root).parents):
                self._folder(self._root / folder)

    def _folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(_FOLDERS)

    def _sync(self, paths: Collection[str]) -> None:
        with self._told():
            for folder in {(self._root / path).parent for path in paths}:
                disk.sync_folder(folder)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DestinationError(by_the_system(error, self.where)) from error
