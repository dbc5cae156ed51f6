"""A full build in a process of its own, beside which feeds are asked, recorded and woven into the pages as they were.

It works under the hold of this run, which keeps every other one out until it has ended. Only while it puts its pages in
the place of those before does it take its turn with the cycles of this run (``pipeline.TURN``).
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from explainer.site.alone import alone

MOST_SAID = 2_000
"""Characters of what a build says that are told."""


class Built(NamedTuple):
    """What came of a build: why it failed, in its words, or how many files it changed."""

    error: str = ""
    changed: int = 0


class Building:
    """A build that is at work, from when it is made.

    Raises:
        BusyError: when another run is at work on the site.
        OSError: when it cannot be started.
    """

    def __init__(self, config_file: Path, stamp: str, now: datetime | None) -> None:
        self.stamp = stamp
        self._said = ("", "")
        command = [sys.executable, "-m", "explainer", "build", "-f", str(config_file)]
        command += ["--now", now.isoformat()] if now is not None else []
        with ExitStack() as holding:
            held = holding.enter_context(alone(config_file.resolve().parent, 0))
            self._process = subprocess.Popen(  # noqa: S603  # our own
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **held.of_child()
            )
            self._holding = holding.pop_all()
        self._reader = threading.Thread(target=self._read, name="build", daemon=True)
        self._reader.start()

    def ended(self) -> Built | None:
        """What came of it; None while it is at work."""
        if self._process.poll() is None or self._reader.is_alive():
            return None
        self._holding.close()
        out, err = self._said
        if self._process.returncode:
            return Built(error=" ".join((err or out).split())[:MOST_SAID] or "the build failed")
        told = re.search(r"(\d+) files? changed", out)
        return Built(changed=int(told[1]) if told else 0)

    def end(self) -> None:
        """End it, whatever it is at; what is published is whole all the same."""
        self._process.terminate()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._holding.close()

    def _read(self) -> None:
        self._said = self._process.communicate()
