"""Whole processes and what they cost. Ratios are taken pair by pair, because only they survive a busy machine."""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

_LAUNCH = Path(__file__).with_name("launch.py")
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
_SIGNIFICANT = 4


class BenchError(Exception):
    """A command failed, or did not do what was to be measured; nothing it cost may be told."""


@dataclass(frozen=True)
class Cost:
    """What one process cost from start to exit: CPU is user and system, memory its peak in MB."""

    cpu: float
    wall: float
    memory: float


def environment() -> dict[str, str]:
    """Ours, with this checkout first and compiled modules kept, as on any machine that runs a command twice."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    paths = [str(ROOT), *filter(None, [env.get("PYTHONPATH", "")])]
    return {**env, "PYTHONPATH": os.pathsep.join(paths), "NO_MKDOCS_2_WARNING": "1"}


def python(*arguments: str) -> list[str]:
    """A command line of the Python that runs us."""
    return [sys.executable, *arguments]


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end.

    Raises:
        BenchError: when it fails, with the end of what it said.
    """
    reader, writer = os.pipe()
    with tempfile.TemporaryFile() as said, os.fdopen(reader) as report:
        try:
            subprocess.run(  # noqa: S603 - our own command lines
                [sys.executable, "-I", "-S", str(_LAUNCH), str(writer), *command],
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                pass_fds=(writer,),
                check=False,
            )
        finally:
            os.close(writer)
        code, *figures = report.read().split() or ["no report"]
        if code != "0":
            said.seek(0)
            words = said.read().decode("utf-8", "replace")[-2000:]
            raise BenchError(f"{' '.join(command)} exited with {code}:\n{words}")
    cpu, wall, memory = map(float, figures)
    return Cost(cpu=cpu, wall=wall, memory=memory * _MAXRSS_UNIT / 1_000_000)


def spread(values: Iterable[float]) -> dict[str, float]:
    """Median, least and most."""
    every = list(values)
    return {"median": _short(statistics.median(every)), "min": _short(min(every)), "max": _short(max(every))}


def over(dear: Sequence[float], cheap: Sequence[Sequence[float]]) -> dict[str, float]:
    """How many times ``cheap`` goes into ``dear``, each only with those of its own round."""
    return spread(one / other for one, others in zip(dear, cheap, strict=True) for other in others)


def costs(measured: Sequence[Cost]) -> dict[str, Any]:
    """The spreads of some runs of one command."""
    return {
        "cpu_seconds": spread(cost.cpu for cost in measured),
        "wall_seconds": spread(cost.wall for cost in measured),
        "memory_mb": spread(cost.memory for cost in measured),
        "runs": len(measured),
    }


def _short(value: float) -> float:
    return float(f"{value:.{_SIGNIFICANT}g}")


# Files


@dataclass(frozen=True)
class Snapshot:
    """Every file of a tree with its bytes' digest and its modification time."""

    files: Mapping[str, tuple[bytes, int]]

    @classmethod
    def of(cls, folder: Path) -> Snapshot:
        """The tree as it is now."""
        found: dict[str, tuple[bytes, int]] = {}
        top = folder.resolve()
        for here, _, names in os.walk(top):
            for name in names:
                path = Path(here, name)
                digest = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
                found[path.relative_to(top).as_posix()] = (digest, path.stat().st_mtime_ns)
        return cls(found)

    def changed(self, after: Snapshot) -> dict[str, int]:
        """How many files a step changed, how many of them pages, and how many it only gave a new time."""
        every = self.files.keys() | after.files.keys()
        other = {path for path in every if self._digest(path) != after._digest(path)}
        retimed = [path for path in every - other if self.files[path][1] != after.files[path][1]]
        return {
            "files": len(other),
            "pages": sum(path.endswith(".html") for path in other),
            "of": len(after.files),
            "same_bytes_new_time": len(retimed),
        }

    def _digest(self, path: str) -> bytes | None:
        return self.files[path][0] if path in self.files else None
