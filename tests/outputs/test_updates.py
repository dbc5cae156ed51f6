"""Every update has one id, and what was said and promised in it stays as it was, at whatever hour it is told."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.outputs.atom import feed_xml
from explainer.outputs.updates import promised, told, touched
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_view
from tests.factory_map import map_view


def of(view: View) -> list[tuple[str, str, str]]:
    [now] = view.picture.disruptions
    return [(one.id, one.words, promised(view, one.due)) for one in told(view, now)]


def test_an_update_has_the_id_that_feeds_show() -> None:
    view = map_view()
    feed = feed_xml(view).decode()
    assert [id_ for id_, _, _ in of(view)] == [
        "log.gale/2026-11-20T15:52:00Z",
        "log.gale/2026-11-20T16:18:00Z",
        "log.gale/2026-11-20T17:20:00Z",
    ]
    assert all(f",2026:{id_}<" in feed for id_, _, _ in of(view))


def test_two_updates_of_one_minute_are_two() -> None:
    twice = make_bulletin(updates=[{"at": at(-4), "says": "One."}, {"at": at(-4), "says": "Two."}])
    assert [(id_, words) for id_, words, _ in of(map_view(twice))] == [
        ("log.gale/2026-11-20T17:20:00Z", "One."),
        ("log.gale/2026-11-20T17:20:00Z.1", "Two."),
    ]


def test_what_has_no_updates_is_told_once_in_its_own_words() -> None:
    bare = make_disruption(description=[{"text": "Gusts."}])
    assert of(map_view(bare)) == [("met.a/first", "Gusts.", "")]


def test_what_it_finds_normal_it_does_not_touch() -> None:
    reports = [{"component": part, "state": state} for part, state in (("wind", "normal"), ("crane", "unknown"))]
    [now] = map_view(make_bulletin(reports=reports)).picture.disruptions
    assert touched(now) == ("crane",)
    [well] = map_view(make_bulletin(reports=reports[:1])).picture.disruptions
    assert touched(well) == ("wind",)


@given(st.integers(0, 600))
def test_no_hour_changes_what_was_said_and_promised(minutes: int) -> None:
    later = make_view(make_picture(make_bulletin(), now=NOW + timedelta(minutes=minutes)))
    assert of(later) == of(make_view(make_picture(make_bulletin())))
