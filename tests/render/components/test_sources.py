"""Every source says whether it answers, and how often it is asked, in words that need no sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from explainer.language.words import english
from explainer.render.components.sources import every, sources
from tests.factory import view
from tests.support.markup import Walk


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=1), "every second"),
        (timedelta(seconds=30), "every 30 seconds"),
        (timedelta(minutes=1), "every minute"),
        (timedelta(seconds=90), "every 2 minutes"),
        (timedelta(minutes=5), "every 5 minutes"),
        (timedelta(hours=1), "every hour"),
        (timedelta(hours=2, minutes=10), "every 2 hours 10 minutes"),
        (timedelta(days=1), "every day"),
        (timedelta(days=1, hours=1), "every 1 day 1 hour"),
        (timedelta(days=7), "every 7 days"),
    ],
)
def test_how_often_it_is_asked(length: timedelta, words: str) -> None:
    assert every(english(), length) == words


def test_what_a_feed_says_of_many_parts_that_it_may_not_speak_of_is_one_list() -> None:
    seen = view()
    parts = ("crane", "wind", "berths", "crews", "sweeping")
    source = replace(seen.picture.source["road"], left_out=parts)
    said = Walk(sources(replace(seen, picture=replace(seen.picture, sources=(source,))), {})).text
    assert "Left out is what it says of Crane, Wind, Berths and 2 more, which it may not speak of." in said
