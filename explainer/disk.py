"""What is done with files in one place: holding one against other runs, syncing, writing aside, exchanging.

POSIX systems hold a file or a folder with flock(2), Windows a file with ``msvcrt.locking``. Either is let go when the
process ends, however it ends, so no run is kept out by one that died.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

IS_INHERITED = sys.platform != "win32"
"""Whether a child that is given an open file holds what its parent held by it."""

_FAR = 1 << 30
"""Where Windows holds a file: behind all that stands in it, as nobody else may read what is held."""


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file, made if it is not there, as long as the block lasts; false, and not held, if another run holds it.

    Raises:
        OSError: when it can be neither opened nor made.
    """
    with path.open("a") as opened:
        yield is_had(opened.fileno())


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


def machine() -> str:
    """What this machine, or this container, is called."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def is_running(pid: int) -> bool:
    """Whether there may be such a process on this machine; Windows does not tell."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk; Windows does it by itself, and opens no folder.

    Raises:
        OSError: when it cannot be opened, or the disk fails.
    """
    if sys.platform != "win32":
        with _opened(folder) as handle:
            _sync_handle(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, with those that hold it, where there is none, and bring its name onto the disk.

    Raises:
        OSError: when it cannot be made.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


ONE_BY_ONE = 4
"""Up to how many files and folders each is synced for itself."""


def sync(paths: Collection[Path], where: Path) -> None:
    """Bring files, and the names in folders, onto the disk; all of them lie on the file system of ``where``.

    Each for itself where they are few, so that nobody else's data is waited for. Where they are many, the whole file
    system at once, if the system can: that waits for whatever anybody wrote there, and is still far quicker.

    Raises:
        OSError: when one cannot be opened, or the disk fails.
    """
    if len(paths) > ONE_BY_ONE and _synced_at_once(where):
        return
    for path in paths:
        if path.is_dir():
            sync_folder(path)
        else:
            _sync_file(path)


def sync_tree(folder: Path) -> None:
    """Bring a folder with all that is in it onto the disk.

    Raises:
        OSError: when something of it cannot be opened, or the disk fails.
    """
    if not _synced_at_once(folder):
        for here, _, names in os.walk(folder):
            sync([*(Path(here, name) for name in names), Path(here)], folder)


def _sync_file(path: Path) -> None:
    # Windows syncs only what may be written to.
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        _sync_handle(handle)
    finally:
        os.close(handle)


def _sync_handle(handle: int) -> None:
    if sys.platform == "darwin":
        # There, fsync(2) leaves it to the drive when it writes what it was given. Some file systems know only that.
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def _synced_at_once(folder: Path) -> bool:
    """Sync a whole file system with syncfs(2); False where that is not to be had."""
    if sys.platform != "linux":
        return False
    import ctypes  # here, because a refresh that changes nothing has no need of it

    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        return False
    with _opened(folder) as handle:
        if not libc.syncfs(handle):
            return True
    code = ctypes.get_errno()
    if code == errno.ENOSYS:
        return False
    raise OSError(code, os.strerror(code), os.fspath(folder))


def start_of_machine() -> str:
    """What is another after every start of the machine; empty where the system does not tell."""
    try:
        if sys.platform == "darwin":
            return _told_by_kernel(b"kern.bootsessionuuid")
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _told_by_kernel(name: bytes) -> str:
    import ctypes  # here, because other systems have no need of it

    size = ctypes.c_size_t(64)
    said = ctypes.create_string_buffer(size.value)
    failed = ctypes.CDLL(None).sysctlbyname(name, said, ctypes.byref(size), None, 0)
    return "" if failed else said.value.decode("ascii", "replace")


def capitals_count(folder: Path) -> bool:
    """Whether two names in a folder differ that differ in their capitals alone.

    Raises:
        OSError: when nothing can be written in it.
    """
    probe = folder / ".explainer-aside.case"
    probe.touch()
    try:
        return not probe.with_name(probe.name.upper()).exists()
    finally:
        probe.unlink(missing_ok=True)


def mount_of(path: Path) -> object:
    """What two files have in common that one rename can change over: their file system and, on Linux, their mount.

    Raises:
        OSError: when there is nothing at ``path``, or it cannot be looked at.
    """
    device = path.stat().st_dev
    try:
        handle = os.open(path, getattr(os, "O_PATH", os.O_RDONLY))
    except OSError:
        return device, ""
    try:
        told = Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii").split()
        return device, told[told.index("mnt_id:") + 1]
    except (OSError, ValueError):
        return device, ""
    finally:
        os.close(handle)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system say which file it is about, which it does not where a file is open."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or os.fspath(path)
        raise


@contextmanager
def written_aside(path: Path, body: bytes) -> Iterator[Path]:
    """A file beside ``path`` that holds ``body`` and is on the disk, for the block to put in its place by one rename.

    It has the rights of ``path``, or of any new file where there is none. Whatever the block leaves of it is removed;
    what a killed run left is written over. Whoever writes here at the same time must be kept out by `folder_held`.

    Raises:
        OSError: when the disk does not take it; nothing is left of it then.
    """
    aside = path.with_name(f".{path.name}.tmp")
    try:
        with aside.open("wb") as opened, naming(path):
            opened.write(body)
            opened.flush()
            _sync_handle(opened.fileno())
        with suppress(FileNotFoundError):
            aside.chmod(path.stat().st_mode & 0o7777)
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def added(path: Path, start: int, body: bytes) -> int:
    """Add ``body`` to the end of a file, made if it is not there, and return how long it is then; it is on the disk.

    The file is ``start`` bytes long as far as it is known. What lies beyond is cut off if a killed run may have left
    it: if it is a beginning of ``body``, or holds what a power cut leaves. Anything else somebody put there: it stays.

    Raises:
        OSError: when the disk does not take it; the next call will mend what is left.
    """
    with path.open("ab+") as opened, naming(path):
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, min(start, size) - 1))
        before, beyond = opened.read(min(start, 1)), opened.read()
        is_left = size >= start and before in (b"", b"\n") and (body.startswith(beyond) or b"\0" in beyond)
        if is_left:
            opened.truncate(start)
        end = opened.seek(0, os.SEEK_END)
        if end and not is_left:
            opened.seek(end - 1)
            body = body if opened.read(1) == b"\n" else b"\n" + body
        opened.write(body)
        opened.flush()
        _sync_handle(opened.fileno())
        return end + len(body)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two names with renameat2(2) or renamex_np(2); False where neither is to be had.

    Raises:
        OSError: with EXDEV when the two lie on different file systems, with EBUSY or others when one may not be moved.
    """
    if sys.platform == "win32":
        return False
    import ctypes  # here, because a refresh that changes nothing has no need of it

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
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), os.fspath(other))


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


def is_had(handle: int) -> bool:
    """Hold an open file until it is closed, unless another run does; whether it is held now.

    Raises:
        OSError: when the file system knows no holding.
    """
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
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
        while not is_had(handle):
            time.sleep(0.05)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)
