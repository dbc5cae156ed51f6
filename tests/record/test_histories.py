"""Histories are added to and never rewritten: a long one costs no more than a short one, and nothing in it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from explainer.errors import RecordError
from explainer.model.history import Held, Record, Version
from explainer.model.value import stated
from explainer.record import histories, store
from explainer.record.reader import Reader
from tests.factory import make_disruption

START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def version(number: int) -> Version:
    at = START + timedelta(minutes=number)
    return Version(accepted_at=at, disruption=make_disruption("road", "a", updated_at=at, summary=f"Version {number}"))


def held(*numbers: int) -> Held:
    return Held(id="road.a", versions=tuple(map(version, numbers)))


def record(held: Held) -> Record:
    return Record(held={held.id: held})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record with three versions of one disruption."""
    folder = tmp_path / "recorded"
    store.write(folder, Record(), record(held(1, 2, 3)))
    return folder


def one_more(folder: Path, number: int) -> Held:
    """What a fetch does that finds another version."""
    before = store.read(folder)
    kept = before.held["road.a"]
    store.write(
        folder, before, replace(before, held={"road.a": kept.replace(versions=(*kept.versions, version(number)))})
    )
    return store.read(folder).held["road.a"]


def all_of(folder: Path) -> tuple[Version, ...]:
    whole = store.read_whole(folder, "road.a")
    assert whole is not None
    return whole.versions


def test_the_earlier_versions_stand_in_a_history_a_line_each_and_the_latest_in_its_file(folder: Path) -> None:
    lines = (folder / "histories/road.a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [msgspec.json.decode(line, type=Version) for line in lines] == [version(1), version(2)]
    kept = store.read(folder).held["road.a"]
    assert kept.versions == (version(3),)
    assert (kept.first_seen, kept.learned) == (version(1).accepted_at, held(1, 2, 3).learned)
    assert list(kept.accepted) == [version(number).accepted_at for number in (1, 2, 3)]
    assert all_of(folder) == held(1, 2, 3).versions


def test_one_more_version_adds_a_line_and_leaves_all_before_it_as_it_was(folder: Path) -> None:
    before = (folder / "histories/road.a.jsonl").read_bytes()
    one_more(folder, 4)
    after = (folder / "histories/road.a.jsonl").read_bytes()
    assert after == before + msgspec.json.encode(stated(version(3))) + b"\n"


def test_what_a_version_writes_does_not_grow_with_the_history(tmp_path: Path) -> None:
    sizes = []
    for many in (20, 2_000):
        folder = tmp_path / str(many)
        store.write(folder, Record(), record(held(*range(many))))
        kept = one_more(folder, many)
        assert kept.earlier is not None
        assert kept.earlier.count == many
        sizes.append((folder / "disruptions/road.a.json").stat().st_size)
    assert sizes[1] < sizes[0] * 1.1


def test_a_file_in_the_form_of_an_earlier_version_reads_and_stays_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "disruptions/road.a.json"
    path.parent.mkdir()
    path.write_bytes(msgspec.json.encode(stated(held(1, 2, 3))))
    assert store.read(tmp_path).held["road.a"] == held(1, 2, 3)
    assert Reader().read(tmp_path).held["road.a"].learned == held(1, 2, 3).learned
    assert not (tmp_path / "histories").exists()
    assert one_more(tmp_path, 4).learned == held(1, 2, 3, 4).learned
    assert all_of(tmp_path) == held(1, 2, 3, 4).versions


@pytest.mark.parametrize("cut", [1, 40, 0])
def test_what_a_killed_run_left_in_a_history_is_written_again_and_counts_once(folder: Path, cut: int) -> None:
    path = folder / "histories/road.a.jsonl"
    line = msgspec.json.encode(stated(version(3))) + b"\n"
    path.write_bytes(path.read_bytes() + (line[:cut] or line))
    assert all_of(folder) == held(1, 2, 3).versions, "it was never accepted"
    one_more(folder, 4)
    assert all_of(folder) == held(1, 2, 3, 4).versions


def test_what_a_power_cut_left_unwritten_in_a_history_is_cut_off(folder: Path) -> None:
    path = folder / "histories/road.a.jsonl"
    path.write_bytes(path.read_bytes() + b"\0" * 300)
    one_more(folder, 4)
    assert all_of(folder) == held(1, 2, 3, 4).versions


def test_what_somebody_wrote_into_a_history_stays(folder: Path) -> None:
    path = folder / "histories/road.a.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"road.a"', b'"road.a" ', 1))
    one_more(folder, 4)
    assert all_of(folder) == held(1, 2, 3, 4).versions


def test_a_damaged_history_stops_nobody_who_does_not_read_it_and_whoever_does_hears_its_line(folder: Path) -> None:
    path = folder / "histories/road.a.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"Version 2"', b'"Version 2', 1))
    kept = one_more(folder, 4)
    assert kept.learned == held(1, 2, 3, 4).learned
    assert Reader().read(folder).held["road.a"].learned == kept.learned
    with pytest.raises(RecordError, match=r"road\.a\.jsonl:2 cannot be read: Invalid JSON: .*git checkout -- "):
        store.read_whole(folder, "road.a")


def test_a_history_that_is_gone_is_missed_by_whoever_reads_it_and_goes_on(folder: Path) -> None:
    (folder / "histories/road.a.jsonl").unlink()
    kept = one_more(folder, 4)
    assert kept.learned == held(1, 2, 3, 4).learned
    with pytest.raises(RecordError, match="it has 1 of 3 versions"):
        store.read_whole(folder, "road.a")


def test_another_runs_version_is_not_written_over(folder: Path) -> None:
    ours = store.read(folder)
    one_more(folder, 4)
    kept = ours.held["road.a"]
    with pytest.raises(RecordError, match="changed by another run"):
        store.write(folder, ours, record(kept.replace(versions=(*kept.versions, version(5)))))
    assert all_of(folder) == held(1, 2, 3, 4).versions


def test_the_last_ids_that_a_publisher_gave_it_are_remembered(tmp_path: Path) -> None:
    def named(number: int) -> Version:
        said = version(number).disruption
        return version(number).replace(disruption=said.replace(origin=said.origin.replace(native_version=f"m{number}")))

    kept = Held(id="road.a", versions=tuple(map(named, range(150))))
    store.write(tmp_path, Record(), record(kept))
    names = set(store.read(tmp_path).held["road.a"].names)
    assert {"a", "m149", "m148", "m60"} <= names
    assert len(names) <= histories.MOST_NAMES + 2
