"""What is settled, as the picture tells it: at every moment how much, and of one month all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from explainer.model.settled import Settled, by_month
from explainer.model.vocabulary import Reality


@dataclass(frozen=True, slots=True)
class MonthNow:
    """What is settled and shown of one month, ``2026-03``: how many by feed, and a digest of all that there is."""

    month: str
    amounts: Mapping[str, int]
    digest: str

    @property
    def amount(self) -> int:
        """How many there are of all feeds."""
        return sum(self.amounts.values())


def months_now(settled: Settled, feeds: Mapping[str, object], shows: Callable[[Reality], bool]) -> tuple[MonthNow, ...]:
    """The months in which anything ended that is settled, is of these ``feeds`` and is shown; the newest first.

    ``shows`` is whether what was meant so is shown.
    """
    return tuple(_months(settled, feeds, shows))


def _months(settled: Settled, feeds: Mapping[str, object], shows: Callable[[Reality], bool]) -> Iterator[MonthNow]:
    for month, rows in by_month(settled).items():
        amounts = {
            feed: sum(amount for reality, amount in row.amounts.items() if shows(reality))
            for feed, row in rows.items()
            if feed in feeds
        }
        told = {feed: amount for feed, amount in amounts.items() if amount}
        if told:
            yield MonthNow(month, told, " ".join(f"{feed}={rows[feed].digest}" for feed in told))
