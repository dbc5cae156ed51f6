"""Whether anybody but its writer has read a bulletin: the words as they are now, not those of an hour ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from explainer.picture.model import DisruptionNow, Standing


class Reading(StrEnum):
    """What came of the second reading of a bulletin."""

    ACCEPTED = "accepted"
    """Somebody read its words, and would accept all of them."""
    OBJECTED = "objected"
    """Somebody read its words, and would not accept all of them."""
    NOBODY_YET = "nobody_yet"
    """Nobody has signed these words, for longer than the site allows."""


class SecondReader(NamedTuple):
    """What came of it; ``by`` whom (the id of a party), and when, where anybody read it."""

    reading: Reading
    by: str = ""
    at: datetime | None = None


def second_reader(now: DisruptionNow, moment: datetime, within: timedelta) -> SecondReader | None:
    """Of our own bulletins, whether the last word was read by a second person; None where there is nothing to tell.

    Nothing is told of a word younger than ``within``: the first one must not wait for a reader. What is over waits for
    none.
    """
    if not now.ours:
        return None
    signed = now.disruption.accepted
    if signed is not None:
        return SecondReader(Reading.OBJECTED if signed.no else Reading.ACCEPTED, signed.by, signed.at)
    is_young = moment - now.written_at < within
    return None if is_young or now.standing is Standing.ENDED else SecondReader(Reading.NOBODY_YET)
