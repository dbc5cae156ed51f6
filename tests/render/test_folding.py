"""What stands open on a page and what is folded: nothing is lost, and nothing is folded that saves no room."""

from hypothesis import given
from hypothesis import strategies as st

from explainer.render.folding import fold


@given(st.lists(st.integers(), max_size=12), st.integers(1, 6))
def test_nothing_is_lost_and_never_is_one_thing_alone_folded(things: list[int], most: int) -> None:
    shown, folded = fold(things, most)
    assert [*shown, *folded] == things
    assert len(folded) != 1
    assert len(shown) <= most + 1
