"""One run at a time, and no run kept out by one that died: the same on every system that Python runs on."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from explainer import disk
from tests.conftest import ROOT

POSIX_ONLY = frozenset({"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty"})
HOLDS = "import sys; from pathlib import Path; from explainer import disk\nwith disk.{way}(Path(sys.argv[1])) as got: print(got, flush=True); sys.stdin.read()"


def started(way: str, path: Path, stdin: int) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 our own Python, our own words
        [sys.executable, "-c", HOLDS.format(way=way), str(path)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def another(way: str, path: Path) -> subprocess.Popen[str]:
    """Another process that holds ``path`` until its standard input ends; it has said so when this returns."""
    other = started(way, path, subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline()
    return other


def ended(other: subprocess.Popen[str]) -> None:
    with other:
        other.kill()


def test_a_file_that_another_run_holds_is_not_had_until_that_run_is_over(tmp_path: Path) -> None:
    other = another("held", tmp_path / "lock")
    with disk.held(tmp_path / "lock") as got:
        assert not got
    ended(other)
    with disk.held(tmp_path / "lock") as got:
        assert got


def test_a_folder_is_waited_for_and_had_when_the_run_that_holds_it_is_killed(tmp_path: Path) -> None:
    other = another("folder_held", tmp_path)
    waiting = started("folder_held", tmp_path, subprocess.DEVNULL)
    assert waiting.poll() is None
    ended(other)
    with waiting:
        assert waiting.communicate(timeout=30)[0] == "None\n"


def test_holding_leaves_what_stands_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("words", encoding="utf-8")
    with disk.held(tmp_path / "kept") as got:
        assert got
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "words"


def test_what_only_posix_has_is_imported_nowhere_else() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): names
        for path in sorted((ROOT / "explainer").rglob("*.py"))
        if (names := imported(path) & POSIX_ONLY)
    }
    assert found == {"explainer/disk.py": {"fcntl"}}


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
