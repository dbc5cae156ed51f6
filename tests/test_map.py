"""The map in a real browser, of operations of any size and in words of any length."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.system import System
from tests.support.browser import Pages, accessibility_faults
from tests.support.drawn import ARABIC, GERMAN, SPACED, faults, in_trouble, operation, whole
from tests.support.server import serving
from tests.support.site import make_site
from tests.support.trades import HOSPITAL
from tests.support.values import plain

WIDE = {"width": 1280, "height": 900}


def hospital() -> System:
    return SYSTEM_DOOR.read(yaml.safe_load(HOSPITAL["content/system.yml"]))


def judged(page: Pages, system: System, direction: str) -> list[str]:
    shown = page(viewport=WIDE)
    found = []
    for style in ("", SPACED):
        shown.set_content(whole(in_trouble(system), direction, style))
        assert shown.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
        assert shown.locator(".drawn li").count() == len(system.components)
        found += faults(shown)
    return found


@pytest.mark.parametrize(("parts", "words", "direction"), [(10, GERMAN, "ltr"), (10, ARABIC, "rtl")])
def test_no_word_leaves_its_box_or_lies_on_a_line(page: Pages, parts: int, words: list[str], direction: str) -> None:
    assert judged(page, operation(parts, tuple(words)), direction) == []


@pytest.mark.audit
@pytest.mark.parametrize(
    ("parts", "words", "direction"),
    [(26, GERMAN, "ltr"), (80, GERMAN, "ltr"), (80, ARABIC, "rtl"), (26, ARABIC, "rtl")],
)
def test_no_word_leaves_its_box_or_lies_on_a_line_however_many_there_are(
    page: Pages, parts: int, words: list[str], direction: str
) -> None:
    assert judged(page, operation(parts, tuple(words)), direction) == []


def test_no_word_leaves_its_box_or_lies_on_a_line_in_a_hospital(page: Pages) -> None:
    assert judged(page, hospital(), "ltr") == []


@pytest.mark.parametrize("style", [".drawn summary b { font-size: 30px }", ".edges { transform: translateX(90px) }"])
def test_words_that_would_leave_their_box_or_lie_on_a_line_are_found(page: Pages, style: str) -> None:
    shown = page(viewport=WIDE)
    shown.set_content(whole(in_trouble(operation(10, tuple(GERMAN))), style=style))
    assert faults(shown)


PIECES = """() => [...document.querySelectorAll("h2, li, .fold")].filter(e => e.getClientRects().length).map(e => {
  const drawn = getComputedStyle(e, "::after"), box = e.getBoundingClientRect();
  if (drawn.content !== '""' || parseFloat(drawn.borderInlineStartWidth) < 2) return null;
  return {top: box.top + parseFloat(drawn.top), bottom: box.bottom - parseFloat(drawn.bottom)};
}).filter(Boolean)"""


def test_no_box_that_folds_out_breaks_the_chain(page: Pages) -> None:
    shown = page(viewport={"width": 390, "height": 800}, java_script_enabled=True)
    shown.set_content(whole(in_trouble(operation(26, tuple(GERMAN)))))
    for opened in ("", ".hot details", ".fold", "section li:not(.hot) details"):
        if opened:
            shown.locator(opened).nth(1).evaluate("e => e.open = true")
        pieces = shown.evaluate(PIECES)
        assert len(pieces) > 8
        assert [(a, b) for a, b in pairwise(pieces) if abs(a["bottom"] - b["top"]) > 1] == []


ENDS = """() => {
  const end = (e, pseudo) => { const s = getComputedStyle(e, pseudo), b = e.closest("li, h2, .fold").getBoundingClientRect();
    return s.content === "none" ? null : [parseFloat(s.top), parseFloat(s.top) + parseFloat(s.height), b.height].map(Math.round); };
  const all = (css, pseudo) => [...document.querySelectorAll(css)].map(e => end(e, pseudo));
  return {begins: all(".k-from", "::after"), ends: all(".k-to, .turn", "::after"), thin: all(".turn > details", "::before"),
    likely: all(".l-from > details, .l-by > details, .l-to > details", "::after"), hot: all("li.hot", "::before").length};
}"""


def test_the_lines_of_the_chain_begin_at_the_first_number_and_end_at_the_last(page: Pages) -> None:
    shown = page(viewport={"width": 390, "height": 800})
    shown.set_content(whole(in_trouble(operation(26, tuple(GERMAN)))))
    drawn = shown.evaluate(ENDS)
    assert [top for top, _, _ in drawn["begins"]] == [24], "beside the number, not above it"
    assert [(top, bottom) for top, bottom, _ in drawn["ends"]] == [(0, 24)]
    assert drawn["likely"]
    assert None not in drawn["likely"]
    assert drawn["hot"] == 5


def test_on_a_phone_only_what_is_not_normal_is_open_and_all_can_be_tapped(page: Pages) -> None:
    view = in_trouble(operation(26, tuple(ARABIC)))
    shown = page(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    shown.set_content(whole(view, "rtl"))
    normal = {f"{part}" for part in view.picture.quiet}
    seen = shown.evaluate("""() => [...document.querySelectorAll("li")].filter(e => e.getClientRects().length)
        .map(e => e.querySelector(".more")?.id).filter(Boolean)""")
    assert set(seen) == {c.id for c in view.picture.components} - normal
    low = shown.evaluate("""() => [...document.querySelectorAll("nav summary")].filter(e => e.getClientRects().length)
        .map(e => e.getBoundingClientRect()).filter(b => b.height < 44 || b.width < 230).length""")
    assert low == 0
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.fixture(scope="module")
def eighty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of eighty parts with names of their own."""
    site = make_site(tmp_path_factory.mktemp("eighty") / "site")
    names = tuple(
        f"{['Gates', 'Towers', 'Pumps', 'Feeders', 'Clearing'][at % 5]} {['north', 'south', 'east', 'west'][at % 4]} {at}"
        for at in range(80)
    )
    system = yaml.safe_dump(plain(operation(80, names)), allow_unicode=True)
    for ours, theirs in (("p0-0", "wind"), ("p1-0", "crane"), ("p4-0", "ferry"), ("all", "harbour")):
        system = re.sub(rf"(?<=: ){ours}$", theirs, system, flags=re.MULTILINE)
    site.write("content/system.yml", system)
    reports = "".join(
        f"  - {{component: p{at % 4}-{at + 1}, state: slowed, says: Every second waits.}}\n" for at in range(12)
    )
    written = (site.root / "ops_feeds/bulletins/late.yml").read_text()
    site.write("ops_feeds/bulletins/late.yml", written.replace("reports:\n", f"reports:\n{reports}"))
    assert site.run("update") == 0
    return site.root / "site"


@pytest.mark.audit
def test_the_map_of_eighty_parts_is_small_and_has_no_faults(eighty: Path, page: Pages) -> None:
    html = (eighty / "map/index.html").read_bytes()
    assert html.count(b'<div class="more"') == 80
    assert len(gzip.compress(html, 9)) <= 14 * 1024
    with serving(eighty) as address:
        shown = page(viewport=WIDE)
        shown.goto(f"{address}/map/")
        assert faults(shown) == []
        for width in (1280, 320):
            shown.set_viewport_size({"width": width, "height": 800})
            assert accessibility_faults(shown) == []
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
