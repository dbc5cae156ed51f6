"""What a cycle costs once a record is ten years old: `python -m bench.years 100000`, beside the same site with 100.

Every disruption that is over was put away by the same code as at a customer's, spread evenly over ten years; a hundred
feeds' worth of news is open as ever. Then one item changes, and it is fetched, in pairs: the small site, the large one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.measure import Cost, python, run
from bench.sites import START, Site, Size
from explainer.model.history import Held, Record, Version
from explainer.model.settled import Over
from explainer.model.vocabulary import Ending, Status
from explainer.picture.at_hand import NEWEST
from explainer.picture.settling import GRACE
from explainer.record import settling, store

SMALL = 100
TEN_YEARS = timedelta(days=3652)
_AT_ONCE = 1_000
_OPEN = Size(explainers=25, disruptions=200)
"""Of which one in five is open."""

_READ = "from pathlib import Path; from explainer.record.reader import Reader; Reader().read(Path('{folder}'))"
_COUNTED = """
import sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from explainer.commands.main import run
assert not run({command!r})
print(sum("/recorded/" in path and not path.endswith(".tmp") for path in opened))
"""


@contextmanager
def unsynced() -> Iterator[None]:
    """While years are made up nothing is at stake: files are not synced."""
    synced = os.fsync
    os.fsync = lambda fd: None  # noqa: ARG005 - named as the one that it stands for
    try:
        yield
    finally:
        os.fsync = synced


def grow(folder: Path, amount: int, now: datetime) -> None:
    """Put so many disruptions that are over into a record, spread evenly over the ten years before ``now``."""
    record = store.read(folder)
    pattern = next(held for key, held in sorted(record.held.items()) if key.startswith("road.")).latest
    with unsynced():
        for first in range(0, amount, _AT_ONCE):
            numbers = range(first, min(amount, first + _AT_ONCE))
            some = [_ended(pattern, n, now - TEN_YEARS * ((n + 1) / amount)) for n in numbers]
            store.write(folder, Record(), Record(held={one.id: one for one, _ in some}))
            old = [over for number, over in zip(numbers, some, strict=True) if number >= NEWEST]
            settling.settle(folder, {one.id: over for one, over in old if now - over.judged_at > GRACE})


def _ended(pattern: Any, number: int, at: datetime) -> tuple[Held, Over]:
    """One that was open for three hours until ``at``, in three versions."""
    native = f"past-{number:06}"
    said = pattern.replace(id=f"road.{native}", origin=pattern.origin.replace(native_id=native, native_version=""))
    steps = ((Status.ACTIVE, 180), (Status.MONITORING, 60), (Status.RESOLVED, 0))
    versions = tuple(
        Version(
            accepted_at=at - timedelta(minutes=ago),
            disruption=said.replace(status=status, updated_at=at - timedelta(minutes=ago)),
        )
        for status, ago in steps
    )
    over = Over(judged_at=at, month=f"{at:%Y-%m}", ended_at=at, ended_by=Ending.STATED)
    return Held(id=said.id, versions=versions), over


def site_of(root: Path, amount: int) -> Site:
    """A site with so many disruptions behind it."""
    root.mkdir()
    site = Site.make(root, _OPEN)
    site.fetch()
    grow(_recorded(site), amount, START)
    site.fetch("quiet")
    return site


def _recorded(site: Site) -> Path:
    return site.root / "ops_feeds/recorded"


# What it costs


def measured(root: Path, amount: int, rounds: int, refresh: bool) -> dict[str, Any]:
    """What a fetch with one change, and reading the record in brief, cost on both sites, and how often as much."""
    sites = {many: site_of(root / str(many), many) for many in (SMALL, amount)}
    if refresh:
        for site in sites.values():
            site.explainer("build")
    costs: dict[str, dict[int, list[Cost]]] = {}
    for _ in range(rounds):
        for many, site in sites.items():
            for step, cost in _round(site, refresh):
                costs.setdefault(step, {}).setdefault(many, []).append(cost)
    told = {step: _compared(by[SMALL], by[amount]) for step, by in costs.items()}
    return told | {
        "files_read": {many: _files_read(site) for many, site in sites.items()},
        "record": _kept(sites[amount]),
    }


def _round(site: Site, refresh: bool) -> Iterator[tuple[str, Cost]]:
    site.advance("quiet")
    yield "fetch", site.explainer("fetch")
    yield "read in brief", run(python("-c", _READ.format(folder=_recorded(site))), site.root)
    if refresh:
        yield "refresh", site.explainer("refresh")


def _compared(small: list[Cost], large: list[Cost]) -> dict[str, float]:
    pairs = list(zip(small, large, strict=True))
    return {
        "cpu_small": statistics.median(one.cpu for one in small),
        "cpu": statistics.median(one.cpu for one in large),
        "cpu_ratio": statistics.median(b.cpu / a.cpu for a, b in pairs),
        "memory": max(one.memory for one in large),
        "memory_ratio": statistics.median(b.memory / a.memory for a, b in pairs),
    }


def _files_read(site: Site) -> int:
    """How many files of the record a fetch with one change opens."""
    site.advance("quiet")
    command = ["fetch", "-f", str(site.root / "mkdocs.yml"), "--now", site.now.isoformat()]
    done = subprocess.run(  # noqa: S603 - our own words
        python("-c", _COUNTED.format(command=command)), cwd=site.root, capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1])


def _kept(site: Site) -> dict[str, int]:
    folder = _recorded(site)
    return {
        "at_hand": len(list((folder / "disruptions").glob("*.json"))),
        "index_bytes": sum(path.stat().st_size for path in (folder / "settled").glob("*.json")),
        "settled_files": sum(path.is_file() for path in (folder / "settled").rglob("*")),
    }


# One item that changes and changes


def long_history(root: Path, versions: int) -> dict[str, int]:
    """What one more version of an item with so many writes and makes a fetch read, in bytes."""
    folder = root / f"long-{versions}"
    pattern = Version(accepted_at=START, disruption=_pattern(root))
    name = pattern.disruption.id
    with unsynced():
        every = tuple(_step(pattern, number) for number in range(versions))
        store.write(folder, Record(), Record(held={name: Held(id=name, versions=every)}))
        history = folder / "histories" / f"{name}.jsonl"
        size, before = history.stat().st_size, store.read(folder)
        more = before.held[name].replace(versions=(*before.held[name].versions, _step(pattern, versions)))
        store.write(folder, before, replace(before, held={name: more}))
    head = (folder / "disruptions" / f"{name}.json").stat().st_size
    return {"added": history.stat().st_size - size, "rewritten": head, "history": history.stat().st_size}


def _pattern(root: Path) -> Any:
    folder = root / "pattern"
    if not folder.exists():
        folder.mkdir()
        Site.make(folder, _OPEN).fetch()
    held = store.read(folder / "ops_feeds/recorded").held
    return next(one for key, one in sorted(held.items()) if key.startswith("road.")).latest


def _step(pattern: Version, number: int) -> Version:
    at = START + timedelta(minutes=number)
    said = pattern.disruption
    words = tuple(text.replace(text=f"{text.text} Now {number % 97} minutes.") for text in said.description[:1])
    return Version(accepted_at=at, disruption=said.replace(updated_at=at, description=words))


# Git


def git_size(root: Path, commits: int, each: int = 10) -> dict[str, float]:
    """What git keeps of so many commits with ``each`` new versions, in MB: before and after ``git gc``."""
    folder = root / "git"
    recorded = folder / "ops_feeds/recorded"
    recorded.mkdir(parents=True)
    _git(folder, "init", "--quiet")
    pattern = Version(accepted_at=START, disruption=_pattern(root))
    said = pattern.disruption
    with unsynced():
        for number in range(commits):
            before = store.read(recorded)
            held = dict(before.held)
            for item in range(number * each, (number + 1) * each):
                native = f"item-{item % (2 * each):02}-{item // 1000:03}"  # twenty are open, and after a while others
                name = f"road.{native}"
                named = said.replace(id=name, origin=said.origin.replace(native_id=native))
                one = _step(pattern.replace(disruption=named), item)
                kept = held.get(name)
                held[name] = kept.replace(versions=(*kept.versions, one)) if kept else Held(id=name, versions=(one,))
            store.write(recorded, before, replace(before, held=held))
            _git(folder, "add", "--all")
            _git(folder, "commit", "--quiet", "--message", "Record the feeds")
    loose = _git_bytes(folder)
    _git(folder, "gc", "--quiet")
    text = sum(path.stat().st_size for path in recorded.rglob("*") if path.is_file())
    return {"loose": loose / 1e6, "packed": _git_bytes(folder) / 1e6, "record": text / 1e6}


def _git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Bench", "-c", "user.email=bench@localhost.invalid", "-c", "gc.auto=0"]
    command = ["git", *who, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _git_bytes(folder: Path) -> int:
    rows = dict(line.split(": ") for line in _git(folder, "count-objects", "-v").splitlines())
    return (int(rows["size"]) + int(rows["size-pack"])) * 1024


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when the large site costs at most 1.3 times as much, and less than 100 MB."""
    parser = argparse.ArgumentParser(prog="python -m bench.years", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("amount", type=int, help="how many disruptions are over")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--refresh", action="store_true", help="build both sites, and refresh them too")
    parser.add_argument(
        "--commits", type=int, default=1_000, help="of ten versions each, for the size of git’s history"
    )
    parser.add_argument("--versions", type=int, default=10_000, help="of one item")
    asked = parser.parse_args(arguments)
    root = Path(tempfile.mkdtemp(prefix="years-"))
    try:
        found = measured(root, asked.amount, asked.rounds, asked.refresh)
        found["long_history"] = {many: long_history(root, many) for many in (10, asked.versions)}
        found["git_mb"] = git_size(root, asked.commits)
    finally:
        shutil.rmtree(root)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    steps = [cost for cost in found.values() if "cpu_ratio" in cost]
    return int(any(cost["cpu_ratio"] > 1.3 or cost["memory_ratio"] > 1.3 or cost["memory"] > 100 for cost in steps))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
