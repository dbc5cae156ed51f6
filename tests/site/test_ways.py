"""The links of a crisis page lead to what there is, in the order and the words of the site."""

from __future__ import annotations

import pytest

from explainer.declarations.languages import Language
from explainer.language.words import english
from explainer.model.pages import FrontMatter, StaffPage
from explainer.model.settings import Settings, Way
from explainer.site.ways import Link, Ways

URLS = {
    "index.md": "./",
    "map.md": "map/",
    "how/index.md": "how/",
    "about.md": "about/",
    "status/about.md": "status/about/",
}
PAGES = {
    path: StaffPage(path, front, body)
    for path, front, body in (
        ("how/index.md", FrontMatter(), "# How it *works* #\n\nWords."),
        ("about.md", FrontMatter(title="About us"), "# Another heading\n"),
        ("map.md", FrontMatter(), "No heading."),
    )
}


def ways(language: Language | None = None, **settings: object) -> Ways:
    return Ways(Settings(site_name="Pier", **settings), english(), URLS, PAGES, language)  # type: ignore[arg-type]


def test_the_usual_links_are_those_that_there_are() -> None:
    assert ways().header == (Link("map/", "Map"), Link("how/", "How it works"))
    assert ways().footer == (Link("about/", "About this site"),)


def test_in_a_folder_of_their_own_its_pages_come_first_and_the_footer_leads_out() -> None:
    assert ways(at="status/").footer == (Link(".", "Pier"), Link("status/about/", "About this site"))
    assert ways(at="status/").header == (Link("map/", "Map"), Link("how/", "How it works"))


@pytest.mark.parametrize(
    ("way", "link"),
    [
        (Way(to="how/index.md"), Link("how/", "How it *works*")),
        (Way(to="about.md"), Link("about/", "About us")),
        (Way(to="map.md"), Link("map/", "map.md")),
        (Way(to="index.md", name="Docs"), Link(".", "Docs")),
        (Way(to="https://pier.example/x", name="Imprint"), Link("https://pier.example/x", "Imprint")),
        (Way(to="https://pier.example/x"), Link("https://pier.example/x", "https://pier.example/x")),
    ],
)
def test_a_link_is_called_as_the_site_says_or_as_its_page(way: Way, link: Link) -> None:
    assert ways(header=(way,)).header == (link,)


def test_a_page_that_is_not_there_is_not_linked_and_an_empty_list_is_empty() -> None:
    assert ways(footer=(Way(to="gone.md"),)).footer == ()
    assert ways(footer=()).footer == ()


def test_in_another_language_a_name_is_what_its_navigation_calls_it() -> None:
    french = Language("fr", "Français", called=(("Docs", "Manuel"),))
    assert ways(french, header=(Way(to="index.md", name="Docs"),)).header == (Link(".", "Manuel"),)
