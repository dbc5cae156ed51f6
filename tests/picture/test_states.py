"""What every state rests on, and what is never called normal."""

from explainer.model.disruption import Period
from explainer.model.history import Record, Times
from explainer.model.vocabulary import State, Status
from explainer.picture import build
from explainer.picture.model import Basis, Standing
from explainer.picture.sources import Freshness
from tests.conftest import NOW
from tests.support.pier import GONE, LOG, MET, MINUTE, OLD, SYSTEM, picture, report, said, states


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
        assert shown.component["crane"].state is State.UNKNOWN, "a folder of bulletins that is read vouches for nothing"

    def test_a_stale_source_makes_its_parts_unknown_as_a_failed_one_does(self) -> None:
        shown = picture(met=OLD)
        assert shown.source["met"].freshness is Freshness.STALE
        assert shown.component["wind"].state is State.UNKNOWN

    def test_bulletins_are_never_stale_however_long_ago_their_folder_was_read(self) -> None:
        long_ago = Times(last_attempt=NOW - 9000 * MINUTE, last_good=NOW - 9000 * MINUTE)
        log = picture(log=long_ago).source["log"]
        assert (log.freshness, log.good_until) == (Freshness.FRESH, None)
        gone = Times(last_attempt=NOW, last_good=NOW, failure="bulletins is not there", failing_since=NOW)
        assert picture(log=gone).source["log"].freshness is Freshness.UNREACHABLE

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
