"""Who is told of what: nothing before it is public, nothing twice, nothing old as if it were new, nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.notifying import Addressee, Mark
from explainer.model.vocabulary import Audience, Severity, Step
from explainer.picture.issued import Issued, issued_in
from explainer.picture.telling import (
    LONGEST_PAUSE,
    MOST_TRIES,
    NEWS_FOR,
    Clocks,
    Plan,
    beginning,
    newly_public,
    outlook,
    plan,
    told_here,
)
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture

PRESS = Addressee(name="press", to="PRESS")
FIRST = [{"at": at(-60), "says": "Slow."}]
SECOND = [*FIRST, {"at": at(-10), "says": "Slower."}]


def issued(updates: Sequence[dict[str, Any]] = tuple(SECOND), **fields: Any) -> list[Issued]:
    return issued_in(make_picture(make_bulletin(updates=list(updates), **fields)))


def begun(known: Sequence[Issued] = (), addressee: Addressee = PRESS) -> Mark:
    return Mark(at=at(-90), step=Step.BEGUN, addressee=addressee.name, updates=tuple(one.id for one in known))


def public(known: Sequence[Issued], exercise: bool = False) -> Mark:
    return Mark(at=at(-5), step=Step.PUBLIC, updates=tuple(one.id for one in known), exercise=exercise)


def mark(step: Step, one: Issued, when: datetime, **more: Any) -> Mark:
    return Mark(at=when, step=step, addressee="press", update=one.id, **more)


def planned(
    rows: Sequence[Issued], *marks: Mark, of: Addressee = PRESS, wall: datetime = NOW, exercise: bool = False
) -> Plan:
    return plan([of], rows, marks, Clocks(NOW, wall), exercise)


def test_what_was_issued_before_somebody_is_told_at_all_is_not_sent() -> None:
    rows = issued()
    (mark_,) = beginning([PRESS], rows, (), NOW, exercise=False)
    assert set(mark_.updates) == {one.id for one in rows}
    assert planned(rows, mark_, public(rows)) == Plan()
    assert not list(beginning([PRESS], rows, [mark_], NOW, exercise=False))


def test_nothing_is_sent_before_it_is_public() -> None:
    old, new = issued()
    assert planned([old, new], begun([old]), public([old])) == Plan()
    (due,) = planned([old, new], begun([old]), public([old]), public([new])).due
    assert due.issued.id == new.id


def test_what_became_public_is_noted_once() -> None:
    rows = issued()
    (noted,) = newly_public(rows, [begun(rows)], NOW, exercise=False)
    assert set(noted.updates) == {one.id for one in rows}
    assert not list(newly_public(rows, [noted], NOW, exercise=False))
    assert list(newly_public(rows, [noted], NOW, exercise=True)), "what was public in an exercise was not so in truth"


def test_an_older_word_makes_way_for_the_newest_and_that_is_said() -> None:
    old, new = issued()
    made = planned([old, new], begun(), public([old, new]))
    assert [one.issued.id for one in made.due] == [new.id]
    assert [(one.issued.id, one.step, one.why) for one in made.ended] == [
        (old.id, Step.DROPPED, f"{new.id} takes its place")
    ]


def test_an_older_word_that_may_have_gone_out_is_not_sent_again_and_the_doubt_is_said() -> None:
    old, new = issued()
    made = planned([old, new], begun(), public([old, new]), mark(Step.SENDING, old, at(-9)))
    assert [one.issued.id for one in made.due] == [new.id]
    assert "not known" in made.ended[0].why


@pytest.mark.parametrize("step", [Step.TOLD, Step.DROPPED, Step.GIVEN_UP])
def test_what_is_told_or_given_up_is_over(step: Step) -> None:
    old, new = issued()
    assert planned([old, new], begun([old]), public([new]), mark(step, new, NOW)) == Plan()


def test_what_a_killed_run_was_sending_is_sent_again_at_once_and_no_one_else_hears_it_twice() -> None:
    old, new = issued()
    rows = (mark(Step.SENDING, new, NOW), mark(Step.SENT, new, NOW), mark(Step.SENDING, new, NOW, to=1))
    (due,) = planned([old, new], begun([old]), public([new]), *rows).due
    assert due.is_open
    assert due.has_it == {0}


def test_after_a_failure_the_pauses_grow_and_then_it_is_given_up() -> None:
    old, new = issued()
    marks, pauses, made = [begun([old]), public([new])], [], Plan()
    for _ in range(MOST_TRIES):
        marks += [mark(Step.SENDING, new, NOW), mark(Step.FAILED, new, NOW, why="503")]
        made = planned([old, new], *marks)
        pauses += [one.pause for one in made.waiting]
    assert pauses[:4] == [timedelta(minutes=count) for count in (1, 2, 4, 8)]
    assert max(pauses) == LONGEST_PAUSE
    assert len(pauses) == MOST_TRIES - 1
    assert [one.step for one in made.ended] == [Step.GIVEN_UP]
    assert made.ended[0].why == f"{MOST_TRIES} tries failed; the last try failed: 503"
    later = planned([old, new], *marks[:4], wall=NOW + timedelta(minutes=1))
    assert [one.why for one in later.due] == ["503"]


def test_what_is_no_news_any_more_is_given_up_and_said() -> None:
    old, new = issued(
        [{"at": at(-500), "says": "Slow."}, {"at": NOW - NEWS_FOR - timedelta(minutes=1), "says": "Slower."}]
    )
    made = planned([old, new], begun([old]), public([new]))
    assert made.due == ()
    (ended,) = made.ended
    assert ended.step is Step.GIVEN_UP
    assert "no news any more" in ended.why


def test_each_hears_of_its_own_parts_and_severity_only() -> None:
    rows = issued(severity="moderate", reports=[{"component": "ferries", "state": "slowed"}])
    marks = (begun(), public(rows))
    for of, told in (
        (PRESS, True),
        (PRESS.replace(parts=("ferries",)), True),
        (PRESS.replace(parts=("road",)), False),
        (PRESS.replace(at_least=Severity.MODERATE), True),
        (PRESS.replace(at_least=Severity.SEVERE), False),
    ):
        assert bool(planned(rows, *marks, of=of).due) is told, of


def test_whoever_heard_of_it_hears_how_it_goes_on_though_it_grew_milder() -> None:
    old, new = issued(severity="minor")
    severe = PRESS.replace(at_least=Severity.SEVERE)
    marks = (begun(), public([old, new]))
    assert not planned([old, new], *marks, of=severe).due
    heard = (mark(Step.SENT, old, at(-9)), mark(Step.TOLD, old, at(-9)))
    assert [one.issued.id for one in planned([old, new], *marks, *heard, of=severe).due] == [new.id]


def test_what_feeds_say_is_told_to_those_only_who_ask_for_it() -> None:
    rows = issued_in(make_picture(make_disruption(issued_at=at(-20))))
    assert not planned(rows, begun(), public(rows)).due
    assert planned(rows, begun(), public(rows), of=PRESS.replace(feeds=True)).due


def test_an_exercise_is_told_to_those_alone_who_are_declared_for_it_and_truth_to_all_others() -> None:
    rehearsal = Addressee(name="rehearsal", to="R", for_=Audience.EXERCISES)
    assert told_here([PRESS, rehearsal], exercise=True) == (rehearsal,)
    assert told_here([PRESS, rehearsal], exercise=False) == (PRESS,)
    rows = issued()
    marks = [begun(), public(rows), public(rows, exercise=True), begun(addressee=rehearsal)]
    both = plan([PRESS, rehearsal], rows, marks, Clocks(NOW, NOW), exercise=False)
    assert {one.addressee.name for one in both.due} == {"press"}
    assert plan([PRESS, rehearsal], rows, marks, Clocks(NOW, NOW), exercise=True) == Plan(), "nobody began in it yet"
    marks += beginning([PRESS, rehearsal], (), marks, NOW, exercise=True)
    practised = plan([PRESS, rehearsal], rows, marks, Clocks(NOW, NOW), exercise=True)
    assert {one.addressee.name for one in practised.due} == {"rehearsal"}


def test_the_outlook_names_what_fails_and_what_was_given_up() -> None:
    old, new = issued()
    marks = [begun([old]), public([new]), mark(Step.SENDING, new, at(-3)), mark(Step.FAILED, new, at(-3), why="503")]
    gone = Mark(at=at(-30), step=Step.GIVEN_UP, addressee="press", update="log.x/1", why="12 tries failed")
    said = outlook(planned([old, new], *marks), [*marks, gone], Clocks(NOW, NOW), exercise=False)
    assert list(said.told()) == [
        f"press was not told of {new.id} after 1 try: 503",
        "press will not be told of log.x/1: 12 tries failed",
    ]
    assert said.oldest(NOW) == timedelta(minutes=10)


STEPS = st.sampled_from([Step.SENDING, Step.SENT, Step.FAILED, Step.TOLD, Step.DROPPED, Step.GIVEN_UP])


@given(st.lists(st.tuples(STEPS, st.sampled_from([0, 1]), st.integers(0, 2)), max_size=12))
def test_whatever_the_outbox_says_an_update_is_in_one_place_only_and_over_once_it_is_told(
    steps: list[tuple[Step, int, int]],
) -> None:
    rows = ROWS
    marks = [mark(step, rows[which], at(-5), to=to) for step, which, to in steps]
    made = planned(rows, begun(), public(rows), *marks)
    placed = [one.issued.id for one in (*made.due, *made.waiting)] + [one.issued.id for one in made.ended]
    assert len(placed) == len(set(placed))
    over = {one.update for one in marks if one.step in (Step.TOLD, Step.DROPPED, Step.GIVEN_UP)}
    assert not over & set(placed)
    assert {one.issued.id for one in (*made.due, *made.waiting)} <= {rows[-1].id}


ROWS = issued()
