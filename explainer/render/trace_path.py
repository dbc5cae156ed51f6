"""The walk backwards from a symptom: what lies on its chain, what it rests on, what else it may be.

Every cause here follows a declared link. Nothing is ever concluded from what happened first.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from explainer.model.vocabulary import Nature, State
from explainer.picture.model import Basis, Chain, ComponentNow, ConstraintNow, Sure
from explainer.render.component import is_off, surety
from explainer.render.view import View

if TYPE_CHECKING:
    from explainer.declarations.system import SystemLink

_WORTH = {Sure.KNOWN: 0, Sure.LIKELY: 1, Sure.MAY_FOLLOW: 2}


class Stop(NamedTuple):
    """A component on the way back from the symptom: the link from it towards the symptom, and how sure."""

    component: str
    link: SystemLink
    sure: Sure


class Trace(NamedTuple):
    """All that a trace page says of one symptom, before any words."""

    symptom: ComponentNow
    steps: tuple[Stop, ...]
    roots: tuple[Stop, ...]
    others: tuple[Stop, ...]
    loops: dict[str, tuple[SystemLink, ...]]
    ruled_out: tuple[ComponentNow, ...]
    cannot_tell: tuple[ComponentNow, ...]
    cut_off: tuple[ComponentNow, ...]


def trace_of(view: View, symptom: str) -> Trace:
    """Walk back from ``symptom`` along links that carry trouble now, each component once."""
    chain = next(iter(view.picture.chains_to(symptom)), None)
    on_chain = _along(chain)
    roots = _roots(view, symptom, on_chain)
    rooted = {stop.component for stop in roots}
    steps = tuple(stop for stop in on_chain if stop.component not in rooted)
    known = {symptom, *rooted, *(stop.component for stop in steps)}
    reached, loops = _walk_back(view, symptom)
    others = tuple(
        stop for stop in reached if stop.component not in known and _is_told(view.picture.component[stop.component])
    )
    said = known | {stop.component for stop in others}
    above = view.system.upstream(symptom)
    rest = [now for now in view.picture.components if now.id in above and now.id not in said]
    return Trace(
        symptom=view.picture.component[symptom],
        steps=steps,
        roots=roots,
        others=others,
        loops=loops,
        ruled_out=tuple(now for now in rest if now.state is State.NORMAL),
        cannot_tell=tuple(now for now in rest if now.state in (State.UNKNOWN, None) or _is_guess(now)),
        cut_off=tuple(now for now in rest if _is_told(now)),
    )


def _is_guess(now: ComponentNow) -> bool:
    return now.basis is Basis.INFERRED


def _is_told(now: ComponentNow) -> bool:
    """Whether somebody says that the component is not normal."""
    return is_off(now) and not _is_guess(now)


def _along(chain: Chain | None) -> list[Stop]:
    """The chain from the symptom's side, the symptom itself left out."""
    if chain is None:
        return []
    return [
        Stop(component=step.link.source, link=step.link, sure=step.sure)
        for step in reversed(chain.steps)
        if step.link is not None
    ]


def _roots(view: View, symptom: str, chain: list[Stop]) -> tuple[Stop, ...]:
    """What the chain ends in.

    These are its parts that are a kind of cause, what publishers state as causes of its parts, and the built
    limits of a part that has a limit in numbers.
    """
    found: dict[str, Stop] = {s.component: s for s in chain if _nature(view, s.component)}
    todo = [symptom, *(stop.component for stop in chain)] if chain else []
    seen = set(todo)
    while todo:
        here = todo.pop()
        for link in view.system.into[here]:
            sure = surety(view, link)
            nature = _nature(view, link.source)
            stated = sure is Sure.KNOWN
            built = nature is Nature.LIMIT and limit_of(view, here) is not None
            if not (stated or built):
                continue
            if nature and link.source != symptom:
                found.setdefault(link.source, Stop(component=link.source, link=link, sure=sure or Sure.KNOWN))
            if stated and link.source not in seen:
                seen.add(link.source)
                todo.append(link.source)
    order = list(Nature)
    place = list(view.system.by_id)
    return tuple(
        sorted(found.values(), key=lambda s: (order.index(_kind(view, s.component)), place.index(s.component)))
    )


def _nature(view: View, component: str) -> Nature | None:
    return view.system.by_id[component].nature


def _kind(view: View, component: str) -> Nature:
    return _nature(view, component) or Nature.FAILURE


def limit_of(view: View, component: str) -> ConstraintNow | None:
    """The limit in numbers at a component, when it is passed."""
    return view.picture.passed.get(component)


def _walk_back(view: View, symptom: str) -> tuple[list[Stop], dict[str, tuple[SystemLink, ...]]]:
    """Everything that trouble may come from, surest and nearest first, and where the walk closes a loop."""
    best: dict[str, Stop] = {}
    loops: dict[str, tuple[SystemLink, ...]] = {}
    queue: list[tuple[int, int, str]] = [(0, 0, symptom)]
    done: list[str] = []
    while queue:
        worth, steps, here = heappop(queue)
        if here in done:
            continue
        done.append(here)
        before = _before(here, best)
        for link in view.system.into[here]:
            sure = _carries(view, link, symptom)
            if sure is None:
                continue
            if link.source in before:
                loops[here] = (*loops.get(here, ()), link)
            elif link.source not in done:
                reached = max(worth, _WORTH[sure])
                rival = best.get(link.source)
                if rival is None or reached < _WORTH[rival.sure]:
                    best[link.source] = Stop(link.source, link, _sure(reached))
                    heappush(queue, (reached, steps + 1, link.source))
    return [best[component] for component in done if component in best], loops


def _carries(view: View, link: SystemLink, symptom: str) -> Sure | None:
    """As :func:`surety`; but whoever asks has the problem, even where the symptom is reported normal."""
    sure = surety(view, link)
    source = view.picture.component[link.source]
    if sure is None and link.target == symptom and is_off(source) and source.basis is Basis.REPORTED:
        return Sure.MAY_FOLLOW
    return sure


def _before(here: str, best: dict[str, Stop]) -> set[str]:
    """The components the walk passed between the symptom and ``here``, the symptom left out."""
    passed: set[str] = set()
    while here in best and (here := best[here].link.target) in best:
        passed.add(here)
    return passed


def _sure(worth: int) -> Sure:
    return next(sure for sure, value in _WORTH.items() if value == worth)


def is_blind(trace: Trace) -> bool:
    """Whether something that could be the cause cannot be seen."""
    return any(now.basis in (Basis.SILENT, Basis.NOT_UNDERSTOOD) for now in trace.cannot_tell)
