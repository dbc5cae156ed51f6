"""What is released is one version, whole, and judged before anybody has it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

import explainer
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GIT = shutil.which("git") or "git"


def played(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603  # our own lines


# The version


def test_the_version_stands_in_one_place() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"] == {"path": "explainer/__init__.py"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", explainer.__version__)
    assert version("explainer") == explainer.__version__


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A repository at version 1.2.3, its one commit tagged v1.2.4."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "explainer").mkdir()
    shutil.copy(ROOT / "scripts/release-check", tmp_path / "scripts")
    (tmp_path / "explainer/__init__.py").write_text('__version__ = "1.2.3"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("## [Unreleased]\n", encoding="utf-8")
    us = [
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    ]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", "v1.2.4"]):
        assert not played([GIT, *us, *words], tmp_path).returncode
    return tmp_path


def test_a_tag_that_is_not_the_version_is_no_release(tagged: Path) -> None:
    done = played([str(tagged / "scripts/release-check")], Path("/"))
    assert done.returncode
    assert "the tag is v1.2.4 and explainer/__init__.py says 1.2.3" in done.stderr


def test_a_version_of_which_the_changelog_says_nothing_is_no_release(tagged: Path) -> None:
    (tagged / "explainer/__init__.py").write_text('__version__ = "1.2.4"\n', encoding="utf-8")
    done = played([str(tagged / "scripts/release-check")], Path("/"))
    assert done.returncode
    assert "CHANGELOG.md has no section for 1.2.4" in done.stderr


# What goes into it; `make release-check` builds it and tries it in an empty environment


def test_the_package_holds_every_file_of_its_folder() -> None:
    targets = PROJECT["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["packages"] == ["explainer"]
    assert "/explainer" in targets["sdist"]["include"]


def test_the_package_holds_what_people_read() -> None:
    targets = PROJECT["tool"]["hatch"]["build"]["targets"]
    read = {"docs", "README.md", "CHANGELOG.md"}
    assert targets["wheel"]["force-include"] == {name: f"explainer/{name}" for name in read}
    assert {f"/{name}" for name in read | {"LICENSE", "NOTICE"}} <= set(targets["sdist"]["include"])
    assert PROJECT["project"]["readme"] == "README.md"


def test_nothing_the_program_reads_is_left_out_because_git_ignores_it() -> None:
    """The builder leaves out what .gitignore names, and says nothing of it."""
    read = [path for path in (ROOT / "explainer").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {".py", ".html", ".css", ".js"} <= {path.suffix for path in read}
    ignored = played([GIT, "check-ignore", *map(str, read)], ROOT)
    assert ignored.stdout == ""
    assert ignored.returncode == 1, ignored.stderr


# What judges a commit before it is one


def hooks() -> dict[str, Any]:
    read = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    [local] = read["repos"]
    assert local["repo"] == "local", "a hook from elsewhere is another version than uv.lock names"
    return {hook["id"]: hook for hook in local["hooks"]}


def test_a_commit_is_judged_by_what_judges_it_later() -> None:
    linted = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert linted
    lines = [line.strip().replace("$(BIN)", ".venv/bin") for line in linted[1].splitlines()]
    assert [hook["entry"] for hook in hooks().values()] == [*lines, ".venv/bin/explainer check"]
    assert {hook["language"] for hook in hooks().values()} == {"system"}


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("content/system.yml", True),
        ("content/deicing.fr.md", True),
        ("ops_feeds/weather.yml", True),
        ("ops_feeds/bulletins/late-departures.yml", True),
        ("mkdocs.yml", True),
        ("ops_feeds/recorded/times/met.json", False),
        ("docs/staff.md", False),
    ],
)
def test_what_staff_write_is_checked_when_they_commit_it_and_the_record_is_not(path: str, checked: bool) -> None:
    assert bool(re.search(hooks()["explainer-check"]["files"], path)) is checked
