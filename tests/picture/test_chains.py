"""Which causes may be drawn: along declared links, and how sure each is."""

from explainer.model.vocabulary import State
from tests.conftest import NOW
from tests.support.pier import MINUTE, chains, picture, report, said


class TestChains:
    def test_a_stated_cause_is_known_and_the_longer_known_way_is_the_explanation(self) -> None:
        shown = picture(
            said("log", "a", report("wind"), report("crane", State.SLOWED, "wind"), report("ferry", State.SLOWED, "crane", "wind"))
        )  # fmt: skip
        assert chains(shown)[0] == ("known", "wind crane ferry")

    def test_a_declared_link_between_two_reported_parts_is_likely(self) -> None:
        shown = picture(said("log", "a", report("wind"), report("crane"), report("ferry")))
        assert chains(shown) == [("likely", "wind ferry")]

    def test_everything_else_only_may_follow(self) -> None:
        assert chains(picture(said("met", "gale", report("wind")))) == [("may_follow", "wind ferry")]

    def test_a_part_reported_normal_stops_the_chain(self) -> None:
        shown = picture(said("log", "a", report("crane"), report("ferry", State.NORMAL)))
        assert chains(shown) == []

    def test_in_a_loop_the_part_disturbed_first_is_the_root(self) -> None:
        early, late = NOW - 60 * MINUTE, NOW - 10 * MINUTE
        shown = picture(said("log", "a", report("crane", since=late), report("truck", since=early)))
        assert [c.root for c in shown.chains] == ["truck"]

    def test_nothing_disturbed_draws_no_cause(self) -> None:
        assert picture().chains == ()
        assert all(link.sure is None and not link.hot for link in picture().links)
