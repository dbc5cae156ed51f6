"""Which reports count: those of parts that the operation has, until a later message replaces them.

A feed of dated notes never takes one back, so there the newest message on a part replaces the others. One of
whose reports none is left is no longer current: an all-clear lifts what it answers, on every page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.derived import is_of_notes
from explainer.picture.model import DisruptionNow, Ending, ReportNow, Standing
from explainer.vocabulary import State, Status

if TYPE_CHECKING:
    from explainer.disruption import Disruption
    from explainer.sources import Source


def worst(states: Iterable[State]) -> State | None:
    """The worst of some states, or None of none."""
    return min(states, key=list(State).index, default=None)


def reports_of(disruption: Disruption, written_at: datetime, known: Collection[str]) -> tuple[ReportNow, ...]:
    """What a disruption says of the components in ``known``."""
    return tuple(
        ReportNow(report=report, state=report.state, said_at=report.at or written_at)
        for report in disruption.reports
        if report.component in known
    )


def without_replaced(
    disruptions: Mapping[str, DisruptionNow], sources: Mapping[str, Source]
) -> dict[str, DisruptionNow]:
    """The disruptions without the reports that later messages of their feed of notes have replaced."""
    newest = _newest(disruptions.values(), sources)
    return {key: _left(now, newest) for key, now in disruptions.items()}


Newest = Mapping[tuple[str, str], datetime]
"""By feed of notes and component, when the newest message on it was said."""


def _newest(disruptions: Iterable[DisruptionNow], sources: Mapping[str, Source]) -> dict[tuple[str, str], datetime]:
    found: dict[tuple[str, str], datetime] = {}
    for now in disruptions:
        feed = now.disruption.origin.feed
        if is_of_notes(sources[feed]):
            for report in now.reports:
                if _speaks(now, report):
                    key = feed, report.component
                    found[key] = max(found.get(key, report.said_at), report.said_at)
    return found


def _speaks(now: DisruptionNow, report: ReportNow) -> bool:
    """Whether a message can replace others: while it holds, or as the all-clear that closes its matter at once."""
    if now.standing is Standing.CURRENT:
        return True
    resolved = now.standing is Standing.ENDED and now.disruption.status is Status.RESOLVED
    return resolved and now.ended_by is Ending.STATED and report.state is State.NORMAL


def _left(now: DisruptionNow, newest: Newest) -> DisruptionNow:
    if now.standing is not Standing.CURRENT or not now.reports:
        return now
    feed = now.disruption.origin.feed
    later = [newest.get((feed, report.component), report.said_at) for report in now.reports]
    left = tuple(r for r, at in zip(now.reports, later, strict=True) if at <= r.said_at)
    if len(left) == len(now.reports):
        return now
    if left:
        return replace(now, reports=left, state=worst(r.state for r in left))
    # It was replaced altogether when the last of its parts was spoken of again.
    return replace(now, standing=Standing.ENDED, ended_at=max(later), ended_by=Ending.REPLACED, overdue_since=None)
