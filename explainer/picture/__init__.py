"""``build``: (system, sources, record, now) → ``Picture``. Pure and deterministic; no clock, no file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.derived import Record
from explainer.picture.chains import chains, links_now
from explainer.picture.constraints import constraints_now
from explainer.picture.freshness import source_now
from explainer.picture.model import (
    ComponentNow,
    DisruptionNow,
    Picture,
    SourceNow,
    Standing,
)
from explainer.picture.standing import disruption_now, gathered, in_order, shown, standing_of, worst
from explainer.picture.states import component_states
from explainer.vocabulary import BULLETIN, State

if TYPE_CHECKING:
    from explainer.disruption import Disruption
    from explainer.sources import Source
    from explainer.system import System

__all__ = ["build"]


def build(
    system: System, sources: tuple[Source, ...], record: Record, now: datetime, exercise: bool = False
) -> Picture:
    """Everything the site says at ``now``. Records of feeds that are no longer declared are not shown."""
    held = _shown(sources, record, exercise)
    declared = {source.id: source for source in sources}
    standings = {key: standing_of(record.held[key], declared[d.origin.feed], now) for key, d in held.items()}
    now_of = _sources(sources, record, now, standings, exercise)
    disruptions = _disruptions(record, held, now_of, standings, now)
    components = component_states(system, disruptions, now_of)
    by_id = {c.id: c for c in components}
    found = chains(system, by_id)
    lead = _lead(disruptions)
    state, since = _overall(lead, components)
    symptom = lead.disruption.symptom if lead else ""
    checked = max((s.last_good for s in now_of.values() if s.last_good), default=None)
    return Picture(
        now=now,
        exercise=exercise,
        state=state,
        since=since,
        lead=lead.id if lead else "",
        written_at=lead.written_at if lead else checked,
        checked_at=checked,
        next_word=_next_word(lead, now_of),
        components=components,
        disruptions=disruptions,
        chains=found,
        links=links_now(system, by_id, found, symptom or _worst_symptom(system, by_id)),
        sources=tuple(now_of.values()),
        constraints=constraints_now(disruptions, system, now),
    )


def _shown(sources: tuple[Source, ...], record: Record, exercise: bool) -> dict[str, Disruption]:
    declared = {source.id for source in sources}
    return {
        key: held.latest
        for key, held in record.held.items()
        if held.latest.origin.feed in declared and shown(held.latest, exercise)
    }


def _sources(
    sources: tuple[Source, ...],
    record: Record,
    now: datetime,
    standings: Mapping[str, Standing],
    exercise: bool,
) -> dict[str, SourceNow]:
    current: dict[str, list[str]] = {source.id: [] for source in sources}
    for key, standing in standings.items():
        if standing is Standing.CURRENT:
            current[record.held[key].latest.origin.feed].append(key)
    hidden: dict[str, int] = {}
    for item in record.held.values():
        if not shown(item.latest, exercise) and not item.latest.status.over:
            feed = item.latest.origin.feed
            hidden[feed] = hidden.get(feed, 0) + 1
    return {
        source.id: source_now(source, record, now, tuple(sorted(current[source.id])), hidden.get(source.id, 0))
        for source in sources
    }


def _disruptions(
    record: Record,
    held: Mapping[str, Disruption],
    sources: Mapping[str, SourceNow],
    standings: Mapping[str, Standing],
    now: datetime,
) -> tuple[DisruptionNow, ...]:
    found = {
        key: disruption_now(record.held[key], sources[disruption.origin.feed], standings[key], now)
        for key, disruption in held.items()
    }
    return in_order(gathered(found, {key: d.origin.feed for key, d in held.items()}).values())


def _lead(disruptions: tuple[DisruptionNow, ...]) -> DisruptionNow | None:
    """The disruption the sign speaks of: the first current one that is not normal, else a bulletin of ours."""
    current = [
        disruption
        for disruption in disruptions
        if disruption.standing is Standing.CURRENT and disruption.trusted and not disruption.gathered_by
    ]
    disturbed = [d for d in current if d.state not in (None, State.NORMAL)]
    ours = [d for d in current if d.disruption.origin.format == BULLETIN]
    return next(iter(disturbed or ours), None)


def _overall(lead: DisruptionNow | None, components: tuple[ComponentNow, ...]) -> tuple[State, datetime | None]:
    """The lead's state for its own symptom, or the worst of what is reported; never normal while blind."""
    if lead is not None:
        reports = lead.disruption.reports
        main = [report for report in reports if report.component == lead.disruption.symptom]
        state = worst(report.state for report in main or reports) or State.WATCH
        if state is not State.NORMAL:
            return state, main[0].since if main and main[0].since else lead.since
    states = [c.state for c in components if c.state is not None]
    if not states:
        return State.UNKNOWN, None
    for state in (State.STOPPED, State.SLOWED, State.UNKNOWN, State.WATCH):
        if state in states:
            return state, max((c.since for c in components if c.state is state and c.since), default=None)
    return State.NORMAL, None


def _worst_symptom(system: System, components: Mapping[str, ComponentNow]) -> str:
    order = list(State)
    ranked = [
        (order.index(s.state), i, s.id) for i, s in enumerate(components[c.id] for c in system.symptoms) if s.state
    ]
    return min(ranked)[2] if ranked else ""


def _next_word(lead: DisruptionNow | None, sources: Mapping[str, SourceNow]) -> datetime | None:
    """When the reader is promised more: the lead's next update, else before the first fresh source goes stale.

    Until then every answer counts; after it, a page that nobody wrote anew must not be trusted.
    """
    if lead is not None and lead.disruption.next_update is not None:
        return lead.disruption.next_update
    stale = [s.last_good + s.source.stale_after for s in sources.values() if s.trusted and s.last_good]
    return min(stale, default=None)
