"""Atom, RSS and JSON Feed hold the same updates under the same ids: of the site, and of each of its parts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree

from explainer.outputs.entries import MOST_BYTES, facts, feed_of
from explainer.outputs.json_feed import feed_json
from explainer.outputs.part_feeds import FORMS, part_feeds
from explainer.outputs.published import OUTPUTS
from explainer.outputs.rss import feed_rss
from explainer.picture.issued import issued_in
from explainer.render.addresses import FEED, JSON_FEED, RSS
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption
from tests.factory_map import map_view

EVIL = "]]></title><script>alert('x')</script>&nbsp; \x00\x0b\ufffe\ud83d <b>&amp;"
ATOM = "{http://www.w3.org/2005/Atom}"
WHOLE = [output for output in OUTPUTS if output.path in (FEED, RSS, JSON_FEED)]
SHOWN = "]]></title><script>alert('x')</script>&nbsp;   <b>&amp;"


def read(body: bytes) -> list[tuple[str, str, str]]:
    """The id, title and words of every entry, by a reader that knows nothing of us."""
    if body.startswith(b"{"):
        return [(one["id"], one["title"], one["content_text"]) for one in json.loads(body)["items"]]
    found = feedparser.parse(body, sanitize_html=False)  # type: ignore[attr-defined,no-untyped-call]
    assert not found.bozo
    return [(one.id, one.title, one.get("summary", one.title)) for one in found.entries]


def hub_view(**changed: Any) -> View:
    view = map_view()
    return View(
        picture=view.picture,
        system=view.system,
        settings=view.settings.replace(**changed),
        rights={},
        layout=view.layout,
        templates=view.templates,
    )


def test_every_form_holds_each_update_once_under_the_one_id_with_its_promised_next_word() -> None:
    view = map_view()
    atom, rss, json_ = (read(output.make(view)) for output in WHOLE)
    assert atom == rss == json_
    ids = [name.partition("2026:")[2] for name, _, _ in atom]
    assert sorted(ids) == sorted(one.id for one in issued_in(view.picture))
    assert atom[0][2].endswith("Next update by 19:00 CET, 20 November.")


def test_a_part_has_what_was_said_of_it_and_one_of_which_nothing_was_said_has_a_feed_too() -> None:
    view = map_view(make_bulletin(), make_disruption("road", "jam", reports=[{"component": "road", "state": "slowed"}]))
    made = {one.name: one.make(view) for one in part_feeds(view)}
    assert set(made) == {f"feeds/{part.id}.{form}" for part in view.system.components for form in FORMS}
    for form in FORMS:
        assert {name.partition("2026:")[2].partition("/")[0] for name, _, _ in read(made[f"feeds/road.{form}"])} == {
            "road.jam"
        }
        assert len(read(made[f"feeds/ferries.{form}"])) == 3
    assert min(len(read(body)) for body in made.values()) == 0


def test_the_key_of_a_feed_is_new_where_its_words_are_and_nowhere_else() -> None:
    def keys(view: View) -> dict[str, bytes]:
        return {part.id: facts(feed_of(view, part.id)) for part in view.system.components}

    jam = {"reports": [{"component": "road", "state": "slowed"}]}
    before = keys(map_view(make_bulletin(), make_disruption("road", "jam", **jam)))
    after = keys(map_view(make_bulletin(), make_disruption("road", "jam", headline=[{"text": "Jam at exit 4"}], **jam)))
    assert {part for part in before if before[part] != after[part]} == {"road"}


def test_a_feed_of_which_nothing_was_said_stays_the_same_however_often_we_look() -> None:
    quiet = map_view()
    looked = replace(quiet.picture, now=at(60), checked_at=at(60), written_at=at(60))
    later = replace(quiet, picture=looked, shared={})
    parts = [part.id for part in quiet.system.components if not feed_of(quiet, part.id).entries]
    assert parts
    assert {facts(feed_of(quiet, part)) == facts(feed_of(later, part)) for part in parts} == {True}


@pytest.mark.parametrize("size", [10, 3000])
def test_no_form_grows_past_what_a_phone_should_fetch(size: int) -> None:
    words = "&<>é" * size
    many = [
        make_disruption(
            "met", f"d{n}", headline=[{"text": words}], updates=[{"at": at(-m), "says": words} for m in range(9)]
        )
        for n in range(30)
    ]
    view = map_view(*many)
    for output in WHOLE:
        body = output.make(view)
        assert len(body) <= MOST_BYTES
        assert 1 <= len(read(body)) <= 20


def test_hostile_words_stay_words_in_every_form() -> None:
    view = map_view(make_bulletin(headline=[{"text": EVIL}], updates=[{"at": NOW, "says": EVIL}]))
    channel = etree.fromstring(feed_rss(view))
    assert not list(channel.iter("script"))
    assert channel.findtext("channel/item/title") == SHOWN
    [item] = json.loads(feed_json(view))["items"]
    assert item["title"] == SHOWN
    assert not set(feed_json(view).decode()) & set("\x00\x0b\ufffe")


def test_a_drill_is_marked_in_every_form() -> None:
    view = map_view(make_bulletin(reality="exercise"), exercise=True)
    for output in WHOLE:
        assert all(title.startswith("EXERCISE: ") for _, title, _ in read(output.make(view)))
    told = json.loads(feed_json(view))
    assert told["title"].startswith("EXERCISE: ")
    assert all(item["tags"] == ["exercise"] for item in told["items"])


def test_rss_keeps_to_its_rules() -> None:
    root = etree.fromstring(feed_rss(hub_view(hub="https://hub.example/")))
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    [channel] = root
    assert {"title", "link", "description"} <= {child.tag for child in channel}
    for item in channel.iter("item"):
        assert item.findtext("title")
        assert [guid.get("isPermaLink") for guid in item.iter("guid")] == ["false"]
        names = [child.tag for child in item]
        assert len(names) == len(set(names))
    links = {link.get("rel"): link.get("href") for link in channel.iter(f"{ATOM}link")}
    assert links == {"self": "https://harbour.example/feed.rss", "hub": "https://hub.example/"}


@pytest.mark.parametrize("address", ["https://harbour.example/", ""])
def test_json_feed_keeps_to_its_schema(address: str) -> None:
    schema = json.loads((Path(__file__).parent.parent / "vendor/json-feed/feed-1.1.json").read_text(encoding="utf-8"))
    told = json.loads(feed_json(hub_view(hub="https://hub.example/", site_url=address)))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(told)
    assert ("hubs" in told) == bool(address)
