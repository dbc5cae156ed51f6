"""The map says the same in its drawing and in its list, and every state in shape, word and colour."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from lxml import html

from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.history import Times
from explainer.model.system import System
from explainer.picture.model import Basis
from explainer.render.components.map import map_
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SILENT, make_bulletin, make_disruption
from tests.factory_map import large, looped, map_view
from tests.support.values import plain


def parsed(view: View) -> html.HtmlElement:
    return html.fromstring(f"<div>{map_(view, {})}</div>")


def drawn(**more: Any) -> html.HtmlElement:
    return parsed(map_view(**more))


def node(page: html.HtmlElement, name: str) -> Any:
    return page.xpath(f'//nav//a[@href="#{name}"]')[0]


def row(page: html.HtmlElement, name: str) -> Any:
    return page.xpath(f'//li[@id="{name}"]')[0]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_part_is_in_the_drawing_and_in_the_list_in_the_order_of_the_layers() -> None:
    page = drawn()
    assert {a.get("href")[1:] for a in page.xpath("//nav//a")} == set(looped().by_id)
    layers = [words(h) for h in page.xpath('//div[@id="list"]//h2')]
    assert layers == [words(b) for b in page.xpath('//nav//b[@class="hd"]')] == ["Outside", "Quay", "You"]
    assert {li.get("id") for li in page.xpath('//div[@id="list"]//li')} == set(looped().by_id)


def test_a_state_is_a_shape_a_word_and_a_colour() -> None:
    page = drawn(times={"road": SILENT})
    for part, state, word in (
        ("crane", "slowed", "Slowed"),
        ("crews", "watch", "Watch"),
        ("road", "unknown", "Unknown"),
    ):
        for where in (node(page, part), row(page, part)):
            assert where.xpath(f'.//use[@href="#{state}"]')
            assert word in words(where)
        assert state in node(page, part).get("class").split()


def test_what_nobody_watches_has_a_plain_box_and_no_shape() -> None:
    page = drawn()
    assert "Not watched" in words(node(page, "rails"))
    assert "none" in node(page, "rails").get("class").split()
    assert not node(page, "rails").xpath(".//use")


def test_what_we_cannot_see_says_since_when_and_from_whom() -> None:
    page = drawn(times={"road": SILENT})
    assert "Unknown since 17:55" in words(node(page, "road"))
    assert "Road watch: no answer" in words(row(page, "road"))


def test_only_lines_on_the_way_to_the_lead_s_symptom_are_thick() -> None:
    view = map_view()
    assert view.picture.hot == {
        ("rails", "crane"),
        ("wind", "crane"),
        ("wind", "sweeping"),
        ("sweeping", "crane"),
        ("crane", "ferries"),
    }
    page = drawn()
    assert page.xpath('count(//svg[@class="edges"]/g[contains(@class, "hot")]/path)') == 5


def test_on_a_normal_day_no_line_is_thick_and_the_key_shows_only_what_is_drawn() -> None:
    view = map_view(make_disruption("met", "quiet"), system=large())
    page = parsed(view)
    assert not page.xpath('//g[contains(@class, "hot")]')
    assert [words(li) for li in page.xpath('//ul[@class="key"]/li')] == ["Slows nothing now"]


def test_the_key_names_every_kind_of_line_that_is_drawn() -> None:
    stated = make_bulletin(
        reports=[
            {"component": "crane", "state": "slowed", "caused_by": ["wind"]},
            {"component": "wind", "state": "slowed"},
            {"component": "berths", "state": "slowed", "caused_by": ["crane"]},
            {"component": "ferries", "state": "slowed", "caused_by": ["crane"]},
        ]
    )
    page = parsed(map_view(stated, times={"road": SILENT}))
    assert [words(li) for li in page.xpath('//ul[@class="key"]/li')] == [
        "Slows now: Ferries",
        "Slows another part",
        "Probably slows another part",
        "May slow another part",
        "We cannot tell",
        "Slows nothing now",
    ]


def test_trouble_is_not_drawn_into_what_is_reported_normal() -> None:
    reports = [
        {"component": "crane", "state": "slowed", "says": "Slow."},
        {"component": "berths", "state": "normal", "says": "Free."},
    ]
    view = map_view(make_bulletin(reports=reports, symptom=""))
    assert view.picture.link["crane", "berths"].sure is None


def test_the_list_tells_what_slows_a_part_and_what_it_slows() -> None:
    crane = words(row(drawn(), "crane"))
    assert "Slowed by Wind Sweeping Rails Probably slowed by Berths" in crane
    assert "Slows Ferries Probably slows Berths" in crane
    assert "May slow Crews" in crane
    assert "Needed by" not in crane
    assert "Depends on Road" in words(row(drawn(times={"road": SILENT}), "parcels"))
    assert "Can slow Parcels" in words(row(drawn(times={"road": SILENT}), "road"))


def test_links_in_the_list_lead_to_parts_and_to_the_disruption() -> None:
    page = drawn()
    targets = {a.get("href") for a in row(page, "crane").xpath(".//a")}
    assert {"#wind", "#ferries", "../disruptions/log.gale/"} <= targets
    anchors = {href[1:] for href in page.xpath('//div[@id="list"]//a/@href') if href.startswith("#")}
    assert anchors <= set(looped().by_id)


def test_a_part_that_only_we_suspect_says_so() -> None:
    view = map_view(make_bulletin(reports=[{"component": "crane", "state": "stopped", "says": "No power."}]))
    assert view.picture.component["crews"].basis is Basis.INFERRED
    page = parsed(view)
    assert "Nobody reports trouble here. It may come from Crane. Waiting counts as work." in words(row(page, "crews"))


def test_the_filter_leaves_out_the_normal_but_never_a_stated_cause() -> None:
    page = drawn(times={"road": Times(last_attempt=NOW, last_good=NOW)})
    assert "ok" in row(page, "road").get("class").split()
    assert "ok" not in node(page, "rails").get("class", "").split()
    assert "ok" not in row(page, "crane").get("class", "").split()


def test_the_spine_of_the_list_runs_from_the_first_hot_part_to_the_last() -> None:
    classes = [(li.get("id"), li.get("class").split()) for li in drawn().xpath('//div[@id="list"]//li')]
    marked = [(id_, mark) for id_, names in classes for mark in ("from", "way", "to") if mark in names]
    assert marked[0] == ("wind", "from")
    assert marked[-1] == ("ferries", "to")
    inside = [id_ for id_, mark in marked]
    everything = [id_ for id_, _ in classes]
    assert inside == everything[everything.index("wind") : everything.index("ferries") + 1]


def test_the_limit_is_written_on_its_line_where_there_is_room() -> None:
    text = map_(map_view(system=_long()), {})
    assert "24 boxes an hour get through, and 36 want to." in text
    assert "So the queue grows by 12 boxes an hour." in text
    assert "get through" not in map_(map_view(), {})


def _long() -> System:
    data = plain(looped())
    data["layers"] = [*data["layers"][:2], {"id": "a", "name": "A"}, {"id": "b", "name": "B"}, data["layers"][2]]
    return SYSTEM_DOOR.read(data)


def test_lines_end_where_their_arrowheads_begin() -> None:
    page = drawn()
    for path in page.xpath('//svg[@class="edges"]//g/path/@d'):
        assert re.fullmatch(r"M[-\d.]+ [-\d.]+(?:[HV][-\d.]+|C(?:[-\d.]+ ){5}[-\d.]+)+", path), path
    heads = set(page.xpath("//marker/@id"))
    assert {use[5:-1] for use in page.xpath("//g/@marker-end")} == heads


def test_hostile_words_stay_words() -> None:
    evil = '</p><script>alert(1)</script>" onload="x'
    view = map_view(make_bulletin(reports=[{"component": "crane", "state": "slowed", "says": evil, "by": evil}]))
    page = map_(view, {})
    assert "<script" not in page
    assert 'onload="' not in page


@pytest.mark.parametrize("exercise", [False, True])
def test_the_map_is_the_same_every_time(exercise: bool) -> None:
    assert map_(map_view(exercise=exercise), {}) == map_(map_view(exercise=exercise), {})


def test_a_map_of_a_real_operation_is_small() -> None:
    assert len(gzip.compress(map_(map_view(system=large()), {}).encode(), 9)) < 6_000
