"""Why, of one disruption: from the cause that it states to what it is about, and what follows beside that.

Nobody's guess starts an explanation, and nothing that merely happens upstream at the same time does: it starts at what
the disruption itself states, and is empty where that is nothing, or that the cause is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from explainer.model.account import StatedCause
from explainer.model.system import System
from explainer.model.vocabulary import Kind
from explainer.picture.causes import Cause, Pair, Step, Sure
from explainer.picture.chains import above, unfolded, way
from explainer.picture.links import Facts
from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.stated import cause_of, causes_of, counts, is_unknown, stated_by, subject

_ORDER = list(Sure)


class Explained(NamedTuple):
    """Why, of one disruption.

    ``cause`` is what its publisher states, and may be that it is not known. ``path`` leads from the stated cause to
    what the disruption is about, and is empty where nothing explains it. ``also`` are causes that it states of parts
    on the path, beside it. ``after`` is what it reports beside the path that follows from it, surest first, what is
    still being checked last.
    """

    cause: StatedCause | None = None
    path: tuple[Step, ...] = ()
    also: tuple[Cause, ...] = ()
    after: tuple[Step, ...] = ()


def explained(picture: Picture, system: System, now: DisruptionNow) -> Explained:
    """Why, of ``now``: along what is known while its word counts, and else along what it states itself."""
    facts = facts_of(picture, system) if counts(now) else _alone(picture, system, now)
    path = told_way(facts, now, subject(now))
    if not path:
        return Explained(now.disruption.account.cause)
    return Explained(
        now.disruption.account.cause, steps(facts, path), _also(facts, now, path), _after(facts, now, path)
    )


def chain(picture: Picture, system: System, now: DisruptionNow) -> tuple[str, ...]:
    """The parts from the stated cause on; that alone where nothing leads from it, and none where none is stated."""
    path = tuple(step.component for step in explained(picture, system, now).path)
    return path or tuple(filter(None, (cause_of(now),)))


def facts_of(picture: Picture, system: System) -> Facts:
    """What explanations were made of in a picture."""
    sure = {pair: link.sure for pair, link in picture.link.items() if link.sure is not None}
    return Facts(system=system, components=picture.component, stated=picture.stated, sure=sure)


def told_way(facts: Facts, now: DisruptionNow, end: str) -> tuple[str, ...]:
    """The parts from the cause that a disruption states to ``end``, one part that it is about; or nothing.

    The cause of the whole disruption leads. Where it states none, or none that leads there, what its report of ``end``
    states does, with what is known behind that.
    """
    if is_unknown(now) or not end:
        return ()
    whole = cause_of(now)
    found = way(whole, end, facts.edges) if whole and whole != end else ()
    if found:
        return found
    return next((_from_behind(facts, one, end) for one in causes_of(now, end) if (one, end) in facts.stated), ())


def steps(facts: Facts, path: Sequence[str]) -> tuple[Step, ...]:
    """The parts of a way, each with the link that leads into it."""
    pairs = pairwise(path)
    onward = (Step(component=pair[1], sure=facts.edges[pair], link=facts.link.get(pair)) for pair in pairs)
    return (Step(component=path[0], sure=Sure.KNOWN), *onward)


def causes(facts: Facts, path: Sequence[str]) -> tuple[Cause, ...]:
    """The parts of a way before its end, from there back, each with the link that leads out of it.

    The first is known to be a cause, however sure the link is: that is stated of all that the way explains.
    """
    pairs = list(pairwise(path))
    return tuple(cause(facts, pair, Sure.KNOWN if pair == pairs[0] else None) for pair in reversed(pairs))


def cause(facts: Facts, pair: Pair, sure: Sure | None = None) -> Cause:
    """The first of two parts as a cause of the other."""
    return Cause(component=pair[0], target=pair[1], sure=sure or facts.edges[pair], link=facts.link.get(pair))


def _alone(picture: Picture, system: System, now: DisruptionNow) -> Facts:
    """What one disruption states of parts, by itself."""
    here = picture.component
    pairs = frozenset(pair for pair in stated_by(now) if pair[0] in here and pair[1] in here)
    declared = pairs & {(link.source, link.target) for link in system.links}
    return Facts(system=system, components=here, stated=pairs, sure=dict.fromkeys(declared, Sure.KNOWN))


def _from_behind(facts: Facts, near: str, end: str) -> tuple[str, ...]:
    """The known way to ``end`` from the furthest known cause behind its stated cause ``near``."""
    known = {pair: Sure.KNOWN for pair in sorted(facts.known) if end not in pair}
    behind = above(near, known)
    roots = [part for part in facts.system.by_id if part in behind and above(part, known) <= _loop(part, known)]
    root = max(_first_of_loops(facts, roots, known), key=lambda one: len(way(one, near, known)))
    return unfolded((*way(root, near, known), end), facts.edges)


def _loop(part: str, known: Iterable[Pair]) -> set[str]:
    """The parts that lead to ``part`` and that it leads to: they explain each other."""
    return above(part, known) & above(part, [(target, source) for source, target in known])


def _first_of_loops(facts: Facts, roots: Iterable[str], known: Iterable[Pair]) -> list[str]:
    """Of roots that explain each other, the one disturbed first stands for its loop."""

    def began(part: str) -> float:
        since = facts.components[part].since
        return since.timestamp() if since else float("inf")

    loops = {frozenset(_loop(root, known)): None for root in roots}
    return [min((part for part in facts.system.by_id if part in loop), key=began) for loop in loops]


def _also(facts: Facts, now: DisruptionNow, path: Sequence[str]) -> tuple[Cause, ...]:
    """What a disruption states as causes of parts on its path, beside the path."""
    pairs = [(one, part) for part in path for one in causes_of(now, part) if one not in path]
    first = {pair[0]: pair for pair in reversed(pairs) if pair in facts.stated}
    return tuple(cause(facts, pair) for pair in first.values())


def _after(facts: Facts, now: DisruptionNow, path: Sequence[str]) -> tuple[Step, ...]:
    """What follows beside the path: the parts this disruption reports, those with a headline of their own if any."""
    bad = {r.component: r.report for r in now.reports if r.state.off}
    beside = {component: report for component, report in bad.items() if component not in path}
    wanted = {component: report for component, report in beside.items() if report.headline} or beside
    found: list[Step] = []
    reached = list(path[1:])
    for here in reached:  # grows while it is walked
        for link in facts.system.out_of[here]:
            sure = facts.sure.get((here, link.target))
            if sure is None or link.target not in wanted or link.target in reached:
                continue
            if facts.system.by_id[link.target].kind is not Kind.SYMPTOM:
                reached.append(link.target)
                found.append(Step(component=link.target, link=link, sure=sure))
    return tuple(sorted(found, key=lambda s: (bool(wanted[s.component].checking_by), _ORDER.index(s.sure))))
