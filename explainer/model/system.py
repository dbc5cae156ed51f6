"""The operation as one system: layers, parties, components and the links between them.

A link is the only ground on which the site ever draws a cause. Feedback loops are legal; every walk here
visits a component once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

import msgspec
from msgspec import Meta

from explainer.model.account import Ask
from explainer.model.moments import LARGEST
from explainer.model.run import Run
from explainer.model.value import Slug, Value, Words
from explainer.model.vocabulary import Kind, Nature

Bounded = Annotated[float, Meta(ge=0, le=LARGEST)]


class Layer(Value):
    """A column of the map, from outside conditions to the customer's journey."""

    id: Slug
    """Its name for other parts of this file. Example: outside"""
    name: Words
    """Its heading on the map. Example: Outside"""


class Party(Value):
    """A role that owns, decides or bears; never a person."""

    id: Slug
    """Its name in bulletins and declarations: a role, never a person. Example: duty-manager"""
    name: Words
    """Its name for readers. Example: Duty manager"""
    does: str = ""
    """One plain line on what it does, for readers: it opens its page."""


class Capacity(Value):
    """What a component can do on a good day, in ``unit``."""

    normal: Bounded
    """How much on a good day. Example: 36"""
    unit: Words
    """Of what. Example: planes an hour"""
    by: str = ""
    """The party that says so, by its id; without it, the one that checked the page which explains the part."""
    checked: date | None = None
    """When it was last checked; without it, when that page was. Example: 2026-11-03"""


class Component(Value):
    """A part of the operation. ``watched_by`` names declared feeds; nobody watching means no state."""

    id: Slug
    """Its name in bulletins, mappings and addresses. Example: baggage"""
    name: Words
    """Its name for readers. Example: Baggage belts"""
    kind: Kind
    """What kind of part it is."""
    layer: Slug
    """Its column on the map, by the id of a layer."""
    owner: Slug
    """The party that runs it, by its id."""
    says: str = ""
    """What it does, in one sentence."""
    capacity: Capacity | None = None
    """What it can do on a good day; shown while nothing is reported."""
    watched_by: tuple[Slug, ...] = ()
    """The feeds that would report trouble with it, by the names of their files without .yml."""
    explainer: str = ""
    """Its page in content/. Example: how/baggage.md"""
    nature: Nature | None = None
    """What kind of root cause it can be."""
    question: str = ""
    """For a symptom: the question in a customer’s words. Example: Why is my flight late?"""
    problem: str = ""
    """For a symptom: the complaint in a customer’s words. Example: My flight is late"""
    otherwise: str = ""
    """For a symptom: what to tell people when we see no cause."""
    run: Run | None = None
    """For a page on which readers run this part themselves."""


class SystemLink(Value):
    """One component affects another, because …; ``lag`` in minutes."""

    source: Slug = msgspec.field(name="from")
    """The part that affects the other, by its id."""
    target: Slug = msgspec.field(name="to")
    """The part that is affected, by its id."""
    because: Words
    """Why, in one sentence that is true on any day. Example: No plane may take off with ice on its wings."""
    lag: Bounded | None = None
    """Minutes until the effect is usually felt. Example: 20"""


class Need(Value):
    """What people need in a disruption that no one part stands for, such as a bed for the night: true on any day."""

    id: Slug
    """Its name in addresses, ``why/…/``; no component may have the same. Example: night"""
    problem: Words
    """What people say. Example: I need a way home, or a bed"""
    question: Words
    """The question in their words. Example: How do I get home, or find a bed?"""
    says: Words
    """The short answer, as it holds on any day."""
    by: Slug
    """The party that answers for it, by its id."""
    checked: date
    """The day on which somebody last saw that it is so. Example: 2026-11-16"""
    parts: tuple[Slug, ...] = ()
    """The components that it hangs on, by their ids; how they are now is shown."""
    asks: tuple[Ask, ...] = ()
    """What one can do."""
    rights: str = ""
    """What one is owed: an id from content/rights.yml."""


class System(Value, dict=True):
    """The whole operation. It holds together when ``declarations.system.problems_of`` finds nothing."""

    title: Words
    """The name of the operation. Example: Val d’Orme Airport"""
    layers: Annotated[tuple[Layer, ...], Meta(min_length=1)]
    """The columns of the map, from outside conditions to what customers feel; the last one holds the symptoms and
    nothing else.
    """
    parties: Annotated[tuple[Party, ...], Meta(min_length=1)]
    """The roles that own, decide or bear; never persons."""
    components: Annotated[tuple[Component, ...], Meta(min_length=1)]
    """The parts of the operation."""
    links: tuple[SystemLink, ...] = ()
    """Which part affects which, and why: the only ground on which a cause is ever drawn."""
    needs: tuple[Need, ...] = ()
    """What people need that no one part stands for, such as a bed for the night."""

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

    @cached_property
    def need(self) -> Mapping[str, Need]:
        """Needs by id."""
        return {need.id: need for need in self.needs}

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of all that a customer can ask a why of: symptoms first, then needs."""
        return (*(symptom.id for symptom in self.symptoms), *self.need)

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
