"""One run at a time, and no run kept out by one that died: the same on every system that Python runs on."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("many", [2, 20])
def test_few_files_are_synced_one_by_one_and_many_at_once_where_that_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, at_once: bool
) -> None:
    files = [tmp_path / str(number) for number in range(many)]
    for file in files:
        file.write_text("new", encoding="utf-8")
    synced: list[int] = []
    asked: list[Path] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    def asks(folder: Path) -> bool:
        asked.append(folder)
        return at_once

    monkeypatch.setattr(disk, "_synced_at_once", asks)
    disk.sync([*files, tmp_path], tmp_path)
    assert asked == ([tmp_path] if many > disk.ONE_BY_ONE else [])
    assert len(synced) == (0 if at_once and asked else many + 1)


def test_a_tree_is_synced_at_once_or_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "page").write_text("new", encoding="utf-8")
    disk.sync_tree(tmp_path)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(disk, "_synced_at_once", lambda _: False)
    disk.sync_tree(tmp_path)
    assert len(synced) == 3, "two folders and a file"


def test_a_folder_is_made_with_those_above_it_and_each_name_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    for _ in range(2):
        disk.make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]


def test_every_start_of_the_machine_is_told_by_the_same_words_until_the_next() -> None:
    assert disk.start_of_machine() == disk.start_of_machine()
