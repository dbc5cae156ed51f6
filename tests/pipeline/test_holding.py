"""Staff first: a new word waits for a few minutes and never for longer, is never lost, and does not wait for lives."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import pipeline
from explainer.errors import ExplainerError
from explainer.model.vocabulary import Severity
from explainer.pipeline import holding
from explainer.pipeline.holding import MOST, Asked, Known, waits
from tests.factory import make_bulletin, make_disruption, make_picture
from tests.support import killing
from tests.support.site import BULLETIN, Site, make_site
from tests.support.watching import MINUTE, Watched

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)
LATER = "2026-11-25T02:00:00+01:00"
ROUTES = "- {id: hurt, problem: Hurt, desk: First aid, hours: 24/7, solves: Treats}\n"


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


Runs = st.lists(
    st.tuples(st.integers(0, 20), st.booleans(), st.sampled_from([None, 0, 1, 5, 30, 500])), min_size=1, max_size=12
)


@given(Runs)
def test_nothing_ever_waits_longer_than_the_first_run_asked_and_what_is_published_is_all_of_it(
    runs: list[tuple[int, bool, int | None]],
) -> None:
    known, said, minute = Known(("a/0",)), {"a/0": False}, 0
    began: int | None = None
    limit = 0
    for pause, is_new, span in runs:
        minute += pause
        said |= {f"a/{minute}": False} if is_new else {}
        waiting = waits(known, said, Asked(at(minute), None if span is None else timedelta(minutes=span)))
        if waiting is None:
            known, began = Known(tuple(said)), None
            continue
        if began is None:
            assert span, "a wait begins only where somebody asks for one"
            began, limit = minute, min(span, int(MOST.total_seconds() // 60))
        assert minute - began < limit, "no second update and no second run makes it longer"
        assert waiting.public == known.public
        known = waiting


@pytest.mark.parametrize(
    ("known", "said", "asked"),
    [
        (None, {"a/1": False}, Asked(NOON, FIVE)),
        (Known(("a/1",)), {"a/1": False}, Asked(NOON, FIVE)),
        (Known(), {"a/1": True}, Asked(NOON, FIVE)),
        (Known((), NOON, at(5)), {"a/1": False, "a/2": True}, Asked(at(1), FIVE)),
        (Known(), {"a/1": False}, Asked(NOON)),
        (Known(), {"a/1": False}, None),
        (Known((), NOON, at(5)), {"a/1": False}, Asked(at(5), FIVE)),
        (Known((), NOON, at(5)), {"a/1": False}, Asked(at(1), timedelta())),
        (Known((), NOON, at(5)), {"a/1": False}, Asked(at(-1), FIVE)),
        (Known((), NOON, at(9_999)), {"a/1": False}, Asked(at(31), FIVE)),
    ],
    ids=["unknown", "nothing new", "lives", "lives meanwhile", "not asked", "nobody asks", "over", "ended", "set back", "absurd"],
)  # fmt: skip
def test_what_does_not_wait(known: Known | None, said: dict[str, bool], asked: Asked | None) -> None:
    assert waits(known, said, asked) is None


def test_a_warning_of_somebody_else_counts_where_people_may_be_in_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    def issued(name: str, severity: Severity, ours: bool) -> SimpleNamespace:
        disruption = SimpleNamespace(severity=severity)
        return SimpleNamespace(id=name, ours=ours, gathered_by="", disruption=disruption)

    every = [
        issued("a", Severity.SEVERE, True),
        issued("b", Severity.EXTREME, False),
        issued("c", Severity.SEVERE, False),
    ]
    monkeypatch.setattr(holding, "issued_of", lambda now: [now])
    assert holding.said_by(cast("Any", SimpleNamespace(disruptions=every))) == {"a": False, "b": True}


def test_what_a_bulletin_gathers_waits_for_nobody_either() -> None:
    gathers = make_bulletin("gale", about=[{"feed": "met"}])
    picture = make_picture(gathers, make_disruption("met", "a", severity="extreme"), make_disruption("met", "b"))
    assert picture.disruption["met.a"].gathered_by == gathers.id
    said = holding.said_by(picture)
    assert said["met.a/first"]
    assert "met.b/first" not in said
    assert not any(is_extreme for name, is_extreme in said.items() if name.startswith(gathers.id))


# On a site


def add(site: Site, hour: str, says: str, severity: str = "severe") -> None:
    late = BULLETIN.format(status="active", ended="", says="Slow.").replace("severity: severe", f"severity: {severity}")
    late = late.replace("next_update: 2026-11-20 19:00", "next_update: 2026-11-20 18:50")
    site.write("ops_feeds/bulletins/late.yml", f'{late}  - {{at: 2026-11-20 {hour}, says: "{says}"}}\n')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("first") / "pier")
    site.write("content/routes.yml", ROUTES)
    assert site.run("update", now=clock(24)) == 0
    return site


@pytest.fixture
def pier(built: Site, tmp_path: Path) -> Site:
    return built.copy(tmp_path / "pier")


def clock(minute: int) -> str:
    return f"2026-11-20T18:{minute:02}:00+01:00"


def page(site: Site) -> str:
    return site.page("disruptions/log.late/index.html")


def test_the_page_waits_while_staff_have_it_and_the_next_run_after_that_publishes_it(
    pier: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    add(pier, "18:26", "The wind drops.")
    assert pier.run("update", "--brief-first", "5m", now=clock(26)) == 0
    assert "the page waits until 18:31:00" in capsys.readouterr().out
    assert "Update 2, written" in (pier.root / "brief/log.late.html").read_text(encoding="utf-8")
    assert "The wind drops." not in page(pier)
    assert pier.run("refresh", now=clock(28)) == 0, "another run that was not asked"
    assert pier.run("refresh", "--brief-first", "30 min", now=clock(30)) == 0, "and one that asks for more"
    assert "The wind drops." not in page(pier)
    assert pier.run("refresh", now=clock(31)) == 0
    assert "The wind drops." in page(pier)


def test_a_run_that_is_killed_between_brief_and_page_lets_nobody_wait_longer(
    pier: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: Any) -> None:
        raise ExplainerError("killed")

    add(pier, "18:26", "The wind drops.")
    with monkeypatch.context() as patched:
        patched.setattr(pipeline.brief, "publish", cut)
        assert pier.run("update", "--brief-first", "5m", now=clock(26)) != 0
    assert pier.run("refresh", "--brief-first", "5m", now=clock(31)) == 0
    assert "The wind drops." in page(pier)


def test_a_word_on_which_lives_may_hang_waits_for_nobody(pier: Site) -> None:
    add(pier, "18:26", "Leave the quay now.", severity="extreme")
    assert pier.run("update", "--brief-first", "5m", now=clock(26)) == 0
    assert "Leave the quay now." in page(pier)


def test_nobody_is_told_before_the_page_says_it(pier: Site) -> None:
    config = (pier.root / "mkdocs.yml").read_text(encoding="utf-8")
    pier.write("mkdocs.yml", f"{config}      notify: [{{name: press, to: PRESS}}]\n")
    assert pier.run("update", now=clock(25)) == 0
    add(pier, "18:26", "The wind drops.")
    assert pier.run("update", "--brief-first", "5m", now=clock(26)) == 0
    assert "log.late/2026-11-20T17:26:00Z" not in noted(pier)
    assert pier.run("refresh", now=clock(31)) == 0
    assert "log.late/2026-11-20T17:26:00Z" in noted(pier)


def noted(site: Site) -> str:
    """What the outbox has of what is public."""
    outbox = site.root / "ops_feeds/recorded/outbox"
    return "".join(path.read_text(encoding="utf-8") for path in outbox.iterdir() if path.is_file())


def test_nought_ends_a_wait(pier: Site) -> None:
    add(pier, "18:26", "The wind drops.")
    assert pier.run("update", "--brief-first", "5m", now=clock(26)) == 0
    assert pier.run("refresh", "--brief-first", "0", now=clock(27)) == 0
    assert "The wind drops." in page(pier)


def test_what_is_no_word_of_ours_does_not_wait(pier: Site) -> None:
    pier.met({"g1": "Gale warning", "g2": "Storm at sea"})
    assert pier.run("update", "--brief-first", "5m", now=clock(26)) == 0
    assert "Storm at sea" in pier.page("status.json")


@pytest.mark.parametrize("span", ["31m", "2 h", "soon", "5"])
def test_no_more_than_half_an_hour_can_be_asked_for(pier: Site, span: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert pier.run("refresh", "--brief-first", span) == 2
    assert f"“{span}”" in capsys.readouterr().err


def test_a_watch_lets_a_new_word_wait_and_publishes_it_by_itself_when_that_is_over(pier: Site) -> None:
    watch = Watched(pier)
    watch.watch.brief_first = FIVE
    watch.cycle()
    add(pier, "18:24", "The wind drops.")
    watch.until(lambda done: "log" in done.asked)
    assert "Update 2, written" in (pier.root / "brief/log.late.html").read_text(encoding="utf-8")
    watch.cycle(4 * MINUTE)
    assert "The wind drops." not in page(pier)
    watch.cycle(2 * MINUTE)
    assert "The wind drops." in page(pier)


def test_a_watch_is_told_how_long_a_word_waits(pier: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[timedelta | None] = []

    def noted(watch: Any, *_: Any) -> int:
        told.append(watch.brief_first)
        return 0

    monkeypatch.setattr("explainer.watch.run.run", noted)
    assert pier.run("watch", "--brief-first", "5m") == 0
    assert pier.run("watch") == 0
    assert told == [FIVE, None]


@pytest.mark.audit
def test_killed_between_brief_and_page_the_brief_is_as_new_or_newer_and_the_next_run_mends_it(
    pier: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    assert pier.run("update") == 0
    assert killing.is_whole(pier)
    done = killing.killed(pier, "refresh", 80, 0.2)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert pier.run("update", now=LATER) == 0
    before = killing.words_of(pier)
    assert before[0] == before[1] > 0
    child = os.fork()
    if not child:
        monkeypatch.setattr(pipeline, "weave", die)
        killing.say_more(pier)
        pier.run("update", now=LATER)
        os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    brief, public = killing.words_of(pier)
    assert (public, brief > public) == (before[1], True), "killed where the brief is new and the page is not"
    assert pier.run("refresh", now=LATER) == 0
    assert killing.words_of(pier) == (brief, brief)
    assert killing.is_whole(pier)


def test_without_a_brief_nothing_waits_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path / "pier")
    assert site.run("update", now=clock(24)) == 0
    add(site, "18:26", "The wind drops.")
    assert site.run("update", "--brief-first", "5m", now=clock(26)) == 0
    assert "The wind drops." in page(site)
    assert "there is no brief" in capsys.readouterr().err
