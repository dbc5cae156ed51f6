"""The shapes Statuspage's JSON comes in, and what is read of each object (developer.statuspage.io).

A page with its lists, a bare list of incidents or components, one incident, a webhook's incident, and one update of
an incident, as the management API answers.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import Field

from explainer.errors import FormatError
from explainer.formats.families.statuspage_components import Component
from explainer.formats.kit.common_json import Objects, Said, Wire, dict_at, dicts_at, text_at, value_at

LISTS = ("incidents", "scheduled_maintenances")


class Affected(Wire):
    """A component in an update, with what became of it."""

    code: Said = ""
    name: Said = ""
    new_status: Said = ""


class Update(Wire):
    """One update of an incident."""

    body: Said = ""
    status: Said = ""
    display_at: Said = ""
    created_at: Said = ""
    affected: Annotated[tuple[Affected, ...], Objects] = Field(default=(), alias="affected_components")


class Incident(Wire):
    """An incident or a maintenance."""

    id: Said = ""
    name: Said = ""
    status: Said = ""
    impact: Said = ""
    impact_override: Said = ""
    shortlink: Said = ""
    created_at: Said = ""
    started_at: Said = ""
    updated_at: Said = ""
    resolved_at: Said = ""
    scheduled_for: Said = ""
    scheduled_until: Said = ""
    updates: Annotated[tuple[Update, ...], Objects] = Field(default=(), alias="incident_updates")
    components: Annotated[tuple[Component, ...], Objects] = ()


class Page(Wire):
    """The page the document is of."""

    url: Said = ""


class Found(NamedTuple):
    """What the document holds, whatever its shape."""

    rows: list[Any]
    components: list[dict[str, Any]]
    page: Page
    indicator: str


def is_incident(keys: frozenset[str]) -> bool:
    """Whether an object with these keys is an incident, a maintenance, or an update of one."""
    return {"id", "name", "status"} <= keys and not keys.isdisjoint({"incident_updates", "incident_id", "impact"})


def is_component(keys: frozenset[str]) -> bool:
    """Whether an object with these keys is a component, or something that has all a component has."""
    return {"id", "name", "status", "page_id"} <= keys


def find(data: Any) -> Found:
    """The shapes: a page, a list of incidents or components, one incident, one update of an incident.

    Raises:
        FormatError: where it is none of them, or only the page's overall indicator.
    """
    page = Page.model_validate(dict_at(data, "page"))
    indicator = text_at(data, "status", "indicator").casefold()
    if isinstance(data, list):
        components = [row for row in data if isinstance(row, dict) and _is_bare_component(row)]
        rows = [row for row in data if not (isinstance(row, dict) and _is_bare_component(row))]
        if data and not components and not any(isinstance(row, dict) and is_incident(frozenset(row)) for row in data):
            raise FormatError("the document holds neither Statuspage incidents nor components")
        return Found(rows, components, page, indicator)
    one = dict_at(data, "incident") or dict_at(data, "scheduled_maintenance") or data
    if is_incident(frozenset(one)):
        return Found([one], [], page, indicator)
    lists = [name for name in (*LISTS, "components") if value_at(data, name) is not None]
    if not lists:
        only = "only the page's overall indicator" if indicator else "no list of incidents or components"
        raise FormatError(f"the document holds {only}; declare the page's summary.json instead")
    for name in lists:
        if not isinstance(data[name], list):
            raise FormatError(f"the document's “{name}” is not a list")
    rows = [row for name in LISTS for row in data.get(name) or []]
    return Found(rows, dicts_at(data, "components"), page, indicator)


def _is_bare_component(row: dict[str, Any]) -> bool:
    keys = frozenset(row)
    return is_component(keys) and not is_incident(keys) and keys.isdisjoint({"components", "shortlink"})
