"""docs/look.md is carried out here: each file it shows is written, the site built, and looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.markup import Walk
from tests.support.site import Site, make_site

PAGE = (ROOT / "docs/look.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
THEME = "theme: {name: material, "


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path)
    made.write("mkdocs.yml", (made.root / "mkdocs.yml").read_text().replace(THEME, f"{THEME}custom_dir: overrides, "))
    (made.root / "overrides").mkdir()
    return made


def follow(site: Site, *paths: str) -> None:
    """Write files as the page shows them, and build."""
    for path in paths:
        site.write(path, FILES[path])
    assert site.run("update") == 0


def style_of(site: Site, path: str) -> tuple[str, str]:
    """The whole style of a crisis page, its own and the one it shares, and the way from there to the site's root."""
    page = site.page(path)
    own = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    shared = re.findall(r'<link rel="stylesheet" href="(?:\.\./)+(assets/[^"]+)">', page)
    lies = shared[0] if shared else path
    return own + "".join(site.page(sheet) for sheet in shared), "../" * lies.count("/") or "./"


def test_a_file_of_tokens_rebrands_every_kind_of_page(site: Site) -> None:
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text() + "      skin: explainer\n")
    follow(site, "overrides/tokens.css", "content/assets/logo.svg")
    present = ("index.html", "map/index.html", "disruptions/log.late/index.html")
    assert_rebranded(site, *present)
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    assert "<style>" not in site.page("disruptions/log.late/index.html"), "what is over shares its style"
    assert_rebranded(site, *present, "archive/index.html", "archive/2026-11/index.html")
    reading = site.page(site.style())
    assert "--accent:#7a0046" in reading.replace(": ", ":")
    assert 'url("../assets/logo.svg")' in reading
    assert '"Times New Roman"' in reading
    assert (site.root / "site/assets/logo.svg").is_file()


def assert_rebranded(site: Site, *paths: str) -> None:
    for path in paths:
        style, root = style_of(site, path)
        assert "--accent:#7a0046" in style
        assert "--accent:#ffb0d5" in style
        assert f'--logo:url("{root}assets/logo.svg")' in style
        assert f'<link rel="icon" href="{"../" * path.count("/")}assets/icon.svg">' in site.page(path)


def test_a_state_in_another_colour_is_so_in_the_browsers_tab(site: Site) -> None:
    site.write("overrides/tokens.css", ":root { --slowed: #8a3a00; }")
    follow(site)
    assert re.search(r'<link rel="icon" href="data:[^"]*%238a3a00', site.page("index.html"))


def test_a_template_under_its_name_takes_the_place_of_ours(site: Site) -> None:
    path = "overrides/components/rows/template.html"
    follow(site, path)
    assert re.search(r'<ol class="rows go">\s*<li><a href="[^"]+"><b>1\. ', site.page("index.html"))
    site.met({"g1": "A new gale warning"})
    assert site.run("fetch") == 0
    assert site.run("refresh") == 0
    assert re.search(r"<b>1\. .*A new gale warning", site.page("index.html"), re.DOTALL)
    (site.root / path).unlink()
    assert site.run("refresh") == 2, "the theme is one of the inputs"
    assert site.run("update") == 0
    assert '<ul class="rows go">' in site.page("index.html")


def test_a_style_under_its_name_takes_the_place_of_ours(site: Site) -> None:
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    months = ("archive/index.html", "archive/2026-11/index.html")
    follow(site)
    for path in months:
        assert "19rem 1fr 1.25rem" in style_of(site, path)[0]
    site.write("overrides/components/archive/style.css", ".over { color: var(--accent); }")
    follow(site)
    for path in months:
        style, _ = style_of(site, path)
        assert ".over{color:var(--accent)}" in style
        assert "19rem 1fr 1.25rem" not in style


def shown_of(page: str) -> str:
    """A page as readers see it first, without what it turns into when it is old."""
    return re.split(r'<div class="lead[^>]* hidden', page)[0]


def test_a_page_of_ones_own_has_its_own_title_heading_and_style(site: Site) -> None:
    follow(site, "overrides/phone.html", "overrides/style/phone.css", "content/phone.md")
    page = site.page("phone/index.html")
    [main] = re.findall(r'<main id="main">(.*?)</main>', page, re.DOTALL)
    walk = Walk(main)
    assert not walk.faults
    assert "<title>Call us, Pier One</title>" in page
    assert '<meta name="description" content="Our people answer at any hour.">' in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", shown_of(page)) == ["Call us"]
    assert ".number{" in page
    assert "01 99 00 18 20" in walk.text


def test_a_page_of_ones_own_needs_no_style(site: Site) -> None:
    follow(site, "overrides/phone.html", "content/phone.md")
    assert ".number{" not in site.page("phone/index.html")


def test_a_template_of_a_page_escapes_whatever_is_not_the_pages_own_html(site: Site) -> None:
    site.write(
        "overrides/phone.html",
        FILES["overrides/phone.html"].replace('class="number"', 'class="number" title="{{ page.meta.title }}"'),
    )
    site.write("content/phone.md", FILES["content/phone.md"].replace("title: Call us", "title: 'Call \"<b>us'"))
    follow(site)
    page = site.page("phone/index.html")
    assert 'title="Call &#34;&lt;b&gt;us"><p>01 99 00 18 20</p>' in page
    assert "<b>us" not in page


def test_every_file_the_page_shows_is_carried_out_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert FILES
    assert [path for path in FILES if f'"{path}"' not in source] == []
