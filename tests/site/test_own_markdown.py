"""Staff's words on our own pages become HTML as MkDocs would make it, without MkDocs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import get_relative_url

from explainer.declarations.configuration import ALWAYS, Extensions
from explainer.site.own_markdown import Converter, Place, first_heading, relative

PLAIN: Extensions = {name: {} for name in ALWAYS}
ADDRESSES = {
    "index.md": "./",
    "map.md": "map/",
    "how/index.md": "how/",
    "how/crane.md": "how/crane/",
    "a b.png": "a b.png",
}

folders = st.lists(st.sampled_from(["how", "why", "fr", "crane", "v1.2"]), max_size=4).map("/".join)
pages = st.one_of(st.just("./"), folders.filter(bool).map("{}/".format))


def html(markdown: str, path: str = "map.md") -> str:
    return Converter(PLAIN, ADDRESSES.get).html(markdown, Place(path, ADDRESSES[path]))


@given(pages | folders.filter(bool), pages)
def test_a_way_is_the_one_that_mkdocs_writes(url: str, here: str) -> None:
    assert relative(url, here) == get_relative_url(url, here)


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("index.md", "../"),
        ("map.md#quay", "./#quay"),
        ("how/crane.md", "../how/crane/"),
        ("how/../how/index.md?x=1", "../how/?x=1"),
        ("#here", "#here"),
        ("a%20b.png", "../a b.png"),
        ("how/gone.md", "how/gone.md"),
        ("/how/crane.md", "/how/crane.md"),
        ("https://example.org/how/crane.md", "https://example.org/how/crane.md"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
    ],
)
def test_a_link_to_a_file_leads_to_where_it_is_published_and_every_other_stays(link: str, href: str) -> None:
    assert html(f"[there](<{link}>)") == f'<p><a href="{href}">there</a></p>'


def test_a_picture_is_found_from_a_page_in_a_folder() -> None:
    assert 'src="../../a b.png"' in html("![A crane](../a%20b.png)", "how/crane.md")


def test_a_region_stays_as_it_is_written() -> None:
    assert html('<div data-live="parts"></div>\n\nWords') == '<div data-live="parts"></div>\n\n<p>Words</p>'


def test_extensions_are_used_with_their_options() -> None:
    made = Converter({**PLAIN, "toc": {"permalink": "¶"}, "attr_list": {}}, ADDRESSES.get)
    assert made.html("## Two {#second}", Place("map.md", "map/")) == (
        '<h2 id="second">Two<a class="headerlink" href="#second" title="Permanent link">¶</a></h2>'
    )


@pytest.mark.parametrize(
    ("page", "title"), [("<h1 id=x>The <em>crane</em> &amp; co</h1>", "The crane & co"), ("<h2>No</h2>", "")]
)
def test_the_first_heading_is_text(page: str, title: str) -> None:
    assert first_heading(page) == title


def test_every_page_of_the_demo_is_converted_as_mkdocs_does(tmp_path: Path) -> None:
    """Run by MkDocs itself, on every page that a generator could be given."""
    from mkdocs.config import load_config
    from mkdocs.structure.files import get_files
    from mkdocs.structure.pages import Page

    from explainer.declarations.configuration import extensions_of
    from tests.conftest import ROOT

    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: Demo\ndocs_dir: {ROOT / 'content'}\nmarkdown_extensions: [attr_list, md_in_html, {{toc: {{permalink: false}}}}]\n",
        encoding="utf-8",
    )
    config = load_config(str(tmp_path / "mkdocs.yml"))
    files = get_files(config)
    addresses = {file.src_uri: file.url for file in files}
    ours = Converter(extensions_of(tmp_path / "mkdocs.yml", ROOT / "content"), addresses.get)
    pages = files.documentation_pages()
    for file in pages:
        page = Page(None, file, config)
        page.read_source(config)
        page.render(config, files)
        assert page.markdown is not None
        assert ours.html(page.markdown, Place(file.src_uri, file.url)) == page.content, file.src_uri
    assert len(pages) > 40
