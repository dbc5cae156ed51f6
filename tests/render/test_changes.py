"""What an update changed is told in its own words, and where those say nothing of a figure, in ours."""

from __future__ import annotations

from explainer.language.words import english
from explainer.model.account import Counted
from explainer.model.disruption import Update
from explainer.picture.figures import moved_in
from explainer.picture.timeline import Said
from explainer.render.changes import told_changes
from tests.factory import at


def changes(was: dict[str, Counted], now: dict[str, Counted], changed: str = "") -> str:
    updates = [Update(at=at(-9), says="…", figures=was), Update(at=at(), says="…", changed=changed, figures=now)]
    *_, moved = moved_in(updates)
    return told_changes(english(), Said(at(), updates[-1], None, None, moved=moved))


def test_a_figure_that_changed_is_told_with_what_it_was() -> None:
    was = {"queue": Counted(value=12, unit="flights"), "delay": Counted(low=30, high=50, unit="minutes")}
    now = {"queue": Counted(value=27, unit="flights"), "delay": Counted(low=40, high=70, unit="minutes")}
    assert changes(was, now) == "was 12, now 27 flights; was 30–50, now 40–70 minutes."
    assert changes(was, now, "we know why.") == "we know why; was 12, now 27 flights; was 30–50, now 40–70 minutes."
    assert changes(was, now, "was 30–50 minutes.") == "was 30–50 minutes; was 12, now 27 flights."
    assert changes(was, was) == ""
    assert changes(was, was, "we know why") == "we know why."


def test_a_whole_that_changed_is_told_and_a_unit_that_changed_with_both() -> None:
    was, now = Counted(value=27, of=108, unit="flights"), Counted(value=27, of=110, unit="flights")
    assert changes({"x": was}, {"x": now}) == "was 27 of 108, now 27 of 110 flights."
    was, now = Counted(value=90, unit="minutes"), Counted(value=2, unit="hours")
    assert changes({"x": was}, {"x": now}) == "was 90 minutes, now 2 hours."
