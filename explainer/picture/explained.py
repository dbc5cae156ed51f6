"""Why, of one disruption: the parts from where it starts to what it is about, and what follows beside them.

Only declared links are ever walked. The parts are all that lie on the surest paths between root and end, so that an
intermediate cause is not skipped because a shorter way exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from explainer.model.account import StatedCause
from explainer.model.system import System
from explainer.model.vocabulary import Kind, State
from explainer.picture.chains import reach
from explainer.picture.model import Chain, DisruptionNow, Pair, Picture, Standing, Step, Sure

_ORDER = list(Sure)
Edges = Mapping[Pair, Sure]


class Explained(NamedTuple):
    """Why, of one disruption.

    ``cause`` is what its publisher states, and may be that it is not known. ``path`` leads from the root to what the
    disruption is about, and is empty where nothing explains it. ``after`` is what it reports beside the path that
    follows from it, surest first, what is still being checked last.
    """

    cause: StatedCause | None = None
    path: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()


def explained(picture: Picture, system: System, now: DisruptionNow) -> Explained:
    """Why, of ``now``: along what the picture knows while it is current, and else along what it states itself."""
    edges = _edges(picture, system, now)
    path, along = _path(picture, now, edges)
    if len(path) < 2:
        return Explained(now.disruption.account.cause)
    steps = tuple(_step(system, along, component, path if index else ()) for index, component in enumerate(path))
    return Explained(now.disruption.account.cause, steps, _after(system, now, path, along))


def _step(system: System, edges: Edges, component: str, causes: Iterable[str]) -> Step:
    """A part, and the surest link that leads into it from ``causes``."""
    links = [link for link in system.into[component] if link.source in causes and (link.source, component) in edges]
    best = min(links, key=lambda link: _ORDER.index(edges[link.source, component]), default=None)
    return Step(component=component, link=best, sure=edges[best.source, component] if best else Sure.KNOWN)


def _edges(picture: Picture, system: System, now: DisruptionNow) -> dict[Pair, Sure]:
    """Links that carry the trouble: the picture's while current, and what this disruption states itself."""
    edges: dict[Pair, Sure] = {}
    if now.standing is Standing.CURRENT:
        edges = {pair: link.sure for pair, link in picture.link.items() if link.sure is not None}
    declared = {(link.source, link.target) for link in system.links}
    stated = [(cause, r.component) for r in now.reports if r.state.off for cause in r.report.caused_by]
    return edges | {pair: Sure.KNOWN for pair in stated if pair in declared}


def _path(picture: Picture, now: DisruptionNow, edges: Edges) -> tuple[list[str], Edges]:
    """Parts from root to end in causal order, and the links between them with their certainty."""
    root, end = _ends(picture, now, edges)
    if not root or root == end:
        return [], edges
    for level in (Sure.KNOWN, Sure.LIKELY):
        sure = {edge: how for edge, how in edges.items() if _ORDER.index(how) <= _ORDER.index(level)}
        within = reach(root, sure) & _above(end, sure)
        if root in within and end in within:
            return _in_order(root, within, sure), edges
    return _guessed(now, [c for c in picture.chains_to(end) if c.root == root], edges)


def _guessed(now: DisruptionNow, chains: list[Chain], edges: Edges) -> tuple[list[str], Edges]:
    """The picture's chain of guesses, where what is reported here lies on it."""
    reported = {report.component for report in now.reports}
    path = [step.component for step in chains[0].steps] if chains and now.standing is Standing.CURRENT else []
    if not reported & set(path):
        return [], edges
    guessed = {(step.link.source, step.link.target): step.sure for step in chains[0].steps if step.link}
    return path, {**guessed, **edges}


def _ends(picture: Picture, now: DisruptionNow, edges: Edges) -> tuple[str, str]:
    """Where the explanation starts and ends: the stated cause, or a root of the picture; what it is about."""
    disruption = now.disruption
    bad = [report for report in now.reports if report.state is not State.NORMAL]
    worst = min(bad, key=lambda report: list(State).index(report.state), default=None)
    end = disruption.account.symptom or (worst.component if worst else "")
    stated = disruption.account.cause.component if disruption.account.cause else None
    above = _above(end, edges)
    if stated and stated in above:
        return stated, end
    roots = [chain.root for chain in picture.chains if chain.root in above - {end}]
    causes = [cause for report in bad for cause in report.report.caused_by if cause in above - {end}]
    guesses = [chain.root for chain in picture.chains_to(end)]
    return next(iter(roots or causes or guesses), ""), end


def _above(end: str, edges: Iterable[Pair]) -> set[str]:
    return reach(end, ((target, source) for source, target in edges))


def _in_order(root: str, within: set[str], edges: Edges) -> list[str]:
    """Causes before effects; a loop is broken where the walk from the root meets itself."""
    done: list[str] = []
    seen: set[str] = set()

    def visit(component: str) -> None:
        seen.add(component)
        for target in sorted(target for source, target in edges if source == component and target in within):
            if target not in seen:
                visit(target)
        done.append(component)

    visit(root)
    return done[::-1]


def _after(system: System, now: DisruptionNow, path: list[str], edges: Edges) -> tuple[Step, ...]:
    """What follows beside the path: the parts this disruption reports, those with a headline of their own if any."""
    bad = {r.component: r.report for r in now.reports if r.state.off}
    beside = {component: report for component, report in bad.items() if component not in path}
    wanted = {component: report for component, report in beside.items() if report.headline} or beside
    found: list[Step] = []
    reached = path[1:]
    for here in reached:  # grows while it is walked
        for link in system.out_of[here]:
            sure = edges.get((here, link.target))
            if sure is None or link.target not in wanted or link.target in reached:
                continue
            if system.by_id[link.target].kind is not Kind.SYMPTOM:
                reached.append(link.target)
                found.append(Step(component=link.target, link=link, sure=sure))
    return tuple(sorted(found, key=lambda s: (bool(wanted[s.component].checking_by), _ORDER.index(s.sure))))
