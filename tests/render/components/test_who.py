"""The page of a party says what the system and the record say, and whoever is named leads to it."""

from __future__ import annotations

from dataclasses import replace

from explainer.render.components.disruption import disruption
from explainer.render.components.spread import how_it_spread
from explainer.render.components.who import who
from explainer.render.pages.who import about
from explainer.render.view import View
from tests.factory import make_bulletin, view
from tests.support.markup import Walk


def here() -> View:
    return replace(view(make_bulletin()), who=True)


def test_all_parties_are_listed_and_each_leads_to_its_page() -> None:
    shown = here()
    drawn = who(shown, {})
    for party in shown.system.parties:
        assert f'href="who/{party.id}/"' in drawn
        assert party.name in drawn


def test_without_pages_of_parties_they_are_listed_and_lead_nowhere() -> None:
    drawn = who(view(make_bulletin()), {})
    assert "Harbour office" in drawn
    assert "<a " not in drawn


def test_a_party_tells_its_parts_with_their_states_and_whom_they_slow_with_the_reason() -> None:
    drawn = who(here(), {"subject": "harbour"})
    assert not Walk(drawn).faults
    assert "What we run" in drawn
    assert 'href="map/#crane"' in drawn
    assert "No ferry leaves half loaded." in drawn
    assert "<h3>You</h3>" in drawn


def test_a_party_that_runs_nothing_has_no_empty_sections() -> None:
    drawn = who(here(), {"subject": "met-office"})
    assert "<section" not in drawn
    assert 'href="map/"' in drawn, "the map tells who does what beside it"


def test_whoever_decided_leads_to_their_page_where_the_site_has_one() -> None:
    linked = disruption(here(), {"subject": "log.gale"})
    plain = disruption(view(make_bulletin()), {"subject": "log.gale"})
    assert 'href="who/harbour/"' in linked
    assert "who/" not in plain


def test_a_page_is_called_as_its_party_and_says_what_it_does() -> None:
    shown = here()
    [first, *_] = shown.system.parties
    told = replace(shown, system=shown.system.replace(parties=(first.replace(does="Runs the quays"),)))
    assert about(told, {"subject": "harbour"}).title.startswith("Harbour office")
    assert about(told, {"subject": "harbour"}).description == "Runs the quays."


def test_a_disruption_of_a_site_without_a_log_says_nothing_of_how_it_spread() -> None:
    shown = here()
    assert how_it_spread(shown, shown.picture.disruption["log.gale"]) == ""
