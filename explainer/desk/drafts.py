"""What is being written and not yet published, kept in ``.explainer/desk/`` at every pause of the typing.

A draft holds what stands in the fields, the text of the file that the form was opened on, and when. It is written aside
and put in place, so that a crash at any moment leaves the last whole one.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from explainer.declarations.places import workspace
from explainer.disk import folder_held, written_aside
from explainer.errors import ExplainerError, plain
from explainer.model.acceptance import Acceptance
from explainer.model.value import SLUG, Moment, Value

FOLDER = "desk"
_SUFFIX = ".json"


class NotKeptError(ExplainerError):
    """What was typed could not be written to the disk; the message says why."""


class Draft(Value):
    """One notice that somebody is writing.

    ``file`` is the file it will be in, from the site's folder; empty while nobody knows what it will be called.
    ``base`` is the text that the form was opened on, at ``opened``; ``there`` is whether that was a file. ``times`` are
    the hh:mm that were typed, each with what it meant then. ``rows`` are how many rows of a list the form shows.
    ``readings`` are those of a second person, each of the exact words. ``asked`` is when somebody was asked to read
    them. ``turn`` counts the times that it was kept, and ``session`` is the window that did so last: another one with
    an older turn has not seen what that wrote.
    """

    id: str
    feed: str = ""
    file: str = ""
    base: str = ""
    there: bool = False
    opened: Moment
    saved: Moment
    typed: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    times: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    rows: dict[str, int] = msgspec.field(default_factory=dict)
    readings: tuple[Acceptance, ...] = ()
    asked: Moment | None = None
    turn: int = 0
    session: str = ""


class Drafts:
    """The drafts of one site."""

    def __init__(self, root: Path) -> None:
        self.folder = workspace(root) / FOLDER

    def all(self) -> list[Draft]:
        """Every draft that can be read, the newest first."""
        return sorted(self._every(), key=lambda draft: draft.saved, reverse=True)

    def _every(self) -> Iterator[Draft]:
        paths = self.folder.glob(f"*{_SUFFIX}") if self.folder.is_dir() else ()
        for path in sorted(paths):
            draft = self.get(path.stem)
            if draft is not None:
                yield draft

    def get(self, name: str) -> Draft | None:
        """One draft; None where there is none, or none that can be read."""
        if not is_id(name):
            return None
        with suppress(OSError, msgspec.MsgspecError, ValueError):
            return msgspec.json.decode((self.folder / f"{name}{_SUFFIX}").read_bytes(), type=Draft)
        return None

    def keep(self, draft: Draft) -> Draft:
        """Write a draft to the disk, whole, and return it as it was written.

        Raises:
            NotKeptError: when the disk does not take it.
        """
        kept = draft.replace(turn=draft.turn + 1)
        write_whole(self.folder / f"{draft.id}{_SUFFIX}", msgspec.json.format(msgspec.json.encode(kept), indent=1))
        return kept

    def drop(self, name: str) -> None:
        """Let go of a draft: it is published, or was thrown away."""
        if is_id(name):
            (self.folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)


def is_id(name: str) -> bool:
    """Whether a name may be that of a draft, and so of a file."""
    return len(name) <= 120 and re.fullmatch(SLUG, name) is not None


def write_whole(path: Path, body: bytes) -> None:
    """Put bytes in a file so that at any moment it is the old or the new one, and stays so when the power fails.

    Raises:
        NotKeptError: when the disk does not take them; the old file is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with folder_held(path.parent), written_aside(path, body) as aside:
            aside.replace(path)
    except OSError as error:
        raise NotKeptError(_why_not(error, path)) from error


def _why_not(error: OSError, path: Path) -> str:
    return plain(f"{path.name} could not be written: {reason_of(error)}")


def reason_of(error: OSError) -> str:
    """Why the disk does not take something, in words."""
    said = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk is full", errno.EACCES: "nobody may write there"}
    own = (error.strerror or str(error)).lower()
    return said.get(error.errno, own) if error.errno is not None else own


def stamp_of(at: datetime) -> str:
    """A name for a draft that has none yet: when it was begun."""
    return f"new-{at:%Y-%m-%d-%H%M%S}"
