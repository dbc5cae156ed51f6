"""A page tells whether a second person has read its last word, and gives a young word time to be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from explainer.picture.model import DisruptionNow
from explainer.picture.second_reader import Reading, SecondReader, second_reader
from tests.conftest import NOW
from tests.factory import at, make_bulletin, make_disruption, make_picture

WITHIN = timedelta(minutes=10)
READ = {"by": "harbour", "at": at(-1), "words": "0123456789abcdef"}


def bulletin(minutes_ago: float, **fields: Any) -> DisruptionNow:
    update = {"at": at(-minutes_ago), "says": "Slow."}
    return make_picture(make_bulletin(updates=[update], **fields)).disruption["log.gale"]


@pytest.mark.parametrize(("minutes_ago", "told"), [(9, None), (10, SecondReader(Reading.NOBODY_YET))])
def test_that_nobody_has_read_it_is_told_only_after_the_limit(minutes_ago: float, told: SecondReader | None) -> None:
    assert second_reader(bulletin(minutes_ago), NOW, WITHIN) == told


def test_who_read_it_is_told_at_once() -> None:
    assert second_reader(bulletin(2, accepted=READ), NOW, WITHIN) == SecondReader(Reading.ACCEPTED, "harbour", at(-1))


def test_a_no_is_told_as_one() -> None:
    told = second_reader(bulletin(2, accepted={**READ, "no": [{"question": "fair", "says": "No."}]}), NOW, WITHIN)
    assert told is not None
    assert told.reading is Reading.OBJECTED


def test_nobody_waits_for_a_reader_of_what_is_over_or_of_what_others_say() -> None:
    over = bulletin(60, status="resolved")
    assert second_reader(over, NOW, WITHIN) is None
    theirs = make_picture(make_disruption()).disruption["met.a"]
    assert second_reader(theirs, NOW, WITHIN) is None
