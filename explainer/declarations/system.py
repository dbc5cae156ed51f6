"""The door to the system that staff declare, and what keeps its parts from making a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from explainer.declarations.doors import door
from explainer.declarations.nearness import near
from explainer.model.system import Component, Layer, Party, System
from explainer.model.vocabulary import Kind

SYSTEM_DOOR = door(System)


class Problem(NamedTuple):
    """Something wrong with the whole: ``path`` leads to the place in ``system.yml``."""

    path: tuple[str | int, ...]
    problem: str
    remedy: str = ""


def problems_of(system: System) -> tuple[Problem, ...]:
    """Everything that keeps the parts from making a whole, all at once, each with its place and remedy."""
    problems: list[Problem] = []
    problems += _duplicates(system)
    problems += _dangling(system)
    if not problems:
        problems += _symptoms(system)
    return tuple(problems)


def _duplicates(system: System) -> list[Problem]:
    found: list[Problem] = []
    groups: tuple[tuple[str, Sequence[Layer | Party | Component]], ...] = (
        ("layers", system.layers),
        ("parties", system.parties),
        ("components", system.components),
    )
    for group, things in groups:
        first: dict[str, int] = {}
        for index, thing in enumerate(things):
            if thing.id in first:
                other = things[first[thing.id]].name
                found.append(
                    Problem(
                        path=(group, index, "id"),
                        problem=f"“{thing.id}” is already the id of “{other}”",
                        remedy="give this one an id of its own",
                    )
                )
            first.setdefault(thing.id, index)
    taken = {thing.id for thing in system.components}
    for index, need in enumerate(system.needs):
        if need.id in taken:
            problem, remedy = f"“{need.id}” is already the id of another", "give this one an id of its own"
            found.append(Problem(path=("needs", index, "id"), problem=problem, remedy=remedy))
        taken.add(need.id)
    pairs: set[tuple[str, str]] = set()
    for index, link in enumerate(system.links):
        pair = (link.source, link.target)
        if pair in pairs:
            found.append(
                Problem(
                    path=("links", index),
                    problem=f"the link from “{link.source}” to “{link.target}” is already declared",
                    remedy="write one link and put both reasons into its because-sentence",
                )
            )
        pairs.add(pair)
    return found


def _dangling(system: System) -> list[Problem]:
    layers = {layer.id for layer in system.layers}
    parties = {party.id for party in system.parties}
    components = {component.id for component in system.components}
    found: list[Problem] = []

    def expect(path: tuple[str | int, ...], value: str, known: set[str], what: str) -> None:
        if value not in known:
            found.append(Problem(path=path, problem=f"there is no {what} “{value}”", remedy=near(value, known)))

    for index, component in enumerate(system.components):
        expect(("components", index, "layer"), component.layer, layers, "layer")
        expect(("components", index, "owner"), component.owner, parties, "party")
        if component.capacity is not None and component.capacity.by:
            expect(("components", index, "capacity", "by"), component.capacity.by, parties, "party")
    for index, need in enumerate(system.needs):
        expect(("needs", index, "by"), need.by, parties, "party")
        for place, part in enumerate(need.parts):
            expect(("needs", index, "parts", place), part, components, "component")
    for index, link in enumerate(system.links):
        expect(("links", index, "from"), link.source, components, "component")
        expect(("links", index, "to"), link.target, components, "component")
        if link.source == link.target:
            found.append(
                Problem(
                    path=("links", index, "to"),
                    problem=f"“{link.target}” cannot affect itself",
                    remedy="name another component, or delete the link",
                )
            )
    return found


def _symptoms(system: System) -> list[Problem]:
    last = system.layers[-1]
    found: list[Problem] = []
    for index, component in enumerate(system.components):
        is_symptom = component.kind is Kind.SYMPTOM
        if is_symptom and component.layer != last.id:
            found.append(
                Problem(
                    path=("components", index, "layer"),
                    problem=f"the symptom “{component.name}” is not in the last layer",
                    remedy=f"write layer: {last.id}, or another kind",
                )
            )
        if not is_symptom and component.layer == last.id:
            found.append(
                Problem(
                    path=("components", index, "kind"),
                    problem=f"“{component.name}” is in the last layer, which holds what customers feel",
                    remedy="write kind: symptom, or move it to another layer",
                )
            )
        if not is_symptom:
            continue
        found.extend(
            Problem(
                path=("components", index),
                problem=f"the symptom “{component.name}” has no {field}",
                remedy=f"write {field}: in the customer’s own words, such as “{example}”",
            )
            for field, example in _EXAMPLES.items()
            if not getattr(component, field)
        )
        if not any(system.by_id[c].kind is not Kind.SYMPTOM for c in system.upstream(component.id)):
            found.append(
                Problem(
                    path=("components", index, "id"),
                    problem=f"no link leads to the symptom “{component.name}”: nothing could explain it",
                    remedy="add a link that ends here, or delete it",
                )
            )
    return found


_EXAMPLES = {"question": "Why is my flight late?", "problem": "My flight is late"}
