"""The demo in every language there is, on the smallest phone: nothing scrolls sideways, and words stay whole."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr

import pytest

from explainer.commands.main import run
from explainer.language.catalogues import languages
from tests.conftest import ROOT
from tests.support.browser import Pages
from tests.support.server import serving

LANGUAGES = languages()
FIRST = "        - {locale: en, name: English, default: true}\n"
PAGES = [
    "",
    "map/",
    "disruptions/open/",
    "disruptions/operations.late-departures/",
    "disruptions/operations.fog-4-november/",
    "disruptions/operations.track-works/",
    "disruptions/road.airport-road/",
    "archive/",
    "archive/2026-11/",
    "record/",
    "words/",
    "events/",
    "why/departures/",
    "why/bags/",
    "how/deicing/",
]

BROKEN = r"""() => {
    const broken = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (text.parentElement.closest("script, style, .md-search, .md-sidebar")) continue;
        for (const word of text.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const lines = [...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.bottom));
            if (new Set(lines).size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo in every language that the site’s own words are in, whether staff wrote in it or not."""
    root = tmp_path_factory.mktemp("demo") / "site"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    lacking = [each for each in LANGUAGES if f"locale: {each}" not in config]
    more = "".join(f"        - {{locale: {each}, name: {each}}}\n" for each in lacking)
    assert FIRST in config
    (root / "mkdocs.yml").write_text(config.replace(FIRST, FIRST + more), encoding="utf-8")
    said = io.StringIO()
    with redirect_stderr(said):
        assert run(["update", "-f", str(root / "mkdocs.yml")]) == 0
    assert "could not be shown" not in said.getvalue()
    with serving(root / "site") as address:
        yield address


@pytest.mark.audit
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_and_no_word_is_broken_on_the_smallest_phone(
    demo: str, page: Pages, language: str, path: str
) -> None:
    shown = page(viewport={"width": 320, "height": 800})
    shown.goto(f"{demo}/{path}" if language == "en" else f"{demo}/{language}/{path}")
    assert shown.evaluate("document.documentElement.lang") == language
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    assert shown.evaluate(BROKEN) == []


@pytest.mark.audit
def test_a_date_in_arabic_runs_as_arabic_does(demo: str, page: Pages) -> None:
    shown = page(viewport={"width": 1280, "height": 800})
    shown.goto(f"{demo}/ar/disruptions/operations.fog-4-november/")
    day, month = shown.locator("time.day").first.evaluate("""time => {
        const words = time.firstChild.data, at = [/\\d+ \\p{L}+$/u, /\\p{L}+$/u].map(part => words.search(part));
        return at.map(start => {
            const letter = document.createRange();
            letter.setStart(time.firstChild, start);
            letter.setEnd(time.firstChild, start + 1);
            return letter.getBoundingClientRect().x;
        });
    }""")
    assert day > month, "the day stands to the right of its month"
