"""What the closed vocabularies are called, in words that need not agree with what they stand beside."""

from __future__ import annotations

from explainer.errors import Failing
from explainer.language.marks import N_, NC_, InContext
from explainer.language.words import Words
from explainer.model.history import Flood
from explainer.model.vocabulary import Doubt, Reality, State

# Translators: used for parts, places and the whole site alike, so a state must not agree in gender or number.
_STATES: dict[State, InContext] = {
    State.STOPPED: NC_("state of a part", "Stopped"),
    State.SLOWED: NC_("state of a part", "Slowed"),
    State.WATCH: NC_("state of a part", "Watch"),
    State.UNKNOWN: NC_("state of a part", "Unknown"),
    State.NORMAL: NC_("state of a part", "Normal"),
}
_INSIDE: dict[State, InContext] = {
    State.STOPPED: NC_("state of a part, inside a sentence", "stopped"),
    State.SLOWED: NC_("state of a part, inside a sentence", "slowed"),
    State.WATCH: NC_("state of a part, inside a sentence", "watch"),
    State.UNKNOWN: NC_("state of a part, inside a sentence", "unknown"),
    State.NORMAL: NC_("state of a part, inside a sentence", "normal"),
}
_BEHIND_A_NAME: dict[State | None, InContext] = {
    State.STOPPED: NC_("state of a part, behind its name", "stopped"),
    State.SLOWED: NC_("state of a part, behind its name", "slowed"),
    State.WATCH: NC_("state of a part, behind its name", "watch"),
    State.UNKNOWN: NC_("state of a part, behind its name", "unknown"),
    State.NORMAL: NC_("state of a part, behind its name", "normal"),
    None: NC_("state of a part, behind its name", "not watched"),
}
_MARKS = {
    Reality.EXERCISE: NC_("mark of a drill", "EXERCISE"),
    Reality.TEST: NC_("mark of a message that only tries something out", "TEST"),
    Reality.DRAFT: NC_("mark of a message that is not finished", "DRAFT"),
}
_DOUBTS = {
    Doubt.HALVED: N_("At most half as many disruptions as before; what is missing is kept until it is missing twice."),
    Doubt.UNENDED: N_(
        "Its last line has no end, as if it broke off; what is missing is kept until it is missing twice."
    ),
}


OF_SETTINGS = (N_("at any hour"), N_("Practice only. Nothing here is real."))
"""What the settings say unless the operator writes something else. They stand below this folder, so it marks them."""


def state_word(words: Words, state: State) -> str:
    """A state in one word: ``Slowed``."""
    return words.pgettext(*_STATES[state])


def state_inside(words: Words, state: State) -> str:
    """The same for the middle of a sentence: ``slowed``."""
    return words.pgettext(*_INSIDE[state])


def state_behind_a_name(words: Words, state: State | None) -> str:
    """The same behind the name of a part: ``slowed``; ``not watched`` where nobody says how it works."""
    return words.pgettext(*_BEHIND_A_NAME[state])


def reality_mark(words: Words, reality: Reality) -> str:
    """The mark on what is not meant: ``EXERCISE``.

    Raises:
        KeyError: for what is meant.
    """
    return words.pgettext(*_MARKS[reality])


def failing_in_words(words: Words, failing: Failing) -> str:
    """That a source cannot be relied on, for readers: whether it is silent, or says what cannot be read."""
    if failing in (Failing.UNREADABLE, Failing.TOO_LARGE):
        return words.gettext("It answers, and what it says cannot be read.")
    return words.gettext("It does not answer.")


def flood_in_words(words: Words, flood: Flood) -> str:
    """What was left out of the answer of a flooding feed, and what was kept: one or two sentences, for everybody."""
    said = []
    if flood.left_out:
        said.append(
            words.ngettext(
                "It sends more than we take in at once: the worst and the newest count, %(num)d message is left out.",
                "It sends more than we take in at once: the worst and the newest count, %(num)d messages are left out.",
                flood.left_out,
            )
        )
    if flood.too_often:
        said.append(
            words.ngettext(
                "%(num)d message changes so often that it is taken in once a minute.",
                "%(num)d messages change so often that they are taken in once a minute.",
                flood.too_often,
            )
        )
    return " ".join(said)


def doubt_in_words(words: Words, doubt: Doubt) -> str:
    """Why an answer may be cut short, and what follows: a sentence, for readers and staff."""
    return words.gettext(_DOUBTS[doubt])
