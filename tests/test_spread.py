"""How a disruption spread, on a site that runs: what its page shows of a moment is what ``status.json`` said at it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from explainer.model.vocabulary import State
from explainer.render.components.spread import UNWATCHED
from explainer.render.shapes import SHAPES
from tests.support.site import Site, make_site

pytestmark = pytest.mark.audit

PAGE = "disruptions/log.late/index.html"
CYCLES = ("16:30", "16:41", "16:58", "17:20", "18:24")


def maps(page: str) -> dict[str, str]:
    """The stills of a page: the characters of each, by its time."""
    found = re.findall(r"<li><time[^>]*>([^<]*)</time><p aria-hidden=\"true\">(.*?)</p>", page)
    return {at: re.sub("<[^>]*>", "", drawn) for at, drawn in found}


def shapes(site: Site) -> str:
    """The same of what machines are told: the parts of the harbour stand from cause to customer in its file."""
    told = {one["id"]: one["state"] for one in json.loads(site.page("status.json"))["components"]}
    return "".join(
        SHAPES[State(told[part])].character if told[part] else UNWATCHED for part in ("wind", "crane", "ferry")
    )


def cycle(site: Site, at: str) -> str:
    assert site.run("update", now=f"2026-11-20T{at}:00+01:00") == 0
    return shapes(site)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, dict[str, str]]:
    """A site that ran through a gale, and what it told at each cycle."""
    site = make_site(tmp_path_factory.mktemp("spread") / "site")
    bulletin = site.root / "ops_feeds/bulletins/late.yml"
    words = (
        bulletin.read_text(encoding="utf-8")
        .replace("18:20", "16:50")
        .replace("19:00", "18:45")
        .replace("severe", "minor")
    )
    both = words.replace("reports:\n", "reports:\n  - {component: wind, state: slowed, says: A gale.}\n")
    bulletin.unlink()
    site.met({})
    told = {CYCLES[0]: cycle(site, CYCLES[0])}
    site.met({"g1": "Gale warning"})
    told[CYCLES[1]] = cycle(site, CYCLES[1])
    bulletin.write_text(both, encoding="utf-8")
    told[CYCLES[2]] = cycle(site, CYCLES[2])
    told[CYCLES[3]] = cycle(site, CYCLES[3])
    stopped = both.replace("reports:\n", "reports:\n  - {component: crane, state: stopped, says: It stands.}\n")
    bulletin.write_text(stopped, encoding="utf-8")
    told[CYCLES[4]] = cycle(site, CYCLES[4])
    return site, told


def test_each_still_equals_the_picture_of_that_moment(ran: tuple[Site, dict[str, str]]) -> None:
    site, told = ran
    found = maps(site.page(PAGE))
    assert list(found) == ["16:41", "16:58", "18:24"], "the cycles at which a part turned"
    assert found.items() <= told.items()


def test_a_cycle_without_a_turn_adds_no_line_and_a_rebuild_shows_the_same(
    ran: tuple[Site, dict[str, str]], tmp_path: Path
) -> None:
    site = ran[0].copy(tmp_path / "site")
    [log] = (site.root / "ops_feeds/recorded/states").iterdir()
    before, shown = log.read_bytes(), site.page(PAGE)
    assert site.run("refresh") == 0
    assert log.read_bytes() == before
    shutil.rmtree(site.root / ".explainer")
    assert site.run("build") == 0
    assert log.read_bytes() == before
    assert site.page(PAGE) == shown


def test_a_fetch_which_may_be_one_of_several_leaves_the_log_alone(
    ran: tuple[Site, dict[str, str]], tmp_path: Path
) -> None:
    site = ran[0].copy(tmp_path / "site")
    [log] = (site.root / "ops_feeds/recorded/states").iterdir()
    before = log.read_bytes()
    site.met({})
    assert site.run("fetch", now="2026-11-20T18:40:00+01:00") == 0
    assert log.read_bytes() == before


def test_the_page_of_what_is_over_keeps_it_for_good(ran: tuple[Site, dict[str, str]], tmp_path: Path) -> None:
    site = ran[0].copy(tmp_path / "site")
    site.met({})
    bulletin = site.root / "ops_feeds/bulletins/late.yml"
    words = bulletin.read_text(encoding="utf-8").replace("status: active", "status: resolved\nended: 2026-11-20 19:00")
    words = re.sub("state: (slowed|stopped)", "state: normal", words).replace("next_update: 2026-11-20 18:45\n", "")
    bulletin.write_text(words + '  - {at: 2026-11-20 19:05, says: "It is over."}\n', encoding="utf-8")
    assert site.run("update", now="2026-11-20T19:06:00+01:00") == 0
    over = maps(site.page(PAGE))
    assert len(over) == 4, "the last is the one that saw the end"
    shown = site.page(PAGE)
    for later in ("2026-11-21T06:00:00+01:00", "2027-03-01T12:00:00+01:00"):
        assert site.run("refresh", now=later) == 0
        assert site.page(PAGE) == shown
    shutil.rmtree(site.root / ".explainer")
    assert site.run("build", now="2027-03-01T12:00:00+01:00") == 0
    assert site.page(PAGE) == shown


def test_a_record_without_a_log_has_no_stills_and_is_otherwise_as_it_was(
    ran: tuple[Site, dict[str, str]], tmp_path: Path
) -> None:
    site = ran[0].copy(tmp_path / "site")
    shutil.rmtree(site.root / "ops_feeds/recorded/states")
    assert site.run("refresh") == 0
    assert "spread" not in re.findall(r'<section class="sec" id="(\w+)"', site.page(PAGE))
    assert not maps(site.page(PAGE))
