"""What a limit costs: shortfall, backlog, and what of it is left by now."""

from explainer.model.disruption import Backlog, Constraint
from tests.conftest import NOW
from tests.support.pier import MINUTE, picture, report, said


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
