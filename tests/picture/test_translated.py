"""The same picture in another language: every word of ours is translated or marked, and nothing else is touched."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any

import pytest

from explainer.declarations import translations as shapes
from explainer.declarations.translations import Each, Named, Shape, Text
from explainer.model.disruption import Text as Words
from explainer.model.translation import Original, Pair, preferred
from explainer.picture.translated import NAMES, SENTENCES, Speaker, table, told_by, words_in
from tests.factory import at, make_bulletin, make_disruption, make_picture

LATE = Pair("says", "40–70 minutes late.", "40 à 70 minutes de retard.")
CRANE = Pair("name", "Crane", "Grue")


def speaker(*pairs: Pair, lang: str = "fr", since: dict[str, dict[str, datetime]] | None = None) -> Speaker:
    own = table(pair for pair in pairs if pair is not CRANE)
    names = {"en": "anglais", "fr": "français"}
    return Speaker(lang, "en", table([CRANE]), {"log.gale": own}, since or {}, names)


def texts(value: Any) -> Iterator[str]:
    """Every text in a picture, however deep."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from texts(getattr(value, one.name))
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif hasattr(value, "__dict__") and not isinstance(value, Enum):
        yield from texts(vars(value))


def test_a_word_of_ours_is_told_in_the_readers_language_wherever_it_stands() -> None:
    told = told_by(speaker(LATE), make_picture(make_bulletin()))
    assert told.component["crane"].component.name == "Grue"
    assert told.component["ferries"].says == LATE.says
    assert told.disruption["log.gale"].disruption.updates[-1].says == LATE.says
    assert LATE.original not in set(texts(told))


def test_a_word_without_a_translation_stays_and_is_marked_with_its_language() -> None:
    since = {"log.gale": {"40–70 minutes late.": at(-4)}}
    says = told_by(speaker(since=since), make_picture(make_bulletin())).component["ferries"].says
    assert says == "40–70 minutes late."
    assert isinstance(says, Original)
    assert (says.lang, says.tag, says.since) == ("en", "anglais", at(-4))


def test_an_old_translation_is_never_shown_as_current() -> None:
    old = Pair("says", "30–50 minutes late.", "30 à 50 minutes de retard.")
    told = told_by(speaker(old), make_picture(make_bulletin()))
    assert old.says not in set(texts(told))
    assert isinstance(told.component["ferries"].says, Original)


def test_states_times_and_figures_are_the_same_in_every_language() -> None:
    picture = make_picture(make_bulletin())
    told = told_by(speaker(LATE), picture)
    assert [(c.id, c.state, c.since, c.at) for c in told.components] == [
        (c.id, c.state, c.since, c.at) for c in picture.components
    ]
    assert [c.constraint.now for c in told.constraints] == [c.constraint.now for c in picture.constraints]
    assert (told.lead, told.next_word, told.chains[0].root) == (picture.lead, picture.next_word, picture.chains[0].root)


def test_a_headline_is_told_in_the_language_and_named_as_in_it() -> None:
    late = Pair("headline", "Ferries are 40–70 minutes late", "Bacs retardés de 40 à 70 minutes")
    headline = told_by(speaker(late), make_picture(make_bulletin())).disruption["log.gale"].disruption.headline
    assert [(one.lang, one.text) for one in headline] == [("fr", late.says)]


def test_one_and_the_same_word_is_translated_as_its_place_asks() -> None:
    said = table([Pair("name", "Late", "Retards"), Pair("what", "Late", "en retard")])
    assert (said["name", "Late"], said["what", "Late"], said["", "Late"]) == ("Retards", "en retard", "Retards")


def test_what_somebody_else_says_is_quoted_and_never_translated_by_us() -> None:
    theirs = make_disruption("met", "a", reports=[{"component": "crane", "state": "slowed", "says": "Headline a"}])
    told = told_by(speaker(Pair("says", "Headline a", "Titre a")), make_picture(theirs))
    assert told.disruption["met.a"].disruption.headline[0].text == "Headline a"
    assert told.component["crane"].says == "Headline a"


def test_what_somebody_else_says_in_several_languages_is_quoted_in_the_readers() -> None:
    headline = [{"lang": "en", "text": "Gale"}, {"lang": "fr", "text": "Coup de vent"}]
    report = {"component": "crane", "state": "slowed", "says": "Gale"}
    picture = make_picture(make_disruption("met", "a", headline=headline, reports=[report]))
    assert told_by(speaker(), picture).component["crane"].says == "Coup de vent"
    arabic = told_by(speaker(lang="ar"), picture).component["crane"].says
    assert (arabic, getattr(arabic, "lang", "")) == ("Gale", "en")


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        (("de", "fr", "fr-CA"), "fr-CA"),
        (("de", "fr"), "fr"),
        (("de", "fr-CH"), "fr-CH"),
        (("de", "it"), "it"),
        (("de", "und"), "und"),
        (("de", "es"), "de"),
    ],
)
def test_of_several_languages_the_readers_counts_then_the_feeds_then_none_then_the_first(
    there: tuple[str, ...], wanted: str
) -> None:
    found = preferred(tuple(Words(lang=lang, text=lang) for lang in there), "fr-CA", "it")
    assert found.lang == wanted


def test_words_of_a_bulletin_are_those_that_can_be_looked_up() -> None:
    words = words_in(make_bulletin())
    assert {"Gale since noon.", "Desk 2.", "boxes", "Ferries are 40–70 minutes late", "we know why."} <= words
    assert not {"ferries", "slowed", "log.gale", "harbour"} & words


def keys(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Each | Named):
        yield from keys(shape.of)
    elif not isinstance(shape, Text):
        for key, inner in shape.items():
            if isinstance(inner, Text) or (isinstance(inner, Each) and isinstance(inner.of, Text)):
                yield key
            yield from keys(inner)


def test_whatever_can_be_translated_is_looked_up_somewhere() -> None:
    every = [shapes.SYSTEM, shapes.RIGHTS, shapes.SITE, shapes.FEED, shapes.BULLETIN]
    known = {name for fields in (*NAMES.values(), *SENTENCES.values()) for name in fields}
    assert {key for shape in every for key in keys(shape)} - known == {"nothing_to_do"}  # an instruction, in the model
