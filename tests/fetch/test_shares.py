"""Several runners share the feeds: each is asked by one of them, whoever else there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.fetch.shares import ALL, Share
from explainer.model.sources import Source

ids = st.sets(st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), max_size=40)


def by_address(feed: str) -> Source:
    return Source(id=feed, publisher="Weather", format="rss", url=f"https://feeds.example/{feed}")


@given(feeds=ids, of=st.integers(1, 9))
def test_every_feed_is_asked_by_exactly_one_runner(feeds: set[str], of: int) -> None:
    sources = [by_address(feed) for feed in sorted(feeds)]
    shares = [Share(nth, of).of_these(sources) for nth in range(of + 1)]
    assert sorted(one.id for share in shares for one in share) == sorted(feeds)
    assert not shares[0]


@given(feeds=ids, more=ids, of=st.integers(1, 9))
def test_who_asks_a_feed_does_not_depend_on_which_others_there_are(feeds: set[str], more: set[str], of: int) -> None:
    few, many = ([by_address(feed) for feed in sorted(some)] for some in (feeds, feeds | more))
    for nth in range(1, of + 1):
        asked = {one.id for one in Share(nth, of).of_these(many)}
        assert {one.id for one in Share(nth, of).of_these(few)} == asked & feeds


def test_what_lies_beside_the_site_is_the_share_of_the_one_who_weaves() -> None:
    here = Source(id="notices", publisher="Harbour", format="bulletin", file="bulletins")
    assert Share(0, 3).of_these([here, by_address("road")]) == (here,)
    assert not [nth for nth in (1, 2, 3) if here in Share(nth, 3).of_these([here])]


def test_a_thousand_feeds_are_shared_about_evenly() -> None:
    sources = [by_address(f"feed-{number}") for number in range(1_000)]
    amounts = [len(Share(nth, 5).of_these(sources)) for nth in range(1, 6)]
    assert 160 < min(amounts) <= max(amounts) < 240


@pytest.mark.parametrize("name", ["2/5", "0/5", "5/5", "1/1"])
def test_a_share_is_written_as_which_of_how_many(name: str) -> None:
    assert Share.named(name) == tuple(map(int, name.split("/")))


@pytest.mark.parametrize("name", ["", "2", "2/", "/5", "6/5", "0/0", "-1/5", "2/5/7", "a/b", "1.5/2"])
def test_what_is_no_share_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share.named(name)


def test_who_runs_alone_asks_everything_and_what_lies_beside_the_site_too() -> None:
    here = Source(id="notices", publisher="Harbour", format="bulletin", file="bulletins")
    assert ALL.of_these([here, by_address("road")]) == (here, by_address("road"))
    assert ALL.is_here
