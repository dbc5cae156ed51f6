"""Nobody means the year 9999: times, lengths of time and figures are bounded where they come in, and old ones are read."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from explainer.commands.entry import plain_refresh
from explainer.declarations.documents import read_yaml
from explainer.declarations.doors import door
from explainer.errors import StaffError
from explainer.formats.kit import times
from explainer.model import moments
from explainer.model.account import Backlog, Constraint
from explainer.model.disruption import Amount, Period, Update
from explainer.model.history import FeedRecord, Held, Record, Times, Version
from explainer.model.sources import Source
from explainer.record import store
from explainer.staff.check import declared
from tests.factory import make_disruption
from tests.support.site import Site, make_site

EVER, NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
EXTREME = (
    *("0001-01-01 00:00", "9999-12-31 23:59", "0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59"),
    *("1989-12-31 23:59", "2070-01-01 00:00", "1990-01-01 00:00", "2069-12-31 23:59"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("moments") / "site")
    assert made.run("update") == 0
    return made


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    return built.copy(tmp_path / "copy")


def test_there_is_one_bound_for_feeds_and_for_staff() -> None:
    assert (times.EARLIEST, times.LATEST) == (moments.EARLIEST, moments.LATEST)
    assert times.read_time("2070-01-01T00:00Z", None) is None
    assert not moments.believable(datetime(2070, 1, 1, tzinfo=UTC))


# At the doors


@pytest.mark.parametrize(
    ("was", "written", "said"),
    [
        ("next_update: 2026-11-20 19:00", "next_update: 9999-12-31 23:59", "next_update: “9999-12-31” is not a bel"),
        ("detected: 2026-11-20 16:40", "detected: 0001-01-01 00:00", "detected: “0001-01-01” is not a believable time"),
        ("detected: 2026-11-20 16:40", "detected: 20261120", "detected: “20261120” is not a date and time"),
        ("at: 2026-11-20 18:20", "at: 2070-01-01 00:00", "updates[1].at: “2070-01-01” is not a believable time"),
        ("low: 20,", "low: 1.0e200,", "impact[1].amount.low: is not a believable figure"),
    ],
)
def test_a_bulletin_that_nobody_can_mean_is_refused_at_its_place(
    site: Site, was: str, written: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site.root / "ops_feeds/bulletins/late.yml"
    path.write_text(path.read_text().replace(was, written))
    assert site.run("check") == 2
    assert said in capsys.readouterr().err
    assert site.run("update") == 2
    assert "set aside" in capsys.readouterr().err
    assert "Ferries leave 20–40 minutes late" in site.page("index.html")


@pytest.mark.parametrize("key", ["every", "stale_after", "lasts", "grace"])
@pytest.mark.parametrize(
    "span", ["99999999999 days", "4000 days", "P99999D", "9" * 400, "0 min", "PT0S", "-P1D", "4e99"]
)
def test_a_length_of_time_is_at_most_ten_years(key: str, span: str) -> None:
    text = f"publisher: P\nformat: rss\nfile: f\nabsence: ended\n{key}: {span}\n"
    with pytest.raises(StaffError) as caught:
        declared(read_yaml(text, "f.yml"), "f")
    assert {finding.field for finding in caught.value.findings} == {key}


def test_ten_years_can_be_added_to_the_last_moment_and_taken_from_the_first() -> None:
    source = Source(id="a", publisher="P", format="rss", file="f", every=moments.LONGEST, stale_after=moments.LONGEST)
    assert moments.nearest(NEVER) + source.counts_for < NEVER
    assert moments.nearest(EVER) - source.counts_for > EVER


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("command", ["show", "refresh", "update", "fetch", "build", "check"])
def test_no_command_pretends_to_be_in_a_year_that_nobody_means(
    site: Site, command: str, now: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run(command, now=now) == 2
    assert "is not a believable time; write one between 1990 and 2069" in capsys.readouterr().err
    assert plain_refresh(["refresh", "--now", now]) is None


def test_an_exercise_is_not_held_in_such_a_year_either(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = site.root / "mkdocs.yml"
    config.write_text(f"{config.read_text()}      exercise: {{now: 9999-12-31T23:59+01:00}}\n")
    assert site.run("check") == 2
    assert "exercise.now: “9999-12-31” is not a believable time: write one" in capsys.readouterr().err


# Behind the doors


def test_elsewhere_what_need_not_be_stated_is_not_and_the_nearest_stands_for_what_must() -> None:
    assert Period(start=EVER, end=NEVER) == Period()
    assert Update(at=NEVER, says="a").at.year == 2069
    assert Amount(low=-math.inf, high=1e300, unit="boxes") == Amount(low=-1e12, high=1e12, unit="boxes")
    assert Amount(low=math.nan, high=1, unit="boxes").low == 0
    assert Period(start=datetime(2069, 12, 31, 23, 59, 30, tzinfo=UTC)).start is not None
    with pytest.raises(ValidationError):
        door(Period).read({"start": EVER}, {"zone": UTC})


def hand_written(root: Path, at: datetime) -> None:
    """A record as an earlier version may have left it, with one moment wherever one can stand."""
    limit = Constraint(
        component="crane", unit="boxes", normal=30, now=10, demand=20, at=at, backlog=Backlog(since=at, now=5)
    )
    made = make_disruption(
        "log",
        "old",
        headline=[{"text": "Old words"}],
        status="active",
        periods=[{"start": at, "end": at}, {"start": at}],
        issued_at=at,
        updated_at=at,
        detected_at=at,
        next_update=at,
        updates=[{"at": at, "says": "Old words", "next_update": at}],
        reports=[{"component": "ferry", "state": "slowed", "since": at, "at": at, "checking_by": at}],
        constraints=[limit],
        decisions=[{"what": "a", "at": at, "by": "harbour", "because": "b", "cost_to": "c"}],
        expected=[{"what": "a", "at": at, "main": True}, {"what": "b", "low": at, "high": at}],
        cause={"unknown": True, "answer_by": at},
    )
    held = Held(id="log.old", versions=(Version(accepted_at=at, disruption=made),), absent_since=at)
    asked = Times(last_attempt=at, last_good=at, last_changed=at, failing_since=at)
    feed = FeedRecord(feed="log", carried=("log.old",))
    store.write(root, Record(), Record(feeds={"log": feed}, held={"log.old": held}, times={"log": asked}))


@pytest.mark.parametrize("year", ["0001", "1066", "1990", "2069", "9999"])
def test_a_record_with_such_moments_is_still_read_and_shown(
    site: Site, year: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site.root / "ops_feeds/recorded"
    hand_written(folder, datetime(2000, 1, 1, tzinfo=UTC))
    for path in (folder / "disruptions/log.old.json", folder / "times/log.json"):
        text = path.read_text().replace("2000-01-01T00:00:00Z", f"{year}-12-31T23:59:59+14:00")
        path.write_text(text.replace('"now": 5.0', '"now": 1e308'))
    assert f"{year}-12-31" in (folder / "disruptions/log.old.json").read_text()
    assert site.run("refresh") == 0
    assert "Old words" in site.page("disruptions/log.old/index.html")
    assert "9999-" not in site.page("disruptions/log.old/index.html")
    assert json.loads(site.page("status.json"))["version"] == 2
    for command in ("show", "check", "update", "refresh"):
        assert site.run(command) == 0
    (site.root / "ops_feeds/bulletins/late.yml").unlink()
    assert site.run("update") == 0
    assert "Traceback" not in capsys.readouterr().err


# Any bulletin


def between(low: datetime, high: datetime) -> st.SearchStrategy[str]:
    return st.datetimes(low, high).map(lambda at: at.isoformat(" ", "minutes"))


BELIEVED = st.one_of(
    st.sampled_from(("1990-01-01 00:00", "2069-12-31 23:59", "1990-01-01T00:00-14:00", "2069-12-31T23:59+14:00")),
    between(datetime(1990, 1, 1), datetime(1990, 1, 3)),  # noqa: DTZ001
    between(datetime(2069, 12, 29), datetime(2069, 12, 31)),  # noqa: DTZ001
    between(datetime(2026, 11, 19), datetime(2026, 11, 22)),  # noqa: DTZ001
)
ANY = st.one_of(st.sampled_from(EXTREME), between(datetime(1, 1, 1), datetime(9999, 12, 31)), BELIEVED)  # noqa: DTZ001
FIGURES = st.sampled_from(["0", "1", "20", "0.000001", "999999999999", "1000000000000"])
ANY_FIGURES = st.one_of(FIGURES, st.sampled_from(["1000000000001", "1.0e300", "7" * 300]))


@st.composite
def written(draw: st.DrawFn) -> str:
    """A bulletin that may well meet the rules, with times and figures from the ends of what is believed, or beyond."""
    anytime, figure = draw(
        st.sampled_from([(BELIEVED, FIGURES), (BELIEVED, FIGURES), (ANY, FIGURES), (ANY, ANY_FIGURES)])
    )

    def at() -> str:
        return draw(anytime)

    def amount() -> str:
        return draw(figure)

    status = draw(st.sampled_from(["active", "monitoring", "resolved", "cancelled", "planned"]))
    limit = f"component: crane, unit: boxes, normal: 3, now: {amount()}, demand: {amount()}, at: {at()}"
    lines = [
        "headline: Any words",
        "summary: The crane stands still.",
        "place: Pier One",
        f"status: {status}",
        f"detected: {at()}",
        "symptom: ferry",
        f"cause: {{unknown: true, investigator: harbour, answer_by: {at()}}}",
        f"reports: [{{component: ferry, state: slowed, since: {at()}, at: {at()}}}]",
        "impact: [{who: All, what: late}]",
        "nothing_to_do: Wait.",
        "unknowns: [All of it.]",
        "quiet_reason: We sleep.",
        f"next_update: {draw(st.just('2069-12-31 23:59') | anytime)}",
        f"constraints: [{{{limit}, backlog: {{since: {at()}, now: {amount()}}}}}]",
        "expected:",
        f"  - {{what: Over, at: {at()}}}",
        f"  - {{what: Calm, low: {draw(st.just('1990-01-01 00:00') | anytime)}, high: {draw(st.just('2069-12-31 23:59') | anytime)}}}",
        f"decisions: [{{what: a, at: {at()}, by: harbour, because: b, cost_to: c}}]",
        "updates:",
        *(f"  - {{at: {told}, says: So.}}" for told in sorted(draw(st.sets(anytime, min_size=1, max_size=3)))),
        f"started: {draw(st.just('1990-01-01 00:00') | anytime)}",
    ]
    if status == "resolved" or draw(st.booleans()):
        lines.append(f"ended: {draw(st.just('2069-12-31 23:59') | anytime)}")
    return "\n".join(lines) + "\n"


@pytest.mark.audit
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=written(), number=st.integers(0, 10**9))
def test_whatever_bulletin_check_lets_pass_is_shown_and_never_in_the_way(built: Site, text: str, number: int) -> None:
    path = built.root / f"ops_feeds/bulletins/any-{number}.yml"
    path.write_text(text)
    try:
        accepted = built.run("check") == 0
        event("let pass" if accepted else "refused")
        assert built.run("update", "--strict") in ((0,) if accepted else (0, 2))
        shown = built.root / f"site/disruptions/log.any-{number}/index.html"
        assert shown.exists() or not accepted
        assert built.run("refresh") == 0
    finally:
        path.unlink()
    for later in ("2026-11-20T18:30:00+01:00", "2069-12-31T23:59:00+01:00", "1990-01-01T00:00:00Z"):
        assert built.run("refresh", now=later) == 0
    assert built.run("update", "--strict") == 0
