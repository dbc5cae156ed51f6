"""The words of a bulletin grow old by the promise that they make: told as of when they were said, then counted no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Disruption, Report, Update
from explainer.model.history import Record, Times
from explainer.model.sources import Source
from explainer.model.vocabulary import State, Status
from explainer.picture import build
from explainer.picture.ageing import UNPROMISED
from explainer.picture.model import Basis, DisruptionNow, Picture, Standing
from explainer.picture.promises import GRACE
from tests.conftest import NOW
from tests.support.pier import LOG, MET, MINUTE, SYSTEM, record, report, said

SAID, DUE = NOW, NOW + 40 * MINUTE
AGED, OUTDATED = DUE + GRACE, DUE + 40 * MINUTE


def bulletin(*reports: Report, at: datetime = SAID, due: datetime | None = DUE, **more: Any) -> Disruption:
    word = Update(at=at, says="Slow.", next_update=due)
    return said("log", "late", *reports, updates=(word,), account={"next_update": due}, **more)


def shown_at(moment: datetime, *found: Disruption, log: Source = LOG, met: Times | None = None) -> Picture:
    """The picture at a moment at which every feed has just answered, and the folder of bulletins long ago."""
    fresh = Times(last_attempt=moment, last_good=moment)
    kept: Record = record(found, met=met or fresh, log=Times(last_attempt=SAID, last_good=SAID))
    return build(SYSTEM, (MET, log), kept, moment)


def late(moment: datetime, *reports: Report, log: Source = LOG, **more: Any) -> DisruptionNow:
    return shown_at(moment, bulletin(*(reports or (report("truck"),)), **more), log=log).disruption["log.late"]


class TestTheTwoLimits:
    @pytest.mark.parametrize(
        ("moment", "is_aged", "is_outdated"),
        [
            (SAID, False, False),
            (AGED, False, False),
            (AGED + timedelta(seconds=1), True, False),
            (OUTDATED - timedelta(seconds=1), True, False),
            (OUTDATED, True, True),
            (OUTDATED + timedelta(days=3), True, True),
        ],
    )
    def test_words_are_aged_after_their_promise_and_its_grace_and_outdated_after_twice_their_promise(
        self, moment: datetime, is_aged: bool, is_outdated: bool
    ) -> None:
        now = late(moment)
        assert (now.aged, now.outdated) == (is_aged, is_outdated)
        assert (now.aged_at, now.outdated_at) == (AGED, OUTDATED)

    def test_a_declared_limit_counts_from_the_last_word(self) -> None:
        assert late(SAID, log=LOG.replace(stale_after=timedelta(hours=3))).outdated_at == SAID + timedelta(hours=3)

    def test_no_limit_comes_before_the_promise_is_broken(self) -> None:
        assert late(SAID, log=LOG.replace(stale_after=timedelta(minutes=10))).outdated_at == AGED

    def test_what_promises_no_more_and_states_no_end_counts_for_two_hours_and_is_outdated_after_four(self) -> None:
        now = late(SAID, due=None)
        assert (now.aged_at, now.outdated_at) == (SAID + UNPROMISED, SAID + 2 * UNPROMISED)

    def test_a_plan_counts_until_its_promise_however_short_the_declared_limit(self) -> None:
        start, due = SAID + timedelta(days=9), SAID + timedelta(days=8)
        plan = {"status": Status.PLANNED, "due": due, "periods": ({"start": start},)}
        now = late(due, log=LOG.replace(stale_after=timedelta(hours=1)), **plan)
        assert now.standing is Standing.UPCOMING
        assert not now.aged
        assert now.outdated_at is not None
        assert now.outdated_at > start

    def test_a_plan_that_promises_no_word_counts_until_the_end_that_it_states(self) -> None:
        start, end = SAID + timedelta(days=9), SAID + timedelta(days=9, hours=5)
        plan: dict[str, Any] = {"status": Status.PLANNED, "due": None, "periods": ({"start": start, "end": end},)}
        now = late(end - MINUTE, **plan)
        assert (now.standing, now.aged, now.outdated) == (Standing.CURRENT, False, False)
        assert late(start, **(plan | {"periods": ({"start": start},)})).aged_at == start + UNPROMISED

    def test_what_is_over_does_not_age(self) -> None:
        over = late(SAID + timedelta(days=300), status=Status.RESOLVED)
        assert (over.aged, over.outdated, over.outdated_at) == (False, False, None)

    def test_what_a_feed_says_does_not_age_while_the_feed_answers(self) -> None:
        gale = said("met", "gale", report("wind"), issued_at=SAID)
        shown = shown_at(SAID + timedelta(days=3), gale)
        assert shown.component["wind"].state is State.SLOWED
        assert shown.disruption["met.gale"].outdated_at is None

    def test_a_partners_bulletins_age_as_our_own_do(self) -> None:
        theirs = LOG.replace(file=None, url="https://rail.example/", party="rail", may=MET.may)
        assert late(OUTDATED, log=theirs).outdated


class TestWhatRestsOnThem:
    def test_a_part_says_until_when_its_report_counts_and_that_it_is_aged(self) -> None:
        truck = shown_at(AGED + MINUTE, bulletin(report("truck"))).component["truck"]
        assert (truck.state, truck.aged, truck.good_until) == (State.SLOWED, True, OUTDATED)

    @pytest.mark.parametrize("state", [State.STOPPED, State.SLOWED, State.WATCH, State.NORMAL])
    def test_a_part_is_unknown_once_the_word_on_it_is_outdated_and_the_word_is_there_to_be_quoted(
        self, state: State
    ) -> None:
        truck = shown_at(OUTDATED, bulletin(report("truck", state))).component["truck"]
        assert (truck.state, truck.basis) == (State.UNKNOWN, Basis.OUTDATED)
        assert (truck.since, truck.at, truck.by) == (OUTDATED, SAID, "Harbour log")
        assert truck.report is not None
        assert truck.report.state is state
        assert truck.disruptions == ("log.late",)

    def test_once_our_word_is_outdated_a_source_that_answers_and_reports_nothing_counts(self) -> None:
        crane = bulletin(report("crane"))
        assert shown_at(OUTDATED - MINUTE, crane).component["crane"].state is State.SLOWED, "the more cautious counts"
        after = shown_at(OUTDATED, crane).component["crane"]
        assert (after.state, after.basis, after.by) == (State.NORMAL, Basis.NOTHING_REPORTED, "Weather office")
        gone = Times(last_attempt=OUTDATED, last_good=SAID, failure="met.example does not answer")
        assert shown_at(OUTDATED, crane, met=gone).component["crane"].basis is Basis.OUTDATED

    def test_a_fresh_report_counts_beside_an_outdated_one(self) -> None:
        gale = said("met", "gale", report("crane", State.WATCH), issued_at=OUTDATED)
        crane = shown_at(OUTDATED, bulletin(report("crane", State.STOPPED)), gale).component["crane"]
        assert (crane.state, crane.by, crane.good_until) == (State.WATCH, "Weather office", OUTDATED + 30 * MINUTE)

    def test_of_several_outdated_words_the_one_that_counted_last_is_quoted(self) -> None:
        later = said("log", "works", report("truck", State.WATCH), updates=({"at": SAID, "says": "Works."},))
        later = later.replace(account=later.account.replace(next_update=SAID + 60 * MINUTE))
        truck = shown_at(SAID + timedelta(days=1), bulletin(report("truck")), later).component["truck"]
        assert (truck.since, truck.disruptions[0]) == (SAID + 120 * MINUTE, "log.works")

    def test_outdated_words_do_not_lead_and_are_named_as_the_last_that_was_known(self) -> None:
        before, after = (shown_at(moment, bulletin(report("truck"))) for moment in (AGED, OUTDATED))
        assert (before.lead, before.last_known) == ("log.late", "")
        assert (after.lead, after.last_known) == ("", "log.late")
        assert after.state is State.UNKNOWN

    def test_a_cause_and_a_limit_stand_no_longer_than_the_words_that_state_them(self) -> None:
        limit = {"component": "crane", "unit": "boxes", "normal": 36, "now": 24, "demand": 36, "at": SAID}
        stated = bulletin(report("ferry", State.SLOWED, "crane"), report("crane"))
        stated = stated.replace(account=stated.account.replace(constraints=(_constraint(limit),)))
        before, after = shown_at(AGED, stated), shown_at(OUTDATED, stated)
        assert before.chains
        assert before.passed
        assert not after.chains
        assert not after.passed


def _constraint(fields: dict[str, Any]) -> Any:
    return said("log", "x", account={"constraints": (fields,)}).account.constraints[0]


@st.composite
def bulletins(draw: st.DrawFn) -> Disruption:
    states = st.sampled_from([s for s in State if s is not State.UNKNOWN])
    parts = draw(st.lists(st.sampled_from([c.id for c in SYSTEM.components]), unique=True, min_size=1))
    at = SAID + draw(st.integers(-300, 0)) * MINUTE
    due = draw(st.none() | st.integers(1, 3000).map(lambda minutes: at + minutes * MINUTE))
    span = draw(
        st.sampled_from([(), ({"start": at - 60 * MINUTE},), ({"start": at + timedelta(hours=5)},)])
        | st.integers(1, 3000).map(lambda minutes: ({"start": at, "end": at + minutes * MINUTE},))
    )
    status = draw(st.sampled_from([Status.ACTIVE, Status.MONITORING, Status.PLANNED, Status.RESOLVED]))
    reports = [report(part, draw(states)) for part in parts]
    return bulletin(*reports, at=at, due=due, status=status, periods=span)


logs = st.none() | st.integers(1, 3000).map(lambda minutes: minutes * MINUTE)
moments = st.integers(0, 9000).map(lambda minutes: SAID + minutes * MINUTE)


@given(bulletins(), logs, moments)
def test_nothing_is_told_plainly_after_the_promise_and_no_state_rests_on_it_after_the_second_limit(
    one: Disruption, stale_after: timedelta | None, moment: datetime
) -> None:
    shown = shown_at(moment, one, log=LOG.replace(stale_after=stale_after))
    now = shown.disruption[one.id]
    if now.standing is Standing.ENDED:
        assert not now.aged
        return
    due = one.account.next_update
    if due is not None:
        assert now.aged or moment <= due + GRACE
        assert not now.aged or moment > due + GRACE or now.outdated_at == due + GRACE
    for here in shown.components:
        if one.id in here.disruptions and here.basis is Basis.REPORTED:
            assert here.aged == now.aged
            assert here.good_until is not None
            assert moment < here.good_until
        elif one.id in here.disruptions and here.state is not State.UNKNOWN:
            assert now.outdated
            assert here.basis is Basis.VOUCHED or here.by == "Weather office", "only others may say more of it"


@given(bulletins(), logs, moments, moments)
def test_words_only_grow_older(
    one: Disruption, stale_after: timedelta | None, first: datetime, second: datetime
) -> None:
    earlier, later = sorted((first, second))
    log = LOG.replace(stale_after=stale_after)
    before, after = (shown_at(moment, one, log=log).disruption[one.id] for moment in (earlier, later))
    if after.standing is not Standing.ENDED:
        assert before.aged <= after.aged
        assert before.outdated <= after.outdated


@given(bulletins(), moments, st.integers(1, 600))
def test_a_new_word_always_renews_all_that_is_stated(one: Disruption, moment: datetime, minutes: int) -> None:
    due = moment + minutes * MINUTE
    word = Update(at=moment, says="Still slow.", next_update=due)
    renewed = one.replace(updates=(*one.updates, word), account=one.account.replace(next_update=due))
    now = shown_at(moment, renewed).disruption[one.id]
    assert not now.aged
    assert not now.outdated
