"""How far a source can be trusted, and that no clock, however it is set, makes old data count as new."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.formats.base import Parsed
from explainer.model.history import Record, Times
from explainer.model.learned import AHEAD
from explainer.model.sources import Source
from explainer.model.vocabulary import State
from explainer.picture.freshness import freshness_of, source_now
from explainer.picture.sources import Freshness
from explainer.record.lifecycle import Bad, Good, Reading, advance
from tests.conftest import NOW
from tests.factory import make_picture, make_record
from tests.support.pier import MET, MINUTE, report, said

GALE = said("met", "a", report("crane", State.STOPPED))
STORM = GALE.replace(headline=(GALE.headline[0].replace(text="Storm"),))


def good(*disruptions: object, age: int = 0) -> Good:
    return Good(parsed=Parsed(disruptions=disruptions), age=age)  # type: ignore[arg-type]


def at(source: Source, last_good: datetime, now: datetime = NOW) -> Freshness:
    return freshness_of(source, Times(last_good=last_good), now)


def test_an_answer_of_a_moment_that_is_still_to_come_is_stale_but_for_a_small_difference_of_clocks() -> None:
    assert at(MET, NOW + AHEAD) is Freshness.FRESH
    assert at(MET, NOW + AHEAD + timedelta(seconds=1)) is Freshness.STALE
    assert at(MET, NOW + timedelta(days=300)) is Freshness.STALE


def test_what_was_recorded_before_the_clock_was_set_back_is_told_as_of_now() -> None:
    later = NOW + 60 * MINUTE
    record = advance(Record(), MET, good(GALE), later)
    source = source_now(MET, record, NOW, ours=False)
    assert (source.last_good, source.silent_since, source.last_changed) == (NOW, NOW, NOW)
    shown = make_picture(record=replace(make_record(), held=record.held)).disruption["met.a"]
    assert (shown.first_seen, shown.changed_at, shown.written_at) == (NOW, NOW, NOW)


def test_what_a_cache_had_kept_is_as_old_as_it_says() -> None:
    record = advance(Record(), MET, good(age=5 * 3600), NOW)
    times = record.times["met"]
    assert (times.last_attempt, times.last_good) == (NOW, NOW - timedelta(hours=5))
    assert freshness_of(MET, times, NOW) is Freshness.STALE


def test_the_copy_of_a_cache_that_grows_old_is_no_answer_and_ends_no_silence() -> None:
    record = Record()
    for minute in range(0, 120, 5):
        record = advance(record, MET, good(age=minute * 60), NOW + minute * MINUTE)
    assert record.times["met"].last_good == NOW
    assert record.silences["met"].silences == ()
    record = advance(record, MET, good(), NOW + 120 * MINUTE)
    assert [one.since for one in record.silences["met"].silences] == [NOW]


def test_an_older_copy_after_a_newer_answer_makes_it_no_older() -> None:
    record = advance(advance(Record(), MET, good(), NOW), MET, good(age=900), NOW + MINUTE)
    assert record.times["met"].last_good == NOW


def test_a_feed_that_began_to_fail_before_the_clock_was_set_back_fails_since_now() -> None:
    record = advance(Record(), MET, Bad(reason="no answer"), NOW + 60 * MINUTE)
    record = advance(record, MET, Bad(reason="no answer"), NOW)
    assert record.times["met"].failing_since == NOW
    record = advance(record, MET, good(), NOW + 5 * MINUTE)
    assert [(one.since, one.until) for one in record.silences["met"].silences] == [(NOW, NOW + 5 * MINUTE)]


JUMPS = [0, 0, 0, 90, 3_600, 86_400, -90, -3_600, -86_400, -400 * 86_400]
READINGS: list[Reading | None] = [good(GALE), good(STORM), good(), good(GALE, age=600), Bad(reason="gone"), None]
STEPS = st.lists(
    st.tuples(st.integers(0, 45), st.sampled_from(JUMPS), st.sampled_from(READINGS)), min_size=1, max_size=10
)


@pytest.mark.parametrize("grace", [None, timedelta(minutes=10)])
@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_whatever_is_done_to_the_clock_nothing_is_lost_nothing_old_is_fresh_and_nothing_is_told_of_the_future(
    grace: timedelta | None, steps: list[tuple[int, int, Reading | None]]
) -> None:
    source = MET.replace(absence="ended", grace=grace)
    record, passed, offset, answered = Record(), 0, 0, -(10**9)
    for minutes, jump, told in steps:
        passed, offset = passed + 60 * minutes, offset + jump
        now = NOW + timedelta(seconds=passed + offset)
        # Whoever notices that the clock was set back asks at once; where nobody answers, that is a failure.
        reading = Bad(reason="gone") if told is None and jump < 0 else told
        if reading is not None:
            before, record = record, advance(record, source, reading, now)
            for key, held in before.held.items():
                assert record.held[key].versions[: len(held.versions)] == held.versions
        if isinstance(reading, Good):
            answered = max(answered, passed - reading.age)
        seen = source_now(source, record, now, ours=False)
        if seen.freshness is Freshness.FRESH:
            assert passed - answered <= source.counts_for.total_seconds() + AHEAD.total_seconds()
        assert all(one is None or one <= now for one in (seen.last_attempt, seen.last_good, seen.silent_since))
        shown = make_picture(record=replace(make_record(), held=record.held, times=record.times), now=now)
        for one in shown.disruptions:
            assert max(one.first_seen, one.changed_at, one.heard_at, one.written_at) <= now
