"""The memory of a record: a short cut that never says anything else than the record does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.errors import RecordError
from explainer.model.derived import Record
from explainer.model.disruption import Disruption
from explainer.model.history import FeedRecord, Held, Version
from explainer.model.vocabulary import Status
from explainer.picture import build
from explainer.picture.model import Picture
from explainer.record import files as record_files
from explainer.record import store as records
from explainer.record.files import RecordFile, files
from explainer.record.memory import Memory
from tests.conftest import NOW
from tests.factory import SOURCES, make_disruption, make_record, make_system
from tests.support.values import plain

ROAD = replace(
    make_record([make_disruption("road", "a")]), feeds={"road": FeedRecord(feed="road", carried=("road.a",))}
)


def picture(record: Record) -> Picture:
    return build(make_system(), SOURCES, record, NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record that holds one disruption."""
    folder = tmp_path / "recorded"
    records.write(folder, Record(), ROAD)
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read and validated."""
    names: list[str] = []
    read = records.read_file

    def noted(file: RecordFile) -> object:
        names.append(Path(file.path).name)
        return read(file)

    monkeypatch.setattr(records, "read_file", noted)
    return names


def test_what_was_read_once_is_not_read_again(folder: Path, opened: list[str], tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    first = memory.read(folder)
    assert sorted(opened) == ["road.a.json", "road.json", "times.json"]
    opened.clear()
    assert memory.read(folder) == first
    assert opened == []


def test_the_next_process_need_not_read_it_either(folder: Path, opened: list[str], tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    first = memory.read(folder)
    memory.keep()
    opened.clear()
    again = Memory(tmp_path / "memory").read(folder)
    assert opened == []
    assert plain(again) == plain(first)


def test_a_changed_file_is_read_and_the_others_are_not(folder: Path, opened: list[str], tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    memory.read(folder)
    opened.clear()
    more = make_record([make_disruption("road", "a"), make_disruption("road", "b")])
    records.write(folder, ROAD, replace(ROAD, held={**more.held, **ROAD.held}))
    opened.clear()
    assert set(memory.read(folder).held) == {"road.a", "road.b"}
    assert opened == ["road.b.json"]


@pytest.mark.parametrize("change", ["a letter", "the time alone", "another file in its place"])
def test_no_change_of_a_file_escapes_it(folder: Path, opened: list[str], tmp_path: Path, change: str) -> None:
    memory = Memory(tmp_path / "memory")
    memory.read(folder)
    opened.clear()
    path = folder / "disruptions" / "road.a.json"
    body, stat = path.read_text(encoding="utf-8"), path.stat()
    if change == "a letter":
        path.write_text(body.replace("active", "ACTIVE").replace("ACTIVE", "active"), encoding="utf-8")
    elif change == "the time alone":
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    else:
        aside = path.with_name("aside")
        aside.write_text(body, encoding="utf-8")
        os.utime(aside, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        aside.replace(path)
    memory.read(folder)
    assert opened == ["road.a.json"]


def test_what_is_gone_is_forgotten(folder: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    memory.read(folder)
    (folder / "disruptions" / "road.a.json").unlink()
    assert not memory.read(folder).held


def test_a_file_that_goes_away_while_the_record_is_read_is_as_if_it_had_never_been(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(files(folder))
    (folder / "disruptions" / "road.a.json").unlink()
    monkeypatch.setattr(record_files, "files", lambda _: iter(found))
    assert not Memory(tmp_path / "memory").read(folder).held


def test_a_broken_record_is_as_broken_with_a_memory(folder: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    memory.read(folder)
    memory.keep()
    (folder / "disruptions" / "road.a.json").write_text("{", encoding="utf-8")
    for one in (memory, Memory(tmp_path / "memory")):
        with pytest.raises(RecordError, match=r"road\.a\.json cannot be read: .*git checkout"):
            one.read(folder)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def other(file: Path) -> None:
    file.write_text(json.dumps({"held": {}}), encoding="utf-8")


@pytest.mark.parametrize("spoil", [cut, other, Path.unlink, lambda file: file.write_bytes(b"")])
def test_a_spoilt_memory_is_no_memory_and_no_error(
    folder: Path, opened: list[str], tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    memory = Memory(tmp_path / "memory")
    first = memory.read(folder)
    memory.keep()
    spoil(tmp_path / "memory")
    opened.clear()
    assert plain(Memory(tmp_path / "memory").read(folder)) == plain(first)
    assert len(opened) == 3


def test_a_memory_that_cannot_be_kept_stops_nothing(folder: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "nowhere" / "memory")
    assert memory.read(folder).held
    memory.keep()


def test_keeping_the_same_again_writes_nothing(folder: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    memory.read(folder)
    memory.keep()
    written = (tmp_path / "memory").stat()
    for one in (memory, Memory(tmp_path / "memory")):
        one.read(folder)
        one.keep()
        assert (tmp_path / "memory").stat().st_ino == written.st_ino


# What a picture needs of a history


LIVES = st.lists(st.sampled_from([Status.ACTIVE, Status.RESOLVED, Status.CANCELLED]), min_size=1, max_size=7)


def lived(statuses: list[Status], absent: int | None) -> Held:
    """A disruption that had each status for a minute."""
    versions = tuple(
        Version(accepted_at=NOW - timedelta(minutes=60 - at), disruption=said(status, at))
        for at, status in enumerate(statuses)
    )
    return Held(id="road.a", versions=versions, absent_since=NOW - timedelta(minutes=absent) if absent else None)


def said(status: Status, at: int) -> Disruption:
    return make_disruption("road", "a", status=status, summary=f"Version {at}")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LIVES, st.none() | st.integers(1, 50))
def test_the_picture_of_a_shortened_history_is_the_picture_of_the_whole(
    tmp_path: Path, statuses: list[Status], absent: int | None
) -> None:
    held = lived(statuses, absent)
    whole = Record(feeds=ROAD.feeds, held={held.id: held}, times=ROAD.times)
    short = Record(feeds=ROAD.feeds, held={held.id: held.in_short()}, times=ROAD.times)
    assert picture(short) == picture(whole)
    assert len(held.in_short().versions) <= 4
    records.write(tmp_path / "recorded", Record(), whole)
    assert plain(picture(Memory(tmp_path / "memory").read(tmp_path / "recorded"))) == plain(picture(whole))
    (tmp_path / "recorded" / "disruptions" / "road.a.json").unlink()


def test_a_memory_does_not_grow_with_the_histories(tmp_path: Path) -> None:
    def size(versions: int) -> int:
        folder = tmp_path / str(versions)
        held = lived([Status.ACTIVE] * versions, None)
        records.write(folder, Record(), Record(held={held.id: held}))
        memory = Memory(tmp_path / f"memory {versions}")
        memory.read(folder)
        memory.keep()
        return (tmp_path / f"memory {versions}").stat().st_size

    assert size(55) < size(2) * 1.1


def test_a_record_that_is_no_folder_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "recorded").write_text("a file", encoding="utf-8")
    with pytest.raises(RecordError, match="cannot be read: not a directory; restore it"):
        Memory(tmp_path / "memory").read(tmp_path / "recorded")
