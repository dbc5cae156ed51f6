"""What systems do differently with files, in one place: holding one against other runs, and syncing a folder.

POSIX systems hold a file or a folder with flock(2), Windows a file with ``msvcrt.locking``. Either is let go when the
process ends, however it ends, so no run is kept out by one that died.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file, made if it is not there, as long as the block lasts; false, and not held, if another run holds it.

    Raises:
        OSError: when it can be neither opened nor made.
    """
    with path.open("a") as opened:
        yield _got(opened.fileno())


@contextmanager
def folder_held(folder: Path) -> Iterator[None]:
    """Hold a folder as long as the block lasts, once every other run has let it go.

    Windows can hold no folder, so there the hidden file ``.held`` in it is held instead.

    Raises:
        OSError: when it cannot be opened.
    """
    with _opened(folder) as handle:
        _await(handle)
        yield


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk; Windows does it by itself, and opens no folder.

    Raises:
        OSError: when it cannot be opened, or the disk fails.
    """
    if sys.platform != "win32":
        with _opened(folder) as handle:
            os.fsync(handle)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    if sys.platform == "win32":
        handle = os.open(folder / ".held", os.O_RDWR | os.O_CREAT)
    else:
        handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _got(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if isinstance(error, (BlockingIOError, PermissionError)):
            return False
        raise
    return True


def _await(handle: int) -> None:
    if sys.platform == "win32":
        while not _got(handle):
            time.sleep(0.05)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)
