"""Whichever format a text comes in: links, lists, what is struck out, and hand-wrapped lines are read alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from explainer.errors import FeedError
from explainer.formats import Document, read_all
from explainer.formats.registry import BUILTIN
from explainer.model.disruption import Disruption
from fuzz.documents import declared, documents
from tests.support.woven import with_prose

WITHOUT_PROSE = {"bulletin", "faa", "nina", "outages", "upptime", "usgs"}
"""What staff write is plain text already; the others state codes, figures and headlines alone."""
WITH_PROSE = [name for name in BUILTIN if name not in WITHOUT_PROSE]
MOST_DOCUMENTS = 6

HTML = (
    ' <s>All closed</s> see <a href="https://rail.example/b.pdf">the timetable</a>:'
    "<ol><li>go out</li><li>wait there</li></ol><ul><li>one thing</li><li>another</li></ul>"
)
WRAPPED = "\n\nThe river at the mill has risen\nabove its banks and will stay\nthere this evening.\n\nLine 1: open\nLine 2: shut"


@cache
def of_format(name: str) -> tuple[tuple[str, bytes], ...]:
    return tuple(documents(None)[name][:MOST_DOCUMENTS])


def read(name: str, addition: str) -> Iterator[Disruption]:
    """What a format makes of its documents when all prose in them goes on with ``addition``."""
    for path, body in of_format(name):
        try:
            parsed = read_all([Document(name=path, body=with_prose(body, addition))], declared(name))
        except FeedError:
            continue
        yield from parsed.disruptions


def running(made: Disruption) -> str:
    texts = [*made.description, *made.instruction]
    return "\n\n".join([*(one.text for one in texts), *(update.says for update in made.updates)])


def labels(made: Disruption) -> list[str]:
    """Everything that is no running text, and stands where there is room for a line."""
    return [*(one.text for one in made.headline), *made.events, *(entity.name for entity in made.affected)]


@pytest.mark.parametrize("name", WITH_PROSE)
def test_links_lists_and_what_is_struck_out_are_kept_in_every_format(name: str) -> None:
    found = list(read(name, HTML))
    whole = "\n\n".join(map(running, found))
    assert "the timetable (https://rail.example/b.pdf)" in whole
    assert "1. go out\n2. wait there" in whole
    assert "• one thing\n• another" in whole
    assert "[struck out: All closed]" in whole
    for made in found:
        assert not [label for label in labels(made) if "b.pdf" in label or "All closed" in label]


@pytest.mark.parametrize("name", WITH_PROSE)
def test_wrapped_lines_are_joined_and_others_are_not_in_every_format(name: str) -> None:
    whole = "\n\n".join(map(running, read(name, WRAPPED)))
    assert "The river at the mill has risen above its banks and will stay there this evening." in whole
    assert "Line 1: open\nLine 2: shut" in whole


@pytest.mark.parametrize("name", ["statuspage", "google-cloud"])
def test_markdown_is_read_where_publishers_write_it(name: str) -> None:
    told = " ~~All closed~~ see [the timetable](https://rail.example/b.pdf)\n\n1. go out\n2. wait there"
    found = list(read(name, told))
    whole = "\n\n".join(map(running, found))
    assert "[struck out: All closed] see the timetable (https://rail.example/b.pdf)" in whole
    assert "1. go out\n2. wait there" in whole
    assert all("b.pdf" not in one.text and "All closed" not in one.text for made in found for one in made.headline)
