"""What a page shows turns into its alternative when its time is past: in the row, the panel, the map and the totals."""

from dataclasses import replace
from pathlib import Path

import pytest

from explainer.model.settings import Exercise
from explainer.render.components.map import map_
from explainer.render.components.panel import panel
from explainer.render.components.parts import parts
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SETTINGS, at, make_bulletin, make_view, view
from tests.support.browser import Pages

SCRIPT = (Path(__file__).parents[2] / "explainer/theme/script/age.js").read_text(encoding="utf-8")
STYLE = "<style>[hidden] { display: none !important }</style>"


def with_ends(**ends: int) -> View:
    """The harbour on its busy day, some of whose parts are good for so many minutes from now."""
    shown = view(make_bulletin()).picture
    ended = (replace(c, good_until=at(ends[c.id]) if c.id in ends else None) for c in shown.components)
    return make_view(replace(shown, components=tuple(ended)))


def opened(page: Pages, html: str, minutes: int) -> str:
    shown = page(viewport={"width": 1280, "height": 900})
    shown.clock.install(time=at(minutes))
    shown.set_content(f"{STYLE}{html}")
    shown.evaluate(SCRIPT)
    return " ".join(shown.locator("body").inner_text().split())


def test_expired_values_turn_unknown_in_rows_and_totals(page: Pages) -> None:
    html = str(parts(with_ends(sweeping=30, wind=60), {}))
    now, then, last = (opened(page, html, minutes) for minutes in (29, 30, 61))
    assert "unknown" not in now.lower()
    assert "1 unknown" in then
    assert "Unknown since 18:54" in then
    assert "2 unknown" in last


@pytest.mark.parametrize("region", [panel, map_])
def test_expired_values_turn_unknown_in_the_panel_and_on_the_map(region: object, page: Pages) -> None:
    html = str(region(with_ends(sweeping=30), {"components": "sweeping"}))  # type: ignore[operator]
    assert "Unknown since 18:54" not in opened(page, html, 29)
    assert "Unknown since 18:54" in opened(page, html, 31)
    assert html.count('id="sweeping"') <= 1


def test_an_exercise_whose_clock_stands_still_has_no_alternatives() -> None:
    drill = SETTINGS.replace(exercise=Exercise(now=NOW))
    shown = make_view(with_ends(sweeping=30).picture, settings=drill)
    assert "data-good-until" not in parts(shown, {})


def test_without_script_every_alternative_stays_hidden() -> None:
    html = parts(with_ends(sweeping=30, wind=60), {})
    assert html.count("data-good-until") == html.count(" hidden") > 4
