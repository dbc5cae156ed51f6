"""A site with Material for MkDocs adds ours to its plugins, and loses nothing: each of its features works as before.

docs/material.md tells the same; the table in it is this one.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support.browser import Pages
from tests.support.guest import (
    ADDRESS,
    HOME,
    dead_links,
    docs_site,
    feeds_of,
    git,
    is_crisis,
    join,
    leads_elsewhere,
    links,
    pages,
    under_git,
)
from tests.support.server import serving
from tests.support.site import Site

NOW = "2026-11-20T18:24:00+01:00"
NEWS = "Ferries leave"
CRISIS = ("", "map/", "archive/", "disruptions/log.late/", "disruptions/open/", "why/ferry/")
PAGE = (ROOT / "docs/material.md").read_text(encoding="utf-8")


class Feature(NamedTuple):
    """A feature of Material's, or a plugin: how a site has it, and what is to be seen of it once it is built."""

    name: str
    shows: Callable[[Site], bool]
    plugins: str = ""
    files: Mapping[str, str] = MappingProxyType({})
    change: tuple[tuple[str, str], ...] = ()
    needs_git: bool = False


def page_has(path: str, pattern: str) -> Callable[[Site], bool]:
    """Whether a page of the built site holds something."""
    return lambda site: re.search(pattern, site.page(path), re.DOTALL) is not None


def features(*names: str) -> tuple[tuple[str, str], ...]:
    """More rows under ``features:``."""
    return (("features: [", f"features: [{', '.join(names)}, "),)


POST = "---\ndate: 2026-01-02\n---\n\n# Hello\n\nWords.\n\n<!-- more -->\n\nMore.\n"
FRENCH = """\
  - i18n:
      languages:
        - {locale: en, name: English, default: true}
        - {locale: fr, name: Français}
"""

FEATURES = (
    Feature(
        "palette, logo, tabs",
        page_has("index.html", 'md-tabs.*data-md-color-scheme="slate"|data-md-color-scheme="slate".*md-tabs'),
    ),
    Feature("announcement in custom_dir/main.html", page_has("guide/crane/index.html", "Docs 2.0 is out")),
    Feature(
        "navigation.instant, .prefetch, .progress",
        page_has("guide/crane/index.html", r'"navigation\.instant".*target="_self"|target="_self"'),
        change=features("navigation.instant", "navigation.instant.prefetch", "navigation.instant.progress"),
    ),
    Feature(
        "blog",
        page_has("blog/2026/01/02/hello/index.html", "More"),
        "  - blog\n",
        {"docs/blog/index.md": "# Blog\n", "docs/blog/posts/hello.md": POST},
    ),
    Feature(
        "tags",
        page_has("tags/index.html", r'href="\.\./guide/more/'),
        "  - tags\n",
        {
            "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
            "docs/guide/more.md": "---\ntags: [start]\n---\n\n# More\n",
        },
    ),
    Feature(
        "mkdocs-static-i18n, docs_structure: suffix",
        page_has("fr/index.html", "Bienvenue"),
        FRENCH,
        {"docs/index.fr.md": "# Bienvenue\n"},
    ),
    Feature(
        "mkdocs-macros-plugin",
        page_has("guide/index.html", "Made of 42"),
        "  - macros\n",
        {"docs/guide/index.md": "# Guide\n\nMade of {{ 6 * 7 }}.\n"},
    ),
    Feature(
        "mkdocs-redirects",
        page_has("old/index.html", r"guide/crane/"),
        "  - redirects:\n      redirect_maps: {old.md: guide/crane.md}\n",
    ),
    Feature(
        "mkdocs-minify-plugin",
        page_has("guide/index.html", r"(?s)\A(?!.*<body[^>]*>\n\n)"),
        "  - minify: {minify_html: true}\n",
    ),
    Feature(
        "mkdocs-rss-plugin",
        lambda site: "guide/crane/" in (site.root / "site/feed_rss_created.xml").read_text(),
        "  - rss: {use_git: true}\n",
        needs_git=True,
    ),
    Feature(
        "mkdocs-awesome-nav",
        page_has("index.html", "The one crane"),
        "  - awesome-nav\n",
        {"docs/.nav.yml": "nav:\n  - index.md\n  - The one crane: guide/crane.md\n  - '*'\n"},
    ),
    Feature("mkdocs-section-index", page_has("index.html", r'href="guide/"'), "  - section-index\n"),
    Feature(
        "mkdocs-git-revision-date-localized-plugin",
        page_has("guide/crane/index.html", "git-revision-date-localized.*November 2, 2026"),
        "  - git-revision-date-localized: {fallback_to_build_date: true}\n",
        needs_git=True,
    ),
    Feature("mkdocs-glightbox", page_has("guide/crane/index.html", 'class="glightbox"'), "  - glightbox\n"),
)
APART = ("mkdocs-static-i18n, docs_structure: suffix", "mkdocs-section-index")
"""Those that do not go together with others of them, whether ours is there or not."""


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return feeds_of(tmp_path_factory.mktemp("feeds") / "feeds")


def built(root: Path, feeds: Site, *wanted: Feature) -> Site:
    """A docs site with some features, to which ours is added; strict, so that no warning passes."""
    files = {path: text for one in wanted for path, text in one.files.items()}
    site = docs_site(root, "".join(one.plugins for one in wanted), files)
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    for old, new in (change for one in wanted for change in one.change):
        config = config.replace(old, new, 1)
    site.write("mkdocs.yml", config)
    join(site, feeds)
    if any(one.needs_git for one in wanted):
        under_git(site)
    assert site.run("update", now=NOW) == 0
    return site


def holds(site: Site) -> None:
    """What is true of every site that ours is added to."""
    folder = site.root / "site"
    every = pages(folder)
    for path in CRISIS:
        assert is_crisis(every[f"{HOME}{path}index.html"]), path
    for path, page in every.items():
        if is_crisis(page) or leads_elsewhere(page) or path == "raw.html":
            assert "explainer-bar" not in page.partition("<script")[0], path
            continue
        assert page.count('class="explainer-bar"') == 1, path
        assert NEWS in page, path
    assert every["raw.html"] == (site.root / "docs/raw.html").read_text()
    assert 'class="now"' in every["guide/crane/index.html"]
    assert "How to use the shell" in every["guide/shell/index.html"]
    assert dead_links(folder) == []
    assert leaks(folder) == []


def leaks(folder: Path) -> list[str]:
    """Where a shell is told of: in the navigation, search, the sitemap, a feed, or by its page."""
    shell = re.compile(r"(?:disruptions|why|archive)/shell")
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".html", ".xml", ".json", ".gz", ".txt") and path.is_file()
        if shell.search(str(path)) or shell.search(_text(path))
    ]


def _text(path: Path) -> str:
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return re.sub(r'new RegExp\("[^"]*"\)', "", body.decode("utf-8"))


def test_all_that_go_together_work_beside_ours(tmp_path: Path, feeds: Site) -> None:
    wanted = [one for one in FEATURES if one.name not in APART]
    site = built(tmp_path / "site", feeds, *wanted)
    holds(site)
    assert [one.name for one in wanted if not one.shows(site)] == []


@pytest.mark.audit
@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_each_feature_works_beside_ours(tmp_path: Path, feeds: Site, feature: Feature) -> None:
    site = built(tmp_path / "site", feeds, feature)
    holds(site)
    assert feature.shows(site)


# Builds of other kinds


def plain(feeds: Site, root: Path, plugins: str = "") -> Site:
    site = docs_site(root, plugins)
    join(site, feeds)
    return site


OURS_ON_A_PAGE = (
    r'<link rel="stylesheet" href="[^"]*status/assets/explainer\.[0-9a-f]{8}\.css">',
    r'<div class="explainer-bar".*?(?=<div data-md-component="announce">)',
    r'\n<div data-live="panel".*?</section></div>\n',
    r'\n<div data-live="troubles".*?</section></div>\n',
    r"<script>\(function\(\)\{(?:function check|var d=document;).*?</script>",
    r'<script src="[./]*status/assets/javascripts/live\.\w+\.js"[^>]*></script>',
)


def without_ours(page: str) -> str:
    """A page without what docs/material.md says of it."""
    for pattern in OURS_ON_A_PAGE:
        page = re.sub(pattern, "", page, flags=re.DOTALL)
    return page


NAV = "nav:\n  - index.md\n  - Guide: [guide/index.md, guide/crane.md, guide/shell.md]\n"


def test_nothing_else_on_a_page_is_touched(tmp_path: Path, feeds: Site) -> None:
    before, after = docs_site(tmp_path / "before"), docs_site(tmp_path / "after")
    join(after, feeds)
    before.write("docs/guide/crane.md", (after.root / "docs/guide/crane.md").read_text())
    for site in (before, after):
        site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text() + NAV)
    assert after.run("update", now=NOW) == 0
    mkdocs(before, "build")
    was, now = before.root / "site", after.root / "site"
    theirs = {path.relative_to(was).as_posix() for path in was.rglob("*") if path.is_file()}
    assert theirs <= set(after.files())
    assert {path for path in set(after.files()) - theirs if not path.startswith(HOME)} == set()
    for path in theirs - {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}:
        if path.endswith(".html"):
            assert without_ours((now / path).read_text()) == (was / path).read_text(), path
        else:
            assert (now / path).read_bytes() == (was / path).read_bytes(), path


THEIR_SITEMAP = """\
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{%- for file in pages %}<url><loc>{{ file.page.canonical_url }}</loc><lastmod>2026-10-0{{ loop.index }}</lastmod></url>
{% endfor %}</urlset>
"""


def test_the_sitemap_keeps_what_it_said_and_names_what_is_new(tmp_path: Path, feeds: Site) -> None:
    """But for the day of the build, which MkDocs gives every page whether it was changed or not."""
    redirects = "  - redirects:\n      redirect_maps: {old.md: guide/crane.md}\n"
    site = docs_site(tmp_path / "site", redirects, {"overrides/sitemap.xml": THEIR_SITEMAP})
    mkdocs(site, "build")
    was = re.findall(r"<url>.*?</url>", site.page("sitemap.xml"), re.DOTALL)
    join(site, feeds)
    assert site.run("update", now=NOW) == 0
    now = site.page("sitemap.xml")
    theirs = "\n".join(row for row in re.findall(r"<url>.*?</url>", now, re.DOTALL) if f"/{HOME}" not in row)
    assert [re.sub(r"<lastmod>.*", "", row) for row in sorted(was)] == re.sub(r"<lastmod>.*", "", theirs).split("\n")
    assert theirs.count("<lastmod>2026-10-0") == len(was) == 4
    assert "status/disruptions/log.late/</loc><lastmod>2026-11-20" in now
    assert "/old/" not in now
    assert gzip.decompress((site.root / "site/sitemap.xml.gz").read_bytes()).decode() == now


def mkdocs(site: Site, *words: str) -> None:
    """MkDocs as a person runs it."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "mkdocs", *words],
        cwd=site.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_mkdocs_builds_into_the_folder_it_is_told(tmp_path: Path, feeds: Site) -> None:
    site = plain(feeds, tmp_path / "site")
    mkdocs(site, "build", "--strict", "-d", "public")
    made = pages(site.root / "public")
    assert is_crisis(made[f"{HOME}index.html"])
    assert 'class="explainer-bar"' in made["index.html"]
    assert not (site.root / "site").exists()


@pytest.mark.audit
def test_mkdocs_deploys_the_whole_site(tmp_path: Path, feeds: Site) -> None:
    site = under_git(plain(feeds, tmp_path / "site"))
    mkdocs(site, "gh-deploy", "--force", "--no-history", "--remote-name", str(bare(tmp_path)))
    there = git(site, "ls-tree", "-r", "--name-only", "gh-pages").split()
    assert {"index.html", f"{HOME}index.html", f"{HOME}status.json", "guide/crane/index.html"} <= set(there)


def bare(folder: Path) -> Path:
    """An empty repository to push to."""
    git(Site(folder), "init", "-q", "--bare", "remote.git")
    return folder / "remote.git"


@pytest.mark.audit
def test_mike_deploys_every_page_of_a_version(tmp_path: Path, feeds: Site) -> None:
    site = docs_site(tmp_path / "site", "  - mike\n")
    config = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", f"{config}extra:\n  version: {{provider: mike}}\n")
    under_git(site)
    mike(site, "deploy", "1.0")
    join(site, feeds)
    assert site.run("update", now=NOW) == 0
    mike(site, "deploy", "2.0", "latest", "-u")
    there = git(site, "ls-tree", "-r", "--name-only", "gh-pages").split()
    built = {
        path.relative_to(site.root / "site").as_posix() for path in (site.root / "site").rglob("*") if path.is_file()
    }
    assert {path.removeprefix("2.0/") for path in there if path.startswith("2.0/")} == built
    assert "1.0/guide/crane/index.html" in there
    assert "versions.json" in there
    page = git(site, "show", "gh-pages:2.0/guide/crane/index.html")
    assert 'class="explainer-bar"' in page
    assert f'"{ADDRESS}2.0/{HOME}' in git(site, "show", f"gh-pages:2.0/{HOME}status.json")
    assert "/2.0/status/" in git(site, "show", "gh-pages:2.0/404.html")


def mike(site: Site, *words: str) -> None:
    """Mike as a person runs it."""
    who = {f"GIT_{role}_{key}": "a" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    program = Path(sys.executable).with_name("mike")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **who, "PATH": path, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(  # noqa: S603 - our own words
        [program, *words], cwd=site.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_refresh_of_crisis_pages_in_a_folder_is_a_build_in_every_language(tmp_path: Path, feeds: Site) -> None:
    french = next(one for one in FEATURES if one.plugins == FRENCH)
    site = built(tmp_path / "site", feeds, french)
    before = site.files()
    later = "2026-11-20T18:40:00+01:00"
    site.met({"g1": "Storm warning"})
    assert site.run("fetch", now=later) == 0
    assert site.run("refresh", now=later) == 0
    refreshed = site.files()
    assert "Storm warning" in site.page(f"fr/{HOME}disruptions/met.g1/index.html")
    assert site.run("build", now=later) == 0
    assert site.files() == refreshed
    changed = {path for path in refreshed if before.get(path) != refreshed[path]}
    assert not {path for path in changed if path.endswith(".css")}
    status, french_status = (json.loads(site.page(f"{HOME}{name}")) for name in ("status.json", "status.fr.json"))
    parts = {part["id"]: part["links"] for part in status["components"]}
    assert parts["crane"]["explainer"] == f"{ADDRESS}guide/crane/"
    assert parts["ferry"]["why"] == f"{ADDRESS}{HOME}why/ferry/"
    assert french_status["disruptions"][0]["url"].startswith(f"{ADDRESS}fr/{HOME}disruptions/")
    assert f'href="{ADDRESS}{HOME}feed.xml"' in site.page(f"{HOME}feed.xml")
    assert f"{ADDRESS}fr/{HOME}disruptions/log.late/" in site.page(f"{HOME}feed.fr.xml")
    page = site.page(f"fr/{HOME}disruptions/log.late/index.html")
    assert f'hreflang="en" href="{ADDRESS}{HOME}disruptions/log.late/"' in page
    assert dead_links(site.root / "site") == []
    assert run(["rollback", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert site.files() == before


def test_the_404_page_leads_to_the_news_from_wherever_it_is_shown(tmp_path: Path, feeds: Site) -> None:
    site = docs_site(tmp_path / "site")
    config = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", config.replace(ADDRESS, f"{ADDRESS}handbook/"))
    join(site, feeds)
    assert site.run("update", now=NOW) == 0
    page = site.page("404.html")
    assert 'href="/handbook/status/disruptions/log.late/"' in page
    assert f'href="/handbook/{site.style("status/")}"' in page


def test_crisis_pages_can_be_the_home_of_a_site_that_keeps_its_look(tmp_path: Path, feeds: Site) -> None:
    site = docs_site(tmp_path / "site")
    join(site, feeds)
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text().replace("      at: status\n", ""))
    (site.root / "docs/index.md").unlink()
    (site.root / "docs/status").rename(site.root / "docs/moved")
    for path in sorted((site.root / "docs/moved").iterdir()):
        path.rename(site.root / "docs" / path.name)
    (site.root / "docs/moved").rmdir()
    assert site.run("update", now=NOW) == 0
    assert is_crisis(site.page("index.html"))
    assert f'href="../../{site.style()}"' in site.page("guide/crane/index.html")
    assert "deep-purple" in site.page("guide/crane/index.html")
    assert dead_links(site.root / "site") == []
    assert leaks(site.root / "site") == []


def test_crisis_pages_link_to_what_the_site_says(tmp_path: Path, feeds: Site) -> None:
    site = plain(feeds, tmp_path / "site")
    said = "header: [guide/index.md, Lifting: guide/crane.md]\n      footer: [Imprint: https://pier.example/imprint]"
    config = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", config.replace("      at: status\n", f"      at: status\n      {said}\n"))
    assert site.run("update", now=NOW) == 0
    page = site.page(f"{HOME}index.html")
    top, bottom = (found[1] for found in re.findall(r"<(header|footer)>(.*?)</\1>", page, re.DOTALL))
    assert links(top)[1:] == ["../guide/", "../guide/crane/"]
    assert links(bottom)[2:] == ["https://pier.example/imprint"]
    assert ">Guide</a>" in top
    assert ">Lifting</a>" in top


def test_what_cannot_be_is_refused_in_words(tmp_path: Path, feeds: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site = plain(feeds, tmp_path / "site", FRENCH.replace("  - i18n:\n", "  - i18n:\n      docs_structure: folder\n"))
    assert site.run("check", now=NOW) == 2
    assert "docs_structure: is not how translations are found here: write suffix" in capsys.readouterr().err
    other = plain(feeds, tmp_path / "other")
    config = (other.root / "mkdocs.yml").read_text()
    other.write(
        "mkdocs.yml",
        config.replace("      at: status\n", "      at: status\n      header: [guide/cran.md, {a: b, c: d}]\n"),
    )
    assert other.run("check", now=NOW) == 2
    assert "header[2]: is not a link: write the path of a page" in capsys.readouterr().err
    other.write("mkdocs.yml", config.replace("      at: status\n", "      at: status\n      header: [guide/cran.md]\n"))
    assert other.run("check", now=NOW) == 2
    assert "header[1]: there is no page “guide/cran.md”: did you mean “guide/crane.md”?" in capsys.readouterr().err
    other.write("mkdocs.yml", config.replace("      at: status\n", "      at: ../status\n"))
    assert other.run("check", now=NOW) == 2
    assert "“../status” is not a folder of the site: write it as status/" in capsys.readouterr().err


def test_the_documentation_has_a_row_for_each_feature() -> None:
    rows = re.findall(r"^\| (?!Feature|-)(.+?) \| (works|refused)", PAGE, re.MULTILINE)
    refused = {"mkdocs-static-i18n, docs_structure: folder", "use_directory_urls: false"}
    assert {name for name, said in rows if said == "refused"} == refused
    assert {name for name, said in rows if said == "works"} == {*(one.name for one in FEATURES), "mike"}


@pytest.mark.audit
def test_with_instant_navigation_the_news_open_and_the_bar_stays_right(
    tmp_path: Path, feeds: Site, page: Pages
) -> None:
    instant = next(one for one in FEATURES if one.name.startswith("navigation.instant"))
    site = built(tmp_path / "site", feeds, instant)
    with serving(site.root / "site") as address:
        for path in sorted((site.root / "site").rglob("*")):
            if path.suffix in (".html", ".xml") and path.is_file():
                path.write_text(path.read_text().replace(ADDRESS, f"{address}/"))
        shown = page(viewport={"width": 1280, "height": 900})
        shown.clock.install(time=datetime.fromisoformat(NOW))
        shown.goto(f"{address}/guide/crane/")
        shown.evaluate("window.same = true")
        shown.wait_for_timeout(500)
        shown.click(f"a[href='{address}/guide/shell/']")
        shown.wait_for_url("**/guide/shell/")
        shown.wait_for_selector("text=How to use the shell")
        assert shown.evaluate("window.same"), "the theme changed the page in place, as it does without ours"
        shown.click(f"a[href='{address}/']:visible")
        shown.wait_for_selector("text=Welcome")
        shown.wait_for_function(
            f"document.querySelector('.explainer-bar a').href === '{address}/status/disruptions/log.late/'"
        )
        shown.click(".explainer-bar a:visible")
        shown.wait_for_url("**/status/disruptions/log.late/")
        assert shown.locator("h1").first.inner_text().startswith("Ferries leave")
        assert shown.evaluate("window.same === undefined")
        shown.go_back()
        shown.wait_for_selector("text=Welcome")


def test_before_the_first_fetch_a_panel_says_that_nobody_was_asked(tmp_path: Path, feeds: Site) -> None:
    site = plain(feeds, tmp_path / "site")
    assert site.run("build", now=NOW) == 0
    page = site.page("guide/crane/index.html")
    assert "not asked yet." in page
    assert "What it said last" not in page


def test_a_broken_link_on_a_page_of_the_sites_own_keeps_no_news_from_readers(
    tmp_path: Path, feeds: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other plugins make pages that are in no folder, and what a broken link is there is MkDocs' to judge."""
    site = plain(feeds, tmp_path / "site")
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text().replace("strict: true\n", ""))
    site.write("docs/guide/shell.md", "# Shell\n\n[made](../api/made.md)\n")
    site.run("check", now=NOW)
    assert "docs/guide/shell.md:3:8 advice: link: there is no page “../api/made.md”" in capsys.readouterr().err
    assert site.run("update", now=NOW) == 0
    assert NEWS in site.page("guide/shell/index.html")
