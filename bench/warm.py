"""Cycles of a process that stays: what ``explainer watch`` does after a fetch, measured from within.

``python -m bench.warm ROOT`` reads one moment a line and answers each with what that cycle cost. It runs in a
process of its own, so that it keeps nothing of ours and we nothing of its.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.measure import BenchError, environment, python


def serve(root: Path) -> None:
    """Answer every moment on standard input with the cost of a cycle."""
    from explainer.commands.entry import collect_rarely
    from explainer.pipeline import Warm

    collect_rarely()
    warm = Warm(root)
    for line in sys.stdin:
        now = datetime.fromisoformat(line.strip())
        wall, cpu = time.perf_counter(), time.process_time()
        site = warm.refresh(now)
        cost = {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "changed": len(site.published.changed),
        }
        sys.stdout.write(json.dumps(cost) + "\n")
        sys.stdout.flush()


class WarmProcess:
    """That process, from the outside."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            python("-m", "bench.warm", str(root)),
            cwd=root,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def cycle(self, now: datetime) -> dict[str, float]:
        """One cycle at ``now``.

        Raises:
            BenchError: when the process has ended.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise BenchError("the warm process has no pipes")
        self._process.stdin.write(f"{now.isoformat()}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise BenchError("the warm process ended")
        cost: dict[str, float] = json.loads(line)
        return cost

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
