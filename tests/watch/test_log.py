"""The log tells what changes, counts what does not, and stops nothing where it cannot be written."""

from __future__ import annotations

import errno
import json

from explainer.watch.cycle import Cycle
from explainer.watch.log import HOURLY, LONGEST, Log
from tests.conftest import NOW


def failing(number: int, reason: str = "no answer", changed: int = 0) -> Cycle:
    return Cycle(number, NOW, asked=("met",), failed={"met": reason}, changed=changed, state="slowed")


def well(number: int) -> Cycle:
    return Cycle(number, NOW, asked=("met",), state="normal")


def told(*cycles: Cycle, is_json: bool = False, every: float = 30.0) -> list[str]:
    lines: list[str] = []
    log = Log(lines.append, is_json=is_json)
    for number, cycle in enumerate(cycles):
        log.tell(cycle, 1_000 + number * every)
    return lines


def test_a_feed_that_fails_all_night_is_told_when_it_begins_when_it_is_well_again_and_once_an_hour_between() -> None:
    lines = told(well(1), *(failing(number) for number in range(2, 602)), well(602))
    assert len(lines) == 2 + int(601 * 30 // HOURLY)
    assert "met failed: no answer" in lines[0]
    assert "120 times again: met failed: no answer" in lines[2]
    assert lines[-1].endswith("met: well again")


def test_another_reason_is_news() -> None:
    lines = told(failing(1), failing(2), failing(3, "answered 503"), failing(4, "answered 503"))
    assert [line.rpartition("; ")[2] for line in lines] == ["met failed: no answer", "met failed: answered 503"]


def test_a_cycle_that_changed_something_has_a_line_of_its_own() -> None:
    assert len(told(failing(1, changed=3), failing(2, changed=2), well(3), well(4))) == 3


def test_json_tells_every_cycle() -> None:
    lines = told(*(failing(number) for number in range(5)), is_json=True)
    assert [json.loads(line)["number"] for line in lines] == [0, 1, 2, 3, 4]


def test_a_line_is_bounded_however_many_feeds_fail() -> None:
    feeds = tuple(f"feed-{number}" for number in range(1_000))
    cycle = Cycle(1, NOW, asked=feeds, failed=dict.fromkeys(feeds, "no answer " * 20))
    [line] = told(cycle)
    assert len(line) <= LONGEST


def test_a_log_that_cannot_be_written_is_said_and_raises_nothing() -> None:
    def full(_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    log = Log(full, is_json=False)
    log.tell(failing(1), 0)
    assert log.trouble == "the log cannot be written: the disk is full; make room on it, then do it again"
