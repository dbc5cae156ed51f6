"""Marks for messages that stand in tables: they are collected here and looked up where they are used.

::

    SURE = {Sure.KNOWN: N_("Known"), Sure.LIKELY: N_("Likely")}
    words.gettext(SURE[sure])

    STATES = {State.SLOWED: NC_("state of a part", "Slowed")}
    words.pgettext(*STATES[state])
"""

from __future__ import annotations

from typing import NamedTuple


class InContext(NamedTuple):
    """A message that other languages word differently from place to place, and the place."""

    context: str
    message: str


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's own tools look for
    """The message itself, for :meth:`Words.gettext <explainer.language.words.Words.gettext>` later."""
    return message


def NC_(context: str, message: str) -> InContext:  # noqa: N802 - as above
    """A message in its context, for :meth:`Words.pgettext <explainer.language.words.Words.pgettext>` later."""
    return InContext(context, message)
