"""Since when, until when and by whose clock: no beginning, length or end is invented."""

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Period, Text
from explainer.model.history import Held, Version
from explainer.model.learned import AHEAD
from explainer.model.recurrence import Recurrence
from explainer.model.sources import Source
from explainer.model.vocabulary import Ending, Reality, State, Status
from explainer.picture.model import Standing, Start
from tests.conftest import NOW
from tests.support.pier import MET, MINUTE, NOTES, accepted, picture, picture_of, report, said


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
        closed = told.replace(status=Status.RESOLVED)
        over = picture_of(accepted(NOW - 80 * MINUTE, told, (NOW - 9 * MINUTE, closed))).disruption["met.a"]
        assert (over.ended_at, over.ended_by) == (NOW - 9 * MINUTE, Ending.NOTICED)

    def test_a_stated_end_that_has_passed_counts_though_we_missed_it_later(self) -> None:
        told = said("met", "a", report("crane"), periods=(Period(end=NOW - 20 * MINUTE),))
        gone = told.replace(status=Status.RESOLVED, status_basis="inferred-from-absence")
        held = accepted(NOW - 80 * MINUTE, told, (NOW - 9 * MINUTE, gone))
        over = picture_of(held.replace(absent_since=NOW - 9 * MINUTE)).disruption["met.a"]
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
        changed = self.STOP.replace(headline=(Text(text="Still"),))
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
        right = self.STOP.replace(issued_at=NOW - 9 * MINUTE)
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
def test_nothing_is_said_after_it_was_read(found: list[Version], met: Source) -> None:
    ordered = tuple(sorted(found, key=lambda version: version.accepted_at))
    held = Held(id="met.a", versions=ordered)
    shown = picture_of(held, met=met, carried=("met.a",))
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

    def test_an_exercise_site_shows_what_is_meant_and_exercises_but_no_tests_or_drafts(self) -> None:
        said_so = [said("met", r.value, report("wind"), reality=r) for r in Reality]
        shown = picture(*said_so, exercise=True).disruptions
        assert {d.disruption.origin.native_id for d in shown} == {Reality.ACTUAL.value, Reality.EXERCISE.value}

    def test_nothing_in_an_exercise_is_meant_whatever_its_publisher_says(self) -> None:
        shown = picture(said("met", "a", report("wind"), reality=Reality.ACTUAL), exercise=True).disruptions
        assert [d.disruption.reality for d in shown] == [Reality.EXERCISE]
