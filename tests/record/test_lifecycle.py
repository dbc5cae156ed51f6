"""What a reading does to the record: one rule of the lifecycle per test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from explainer.declarations.sources import SOURCE_DOOR
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Origin, Rejected, Relation, Text, Update, disruption_id
from explainer.model.history import FeedRecord, Held, Record, Silence, Silences, Times
from explainer.model.sources import Source
from explainer.model.value import as_read_back, stated
from explainer.model.vocabulary import Absence, Doubt, Status, StatusBasis
from explainer.picture.model import Standing
from explainer.picture.standing import life_of
from explainer.record.lifecycle import (
    MOST_SILENCES,
    Again,
    Bad,
    Good,
    Reading,
    Same,
    advance,
    declaration_digest,
    may_ask_what_changed,
    same_bytes,
    silent_changes,
    still_stands,
)
from tests.support.values import plain

START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
SNAPSHOT = Source(id="tower", publisher="Tower", format="rss", file="tower.xml", absence=Absence.ENDED)
WINDOW = SNAPSHOT.replace(absence=Absence.NOTHING)
BULLETINS = Source(id="operations", publisher="Us", format="bulletin", file="bulletins", absence=Absence.ENDED)


Kept = TypeVar("Kept", FeedRecord, Held, Silences, Times)


def read_back(record: Record) -> Record:
    """The record after it was written down as JSON and read again."""

    def again(parts: Mapping[str, Kept]) -> dict[str, Kept]:
        return {key: as_read_back(part) for key, part in parts.items()}

    return replace(
        record,
        feeds=again(record.feeds),
        held=again(record.held),
        times=again(record.times),
        silences=again(record.silences),
    )


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def disruption(native_id: str = "a", says: str = "Queue", source: Source = SNAPSHOT, **more: Any) -> Disruption:
    origin = Origin(feed=source.id, publisher=source.publisher, format=source.format, native_id=native_id)
    stated = {"status": Status.ACTIVE, **more}
    return Disruption(id=disruption_id(source.id, native_id), origin=origin, headline=(Text(text=says),), **stated)


def good(*disruptions: Disruption, rejected: tuple[Rejected, ...] = (), **more: Any) -> Good:
    return Good(parsed=Parsed(disruptions=disruptions, rejected=rejected), **more)


def replay(*readings: Reading, source: Source = SNAPSHOT, record: Record | None = None) -> Record:
    """The record after these readings, a minute apart from `START`."""
    record = record or Record()
    for number, reading in enumerate(readings):
        record = advance(record, source, reading, minute(number))
    return record


def versions(held: Held) -> list[Disruption]:
    return [version.disruption for version in held.versions]


# Good readings


def test_a_new_disruption_is_held_with_its_first_version() -> None:
    record = replay(good(disruption()))
    held = record.held["tower.a"]
    assert versions(held) == [disruption()]
    assert held.latest == disruption()
    assert held.learned.first_seen == held.learned.changed_at == START
    assert held.absent_since is None
    assert record.feeds["tower"].carried == ("tower.a",)


def test_an_identical_disruption_changes_nothing() -> None:
    once, twice = replay(good(disruption())), replay(good(disruption()), good(disruption()))
    assert (once.held, once.feeds) == (twice.held, twice.feeds)


def test_a_changed_disruption_gains_a_version() -> None:
    held = replay(good(disruption()), good(disruption(says="Longer queue"))).held["tower.a"]
    assert versions(held) == [disruption(), disruption(says="Longer queue")]
    assert (held.learned.first_seen, held.learned.changed_at) == (minute(0), minute(1))


def test_what_is_carried_keeps_the_feeds_own_order() -> None:
    record = replay(good(disruption("b"), disruption("a")))
    assert record.feeds["tower"].carried == ("tower.b", "tower.a")


def test_what_was_set_aside_is_recorded_and_replaced_by_the_next_good_reading() -> None:
    odd = Rejected(entry="entry 3", reason="has no title")
    assert replay(good(rejected=(odd,))).feeds["tower"].rejected == (odd,)
    assert replay(good(rejected=(odd,)), good()).feeds["tower"].rejected == ()


def test_a_second_entry_with_the_same_id_is_set_aside_and_never_makes_versions() -> None:
    twins = good(disruption(says="First"), disruption(says="Second"))
    record = replay(twins, twins)
    assert versions(record.held["tower.a"]) == [disruption(says="First")]
    assert record.feeds["tower"].carried == ("tower.a",)
    (aside,) = record.feeds["tower"].rejected
    assert aside.native_id == "a"
    assert "another entry with this id" in aside.reason
    assert replay(good(disruption(), disruption())).feeds["tower"].rejected == ()


def test_a_good_reading_records_times_validators_and_declaration() -> None:
    reading = good(disruption(), etag='"v1"', last_modified="then", sha256="abc")
    times = replay(Bad(reason="it was down"), reading).times["tower"]
    assert times.last_attempt == times.last_good == times.last_changed == minute(1)
    assert (times.failure, times.failing_since) == ("", None)
    assert (times.etag, times.last_modified, times.sha256) == ('"v1"', "then", "abc")
    assert times.declaration == declaration_digest(SNAPSHOT)


def test_the_time_of_change_moves_only_with_a_change() -> None:
    record = replay(good(disruption()), good(disruption()), Same())
    assert record.times["tower"].last_changed == minute(0)
    assert record.times["tower"].last_good == minute(2)
    record = replay(good(disruption()), good(disruption(), rejected=(Rejected(entry="2", reason="odd"),)))
    assert record.times["tower"].last_changed == minute(1)


def test_an_empty_feed_is_good() -> None:
    record = replay(good())
    assert record.feeds["tower"].carried == ()
    assert record.times["tower"].last_good == START


# Bad and same readings


@pytest.mark.parametrize("reading", [Bad(reason="tower answered 503"), Same()])
def test_bad_and_same_readings_change_times_only(reading: Reading) -> None:
    before = replay(good(disruption(), rejected=(Rejected(entry="2", reason="odd"),)))
    after = advance(before, SNAPSHOT, reading, minute(9))
    assert (after.held, after.feeds) == (before.held, before.feeds)
    assert after.times != before.times


def test_a_failure_keeps_the_last_good_reading_and_says_since_when() -> None:
    record = replay(good(disruption(), etag='"v1"'), Bad(reason="one"), Bad(reason="two"))
    times = record.times["tower"]
    assert times.last_good == minute(0)
    assert times.last_attempt == minute(2)
    assert (times.failure, times.failing_since) == ("two", minute(1))
    assert times.etag == '"v1"'
    assert record.held["tower.a"].latest == disruption()


def test_an_answer_ends_the_failure() -> None:
    times = replay(good(), Bad(reason="down"), Same()).times["tower"]
    assert times.last_attempt == times.last_good == minute(2)
    assert (times.failure, times.failing_since) == ("", None)
    assert replay(good(), Bad(reason="1"), Same(), Bad(reason="2")).times["tower"].failing_since == minute(3)


def test_a_feed_that_never_answered_has_no_good_reading() -> None:
    record = replay(Bad(reason="down"))
    assert record.times["tower"].last_good is None
    assert record.feeds == {}


# Absence


def test_absence_ends_a_disruption_where_the_feed_declares_it() -> None:
    held = replay(good(disruption("a"), disruption("b")), good(disruption("b"))).held["tower.a"]
    assert held.latest.status is Status.RESOLVED
    assert held.latest.status_basis is StatusBasis.INFERRED_FROM_ABSENCE
    assert held.absent_since == held.learned.changed_at == minute(1)
    assert held.versions[0].disruption == disruption("a")


def test_absence_invents_no_end() -> None:
    held = replay(good(disruption()), good()).held["tower.a"]
    assert held.latest.periods == ()
    assert held.latest.ended_at is None


def test_absence_ends_a_disruption_once() -> None:
    assert len(replay(good(disruption()), good(), good(), good()).held["tower.a"].versions) == 2


def test_absence_means_nothing_where_the_feed_declares_so() -> None:
    record = replay(good(disruption()), good(), source=WINDOW)
    assert record.held == replay(good(disruption()), source=WINDOW).held
    assert record.feeds["tower"].carried == ()


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CANCELLED, Status.WITHDRAWN])
def test_what_its_publisher_closed_is_not_closed_again(status: Status) -> None:
    closed = disruption(status=status)
    assert versions(replay(good(closed), good()).held["tower.a"]) == [closed]


def test_an_entry_set_aside_without_an_id_forbids_every_inference() -> None:
    odd = Rejected(entry="entry 1", reason="cannot be read")
    assert versions(replay(good(disruption()), good(rejected=(odd,))).held["tower.a"]) == [disruption()]


def test_an_entry_set_aside_with_an_id_protects_that_disruption_alone() -> None:
    odd = Rejected(entry="entry 1", reason="has no title", native_id="a")
    record = replay(good(disruption("a"), disruption("b")), good(rejected=(odd,)))
    assert record.held["tower.a"].latest.status is Status.ACTIVE
    assert record.held["tower.b"].latest.status is Status.RESOLVED


def test_an_entry_set_aside_by_a_later_id_of_a_chain_protects_the_chain() -> None:
    chain = disruption("root").replace(origin=disruption("later").origin)
    odd = Rejected(entry="entry 1", reason="has no title", native_id="later")
    assert replay(good(chain), good(rejected=(odd,))).held["tower.root"].latest.status is Status.ACTIVE


def test_absence_is_a_feeds_own_affair() -> None:
    other = SNAPSHOT.replace(id="tower-2")
    record = replay(good(disruption()))
    record = advance(record, other, good(disruption("a", source=other)), minute(1))
    record = advance(record, other, good(), minute(2))
    assert record.held["tower.a"].latest.status is Status.ACTIVE
    assert record.held["tower-2.a"].latest.status is Status.RESOLVED


@pytest.mark.parametrize("reading", [Bad(reason="down"), Same()])
def test_only_a_good_reading_proves_absence(reading: Reading) -> None:
    assert versions(replay(good(disruption()), reading).held["tower.a"]) == [disruption()]


def test_what_returns_is_no_longer_absent() -> None:
    held = replay(good(disruption()), good(), good(disruption())).held["tower.a"]
    assert held.absent_since is None
    assert held.latest == disruption()
    assert len(held.versions) == 3


def test_replayed_snapshots_keep_every_turn() -> None:
    a, b, worse = disruption("a"), disruption("b"), disruption("b", says="Worse")
    record = replay(good(a, b), good(b), Bad(reason="down"), good(b, a), good(worse), Same(), good())
    assert record.feeds["tower"].carried == ()
    over = {"status": Status.RESOLVED, "status_basis": StatusBasis.INFERRED_FROM_ABSENCE}
    gone_a, gone_worse = a.replace(**over), worse.replace(**over)
    turns = {
        name: [(version.accepted_at, version.disruption) for version in record.held[name].versions]
        for name in record.held
    }
    assert turns == {
        "tower.a": [(minute(0), a), (minute(1), gone_a), (minute(3), a), (minute(4), gone_a)],
        "tower.b": [(minute(0), b), (minute(4), worse), (minute(6), gone_worse)],
    }
    assert record.held["tower.a"].absent_since == minute(4)
    assert record.held["tower.b"].absent_since == minute(6)


# Our own bulletins only grow


def update(number: int, says: str, **more: Any) -> Update:
    return Update(at=minute(number), says=says, **more)


def bulletin(*updates: Update, **more: Any) -> Disruption:
    return disruption("snow", source=BULLETINS, updates=updates, **more)


def test_a_bulletin_may_gain_updates() -> None:
    first, second = bulletin(update(0, "Slow.")), bulletin(update(0, "Slow."), update(18, "Pads shut."))
    record = replay(good(first), good(second), source=BULLETINS)
    assert versions(record.held["operations.snow"]) == [first, second]
    assert record.feeds["operations"].rejected == ()


def test_a_bulletin_that_rewrites_an_update_is_not_accepted() -> None:
    first = bulletin(update(0, "Slow."), update(18, "Pads shut."))
    second = bulletin(update(0, "Slow."), update(18, "All is well."), update(30, "More."))
    record = replay(good(first), good(second), good(second), source=BULLETINS)
    assert versions(record.held["operations.snow"]) == [first]
    (aside,) = record.feeds["operations"].rejected
    assert (aside.entry, aside.native_id) == ("snow", "snow")
    assert aside.reason == (
        "the update of 17:18 was changed after it was published; "
        "put the old words back and add a correction as a new update"
    )
    # It is still there, only not in these words: nothing may be inferred from its absence.
    assert record.feeds["operations"].carried == ("operations.snow",)


def test_a_bulletin_that_was_put_right_is_accepted_again() -> None:
    first, second = bulletin(update(0, "Slow.")), bulletin(update(0, "Slow."), update(18, "Pads shut."))
    record = replay(good(first), good(bulletin(update(0, "Fast."))), good(second), source=BULLETINS)
    assert versions(record.held["operations.snow"]) == [first, second]
    assert record.feeds["operations"].rejected == ()


def test_a_bulletin_keeps_its_updates_even_after_it_was_away() -> None:
    first = bulletin(update(0, "Slow."))
    record = replay(good(first), good(), good(bulletin(update(0, "Fast."))), source=BULLETINS)
    assert len(record.held["operations.snow"].versions) == 2
    assert "17:00 was changed" in record.feeds["operations"].rejected[0].reason


def test_other_publishers_may_correct_in_place() -> None:
    first = disruption(updates=(update(0, "Slow."),))
    second = disruption(updates=(update(0, "Fast."),))
    assert versions(replay(good(first), good(second)).held["tower.a"]) == [first, second]


@pytest.mark.parametrize(
    ("new", "sentences"),
    [
        ([update(0, "Slow."), update(18, "Shut.")], []),
        ([update(0, "Slow."), update(18, "Shut."), update(18, "And more.")], []),
        ([update(0, "Slow.", changed="the cause"), update(18, "Shut.", status=Status.ACTIVE)], []),
        ([update(0, "Slow."), update(18, "Open.")], ["the update of 17:18 was changed"]),
        ([update(0, "Slow."), update(19, "Shut.")], ["the update of 17:18 was removed"]),
        ([update(0, "Slow.")], ["the update of 17:18 was removed"]),
        ([update(18, "Shut.")], ["the update of 17:00 was removed"]),
        ([], ["the update of 17:00 was removed", "the update of 17:18 was removed"]),
        ([update(18, "Shut."), update(0, "Slow.")], ["an update was put before"]),
        ([update(0, "Slow."), update(9, "We knew."), update(18, "Shut.")], ["an update was put before"]),
    ],
)
def test_silent_changes_are_named(new: list[Update], sentences: list[str]) -> None:
    found = silent_changes(bulletin(update(0, "Slow."), update(18, "Shut.")), bulletin(*new))
    assert len(found) == len(sentences)
    for sentence, beginning in zip(found, sentences, strict=True):
        assert sentence.startswith(beginning)
        assert ";" in sentence, "the remedy is missing"


def test_updates_over_several_days_are_named_with_their_date() -> None:
    old = bulletin(update(0, "Slow."), update(24 * 60, "Slower."))
    assert silent_changes(old, bulletin(update(0, "Slow.")))[0].startswith("the update of 2026-11-21 17:00 was")


def test_updates_are_named_by_the_clock_they_were_written_in() -> None:
    paris = Update(at=datetime(2026, 11, 20, 18, 18, tzinfo=ZoneInfo("Europe/Paris")), says="Shut.")
    record = replay(good(bulletin(paris)), good(bulletin()), source=BULLETINS)
    assert "of 18:18 was removed" in record.feeds["operations"].rejected[0].reason


# What cannot be written down


def test_a_disruption_that_cannot_be_written_is_set_aside_and_protected() -> None:
    record = replay(good(disruption()), good(disruption(says="\ud800"), disruption("b")))
    assert versions(record.held["tower.a"]) == [disruption()]
    assert record.feeds["tower"].carried == ("tower.b",)
    assert "cannot be written down" in record.feeds["tower"].rejected[0].reason


def test_a_native_id_that_cannot_be_written_counts_as_unknown() -> None:
    odd = Rejected(entry="\ud800", reason="has no title \ud800", native_id="\ud800")
    for reading in (good(rejected=(odd,)), good(disruption("\ud800"))):
        record = replay(good(disruption()), reading)
        assert record.feeds["tower"].rejected[0].native_id is None
        assert record.feeds["tower"].rejected[0].entry == "\ufffd"
        assert record.held["tower.a"].latest.status is Status.ACTIVE
        assert read_back(record) == record


def test_a_time_in_a_doubled_hour_is_not_a_change_every_time() -> None:
    doubled = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"), fold=1)
    once = replay(good(disruption(issued_at=doubled)))
    known = read_back(once)
    again = advance(known, SNAPSHOT, good(disruption(issued_at=doubled)), doubled)
    assert again.held == once.held
    assert read_back(again) == again


# Whether the last reading may stand for the next


def test_the_same_bytes_under_the_same_declaration_need_no_reading() -> None:
    record = replay(good(disruption(), sha256="abc"))
    assert still_stands(record, SNAPSHOT)
    assert same_bytes(record, SNAPSHOT, "abc")
    assert not same_bytes(record, SNAPSHOT, "abd")
    assert not same_bytes(replay(good()), SNAPSHOT, "")
    assert not still_stands(Record(), SNAPSHOT)


def test_a_changed_declaration_makes_the_feed_be_read_again() -> None:
    record = replay(good(disruption(), sha256="abc"))
    changed = SNAPSHOT.replace(zone="Europe/Paris")
    assert declaration_digest(changed) != declaration_digest(SNAPSHOT)
    assert not still_stands(record, changed)
    assert not same_bytes(record, changed, "abc")


def test_a_bad_reading_under_a_new_declaration_does_not_adopt_it() -> None:
    changed = SNAPSHOT.replace(zone="Europe/Paris")
    record = advance(replay(good(sha256="abc")), changed, Bad(reason="down"), minute(1))
    assert not still_stands(record, changed)


def test_a_file_lost_from_the_record_makes_the_feed_be_read_again() -> None:
    record = replay(good(disruption(), sha256="abc"))
    assert not still_stands(replace(record, held={}), SNAPSHOT)
    assert not still_stands(replace(record, feeds={}), SNAPSHOT)


# For all readings

UPDATES = st.lists(st.builds(update, st.integers(0, 3), st.sampled_from("xy")), max_size=2).map(tuple)
ODD = st.builds(Rejected, entry=st.just("1"), reason=st.just("odd"), native_id=st.none() | st.sampled_from("abcd"))


def good_readings(source: Source) -> st.SearchStrategy[Good]:
    disruptions = st.builds(
        disruption,
        st.sampled_from("abcd"),
        st.sampled_from(["Slow", "Slower"]),
        st.just(source),
        status=st.sampled_from([Status.ACTIVE, Status.RESOLVED, Status.UNKNOWN]),
        updates=UPDATES,
    )
    parsed = st.builds(
        Parsed,
        disruptions=st.lists(disruptions, max_size=4).map(tuple),
        rejected=st.lists(ODD, max_size=1).map(tuple),
    )
    return st.builds(Good, parsed=parsed)


def stories(source: Source) -> st.SearchStrategy[tuple[Source, list[Reading]]]:
    other = st.sampled_from([Same(), Again()]) | st.builds(Bad, reason=st.text())
    readings = st.lists(good_readings(source) | good_readings(source) | other, min_size=1, max_size=8)
    return st.tuples(st.just(source), readings)


STORIES = st.sampled_from([SNAPSHOT, WINDOW, BULLETINS]).flatmap(stories)


@settings(deadline=None)
@given(STORIES)
def test_nothing_accepted_is_ever_lost(story: tuple[Source, list[Reading]]) -> None:
    source, readings = story
    record = Record()
    for number, reading in enumerate(readings):
        after = advance(record, source, reading, minute(number))
        for name, held in record.held.items():
            assert after.held[name].versions[: len(held.versions)] == held.versions
        for held in after.held.values():
            pairs = list(zip(held.versions, held.versions[1:], strict=False))
            assert all(one.disruption != two.disruption for one, two in pairs)
            if source is BULLETINS:
                assert not any(silent_changes(one.disruption, two.disruption) for one, two in pairs)
        for feed in after.feeds.values():
            assert all(carried in after.held for carried in feed.carried)
            assert len(set(feed.carried)) == len(feed.carried)
        record = after


@settings(deadline=None)
@given(STORIES)
def test_the_same_reading_again_changes_only_times(story: tuple[Source, list[Reading]]) -> None:
    source, readings = story
    known = replay(*readings, readings[-1], source=source)  # what was in doubt is seen twice
    again = advance(known, source, readings[-1], minute(99))
    assert (again.held, again.feeds) == (known.held, known.feeds)
    assert again.times[source.id].last_attempt == minute(99)


@settings(deadline=None)
@given(STORIES)
def test_the_record_is_always_what_is_read_back(story: tuple[Source, list[Reading]]) -> None:
    source, readings = story
    record = replay(*readings, source=source)
    assert read_back(record) == record


def test_a_message_that_replaces_a_held_one_continues_it_though_the_feed_dropped_the_first() -> None:
    first = disruption("a,1,t")
    update = disruption("a,2,t", "Longer queue", relations=(Relation(kind="supersedes", native_id="a,1,t"),))
    record = replay(good(first), good(update))
    assert list(record.held) == [first.id]
    assert len(record.held[first.id].versions) == 2
    assert record.feeds["tower"].carried == (first.id,)


# Grace: absence that may be a flicker

PATIENT = SNAPSHOT.replace(grace=timedelta(minutes=2))


def test_within_the_grace_what_vanished_still_stands() -> None:
    held = replay(good(disruption()), good(), good(), good(), source=PATIENT).held["tower.a"]
    assert versions(held) == [disruption()]
    assert held.absent_since == minute(1)
    assert life_of(held, PATIENT, minute(3)).standing is Standing.CURRENT


@pytest.mark.parametrize("last", [good(), Same()])
def test_what_is_absent_for_longer_than_the_grace_is_over_since_it_was_first_missed(last: Reading) -> None:
    record = replay(good(disruption()), good(), Same(), Same(), last, last, source=PATIENT)
    held = record.held["tower.a"]
    assert len(held.versions) == 2
    assert held.latest.status is Status.RESOLVED
    assert held.latest.status_basis is StatusBasis.INFERRED_FROM_ABSENCE
    assert (held.absent_since, held.learned.changed_at) == (minute(1), minute(4))
    assert record.times["tower"].last_changed == minute(4)


def test_what_returns_within_the_grace_was_never_gone() -> None:
    record = replay(good(disruption()), good(), good(disruption()), source=PATIENT)
    assert record.held == replay(good(disruption()), source=PATIENT).held
    again = replay(good(disruption()), good(), good(disruption()), good(), good(), good(), source=PATIENT)
    assert again.held["tower.a"].absent_since == minute(3)
    assert len(again.held["tower.a"].versions) == 1


def test_what_returns_broken_is_no_longer_missed() -> None:
    odd = Rejected(entry="entry 1", reason="has no title", native_id="a")
    held = replay(good(disruption()), good(), good(rejected=(odd,)), source=PATIENT).held["tower.a"]
    assert held.absent_since is None


@pytest.mark.parametrize("odd", [Bad(reason="down"), good(rejected=(Rejected(entry="1", reason="odd"),))])
def test_only_a_whole_reading_lets_the_grace_run_out(odd: Reading) -> None:
    readings = [good(disruption()), good(), odd, odd, odd, odd]
    assert versions(replay(*readings, source=PATIENT).held["tower.a"]) == [disruption()]
    assert len(replay(*readings, good(), source=PATIENT).held["tower.a"].versions) == 2


def test_the_same_incomplete_reading_lets_no_grace_run_out() -> None:
    odd = good(rejected=(Rejected(entry="1", reason="odd"),))
    held = replay(good(disruption()), good(), odd, *[Same()] * 5, source=PATIENT).held["tower.a"]
    assert versions(held) == [disruption()]


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=12))
def test_flicker_within_the_grace_adds_no_version(there: list[bool]) -> None:
    record = replay(good(disruption()), source=PATIENT)
    missed = 0
    for number, is_there in enumerate(there, start=1):
        missed = 0 if is_there or missed == 3 else missed + 1  # at the fourth absence in a row it would be over
        record = advance(record, PATIENT, good() if missed else good(disruption()), minute(number))
        assert versions(record.held["tower.a"]) == [disruption()]
        assert (record.held["tower.a"].absent_since is None) == (missed == 0)


@settings(deadline=None)
@given(stories(PATIENT))
def test_with_a_grace_nothing_accepted_is_lost_either(story: tuple[Source, list[Reading]]) -> None:
    record = Record()
    for number, reading in enumerate(story[1]):
        after = advance(record, PATIENT, reading, minute(number))
        for name, held in record.held.items():
            assert after.held[name].versions[: len(held.versions)] == held.versions
        record = after
    assert read_back(record) == record


def test_new_keys_leave_the_digests_of_older_declarations_alone() -> None:
    assert "grace" not in stated(SNAPSHOT)
    said: dict[str, Any] = {"grace": None, "private": False, "secrets": {}}
    assert declaration_digest(SOURCE_DOOR.read({**plain(SNAPSHOT), **said})) == declaration_digest(SNAPSHOT)
    assert declaration_digest(PATIENT) != declaration_digest(SNAPSHOT)


# Doubt: an answer that may be cut short

MANY = [disruption(name) for name in "abcdefgh"]


def ended(record: Record) -> set[str]:
    return {name for name, held in record.held.items() if held.latest.status.over}


def names(source: Source, letters: str) -> set[str]:
    return {f"{source.id}.{letter}" for letter in letters}


@pytest.mark.parametrize("source", [SNAPSHOT, SNAPSHOT.replace(grace=timedelta(seconds=1))])
@pytest.mark.parametrize("left", [0, 1, 4])
def test_a_reading_that_lost_most_entries_ends_nothing_until_a_second_one_lost_them_too(
    source: Source, left: int
) -> None:
    once = replay(good(*MANY), good(*MANY[:left]), source=source)
    assert ended(once) == set()
    assert once.feeds["tower"].doubt is Doubt.HALVED
    assert once.feeds["tower"].doubted_since == minute(1)
    assert life_of(once.held["tower.h"], source, minute(1)).standing is Standing.CURRENT
    twice = replay(good(*MANY), good(*MANY[:left]), good(*MANY[:left]), source=source)
    assert ended(twice) == names(source, "abcdefgh"[left:])
    assert twice.feeds["tower"].doubt is None
    assert twice.held["tower.h"].absent_since == minute(1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("abcdefgh", "abcde"),  # more than half of them are left
        ("abc", ""),  # as few as end every day
        ("abcdefgh", "abcdijkl"),  # as many as before, some of them new
    ],
)
def test_what_ends_every_day_ends_at_once(before: str, after: str) -> None:
    record = replay(good(*map(disruption, before)), good(*map(disruption, after)))
    assert ended(record) == names(SNAPSHOT, "".join(set(before) - set(after)))
    assert record.feeds["tower"].doubt is None


def test_what_returns_after_a_doubt_was_never_gone() -> None:
    record = replay(good(*MANY), good(), good(*MANY))
    assert record.held == replay(good(*MANY)).held
    assert record.feeds["tower"].doubt is None


def test_a_doubt_is_about_what_is_still_open() -> None:
    closed = [disruption(name, status=Status.RESOLVED) for name in "ijklmnop"]
    assert ended(replay(good(*MANY, *closed), good(*closed))) == names(SNAPSHOT, "ijklmnop")
    assert ended(replay(good(*MANY), good(*(disruption(one.origin.native_id, status=Status.RESOLVED) for one in MANY))))


def test_a_second_loss_is_doubted_by_itself() -> None:
    record = replay(good(*MANY, *map(disruption, "ijklmnop")), good(*MANY), good())
    assert ended(record) == names(SNAPSHOT, "ijklmnop")
    assert record.feeds["tower"].doubt is Doubt.HALVED
    assert ended(advance(record, SNAPSHOT, good(), minute(3))) == names(SNAPSHOT, "abcdefghijklmnop")


@pytest.mark.parametrize(
    "other", [Bad(reason="down"), Same(), Again(), good(rejected=(Rejected(entry="1", reason="x"),))]
)
@pytest.mark.parametrize("source", [SNAPSHOT, PATIENT])
def test_only_a_whole_reading_settles_a_doubt(source: Source, other: Reading) -> None:
    record = replay(good(*MANY), good(), *[other] * 5, source=source)
    assert ended(record) == set()
    assert ended(advance(record, source, good(), minute(9))) == names(source, "abcdefgh")


def test_an_answer_in_doubt_may_not_stand_for_the_next() -> None:
    record = replay(good(*MANY, sha256="a"), good(sha256="b"))
    assert not still_stands(record, SNAPSHOT)
    assert not same_bytes(record, SNAPSHOT, "b")
    assert not may_ask_what_changed(record, SNAPSHOT, minute(2))


def test_where_absence_means_nothing_nothing_is_doubted() -> None:
    assert replay(good(*MANY), good(), source=WINDOW).feeds["tower"].doubt is None


@settings(deadline=None)
@given(st.sets(st.sampled_from("abcdefghij")), st.sets(st.sampled_from("abcdefghij")))
def test_a_reading_ends_less_than_half_at_once_and_a_second_one_the_rest(before: set[str], after: set[str]) -> None:
    readings = [good(*map(disruption, sorted(letters))) for letters in (before, after, after)]
    once, lost = replay(*readings[:2]), names(SNAPSHOT, "".join(before - after))
    assert ended(once) in (set(), lost)
    assert len(ended(once)) < 4 or 2 * len(after) > len(before)
    assert ended(replay(*readings)) == lost


# A table whose last line lost its end


@pytest.mark.parametrize("source", [SNAPSHOT, WINDOW])
def test_a_table_that_lost_the_end_of_its_last_line_ends_nothing_and_its_last_line_is_set_aside(source: Source) -> None:
    cut = good(disruption("a"), disruption("b", says="Que"), unended=True)
    record = replay(good(*map(disruption, "abcd")), cut, source=source)
    assert ended(record) == set()
    assert versions(record.held["tower.b"]) == [disruption("b")]
    (aside,) = record.feeds["tower"].rejected
    assert (aside.entry, aside.native_id) == ("b", "b")
    assert "its line has no end" in aside.reason
    assert record.feeds["tower"].doubt is Doubt.UNENDED
    again = advance(record, source, cut, minute(2))
    assert ended(again) == (names(source, "cd") if source is SNAPSHOT else set())
    assert again.held["tower.b"].latest.headline[0].text == "Que"
    assert (again.feeds["tower"].doubt, again.feeds["tower"].rejected) == (None, ())


def test_a_table_that_never_ended_its_last_line_is_in_no_doubt() -> None:
    record = replay(good(*map(disruption, "abc"), unended=True), good(*map(disruption, "ab"), unended=True))
    assert ended(record) == {"tower.c"}
    assert record.feeds["tower"].doubt is None
    assert replay(good(), good(unended=True)).feeds["tower"].doubt is Doubt.UNENDED


# How long “not modified” may be believed


def test_a_server_is_asked_what_changed_only_for_as_long_as_its_last_whole_answer_counts() -> None:
    record = replay(good(disruption(), etag='"v1"'))
    assert record.times["tower"].last_whole == START
    assert may_ask_what_changed(record, SNAPSHOT, minute(1))
    assert not may_ask_what_changed(record, SNAPSHOT, minute(30))  # stale_after
    for minutes in (10, 20, 29):
        record = advance(record, SNAPSHOT, Same(), minute(minutes))
    assert record.times["tower"].last_good == minute(29)
    assert not may_ask_what_changed(record, SNAPSHOT, minute(30)), "“not modified” proves nothing for ever"
    record = advance(record, SNAPSHOT, Again(etag='"v2"'), minute(30))
    assert may_ask_what_changed(record, SNAPSHOT, minute(31))
    assert (record.times["tower"].etag, record.times["tower"].last_whole) == ('"v2"', minute(30))


def test_a_day_is_the_longest() -> None:
    patient = SNAPSHOT.replace(stale_after=timedelta(days=9))
    record = replay(good(), source=patient)
    assert may_ask_what_changed(record, patient, START + timedelta(hours=23))
    assert not may_ask_what_changed(record, patient, START + timedelta(hours=24))


def test_where_the_clock_stands_still_or_goes_back_everything_is_asked_for() -> None:
    record = replay(good(etag='"v1"'))
    assert not may_ask_what_changed(record, SNAPSHOT, START)
    assert not may_ask_what_changed(record, SNAPSHOT, START - timedelta(minutes=1))
    assert not may_ask_what_changed(Record(), SNAPSHOT, START)
    old = replace(record, times={"tower": record.times["tower"].replace(last_whole=None)})
    assert not may_ask_what_changed(old, SNAPSHOT, minute(1))


def test_a_grace_needs_an_absence_that_ends() -> None:
    with pytest.raises(ValidationError, match="write absence: ended, or delete grace:"):
        SOURCE_DOOR.read({**plain(PATIENT), "absence": "nothing"})


# Silences


def test_a_silence_is_kept_from_the_last_good_answer_to_the_next() -> None:
    record = replay(good(disruption()), Bad(reason="no answer"), Bad(reason="still none"), good(disruption()))
    assert record.silences["tower"] == Silences(
        feed="tower",
        counted_since=START,
        silences=(Silence(since=minute(0), until=minute(3), failure="still none"),),
    )


def test_a_silence_that_is_not_over_is_none_yet() -> None:
    assert replay(good(disruption()), Bad(reason="no answer")).silences["tower"].silences == ()


def test_a_feed_that_answers_in_time_is_never_silent_and_counted_from_its_first_answer() -> None:
    assert replay(good(), Same(), good()).silences["tower"] == Silences(feed="tower", counted_since=START)


def test_a_source_that_nobody_asked_for_too_long_was_silent_and_the_failure_is_ours() -> None:
    late = START + SNAPSHOT.counts_for
    record = advance(replay(good()), SNAPSHOT, Same(), late)
    assert record.silences["tower"].silences == (Silence(since=START, until=late),)


def test_one_that_failed_from_the_beginning_was_silent_since_its_first_failure() -> None:
    record = replay(Bad(reason="no answer"), Bad(reason="no answer"), good())
    assert record.silences["tower"].silences == (Silence(since=minute(0), until=minute(2), failure="no answer"),)
    assert record.silences["tower"].counted_since == minute(0)


def test_a_silence_that_a_killed_run_told_already_is_not_told_twice() -> None:
    failing = replay(good(), Bad(reason="no answer"))
    killed = replace(failing, silences=advance(failing, SNAPSHOT, good(), minute(2)).silences)
    again = advance(killed, SNAPSHOT, good(), minute(3)).silences["tower"].silences
    assert again == (Silence(since=minute(0), until=minute(2), failure="no answer"),)


def test_only_the_last_silences_are_kept_and_then_counted_from_the_first_of_those() -> None:
    once: list[Reading] = [Bad(reason="no answer"), good()]
    record = replay(good(), *once * (MOST_SILENCES + 2))
    silences = record.silences["tower"]
    assert len(silences.silences) == MOST_SILENCES
    assert silences.counted_since == silences.silences[0].since == minute(4)


def test_a_reading_of_one_feed_leaves_the_silences_of_others() -> None:
    record = replay(good(), Bad(reason="no answer"), good())
    other = advance(record, BULLETINS, good(), minute(9))
    assert other.silences["tower"] == record.silences["tower"]
