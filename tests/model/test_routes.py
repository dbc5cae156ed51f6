"""The hours of a week are counted right, whatever they are written like: what no route covers is a gap."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.routes import DAYS, WEEK, Route, gaps


def open_at(hours: str) -> Route:
    return Route(id="desk", problem="A bag", desk="Desk", solves="Finds it", hours=hours)


CLOCK = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
SPAN = st.tuples(CLOCK, st.one_of(CLOCK, st.just("24:00"))).map("-".join)
SEVERAL = st.lists(
    st.one_of(st.sampled_from(DAYS), st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map("-".join)), max_size=3
).map(",".join)
RULE = st.tuples(SEVERAL, st.lists(SPAN, min_size=1, max_size=2).map(",".join)).map(lambda two: " ".join(two).strip())
HOURS = st.lists(RULE, min_size=1, max_size=3).map("; ".join)


@given(st.lists(HOURS, max_size=3))
def test_every_quarter_of_a_week_is_open_or_in_a_gap(several: list[str]) -> None:
    routes = [open_at(hours) for hours in several]
    shut = gaps(routes)
    for minute in range(0, WEEK, 15):
        day, at = divmod(minute, 1440)
        is_open = any(route.is_open(datetime(2026, 11, 16 + day, at // 60, at % 60)) for route in routes)  # noqa: DTZ001 - by the clock of the site
        in_gap = any(begins <= minute < ends if begins < ends else not ends <= minute < begins for begins, ends in shut)
        assert is_open != in_gap


@pytest.mark.parametrize(
    ("hours", "shut"),
    [
        ("24/7", []),
        ("00:00-24:00", []),
        ("06:00-06:00", []),
        ("Mo-Su 04:00-24:00; 00:00-04:00", []),
        ("Fr-Mo 00:00-24:00", [(1440, 4 * 1440)]),
        ("22:00-06:00; Mo-Fr 06:00-22:00", [(5 * 1440 + 360, 5 * 1440 + 1320), (6 * 1440 + 360, 6 * 1440 + 1320)]),
        ("Mo 08:00-12:00,13:00-24:00; Tu-Su 00:00-24:00", [(0, 480), (720, 780)]),
        ("Tu-Sa 00:00-24:00", [(6 * 1440, 1440)]),
    ],
)
def test_what_lies_between_the_hours_is_a_gap(hours: str, shut: list[tuple[int, int]]) -> None:
    assert gaps([open_at(hours)]) == shut
