"""Telling people while a watch goes on: ``explainer notify`` in a process of its own, which holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

LONGEST = 300.0
"""Seconds after which it is ended. What it was sending then is sent again under the same id."""

MOST_SAID = 1_000


class Teller:
    """Whoever tells people for one watch: one process at a time, begun when something is to be sent."""

    def __init__(self, config_file: Path) -> None:
        self._config_file = config_file
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._said = ""
        self._began = 0.0
        self.trouble = ""

    def begin(self, time: float, now: datetime | None) -> None:
        """Begin, unless it is at work; ``time`` is by a steady clock, ``now`` the moment of a site that has its own."""
        if self._process is not None:
            return
        command = [sys.executable, "-m", "explainer", "notify", "-f", str(self._config_file)]
        command += ["--now", now.isoformat()] if now is not None else []
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
            )
        except OSError as error:
            self.trouble = f"nobody could be told: {error.strerror}"
            return
        self._began = time
        self._reader = threading.Thread(target=self._read, args=(self._process,), name="notify", daemon=True)
        self._reader.start()

    def heard(self, time: float) -> tuple[str, ...]:
        """What it said, once it has ended; one that goes on for too long is ended."""
        if self._process is None or self._reader is None:
            return ()
        if self._process.poll() is None or self._reader.is_alive():
            if time - self._began > LONGEST:
                self._process.kill()
            return ()
        code, self._process = self._process.returncode, None
        said = " ".join(self._said.split())[:MOST_SAID]
        if code and not said:
            said = f"telling people was ended after {LONGEST:.0f} s"
        self.trouble = said if code else ""
        return (said,) if said else ()

    def end(self) -> None:
        """End it, whatever it is at."""
        if self._process is not None:
            self._process.terminate()

    def _read(self, process: subprocess.Popen[str]) -> None:
        self._said = process.communicate()[0]
