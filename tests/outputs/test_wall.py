"""The map for a wall: causes above, one page whatever is written, dated, and never greener than we know."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.vocabulary import State
from explainer.outputs.wall import sheet_html, sheet_key, sheet_of
from explainer.render.components.poster.code import code_of
from explainer.render.components.wall import Layer, Part, Sheet
from explainer.render.components.wall.choosing import MOST, Joined
from explainer.render.components.wall.placing import placed
from explainer.render.components.wall.setting import PAGE, set_on_a_page
from explainer.render.view import View
from tests.conftest import ROOT
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_record, make_view, unlooked
from tests.factory_map import DRILL
from tests.support.browser import Pages, accessibility_faults
from tests.support.languages import in_three, spoken
from tests.support.site import BULLETIN, Site, make_site
from tests.support.trades import HOSPITAL, make_trade

GOLDEN = ROOT / "tests/golden/wall.html"


def view_of(*disruptions: Any, exercise: bool = False) -> View:
    view = make_view(make_picture(*disruptions, exercise=exercise))
    return replace(view, settings=DRILL) if exercise else view


def page_of(view: View) -> str:
    return sheet_html(view).decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())


def parts(sheet: Sheet) -> dict[str, tuple[Part, bool]]:
    """Every part, and whether it is drawn."""
    return {
        part.id: (part, is_drawn)
        for layer in sheet.layers
        for found, is_drawn in ((layer.drawn, True), (layer.listed, False))
        for part in found
    }


# What it says


def test_the_sheet_is_the_golden_one(request: pytest.FixtureRequest) -> None:
    page = page_of(view_of(make_bulletin(), exercise=True))
    if request.config.getoption("--golden"):
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_it_says_as_of_when_it_is_and_from_when_on_it_is_old() -> None:
    said = words(page_of(view_of(make_bulletin())))
    assert "Harbour of Orme. Slowed, as of 18:20 CET, Friday 20 November 2026" in said
    assert "After 19:00 CET, 20 November, this sheet is old." in said
    assert "take this sheet down at 19:00 CET, 20 November" in said
    assert "Update log.gale/2026-11-20T17:20:00Z" in said


def test_a_late_word_makes_it_old_at_once() -> None:
    late = make_view(make_picture(record=make_record([make_bulletin()]), now=at(42)))
    assert "It is late, so this sheet is old." in words(page_of(late))


def test_every_part_stands_on_it_once_and_causes_stand_above() -> None:
    view = view_of(make_bulletin())
    sheet = sheet_of(view)
    assert sorted(parts(sheet)) == sorted(view.system.by_id)
    assert [layer.name for layer in sheet.layers] == [layer.name for layer in view.system.layers]
    order = {part.id: row for row, layer in enumerate(sheet.layers) for part in layer.drawn}
    assert all(order[one.source] <= order[one.target] for one in sheet.lines if not one.kind.startswith(("hot", "off")))


SCENES = {
    "quiet": make_picture(),
    "a bulletin": make_picture(make_bulletin()),
    "forgotten": make_picture(record=make_record([make_bulletin()]), now=at(3000)),
    "nobody looked": make_picture(record=unlooked(make_record())),
    "a feed": make_picture(make_disruption("road", reports=[{"component": "road", "state": "stopped"}])),
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_what_is_disturbed_or_unknown_is_drawn_and_nothing_is_greener_than_we_know(scene: Any) -> None:
    view = make_view(scene)
    for part, is_drawn in parts(sheet_of(view)).values():
        state = scene.component[part.id].state
        assert part.state == (state.value if state else "none")
        assert is_drawn or state in (State.NORMAL, State.WATCH, None)
    assert ('class="node none' in page_of(view)) <= (None in {here.state for here in scene.components})


def test_what_is_unknown_has_a_dashed_edge_and_what_nobody_watches_a_dash() -> None:
    page = page_of(make_view(SCENES["forgotten"]))
    assert ".node.unknown { border-style: dashed }" in page
    assert 'class="node unknown' in page
    assert '<span class="g" aria-hidden="true">–</span>' in page_of(view_of())


def test_an_exercise_is_marked_and_nothing_else_is() -> None:
    assert words(page_of(view_of(make_bulletin(), exercise=True))).startswith('class="sheet"> EXERCISE')
    assert "EXERCISE" not in page_of(view_of(make_bulletin()))


def test_it_runs_no_script_asks_nobody_and_is_not_found() -> None:
    page = page_of(view_of(make_bulletin()))
    assert "<script" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["./"]


def test_its_code_leads_to_the_map_and_a_site_without_an_address_has_none() -> None:
    view = view_of(make_bulletin())
    code = code_of(view.address("map/"))
    assert code is not None
    assert code.dark in page_of(view)
    page = page_of(replace(view, settings=view.settings.replace(site_url="")))
    assert 'class="qr"' not in page
    assert "Scan" not in page


def test_it_says_at_which_hours_somebody_can_be_called() -> None:
    assert "No connection? Call 01 99 00 18 20 , at any hour." in words(
        page_of(view_of(make_bulletin(), exercise=True))
    )


# Its key


@given(st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=12, deadline=None)
def test_sheets_of_one_key_are_the_same_bytes(one: int, other: int) -> None:
    fields: list[dict[str, Any]] = [
        {},
        {"headline": [{"lang": "en", "text": "Ferries wait"}]},
        {"severity": "minor"},
        {"reports": [{"component": "ferry", "state": "stopped"}]},
        {"unknowns": ["When."]},
        {"constraints": []},
    ]
    views = [view_of(make_bulletin(**fields[which])) for which in (one, other)]
    assert len({sheet_key(view) for view in views}) == len({page_of(view) for view in views})


# How it is set


def made(layers: int, drawn: int, listed: int, length: int) -> Sheet:
    """A sheet of so many layers and parts, of which every text is so long."""
    said = ("Every lift stands still because water ran into the shaft. " * 8)[:length]

    def part(name: str, state: str) -> Part:
        return Part(name, f"{name} {said}"[: max(8, length // 6)].strip(), state, state.capitalize(), said)

    rows = tuple(
        Layer(
            f"Layer {row}",
            tuple(part(f"d{row}-{n}", "slowed") for n in range(drawn)),
            tuple(part(f"l{row}-{n}", ("unknown", "normal", "none")[n % 3]) for n in range(listed)),
        )
        for row in range(layers)
    )
    lines = tuple(
        Joined(f"d{row}-{n}", f"d{row + 1 + n % 2}-{(n * 2) % drawn}", ("hot slowed", "off slowed l2")[n % 2])
        for row in range(layers - 2)
        for n in range(drawn)
    )
    sheet = sheet_of(view_of(make_bulletin(), exercise=True))
    return sheet._replace(layers=rows, lines=lines, leads=said[:120], mark="EXERCISE", practice="Practice only.")


@given(st.integers(1, 7), st.integers(0, MOST), st.integers(0, 25), st.integers(1, 400))
@settings(max_examples=15, deadline=None)
def test_whatever_is_written_is_set_on_a_page_and_every_part_is_there_or_counted(
    layers: int, drawn: int, listed: int, length: int
) -> None:
    sheet = made(layers, drawn, listed, length)
    page = set_on_a_page(view_of(), sheet)
    assert page.height + page.head < PAGE
    for layer, row in zip(sheet.layers, page.rows, strict=True):
        assert [node.part for node in row.nodes] == list(layer.drawn)
        assert len({node.column for node in row.nodes}) == len(row.nodes)
        assert all(node.says.startswith(node.part.word) for node in row.nodes)
        shown = " ".join(item.name for item in row.beside)
        more = int("".join(filter(str.isdigit, row.more)) or 0)
        assert sum(part.name.rstrip(".") in shown for part in layer.listed) + more >= listed


def test_what_is_on_the_way_to_the_worst_problem_stands_in_one_column() -> None:
    found = placed((("a", "b"), ("c",), ("d", "e")), (("b", "d", True), ("a", "c", False), ("c", "e", False)))
    assert found["b"][1] == found["d"][1] != found["c"][1]


# On a site


@pytest.fixture(scope="module")
def pier(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("pier") / "site")
    assert site.run("update") == 0
    return site


def test_a_refresh_makes_it_anew_where_it_says_something_else(pier: Site) -> None:
    before = pier.page("map/sheet.html")
    assert 'href="sheet.html"' in pier.page("map/index.html")
    assert "sheet.html" not in pier.page("sitemap.xml")
    pier.write(
        "ops_feeds/bulletins/late.yml",
        BULLETIN.format(says="Slow.", status="active", ended="").replace("20–40 minutes late", "20–50 minutes late"),
    )
    assert pier.run("fetch") == 0
    assert pier.run("refresh") == 0
    after = pier.page("map/sheet.html")
    assert "20–50 minutes" in after != before
    assert pier.run("update") == 0
    assert pier.page("map/sheet.html") == after


def test_it_lies_among_the_pages_of_each_language_and_goes_where_it_is_switched_off(tmp_path: Path) -> None:
    site = in_three(tmp_path / "site")
    assert site.run("update") == 0
    assert {"map/sheet.html", "fr/map/sheet.html", "ar/map/sheet.html"} <= site.files().keys()
    assert '<html lang="ar" dir="rtl"' in site.page("ar/map/sheet.html")
    site.without("posters")
    assert site.run("build") == 0
    assert not [path for path in site.files() if path.endswith("sheet.html")]
    assert "sheet.html" not in site.page("map/index.html")


# In a browser


def pages_of(shown: Any) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", shown.pdf(prefer_css_page_size=True, print_background=True)))


OVERFLOWING = """() => [...document.querySelectorAll('.node, .row')].filter(one => {
    const box = one.getBoundingClientRect()
    return [...one.children].some(inner => inner.getBoundingClientRect().bottom > box.bottom + 1)
}).map(one => one.textContent)"""


@pytest.mark.audit
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_it_is_one_page_without_a_fault_and_nothing_leaves_its_place(
    tmp_path: Path, page: Pages, language: str
) -> None:
    from explainer.render.components.wall import drawn

    view = spoken(view_of(make_bulletin(), exercise=True), language)
    sheet, shown = sheet_of(view), page()
    full = [made(5, 5, 4, 90), made(6, 3, 12, 400)]
    pages = [
        page_of(view),
        *(str(drawn(view, sheet._replace(layers=one.layers, lines=one.lines), None)) for one in full),
    ]
    for number, text in enumerate(pages):
        path = tmp_path / f"{number}.html"
        path.write_text(text, encoding="utf-8")
        shown.goto(path.as_uri())
        shown.set_viewport_size({"width": 1280, "height": 900})
        assert shown.evaluate(OVERFLOWING) == []
        assert pages_of(shown) == 1
        for width in (320, 390):
            shown.set_viewport_size({"width": width, "height": 800})
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_faults(shown) == []


@pytest.mark.audit
def test_that_of_a_hospital_is_one_page(tmp_path: Path, page: Pages) -> None:
    site = make_trade(tmp_path / "site", "Saint Orme", HOSPITAL)
    assert site.run("update") == 0
    shown = page()
    shown.goto((site.root / "site/map/sheet.html").as_uri())
    assert shown.evaluate(OVERFLOWING) == []
    assert pages_of(shown) == 1
