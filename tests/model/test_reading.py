from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.reading import About, Library, Reading, ReadingKind, library

PARTS = st.sampled_from(["crane", "ferry", "tide"])
READINGS = st.builds(
    Reading, kind=st.sampled_from(ReadingKind), title=st.sampled_from(["One", "Two"]), url=st.sampled_from(["a/", "b/"])
)
FOUND = st.lists(st.builds(About, PARTS, READINGS))


def reading(kind: ReadingKind, url: str) -> Reading:
    return Reading(kind=kind, title=url, url=url)


@given(FOUND)
def test_a_part_is_offered_each_page_about_it_once_and_kind_by_kind(found: list[About]) -> None:
    kept, order = library(found), list(ReadingKind)
    for part in ("crane", "ferry", "tide"):
        own = kept.of(part)
        assert len(own) == len(set(own))
        assert set(own) == {one.reading for one in found if one.component == part}
        assert [order.index(one.kind) for one in own] == sorted(order.index(one.kind) for one in own)


def test_of_one_kind_the_best_stays_first() -> None:
    best, other = reading(ReadingKind.EXPLAINER, "best/"), reading(ReadingKind.EXPLAINER, "other/")
    why = reading(ReadingKind.ANSWER, "why/")
    kept = library([About("crane", why), About("crane", best), About("crane", other)])
    assert kept.of("crane") == (best, other, why)
    assert kept.first(ReadingKind.EXPLAINER, "crane") == best
    assert kept.first(ReadingKind.ANSWER, "ferry") is None


@given(FOUND, FOUND)
def test_what_only_the_record_tells_of_joins_what_was_built(found: list[About], more: list[About]) -> None:
    kept = library(found).with_more(more)
    assert {one for part in kept.parts for one in kept.of(part)} == {one.reading for one in [*found, *more]}


@given(FOUND)
def test_a_skeleton_keeps_it(found: list[About]) -> None:
    kept = library(found)
    assert msgspec.json.decode(msgspec.json.encode(kept), type=Library) == kept
