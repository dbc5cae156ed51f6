"""The state of every component, and what that state rests on.

Reported states come from current disruptions of trusted sources, as long as their words are not too old. What was
reported and is outdated is unknown, unless a source that no bulletin speaks for still watches it. A component whose
watching sources are all silent is unknown, never normal, and so is one that a message may be about which we did not
understand. ``watch`` is inferred one link away from a disturbed component, and says so. What nobody watches and nobody
reports has no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from explainer.model.system import Component, System, SystemLink
from explainer.model.vocabulary import State
from explainer.picture.disagreement import voices
from explainer.picture.model import (
    RANK,
    Basis,
    ComponentNow,
    DisruptionNow,
    ReportNow,
    Standing,
    Start,
    Unplaced,
)
from explainer.picture.sources import SourceNow


def component_states(
    system: System,
    disruptions: Iterable[DisruptionNow],
    sources: Mapping[str, SourceNow],
    unplaced: Iterable[Unplaced],
) -> tuple[ComponentNow, ...]:
    """Every component at the sources' moment, in the system's order."""
    disruptions = tuple(disruptions)
    reports, over = _reports(disruptions, Standing.CURRENT), _reports(disruptions, Standing.ENDED)
    doubts: dict[str, list[Unplaced]] = {}
    for message in unplaced:
        for part in message.parts:
            doubts.setdefault(part, []).append(message)
    watched = {
        c.id: _doubted(_before_inference(c, reports.get(c.id, ()), sources, system), doubts.get(c.id, ()), sources)
        for c in system.components
    }
    inferred = (_inferred(watched, component, system) for component in system.components)
    return tuple(_with_voices(here, reports.get(here.id, ()), over.get(here.id, ()), sources) for here in inferred)


Said = tuple[ReportNow, DisruptionNow]


def _reports(disruptions: Iterable[DisruptionNow], standing: Standing) -> dict[str, list[Said]]:
    """The reports of the disruptions of one standing, by component."""
    found: dict[str, list[Said]] = {}
    for disruption in disruptions:
        if disruption.standing is standing:
            for report in disruption.reports:
                found.setdefault(report.component, []).append((report, disruption))
    return found


def _before_inference(
    component: Component,
    reports: Iterable[Said],
    sources: Mapping[str, SourceNow],
    system: System,
) -> ComponentNow:
    trusted = [(report, disruption) for report, disruption in reports if disruption.counts]
    watchers = [sources[feed] for feed in component.watched_by if feed in sources]
    silent = tuple(watcher.source.id for watcher in watchers if not watcher.trusted)
    if trusted:
        return _reported(component, trusted, sources, silent, system)
    outdated = [(report, disruption) for report, disruption in reports if disruption.trusted]
    if outdated:
        # Whoever said that something is wrong, and no more, has not said that it is over.
        watchers = [watcher for watcher in watchers if not watcher.source.is_of_bulletins]
        if not any(watcher.trusted for watcher in watchers):
            return _outdated(component, outdated, sources, silent, system)
    doubtful = [disruption for _, disruption in reports]
    if not any(watcher.trusted for watcher in watchers) and (watchers or doubtful):
        return _silent(component, watchers, doubtful, sources)
    if watchers:
        newest = max((w for w in watchers if w.trusted), key=lambda w: (w.last_good, w.source.id))
        return ComponentNow(
            component=component,
            state=State.NORMAL,
            basis=Basis.NOTHING_REPORTED,
            by=newest.source.publisher,
            at=newest.last_good,
            disruptions=tuple(dict.fromkeys(disruption.id for _, disruption in outdated)),
            silent=silent,
            good_until=max((w.good_until for w in watchers if w.good_until is not None), default=None),
        )
    return ComponentNow(component=component, state=None, basis=Basis.UNWATCHED)


def _doubted(here: ComponentNow, doubts: Sequence[Unplaced], sources: Mapping[str, SourceNow]) -> ComponentNow:
    """What is well as far as we know is unknown while a message that was not understood may be about it.

    What somebody reports to be worse stays as reported.
    """
    if not doubts:
        return here
    if here.state not in (State.NORMAL, None):
        return replace(here, unplaced=tuple(doubts))
    return ComponentNow(
        component=here.component,
        state=State.UNKNOWN,
        basis=Basis.NOT_UNDERSTOOD,
        by=", ".join(dict.fromkeys(sources[doubt.feed].source.publisher for doubt in doubts)),
        disruptions=tuple(dict.fromkeys([*here.disruptions, *(d.disruption for d in doubts if d.disruption)])),
        silent=here.silent,
        unplaced=tuple(doubts),
    )


def _reported(
    component: Component,
    reports: list[Said],
    sources: Mapping[str, SourceNow],
    silent: tuple[str, ...],
    system: System,
) -> ComponentNow:
    """The worst report counts; among equals our own bulletin's, then the newest, so that words are best."""
    ranked = sorted(reports, key=_worst_first)
    said, disruption = ranked[0]
    return ComponentNow(
        component=component,
        state=said.state,
        basis=Basis.REPORTED,
        start=_start(said, disruption),
        says=said.report.says,
        by=_speaker(said, disruption, sources, system),
        at=said.said_at,
        report=said.report,
        disruptions=tuple(dict.fromkeys(d.id for _, d in ranked)),
        silent=silent,
        caused_by=tuple(dict.fromkeys(cause for r, _ in ranked if r.state.off for cause in r.report.caused_by)),
        aged=disruption.aged,
        good_until=disruption.outdated_at or sources[disruption.disruption.origin.feed].good_until,
    )


def _with_voices(
    here: ComponentNow, reports: Iterable[Said], over: Iterable[Said], sources: Mapping[str, SourceNow]
) -> ComponentNow:
    """A part of which somebody reports, with what each side says where they do not agree."""
    if here.basis is not Basis.REPORTED:
        return here
    counting = sorted((said for said in reports if said[1].counts), key=_worst_first)
    return replace(here, conflict=voices(counting, over, sources))


def _outdated(
    component: Component,
    reports: list[Said],
    sources: Mapping[str, SourceNow],
    silent: tuple[str, ...],
    system: System,
) -> ComponentNow:
    """Unknown since the last word on it stopped counting; that word, or the worst of several, is there to be quoted."""
    said, disruption = min(reports, key=_worst_first)
    return ComponentNow(
        component=component,
        state=State.UNKNOWN,
        basis=Basis.OUTDATED,
        start=Start(since=max((d.outdated_at for _, d in reports if d.outdated_at is not None), default=None)),
        by=_speaker(said, disruption, sources, system),
        at=said.said_at,
        report=said.report,
        disruptions=tuple(dict.fromkeys(d.id for _, d in sorted(reports, key=_worst_first))),
        silent=silent,
        aged=True,
    )


def _worst_first(said: Said) -> tuple[object, ...]:
    report, disruption = said
    return (RANK[report.state], not disruption.ours, -report.said_at.timestamp(), disruption.id)


def _speaker(said: ReportNow, disruption: DisruptionNow, sources: Mapping[str, SourceNow], system: System) -> str:
    """Who said it: the party that the report names, if it may be believed to; else the publisher."""
    if disruption.credits(said.report.by):
        return system.party_name(said.report.by)
    return sources[disruption.disruption.origin.feed].source.publisher


def _start(said: ReportNow, disruption: DisruptionNow) -> Start:
    """Since when a reported state holds; what is normal is only said to be so since a stated time."""
    if said.state is State.NORMAL:
        return Start(since=said.since if said.report.since is not None else None)
    return disruption.start._replace(since=said.since or disruption.since)


def _silent(
    component: Component,
    watchers: list[SourceNow],
    doubtful: list[DisruptionNow],
    sources: Mapping[str, SourceNow],
) -> ComponentNow:
    asked = watchers or [sources[d.disruption.origin.feed] for d in doubtful]
    known = [watcher.silent_since for watcher in asked if watcher.silent_since is not None]
    return ComponentNow(
        component=component,
        state=State.UNKNOWN,
        basis=Basis.SILENT,
        start=Start(since=max(known, default=None)),
        by=", ".join(dict.fromkeys(watcher.source.publisher for watcher in asked)),
        disruptions=tuple(dict.fromkeys(d.id for d in doubtful)),
        silent=tuple(watcher.source.id for watcher in asked),
    )


def _inferred(watched: Mapping[str, ComponentNow], component: Component, system: System) -> ComponentNow:
    """``watch`` where nobody reports anything and a component one link up is disturbed."""
    here = watched[component.id]
    if here.basis not in (Basis.NOTHING_REPORTED, Basis.UNWATCHED):
        return here
    disturbed = [link for link in system.into[component.id] if watched[link.source].is_disturbed]
    if not disturbed:
        return here
    link = min(disturbed, key=lambda link: _rank(link, watched))
    cause = watched[link.source]
    until = [at for at in (here.good_until, cause.good_until) if at is not None]
    return replace(
        here,
        state=State.WATCH,
        basis=Basis.INFERRED,
        via=link,
        start=cause.start,
        says=link.because,
        aged=cause.aged,
        good_until=min(until, default=None),
    )


def _rank(link: SystemLink, watched: Mapping[str, ComponentNow]) -> tuple[object, ...]:
    cause = watched[link.source]
    state = RANK[cause.state] if cause.state else len(RANK)
    since: datetime | None = cause.since
    return (state, since.timestamp() if since else float("inf"), link.source)
