"""A feed that is a file or a folder beside its declaration, and never one outside."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from explainer.fetch.web import Fetched, Limits, Outcome, Validators, fetch
from explainer.model.sources import Source
from tests.support.asking import LIMITS, bodies, reason, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ops_feeds"
    (made / "local").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return made


def read_file(folder: Path, file: str, limits: Limits = LIMITS) -> Outcome:
    source = Source(id="local", publisher="Us", format="bulletin", file=file)
    return fetch(source, folder, Validators(), limits)


def test_a_file_is_one_document(folder: Path) -> None:
    (folder / "local" / "tower.xml").write_bytes(b"<rss/>\r\n")
    outcome = read_file(folder, "local/tower.xml")
    assert bodies(outcome) == [b"<rss/>\r\n"]
    assert isinstance(outcome, Fetched)
    assert outcome.documents[0].name == "ops_feeds/local/tower.xml"


@pytest.mark.parametrize("file", ["bulletins", "bulletins/"])
def test_a_folder_is_each_file_in_it_by_name(folder: Path, file: str) -> None:
    (folder / "bulletins" / "drafts").mkdir(parents=True)
    for name in ("b.yml", "a.yml", "Z.yml", ".hidden.yml", "drafts/c.yml"):
        (folder / "bulletins" / name).write_text(name)
    outcome = read_file(folder, file)
    assert isinstance(outcome, Fetched)
    assert [document.name for document in outcome.documents] == [
        "ops_feeds/bulletins/Z.yml",
        "ops_feeds/bulletins/a.yml",
        "ops_feeds/bulletins/b.yml",
    ]


def test_an_empty_folder_is_quiet_and_not_a_failure(folder: Path) -> None:
    assert read_file(folder, "local") == Fetched(documents=())


@pytest.mark.parametrize("file", ["local/missing.xml", "missing/tower.xml", "local/\u2026.xml"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    assert reason(read_file(folder, file)) == f"{file} is not there"


@pytest.mark.parametrize("file", ["../secret.txt", "local/../../secret.txt", "/etc/passwd", "..", "/"])
def test_a_file_outside_the_folder_is_refused(folder: Path, file: str) -> None:
    assert reason(read_file(folder, file)) == f"{file} lies outside ops_feeds/"


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)
    (folder / "local" / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "local" / "tower.xml").write_bytes(b"<rss/>")
    assert reason(read_file(folder, "out.txt")) == "out.txt lies outside ops_feeds/"
    assert reason(read_file(folder, "up/secret.txt")) == "up/secret.txt lies outside ops_feeds/"
    assert told(read_file(folder, "local")) == [(b"", "local/out.txt lies outside ops_feeds/"), (b"<rss/>", "")]


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "tower.xml").write_bytes(b"<rss/>")
    (folder / "local" / "link.xml").symlink_to("../tower.xml")
    (folder / "circle").symlink_to("circle")
    assert bodies(read_file(folder, "local/link.xml")) == [b"<rss/>"]
    assert bodies(read_file(folder, "local")) == [b"<rss/>"]
    assert reason(read_file(folder, "circle")) == "circle is not there"


def test_a_file_over_the_cap_is_refused_and_so_is_a_folder(folder: Path) -> None:
    small = LIMITS.replace(largest=10)
    for name in ("a", "b"):
        (folder / "local" / name).write_bytes(bytes(6))
    assert bodies(read_file(folder, "local/a", small)) == [bytes(6)]
    assert told(read_file(folder, "local", small)) == [(bytes(6), ""), (b"", "local/b is too large")]


def test_of_a_folder_the_one_file_that_cannot_be_read_fails_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.yml", "b.yml"):
        (folder / "local" / name).write_bytes(name.encode())
    (folder / "local" / os.fsdecode(b"c\xff.yml")).write_bytes(b"c")
    read = Path.open

    def refusing(path: Path, *given: Any) -> Any:
        if path.name == "a.yml":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path, *given)

    monkeypatch.setattr(Path, "open", refusing)
    found = read_file(folder, "local")
    assert told(found) == [(b"", "local/a.yml cannot be read: permission denied"), (b"b.yml", ""), (b"c", "")]
    assert isinstance(found, Fetched)
    assert found.documents[2].name == "ops_feeds/local/c?.yml"
    before = found.sha256
    monkeypatch.undo()
    after = read_file(folder, "local")
    assert isinstance(after, Fetched)
    assert after.sha256 != before


def test_a_path_that_is_none_is_a_failure(folder: Path) -> None:
    assert reason(read_file(folder, "a\0b")) == "'a\\x00b' is not a path"
    assert reason(read_file(folder, "n" * 300)) == f"{'n' * 300} cannot be read: file name too long"


def test_a_file_that_may_not_be_looked_at_is_a_failure_and_not_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Path.stat

    def refused(path: Path, **how: bool) -> os.stat_result:
        if path.name == "late.xml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return looked(path, **how)

    for name in ("late.xml", "other.xml"):
        (folder / "local" / name).write_bytes(b"<x/>")
    monkeypatch.setattr(Path, "stat", refused)
    late = "local/late.xml cannot be read: permission denied"
    assert told(read_file(folder, "local")) == [(b"", late), (b"<x/>", "")]
    assert reason(read_file(folder, "local/late.xml")) == "local/late.xml cannot be read: permission denied"


def test_other_kinds_of_files_are_not_read(folder: Path) -> None:
    os.mkfifo(folder / "local" / "pipe")
    assert reason(read_file(folder, "local/pipe")) == "local/pipe is not a file"
    assert bodies(read_file(folder, "local")) == []
