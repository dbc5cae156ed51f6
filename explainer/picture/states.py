"""The state of every component, and what that state rests on.

Reported states come from current disruptions of trusted sources, as long as their words are not too old. Without one a
component is normal only while a machine that watches it answers, or a person vouches for it. What was reported and is
outdated is unknown, and so is a component whose watching sources are all silent, at which nobody looked, or which a
message may be about that we did not understand. ``watch`` is inferred one link away from a disturbed component, and
says so. What nobody watches and nobody reports has no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from explainer.model.system import Component, System, SystemLink
from explainer.model.vocabulary import State
from explainer.model.watch import Look
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
    Voice,
)
from explainer.picture.sources import SourceNow
from explainer.picture.vouching import Vouching


def component_states(
    system: System,
    disruptions: Iterable[DisruptionNow],
    sources: Mapping[str, SourceNow],
    unplaced: Iterable[Unplaced],
    vouching: Vouching,
) -> tuple[ComponentNow, ...]:
    """Every component at the moment of the sources and of ``vouching``, in the system's order."""
    disruptions = tuple(disruptions)
    reports, over = _reports(disruptions, Standing.CURRENT), _reports(disruptions, Standing.ENDED)
    doubts: dict[str, list[Unplaced]] = {}
    for message in unplaced:
        for part in message.parts:
            doubts.setdefault(part, []).append(message)
    world = World(system, sources, vouching)
    watched = {
        c.id: _doubted(_before_inference(c, reports.get(c.id, ()), world), doubts.get(c.id, ()), sources)
        for c in system.components
    }
    inferred = (_inferred(watched, component, system) for component in system.components)
    return tuple(_with_voices(here, reports.get(here.id, ()), over.get(here.id, ()), world) for here in inferred)


Said = tuple[ReportNow, DisruptionNow]


class World(NamedTuple):
    """What every component is judged by: the operation, its sources as they are now, and who vouches."""

    system: System
    sources: Mapping[str, SourceNow]
    vouching: Vouching


def _reports(disruptions: Iterable[DisruptionNow], standing: Standing) -> dict[str, list[Said]]:
    """The reports of the disruptions of one standing, by component."""
    found: dict[str, list[Said]] = {}
    for disruption in disruptions:
        if disruption.standing is standing:
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
    counting = [(report, disruption) for report, disruption in reports if disruption.counts]
    if counting:
        return _reported(component, counting, world)
    machines = [watcher for watcher in watchers if not watcher.source.is_of_bulletins]
    outdated = [(report, disruption) for report, disruption in reports if disruption.trusted]
    look = world.vouching.holding(component.id, _trouble_at(reports))
    if any(machine.trusted for machine in machines):
        return _nothing_reported(component, machines, outdated, look)
    if look is not None:
        return _vouched(component, look, reports, world.system)
    if outdated:
        # Whoever said that something is wrong, and no more, has not said that it is over.
        return _outdated(component, outdated, world)
    asked = [watcher for watcher in watchers if not watcher.trusted]
    if machines or reports or (asked and len(asked) == len(watchers)):
        return _silent(component, asked, [disruption for _, disruption in reports], world.sources)
    return _not_looked_at(component, world.vouching.last(component.id), bool(watchers), world.system)


def _trouble_at(reports: Iterable[Said]) -> datetime | None:
    """When trouble was last said of a component, be it by a source that is silent now or in words that are too old."""
    return max((report.said_at for report, _ in reports if report.state.off), default=None)


def _nothing_reported(
    component: Component, machines: Iterable[SourceNow], outdated: Iterable[Said], look: Look | None
) -> ComponentNow:
    answering = [machine for machine in machines if machine.trusted]
    newest = max(answering, key=lambda m: (m.last_good, m.source.id))
    ends = [machine.good_until for machine in answering if machine.good_until is not None]
    return ComponentNow(
        component=component,
        state=State.NORMAL,
        basis=Basis.NOTHING_REPORTED,
        by=newest.source.publisher,
        at=newest.last_good,
        disruptions=_named(outdated),
        look=look,
        good_until=max([*ends, *([look.until] if look else ())], default=None),
    )


def _vouched(component: Component, look: Look, reports: Iterable[Said], system: System) -> ComponentNow:
    return ComponentNow(
        component=component,
        state=State.NORMAL,
        basis=Basis.VOUCHED,
        by=system.party_name(look.by),
        at=look.at,
        disruptions=_named(reports),
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


def _named(said: Iterable[Said]) -> tuple[str, ...]:
    """The ids of the disruptions that say something, in their order."""
    return tuple(dict.fromkeys(disruption.id for _, disruption in said))


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
    ranked = sorted(reports, key=_worst_first)
    said, disruption = ranked[0]
    return ComponentNow(
        component=component,
        state=said.state,
        basis=Basis.REPORTED,
        start=_start(said, disruption),
        says=said.report.says,
        by=_speaker(said, disruption, world),
        at=said.said_at,
        report=said.report,
        disruptions=_named(ranked),
        caused_by=tuple(dict.fromkeys(cause for r, _ in ranked if r.state.off for cause in r.report.caused_by)),
        aged=disruption.aged,
        good_until=disruption.outdated_at or world.sources[disruption.disruption.origin.feed].good_until,
    )


def _with_voices(here: ComponentNow, reports: Iterable[Said], over: Iterable[Said], world: World) -> ComponentNow:
    """A part of which somebody reports, with what each side says where they do not agree."""
    if here.basis is not Basis.REPORTED:
        return here
    counting = sorted((said for said in reports if said[1].counts), key=_worst_first)
    return replace(here, conflict=voices(counting, over, world.sources, _seen_well(here, counting, world)))


def _seen_well(here: ComponentNow, counting: Iterable[Said], world: World) -> tuple[Voice, ...]:
    """Whoever looked at a part after all trouble was told of it, and found it as usual."""
    look = world.vouching.holding(here.id, _trouble_at(counting))
    if look is None:
        return ()
    return (Voice(world.system.party_name(look.by), State.NORMAL, look.at, look.note),)


def _outdated(component: Component, reports: list[Said], world: World) -> ComponentNow:
    """Unknown since the last word on it stopped counting; that word, or the worst of several, is there to be quoted."""
    ranked = sorted(reports, key=_last_to_count)
    said, disruption = ranked[0]
    return ComponentNow(
        component=component,
        state=State.UNKNOWN,
        basis=Basis.OUTDATED,
        start=Start(since=disruption.outdated_at),
        by=_speaker(said, disruption, world),
        at=said.said_at,
        report=said.report,
        disruptions=_named(ranked),
        aged=True,
    )


def _last_to_count(said: Said) -> tuple[object, ...]:
    until = said[1].outdated_at
    return (-until.timestamp() if until else 0.0, *_worst_first(said))


def _worst_first(said: Said) -> tuple[object, ...]:
    report, disruption = said
    return (RANK[report.state], not disruption.ours, -report.said_at.timestamp(), disruption.id)


def _speaker(said: ReportNow, disruption: DisruptionNow, world: World) -> str:
    """Who said it: the party that the report names, if it may be believed to; else the publisher."""
    if disruption.credits(said.report.by):
        return world.system.party_name(said.report.by)
    return world.sources[disruption.disruption.origin.feed].source.publisher


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
