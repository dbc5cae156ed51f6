"""A page that is open learns of news: it is swapped in its place, said once, and nothing that somebody does is lost."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route

from tests.support.browser import Pages, accessibility_faults
from tests.support.languages import BULLETIN_IN_FRENCH, in_three
from tests.support.server import serving
from tests.support.site import BULLETIN, Site, make_site

AT = datetime.fromisoformat("2026-11-20T18:24:30+01:00")
LATE = "disruptions/log.late/"
NOTICE = "body > [role=status]"
FIRST = BULLETIN.format(status="active", ended="", says="Slow.")
SECOND = FIRST.replace("20–40", "40–70").replace("low: 20, high: 40", "low: 40, high: 70") + (
    '  - {at: 2026-11-20 18:41, says: The wind grows., changed: "was 20–40 minutes late, now 40–70"}\n'
)


class Told:
    """A site that has been published three times, of which readers are given one at a time."""

    def __init__(self, root: Path, site: Site, *more: tuple[str, str]) -> None:
        self.root, self.shown = root, root / "shown"
        self._publish(site, "first", "18:24")
        self._publish(site, "checked", "18:27")
        for path, text in (("ops_feeds/bulletins/late.yml", SECOND), *more):
            site.write(path, text)
        self._publish(site, "second", "18:42")
        over = SECOND.replace("status: active\n", "status: resolved\nended: 2026-11-20 18:50\n")
        site.write("ops_feeds/bulletins/late.yml", over)
        self._publish(site, "over", "18:52")
        self.give("first")

    def _publish(self, site: Site, name: str, at: str) -> None:
        assert site.run("update", now=f"2026-11-20T{at}:00+01:00") == 0
        shutil.copytree(site.root / "site", self.root / name)

    def give(self, name: str) -> None:
        self.shown.unlink(missing_ok=True)
        self.shown.symlink_to(self.root / name)

    def live(self, name: str) -> bytes:
        return (self.root / name / "live.json").read_bytes()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    root = tmp_path_factory.mktemp("told")
    return Told(root, make_site(root / "made"))


@pytest.fixture
def address(told: Told) -> Iterator[str]:
    told.give("first")
    with serving(told.shown) as address:
        yield address


def opened(page: Pages, address: str, before: Callable[[Page], object] = lambda _: None, **options: Any) -> Page:
    """A page that somebody has open, and that has asked for news once; ``before`` prepares its browser."""
    shown = page(**{"viewport": {"width": 390, "height": 844}, **options})
    shown.clock.install(time=AT)
    count(shown)
    before(shown)
    shown.goto(address)
    asks_first(shown)
    return shown


UNDERWAY: dict[Page, set[Request]] = {}
ASKED: dict[Page, list[str]] = {}
"""What pages have asked for and not been answered yet, and the names of all they asked for since they were opened."""


def count(shown: Page) -> None:
    underway = UNDERWAY[shown] = set()
    asked = ASKED[shown] = []

    def begun(one: Request) -> None:
        if one.is_navigation_request():
            asked.clear()
        underway.add(one)
        asked.append(one.url.rpartition("/")[2])

    def ended(one: Request) -> None:
        underway.discard(one)

    shown.on("request", begun)
    shown.on("requestfinished", ended)
    shown.on("requestfailed", ended)


STEP = 15
"""Seconds that pass at once: fewer than those after which a page gives up waiting for an answer."""


def asks_first(shown: Page) -> None:
    """Let time pass until it has asked for news since it was opened, and has done all that the answer makes it do."""
    for _ in range(20):
        pass_by(shown, 1)
        if any(name.startswith("live.") and name.endswith(".json") for name in ASKED[shown]):
            pass_by(shown, 1)
            return


def asks(shown: Page, seconds: int = 80) -> None:
    """Let time pass until it asks once more, at most so much, and what it asked for come."""
    before, step = len(ASKED[shown]), min(STEP, seconds)
    for _ in range(0, seconds, step):
        pass_by(shown, step)
        if len(ASKED[shown]) > before:
            break


def pass_by(shown: Page, seconds: int) -> None:
    """Let time pass; nothing of it while an answer is awaited."""
    shown.clock.run_for(seconds * 1000)
    shown.wait_for_timeout(10)
    while UNDERWAY[shown]:
        shown.wait_for_timeout(20)
        if not UNDERWAY[shown]:
            shown.wait_for_timeout(60)


def said(shown: Page) -> str:
    """What the notice says, without its button."""
    return re.sub(r"\s+", " ", shown.locator(f"{NOTICE}").inner_text()).strip()


def hears(shown: Page) -> None:
    """Let time pass until it asks and says what is new; on a busy machine an answer may come too late, once or twice."""
    for _ in range(6):
        asks(shown, 10 * STEP)
        if news(shown, 20):
            return
    raise AssertionError("it said nothing")


def news(shown: Page, times: int = 100) -> str:
    """What the notice says, as soon as it says anything."""
    for _ in range(times):
        if said(shown):
            break
        shown.wait_for_timeout(50)
    return said(shown)


WAS_NOW = "New at 18:41: was 20–40 minutes late, now 40–70. OK"
HEARD = """window.heard = []; new MutationObserver(() => heard.push(document.querySelector("body > [role=status]").innerText))
    .observe(document.querySelector("body > [role=status]"), {childList: true})"""


def test_what_is_new_is_swapped_in_its_place_and_said_once(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/{LATE}")
    assert said(shown) == ""
    shown.evaluate(HEARD)
    told.give("second")
    hears(shown)
    assert "40–70" in shown.locator("h1").first.inner_text()
    assert "40–70" in shown.title()
    assert news(shown) == WAS_NOW
    asks(shown)
    asks(shown)
    assert shown.evaluate("heard.length") == 1
    assert accessibility_faults(shown) == []
    shown.get_by_role("button", name="OK").click()
    assert said(shown) == ""


DO = """() => {
    const [fold] = document.querySelectorAll("main details:not([open])"), box = document.createElement("input");
    fold.open = true; box.dataset.kept = ""; fold.append(box); box.value = "typed"; box.focus();
    box.scrollIntoView({block: "center", behavior: "instant"}); box.setSelectionRange(2, 4);
    Object.assign(window, {box, fold, was: box.getBoundingClientRect().top, folds: document.querySelectorAll("[open]").length});
}"""
KEPT = """() => [document.activeElement === box, box.value, box.selectionStart, box.selectionEnd,
    Math.round(box.getBoundingClientRect().top - was), fold.open, fold.isConnected, scrollY > 100,
    folds === document.querySelectorAll("[open]").length]"""


def test_focus_open_folds_scroll_and_typed_text_survive(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/map/", viewport={"width": 390, "height": 500})
    shown.evaluate(DO)
    told.give("second")
    hears(shown)
    assert "40–70" in shown.locator("main").inner_text()
    assert shown.evaluate(KEPT) == [True, "typed", 2, 4, 0, True, True, True, True]
    assert news(shown).endswith("Ferries leave 40–70 minutes late Read")
    shown.get_by_role("button", name="Read").click()
    assert shown.evaluate("document.activeElement.tagName") == "H1"


@pytest.mark.parametrize("path", ["", "map/", "how/crane/", "about/"])
def test_every_kind_of_page_learns_of_it(told: Told, address: str, page: Pages, path: str) -> None:
    shown = opened(page, f"{address}/{path}")
    told.give("second")
    hears(shown)
    where = ".explainer-bar" if path in ("how/crane/", "about/") else "main"
    assert "40–70" in shown.locator(where).inner_text()
    if path != "map/":  # whose title is its own
        assert news(shown).startswith("New at 18:41: Ferries leave 40–70 minutes late")


def test_whoever_comes_back_is_told_what_changed_since(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/{LATE}")
    assert shown.evaluate("Object.keys(localStorage)") == [f"explainer /{LATE}"]
    shown.goto("about:blank")
    told.give("second")
    shown.goto(f"{address}/{LATE}")
    asks_first(shown)
    assert news(shown) == WAS_NOW
    shown.goto(f"{address}/{LATE}")
    asks_first(shown)
    assert said(shown) == ""
    shown.goto(f"{address}/")  # of which nothing was kept
    asks_first(shown)
    assert said(shown) == ""


def test_it_works_where_the_theme_s_own_script_does_not_come(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/about/", lambda shown: shown.route("**/bundle.*.js", lambda one: one.abort()))
    told.give("second")
    hears(shown)
    assert news(shown).startswith("New at 18:41: Ferries leave 40–70 minutes late You last saw: Ferries leave 20–40")
    assert "40–70" in shown.locator(".explainer-bar").inner_text()


def test_what_is_over_in_the_meantime_says_so_in_its_place(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/{LATE}")
    told.give("over")
    hears(shown)
    assert shown.locator("h1").first.inner_text().startswith("Over: ")
    assert "You last saw: Ferries leave 20–40 minutes late" in news(shown)
    assert accessibility_faults(shown) == []


def test_what_is_over_is_asked_for_once_and_not_each_minute(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/{LATE}")
    told.give("over")
    hears(shown)
    before = len(ASKED[shown])
    for _ in range(4):
        asks(shown)
    assert set(ASKED[shown][before:]) == {"live.json"}


OLDER = ["log.gale", "20261120T160000Z", "", "17:00", "A gale is forecast.", "Gale warning"]
"""What was said of something else before, and holds still."""


def test_an_older_word_that_is_the_newest_once_more_is_no_news(told: Told, address: str, page: Pages) -> None:
    def also(shown: Page) -> None:
        def answered(one: Route) -> None:
            live = json.loads(told.live(told.shown.resolve().name))
            one.fulfill(json={**live, "news": [*live["news"], OLDER]})

        shown.route("**/live.json", answered)

    shown = opened(page, f"{address}/", also)
    told.give("over")
    hears(shown)
    assert "17:00" not in news(shown)
    assert news(shown).startswith("New at 18:52: ")
    assert "You last saw: Ferries leave 20–40 minutes late" in news(shown)


BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"


def test_it_works_where_nothing_may_be_kept(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/{LATE}", lambda shown: shown.add_init_script(BLOCKED))
    told.give("second")
    hears(shown)
    assert news(shown) == WAS_NOW


@pytest.mark.audit
def test_a_later_check_is_no_news_but_the_page_stays_as_young_as_it(told: Told, address: str, page: Pages) -> None:
    shown = opened(page, f"{address}/{LATE}")
    before = len(ASKED[shown])
    told.give("checked")
    asks(shown)
    assert ASKED[shown][before:] == ["live.json"], "the page itself is not asked for"
    for _ in range(12):
        asks(shown)
    assert "Checked\n18:27" in shown.locator(".strip").first.inner_text()
    assert "old." not in shown.locator("[data-live=lead]").inner_text().split("Treat")[0]
    assert said(shown) == ""
    assert ASKED[shown][before:].count("") <= 2


def test_a_page_that_nobody_looks_at_asks_nothing_and_asks_when_it_is_looked_at(
    told: Told, address: str, page: Pages
) -> None:
    shown = opened(page, f"{address}/{LATE}")
    hidden = """is => { Object.defineProperty(document, "visibilityState", {value: is, configurable: true});
        document.dispatchEvent(new Event("visibilitychange")); }"""
    shown.evaluate(hidden, "hidden")
    before = len(ASKED[shown])
    pass_by(shown, 1800)
    assert len(ASKED[shown]) == before
    told.give("second")
    shown.evaluate(hidden, "visible")
    assert news(shown) == WAS_NOW
    assert ASKED[shown][before:] == ["live.json", ""]


NO_NEWS: tuple[dict[str, Any], ...] = (
    {"status": 404, "body": "gone"},
    {"status": 200, "body": "<!doctype html><title>Sign in</title>"},
    {"status": 200, "body": "{}"},
    {"status": 200, "body": '{"pages": 3, "news": null, "checked": "x"}'},
    {"status": 503, "body": ""},
)


@pytest.mark.audit
def test_what_tells_no_news_changes_nothing_and_is_asked_less_and_less(told: Told, address: str, page: Pages) -> None:
    answers = cycle(NO_NEWS)

    def answered(shown: Page) -> None:
        shown.route("**/live.json", lambda one: one.fulfill(**next(answers)))

    shown = opened(page, f"{address}/{LATE}", answered)
    told.give("second")
    before = len(ASKED[shown])
    for _ in range(12):
        pass_by(shown, STEP)
    assert len(ASKED[shown]) - before == 1
    for _ in range(4 * 3600 // 60):
        pass_by(shown, 60)
    assert len(NO_NEWS) <= len(ASKED[shown]) - before <= 14
    assert shown.evaluate("[...document.querySelectorAll('h1')].some(one => one.textContent.includes('20–40'))")
    assert said(shown) == ""


@pytest.mark.audit
def test_no_older_page_takes_the_place_of_a_newer_one(told: Told, address: str, page: Pages) -> None:
    """Neither where both come from a cache of before, nor where the page alone does."""
    told.give("second")
    shown = opened(page, f"{address}/{LATE}")
    told.give("first")
    asks(shown)
    for _ in range(4):
        asks(shown, 300)
    assert "40–70" in shown.locator("h1").first.inner_text()
    assert said(shown) == ""
    told.give("first")
    other = opened(page, f"{address}/{LATE}")
    other.route(
        "**/live.json", lambda one: one.fulfill(body=told.live("second").decode(), content_type="application/json")
    )
    asks(other)
    for _ in range(4):
        asks(other, 300)
    assert "20–40" in other.locator("h1").first.inner_text()
    assert said(other) == ""


@pytest.mark.audit
def test_a_page_of_a_day_to_come_is_followed_by_one_of_today(told: Told, address: str, page: Pages) -> None:
    """As after a run at a wrong moment: it would stand there until that day, and nothing would call it old."""
    if not (told.root / "today").exists():
        shutil.copytree(told.root / "first", told.root / "today", copy_function=shutil.copy)
    told.give("second")
    shown = opened(page, f"{address}/{LATE}", lambda one: one.clock.set_system_time("2026-11-18T17:43:00Z"))
    assert "40–70" in shown.locator("h1").first.inner_text()
    told.give("today")
    asks(shown)
    asks(shown, 300)
    assert "20–40" in shown.locator("h1").first.inner_text()


@pytest.mark.parametrize("path", ["", LATE, "how/crane/"])
def test_a_strict_policy_from_the_server_refuses_nothing_of_it(told: Told, page: Pages, path: str) -> None:
    told.give("first")
    html = (told.root / "first" / path / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in inline)
    strict = (
        f"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        f"script-src {hashes} 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    refused: list[str] = []
    with serving(told.shown, {"Content-Security-Policy": strict}) as address:
        shown = page(viewport={"width": 390, "height": 844})
        shown.clock.install(time=AT)
        count(shown)
        shown.on("console", lambda message: refused.append(message.text))
        shown.goto(f"{address}/{path}")
        asks_first(shown)
        told.give("second")
        hears(shown)
        assert "40–70" in shown.locator("body").inner_text()
        assert news(shown).startswith("New at 18:41:")
    assert [one for one in refused if "Content Security Policy" in one and "__config" not in one] == []


def test_it_is_small(told: Told) -> None:
    [script] = (told.root / "first/assets/javascripts").glob("live.*.js")
    assert len(gzip.compress(script.read_bytes(), 9, mtime=0)) <= 6 * 1024
    assert len(told.live("second")) <= 2048
    first, checked = (json.loads(told.live(name)) for name in ("first", "checked"))
    assert {key for key in first if first[key] != checked[key]} <= {"checked", "at", "pages"}


def configured(site: Site, what: str, instead: str) -> Site:
    """The same site with another word in its configuration."""
    config = site.root / "mkdocs.yml"
    words = config.read_text(encoding="utf-8")
    assert what in words
    site.write("mkdocs.yml", words.replace(what, instead))
    return site


EXERCISE = "      exercise: {now: 2026-11-20T18:55:00+01:00, says: Practice only.}\n"


@pytest.fixture(scope="module")
def in_languages(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """In French and Arabic, and an exercise whose clock stands still."""
    root = tmp_path_factory.mktemp("languages")
    made = configured(in_three(root / "made"), "      skin: explainer\n", f"      skin: explainer\n{EXERCISE}")
    french = BULLETIN_IN_FRENCH.replace("20–40", "40–70").replace("20 à 40", "40 à 70") + (
        "  - {says: {en: The wind grows., fr: Le vent forcit.}, changed: "
        '{en: "was 20–40 minutes late, now 40–70", fr: "de 20 à 40 minutes, maintenant de 40 à 70"}}\n'
    )
    return Told(root, made, ("ops_feeds/bulletins/late.fr.yml", french))


@pytest.mark.audit
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Nouveau à 18:41\u00a0: de 20 à 40 minutes, maintenant de 40 à 70."),
        ("ar", "جديد في 18:41: was 20–40 minutes late, now 40–70."),
    ],
)
def test_in_an_exercise_whose_clock_stands_still_each_language_says_it_in_its_own_words(
    in_languages: Told, page: Pages, language: str, line: str
) -> None:
    in_languages.give("first")
    with serving(in_languages.shown) as address:
        shown = opened(page, f"{address}/{language}/{LATE}")
        in_languages.give("second")
        hears(shown)
        notice = shown.locator(f"{NOTICE} p")
        assert notice.evaluate("one => one.textContent") == line
        assert notice.locator("bdi").get_attribute("lang") == ("en" if language == "ar" else None)
        box, button = notice.bounding_box(), shown.locator(f"{NOTICE} button").bounding_box()
        assert box is not None
        assert button is not None
        assert (box["x"] > button["x"]) == (language == "ar")
        assert button["height"] >= 44
        assert shown.evaluate("document.documentElement.scrollWidth") <= 390
        assert accessibility_faults(shown) == []


@pytest.mark.audit
def test_with_instant_navigation_the_page_that_is_shown_learns_of_it(tmp_path: Path, page: Pages) -> None:
    theme = "theme: {name: material, font: false}"
    site = configured(make_site(tmp_path / "made"), theme, f"{theme[:-1]}, features: [navigation.instant]}}")
    told = Told(tmp_path, site)
    with serving(told.shown) as address:
        for path in tmp_path.glob("*/**/*"):
            if path.suffix in (".html", ".xml") and "made" not in path.parts and path.is_file():
                path.write_text(path.read_text().replace("https://pier.example", address))
        shown = opened(page, f"{address}/how/", viewport={"width": 1280, "height": 800})
        shown.evaluate("window.same = true")
        shown.click(f"article a[href='{address}/how/crane/'], article a[href='crane/']")
        shown.wait_for_url("**/how/crane/")
        shown.wait_for_selector("text=It lifts thirty boxes")
        asks(shown)
        told.give("second")
        hears(shown)
        assert shown.evaluate("window.same"), "the theme changed the page in place"
        assert "40–70" in shown.locator(".explainer-bar").inner_text()
        assert "40–70" in shown.locator("[data-live=panel]").inner_text() or "40–70" in said(shown)


def test_in_a_preview_which_reloads_itself_it_asks_nothing(told: Told, address: str, page: Pages) -> None:
    html = (told.root / "first" / LATE / "index.html").read_text(encoding="utf-8")
    worn = html.replace("<body>", '<body><aside class="x-preview"></aside>')
    shown = page()
    shown.clock.install(time=AT)
    count(shown)
    shown.route(f"**/{LATE}", lambda one: one.fulfill(body=worn, content_type="text/html"))
    shown.goto(f"{address}/{LATE}")
    assert worn != html
    pass_by(shown, 600)
    assert not [one for one in ASKED[shown] if one == "live.json"]
