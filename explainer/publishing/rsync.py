"""A machine with rsync as a destination: over SSH, ``user@host:folder/``, or a daemon's, ``rsync://host/module/``.

Each step is one run of rsync, with the names of the files that travel and no other, so nothing is ever deleted that is
not ours. rsync compares nothing under a condition: runs of this machine keep one another out, those of several can only
see one another. How a machine is reached, its keys and its passwords, rsync and ssh know by themselves.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from explainer.model.vocabulary import Compression
from explainer.publishing.destination import ANY, NOT_THERE, DestinationError, Held, RacedError, Upload
from explainer.publishing.hosts import KEPT_BACK

_NOT_THERE = (23, 3)
"""rsync's exit codes for a file that is not there."""

_MISSING = "failed: No such file or directory"
_ANSWER_WITHIN = 20
_NAMED = ("--files-from=-", "--from0")
"""The names of files come in on standard input, whatever they hold."""

_WHOLE = ("--checksum", "--delay-updates", "--mkpath", "--fsync", "--perms", "--chmod=D755,F644")
_LISTED = re.compile(r"^-\S+ +[\d.,]+ (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) (.*)$", re.MULTILINE)
_CLOCK = f"{KEPT_BACK}/clock"


class Rsync:
    """What one address names, the folder included."""

    judges = False
    keeps_others_out = False
    compression = Compression.BESIDE

    def __init__(self, address: str) -> None:
        self.where = address
        self._address = address.rstrip("/") + "/"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Rsync keeps nobody out; the lease says who is there."""
        if shutil.which("rsync") is None:
            raise DestinationError("rsync is not installed here")
        yield

    def read(self, path: str) -> Held | None:
        """A file of ours, fetched."""
        with tempfile.TemporaryDirectory() as folder:
            ran = self._run([self._address + path, f"{folder}/got"])
            if ran.returncode in _NOT_THERE and _MISSING in ran.stderr:
                return None
            self._judge(ran)
            body = Path(folder, "got").read_bytes()
        return Held(body, hashlib.sha256(body).hexdigest())

    def write(self, path: str, body: bytes, tag: str) -> str:
        """Read, compared and written: the best that rsync can do, and not at once."""
        there = self.read(path)
        if tag not in (ANY, there.tag if there is not None else NOT_THERE):
            raise RacedError(f"{self.where}: {path} was written by somebody else meanwhile")
        self._send({path: body})
        return hashlib.sha256(body).hexdigest()

    def age(self, path: str) -> float:
        """By the clock there, in which rsync tells when files came."""
        self._send({_CLOCK: b""})
        times = dict(self._listed((_CLOCK, path)))
        return (times[_CLOCK] - times[path]).total_seconds() if len(times) == 2 else 0.0

    def tags(self, paths: Collection[str]) -> Mapping[str, str]:
        """Files there have no tags; whether one is there is known."""
        return {path: ANY for path, _ in self._listed(paths)}

    def put(self, uploads: Sequence[Upload], may_go_on: Callable[[], None]) -> Mapping[str, str]:
        """All in one run, moved into their places at its end."""
        may_go_on()
        self._send({upload.object.path: upload.read for upload in uploads})
        return {}

    def remove(self, paths: Sequence[str], may_go_on: Callable[[], None]) -> None:
        """Named files only: rsync removes what it is told of and does not find here."""
        may_go_on()
        with tempfile.TemporaryDirectory() as folder:
            for path in paths:  # it looks for a file only where its folder is
                Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            self._judge(self._run(["--delete-missing-args", *_NAMED, f"{folder}/", self._address], paths))

    def _send(self, files: Mapping[str, bytes | Callable[[], bytes]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path, body in files.items():
                target = Path(folder, "files", path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body if isinstance(body, bytes) else body())
            self._judge(self._run([*_WHOLE, *_NAMED, f"{folder}/files/", self._address], files))

    def _listed(self, paths: Collection[str]) -> list[tuple[str, datetime]]:
        with tempfile.TemporaryDirectory() as folder:
            ran = self._run(["--list-only", "--relative", *_NAMED, self._address, f"{folder}/none"], paths)
        if ran.returncode not in (0, *_NOT_THERE):
            raise self._failure(ran)
        wanted = set(paths)
        return [
            (name, datetime.strptime(when, "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC))
            for when, name in _LISTED.findall(ran.stdout)
            if name in wanted
        ]

    def _run(self, words: Sequence[str], names: Collection[str] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  # no shell reads the words
            ["rsync", f"--timeout={_ANSWER_WITHIN}", *words],  # noqa: S607  # wherever this machine has it
            input="".join(f"{name}\0" for name in names),
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )

    def _judge(self, ran: subprocess.CompletedProcess[str]) -> None:
        if ran.returncode:
            raise self._failure(ran)

    def _failure(self, ran: subprocess.CompletedProcess[str]) -> DestinationError:
        said = next((line for line in ran.stderr.splitlines() if line.strip()), f"exit code {ran.returncode}")
        return DestinationError(f"{self.where} could not be written by rsync: {said[:200]}")
