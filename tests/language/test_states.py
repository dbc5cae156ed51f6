"""What a closed vocabulary is called is a message, and so is what the settings say by themselves."""

from __future__ import annotations

import pytest

from explainer.language.states import OF_SETTINGS, doubt_in_words, reality_mark, state_inside, state_word
from explainer.language.words import english
from explainer.model.settings import Contact, Exercise
from explainer.model.vocabulary import Doubt, Reality, State
from tests.conftest import NOW
from tests.support.pseudo import PSEUDO, unwrapped

WORDS = english()


@pytest.mark.parametrize("state", State)
def test_a_state_has_a_word_of_its_own_and_one_for_the_middle_of_a_sentence(state: State) -> None:
    assert state_word(WORDS, state) == state_inside(WORDS, state).capitalize()
    assert not unwrapped(state_word(PSEUDO, state) + state_inside(PSEUDO, state))


@pytest.mark.parametrize("doubt", Doubt)
def test_why_an_answer_is_doubted_is_a_sentence(doubt: Doubt) -> None:
    assert doubt_in_words(WORDS, doubt).endswith("twice.")
    assert not unwrapped(doubt_in_words(PSEUDO, doubt))


def test_what_is_not_meant_has_a_mark_and_what_is_meant_has_none() -> None:
    assert [reality_mark(WORDS, one) for one in Reality if one is not Reality.ACTUAL] == ["EXERCISE", "TEST", "DRAFT"]
    with pytest.raises(KeyError):
        reality_mark(WORDS, Reality.ACTUAL)


def test_what_the_settings_say_by_themselves_is_translated() -> None:
    assert {Contact().hours, Exercise(now=NOW).says} == set(OF_SETTINGS)
    assert [unwrapped(PSEUDO.unless_own(said)) for said in OF_SETTINGS] == [[], []]
    assert PSEUDO.unless_own("100% ours") == "100% ours"
