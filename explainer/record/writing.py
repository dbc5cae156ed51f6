"""Files of the record, written whole: each is as it was, or as it is to be, whenever the run is stopped."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from explainer import disk
from explainer.errors import RecordError, by_the_system
from explainer.record.decoding import OneFile, file_of, text_of


def write_each(folder: Path, values: Iterable[OneFile]) -> list[Path]:
    """Write whole files of one kind; they are on the disk, under their names, before this returns.

    Raises:
        OSError: when the disk does not take one.
    """
    texts = {Path(file_of(folder, value).path): text_of(value) for value in values}
    for parent in sorted({path.parent for path in texts}):
        disk.make_folder(parent)
    for path, text in texts.items():
        with disk.written_aside(path, text) as aside:
            aside.replace(path)
    for parent in sorted({path.parent for path in texts}):
        disk.sync_folder(parent)  # a rename is on the disk only once its folder is
    return list(texts)


def unwritable(folder: Path, error: OSError) -> RecordError:
    """What to tell of a record that the disk does not take, and what to do."""
    return RecordError(by_the_system(error, os.fspath(folder)))
