"""All that is open is counted in a sentence that says what holds and what is to come."""

from __future__ import annotations

import pytest

from explainer.render.components.open_now import FIRST, MOST_ROWS, in_words
from tests.factory import at, make_disruption, view

HOLDS = [make_disruption("road", f"h{number:03}") for number in range(MOST_ROWS + 1)]
COMES = [
    make_disruption("road", f"c{number}", status="planned", periods=[{"start": at(900 + number), "end": at(999)}])
    for number in range(2)
]


@pytest.mark.parametrize(
    ("holding", "coming", "words"),
    [
        (0, 0, "Nothing is open now."),
        (1, 0, "1 disruption holds now. The worst first."),
        (0, 1, "1 disruption is still to come. The worst first."),
        (2, 1, "2 disruptions hold now, 1 disruption is still to come. The worst first."),
        (1, 2, "1 disruption holds now, 2 disruptions are still to come. The worst first."),
    ],
)
def test_what_holds_and_what_is_to_come_is_counted(holding: int, coming: int, words: str) -> None:
    assert in_words(view(*HOLDS[:holding], *COMES[:coming]), FIRST) == words


def test_a_page_of_several_says_which_rows_it_has() -> None:
    seen = view(*HOLDS)
    assert in_words(seen, FIRST) == "101 disruptions hold now. The worst first. Here: 1–100."
    assert in_words(seen, "open-2").endswith("Here: 101.")
