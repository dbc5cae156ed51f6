"""What went wrong at parts of the operation and is over: as much of it as pages that explain these parts tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from explainer.model.value import Value

MOST = 5
"""How many are told one by one; the others are counted, and listed in the archive."""


class Said(Value):
    """Words in the language of a page, or in ``lang`` where they are in another."""

    text: str = ""
    lang: str = "und"


class Trouble(Value):
    """A disruption that is over, as a page tells of it.

    ``lasted`` is only there between a stated start and a stated end. ``cause`` is what is stated; empty where nothing
    is. ``parts`` are the ids of the parts at which it was.
    """

    id: str
    parts: tuple[str, ...]
    ended_at: datetime
    lasted: timedelta | None = None
    headline: Said = Said()
    cause: Said = Said()


class Told(NamedTuple):
    """The newest troubles, the newest first, and how many there are of them all."""

    newest: tuple[Trouble, ...] = ()
    amount: int = 0


class Group(Value):
    """What went wrong at just these parts in some time: when each of it ended, and the newest of it."""

    parts: tuple[str, ...]
    ended: tuple[datetime, ...]
    newest: tuple[Trouble, ...]


class Year(Protocol):
    """What went wrong in the last twelve months."""

    def key(self, parts: Collection[str]) -> str:
        """Another text whenever something else may be told of these parts; made without telling it."""

    def told(self, parts: Collection[str]) -> Told:
        """What went wrong at any of these parts."""


def groups(troubles: Iterable[Trouble]) -> tuple[Group, ...]:
    """Troubles by the parts at which they were."""
    found: dict[tuple[str, ...], list[Trouble]] = {}
    for one in sorted(troubles, key=_newest_first):
        found.setdefault(one.parts, []).append(one)
    return tuple(
        Group(parts=parts, ended=tuple(one.ended_at for one in those), newest=tuple(those[:MOST]))
        for parts, those in sorted(found.items())
    )


def told_of(every: Iterable[Group], parts: Collection[str], begins: datetime) -> Told:
    """What of these groups was at any of ``parts`` and ended at ``begins`` or later."""
    wanted = frozenset(parts)
    ours = [group for group in every if not wanted.isdisjoint(group.parts)]
    newest = sorted((one for group in ours for one in group.newest if one.ended_at >= begins), key=_newest_first)
    return Told(tuple(newest[:MOST]), sum(at >= begins for group in ours for at in group.ended))


def a_year_before(day: date) -> date:
    """The same day a year ago; of a 29 February the last of that month."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _newest_first(one: Trouble) -> tuple[float, str]:
    return -one.ended_at.timestamp(), one.id
