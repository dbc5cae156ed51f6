"""Every source says whether it answers, and what it says that it may not say."""

from __future__ import annotations

from dataclasses import replace

from explainer.render.components.feeds import sources
from tests.factory import view
from tests.support.markup import Walk


def test_what_a_feed_says_of_many_parts_that_it_may_not_speak_of_is_one_list() -> None:
    seen = view()
    parts = ("crane", "wind", "berths", "crews", "sweeping")
    source = replace(seen.picture.source["road"], left_out=parts)
    said = Walk(sources(replace(seen, picture=replace(seen.picture, sources=(source,))), {})).text
    assert "Left out is what it says of Crane, Wind, Berths and 2 more, which it may not speak of." in said
