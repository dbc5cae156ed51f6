"""The pages in a real browser: access, width, script and no script; ``test_growing_old`` moves its clock."""

import re
import shutil
from collections.abc import Iterator

import pytest

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support.browser import Pages, accessibility_faults
from tests.support.drawn import SPACED, faults
from tests.support.server import serving
from tests.support.site import Site, make_site

FOG = "disruptions/operations.fog-4-november/"
"""A page of what is over."""

PAGES = [
    "",
    "map/",
    "disruptions/operations.late-departures/",
    FOG,
    "disruptions/operations.track-works/",
    "archive/",
    "archive/2026-11/",
    "record/",
    "questions/",
    "questions/card/",
    "words/",
    "events/",
    "why/departures/",
    "run/deicing/",
    "why/bags/",
    "why/night/",
    "who/",
    "who/airlines/",
    "how/deicing/",
    "how/runway-clearing/",
    "questions/why-are-we-kept-on-board/",
    "about/",
    "fr/",
    "ar/",
    "ar/map/",
    "ar/questions/",
    "ar/disruptions/operations.late-departures/",
    "ar/who/operations-centre/",
    "ar/words/",
    "ar/events/",
    "ar/about/",
    "ar/run/deicing/",
]

UNDER_A_HEADING = """() => [...document.querySelectorAll(".sec")]
  .filter(section => getComputedStyle(section).display === "grid")
  .flatMap(section => [...section.querySelectorAll(":scope > h2 ~ *")])
  .filter(one => {
    const [heading, own] = [one.parentNode.querySelector("h2"), one].map(each => each.getBoundingClientRect());
    return own.width && own.left < heading.right && heading.left < own.right;
  })
  .map(one => one.textContent)"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("demo") / "site"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert run(["update", "-f", str(root / "mkdocs.yml")]) == 0
    with serving(root / "site") as address:
        yield address


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    """A site that is no exercise, written at a moment that is long past."""
    site = make_site(tmp_path_factory.mktemp("real") / "site")
    assert site.run("update") == 0
    with serving(site.root / "site") as address:
        yield address, site


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of which a bulletin is over."""
    site = make_site(tmp_path_factory.mktemp("over") / "site")
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    with serving(site.root / "site") as address:
        yield address


SCREENS = [(320, "light"), (1280, "dark")]
OTHERS = [(320, "dark"), (1280, "light")]
"""What the first of all pages is looked at in besides: each look at a page costs a second of a browser."""
IN_OTHER_WORDS = [(320, "dark")]
"""What a page in another language than the first is looked at in, but for its home."""


def _screens(path: str) -> list[tuple[int, str]]:
    if not path:
        return SCREENS + OTHERS
    return IN_OTHER_WORDS if re.match(r"(fr|ar)/.", path) else SCREENS


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [(path, *screen) for path in PAGES for screen in _screens(path)],
)
def test_pages_have_no_accessibility_faults_and_no_sideways_scroll(
    demo: str, page: Pages, path: str, width: int, scheme: str
) -> None:
    shown = page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shown.goto(f"{demo}/{path}")
    assert accessibility_faults(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_wide_screen_all_of_a_section_stands_beside_its_heading_and_none_of_it_below(
    demo: str, page: Pages
) -> None:
    shown = page(viewport={"width": 1280, "height": 900})
    for path in PAGES:
        shown.goto(f"{demo}/{path}")
        assert shown.evaluate(UNDER_A_HEADING) == [], path


def test_of_a_film_only_its_picture_is_fetched_until_somebody_presses_play(demo: str, page: Pages) -> None:
    shown, asked = page(), list[str]()
    shown.on("request", lambda request: asked.append(request.url.removeprefix(f"{demo}/")))
    shown.goto(f"{demo}/how/runway-clearing/", wait_until="networkidle")
    assert [url for url in asked if "runway-sweep" in url] == ["how/runway-sweep.png"]
    shown.evaluate("document.querySelector('.film video').play()")
    shown.wait_for_function("document.querySelector('.film video').currentTime > 0")
    assert "how/runway-sweep.webm" in asked


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path[:3] in ("", "arc", "map", "dis", "run", "why", "who", "wor", "eve")]
)
def test_crisis_pages_are_one_request_beside_styles_that_are_shared_or_for_paper_and_whole_without_script(
    demo: str, page: Pages, path: str
) -> None:
    requests: list[str] = []
    shown = page(java_script_enabled=False)
    shown.on("request", lambda request: requests.append(request.url))
    shown.goto(f"{demo}/{path}")
    asked = [url.removeprefix(f"{demo}/") for url in requests if not url.startswith("data:")]
    shared = re.findall(r"assets/stylesheets/over\.\w+\.css", shown.content()) if path == FOG else []
    paper = re.findall(r"assets/stylesheets/print\.\w+\.css", shown.content())
    assert asked[: 1 + len(shared)] == [path, *shared]
    assert asked[1 + len(shared) :] == paper[: len(asked) - 1 - len(shared)]
    assert all(f'media="print" href="{"../" * path.count("/")}{sheet}"' in shown.content() for sheet in paper)
    assert len(shared) == (path == FOG)
    assert shown.locator("h1").inner_text().strip()
    assert shown.locator("main").inner_text().count("\n") > 7


@pytest.mark.parametrize("path", ["disruptions/operations.late-departures/", FOG])
def test_any_recorded_minute_of_how_it_spread_is_drawn_as_its_still_is_and_said_in_words(
    demo: str, page: Pages, path: str
) -> None:
    shown = page(viewport={"width": 320, "height": 800})
    refused: list[str] = []
    shown.on("console", lambda message: refused.append(message.text) if "Playwright" not in message.text else None)
    shown.goto(f"{demo}/{path}")
    drawn = "one => one.querySelector('time').textContent.slice(-5) + one.querySelector('p').textContent"
    stills = shown.eval_on_selector_all("ol.stills li", f"every => every.map({drawn})")
    shown.locator("#spread summary").click()
    shown.locator("#spread button").click()
    slider = shown.locator("#spread input")
    slider.wait_for()
    shown.keyboard.press("Home")
    moments = []
    for _ in range(int(slider.get_attribute("max") or 0) + 1):
        moments.append(shown.eval_on_selector("div.stills > div", drawn))
        assert re.match(r"\d\d:\d\d\. \w", slider.get_attribute("aria-valuetext") or "")
        shown.keyboard.press("ArrowRight")
    assert len(stills) > 2
    assert [moment for moment in moments if moment in stills] == stills
    box = slider.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert accessibility_faults(shown) == []
    assert refused == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_page_of_what_is_over_is_as_well_dressed_with_the_style_that_it_shares(
    over: str, page: Pages, width: int, scheme: str
) -> None:
    shown = page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    refused: list[str] = []
    shown.on("console", lambda message: refused.append(message.text) if "Playwright" not in message.text else None)
    shown.goto(f"{over}/disruptions/log.late/")
    assert accessibility_faults(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.locator(".btn.main").bounding_box()["height"] >= 44  # type: ignore[index]
    assert refused == []


def test_the_sign_the_times_and_both_buttons_are_above_the_fold_of_a_phone(demo: str, page: Pages) -> None:
    shown = page(viewport={"width": 360, "height": 740})
    shown.goto(f"{demo}/")
    for words in ("What can I do?", "Why?"):
        box = shown.get_by_role("link", name=words).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 740
        assert box["height"] >= 44


LATE = "disruptions/operations.late-departures/"
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("path", ["", "map/", LATE, "why/departures/"])
def test_what_is_asked_most_is_answered_on_the_first_screen_of_a_phone(demo: str, page: Pages, path: str) -> None:
    shown = page(viewport=PHONE, java_script_enabled=False)
    shown.goto(f"{demo}/{path}")
    for words in ("When is it over?", "What am I owed?"):
        box = shown.locator(".lead:not([hidden])").get_by_role("link", name=words).first.bounding_box()
        assert box is not None
        assert box["y"] < PHONE["height"], words


HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_a_disruption_is_a_third_shorter_on_a_phone_than_with_all_that_folds_open(
    demo: str, page: Pages, language: str
) -> None:
    shown = page(viewport=PHONE)
    shown.goto(f"{demo}/{language}{LATE}")
    folded = shown.evaluate(HEIGHT)
    shown.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert folded <= shown.evaluate(HEIGHT) * 2 / 3


def test_what_folds_is_open_on_paper_and_found_by_its_words_without_script(demo: str, page: Pages) -> None:
    shown = page(viewport=PHONE, java_script_enabled=False)
    shown.goto(f"{demo}/{LATE}")
    told = shown.get_by_text("Staff in yellow bring water and hold places.")
    assert not told.is_visible()
    shown.emulate_media(media="print")
    assert told.evaluate(
        "e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 0"
    )


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640)])
def test_what_stays_in_sight_never_covers_what_has_the_focus(demo: str, page: Pages, width: int, height: int) -> None:
    shown = page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    shown.goto(f"{demo}/{LATE}")
    covered, seen = set(), 0
    shown.keyboard.press("Tab")
    while shown.evaluate("document.activeElement !== document.body") and seen < 200:
        seen += 1
        name, hidden = shown.evaluate(
            """() => {
                const here = document.activeElement, box = here.getBoundingClientRect();
                const bar = document.querySelector('.lead:not([hidden]) .toc').getBoundingClientRect();
                return [here.textContent, !here.closest('.toc') && box.top >= bar.top && box.bottom <= bar.bottom];
            }"""
        )
        covered |= {name} if hidden else set()
        shown.keyboard.press("Tab")
    assert seen > 30
    assert covered == set()


def test_on_a_screen_as_low_as_at_four_hundred_percent_nothing_stays_in_sight(demo: str, page: Pages) -> None:
    shown = page(viewport={"width": 320, "height": 256})
    shown.goto(f"{demo}/{LATE}")
    ways = shown.locator(".lead:not([hidden]) .toc")
    assert ways.evaluate("e => getComputedStyle(e).position") == "static"
    assert ways.locator("a:visible").count() >= 9
    shown.set_viewport_size({"width": 390, "height": 844})
    assert ways.evaluate("e => getComputedStyle(e).position") == "fixed"
    assert ways.locator("a:visible").count() == 4
    assert all(box["height"] >= 44 for link in ways.locator("a:visible").all() if (box := link.bounding_box()))


def test_a_page_opened_in_time_does_not_call_itself_old_until_it_is(real: tuple[str, Site], page: Pages) -> None:
    address, _ = real
    shown = page()
    shown.clock.install(time="2026-11-20T18:50:00+01:00")
    shown.goto(f"{address}/")
    assert not shown.locator(".late").first.is_visible()
    shown.clock.run_for(20 * 60 * 1000)
    assert shown.locator(".late").first.is_visible()


def test_a_page_written_after_its_promise_says_it_is_late_without_script(
    tmp_path_factory: pytest.TempPathFactory, page: Pages
) -> None:
    site = make_site(tmp_path_factory.mktemp("late") / "site")
    assert site.run("update", now="2026-11-20T19:20:00+01:00") == 0
    with serving(site.root / "site") as address:
        shown = page(java_script_enabled=False)
        shown.goto(f"{address}/")
        assert shown.locator(".late").first.is_visible()


def test_the_map_filter_needs_no_script(demo: str, page: Pages) -> None:
    shown = page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    shown.goto(f"{demo}/map/")
    fluid, deicing = (shown.locator(f"li:has(> details > #{part})") for part in ("fluid", "deicing"))
    assert fluid.is_visible()
    shown.get_by_label("Only what is not normal").check()
    assert not fluid.is_visible()
    assert deicing.is_visible()


@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_no_word_of_the_map_leaves_its_box_or_lies_on_a_line(demo: str, page: Pages, language: str) -> None:
    shown = page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    shown.goto(f"{demo}/{language}map/")
    assert shown.locator(".drawn li").count() == 26
    assert faults(shown) == []
    shown.add_style_tag(content=SPACED)
    assert faults(shown) == []


def test_the_map_on_a_phone_is_short_and_a_link_to_what_is_folded_unfolds_it(demo: str, page: Pages) -> None:
    shown = page(viewport={"width": 390, "height": 844}, java_script_enabled=False, reduced_motion="reduce")
    shown.goto(f"{demo}/map/")
    assert shown.evaluate("document.documentElement.scrollHeight") < 3_983, "as long as the first drawing of it"
    fluid, deicing = shown.locator("#fluid"), shown.locator("#deicing")
    assert not fluid.is_visible()
    assert shown.locator(".fold", has_text="De-icing fluid").is_visible()
    shown.locator("summary", has_text="De-icing pads").click()
    assert deicing.get_by_text("Slowed by").is_visible()
    deicing.get_by_role("link", name="De-icing fluid").click()
    assert fluid.is_visible()
    assert fluid.get_by_role("link", name="De-icing pads").is_visible()
    assert 0 <= shown.locator("li:has(> details > #fluid)").bounding_box()["y"] < 600  # type: ignore[index]


def test_a_part_that_is_chosen_on_the_map_shows_its_lines_and_their_ends(demo: str, page: Pages) -> None:
    shown = page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    shown.goto(f"{demo}/map/#deicing")
    assert shown.locator(".more > svg >> visible=true").count() == 1
    lines = shown.locator("#deicing > svg > use").evaluate_all("""uses => uses.map(use => {
        const [kind, id] = use.getAttribute("href").slice(1).split("."), drawn = use.getBoundingClientRect();
        const of = kind === "b" ? document.getElementById(id).closest("li") : document.getElementById(`e.${id}`);
        const box = of.getBoundingClientRect();
        return Math.max(...["x", "y", "right", "bottom"].map(side => Math.abs(drawn[side] - box[side])));
    })""")
    assert len(lines) > 10
    assert max(lines) < 10, "each lies where the line or the box is that it is of"


def test_the_map_is_printed_on_two_sheets(demo: str, page: Pages) -> None:
    shown = page()
    shown.goto(f"{demo}/map/")
    sheets = re.findall(rb"/Type\s*/Page\b", shown.pdf(prefer_css_page_size=True))
    assert len(sheets) == 2


def test_the_keyboard_reaches_the_news_first(demo: str, page: Pages) -> None:
    shown = page()
    shown.goto(f"{demo}/")
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to the news"
    assert shown.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_reading_page_without_a_panel_asks_when_sources_were_last_checked(demo: str, page: Pages) -> None:
    shown = page()
    shown.goto(f"{demo}/accessibility/")
    checked = shown.locator(".checked")
    checked.wait_for()
    assert checked.inner_text() == "Sources last checked 18:24."


HOSTILE = (
    '<script>window.owned=1</script><img src=x onerror=window.owned=1> {{ 7*7 }} {% raw %} --8<-- "x" ](javascript:x)'
)


def test_hostile_feed_text_stays_text_on_every_page(tmp_path_factory: pytest.TempPathFactory, page: Pages) -> None:
    import html

    site = make_site(tmp_path_factory.mktemp("hostile") / "site")
    site.met({"g1": html.escape(html.escape(f"Gale {HOSTILE}"))})
    site.bulletin(says=HOSTILE.replace('"', "'"))
    assert site.run("update") == 0
    refused: list[str] = []
    with serving(site.root / "site") as address:
        shown = page()
        shown.on(
            "console", lambda message: refused.append(message.text) if "Content Security" in message.text else None
        )
        for path in ("", "disruptions/met.g1/", "disruptions/log.late/", "map/", "why/ferry/", "how/crane/"):
            shown.goto(f"{address}/{path}")
            assert shown.evaluate("window.owned") is None, path
            assert shown.locator("main img, article img").count() == 0, path
    assert refused == [], "nothing even tried"


TOLD = (
    "&lt;p&gt;See &lt;a href='https://rail.example/timetable-"
    + 40 * "long-"
    + "'&gt;the timetable&lt;/a&gt;.&lt;/p&gt;"
    "&lt;ol&gt;&lt;li&gt;Go out&lt;li&gt;Wait&lt;/ol&gt;&lt;ul&gt;&lt;li&gt;One&lt;li&gt;Two&lt;/ul&gt;"
)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_feeds_lists_have_their_markers_and_its_addresses_fit(
    tmp_path_factory: pytest.TempPathFactory, page: Pages, width: int
) -> None:
    site = make_site(tmp_path_factory.mktemp("told") / "site")
    site.write(
        "ops_feeds/local/met.xml",
        f"<rss version='2.0'><channel><item><guid>g1</guid><title>Gale</title><description>{TOLD}</description></item>"
        "</channel></rss>",
    )
    assert site.run("update") == 0
    with serving(site.root / "site") as address:
        shown = page(viewport={"width": width, "height": 800})
        shown.goto(f"{address}/disruptions/met.g1/")
        styles = "e => [...e.querySelectorAll('ol li, ul li')].map(li => getComputedStyle(li).listStyleType)"
        assert shown.locator("#happening .text").evaluate(styles) == ["decimal", "decimal", "disc", "disc"]
        assert shown.locator("#happening .text a").inner_text().startswith("https://rail.example/timetable-")
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_faults(shown) == []


def test_an_arabic_site_runs_right_to_left_without_sideways_scroll(
    tmp_path_factory: pytest.TempPathFactory, page: Pages
) -> None:
    site = make_site(tmp_path_factory.mktemp("rtl") / "site")
    config = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", config.replace("font: false", "font: false, language: ar"))
    assert site.run("update") == 0
    with serving(site.root / "site") as address:
        for width in (320, 1280):
            shown = page(viewport={"width": width, "height": 800})
            for path in ("", "map/", "disruptions/log.late/", "why/ferry/"):
                shown.goto(f"{address}/{path}")
                assert shown.evaluate("getComputedStyle(document.body).direction") == "rtl"
                assert shown.evaluate("document.documentElement.scrollWidth") <= width, path


def test_state_survives_forced_colours_and_print(demo: str, page: Pages) -> None:
    shown = page(forced_colors="active")
    shown.goto(f"{demo}/")
    glyph = shown.locator(".lead .state svg").first
    assert glyph.evaluate("e => getComputedStyle(e).fill !== getComputedStyle(document.body).backgroundColor")
    shown.emulate_media(media="print")
    words = shown.locator("main").inner_text()
    assert "Slowed since 16:40" in words
    assert "treat it as old" in words
