"""Statuspage components that are not operational while no open incident names them (API v2 ``components``).

Staff of a page often set a component down before, or without, writing an incident. To read such a page as quiet
would be a false all-clear. A component carries no id of an occasion and nothing ever marks its end, except that it is
operational again; so it becomes a disruption only where the declaration says ``absence: ended``, and is set aside
with that advice elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from explainer.formats.base import Draft, Named
from explainer.formats.kit.common_json import Said, Wire, as_flag, text_at
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Status

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


class Alone(NamedTuple):
    """A component that is disturbed while no open incident names it."""

    row: dict[str, Any]


def without_incident(rows: list[dict[str, Any]], told: Collection[str]) -> list[Alone]:
    """The disturbed components that no open incident names; ``told`` holds the ids and names that incidents name.

    A group repeats its worst member; only one whose members are not listed speaks for itself.
    """
    full = {text_at(row, "group_id") for row in rows if text_at(row, "group_id") != text_at(row, "id")}
    return [
        Alone(row)
        for row in rows
        if EFFECT.get(text_at(row, "status").casefold(), EffectCode.UNKNOWN) is not None
        and text_at(row, "status")
        and not (as_flag(row.get("group")) and text_at(row, "id") in full)
        and not {text_at(row, "id").strip(), text_at(row, "name").strip()} & set(told)
    ]


def draft(alone: Alone, source: Source) -> Draft:
    """A component as a disruption of its own."""
    part = Component.of(alone.row)
    status = part.status.casefold()
    words = status.replace("_", " ")
    never_ends = source.absence is not Absence.ENDED
    return Draft(
        id=f"component:{part.id}" if part.id else "",
        refused=f"it is {words} without an incident; declare absence: ended to show it" if never_ends else "",
        headline=f"{part.name or part.id}: {words}",
        status=Status.ACTIVE,
        status_native=part.status,
        planned=True if status == "under_maintenance" else None,
        effects=[(EFFECT.get(status) or EffectCode.UNKNOWN, part.status)],
        events=["component"],
        affected=[Named("component", part.name, part.id)],
    )
