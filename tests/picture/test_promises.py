"""A promise is kept, late or overdue by one rule, wherever it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from explainer.picture.model import DisruptionNow
from explainer.picture.promises import (
    GRACE,
    Keeping,
    NextWord,
    Promise,
    Whose,
    about_symptom,
    all_promises,
    next_word,
    promises_of,
    waiting,
)
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_record


def bulletin(**fields: Any) -> DisruptionNow:
    return make_picture(make_bulletin(**fields)).disruption["log.gale"]


def test_a_promise_is_overdue_only_after_its_grace() -> None:
    assert waiting(NOW - GRACE, NOW) == Promise(NOW - GRACE, Keeping.OPEN)
    due = NOW - GRACE - timedelta(seconds=1)
    assert waiting(due, NOW) == Promise(due, Keeping.OVERDUE)
    assert waiting(None, NOW) is None


@pytest.mark.parametrize(("late", "keeping"), [(-20, "kept"), (5, "kept"), (6, "late")])
def test_an_update_keeps_its_promise_with_the_same_grace(late: int, keeping: str) -> None:
    updates = [
        {"at": at(-60), "says": "Slow.", "next_update": at(-40)},
        {"at": at(-40 + late), "says": "Slower.", "late_because": "of the fog."},
    ]
    (made,) = promises_of(bulletin(updates=updates))
    assert (made.keeping, made.due, made.came) == (keeping, at(-40), at(-40 + late))
    assert made.because == ("" if made.kept else "of the fog.")
    assert made.late_by(NOW) == timedelta(minutes=late)


def test_what_is_over_promises_nothing_and_keeps_the_tale_of_what_it_promised() -> None:
    over = bulletin(status="resolved", periods=[{"start": at(-104), "end": at(-2)}], next_update=at(-30))
    assert over.promise is None
    assert over.overdue_since is None
    assert [promise.keeping for promise in promises_of(over)] == [Keeping.KEPT, Keeping.LATE]


def test_a_planned_disruption_can_break_its_promise_too() -> None:
    planned = bulletin(periods=[{"start": at(600), "end": at(700)}], next_update=at(-30))
    assert planned.overdue_since == at(-30)


def test_only_our_own_promises_are_counted_and_those_still_open_are_not() -> None:
    foreign = make_disruption("met", "a", updates=[{"at": at(-9), "says": "a", "next_update": at(-8)}] * 2)
    picture = make_picture(make_bulletin(), foreign)
    assert [promise.due for promise in all_promises(picture.disruptions, NOW)] == [at(-64), at(-39)]
    late = make_picture(make_bulletin(next_update=at(-25)))
    assert [promise.keeping for promise in all_promises(late.disruptions, NOW)][-1] is Keeping.OVERDUE


def test_a_page_waits_for_its_own_word_and_never_for_that_of_another_one() -> None:
    picture = make_picture(make_bulletin(), make_disruption("road", "slow"))
    lead, other = picture.disruption["log.gale"], picture.disruption["road.slow"]
    assert next_word(picture, lead) == NextWord(at(36), Whose.ITS_OWN)
    assert next_word(picture, other) == NextWord(at(30), Whose.A_CHECK)
    assert next_word(picture, None) == NextWord(at(36), Whose.THE_LEAD)
    calm = make_picture(record=make_record())
    assert calm.next_word is not None
    assert next_word(calm, None) == NextWord(calm.next_word, Whose.A_CHECK)
    assert next_word(replace(calm, next_word=None), None) is None


def test_a_late_lead_makes_no_other_page_late() -> None:
    picture = make_picture(make_bulletin(next_update=at(-6)), make_disruption("road", "slow"))
    assert next_word(picture, picture.disruption["road.slow"]) == NextWord(at(30), Whose.A_CHECK)
    assert next_word(picture, None) == NextWord(at(-6), Whose.THE_LEAD, overdue=True)


def test_a_page_about_a_symptom_speaks_the_promise_of_what_tells_of_it() -> None:
    picture = make_picture(make_bulletin())
    assert about_symptom(picture, "ferries") == picture.disruption["log.gale"]
    assert about_symptom(picture, "parcels") is None
