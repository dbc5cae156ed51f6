"""How a part was over time has no holes, and no time at which nobody looked passes for one at which all was well."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.history import Silence, Silences
from explainer.model.states import Found, Turn
from explainer.model.vocabulary import State
from explainer.picture.history import NOBODY_ASKED, NOT_KNOWN, Stretch, Was, history, silent
from explainer.picture.sources import Freshness, SourceNow
from tests.factory import MET, ROAD, at

WELL: Found = (State.NORMAL, "reported")
SLOW: Found = (State.SLOWED, "reported")


def turn(minutes: float, whole: bool = False, exercise: bool = False, **parts: Found) -> Turn:
    return Turn(at=at(minutes), whole=whole, exercise=exercise, parts=parts)


def told(spans: list[Was]) -> list[tuple[float, float | None, str | None, str]]:
    def minutes(when: datetime | None) -> float | None:
        return None if when is None else (when - at()).total_seconds() / 60

    return [(minutes(was.since) or 0, minutes(was.until), was.state, was.basis) for was in spans]


def of(*turns: Turn | None, gaps: tuple[Stretch, ...] = (), exercise: bool = False) -> list[Was]:
    return history(turns, exercise, {"crane": gaps})["crane"]


def test_a_span_lasts_until_the_state_turns_and_the_last_one_has_no_end() -> None:
    assert told(of(turn(0, True, crane=WELL), turn(30, crane=SLOW), turn(40, wind=SLOW), turn(90, crane=WELL))) == [
        (0, 30, "normal", "reported"),
        (30, 90, "slowed", "reported"),
        (90, None, "normal", "reported"),
    ]


def test_the_first_line_of_a_month_says_all_again_and_begins_nothing() -> None:
    assert told(of(turn(0, True, crane=WELL), turn(900, True, crane=WELL))) == [(0, None, "normal", "reported")]


def test_while_nobody_asked_it_was_unknown_and_not_as_before() -> None:
    gap = Stretch(at(60), at(240))
    assert told(of(turn(0, True, crane=WELL), turn(300, crane=SLOW), gaps=(gap,))) == [
        (0, 60, "normal", "reported"),
        (60, 240, "unknown", NOBODY_ASKED),
        (240, 300, "normal", "reported"),
        (300, None, "slowed", "reported"),
    ]


def test_behind_a_line_that_cannot_be_read_nothing_is_known_until_all_is_told_again() -> None:
    assert told(of(turn(0, True, crane=WELL), turn(30, crane=SLOW), None, turn(60, crane=WELL))) == [
        (0, 30, "normal", "reported"),
        (30, None, "unknown", NOT_KNOWN),
    ]
    assert told(of(turn(0, True, crane=WELL), None, turn(60, True, crane=SLOW)))[-1] == (60, None, "slowed", "reported")


def test_practice_is_no_part_of_what_was() -> None:
    spans = of(turn(0, True, crane=WELL), turn(10, True, exercise=True, crane=SLOW), turn(70, True, crane=WELL))
    assert told(spans) == [
        (0, 10, "normal", "reported"),
        (10, 70, "unknown", NOT_KNOWN),
        (70, None, "normal", "reported"),
    ]


def test_a_part_that_was_not_there_has_no_state() -> None:
    assert told(of(turn(0, True, crane=WELL), turn(30, crane=(None, ""))))[-1] == (30, None, None, "")


def quiet(*spans: tuple[float, float], source: object = MET) -> SourceNow:
    kept = tuple(Silence(since=at(since), until=at(until)) for since, until in spans)
    silences = Silences(feed="met", counted_since=at(-9_000), silences=kept)
    return SourceNow(source=source, freshness=Freshness.FRESH, silences=silences)  # type: ignore[arg-type]


def test_a_silence_begins_when_the_last_answer_counted_no_more() -> None:
    assert MET.counts_for == timedelta(minutes=30)
    assert silent([quiet((0, 100), (200, 220))]) == [Stretch(at(30), at(100))]


def test_what_several_sources_watch_is_unknown_only_while_all_of_them_were_silent() -> None:
    assert silent([quiet((0, 100)), quiet((60, 200), source=ROAD)]) == [Stretch(at(90), at(100))]
    assert silent([quiet((0, 100)), quiet(source=ROAD)]) == []
    assert silent([]) == []


FOUND = st.tuples(st.none() | st.sampled_from(State), st.sampled_from(["reported", "vouched"]))
TURNS = st.lists(
    st.none() | st.tuples(st.integers(1, 500), st.booleans(), st.booleans(), st.dictionaries(st.just("crane"), FOUND)),
    min_size=1,
    max_size=12,
)
GAPS = st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), max_size=4)


@given(TURNS, GAPS)
def test_spans_meet_never_overlap_and_no_silence_is_well(
    cycles: list[tuple[int, bool, bool, dict[str, Found]] | None], quiet_for: list[tuple[int, int]]
) -> None:
    now, turns = 0, list[Turn | None]()
    for cycle in cycles:
        if cycle is None:
            turns.append(None)
            continue
        now += cycle[0]
        turns.append(Turn(at=at(now), whole=cycle[1], exercise=cycle[2], parts=cycle[3]))
    begin, gaps = 0, list[Stretch]()
    for pause, length in quiet_for:
        gaps.append(Stretch(at(begin + pause), at(begin + pause + length)))
        begin += pause + length
    for spans in history(turns, False, {"crane": gaps}).values():
        assert all(one.until == other.since for one, other in pairwise(spans))
        assert all(one.until is None or one.since < one.until for one in spans)
        assert spans[-1].until is None or spans[-1].state is State.UNKNOWN
        for one in spans:
            silent_then = any(gap.since < (one.until or gap.until) and one.since < gap.until for gap in gaps)
            assert not silent_then or one.state in (None, State.UNKNOWN)
