"""One number is changed in one bulletin: every output that shows it shows the new one, and none the old one.

Where the outputs are is not listed here: every published file is looked at, and every row of the tables of outputs, so
that a new one cannot be forgotten. A row that shows no number of a disruption says so below, with its reason.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from explainer.outputs.published import BESIDE_A_DISRUPTION, OUTPUTS
from tests.support.site import BULLETIN, Site, make_site

OLD, NEW = "37", "83"
"""Minutes that nothing else on the site is."""

NUMBERLESS = {
    "works.ics": "nothing is planned",
    "llms.txt": "it holds no state",
    "badge.svg": "one line has room for a state and its time",
    "api/v2/status.json": "Statuspage has nothing there but one word for all",
    "api/v2/scheduled-maintenances.json": "nothing is planned",
    "api/v2/scheduled-maintenances/upcoming.json": "nothing is planned",
    "api/v2/scheduled-maintenances/active.json": "nothing is planned",
}
"""Outputs without any number of the disruption on this site, and why."""

WAS = re.compile(r"(?:was|statt|au lieu de|instead of)\W+(?:\w+\W+){0,4}$", re.IGNORECASE)
"""The words right before an old number that may still be told."""

BESIDE = (
    "disruptions/log.late/cap.xml",
    "cap.xml",
    "feeds/ferry.xml",
    "feeds/ferry.rss",
    "feeds/ferry.json",
    "live.json",
)
"""What is woven without a row, and shows it."""


def bulletin(minutes: str) -> str:
    words = BULLETIN.format(status="active", ended="", says="Slow.")
    return words.replace("20–40 minutes", f"20–{minutes} minutes").replace("high: 40", f"high: {minutes}")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str]]:
    """What the site publishes before the number is changed, and after a refresh."""
    site = make_site(tmp_path_factory.mktemp("one") / "site")
    site.write("content/routes.yml", "- {id: hurt, problem: Hurt, desk: First aid, hours: 24/7, solves: Treats}\n")
    site.write("ops_feeds/bulletins/late.yml", bulletin(OLD))
    assert site.run("update") == 0
    before = published(site)
    site.write("ops_feeds/bulletins/late.yml", bulletin(NEW))
    assert site.run("fetch") == 0
    assert site.run("refresh") == 0
    return before, published(site)


def published(site: Site) -> dict[str, str]:
    """The words of every published file that is text, and of the briefs for staff; of pages without their style."""
    kinds = {".html", ".json", ".xml", ".rss", ".ics", ".txt", ".svg"}
    roots = {"": site.root / "site", "brief:": site.root / "brief"}
    found = {
        f"{name}{path.relative_to(root).as_posix()}": words(path)
        for name, root in roots.items()
        for path in root.rglob("*")
        if path.suffix in kinds
    }
    return {path: text for path, text in found.items() if "assets/" not in path}


def words(path: Path) -> str:
    text = path.read_text(encoding="utf-8").replace("\r\n ", "")
    bare = re.sub(r"<(style|script)\b.*?</\1>|<svg\b.*?</svg>", " ", text, flags=re.DOTALL)
    return html.unescape(html.unescape(re.sub(r"<[^>]*>", " ", bare) if path.suffix == ".html" else text))


def tells(text: str, number: str) -> list[str]:
    """What stands before every place where the number of minutes is told."""
    return [text[: found.start()][-60:] for found in re.finditer(rf"(?<![\w.:/+-]){number}(?=\W+min)", text)]


def test_every_output_that_told_the_old_number_tells_the_new_one(
    sites: tuple[dict[str, str], dict[str, str]],
) -> None:
    before, after = sites
    told = {path for path, text in before.items() if tells(text, OLD)}
    assert {"index.html", "disruptions/log.late/index.html", "why/ferry/index.html", "status.json"} <= told
    assert {"brief:log.late.html", "brief:index.html"} <= told
    assert {path for path in told if not tells(after[path], NEW)} == set()


def test_the_old_number_is_told_nowhere_but_as_what_was(sites: tuple[dict[str, str], dict[str, str]]) -> None:
    _, after = sites
    still = {path: before for path, text in after.items() for before in tells(text, OLD) if not WAS.search(before)}
    assert still == {}


def test_every_row_of_outputs_tells_it_or_says_why_not(sites: tuple[dict[str, str], dict[str, str]]) -> None:
    _, after = sites
    rows = {output.path for output in OUTPUTS}
    rows |= {f"disruptions/log.late/{beside.name}" for beside in BESIDE_A_DISRUPTION if _is_text(beside.name)}
    silent = {path for path in rows if path not in after or not tells(after[path], NEW)}
    assert silent == set(NUMBERLESS)
    assert {path for path in BESIDE if not tells(after[path], NEW)} == set()


def _is_text(name: str) -> bool:
    return not name.endswith((".png", ".jpg", ".pdf"))
