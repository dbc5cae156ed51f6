"""What is settled: every disruption in exactly one place, read by nobody who does not need it, and never lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from explainer.model.history import Held
from explainer.model.settled import Over, SettledFeed, SettledMonth, by_month
from explainer.model.value import stated
from explainer.model.vocabulary import Ending, Reality
from explainer.record.settled import read_month
from tests.conftest import NOW
from tests.factory import make_disruption, make_record

OVER = Over(judged_at=NOW, month="2026-03", ended_at=NOW, ended_by=Ending.STATED)


def settled(name: str, feed: str = "road") -> Held:
    """A disruption as its line in the file of a month says it."""
    return make_record([make_disruption(feed, name)]).held[f"{feed}.{name}"].replace(over=OVER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record in which two disruptions of one feed and one of another are settled."""
    for feed, names in (("road", "ab"), ("met", "c")):
        path = tmp_path / "settled" / feed / "2026-03.jsonl"
        path.parent.mkdir(parents=True)
        lines = [msgspec.json.encode(stated(settled(name, feed))) + b"\n" for name in names]
        path.write_bytes(b"".join(lines))
    return tmp_path


def test_a_month_is_read_of_every_feed_with_how_each_was_over(folder: Path) -> None:
    read = read_month(folder, "2026-03", ())
    assert set(read.disruptions) == {"road.a", "road.b", "met.c"}
    assert {brief.over for brief in read.disruptions.values()} == {OVER}
    assert read.faults == ()
    assert not read_month(folder, "2026-04", ()).disruptions


def test_what_the_record_has_at_hand_is_read_there_and_not_twice(folder: Path) -> None:
    assert set(read_month(folder, "2026-03", {"road.a"}).disruptions) == {"road.b", "met.c"}


def test_a_damaged_line_is_named_with_a_remedy_and_hides_no_other(folder: Path) -> None:
    path = folder / "settled" / "road" / "2026-03.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"id":"road.b"', b'"id:"road.b"', 1))
    read = read_month(folder, "2026-03", ())
    assert set(read.disruptions) == {"road.a", "met.c"}
    [fault] = read.faults
    assert fault.startswith(f"{path}:2 cannot be read: Invalid JSON: ")
    assert fault.endswith(f"git checkout -- {path}")


def test_rows_are_found_by_month_the_newest_first() -> None:
    row = SettledMonth(month="2026-03", amounts={Reality.ACTUAL: 2, Reality.TEST: 1}, digest="d", length=9)
    later = row.replace(month="2026-04")
    kept = {feed: SettledFeed(feed=feed, months=(row, later)) for feed in ("road", "met")}
    assert list(by_month(kept)) == ["2026-04", "2026-03"]
    assert list(by_month(kept)["2026-03"]) == ["met", "road"]
    assert row.amount == 3
