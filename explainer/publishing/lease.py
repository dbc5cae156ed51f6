"""One writer at a time: whoever publishes holds a small file at the destination, and says what it touches.

It is made and renewed by conditional puts, so two can never both hold it. Its age is told by the destination's clock,
so a clock that is wrong here takes it from nobody; and one that died holds it no longer than it said. What that one
touched is named in it, so whoever comes next knows of which files nothing is certain.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from explainer.publishing.destination import NOT_THERE, Destination, DestinationError, Held, RacedError
from explainer.publishing.hosts import KEPT_BACK

PATH = f"{KEPT_BACK}/lease.json"
PROOF = f"{KEPT_BACK}/proof"
"""A file that is there once and may not be made again: by it a store shows that it judges conditions."""

SECONDS = 90
"""How long it holds if it is not renewed."""

_MARGIN = 30
"""Seconds before its end at which nothing more is begun: longer than any request may take."""

_LOOK_EVERY = 1.0


class BusyError(DestinationError):
    """Another one publishes there."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What lies there: who holds it, for how many seconds after it was written, and what is being touched."""

    by: str
    nonce: str
    seconds: float
    touched: tuple[str, ...] = ()
    free: bool = False


class Lease:
    """A lease that is held; ``unsure`` are the paths that one before us may have left as anything."""

    def __init__(self, place: Destination, by: str, unsure: frozenset[str], seconds: float) -> None:
        self.unsure = unsure
        self._place = place
        self._by = by
        self._seconds = seconds
        self._touched: tuple[str, ...] = tuple(sorted(unsure))
        self._tag = ""
        self._until = 0.0
        self._lock = threading.Lock()
        self._lost: DestinationError | None = None

    def may_go_on(self) -> None:
        """Be asked before everything that changes the destination.

        Raises:
            DestinationError: when the lease may be another's by now.
        """
        if self._lost is not None:
            raise self._lost
        if time.monotonic() > self._until - min(_MARGIN, self._seconds / 3):
            raise BusyError(f"{self._place.where}: this run was held up so long that another may publish there by now")

    def touch(self, paths: Sequence[str]) -> None:
        """Note there what is going to change, before anything does."""
        with self._lock:
            self._touched = tuple(sorted({*self.unsure, *paths}))
            self._write(self._tag)

    def take(self, tag: str) -> None:
        """Write it for the first time, over what ``tag`` says.

        Raises:
            RacedError: when something else is there.
            DestinationError: when the place puts whatever is there, and so keeps nobody apart.
        """
        with self._lock:
            self._write(tag)
        if self._place.judges:
            with suppress(RacedError):  # as it should: something is there
                self._place.write(PROOF, b"", NOT_THERE)
                self._place.write(PROOF, b"", NOT_THERE)
                raise DestinationError(
                    f"{self._place.where} cannot keep two writers apart, as it puts under no condition; "
                    "let one machine alone publish there, and write one_machine: true"
                )

    def free(self, *, done: bool) -> None:
        """Give it up. Once ``done``, everything touched is as it should be; else the next run is told of it."""
        with self._lock:
            if done:
                self._touched = ()
            self._write(self._tag, free=True)

    def renew(self) -> None:
        """Hold it for longer; a failure is kept, and told by ``may_go_on``."""
        with self._lock, suppress(DestinationError):  # it may be reached again before the end
            try:
                self._write(self._tag)
            except RacedError as error:
                self._lost = error

    def _write(self, tag: str, *, free: bool = False) -> None:
        began = time.monotonic()
        note = Note(
            by=self._by, nonce=secrets.token_hex(8), seconds=self._seconds, touched=self._touched, free=free
        )  # the nonce makes every tag another, also where tags are digests
        try:
            self._tag = self._place.write(PATH, msgspec.json.encode(note), tag)
        except RacedError:
            # A request that was sent twice, as its answer was lost, fails the second time.
            there = self._place.read(PATH)
            if there is None or noted(there).nonce != note.nonce:
                raise
            self._tag = there.tag
        self._until = began + self._seconds


@contextmanager
def held(place: Destination, by: str, patience: float, seconds: float = SECONDS) -> Iterator[Lease]:
    """Hold the lease of a destination for the block; who left it behind by this very name is gone.

    A block that breaks off leaves what it touched in it, for the next run to read.

    Raises:
        BusyError: when another holds it for longer than ``patience``, in seconds.
    """
    lease = _taken(place, by, time.monotonic() + patience, seconds)
    stop = threading.Event()
    renewing = threading.Thread(target=_renew, args=(lease, stop, seconds / 4), daemon=True, name="lease")
    renewing.start()
    try:
        yield lease
    except BaseException:
        _end(renewing, stop)
        with suppress(DestinationError):  # what broke it off is told; this one ends by itself
            lease.free(done=False)
        raise
    _end(renewing, stop)
    lease.free(done=True)


def _end(renewing: threading.Thread, stop: threading.Event) -> None:
    stop.set()
    renewing.join()


def _renew(lease: Lease, stop: threading.Event, every: float) -> None:
    while not stop.wait(every):
        lease.renew()


def _taken(place: Destination, by: str, until: float, seconds: float) -> Lease:
    while True:
        there = place.read(PATH)
        note = noted(there) if there is not None else None
        if note is None or note.free or place.keeps_others_out or note.by == by or _is_over(place, note):
            lease = Lease(place, by, frozenset(note.touched if note is not None else ()), seconds)
            try:
                lease.take(there.tag if there is not None else NOT_THERE)
            except RacedError:
                note = None
            else:
                return lease
        if time.monotonic() >= until:
            who = f"“{note.by}”" if note is not None else "another run"
            raise BusyError(f"{place.where}: {who} is publishing there; try again when it is done")
        time.sleep(_LOOK_EVERY)


def _is_over(place: Destination, note: Note) -> bool:
    return place.age(PATH) > note.seconds


def noted(there: Held) -> Note:
    """What a lease says; one that nobody can read is held by nobody, and has touched nothing that is known."""
    try:
        return msgspec.json.decode(there.body, type=Note)
    except msgspec.DecodeError:
        return Note(by="", nonce="", seconds=SECONDS)
