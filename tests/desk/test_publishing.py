"""A notice is written whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from explainer.desk.drafts import Draft, Drafts, NotKeptError
from explainer.desk.publishing import ChangedElsewhereError, Pending, write
from tests.conftest import NOW


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def everything(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("base", [None, "old"])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str | None) -> None:
    if base is not None:
        (tmp_path / "a.yml").write_text(base)
    before = everything(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotKeptError, match=r"a\.yml could not be written: the disk is full"):
        write(tmp_path, "a.yml", base, "new")
    assert everything(tmp_path) == before


@pytest.mark.parametrize(("base", "there"), [(None, "theirs"), ("old", "theirs"), ("old", None)])
def test_what_somebody_else_wrote_is_never_written_over(tmp_path: Path, base: str | None, there: str | None) -> None:
    if there is not None:
        (tmp_path / "a.yml").write_text(there)
    with pytest.raises(ChangedElsewhereError) as found:
        write(tmp_path, "a.yml", base, "mine")
    assert found.value.other == there
    assert everything(tmp_path) == ({} if there is None else {"a.yml": there})


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    write(tmp_path, "a.yml", "\ufeffa: 1\r\n", "\ufeffa: 2\r\n")
    assert (tmp_path / "a.yml").read_bytes() == b"\xef\xbb\xbfa: 2\r\n"


def test_a_draft_is_the_last_whole_one_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(tmp_path)
    kept = drafts.keep(Draft(id="late", opened=NOW, saved=NOW, typed={"place": ("East",)}))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotKeptError, match="the disk is full"):
        drafts.keep(kept.replace(typed={"place": ("West",)}))
    assert drafts.get("late") == kept
    assert [path.name for path in drafts.folder.iterdir()] == ["late.json"]


@pytest.mark.parametrize("name", ["../late", "late.yml", "", "a/b", "A", "a" * 200])
def test_no_name_leads_out_of_the_folder_of_drafts(tmp_path: Path, name: str) -> None:
    (tmp_path / ".explainer").mkdir()
    (tmp_path / ".explainer/late.json").write_text("{}")
    assert Drafts(tmp_path).get(name) is None


def test_a_broken_draft_hides_no_other(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep(Draft(id="late", opened=NOW, saved=NOW))
    (drafts.folder / "torn.json").write_text("{")
    assert [one.id for one in drafts.all()] == ["late"]


def test_what_is_written_and_not_out_is_remembered(tmp_path: Path) -> None:
    Pending(tmp_path).add(["b.yml"])
    Pending(tmp_path).add(["a.yml"])
    assert Pending(tmp_path).files() == ("a.yml", "b.yml")
    Pending(tmp_path).drop("a.yml")
    assert Pending(tmp_path).files() == ("b.yml",)
    Pending(tmp_path).clear()
    assert Pending(tmp_path).files() == ()
