"""How a drill went is counted from its own record."""

from __future__ import annotations

from datetime import timedelta

from explainer.model.drill import DrillRun, Injected
from explainer.picture.after_action import Silence, after_action
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture


def run(*injects: Injected, **fields: object) -> DrillRun:
    made = DrillRun(
        name="gale", title="Gale", says="Practice.", starts=at(-60), began=at(-60), ended=NOW, injects=injects
    )
    return made.replace(**fields)


UPDATES = [
    {"at": at(-50), "says": "Slow.", "next_update": at(-40)},
    {"at": at(-20), "says": "Slower.", "next_update": at(-5)},
    {"at": at(-6), "says": "Over soon."},
]


def test_our_first_word_is_the_first_after_the_first_inject() -> None:
    picture = make_picture(make_bulletin(updates=UPDATES))
    told = after_action(picture, run(Injected(at=at(-55), says="It blows.")))
    assert told.first_word_took == timedelta(minutes=5)
    assert after_action(make_picture(), run(Injected(at=at(-55), says="It blows."))).spoke is None


def test_promises_are_counted_as_everywhere() -> None:
    told = after_action(make_picture(make_bulletin(updates=UPDATES)), run())
    assert (told.kept, len(told.promises)) == (1, 2)


def test_the_longest_time_without_a_new_word_is_told_up_to_the_end() -> None:
    told = after_action(make_picture(make_bulletin(updates=UPDATES)), run())
    assert told.silence == Silence(at(-50), at(-20))
    told = after_action(make_picture(make_bulletin(updates=UPDATES[:1])), run())
    assert told.silence == Silence(at(-50), NOW)


def test_what_a_source_said_is_shown_when_its_disruption_was_first_accepted_or_changed() -> None:
    picture = make_picture(make_disruption())
    seen = picture.disruption["met.a"].first_seen
    early = Injected(at=seen - timedelta(minutes=3), says="It warns.", feed="met")
    late = Injected(at=seen + timedelta(hours=3), says="It says nothing new.", feed="met")
    told = after_action(picture, run(early, late, Injected(at=seen, says="Somebody calls.")))
    assert [one.took for one in told.shown] == [timedelta(minutes=3), None]
