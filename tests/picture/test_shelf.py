"""How long a page counts: every kind has a moment after which it is old, and none is older than it says."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.picture.shelf import AT_MOST, COUNTS_FOR, coarse, shelf_of
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture

LEAD = make_picture(make_bulletin())


def test_a_page_counts_from_the_last_good_answer_until_its_next_word() -> None:
    assert shelf_of(LEAD, LEAD.disruption["log.gale"]) == (NOW, at(36))


def test_a_page_made_after_a_missed_promise_goes_on_growing_old() -> None:
    late = make_picture(make_bulletin(next_update=at(-25)))
    assert shelf_of(late, late.disruption["log.gale"]) == (NOW, NOW + COUNTS_FOR)


def test_a_page_made_while_no_source_answers_has_a_limit_too() -> None:
    blind = replace(LEAD, sources=(), lead="", next_word=None)
    assert shelf_of(blind, None) == (NOW, NOW + COUNTS_FOR)


def test_a_promise_far_ahead_does_not_keep_a_page_young_for_more_than_a_day() -> None:
    far = make_picture(make_bulletin(next_update=at(60 * 72)))
    assert shelf_of(far, far.disruption["log.gale"]).old_after == NOW + AT_MOST


def test_a_page_about_a_feeds_disruption_counts_until_its_source_is_asked_again() -> None:
    both = make_picture(make_bulletin(), make_disruption("road", "slow"))
    assert shelf_of(both, both.disruption["road.slow"]).old_after == at(30)


@given(st.timedeltas(timedelta(0), timedelta(minutes=59, seconds=59)))
def test_the_bar_is_never_newer_than_the_page_and_has_not_run_out_while_it_is_renewed(passed: timedelta) -> None:
    hour = NOW.replace(minute=0)
    quiet = replace(make_picture(), checked_at=hour + passed)
    bar = coarse(shelf_of(quiet, None), quiet)
    assert bar.made <= quiet.checked_at if quiet.checked_at else True
    assert bar == coarse(shelf_of(replace(quiet, checked_at=hour), None), quiet), "the same all through an hour"
    assert bar.old_after - timedelta(hours=1) >= hour + passed
