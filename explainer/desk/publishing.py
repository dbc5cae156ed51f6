"""From a draft to what readers see: written into its file, then pushed, or published here.

A file that is not as the form was opened on is never overwritten. What is written stays written, whatever fails after
it, and is remembered until it is out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.declarations.places import workspace
from explainer.desk import git
from explainer.desk.drafts import FOLDER, NotKeptError, reason_of, write_whole
from explainer.disk import folder_held, written_aside
from explainer.errors import ExplainerError
from explainer.model.acceptance import Acceptance
from explainer.staff.accepting import signed


class Ran(NamedTuple):
    """What publishing on this machine came to: the exit code, and what it said."""

    code: int
    said: str


Update = Callable[[], Ran]
"""Publishes the folder as it is, as ``explainer update`` does."""


class ChangedElsewhereError(ExplainerError):
    """The file is not as it was when the form was opened; ``other`` is what it says now, None if it is gone."""

    def __init__(self, file: str, other: str | None) -> None:
        super().__init__(f"{file} has changed since you opened it")
        self.other = other


class Outcome(NamedTuple):
    """What came of publishing; ``told`` are the words of whoever did it."""

    done: bool
    title: str
    says: str
    told: str = ""
    failure: git.Failure | None = None


class Pending:
    """The files that are written and not yet out, remembered across a crash."""

    def __init__(self, root: Path) -> None:
        self._path = workspace(root) / FOLDER / "pending.list"

    def files(self) -> tuple[str, ...]:
        """Which they are."""
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._path.read_bytes(), type=tuple[str, ...])
        return ()

    def add(self, files: Sequence[str]) -> None:
        """Remember more; where the disk does not take it, they are published all the same."""
        with suppress(NotKeptError):
            write_whole(self._path, msgspec.json.encode(sorted({*self.files(), *files})))

    def drop(self, file: str) -> None:
        """One of them is not written after all."""
        with suppress(NotKeptError):
            write_whole(self._path, msgspec.json.encode([one for one in self.files() if one != file]))

    def clear(self) -> None:
        """All of them are out."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def current(root: Path, file: str) -> str | None:
    """What a file says now; None where there is none.

    Raises:
        NotKeptError: when it cannot be read.
    """
    try:
        return (root / file).read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotKeptError(f"{file} cannot be read: {error.strerror}") from error


def write(root: Path, file: str, base: str | None, text: str) -> None:
    """Put a text into its file, if that still says ``base``; None means that it must not be there.

    Raises:
        ChangedElsewhereError: when it says something else by now.
        NotKeptError: when the disk does not take it.
    """
    body = text.encode("utf-8", "surrogateescape")
    with _folder_of(root / file):
        there = current(root, file)
        if there != base:
            raise ChangedElsewhereError(file, there)
        target = root / file
        _put(target, file, body, target.hardlink_to if base is None else lambda aside: aside.replace(target))


@contextmanager
def _folder_of(path: Path) -> Iterator[None]:
    """Hold the folder of a file: whoever writes notices here waits for one another.

    Raises:
        NotKeptError: when there is none, and none can be made.
    """
    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(folder_held(path.parent))
        except OSError as error:
            raise NotKeptError(f"{path.name} could not be written: {reason_of(error)}") from error
        yield


def _put(path: Path, file: str, body: bytes, place: Callable[[Path], object]) -> None:
    """A file whole at every moment; one that is linked into its place never takes that of one that came in between."""
    try:
        with written_aside(path, body) as aside:
            place(aside)
    except FileExistsError as error:
        raise ChangedElsewhereError(file, current(path.parent, path.name)) from error
    except OSError as error:
        raise NotKeptError(f"{file} could not be written: {reason_of(error)}") from error


def sign(path: Path, readings: Sequence[Acceptance]) -> None:
    """Add readings to the file beside a notice, as ``explainer accept`` does.

    Raises:
        NotKeptError: when the disk does not take it.
    """
    with _folder_of(path):
        text = current(path.parent, path.name) or ""
        for reading in readings:
            text = signed(text, reading)
        _put(path, path.name, text.encode("utf-8", "surrogateescape"), lambda aside: aside.replace(path))


def publish(root: Path, files: Sequence[str], says: str, author: git.Author | None, update: Update) -> Outcome:
    """Bring files that are written to readers: pushed where the folder has a remote, else published here."""
    pending = Pending(root)
    pending.add(files)
    every = tuple(sorted({*pending.files(), *files}))
    outcome = _pushed(root, every, says, author) if git.remote_of(root) else _updated(update)
    if outcome.done:
        pending.clear()
    return outcome


def _pushed(root: Path, files: Sequence[str], says: str, author: git.Author | None) -> Outcome:
    try:
        git.commit(root, [file for file in files if (root / file).exists()], says, author)
        git.push(root)
    except git.GitError as error:
        return _not_pushed(error)
    return Outcome(True, "Published", _PUSHED)


def _not_pushed(error: git.GitError) -> Outcome:
    if error.failure is git.Failure.NO_AUTHOR:
        return Outcome(False, "Who are you?", error.failure.value, failure=error.failure)
    return Outcome(False, _NOT_YET, error.failure.value, error.told, error.failure)


def bring_in(root: Path, author: git.Author | None) -> Outcome | None:
    """Bring in what others published; None when that went well."""
    try:
        git.bring_in(root, author)
    except git.GitError as error:
        return _not_pushed(error)
    return None


_BUSY = "another run is at work"
_NOT_YET = "Written, and not published yet"
_PUSHED = "It is pushed. The site follows as soon as its next run has it. A correction is a new update."
_AT_WORK = "Another run is at work on this site. A watch that runs publishes it by itself; else try again in a moment."


def _updated(update: Update) -> Outcome:
    ran = update()
    if ran.code == 0:
        return Outcome(True, "Published", "It is on the pages now. A correction is a new update.", ran.said)
    if _BUSY in ran.said:
        return Outcome(False, _NOT_YET, _AT_WORK, ran.said)
    return Outcome(False, _NOT_YET, "The site could not be brought up to date. What stopped it is below.", ran.said)
