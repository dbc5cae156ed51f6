"""A page is known by a few letters: others when it says something else, the same when the sources were only checked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.outputs.live import LETTERS, MOST_BYTES, live_json
from explainer.render.words import full_moment, when
from explainer.site.current import letters, marked
from tests.conftest import NOW
from tests.factory_map import map_view
from tests.support.site import Site

VIEW = map_view()


def known(words: str) -> str:
    return letters(VIEW, "index.html", [words.encode()])


def test_a_moment_that_follows_from_a_check_is_left_out_and_every_other_one_counts() -> None:
    picture = replace(VIEW.picture, checked_at=NOW - timedelta(minutes=3))
    view = replace(VIEW, picture=picture, shared={})
    later = replace(view, picture=replace(picture, checked_at=NOW - timedelta(minutes=1)), shared={})
    both = (view, view.picture.checked_at), (later, later.picture.checked_at)
    ways = (when, full_moment)
    for way in ways:
        first, second = (letters(one, "", [way(one, at).encode()]) for one, at in both)  # type: ignore[arg-type]
        assert first == second
    assert known(when(VIEW, NOW + timedelta(minutes=77))) != known(when(VIEW, NOW + timedelta(minutes=78)))


@given(st.text(), st.text())
def test_other_words_have_other_letters(one: str, other: str) -> None:
    words = [text.encode("utf-8", "replace").decode().replace("<", "") for text in (one, other)]
    assert (known(words[0]) == known(words[1])) == (words[0] == words[1])


def test_they_stand_in_the_first_region_that_may_hold_them() -> None:
    assert marked(["head", "lead", "zone"], [b"a", b"b", b"c"], "Ab-9_z") == [
        b"a",
        b'b<data hidden value="Ab-9_z"></data>',
        b"c",
    ]
    assert marked(["panel"], [b"a"], "Ab-9_z") == [b"a"]
    assert marked(["lead"], [b"a"], "") == [b"a"]


@pytest.mark.parametrize("amount", [0, 10, 500, 20_000])
def test_what_names_them_stays_small_however_many_pages_there_are(amount: int) -> None:
    pages = [f"{number:06d}" for number in range(amount)]
    body = live_json(VIEW, pages)
    told = json.loads(body)
    assert len(body) <= MOST_BYTES
    assert len(told["pages"]) % LETTERS == 0
    assert "".join(pages).startswith(told["pages"])
    assert ("rest" in told) == (len(told["pages"]) < amount * LETTERS)
    if amount > 400:
        other = json.loads(live_json(VIEW, [*pages[:-1], "zzzzzz"]))
        assert (other["pages"], other["rest"] != told["rest"]) == (told["pages"], True)


def test_every_page_of_the_present_is_named_by_the_letters_that_it_has(harbour: Site) -> None:
    told = re.findall("." * LETTERS, json.loads(harbour.page("live.json"))["pages"])
    for path in ("index.html", "map/index.html", "disruptions/log.late/index.html", "why/ferry/index.html",
                 "how/crane/index.html", "about/index.html"):  # fmt: skip
        [own] = re.findall(r'<data hidden value="([\w-]{6})"></data>', harbour.page(path))
        assert own in told, path
