"""A copy of the repository to work in: what a recipe of the documentation says is done there, and looked at."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

WORKED_ON = ("explainer", "docs", "tests", "fuzz", "scripts", "content", "ops_feeds")
LEFT = shutil.ignore_patterns("__pycache__", "vendor", "recorded")


@dataclass(frozen=True)
class Workshop:
    """The copy at ``root``. Its own ``explainer`` is the one that runs there."""

    root: Path

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, words: str) -> None:
        """Make a file, or another of it."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(words, encoding="utf-8")

    def insert(self, path: str, after: str, words: str) -> None:
        """Put lines behind the first line that matches ``after``."""
        found = re.search(rf"^.*{after}.*\n", self.read(path), re.MULTILINE)
        assert found, f"{path} has no line like “{after}”"
        self.write(path, self.read(path)[: found.end()] + words + self.read(path)[found.end() :])

    def run(self, *command: str, cwd: str = ".") -> subprocess.CompletedProcess[str]:
        """``python -m`` with these words, on the copy."""
        env = {**os.environ, "PYTHONPATH": os.fspath(self.root), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""}
        return subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-m", *command], cwd=self.root / cwd, env=env, capture_output=True, text=True, check=False
        )

    def tests(self, *which: str) -> subprocess.CompletedProcess[str]:
        """Tests of the copy."""
        return self.run("pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *which)


def opened(folder: Path) -> Workshop:
    """A fresh copy in an empty folder."""
    for name in WORKED_ON:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT)
    for path in (ROOT / "mkdocs.yml", ROOT / "pyproject.toml", *ROOT.glob("*.md")):
        shutil.copy(path, folder)
    return Workshop(folder)


@dataclass(frozen=True)
class Recipe:
    """One paragraph of “How to add …” in ``docs/architecture.md``."""

    words: str

    def file(self, *parts: str, suffix: str = "") -> str:
        """The one file or folder that the recipe names whose path holds these parts and ends so."""
        named: set[str] = set(re.findall(r"`((?:explainer|docs|tests)/[\w./<>-]+)`", self.words))
        [found] = [path for path in named if all(part in path for part in parts) and path.endswith(suffix)]
        return found


def recipe(name: str) -> Recipe:
    """The recipe that opens with “A format.”, “An option of …”."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    found = re.search(rf"^\*\*{name}\b.*?(?=^\*\*An? |^## )", page, re.DOTALL | re.MULTILINE)
    assert found, f"docs/architecture.md has no recipe “{name}”"
    return Recipe(found[0])
