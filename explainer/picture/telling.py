"""Who is still to be told of what: the configuration, what was issued, and what the outbox says, into a plan.

Three rules keep it honest. Nothing is sent before it is public. Of one disruption only the newest word is sent: an
older one that has not gone out makes way for it. And what is no news any more is not sent as if it were, but given up,
and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.model.notifying import Addressee, Mark
from explainer.model.vocabulary import WORST_FIRST, Audience, Step
from explainer.picture.issued import Issued
from explainer.picture.model import DisruptionNow

NEWS_FOR = timedelta(hours=6)
"""How long after it was issued an update may still be sent; the text says of when it is."""

REMEMBERED = timedelta(days=1)
"""How long after it was issued an update is noted as public; an older one is nobody's news."""

MOST_TRIES = 12
"""How often an update is tried at one address; with the pauses below that takes some four hours."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)

_ENDS = frozenset({Step.TOLD, Step.DROPPED, Step.GIVEN_UP})


class Telling(NamedTuple):
    """An update that somebody is to be told of: who has it already of those behind the address, and what was tried."""

    addressee: Addressee
    issued: Issued
    has_it: frozenset[int] = frozenset()
    tries: int = 0
    why: str = ""
    is_open: bool = False
    """Whether a run ended between sending and saying so: it may have gone out."""
    pause: timedelta = timedelta()
    """How long until it may be tried again."""


class Ended(NamedTuple):
    """An update that somebody will not be told of, and why."""

    addressee: Addressee
    issued: Issued
    step: Step
    why: str


class Plan(NamedTuple):
    """What is to be sent now, what waits for another try, and what will not be sent."""

    due: tuple[Telling, ...] = ()
    waiting: tuple[Telling, ...] = ()
    ended: tuple[Ended, ...] = ()


class Outlook(NamedTuple):
    """How telling people goes: what is not sent yet, what of it failed before, and what was given up within a day."""

    waiting: tuple[Telling, ...] = ()
    failing: tuple[Telling, ...] = ()
    given_up: tuple[Mark, ...] = ()

    def oldest(self, now: datetime) -> timedelta:
        """How long ago the oldest was issued that waits; nothing where none does."""
        return max((now - one.issued.at for one in self.waiting), default=timedelta())

    def told(self) -> Iterator[str]:
        """What somebody may have to mend, a sentence for each."""
        for one in self.failing:
            tries = f"{one.tries} {'try' if one.tries == 1 else 'tries'}"
            yield f"{one.addressee.name} was not told of {one.issued.id} after {tries}: {one.why}"
        for mark in self.given_up:
            yield f"{mark.addressee} will not be told of {mark.update}: {mark.why}"


def told_here(addressees: Iterable[Addressee], exercise: bool) -> tuple[Addressee, ...]:
    """Who is told on a site: in an exercise those that are declared for exercises, else all others."""
    wanted = Audience.EXERCISES if exercise else Audience.EVERYBODY
    return tuple(one for one in addressees if one.for_ is wanted)


def beginning(
    addressees: Iterable[Addressee], issued: Iterable[Issued], marks: Iterable[Mark], at: datetime, exercise: bool
) -> Iterator[Mark]:
    """What to note of addressees who are told for the first time: what was issued before counts as told."""
    begun = {mark.addressee for mark in marks if mark.step is Step.BEGUN and mark.exercise is exercise}
    before = tuple(_lately(issued, at))
    for one in told_here(addressees, exercise):
        if one.name not in begun:
            yield Mark(at=at, step=Step.BEGUN, addressee=one.name, updates=before, exercise=exercise)


def newly_public(issued: Iterable[Issued], marks: Iterable[Mark], at: datetime, exercise: bool) -> Iterator[Mark]:
    """What to note once the page is public that says all that is issued."""
    noted = (mark for mark in marks if mark.step is Step.PUBLIC and mark.exercise is exercise)
    known = {update for mark in noted for update in mark.updates}
    new = tuple(one for one in _lately(issued, at) if one not in known)
    if new:
        yield Mark(at=at, step=Step.PUBLIC, updates=new, exercise=exercise)


def plan(
    addressees: Iterable[Addressee],
    issued: Iterable[Issued],
    marks: Sequence[Mark],
    clocks: Clocks,
    exercise: bool,
) -> Plan:
    """Who is to be told of what; addressees who were not begun with are told nothing."""
    outbox = _Outbox([mark for mark in marks if mark.exercise is exercise])
    of = _by_disruption(issued)
    due: list[Telling] = []
    waiting: list[Telling] = []
    ended: list[Ended] = []
    for addressee in told_here(addressees, exercise):
        for updates in of.values():
            if not outbox.speaks_of(addressee, updates):
                continue
            newest, older = updates[-1], updates[:-1]
            ended += (
                Ended(addressee, one, Step.DROPPED, _overtaken(outbox, addressee, one, newest))
                for one in older
                if outbox.is_open(addressee, one)
            )
            if not outbox.is_open(addressee, newest):
                continue
            telling = outbox.telling(addressee, newest, clocks.wall)
            why = _why_given_up(telling, clocks.now)
            if why:
                ended.append(Ended(addressee, newest, Step.GIVEN_UP, why))
            elif telling.pause:
                waiting.append(telling)
            else:
                due.append(telling)
    return Plan(tuple(due), tuple(waiting), tuple(ended))


def outlook(made: Plan, marks: Iterable[Mark], clocks: Clocks, exercise: bool) -> Outlook:
    """How telling people goes, of what is planned and what the outbox says."""
    waiting = (*made.due, *made.waiting)
    given_up = [
        mark
        for mark in marks
        if mark.step is Step.GIVEN_UP and mark.exercise is exercise and clocks.wall - mark.at < REMEMBERED
    ]
    return Outlook(waiting, tuple(one for one in waiting if one.why), tuple(given_up))


class Clocks(NamedTuple):
    """The moment of which the site speaks, and that of the clock on the wall, by which is tried again."""

    now: datetime
    wall: datetime


def wants(addressee: Addressee, now: DisruptionNow) -> bool:
    """Whether an addressee wants to hear of a disruption as it is now."""
    if now.is_draft or not (now.ours or addressee.feeds):
        return False
    about = {now.disruption.account.symptom, *(report.report.component for report in now.reports)}
    if addressee.parts and about.isdisjoint(addressee.parts):
        return False
    if addressee.at_least is None:
        return True
    return WORST_FIRST.index(now.disruption.severity) <= WORST_FIRST.index(addressee.at_least)


class _Outbox:
    """What the outbox says of each addressee and update."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._public = {update for mark in marks if mark.step is Step.PUBLIC for update in mark.updates}
        self._begun = {mark.addressee: frozenset(mark.updates) for mark in marks if mark.step is Step.BEGUN}
        self._of: dict[tuple[str, str], list[Mark]] = {}
        for mark in marks:
            if mark.update:
                self._of.setdefault((mark.addressee, mark.update), []).append(mark)
        ends = {key for key, rows in self._of.items() if any(mark.step in _ENDS for mark in rows)}
        self._ends = frozenset(ends)
        self._heard = {
            (addressee, update.rpartition("/")[0])
            for (addressee, update), rows in self._of.items()
            if any(mark.step in (Step.SENT, Step.TOLD) for mark in rows)
        }

    def speaks_of(self, addressee: Addressee, updates: Sequence[Issued]) -> bool:
        """Whether it is told of a disruption, which is public as it is: it wants to be, or heard of it before."""
        now = updates[-1].now
        if addressee.name not in self._begun or updates[-1].id not in self._public:
            return False
        return wants(addressee, now) or (addressee.name, now.id) in self._heard

    def is_open(self, addressee: Addressee, issued: Issued) -> bool:
        """Whether it is still to be told of a public update."""
        told_before = issued.id in self._begun[addressee.name]
        return issued.id in self._public and not told_before and (addressee.name, issued.id) not in self._ends

    def telling(self, addressee: Addressee, issued: Issued, wall: datetime) -> Telling:
        """What was tried of it."""
        rows = self._of.get((addressee.name, issued.id), [])
        if not rows:
            return Telling(addressee, issued)
        last = {mark.to: mark for mark in rows}
        tries = max(Counter(mark.to for mark in rows if mark.step is Step.SENDING).values(), default=0)
        failed = [mark for mark in last.values() if mark.step is Step.FAILED]
        is_open = any(mark.step is Step.SENDING for mark in last.values())
        pause = _pause(tries if failed else tries - 1 if is_open else 0)
        waited = wall - rows[-1].at
        return Telling(
            addressee,
            issued,
            has_it=frozenset(mark.to for mark in rows if mark.step is Step.SENT),
            tries=tries,
            why=next((mark.why for mark in reversed(rows) if mark.step is Step.FAILED), ""),
            is_open=is_open,
            pause=pause - waited if timedelta() <= waited < pause else timedelta(),
        )


def _pause(tries: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) if tries > 0 else timedelta()


def _why_given_up(telling: Telling, now: datetime) -> str:
    last = f"; the last try failed: {telling.why}" if telling.why else ""
    if telling.tries >= MOST_TRIES and not telling.is_open:
        return f"{telling.tries} tries failed{last}"
    if now - telling.issued.at > NEWS_FOR:
        return f"it was issued more than {NEWS_FOR // timedelta(hours=1)} hours ago and is no news any more{last}"
    return ""


def _overtaken(outbox: _Outbox, addressee: Addressee, one: Issued, newest: Issued) -> str:
    unknown = outbox.telling(addressee, one, one.at).is_open
    doubt = "; whether it went out is not known, as the run that sent it was ended" if unknown else ""
    return f"{newest.id} takes its place{doubt}"


def _by_disruption(issued: Iterable[Issued]) -> Mapping[str, list[Issued]]:
    """The updates of each disruption, the newest last."""
    found: dict[str, list[Issued]] = {}
    for one in issued:
        found.setdefault(one.now.id, []).append(one)
    return {key: sorted(rows, key=lambda one: one.is_newest) for key, rows in found.items()}


def _lately(issued: Iterable[Issued], at: datetime) -> Iterator[str]:
    return (one.id for one in issued if timedelta() <= at - one.at < REMEMBERED)
