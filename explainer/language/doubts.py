"""Why the last good answer of a feed may be cut short, in words for readers and for staff."""

from __future__ import annotations

from explainer.language.marks import N_
from explainer.language.words import Words
from explainer.model.vocabulary import Doubt

_WORDS = {
    Doubt.HALVED: N_("At most half as many disruptions as before; what is missing is kept until it is missing twice."),
    Doubt.UNENDED: N_(
        "Its last line has no end, as if it broke off; what is missing is kept until it is missing twice."
    ),
}


def doubt_in_words(words: Words, doubt: Doubt) -> str:
    """Why, and what follows, as a sentence."""
    return words.gettext(_WORDS[doubt])
