"""The outbox: whom we told of which update, a line for each step, a file for each month.

::

    ops_feeds/recorded/outbox/addressees.jsonl    from when on each addressee is told
    ops_feeds/recorded/outbox/2026-11.jsonl       what was public, sent, failed and given up, in that month of the site

It is added to and never rewritten. A line is on the disk before what it speaks of is begun, and the next one after it
is done: so of what a killed run left, at most the one that was being sent is sent again. What a kill or a power cut
left at the end is passed over, as is any line that cannot be read. It holds no address, and nothing of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from explainer import disk
from explainer.errors import RecordError, by_the_system
from explainer.model.notifying import Mark
from explainer.model.value import stated
from explainer.model.vocabulary import Step
from explainer.record.decoding import FAULTS
from explainer.record.writing import unwritable

FOLDER, ADDRESSEES = "outbox", "addressees.jsonl"

_MARK = msgspec.json.Decoder(Mark)


class Outbox:
    """The outbox of the record in ``recorded``, as far as the moment ``now`` of the site needs it.

    That is this month and the one before, as nothing is news for so long.
    """

    def __init__(self, recorded: Path, now: datetime) -> None:
        self._folder = recorded / FOLDER
        here = now.astimezone(UTC)
        self._month = f"{here:%Y-%m}.jsonl"
        self._before = f"{here.replace(day=1) - timedelta(days=1):%Y-%m}.jsonl"

    def marks(self) -> tuple[Mark, ...]:
        """Every line that can be read, the oldest first in each file.

        Raises:
            RecordError: when a file is there and cannot be opened: who has been told is not known then.
        """
        names = (ADDRESSEES, self._before, self._month)
        return tuple(mark for name in names for mark in _read(self._folder / name))

    def add(self, *marks: Mark) -> None:
        """Add lines; they are on the disk then.

        Raises:
            RecordError: when the disk does not take them.
        """
        begun = [mark for mark in marks if mark.step is Step.BEGUN]
        try:
            disk.make_folder(self._folder)
            with disk.folder_held(self._folder):
                _add(self._folder / ADDRESSEES, begun)
                _add(self._folder / self._month, [mark for mark in marks if mark.step is not Step.BEGUN])
        except OSError as error:
            raise unwritable(self._folder, error) from error


def _add(path: Path, marks: Iterable[Mark]) -> None:
    body = b"".join(msgspec.json.encode(stated(mark)) + b"\n" for mark in marks)
    if not body:
        return
    is_new = not path.exists()
    there = b"" if is_new else path.read_bytes()
    disk.added(path, there.rfind(b"\n") + 1, body)
    if is_new:
        disk.sync_folder(path.parent)


def _read(path: Path) -> Iterator[Mark]:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise RecordError(by_the_system(error)) from error
    for line in body.split(b"\n"):
        if line.strip():
            try:
                yield _MARK.decode(line)
            except FAULTS:
                continue
