"""What holds at some hours of some days is in force at those hours, and at no others."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explainer.model.disruption import Disruption, Origin, Period, Text
from explainer.model.recurrence import FARTHEST, Recurrence
from explainer.model.vocabulary import Phase, Status
from tests.conftest import NOW

PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "America/Vancouver", "UTC")
CLOCKS = ("", "00:00", "01:30", "02:30", "03:00", "05:00", "12:00", "20:00", "22:15", "23:59")

NIGHTS = Period(
    start=datetime(2026, 11, 16, tzinfo=PARIS),
    end=datetime(2026, 12, 4, tzinfo=PARIS),
    recurrence=Recurrence(zone="Europe/Paris", start="20:00", end="05:00", days=(1, 2, 3, 4, 5, 7)),
)


def paris(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=PARIS)


def disruption(*periods: Period) -> Disruption:
    origin = Origin(feed="f", publisher="F", format="datex2", native_id="1")
    return Disruption(id="f.1", origin=origin, headline=(Text(text="Works"),), status=Status.ACTIVE, periods=periods)


# One by one


def test_works_at_night_hold_at_night_and_not_at_noon() -> None:
    assert NIGHTS.in_force(paris("2026-11-18 23:00"))
    assert NIGHTS.in_force(paris("2026-11-19 04:59"))
    assert not NIGHTS.in_force(paris("2026-11-19 05:00"))
    assert not NIGHTS.in_force(paris("2026-11-19 12:00"))


def test_the_day_is_the_one_on_which_its_hours_begin() -> None:
    assert NIGHTS.in_force(paris("2026-11-21 04:00"))  # Saturday, the night of Friday
    assert not NIGHTS.in_force(paris("2026-11-21 21:00"))
    assert not NIGHTS.in_force(paris("2026-11-22 04:00"))


def test_a_period_says_when_it_comes_into_force_next_and_since_when_it_is() -> None:
    assert NIGHTS.next_start(paris("2026-11-19 12:00")) == paris("2026-11-19 20:00")
    assert NIGHTS.next_start(paris("2026-11-20 22:00")) == paris("2026-11-22 20:00")
    assert NIGHTS.began(paris("2026-11-19 02:00")) == paris("2026-11-18 20:00")
    assert NIGHTS.began(paris("2026-11-19 12:00")) is None


def test_hours_are_cut_off_at_the_ends_of_the_span() -> None:
    assert NIGHTS.in_force(paris("2026-12-03 23:59"))
    assert not NIGHTS.in_force(paris("2026-12-04 00:00"))
    assert NIGHTS.over(paris("2026-12-04 00:00"))
    assert not NIGHTS.over(paris("2026-12-03 12:00"))


def test_a_disruption_between_two_nights_is_to_come_and_afterwards_it_is_past() -> None:
    made = disruption(NIGHTS)
    assert made.phase(paris("2026-11-01 12:00")) is Phase.FUTURE
    assert made.phase(paris("2026-11-19 02:00")) is Phase.CURRENT
    assert made.phase(paris("2026-11-19 12:00")) is Phase.FUTURE
    assert made.phase(paris("2026-12-04 00:00")) is Phase.PAST
    assert made.began(paris("2026-11-19 02:00")) == paris("2026-11-18 20:00")


def test_whole_days_that_touch_are_one_stretch() -> None:
    week = NIGHTS.replace(recurrence=Recurrence(zone="Europe/Paris", days=(1, 2, 3, 4, 5)))
    assert week.began(paris("2026-11-25 12:00")) == paris("2026-11-23 00:00")
    assert week.next_start(paris("2026-11-25 12:00")) == paris("2026-11-30 00:00")


def test_single_days_are_the_only_ones_and_exceptions_are_none() -> None:
    rule = Recurrence(zone="Europe/Paris", start="22:00", end="04:00", only=(date(2026, 12, 1), date(2026, 12, 3)))
    some = NIGHTS.replace(recurrence=rule)
    assert some.next_start(paris("2026-11-20 12:00")) == paris("2026-12-01 22:00")
    without = NIGHTS.replace(recurrence=Recurrence(zone="Europe/Paris", but_not=(date(2026, 11, 20),)))
    assert not without.in_force(paris("2026-11-20 12:00"))
    assert without.next_start(paris("2026-11-20 12:00")) == paris("2026-11-21 00:00")


def test_it_ends_with_its_last_hours_and_not_with_its_span() -> None:
    saturdays = NIGHTS.replace(recurrence=Recurrence(zone="Europe/Paris", days=(6,)))
    assert saturdays.ends == paris("2026-11-29 00:00")
    assert disruption(saturdays).ended_at == paris("2026-11-29 00:00")
    assert disruption(saturdays).phase(paris("2026-11-29 00:00")) is Phase.PAST
    assert NIGHTS.ends == paris("2026-12-04 00:00")  # the last night is cut off
    only = Recurrence(zone="Europe/Paris", start="22:00", end="04:00", only=(date(2026, 12, 1), date(2026, 12, 24)))
    assert NIGHTS.replace(recurrence=only).ends == paris("2026-12-02 04:00")
    assert Period(recurrence=only).ends == paris("2026-12-25 04:00")
    assert Period(recurrence=Recurrence(start="20:00", end="05:00")).ends is None


def test_what_certainly_holds_outweighs_what_holds_at_hours_that_nobody_knows() -> None:
    vague = NIGHTS.replace(recurrence=Recurrence())
    made = disruption(vague, NIGHTS)
    assert made.holds_vaguely(paris("2026-11-19 12:00"))
    assert not made.holds_vaguely(paris("2026-11-19 22:00"))
    assert made.began(paris("2026-11-19 22:00")) == paris("2026-11-19 20:00")


def test_a_vague_recurrence_holds_for_the_whole_span_and_says_that_it_is_vague() -> None:
    vague = NIGHTS.replace(recurrence=Recurrence(text="on some nights"))
    assert vague.in_force(paris("2026-11-19 12:00"))
    assert disruption(vague).holds_vaguely(NOW)
    assert not disruption(NIGHTS).holds_vaguely(NOW)


def test_a_moment_is_to_come_and_then_past_and_never_current() -> None:
    made = disruption(Period(start=paris("2026-11-19 12:00"), end=paris("2026-11-19 12:00")))
    phases = [made.phase(paris(f"2026-11-19 {clock}")) for clock in ("11:59", "12:00", "12:01")]
    assert phases == [Phase.FUTURE, Phase.PAST, Phase.PAST]


@pytest.mark.parametrize(
    ("day", "clocks", "moment", "expected"),
    [
        # Paris, 28 March 2027: 02:00 to 03:00 does not exist.
        (date(2027, 3, 28), ("02:30", "05:00"), "2027-03-28T01:15:00Z", False),
        (date(2027, 3, 28), ("02:30", "05:00"), "2027-03-28T01:30:00Z", True),
        (date(2027, 3, 27), ("22:00", "02:30"), "2027-03-28T01:29:00Z", True),
        (date(2027, 3, 27), ("22:00", "02:30"), "2027-03-28T01:30:00Z", False),
        # 25 October 2026: 02:00 to 03:00 comes twice; a start is the first, an end the second.
        (date(2026, 10, 25), ("02:30", "05:00"), "2026-10-25T00:30:00Z", True),
        (date(2026, 10, 24), ("22:00", "02:30"), "2026-10-25T01:29:00Z", True),
        (date(2026, 10, 24), ("22:00", "02:30"), "2026-10-25T01:30:00Z", False),
    ],
)
def test_where_the_clocks_jump_an_hour_means_one_moment(
    day: date, clocks: tuple[str, str], moment: str, expected: bool
) -> None:
    rule = Recurrence(zone="Europe/Paris", start=clocks[0], end=clocks[1], only=(day,))
    assert Period(recurrence=rule).in_force(datetime.fromisoformat(moment)) is expected


def test_a_span_of_one_zone_is_compared_as_moments_and_not_by_the_hands_of_a_clock() -> None:
    first = datetime(2026, 10, 25, 2, 50, tzinfo=PARIS)
    second = datetime(2026, 10, 25, 2, 10, tzinfo=PARIS, fold=1)
    assert Period(start=first, end=second).in_force(datetime(2026, 10, 25, 1, 0, tzinfo=UTC))


# For every rule

days_of_year = st.dates(date(2026, 10, 20), date(2026, 11, 5)) | st.dates(date(2027, 3, 5), date(2027, 4, 2))
moments = st.builds(
    lambda day, minutes: datetime.combine(day, time.min, UTC) + timedelta(minutes=minutes),
    days_of_year,
    st.integers(0, 1439),
)
rules = st.builds(
    Recurrence,
    zone=st.sampled_from(ZONES),
    start=st.sampled_from(CLOCKS),
    end=st.sampled_from(CLOCKS),
    days=st.sets(st.integers(1, 7), max_size=7).map(lambda found: tuple(sorted(found))),
    only=st.just(()) | st.sets(days_of_year, max_size=6).map(tuple),
    but_not=st.just(()) | st.sets(days_of_year, max_size=6).map(tuple),
)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    ends = sorted(draw(st.tuples(moments, moments)))
    kept = draw(st.tuples(st.booleans(), st.booleans()))
    start, end = (at if keep else None for at, keep in zip(ends, kept, strict=True))
    return Period(start=start, end=end, recurrence=draw(rules))


def holds(period: Period, now: datetime) -> bool:
    """By asking every day around, without a thought for speed."""
    rule = period.recurrence
    assert rule is not None
    if (period.start and now < period.start) or (period.end and period.end <= now):
        return False
    if rule.vague:
        return True
    zone = ZoneInfo(rule.zone)
    today = now.astimezone(zone).date()
    return any(
        begins <= now < ends
        for day in (today + timedelta(days=number) for number in range(-2, 3))
        if (not rule.days or day.isoweekday() in rule.days)
        and (not rule.only or day in rule.only)
        and day not in rule.but_not
        for begins, ends in [occurrence(rule, day, zone)]
    )


def occurrence(rule: Recurrence, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins, ends = (time.fromisoformat(clock or "00:00") for clock in (rule.start, rule.end))
    first, last = (
        [datetime.combine(which, clock, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
        for which, clock in ((day, begins), (day if begins < ends else day + timedelta(days=1), ends))
    )
    # In a skipped hour the first reading of the clock is the later moment.
    return first[0], max(last)


@given(periods(), moments)
def test_it_is_in_force_exactly_within_its_occurrences(period: Period, now: datetime) -> None:
    assert period.in_force(now) is holds(period, now)


@given(periods(), moments)
def test_the_next_start_is_in_force_and_nothing_before_it_begins(period: Period, now: datetime) -> None:
    coming = period.coming(now)
    assume(coming is not None)
    assert coming is not None
    assert coming.start > now
    assert period.in_force(coming.start) or coming.start == coming.end  # a moment has no length to be in
    assert not period.in_force(coming.start - timedelta(seconds=1)) or period.start == coming.start
    at, gone = now, not period.in_force(now)
    while at < min(coming.start, now + timedelta(days=10)):
        held = period.in_force(at)
        assert not (gone and held)  # once it is out of force, only the next start brings it back
        gone = gone or not held
        at += timedelta(minutes=15)
    assert coming.end > now + timedelta(days=FARTHEST - 2) or not period.in_force(coming.end)


@given(periods(), moments)
def test_it_began_in_force_and_was_not_before(period: Period, now: datetime) -> None:
    began = period.began(now)
    if not period.in_force(now):
        assert began is None
    elif began is not None:
        assert began <= now
        assert period.in_force(began)
        assert not period.in_force(began - timedelta(seconds=1))


@given(periods(), moments)
def test_a_disruption_is_current_exactly_when_a_period_is_in_force_and_past_for_good(
    period: Period, now: datetime
) -> None:
    phase = disruption(period).phase(now)
    assert (phase is Phase.CURRENT) is holds(period, now)
    if phase is Phase.PAST:
        later = (now + timedelta(hours=hours) for hours in range(0, 24 * 40, 5))
        assert not any(holds(period, at) for at in later)


@given(periods())
def test_it_is_never_in_force_after_its_end_and_is_until_then(period: Period) -> None:
    ends = period.ends
    if ends is None:
        assert period.end is None
        return
    assert period.end is None or ends <= period.end
    assert not any(holds(period, ends + timedelta(hours=hours)) for hours in range(0, 24 * 30, 3))
    if ends != period.end:
        assert period.in_force(ends - timedelta(seconds=1))


def test_the_search_for_the_next_start_ends() -> None:
    never = Recurrence(days=(1,), only=(date(2026, 11, 21),))  # a Saturday
    assert Period(recurrence=never).next_start(datetime(2026, 11, 20, tzinfo=UTC)) is None
    always = Period(recurrence=Recurrence(start="05:00", end="05:00"))
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert always.in_force(now)
    assert always.next_start(now) is None
    assert always.began(now) is None  # nobody says since when
