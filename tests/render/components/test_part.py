"""What is said of one part is the same on the map, on traces and on reading pages, in whole sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from explainer.model.translation import Original
from explainer.model.vocabulary import State
from explainer.render.components.part import account, name_and_state, relations, told_by
from explainer.render.view import View
from tests.factory import SILENT, at, make_bulletin, make_disruption
from tests.factory_map import map_view


def words(shown: str) -> str:
    return " ".join(html.fromstring(f"<div>{shown}</div>").text_content().split())


def off(component: str, *causes: str, state: str = "slowed", **more: Any) -> dict[str, Any]:
    return {"component": component, "state": state, "says": f"{component} is off", "caused_by": list(causes), **more}


def told(*reports: dict[str, Any], **more: Any) -> View:
    return map_view(make_bulletin(reports=list(reports), constraints=[]), **more)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("crane", "crane is off."),
        ("crews", "Nobody reports trouble here. It may come from Crane. Waiting counts as work."),
        ("road", "Road watch: no answer. What it said last is too old to trust, so we do not show it."),
        ("rails", "Nobody tells us how it works now."),
        ("parcels", "It works as usual, says who looked."),
    ],
)
def test_the_state_of_a_part_is_told_in_whole_sentences(part: str, said: str) -> None:
    view = told(off("crane"), times={"road": SILENT})
    assert words(account(view, view.picture.component[part])) == said


def test_sources_that_disagree_have_a_sentence_each() -> None:
    other = make_disruption("met", "b", reports=[off("crane", state="normal")])
    view = map_view(make_bulletin(reports=[off("crane")], about=[]), other)
    said = words(account(view, view.picture.component["crane"]))
    assert said == (
        "Harbour log, 18:20: slowed. crane is off. Weather office, 17:24: normal. crane is off. "
        "They do not agree. The more cautious counts until it is out of date."
    )


def test_words_in_another_language_stay_marked_when_they_get_their_full_stop() -> None:
    view = told(off("crane"))
    now = replace(view.picture.component["crane"], says=Original("La grue est lente", "fr"))
    assert account(view, now) == '<span lang="fr" dir="ltr">La grue est lente.</span>'


def test_who_says_so_is_told_with_when_or_with_when_there_will_be_an_answer() -> None:
    view = told(off("crane", by="pilots", at=at(-10)), off("berths", checking_by=at(36)))
    part = view.picture.component
    assert words(told_by(view, part["crane"])) == "Pilots, 18:14"
    assert words(told_by(view, part["berths"])) == "Harbour office, answer by 19:00"
    assert told_by(view, part["rails"]) == ""


def test_a_title_names_the_part_and_its_state() -> None:
    view = told(off("crane"))
    assert name_and_state(view.words, "Wind", State.SLOWED) == "Wind: slowed"
    assert name_and_state(view.words, "Rails", None) == "Rails: not watched"


def test_what_a_part_has_to_do_with_others_depends_on_how_sure_each_link_is() -> None:
    view = told(off("wind"), off("crane", "wind"), off("berths"))
    shown = relations(view, "crane", "#{}")
    assert words(shown) == (
        "Slowed by Wind Probably slowed by Berths Needs Rails Depends on Sweeping "
        "Probably slows Berths May slow Ferries Crews"
    )
    links = html.fromstring(f"<div>{shown}</div>").xpath("//a/@href")
    assert links[0] == "#wind"
