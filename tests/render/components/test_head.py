"""What a link shows where it is passed on: title, time and card of the page, never as real what is practised."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from explainer.model.vocabulary import Channel
from explainer.render.components.head import head
from explainer.render.pages import disruption, home
from explainer.render.view import View
from tests.factory import at, make_bulletin, make_disruption, view

PAGE = "disruptions/log.gale/"


def headed(here: View, page: str = PAGE) -> html.HtmlElement:
    kind = disruption if page else home
    about = kind.about(here, {"subject": page.removeprefix("disruptions/").strip("/")})
    return html.fromstring(f"<html><head>{head(replace(here, page=page), about)}</head><body></body></html>")


def properties(found: html.HtmlElement) -> dict[str, str]:
    every = found.iter("meta")
    return {one.get("property", ""): one.get("content", "") for one in every if one.get("property")}


def announced(found: html.HtmlElement) -> list[dict[str, Any]]:
    return [json.loads(one.text or "") for one in found.iter("script")]


def test_a_page_says_what_a_link_to_it_shows() -> None:
    found = properties(headed(view(make_bulletin())))
    assert found["og:title"] == "Why: Ferries are 40–70 minutes late, Harbour of Orme"
    assert found["og:description"].startswith("As of 18:20 CET, 20 November: ")
    assert found["og:url"] == "https://harbour.example/disruptions/log.gale/"
    assert found["og:image"] == "https://harbour.example/disruptions/log.gale/card.png?2026-11-20T17:20:00Z"
    assert (found["og:locale"], found["article:modified_time"]) == ("en", "2026-11-20T17:20:00Z")


def test_the_card_of_words_without_updates_has_another_address_when_they_are_written_anew() -> None:
    found = [
        properties(
            headed(view(make_disruption(native="gale", feed="met", issued_at=at(-minutes))), "disruptions/met.gale/")
        )
        for minutes in (60, 5)
    ]
    assert found[0]["og:image"] != found[1]["og:image"]


def test_home_shows_what_leads() -> None:
    found = properties(headed(view(make_bulletin()), ""))
    assert found["og:image"].partition("?")[0] == "https://harbour.example/disruptions/log.gale/card.png"
    assert "Ferries are 40–70 minutes late" in found["og:title"]


def test_programs_are_told_until_when_it_is_to_be_trusted() -> None:
    [told] = announced(headed(view(make_bulletin())))
    assert (told["@context"], told["@type"]) == ("https://schema.org", "SpecialAnnouncement")
    assert (told["datePosted"], told["expires"]) == ("2026-11-20T17:20:00Z", "2026-11-20T18:00:00Z")
    assert told["url"] == "https://harbour.example/disruptions/log.gale/"


def test_in_an_exercise_a_link_says_so_and_no_program_is_told_that_it_is_real() -> None:
    for page in ("", PAGE):
        found = headed(view(make_bulletin(), exercise=True), page)
        assert properties(found)["og:title"].startswith("EXERCISE: ")
        assert announced(found) == []
    single = headed(view(make_bulletin(reality="test")))
    assert announced(single) == []


def test_what_is_over_has_no_card_and_announces_nothing() -> None:
    over = make_bulletin(status="resolved", periods=[{"start": at(-104), "end": at(-6)}])
    found = headed(view(over))
    assert (properties(found), announced(found)) == ({}, [])


def test_without_an_address_or_cards_no_picture_is_named() -> None:
    here = view(make_bulletin())
    assert properties(headed(replace(here, settings=here.settings.replace(site_url="")))) == {}
    without = replace(here, settings=here.settings.replace(without=(Channel.CARDS,)))
    assert "og:image" not in properties(headed(without))
    assert properties(headed(without))["og:title"]


@pytest.mark.parametrize("evil", ['</script><script>alert(1)</script>"', "<!-- <script>", "a\u2028b & c \\ \x00"])
def test_no_word_ends_what_it_stands_in(evil: str) -> None:
    found = headed(view(make_bulletin(headline=[{"lang": "en", "text": evil}], summary=evil)))
    [told] = announced(found)
    assert told["name"].startswith("Why: ")
    assert len(found.findall(".//script")) == 1
    raw = re.sub(r"^.*?ld\+json\">", "", html.tostring(found, encoding="unicode"), flags=re.DOTALL)
    assert "<" not in raw.partition("</script>")[0]
