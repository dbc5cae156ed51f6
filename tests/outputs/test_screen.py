"""The screen in a hall: read at five metres in every language, all of it at once, and old by itself when nobody renews it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.model.settings import Exercise
from explainer.model.vocabulary import State
from explainer.outputs.screen import screen_html, screen_key
from explainer.picture.model import Picture
from tests.conftest import NOW
from tests.factory import SETTINGS, at, make_bulletin, make_disruption, make_picture, make_record, make_view, view
from tests.outputs.test_badge import LANGUAGES, SCENES
from tests.outputs.test_embed import AS_IT_IS, TOO_OLD, section
from tests.support.browser import Pages, accessibility_faults
from tests.support.languages import spoken
from tests.support.markup import Walk
from tests.support.site import Site
from tests.support.trades import HOSPITAL, make_trade

LONG = (
    "Because of the gale the ferries to the islands leave between forty and seventy minutes late,"
    " and some not at all until the morning"
)
CLOSED = [
    make_disruption(
        "road",
        str(number),
        headline=[{"text": f"The harbour road is closed at kilometre {number}" if number else LONG * 2}],
        reports=[{"component": "road", "state": "stopped"}],
    )
    for number in range(5)
]
DRILL = SETTINGS.replace(exercise=Exercise(now=NOW))


def test_it_says_what_is_happening_as_of_when_the_next_word_and_whom_to_ask() -> None:
    page = screen_html(view(make_bulletin())).decode()
    assert Walk(section(page, "now")).text == (
        "Slowed at 18:20, 20 Nov Ferries are 40–70 minutes late"
        " A gale. Ferries queue for the crane: 24 boxes an hour instead of 36. Next update by 19:00."
    )
    words = Walk(
        page.partition("<main>")[2].partition("</main>")[0].replace("header", "div").replace("footer", "div")
    ).text
    assert "As of 18:20." in words
    assert words.endswith("Ask Harbour office, 01 99 00 18 20. harbour.example")
    assert '<meta name="robots" content="noindex">' in page
    assert 'http-equiv="refresh"' not in page, "a page that loads itself anew is against WCAG 2.2.1 (F41)"


def test_what_is_too_old_stands_below_as_what_was_last_known_and_never_as_if_it_held() -> None:
    long = {"headline": [{"lang": "en", "text": LONG * 2}], "reports": [{"component": "road", "state": "stopped"}]}
    old = [{"at": at(-600), "says": "Late.", "next_update": at(-540)}]
    others = [
        make_bulletin(native, updates=old, next_update=at(-540), about=[], **fields)
        for native, fields in (("short", {}), ("long", long))
    ]
    here = view(make_bulletin(about=[]), *others)
    assert [now.outdated for now in here.picture.beside_the_lead] == [True, True]
    words = Walk(section(screen_html(here).decode(), "now")).text
    assert "Last known: Ferries are 40–70 minutes late" in words
    assert "Road: unknown" in words


def test_of_many_disruptions_it_shows_the_worst_few_and_how_many_more() -> None:
    words = Walk(section(screen_html(view(make_bulletin(), *CLOSED)).decode(), "now")).text
    assert words.count("The harbour road is closed") == 2
    assert "Road: stopped" in words, "in the place of a headline that has no room"
    assert words.endswith("2 more")


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_it_is_green_only_where_all_is_normal_and_always_turns_old(scene: Picture) -> None:
    page = screen_html(make_view(scene)).decode()
    now, old = section(page, "now"), section(page, "old")
    assert ("is-normal" in now) == (scene.state is State.NORMAL)
    assert "is-unknown" in old
    assert "Old: " in old


def test_a_quiet_day_says_that_nothing_is_reported_and_when_that_was_looked_at() -> None:
    words = Walk(section(screen_html(view()).decode(), "now")).text
    assert "No trouble reported, checked 18:24" in words
    assert "Checked again by 18:54." in words


def test_in_an_exercise_it_says_so_on_top() -> None:
    page = screen_html(make_view(make_picture(make_bulletin(), exercise=True), settings=DRILL)).decode()
    assert '<p class="x"><b>EXERCISE</b> Practice only. Nothing here is real.</p>' in page
    assert "<title>EXERCISE: Slowed, Harbour of Orme</title>" in page


def test_a_refresh_makes_it_anew_only_when_its_words_are_others() -> None:
    one, other = view(make_bulletin()), view(make_bulletin(severity="minor"))
    assert screen_key(one) == screen_key(other) != screen_key(view())


def test_each_language_has_its_own_among_its_pages_unless_it_is_switched_off(site: Site) -> None:
    assert "20–40" in site.page("screen/index.html")
    assert "screen" not in site.page("sitemap.xml")
    site.without("screen")
    assert site.run("build") == 0
    assert "screen/index.html" not in site.files()


@pytest.mark.audit
def test_a_hospital_has_them_too_in_words_of_its_own(tmp_path: Path) -> None:
    site = make_trade(tmp_path / "site", "Riverside Hospital", HOSPITAL)
    assert site.run("update") == 0
    for path in ("screen/index.html", "embed.html", "badge.svg"):
        assert "Riverside Hospital" in site.page(path)
        assert "ferr" not in site.page(path).lower()


# In a browser

HALL = {"viewport": {"width": 1920, "height": 1080}}
SMALLEST = """() => {
    const words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), sizes = [];
    while (words.nextNode()) if (words.currentNode.data.trim()) {
        sizes.push(parseFloat(getComputedStyle(words.currentNode.parentElement).fontSize));
    }
    return Math.min(...sizes);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_on_one_screen_in_letters_for_five_metres(page: Pages, language: str) -> None:
    busiest = make_picture(make_bulletin(headline=[{"text": LONG}], summary=LONG * 2), *CLOSED, exercise=True)
    usual = make_picture(make_bulletin(headline=[{"text": LONG[:90]}], summary=LONG * 2), *CLOSED, exercise=True)
    for picture in (busiest, usual):
        opened = page(**HALL)
        opened.set_content(screen_html(spoken(make_view(picture, settings=DRILL), language)).decode())
        assert opened.evaluate(SMALLEST) >= 44
        assert opened.evaluate("document.documentElement.scrollHeight") <= 1080
        assert opened.evaluate("document.documentElement.scrollWidth") <= 1920


@pytest.mark.parametrize(("now", "scheme"), [(AS_IT_IS, "light"), (TOO_OLD, "dark")])
def test_it_is_accessible_and_turns_old_at_its_moment_by_itself(page: Pages, now: str, scheme: str) -> None:
    opened = page(**HALL, color_scheme=scheme)
    opened.clock.set_fixed_time(now)
    opened.set_content(screen_html(view(make_bulletin(), *CLOSED)).decode())
    assert opened.locator(".now h1").is_visible() == (now == AS_IT_IS)
    assert opened.locator(".old h1").is_visible() == (now == TOO_OLD)
    assert accessibility_faults(opened) == []


def test_it_takes_what_is_newer_and_without_a_network_keeps_its_words_until_they_are_old(page: Pages) -> None:
    first = screen_html(view(make_bulletin())).decode()
    picture = make_picture(make_bulletin(headline=[{"text": "All ferries stand still"}]), now=at(1))
    newer = (
        screen_html(make_view(picture)).decode().replace('data-made="2026-11-20T17:24', 'data-made="2026-11-20T17:25')
    )
    served: list[str | None] = [first]
    opened = page(**HALL)
    opened.clock.install(time=AS_IT_IS)
    opened.route(
        "http://127.0.0.1:1/screen/",
        lambda route: route.fulfill(body=served[-1], content_type="text/html") if served[-1] else route.abort(),
    )
    opened.goto("http://127.0.0.1:1/screen/")
    served.append(newer)
    opened.clock.run_for(35_000)
    opened.locator(".now h1", has_text="All ferries stand still").wait_for(timeout=5_000)
    served += ["<title>Log in to the network of the hall</title>"]
    opened.clock.run_for(35_000)
    served += [None]
    opened.clock.run_for(120_000)
    assert opened.locator(".now h1").inner_text() == "All ferries stand still"
    opened.clock.set_fixed_time(TOO_OLD)
    opened.clock.run_for(10_000)
    assert opened.locator(".old h1").inner_text() == "The update promised for 19:00 is late."


def test_without_script_it_turns_old_by_its_style(page: Pages) -> None:
    opened = page(**HALL)
    opened.set_content(re.sub(r"<script>.*?</script>", "", screen_html(view(make_bulletin())).decode()))
    shown = """time => { for (const one of document.getAnimations()) one.currentTime = time;
        return [".now", ".old"].map(name => getComputedStyle(document.querySelector(name)).visibility) }"""
    assert opened.evaluate(shown, 36 * 60_000 - 1) == ["visible", "hidden"]
    assert opened.evaluate(shown, 36 * 60_000 + 1) == ["hidden", "visible"]


def test_what_is_late_is_told_and_nothing_is_told_as_if_it_held() -> None:
    page = screen_html(make_view(make_picture(record=make_record([make_bulletin()]), now=at(42)))).decode()
    assert section(page, "now") == ""
    assert "The update promised for" in section(page, "old")
