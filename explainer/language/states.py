"""What the five states are called, in words that need not agree with what they stand beside."""

from __future__ import annotations

from explainer.language.marks import NC_, InContext
from explainer.language.words import Words
from explainer.model.vocabulary import State

# Translators: used for parts, places and the whole site alike, so a state must not agree in gender or number.
_WORDS: dict[State, InContext] = {
    State.STOPPED: NC_("state of a part", "Stopped"),
    State.SLOWED: NC_("state of a part", "Slowed"),
    State.WATCH: NC_("state of a part", "Watch"),
    State.UNKNOWN: NC_("state of a part", "Unknown"),
    State.NORMAL: NC_("state of a part", "Normal"),
}


def state_word(words: Words, state: State) -> str:
    """A state in one word: ``Slowed``."""
    return words.pgettext(*_WORDS[state])
