"""A name has room in its box: no more lines than were counted, however wide its letters and however a reader spaces them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.render.map.measure import height_of, lines_of

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def test_words_stand_whole_on_lines_and_only_what_is_longer_than_a_line_breaks() -> None:
    assert lines_of("Security", 10) == 1
    assert lines_of("Ploughs and sweepers", 10) == 2
    assert 5 <= lines_of(LONG, 10) <= 8


def test_wide_signs_need_more_room_and_marks_above_a_letter_none() -> None:
    assert lines_of("航空管制航空管制航空", 10) == 2
    assert lines_of("a\u0301" * 10, 10) == lines_of("a" * 10, 10)


@given(st.text(max_size=90), st.floats(4, 20))
def test_spacing_never_needs_less_room(name: str, room: float) -> None:
    assert lines_of(name, room, 0.12, 0.16) >= lines_of(name, room) >= 1


@pytest.mark.parametrize("width", [170.0, 116.0])
def test_a_box_has_the_height_that_its_longest_name_needs(width: float) -> None:
    names = ["Late", LONG]
    assert height_of(names, width) == max(height_of([name], width) for name in names)
    assert height_of(["Late"], width) < height_of([LONG], width)
