"""``Acceptance``: that a second person read the exact words of a bulletin, and whether they would accept them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from explainer.model.value import Moment, Slug, Value, Words, nearest_moments

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
"""Of the words of a bulletin, as ``formats.families.bulletin_acceptance.digest_of`` makes it."""


class Question(StrEnum):
    """What a second reader answers in a customer's place, with yes or no."""

    ACT = "act"
    WHY = "why"
    BELIEVE = "believe"
    FAIR = "fair"
    WHOLE = "whole"


class Objection(Value):
    """A question that was answered with no, and why."""

    question: Question
    says: Words


class Acceptance(Value):
    """One reading: ``by`` (the id of a party, never a person) at a moment, of the words with this digest.

    ``no`` are the questions answered with no; all others were answered with yes.
    """

    by: Slug
    at: Moment
    words: Digest
    no: tuple[Objection, ...] = ()

    def __post_init__(self) -> None:
        nearest_moments(self, "at")
