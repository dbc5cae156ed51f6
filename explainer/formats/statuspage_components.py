"""Statuspage components that are not operational while no open incident names them (API v2 ``components``).

Staff of a page often set a component down before, or without, writing an incident. To read such a page as quiet
would be a false all-clear. A component carries no id of an occasion and nothing ever marks its end, except that it is
operational again; so it becomes a disruption only where the declaration says ``absence: ended``, and is set aside
with that advice elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator

from explainer.disruption import Disruption, Effect, Entity, SetAside, Text, disruption_id
from explainer.formats import mapping, text
from explainer.formats.base import first_entries, origin
from explainer.formats.common_json import Said, Wire, as_flag
from explainer.sources import Source
from explainer.vocabulary import Absence, EffectCode, Status

EFFECT = {
    "operational": None,
    "degraded_performance": EffectCode.DEGRADED,
    "partial_outage": EffectCode.PARTIAL_OUTAGE,
    "major_outage": EffectCode.FULL_OUTAGE,
    "under_maintenance": EffectCode.OTHER,
}
"""Component statuses. ``operational`` is no effect; maintenance may have any."""


class Component(Wire):
    """A component as the page lists it."""

    id: Said = ""
    name: Said = ""
    status: Said = ""
    group_id: Said = ""
    group: Annotated[bool, BeforeValidator(lambda value: as_flag(value) is True)] = False


def is_open(incident: Disruption) -> bool:
    """Whether it can be why a page is disturbed now: not over, and not only announced."""
    return not incident.status.over and incident.status is not Status.PLANNED


def without_incident(
    rows: list[dict[str, Any]], incidents: Iterable[Disruption], source: Source
) -> tuple[list[Disruption], list[SetAside]]:
    """A disruption for every component that is disturbed and that no open incident names."""
    read, aside = first_entries([Component.model_validate(row) for row in rows])
    named = {word for one in incidents if is_open(one) for part in one.affected for word in (part.ref, part.name)}
    full = {part.group_id for part in read if part.group_id != part.id}  # a group repeats its worst member
    made: list[Disruption] = []
    set_aside: list[SetAside] = list(aside)
    for part in read:
        status = part.status.casefold()
        if EFFECT.get(status, EffectCode.UNKNOWN) is None or (part.group and part.id in full):
            continue
        if not status or not named.isdisjoint({text.identifier(part.id), text.line(part.name)} - {""}):
            continue
        native = text.identifier(f"component:{part.id}") if part.id else ""
        label = f"component {text.line(part.name, 80)}".strip()
        if not native or not text.line(part.name):
            set_aside.append(SetAside(entry=label, reason="it has no id or no name", native_id=native or None))
        elif source.absence is not Absence.ENDED:
            reason = f"it is {_words(status)} without an incident; declare absence: ended to show it"
            set_aside.append(SetAside(entry=label, reason=reason, native_id=native))
        else:
            made.append(_disruption(part, native, source))
    return made, set_aside


def _disruption(part: Component, native: str, source: Source) -> Disruption:
    name, status = text.line(part.name), part.status.casefold()
    disruption = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=source.language, text=f"{name}: {_words(status)}"),),
        status=Status.ACTIVE,
        status_native=text.line(part.status),
        planned=True if status == "under_maintenance" else None,
        effects=(Effect(code=EFFECT.get(status) or EffectCode.UNKNOWN, native=text.line(part.status)),),
        events=("component",),
        affected=(Entity(kind="component", name=name, ref=text.identifier(part.id)),),
    )
    return mapping.apply(disruption, source)


def _words(status: str) -> str:
    return text.line(status.replace("_", " "), 60)
