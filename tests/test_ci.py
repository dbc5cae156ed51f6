"""What proves this repository's own code runs: on the oldest Python it promises and on the newest, and fails loudly."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.support.workflows import gitlab, workflow_of

OLDEST = "3.11.2"
RUN = Path(".ci") / "run"
CALLED = ("oldest-python", "package-index", "release-check")


def jobs() -> dict[str, Any]:
    found: dict[str, Any] = workflow_of("tests")["jobs"]
    return found


def lines(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


# The hosts' CI


def test_the_oldest_python_is_debian_12s_own_and_the_newest_is_whatever_there_is() -> None:
    assert jobs()["oldest"]["container"] == "debian:12"
    assert "python3 " in " ".join(lines(jobs()["oldest"]))
    [setup] = [step for step in jobs()["newest"]["steps"] if step.get("uses", "").startswith("actions/setup-python@")]
    assert setup["with"] == {"python-version": "3.x"}
    assert gitlab()["tests"]["parallel"]["matrix"] == [{"IMAGE": ["debian:12", "python:3"]}]
    assert gitlab()["tests"]["image"] == "$IMAGE"
    assert OLDEST in (ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8")
    assert OLDEST in (ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8")


def test_the_oldest_python_is_one_that_the_package_promises() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert declared == ">=3.11"
    assert OLDEST.startswith("3.11.")


def test_both_hosts_run_the_same_lines_and_every_one_is_there() -> None:
    assert lines(jobs()["oldest"]) == gitlab()["tests"]["script"]
    assert lines(jobs()["newest"]) == [str(RUN)]
    *prepared, run_last = lines(jobs()["oldest"])
    assert run_last == str(RUN)
    assert all(line.startswith("apt-get ") for line in prepared)
    assert workflow_of("tests")["env"] == gitlab()["tests"]["variables"]


def test_the_tests_run_for_every_change_but_the_record() -> None:
    on = workflow_of("tests")["on"]
    assert on["pull_request"] is None
    assert on["push"] == {"paths-ignore": ["ops_feeds/recorded/**"]}
    proposed, pushed, tagged = gitlab()["tests"]["rules"]
    assert proposed == gitlab()[".when"]["proposed"]
    assert tagged == {"if": "$CI_COMMIT_TAG"}
    patterns = [path.replace("**/*", "**") for path in pushed["changes"]]
    code = [path for folder in ("explainer", "tests", "bench", "fuzz") for path in (ROOT / folder).rglob("*.py")]
    read = [ROOT / name for name in ("Makefile", "pyproject.toml", "uv.lock", "README.md", "mkdocs.yml", RUN)]
    paths = [path.relative_to(ROOT).as_posix() for path in (*code, *read, *(ROOT / "docs").rglob("*.md"))]
    assert not [path for path in paths if not any(fnmatch(path, pattern) for pattern in patterns)]


def test_failing_tests_hold_no_news_up() -> None:
    assert gitlab()["tests"]["stage"] == gitlab()["stages"][-1]
    assert gitlab()["tests"]["needs"] == []


# .ci/run


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with .ci/run and stand-ins for what it calls, which note each call in ``called``."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / RUN, tmp_path / RUN)
    stand_in(tmp_path / "bin" / "make", 'echo "$@" >>called; test "$*" != "$FAILS"')
    for name in ("oldest-python", "package-index"):
        stand_in(tmp_path / "scripts" / name, f'test "$FAILS" != "{name}"')
    return tmp_path


def stand_in(path: Path, line: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def run(checkout: Path, fails: str, **more: str) -> tuple[int, list[str]]:
    """The exit code, and what was made; ``fails`` is what fails."""
    env = {"PATH": f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}", "FAILS": fails, **more}
    done = played(["bash", str(checkout / RUN)], Path("/"), env)
    return done.returncode, (checkout / "called").read_text(encoding="utf-8").splitlines()


def test_ci_runs_the_tests_then_tries_the_packages(checkout: Path) -> None:
    assert run(checkout, fails="") == (0, ["test", "audit", "docs", "release-check"])
    assert {"test", "audit", "docs", "test-oldest", "release-check"} <= targets()
    assert all(
        (ROOT / path).stat().st_mode & stat.S_IXUSR for path in (str(RUN), *(f"scripts/{name}" for name in CALLED))
    )


def test_ci_fails_when_any_of_them_fails(checkout: Path) -> None:
    code, made = run(checkout, fails="test")
    assert code
    assert made == ["test"]
    code, made = run(checkout, fails="audit")
    assert code
    assert made == ["test", "test", "audit"]
    code, _ = run(checkout, fails="release-check")
    assert code


def test_ci_does_without_trying_the_packages_where_none_can_be_had_unless_it_must(checkout: Path) -> None:
    assert run(checkout, fails="package-index") == (0, ["test", "audit", "docs"])
    (checkout / "called").unlink()
    assert run(checkout, fails="package-index", CI="true") == (0, ["test", "audit", "docs", "release-check"])


# make test


def made(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What make would do, without doing it."""
    done = played(["make", "--dry-run", *arguments], ROOT, {**os.environ, **(env or {})})
    assert not done.returncode, done.stderr
    return done.stdout


def played(command: list[str], cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own lines
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("told", ["-k silent", "tests/test_ci.py -k silent", "-k 'silent and unknown'"])
def test_one_test_is_run_alone_when_make_is_told_which(told: str) -> None:
    said = made("test", f"ARGS={told}")
    assert f".venv/bin/pytest {told}\n" in said
    assert "mypy" not in said


def test_arguments_left_in_the_environment_make_no_run_test_less() -> None:
    said = made("test", env={"ARGS": "tests/picture/test_picture.py"})
    assert "test_picture" not in said
    assert "--proofs quick\n" in said
    assert "mypy" in said
