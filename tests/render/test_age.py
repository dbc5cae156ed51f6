"""Nothing that a bulletin states is told plainly once its promise is past: as of when, then as the last that was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from explainer.commands import terminal
from explainer.model.history import Record
from explainer.picture import build
from explainer.picture.model import Basis, Picture
from explainer.render import pages, standing
from explainer.render.components.disruption import disruption
from explainer.render.components.map import map_
from explainer.render.components.map.listing import listing
from explainer.render.components.others import others
from explainer.render.components.panel import panel
from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from explainer.render.components.rows import current_row
from explainer.render.components.trace import trace
from explainer.render.quiet import quiet
from explainer.render.view import Layout, Place, View
from tests.factory import SOURCES, at, make_bulletin, make_disruption, make_picture, make_record, make_system, make_view
from tests.support.markup import Walk

SUBJECT = {"subject": "log.gale"}
AGED, OUTDATED = 45, 90
"""Minutes after which the harbour's bulletin, promised for 36, is aged and outdated: its declared limit is an hour."""


def words(html: str) -> str:
    return Walk(html).text


def seen(minutes: int, **fields: Any) -> View:
    """The harbour so many minutes after ``NOW``, with nobody having said more."""
    return make_view(picture(minutes, **fields))


def picture(minutes: int, **fields: Any) -> Picture:
    kept: Record = make_record([make_bulletin(about=[], **fields)])
    return build(make_system(), SOURCES, kept, at(minutes))


class TestAged:
    def test_rows_panel_map_and_problems_say_as_of_when(self) -> None:
        view = seen(AGED)
        for html in (parts(view, {}), panel(view, {"components": "sweeping"}), listing(view, frozenset())):
            assert "As of 18:20: Twice an hour." in words(html)
        assert "As of 18:20: 40–70 minutes late" in words(problems(view, {}))

    def test_every_section_of_its_page_that_states_how_things_are_says_so(self) -> None:
        drawn = disruption(seen(AGED), SUBJECT).split("<section")[1:]
        told = {part.split('id="')[1].split('"')[0] for part in drawn if "As of 18:20." in words(f"<section{part}")}
        assert {"happening", "why", "limits", "next", "you"} <= told
        assert "updates" not in told, "each of them has its own time"

    def test_the_sign_says_as_of_when(self) -> None:
        view = seen(AGED)
        assert "Slowed since 16:40 CET, as of 18:20" in words(pages.lead(view, {"page": "home"}))
        assert "as of 18:20" in standing.words(view, view.picture.disruption["log.gale"]).striptags()

    def test_the_why_page_and_a_box_of_the_map_say_as_of_when(self) -> None:
        view = seen(AGED)
        said = words(pages.lead(view, {"page": "trace", "subject": "ferries"}))
        assert "Slowed since 16:40 CET, as of 18:20" in said
        assert "As of 18:20: 40–70 minutes late." in said
        places = {c.id: Place(100, 100) for c in view.picture.components}
        drawn = map_(replace(view, layout=Layout(width=200, height=200, places=places, curves=())), {})
        assert "Slowed As of 18:20: 40–70 minutes late." in words(drawn)

    def test_before_its_promise_is_broken_nothing_is_told_so(self) -> None:
        view = seen(30)
        everything = f"{parts(view, {})}{disruption(view, SUBJECT)}{pages.lead(view, {'page': 'home'})}"
        assert "As of 18:20" not in words(everything)


class TestOutdated:
    def test_a_part_says_since_when_it_is_unknown_and_quotes_the_last_word(self) -> None:
        said = words(parts(seen(OUTDATED), {}))
        assert "Unknown since 19:20" in said
        assert "Our last word is from 18:20. It said: 24 boxes an hour, not 36." in said

    def test_its_page_and_its_row_lead_with_nothing_that_it_said(self) -> None:
        view = seen(OUTDATED)
        now = view.picture.disruption["log.gale"]
        assert standing.words(view, now).striptags() == "Unknown since 19:20. Our last word is from 18:20."
        assert "Last known: Ferries are 40–70 minutes late" in words(
            pages.lead(view, {"page": "disruption", **SUBJECT})
        )
        assert "We do not know whether it still holds." in words(disruption(view, SUBJECT))
        assert "Unknown" in current_row(view, now).first
        assert "Our last word is from 18:20" in words(current_row(view, now).rest)

    def test_the_word_that_home_quotes_is_not_listed_once_more_below_it(self) -> None:
        view = seen(OUTDATED)
        assert "Ferries are 40–70 minutes late" in words(pages.lead(view, {"page": "home"}))
        assert "Ferries are 40–70 minutes late" not in words(others(view, {}))

    def test_the_why_page_quotes_the_last_word_and_says_that_it_is_unknown(self) -> None:
        said = words(pages.lead(seen(OUTDATED), {"page": "trace", "subject": "ferries"}))
        assert "Unknown since 19:20 CET" in said
        assert "Our last word is from 18:20. It said: 40–70 minutes late." in said

    def test_home_does_not_say_that_a_source_is_silent(self) -> None:
        said = quiet(seen(OUTDATED)).says.striptags()
        assert "Our last word is from 18:20." in said
        assert "Harbour log" not in said, "its folder answers: it is the words that are old"


def test_a_statement_with_an_older_time_of_its_own_is_told_with_it_from_the_start() -> None:
    impacts = [{"who": "Leaving tonight", "what": "late", "at": at(-100)}]
    expected = [{"what": "Crane at full speed", "low": at(66), "high": at(156), "said_at": at(-100)}]
    html = words(disruption(seen(0, impacts=impacts, expected=expected), SUBJECT))
    assert "As of 16:44: late." in html
    assert "as of 16:44" in html


@pytest.mark.parametrize("hours", [1, 3, 19, 72])
def test_no_part_is_known_on_an_old_word_at_any_later_hour(hours: int) -> None:
    then = picture(OUTDATED + int(timedelta(hours=hours) / timedelta(minutes=1)))
    assert not [here.id for here in then.components if here.basis is Basis.REPORTED]


def test_an_answer_that_was_due_is_not_announced_any_more() -> None:
    view = seen(AGED)
    assert "answer was due by 19:00" in words(panel(view, {"components": "crews"}))
    assert "answer by 19:00" in words(panel(seen(0), {"components": "crews"}))


@pytest.mark.parametrize(
    ("minutes", "crane", "row"),
    [
        (AGED, "▲ Crane     Slowed since 16:40 (as of 18:20)", "▲ log.gale:"),
        (OUTDATED, "? Crane     Unknown since 19:20 (last word from 18:20)", "? log.gale:"),
    ],
)
def test_the_terminal_tells_the_same(minutes: int, crane: str, row: str) -> None:
    view = seen(minutes)
    lines = [line.strip() for line in terminal.told(view.picture, view.system, view.settings, view.words).splitlines()]
    assert any(line.startswith(crane) for line in lines), "\n".join(lines)
    assert any(line.startswith(row) for line in lines)


def test_a_disagreement_is_told_on_the_page_of_the_disruption_and_on_the_why_page_too() -> None:
    over = make_disruption("met", "old", reports=[{"component": "wind", "state": "slowed"}], status="resolved")
    view = make_view(make_picture(make_bulletin(about=[]), over))
    for html in (disruption(view, SUBJECT), trace(view, {"subject": "ferries"})):
        assert "“Headline old” has ended. They do not agree." in words(html)
