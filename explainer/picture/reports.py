"""Which reports count: those that their feed may make of parts we have, until a later message replaces them.

A feed of dated notes never takes one back, so there the newest message on a part replaces the others. One of
whose reports none is left is no longer current: an all-clear lifts what it answers, on every page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from explainer.model.disruption import Disruption, Report
from explainer.model.sources import Source, is_of_notes
from explainer.model.system import Component
from explainer.model.vocabulary import EffectCode, Ending, Kind, Severity, State, Status
from explainer.picture.model import RANK, DisruptionNow, ReportNow, Standing
from explainer.picture.trust import Trust


def worst(states: Iterable[State]) -> State | None:
    """The worst of some states, or None of none."""
    return min(states, key=RANK.__getitem__, default=None)


def as_felt(states: Iterable[tuple[State, bool]]) -> State | None:
    """The one state for many, each with whether customers feel it; None of none.

    It is the worst disturbance that customers feel. Where nobody says that they feel any, it is the worst of all.
    """
    every = tuple(states)
    return worst(state for state, is_felt in every if is_felt and state.disturbed) or worst(s for s, _ in every)


def stands_at(reports: Iterable[ReportNow]) -> State | None:
    """The one state that the reports of a disruption come to."""
    return as_felt((report.state, report.is_felt) for report in reports)


def says_no_effect(disruption: Disruption) -> bool:
    """Whether a publisher says itself that its message disturbs nothing."""
    codes = {effect.code for effect in disruption.effects}
    return disruption.severity is Severity.NONE or codes == {EffectCode.NO_EFFECT}


class Made(NamedTuple):
    """What holds for all reports of one disruption.

    They are since when it is in force, its times that cannot be, when it last changed, and the worst that they may say.
    """

    began: datetime | None
    ahead: Mapping[datetime, datetime]
    changed_at: datetime
    most: State


def reports_of(
    disruption: Disruption, made: Made, known: Mapping[str, Component], trust: Trust, now: datetime
) -> tuple[ReportNow, ...]:
    """What a disruption says, as far as its feed may, of the components in ``known``."""
    found = []
    for report in disruption.reports:
        if report.component in known and trust.covers(report.component):
            stated_at = report.at or disruption.last_said_at or made.changed_at
            found.append(
                ReportNow(
                    report=report,
                    state=capped(report.state, made.most),
                    is_felt=known[report.component].kind is Kind.SYMPTOM,
                    said_at=made.ahead.get(stated_at, stated_at),
                    stated_at=stated_at,
                    since=_since(report, disruption, made, now),
                )
            )
    return tuple(found)


def left_out(disruption: Disruption, known: Collection[str], trust: Trust) -> tuple[str, ...]:
    """The components in ``known`` that a disruption speaks of and its feed may not set."""
    said = (report.component for report in disruption.reports)
    return tuple(dict.fromkeys(c for c in said if c in known and not trust.covers(c)))


def capped(state: State, most: State) -> State:
    """A state, or the worst that may be said where it is worse."""
    return most if RANK[state] < RANK[most] else state


def says_worse(now: DisruptionNow, most: State) -> int:
    """How many of its reports say worse than their feed may."""
    return sum(RANK[report.report.state] < RANK[most] for report in now.reports)


def _since(report: Report, disruption: Disruption, made: Made, now: datetime) -> datetime | None:
    """The stated start of a report's state; where a rule took the disruption's, since when that is in force."""
    if report.since is None or report.since > now or report.since == disruption.started_at:
        return made.began
    return report.since


def without_replaced(
    disruptions: Mapping[str, DisruptionNow], sources: Mapping[str, Source]
) -> dict[str, DisruptionNow]:
    """The disruptions without the reports that later messages of their feed of notes have replaced."""
    newest = _newest(disruptions.values(), sources)
    return {key: _left(now, newest) for key, now in disruptions.items()}


class Newest(NamedTuple):
    """The newest message on a component in a feed of notes: its place in their order, and when it was said.

    ``as_heard`` is whether the order is the one in which we read them, because one of them is from a wrong clock.
    """

    place: tuple[datetime, datetime]
    said_at: datetime
    as_heard: bool


def _place(now: DisruptionNow, report: ReportNow, as_heard: bool) -> tuple[datetime, datetime]:
    return (now.heard_at, report.stated_at) if as_heard else (report.said_at, report.said_at)


def _newest(disruptions: Iterable[DisruptionNow], sources: Mapping[str, Source]) -> dict[tuple[str, str], Newest]:
    """The newest message by feed of notes and component."""
    spoken: dict[tuple[str, str], list[tuple[DisruptionNow, ReportNow]]] = {}
    for now in disruptions:
        feed = now.disruption.origin.feed
        if is_of_notes(sources[feed]):
            for report in now.reports:
                if _speaks(now, report):
                    spoken.setdefault((feed, report.component), []).append((now, report))
    return {key: _first(said) for key, said in spoken.items()}


def _first(said: Iterable[tuple[DisruptionNow, ReportNow]]) -> Newest:
    rows = list(said)
    as_heard = any(report.said_at != report.stated_at for _, report in rows)
    return max(Newest(_place(now, report, as_heard), report.said_at, as_heard) for now, report in rows)


def _speaks(now: DisruptionNow, report: ReportNow) -> bool:
    """Whether a message can replace others: while it holds, or as the all-clear that closes its matter at once."""
    if now.standing is Standing.CURRENT:
        return True
    resolved = now.standing is Standing.ENDED and now.disruption.status is Status.RESOLVED
    return resolved and now.ended_by in (Ending.STATED, Ending.NOTICED) and report.state is State.NORMAL


def _left(now: DisruptionNow, newest: Mapping[tuple[str, str], Newest]) -> DisruptionNow:
    if now.standing is not Standing.CURRENT or not now.reports:
        return now
    feed = now.disruption.origin.feed
    left: list[ReportNow] = []
    replaced_at: list[datetime] = []
    for report in now.reports:
        last = newest.get((feed, report.component))
        if last is None or last.place <= _place(now, report, last.as_heard):
            left.append(report)
        else:
            replaced_at.append(last.said_at)
    if not replaced_at:
        return now
    if left:
        return replace(now, reports=tuple(left), state=stands_at(left))
    # It was replaced altogether when the last of its parts was spoken of again.
    ended_at = max(replaced_at)
    return replace(now, standing=Standing.ENDED, ended_at=ended_at, ended_by=Ending.REPLACED, promise=None)
