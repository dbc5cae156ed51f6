"""Sentences that several pages share: a figure keeps its signs in place in whatever direction the page runs."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations

from explainer.language.cldr import ENGLISH
from explainer.language.escaping import escaped
from explainer.language.words import Words
from explainer.model.translation import Original
from explainer.render.view import View
from explainer.render.words import figures, in_english, plain, sentence
from tests.factory import make_bulletin, view


def in_language(language: str) -> View:
    return replace(view(make_bulletin()), words=Words(ENGLISH._replace(language=language), NullTranslations()))


def test_a_range_does_not_break_and_reads_from_left_to_right() -> None:
    assert figures(in_language("en"), 40, 70) == '<span class="n">40–70</span>'


def test_a_range_in_words_of_a_language_from_right_to_left_keeps_that_direction() -> None:
    assert figures(in_language("ar"), 40, 70) == "40–70"
    assert figures(in_language("ar"), 40, 40) == '<span class="n">40</span>'


def test_what_is_for_whoever_runs_the_site_is_marked_as_english_on_a_page_in_another_language() -> None:
    assert in_english(in_language("en"), "timed out") == "timed out"
    assert in_english(in_language("ar"), "timed out") == '<span lang="en" dir="ltr">timed out</span>'


def test_the_name_of_a_language_behind_a_sentence_is_no_word_of_a_description() -> None:
    shown = escaped(Original("Gale warning.", "en", "inglés")) + " 17:00."
    assert "inglés" in shown
    assert plain(shown) == "Gale warning. 17:00."


def test_a_question_in_arabic_is_a_sentence_as_it_is() -> None:
    assert sentence("هل تأخرت العبّارات؟") == "هل تأخرت العبّارات؟"
    assert sentence("تأخرت العبّارات") == "تأخرت العبّارات."
