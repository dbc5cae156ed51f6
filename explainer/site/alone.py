"""One run at a time on one site, whichever way it came in; whoever has to wait is told for whom.

A lock of the operating system on one file of the workspace keeps others out, and the system lets it go when a run ends,
however it ends. What the holder writes into that file says who it is, and no more: what a dead run left there holds
nobody up.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from explainer import disk
from explainer.declarations.places import workspace
from explainer.errors import ExplainerError, plain
from explainer.model.value import Value

LOCK = "lock"
"""The file in the workspace that is held."""

LET_IN = "EXPLAINER_LET_IN"
"""Tells a child which hold it works under: the word that its parent, which waits for it, wrote into the lock."""

WAIT = "EXPLAINER_WAIT"
"""How many seconds a run waits for another one, where its command does not say."""

USUALLY = 30.0
"""How many seconds it waits where nobody says. A refresh and most updates take less; a clock ticks every minute."""

UNTOLD = 1.0
"""Seconds of waiting that nobody needs to be told of."""

_PAUSES = (0.02, 0.05, 0.1, 0.2)
"""Seconds between two tries; the last for all that follow."""

Told = Callable[[str], object]


class BusyError(ExplainerError):
    """Another run is at work on the same site, and went on longer than this one would wait."""


class Holder(Value):
    """Who holds a site: what was called, its process, its machine, and the word that lets its children in."""

    command: str
    pid: int
    machine: str
    word: str


class Held(NamedTuple):
    """A hold, as long as it lasts; ``has_waited`` is whether another run was at work before it."""

    handle: int | None = None
    word: str = ""
    has_waited: bool = False

    def of_child(self) -> dict[str, Any]:
        """What to start a process with that is to work under this hold, beside its other environment.

        The hold then lasts until that process has ended too, even if this one is killed.
        """
        inherited = (self.handle,) if self.handle is not None and disk.IS_INHERITED else ()
        return {"env": {**os.environ, LET_IN: self.word}, "pass_fds": inherited}


@contextmanager
def alone(root: Path, wait: float | None = None, told: Told | None = None, aside: str = "") -> Iterator[Held]:
    """Keep every other run of this site out for as long as the block lasts.

    ``wait`` is how many seconds to wait for another run; ``told`` is told of it when that takes a while. ``aside`` is
    the folder of the workspace that is meant, if not all of it.

    Raises:
        BusyError: when another run is still at work then.
        OSError: when the lock can be neither opened nor made.
    """
    folder = workspace(root, aside)
    if not root.is_dir():
        raise ExplainerError(f"there is no folder {root}, so no site; name its mkdocs.yml with -f")
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / LOCK
    over = time.monotonic() + (usual_wait() if wait is None else wait)
    began, tries = time.monotonic(), 0
    while True:
        with _opened(lock) as handle:
            if disk.is_had(handle):
                if _is_at(handle, lock):
                    yield _signed(handle)._replace(has_waited=tries > 0)
                    return
                continue  # somebody deleted the file that was waited for
            holder = _holder(lock)
            if holder is not None and holder.word == os.environ.get(LET_IN):
                yield Held(word=holder.word)
                return
            left = over - time.monotonic()
            if left <= 0:
                raise BusyError(_busy(lock, time.monotonic() - began))
            if told is not None and time.monotonic() - began >= UNTOLD:
                told(f"waiting, for {left:.0f} s at most, for {_whom(lock)}")
                told = None
        time.sleep(min(left, _PAUSES[min(tries, len(_PAUSES) - 1)]))
        tries += 1


def usual_wait() -> float:
    """How many seconds a run waits for another one, as the environment says.

    Raises:
        ExplainerError: when it says something else than seconds.
    """
    said = os.environ.get(WAIT, "")
    try:
        read = float(said) if said else USUALLY
    except ValueError:
        read = -1
    if not 0 <= read < float("inf"):
        problem = f"{WAIT} is “{plain(said)}”, which is no number of seconds"
        raise ExplainerError(f"{problem}; write one such as 30, or unset it")
    return read


@contextmanager
def _opened(lock: Path) -> Iterator[int]:
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        yield handle
    finally:
        os.close(handle)


def _is_at(handle: int, lock: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), lock.stat())
    return False


def _signed(handle: int) -> Held:
    """Write who holds the site now; a disk that is full leaves that unsaid, and holds nobody up."""
    holder = Holder(command=_command(), pid=os.getpid(), machine=disk.machine(), word=os.urandom(8).hex())
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, msgspec.json.encode(holder) + b"\n")
    return Held(handle, holder.word)


def _command() -> str:
    """What was called, without its options, which may say what is nobody's business."""
    program = Path(sys.argv[0] if sys.argv else "")
    name = program.parent.name if program.stem == "__main__" else program.stem
    words = [word for word in sys.argv[1:2] if not word.startswith("-")]
    return plain(" ".join([name or "python", *words]), 60)


def _holder(lock: Path) -> Holder | None:
    """Who holds the site, as far as can be told."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode(lock.read_bytes(), type=Holder)
    return None


def _whom(lock: Path) -> str:
    holder = _holder(lock)
    if holder is None:
        return "a run that does not say what it is"
    since = ""
    with suppress(OSError, ValueError, OverflowError):
        since = f", since {datetime.fromtimestamp(int(lock.stat().st_mtime), UTC):%Y-%m-%d %H:%M:%S} UTC"
    return f"{plain(holder.command, 60)} (process {holder.pid} on {plain(holder.machine, 60)}{since})"


def _busy(lock: Path, waited: float) -> str:
    long = f" after {waited:.0f} s of waiting" if waited >= UNTOLD else ""
    remedy = f"try again when it is done, or wait longer, with {WAIT}=300"
    return f"another run is at work on this site{long}: {_whom(lock)}; {remedy}"
