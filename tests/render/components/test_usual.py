"""On a quiet day home shows numbers that somebody vouches for, and one explainer a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from explainer.model.reading import About, Reading, ReadingKind, library
from explainer.model.system import Capacity
from explainer.render.components.usual import of_the_week, usual
from explainer.render.view import View
from tests.factory import make_bulletin, make_disruption, view
from tests.support.markup import Walk

PAGES = [
    About("crane", Reading(kind=ReadingKind.EXPLAINER, title="The crane", url="how/crane/", on=date(2026, 11, 3), party="harbour")),
    About("berths", Reading(kind=ReadingKind.EXPLAINER, title="Berths", url="how/berths/")),
    About("crane", Reading(kind=ReadingKind.ANSWER, title="Why not two?", url="questions/two/")),
]  # fmt: skip


def quiet(*disruptions: Any, by: str = "", checked: date | None = None) -> View:
    seen = replace(view(*disruptions), reading=library(PAGES))
    capacity = Capacity(normal=30, unit="boxes an hour", by=by, checked=checked)
    counted = [c.replace(capacity=capacity) if c.id in ("crane", "berths") else c for c in seen.system.components]
    return replace(seen, system=seen.system.replace(components=tuple(counted)))


def test_a_number_has_its_source_and_its_date_and_one_without_is_not_shown() -> None:
    walk = Walk(usual(quiet(), {}))
    assert not walk.faults
    assert "Crane 30 boxes an hour. Harbour office, checked 3 November" in walk.text
    assert "Berths 30" not in walk.text, "nobody checked that page"


def test_what_the_system_says_of_its_number_counts_before_the_page() -> None:
    said = Walk(usual(quiet(by="pilots", checked=date(2025, 1, 9)), {})).text
    assert said.count("30 boxes an hour. Pilots, checked 9 January 2025") == 2


def test_while_something_is_wrong_it_says_nothing() -> None:
    assert usual(quiet(make_bulletin()), {}) == ""
    assert usual(quiet(make_disruption(reports=[{"component": "crane", "state": "slowed"}])), {}) == ""
    assert usual(view(), {}) == "", "a site without numbers and pages"


def test_each_week_has_a_page_and_the_next_one_another() -> None:
    seen = quiet()
    now = seen.picture.now

    def told(days: int) -> str:
        page = of_the_week(replace(seen, picture=replace(seen.picture, now=now + timedelta(days=days))))
        return page.title if page else ""

    assert told(0) == told(2), "Friday and Sunday"
    assert {told(0), told(7)} == {"The crane", "Berths"}
    assert [told(week * 7) for week in range(6)] == [told(0), told(7)] * 3, "also over the end of the year"
    assert told(3) == told(7), "from Monday on"
