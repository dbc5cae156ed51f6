"""Staff know first: the brief says what the page says, is never later than it, and never lies where everybody reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from explainer import pipeline
from explainer.commands.main import run
from explainer.errors import ExplainerError
from explainer.pipeline import brief as step
from explainer.site.publish import Trees
from tests.conftest import ROOT
from tests.support import trades
from tests.support.browser import accessibility_faults
from tests.support.site import CONFIG, Site, digests, make_site

PERMISSIONS = """\
- id: long-wait
  offers:
    - {what: Tea, when: To anybody who waits., who: Anybody at work, party: harbour}
    - {what: Night in the hostel, up_to: €40, when: To who missed the last ferry., who: Duty skipper,
       without_asking: The harbour master, beyond: "Harbour master, 4400", party: harbour}
  no_promises: [The last ferry.]
"""
ROUTES = """\
- {id: hurt, problem: Ill or hurt, steps: [Stay with them.], desk: "First aid, pier 1", hours: 24/7, phone: "4112", solves: Treats}
- {id: ferry, symptom: ferry, desk: "Ferry desk, pier 1", hours: 06:00-18:00, solves: Rebooks}
- {id: night, symptom: ferry, phone: "4401", hours: 18:00-06:00, solves: Rebooks}
"""
SHEET = """\
Brief for everybody at work Update 1, written 18:20
Slowed since 16:40 CET. As of 18:24 CET.
Say
Ferries leave 20–40 minutes late; the reason: Wind.
Wait in the hall; we call every ferry.
Next update by 19:00 CET.
Why, in short
Wind: Gale warning. Crane. Likely. Ferry: 20–40 minutes late.
What we do not know
When the wind drops.
Do not promise
The last ferry.
What we do not know yet, and an end before the time that the page gives.
Next update by 19:00 CET. If it is late, say that it is late.
Offer, without being asked
Tea To anybody who waits. Anybody at work.
Night in the hostel (up to €40) To who missed the last ferry. Duty skipper. Without asking: The harbour master. For more: Harbour master, 4400.
If asked
Why is my ferry late? The crane stands still in the wind.
Where to send
Ill or hurt Stay with them. First aid, pier 1 · 4112. Treats.
My ferry is late 4401. Rebooks. 18:00–06:00.
My ferry is late Ferry desk, pier 1. Rebooks. 06:00–18:00.
A customer may read this too: nothing here is secret. Throw older sheets away. https://pier.example/disruptions/log.late/
log.late/2026-11-20T17:20:00Z
"""


def make_pier(root: Path, config: str = CONFIG) -> Site:
    site = make_site(root)
    site.write("mkdocs.yml", config)
    site.write("content/permissions.yml", PERMISSIONS)
    site.write("content/routes.yml", ROUTES)
    offering(site)
    return site


def offering(site: Site, says: str = "Slow.", status: str = "active", ended: str = "") -> None:
    site.bulletin(says, status, ended)
    late = site.root / "ops_feeds/bulletins/late.yml"
    late.write_text(late.read_text(encoding="utf-8") + "offers: [long-wait]\n", encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_pier(tmp_path_factory.mktemp("brief") / "pier")
    assert site.run("update") == 0
    return site


@pytest.fixture
def pier(built: Site, tmp_path: Path) -> Site:
    return built.copy(tmp_path / "pier")


def worse(site: Site) -> None:
    late = site.root / "ops_feeds/bulletins/late.yml"
    late.write_text(late.read_text(encoding="utf-8").replace("20–40", "30–60"), encoding="utf-8")


def brief(site: Site, path: str = "log.late.html") -> str:
    return (site.root / "brief" / path).read_text(encoding="utf-8")


def words(page: str) -> str:
    """What a page says, a line for each of its blocks."""
    body = re.sub(r"<svg\b.*?</svg>|<(style|title)\b.*?</\1>|<!doctype html>", "", page, flags=re.DOTALL)
    lines = re.sub(r"</(?:p|li|h1|h2|dd|div)>\s*", "\n", body)
    plain = (" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines.split("\n"))
    return "\n".join(re.sub(r" (?=[.,])", "", line) for line in plain if line) + "\n"


def test_a_sheet_says_what_to_say_to_offer_and_where_to_send(built: Site) -> None:
    assert words(brief(built)) == SHEET


def test_what_to_say_is_three_sentences_of_which_the_first_says_what_and_why(built: Site) -> None:
    said = re.findall(r"<li>(.*?)</li>", brief(built).partition("</ol>")[0])
    assert len(said) == 3
    assert len(said[0].split()) <= 20


def test_the_list_leads_to_every_sheet_and_says_where_to_send_people_at_any_time(built: Site) -> None:
    page = brief(built, "index.html")
    assert re.findall(r'href="([^"]+)"', page) == ["log.late.html"]
    assert "Ill or hurt" in page


def test_nothing_of_it_lies_in_the_site_and_no_search_engine_may_read_it(built: Site) -> None:
    bodies = {path.name: path.read_bytes() for path in (built.root / "brief").rglob("*") if path.is_file()}
    assert {"index.html", "log.late.html", "robots.txt"} == bodies.keys()
    for path in (built.root / "site").rglob("*.html"):
        assert b"Brief for everybody" not in path.read_bytes()
    assert "brief" not in built.page("sitemap.xml")
    assert b"Disallow: /\n" in bodies["robots.txt"]
    assert all(b'name="robots" content="noindex"' in body for name, body in bodies.items() if name.endswith(".html"))


def test_customers_read_what_staff_may_offer_until_it_is_over(pier: Site) -> None:
    page = "disruptions/log.late/index.html"
    assert "Staff here may offer you: Tea · Night in the hostel (up to €40)." in pier.page(page)
    offering(pier, status="resolved", ended="2026-11-20 18:22")
    assert pier.run("update") == 0
    assert "Staff here" not in pier.page(page)
    assert not (pier.root / "brief/log.late.html").exists()
    assert "Nothing is open now." not in brief(pier, "index.html") or "log.late" not in brief(pier, "index.html")


def test_a_refresh_and_a_build_give_the_same_bytes(pier: Site) -> None:
    worse(pier)
    assert pier.run("fetch") == 0
    assert pier.run("refresh") == 0
    refreshed = digests(pier.root / "brief")
    assert pier.run("build") == 0
    assert digests(pier.root / "brief") == refreshed


def test_a_run_that_is_cut_off_leaves_a_brief_that_is_newer_than_the_page(
    pier: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: Any) -> Any:
        raise ExplainerError("cut off")

    worse(pier)
    assert pier.run("fetch") == 0
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "weave", cut)
        assert pier.run("refresh") != 0
    assert "30–60" in brief(pier)
    assert "30–60" not in pier.page("index.html")
    assert pier.run("refresh") == 0
    assert "30–60" in pier.page("index.html")


def test_the_brief_is_in_its_place_before_any_file_of_the_page(pier: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    before = Trees.publish

    def noted(self: Trees, *given: Any) -> Any:
        done = before(self, *given)
        order.append(self.site.name)
        return done

    monkeypatch.setattr(Trees, "publish", noted)
    worse(pier)
    assert pier.run("update") == 0
    assert order == ["brief", "site"]


def test_where_the_brief_cannot_be_written_the_page_waits(
    pier: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: Any) -> Any:
        raise ExplainerError("brief cannot be written: no space left on device")

    monkeypatch.setattr(step, "publish", full)
    before = pier.files()
    worse(pier)
    assert pier.run("update") != 0
    assert "brief cannot be written" in capsys.readouterr().err
    assert pier.files() == before


def test_a_rollback_takes_back_the_page_alone(tmp_path: Path) -> None:
    pier = make_pier(tmp_path / "pier")
    assert pier.run("update") == 0
    worse(pier)
    assert pier.run("update") == 0
    assert "30–60" in pier.page("index.html")
    assert run(["rollback", "-f", str(pier.root / "mkdocs.yml")]) == 0
    assert "30–60" not in pier.page("index.html")
    assert "30–60" in brief(pier)


@pytest.mark.audit
def test_what_was_made_here_before_is_known_again_without_the_workspace(pier: Site) -> None:
    import shutil

    shutil.rmtree(pier.root / ".explainer")
    assert pier.run("update") == 0
    assert words(brief(pier)) == SHEET


@pytest.mark.parametrize("switch", ["option", pytest.param("files", marks=pytest.mark.audit)])
def test_what_is_switched_off_is_neither_made_nor_left(pier: Site, switch: str) -> None:
    if switch == "option":
        pier.write("mkdocs.yml", f"{CONFIG}      without: [brief]\n")
    else:
        (pier.root / "content/permissions.yml").unlink()
        (pier.root / "content/routes.yml").unlink()
        pier.bulletin()
    assert pier.run("update") == 0
    assert not list((pier.root / "brief").rglob("*.html"))


@pytest.mark.parametrize("place", ["site", "site/staff", ".", "content/brief"])
def test_a_folder_that_everybody_reads_is_refused(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_pier(tmp_path / "pier", f"{CONFIG}      brief_dir: {place}\n")
    assert site.run("update") == 2
    assert re.search(r"mkdocs.yml:\d+:\d+ \S*brief_dir: “.*: .*such as brief\n", capsys.readouterr().err)


def test_in_an_exercise_both_sides_of_every_sheet_are_marked(tmp_path: Path) -> None:
    drill = "      exercise: {now: 2026-11-20T18:24:00+01:00, says: Practice only.}\n"
    site = make_pier(tmp_path / "pier", CONFIG + drill)
    assert site.run("update") == 0
    page = brief(site)
    assert page.count('<p class="drill"><b>EXERCISE</b> Practice only.</p>') == page.count("<section")
    assert "<title>EXERCISE. " in page
    assert "EXERCISE" in brief(site, "index.html")


def test_a_hospital_has_one_too(tmp_path: Path) -> None:
    site = trades.make_trade(tmp_path / "house", "Riverside Hospital", trades.HOSPITAL)
    assert site.run("update") == 0
    said = words(brief(site, "log.scans.html"))
    assert "A taxi home (up to £20) To who was sent home after dark. Nurse in charge." in said
    assert "A new time for one scan. The scan desk gives it." in said
    rows = said.partition("Where to send\n")[2].splitlines()
    assert rows[0].startswith("Feels worse Stay. Press the red button. 2222.")
    assert rows[1].startswith("My scan is late Scan desk, house A · 310."), "it is Friday, 18:24"
    assert "Monday–Friday 07:00–21:00" in rows[1]
    assert not any("320" in row for row in rows), "results are another sheet"


LONG = "Every lift stands still because water ran into the shaft and nobody may step in before it was looked at"
WRITTEN = {
    "headline: Ferries leave 20–40 minutes late": f"headline: {LONG[:100]}",
    "cause: {component: wind}": f'cause: {{component: wind}}\nbrief: ["{LONG}, one.", "{LONG}, two.", "{LONG}, three."]',
    "nothing_to_do: Wait in the hall; we call every ferry.": f"nothing_to_do: {LONG}, told. {LONG}, beyond.",
    "unknowns: [When the wind drops.]": "unknowns:\n" + "".join(f"  - {LONG}, {one}.\n" for one in range(9)),
}


@pytest.mark.audit
def test_however_much_is_written_it_is_two_sides_of_which_all_that_must_be_read_is_whole(pier: Site, page: Any) -> None:
    late = pier.root / "ops_feeds/bulletins/late.yml"
    told = late.read_text(encoding="utf-8")
    for short, long in WRITTEN.items():
        assert short in told
        told = told.replace(short, long)
    late.write_text(told, encoding="utf-8")
    offer = f"    - {{what: Tea 0, when: {LONG}., who: Anybody at work, party: harbour}}\n"
    offers = "".join(offer.replace("Tea 0", f"Tea {one}") for one in range(12))
    pier.write("content/permissions.yml", f"- id: long-wait\n  offers:\n{offers}  no_promises: [{LONG}.]\n")
    route = f"- {{id: r0, problem: Problem 0, desk: {LONG}, hours: 24/7, solves: {LONG}}}\n"
    pier.write("content/routes.yml", ROUTES + "".join(route.replace("0,", f"{one},") for one in range(12)))
    assert pier.run("update") == 0
    shown = page(viewport={"width": 559, "height": 794})
    shown.goto(f"file://{pier.root}/brief/log.late.html")
    assert len(re.findall(rb"/Type\s*/Page\b", shown.pdf(prefer_css_page_size=True))) == 2
    shown.emulate_media(media="print")
    printed = " ".join(shown.inner_text("body").split())
    for words in (
        "one.",
        "two.",
        "three.",
        "told.",
        "beyond.",
        "Next update by 19:00 CET.",
        "log.late/2026-11-20T17:20",
    ):
        assert words in printed
    assert len(re.findall(r"And \d+ more\.", printed)) == 3
    assert shown.evaluate(CUT) == []


CUT = """() => [...document.querySelectorAll('.page *')].filter(e => {
  const box = e.getBoundingClientRect(), side = e.closest('.page').getBoundingClientRect();
  return box.height && (getComputedStyle(e).overflow === 'hidden' && e.scrollHeight > e.clientHeight
    || box.left < side.left - 1 || box.right > side.right + 1 || box.bottom > side.bottom + 1);
}).map(e => e.className || e.tagName)"""
"""What is cut, or stands beyond the side that it is on."""


@pytest.mark.audit
@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_the_demo_has_exactly_the_two_sides_of_an_a5_and_nothing_of_them_is_cut(
    language: str, demo_briefs: Path, page: Any
) -> None:
    shown = page(viewport={"width": 390, "height": 844})
    shown.goto(f"file://{demo_briefs}/{language}operations.late-departures.html")
    assert accessibility_faults(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    sheets = re.findall(rb"/Type\s*/Page\b", shown.pdf(prefer_css_page_size=True))
    assert len(sheets) == 2
    shown.emulate_media(media="print")
    sides = shown.evaluate(
        "[...document.querySelectorAll('.page')].map(e => [e.offsetHeight, getComputedStyle(e).overflow])"
    )
    assert [overflow for _, overflow in sides] == ["visible", "visible"]
    assert max(height for height, _ in sides) <= A5


A5 = 210 / 25.4 * 96
"""How high a side is, in pixels."""


@pytest.fixture(scope="module")
def demo_briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    root = tmp_path_factory.mktemp("demo") / "site"
    for name in ("content", "ops_feeds"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    assert Site(root).run("update") == 0
    return root / "brief"
