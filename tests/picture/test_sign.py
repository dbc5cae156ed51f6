"""What stands on the sign: the lead, its promise, and never better than the worst part."""

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Disruption
from explainer.model.history import Times
from explainer.model.sources import Source
from explainer.model.vocabulary import State, Status
from explainer.picture import build
from explainer.picture.model import Standing
from tests.conftest import NOW
from tests.support.pier import (
    COMPONENTS,
    GONE,
    LOG,
    MET,
    MINUTE,
    NOTES,
    OLD,
    STRICT,
    SYSTEM,
    declared,
    picture,
    record,
    report,
    said,
)
from tests.support.values import plain


class TestLead:
    def test_our_own_bulletin_leads_and_its_next_update_is_the_promise(self) -> None:
        due = NOW + 36 * MINUTE
        shown = picture(said("met", "gale", report("wind")), said("log", "a", report("ferry"), next_update=due))
        assert (shown.lead, shown.next_word, shown.state) == ("log.a", due, State.SLOWED)

    def test_a_missed_promise_is_said_after_five_minutes_of_grace(self) -> None:
        due = NOW - 5 * MINUTE
        late = said("log", "a", report("ferry"), next_update=due)
        assert picture(late).disruption["log.a"].overdue_since is None
        assert picture(late, now=NOW + MINUTE).disruption["log.a"].overdue_since == due

    def test_a_bulletin_gathers_the_disruptions_it_is_about(self) -> None:
        shown = picture(
            said("met", "gale", report("wind")), said("log", "a", report("ferry"), about=({"feed": "met"},))
        )
        assert shown.disruption["log.a"].gathers == ("met.gale",)
        assert shown.disruption["met.gale"].gathered_by == "log.a"

    def test_a_disruption_that_may_not_lead_still_gives_the_sign_its_state(self) -> None:
        minor = said("log", "a", report("ferry", State.WATCH), next_update=NOW + 36 * MINUTE)
        shown = picture(minor, said("met", "gale", report("wind", State.STOPPED, since=NOW - 9 * MINUTE)))
        assert (shown.state, shown.since, shown.lead) == (State.STOPPED, NOW - 9 * MINUTE, "")

    def test_a_feed_that_is_declared_to_may_lead(self) -> None:
        trusted = declared(**plain(MET) | {"may": {"set": COMPONENTS, "lead": True}})
        gale = said("met", "gale", report("wind", State.STOPPED))
        assert build(SYSTEM, (trusted, LOG), record([gale]), NOW).lead == "met.gale"

    def test_a_report_on_what_the_operation_does_not_have_changes_no_sign(self) -> None:
        shown = picture(said("log", "a", report("harbour-wall", State.STOPPED)))
        assert (shown.state, shown.disruption["log.a"].state) == (State.NORMAL, None)

    def test_when_a_source_is_silent_all_is_not_normal(self) -> None:
        assert picture(met=GONE).state is State.UNKNOWN
        assert picture().state is State.NORMAL

    def test_records_of_feeds_no_longer_declared_are_not_shown(self) -> None:
        kept = record([said("met", "gale", report("wind"))])
        assert build(SYSTEM, (LOG,), kept, NOW).disruptions == ()


reports = st.builds(
    report,
    st.sampled_from(COMPONENTS),
    st.sampled_from([s for s in State if s is not State.UNKNOWN]),
    st.sampled_from(["wind", "crane", "truck"]),
)
times = st.sampled_from([Times(), GONE, OLD, Times(last_attempt=NOW, last_good=NOW)])
messages = st.builds(
    lambda feed, native, reports, ago, more: said(feed, native, *reports, updated_at=NOW - ago * MINUTE, **more),
    st.sampled_from(["met", "log"]),
    st.sampled_from("abcdef"),
    st.lists(reports, max_size=4),
    st.integers(0, 500),
    st.sampled_from([{}, {}, {"status": Status.RESOLVED}, {"status": Status.PLANNED}, {"about": ({"feed": "met"},)}]),
)


@given(st.lists(messages, max_size=6, unique_by=lambda d: d.id), st.sampled_from([MET, NOTES, STRICT]), times, times)
def test_the_sign_is_never_better_than_the_worst_part_and_never_worse(
    found: list[Disruption], met: Source, of_met: Times, of_log: Times
) -> None:
    shown = build(SYSTEM, (met, LOG), record(found, met=of_met, log=of_log), NOW)
    order = list(State)
    assert shown.state is min((c.state for c in shown.components if c.state), key=order.index)
    if shown.lead:
        lead = shown.disruption[shown.lead]
        assert lead.may_lead
        assert lead.counts
        assert not lead.gathered_by
        assert shown.state is State.NORMAL or shown.state in {r.state for r in lead.reports}
    for now in shown.in_standing(Standing.CURRENT):
        for said_of in now.reports if now.counts else ():
            assert order.index(shown.state) <= order.index(said_of.state), "nothing that counts is worse than the sign"
