"""The whys that customers asked, at one moment: what is owed, what is late, how long answers take.

Each question is counted once, by how it stands: asked = answered + open + refused + removed. A promise is judged by the
rule of every other one (`picture.promises`), and a new one takes back none that was missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from explainer.model.questions import Asked, Question, Stated
from explainer.picture.ledger import middle_of
from explainer.picture.promises import GRACE


class Waiting(NamedTuple):
    """A question without an answer yet: the promises of one that were missed, and the one that still holds, if any."""

    question: Question
    missed: tuple[Stated, ...]
    due: Stated | None

    @property
    def is_overdue(self) -> bool:
        """Whether a promise of an answer was missed, whatever was promised since."""
        return bool(self.missed)

    def late_by(self, now: datetime) -> timedelta:
        """How long an answer has been awaited beyond the first time that was promised; nothing where it is not late."""
        return now - self.missed[0].last if self.missed else timedelta()


class Queue:
    """All questions at ``now``, by how they stand."""

    def __init__(self, questions: Iterable[Question], now: datetime) -> None:
        self.now = now
        self.asked = tuple(questions)

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """What is open: what is late first, and the longest late before all; then as it was promised."""
        found = [waiting(one, self.now) for one in self.asked if one.state.is_open]
        return tuple(sorted(found, key=_urgency))

    @cached_property
    def answered(self) -> tuple[Question, ...]:
        """What is answered: what most people asked first, then the newest answer."""
        return tuple(sorted(self._of(Asked.ANSWERED), key=lambda one: (-one.people, _newest(one), one.number)))

    @cached_property
    def refused(self) -> tuple[Question, ...]:
        """What we cannot answer, the newest first."""
        return tuple(sorted(self._of(Asked.CANNOT_SAY), key=lambda one: -one.number))

    @cached_property
    def removed(self) -> tuple[Question, ...]:
        """What was taken out, the newest first."""
        return tuple(sorted(self._of(Asked.REMOVED), key=lambda one: -one.number))

    @property
    def overdue(self) -> tuple[Waiting, ...]:
        """What is open, and later than it was promised."""
        return tuple(one for one in self.waiting if one.is_overdue)

    @cached_property
    def lengths(self) -> tuple[timedelta, ...]:
        """How long each answer took at the most, the shortest first; of those of which it is known."""
        known = (took(one) for one in self.answered)
        return tuple(sorted(length for length in known if length is not None))

    @property
    def middle(self) -> timedelta | None:
        """Within which time half of the answers came; None of too few to have a middle that tells anything."""
        return middle_of(self.lengths)

    @cached_property
    def promised(self) -> tuple[Question, ...]:
        """The answers for which a time was promised."""
        return tuple(one for one in self.answered if one.promised and one.settled is not None)

    @property
    def kept(self) -> int:
        """How many of these came by the time that was promised first."""
        return sum(not missed(one, self.now) for one in self.promised)

    def _of(self, state: Asked) -> list[Question]:
        return [one for one in self.asked if one.state is state]


def _newest(question: Question) -> float:
    return -question.settled.last.timestamp() if question.settled else 0.0


def _urgency(one: Waiting) -> tuple[bool, float, int]:
    at = one.missed[0] if one.missed else one.due
    return not one.is_overdue, at.last.timestamp() if at else float("inf"), one.question.number


def waiting(question: Question, now: datetime) -> Waiting:
    """What is promised of a question that is open, and which promises are missed."""
    late = missed(question, now)
    left = [one for one in question.promised if one not in late]
    return Waiting(question, late, left[-1] if left else None)


def missed(question: Question, now: datetime) -> tuple[Stated, ...]:
    """The promises that no answer kept, oldest first. One that was settled by then is judged by when that was."""
    until = question.settled.latest if question.settled is not None else now
    return tuple(one for one in question.promised if until > one.last + GRACE)


def took(question: Question) -> timedelta | None:
    """How long an answer took at the most; None where it is not known. Of days without an hour all of both count."""
    if question.asked is None or question.settled is None:
        return None
    return question.settled.last - question.asked.first
