"""Every part says how it is, and of one that is unknown why: who does not answer, or who does not know."""

from __future__ import annotations

from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from tests.factory import SILENT, make_disruption, make_picture, make_record, make_view, view
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
