"""What a build refuses, or would publish broken, `check` finds: at the line where staff wrote it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.site import PAGES, Site, make_site

Change = Callable[[Site], None]


def put(path: str, text: str) -> Change:
    return lambda site: site.write(path, text)


def swap(path: str, old: str, new: str) -> Change:
    def change(site: Site) -> None:
        text = (site.root / path).read_text(encoding="utf-8")
        assert old in text
        site.write(path, text.replace(old, new, 1))

    return change


def gone(path: str) -> Change:
    return lambda site: (site.root / path).unlink()


def also(path: str, line: str) -> Change:
    def change(site: Site) -> None:
        text = (site.root / path).read_text(encoding="utf-8")
        site.write(path, f"{text.rstrip()}\n\n{line}\n")

    return change


REFUSED: dict[str, tuple[Change, str]] = {
    "no home page": (gone("content/index.md"), "content/index.md:1:1 is missing: the page of what happens now"),
    "a home page without a template": (
        put("content/index.md", "# Welcome\n"),
        (
            "content/index.md:1:1 template: is not the page of what happens now: write template: home.html into its front "
            "matter, or leave it as it is and write at: status/ under the plugin in mkdocs.yml"
        ),
    ),
    "no shell of a disruption": (
        gone("content/disruptions/shell.md"),
        (
            "content/disruptions/shell.md:1:1 is missing: the page that each disruption is made of: write the lines “---” "
            "“template: disruption.html” “title: Disruption” “---” into it; explainer new writes all such pages"
        ),
    ),
    "no shell of a why": (gone("content/why/shell.md"), "content/why/shell.md:1:1 is missing: the page that answers"),
    "half an archive": (
        gone("content/archive/shell.md"),
        "content/archive/shell.md:1:1 is missing: the page that each",
    ),
    "a region misspelt": (
        swap("content/index.md", 'data-live="problems"', 'data-live="problem"'),
        "content/index.md:7:1 data-live: there is no live region “problem”: did you mean “problems”?",
    ),
    "a region without quotes, misspelt": (
        also("content/how/crane.md", "<div data-live=partz></div>"),
        "content/how/crane.md:9:1 data-live: there is no live region “partz”: did you mean “parts”?",
    ),
    "a region filled": (
        swap("content/map.md", "></div>", ">Wait…</div>"),
        (
            "content/map.md:6:1 data-live: is not empty, and what stands in it would be lost: "
            'delete it: <div data-live="map"></div>'
        ),
    ),
    "a region closed by a slash": (
        swap("content/map.md", "></div>", "/>"),
        "content/map.md:6:1 data-live: is closed by a slash, which html does not know",
    ),
    "a region never closed": (swap("content/map.md", "</div>", ""), "content/map.md:6:1 data-live: is never closed"),
    "addresses with html": (
        swap("mkdocs.yml", "docs_dir: content", "docs_dir: content\nuse_directory_urls: false"),
        "mkdocs.yml:4:21 use_directory_urls: is false, and then addresses change with the generator: write true",
    ),
    "a plugin that is not there": (
        swap("mkdocs.yml", "  - search", "  - serach"),
        "mkdocs.yml:6:5 plugins[1]: “serach” is no plugin that is installed: did you mean “search”?",
    ),
    "a link to no page": (
        also("content/how/crane.md", "See [the map](../mapp.md)."),
        "content/how/crane.md:9:15 link: there is no page “../mapp.md”",
    ),
    "a region that became code": (
        swap("content/map.md", "<div", "    <div"),
        "content/map.md:6:5 data-live: is indented by four spaces or more, so readers see it as code",
    ),
    "a region in an element that nothing fills": (
        swap("content/map.md", '<div data-live="map"></div>', '<section data-live="map"></section>'),
        "content/map.md:6:1 data-live: stands in a <section>, which nothing fills",
    ),
    "a region of a part that is not there": (
        also("content/how/crane.md", '<div data-live="panel" data-components="cran"></div>'),
        "content/how/crane.md:9:1 data-live: there is no component “cran”: did you mean “crane”?",
    ),
    "more than a child listens to": (
        swap("content/how/crane.md", "component: crane", f"component: crane\nto_a_child: {'Up and down. ' * 40}"),
        "content/how/crane.md:3:13 to_a_child:",
    ),
    "no words to a child": (
        swap("content/how/crane.md", "component: crane", "component: crane\nto_a_child: [Up]"),
        "content/how/crane.md:3:13 to_a_child:",
    ),
}
"""What keeps a site from being built, or would publish it broken."""

FOUND: dict[str, tuple[Change, str]] = {
    "a key misspelt": (
        swap("content/how/crane.md", "component:", "componnet:"),
        "content/how/crane.md:2:1 componnet: “componnet” is no key of a page: did you mean “component”?",
    ),
    "words to a child on a page of no part": (
        swap("content/about.md", "# About", "---\nto_a_child: It lifts boxes.\n---\n\n# About"),
        "content/about.md:2:13 advice: to_a_child: is for a page that explains a part, so no reader sees it",
    ),
    "words to a child that are of today": (
        swap("content/how/crane.md", "component: crane", "component: crane\nto_a_child: Boats sleep tonight."),
        "content/how/crane.md:3:13 advice: to_a_child: says “tonight” on a page that is read on any day",
    ),
    "a map without its map": (
        put("content/map.md", "---\ntemplate: map.html\ntitle: Map\n---\n\nSee below.\n"),
        (
            "content/map.md:2:11 template: is the page of the map, and has no map: write below: "
            '<div data-live="map"></div>'
        ),
    ),
    "a place that is in no page": (
        also("content/about.md", "See [the crane](how/crane.md#the-crain)."),
        "content/about.md:5:17 link: there is no place “#the-crain” in how/crane.md: did you mean “the-crane”?",
    ),
    "a place that is not in this page": (
        also("content/about.md", "See [above](#abut)."),
        "content/about.md:5:13 link: there is no place “#abut” in about.md: did you mean “about”?",
    ),
    "an address without a page": (
        also("content/about.md", "See [the crane](../how/crain/)."),
        "content/about.md:5:17 link: there is no page at “../how/crain/”",
    ),
    "a why that nobody asks": (
        also("content/about.md", "See [why](../why/fery/)."),
        "content/about.md:5:11 link: no customer’s problem is called “fery”: did you mean “ferry”?",
    ),
    "a picture that is not there": (
        also("content/about.md", "![The quay](quay.png)"),
        "content/about.md:5:13 image: there is no picture “quay.png”",
    ),
    "a picture without words": (
        also("content/about.md", "![](https://pier.example/quay.png)"),
        "content/about.md:5:5 image: has no alternative text: write ![what it shows](https://pier.example/quay.png)",
    ),
    "a picture in html without words": (
        also("content/about.md", '<img src="https://pier.example/quay.png">'),
        "content/about.md:5:1 image: has no alternative text",
    ),
    "a nav entry to no page": (
        also("mkdocs.yml", "nav:\n  - Now: index.md\n  - The crane: how/cran.md\n"),
        "mkdocs.yml:13:16 nav[2].The crane: there is no page “how/cran.md”: did you mean “how/crane.md”?",
    ),
    "a whole address of the site": (
        also("content/about.md", "See [the map](https://pier.example/map/)."),
        "content/about.md:5:15 advice: link: is a whole address of this site",
    ),
    "no map at all": (gone("content/map.md"), "content/map.md:1:1 advice: is missing: the page of the map"),
}
"""What a build lets through, and readers stumble over."""

SOUND = {
    "regions in code": (
        "content/how/crane.md",
        'Write `<div data-live="x">` or:\n\n```html\n<div data-live="x">\n```\n\n    <p>plain code</p>\n',
    ),
    "a region in a list": ("content/how/crane.md", '- The parts:\n\n    <div data-live="parts"></div>\n'),
    "a region over two lines": ("content/how/crane.md", '<div data-live="parts">\n</div>\n'),
    "keys of others": ("content/about.md", ""),
    "places": (
        "content/about.md",
        (
            "## The *big* `one` & all {#big}\n\n## Twice\n\n## Twice\n\n"
            "[a](#big) [b](#twice_1) [c](#about) [d](how/crane.md#now) [e](map.md#crane) [f](../map/) [g](../why/ferry/)\n"
            "[h](mailto:x@y.example) [i](https://elsewhere.example/a#b) [j](../status.json)\n"
        ),
    ),
    "a picture that only decorates": ("content/about.md", '<img src="https://pier.example/x.png" alt="">\n'),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def places(said: str) -> list[str]:
    """The places that findings name, as far as they are places in a file that staff write."""
    return re.findall(r"^((?:content/|mkdocs\.yml|ops_feeds/)[^\s:]*:\d+:\d+)(?! advice)", said, re.MULTILINE)


@pytest.mark.parametrize("name", REFUSED)
def test_what_stops_a_build_stops_check_at_its_line(site: Site, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    change, said = REFUSED[name]
    change(site)
    assert site.run("check") == 2
    found = capsys.readouterr().err
    assert said in found
    assert site.run("build") == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", FOUND)
def test_what_readers_would_stumble_over_is_found_and_stops_no_notice(
    site: Site, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change, said = FOUND[name]
    change(site)
    assert site.run("check") == (0 if " advice:" in said else 2)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", SOUND)
def test_what_is_right_is_not_found_wrong(site: Site, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, words = SOUND[name]
    also(path, words)(site)
    if name == "keys of others":
        site.write(path, "---\ntags: [a]\nhide: [toc]\ncomments: true\nupdated: 2026-11-20\n---\n\n# About\n")
    assert site.run("check") == 0, capsys.readouterr().err


def test_what_is_missing_is_written_as_it_says(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    for path in PAGES:
        if "shell" in path or path in ("index.md", "archive/index.md"):
            gone(f"content/{path}")(site)
    assert site.run("check") == 2
    for line in capsys.readouterr().err.splitlines():
        wanted = re.search(r"^(\S+?):1:1 .*write the lines (.*) into it", line)
        if wanted:
            site.write(wanted[1], "\n".join(re.findall(r"“([^”]*)”", wanted[2])) + "\n")
    assert site.run("update") == 0
    assert "Ferries leave" in site.page("index.html")
    assert (site.root / "site/disruptions/log.late/index.html").is_file()
    assert (site.root / "site/why/ferry/index.html").is_file()


def mutations(site: Site) -> Iterator[tuple[str, Change]]:
    """Whatever a hand may do to a page: to each page of a site, of each kind and language."""
    for page in sorted((site.root / "content").rglob("*.md")):
        path = page.relative_to(site.root).as_posix()
        text = page.read_text(encoding="utf-8")
        yield f"{path} gone", gone(path)
        yield f"{path} empty", put(path, "")
        yield f"{path} without front matter", put(path, re.sub(r"\A---.*?\n---\n", "", text, flags=re.DOTALL))
        yield f"{path} with a region that is none", also(path, '<div data-live="nothing"></div>')
        yield f"{path} with a region left open", also(path, '<div data-live="parts">')
        yield f"{path} with words in a region", also(path, '<div data-live="parts">Soon.</div>')
        yield f"{path} with broken front matter", put(path, text.replace("---\n", "---\ntitle: [\n", 1))


@pytest.mark.audit
@pytest.mark.parametrize("of", ["pier", "airport"])
def test_whatever_a_build_refuses_check_refuses_too(
    of: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if of == "pier":
        good = make_site(tmp_path / "good")
    else:
        for name in ("content", "ops_feeds"):
            shutil.copytree(ROOT / name, tmp_path / "good" / name)
        shutil.copy2(ROOT / "mkdocs.yml", tmp_path / "good" / "mkdocs.yml")
        good = Site(tmp_path / "good")
    every = list(mutations(good))
    for index, (name, change) in enumerate(every[:: 1 if of == "pier" else 59]):
        site = good.copy(tmp_path / str(index))
        change(site)
        checked, found = site.run("check"), capsys.readouterr().err
        built = site.run("build")
        capsys.readouterr()
        assert not built or checked, f"{name}: build refuses what check lets through"
        assert not built or places(found), f"{name}: check names no place"
        shutil.rmtree(site.root)
