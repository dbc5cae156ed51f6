"""Nothing is normal because nobody spoke: a machine answers, somebody reports, or a person looked and says so."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.disruption import Disruption
from explainer.model.history import Record, Times
from explainer.model.sources import Source
from explainer.model.system import System
from explainer.model.vocabulary import State, Status
from explainer.model.watch import Look
from explainer.picture import build
from explainer.picture.model import RANK, Basis, ComponentNow, Picture
from tests.conftest import NOW
from tests.support.pier import GONE, LOG, MET, MINUTE, SYSTEM, declared, record, report, said

HOUR = 60 * MINUTE


def look(*parts: str, at: datetime = NOW, good_for: timedelta = 8 * HOUR, by: str = "harbour") -> Look:
    return Look(by=by, at=at, good_for=good_for, looked_at=parts)


def seen(*looks: Look, told: Iterable[Disruption] = (), now: datetime = NOW, **times: Times) -> Picture:
    return build(SYSTEM, (MET, LOG), replace(record(told, **times), looks=looks), now)


def truck(*looks: Look, told: Iterable[Disruption] = (), now: datetime = NOW, **times: Times) -> ComponentNow:
    """The part that no machine watches."""
    return seen(*looks, told=told, now=now, **times).component["truck"]


class TestLooks:
    def test_a_folder_in_which_nobody_wrote_anything_vouches_for_nothing(self) -> None:
        shown = truck()
        assert (shown.state, shown.basis, shown.since, shown.at) == (State.UNKNOWN, Basis.NOBODY_LOOKED, None, None)
        assert seen().state is State.UNKNOWN

    def test_whoever_looked_vouches_for_the_part_until_their_word_ends(self) -> None:
        word = look("truck", at=NOW - HOUR, good_for=2 * HOUR)
        shown = truck(word)
        assert (shown.state, shown.basis, shown.by, shown.at) == (
            State.NORMAL,
            Basis.VOUCHED,
            "Harbour office",
            word.at,
        )
        assert (shown.look, shown.good_until) == (word, NOW + HOUR)

    def test_when_it_ends_nobody_has_looked_since(self) -> None:
        word = look("truck", at=NOW - 2 * HOUR, good_for=2 * HOUR)
        shown = truck(word)
        assert (shown.state, shown.basis, shown.at) == (State.UNKNOWN, Basis.NOBODY_LOOKED, word.at)
        assert (shown.since, shown.by, shown.look) == (NOW, "Harbour office", word)
        assert truck(word, now=NOW - MINUTE).state is State.NORMAL
        assert truck(word, now=NOW + 270 * 24 * HOUR).state is State.UNKNOWN, "nine months later"

    def test_of_several_the_one_that_lasts_longest_vouches(self) -> None:
        long, short = look("truck", at=NOW - HOUR), look("truck", at=NOW - MINUTE, good_for=HOUR)
        assert truck(long, short).good_until == long.until

    def test_a_look_from_a_wrong_clock_is_none_yet(self) -> None:
        assert truck(look("truck", at=NOW + 3 * MINUTE)).state is State.UNKNOWN
        assert truck(look("truck", at=NOW + 2 * MINUTE)).state is State.NORMAL, "clocks differ a little"

    def test_a_part_that_nothing_watches_has_a_state_once_somebody_looked_at_it(self) -> None:
        assert seen().component["tide"].state is None
        assert seen(look("tide")).component["tide"].basis is Basis.VOUCHED
        assert seen(look("tide", at=NOW - 9 * HOUR)).component["tide"].basis is Basis.NOBODY_LOOKED

    def test_a_machine_that_answers_is_enough_and_a_look_beside_it_is_told(self) -> None:
        wind = seen(look("wind")).component["wind"]
        assert (wind.state, wind.basis, wind.by) == (State.NORMAL, Basis.NOTHING_REPORTED, "Weather office")
        assert wind.look == look("wind")

    def test_where_a_machine_is_silent_a_look_vouches_and_the_silence_is_still_told(self) -> None:
        wind = seen(look("wind"), met=GONE).component["wind"]
        assert (wind.state, wind.basis, wind.silent) == (State.NORMAL, Basis.VOUCHED, ("met",))

    def test_a_look_is_no_answer_to_trouble_that_was_told_after_it_and_fell_silent(self) -> None:
        gale = said("met", "gale", report("wind"), updated_at=NOW - 30 * MINUTE)
        before, after = look("wind", at=NOW - HOUR), look("wind", at=NOW - MINUTE)
        assert seen(before, told=[gale], met=GONE).component["wind"].state is State.UNKNOWN
        later = seen(after, told=[gale], met=GONE).component["wind"]
        assert (later.state, later.disruptions) == (State.NORMAL, ("met.gale",))


class TestReports:
    SLOW = said("log", "slow", report("truck"), updated_at=NOW - 30 * MINUTE)

    def test_a_report_counts_whatever_somebody_saw(self) -> None:
        assert truck(look("truck"), told=[self.SLOW]).state is State.SLOWED

    def test_a_later_look_that_finds_it_as_usual_is_a_disagreement(self) -> None:
        shown = truck(look("truck", at=NOW - MINUTE), told=[self.SLOW])
        assert [(voice.by, voice.state) for voice in shown.conflict] == [
            ("Harbour log", State.SLOWED),
            ("Harbour office", State.NORMAL),
        ]
        assert truck(look("truck", at=NOW - HOUR), told=[self.SLOW]).conflict == (), "things change"

    def test_who_looked_when_the_trouble_upstream_was_there_knew_of_it(self) -> None:
        stuck = said("log", "stuck", report("crane", since=NOW - HOUR))
        assert truck(look("truck", at=NOW - 2 * HOUR), told=[stuck]).basis is Basis.INFERRED
        assert truck(look("truck", at=NOW - MINUTE), told=[stuck]).basis is Basis.VOUCHED


# Laws

PARTS = [f"part-{index}" for index in range(5)]
BULLETINS = declared(id="log", publisher="Log", format="bulletin", file="bulletins")
PARTNERS = declared(
    id="partners", publisher="Partners", format="bulletin", url="https://p.example/", may={"set": PARTS}
)
FEEDS = {"met": MET.replace(may=MET.may.replace(set_=tuple(PARTS))), "log": BULLETINS, "partners": PARTNERS}


def _system(watched: list[list[str]], links: list[tuple[int, int]]) -> System:
    rows = [
        {
            "id": part,
            "name": part,
            "kind": "symptom" if index == 4 else "resource",
            "layer": "here",
            "owner": "harbour",
            "watched_by": feeds,
            **({"question": "Why?", "problem": "Late"} if index == 4 else {}),
        }
        for index, (part, feeds) in enumerate(zip(PARTS, watched, strict=True))
    ]
    pairs = [{"from": PARTS[one], "to": PARTS[other], "because": "So."} for one, other in links if one != other]
    return SYSTEM_DOOR.read(
        {
            "title": "Any",
            "layers": [{"id": "here", "name": "Here"}],
            "parties": [{"id": "harbour", "name": "Harbour office"}],
            "components": rows,
            "links": pairs,
        }
    )


_minutes = st.integers(-1_200, 10).map(lambda minutes: NOW + minutes * MINUTE)
systems = st.builds(
    _system,
    st.lists(st.lists(st.sampled_from(sorted(FEEDS)), unique=True, max_size=3), min_size=5, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), unique=True, max_size=8),
)
looks = st.lists(
    st.builds(
        lambda parts, at, minutes: Look(by="harbour", at=at, good_for=minutes * MINUTE, looked_at=tuple(parts)),
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=5, unique=True),
        _minutes,
        st.integers(1, 1_440),
    ),
    max_size=4,
)
disruptions = st.lists(
    st.builds(
        lambda feed, native, parts, at, more: said(feed, native, *parts, updated_at=at, **more),
        st.sampled_from(sorted(FEEDS)),
        st.sampled_from("abcd"),
        st.lists(
            st.builds(report, st.sampled_from(PARTS), st.sampled_from([s for s in State if s is not State.UNKNOWN])),
            max_size=3,
        ),
        _minutes,
        st.sampled_from([{}, {}, {"status": Status.RESOLVED}, {"status": Status.PLANNED}]),
    ),
    max_size=4,
    unique_by=lambda d: d.id,
)
times = st.builds(
    lambda good, fails: Times(last_attempt=NOW, last_good=good, failure="no answer" if fails else ""),
    st.none() | _minutes,
    st.booleans(),
)
records = st.builds(
    lambda told, looked, met, log, partners: replace(
        record(told, met=met, log=log, partners=partners), looks=tuple(looked)
    ),
    disruptions,
    looks,
    times,
    times,
    times,
)
moments = st.integers(0, 3_000).map(lambda minutes: NOW + minutes * MINUTE)


def _vouchers(shown: Picture, part: ComponentNow, kept: Record) -> list[object]:
    """Whoever may say that a part is well: a report, an outside source that names it, a look that holds."""
    spoken = [r for d in shown.disruptions if d.id in part.disruptions and d.trusted for r in d.reports]
    outside = [s for s in part.component.watched_by if s == "met" and shown.source[s].trusted]
    holding = [one for one in kept.looks if part.id in one.looked_at and one.at - 2 * MINUTE <= shown.now < one.until]
    return [*(r for r in spoken if r.component == part.id), *outside, *holding]


@given(systems, records, moments)
def test_no_part_is_normal_without_a_fresh_look_a_fresh_report_or_a_fresh_outside_source_that_names_it(
    system: System, kept: Record, now: datetime
) -> None:
    shown = build(system, tuple(FEEDS.values()), kept, now)
    for part in shown.components:
        if part.state is State.NORMAL:
            assert _vouchers(shown, part, kept)
        if part.basis is Basis.VOUCHED:
            assert part.look is not None
            assert part.good_until is not None
            assert part.at <= now + 2 * MINUTE if part.at else False
            assert now < part.good_until
    if shown.state is State.NORMAL:
        assert all(part.state in (State.NORMAL, None) for part in shown.components)


@given(systems, records, moments)
def test_a_look_that_holds_makes_no_known_part_worse_and_hides_no_report(
    system: System, kept: Record, now: datetime
) -> None:
    feeds: tuple[Source, ...] = tuple(FEEDS.values())
    holding = tuple(one for one in kept.looks if now < one.until)
    ended = tuple(one for one in kept.looks if one.until <= now)
    without, shown = (build(system, feeds, replace(kept, looks=some), now) for some in (ended, (*ended, *holding)))
    for before, after in zip(without.components, shown.components, strict=True):
        # What nobody knew may be to watch once somebody vouches: a cause above it then counts.
        if before.state not in (None, State.UNKNOWN) and after.state is not None:
            assert RANK[after.state] >= RANK[before.state]
        # More may be told: a message that nobody placed is of account only where somebody vouches at all.
        assert set(before.disruptions) <= set(after.disruptions)
        if before.basis is Basis.REPORTED:
            assert (after.state, after.basis, after.report) == (before.state, before.basis, before.report)
    assert shown.disruptions == without.disruptions
