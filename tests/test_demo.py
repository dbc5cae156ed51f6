"""The demo: true to an airport in snow, an exercise on every page, the same on any day."""

import gzip
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import jsonschema
import pytest

from explainer.commands.main import run
from explainer.language.catalogues import catalogue
from explainer.model.reading import ReadingKind
from explainer.record import store
from explainer.staff.check import load_sources, load_system
from explainer.staff.project import load_project
from tests.conftest import ROOT
from tests.support.crawl import Woven, judge
from tests.support.site import Site, digests
from tests.support.then import log_of

OTHERS = ("fr/", "ar/")
"""Where the pages in the demo's other languages are."""

FIRST_FLIGHT = 14 * 1024
"""Ten packets: what a server sends before it waits for an answer."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("demo") / "site"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert run(["update", "-f", str(root / "mkdocs.yml")]) == 0
    return Site(root)


def every_page(demo: Site) -> Iterator[tuple[str, str]]:
    """The pages in all languages."""
    for path in sorted((demo.root / "site").rglob("*.html")):
        yield path.relative_to(demo.root / "site").as_posix(), path.read_text(encoding="utf-8")


def pages(demo: Site) -> Iterator[tuple[str, str]]:
    """The pages in English, the language of the demo itself."""
    found = ((path, page) for path, page in every_page(demo) if not path.startswith((*OTHERS, *ALONE)))
    return ((path, page) for path, page in found if not path.endswith(SHEETS))


ALONE = ("embed", "screen/")
"""What stands on its own, in a frame of another site or on a screen: its tests are its own."""

SHEETS = ("/poster.html", "/sheet.html")
"""What is for walls, likewise: it says in its own words from when on it is old."""


TOLD_ON = "/explain/index.html"
"""Words to be passed on, as of when they were written: of nothing that was checked since, and with a picture."""

CARD = "questions/card/index.html"
"""A card to write on, which says nothing of the present."""


def is_crisis(path: str) -> bool:
    inside = path.partition("/")[2] if path.startswith(OTHERS) else path
    return inside in {"index.html", "map/index.html"} or inside.startswith(
        ("archive/", "disruptions/", "questions/index", "record/", "run/", "events/", "who/", "why/", "words/")
    )


def test_making_the_demo_again_changes_no_recorded_fact(demo: Site) -> None:
    assert digests(demo.root / "ops_feeds" / "recorded") == digests(ROOT / "ops_feeds" / "recorded")


def test_everything_staff_wrote_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-f", str(ROOT / "mkdocs.yml")]) == 0
    assert capsys.readouterr().err == ""


def test_every_crisis_page_fits_the_first_flight(demo: Site) -> None:
    sizes = {path: len(gzip.compress(page.encode(), 9, mtime=0)) for path, page in every_page(demo) if is_crisis(path)}
    assert len(sizes) >= 3 * 15
    assert {path: size for path, size in sizes.items() if size > FIRST_FLIGHT} == {}


def test_every_crisis_page_brings_the_style_of_every_class_in_it(demo: Site) -> None:
    package = ROOT / "explainer"
    sheets = [*package.glob("theme/style/*.css"), *package.glob("render/components/*/style.css")]
    known = _styled(" ".join(one.read_text("utf-8") for one in sheets if one.stem not in ("reading", "guest")))
    for path, page in pages(demo):
        if is_crisis(path) and "<style>" in page:
            main = page.partition("<main")[2].partition("</main>")[0]
            used = {name for names in re.findall(r'class="([^"]*)"', main) for name in names.split()}
            assert (used & known) - _styled(page.partition("<style>")[2].partition("</style>")[0]) <= ELSEWHERE, path


ELSEWHERE = {"past"}
"""A mark of what lies behind now, which only the bars of questions draw in a way of its own."""


def _styled(css: str) -> set[str]:
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def test_every_page_and_every_output_says_it_is_an_exercise(demo: Site) -> None:
    for lang, root in (("fr", "fr/"), ("ar", "ar/"), ("en", "")):
        said = catalogue(lang).pgettext("mark of a drill", "EXERCISE")
        here = every_page(demo) if root else pages(demo)
        assert [path for path, page in here if path.startswith(root) and said not in page and "404" not in path] == []
    assert json.loads(demo.page("status.json"))["exercise"] is not None
    assert demo.page("feed.xml").count("<title>EXERCISE") == demo.page("feed.xml").count("<title")


class _Words(HTMLParser):
    """What a reader sees of a page, and what it points at."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._silent += tag in {"script", "style"}
        if found.get("id"):
            self.ids.add(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if tag in {"script", "img", "iframe"} and found.get("src"):
            self.loads.append(str(found["src"]))
        if tag == "link" and found.get("rel") in {"stylesheet", "preload", "icon", "preconnect"}:
            self.loads.append(str(found.get("href")))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def read(page: str) -> _Words:
    words = _Words()
    words.feed(page)
    return words


def test_every_page_shows_when_it_was_written_checked_and_when_the_next_word_is_due(demo: Site) -> None:
    for path, page in pages(demo):
        if path in ("404.html", CARD) or path.endswith(TOLD_ON):
            continue
        words = " ".join(" ".join(read(page).words).split())
        assert re.search(r"Treat it as old after \w+day 2[01] November, ", words) or "Ended" in words, path
        over = "No further word is promised here" in words
        if (is_crisis(path) and not over) or 'class="now"' in page:
            assert "18:24" in words, f"{path} does not say when sources were last checked"


def test_every_crisis_page_can_be_read_hours_later(demo: Site) -> None:
    for path, page in pages(demo):
        words = " ".join(" ".join(read(page).words).split())
        if is_crisis(path) and "Ended" not in words:
            assert re.search(r"Treat it as old after \w+day 2[01] November, \d\d:\d\d CET ?\.", words), path


def test_unreachable_sources_are_named_with_since_when(demo: Site) -> None:
    words = " ".join(" ".join(read(demo.page("index.html")).words).split())
    assert "Road authority" in words
    assert "Silent since 17:55" in words
    assert "Unknown since 17:55" in words


def test_the_figures_of_the_evening_hold(demo: Site) -> None:
    status = json.loads(demo.page("status.json"))
    (pads,) = [c for c in status["constraints"] if c["component"] == "deicing"]
    assert (pads["normal"], pads["now"], pads["demand"]) == (36, 24, 36)
    assert (pads["shortfall"], pads["backlog_per_hour"]) == (12, 12)
    assert status["state"] == "slowed"
    states = {c["id"]: c["state"] for c in status["components"]}
    assert states["road"] == "unknown"
    assert states["drains"] is None


def test_status_json_keeps_its_published_schema(demo: Site) -> None:
    schema = json.loads(demo.page("status.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(demo.page("status.json")), schema)


def test_html_and_json_agree_on_every_state(demo: Site) -> None:
    status = json.loads(demo.page("status.json"))
    page = demo.page("map/index.html")
    for component in status["components"]:
        row = re.search(
            rf'<summary>((?!<summary>).)*?</summary><div class="more" id="{component["id"]}">', page, re.DOTALL
        )
        assert row, component["id"]
        word = component["state"] or "not watched"
        assert word.lower() in row[0].lower(), component["id"]


def test_every_link_on_every_page_leads_somewhere(demo: Site) -> None:
    read_pages = {f"/{path}": read(page) for path, page in every_page(demo)}
    broken = []
    for path, page in read_pages.items():
        for link in page.links:
            address = urlsplit(urljoin(f"http://site{path}", link))
            if address.netloc != "site" or address.scheme not in {"http", "https"} or path.endswith("/404.html"):
                continue
            target = address.path + ("index.html" if address.path.endswith("/") else "")
            if not (demo.root / "site" / target.lstrip("/")).is_file() or (
                address.fragment and target in read_pages and address.fragment not in read_pages[target].ids
            ):
                broken.append((path, link))
    assert broken == []
    assert len(read_pages) > 3 * 40


SHARED, IS_OVER = re.compile(r"(\.\./)+assets/stylesheets/over\.[0-9a-f]{8}\.css"), '<div class="lead is-over">'
"""What the page of a disruption that is over loads besides itself, and how it is known."""

RUN_SCRIPT = re.compile(r"(\.\./)+assets/javascripts/run\.[0-9a-f]{8}\.js")
"""What a page on which readers run a part loads besides itself."""


PRINT = re.compile(r"(?:\.\./)*assets/stylesheets/print\.[0-9a-f]{8}\.css")
LIVE = re.compile(r"(?:\.\./)*assets/javascripts/live\.[0-9a-f]{8}\.js")
"""What every page asks the site for, so that it learns of news while it is open."""

SLIDER = re.compile(r"(\.\./)+assets/javascripts/spread\.[0-9a-f]{8}\.js")
"""What the page of a disruption asks for, for whoever wants to see any minute of how it spread."""


def test_no_page_loads_anything_from_elsewhere(demo: Site) -> None:
    for path, page in every_page(demo):
        loads = [load for load in read(page).loads if re.match(r"(https?:)?//", load)]
        assert loads == [], path
        if is_crisis(path):
            asked = [load for load in read(page).loads if not load.startswith("data:")]
            more = [load for load in asked if not PRINT.fullmatch(load) and not LIVE.fullmatch(load)]
            if path.endswith(TOLD_ON):
                more = [load for load in more if load != "../card.png"]
            if "disruptions/" in path:
                more = [load for load in more if not SLIDER.fullmatch(load)]
            shared = RUN_SCRIPT if "run/" in path else SHARED if IS_OVER in page else None
            assert not more or (len(more) == 1 and shared and shared.fullmatch(more[0])), f"{path}: {more}"


@pytest.mark.parametrize("folder", ["how"])
def test_explainers_have_substance(folder: str) -> None:
    explainers = [
        p for p in sorted((ROOT / "content" / folder).glob("*.md")) if p.stem != "index" and "." not in p.stem
    ]
    assert len(explainers) >= 10
    for path in explainers:
        body = path.read_text(encoding="utf-8").split("---", 2)[2]
        assert len(re.findall(r"\w+", body)) >= 400, path.name


def test_french_is_whole_and_arabic_tells_what_it_says_it_does(demo: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(demo.root / "mkdocs.yml")
    assert run(["translate", "-f", config, "fr"]) == 0
    assert capsys.readouterr().out == "Français: everything is translated.\n"
    assert run(["translate", "-f", config, "ar"]) == 0
    left = capsys.readouterr().out
    assert not [file for file in ("index.ar", "map.ar", "system.ar", "late-departures.ar", "deicing.ar") if f"/{file}" in left
                and f"/how/{file}" not in left and f"/questions/{file}" not in left]  # fmt: skip
    for path in ("index.html", "map/index.html", "disruptions/operations.late-departures/index.html"):
        assert 'class="untold"' not in demo.page(f"fr/{path}") + demo.page(f"ar/{path}")


def test_the_record_of_our_word_says_what_the_files_of_the_record_say(demo: Site) -> None:
    """Counted here from the recorded JSON by hand: promises, and ranges of what is over."""
    fog = json.loads(
        (ROOT / "ops_feeds/recorded/disruptions/operations.fog-4-november.json").read_text(encoding="utf-8")
    )
    ranges: dict[str, list[tuple[str, str]]] = {}
    for version in fog["versions"]:
        for one in version["disruption"].get("expected", []):
            given = ranges.setdefault(one["id"], [])
            if (one["low"], one["high"]) not in given:
                given.append((one["low"], one["high"]))
    happened = {one["id"]: one["happened"] for one in fog["versions"][-1]["disruption"]["expected"]}
    inside = sum(low <= happened[name] <= high for name, given in ranges.items() for low, high in given)
    many = sum(map(len, ranges.values()))
    said = demo.page("record/index.html")
    assert f"We gave {many} time ranges. {inside} came true." in said
    assert "We promised 8 updates. 6 came on time. 2 did not." in said
    assert "6 of 8 updates came on time" in demo.page("index.html"), "home tells the same"


@pytest.mark.parametrize("path", ["how/crews/index.html", "about/index.html"])
def test_what_is_not_in_arabic_is_shown_in_english_and_says_so(demo: Site, path: str) -> None:
    page = demo.page(f"ar/{path}")
    assert 'class="untold"' in page
    assert '<div lang="en" dir="ltr">' in page
    assert 'class="untold"' not in demo.page(path) + demo.page(f"fr/{path}")


def test_there_are_six_answered_whys_one_in_each_other_state_and_a_look_behind_the_scenes() -> None:
    said = [p.read_text(encoding="utf-8") for p in (ROOT / "content" / "questions").glob("*.md")]
    states = Counter(found[1] for text in said if (found := re.search(r"^state: (.+)$", text, re.MULTILINE)))
    assert states == {"answered": 6, "checking": 2, "asked": 1, "cannot-say": 1, "removed": 1}
    assert (ROOT / "content" / "behind-the-scenes" / "snow-night.md").is_file()


def test_the_log_of_states_is_what_the_record_says_of_each_of_its_moments(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Nothing in it is invented: it is what the record's own versions make of the map; ``--golden`` writes it anew."""
    project = load_project(ROOT / "mkdocs.yml")
    recorded = ROOT / "ops_feeds/recorded"
    files = log_of(tmp_path, load_system(project), load_sources(project), store.read(recorded))
    for file in files:
        kept = recorded / "states" / file.name
        if request.config.getoption("--golden"):
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(file.read_bytes())
        assert file.read_bytes() == kept.read_bytes()


def test_what_happens_leads_to_why_it_does_and_what_explains_tells_what_happens(demo: Site) -> None:
    woven = Woven.of(demo)
    judge(woven)
    told = [here for here in woven.crisis if here.startswith(("disruptions/", "why/")) and here != "disruptions/open/"]
    assert all(woven.crawl.links[here] & woven.addresses(*ReadingKind) for here in told)
    fog = " ".join(woven.crawl.pages["how/air-traffic-control/"].words.split())
    assert "4 November 2026, after 2 hours 10 minutes. Cause: Fog" in fog
    assert 'href="../../how/deicing/"' in demo.page("fr/why/departures/index.html"), "a translated page stays in French"
    assert 'hreflang="en" lang="en"' in demo.page("ar/why/departures/index.html"), "any other says its language"


def test_what_is_asked_and_how_to_ask_is_told_in_the_language_of_the_page(demo: Site) -> None:
    french, arabic = demo.page("fr/questions/index.html"), demo.page("ar/questions/index.html")
    assert "Pourquoi n’y avait-il pas de fauteuils roulants" in french
    assert "Le relevé de l’entreprise qui amène les fauteuils n’est pas arrivé." in french
    assert "Nous utilisons une adresse une seule fois" in french
    assert "Des cartes jaunes se trouvent" in french
    assert "نستعمل العنوان مرة واحدة" in arabic
    assert '<span lang="en" dir="ltr">Why can’t planes be de-iced at the gate?</span>' in arabic


def test_golden_words_of_the_home_page(demo: Site, request: pytest.FixtureRequest) -> None:
    golden_words(demo, "index.html", request)


@pytest.mark.parametrize(
    "page",
    [
        "disruptions/operations.late-departures/index.html",
        "disruptions/operations.fog-4-november/index.html",
        "archive/index.html",
        "archive/2026-11/index.html",
        "record/index.html",
        "questions/index.html",
        "words/index.html",
        "events/index.html",
        "why/departures/index.html",
        "why/bags/index.html",
        "map/index.html",
        "who/airlines/index.html",
    ],
)
def test_golden_words_of_the_crisis_pages(demo: Site, page: str, request: pytest.FixtureRequest) -> None:
    golden_words(demo, page, request)


def golden_words(demo: Site, page: str, request: pytest.FixtureRequest) -> None:
    """What a reader reads, line by line; ``pytest --golden`` writes it anew."""
    html = re.sub(r"</(p|h[1-6]|li|dt|dd|title|figcaption|b)>", r"\n\g<0>", demo.page(page))
    lines = [" ".join(line.split()) for line in "".join(read(html).words).split("\n")]
    said = "\n".join(line for line in lines if line) + "\n"
    golden = Path(__file__).parent / "golden" / (page.removesuffix("/index.html").replace("/", "_") + ".txt")
    if request.config.getoption("--golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
