"""What stands on the sign: the lead, its promise, and never milder than what customers feel."""

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

    def test_a_stopped_symptom_is_never_hidden_behind_a_slowed_one(self) -> None:
        bank = said("log", "a", report("ferry"), report("crane", State.STOPPED), symptom="ferry")
        shown = picture(bank, said("met", "b", report("ferry", State.STOPPED)))
        assert (shown.state, shown.lead, shown.worse) == (State.STOPPED, "", ())

    def test_a_stopped_part_that_no_customer_feels_so_is_named_beside_what_they_feel(self) -> None:
        late = said("log", "late", report("ferry", since=NOW - 9 * MINUTE), symptom="ferry")
        shown = picture(late, said("met", "closed", report("wind", State.STOPPED)))
        assert (shown.state, shown.since, shown.lead) == (State.SLOWED, NOW - 9 * MINUTE, "log.late")
        assert shown.worse == ("wind",)

    def test_a_bulletin_stands_at_what_customers_feel_of_it_whatever_its_cause_is(self) -> None:
        one = said("log", "one", report("crane", State.STOPPED), report("ferry"), symptom="ferry")
        shown = picture(one)
        assert (shown.state, shown.disruption["log.one"].state) == (State.SLOWED, State.SLOWED)
        assert (shown.worse, shown.disruption["log.one"].worse) == (("crane",), ("crane",))

    def test_what_customers_feel_leads_before_a_part_that_only_we_see(self) -> None:
        part = said("log", "part", report("crane", State.STOPPED), severity="extreme")
        felt = said("log", "felt", report("ferry"), severity="minor")
        assert picture(part, felt).lead == "log.felt"
        assert picture(part).lead == "log.part"

    def test_a_report_on_what_the_operation_does_not_have_changes_no_sign(self) -> None:
        shown = picture(said("log", "a", report("harbour-wall", State.STOPPED)))
        assert (shown.state, shown.disruption["log.a"].state) == (State.NORMAL, None)

    def test_when_a_source_is_silent_all_is_not_normal(self) -> None:
        assert picture(met=GONE).state is State.UNKNOWN
        assert picture().state is State.NORMAL

    def test_a_bulletin_of_ours_that_does_not_know_yet_speaks_for_a_day_that_is_unknown(self) -> None:
        unsure = said("log", "unsure", report("crane", State.UNKNOWN, since=NOW - 9 * MINUTE))
        shown = picture(unsure, met=GONE)
        assert (shown.state, shown.since, shown.lead) == (State.UNKNOWN, NOW - 9 * MINUTE, "log.unsure")
        assert shown.worst_first[0].id == "crane"

    def test_a_feed_that_does_not_know_speaks_for_no_day(self) -> None:
        assert picture(said("met", "unsure", report("wind", State.UNKNOWN))).lead == ""

    def test_a_bulletin_that_does_not_know_yet_leads_before_no_trouble_that_is_known(self) -> None:
        unsure = said("log", "unsure", report("crane", State.UNKNOWN), severity="extreme")
        late = said("log", "late", report("ferry"), symptom="ferry", severity="minor")
        assert picture(unsure, late).lead == "log.late"

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
def test_the_sign_is_the_worst_that_customers_feel_and_names_every_part_that_is_worse(
    found: list[Disruption], met: Source, of_met: Times, of_log: Times
) -> None:
    shown = build(SYSTEM, (met, LOG), record(found, met=of_met, log=of_log), NOW)
    order = list(State)
    rank = {state: order.index(state) for state in State}
    assert all(rank[shown.state] <= rank[c.state] for c in shown.symptoms if c.state), "never milder than a symptom"
    worst = min((c.state for c in shown.components if c.state), key=order.index)
    felt = {c.state for c in shown.symptoms if c.is_disturbed}
    assert shown.state is worst or shown.state in felt, "never worse than what customers feel, or than the worst part"
    assert set(shown.worse) == {
        c.id for c in shown.components if c.is_disturbed and rank[c.state or shown.state] < rank[shown.state]
    }
    assert bool(shown.worse) == (shown.state is not worst)
    if shown.lead:
        lead = shown.disruption[shown.lead]
        assert lead.may_lead
        assert lead.counts
        assert not lead.gathered_by
        assert shown.state is State.NORMAL or shown.state in {r.state for r in lead.reports}
    for now in shown.in_standing(Standing.CURRENT):
        for said_of in now.reports if now.counts else ():
            is_named = said_of.component in shown.worse
            assert is_named or rank[shown.state] <= rank[said_of.state], "what is worse than the sign is named by it"


@given(st.lists(messages, max_size=6, unique_by=lambda d: d.id), times)
def test_every_list_begins_with_the_worst(found: list[Disruption], of_met: Times) -> None:
    shown = build(SYSTEM, (MET, LOG), record(found, met=of_met), NOW)
    order: list[State | None] = [*State, None]
    for row in (shown.worst_first, shown.symptoms, shown.watched, [shown.component[c] for c in shown.worse]):
        assert [c.state for c in row] == sorted((c.state for c in row), key=order.index)
    for listed in (shown.in_standing(Standing.CURRENT), shown.beside_the_lead, shown.open):
        states = [d.state for d in listed if d.counts and d.state and d.standing is Standing.CURRENT]
        assert states == sorted(states, key=order.index)
    assert sorted(c.id for c in shown.worst_first) == sorted(c.id for c in shown.components)
