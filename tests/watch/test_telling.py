"""A watch lets people be told by a process beside it, once the page is public, and waits for none of it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from explainer.pipeline import Warm
from explainer.watch.telling import LONGEST, Teller
from tests.support.post import web_hook
from tests.support.site import make_site
from tests.support.watching import Watched

NOTIFY = "      notify:\n        - {name: hook, to: T_HOOK}\n"
MORE = '  - {at: 2026-11-20 18:23, says: "Half of them run."}\n'
LATER = '  - {at: 2026-11-20 18:24, says: "A third of them runs."}\n'


class Saying(Watched):
    """A watch of a site whose staff say more."""

    def say_more(self, row: str) -> None:
        path = "ops_feeds/bulletins/late.yml"
        self.site.write(path, (self.site.root / path).read_text(encoding="utf-8") + row)


def heard(teller: Teller, at: float = 0.0) -> tuple[str, ...]:
    over = time.monotonic() + 20
    while time.monotonic() < over:
        said = teller.heard(at)
        if said:
            return said
        time.sleep(0.02)
    raise AssertionError("it never ended")


def test_what_it_says_is_heard_once_and_a_failure_lasts_until_it_goes_well(tmp_path: Path) -> None:
    teller = Teller(tmp_path / "mkdocs.yml")
    assert teller.heard(0.0) == ()
    teller.begin(0.0, None)
    teller.begin(0.0, None)
    (said,) = heard(teller)
    assert "explainer: " in said
    assert teller.trouble == said
    assert teller.heard(0.0) == ()


def test_one_that_goes_on_for_too_long_is_ended_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    popen = subprocess.Popen
    monkeypatch.setattr("explainer.watch.telling.subprocess.Popen", lambda _, **how: popen(["sleep", "60"], **how))
    teller = Teller(tmp_path / "mkdocs.yml")
    teller.begin(0.0, None)
    assert teller.heard(LONGEST - 1) == ()
    assert heard(teller, LONGEST + 1) == ("telling people was ended after 300 s",)
    assert teller.trouble


@pytest.mark.audit
def test_a_watch_tells_after_it_has_published_and_a_site_that_is_read_elsewhere_is_left_to_whoever_publishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site")
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text(encoding="utf-8") + NOTIFY)
    assert site.run("update") == 0
    with web_hook() as hook:
        monkeypatch.setenv("T_HOOK", hook.address())
        watched = Saying(site)
        watched.cycle()
        watched.say_more(MORE)
        watched.until(lambda cycle: any("hook was told of" in note for note in cycle.notes))
        assert len(hook.posted) == 1
        assert watched.health().troubles == ()
        monkeypatch.setattr(Warm, "is_read_here", False)  # as where publish: names another place
        watched.say_more(LATER)
        watched.until(lambda _: bool(watched.watch.shown().outlook.waiting))
        assert len(hook.posted) == 1
        assert watched.health().troubles == ()
