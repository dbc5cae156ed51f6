"""Which causes may be drawn: from what somebody states, along declared links, and how sure each is."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.vocabulary import State
from explainer.picture.causes import Sure
from explainer.picture.chains import way
from tests.conftest import NOW
from tests.support.pier import MINUTE, chains, picture, report, said


class TestChains:
    def test_a_stated_cause_is_known_and_the_longer_known_way_is_the_explanation(self) -> None:
        shown = picture(
            said("log", "a", report("wind"), report("crane", State.SLOWED, "wind"), report("ferry", State.SLOWED, "crane", "wind"))
        )  # fmt: skip
        assert chains(shown) == [("known", "wind crane ferry")]

    def test_two_parts_disturbed_at_once_are_no_chain_however_well_a_link_would_fit(self) -> None:
        shown = picture(said("log", "a", report("wind"), report("crane"), report("ferry")))
        assert chains(shown) == []
        assert shown.link["wind", "ferry"].sure is Sure.LIKELY
        assert not shown.hot

    def test_a_stated_cause_reaches_the_symptom_by_likely_links_where_nobody_states_how(self) -> None:
        whole = {"symptom": "ferry", "cause": {"component": "wind"}}
        shown = picture(said("log", "a", report("truck"), report("crane"), report("ferry"), account=whole))
        assert chains(shown) == [("known", "wind ferry")], "a link that leads there is what the cause states"
        truck = {"symptom": "ferry", "cause": {"component": "truck"}}
        shown = picture(said("log", "a", report("truck"), report("crane"), report("ferry"), account=truck))
        assert chains(shown) == [("likely", "truck crane ferry")]
        assert not shown.hot

    def test_what_may_follow_starts_no_chain(self) -> None:
        shown = picture(said("met", "gale", report("wind")))
        assert chains(shown) == []
        assert shown.link["wind", "ferry"].sure is Sure.MAY_FOLLOW

    def test_nothing_is_explained_of_what_is_reported_normal(self) -> None:
        whole = {"symptom": "ferry", "cause": {"component": "crane"}}
        shown = picture(said("log", "a", report("crane"), report("ferry", State.NORMAL), account=whole))
        assert chains(shown) == []

    def test_in_a_loop_the_part_disturbed_first_is_the_root(self) -> None:
        early, late = NOW - 60 * MINUTE, NOW - 10 * MINUTE
        reports = (
            report("crane", State.SLOWED, "truck", since=late),
            report("truck", State.SLOWED, "crane", since=early),
            report("ferry", State.SLOWED, "crane"),
        )
        assert [chain.root for chain in picture(said("log", "a", *reports)).chains] == ["truck"]

    def test_nothing_disturbed_draws_no_cause(self) -> None:
        assert picture().chains == ()
        assert all(link.sure is None and not link.hot for link in picture().links)


PARTS = st.sampled_from("abcdef")
EDGES = st.dictionaries(
    st.tuples(PARTS, PARTS).filter(lambda pair: pair[0] != pair[1]), st.sampled_from([Sure.KNOWN, Sure.LIKELY])
)


class TestWay:
    @given(EDGES, PARTS, PARTS)
    def test_it_starts_and_ends_where_it_should_and_every_part_leads_to_the_next(
        self, edges: dict[tuple[str, str], Sure], start: str, end: str
    ) -> None:
        parts = way(start, end, edges)
        assert len(set(parts)) == len(parts)
        assert not parts or (parts[0], parts[-1]) == (start, end)
        assert set(pairwise(parts)) <= edges.keys()

    @given(EDGES, PARTS, PARTS)
    def test_where_known_links_lead_there_it_holds_no_likely_one(
        self, edges: dict[tuple[str, str], Sure], start: str, end: str
    ) -> None:
        known = {pair: how for pair, how in edges.items() if how is Sure.KNOWN}
        assert way(start, end, edges) == way(start, end, known) or not way(start, end, known)

    def test_a_known_part_between_is_not_skipped_because_a_shorter_way_exists(self) -> None:
        known = dict.fromkeys([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")], Sure.KNOWN)
        assert way("a", "d", known) == ("a", "b", "c", "d")

    def test_two_ways_beside_each_other_are_never_told_as_one_after_the_other(self) -> None:
        known = dict.fromkeys([("a", "b"), ("b", "d"), ("a", "c"), ("c", "e"), ("e", "d")], Sure.KNOWN)
        assert way("a", "d", known) == ("a", "b", "d")

    def test_the_way_that_assumes_least_is_taken(self) -> None:
        edges = {("a", "b"): Sure.KNOWN, ("b", "c"): Sure.KNOWN, ("c", "d"): Sure.LIKELY, ("a", "d"): Sure.LIKELY}
        assert way("a", "d", edges) == ("a", "d")
        assert way("a", "d", {**edges, ("c", "d"): Sure.KNOWN}) == ("a", "b", "c", "d")
