"""Estimates as they were given: every version of each, from the accepted versions of a disruption.

Readers plan by what they were told, so a range counts as it was given, whatever is said of it later. Nothing here says
whether one came true; that is ``picture.estimates``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from explainer.model import moments
from explainer.model.disruption import Expected
from explainer.model.value import Value
from explainer.model.vocabulary import Outcome


class Given(Value):
    """An estimate as one version of its disruption gave it.

    ``said_at`` is when its publisher gave it, and no later than ``read_at``, when we accepted it. ``at`` is the moment
    that is foreseen, or ``low`` and ``high`` the range; ``main`` is whether it is the estimate of the end. ``happened``
    is when it happened, ``outcome`` why there is no such time, and ``by`` the party that says so, if it is told.
    """

    said_at: datetime
    read_at: datetime
    at: datetime | None = None
    low: datetime | None = None
    high: datetime | None = None
    main: bool = False
    happened: datetime | None = None
    outcome: Outcome | None = None
    by: str = ""

    @property
    def foresees(self) -> tuple[datetime | None, ...]:
        """What it foresees; two versions that foresee the same are one range."""
        return self.at, self.low, self.high

    @property
    def tells(self) -> tuple[datetime | Outcome | None, ...]:
        """What it tells of what happened."""
        return self.happened, self.outcome


class Estimate(Value):
    """One estimate: its ``id``, ``what`` is foreseen in the words of the latest version, every version, oldest first.

    ``dropped`` is whether the latest version of its disruption names it no more.
    """

    id: str
    what: str
    versions: tuple[Given, ...]
    dropped: bool = False


class Foreseeing(Protocol):
    """A disruption, or as much of it as tells what it foresees."""

    @property
    def expected(self) -> Sequence[Expected]:
        """What it foresees."""

    @property
    def last_said_at(self) -> datetime | None:
        """When its publisher says that it last spoke of it, if it says so."""


class Telling(NamedTuple):
    """What one version foresees, and when we accepted it."""

    read_at: datetime
    of: Foreseeing


class _Thread:
    """One estimate while its versions are gathered."""

    def __init__(self, known: Estimate | None = None) -> None:
        self.id, self.what = (known.id, known.what) if known else ("", "")
        self.versions = list(known.versions) if known else []
        self.is_there = known is None or not known.dropped

    def may_be(self, one: Expected) -> bool:
        """Whether ``one`` can be this estimate by its words, as one of the two has no id."""
        return self.what == one.what and not (self.id and one.id)

    def add(self, one: Expected, given: Given) -> None:
        self.id, self.what, self.is_there = one.id or self.id, one.what, True
        if not self.versions or not _says_the_same(self.versions[-1], given):
            self.versions.append(given)

    def told(self) -> Estimate:
        return Estimate(id=self.id, what=self.what, versions=tuple(self.versions), dropped=not self.is_there)


def estimates_in(versions: Iterable[Telling]) -> tuple[Estimate, ...]:
    """Every estimate that the accepted versions of a disruption gave, oldest version first, in order of appearance.

    One without an id is called by its place in that order, which never changes.
    """
    return called(followed(versions))


def followed(versions: Iterable[Telling], before: Iterable[Estimate] = ()) -> tuple[Estimate, ...]:
    """The estimates of ``versions`` and of those before them, which gave ``before``; no id where none is told."""
    threads = [_Thread(known) for known in before]
    for version in versions:
        _follow(threads, version)
    return tuple(thread.told() for thread in threads)


def called(estimates: Iterable[Estimate]) -> tuple[Estimate, ...]:
    """Estimates, those without an id called by their place."""
    return tuple(one if one.id else one.replace(id=f"estimate-{place}") for place, one in enumerate(estimates, 1))


def _follow(threads: list[_Thread], version: Telling) -> None:
    for thread in threads:
        thread.is_there = False
    stated = [one for one in version.of.expected if one.at or one.low or one.high]
    known = {thread.id: thread for thread in threads if thread.id}
    taken = [known[one.id] for one in stated if one.id in known]
    for one in stated:
        thread = known[one.id] if one.id in known else _by_words(threads, one, taken)
        thread.add(one, _given(one, version))


def _by_words(threads: list[_Thread], one: Expected, taken: Collection[_Thread]) -> _Thread:
    """The estimate that says the same and is not told yet, nor another's by its id; else a new one."""
    for thread in threads:
        if not thread.is_there and thread not in taken and thread.may_be(one):
            return thread
    threads.append(_Thread())
    return threads[-1]


def _given(one: Expected, version: Telling) -> Given:
    said = version.of.last_said_at
    return Given(
        said_at=min(said, version.read_at) if said is not None else version.read_at,
        read_at=version.read_at,
        at=one.at,
        low=one.low,
        high=one.high,
        main=one.main,
        happened=one.happened,
        outcome=one.outcome,
        by=one.happened_by,
    )


def _says_the_same(before: Given, after: Given) -> bool:
    return (before.foresees, before.tells, before.main) == (after.foresees, after.tells, after.main)


class Promising(Protocol):
    """An update, or as much of it as tells what it promised."""

    @property
    def at(self) -> datetime | None:
        """When it was said."""

    @property
    def next_update(self) -> datetime | None:
        """When it promised the next one."""


def promises_in(updates: Sequence[Promising], standing: datetime | None) -> Iterator[tuple[datetime, datetime]]:
    """By the time of an update, when it promised the next one; ``standing`` is the promise over all of them, if any.

    A time that nobody can mean is no promise.
    """
    for place, update in enumerate(updates, 1):
        due = standing if standing is not None and place == len(updates) else update.next_update
        if update.at is not None and due is not None and moments.believable(due):
            yield update.at, due
