"""The picture: what every state rests on, which causes may be drawn, and what is never called normal."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.sources import Source
from explainer.declarations.system import System
from explainer.model.derived import AHEAD, Record
from explainer.model.disruption import Backlog, Constraint, Disruption, Origin, Period, Recurrence, Report, Text
from explainer.model.history import FeedRecord, Held, Times, Version
from explainer.model.vocabulary import Absence, Reality, State, Status
from explainer.picture import build
from explainer.picture.model import Basis, Ending, Freshness, Picture, Standing, Start, Sure
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def declared(**keys: object) -> Source:
    """A source as its declaration writes it."""
    return Source.model_validate(keys)


SYSTEM = System.model_validate(
    {
        "title": "Pier",
        "layers": [{"id": "outside", "name": "Outside"}, {"id": "you", "name": "You"}],
        "parties": [{"id": "harbour", "name": "Harbour office"}],
        "components": [
            {"id": c, "name": c.title(), "kind": "resource", "layer": "outside", "owner": "harbour", "watched_by": w}
            for c, w in (("wind", ["met"]), ("crane", ["met", "log"]), ("truck", ["log"]), ("tide", []))
        ]
        + [
            {
                "id": "ferry",
                "name": "Ferry",
                "kind": "symptom",
                "layer": "you",
                "owner": "harbour",
                "question": "Why?",
                "problem": "Late",
            }
        ],
        "links": [
            {"from": "wind", "to": "crane", "because": "Wind stops the crane."},
            {"from": "crane", "to": "ferry", "because": "The crane loads the ferry."},
            {"from": "wind", "to": "ferry", "because": "Wind slows the ferry."},
            {"from": "crane", "to": "truck", "because": "Trucks wait for the crane."},
            {"from": "truck", "to": "crane", "because": "Full trucks block the crane."},
            {"from": "crane", "to": "tide", "because": "For the test."},
        ],
    }
)
COMPONENTS = [c.id for c in SYSTEM.components]
MAY: dict[str, object] = {"may": {"set": COMPONENTS}, "url": "https://met.example/"}
MET = declared(id="met", publisher="Weather office", format="cap", absence="ended", **MAY)
NOTES = declared(id="met", publisher="Tower", format="rss", absence="nothing", lasts="6 h", **MAY)
STRICT = NOTES.model_copy(update={"absence": Absence.ENDED, "lasts": None})
LOG = declared(id="log", publisher="Harbour log", format="bulletin", file="bulletins")


def said(feed: str, native: str, *reports: Report, **more: object) -> Disruption:
    fields = {
        "id": f"{feed}.{native}",
        "origin": Origin(feed=feed, publisher=feed, format="bulletin" if feed == "log" else "cap", native_id=native),
        "headline": (Text(text=native),),
        "status": Status.ACTIVE,
        "reports": reports,
        **more,
    }
    return Disruption.model_validate(fields)


def record(disruptions: Iterable[Disruption] = (), **times: Times) -> Record:
    fresh = Times(last_attempt=NOW, last_good=NOW)
    return Record(
        held={d.id: Held(id=d.id, versions=(Version(accepted_at=NOW, disruption=d),)) for d in disruptions},
        times={"met": fresh, "log": fresh} | times,
    )


def picture(*disruptions: Disruption, now: datetime = NOW, exercise: bool = False, **times: Times) -> Picture:
    return build(SYSTEM, (MET, LOG), record(disruptions, **times), now, exercise)


def report(component: str, state: State = State.SLOWED, *causes: str, since: datetime | None = None) -> Report:
    return Report(component=component, state=state, caused_by=causes, since=since)


def states(shown: Picture) -> dict[str, State | None]:
    return {c.id: c.state for c in shown.components}


def chains(shown: Picture) -> list[tuple[str, str]]:
    return [(c.sure.value, " ".join(step.component for step in c.steps)) for c in shown.chains]


GONE = Times(last_attempt=NOW, last_good=NOW - 5 * MINUTE, failure="met.example does not answer", failing_since=NOW)
OLD = Times(last_attempt=NOW - 31 * MINUTE, last_good=NOW - 31 * MINUTE)


class TestStates:
    def test_what_a_trusted_source_watches_and_nobody_reports_is_normal(self) -> None:
        crane = picture().component["crane"]
        assert (crane.state, crane.basis, crane.at) == (State.NORMAL, Basis.NOTHING_REPORTED, NOW)

    def test_what_nobody_watches_has_no_state(self) -> None:
        assert picture().component["tide"].state is None

    def test_a_component_whose_sources_are_all_silent_is_unknown_since_their_last_answer(self) -> None:
        shown = picture(met=GONE)
        assert shown.component["wind"].state is State.UNKNOWN
        assert shown.component["wind"].since == GONE.last_good
        assert shown.component["crane"].state is State.NORMAL, "its other source still answers"

    def test_a_stale_source_makes_its_parts_unknown_as_a_failed_one_does(self) -> None:
        shown = picture(met=OLD)
        assert shown.source["met"].freshness is Freshness.STALE
        assert shown.component["wind"].state is State.UNKNOWN

    def test_a_source_never_fetched_makes_nothing_normal(self) -> None:
        shown = build(SYSTEM, (MET, LOG), Record(), NOW)
        assert {s.freshness for s in shown.sources} == {Freshness.NEVER_FETCHED}
        assert shown.state is State.UNKNOWN
        assert State.NORMAL not in states(shown).values()

    def test_the_last_report_of_a_silent_source_no_longer_counts_but_its_disruption_is_still_shown(self) -> None:
        shown = picture(said("met", "gale", report("wind", State.STOPPED)), met=GONE)
        assert shown.component["wind"].state is State.UNKNOWN
        assert shown.component["wind"].disruptions == ("met.gale",)
        assert not shown.disruption["met.gale"].trusted

    def test_the_worst_report_counts_and_every_reporter_is_named(self) -> None:
        shown = picture(said("met", "a", report("crane")), said("log", "b", report("crane", State.STOPPED)))
        assert shown.component["crane"].state is State.STOPPED
        assert shown.component["crane"].disruptions == ("log.b", "met.a")

    def test_watch_is_inferred_one_link_from_a_disturbed_part_and_says_along_which(self) -> None:
        shown = picture(said("met", "gale", report("wind")))
        crane = shown.component["crane"]
        assert (crane.state, crane.basis) == (State.WATCH, Basis.INFERRED)
        assert crane.via is not None
        assert crane.via.because == "Wind stops the crane."
        assert shown.component["truck"].state is State.NORMAL, "two links away"

    def test_what_is_reported_normal_is_not_made_watch(self) -> None:
        shown = picture(said("log", "a", report("wind"), report("crane", State.NORMAL)))
        assert shown.component["crane"].state is State.NORMAL

    def test_a_planned_or_ended_disruption_changes_no_state_today(self) -> None:
        tomorrow = Period(start=NOW + 600 * MINUTE)
        shown = picture(
            said("log", "plan", report("crane"), status=Status.PLANNED, periods=(tomorrow,)),
            said("log", "done", report("crane"), status=Status.RESOLVED),
            said("met", "back", report("wind"), status=Status.WITHDRAWN),
        )
        assert set(states(shown).values()) == {State.NORMAL, None}
        assert {d.id: d.standing for d in shown.disruptions} == {
            "log.plan": Standing.UPCOMING,
            "log.done": Standing.ENDED,
            "met.back": Standing.ENDED,
        }

    def test_a_warning_whose_time_is_over_has_ended_though_its_publisher_never_said_so(self) -> None:
        over = Period(start=NOW - 60 * MINUTE, end=NOW)
        shown = picture(said("met", "gale", report("wind"), periods=(over,)))
        assert shown.disruption["met.gale"].standing is Standing.ENDED
        assert shown.disruption["met.gale"].disruption.status is Status.ACTIVE, "what was said is kept apart"


class TestFeedsOfNotes:
    def test_the_newest_note_on_a_part_replaces_the_older_ones(self) -> None:
        worse = said("met", "limits", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        better = said("met", "all-clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        shown = build(SYSTEM, (NOTES, LOG), record([worse, better]), NOW)
        assert shown.component["crane"].state is State.NORMAL

    def test_in_a_feed_of_what_holds_now_the_worst_message_counts(self) -> None:
        snapshot = NOTES.model_copy(update={"absence": Absence.ENDED})
        worse = said("met", "limits", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        better = said("met", "all-clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        assert build(SYSTEM, (snapshot, LOG), record([worse, better]), NOW).component["crane"].state is State.STOPPED

    def test_an_all_clear_lifts_the_sign_and_ends_what_it_answers(self) -> None:
        stop = said("met", "stop", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        clear = said("met", "clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        shown = build(SYSTEM, (NOTES, LOG), record([stop, clear]), NOW)
        assert (shown.state, shown.lead) == (State.NORMAL, "")
        over = shown.disruption["met.stop"]
        assert (over.standing, over.ended_by, over.ended_at) == (
            Standing.ENDED,
            Ending.REPLACED,
            NOW - 5 * MINUTE,
        )
        assert shown.source["met"].current == ("met.clear",)

    def test_a_note_of_which_one_part_is_spoken_of_again_keeps_the_others(self) -> None:
        both = said("met", "both", report("crane", State.STOPPED), report("truck"), updated_at=NOW - 60 * MINUTE)
        clear = said("met", "clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        shown = build(SYSTEM, (NOTES, LOG), record([both, clear]), NOW)
        left = shown.disruption["met.both"]
        assert (left.standing, left.state) == (Standing.CURRENT, State.SLOWED)
        assert [r.component for r in left.reports] == ["truck"]
        assert shown.state is State.SLOWED

    def test_an_all_clear_that_its_publisher_marks_as_resolved_lifts_what_it_answers_too(self) -> None:
        stop = said("met", "stop", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        clear = said("met", "clear", report("crane", State.NORMAL), status=Status.RESOLVED, updated_at=NOW - 5 * MINUTE)
        assert build(SYSTEM, (NOTES, LOG), record([stop, clear]), NOW).state is State.NORMAL

    def test_another_matter_that_ended_lifts_nothing(self) -> None:
        stop = said("met", "stop", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        other = said("met", "other", report("crane"), status=Status.RESOLVED, updated_at=NOW - 5 * MINUTE)
        assert build(SYSTEM, (NOTES, LOG), record([stop, other]), NOW).state is State.STOPPED

    def test_of_notes_of_the_same_moment_none_replaces_the_other_and_the_worst_counts(self) -> None:
        stop = said("met", "stop", report("crane", State.STOPPED), updated_at=NOW - 5 * MINUTE)
        clear = said("met", "clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        assert build(SYSTEM, (NOTES, LOG), record([stop, clear]), NOW).state is State.STOPPED

    def test_a_feed_replaces_only_its_own_notes(self) -> None:
        stop = said("log", "stop", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        clear = said("met", "clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        assert build(SYSTEM, (NOTES, LOG), record([stop, clear]), NOW).state is State.STOPPED

    def test_a_note_that_states_no_end_has_ended_when_it_is_older_than_notes_last(self) -> None:
        old = said("met", "limits", report("crane", State.STOPPED), updated_at=NOW - 360 * MINUTE)
        shown = build(SYSTEM, (NOTES, LOG), record([old]), NOW)
        over = shown.disruption["met.limits"]
        assert (over.standing, over.ended_by, over.ended_at) == (Standing.ENDED, Ending.LAPSED, NOW)
        before = build(SYSTEM, (NOTES, LOG), record([old]), NOW - MINUTE)
        assert before.disruption["met.limits"].standing is Standing.CURRENT


def accepted(at: datetime, disruption: Disruption, *later: tuple[datetime, Disruption]) -> Held:
    """A disruption as it was accepted at one moment, and its later versions."""
    versions = [Version(accepted_at=when, disruption=d) for when, d in ((at, disruption), *later)]
    return Held(id=disruption.id, versions=tuple(versions))


def picture_of(*held: Held, met: Source = NOTES, now: datetime = NOW, carried: tuple[str, ...] = ()) -> Picture:
    feeds = {"met": FeedRecord(feed="met", carried=carried)}
    return build(SYSTEM, (met, LOG), replace(record(), held={one.id: one for one in held}, feeds=feeds), now)


class TestBeginnings:
    def test_a_start_that_nobody_states_is_not_made_of_when_it_was_reported_or_seen(self) -> None:
        told = said("met", "a", report("crane"), issued_at=NOW - 40 * MINUTE)
        shown = picture_of(accepted(NOW - 30 * MINUTE, told))
        known = Start(since=None, issued_at=NOW - 40 * MINUTE, first_seen=NOW - 30 * MINUTE)
        assert shown.disruption["met.a"].start == shown.component["crane"].start == shown.start == known

    def test_what_has_no_time_at_all_is_only_known_since_we_saw_it(self) -> None:
        shown = picture_of(accepted(NOW - 30 * MINUTE, said("met", "a", report("crane"))))
        assert shown.start == Start(first_seen=NOW - 30 * MINUTE)

    def test_a_period_that_is_open_to_the_past_has_no_start_although_another_has(self) -> None:
        periods = (Period(end=NOW + 9 * MINUTE), Period(start=NOW + 60 * MINUTE))
        rule_s = report("crane", since=NOW + 60 * MINUTE)
        shown = picture_of(accepted(NOW, said("met", "a", rule_s, periods=periods)))
        assert shown.disruption["met.a"].since is None
        assert shown.component["crane"].since is None

    def test_a_stated_start_that_lies_ahead_is_told_apart_from_a_beginning(self) -> None:
        tomorrow = NOW + 600 * MINUTE
        plan = said("met", "a", report("crane"), periods=(Period(start=tomorrow),))
        coming = picture_of(accepted(NOW, plan)).disruption["met.a"]
        assert (coming.standing, coming.since, coming.starts_at) == (Standing.UPCOMING, None, tomorrow)

    def test_what_its_publisher_closed_without_a_word_ended_when_we_saw_that(self) -> None:
        told = said("met", "a", report("crane"), issued_at=NOW - 90 * MINUTE)
        closed = told.model_copy(update={"status": Status.RESOLVED})
        over = picture_of(accepted(NOW - 80 * MINUTE, told, (NOW - 9 * MINUTE, closed))).disruption["met.a"]
        assert (over.ended_at, over.ended_by) == (NOW - 9 * MINUTE, Ending.NOTICED)

    def test_a_stated_end_that_has_passed_counts_though_we_missed_it_later(self) -> None:
        told = said("met", "a", report("crane"), periods=(Period(end=NOW - 20 * MINUTE),))
        gone = told.model_copy(update={"status": Status.RESOLVED, "status_basis": "inferred-from-absence"})
        held = accepted(NOW - 80 * MINUTE, told, (NOW - 9 * MINUTE, gone))
        over = picture_of(held.model_copy(update={"absent_since": NOW - 9 * MINUTE})).disruption["met.a"]
        assert (over.ended_at, over.ended_by) == (NOW - 20 * MINUTE, Ending.STATED)

    def test_what_holds_at_hours_that_nobody_knows_is_to_be_watched_and_no_more(self) -> None:
        at_times = Period(start=NOW - 600 * MINUTE, recurrence=Recurrence(text="at night"))
        shown = picture(said("met", "a", report("crane", State.STOPPED), periods=(at_times,)))
        assert (shown.component["crane"].state, shown.state) == (State.WATCH, State.WATCH)


class TestWrongClocks:
    STOP = said("met", "stop", report("crane", State.STOPPED), issued_at=NOW + 300 * MINUTE)

    def test_what_is_dated_ahead_counts_from_when_we_first_read_it(self) -> None:
        shown = picture_of(accepted(NOW - 60 * MINUTE, self.STOP), carried=("met.stop",))
        now = shown.disruption["met.stop"]
        assert now.written_at == now.start.issued_at == shown.component["crane"].at == NOW - 60 * MINUTE
        assert shown.source["met"].ahead == 360 * MINUTE

    def test_also_when_it_was_changed_since_with_the_same_time(self) -> None:
        changed = self.STOP.model_copy(update={"headline": (Text(text="Still"),)})
        shown = picture_of(accepted(NOW - 60 * MINUTE, self.STOP, (NOW - 5 * MINUTE, changed)))
        assert shown.disruption["met.stop"].written_at == NOW - 60 * MINUTE

    def test_an_all_clear_that_was_read_later_counts_however_the_clock_goes(self) -> None:
        for dated in (NOW + 330 * MINUTE, NOW - 62 * MINUTE):
            clear = said("met", "clear", report("crane", State.NORMAL), issued_at=dated)
            shown = picture_of(accepted(NOW - 60 * MINUTE, self.STOP), accepted(NOW - 30 * MINUTE, clear))
            assert shown.state is State.NORMAL

    def test_of_messages_read_together_the_later_one_counts(self) -> None:
        clear = said("met", "clear", report("crane", State.NORMAL), issued_at=NOW + 330 * MINUTE)
        assert picture_of(accepted(NOW, self.STOP), accepted(NOW, clear)).state is State.NORMAL

    def test_a_message_lapses_by_the_time_at_which_it_can_have_been_said(self) -> None:
        held = accepted(NOW - 360 * MINUTE, self.STOP)
        over = picture_of(held).disruption["met.stop"]
        assert (over.ended_by, over.ended_at) == (Ending.LAPSED, NOW)

    def test_a_clock_that_is_a_minute_ahead_is_right_enough(self) -> None:
        soon = said("met", "stop", report("crane"), issued_at=NOW + MINUTE)
        shown = picture_of(accepted(NOW, soon), carried=("met.stop",))
        assert (shown.disruption["met.stop"].written_at, shown.source["met"].ahead) == (NOW + MINUTE, None)

    def test_a_clock_that_was_set_right_is_no_longer_named(self) -> None:
        right = self.STOP.model_copy(update={"issued_at": NOW - 9 * MINUTE})
        held = accepted(NOW - 60 * MINUTE, self.STOP, (NOW - 8 * MINUTE, right))
        assert picture_of(held, carried=("met.stop",)).source["met"].ahead is None


moments = st.none() | st.integers(-500, 500).map(lambda minutes: NOW + minutes * MINUTE)
versions = st.builds(
    lambda issued, updated, state, over, ago: Version(
        accepted_at=NOW - ago * MINUTE,
        disruption=said(
            "met",
            "a",
            report("crane", state),
            issued_at=issued,
            updated_at=updated,
            status=Status.RESOLVED if over else Status.ACTIVE,
        ),
    ),
    moments,
    moments,
    st.sampled_from([State.STOPPED, State.NORMAL]),
    st.booleans(),
    st.integers(0, 400),
)


@given(st.lists(versions, min_size=1, max_size=7), st.sampled_from([NOTES, MET]))
def test_a_life_in_short_gives_the_picture_of_the_whole_and_nothing_is_said_after_it_was_read(
    found: list[Version], met: Source
) -> None:
    ordered = tuple(sorted(found, key=lambda version: version.accepted_at))
    held = Held(id="met.a", versions=ordered)
    shown = picture_of(held, met=met, carried=("met.a",))
    assert picture_of(held.in_short(), met=met, carried=("met.a",)) == shown
    now = shown.disruption["met.a"]
    for at in (now.written_at, now.start.issued_at, now.since, *(r.said_at for r in now.reports)):
        assert at is None or at <= now.changed_at + AHEAD


class TestReality:
    def test_tests_drafts_and_drills_are_never_shown_on_a_real_site(self) -> None:
        hidden = [said("met", r.value, report("wind"), reality=r) for r in Reality if r is not Reality.ACTUAL]
        shown = picture(*hidden)
        assert shown.disruptions == ()
        assert shown.component["wind"].state is State.NORMAL
        assert shown.source["met"].not_shown == 3

    def test_an_exercise_site_shows_exercises_but_still_no_tests_or_drafts(self) -> None:
        hidden = [said("met", r.value, report("wind"), reality=r) for r in Reality]
        assert {d.disruption.reality for d in picture(*hidden, exercise=True).disruptions} == {
            Reality.ACTUAL,
            Reality.EXERCISE,
        }


class TestChains:
    def test_a_stated_cause_is_known_and_the_longer_known_way_is_the_explanation(self) -> None:
        shown = picture(
            said("log", "a", report("wind"), report("crane", State.SLOWED, "wind"), report("ferry", State.SLOWED, "crane", "wind"))
        )  # fmt: skip
        assert chains(shown)[0] == ("known", "wind crane ferry")

    def test_a_declared_link_between_two_reported_parts_is_likely(self) -> None:
        shown = picture(said("log", "a", report("wind"), report("crane"), report("ferry")))
        assert chains(shown) == [("likely", "wind ferry")]

    def test_everything_else_only_may_follow(self) -> None:
        assert chains(picture(said("met", "gale", report("wind")))) == [("may_follow", "wind ferry")]

    def test_a_part_reported_normal_stops_the_chain(self) -> None:
        shown = picture(said("log", "a", report("crane"), report("ferry", State.NORMAL)))
        assert chains(shown) == []

    def test_in_a_loop_the_part_disturbed_first_is_the_root(self) -> None:
        early, late = NOW - 60 * MINUTE, NOW - 10 * MINUTE
        shown = picture(said("log", "a", report("crane", since=late), report("truck", since=early)))
        assert [c.root for c in shown.chains] == ["truck"]

    def test_nothing_disturbed_draws_no_cause(self) -> None:
        assert picture().chains == ()
        assert all(link.sure is None and not link.hot for link in picture().links)


class TestConstraints:
    def test_shortfall_is_demand_minus_capacity_and_builds_the_backlog_each_hour(self) -> None:
        limit = Constraint(
            component="crane",
            unit="boxes",
            normal=36,
            now=24,
            demand=36,
            at=NOW - 30 * MINUTE,
            backlog=Backlog(since=NOW - 130 * MINUTE, now=20),
        )
        (now,) = picture(said("log", "a", report("crane"), constraints=(limit,))).constraints
        assert (now.shortfall, now.backlog_per_hour, now.backlog_now) == (12, 12, 26)

    def test_capacity_above_demand_works_the_backlog_off_and_no_further_than_zero(self) -> None:
        limit = Constraint(
            component="crane",
            unit="boxes",
            normal=36,
            now=40,
            demand=36,
            at=NOW - 120 * MINUTE,
            backlog=Backlog(since=NOW - 300 * MINUTE, now=5),
        )
        (now,) = picture(said("log", "a", constraints=(limit,))).constraints
        assert (now.shortfall, now.backlog_per_hour, now.backlog_now) == (0, -4, 0)


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
        trusted = declared(**MET.model_dump() | {"may": {"set": COMPONENTS, "lead": True}})
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
        assert lead.trusted
        assert not lead.gathered_by
        assert shown.state is State.NORMAL or shown.state in {r.state for r in lead.reports}
    for now in shown.in_standing(Standing.CURRENT):
        for said_of in now.reports if now.trusted else ():
            assert order.index(shown.state) <= order.index(said_of.state), "nothing that counts is worse than the sign"


@given(st.lists(reports, max_size=6), st.sampled_from(["met", "log"]), times, times)
def test_whatever_is_reported_the_laws_hold(rows: list[Report], feed: str, met: Times, log: Times) -> None:
    shown = picture(said(feed, "x", *rows), met=met, log=log)
    assert shown == picture(said(feed, "x", *rows), met=met, log=log), "the same picture from the same facts"
    declared = {(link.source, link.target) for link in SYSTEM.links}
    for chain in shown.chains:
        pairs = [(step.link.source, step.link.target) for step in chain.steps if step.link]
        assert set(pairs) <= declared, "never a cause without a declared link"
        assert len({step.component for step in chain.steps}) == len(chain.steps), "no part twice"
    for c in shown.components:
        silent = [feed for feed in c.component.watched_by if not shown.source[feed].trusted]
        if c.component.watched_by and len(silent) == len(c.component.watched_by):
            assert c.state is not State.NORMAL or c.basis is Basis.REPORTED, "never normal from missing data"
    assert all(link.sure is not Sure.KNOWN or link.link.target in {r.component for r in rows} for link in shown.links)
