"""The two questions asked most: when it is over and what one is owed, wherever a disruption leads."""

import pytest

from explainer.render import pages
from explainer.render.view import View
from tests.factory import at, make_bulletin, make_disruption, view
from tests.support.markup import Walk

RANGE = "When is it over? Ferries on time again: between 22:30 and 23:45. Harbour log, 18:20."
OWED = "What am I owed? Your line owes you these. Long wait."


def sign(seen: View, **args: str) -> str:
    walk = Walk(pages.lead(seen, args))
    assert not walk.faults
    return walk.text


@pytest.mark.parametrize(
    "args",
    [
        {"page": "home"},
        {"page": "map"},
        {"page": "trace", "subject": "ferries"},
        {"page": "disruption", "subject": "log.gale"},
    ],
    ids=lambda args: args["page"],
)
def test_both_are_answered_on_the_sign_with_who_says_so(args: dict[str, str]) -> None:
    said = sign(view(make_bulletin()), **args)
    assert RANGE in said
    assert OWED in said


def test_each_leads_to_the_part_that_tells_it_whole() -> None:
    def links(**args: str) -> list[str]:
        found = [given["href"] for given in Walk(pages.lead(view(make_bulletin()), args)).all("a")]
        return [link for link in found if link.endswith(("#next", "#rights"))]

    assert links(page="home") == ["disruptions/log.gale/#next", "disruptions/log.gale/#rights"]
    assert links(page="disruption", subject="log.gale")[:2] == ["#next", "#rights"]


def test_where_our_staff_give_no_estimate_it_is_said_that_nobody_can_and_when_there_is_more() -> None:
    said = sign(view(make_bulletin(expected=[])), page="home")
    assert "When is it over? Nobody can say yet. Next update by 19:00 CET." in said


def test_an_estimate_whose_time_has_passed_says_so() -> None:
    passed = [
        {"what": "Ferries on time again", "low": at(-60), "high": at(-30), "basis": "The gale ends.", "main": True}
    ]
    said = sign(view(make_bulletin(expected=passed)), page="home")
    assert "Ferries on time again: between 17:24 and 17:54 (that time has passed)." in said


def test_the_end_that_a_source_states_is_told_as_its_word_and_one_that_states_none_says_nothing() -> None:
    ends = make_disruption(periods=[{"start": at(-60), "end": at(120)}])
    assert "When is it over? It ends, says its source: 20:24." in sign(view(ends), page="disruption", subject="met.a")
    said = sign(view(make_disruption()), page="disruption", subject="met.a")
    assert "When is it over? Its source does not say." in said
    assert "What am I owed?" not in said


@pytest.mark.parametrize("page", ["home", "map", "disruption"])
def test_of_what_is_over_and_on_a_quiet_day_neither_is_asked(page: str) -> None:
    for seen in (view(), view(make_bulletin(status="resolved"))):
        said = sign(seen, page=page, subject="log.gale")
        assert "When is it over?" not in said
        assert "What am I owed?" not in said


def test_another_symptom_is_told_that_nobody_says_so_for_it_alone() -> None:
    said = sign(view(make_bulletin(symptom="parcels")), page="trace", subject="ferries")
    assert "When is it over? Nobody says so for this alone. Ferries on time again: between 22:30 and 23:45." in said
