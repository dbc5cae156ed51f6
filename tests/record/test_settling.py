"""What is over for good moves into the file of its month and back; whenever that is stopped, nothing is lost or twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explainer.model.history import Held, Record, Version
from explainer.model.settled import Over
from explainer.model.vocabulary import Ending, Reality, Status
from explainer.record import settling, store
from explainer.record.months import held_on, lines_of, month_file, names_file
from explainer.record.reader import Reader
from explainer.record.settled import found_again, read_month
from tests.factory import make_disruption

END = datetime(2026, 3, 20, 17, 0, tzinfo=UTC)


def over(month: str = "2026-03") -> Over:
    return Over(judged_at=END, month=month, ended_at=END, ended_by=Ending.STATED)


def held(name: str, feed: str = "road", many: int = 3, **fields: object) -> Held:
    """A disruption that was changed so often, and is over."""
    said = make_disruption(feed, name, status=Status.RESOLVED, **fields)
    steps = (END - timedelta(minutes=many - number) for number in range(many))
    versions = tuple(
        Version(
            accepted_at=at,
            disruption=said.replace(updated_at=at, origin=said.origin.replace(native_version=f"{name}-{n}")),
        )
        for n, at in enumerate(steps)
    )
    return Held(id=said.id, versions=versions)


ALL = {one.id: one for one in (held("a"), held("b", many=1), held("c"), held("d", feed="met"), held("e", feed="met"))}
OVER = {"road.a": over(), "road.b": over("2026-02"), "met.d": over()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record of five disruptions that are over."""
    folder = tmp_path / "recorded"
    store.write(folder, Record(), Record(held=ALL))
    return folder


def everything(folder: Path) -> dict[str, tuple[Version, ...]]:
    """Every disruption as it is read, with its versions; fails where one is read twice."""
    at_hand = store.read(folder).held
    found = {name: whole.versions for name in at_hand if (whole := store.read_whole(folder, name))}
    for path in sorted((folder / "settled").glob("*/*.jsonl")):
        for name in read_month(folder, path.stem, at_hand).disruptions:
            if name.startswith(f"{path.parent.name}."):
                assert name not in found, f"{name} is read twice"
                found[name] = next(one.versions for one in map(held_on, lines_of(path)) if one.id == name)
    return found


WHOLE = {name: one.versions for name, one in ALL.items()}


def amounts(folder: Path) -> dict[str, int]:
    """How many are settled by month, as a cycle reads it."""
    found: dict[str, int] = {}
    for kept in Reader().read(folder).settled.values():
        for row in kept.months:
            found[row.month] = found.get(row.month, 0) + row.amount
    return found


def test_what_is_settled_is_a_line_of_its_month_and_a_number_in_the_row_of_it(folder: Path) -> None:
    assert set(settling.settle(folder, OVER)) == set(OVER)
    assert set(store.read(folder).held) == {"road.c", "met.e"}
    assert everything(folder) == WHOLE
    assert read_month(folder, "2026-03", ()).disruptions.keys() == {"road.a", "met.d"}
    assert amounts(folder) == {"2026-02": 1, "2026-03": 2}
    [february, march] = store.read(folder).settled["road"].months
    assert (february.amounts, march.amounts) == ({Reality.ACTUAL: 1}, {Reality.ACTUAL: 1})
    assert march.length == month_file(folder, "road", "2026-03").stat().st_size
    assert not (folder / "histories/road.a.jsonl").exists()


def test_the_rows_are_made_for_reading_a_month_on_each_line(folder: Path) -> None:
    settling.settle(folder, OVER)
    text = (folder / "settled/road.json").read_text(encoding="utf-8")
    assert [line.strip()[:21] for line in text.splitlines() if "month" in line] == [
        '"months": [',
        '{"month":"2026-02","a',
        '{"month":"2026-03","a',
    ]


def test_a_month_is_only_added_to_and_its_digest_is_another_one_whenever_it_is(folder: Path) -> None:
    settling.settle(folder, {"road.a": over()})
    before = month_file(folder, "road", "2026-03").read_bytes()
    [first] = store.read(folder).settled["road"].months
    settling.settle(folder, {"road.c": over()})
    [second] = store.read(folder).settled["road"].months
    assert month_file(folder, "road", "2026-03").read_bytes().startswith(before)
    assert (first.amount, second.amount) == (1, 2)
    assert first.digest != second.digest


def test_it_is_found_again_by_any_id_that_its_publisher_gave_it_and_by_no_other(folder: Path) -> None:
    settling.settle(folder, OVER)
    kept = store.read(folder).settled["road"]
    for name in ("a", "a-0", "a-2"):
        assert found_again(folder, kept, {name}) == {"road.a": ALL["road.a"].replace(over=over())}
    assert found_again(folder, kept, {"c", "a-", '"a', "a\t", "\na"}) == {}
    many = {f"new-{number}" for number in range(50)}
    assert set(found_again(folder, kept, {*many, "a", "b"})) == {"road.a", "road.b"}
    names_file(folder, "road", "2026-03").unlink()
    assert set(found_again(folder, kept, {"a-1"})) == {"road.a"}, "the ids are told by the month itself"


def come_back(folder: Path, *names: str) -> None:
    """What a fetch does that finds settled disruptions in their feed again."""
    before = store.read(folder)
    found = found_again(folder, before.settled["road"], names)
    after = {key: one.replace(over=None) for key, one in found.items()}
    settling.begin_return(folder, found.values())
    store.write(folder, before, replace(before, held={**before.held, **after}))
    settling.finish(folder, {"road"})


def test_what_comes_back_is_open_again_with_all_its_versions_and_leaves_its_month(folder: Path) -> None:
    settling.settle(folder, {**OVER, "road.c": over()})
    come_back(folder, "a")
    assert set(store.read(folder).held) == {"road.a", "met.e"}
    assert everything(folder) == WHOLE
    assert amounts(folder) == {"2026-02": 1, "2026-03": 2}
    assert b"road.a" not in names_file(folder, "road", "2026-03").read_bytes()
    settling.settle(folder, {"road.a": over("2026-04")})
    assert everything(folder) == WHOLE
    assert amounts(folder) == {"2026-02": 1, "2026-03": 2, "2026-04": 1}


class Killed(BaseException):
    """As if the process ended."""


def killed_at(step: int, patch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """End the process at this step on the disk, and all that it does after that; tells whether it came so far."""
    steps = iter(range(10_000))
    done = False

    def before(real: Callable[..., object]) -> Callable[..., object]:
        def stepped(*args: object, **kwargs: object) -> object:
            nonlocal done
            if done or next(steps) == step:
                done = True
                raise Killed
            return real(*args, **kwargs)

        return stepped

    patch.setattr(os, "fsync", before(os.fsync))
    for name in ("unlink", "replace"):
        patch.setattr(Path, name, before(getattr(Path, name)))
    return lambda: done


def at_every_step(tmp_path: Path, begin: Callable[[Path], None], work: Callable[[Path], None]) -> Iterator[Path]:
    """A record for each moment at which the work on it may be stopped, as the stopped run left it."""
    for step in range(200):
        folder = tmp_path / str(step)
        begin(folder)
        with pytest.MonkeyPatch.context() as patch:
            is_killed = killed_at(step, patch)
            with suppress(Killed):
                work(folder)
            came_so_far = is_killed()
        yield folder
        if not came_so_far:
            assert step > 10
            return


@pytest.mark.audit
def test_settling_that_is_stopped_at_any_step_loses_nothing_and_the_next_run_finishes_it(tmp_path: Path) -> None:
    def begin(folder: Path) -> None:
        store.write(folder, Record(), Record(held=ALL))
        settling.settle(folder, {"road.c": over()})

    for folder in at_every_step(tmp_path, begin, lambda folder: void(settling.settle(folder, OVER))):
        assert everything(folder) == WHOLE
        at_hand = store.read(folder).held
        assert sum(amounts(folder).values()) + len(at_hand) == len(ALL), "rows count what is settled, and no more"
        settling.finish(folder, {"road", "met"})
        assert everything(folder) == WHOLE
        settling.settle(folder, {name: one for name, one in OVER.items() if name in store.read(folder).held})
        assert everything(folder) == WHOLE
        assert amounts(folder) == {"2026-02": 1, "2026-03": 3}
        assert not [kept for kept in store.read(folder).settled.values() if kept.unfinished]


@pytest.mark.audit
def test_a_return_that_is_stopped_at_any_step_loses_nothing_and_the_next_run_finishes_it(tmp_path: Path) -> None:
    def begin(folder: Path) -> None:
        store.write(folder, Record(), Record(held=ALL))
        settling.settle(folder, {**OVER, "road.c": over()})

    for folder in at_every_step(tmp_path, begin, lambda folder: come_back(folder, "a", "c")):
        assert everything(folder) == WHOLE
        assert sum(amounts(folder).values()) + len(store.read(folder).held) == len(ALL)
        settling.finish(folder, {"road"})
        if missing := {"a", "c"} - {name.partition(".")[2] for name in store.read(folder).held}:
            come_back(folder, *missing)
        assert everything(folder) == WHOLE
        assert amounts(folder) == {"2026-02": 1, "2026-03": 1}


def void(_: object) -> None:
    """Nothing."""


def test_a_damaged_month_stops_neither_reading_nor_settling(folder: Path) -> None:
    settling.settle(folder, OVER)
    path = month_file(folder, "road", "2026-03")
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())
    assert set(store.read(folder).held) == {"road.c", "met.e"}
    settling.settle(folder, {"road.c": over()})
    read = read_month(folder, "2026-03", store.read(folder).held)
    assert set(read.disruptions) == {"road.a", "road.c", "met.d"}
    assert [fault.partition(" ")[0] for fault in read.faults] == [f"{path}:1"]
    assert path.read_bytes().startswith(b"<<<<<<< HEAD\n"), "whoever mends it finds it as it was"


def test_what_cannot_be_read_stays_where_it_is(folder: Path) -> None:
    path = folder / "histories/road.a.jsonl"
    path.write_text("{", encoding="utf-8")
    assert set(settling.settle(folder, OVER)) == {"road.b", "met.d"}
    assert "road.a" in store.read(folder).held
