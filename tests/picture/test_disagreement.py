"""Where sources do not agree on a part, each side is there with its time; who never spoke of it disagrees with nobody."""

from __future__ import annotations

from typing import Any

from explainer.model.disruption import Disruption, Period, Report, Update
from explainer.model.history import Times
from explainer.model.vocabulary import State, Status
from explainer.picture.model import Voice
from tests.conftest import NOW
from tests.support.pier import GONE, MINUTE, picture, report, said

ANSWERED = Times(last_attempt=NOW, last_good=NOW)
BEGAN = NOW - 120 * MINUTE


def ours(*reports: Report, **more: Any) -> Disruption:
    word = Update(at=NOW - 30 * MINUTE, says="Slow.", next_update=NOW + 30 * MINUTE)
    promise = {"next_update": NOW + 30 * MINUTE}
    return said("log", "late", *reports, updates=(word,), account=promise, periods=({"start": BEGAN},), **more)


def warning(ended: int, **more: Any) -> Disruption:
    """A gale warning of the weather office that ended so many minutes ago."""
    span = Period(start=BEGAN - 60 * MINUTE, end=NOW - ended * MINUTE)
    return said("met", "gale", report("crane"), periods=(span,), issued_at=BEGAN - 60 * MINUTE, **more)


def voices(*found: Disruption, met: Times = ANSWERED) -> tuple[Voice, ...]:
    return picture(*found, met=met).component["crane"].conflict


def test_a_warning_that_ended_stands_against_our_word_that_rests_on_it() -> None:
    for ended in (10, 60):  # after our last word, and before it: then our report was stale when it was said
        mine, theirs = voices(ours(report("crane")), warning(ended))
        assert (mine.by, mine.state, mine.at) == ("Harbour log", State.SLOWED, NOW - 30 * MINUTE)
        assert theirs == Voice("Weather office", None, NOW - ended * MINUTE, "", "met.gale")


def test_what_was_over_before_our_trouble_began_has_nothing_to_do_with_it() -> None:
    assert voices(ours(report("crane")), warning(130)) == ()


def test_an_official_source_that_never_spoke_of_the_part_disagrees_with_nobody() -> None:
    assert voices(ours(report("crane"))) == ()
    assert voices(ours(report("crane")), said("met", "gale", report("wind"), status=Status.RESOLVED)) == ()


def test_a_source_that_is_silent_has_not_said_that_anything_ended() -> None:
    assert voices(ours(report("crane")), warning(10), met=GONE) == ()


def test_a_source_that_still_warns_does_not_disagree_with_its_own_older_warning() -> None:
    still = said("met", "red", report("crane"), issued_at=NOW - 20 * MINUTE)
    assert voices(ours(report("crane")), warning(10), still) == ()


def test_normal_against_stopped_has_both_sides_with_their_times_and_the_more_cautious_counts() -> None:
    fine = said("met", "fine", report("crane", State.NORMAL), issued_at=NOW - 5 * MINUTE)
    shown = picture(ours(report("crane", State.STOPPED)), fine)
    crane = shown.component["crane"]
    assert crane.state is State.STOPPED
    assert [(voice.by, voice.state, voice.at) for voice in crane.conflict] == [
        ("Harbour log", State.STOPPED, NOW - 30 * MINUTE),
        ("Weather office", State.NORMAL, NOW - 5 * MINUTE),
    ]


def test_the_disagreement_ends_with_our_word() -> None:
    crane = picture(ours(report("crane")), warning(10), now=NOW + 120 * MINUTE).component["crane"]
    assert crane.conflict == ()
