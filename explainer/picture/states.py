"""The state of every component, and what that state rests on.

Reported states come from current disruptions of trusted sources. Without a report a component is normal only while
a machine that watches it answers, or a person vouches for it. One whose watching sources are all silent is unknown,
and so is one at which nobody looked, or which a message may be about that we did not understand. ``watch`` is inferred
one link away from a disturbed component, and says so. What nobody watches and nobody reports has no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from explainer.model.system import Component, System, SystemLink
from explainer.model.vocabulary import State
from explainer.model.watch import Look
from explainer.picture.model import (
    Basis,
    ComponentNow,
    DisruptionNow,
    ReportNow,
    SourceNow,
    Standing,
    Start,
    Unplaced,
    Voice,
)
from explainer.picture.reports import RANK
from explainer.picture.vouching import Vouching


def component_states(
    system: System,
    disruptions: Iterable[DisruptionNow],
    sources: Mapping[str, SourceNow],
    unplaced: Iterable[Unplaced],
    vouching: Vouching,
) -> tuple[ComponentNow, ...]:
    """Every component at the moment of the sources and of ``vouching``, in the system's order."""
    reports = _reports(disruptions)
    doubts: dict[str, list[Unplaced]] = {}
    for message in unplaced:
        for part in message.parts:
            doubts.setdefault(part, []).append(message)
    world = World(system, sources, vouching)
    watched = {
        c.id: _doubted(_before_inference(c, reports.get(c.id, ()), world), doubts.get(c.id, ()), sources)
        for c in system.components
    }
    return tuple(_inferred(watched, component, system) for component in system.components)


Said = tuple[ReportNow, DisruptionNow]


class World(NamedTuple):
    """What every component is judged by: the operation, its sources as they are now, and who vouches."""

    system: System
    sources: Mapping[str, SourceNow]
    vouching: Vouching


def _reports(disruptions: Iterable[DisruptionNow]) -> dict[str, list[Said]]:
    """The reports of current disruptions by component."""
    found: dict[str, list[Said]] = {}
    for disruption in disruptions:
        if disruption.standing is Standing.CURRENT:
            for report in disruption.reports:
                found.setdefault(report.component, []).append((report, disruption))
    return found


def _before_inference(component: Component, reports: Sequence[Said], world: World) -> ComponentNow:
    watchers = [world.sources[feed] for feed in component.watched_by if feed in world.sources]
    here = _known(component, reports, watchers, world)
    silent = here.silent or tuple(watcher.source.id for watcher in watchers if not watcher.trusted)
    return replace(here, silent=silent, look=here.look or world.vouching.last(component.id))


def _known(component: Component, reports: Sequence[Said], watchers: Sequence[SourceNow], world: World) -> ComponentNow:
    """What is known of a component, from the best ground that there is."""
    trusted = [(report, disruption) for report, disruption in reports if disruption.trusted]
    if trusted:
        return _reported(component, trusted, world)
    machines = [watcher for watcher in watchers if not watcher.source.is_of_bulletins]
    if any(machine.trusted for machine in machines):
        return _nothing_reported(component, machines)
    doubtful = [disruption for _, disruption in reports]
    look = world.vouching.holding(component.id, _trouble_at(reports))
    if look is not None:
        return _vouched(component, look, doubtful, world.system)
    asked = [watcher for watcher in watchers if not watcher.trusted]
    if machines or doubtful or (asked and len(asked) == len(watchers)):
        return _silent(component, asked, doubtful, world.sources)
    return _not_looked_at(component, world.vouching.last(component.id), bool(watchers), world.system)


def _trouble_at(reports: Iterable[Said]) -> datetime | None:
    """When trouble was last said of a component, be it by a source that is silent now."""
    return max((report.said_at for report, _ in reports if report.state.off), default=None)


def _nothing_reported(component: Component, machines: Iterable[SourceNow]) -> ComponentNow:
    newest = max((m for m in machines if m.trusted), key=lambda m: (m.last_good, m.source.id))
    return ComponentNow(
        component=component,
        state=State.NORMAL,
        basis=Basis.NOTHING_REPORTED,
        by=newest.source.publisher,
        at=newest.last_good,
    )


def _vouched(component: Component, look: Look, doubtful: Iterable[DisruptionNow], system: System) -> ComponentNow:
    return ComponentNow(
        component=component,
        state=State.NORMAL,
        basis=Basis.VOUCHED,
        by=system.party_name(look.by),
        at=look.at,
        disruptions=tuple(dict.fromkeys(d.id for d in doubtful)),
        look=look,
        good_until=look.until,
    )


def _not_looked_at(component: Component, last: Look | None, is_watched: bool, system: System) -> ComponentNow:
    """Unknown since the last look ended, if there was one; without a state where nobody is to look at all."""
    if last is None:
        state, basis = (State.UNKNOWN, Basis.NOBODY_LOOKED) if is_watched else (None, Basis.UNWATCHED)
        return ComponentNow(component=component, state=state, basis=basis)
    return ComponentNow(
        component=component,
        state=State.UNKNOWN,
        basis=Basis.NOBODY_LOOKED,
        start=Start(since=last.until),
        by=system.party_name(last.by),
        at=last.at,
    )


def _doubted(here: ComponentNow, doubts: Sequence[Unplaced], sources: Mapping[str, SourceNow]) -> ComponentNow:
    """What is well as far as we know is unknown while a message that was not understood may be about it.

    What somebody reports to be worse stays as reported.
    """
    if not doubts:
        return here
    if here.state not in (State.NORMAL, None) and here.basis is not Basis.NOBODY_LOOKED:
        return replace(here, unplaced=tuple(doubts))
    return ComponentNow(
        component=here.component,
        state=State.UNKNOWN,
        basis=Basis.NOT_UNDERSTOOD,
        by=", ".join(dict.fromkeys(sources[doubt.feed].source.publisher for doubt in doubts)),
        disruptions=tuple(dict.fromkeys([*here.disruptions, *(d.disruption for d in doubts if d.disruption)])),
        silent=here.silent,
        unplaced=tuple(doubts),
        look=here.look,
    )


def _reported(component: Component, reports: list[Said], world: World) -> ComponentNow:
    """The worst report counts; among equals our own bulletin's, then the newest, so that words are best."""

    def rank(said: Said) -> tuple[object, ...]:
        report, disruption = said
        return (RANK[report.state], not disruption.ours, -report.said_at.timestamp(), disruption.id)

    ranked = sorted(reports, key=rank)
    said, disruption = ranked[0]
    report = said.report
    publisher = world.sources[disruption.disruption.origin.feed].source.publisher
    return ComponentNow(
        component=component,
        state=said.state,
        basis=Basis.REPORTED,
        start=_start(said, disruption),
        says=report.says,
        by=world.system.party_name(report.by) if disruption.credits(report.by) else publisher,
        at=said.said_at,
        report=report,
        disruptions=tuple(dict.fromkeys(d.id for _, d in ranked)),
        conflict=_conflict(ranked, world),
        caused_by=tuple(dict.fromkeys(cause for r, _ in ranked if r.state.off for cause in r.report.caused_by)),
    )


def _conflict(ranked: Sequence[Said], world: World) -> tuple[Voice, ...]:
    """What each source says of a part, worst first, where one says that it is disturbed and another that it is not."""
    said: dict[str, State] = {}
    for report, disruption in ranked:
        said.setdefault(disruption.disruption.origin.feed, report.state)
    voices = [Voice(world.sources[feed].source.publisher, state) for feed, state in said.items()]
    voices += _seen_well(ranked[0][0], world)
    states = [voice.state for voice in voices]
    return tuple(voices) if State.NORMAL in states and any(state.disturbed for state in states) else ()


def _seen_well(worst: ReportNow, world: World) -> list[Voice]:
    """Whoever looked at a part after the worst was said of it, and found it as usual."""
    look = world.vouching.holding(worst.component, worst.said_at)
    return [Voice(world.system.party_name(look.by), State.NORMAL)] if look is not None else []


def _start(said: ReportNow, disruption: DisruptionNow) -> Start:
    """Since when a reported state holds; what is normal is only said to be so since a stated time."""
    if said.state is State.NORMAL:
        return Start(since=said.since if said.report.since is not None else None)
    return disruption.start._replace(since=said.since or disruption.since)


def _silent(
    component: Component,
    watchers: Sequence[SourceNow],
    doubtful: Sequence[DisruptionNow],
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


_GUESSED = (Basis.NOTHING_REPORTED, Basis.UNWATCHED, Basis.VOUCHED, Basis.NOBODY_LOOKED)
"""The grounds on which it may be that trouble one link up has not been noticed yet."""


def _inferred(watched: Mapping[str, ComponentNow], component: Component, system: System) -> ComponentNow:
    """``watch`` where nobody reports anything and a component one link up is disturbed.

    Who looked when it was disturbed already, and found this one as usual, knew of it.
    """
    here = watched[component.id]
    if here.basis not in _GUESSED:
        return here
    into = system.into[component.id]
    disturbed = [
        link
        for link in into
        if watched[link.source].is_disturbed and not here.was_looked_at_since(watched[link.source])
    ]
    if not disturbed:
        return here
    link = min(disturbed, key=lambda link: _rank(link, watched))
    cause = watched[link.source]
    return replace(here, state=State.WATCH, basis=Basis.INFERRED, via=link, start=cause.start, says=link.because)


def _rank(link: SystemLink, watched: Mapping[str, ComponentNow]) -> tuple[object, ...]:
    cause = watched[link.source]
    state = RANK[cause.state] if cause.state else len(RANK)
    since: datetime | None = cause.since
    return (state, since.timestamp() if since else float("inf"), link.source)
