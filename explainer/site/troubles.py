"""What went wrong in the last twelve months, for the pages that explain where: what is at hand, and what is settled.

What is told of a settled month is kept beside the skeleton, so that its months stay shut. One is opened when it is
another one than that was made of, which is about once a day for the newest; a page that tells of it is made again then.

::

    .explainer/troubles/<language>/2026-03.json     may be thrown away at any time
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path

import msgspec

from explainer import disk
from explainer.model.trouble import Group, Told, Trouble, a_year_before, groups, told_of
from explainer.model.value import Value
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.past import over_at
from explainer.picture.troubled import troubled_by
from explainer.render.components.troubles import trouble_of
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site.over import facts_of
from explainer.site.pieces import digest
from explainer.site.skeleton import digest_of


class Kept(Value):
    """What went wrong of what is settled of a month: ``key`` is that of what it was made of."""

    key: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class MonthOfYear:
    """A settled month: the key of all that can be told of it, and how to open it, to its view in one language."""

    month: str
    key: str
    open: Callable[[], View]


@dataclass(frozen=True)
class Year:
    """What went wrong in the twelve months before the moment of ``view``, whose picture has what is at hand.

    ``folder`` is where is kept what ``months`` told when they were opened.
    """

    view: View
    months: tuple[MonthOfYear, ...]
    folder: Path
    isolation: Isolation
    _read: dict[str, tuple[Group, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def begins(self) -> date:
        """The first day that is looked back to."""
        return a_year_before(self.view.picture.now.astimezone(self.view.zone).date())

    @cached_property
    def _from(self) -> datetime:
        return datetime.combine(self.begins, time(), self.view.zone)

    @cached_property
    def _at_hand(self) -> tuple[tuple[DisruptionNow, frozenset[str]], ...]:
        ended = (now for now in self.view.picture.in_standing(Standing.ENDED) if over_at(now) >= self._from)
        return tuple((now, parts) for now in ended if (parts := troubled_by(now)))

    @property
    def _settled(self) -> Iterator[MonthOfYear]:
        first = f"{self.begins:%Y-%m}"
        return (month for month in self.months if month.month >= first)

    def key(self, parts: Collection[str]) -> str:
        """Another text whenever something else may be told of these parts; no month is read for it."""
        own = (now for now, at in self._at_hand if not at.isdisjoint(parts))
        facts = (digest(*facts_of(self.view, now)) for now in own)
        return digest(*(one.encode() for one in (str(self.begins), *facts, *(month.key for month in self._settled))))

    def told(self, parts: Collection[str]) -> Told:
        """What went wrong at any of these parts."""
        here = groups(_made(self.view, (now for now, at in self._at_hand if not at.isdisjoint(parts))))
        settled = (group for month in self._settled for group in self._of(month))
        return told_of((*here, *settled), parts, self._from)

    def _of(self, month: MonthOfYear) -> tuple[Group, ...]:
        if month.month not in self._read:
            file = self.folder / f"{month.month}.json"
            kept = _recalled(file, month.key)
            self._read[month.month] = self._opened(file, month) if kept is None else kept
        return self._read[month.month]

    def _opened(self, file: Path, month: MonthOfYear) -> tuple[Group, ...]:
        """What a month tells when it is opened; kept for the next time, unless not all of it could be read."""
        before = len(self.isolation.faults)
        view = month.open()
        found = groups(_made(view, view.picture.disruptions))
        if len(self.isolation.faults) == before:
            _keep(file, Kept(key=month.key, groups=found))
        return found


def _made(view: View, over: Iterable[DisruptionNow]) -> Iterator[Trouble]:
    return (one for now in over if (one := trouble_of(view, now)) is not None)


def _recalled(file: Path, key: str) -> tuple[Group, ...] | None:
    """What is kept of a month, if it was made of what there is and is as it was written."""
    try:
        said, _, body = file.read_bytes().partition(b"\n")
        if digest_of(body).encode() != said:
            return None
        kept = msgspec.json.decode(body, type=Kept)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return kept.groups if kept.key == key else None


def _keep(file: Path, kept: Kept) -> None:
    """Keep it; where that cannot be, the month is opened again the next time."""
    body = msgspec.json.encode(kept)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with disk.written_aside(file, digest_of(body).encode() + b"\n" + body) as aside:
            aside.replace(file)
