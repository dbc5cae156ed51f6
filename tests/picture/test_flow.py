"""The fluid queue is exact: as its closed form says, and as a queue of single ones behaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explainer.picture.flow import Flow, Rate, flow

amounts = st.integers(1, 240)
"""So many an hour."""
hours = st.fractions(Fraction(1, 4), 12, max_denominator=12)


def short(n: int, low: int, high: int, length: Fraction, end: Fraction) -> Flow:
    """``n`` an hour come; ``low`` an hour get through for ``length`` hours, and ``high`` after that."""
    through = (Rate(Fraction(0), Fraction(low, 60)), Rate(length * 60, Fraction(high, 60)))
    return flow((Rate(Fraction(0), Fraction(n, 60)),), through, end)


@settings(max_examples=50)
@given(n=amounts, low=amounts, high=amounts, length=hours)
def test_queue_wait_and_recovery_are_those_of_the_closed_form(n: int, low: int, high: int, length: Fraction) -> None:
    low, n, high = sorted((low, n, high))
    assume(low < n < high)
    recovery = (n - low) * length / (high - n)
    found = short(n, low, high, length, (length + recovery + 1) * 60)
    assert found.peak == (n - low) * length
    assert found.longest == length * (1 - Fraction(low, n)) * 60
    assert found.over == (length + recovery) * 60
    assert found.left == 0


@settings(max_examples=50)
@given(n=amounts, low=amounts, length=hours)
def test_a_queue_that_nothing_shortens_stays_and_no_wait_grows_longer_than_when_it_began(
    n: int, low: int, length: Fraction
) -> None:
    low, n = sorted((low, n))
    assume(low < n)
    found = short(n, low, n, length, length * 60 + 600)
    assert found.left == (n - low) * length
    assert found.over is None
    assert found.longest <= length * (1 - Fraction(low, n)) * 60


@settings(max_examples=50)
@given(n=amounts, low=amounts, length=hours)
def test_nobody_waits_where_as_many_get_through_as_come(n: int, low: int, length: Fraction) -> None:
    n, low = sorted((low, n))
    found = short(n, low, low, length, length * 60 + 60)
    assert not any((found.peak, found.longest, found.late(Fraction(1))))
    assert found.over == 0


rates = st.lists(st.integers(0, 20), min_size=1, max_size=5).map(
    lambda found: tuple(Rate(Fraction(60 * index), Fraction(amount, 10)) for index, amount in enumerate(found))
)


@settings(max_examples=50)
@given(come=rates, through=rates)
def test_nobody_is_lost_and_nobody_gets_through_before_they_came(come: Sequence[Rate], through: Sequence[Rate]) -> None:
    found = flow(come, through, Fraction(360))
    assert all(a.come <= b.come and a.through <= b.through for a, b in pairwise(found.corners))
    assert all(corner.queue >= 0 for corner in found.corners)
    assert sum(some.amount for some in found.waits) == found.corners[-1].through
    assert all(min(some.first, some.last) >= 0 for some in found.waits)


def one_by_one(come: Sequence[Rate], through: Sequence[Rate], end: Fraction, parts: int) -> tuple[list[Fraction], int]:
    """The waits of single ones, each one ``parts``-th of a whole, and how many did not get through.

    The n-th comes when n of them have come by the rate, and is through when, since the one before it was, there was
    time enough for one.
    """
    arrivals = list(_times(come, end, parts))
    waits: list[Fraction] = []
    free, served = Fraction(0), 0
    for came in arrivals:
        through_at = _served_from(through, max(came, free), Fraction(1, parts))
        if through_at is None or through_at > end:
            break
        waits.append(through_at - came)
        free = through_at
        served += 1
    return waits, len(arrivals) - served


def _times(rates_: Sequence[Rate], end: Fraction, parts: int) -> Iterator[Fraction]:
    at = _served_from(rates_, Fraction(0), Fraction(1, parts))
    while at is not None and at <= end:
        yield at
        at = _served_from(rates_, at, Fraction(1, parts))


def _served_from(rates_: Sequence[Rate], start: Fraction, amount: Fraction) -> Fraction | None:
    """When an amount is done from ``start`` on."""
    edges = [rate.start for rate in rates_[1:]]
    for rate, stop in zip(rates_, [*edges, None], strict=True):
        begin = max(start, rate.start)
        if stop is not None and stop <= begin:
            continue
        if rate.amount and (stop is None or amount <= rate.amount * (stop - begin)):
            return begin + amount / rate.amount
        amount -= rate.amount * ((stop or begin) - begin)
    return None


@settings(max_examples=25)
@given(come=rates, through=rates)
def test_single_ones_served_in_turn_wait_as_long_but_for_their_own_size(
    come: Sequence[Rate], through: Sequence[Rate]
) -> None:
    parts, end = 8, Fraction(360)
    found = flow(come, through, end)
    waits, left = one_by_one(come, through, end, parts)
    slowest = max((1 / (parts * rate.amount) for rate in (*come, *through) if rate.amount), default=Fraction(0))
    stands = any(not rate.amount for rate in through)
    if not stands:
        assert abs(max(waits, default=Fraction(0)) - found.longest) <= 2 * slowest
    assert abs(Fraction(left, parts) - found.left) <= Fraction(2, parts)
