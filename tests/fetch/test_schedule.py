"""When each feed is asked again: as often as declared, whatever its server, its faults and our clocks say."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.fetch.schedule import Schedule
from explainer.model.sources import Source
from explainer.pipeline import FeedResult

MINUTE = timedelta(minutes=1)
MET = Source(id="met", publisher="Weather", format="rss", url="https://met.example/", every=MINUTE)
ROAD = MET.replace(id="road", every=5 * MINUTE)


def result(feed: str = "met", failure: str = "", wait: float | None = None) -> FeedResult:
    return FeedResult(feed, "Weather", failure, 0, (), unchanged=False, wait=wait)


def calm() -> random.Random:
    """Chance without any."""
    chance = random.Random()  # noqa: S311
    chance.random = lambda: 0.0  # type: ignore[method-assign]
    return chance


def waits(*results: FeedResult, source: Source = MET) -> list[float]:
    """How long the feed is left alone after each result, in seconds, with no chance in it."""
    schedule = Schedule((source,), 0.0, calm())
    found, now = [], 0.0
    for one in results:
        schedule.asked(one, now)
        due = schedule.next_due()
        assert due is not None
        found.append(due - now)
        now = due
    return found


def test_every_feed_is_due_at_once_and_then_at_its_own_interval() -> None:
    schedule = Schedule((MET, ROAD), 0, random.Random(1))  # noqa: S311
    assert [s.id for s in schedule.due(0)] == ["met", "road"]
    schedule.asked(result("met"), 0)
    schedule.asked(result("road"), 0)
    assert schedule.due(50) == ()
    assert [s.id for s in schedule.due(60)] == ["met"]
    assert [s.id for s in schedule.due(300)] == ["met", "road"]


def test_a_feed_that_is_being_asked_is_not_due_until_something_came_of_it() -> None:
    schedule = Schedule((MET,), 0, calm())
    schedule.begun("met")
    assert schedule.due(1_000) == ()
    assert schedule.next_due() is None
    schedule.asked(result(), 1_000)
    assert schedule.next_due() == 1_060


def test_a_feed_that_begins_to_fail_is_asked_again_within_seconds_and_then_as_often_as_declared() -> None:
    assert waits(*[result(failure="gone")] * 7) == [5, 10, 20, 40, 60, 60, 60]


def test_a_feed_that_is_asked_every_second_may_be_asked_less_often_while_it_fails_but_before_it_is_stale() -> None:
    often = MET.replace(every=timedelta(seconds=2), stale_after=timedelta(seconds=20))
    assert waits(*[result(failure="gone")] * 5, source=often) == [2, 4, 8, 10, 10]


def test_after_a_good_answer_the_interval_is_the_declared_one_again() -> None:
    assert waits(result(failure="gone"), result(failure="gone"), result(), result(failure="x")) == [5, 10, 60, 5]


def test_retry_after_is_kept_for_up_to_half_the_time_for_which_an_answer_counts() -> None:
    half = timedelta(minutes=30).total_seconds() / 2
    busy = [result(failure="busy", wait=wait) for wait in (1, 600, 86_400)]
    assert waits(*busy) == [5, 600, half]


def test_a_slow_feed_is_not_asked_less_often_for_failing_nor_muted_for_longer_than_declared() -> None:
    hourly = MET.replace(every=60 * MINUTE, stale_after=90 * MINUTE)
    assert waits(result(failure="busy", wait=86_400), source=hourly) == [3_600]


def test_a_year_of_failures_overflows_nothing() -> None:
    assert waits(*[result(failure="gone")] * 5_000)[-1] == 60


@given(
    st.timedeltas(timedelta(seconds=1), timedelta(hours=2)),
    st.timedeltas(timedelta(seconds=1), timedelta(hours=6)),
    st.lists(st.tuples(st.booleans(), st.none() | st.floats(0, 1e9)), max_size=30),
)
def test_whatever_happens_a_feed_is_asked_again_before_what_it_said_is_stale_or_as_often_as_declared(
    every: timedelta, stale_after: timedelta, answers: list[tuple[bool, float | None]]
) -> None:
    source = MET.replace(every=every, stale_after=stale_after)
    most = max(every.total_seconds(), stale_after.total_seconds() / 2)
    found = waits(
        *(result(failure="x" * fails, wait=wait if fails else None) for fails, wait in answers), source=source
    )
    assert all(0 < wait <= most + 1e-6 for wait in found)


def test_a_change_of_a_feed_asked_every_minute_waits_thirty_one_seconds_at_most_on_average() -> None:
    chance = random.Random(7)  # noqa: S311
    schedule = Schedule((MET,), 0, chance)
    asked, now = [0.0], 0.0
    for _ in range(20_000):
        schedule.asked(result(), now)
        now = schedule.next_due() or now
        asked.append(now)
    changes = sorted(chance.random() * asked[-1] for _ in range(20_000))
    delays, at = [], 0
    for change in changes:
        while asked[at] < change:
            at += 1
        delays.append(asked[at] - change)
    assert sum(delays) / len(delays) <= 31


def test_a_feed_that_was_asked_elsewhere_is_left_alone_as_long() -> None:
    schedule = Schedule((MET,), 0, random.Random(1))  # noqa: S311
    schedule.heard("met", MINUTE / 2, 0)
    schedule.heard("nobody", timedelta(), 0)
    assert schedule.due(0) == ()
    assert schedule.next_due() == 30


def test_a_feed_that_was_asked_in_the_future_is_asked_now() -> None:
    schedule = Schedule((MET,), 0, calm())
    schedule.heard("met", timedelta(hours=-1), 0)
    assert schedule.next_due() == 0


def test_what_is_declared_anew_is_due_at_once_and_what_was_being_asked_before_is_forgotten() -> None:
    schedule = Schedule((MET, ROAD), 0, calm())
    for feed in ("met", "road"):
        schedule.begun(feed)
    schedule.declare((MET.replace(every=2 * MINUTE), ROAD), 10)
    assert [source.id for source in schedule.due(10)] == ["met"]


def test_all_feeds_can_be_made_due_at_once() -> None:
    schedule = Schedule((MET, ROAD), 0, calm())
    for feed in ("met", "road"):
        schedule.asked(result(feed), 0)
    schedule.at_once(1)
    assert len(schedule.due(1)) == 2
