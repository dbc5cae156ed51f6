from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.trouble import MOST, Trouble, a_year_before, groups, told_of

START = datetime(2026, 1, 1, tzinfo=UTC)
PARTS = ("crane", "ferry", "tide")
TROUBLES = st.lists(
    st.tuples(st.integers(0, 500), st.sets(st.sampled_from(PARTS), min_size=1)),
    max_size=40,
    unique_by=lambda one: one[0],
).map(
    lambda rows: [
        Trouble(id=f"log.{hour}", parts=tuple(sorted(parts)), ended_at=START + timedelta(hours=hour))
        for hour, parts in rows
    ]
)


@given(TROUBLES, st.sets(st.sampled_from(PARTS)), st.integers(0, 500), st.integers(1, 4))
def test_of_however_many_months_the_newest_at_some_parts_are_told_and_each_is_counted_once(
    troubles: list[Trouble], parts: set[str], since: int, months: int
) -> None:
    begins = START + timedelta(hours=since)
    kept = [group for month in range(months) for group in groups(troubles[month::months])]
    told = told_of(kept, parts, begins)
    wanted = [one for one in troubles if parts & set(one.parts) and one.ended_at >= begins]
    assert told.amount == len(wanted)
    assert list(told.newest) == sorted(wanted, key=lambda one: one.ended_at, reverse=True)[:MOST]


def test_a_year_before_the_last_of_a_february_is_one_too() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2026, 11, 20)) == date(2025, 11, 20)
