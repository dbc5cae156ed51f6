"""What the gate owes readers holds for every format: each is tried with its own sample."""

from __future__ import annotations

import re

import pytest

from explainer.formats import Document, Parsed, read_all
from explainer.formats.registry import BUILTIN, format_of
from explainer.model.vocabulary import Reality
from fuzz.documents import declared

TEST = "TEST: please ignore"

COMPOSED = {
    "faa": "its headlines are made of codes: an airport, a programme and a reason",
    "outages": "its headlines are made of codes: how many are without power, and where",
    "tfl": "its headlines are made of a line’s name and the word for its status",
    "upptime": "the headlines of its summary are Upptime’s own words; issues are titled by staff, and stand elsewhere",
}
"""Formats in which no publisher can write a headline, and why."""


def read(name: str, body: bytes) -> Parsed:
    """What a format makes of a document that is declared as it advises."""
    source = declared(name).replace(absence=format_of(name).absence)
    return read_all([Document(name="f", body=body)], source)


def retitled(name: str) -> bytes:
    """The format's sample with another headline."""
    body = format_of(name).sample.decode()
    headline = read(name, body.encode()).disruptions[0].headline[0].text
    words = r"\s+".join(re.escape(word) for word in headline.split())
    changed, count = re.subn(words, TEST, body)
    assert count, f"the sample of {name} does not hold its own headline, “{headline}”"
    return changed.encode()


@pytest.mark.parametrize("name", BUILTIN)
def test_a_message_whose_headline_says_that_it_is_a_test_is_taken_for_one(name: str) -> None:
    if name in COMPOSED:
        pytest.skip(COMPOSED[name])
    parsed = read(name, retitled(name))
    made = [one for one in parsed.disruptions if one.headline[0].text.startswith(TEST)]
    assert made
    assert all(one.reality is Reality.TEST for one in made)
    assert all(one.extra["reality"] == "inferred from the headline" for one in made)


@pytest.mark.parametrize("name", BUILTIN)
def test_a_sample_is_read_whole_and_the_same_twice(name: str) -> None:
    parsed = read(name, format_of(name).sample)
    assert parsed.disruptions
    assert not parsed.rejected
    assert parsed == read(name, format_of(name).sample)
