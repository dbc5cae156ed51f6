"""What may be put away, and when: it is over, nobody carries it any more, and nothing that is told needs it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from explainer.model.history import FeedRecord, Record
from explainer.model.vocabulary import Ending, Status
from explainer.picture import build
from explainer.picture.model import Picture
from explainer.picture.settling import GRACE, MOST_AT_ONCE, TOGETHER, due, may_be_any
from tests.conftest import NOW
from tests.factory import PARIS, SOURCES, make_bulletin, make_disruption, make_record, make_system

DAYS = 24 * 60
LATE = GRACE + TOGETHER + timedelta(hours=1)
OF = {source.id: source for source in SOURCES}


def pictured(record: Record) -> Picture:
    return build(make_system(), SOURCES, record, NOW)


def over(amount: int, days: float, name: str = "old", **fields: object) -> Record:
    """So many that ended that many days ago, one minute after the other."""
    record = make_record(
        [
            make_disruption(
                "road",
                f"{name}-{n}",
                **{"status": Status.RESOLVED, "updated_at": NOW - timedelta(days=days, minutes=n), **fields},
            )
            for n in range(amount)
        ]
    )
    then = NOW - timedelta(days=days)
    held = {key: one.replace(versions=(one.versions[0].replace(accepted_at=then),)) for key, one in record.held.items()}
    return replace(record, held=held, feeds={})


def joined(*records: Record) -> Record:
    held = {key: one for record in records for key, one in record.held.items()}
    return replace(records[0], held=held, feeds={key: one for record in records for key, one in record.feeds.items()})


def settled(record: Record) -> set[str]:
    return set(due(record, pictured, OF, PARIS, NOW))


def test_what_is_over_for_days_is_due_but_for_the_newest_with_how_it_was_over() -> None:
    record = over(130, 20)
    found = due(record, pictured, OF, PARIS, NOW)
    assert set(found) == {f"road.old-{n}" for n in range(50, 130)}
    [one] = {name: over for name, over in found.items() if name == "road.old-99"}.values()
    assert one.ended_by in (Ending.STATED, Ending.NOTICED)
    assert (one.month, one.judged_at) == (f"{one.ended_at:%Y-%m}" if one.ended_at else "", NOW)


def test_what_a_feed_still_carries_or_sets_aside_is_not_due() -> None:
    record = over(130, 20)
    carried = replace(record, feeds={"road": FeedRecord(feed="road", carried=("road.old-77", "road.old-120"))})
    assert settled(record) - settled(carried) == {"road.old-77", "road.old-120"}


def test_all_waits_until_the_first_was_over_for_long_and_then_all_past_the_grace_goes_together() -> None:
    young = over(60, GRACE / timedelta(days=1) + 0.2, "young")
    assert settled(joined(over(60, 1, "new"), young)) == set()
    first = over(1, LATE / timedelta(days=1), "first")
    assert settled(joined(over(60, 1, "new"), young, first)) == {*young.held, *first.held}


def test_what_is_open_and_our_own_word_stay() -> None:
    still_open = over(5, 30, "open", status=Status.ACTIVE)
    ours = make_record([make_bulletin("late", status=Status.RESOLVED)])
    old = {
        key: one.replace(versions=(one.versions[0].replace(accepted_at=NOW - timedelta(days=40)),))
        for key, one in ours.held.items()
    }
    found = settled(joined(over(130, 20), still_open, replace(ours, held=old)))
    assert found
    assert all(name.startswith("road.old-") for name in found)


def test_a_test_that_nobody_is_shown_goes_too() -> None:
    tests = over(3, 20, "test", reality="test")
    assert set(tests.held) <= settled(joined(over(60, 1, "new"), tests))


def test_the_month_is_that_of_the_site_and_not_of_greenwich() -> None:
    end = NOW.replace(month=8, day=31, hour=23, minute=30)
    late = make_record([make_disruption("road", "night", status=Status.RESOLVED, updated_at=end)])
    held = {key: one.replace(versions=(one.versions[0].replace(accepted_at=end),)) for key, one in late.held.items()}
    found = due(joined(over(60, 1, "new"), replace(late, held=held, feeds={})), pictured, OF, PARIS, NOW)
    assert found["road.night"].month == f"{end.astimezone(PARIS):%Y-%m}"


def test_what_would_change_anything_that_is_told_of_the_rest_stays() -> None:
    record = over(130, 20)

    def leaning(kept: Record) -> Picture:
        picture = pictured(kept)
        return replace(picture, lead="road.old-99" if "road.old-99" in kept.held else "")

    assert due(record, leaning, OF, PARIS, NOW) == {}


def test_no_more_than_some_at_once_the_oldest_first() -> None:
    record = joined(over(MOST_AT_ONCE, 30, "older"), over(70, 20))
    assert settled(record) == {f"road.older-{n}" for n in range(MOST_AT_ONCE)}


def test_it_is_not_worth_asking_while_no_more_is_old_than_stays_anyway() -> None:
    assert not may_be_any(over(70, 30), OF, NOW)
    assert not may_be_any(over(200, 1), OF, NOW)
    assert may_be_any(over(71, 30), OF, NOW)
    assert not may_be_any(over(71, 30), {"met"}, NOW)
