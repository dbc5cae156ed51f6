"""Run it yourself, in a real browser: the script says what the site’s own sum says, on sites of three trades."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, seed, settings
from playwright.sync_api import Browser, Page

from explainer.picture.runs import Pick, Scene, heads, nine_cases, played, whole
from explainer.site.frame import run_script
from tests.conftest import ROOT
from tests.support.browser import Pages, accessibility_faults
from tests.support.scenes import SCENES, scenes_and_picks
from tests.support.server import serving
from tests.support.site import Site
from tests.support.trades import BANK, HOSPITAL, make_trade

FLOW = (ROOT / "explainer/theme/script/flow.js").read_text(encoding="utf-8")
SHELL = "---\ntemplate: run.html\ntitle: Run it yourself\n---\n"

BAYS = """\
     run: {title: You run the scanners, unit: patients, hours: 4, late: 30, busy_until: 20:00, demand_later: 2,
       places: {name: Scanners, exist: 3, minutes: 15, reopen: 25},
       choices: [{way: open, what: Call the engineer in}, {way: later, what: Ask 1 in 4 to come tomorrow, cost_to: Those
         who wait at home.}]},"""


def hospital(root: Path) -> Site:
    """Scanners that can be run, and nobody is turned away."""
    site = make_trade(root, "Riverside Hospital", HOSPITAL)
    system = HOSPITAL["content/system.yml"]
    known = "     capacity: {normal: 12, unit: patients an hour}, explainer"
    assert known in system
    site.write("content/system.yml", system.replace(known, f"{BAYS}\n{known}"))
    return site


def bank(root: Path) -> Site:
    """A ledger whose limit a bulletin states, of which nobody declared anything."""
    return make_trade(root, "Harbour Bank", BANK)


class Trade(NamedTuple):
    address: str
    site: Site


@pytest.fixture(scope="module")
def hospital_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trade]:
    yield from _served(hospital(tmp_path_factory.mktemp("hospital") / "site"))


@pytest.fixture(scope="module")
def bank_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trade]:
    yield from _served(bank(tmp_path_factory.mktemp("bank") / "site"))


def _served(site: Site) -> Iterator[Trade]:
    site.write("content/run/shell.md", SHELL)
    assert site.run("update") == 0
    with serving(site.root / "site") as address:
        yield Trade(address, site)


# The same sum


@pytest.fixture(scope="module")
def twin(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.evaluate(f"window.twin = (() => {{ {FLOW}; return {{ played, queueAt, heads, whole }}; }})()")
    yield page
    page.close()


def by_script(twin: Page, scene: Scene, picks: tuple[Pick, ...]) -> dict[str, Any]:
    chosen = [[pick.at, {"way": pick.choice.way.value, **_numbers(pick)}] for pick in picks]
    found: dict[str, Any] = twin.evaluate(
        "([scene, picks, at]) => { const r = twin.played(scene, picks); r.queue = twin.queueAt(r.corners, at); return r; }",
        [asdict(scene), chosen, 90],
    )
    return found


def _numbers(pick: Pick) -> dict[str, float]:
    return {"share": pick.choice.share, "notice": pick.choice.notice, "hours": pick.choice.hours}


def differences(twin: Page, scene: Scene, picks: tuple[Pick, ...]) -> dict[str, tuple[Fraction | None, Any]]:
    """What the script says otherwise, and what the site says, where they are further apart than a hundred-millionth."""
    here, there = played(scene, picks), by_script(twin, scene, picks)
    sums = {
        "peak": here.flow.peak,
        "longest": here.flow.longest,
        "over": here.flow.over,
        "late": here.late,
        "gone": here.gone,
        "later": here.later,
        "left": here.left,
        "ontime": here.on_time,
        "queue": here.flow.queue_at(Fraction(90)),
    }
    return {name: (ours, there[name]) for name, ours in sums.items() if not _same(ours, there[name])}


def _same(ours: Fraction | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return abs(float(ours) - theirs) <= 1e-8 * max(1.0, float(ours))


@seed(12)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_=scenes_and_picks())
def test_the_script_works_out_what_the_site_does(twin: Page, given_: tuple[Scene, tuple[Pick, ...]]) -> None:
    scene, picks = given_
    assert differences(twin, scene, picks) == {}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.unit)
def test_the_nine_cases_of_each_trade_are_the_script_s(twin: Page, scene: Scene) -> None:
    for case in nine_cases(scene):
        told = by_script(twin, Scene(**{**asdict(scene), "reduced": case.reduced, "ahead": case.ahead}), ())
        ours = (
            whole(case.result.flow.longest),
            heads(case.result.gone, scene.people),
            heads(case.result.left, scene.people),
        )
        theirs = twin.evaluate(
            "([r, people]) => [twin.whole(r.longest), twin.heads(r.gone, people), twin.heads(r.left, people)]",
            [told, scene.people],
        )
        assert list(ours) == theirs


def test_the_script_is_one_small_file() -> None:
    assert len(gzip.compress(run_script().encode(), 9)) <= 6 * 1024


# The pages


def test_a_bank_and_a_hospital_have_a_page_in_their_own_words(hospital_site: Trade, bank_site: Trade) -> None:
    pages = {
        "scanners": hospital_site.site.page("run/scanners/index.html"),
        "ledger": bank_site.site.page("run/ledger/index.html"),
    }
    assert "Call the engineer in" in pages["scanners"]
    assert "Cancelled, told early" in pages["ledger"]
    for page in pages.values():
        said = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        assert not re.search(r"\b(plane|pad|flight|snow)s?\b", said)
    files = {path.name for trade in (hospital_site, bank_site) for path in (trade.site.root / "site").rglob("run.*.js")}
    assert len(files) == 1, "one file for all such pages"
    assert 'href="../../run/ledger/"' in bank_site.site.page("disruptions/log.cards/index.html")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_run_is_whole_without_script_and_says_the_same_with_it(hospital_site: Trade, page: Pages, width: int) -> None:
    address = f"{hospital_site.address}/run/scanners/"
    bare = page(java_script_enabled=False, viewport={"width": width, "height": 800})
    bare.goto(address)
    assert not bare.locator("#guess").is_visible()
    for words in ("If nobody did anything", "Call the engineer in", "Nine cases", "Nine scans that can wait"):
        assert bare.get_by_text(words).first.is_visible(), words
    told = bare.locator("[data-moment='0'] [data-o]").all_inner_texts()
    shown = page(viewport={"width": width, "height": 800})
    shown.goto(address)
    shown.get_by_role("button", name="Show without guessing").click()
    assert shown.locator("[data-moment='0'] [data-o]").all_inner_texts() == told
    assert accessibility_faults(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_a_run_is_played_with_the_keyboard_alone(hospital_site: Trade, page: Pages) -> None:
    shown = page()
    shown.goto(f"{hospital_site.address}/run/scanners/")
    assert not shown.locator("#answer").is_visible()
    guess = shown.get_by_label("Your guess")
    guess.focus()
    for _ in range(3):
        shown.keyboard.press("ArrowRight")
    assert guess.get_attribute("aria-valuetext") == "45 min"
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "answer"
    assert shown.get_by_text("You guessed:").inner_text() == "You guessed: 45 min"
    assert not shown.locator("#h-decided").is_visible()
    for number in range(shown.locator("[data-moment]").count()):
        assert shown.locator(f"[data-moment='{number}']").is_visible()
        shown.locator(f"#m{number}o1").focus()
        shown.keyboard.press("Space")
        assert "Longest wait:" in (shown.locator("#tell[role=status]").text_content() or "")
    assert shown.locator("#h-decided").is_visible()
    assert "Call the engineer in" in shown.locator("#chosen").inner_text()
    heights = shown.locator("#run button, #run input[type=range], .opt label").evaluate_all(
        "all => all.filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    assert accessibility_faults(shown) == []


def test_a_knob_that_is_turned_says_what_comes_of_it_and_nothing_is_stored_or_sent(
    bank_site: Trade, page: Pages
) -> None:
    shown, asked = page(), []
    shown.goto(f"{bank_site.address}/run/ledger/")
    shown.on("request", lambda request: asked.append(request.url))
    shown.get_by_role("button", name="Show without guessing").click()
    knob = shown.get_by_label("Cancelled ahead, in a hundred")
    knob.focus()
    for _ in range(5):
        shown.keyboard.press("ArrowRight")
    assert shown.locator("#play [data-o=wait]").inner_text() == "0 min", "a quarter fewer are no more than get through"
    assert shown.locator("#k-ahead-o").inner_text() == "25"
    assert shown.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert asked == []


def ended(bulletin: str) -> str:
    """A bulletin that is over, and of whose estimates nobody knows what became."""
    text = bulletin.replace("status: active", "status: resolved\nended: 2026-11-20 18:22")
    text = re.sub(r"^next_update.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^(    basis: .*)$", r"\1\n    outcome: unknown", text, flags=re.MULTILINE).replace(
        "main: true}", "main: true, outcome: unknown}"
    )


@pytest.mark.audit
def test_a_run_outlives_its_bulletin_only_where_the_part_declares_it(tmp_path: Path) -> None:
    for make, page, stays in ((hospital, "run/scanners/index.html", True), (bank, "run/ledger/index.html", False)):
        site = make(tmp_path / page.split("/")[1])
        site.write("content/run/shell.md", SHELL)
        assert site.run("update") == 0
        [path] = [one for one in (site.root / "ops_feeds/bulletins").glob("*.yml") if one.stem in ("scans", "cards")]
        path.write_text(ended(path.read_text(encoding="utf-8")), encoding="utf-8")
        assert site.run("update", now="2026-11-20T18:30:00+01:00") == 0
        assert (site.root / "site" / page).is_file() is stays
        over = next((site.root / "site/disruptions").glob(f"log.{path.stem}/index.html")).read_text(encoding="utf-8")
        assert f"run/{page.split('/')[1]}/" not in over or stays


@pytest.mark.audit
def test_a_site_without_the_shell_has_no_such_pages_and_no_link_to_any(tmp_path: Path) -> None:
    site = bank(tmp_path / "bank")
    assert site.run("update") == 0
    assert not (site.root / "site/run").exists()
    assert "run/ledger" not in site.page("disruptions/log.cards/index.html")
    assert json.loads(site.page("status.json"))
