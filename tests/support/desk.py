"""The desk of a site as a program of its own, as a press officer starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

NIGHT = "2026-11-20T18:24:00+01:00"


@dataclass(frozen=True)
class Running:
    """A desk that runs: the address with its key, and the program."""

    address: str
    program: subprocess.Popen[str]

    @property
    def base(self) -> str:
        """The address without the key."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def session(self) -> requests.Session:
        """Somebody who was let in, without a browser."""
        session = requests.Session()
        session.get(self.address, timeout=20).raise_for_status()
        return session

    def post(
        self, session: requests.Session, path: str, fields: Mapping[str, str], **headers: str
    ) -> requests.Response:
        """What a form of the desk sends."""
        ours = {"Origin": self.base, "Sec-Fetch-Site": "same-origin", **headers}
        return session.post(self.base + path, data=fields, headers=ours, timeout=60, allow_redirects=False)


@contextmanager
def desk(root: Path, now: str = NIGHT, **environment: str) -> Iterator[Running]:
    """The desk of a site, at a moment that stands still."""
    command = [sys.executable, "-m", "explainer", "desk", "-f", str(root / "mkdocs.yml"), "--now", now]
    program = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )
    try:
        assert program.stdout is not None
        said = program.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + program.stdout.read()
        yield Running(found[0], program)
    finally:
        program.kill()
        program.communicate()
