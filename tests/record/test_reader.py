"""A record read in brief, again and again: a picture of it never says anything else than one of the whole record."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.errors import RecordError
from explainer.model.disruption import Disruption, Expected, Report, Update
from explainer.model.history import FeedRecord, Held, Record, Remembered, Version
from explainer.model.value import stated
from explainer.model.vocabulary import Outcome, State, Status
from explainer.picture import build
from explainer.picture.model import Picture
from explainer.record import decoding, store
from explainer.record import files as record_files
from explainer.record import reader as in_brief
from explainer.record.files import RecordFile, files
from explainer.record.reader import Reader
from tests.conftest import NOW
from tests.factory import SOURCES, make_disruption, make_record, make_system

ROAD = replace(
    make_record([make_disruption("road", "a")]), feeds={"road": FeedRecord(feed="road", carried=("road.a",))}
)


def picture(record: Remembered) -> Picture:
    return build(make_system(), SOURCES, record, NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record that holds one disruption."""
    folder = tmp_path / "recorded"
    store.write(folder, Record(), ROAD)
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []
    read = decoding.body_of

    def noted(file: RecordFile) -> bytes | None:
        names.append(Path(file.path).relative_to(Path(file.path).parents[1]).as_posix())
        return read(file)

    monkeypatch.setattr(in_brief, "body_of", noted)
    return names


def test_what_was_read_once_is_not_read_again(folder: Path, opened: list[str]) -> None:
    reader = Reader()
    first = reader.read(folder)
    assert sorted(opened) == [
        "disruptions/road.a.json",
        "feeds/road.json",
        *(f"times/{feed}.json" for feed in sorted(ROAD.times)),
    ]
    opened.clear()
    assert reader.read(folder) == first
    assert opened == []


def test_a_changed_file_is_read_and_the_others_are_not(folder: Path, opened: list[str]) -> None:
    reader = Reader()
    reader.read(folder)
    more = make_record([make_disruption("road", "a"), make_disruption("road", "b")])
    store.write(folder, ROAD, replace(ROAD, held={**more.held, **ROAD.held}))
    opened.clear()
    assert set(reader.read(folder).held) == {"road.a", "road.b"}
    assert opened == ["disruptions/road.b.json"]


@pytest.mark.parametrize("change", ["a letter", "the time alone", "another file in its place"])
def test_no_change_of_a_file_escapes_it(folder: Path, opened: list[str], change: str) -> None:
    reader = Reader()
    reader.read(folder)
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
    reader.read(folder)
    assert opened == ["disruptions/road.a.json"]


def test_what_is_gone_is_forgotten(folder: Path) -> None:
    reader = Reader()
    reader.read(folder)
    (folder / "disruptions" / "road.a.json").unlink()
    assert not reader.read(folder).held


def test_a_file_that_goes_away_while_the_record_is_read_is_as_if_it_had_never_been(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(files(folder))
    (folder / "disruptions" / "road.a.json").unlink()
    monkeypatch.setattr(record_files, "files", lambda _: iter(found))
    assert not Reader().read(folder).held


def test_a_broken_record_is_as_broken_when_it_was_read_before(folder: Path) -> None:
    reader = Reader()
    reader.read(folder)
    (folder / "disruptions" / "road.a.json").write_text("{", encoding="utf-8")
    for one in (reader, Reader()):
        with pytest.raises(RecordError, match=r"road\.a\.json cannot be read: .*git checkout"):
            one.read(folder)


def test_a_record_that_is_no_folder_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "recorded").write_text("a file", encoding="utf-8")
    with pytest.raises(RecordError, match="cannot be reached, as a file is where a folder should be"):
        Reader().read(tmp_path / "recorded")


# What a picture needs of a history

STATUSES = st.sampled_from([Status.ACTIVE, Status.RESOLVED, Status.CANCELLED])
MINUTES = st.integers(-200, 60)
FORESEEN = st.builds(
    Expected,
    id=st.sampled_from([None, "open", "full"]),
    what=st.sampled_from(["Open again", "Full speed"]),
    low=MINUTES.map(lambda at: NOW + timedelta(minutes=at)),
    high=MINUTES.map(lambda at: NOW + timedelta(minutes=at + 300)),
    happened=st.none() | MINUTES.map(lambda at: NOW + timedelta(minutes=at)),
    outcome=st.none() | st.sampled_from(Outcome),
)
VERSIONS = st.tuples(
    STATUSES,
    st.none() | MINUTES,
    st.lists(MINUTES, max_size=2),
    st.none() | MINUTES,
    st.none() | MINUTES,
    st.lists(FORESEEN, max_size=2),
)
Told = tuple[Status, int | None, list[int], int | None, int | None, list[Expected]]


def lived(told: list[Told], absent: int | None) -> Held:
    """A disruption that was told so, a version each minute."""
    versions = tuple(
        Version(accepted_at=NOW - timedelta(minutes=60 - at), disruption=said(at, *one)) for at, one in enumerate(told)
    )
    return Held(id="road.a", versions=versions, absent_since=NOW - timedelta(minutes=absent) if absent else None)


def said(  # noqa: PLR0917 - a version, as it is generated
    at: int,
    status: Status,
    updated: int | None,
    updates: list[int],
    report: int | None,
    promised: int | None,
    foreseen: list[Expected],
) -> Disruption:
    return make_disruption(
        "road",
        "a",
        status=status,
        summary=f"Version {at}",
        updated_at=None if updated is None else NOW + timedelta(minutes=updated),
        updates=tuple(
            Update(at=NOW + timedelta(minutes=word), says="…", next_update=NOW + timedelta(minutes=word + at))
            for word in sorted(updates)
        ),
        expected=tuple(foreseen),
        next_update=None if promised is None else NOW + timedelta(minutes=promised),
        reports=(Report(component="road", state=State.SLOWED, at=NOW + timedelta(minutes=report)),) if report else (),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(VERSIONS, min_size=1, max_size=7), st.none() | st.integers(1, 50))
def test_the_picture_of_a_record_in_brief_is_the_picture_of_the_whole(
    tmp_path: Path, told: list[Told], absent: int | None
) -> None:
    held = lived(told, absent)
    whole = Record(feeds=ROAD.feeds, held={held.id: held}, times=ROAD.times)
    store.write(tmp_path / "recorded", Record(), whole)
    try:
        brief = Reader().read(tmp_path / "recorded")
        assert picture(brief) == picture(whole)
        assert brief.held[held.id].learned == held.learned
    finally:
        (tmp_path / "recorded" / "disruptions" / "road.a.json").unlink()


def test_what_only_an_earlier_version_says_is_not_made_into_values(folder: Path) -> None:
    path = folder / "disruptions" / "road.a.json"
    later = lived([(Status.ACTIVE, None, [], None, None, []), (Status.RESOLVED, None, [], None, None, [])], None)
    in_one_file = later.replace(versions=(*ROAD.held["road.a"].versions, *later.versions))
    path.write_bytes(
        msgspec.json.encode(stated(in_one_file)).replace(b'"Headline a"', b'"Headline a", "tone": "kind"', 1)
    )
    assert Reader().read(folder).held["road.a"].latest.account.summary == "Version 1"
    with pytest.raises(RecordError, match=r"versions\.0\.disruption\.headline\.0: has a key that is none of ours"):
        store.read(folder)
