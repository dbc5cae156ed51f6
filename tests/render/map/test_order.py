"""Sifting finds the order in which few lines cross, and never makes it worse."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from explainer.render.map.layout_lines import Stop, Thread
from explainer.render.map.order import sifted


def crossed(columns: list[list[Stop]], threads: list[Thread]) -> int:
    at = {stop: place for column in columns for place, stop in enumerate(column)}
    ends = [(at[start], at[end], start.column) for start, end in threads]
    return sum(a[2] == b[2] and (a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))


def made(sizes: list[int], joined: list[tuple[int, int, int]]) -> tuple[list[list[Stop]], list[Thread]]:
    columns = [[Stop(f"{column}.{row}", column, 76.0) for row in range(size)] for column, size in enumerate(sizes)]
    threads = [
        (
            columns[c % (len(sizes) - 1)][a % sizes[c % (len(sizes) - 1)]],
            columns[c % (len(sizes) - 1) + 1][b % sizes[c % (len(sizes) - 1) + 1]],
        )
        for c, a, b in joined
    ]
    return columns, list(dict.fromkeys(threads))


def test_two_lines_that_need_not_cross_do_not() -> None:
    columns, threads = made([2, 2], [(0, 0, 1), (0, 1, 0)])
    assert crossed(columns, threads) == 1
    assert crossed(sifted(columns, threads), threads) == 0


def test_ends_of_an_arc_move_together() -> None:
    columns, _ = made([3, 1], [])
    one, between, other = columns[0]
    threads = [(one, other), *((between, columns[1][0]),)]
    order = sifted(columns, threads)[0]
    assert abs(order.index(one) - order.index(other)) == 1


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=4),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=14),
)
def test_an_order_is_never_worse_and_loses_nobody(sizes: list[int], joined: list[tuple[int, int, int]]) -> None:
    columns, threads = made(sizes, joined)
    order = sifted(columns, threads)
    assert [set(column) for column in order] == [set(column) for column in columns]
    assert crossed(order, threads) <= crossed(columns, threads)
    assert sifted(columns, threads) == order
