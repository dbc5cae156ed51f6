"""A flood: a feed brings no more than its declaration lets in, the worst of it is kept, and the rest is told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.formats.base import Parsed
from explainer.formats.inspection import inspect_document
from explainer.model.disruption import Disruption, Origin, Rejected, Report, Text, disruption_id, entries_in
from explainer.model.history import Record
from explainer.model.sources import AtMost, Source
from explainer.model.value import as_read_back
from explainer.model.vocabulary import Absence, Severity, State, Status
from explainer.record import quota
from explainer.record.lifecycle import Good, Same, advance, same_bytes, still_stands

START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
FEW = AtMost(new_per_hour=3, held=5)
TOWER = Source(id="tower", publisher="Tower", format="rss", file="tower.xml", absence=Absence.ENDED, at_most=FEW)
NOTES = TOWER.replace(absence=Absence.NOTHING)


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


def message(name: str, state: State | None = None, at: float = 0, **more: Any) -> Disruption:
    """A message of the tower; `state` is what its rules make of it for the runway."""
    reports = (Report(component="runway", state=state),) if state else ()
    return as_read_back(
        Disruption(
            id=disruption_id("tower", name),
            origin=Origin(feed="tower", publisher="Tower", format="rss", native_id=name),
            headline=(Text(text=more.pop("says", name)),),
            status=more.pop("status", Status.ACTIVE),
            issued_at=minute(at),
            reports=reports,
            **more,
        )
    )


def several(prefix: str, amount: int, state: State | None = None, at: float = 0) -> tuple[Disruption, ...]:
    return tuple(message(f"{prefix}{number}", state, at) for number in range(amount))


def answer(record: Record, at: float, *said: Disruption, source: Source = TOWER, **more: Any) -> Record:
    return advance(record, source, Good(parsed=Parsed(disruptions=said, **more)), minute(at))


def begun(*said: Disruption, source: Source = TOWER) -> Record:
    """The record of a feed that answered before the flood."""
    return answer(Record(), -120, *said, source=source)


def carried(record: Record) -> list[str]:
    return [key.removeprefix("tower.") for key in record.feeds["tower"].carried]


# How much is let in


def test_a_feed_that_brings_little_is_never_flooding() -> None:
    record = answer(begun(), 0, *several("a", 3))
    assert (carried(record), record.feeds["tower"].flood) == (["a0", "a1", "a2"], None)


def test_the_first_answer_of_a_feed_may_bring_all_that_it_may_hold() -> None:
    record = answer(Record(), 0, *several("a", 9))
    assert len(carried(record)) == FEW.held
    assert record.feeds["tower"].flood is not None


def test_what_is_more_than_an_hour_may_bring_is_counted_and_leaves_no_file() -> None:
    record = answer(begun(), 0, *several("a", 10_000))
    flood = record.feeds["tower"].flood
    assert (len(record.held), flood and flood.left_out, flood and flood.since) == (3, 9_997, START)


def test_ever_new_ids_leave_no_more_in_an_hour_than_it_may_bring() -> None:
    record = begun()
    for at in range(0, 60, 5):
        record = answer(record, at, *several(f"poll{at}x", 50))
    assert len(record.held) == FEW.new_per_hour


def test_a_day_of_ever_new_notes_leaves_no_more_than_a_feed_may_hold() -> None:
    record = begun(source=NOTES)
    for at in range(0, 24 * 60, 30):
        record = answer(record, at, *several(f"poll{at}x", 50), source=NOTES)
    assert len(record.held) == FEW.held


def test_the_worst_are_let_in_before_the_newest() -> None:
    said = (*several("watch", 3, State.WATCH, at=-1), message("old", State.STOPPED, at=-90), *several("none", 3))
    assert carried(answer(begun(), 0, *said)) == ["watch0", "watch1", "old"]


def test_of_what_no_rule_knows_the_more_severe_and_then_the_newer_are_let_in() -> None:
    said = (
        message("older", at=-9),
        message("newer", at=-1),
        message("minor", severity=Severity.MINOR, at=-9),
        message("extreme", severity=Severity.EXTREME, at=-99),
    )
    assert carried(answer(begun(), 0, *said)) == ["newer", "minor", "extreme"]


def test_a_time_that_lies_ahead_makes_no_message_newer_than_now() -> None:
    said = (message("z", at=1440), *(message(name, at=2) for name in "abc"))
    assert carried(answer(begun(), 0, *said)) == ["a", "b", "c"]


def test_what_is_worse_than_all_that_an_hour_brought_is_still_let_in() -> None:
    record = answer(begun(), 0, *several("dull", 10))
    record = answer(record, 5, *several("dull", 10), message("fire", State.STOPPED))
    assert "fire" in carried(record)


def test_what_is_held_is_not_dropped_for_an_equal_one_and_is_for_a_worse() -> None:
    record = answer(Record(), 0, *several("held", 5, State.WATCH))
    equal = answer(record, 90, *several("held", 5, State.WATCH), message("new", State.WATCH, at=90))
    assert carried(equal) == ["held0", "held1", "held2", "held3", "held4"]
    worse = answer(record, 90, *several("held", 5, State.WATCH), message("new", State.STOPPED))
    assert carried(worse) == ["held0", "held1", "held2", "held3", "new"]
    flood = worse.feeds["tower"].flood
    assert flood is not None
    assert flood.hidden == ("tower.held4",)


def test_what_was_left_out_has_not_ended_and_comes_back_when_there_is_room() -> None:
    record = answer(Record(), 0, *several("held", 5, State.WATCH))
    record = answer(record, 90, *several("held", 5, State.WATCH), message("new", State.STOPPED))
    record = answer(record, 95, *several("held", 5, State.WATCH), message("new", State.STOPPED))
    assert not record.held["tower.held4"].latest.status.over
    for at in (100, 105):  # the first of them tells that the other one is over
        record = answer(record, at, *several("held", 5, State.WATCH))
    assert "held4" in carried(record)
    assert record.feeds["tower"].flood is None


def test_what_a_flooding_feed_no_longer_carries_is_over_all_the_same() -> None:
    record = answer(begun(message("gone")), 0, *several("a", 9))
    assert record.held["tower.gone"].latest.status is Status.RESOLVED


def test_an_end_is_always_let_in() -> None:
    record = answer(Record(), 0, *several("held", 5, State.WATCH))
    over = message("held0", status=Status.RESOLVED)
    record = answer(record, 90, over, *several("held", 5, State.WATCH)[1:], *several("new", 5, State.STOPPED))
    assert record.held["tower.held0"].latest.status is Status.RESOLVED


def test_after_a_flood_what_is_carried_is_taken_in_hour_by_hour_the_worst_first() -> None:
    said = (*several("dull", 2), *several("slow", 2, State.SLOWED), message("fire", State.STOPPED))
    record = answer(begun(), 0, *said)
    assert carried(record) == ["slow0", "slow1", "fire"]
    record = answer(record, 61, *said)
    assert carried(record) == ["dull0", "dull1", "slow0", "slow1", "fire"]
    assert record.feeds["tower"].flood is None


def test_while_something_is_left_out_the_same_answer_is_read_again() -> None:
    record = answer(begun(), 0, *several("a", 9))
    assert not still_stands(record, TOWER)
    assert not same_bytes(record, TOWER, "")
    assert answer(record, 61, *several("a", 9)).feeds["tower"].carried != record.feeds["tower"].carried


def test_it_is_told_since_when_a_feed_floods() -> None:
    record = answer(answer(begun(), 0, *several("a", 9)), 5, *several("b", 9))
    flood = record.feeds["tower"].flood
    assert flood is not None
    assert flood.since == START


def test_it_is_told_which_parts_what_is_left_out_is_about() -> None:
    left = [message("x", State.NORMAL), *several("a", 9, State.STOPPED)]
    flood = answer(begun(), 0, *left).feeds["tower"].flood
    assert flood is not None
    assert (flood.parts, flood.unclear) == (("runway",), False)
    vague = answer(begun(), 0, *several("a", 9)).feeds["tower"].flood
    assert vague is not None
    assert (vague.parts, vague.unclear) == ((), True)


def test_what_our_own_staff_write_is_never_left_out() -> None:
    ours = Source(id="tower", publisher="Us", format="bulletin", file="bulletins", at_most=FEW)
    assert quota.let_in(begun(), ours, several("a", 50), START).left_out == ()
    partner = Source(id="tower", publisher="They", format="bulletin", url="https://x.example/", at_most=FEW)
    assert quota.let_in(begun(), partner, several("a", 50), START).left_out


def test_other_feeds_are_as_they_were() -> None:
    road = Source(id="road", publisher="Road", format="rss", file="road.xml", absence=Absence.ENDED, at_most=FEW)
    record = answer(begun(), 0, *several("a", 10_000))
    assert len(advance(record, road, Good(parsed=Parsed()), minute(1)).held) == len(record.held)


# The laws

STATES = st.sampled_from([None, State.NORMAL, State.WATCH, State.SLOWED, State.STOPPED])
MESSAGES = st.builds(
    message,
    st.integers(0, 30).map(str),
    STATES,
    st.integers(-60, 60),
    severity=st.sampled_from(Severity),
    status=st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.RESOLVED]),
)
POLLS = st.lists(st.lists(MESSAGES, max_size=20), min_size=1, max_size=6)


@settings(deadline=None, max_examples=80)
@given(POLLS, st.integers(1, 40), st.sampled_from([TOWER, NOTES]))
def test_of_every_answer_the_worst_are_let_in_and_never_more_than_may_be(
    polls: Sequence[Sequence[Disruption]], pause: int, source: Source
) -> None:
    record = Record()
    for number, said in enumerate(polls):
        now, before = minute(number * pause), record
        record = answer(before, number * pause, *said, source=source)
        each = {one.id: one for one in reversed(said)}
        kept = [each[key] for key in record.feeds["tower"].carried]
        left = [one for key, one in each.items() if key not in record.feeds["tower"].carried]
        assert sum(not one.status.over for one in kept) <= FEW.held, "no more is open than may be"
        flood = record.feeds["tower"].flood
        assert (flood.left_out if flood else 0) == len(left), "what is left out is counted"
        for out in left:
            bad = quota.badness(out)
            as_bad = [one for one in kept if quota.badness(one) <= bad and not one.status.over]
            came = {**record.held, **before.held}  # as it was when there was to be room
            lately = [
                one
                for one in came.values()
                if quota._while_open(one.latest) <= bad and abs(now - one.first_seen) < quota.HOUR
            ]
            beside = [key for key in record.held if key not in each]
            assert len(as_bad) + len(beside) >= FEW.held or len(lately) >= FEW.new_per_hour, "room is used"
            if out.id in before.held and not out.status.over:
                new = [one for one in kept if one.id not in before.held and quota.badness(one) == bad]
                assert not new, "what is held is not dropped for an equal one"
        for key, held in before.held.items():
            assert record.held[key].versions[: len(held.versions)] == held.versions, "nothing accepted is lost"
    again = Record()
    for number, said in enumerate(polls):
        again = answer(again, number * pause, *reversed(said), source=source)
    unique = all(len({one.id for one in said}) == len(said) for said in polls)
    assert not unique or again.held.keys() == record.held.keys(), "the order of an answer decides nothing"


# One that changes all the time


def flapping(every: timedelta, times: int) -> Record:
    record = begun(message("x"))
    for number in range(times):
        said = message("x", says=f"now {number}")
        record = advance(record, TOWER, Good(parsed=Parsed(disruptions=(said,))), START + number * every)
    return record


def test_what_changes_once_a_minute_keeps_every_version() -> None:
    record = flapping(timedelta(minutes=1), 100)
    assert len(record.held["tower.x"].versions) == 101
    assert record.feeds["tower"].flood is None


def test_what_changes_every_second_is_taken_in_once_a_minute_and_the_last_word_is_kept() -> None:
    record = flapping(timedelta(seconds=1), 1_000)
    assert len(record.held["tower.x"].versions) < quota.OFTEN + 1_000 / quota.SPACING.total_seconds() + 1
    flood = record.feeds["tower"].flood
    assert flood is not None
    assert (flood.too_often, flood.left_out) == (1, 0)
    later = minute(30)
    record = advance(record, TOWER, Good(parsed=Parsed(disruptions=(message("x", says="now 999"),))), later)
    assert record.held["tower.x"].latest.headline[0].text == "now 999"
    assert record.feeds["tower"].flood is None


def test_what_waits_has_not_gone() -> None:
    record = flapping(timedelta(seconds=1), 100)
    assert carried(record) == ["x"]
    assert advance(record, TOWER, Same(), minute(3)).held == record.held


# What was set aside


def unread(amount: int, native: bool = True) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(entry=f"entry {n}", reason="it has no words", native_id=f"bad{n}" if native else None)
        for n in range(amount)
    )


def test_of_ten_thousand_unreadable_entries_the_first_are_named_and_all_are_counted() -> None:
    kept = answer(begun(), 0, rejected=unread(10_000)).feeds["tower"].rejected
    assert (len(kept), entries_in(kept)) == (quota.MOST_ASIDE + 1, 10_000)


@pytest.mark.parametrize("known", [True, False])
def test_an_unreadable_entry_protects_what_is_open_be_it_named_or_counted(known: bool) -> None:
    name = Rejected(entry="entry 9,999", reason="it has no words", native_id="held" if known else None)
    record = answer(begun(message("held"), message("other")), 0, rejected=(*unread(1_000), name))
    assert not record.held["tower.held"].latest.status.over
    assert record.held["tower.other"].latest.status.over is known


def test_what_staff_wrote_wrong_is_named_one_by_one() -> None:
    ours = Source(id="tower", publisher="Us", format="bulletin", file="bulletins")
    assert len(quota.named(unread(2_000), (), ours)) == 2_000


def test_what_is_recorded_of_a_flood_is_read_back() -> None:
    feed = answer(answer(Record(), 0, *several("held", 6)), 90, message("new", State.STOPPED)).feeds["tower"]
    assert as_read_back(feed) == feed


# Real feeds


def test_every_feed_of_the_corpus_is_let_in_whole(corpus: Path) -> None:
    """The largest has 363 entries, so a real feed may be five times as large before it has to declare more."""
    usual = AtMost()
    for path in sorted(corpus.rglob("*")):
        if path.is_file() and path.parent != corpus and path.stat().st_size > 100 * usual.held:
            found = inspect_document(path.name, path.read_bytes())["disruptions"]
            assert len(found) <= usual.new_per_hour, path
