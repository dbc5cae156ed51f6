"""What is forecast is told in the words of its day, beside the states of the parts and never as one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from explainer.model.disruption import Disruption
from explainer.model.season import Threshold
from explainer.picture.season import foretold
from explainer.render.components.parts import parts
from explainer.render.components.season import day_in_words, season
from explainer.render.view import View
from tests.factory import PARIS, SILENT, at, make_disruption, make_picture, make_record, make_view, view
from tests.picture.test_season import GALE
from tests.support.markup import Walk
from tests.support.values import from_dict

TOLD: dict[str, Any] = GALE | {
    "name": "Gale, 9 or more",
    "says": "Ferries leave late",
    "asks": [
        {"what": "Come an hour later", "can_you": "Yes.", "how": "On the same ticket.", "helps": "Families", "if_not": "Wait inside."}
    ],
    "decisions": [
        {"what": "A second crew is called in", "when": "Six hours before", "by": "pilots", "cost_to": "The harbour"}
    ],
}  # fmt: skip


def warning(**fields: Any) -> Disruption:
    base = {"events": ["Gale"], "severity": "severe", "headline": [{"text": "Gale warning"}]}
    return make_disruption(**(base | {"periods": [{"start": at(1440), "end": at(1800)}]} | fields))


def ahead(*disruptions: Disruption, **threshold: Any) -> View:
    seen = view(*disruptions)
    return replace(seen, season=foretold([from_dict(Threshold, TOLD | threshold)], seen.picture))


def test_it_says_what_comes_what_to_expect_what_to_do_who_pays_and_on_what_it_rests() -> None:
    walk = Walk(season(ahead(warning()), {}))
    assert not walk.faults
    for said in (
        "Tomorrow evening Forecast Gale, 9 or more Saturday 21 November, 18:24",
        "Gale warning. Weather office, 17:24",
        "Ferries leave late.",
        "Crane: 10 instead of 36 boxes an hour Ferries",
        "Come an hour later. Yes. On the same ticket.",
        "Helps: Families. Wait inside.",
        "Six hours before. A second crew is called in. Pilots decides it. Who pays: The harbour.",
        "Harbour office: Three winters. A forecast changes no state on this page.",
    ):
        assert said in walk.text
    assert "map/#crane" in [given["href"] for given in walk.all("a")]
    assert "disruptions/met.a/" in [given["href"] for given in walk.all("a")]


@pytest.mark.parametrize("fields", [{"status": "withdrawn"}, {"periods": [{"start": at(-1), "end": at(60)}]}])
def test_when_the_warning_is_withdrawn_or_begins_it_goes(fields: dict[str, Any]) -> None:
    assert season(ahead(warning(**fields)), {}) == ""


def test_it_bears_the_shape_and_the_colour_of_no_state_and_changes_none() -> None:
    drawn = season(ahead(warning()), {})
    assert "<svg" not in drawn
    assert "<i>Forecast</i>" in drawn
    assert parts(ahead(warning()), {}) == parts(view(), {})


def test_a_source_that_is_silent_is_named() -> None:
    silent = make_view(make_picture(record=make_record([warning()], times={"met": SILENT})))
    seen = replace(silent, season=foretold([from_dict(Threshold, TOLD)], silent.picture))
    assert "Its source has been silent since" in Walk(season(seen, {})).text


def test_what_staff_and_feeds_write_stays_text() -> None:
    bad = "<img src=x onerror=alert(1)>"
    seen = ahead(warning(headline=[{"text": bad}]), name=bad, says=bad, basis=bad)
    walk = Walk(season(seen, {}))
    assert not walk.faults
    assert not walk.all("img")


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        ("2026-11-20 19:00", "This evening"),
        ("2026-11-20 23:30", "Tonight"),
        ("2026-11-21 03:00", "Tonight"),
        ("2026-11-21 07:00", "Tomorrow morning"),
        ("2026-11-22 01:00", "Tomorrow night"),
        ("2026-11-22 13:00", "Sunday afternoon"),
        ("2026-11-24 01:00", "Monday night"),
        ("2026-11-28 13:00", "Saturday 28 November"),
    ],
)
def test_the_day_is_named_as_people_name_it(begins: str, said: str) -> None:
    assert day_in_words(view(), datetime.fromisoformat(begins).replace(tzinfo=PARIS)) == said
