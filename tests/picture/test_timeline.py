"""A row of a log is an update in its publisher's words, or what its times and our readings show."""

from __future__ import annotations

from datetime import timedelta

from explainer.model.disruption import Disruption
from explainer.model.vocabulary import Ending
from explainer.picture.model import DisruptionNow
from explainer.picture.promises import Keeping, Promise
from explainer.picture.timeline import Event, timeline, updates_of
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_record


def seen(disruption: Disruption, **more: object) -> DisruptionNow:
    return make_picture(record=make_record([disruption], **more)).disruption[disruption.id]  # type: ignore[arg-type]


def test_updates_come_newest_first_each_with_the_promise_it_answers_and_the_one_it_makes() -> None:
    assert [row.event for row in timeline(seen(make_bulletin()), NOW)] == [Event.UPDATE] * 3
    first, middle, newest = updates_of(seen(make_bulletin()))
    assert (first.is_first, first.answers, first.after_notice) == (True, None, timedelta(minutes=8))
    assert first.makes == middle.answers
    assert middle.makes == newest.answers
    assert newest.answers is not None
    assert newest.answers.keeping is Keeping.LATE
    assert newest.makes == Promise(at(36), Keeping.OPEN)


def test_a_first_word_before_anybody_noticed_came_after_no_time_that_could_be_told() -> None:
    assert updates_of(seen(make_bulletin(detected_at=at(-1))))[0].after_notice is None
    assert updates_of(seen(make_bulletin(detected_at=None)))[0].after_notice is None


def test_a_promise_that_is_broken_stands_on_top() -> None:
    late = seen(make_bulletin(next_update=at(-25)))
    assert [row.event for row in timeline(late, NOW)] == [Event.OVERDUE, *[Event.UPDATE] * 3]
    assert timeline(late, NOW)[0].broken == late.promise


def test_a_publisher_that_writes_no_updates_is_told_by_its_times_and_by_what_we_saw() -> None:
    said = make_disruption(issued_at=at(-60), updated_at=at(-30), status="resolved", periods=[{"end": at(-25)}])
    rows = timeline(seen(said, accepted={"met.a": at(-20)}), NOW)
    assert [(row.event, row.at, row.ended_by) for row in rows] == [
        (Event.FIRST_SEEN, at(-20), None),
        (Event.ENDED, at(-25), Ending.STATED),
        (Event.CHANGED, at(-30), None),
        (Event.ISSUED, at(-60), None),
    ]
