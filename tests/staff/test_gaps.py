"""What is still to be filled in is never published, and staff hear of each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.staff.gaps import Gap, gaps, without_gaps
from tests.support.site import make_site

PAGE = "# Beds\n\nMost are full.\n<!-- fill in: how many\n  there are -->\n\nCall us.\n"
NOON = "2026-11-27T12:00:00+01:00"


def test_a_gap_is_found_at_its_line_in_either_kind_of_file() -> None:
    assert list(gaps(PAGE, "how/beds.md")) == [Gap("how many there are", 4, 1)]
    assert list(gaps("a: 1 # fill in: the other\n  #fill in: more\n", "system.yml")) == [
        Gap("the other", 1, 6),
        Gap("more", 2, 3),
    ]


@pytest.mark.parametrize("text", ["says: '<!-- fill in: x -->'\n", "a: b# fill in: x\n"])
def test_what_only_looks_like_a_gap_is_none(text: str) -> None:
    assert not list(gaps(text, "system.yml"))


def test_a_page_is_published_without_its_gaps() -> None:
    assert "fill in" not in without_gaps(PAGE)
    assert without_gaps(PAGE).split() == ["#", "Beds", "Most", "are", "full.", "Call", "us."]


def test_gaps_are_advice_and_stand_on_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path)
    site.write("content/about.md", "# About\n\nThis is Pier One.\n<!-- fill in: who writes this site -->\n")
    site.write("content/index.md", (tmp_path / "content/index.md").read_text("utf-8") + "\n<!-- fill in: nothing -->\n")
    assert site.run("check", now=NOON) == 0
    assert "content/about.md:4:1 advice: to be filled in: who writes this site" in capsys.readouterr().err
    assert site.run("update", now=NOON) == 0
    assert not [path for path in (tmp_path / "site").rglob("*.html") if "fill in:" in path.read_text("utf-8")]
