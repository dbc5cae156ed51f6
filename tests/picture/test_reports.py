"""Which message counts: in a feed of notes the newest, in a feed of what holds now the worst."""

from explainer.model.vocabulary import Absence, Ending, State, Status
from explainer.picture import build
from explainer.picture.model import Standing
from tests.conftest import NOW
from tests.support.pier import LOG, MINUTE, NOTES, SYSTEM, record, report, said


class TestFeedsOfNotes:
    def test_the_newest_note_on_a_part_replaces_the_older_ones(self) -> None:
        worse = said("met", "limits", report("crane", State.STOPPED), updated_at=NOW - 60 * MINUTE)
        better = said("met", "all-clear", report("crane", State.NORMAL), updated_at=NOW - 5 * MINUTE)
        shown = build(SYSTEM, (NOTES, LOG), record([worse, better]), NOW)
        assert shown.component["crane"].state is State.NORMAL

    def test_in_a_feed_of_what_holds_now_the_worst_message_counts(self) -> None:
        snapshot = NOTES.replace(absence=Absence.ENDED)
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
