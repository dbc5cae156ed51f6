"""A film on a page: a picture until somebody presses play, a file of the site's own, words for all, in any language."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from explainer.language.words import english
from explainer.model.pages import Film
from explainer.site.films import film_on
from explainer.site.own_markdown import Place
from tests.support.site import Site, make_site


def film(**fields: Any) -> Film:
    told = {
        "file": "crane.mp4",
        "poster": "crane.jpg",
        "title": "The crane lifts",
        "transcript": "It lifts.\n\nIt stops.",
    }
    return Film(**{**told, **fields})


def drawn(one: Film, content: Path, spoken: str = "en") -> str:
    return str(film_on(one, Place("how/crane.md", "fr/how/crane/"), english(), content, spoken))


def test_nothing_of_it_is_fetched_before_but_its_picture_and_all_of_it_lies_beside_the_page(tmp_path: Path) -> None:
    html = drawn(film(captions="crane.vtt"), tmp_path)
    assert '<video controls preload="none"' in html
    assert "autoplay" not in html
    ways = re.findall(r'(?:src|poster|href)="([^"]*)"', html)
    assert sorted(set(ways)) == [f"../../../how/crane.{kind}" for kind in ("jpg", "mp4", "vtt")]


def test_whoever_does_not_see_or_hear_it_reads_it(tmp_path: Path) -> None:
    html = drawn(film(captions="crane.vtt"), tmp_path)
    assert '<track kind="captions" src="../../../how/crane.vtt" srclang="en"' in html
    assert "<p>It lifts.</p><p>It stops.</p>" in html


def test_its_length_and_its_size_are_told_before_anybody_fetches_it(tmp_path: Path) -> None:
    (tmp_path / "how").mkdir()
    (tmp_path / "how/crane.mp4").write_bytes(b"x" * 2_340_000)
    assert "(45 seconds; 2.3 MB)" in drawn(film(length=timedelta(seconds=45)), tmp_path)


def test_words_in_another_language_than_the_page_say_so(tmp_path: Path) -> None:
    assert '<figure class="film" lang="ar" dir="rtl">' in drawn(film(), tmp_path, spoken="ar")


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    html = drawn(film(title="<script>alert(1)</script>", transcript="<img src=x>", file='a"><b>.mp4'), tmp_path)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_a_page_that_names_a_film_has_it(tmp_path: Path) -> None:
    site: Site = make_site(tmp_path / "site")
    page = site.root / "content/how/crane.md"
    front = (
        "film:\n  file: crane.mp4\n  poster: crane.svg\n  silent: true\n  title: The crane\n  transcript: It lifts.\n"
    )
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", f"---\n{front}", 1), encoding="utf-8")
    site.write("content/how/crane.mp4", "a film")
    site.write("content/how/crane.svg", "<svg/>")
    assert site.run("update") == 0
    made = site.page("how/crane/index.html")
    assert 'poster="../crane.svg"' in made
    assert "&lt;p&gt;" not in made
    assert (site.root / "site/how/crane.mp4").is_file()
