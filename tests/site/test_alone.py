"""One run at a time on one site: who waits is told for whom, and nobody is held up by a run that died."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from explainer.errors import ExplainerError
from explainer.site import alone as alone_
from explainer.site.alone import LET_IN, LOCK, WAIT, BusyError, alone
from tests.conftest import ROOT

HOLDS = """
import subprocess, sys
from pathlib import Path
from explainer.site.alone import alone
sys.argv[:] = ["/usr/bin/mkdocs", "build", "--config-file", "https://user:secret@x"]
with alone(Path({root!r})) as held:
    {child}
    print("held", flush=True)
    sys.stdin.read()
"""
NO_CHILD = "pass"
SLEEPING_CHILD = "subprocess.Popen([sys.executable, '-c', 'import sys; sys.stdin.read()'], stdin=0, **held.of_child())"


def holding(root: Path, child: str = NO_CHILD) -> subprocess.Popen[str]:
    """Another process that holds a site until its standard input ends, or it is killed."""
    code = HOLDS.format(root=str(root), child=child)
    run = subprocess.Popen(  # noqa: S603 our own words
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "held\n"
    return run


def let_go(run: subprocess.Popen[str]) -> None:
    with run:
        run.kill()


def refused(root: Path, wait: float = 0) -> str:
    with pytest.raises(BusyError) as raised, alone(root, wait):
        pass
    return str(raised.value)


def test_whoever_is_refused_is_told_which_run_since_when_on_which_machine_and_nothing_secret(tmp_path: Path) -> None:
    run = holding(tmp_path)
    said = refused(tmp_path)
    assert said.startswith("another run is at work on this site: mkdocs build (process ")
    assert f"(process {run.pid} on " in said
    assert " UTC); try again when it is done, or wait longer, with EXPLAINER_WAIT=300" in said
    assert "secret" not in said
    let_go(run)


def test_a_run_that_was_killed_holds_nobody_up_whatever_it_left_written(tmp_path: Path) -> None:
    let_go(holding(tmp_path))
    assert "mkdocs build" in (tmp_path / ".explainer" / LOCK).read_text(encoding="utf-8")
    with alone(tmp_path, 0) as held:
        assert held.word


def test_a_run_is_waited_for_as_long_as_one_would_and_the_wait_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone_, "UNTOLD", 0.1)
    run = holding(tmp_path)
    told: list[str] = []
    threading.Timer(0.6, let_go, [run]).start()
    with alone(tmp_path, 20, told.append):
        assert len(told) == 1
    assert told[0].startswith("waiting, for 20 s at most, for mkdocs build (process ")
    run = holding(tmp_path)
    assert " after 0 s of waiting: mkdocs build" in refused(tmp_path, 0.2)
    let_go(run)


def test_threads_of_one_process_keep_each_other_out_too(tmp_path: Path) -> None:
    with alone(tmp_path, 0):
        refused(tmp_path)
    with alone(tmp_path, 0):
        pass


def test_a_child_is_let_in_by_the_word_of_the_hold_that_is_and_by_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = holding(tmp_path)
    word = (tmp_path / ".explainer" / LOCK).read_text(encoding="utf-8").partition('"word":"')[2].partition('"')[0]
    monkeypatch.setenv(LET_IN, word)
    with alone(tmp_path, 0) as held:
        assert held.of_child()["env"][LET_IN] == word
    let_go(run)
    run = holding(tmp_path)
    refused(tmp_path)
    for spoofed in ("", "1", str(run.pid), "{}"):
        monkeypatch.setenv(LET_IN, spoofed)
        refused(tmp_path)
    let_go(run)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands no hold on")
def test_a_child_that_works_on_when_its_parent_is_killed_keeps_others_out_until_it_ends(tmp_path: Path) -> None:
    run = holding(tmp_path, SLEEPING_CHILD)
    run.kill()
    refused(tmp_path)
    run.communicate(timeout=30)  # which ends the standard input of both
    with alone(tmp_path, 20):
        pass


def test_a_lock_that_was_deleted_while_it_was_held_is_made_anew_and_held_by_one(tmp_path: Path) -> None:
    lock = tmp_path / ".explainer" / LOCK
    with alone(tmp_path, 0):
        lock.unlink()
        with alone(tmp_path, 0):
            refused(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"command": 3}', "\xff\x00"])
def test_a_lock_that_holds_anything_else_tells_no_less_than_that_it_is_held(tmp_path: Path, text: str) -> None:
    with alone(tmp_path, 0):
        (tmp_path / ".explainer" / LOCK).write_text(text, encoding="latin-1")
        assert "a run that does not say what it is" in refused(tmp_path)


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "inf"])
def test_a_wait_that_is_no_number_of_seconds_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv(WAIT, said)
    with (
        pytest.raises(ExplainerError, match=f"EXPLAINER_WAIT is “{said}”, which is no number of seconds"),
        alone(tmp_path),
    ):
        pass
