"""What a headline names: the worst first, a few by name, the others a link away."""

from markupsafe import Markup

from explainer.model.vocabulary import State
from explainer.render.words import plain
from explainer.render.worst import in_states, names, with_worse
from tests.factory import make_disruption, view


def reports(**states: str) -> list[dict[str, str]]:
    return [{"component": component, "state": state} for component, state in states.items()]


def test_parts_are_named_by_the_state_they_share_the_worst_first() -> None:
    shown = view(make_disruption("met", "a", reports=reports(wind="slowed", ferries="slowed", crane="stopped")))
    off = [here for here in shown.picture.worst_first if here.is_disturbed]
    assert [plain(one) for one in in_states(shown, off)] == ["Stopped: Crane", "Slowed: Wind and Ferries"]


def test_what_is_not_named_is_a_link_away() -> None:
    off = reports(wind="stopped", sweeping="stopped", crane="stopped", berths="stopped", crews="stopped")
    shown = view(make_disruption("met", "a", reports=off))
    said = names(shown, [here for here in shown.picture.worst_first if here.state is State.STOPPED])
    assert plain(said).endswith("and 2 more")
    assert '<a href="map/#list">2 more</a>' in said


def test_a_part_that_is_worse_than_what_customers_feel_stands_behind_how_it_is() -> None:
    shown = view(make_disruption("met", "a", reports=reports(ferries="slowed", road="stopped")))
    assert shown.picture.worse == ("road",)
    assert plain(with_worse(shown, Markup("Slowed"), shown.picture.worse)) == "Slowed. Stopped: Road"
    assert with_worse(shown, Markup("Slowed"), ()) == "Slowed"
