"""What customers are owed by law: written once per jurisdiction, with the date of its legal review."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta

from explainer.model.value import Slug, Value, WebAddress, Words

REVIEW_EVERY = timedelta(days=180)
"""A review older than this is a finding: rights shown in a crisis must be right."""


class Applies(Value):
    """From when on something is owed, as a machine reads it: from a delay on, or where something is cancelled."""

    delay: timedelta | None = None
    """From how long a delay on it is owed. Example: 2 h"""
    cancelled: bool = False
    """true where it is owed when something is cancelled."""


class RightsRow(Value):
    """One situation and what is owed in it; ``applies`` is what a bulletin says of such a situation."""

    when: Words
    """The situation, in a few words. Example: Long wait"""
    what: Words
    """What is owed in it, in plain words."""
    applies: Applies | None = None
    """From when on it is owed, as a machine reads it."""


class Rights(Value):
    """The rights of one jurisdiction, in plain words, with the law behind them."""

    id: Slug
    """Its name in bulletins. Example: eu-261"""
    title: Words = "Your rights"
    """Its heading. Example: Your rights"""
    owed_by: str = ""
    """Who owes it, in one sentence."""
    source: Words
    """The law or contract that it comes from. Example: Regulation (EC) 261/2004"""
    url: WebAddress | None = None
    """The law in full. Example: https://eur-lex.europa.eu/eli/reg/2004/261/oj"""
    reviewed: date
    """The day of the last legal review; after 180 days it is a finding. Example: 2026-10-02"""
    reviewed_by: Words
    """Who reviewed it. Example: our legal team"""
    rows: Annotated[tuple[RightsRow, ...], Meta(min_length=1)]
    """One row for each situation."""
    symptoms: tuple[Slug, ...] = ()
    """The symptoms whose customers are owed it, by their ids in content/system.yml; without any, all of them.
    Example: departures
    """

    def is_owed_to(self, symptom: str) -> bool:
        """Whether whoever feels a symptom is owed it; without one, whether anybody is."""
        return not (symptom and self.symptoms) or symptom in self.symptoms
