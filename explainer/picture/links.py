"""How sure it is that each link carries trouble now: the one judgement that every explanation rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from explainer.model.system import System, SystemLink
from explainer.model.vocabulary import Kind, Nature, State
from explainer.picture.causes import Pair, Sure
from explainer.picture.chains import way
from explainer.picture.model import Basis, ComponentNow, ConstraintNow, DisruptionNow
from explainer.picture.stated import stated_of_disruptions, stated_of_parts


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What explanations are made of: the parts, what is stated of causes, and how sure each declared link is.

    ``stated`` holds causes before their effects, with a link between them or without: but for a cause of a whole
    disruption from which known or likely links lead to what it is about, because those tell how.
    """

    system: System
    components: Mapping[str, ComponentNow]
    stated: frozenset[Pair]
    sure: Mapping[Pair, Sure]

    @cached_property
    def link(self) -> Mapping[Pair, SystemLink]:
        """The declared links by their two ends."""
        return {(link.source, link.target): link for link in self.system.links}

    @cached_property
    def edges(self) -> Mapping[Pair, Sure]:
        """What chains may run along: the known and the likely links, and what is stated without any."""
        known = dict.fromkeys(sorted(self.stated), Sure.KNOWN)
        return {pair: how for pair, how in self.sure.items() if how is not Sure.MAY_FOLLOW} | known

    @cached_property
    def known(self) -> frozenset[Pair]:
        """What is stated, with a link or without."""
        return frozenset(pair for pair, how in self.edges.items() if how is Sure.KNOWN)

    @cached_property
    def into(self) -> Mapping[str, tuple[Pair, ...]]:
        """By part, what leads into it: every declared link, and what is stated without any."""
        found: dict[str, list[Pair]] = {part: [] for part in self.system.by_id}
        for pair in dict.fromkeys((*self.link, *sorted(self.stated))):
            found[pair[1]].append(pair)
        return {part: tuple(pairs) for part, pairs in found.items()}


def facts_now(
    system: System,
    components: Mapping[str, ComponentNow],
    passed: Mapping[str, ConstraintNow],
    disruptions: Iterable[DisruptionNow],
) -> Facts:
    """What explanations are made of now; ``passed`` are the limits in numbers that are passed, by component."""
    of_parts, of_whole = stated_of_parts(components), stated_of_disruptions(disruptions, components)
    sure = how_sure(system, components, passed, of_parts | of_whole)
    facts = Facts(system=system, components=components, stated=of_parts, sure=sure)
    linked = replace(facts, stated=of_parts | (of_whole & facts.link.keys()))
    apart = {pair for pair in of_whole - linked.stated if not way(*pair, linked.edges)}
    return replace(linked, stated=linked.stated | apart)


def how_sure(
    system: System,
    components: Mapping[str, ComponentNow],
    passed: Mapping[str, ConstraintNow],
    stated: frozenset[Pair],
) -> dict[Pair, Sure]:
    """Of every link that carries trouble now, how sure that is; the others are left out.

    *Known*: it is stated. *Likely*: there is trouble at both ends, or a limit that we built leads to what has
    ``passed`` a limit in numbers. *May follow*: only its source is reported not to be normal. There is trouble at
    what is reported slowed or stopped, and at what is stated as a cause while nobody reports that it works.
    """
    causes = {cause for cause, _ in stated if not _is_well(components[cause])}
    troubled = causes.union(now.id for now in components.values() if now.is_disturbed)
    found = {}
    for link in system.links:
        source, target = components[link.source], components[link.target]
        if (link.source, link.target) in stated:
            found[link.source, link.target] = Sure.KNOWN
        elif not _is_told_well(target, source):
            if {link.source, link.target} <= troubled or _is_built_limit(source, link.target, passed):
                found[link.source, link.target] = Sure.LIKELY
            elif source.is_told_off:
                found[link.source, link.target] = Sure.MAY_FOLLOW
    return found


def _is_told_well(target: ComponentNow, source: ComponentNow) -> bool:
    """Whether somebody who could know of the trouble at ``source`` says that ``target`` works as usual."""
    return _is_well(target) or (target.state is State.NORMAL and target.was_looked_at_since(source))


def carries(pair: Pair, facts: Facts) -> Sure | None:
    """As sure as it is, or that trouble may follow where nobody says that it does not; None where it does not.

    What works normally passes nothing on and is not reached, so what cannot be seen hides nothing behind it. Of a
    symptom it takes a report to say so: that nothing is reported of what customers feel means little.
    """
    how = facts.edges.get(pair) or facts.sure.get(pair)
    source, target = (facts.components[end] for end in pair)
    if how is not None or source.state is State.NORMAL:
        return how
    is_felt = target.component.kind is Kind.SYMPTOM and target.basis is not Basis.REPORTED
    return Sure.MAY_FOLLOW if target.state is not State.NORMAL or is_felt else None


def _is_well(now: ComponentNow) -> bool:
    return now.basis is Basis.REPORTED and now.state is State.NORMAL


def _is_built_limit(source: ComponentNow, target: str, passed: Mapping[str, ConstraintNow]) -> bool:
    """Whether a limit that we built leads to what has passed a limit in numbers."""
    return source.component.nature is Nature.LIMIT and target in passed
