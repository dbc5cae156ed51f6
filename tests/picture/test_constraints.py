"""What a limit costs: shortfall, backlog, and what of it is left by now."""

from explainer.model.account import Backlog, Constraint
from explainer.picture.constraints import backlog_at
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_picture
from tests.support.pier import MINUTE, picture, report, said
from tests.support.values import from_dict


class TestConstraints:
    def test_shortfall_is_demand_minus_capacity_and_builds_the_backlog_each_hour(self) -> None:
        limit = Constraint(
            component="crane",
            unit="boxes",
            normal=36,
            now=24,
            demand=36,
            at=NOW - 30 * MINUTE,
            backlog=Backlog(since=NOW - 130 * MINUTE, now=20),
        )
        (now,) = picture(said("log", "a", report("crane"), constraints=(limit,))).constraints
        assert (now.shortfall, now.backlog_per_hour, now.backlog_now) == (12, 12, 26)

    def test_capacity_above_demand_works_the_backlog_off_and_no_further_than_zero(self) -> None:
        limit = Constraint(
            component="crane",
            unit="boxes",
            normal=36,
            now=40,
            demand=36,
            at=NOW - 120 * MINUTE,
            backlog=Backlog(since=NOW - 300 * MINUTE, now=5),
        )
        (now,) = picture(said("log", "a", constraints=(limit,))).constraints
        assert (now.shortfall, now.backlog_per_hour, now.backlog_now) == (0, -4, 0)


COUNTED = {"component": "crane", "unit": "boxes", "normal": 36, "now": 24, "demand": 36, "at": at(-4)}


def constraint(**more: object) -> Constraint:
    return from_dict(Constraint, COUNTED | more)


def test_before_the_count_it_grew_evenly_from_nothing_and_after_it_at_the_present_rate() -> None:
    c = constraint(backlog={"since": at(-104), "now": 20})
    assert [backlog_at(c, at(minutes)) for minutes in (-200, -104, -54, -4, 56)] == [0, 0, 10, 20, 32]


def test_it_cannot_fall_below_nothing() -> None:
    assert backlog_at(constraint(demand=12, backlog={"since": at(-104), "now": 6}), at(56)) == 0


def test_where_nobody_counted_nothing_waits_and_a_count_before_its_own_beginning_is_the_only_one() -> None:
    assert backlog_at(constraint(), at(56)) is None
    assert backlog_at(constraint(backlog={"since": at(0), "now": 6}), at(-10)) == 0


def test_a_limit_that_is_over_keeps_its_figures_and_who_counted_them() -> None:
    over = make_picture(make_bulletin(status="resolved"))
    (limit,) = over.disruption["log.gale"].constraints
    assert (limit.shortfall, limit.backlog_per_hour, limit.by) == (12, 12, "Harbour office")
    assert over.constraints == ()
