"""A first sentence is never half a one: a dot behind a number or a short form ends none."""

from __future__ import annotations

import re

import pytest

from explainer.render.sentences import end_of_first
from explainer.render.words import first_sentence

ENDS = re.compile(r"[.!?](?= )")


@pytest.mark.parametrize(
    "words",
    [
        "Am 20. November fährt nichts.",
        "Die Fähren fahren ca. 40 Minuten später.",
        "Züge fallen aus, z.B. Linie 4, z. B. die um 7.",
        "Departures are approx. 40 minutes late.",
        "From 5 p.m. Tuesday on no ferry leaves.",
        "Pier (No. 4) is closed.",
        "Sin vuelos a EE. UU. hasta mañana.",
        "Retards d’env. 40 minutes.",
    ],
)
def test_a_sentence_goes_on_behind_a_number_and_a_short_form(words: str) -> None:
    behind = f"{words} Wait here."
    assert behind[: end_of_first(behind, ENDS)] in (words, behind)
    assert end_of_first(words, ENDS) == len(words)


def test_it_ends_where_it_ends() -> None:
    assert first_sentence("Wait in hall A. We call you at 19:00.", 200) == "Wait in hall A."
    assert first_sentence("Am 20. November fährt nichts. Rufen Sie an.", 200) == "Am 20. November fährt nichts."
    assert first_sentence("Why? A gale. It blows.", 200) == "Why?"
    assert first_sentence("أغلق المرفأ. انتظر هنا.", 200) == "أغلق المرفأ."
