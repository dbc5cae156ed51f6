"""A crisis page is ours from the first byte to the last: whoever builds the other pages, and whatever edits them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.site import CONFIG, Site, make_site

MEDDLING = """\
def on_page_markdown(markdown, **_):
    return markdown + "\\n\\nMEDDLED"

def on_page_content(html, **_):
    return html + "<p>MEDDLED</p>"

def on_post_page(output, **_):
    return output.replace("</body>", "MEDDLED</body>")
"""

CRISIS = (
    "index.html",
    "map/index.html",
    "why/ferry/index.html",
    "disruptions/log.late/index.html",
    "archive/index.html",
)


def built(root: Path, config: str = CONFIG, **files: str) -> Site:
    site = make_site(root)
    site.write("mkdocs.yml", config)
    for path, text in files.items():
        site.write(path, text)
    assert site.run("update") == 0
    return site


def test_no_plugin_changes_a_crisis_page_and_every_plugin_may_change_the_others(tmp_path: Path) -> None:
    plain = built(tmp_path / "plain")
    meddled = built(tmp_path / "meddled", f"{CONFIG}hooks: [meddling.py]\n", **{"meddling.py": MEDDLING})
    assert all(plain.page(path) == meddled.page(path) for path in CRISIS)
    assert meddled.page("how/crane/index.html").count("MEDDLED") == 3


def test_words_are_set_by_the_extensions_of_the_site_and_lead_to_other_pages(tmp_path: Path) -> None:
    words = "---\ntemplate: map.html\ntitle: Map\n---\n\n## Read on {.big}\n\n[The crane](how/crane.md)\n"
    site = built(tmp_path / "site", f"{CONFIG}markdown_extensions: [attr_list]\n", **{"content/map.md": words})
    assert '<h2 class="big" id="read-on">Read on</h2>' in site.page("map/index.html")
    assert '<a href="../how/crane/">The crane</a>' in site.page("map/index.html")


def test_a_template_of_the_theme_stays_the_themes(tmp_path: Path) -> None:
    """Material's templates escape nothing, and are built by Material."""
    config = CONFIG.replace("font: false", "font: false, custom_dir: overrides")
    wide = (
        '{% extends "main.html" %}{% block content %}<section class="wide">{{ page.content }}</section>{% endblock %}'
    )
    files = {"overrides/wide.html": wide, "content/about.md": "---\ntemplate: wide.html\n---\n\n# About\n"}
    site = built(tmp_path / "site", config, **files)
    assert '<section class="wide"><h1 id="about">' in site.page("about/index.html")
    assert 'class="md-header' in site.page("about/index.html")


def test_a_page_or_a_picture_may_have_a_name_with_spaces(tmp_path: Path) -> None:
    words = "---\ntemplate: map.html\ntitle: Map\n---\n\n[Ring us](<ring us.md>) ![A bell](<a bell.png>)\n"
    ring = "---\ntemplate: map.html\ntitle: Ring us\n---\n"
    files = {"content/map.md": words, "content/ring us.md": ring, "content/a bell.png": ""}
    site = built(tmp_path / "site", **files)
    assert 'href="../ring%20us/"' in site.page("map/index.html")
    assert 'src="../a%20bell.png"' in site.page("map/index.html")
    assert "<title>Ring us" in site.page("ring us/index.html")


def test_what_is_still_to_be_filled_in_is_not_published(tmp_path: Path) -> None:
    words = "---\ntemplate: map.html\ntitle: Map\n---\n\nCome in.\n\n<!-- fill in: where the desk is -->\n"
    site = built(tmp_path / "site", **{"content/map.md": words})
    assert "<p>Come in.</p>" in site.page("map/index.html")
    assert "fill in" not in site.page("map/index.html")


def test_a_template_that_cannot_be_drawn_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site")
    site.write("mkdocs.yml", CONFIG.replace("font: false", "font: false, custom_dir: overrides"))
    site.write("overrides/desk.html", '{% extends "crisis.html" %}\n{% block body %}\n{{ 1 / 0 }}\n{% endblock %}\n')
    site.write("content/desk.md", "---\ntemplate: desk.html\ntitle: Desk\n---\n")
    assert site.run("update") == 2
    said = "".join(capsys.readouterr())
    assert "overrides/desk.html:3:1 cannot be drawn: ZeroDivisionError: division by zero" in said
    assert not (site.root / "site").exists()


def test_a_page_without_a_title_is_called_by_its_heading_or_its_file(tmp_path: Path) -> None:
    template = '{% extends "crisis.html" %}{% block body %}<i>{{ page.title }}</i>{% endblock %}'
    files = {
        "overrides/desk.html": template,
        "content/headed.md": "---\ntemplate: desk.html\n---\n\n# The *desk*\n",
        "content/front-desk.md": "---\ntemplate: desk.html\n---\n",
    }
    site = built(tmp_path / "site", CONFIG.replace("font: false", "font: false, custom_dir: overrides"), **files)
    assert "<i>The desk</i>" in site.page("headed/index.html")
    assert "<i>Front desk</i>" in site.page("front-desk/index.html")
