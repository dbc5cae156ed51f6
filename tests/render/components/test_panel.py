"""Reading pages carry the state too: a bar above, and a panel that survives printing."""

from __future__ import annotations

from explainer.render.components.banner import banner
from explainer.render.components.panel import panel
from tests.conftest import NOW
from tests.factory import SILENT, at, make_bulletin, make_disruption
from tests.factory_map import map_view
from tests.support.markup import Walk


def words(markup: str) -> str:
    return Walk(f"<div>{markup}</div>").text


def test_the_bar_gives_state_headline_and_promise_in_one_line() -> None:
    bar = banner(map_view(), {})
    assert words(bar) == (
        "Slowed Ferries are 40–70 minutes late Written 18:20. Next update by 19:00 CET."
        " As of Friday 20 November, 18:20 CET. Treat it as old after Friday 20 November, 19:00 CET."
    )
    assert 'data-state="slowed"' in bar
    assert 'href="../disruptions/log.gale/"' in bar


def test_the_bar_does_not_change_when_only_time_passes() -> None:
    later = map_view(times={})
    assert banner(map_view(), {}) == banner(later, {})
    assert "Checked" not in banner(later, {})


def test_a_broken_promise_shows_in_the_bar_and_in_the_panel() -> None:
    late = make_bulletin(next_update=at(-30))
    assert "The update promised for 17:54 CET is late." in words(banner(map_view(late), {}))
    assert "The update promised for 17:54 CET is late." in words(panel(map_view(late), {"components": "crane"}))


def test_a_normal_day_has_a_calm_line_and_a_blind_one_never_says_normal() -> None:
    quiet = make_disruption("met", "quiet", status="resolved")
    assert words(banner(map_view(quiet), {})) == (
        "Normal Everything works normally As of Friday 20 November, 18:00 CET."
        " Treat it as old after Friday 20 November, 20:00 CET."
    )
    blind = words(banner(map_view(quiet, times={"log": SILENT, "met": SILENT, "road": SILENT}), {}))
    assert blind.startswith("Unknown We cannot see how everything works now As of Friday 20 November")


def test_the_panel_tells_state_source_relations_and_times() -> None:
    said = words(panel(map_view(), {"components": "crane"}))
    assert "Slowed since 16:40" in said
    assert "24 boxes an hour, not 36." in said
    assert "Harbour office, 18:20" in said
    assert "Slowed by Wind Sweeping Rails Probably slowed by Berths" in said
    assert "Slows Ferries Probably slows Berths" in said
    assert "What happens: Ferries are 40–70 minutes late" in said
    assert "Checked 18:24 CET. Written 18:20. Next update by 19:00 CET." in said


def test_the_panel_names_each_part_when_there_are_several_and_ignores_what_it_does_not_know() -> None:
    markup = panel(map_view(), {"components": "crane rails nothing crane"})
    assert markup.count("<li") - markup.count("<li hidden") == 2
    assert "Not watched" in words(markup)
    assert panel(map_view(), {"components": "nothing"}) == ""
    assert panel(map_view(), {}) == ""


def test_a_drill_is_marked_on_paper_too() -> None:
    drill = make_bulletin(reality="exercise")
    assert "EXERCISE How it works now" in words(panel(map_view(drill, exercise=True), {"components": "crane"}))
    assert "EXERCISE" not in words(panel(map_view(), {"components": "crane"}))


def test_hostile_words_stay_words() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    reports = [{"component": "crane", "state": "slowed", "says": evil, "by": evil, "at": NOW}]
    view = map_view(make_bulletin(headline=[{"text": evil}], reports=reports, symptom=""))
    assert "<img" not in banner(view, {}) + panel(view, {"components": "crane"})
