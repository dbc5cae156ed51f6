"""No word of ours is left that a translator would never see: in a language that nobody speaks, all of them show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from explainer.commands.terminal import told
from explainer.outputs.atom import feed_xml
from explainer.outputs.status import status_of
from explainer.render.regions import REGIONS
from explainer.render.view import View
from tests.language.pictures import views
from tests.support.pseudo import bracketed, unwrapped

_READ_ALOUD = re.compile(r"(?:\s(?:aria-label|alt|title|placeholder)|name=\"description\" content)=\"([^\"]*)\"")
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^<>]*>", re.DOTALL)
_HUMAN = frozenset({"says", "headline", "recurrence", "reason", "because", "changed", "owner", "name", "unit", "what"})
"""The keys of ``status.json`` that hold words for people."""


def words_in(html: str) -> list[str]:
    """What a reader sees or hears of html, as far as it is an unwrapped word."""
    heard = " ".join(_READ_ALOUD.findall(html))
    return unwrapped(unescape(f"{_TAG.sub(' ', html)} {heard}"))


def arguments(view: View, region: str) -> Iterator[dict[str, str]]:
    """What a page can hand to a region, so that it says all it can say of a picture."""
    if region in ("lead", "head", "disruption"):
        for now in view.picture.disruptions:
            yield {"page": "disruption", "subject": now.id}
    if region in ("lead", "head", "trace"):
        for symptom in view.system.symptoms:
            yield {"page": "trace", "subject": symptom.id}
    if region in ("lead", "head", "disruption"):
        yield {"page": "open", "subject": "open"}
    if region in ("lead", "head", "zone", "archive"):
        yield {"page": "archive"}
        yield {"page": "archive", "subject": "2026-11", "of": "2"}
    if region == "panel":
        yield from ({"components": part.id} for part in view.system.components)
        yield {"components": " ".join(part.id for part in view.system.components)}
    elif region not in ("disruption", "trace", "archive"):
        yield from ({"page": page} for page in ("home", "map"))


def region_words(region: str) -> dict[str, list[str]]:
    """The unwrapped words of a region by picture."""
    found: dict[str, list[str]] = {}
    for name, view in views().items():
        for args in arguments(view, region):
            found.setdefault(name, []).extend(words_in(REGIONS[region](view, args)))
    return {name: sorted(set(words)) for name, words in found.items() if words}


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_a_page_holds_no_word_that_is_not_a_message(region: str) -> None:
    assert region_words(region) == {}


def test_atom_holds_no_word_that_is_not_a_message() -> None:
    found = {
        name: words_in(re.sub(r"<(id|link|updated)\b.*?(/>|</\1>)", "", feed_xml(view).decode()))
        for name, view in views().items()
    }
    assert {name: words for name, words in found.items() if words} == {}


def human(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, item in value.items():
            yield from human(item, inner)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from human(item, key)
    elif isinstance(value, str) and key in _HUMAN:
        yield value


def test_what_people_read_of_the_status_is_a_message() -> None:
    found = {name: unwrapped(" ".join(human(status_of(view)))) for name, view in views().items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_summary_in_the_terminal_holds_no_word_that_is_not_a_message() -> None:
    found: dict[str, list[str]] = {}
    for name, view in views().items():
        said = told(view.picture, view.system, view.settings, view.words)
        for now in view.picture.disruptions:
            said = said.replace(now.id, "").replace(f": {now.disruption.origin.native_id}", "")
        found[name] = unwrapped(said)
    assert {name: words for name, words in found.items() if words} == {}


def test_what_fills_a_place_of_a_message_has_to_bring_its_own_brackets() -> None:
    assert bracketed("%(state)s since %(time)s") == "%(state)s⟦ since ⟧%(time)s"
    assert unwrapped("⟦Slowed⟧⟦ since ⟧18:20 and more") == ["and", "more"]
