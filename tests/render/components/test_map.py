"""The map says the same in its drawing and in its list, and every state in shape, word and colour."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.history import Times
from explainer.model.season import Threshold
from explainer.model.system import System
from explainer.picture.model import Basis
from explainer.picture.season import foretold
from explainer.render.components.map import map_
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SILENT, at, make_bulletin, make_disruption
from tests.factory_map import large, looped, map_view
from tests.picture.test_season import GALE
from tests.support.markup import Walk
from tests.support.values import from_dict, plain


def parsed(view: View) -> html.HtmlElement:
    return html.fromstring(f"<div>{map_(view, {})}</div>")


def drawn(**more: Any) -> html.HtmlElement:
    return parsed(map_view(**more))


def row(page: html.HtmlElement, name: str) -> Any:
    """A part: its box, and what it folds out."""
    return page.xpath(f'//*[@id="{name}"]/ancestor::li[1]')[0]


def box(page: html.HtmlElement, name: str) -> Any:
    return row(page, name).xpath("./details/summary/span")[0]


def classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_part_is_there_once_in_the_order_of_the_layers() -> None:
    page = drawn()
    assert [words(h) for h in page.xpath("//nav//h2")] == ["Outside", "Quay", "You"]
    parts = [one.get("id") for one in page.xpath('//nav//*[@class="more"]')]
    assert sorted(parts) == sorted(looped().by_id)
    layer = {c.id: [one.id for one in looped().layers].index(c.layer) for c in looped().components}
    assert [layer[part] for part in parts] == sorted(layer[part] for part in parts)


def test_a_state_is_a_shape_a_word_and_a_colour() -> None:
    page = drawn(times={"road": SILENT})
    for part, state, word in (
        ("crane", "slowed", "Slowed"),
        ("crews", "watch", "Watch"),
        ("road", "unknown", "Unknown"),
    ):
        assert box(page, part).xpath(f'.//use[@href="#{state}"]')
        assert word in words(box(page, part))
        assert state in classes(box(page, part))


def test_what_nobody_watches_has_a_plain_box_and_no_shape() -> None:
    page = drawn()
    assert "Not watched" in words(box(page, "rails"))
    assert "none" in classes(box(page, "rails"))
    assert not box(page, "rails").xpath(".//use")


def test_what_we_cannot_see_says_since_when_and_from_whom() -> None:
    page = drawn(times={"road": SILENT})
    assert "Unknown since 17:55" in words(box(page, "road"))
    assert "Road watch: no answer" in words(row(page, "road"))


def test_only_what_is_not_normal_stands_open_and_the_rest_is_a_row_with_its_names() -> None:
    page = drawn(times={"road": Times(last_attempt=NOW, last_good=NOW)})
    folds = {words(fold.xpath("../h2")[0]): fold for fold in page.xpath('//details[contains(@class, "fold")]')}
    assert words(folds["Outside"].xpath("./summary")[0]) == "1 normal Road"
    folded = [one.get("id") for one in folds["Outside"].xpath('./following-sibling::ul//*[@class="more"]')]
    assert folded == ["road"]
    assert not folds["Outside"].xpath(".//ul"), "what it folds is beside it: so a link to a part of it shows that part"


def test_a_fold_counts_only_what_is_still_known_to_be_normal() -> None:
    page = drawn(times={"road": SILENT})
    assert "Road" not in " ".join(words(fold) for fold in page.xpath('//details[contains(@class, "fold")]'))


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
    anchors = {href[1:] for href in page.xpath("//nav//a/@href") if href.startswith("#")}
    assert anchors <= set(looped().by_id)


def test_a_part_that_only_we_suspect_says_so() -> None:
    view = map_view(make_bulletin(reports=[{"component": "crane", "state": "stopped", "says": "No power."}]))
    assert view.picture.component["crews"].basis is Basis.INFERRED
    page = parsed(view)
    assert "Nobody reports trouble here. It may come from Crane. Waiting counts as work." in words(row(page, "crews"))


def test_the_filter_leaves_out_the_normal_but_never_a_stated_cause() -> None:
    page = drawn(times={"road": Times(last_attempt=NOW, last_good=NOW)})
    assert "ok" in classes(row(page, "road"))
    assert "ok" not in classes(row(page, "rails"))
    assert "ok" not in classes(row(page, "crane"))


def test_the_chain_is_numbered_from_its_causes_to_what_customers_feel() -> None:
    numbers = {
        row.get("id"): words(row.xpath("../summary/i")[0]) for row in drawn().xpath('//*[@class="more"][../summary/i]')
    }
    assert sorted(numbers.values()) == [str(place) for place in range(1, len(numbers) + 1)]
    assert {part for pair in map_view().picture.hot for part in pair} == set(numbers)
    for cause, effect in map_view().picture.hot:
        assert int(numbers[cause]) < int(numbers[effect])


def test_the_thick_line_runs_from_the_first_number_to_the_last() -> None:
    rows = [(one.get("id"), classes(one.getparent().getparent())) for one in drawn().xpath('//*[@class="more"]')]
    assert [part for part, names in rows if "k-from" in names] == ["wind"]
    assert [part for part, names in rows if "k-to" in names or "turn" in names] == ["ferries"]


def test_a_part_is_drawn_with_what_it_needs_and_what_it_slows() -> None:
    system, page = looped(), drawn()
    for part in system.by_id:
        uses = set(row(page, part).xpath(".//svg/use/@href")) - {"#normal"}
        lines = {f"#e.{at}" for at, link in enumerate(system.links) if part in (link.source, link.target)}
        others = {
            other for link in system.links if part in (link.source, link.target) for other in (link.source, link.target)
        }
        assert {one for one in uses if "." in one} == lines | {f"#b.{other}" for other in others - {part}}


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
        assert re.fullmatch(r"M-?\d+ -?\d+(?:[hv]-?\d+|c(?:-?\d+ ){5}-?\d+)+", path), path
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


def test_a_part_for_which_something_is_forecast_is_marked_by_frame_and_words_and_keeps_its_state() -> None:
    seen = map_view(make_disruption(events=["Gale"], severity="severe", periods=[{"start": at(1440), "end": at(1800)}]))
    ahead = replace(seen, season=foretold([from_dict(Threshold, GALE)], seen.picture))
    walk, before = Walk(map_(ahead, {})), Walk(map_(seen, {}))
    assert not walk.faults
    assert "Tomorrow evening: Gale. Parts in a second, dashed frame may be slowed then." in walk.text
    assert "Forecast from Saturday 21 November, 18:24 CET: 10 instead of 36 boxes an hour." in walk.text
    assert walk.text.count("it may be slowed") == 1, "the ferries, for which nobody wrote a number"
    marked = [given for _, given in walk.tags if "ahead" in given.get("class", "").split()]
    assert len(marked) == 2
    for state in ("normal", "watch", "slowed", "unknown", "none"):
        told = [sum(given.get("class") == state for tag, given in one.tags if tag == "span") for one in (walk, before)]
        assert told[0] == told[1]
