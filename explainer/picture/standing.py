"""Where each disruption is in its life: what the publisher says, and what its periods imply, kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from explainer.model.disruption import Disruption
from explainer.model.history import Brief, Held
from explainer.model.sources import Source
from explainer.model.system import Component
from explainer.model.vocabulary import Ending, Phase, Reality, State, Status, StatusBasis
from explainer.picture.model import RANK, SEVERITIES, DisruptionNow, Standing, Start
from explainer.picture.promises import waiting
from explainer.picture.reports import Made, left_out, reports_of, says_no_effect, stands_at
from explainer.picture.sources import SourceNow
from explainer.picture.trust import Trust

_STANDING = [Standing.CURRENT, Standing.UPCOMING, Standing.ENDED]


def shown(disruption: Disruption, exercise: bool, drafts: bool) -> bool:
    """Whether it is shown at all: tests never, exercises only on an exercise site, drafts of staff only to staff."""
    if disruption.reality is Reality.DRAFT:
        return drafts and disruption.is_bulletin
    return is_shown(disruption.reality, exercise)


def is_shown(reality: Reality, exercise: bool) -> bool:
    """Whether what is published is shown, by how it was meant."""
    return reality is Reality.ACTUAL or (exercise and reality is Reality.EXERCISE)


class Life(NamedTuple):
    """Where a disruption is in its life; of one that is over, when it ended and what we know that from."""

    standing: Standing
    phase: Phase
    ended_at: datetime | None = None
    ended_by: Ending | None = None


class Told(NamedTuple):
    """When its publisher last spoke of it, and its times that cannot be, each with the moment we first read it."""

    written_at: datetime
    ahead: Mapping[datetime, datetime]


def as_of(held: Held | Brief, now: datetime) -> Held | Brief:
    """What is held, told as far as the clock has come.

    We learned all of it before ``now``. What says otherwise was written before the clock was set back, and counts as
    learned now; in which order is in the order of the versions.
    """
    learned, absent = held.learned, held.absent_since
    times = [learned.first_seen, learned.changed_at, learned.heard_at, learned.closed_at, absent]
    if all(at is None or at <= now for at in times):
        return held
    reached = learned.replace(
        first_seen=min(learned.first_seen, now),
        changed_at=min(learned.changed_at, now),
        heard_at=min(learned.heard_at, now),
        closed_at=min(learned.closed_at, now) if learned.closed_at else None,
    )
    return Brief(id=held.id, latest=held.latest, learned=reached, absent_since=min(absent, now) if absent else None)


def _told(held: Held | Brief) -> Told:
    ahead = dict(held.learned.ahead)
    stated = held.latest.last_said_at or held.learned.changed_at
    return Told(ahead.get(stated, stated), ahead)


def life_of(held: Held | Brief, source: Source, now: datetime, told: Told | None = None) -> Life:
    """Over when the publisher closed it or every impact period is past; upcoming before the first one.

    A message that states no end is over when it is older than its source says that messages last. What is settled was
    judged before.
    """
    held = as_of(held, now)
    disruption, written_at = held.latest, (told or _told(held)).written_at
    phase = disruption.phase(now)
    if held.over is not None:
        return Life(Standing.ENDED, phase, held.over.ended_at, held.over.ended_by)
    if disruption.status.over:
        return Life(Standing.ENDED, phase, *_closed(held, written_at))
    if source.lasts is not None and disruption.ended_at is None and written_at + source.lasts <= now:
        return Life(Standing.ENDED, phase, written_at + source.lasts, Ending.LAPSED)
    if phase is Phase.PAST:
        return Life(Standing.ENDED, phase, disruption.ended_at or written_at, Ending.STATED)
    if phase is Phase.FUTURE or (disruption.status is Status.PLANNED and disruption.started_at is None):
        return Life(Standing.UPCOMING, phase)
    return Life(Standing.CURRENT, phase)


def disruption_now(
    held: Held | Brief, source: SourceNow, now: datetime, known: Mapping[str, Component], trust: Trust
) -> DisruptionNow:
    """A held disruption at ``now`` by itself, before others replaced or gathered it; ``known`` are the components."""
    held = as_of(held, now)
    disruption = held.latest
    told = _told(held)
    life = life_of(held, source.source, now, told)
    is_current = life.standing is Standing.CURRENT
    began = disruption.began(now) if is_current else None
    vague = is_current and disruption.holds_vaguely(now)
    made = Made(began, told.ahead, held.learned.changed_at, State.WATCH if vague else trust.worst)
    reports = reports_of(disruption, made, known, trust, life.ended_at or now)
    coming = disruption.coming(now) if life.standing is Standing.UPCOMING else None
    return DisruptionNow(
        disruption=disruption,
        standing=life.standing,
        phase=life.phase,
        reports=reports,
        state=stands_at(reports),
        left_out=left_out(disruption, known, trust) if len(reports) < len(disruption.reports) else (),
        ours=trust.ours,
        party=source.source.party,
        may_lead=trust.may_lead,
        first_seen=held.learned.first_seen,
        changed_at=held.learned.changed_at,
        written_at=told.written_at,
        heard_at=held.learned.heard_at,
        ahead=tuple(sorted(told.ahead.items())),
        start=_start(held, life, told.ahead, began, life.ended_at or now),
        starts_at=coming.next_start(now) if coming else None,
        ended_at=life.ended_at,
        ended_by=life.ended_by,
        promise=None if life.standing is Standing.ENDED else waiting(disruption.account.next_update, now),
        promised=held.learned.promised,
        estimates=held.learned.estimates,
        meant=disruption.reality is Reality.ACTUAL,
        trusted=source.trusted,
    )


def _start(
    held: Held | Brief, life: Life, ahead: Mapping[datetime, datetime], began: datetime | None, last: datetime
) -> Start:
    """What is known of its beginning, which is no later than ``last``.

    A start that nobody stated is never made of when it was reported or seen.
    """
    disruption = held.latest
    since = began
    if life.ended_at is not None and all(span.start is not None for span in disruption.spans):
        since = disruption.started_at
    first = disruption.updates[0].at if disruption.updates else None
    issued = min((at for at in (disruption.issued_at, first) if at is not None), default=None)
    return Start(
        since=since if since is not None and since <= last else None,
        issued_at=ahead.get(issued, issued) if issued is not None else None,
        first_seen=held.learned.first_seen,
    )


def _closed(held: Held | Brief, written_at: datetime) -> tuple[datetime, Ending]:
    """When what its publisher closed, or what we missed, ended, and what we know that from."""
    disruption = held.latest
    closed_at, stated = held.learned.closed_at or held.learned.changed_at, disruption.ended_at
    if stated is not None and stated <= (held.absent_since or closed_at):
        return stated, Ending.STATED
    if disruption.status_basis is StatusBasis.INFERRED_FROM_ABSENCE:
        return held.absent_since or closed_at, Ending.MISSED
    said = disruption.last_said_at
    if said is None or said == held.learned.last_said_open:
        return closed_at, Ending.NOTICED  # it closed it in silence, without a word that has a time of its own
    return written_at, Ending.STATED


def gathered(disruptions: Mapping[str, DisruptionNow]) -> dict[str, DisruptionNow]:
    """The disruptions with every bulletin's ``about`` resolved, in both directions.

    A feed disruption belongs to the first current bulletin that gathers it; a closed bulletin lets go. Only our own
    bulletins gather, and none is gathered by another: of two that are about each other, both stay to be seen.
    """
    free: dict[str, list[str]] = {}
    named: dict[tuple[str, str], list[str]] = {}
    for key, value in disruptions.items():
        if value.standing is not Standing.ENDED and not value.disruption.is_bulletin:
            free.setdefault(value.disruption.origin.feed, []).append(key)
            for name in {key, value.disruption.origin.native_id}:
                named.setdefault((value.disruption.origin.feed, name), []).append(key)
    gathers: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for key, bulletin in disruptions.items():
        if bulletin.standing is Standing.ENDED or not bulletin.ours:
            continue
        for about in bulletin.disruption.account.about:
            wanted = free.get(about.feed, []) if about.id is None else named.get((about.feed, about.id), [])
            for other in wanted:
                if other != key and other not in owner:
                    gathers.setdefault(key, []).append(other)
                    owner[other] = key
            if about.id is None:
                # The whole feed is gathered: the next bulletin need not look at it again.
                free[about.feed] = [other for other in wanted if other not in owner]
    return {
        key: replace(value, gathers=tuple(gathers.get(key, ())), gathered_by=owner.get(key, ""))
        if key in gathers or key in owner
        else value
        for key, value in disruptions.items()
    }


def in_order(disruptions: Iterable[DisruptionNow]) -> tuple[DisruptionNow, ...]:
    """Current before upcoming before ended; then by state, severity and time; our own first among equals."""

    def key(d: DisruptionNow) -> tuple[object, ...]:
        if d.standing is Standing.ENDED:
            ended = d.ended_at or d.written_at
            return (_STANDING.index(d.standing), 0, 0, 0, -ended.timestamp(), d.id)
        if d.standing is Standing.UPCOMING:
            starts = d.starts_at or d.written_at
            return (_STANDING.index(d.standing), 0, 0, 0, starts.timestamp(), d.id)
        state = RANK[_counts_as(d)]
        severity = SEVERITIES.index(d.disruption.severity)
        return (_STANDING.index(d.standing), state, severity, -d.written_at.timestamp(), not d.ours, d.id)

    return tuple(sorted(disruptions, key=key))


def _counts_as(now: DisruptionNow) -> State:
    """The state by which a disruption stands among others: unknown where it does not count, or nobody placed it."""
    if not now.counts:
        return State.UNKNOWN
    return now.state or (State.NORMAL if says_no_effect(now.disruption) else State.UNKNOWN)
