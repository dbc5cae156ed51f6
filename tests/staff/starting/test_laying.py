"""A new site is laid down whole or not at all, and never over what is there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from explainer.commands.main import run
from explainer.errors import ExplainerError
from explainer.staff.starting import laying
from explainer.staff.starting.laying import OccupiedError, lay_out

FILES = {"mkdocs.yml": "a: 1\n", "content/index.md": "# Now\n", "ops_feeds/bulletins/.gitkeep": ""}


def there(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "before", [None, {}, {"notes.txt": "mine\n", ".git/HEAD": "ref\n", "content/photo.md": "me\n"}]
)
def test_it_is_laid_where_nothing_of_it_is_there_yet(tmp_path: Path, before: dict[str, str] | None) -> None:
    folder = tmp_path / "a house" / "größe"
    if before is not None:
        folder.mkdir(parents=True)
    for path, text in (before or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    lay_out(folder, FILES)
    assert there(folder) == {**FILES, **(before or {})}
    assert [path.name for path in folder.parent.iterdir()] == ["größe"]
    assert folder.stat().st_mode & 0o777 == 0o777 & ~_umask()


def test_whoever_stands_in_the_empty_folder_stands_in_the_site_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["new", ".", "--for", "bank", "--name", "Hansa Bank", "--zone", "Europe/Berlin", "--phone", "030 1"]
    assert run(arguments) == 0
    told = capsys.readouterr().out
    assert Path("mkdocs.yml").is_file()
    assert "explainer check" in told
    assert "cd " not in told
    assert run(["check"]) == 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("taken", ["content/index.md", "content", "ops_feeds/bulletins/.gitkeep"])
def test_what_is_there_is_named_and_left_alone(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / taken).write_text("mine")
    with pytest.raises(OccupiedError, match="would write over: ") as error:
        lay_out(tmp_path, FILES)
    assert taken in str(error.value)
    assert there(tmp_path) == {taken: "mine"}


def test_a_site_and_a_file_are_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("a: 1\n")
    for place, why in ((tmp_path, "holds a site already"), (tmp_path / "mkdocs.yml", "is a file")):
        with pytest.raises(OccupiedError, match=why):
            laying.refuse_what_is_no_folder(place)


@pytest.mark.parametrize(("stands", "after"), [(False, 0), (False, 2), (True, 0), (True, 3), (True, 4), (True, 5)])
def test_a_full_disk_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stands: bool, after: int
) -> None:
    folder, mine = tmp_path / "site", {"notes.txt": "mine"} if stands else {}
    for path, text in mine.items():
        folder.mkdir()
        (folder / path).write_text(text)
    written: list[int] = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "disk")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExplainerError, match="disk cannot be written: no space left"):
        lay_out(folder, FILES)
    assert (there(folder) if stands else list(tmp_path.iterdir())) == (mine or [])
    assert not (folder / "content").exists()


def test_what_comes_to_be_meanwhile_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    monkeypatch.setattr(laying, "_refuse_to_write_over", lambda *_: None)
    (tmp_path / "mkdocs.yml").write_text("theirs")
    with pytest.raises(ExplainerError, match="file exists"):
        lay_out(tmp_path, FILES)
    assert there(tmp_path) == {"notes.txt": "mine", "mkdocs.yml": "theirs"}
