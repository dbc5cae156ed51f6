"""A poster stays true on a wall: dated, marked, one page whatever is written, and what gives way is said."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.disruption import Disruption
from explainer.outputs.poster import POSTER, poster_html, poster_key, poster_of
from explainer.render.components.poster import HEADLINES, Poster
from explainer.render.components.poster.code import Code, code_of
from explainer.render.components.poster.fitting import GIVES_WAY, HEIGHT, fitted, height_of
from explainer.render.view import View
from tests.conftest import ROOT
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_view
from tests.factory_map import DRILL
from tests.support.browser import Pages, accessibility_faults
from tests.support.languages import spoken
from tests.support.site import Site, make_site
from tests.support.trades import HOSPITAL, make_trade

GOLDEN = ROOT / "tests/golden/poster.html"
LONG = "Every lift stands still because water ran into the shaft, and nobody may step in before it has been looked at. "


def view_of(*disruptions: Disruption, exercise: bool = False) -> View:
    view = make_view(make_picture(*disruptions, exercise=exercise))
    return replace(view, settings=DRILL) if exercise else view


def of(*disruptions: Disruption, exercise: bool = False) -> str:
    return page_of(view_of(*disruptions, exercise=exercise))


def page_of(view: View) -> str:
    return poster_html(view, view.picture.disruptions[0]).decode()


def words(page: str) -> str:
    """What stands on a poster, in a line."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())


def told(*disruptions: Disruption) -> Poster:
    view = view_of(*disruptions)
    return poster_of(view, view.picture.disruptions[0])


def ask(length: int, number: int) -> dict[str, Any]:
    said = (LONG * 6)[:length]
    return {
        "what": f"{number} {said}"[: max(20, length // 2)],
        "can_you": said,
        "how": said,
        "helps": said,
        "if_not": said,
    }


def full(length: int, many: int, headline: int) -> Disruption:
    """A bulletin of which every text is so long."""
    said = (LONG * 10)[:length]
    return make_bulletin(
        headline=[{"lang": "en", "text": (LONG * 4)[:headline]}],
        summary=said,
        brief=[f"{number} {said}" for number in range(5)],
        asks=[ask(length, number) for number in range(many)],
        unknowns=[said] * 4,
    )


# What it says


def test_a_poster_is_the_golden_one(request: pytest.FixtureRequest) -> None:
    page = of(make_bulletin(), exercise=True)
    if request.config.getoption("--golden"):
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_a_poster_says_as_of_when_it_is_and_from_when_on_it_is_old() -> None:
    said = words(of(make_bulletin()))
    assert "Slowed, as of 18:20 CET, Friday 20 November 2026" in said
    assert "Next update by 19:00 After 19:00 CET, 20 November, this sheet is old." in said
    assert "take this sheet down at 19:00 CET, 20 November" in said
    assert "Update log.gale/2026-11-20T17:20:00Z" in said
    assert not re.search(r"\b(now|today|currently)\b", said, re.IGNORECASE)


def test_the_next_word_is_the_second_largest_thing() -> None:
    for size in HEADLINES:
        assert size * 0.7 < told(make_bulletin())._replace(size=size).next_size < size


def test_a_late_word_makes_a_sheet_old_at_once_and_a_missing_one_is_said() -> None:
    late = make_view(make_picture(make_bulletin(), now=at(60)))
    assert "Was promised by 19:00 It is late, so this sheet is old." in words(page_of(late))
    none = words(of(make_disruption()))
    assert "No next update is promised. The page is newer than this sheet." in none
    assert "take this sheet down" not in none


def test_what_nobody_vouches_for_is_unknown_with_a_dashed_edge_and_quoted() -> None:
    page = page_of(make_view(make_picture(make_bulletin(), now=at(60 * 12))))
    assert 'class="sign unknown"' in page
    assert "Last known: " in words(page)
    assert "Unknown. Our last word is from 18:20 CET, Friday 20 November 2026." in words(page)


def test_an_exercise_is_marked_and_nothing_else_is() -> None:
    assert words(of(make_bulletin(), exercise=True)).startswith('class="sheet"> EXERCISE')
    assert "EXERCISE" not in of(make_bulletin())


def test_a_poster_runs_no_script_asks_nobody_and_is_not_found() -> None:
    page = of(make_bulletin())
    assert "<script" not in page
    assert "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" in page
    assert '<meta name="robots" content="noindex">' in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["./"]


def test_hostile_words_stay_words() -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e"
    page = of(make_bulletin(headline=[{"lang": "en", "text": hostile}], summary=hostile, brief=[hostile]))
    assert "<img" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_a_poster_speaks_each_language_and_runs_its_way(language: str) -> None:
    page = page_of(spoken(view_of(make_bulletin()), language))
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


# The code


def read(code: Code) -> str:
    """What a phone reads of a code."""
    scale, side = 4, code.side
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", code.dark)
        for step in range(int(length))
    }
    rows = (bytes(0 if (x // scale, y) in dark else 255 for x in range(side * scale)) * scale for y in range(side))
    picture = memoryview(b"".join(rows)).cast("B", shape=[side * scale, side * scale])
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_the_code_leads_to_the_page_and_has_its_border() -> None:
    address = "https://harbour.example/fr/disruptions/log.gale/"
    code = code_of(address)
    assert code is not None
    assert read(code) == address
    assert min(int(x) for x in re.findall(r"M(\d+) ", code.dark)) == 4


def test_the_code_on_a_poster_is_that_of_its_page() -> None:
    view = view_of(make_bulletin())
    code = code_of(view.address("disruptions/log.gale/"))
    assert code is not None
    assert code.dark in page_of(view)


def test_a_site_without_an_address_has_no_code_and_no_address_that_is_made_up() -> None:
    view = view_of(make_bulletin())
    page = page_of(replace(view, settings=view.settings.replace(site_url="")))
    assert 'class="qr"' not in page
    assert "Scan" not in page
    assert "01 99 00 18 20" in page


# One page


def test_nothing_gives_way_while_all_of_it_fits() -> None:
    poster = told(make_bulletin())
    assert fitted(poster)._replace(size=poster.size) == poster
    assert "There is no room" not in of(make_bulletin())


@given(st.integers(1, 400), st.integers(1, 6), st.integers(1, 400))
@settings(max_examples=12, deadline=None)
def test_whatever_is_written_fits_and_what_gave_way_is_said(length: int, many: int, headline: int) -> None:
    whole = told(full(length, many, headline))
    poster = fitted(whole)
    assert height_of(poster) <= HEIGHT
    kept = ("line", "headline", "times", "old", "foot", "mark", "fine", "code", "who")
    assert {name for name in kept if getattr(poster, name) != getattr(whole, name)} == set()
    assert bool(poster.asks) == bool(whole.asks)
    assert poster.gave_way == (poster._replace(size=whole.size, gave_way=False) != whole)


def test_what_gives_way_first_is_whom_it_helps_and_last_the_chain() -> None:
    poster = told(make_bulletin())
    seen = []
    for gives_way in GIVES_WAY:
        poster = gives_way(poster)
        seen.append((len(poster.asks[0].details), bool(poster.unknowns), bool(poster.blocks), len(poster.why)))
    assert seen == sorted(seen, reverse=True)
    assert seen[-1][1:] == (False, False, 0)


# Its key


@given(st.integers(0, 7), st.integers(0, 7))
@settings(max_examples=12, deadline=None)
def test_posters_of_one_key_are_the_same_bytes(one: int, other: int) -> None:
    views = [view_of(changed(which)) for which in (one, other)]
    keys = {poster_key(view, view.picture.disruptions[0]) for view in views}
    assert len(keys) == len({page_of(view) for view in views})


def changed(which: int) -> Disruption:
    fields: list[dict[str, Any]] = [
        {},
        {"summary": "Something else."},
        {"brief": ["One.", "Two."]},
        {"unknowns": ["When."]},
        {"asks": [ask(40, 1)]},
        {"headline": [{"lang": "en", "text": "Ferries wait"}]},
        {"severity": "minor"},
        {"constraints": []},
    ]
    return make_bulletin(**fields[which])


# On a site


@pytest.fixture(scope="module")
def pier(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("pier") / "site")
    assert site.run("update") == 0
    return site


def posters(site: Site) -> dict[str, str]:
    return {path: digest for path, digest in site.files().items() if path.endswith(f"/{POSTER}")}


def test_what_is_not_over_has_one_and_a_refresh_makes_what_changed(pier: Site) -> None:
    before = posters(pier)
    assert len(before) == 2
    pier.bulletin(says="Slower.")
    pier.write("ops_feeds/bulletins/late.yml", bulletin("ten boxes wait"))
    assert pier.run("fetch") == 0
    assert pier.run("refresh") == 0
    after = posters(pier)
    assert [path for path in before if after[path] != before[path]] == [f"disruptions/log.late/{POSTER}"]
    assert pier.run("update") == 0
    assert posters(pier) == after
    assert POSTER not in pier.page("sitemap.xml")


def test_sheets_stay_where_cards_alone_are_switched_off(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    site.without("cards")
    assert site.run("update") == 0
    assert len(posters(site)) == 2
    assert not [path for path in site.files() if path.endswith(("/card.png", "/explain/index.html"))]
    assert 'href="poster.html"' in site.page("disruptions/log.late/index.html")


def bulletin(summary: str) -> str:
    from tests.support.site import BULLETIN

    return BULLETIN.format(says="Slow.", status="active", ended="").replace("The crane stands still", summary)


# In a browser


def pages_of(shown: Any, *, tint: bool = True) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", shown.pdf(prefer_css_page_size=True, print_background=tint)))


@pytest.mark.audit
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_poster_is_one_page_with_the_longest_texts_and_without_a_fault(
    tmp_path: Path, page: Pages, language: str
) -> None:
    shown = page()
    for number, made in enumerate([make_bulletin(), full(60, 2, 40), full(240, 3, 120), full(400, 6, 400)]):
        path = tmp_path / f"{number}.html"
        path.write_text(page_of(spoken(view_of(made, exercise=True), language)), encoding="utf-8")
        shown.goto(path.as_uri())
        assert pages_of(shown) == 1, number
        if number % 2:
            continue
        for width in (320, 390, 1280):
            shown.set_viewport_size({"width": width, "height": 800})
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_faults(shown) == []


@pytest.mark.audit
def test_without_its_tint_a_poster_reads_the_same(tmp_path: Path, page: Pages) -> None:
    shown, path = page(), tmp_path / "poster.html"
    path.write_text(of(make_bulletin()), encoding="utf-8")
    shown.goto(path.as_uri())
    assert pages_of(shown, tint=False) == 1
    white = "[...document.querySelectorAll('main *')].filter(one => getComputedStyle(one).color !== 'rgb(16, 21, 28)')"
    assert shown.evaluate(f"{white}.map(one => one.tagName)") == []


@pytest.mark.audit
def test_the_posters_of_a_hospital_are_one_page_each(tmp_path: Path, page: Pages) -> None:
    site = make_trade(tmp_path / "site", "Saint Orme", HOSPITAL)
    assert site.run("update") == 0
    shown = page()
    found = sorted((site.root / "site").glob(f"disruptions/*/{POSTER}"))
    assert found
    for path in found:
        shown.goto(path.as_uri())
        assert pages_of(shown) == 1
