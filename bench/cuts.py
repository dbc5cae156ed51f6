"""``python -m bench.cuts [CUTS]``: the power is cut at random moments, and what the disk then holds is judged.

A small site on a file system of its own (ext4 in a file, mounted through a loop device) is fetched, refreshed and now
and then built, again and again. At random moments the file is copied as it is: what the machine had only in memory is
not in it, as after a cut of the power. Each copy is then mounted, as after a start of the machine, and judged:

- before anything runs, the published site is one of the versions that were published, whole; or the one before it;
- no file is empty; the record reads, and holds whatever was recorded before the cut;
- the next run, by itself, publishes a whole site: what a weave of everything makes of that record.

Needs root, a loop device and mkfs. All mounts are made in a namespace of their own, which ends with the process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from bench.measure import ROOT, environment
from explainer.record import store
from tests.support.site import Site, make_site

SIZE = "64M"
START = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
LATER = "2026-11-25T02:00:00+01:00"

_LONGEST = 1.5
"""Seconds between two cuts, at most: some publications, and a part of what the kernel waits before it writes."""

_BUILD_EVERY = 12
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Cut(NamedTuple):
    """What was found after one cut: in words what is wrong at once, and what is still wrong after the next run."""

    number: int
    empty: tuple[str, ...]
    wrong: tuple[str, ...]
    after: tuple[str, ...]


class Published(NamedTuple):
    """What a step of the work left: the site's files, and how many versions the record holds of each disruption."""

    files: dict[str, str]
    versions: dict[str, int]


def why_not() -> str:
    """Why the power cannot be cut on this machine, in words; empty when it can."""
    if sys.platform != "linux":
        return "needs the loop devices of Linux"
    if os.geteuid():
        return "needs root, to mount a file system of its own"
    lacking = [name for name in ("mkfs.ext4", "losetup", "mount", "unshare") if shutil.which(name) is None]
    if lacking:
        return f"needs {', '.join(lacking)}"
    if not Path("/dev/loop-control").exists():
        return "needs a loop device"
    return ""


# The work


def work(root: Path, log: Path) -> None:
    """Fetch, refresh and now and then build, for ever, and say after each step what there is to be found."""
    site, number = Site(root), 0
    with log.open("a", encoding="utf-8") as said:
        while True:
            number += 1
            site.met({"g1": f"Gale {number}", f"g{number % 7 + 2}": f"Storm {number}"})
            if number % _BUILD_EVERY == 0:
                site.write("content/about.md", f"# About\n\nThis is Pier One, {number}.\n")
            at = (START + timedelta(minutes=number)).isoformat()
            for command in ("fetch", "build" if number % _BUILD_EVERY == 0 else "refresh"):
                if code := site.run(command, now=at):
                    raise SystemExit(f"{command} exited with {code}")
                said.write(json.dumps(_found(site)) + "\n")
                said.flush()


def _found(site: Site) -> Published:
    record = store.read(site.root / "ops_feeds" / "recorded")
    return Published(site.files(), {name: len(held.versions) for name, held in record.held.items()})


# The cuts


def cuts(folder: Path, amount: int, kind: str = "ext4", seed: int = 11) -> list[Cut]:
    """Cut the power so often, and judge each time what the disk held."""
    chance = random.Random(seed)  # noqa: S311  # moments, not secrets
    image, log = folder / "disk", folder / "log"
    log.touch()
    _shell("truncate", "-s", SIZE if kind == "ext4" else "320M", image)
    _shell(f"mkfs.{kind}", "-q", image)
    taken: list[tuple[Path, int, int]] = []
    with _mounted(image, folder / "here") as (here, device):
        site = make_site(here / "site")
        if site.run("update"):
            raise SystemExit("the first update failed")
        _shell("sync", "-f", here)
        log.write_text(json.dumps(_found(site)) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "bench.cuts", "--work", str(site.root), str(log)]
        with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL) as worker:  # noqa: S603
            while _lines(log) < 3:
                time.sleep(0.05)
            for number in range(amount):
                time.sleep(chance.random() * _LONGEST)
                copy = folder / f"cut-{number}"
                # It stands still while the file is copied, so that the copy is of one moment.
                worker.send_signal(signal.SIGSTOP)
                _copied(image, copy, device)
                taken.append((copy, number, _lines(log)))
                worker.send_signal(signal.SIGCONT)
            known = _lines(log) + 2
            while _lines(log) < known and worker.poll() is None:
                time.sleep(0.05)
            if worker.poll() is not None:
                raise SystemExit("the work ended by itself")
            worker.kill()
    published = [Published(*json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()[:known]]
    return [_judged(copy, number, published, said) for copy, number, said in taken]


def _copied(image: Path, copy: Path, device: str) -> None:
    """Copy the file at a moment at which nothing was on its way to it."""
    for _ in range(100):
        before = _traffic(device)
        _shell("cp", "--sparse=always", image, copy)
        if before == _traffic(device) and before[1] == "0":
            return
        time.sleep(0.02)
    raise SystemExit("the disk never stood still")


def _traffic(device: str) -> tuple[str, str]:
    """How many writes the device has done, and how many requests are on their way."""
    fields = Path("/sys/block", device, "stat").read_text(encoding="ascii").split()
    return fields[4], fields[8]


def _judged(copy: Path, number: int, published: Sequence[Published], said: int) -> Cut:
    """Mount a copy, as after a start of the machine, and judge it before and after the next run."""
    with _mounted(copy, copy.parent / "there") as (there, _), _started_anew(copy.parent):
        site = Site(there / "site")
        empty = tuple(path for path in site.files() if not (site.root / "site" / path).stat().st_size)
        wrong = tuple(_wrong(site, published, said))
        after = tuple(_wrong_after(site))
    copy.unlink()
    return Cut(number, empty, wrong, after)


def _wrong(site: Site, published: Sequence[Published], said: int) -> Iterator[str]:
    # The step before the one that was said last may not be on the disk by its name alone: it is never promised more.
    if site.files() not in [step.files for step in published[: said + 2]]:
        yield "the site is no version that was published"
    try:
        record = _found(site).versions
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is to be found
        yield f"the record cannot be read: {error}"
        return
    lost = [name for name, count in published[said - 1].versions.items() if record.get(name, 0) < count]
    if lost:
        yield f"the record lost versions of {', '.join(lost)}"


def _wrong_after(site: Site) -> Iterator[str]:
    """What is wrong once the next run has done what it can by itself."""
    code, words = _quietly(lambda: site.run("update", now=LATER))
    if code:
        yield f"update exited with {code}: {words[-300:]}"
        return
    there = site.files()
    shutil.rmtree(site.root / "site")
    for folder in ("manifests", "versions"):
        shutil.rmtree(site.root / ".explainer" / folder)
    _quietly(lambda: site.run("refresh", now=LATER))
    if there != site.files():
        yield "the site is not what a weave of everything makes"


def _quietly(act: Callable[[], int]) -> tuple[int, str]:
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        return act(), said.getvalue()


# The disk


@contextmanager
def _mounted(image: Path, at: Path) -> Iterator[tuple[Path, str]]:
    """A file system in a file, mounted; and the name of its device."""
    at.mkdir(exist_ok=True)
    device = _shell("losetup", "--find", "--show", image).strip()
    try:
        _shell("mount", device, at)
        try:
            yield at, Path(device).name
        finally:
            _shell("umount", at)
    finally:
        _shell("losetup", "--detach", device)


@contextmanager
def _started_anew(folder: Path) -> Iterator[None]:
    """As after a start of the machine: the kernel says so by another number."""
    other = folder / "boot_id"
    other.write_text(f"{random.getrandbits(128):032x}\n", encoding="ascii")
    _shell("mount", "--bind", other, _BOOT)
    try:
        yield
    finally:
        _shell("umount", _BOOT)


def _shell(*words: str | Path) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603  # our own words


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Cut as often as asked, and say what was found; returns 0 when every cut left a whole site and record."""
    parser = argparse.ArgumentParser(prog="python -m bench.cuts", description="Cut the power, and judge what is left.")
    parser.add_argument("cuts", nargs="?", type=int, default=120, help="how often (default: 120)")
    parser.add_argument("--fs", default="ext4", choices=("ext4", "xfs", "btrfs"), help="the file system")
    parser.add_argument("--work", nargs=2, type=Path, metavar=("SITE", "LOG"), help=argparse.SUPPRESS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.work:
        work(*options.work)
    if reason := why_not():
        sys.stderr.write(f"bench.cuts {reason}\n")
        return 1
    if not options.inside:
        own = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "bench.cuts", "--inside"]
        command = [*own, str(options.cuts), "--fs", options.fs]
        return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode  # noqa: S603
    with tempfile.TemporaryDirectory(prefix="explainer-cuts-") as folder:
        found = _quietly_cut(Path(folder), options.cuts, options.fs)
    sys.stdout.write(told(found))
    return int(any(cut.wrong or cut.after for cut in found))


def _quietly_cut(folder: Path, amount: int, kind: str) -> list[Cut]:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return cuts(folder, amount, kind)


def told(found: Sequence[Cut]) -> str:
    """What was found, as lines for people."""
    rows = [f"cut {cut.number}: {'; '.join((*cut.wrong, *cut.after))}" for cut in found if cut.wrong or cut.after]
    empty = [len(cut.empty) for cut in found if cut.empty]
    rows += [
        f"{len(found)} cuts",
        f"{len(empty)} with empty files in the published site, at most {max(empty, default=0)}",
        f"{sum(not cut.wrong for cut in found)} left the old or the new site, whole, and lost nothing of the record",
        f"{sum(not cut.after for cut in found)} were whole after the next run, by itself",
    ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
