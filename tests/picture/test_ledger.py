"""The ledger is counted from the record and nothing else: recomputed here from its files alone, by other means."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.disruption import Expected, Update
from explainer.model.history import Held, Record, Silence, Silences, Version
from explainer.model.vocabulary import Outcome, Reality, Status
from explainer.picture import build
from explainer.picture.estimates import LeftOut, Verdict
from explainer.picture.ledger import FEWEST, Ledger, ledger_of, middle_of, wilson
from explainer.record import store
from explainer.record.reader import Reader
from tests.conftest import NOW
from tests.factory import SILENT, SOURCES, at, make_disruption, make_picture, make_record, make_system

MINUTE = timedelta(minutes=1)


# From the files alone


def recomputed(folder: Path) -> dict[str, Any]:
    """The numbers of the ledger, from the JSON of the record: a second way to the same count, and a plainer one."""
    promises: list[bool] = []
    verdicts: Counter[str] = Counter()
    for path in sorted((folder / "disruptions").glob("log.*.json")):
        earlier = folder / "histories" / f"{path.stem}.jsonl"
        lines = earlier.read_text(encoding="utf-8").splitlines() if earlier.is_file() else []
        versions = [*map(json.loads, lines), *json.loads(path.read_text(encoding="utf-8"))["versions"]]
        promises += _promises(versions)
        verdicts += _verdicts(versions)
    return {"promises": len(promises), "kept": sum(promises), "verdicts": dict(verdicts)}


def _time(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _promises(versions: list[dict[str, Any]]) -> list[bool]:
    """Of each promise of an update that came, or should have come, whether it did in time."""
    first: dict[datetime, datetime] = {}
    for version in versions:
        told = version["disruption"]
        for place, update in enumerate(told["updates"]):
            due = update.get("next_update")
            is_last = place == len(told["updates"]) - 1
            if is_last and told["status"] not in ("resolved", "cancelled"):
                due = told.get("account", {}).get("next_update") or due
            if due:
                first.setdefault(_time(update["at"]), _time(due))
    last = versions[-1]["disruption"]
    times = [_time(update["at"]) for update in last["updates"]]
    kept = [came <= first[before] + 5 * MINUTE for before, came in pairwise(times) if before in first]
    due = last.get("account", {}).get("next_update")
    is_open = last["status"] not in ("resolved", "cancelled")
    return [*kept, False] if is_open and due and _time(due) + 5 * MINUTE < NOW else kept


def _verdicts(versions: list[dict[str, Any]]) -> Counter[str]:
    """What became of each range, by hand: one estimate for each id, each of its ranges once while it stays the same."""
    ids = {one["id"] for version in versions for one in version["disruption"].get("expected", [])}
    found: Counter[str] = Counter()
    for name in ids:
        told = [
            (_time(version["accepted_at"]), one)
            for version in versions
            for one in version["disruption"].get("expected", [])
            if one["id"] == name
        ]
        happened, outcome = told[-1][1].get("happened"), told[-1][1].get("outcome")
        ends = [read for read, one in told if one.get("happened") or one.get("outcome")]
        bound = _time(happened) if happened else ends[0] if ends else None
        before = None
        for read, one in told:
            span = (one["low"], one["high"])
            if span == before:
                continue
            before = span
            if bound is not None and read >= bound:
                found["afterwards"] += 1
            elif happened:
                low, high = _time(one["low"]), _time(one["high"])
                found["early" if _time(happened) < low else "late" if _time(happened) > high else "inside"] += 1
            elif outcome:
                found[outcome] += 1
            else:
                over = versions[-1]["disruption"]["status"]
                found[{"resolved": "untold", "cancelled": "cancelled"}.get(over, "open")] += 1
    return found


def foreseen(name: str, low: int, width: int, **more: Any) -> Expected:
    return Expected(id=name, what=name, low=at(low), high=at(low + width), **more)


EXPECTED = st.builds(foreseen, st.just("open"), st.integers(-300, 0), st.integers(1, 90))
ENDS = st.one_of(
    st.integers(-320, -1).map(lambda minute: {"happened": at(minute)}),
    st.sampled_from([{}, {"outcome": Outcome.NEVER}, {"outcome": Outcome.UNKNOWN}]),
)
LIVES = st.tuples(
    st.lists(st.tuples(EXPECTED, st.integers(5, 60), st.none() | st.integers(1, 60)), min_size=1, max_size=5),
    ENDS,
    st.sampled_from([Status.ACTIVE, Status.RESOLVED, Status.CANCELLED]),
)


def life(name: str, told: Any) -> Held:
    """A bulletin that gave these ranges and promises one after the other, and then told what happened."""
    steps, end, status = told
    versions, updates, minute = [], tuple[Update, ...](), -400
    last: Any = None
    for expected, gap, promised in steps:
        minute += gap
        due = None if promised is None else at(minute + promised)
        updates = (*updates, Update(at=at(minute), says="Word.", next_update=due))
        versions.append(_version(name, minute, Status.ACTIVE, updates, expected, due))
        last = expected
    updates = (*updates, Update(at=at(minute + 30), says="Word."))
    versions.append(_version(name, minute + 30, status, updates, last.replace(**end), None))
    return Held(id=f"log.{name}", versions=tuple(versions))


def _version(  # noqa: PLR0917 - a version, as it is generated
    name: str, minute: int, status: Status, updates: tuple[Update, ...], expected: Expected, due: datetime | None
) -> Version:
    told = make_disruption("log", name, status=status, updates=updates, expected=(expected,), next_update=due)
    return Version(accepted_at=at(minute), disruption=told)


@settings(max_examples=60, deadline=None)
@given(st.lists(LIVES, min_size=1, max_size=3))
def test_the_ledger_is_what_the_files_of_the_record_say(lives: list[Any]) -> None:
    held = {f"log.{name}": life(name, told) for name, told in zip("abc", lives, strict=False)}
    with TemporaryDirectory() as folder:
        store.write(Path(folder), Record(), Record(held=held, times=make_record().times))
        counted = ledger_of(build(make_system(), SOURCES, Reader().read(Path(folder)), NOW))
        again = recomputed(Path(folder))
    told = {verdict.value: amount for verdict, amount in counted.tally.items()}
    told |= {why.value: amount for why, amount in counted.left_out.items()}
    assert {"promises": len(counted.promises), "kept": counted.kept, "verdicts": told} == again


# What counts


def ledger(*told: Held, exercise: bool = False, **more: Any) -> Ledger:
    whole = replace(make_record(), held={one.id: one for one in told}, **more)
    return ledger_of(make_picture(record=whole, exercise=exercise))


def simple(name: str, happened: int, low: int = -60, reality: Reality = Reality.ACTUAL, feed: str = "log") -> Held:
    """A bulletin that gave one range two hours ago, and told later when it happened."""
    first = foreseen("open", low, 30)
    one, two = (
        make_disruption(
            feed,
            name,
            status=status,
            reality=reality,
            updates=(Update(at=at(minute), says="Word."),),
            expected=(expected,),
        )
        for status, minute, expected in (
            (Status.ACTIVE, -120, first),
            (Status.RESOLVED, -5, first.replace(happened=at(happened))),
        )
    )
    return Held(
        id=f"{feed}.{name}",
        versions=(Version(accepted_at=at(-120), disruption=one), Version(accepted_at=at(-5), disruption=two)),
    )


def test_an_empty_record_counts_nothing_and_says_since_when_nothing() -> None:
    empty = ledger()
    assert (empty.since, empty.promises, empty.ranges, empty.is_enough, empty.width) == (None, (), (), False, None)


def test_exercises_and_what_is_meant_are_never_counted_together() -> None:
    meant, drill = simple("a", -50), simple("b", -10, reality=Reality.EXERCISE)
    assert ledger(meant, drill).tally == {Verdict.INSIDE: 1}
    assert ledger(meant, drill, exercise=True).tally == {Verdict.LATE: 1}


def test_only_our_own_bulletins_are_counted() -> None:
    assert ledger(simple("a", -50, feed="met")).ranges == ()


@pytest.mark.parametrize(("many", "is_enough"), [(FEWEST - 1, False), (FEWEST, True)])
def test_too_few_ranges_tell_nothing_as_a_whole(many: int, is_enough: bool) -> None:
    kept = ledger(*(simple(f"d{number}", -50) for number in range(many)))
    assert (kept.is_enough, kept.width is not None) == (is_enough, is_enough)


def test_the_error_of_a_range_is_from_its_middle_to_what_happened() -> None:
    assert ledger(simple("a", -50)).errors() == [5 * MINUTE]


def test_a_middle_is_given_only_from_five_on() -> None:
    assert middle_of([MINUTE] * 4) is None
    assert middle_of([MINUTE, MINUTE, 3 * MINUTE, 9 * MINUTE, 9 * MINUTE]) == 3 * MINUTE


def test_what_few_cases_tell_is_wide_as_wilson_has_it() -> None:
    few, many = wilson(6, 11), wilson(600, 1100)
    assert (round(few.low, 2), round(few.high, 2)) == (0.28, 0.79)
    assert many.high - many.low < (few.high - few.low) / 5
    assert (wilson(0, 5).low, wilson(5, 5).high) == (0.0, 1.0)


def test_a_silence_that_is_not_over_counts_until_now_and_those_before_it_too() -> None:
    before = Silence(since=at(-300), until=at(-280), failure="no answer")
    kept = ledger(
        times=make_record(times={"road": SILENT}).times,
        silences={"road": Silences(feed="road", counted_since=at(-400), silences=(before,))},
    )
    road = next(one for one in kept.quiet if one.feed == "road")
    assert road.is_silent
    assert road.total == 20 * MINUTE + 29 * MINUTE
    assert not any(one.feed == "log" for one in kept.quiet), "our own bulletins grow old by their words"


def test_a_range_that_nobody_told_the_outcome_of_is_left_out_in_the_open() -> None:
    one = simple("a", -50)
    silent = one.versions[1].disruption.replace(expected=())
    kept = ledger(one.replace(versions=(one.versions[0], one.versions[1].replace(disruption=silent))))
    assert (kept.judged, kept.left_out) == ((), {LeftOut.UNTOLD: 1})


def test_a_promise_that_was_moved_afterwards_counts_as_it_was_made() -> None:
    def told(due: int, *words: int) -> Version:
        updates = tuple(
            Update(at=at(word), says="Word.", next_update=at(due) if word == words[0] else None) for word in words
        )
        return Version(accepted_at=at(words[-1]), disruption=make_disruption("log", "a", updates=updates))

    moved = Held(id="log.a", versions=(told(-60, -90), told(-20, -90, -30)))
    (kept,) = ledger(moved).promises
    assert (kept.promise.due, kept.promise.kept) == (at(-60), False)
