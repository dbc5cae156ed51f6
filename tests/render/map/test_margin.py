"""The chain beside the parts: its numbers follow causes, its lines join them, and what is less sure is told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explainer.picture.causes import Sure
from explainer.render.map.margin import Margin, Thin, margins, numbered, reached

PARTS = [f"p{at}" for at in range(7)]
pairs = st.tuples(st.sampled_from(PARTS), st.sampled_from(PARTS)).filter(lambda pair: pair[0] != pair[1])


@given(st.permutations(PARTS), st.lists(pairs.filter(lambda pair: pair[0] < pair[1]), unique=True))
def test_a_cause_has_a_lower_number_than_what_it_leads_to(on: list[str], hot: list[tuple[str, str]]) -> None:
    order = numbered(on, hot)
    assert sorted(order) == sorted(on)
    assert all(order.index(cause) < order.index(effect) for cause, effect in hot)


@given(st.lists(pairs, unique=True))
def test_causes_that_go_round_have_numbers_too(hot: list[tuple[str, str]]) -> None:
    assert sorted(numbered(PARTS, hot)) == PARTS


def test_a_part_beside_the_way_is_as_sure_as_the_least_sure_step_of_its_surest_path() -> None:
    sure = {
        ("snow", "train"): Sure.KNOWN,
        ("train", "platform"): Sure.LIKELY,
        ("platform", "bus"): Sure.KNOWN,
        ("snow", "crews"): Sure.MAY_FOLLOW,
        ("train", "crews"): Sure.LIKELY,
        ("elsewhere", "shop"): Sure.KNOWN,
    }
    assert reached(["snow"], sure) == {
        "train": Sure.KNOWN,
        "platform": Sure.LIKELY,
        "bus": Sure.LIKELY,
        "crews": Sure.LIKELY,
    }


ROWS = ["", "snow", "train", "", "", "pads", "gates", "", "late", "desk", "bags"]


def test_the_known_line_runs_from_the_first_number_to_the_last_and_thinner_to_what_follows() -> None:
    lines = margins(ROWS, ["snow", "pads", "late"], {"train": Sure.KNOWN, "desk": Sure.KNOWN}, [])
    assert [line.known for line in lines] == ["", "from", *["by"] * 7, "to", ""]
    assert [line.thin for line in lines] == [*[None] * 8, Thin.FROM, Thin.HERE, Thin.HERE]


def test_the_likely_line_runs_from_its_source_to_the_last_part_it_may_slow() -> None:
    lines = margins(ROWS, ["snow", "pads", "late"], {"gates": Sure.LIKELY, "desk": Sure.MAY_FOLLOW}, ["pads"])
    assert [line.likely for line in lines] == [*[""] * 5, "from", *["by"] * 3, "to", ""]


def test_without_a_chain_there_is_no_line() -> None:
    assert margins(ROWS, [], {}, []) == [Margin()] * len(ROWS)
    assert margins(ROWS, ["snow"], {"train": Sure.KNOWN}, ["snow"]) == [Margin()] * len(ROWS)


@given(st.sets(st.sampled_from([row for row in ROWS if row])), st.data())
def test_a_line_has_one_beginning_one_end_and_no_gap(on: set[str], data: st.DataObject) -> None:
    beside = data.draw(
        st.dictionaries(st.sampled_from([r for r in ROWS if r and r not in on] or ["x"]), st.sampled_from(Sure))
    )
    sources = data.draw(st.sets(st.sampled_from([row for row in ROWS if row])))
    for line in zip(*[(m.known, m.likely) for m in margins(ROWS, on, beside, sources)], strict=True):
        drawn = [piece for piece in line if piece]
        assert drawn == [] or drawn == ["from", *["by"] * (len(drawn) - 2), "to"]
        places = [at for at, piece in enumerate(line) if piece]
        assert places == list(range(places[0], places[-1] + 1)) if places else True
