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
    """Would you know what to do now?"""
    WHY = "why"
    """Would you understand why it happens, and who decides?"""
    BELIEVE = "believe"
    """Would you believe the numbers and the times?"""
    FAIR = "fair"
    """Would you take this offer yourself, and think it fair who pays?"""
    WHOLE = "whole"
    """Would you find your first question answered?"""


class Objection(Value):
    """A question that was answered with no, and why."""

    question: Question
    """The question that was answered with no."""
    says: Words
    """Why, in words."""


class Acceptance(Value):
    """One reading of the words of a bulletin, signed for a role."""

    by: Slug
    """The party that read it, by its id: a role, never a person."""
    at: Moment
    """When. Example: 2026-11-20 18:25"""
    words: Digest
    """The digest of the exact words that were read, as explainer accept writes it."""
    no: tuple[Objection, ...] = ()
    """The questions answered with no; all others were answered with yes."""

    def __post_init__(self) -> None:
        nearest_moments(self, "at")
