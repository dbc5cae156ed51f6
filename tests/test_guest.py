"""A site with Material for MkDocs adds ours to its plugins, and loses nothing: each of its features works as before.

docs/material.md tells the same; the table in it is this one.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.support.guest import (
    HOME,
    dead_links,
    docs_site,
    feeds_of,
    is_crisis,
    join,
    leads_elsewhere,
    pages,
    under_git,
)
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
