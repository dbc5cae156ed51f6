"""Numbers in running text are read with what they are numbers of, in each language, and not where it is not plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.language.compared import Compared, compared_of
from explainer.language.quantities import Span, delays, quantities

ENGLISH = compared_of("en")


@pytest.mark.parametrize(
    ("language", "text", "low", "whole"),
    [
        ("en", "27 of 108 flights are cancelled.", 27, 108),
        ("en", "Four of six de-icing pads work", 4, 6),
        ("fr", "27 vols sur 108 sont annulés.", 27, 108),
        ("de", "27 von 108 Flügen sind gestrichen.", 27, 108),
        ("es", "27 de 108 vuelos están cancelados.", 27, 108),
        ("ar", "أُلغيت 27 من 108 رحلات.", 27, 108),
        ("en", "3,400 of 10,000 people", 3400, 10000),
        ("de", "3.400 von 10.000 Menschen", 3400, 10000),
    ],
)
def test_so_many_of_so_many_is_read(language: str, text: str, low: float, whole: float) -> None:
    (found,) = quantities(text, compared_of(language))
    assert (found.span.low, found.of) == (low, whole)


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "Departures are 40–70 minutes late", 40, 70),
        ("en", "1 hour 10 minutes late", 70, 70),
        ("en", "a delay of 40 to 70 minutes", 40, 70),
        ("fr", "Les départs ont 40 à 70 minutes de retard", 40, 70),
        ("de", "Abflüge haben 40–70 Minuten Verspätung", 40, 70),
        ("es", "Las salidas tienen 40–70 minutos de retraso", 40, 70),
        ("ar", "تأخير 40–70 دقيقة", 40, 70),
    ],
)
def test_how_late_it_is_is_read_in_minutes(language: str, text: str, low: float, high: float) -> None:
    assert [found.span for found in delays(text, compared_of(language))] == [Span(low, high)]


@pytest.mark.parametrize(
    "text", ["Fog delayed departures for 2 hours 10 minutes", "It takes 8 minutes", "Every 30 minutes, not 15."]
)
def test_a_length_of_time_that_is_no_delay_is_none(text: str) -> None:
    assert delays(text, ENGLISH) == ()


def test_a_time_of_day_is_no_number() -> None:
    (found,) = quantities("At 18:20 there are 12 planes.", ENGLISH)
    assert (found.span.low, found.times) == (12, ("18:20",))


def test_a_rate_and_what_is_more_are_told_apart_from_counts() -> None:
    rate, more = quantities("24 planes an hour leave. 12 more join.", ENGLISH)
    assert (rate.is_rate, more.is_other) == (True, True)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for language in ("en", "fr", "de", "es", "ar"):
        quantities(text, compared_of(language))
        delays(text, compared_of(language))


@pytest.mark.parametrize("language", ["tlh", "x", "../en", ""])
def test_a_language_without_words_is_not_compared(language: str) -> None:
    assert compared_of(language) == Compared()
    assert delays("40 minutes late", compared_of(language)) == ()
