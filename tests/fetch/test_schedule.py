"""When each feed is asked again."""

import random
from datetime import timedelta

from explainer.fetch.schedule import Schedule
from explainer.model.sources import Source
from explainer.pipeline import FeedResult
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)
MET = Source(id="met", publisher="Weather", format="rss", url="https://met.example/", every=MINUTE)
ROAD = MET.replace(id="road", every=5 * MINUTE)


def result(feed: str = "met", failure: str = "", wait: float | None = None) -> FeedResult:
    return FeedResult(feed, "Weather", failure, 0, (), unchanged=False, wait=wait)


def waits(*results: FeedResult, source: Source = MET) -> list[float]:
    """How long the feed is left alone after each result, in seconds, with no chance in it."""
    calm = random.Random()  # noqa: S311
    calm.random = lambda: 0.0  # type: ignore[method-assign]
    schedule = Schedule((source,), NOW, calm)
    found, now = [], NOW
    for one in results:
        schedule.asked(one, now)
        due = schedule.next_due()
        assert due is not None
        found.append((due - now).total_seconds())
        now = due
    return found


def test_every_feed_is_due_at_once_and_then_at_its_own_interval() -> None:
    schedule = Schedule((MET, ROAD), NOW, random.Random(1))  # noqa: S311
    assert [s.id for s in schedule.due(NOW)] == ["met", "road"]
    schedule.asked(result("met"), NOW)
    schedule.asked(result("road"), NOW)
    assert schedule.due(NOW + 50 * MINUTE / 60) == ()
    assert [s.id for s in schedule.due(NOW + MINUTE)] == ["met"]
    assert [s.id for s in schedule.due(NOW + 5 * MINUTE)] == ["met", "road"]


def test_a_failing_feed_is_asked_half_as_often_each_time_but_never_forgotten() -> None:
    assert waits(*[result(failure="gone")] * 8) == [60, 120, 240, 480, 900, 900, 900, 900]


def test_after_a_good_answer_the_interval_is_the_declared_one_again() -> None:
    assert waits(result(failure="gone"), result(failure="gone"), result(), result(failure="x")) == [60, 120, 60, 60]


def test_a_slow_feed_is_not_asked_more_often_for_failing() -> None:
    hourly = MET.replace(every=60 * MINUTE)
    assert waits(*[result(failure="gone")] * 3, source=hourly) == [3600, 3600, 3600]


def test_retry_after_and_max_age_are_never_cut_short() -> None:
    assert waits(result(failure="busy", wait=600), result(wait=300), result(wait=5)) == [600, 300, 60]


def test_a_year_of_failures_overflows_nothing() -> None:
    assert waits(*[result(failure="gone")] * 5_000)[-1] == 900


def test_a_change_of_a_feed_asked_every_minute_waits_thirty_one_seconds_at_most_on_average() -> None:
    chance = random.Random(7)  # noqa: S311
    schedule = Schedule((MET,), NOW, chance)
    asked, now = [NOW], NOW
    for _ in range(20_000):
        schedule.asked(result(), now)
        now = schedule.next_due() or now
        asked.append(now)
    changes = sorted(NOW + chance.random() * (asked[-1] - NOW) for _ in range(20_000))
    delays, at = [], 0
    for change in changes:
        while asked[at] < change:
            at += 1
        delays.append((asked[at] - change).total_seconds())
    assert sum(delays) / len(delays) <= 31


def test_a_feed_that_was_asked_elsewhere_is_left_alone_as_long() -> None:
    schedule = Schedule((MET,), NOW, random.Random(1))  # noqa: S311
    schedule.heard("met", NOW - MINUTE / 2)
    schedule.heard("nobody", NOW)
    assert schedule.due(NOW) == ()
    assert schedule.next_due() == NOW + MINUTE / 2
