"""One policy for every “did you mean”: only what is near is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.nearness import MOST_LISTED, edits, near, nearest

WORDS = st.text(alphabet="abcde-", max_size=8)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("severety", "severity"),
        ("Headline", "headline"),
        ("componets", "components"),
        ("terminal-ops", "terminal-operations"),
        ("how/crnae.md", "how/crane.md"),
        ("mapp.html", "map.html"),
        ("hwo/crane.md", "how/crane.md"),
    ],
)
def test_a_slip_is_told_from_what_was_meant(name: str, meant: str) -> None:
    assert nearest(name, [meant, "questions/index.md", "other"]) == meant


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("how/ae.md", "how/records.md"),
        ("how/beds.md", "how/wards.md"),
        ("how/crane.md", "questions/crane.md"),
        ("gate", "wing"),
        ("bus", "air"),
        ("road-works", "snow-plough"),
    ],
)
def test_another_thing_is_never_offered(name: str, other: str) -> None:
    assert nearest(name, [other]) is None
    assert near(name, [other]) == f"write one of: {other}"


def test_where_nothing_is_near_not_all_of_very_many_are_listed() -> None:
    many = [f"page-{number:03}" for number in range(200)]
    assert near("elsewhere", many) == f"write one of: {', '.join(many[:MOST_LISTED])} … (200 in all)"
    assert near("elsewhere", []) == "there are none yet"


@given(WORDS, WORDS)
def test_edits_are_a_distance(one: str, two: str) -> None:
    assert edits(one, two) == edits(two, one) <= max(len(one), len(two))
    assert (edits(one, two) == 0) == (one == two)


@given(WORDS.filter(bool), st.lists(WORDS, max_size=5))
def test_what_is_known_is_nearest_to_itself(name: str, others: list[str]) -> None:
    assert nearest(name, [*others, name]) == name
