"""At a glance nothing is better, newer or surer than in the picture, and every glance has an end."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Report
from explainer.model.history import Times
from explainer.model.vocabulary import State
from explainer.picture.glance import of_all, of_part
from explainer.picture.later import later
from tests.conftest import NOW
from tests.factory import SILENT, at, make_bulletin, make_disruption, make_picture, make_record, unlooked
from tests.support.pier import COMPONENTS, GONE, OLD, picture, report, said

reports = st.builds(report, st.sampled_from(COMPONENTS), st.sampled_from([s for s in State if s is not State.UNKNOWN]))
times = st.sampled_from([Times(), GONE, OLD, Times(last_attempt=NOW, last_good=NOW)])


@given(st.lists(reports, max_size=4), st.sampled_from(["met", "log"]), times, times, st.integers(0, 400))
def test_no_glance_is_better_or_newer_than_the_picture_and_each_ends_before_what_it_rests_on(
    rows: list[Report], feed: str, met: Times, log: Times, minutes: int
) -> None:
    now = NOW + timedelta(minutes=minutes)
    shown = picture(said(feed, "x", *rows), now=now, met=met, log=log)
    whole = of_all(shown)
    assert whole.state is shown.state
    for here in (*shown.components, None):
        glance = whole if here is None else of_part(shown, here)
        assert glance.state is (shown.state if here is None else here.state)
        assert (glance.at is None) == (glance.state is None) == (glance.old_after is None)
        if glance.at is None or glance.old_after is None or glance.lasts is None:
            continue
        assert glance.at <= now
        assert glance.made <= now
        assert timedelta(0) <= glance.lasts <= timedelta(days=1)
        then = later(shown, glance.old_after)
        if glance.state is not State.UNKNOWN and here is not None and here.good_until is not None:
            assert glance.old_after <= here.good_until or glance.is_late
        assert then.now == glance.old_after


def test_our_own_word_is_as_of_when_it_was_written_and_holds_until_the_next_one_is_due() -> None:
    glance = of_all(make_picture(make_bulletin()))
    assert (glance.state, glance.at, glance.old_after, glance.is_late) == (State.SLOWED, at(-4), at(36), False)
    assert glance.lasts == timedelta(minutes=36)


def test_a_word_that_is_later_than_every_grace_is_old_at_once() -> None:
    shown = make_picture(record=make_record([make_bulletin()]), now=at(42))
    glance = of_all(shown)
    assert shown.state is State.SLOWED
    assert (glance.is_late, glance.lasts) == (True, timedelta(0))
    assert of_part(shown, shown.component["ferries"]).is_late
    assert not of_part(shown, shown.component["parcels"]).is_late


def test_what_a_feed_says_is_as_of_when_it_answered_and_holds_until_it_must_answer_again() -> None:
    old = make_disruption("road", "ice", issued_at=at(-2000), reports=[{"component": "road", "state": "stopped"}])
    shown = make_picture(old)
    glance = of_part(shown, shown.component["road"])
    assert (glance.state, glance.at) == (State.STOPPED, NOW)
    assert glance.old_after == shown.component["road"].good_until


def test_what_is_unknown_says_since_when_and_what_nobody_watches_says_no_time() -> None:
    shown = make_picture(record=make_record(times={"road": SILENT}))
    road, rails = of_part(shown, shown.component["road"]), of_part(shown, shown.component["rails"])
    assert (road.state, road.is_since, road.at) == (State.UNKNOWN, True, shown.component["road"].since)
    assert (rails.state, rails.at, rails.old_after) == (None, None, None)


def test_where_nobody_looked_nothing_is_normal() -> None:
    shown = make_picture(record=unlooked(make_record(times={"road": SILENT, "met": SILENT})))
    assert of_all(shown).state is State.UNKNOWN
    assert {of_part(shown, here).state for here in shown.components} == {State.UNKNOWN, None}
