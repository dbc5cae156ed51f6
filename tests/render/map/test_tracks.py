"""Between two columns lines that pass the same height keep apart, and none crosses another without need."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from explainer.render.map.geometry import BOX_WIDTH, along, crossings
from explainer.render.map.layout_lines import GUTTER, Stop, Thread, curve
from explainer.render.map.tracks import tracks


def joined(heights: list[tuple[float, float]]) -> list[Thread]:
    return [
        (Stop(f"a{at}", 0, 20.0, y=left), Stop(f"b{at}", 1, 20.0, y=right)) for at, (left, right) in enumerate(heights)
    ]


def ports(threads: list[Thread]) -> dict[tuple[int, str], float]:
    return {(at, stop.id): 0.0 for at, thread in enumerate(threads) for stop in thread}


def test_lines_that_pass_the_same_height_have_tracks_of_their_own_between_the_columns() -> None:
    threads = joined([(0, 200), (40, 240), (300, 320)])
    found = tracks(threads, ports(threads), 2)
    assert found[0, 0] != found[1, 0]
    assert all(BOX_WIDTH < x < BOX_WIDTH + GUTTER for x in found.values())


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=8, unique=True),
    st.lists(st.integers(0, 40), min_size=8, max_size=8, unique=True),
)
def test_lines_in_the_same_order_on_both_sides_never_cross(left: list[int], right: list[int]) -> None:
    threads = joined([(20.0 * a, 20.0 * b) for a, b in zip(sorted(left), sorted(right), strict=False)])
    found = tracks(threads, ports(threads), 2)
    columns = [[thread[0] for thread in threads], [thread[1] for thread in threads]]
    lines = [along(curve(thread, ports(threads), at, columns, found), 24) for at, thread in enumerate(threads)]
    assert [pair for pair in combinations(lines, 2) if crossings(pair)] == []
