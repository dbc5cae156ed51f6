"""Invitations: open until their deadline, then closed, then over, in a page that stays open as well."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from explainer.model.events import Event, Impression, Invitation, Occasion
from explainer.render.components.events import events
from tests.conftest import NOW
from tests.factory import view

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def event(name: str = "night", **fields: Any) -> Event:
    told = {"id": name, "title": f"The {name}", "announced": date(2026, 11, 2), "party": "harbour"}
    dates = (Occasion(starts=NOW + 2 * DAY, ends=NOW + 2 * DAY + HOUR),)
    return Event(**{"dates": dates, "apply_by": NOW + DAY, "apply_to": "mailto:us@pier.example", **told, **fields})


def page(*many: Event, exercise: bool = False) -> str:
    return str(events(replace(view(exercise=exercise), events=many), {}))


def asking(html: str) -> list[tuple[str, str]]:
    """What is said of asking for a place: the attributes and the words of each version."""
    found = re.findall(r'<p class="asking"([^>]*)>(.*?)</p>', html)
    return [(attributes, re.sub("<[^>]*>", "", said)) for attributes, said in found]


def test_an_invitation_is_open_until_its_deadline_then_closed_then_over() -> None:
    told = event()
    moments = (NOW, NOW + DAY, NOW + 2 * DAY + HOUR)
    assert [told.at(now) for now in moments] == [Invitation.OPEN, Invitation.CLOSED, Invitation.OVER]
    assert told.turns(NOW) == moments[1:]


def test_without_a_deadline_it_closes_when_its_last_date_begins() -> None:
    later = Occasion(starts=NOW + 5 * DAY)
    told = event(apply_by=None, dates=(Occasion(starts=NOW - DAY), later))
    assert told.closes == later.starts
    assert told.last == later.starts + HOUR


def test_an_open_page_turns_by_itself_and_offers_no_place_that_cannot_be_had() -> None:
    now, closed, over = asking(page(event()))
    assert now[1].startswith("Ask for a place by")
    assert "data-good-until" in now[0]
    assert "hidden" not in now[0]
    assert closed[1].startswith("You can no longer ask for a place")
    assert "hidden" in closed[0]
    assert over == (" hidden", "This is over.")
    assert page(event()).count('href="mailto:us@pier.example"') == 1


def test_what_is_past_is_shown_as_such_with_what_those_who_came_said() -> None:
    been = event(
        "day", dates=(Occasion(starts=NOW - DAY),), apply_by=None, said=(Impression(who="A child", says="Loud!"),)
    )
    html = page(been, event())
    assert html.index("What is to come") < html.index("The night") < html.index("What has been") < html.index("The day")
    [told] = re.findall(r'<li id="day">.*', html, re.DOTALL)
    assert "This is over." in told
    assert "Loud!" in told
    assert "mailto:" not in told
    assert ".ics" not in told.partition("</section>")[0]


def test_what_is_cancelled_says_so_and_asks_for_nothing() -> None:
    html = page(event(cancelled=True))
    assert asking(html) == [("", "This does not take place.")]
    assert "mailto:" not in html


def test_free_places_are_told_with_the_moment_at_which_they_were_counted() -> None:
    html = page(event(places=20, free=6, counted=NOW - HOUR))
    assert re.search(r"6 of 20 free, counted <time datetime=", html)
