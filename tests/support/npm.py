"""Programs of the Node registry that tests try against, each locked with its digest in ``tests/node``."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = ROOT / "tests/node"


def installed() -> Path:
    """Their folder; the test is skipped, and says why, where they cannot be had."""
    found = _installed()
    if isinstance(found, str):
        pytest.skip(f"NOT TRIED: {found}")
    return found


@cache
def _installed() -> Path | str:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "Node and npm are not on this machine"
    digest = hashlib.sha256((LOCKED / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = ROOT / ".tools" / f"npm-{digest}"
    if not folder.exists():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.copytree(LOCKED, making)
        told = subprocess.run(  # noqa: S603 - with the digests of the lock
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=making,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        if told.returncode:
            shutil.rmtree(making)
            return f"the Node registry cannot be reached: {told.stderr.strip()[-300:]}"
        try:
            making.rename(folder)
        except OSError:  # another run was faster
            shutil.rmtree(making)
    return folder / "node_modules"
