"""Every part says how it is, and of one that is unknown why: who does not answer, or who does not know."""

from __future__ import annotations

from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from tests.factory import FRESH, SILENT, at, make_disruption, make_picture, make_record, make_view, unlooked, view
from tests.support.markup import Walk


def test_a_part_that_several_watch_names_all_that_are_silent() -> None:
    silent = make_view(make_picture(record=make_record(times=dict.fromkeys(("log", "met", "road"), SILENT))))
    assert "Harbour log and Weather office do not answer. We do not guess." in Walk(parts(silent, {})).text


def test_a_publisher_that_says_unknown_is_not_called_silent() -> None:
    seen = view(make_disruption("met", reports=[{"component": "wind", "state": "unknown"}]))
    said = Walk(parts(seen, {})).text
    assert "Wind Unknown" in said
    assert "Weather office does not know. We do not guess." in said
    assert "does not answer" not in said + Walk(problems(seen, {})).text


def test_parts_of_which_nobody_reports_anything_stand_together_and_none_of_them_is_green() -> None:
    walk = Walk(parts(view(), {}))
    assert (
        "Wind, Road and Crane Of these 3 parts nobody reports anything; their sources last answered at 18:24. "
        "That is less than knowing that they work."
    ) in walk.text
    assert walk.text.count(", normal") == 3, "at the others nobody looked"
    named = [given["href"] for given in walk.all("a")]
    assert {"map/#wind", "map/#road", "map/#crane"} <= set(named)


def test_what_turns_unknown_at_another_moment_stands_apart_with_the_time_of_its_own_source() -> None:
    times = {"road": FRESH.replace(last_good=at(-20))}
    assert (
        "Road Of this part nobody reports anything; its source last answered at 18:04."
        in Walk(parts(make_view(make_picture(record=make_record(times=times))), {})).text
    )


def test_parts_at_which_nobody_looked_stand_together_with_one_sentence() -> None:
    said = Walk(parts(make_view(make_picture(record=unlooked(make_record()))), {})).text
    assert said.count("Nobody has looked") == 1
    assert "Sweeping, Berths and Crews Unknown Nobody has looked at it yet." in said


def test_two_alone_keep_their_rows() -> None:
    silent = make_view(make_picture(record=make_record(times={"met": SILENT, "log": SILENT})))
    assert Walk(parts(silent, {})).text.count("do not answer") == 2


def test_who_looked_is_said_once_for_all_parts_that_they_vouch_for() -> None:
    said = Walk(parts(view(), {})).text
    assert said.count("Looked at 11:24 by Harbour office") == 1
    assert "Sweeping, normal Berths, normal Crews, normal" in said
