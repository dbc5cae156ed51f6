"""The frame of every page, which MkDocs builds around the live regions, holds no word that is not a message either."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from explainer.site import frame
from tests.support.pseudo import PSEUDO, unwrapped
from tests.support.site import CONFIG, make_site

STAFF = ("Pier One", "Harbour office", "Only a drill.")
"""What staff write into the frame of this site."""

_ALOUD = re.compile(r"\s(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")
_TAG = re.compile(r"<[^<>]*>")
_OURS = re.compile(
    r"<a class=\"skip\".*?</a>|<(header|footer)>.*?</\1>|<div class=\"drill\">.*?</div>|<p class=\"(?:checked|signed)\".*?</p>",
    re.DOTALL,
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make_site(tmp_path_factory.mktemp("frames") / "site")
    drill = "      exercise: {now: 2026-11-20T18:24:00+01:00, note: Only a drill.}\n"
    site.write("mkdocs.yml", CONFIG + drill)
    site.write(
        "content/how/crane.md", "---\ncomponent: crane\nchecked: 2026-11-01\nchecked_by: harbour\n---\n\n# The crane\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "words_of", lambda _: PSEUDO)
        assert site.run("build") == 0
    return site.root / ".explainer" / "skeleton" / "tree"


@pytest.mark.parametrize(
    "path",
    ["index.html", "map/index.html", "archive/index.html", "disruptions/shell/index.html", "how/crane/index.html"],
)
def test_the_frame_of_a_page_holds_no_word_that_is_not_a_message(tree: Path, path: str) -> None:
    parts = [match[0] for match in _OURS.finditer((tree / path).read_text(encoding="utf-8"))]
    assert parts
    said = " ".join(unescape(f"{_TAG.sub(' ', part)} {' '.join(_ALOUD.findall(part))}") for part in parts)
    for words in STAFF:
        said = said.replace(words, "")
    assert unwrapped(said) == []
