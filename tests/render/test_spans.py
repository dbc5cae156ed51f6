"""When something holds, as readers are told: its rule in words, when it is in force next, and an end nobody can use."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence
from explainer.outputs.status import status_json
from explainer.picture.spans import span_now
from explainer.render import standing
from explainer.render.components import disruption
from explainer.render.components.ahead import ahead
from explainer.render.components.recent import recent
from explainer.render.spans import next_span, recurrence_words, told
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import PARIS, make_disruption, view
from tests.support.markup import Walk
from tests.support.values import from_dict, plain

NIGHTS: dict[str, Any] = {"zone": "Europe/Paris", "start": "20:00", "end": "05:00"}


def paris(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=PARIS)


def span(until: str | None = "2026-12-05 05:00", since: str = "2026-11-16", **rule: Any) -> Period:
    recurrence = from_dict(Recurrence, {"zone": "Europe/Paris"} | rule)
    return Period(start=paris(since), end=paris(until) if until else None, recurrence=recurrence)


def seen(*periods: Period, **fields: Any) -> View:
    return view(make_disruption(periods=[plain(period) for period in periods], **fields))


def clean(html: str) -> str:
    walk = Walk(html)
    assert not walk.faults
    return walk.text


# The rule


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (span(**NIGHTS), "every night 20:00–05:00 until 4 December"),
        (
            span(**NIGHTS, days=(1, 2, 3, 4, 5, 7)),
            "every night 20:00–05:00 until 4 December, not on Saturdays",
        ),
        (span(days=(1, 2, 3, 4, 5)), "Mondays to Fridays, all day, until 5 December"),
        (span(until="2026-12-05", days=(6, 7)), "on Saturdays and Sundays, all day, until 4 December"),
        (span(until="2026-12-05", days=(1, 5, 6, 7)), "Fridays to Mondays, all day, until 4 December"),
        (span(until="2026-12-05", days=(1, 3, 5)), "on Mondays, Wednesdays and Fridays, all day, until 4 December"),
        (
            span(**NIGHTS, only=(date(2026, 12, 3), date(2026, 12, 5))),
            "on 3 and 5 December, 20:00–05:00",
        ),
        (
            span(until=None, **NIGHTS, but_not=(date(2026, 12, 25), date(2027, 1, 1))),
            "every night 20:00–05:00 until further notice, not on 25 December and 1 January 2027",
        ),
        (span(**NIGHTS, since="2026-11-23"), "every night 20:00–05:00 from 23 November until 4 December"),
        (span(until="2026-12-05", start="09:00"), "every day 09:00–24:00 until 4 December"),
        (span(zone="UTC", start="19:00", days=(1,)), "on Mondays 19:00–24:00 UTC until 5 December"),
        (span(but_not=(date(2026, 12, 3),)), "every day until 5 December, not on 3 December"),
        (span(text="weekday evenings"), "only at some hours: “weekday evenings”"),
        (span(), "only at some hours"),
    ],
)
def test_a_rule_is_told_in_words(period: Period, words: str) -> None:
    assert recurrence_words(seen(period), period) == words


def test_an_end_that_nobody_can_use_is_said_and_not_taken_as_open() -> None:
    rule = span(until=None, **NIGHTS).replace(unusable_end="dusk")
    assert recurrence_words(seen(rule), rule) == "every night 20:00–05:00 (the publisher gave no usable end)"
    plain = Period(start=paris("2026-11-20 10:00"), unusable_end="2026-11-19")
    for period in (rule, plain, Period(unusable_end="dusk")):
        page = clean(disruption.disruption(seen(period), {"page": "disruption", "subject": "met.a"}))
        assert "the publisher gave no usable end" in page.lower()
        assert "until further notice" not in page.lower()


# In force, and when next: it is Friday 20 November, 18:24


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (NIGHTS, "Tonight at 20:00; every night 20:00–05:00 until 4 December"),
        ({"start": "08:00", "days": (6,)}, "Tomorrow at 08:00; on Saturdays 08:00–24:00 until 5 December"),
        ({"start": "08:00", "days": (2,)}, "On Tuesday at 08:00; on Tuesdays 08:00–24:00 until 5 December"),
        (
            {"start": "08:00", "only": (date(2026, 12, 1),)},
            "On Tuesday 1 December at 08:00; on 1 December, 08:00–24:00",
        ),
    ],
)
def test_what_is_between_two_occurrences_says_when_it_is_in_force_next(rule: dict[str, Any], words: str) -> None:
    pictured = seen(span(**rule))
    now = pictured.picture.disruption["met.a"]
    assert clean(f"<p>{next_span(pictured, now)}</p>") == words
    assert words in clean(recent(pictured, {}) or ahead(pictured))
    assert clean(f"<p>{standing.words(pictured, now)}</p>") == f"Upcoming: {words}"


def test_the_page_says_the_rule_and_whether_it_is_in_force() -> None:
    def when(period: Period) -> str:
        pictured = seen(period)
        return clean(f"<p>{told(pictured, span_now(pictured.picture.disruption['met.a'], period, NOW))}</p>")

    assert when(span(**NIGHTS)) == "Every night 20:00–05:00 until 4 December; next in force tonight at 20:00"
    assert when(span(start="18:00")) == ("Every day 18:00–24:00 until 5 December; in force now")
    assert when(span(until="2026-11-20 05:00", **NIGHTS)) == "Every night 20:00–05:00 until 19 November"
    vague = when(span(until="2026-12-05", text="weekday evenings"))
    assert vague.endswith("Only at some hours: “weekday evenings”")


def test_what_is_in_force_at_some_hours_only_says_so_first() -> None:
    pictured = seen(span(text="weekday evenings"))
    assert standing.words(pictured, pictured.picture.disruption["met.a"]).endswith(", at some hours only")


def test_status_json_tells_the_rule_the_next_start_and_an_end_that_cannot_be_used() -> None:
    [told_of] = json.loads(status_json(seen(span(**NIGHTS))))["disruptions"]
    assert told_of["recurrence"] == "every night 20:00–05:00 until 4 December"
    assert told_of["next_in_force"] == "2026-11-20T20:00:00+01:00"
    assert (told_of["standing"], told_of["phase"], told_of["unusable_end"]) == ("upcoming", "future", "")
    [told_of] = json.loads(status_json(seen(Period(start=NOW, unusable_end="dusk"))))["disruptions"]
    assert (told_of["unusable_end"], told_of["next_in_force"], told_of["recurrence"]) == ("dusk", None, "")


def test_feed_text_in_a_rule_is_plain_text() -> None:
    period = span(text="<b>nights</b> & “days”")
    pictured = seen(period)
    assert "<b>" not in told(pictured, span_now(pictured.picture.disruption["met.a"], period, NOW))
