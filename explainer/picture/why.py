"""Why a customer feels what they feel: the walk back from each symptom, worked out once for all who tell it.

It starts at what somebody states. Everything else behind a symptom stands apart: as a cause that is stated beside it,
as one that may be, or as none. Nothing is ever concluded from what happened first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from explainer.model.system import SystemLink
from explainer.model.vocabulary import Nature, State
from explainer.picture.causes import Cause, Chain, LinkNow, Pair, Sure, Why
from explainer.picture.chains import above
from explainer.picture.explained import cause, causes, steps, told_way
from explainer.picture.links import Facts, carries
from explainer.picture.model import ComponentNow, DisruptionNow
from explainer.picture.stated import about, causes_of, is_unknown, subject

_WORTH = {sure: worth for worth, sure in enumerate(Sure)}


class Told(NamedTuple):
    """What leads the explanation of a part: a disruption, and the way from its stated cause, or that it knows none."""

    by: DisruptionNow | None = None
    path: tuple[str, ...] = ()


def whys(facts: Facts, disruptions: Iterable[DisruptionNow]) -> dict[str, Why]:
    """Why, of every symptom."""
    known = tuple(disruptions)
    return {symptom.id: why_of(facts, symptom.id, known) for symptom in facts.system.symptoms}


def why_of(facts: Facts, symptom: str, disruptions: Iterable[DisruptionNow]) -> Why:
    """Why there is trouble at ``symptom``, of which ``disruptions`` may speak."""
    told = told_of(facts, symptom, disruptions)
    on_way = causes(facts, told.path) if told.path else ()
    roots = _roots(facts, told, on_way)
    rooted = {cause.component for cause in roots}
    before = tuple(cause for cause in on_way if cause.component not in rooted)
    known = {symptom, *rooted, *(cause.component for cause in before)}
    reached, loops = _walk_back(facts, symptom)
    others = tuple(cause for cause in reached if cause.component not in known and _is_named(facts, cause))
    said = known | {cause.component for cause in others}
    pairs = [pair for pairs in facts.into.values() for pair in pairs]
    behind = above(symptom, pairs)
    rest = [now for now in facts.components.values() if now.id in behind and now.id not in said]
    unsure = above(symptom, (pair for pair in pairs if not facts.components[pair[0]].is_known_well))
    return Why(
        symptom=symptom,
        by=told.by.id if told.by else "",
        is_unknown=told.by is not None and not told.path,
        steps=before,
        roots=roots,
        others=others,
        loops=loops,
        ruled_out=tuple(now.id for now in rest if now.is_known_well),
        unreported=tuple(now.id for now in rest if now.state is State.NORMAL and not now.is_known_well),
        cut_off=tuple(now.id for now in rest if now.is_told_off and now.id not in unsure),
        cannot_tell=tuple(now.id for now in rest if now.state is not State.NORMAL and _untold(now, unsure)),
        is_blind=any(now.state is State.UNKNOWN for now in rest),
    )


def _untold(here: ComponentNow, unsure: Collection[str]) -> bool:
    """Whether nobody can say if a part that is not normal is a cause: its state is not told, or what lies between."""
    return not here.is_told_off or here.id in unsure


def told_of(facts: Facts, symptom: str, disruptions: Iterable[DisruptionNow]) -> Told:
    """What leads at a symptom: the worst that is said of it and that states a cause, or that it is unknown."""
    told = (Told(now, told_way(facts, now, symptom)) for now in about(symptom, disruptions))
    return next((one for one in told if one.path or (one.by and is_unknown(one.by))), Told())


def chains(facts: Facts, disruptions: Sequence[DisruptionNow]) -> tuple[Chain, ...]:
    """The chain to each symptom from each cause that disruptions about it state; surest and longest first.

    There is none to a symptom of which the word that leads is that the cause is not known.
    """
    found: dict[tuple[str, ...], Chain] = {}
    for symptom in facts.system.symptoms:
        leads = told_of(facts, symptom.id, disruptions)
        for now in about(symptom.id, disruptions) if leads.path else ():
            path = told_way(facts, now, symptom.id)
            if path and path not in found:
                made = steps(facts, path)
                found[path] = Chain(root=path[0], symptom=symptom.id, steps=made, disruption=now.id)
    order = list(Sure)
    return tuple(sorted(found.values(), key=lambda c: (order.index(c.sure), -len(c.steps), c.symptom, c.root)))


def links_now(facts: Facts, told: Told) -> tuple[LinkNow, ...]:
    """Every declared link with its certainty; hot on the known way of what ``told`` explains."""
    hot = frozenset(_grounds(facts, told))
    return tuple(LinkNow(link=link, sure=facts.sure.get(pair), hot=pair in hot) for pair, link in facts.link.items())


def told_by(facts: Facts, now: DisruptionNow) -> Told:
    """What a disruption says of what it is about."""
    return Told(now, told_way(facts, now, subject(now)))


def _grounds(facts: Facts, told: Told) -> tuple[Pair, ...]:
    """The known links on a way, and those that lead from other stated causes to its parts.

    Into its end only what the same disruption states leads: others may speak of other trouble there.
    """
    if told.by is None or not told.path:
        return ()
    *before, end = told.path
    own = {*before, *causes_of(told.by, end)}
    found = [pair for pair in facts.into[end] if pair in facts.known and pair[0] in own]
    reached = list(dict.fromkeys([*(source for source, _ in found), *before]))
    for here in reached:  # grows while it is walked
        behind = [pair for pair in facts.into[here] if pair in facts.known and pair[0] != end]
        found += behind
        reached += [source for source, _ in behind if source not in reached]
    return tuple(found)


def _is_named(facts: Facts, found: Cause) -> bool:
    """Whether somebody says that the part is not normal, or that it is a cause, or it is likely to be one."""
    is_source = any(source == found.component for source, _ in facts.edges)
    return is_source or facts.components[found.component].is_told_off


def _roots(facts: Facts, told: Told, on_way: Iterable[Cause]) -> tuple[Cause, ...]:
    """What a way ends in: its parts that are a kind of cause, and such as are stated as causes of its parts."""
    found = {one.component: one for one in on_way if _nature(facts, one.component)}
    symptom = told.path[-1] if told.path else ""
    for pair in _grounds(facts, told):
        if _nature(facts, pair[0]) and pair[0] != symptom:
            found.setdefault(pair[0], cause(facts, pair))
    order, place = list(Nature), list(facts.system.by_id)
    natures = {one: _nature(facts, one) or Nature.FAILURE for one in found}
    return tuple(sorted(found.values(), key=lambda c: (order.index(natures[c.component]), place.index(c.component))))


def _nature(facts: Facts, component: str) -> Nature | None:
    return facts.components[component].component.nature


def _walk_back(facts: Facts, symptom: str) -> tuple[list[Cause], dict[str, tuple[SystemLink, ...]]]:
    """Everything that trouble may come from, surest and nearest first, and where the walk closes a loop."""
    best: dict[str, Cause] = {}
    loops: dict[str, tuple[SystemLink, ...]] = {}
    queue: list[tuple[int, int, str]] = [(0, 0, symptom)]
    done: list[str] = []
    while queue:
        worth, far, here = heappop(queue)
        if here in done:
            continue
        done.append(here)
        before = _before(here, best)
        for pair in facts.into[here]:
            sure, source = _carries(facts, pair, symptom), pair[0]
            if sure is None:
                continue
            if source in before:
                loops[here] = (*loops.get(here, ()), *filter(None, [facts.link.get(pair)]))
            elif source not in done:
                reached = max(worth, _WORTH[sure])
                rival = best.get(source)
                if rival is None or reached < _WORTH[rival.sure]:
                    best[source] = cause(facts, pair, list(Sure)[reached])
                    heappush(queue, (reached, far + 1, source))
    return [best[component] for component in done if component in best], loops


def _carries(facts: Facts, pair: Pair, symptom: str) -> Sure | None:
    """How sure trouble comes along a pair; whoever asks has the problem, even where it is reported normal."""
    sure = carries(pair, facts)
    if sure is None and pair[1] == symptom and facts.components[pair[0]].state is not State.NORMAL:
        return Sure.MAY_FOLLOW
    return sure


def _before(here: str, best: Mapping[str, Cause]) -> set[str]:
    """The components the walk passed between the symptom and ``here``, the symptom left out."""
    passed: set[str] = set()
    while here in best and (here := best[here].target) in best:
        passed.add(here)
    return passed
