"""When it is over, in the words of every channel: the same end, or plainly that nobody says."""

from explainer.commands.terminal import asked
from explainer.language.words import english
from explainer.model.disruption import Disruption
from explainer.outputs.status import status_of
from tests.factory import at, make_bulletin, make_disruption, view


def lines(*said: Disruption) -> list[str]:
    seen = view(*said)
    return list(asked(seen.picture, seen.rights.values(), english(), seen.zone))


def test_the_terminal_answers_what_is_asked_most_of_what_leads() -> None:
    assert lines(make_bulletin()) == [
        "When is it over? Ferries on time again: between 22:30 and 23:45.",
        "What am I owed? Your line owes you these. Long wait.",
    ]
    assert lines(make_bulletin(expected=[], rights="")) == ["When is it over? Nobody can say yet."]
    assert lines() == []


def test_an_end_whose_time_has_passed_says_so() -> None:
    passed = [{"what": "Ferries on time again", "at": at(-30), "main": True}]
    assert lines(make_bulletin(expected=passed))[0] == (
        "When is it over? Ferries on time again: 17:54 (that time has passed)."
    )


def test_status_json_tells_the_same_end_with_who_says_so_what_is_owed_and_how_good_our_ranges_were() -> None:
    status = status_of(view(make_bulletin(), make_disruption()))
    assert status.estimate is not None
    assert status.rights is not None
    assert (status.estimate.low, status.estimate.high) == (at(246), at(321))
    assert (status.estimate.by, status.estimate.said_at) == ("Harbour log", at(-4))
    assert [row.when for row in status.rights.rows] == ["Long wait"]
    assert (status.ranges.judged, status.ranges.held) == (0, 0)
    nobody = status_of(view())
    assert nobody.estimate is None
    assert nobody.rights is None
