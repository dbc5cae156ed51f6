"""How much of one answer is let in: what its feed's declaration allows, the worst first. Pure.

A feed that brings more is flooding. What is left out is counted and told, takes part in nothing, and has not ended: it
is taken in as soon as there is room. What staff write beside the declarations is never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.model.disruption import Disruption, Rejected, disruption_id, entries_in
from explainer.model.history import Flood, Held, Record
from explainer.model.learned import AHEAD
from explainer.model.sources import Source
from explainer.model.vocabulary import WORST_FIRST, Absence, Reality, Severity, State

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

OFTEN = 20
"""How many versions of one disruption an hour may bring before the next ones are spaced out."""

SPACING = timedelta(seconds=50)
"""How long each version of what changes that often is kept before the next: a feed asked each minute loses none."""

_STATES = {state: rank for rank, state in enumerate(State)}
_SEVERITIES = {severity: rank for rank, severity in enumerate(WORST_FIRST)}
_HARMLESS = len(_STATES)

MOST_ASIDE = 500
"""How many entries that were set aside are named of one answer; what is more is counted."""

MOST_NOTES = 50
"""How many notes on a feed as a whole are kept."""

Badness = tuple[int, int]
"""The lower, the worse: by state as the declaration's rules say, then by severity as the publisher says."""


class LetIn(NamedTuple):
    """What of an answer is taken in, in its order, and what of it is not."""

    disruptions: tuple[Disruption, ...]
    left_out: tuple[Disruption, ...] = ()


def let_in(record: Record, source: Source, answer: Sequence[Disruption], now: datetime) -> LetIn:
    """What of an answer there is room for at ``now``.

    Of what is new, one is left out where as many at least as bad as an hour may bring were new within the hour; the
    first answer of a feed may bring all that it may hold. Of what is open, one is left out where as many at least as
    bad are open as the feed may hold; among equals what we hold comes first, then the newest.
    """
    if is_of_staff(source):
        return LetIn(tuple(answer))
    own = f"{source.id}."
    held = {key: one for key, one in record.held.items() if key.startswith(own)}
    each = {one.id: one for one in reversed(answer)}
    is_first = source.id not in record.feeds
    most_new = max(source.at_most.new_per_hour, source.at_most.held) if is_first else source.at_most.new_per_hour
    fresh = [one for one in each.values() if one.id not in held]
    lately = [_while_open(one.latest) for one in held.values() if abs(now - one.first_seen) < HOUR]
    new = _worst(fresh, lately, most_new, _order(held, now))
    there = [one for one in each.values() if one.id in held] + new
    open_there = [one for one in there if not one.status.over]
    beside = [badness(one.latest) for one in held.values() if one.id not in each and _stands(one, source, now)]
    kept = {one.id for one in _worst(open_there, beside, source.at_most.held, _order(held, now))}
    kept |= {one.id for one in there if one.status.over}
    return LetIn(
        tuple(one for one in answer if one.id in kept), tuple(one for one in each.values() if one.id not in kept)
    )


def is_of_staff(source: Source) -> bool:
    """Whether a feed is what staff write beside its declaration."""
    return source.is_of_bulletins and source.file is not None


def badness(one: Disruption) -> Badness:
    """How bad a disruption is: by its worst report, without one as good as unknown; what is over comes last."""
    if one.status.over or one.reality in (Reality.TEST, Reality.DRAFT):
        return (_HARMLESS, 0)
    return _while_open(one)


def _while_open(one: Disruption) -> Badness:
    """How bad a disruption is or was, be it over by now: what an hour brought has come, whatever became of it."""
    otherwise = State.NORMAL if one.severity is Severity.NONE else State.UNKNOWN
    state = min((_STATES[report.state] for report in one.reports), default=_STATES[otherwise])
    return (state, _SEVERITIES[one.severity])


def flood_of(let: LetIn, record: Record, source: Source, too_often: Sequence[str], now: datetime) -> Flood | None:
    """What to tell of what was left out of an answer; None where nothing was.

    ``record`` is the one before the answer, ``too_often`` are the ids of what changed too often.
    """
    if not let.left_out and not too_often:
        return None
    known = record.feeds.get(source.id)
    before = known.flood if known is not None else None
    open_ones = [one for one in let.left_out if badness(one)[0] < _HARMLESS]
    return Flood(
        since=before.since if before else now,
        left_out=len(let.left_out),
        hidden=tuple(sorted(one.id for one in let.left_out if one.id in record.held)),
        parts=tuple(sorted({report.component for one in open_ones for report in one.reports})),
        unclear=any(not one.reports and one.severity is not Severity.NONE for one in open_ones),
        too_often=len(too_often),
    )


def comes_too_soon(held: Held, now: datetime) -> bool:
    """Whether a change of a disruption has to wait: it changed as often as an hour may bring, and just now again."""
    accepted = held.accepted
    if len(accepted) < OFTEN or not timedelta() <= now - accepted[-1] < SPACING:
        return False
    return now - accepted[-OFTEN] < HOUR


Order = Callable[[Disruption], tuple[object, ...]]


def _order(held: Mapping[str, Held], now: datetime) -> Order:
    """The worst first; among equals what we hold, then the newest. A time ahead of ours makes none newer than now."""

    def key(one: Disruption) -> tuple[object, ...]:
        said = one.last_said_at
        age = max(now - said, -AHEAD).total_seconds() if said is not None else float("inf")
        return (badness(one), one.id not in held, age, one.id)

    return key


def _worst(found: Iterable[Disruption], beside: Iterable[Badness], most: int, order: Order) -> list[Disruption]:
    """The first of those found for which fewer than ``most`` at least as bad are there, those ``beside`` counted."""
    others = sorted(beside)
    taken: list[Disruption] = []
    counted = 0
    for one in sorted(found, key=order):
        bad = badness(one)
        while counted < len(others) and others[counted] <= bad:
            counted += 1
        if len(taken) + counted >= most:
            break
        taken.append(one)
    return taken


def _stands(held: Held, source: Source, now: datetime) -> bool:
    """Whether what an answer lacks takes up room all the same; in a feed of notes, for a day after it came."""
    if held.latest.status.over:
        return False
    return source.absence is Absence.ENDED or abs(now - held.first_seen) < DAY


def named(rejected: Sequence[Rejected], still_open: Iterable[Held], source: Source) -> tuple[Rejected, ...]:
    """The first of what was set aside and all that protects what is open; the others as one row that counts them.

    What staff write is theirs to mend, and named one by one.
    """
    if len(rejected) <= MOST_ASIDE or is_of_staff(source):
        return tuple(rejected)
    mine = {name for one in still_open for name in (one.id, one.latest.origin.native_id)}
    protects = [bool({row.native_id, disruption_id(source.id, row.native_id or "")} & mine) for row in rejected]
    kept = [row for at, row in enumerate(rejected) if at < MOST_ASIDE or protects[at]]
    others = [row for at, row in enumerate(rejected) if at >= MOST_ASIDE and not protects[at]]
    counted = Rejected(
        entry=f"{entries_in(others)} more entries",
        reason="they are not named one by one, as there are too many",
        # Empty, and so known to be of none that is open, where each of them is known.
        native_id=None if any(row.native_id is None for row in others) else "",
        understood=all(row.understood for row in others),
        amount=entries_in(others),
    )
    return (*kept, counted) if others else tuple(kept)
