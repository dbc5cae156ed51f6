"""House rules of style are one file a language, and no language is judged by another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.language.catalogues import languages
from explainer.language.directions import primary
from explainer.language.house import House, house_of

ENGLISH = house_of("en")


@pytest.mark.parametrize("language", languages())
def test_every_language_of_the_site_has_a_house(language: str) -> None:
    assert (Path(__file__).parents[2] / f"explainer/language/house/{primary(language)}.py").is_file()


def test_words_that_explain_nothing_are_found_as_words_of_their_own() -> None:
    assert ENGLISH.vague_in("For Operational reasons, trains wait.") == "Operational reasons"
    assert ENGLISH.vague_in("The unobstructed road") == ""
    assert house_of("fr-CH").vague_in("pour raisons techniques.") == "raisons techniques"


def test_words_about_peoples_rights_are_found() -> None:
    assert ENGLISH.rights_in("We are not liable.") == "not liable"
    assert not ENGLISH.rights_in("We pay for meals.")


@pytest.mark.parametrize(
    ("language", "passes_on", "solves"),
    [
        ("en", "Call customer care", "Care home desk"),
        ("de", "Der Kundenservice", "Pflegedienst, Haus A"),
        ("fr", "Le service clients", "Service des urgences"),
        ("es", "Centro de atención al cliente", "Centro de atención primaria"),
        ("ar", "خدمة العملاء", "مركز الإسعاف"),
    ],
)
def test_who_only_passes_people_on_is_known_and_whoever_cares_for_them_is_not_taken_for_it(
    language: str, passes_on: str, solves: str
) -> None:
    assert house_of(language).care_in(passes_on)
    assert not house_of(language).care_in(solves)


@pytest.mark.parametrize(("said", "is_nobody"), [("You.", True), (" everyone ", True), ("people who wait", False)])
def test_an_ask_that_helps_nobody_in_particular_is_known(said: str, is_nobody: bool) -> None:
    assert ENGLISH.is_nobody(said) is is_nobody


def test_a_sentence_ends_where_its_language_ends_it() -> None:
    assert ENGLISH.longest_sentence_in("One two three. Four") == 3
    assert house_of("ar").longest_sentence_in("هل تأخرت؟ نعم") == 2
    assert ENGLISH.longest_sentence_in("") == 0


@pytest.mark.parametrize("language", ["tlh", "x", "../en", ""])
def test_a_language_without_a_house_has_no_words_of_anothers(language: str) -> None:
    assert house_of(language) == House()
    assert not house_of(language).vague_in("operational reasons")
