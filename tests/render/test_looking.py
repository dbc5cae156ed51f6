"""That somebody looked, or that nobody has: in words, and in a page that stays open past the end of the look."""

from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from explainer.model.watch import Look
from explainer.render.components.panel import panel
from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from explainer.render.looking import looks, nobody
from explainer.render.quiet import quiet
from explainer.render.view import View
from tests.factory import at, make_bulletin, make_look, make_picture, make_record, make_view, unlooked
from tests.support.markup import Walk


def words(html: Markup) -> str:
    walk = Walk(html)
    assert not walk.faults
    return walk.text


def seen(*made: Look) -> View:
    return make_view(make_picture(record=replace(make_record(), looks=made)))


EARLY = make_look(
    "berths", "crews", "ferries", at=at(-60), good_for=timedelta(hours=8), note="All <b>eight</b> are free."
)


def test_home_says_who_looked_at_what_and_until_when_that_is_good() -> None:
    told = words(parts(seen(EARLY), {}))
    assert "Berths, Crews, and Ferries: Looked at 17:24 by Harbour office; good until 01:24." in told.replace(
        "Crews and", "Crews, and"
    )


def test_what_stands_there_when_the_look_has_ended_waits_hidden_beside_it() -> None:
    now, then = looks(seen(EARLY.replace(good_for=timedelta(hours=2))))
    assert 'data-good-until="2026-11-20T18:24Z"' in now.attributes
    assert "hidden" in then.attributes
    assert "Nobody has looked since 17:24." in words(then.says)


def test_a_page_that_is_too_old_before_the_look_ends_does_not_say_that_nobody_looked() -> None:
    _, then = looks(seen(EARLY))
    assert "What was said last is too old to trust." in words(then.says)


def test_several_looks_have_a_sentence_each_the_newest_first() -> None:
    late = make_look("sweeping", at=at(-5), good_for=timedelta(hours=1), by="pilots")
    told = [words(one.says) for one in looks(seen(EARLY, late)) if not one.attributes.startswith(" hidden")]
    assert told[0] == "Sweeping: Looked at 18:19 by Pilots; good until 19:19."
    assert len(told) == 2


def test_a_note_is_quoted_and_never_markup() -> None:
    told = panel(seen(EARLY), {"components": "berths"})
    assert "All &lt;b&gt;eight&lt;/b&gt; are free. Looked at 17:24 by Harbour office; good until 01:24." in words(told)
    assert "<b>eight" not in told


def test_what_is_true_on_other_days_is_said_only_while_somebody_vouches_for_it() -> None:
    assert "My ferry is late Ask your ferry line" in words(problems(seen(EARLY), {}))
    ended = EARLY.replace(good_for=timedelta(minutes=59))
    told = words(problems(seen(ended), {}))
    assert "Ask your ferry line" not in told
    assert "My ferry is late Nobody has looked since 17:24" in told


def test_a_day_on_which_nobody_looked_is_no_quiet_day() -> None:
    view = make_view(make_picture(record=unlooked(make_record())))
    told = quiet(view)
    assert words(told.title) == "We cannot see everything"
    assert "nobody has looked yet." in words(told.says)
    assert "normal" not in words(told.title).lower()


def test_of_a_part_that_is_reported_the_look_is_one_side_of_a_disagreement() -> None:
    late = make_look("berths", at=at(-1))
    slow = make_bulletin(reports=[{"component": "berths", "state": "slowed", "says": "Full.", "at": at(-30)}])
    view = make_view(make_picture(record=replace(make_record([slow]), looks=(late,))))
    told = words(panel(view, {"components": "berths"}))
    assert "Harbour log, 17:54: slowed. Full." in told
    assert "Harbour office, 18:23: normal." in told


def test_nobody_is_told_with_the_last_look_if_there_was_one() -> None:
    view = seen(EARLY.replace(good_for=timedelta(minutes=1)))
    assert words(nobody(view, view.picture.component["berths"])) == "Nobody has looked since 17:24."
    assert words(nobody(view, view.picture.component["sweeping"])) == "Nobody has looked at it yet."
