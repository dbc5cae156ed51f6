"""What `check` says of films: no file, no picture, no captions, nothing from elsewhere, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.model.history import Record
from explainer.staff import check
from explainer.staff.project import load_project
from tests.conftest import NOW
from tests.support.site import Site, make_site

FILM = """\
---
title: The crane
component: crane
film:
  file: crane.mp4
  poster: crane.jpg
  captions: crane.vtt
  title: The crane lifts
  transcript: It lifts.
---

# The crane

It lifts.
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    for kind in ("mp4", "jpg", "vtt"):
        made.write(f"content/how/crane.{kind}", "x")
    return made


def found(site: Site, page: str) -> list[str]:
    site.write("content/how/crane.md", page)
    project = load_project(site.root / "mkdocs.yml")
    return [str(one) for one in check.check(project, Record(), NOW) if one.file == "content/how/crane.md"]


def test_a_film_that_is_whole_is_no_finding(site: Site) -> None:
    assert found(site, FILM) == []
    assert found(site, FILM.replace("captions: crane.vtt", "silent: true")) == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (
            "file: crane.mp4",
            "file: https://video.example/1.mp4",
            "crane.md:5:9 film.file: “https://video.example/1.mp4”",
        ),
        ("file: crane.mp4", "file: //video.example/1.mp4", "nothing may come from elsewhere"),
        ("file: crane.mp4", "file: crane.mov", "nothing that browsers show"),
        ("file: crane.mp4", "file: crone.mp4", "there is no file “crone.mp4”"),
        ("  poster: crane.jpg\n", "", "says no poster"),
        ("  captions: crane.vtt\n", "", "has no captions"),
        ("  transcript: It lifts.\n", "", "transcript"),
        ("  transcript: It lifts.\n", "  transcript: It lifts.\n  autoplay: true\n", "autoplay"),
    ],
)
def test_what_is_wrong_with_a_film_is_told(site: Site, was: str, now: str, told: str) -> None:
    assert any(told in one for one in found(site, FILM.replace(was, now, 1)))


def test_an_explainer_embeds_nothing_from_elsewhere(site: Site) -> None:
    embedded = '<iframe width="1" src="https://video.example/embed/1"></iframe>'
    [told] = found(site, f"{FILM}\n{embedded}\n\n`{embedded}`\n")
    assert told.startswith("content/how/crane.md:16:24 iframe: is fetched from video.example before")
