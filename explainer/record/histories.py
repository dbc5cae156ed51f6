"""Histories: the earlier versions of a disruption, one on a line, oldest first, added to and never rewritten.

How long a history is stands in the file of its disruption, which is written after it. What lies beyond is of a run that
was killed, and the next one writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from explainer import disk
from explainer.errors import RecordError
from explainer.model.history import Earlier, Held, Version
from explainer.model.learned import remembered
from explainer.model.value import stated
from explainer.record import quota
from explainer.record.decoding import FAULTS, fault_of
from explainer.record.files import Holds
from explainer.record.older import as_of_today

MOST_NAMES = 100
"""How many ids are remembered that a publisher gave one disruption: the last ones."""


def path_of(folder: Path, disruption: str) -> Path:
    """Where the earlier versions of a disruption stand."""
    return folder / Holds.HISTORY.value / f"{disruption}.jsonl"


def amount(held: Held) -> int:
    """How many versions stand in the history."""
    return held.earlier.count if held.earlier is not None else 0


# Writing


def extend(folder: Path, every: Iterable[Held]) -> tuple[list[Path], list[Held]]:
    """Put all but the latest version of each into its history, on the disk; the files, and each as it is then.

    Raises:
        OSError: when the disk does not take one.
    """
    written: list[Path] = []
    heads = []
    for held in every:
        heads.append(_extended(folder, held))
        if len(held.versions) > 1:
            written.append(path_of(folder, held.id))
    if written:
        disk.sync_folder(folder / Holds.HISTORY.value)
    return written, heads


def _extended(folder: Path, held: Held) -> Held:
    *earlier, latest = held.versions
    if not earlier:
        return held
    path = path_of(folder, held.id)
    disk.make_folder(path.parent)
    body = b"".join(msgspec.json.encode(stated(version)) + b"\n" for version in earlier)
    length = disk.added(path, held.earlier.length if held.earlier is not None else 0, body)
    return held.replace(earlier=_with(held.earlier, earlier, length), versions=(latest,))


def _with(before: Earlier | None, versions: list[Version], length: int) -> Earlier:
    names = dict.fromkeys([*(before.names if before is not None else ())])
    for version in versions:
        for name in version.names:
            names[name] = names.pop(name, None)
    accepted = [*(before.accepted if before is not None else ()), *(version.accepted_at for version in versions)]
    return Earlier(
        count=(before.count if before is not None else 0) + len(versions),
        length=length,
        taught=remembered(versions, before.taught if before is not None else None),
        accepted=tuple(accepted[-quota.OFTEN :]),
        names=tuple(names)[-MOST_NAMES:],
    )


# Reading


def whole(folder: Path, held: Held) -> Held:
    """A disruption with every version of it.

    Raises:
        RecordError: its history cannot be read; the message names file and line and what to do.
    """
    if held.earlier is None:
        return held
    path = path_of(folder, held.id)
    versions = tuple(_version(path, number, line) for number, line in _lines(path, held.earlier.length))
    if len(versions) < held.earlier.count:
        raise _unreadable(path, len(versions) + 1, f"it has {len(versions)} of {held.earlier.count} versions")
    return held.replace(earlier=None, versions=(*versions, *held.versions))


def _lines(path: Path, length: int) -> Iterator[tuple[int, bytes]]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, 1, (error.strerror or "unknown fault").lower()) from error
    # Where it was edited its length is another one, and all of it counts.
    told = body[:length] if body[length - 1 : length] == b"\n" else body
    for number, line in enumerate(told.split(b"\n"), 1):
        if line.strip():
            yield number, line


def _version(path: Path, number: int, line: bytes) -> Version:
    try:
        return msgspec.json.decode(line, type=Version)
    except FAULTS as error:
        older = as_of_today(b'{"versions":[%s]}' % line)
        if older is not None:
            return _version(path, number, older.removeprefix(b'{"versions":[').removesuffix(b"]}"))
        raise _unreadable(path, number, fault_of(error)) from error


def _unreadable(path: Path, number: int, fault: str) -> RecordError:
    remedy = f"restore it, for instance with: git checkout -- {path}"
    return RecordError(f"{path}:{number} cannot be read: {fault}; {remedy}")
