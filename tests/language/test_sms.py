"""An SMS is counted as networks do: 160 letters of one alphabet, or 70 of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.language.sms import Counted, counted, plainer, unaccented


@pytest.mark.parametrize(
    ("text", "letters", "most"),
    [
        ("", 0, 160),
        ("Late: 20-40 min @ Gate 3", 24, 160),
        ("é à ü Ä ñ Ω", 11, 160),
        ("5 € [or] 6", 13, 160),
        ("20–40", 5, 70),
        ("ê", 1, 70),
        ("ç", 1, 70),
        ("مرحبا", 5, 70),
        ("🛫", 2, 70),
    ],
)
def test_letters_are_counted_as_networks_do(text: str, letters: int, most: int) -> None:
    assert counted(text) == Counted(letters, most)
    assert counted(text).fits


def test_signs_of_print_are_typed_so_that_they_do_not_halve_what_fits() -> None:
    typed = plainer("“20–40” minutes\u00a0late …")
    assert typed == '"20-40" minutes late ...'
    assert counted(typed).most == 160


def test_accents_that_the_small_alphabet_lacks_are_left_out_and_no_others() -> None:
    assert unaccented("À l’heure, ça gêne : annulé") == "A l’heure, ca gene : annulé"
    assert unaccented("مرحبا łódź 🛫") == "مرحبا łodz 🛫"


@given(st.text(max_size=200))
def test_no_sign_counts_for_less_than_one(text: str) -> None:
    assert counted(text).letters >= len(text)
