"""The operation as one system: layers, parties, components and the links between them.

A link is the only ground on which the site ever draws a cause. Feedback loops are legal; every walk here
visits a component once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated

import msgspec
from msgspec import Meta

from explainer.model.moments import LARGEST
from explainer.model.value import Slug, Value, Words
from explainer.model.vocabulary import Kind, Nature

Bounded = Annotated[float, Meta(ge=0, le=LARGEST)]


class Layer(Value):
    """A column of the map, from outside conditions to the customer's journey."""

    id: Slug
    name: Words


class Party(Value):
    """A role that owns, decides or bears; never a person."""

    id: Slug
    name: Words
    does: str = ""


class Capacity(Value):
    """What a component can do on a good day, in ``unit``."""

    normal: Bounded
    unit: Words


class Component(Value):
    """A part of the operation. ``watched_by`` names declared feeds; nobody watching means no state."""

    id: Slug
    name: Words
    kind: Kind
    layer: Slug
    owner: Slug
    says: str = ""
    capacity: Capacity | None = None
    watched_by: tuple[Slug, ...] = ()
    explainer: str = ""
    nature: Nature | None = None
    question: str = ""
    problem: str = ""
    otherwise: str = ""


class SystemLink(Value):
    """One component affects another, because …; ``lag`` in minutes."""

    source: Slug = msgspec.field(name="from")
    target: Slug = msgspec.field(name="to")
    because: Words
    lag: Bounded | None = None


class System(Value, dict=True):
    """The whole operation. It holds together when ``declarations.system.problems_of`` finds nothing."""

    title: Words
    layers: Annotated[tuple[Layer, ...], Meta(min_length=1)]
    parties: Annotated[tuple[Party, ...], Meta(min_length=1)]
    components: Annotated[tuple[Component, ...], Meta(min_length=1)]
    links: tuple[SystemLink, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Component]:
        """Components by id."""
        return {component.id: component for component in self.components}

    @cached_property
    def party(self) -> Mapping[str, Party]:
        """Parties by id."""
        return {party.id: party for party in self.parties}

    @cached_property
    def into(self) -> Mapping[str, tuple[SystemLink, ...]]:
        """For every component, the links that end at it: what it needs."""
        return {c.id: tuple(link for link in self.links if link.target == c.id) for c in self.components}

    @cached_property
    def out_of(self) -> Mapping[str, tuple[SystemLink, ...]]:
        """For every component, the links that start at it: what it slows."""
        return {c.id: tuple(link for link in self.links if link.source == c.id) for c in self.components}

    @cached_property
    def symptoms(self) -> tuple[Component, ...]:
        """What customers feel, in the order staff wrote them."""
        return tuple(component for component in self.components if component.kind is Kind.SYMPTOM)

    def party_name(self, party_id: str) -> str:
        """The party's name, or the id itself where a feed names a party the system does not know."""
        known = self.party.get(party_id)
        return known.name if known else party_id

    def upstream(self, component_id: str) -> frozenset[str]:
        """Every component from which a chain of links leads to this one, itself left out."""
        edges = {c: [link.source for link in links] for c, links in self.into.items()}
        return _closure(component_id, edges)


def _closure(start: str, edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen: set[str] = {start}
    todo = [start]
    while todo:
        for step in edges[todo.pop()]:
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return frozenset(seen - {start})
