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
    cancelled: bool = False


class RightsRow(Value):
    """One situation and what is owed in it; ``applies`` is what a bulletin says of such a situation."""

    when: Words
    what: Words
    applies: Applies | None = None


class Rights(Value):
    """The rights of one jurisdiction, in plain words, with the law behind them."""

    id: Slug
    title: Words = "Your rights"
    owed_by: str = ""
    source: Words
    url: WebAddress | None = None
    reviewed: date
    reviewed_by: Words
    rows: Annotated[tuple[RightsRow, ...], Meta(min_length=1)]
