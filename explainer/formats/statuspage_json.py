"""Statuspage as JSON (Status API v2, and the incidents and components of developer.statuspage.io).

Read are a page's ``/api/v2/summary.json`` and its parts, what the management API answers, and what other vendors
publish in the same shape, with whatever keys they leave out.

=============  =================================================================================
native id      the incident in the ``shortlink``'s path, else ``id``: what RSS and Atom link to
headline       ``name``
description    the newest update; all updates are searched by rules
status         ``status``, as stated
severity       ``impact``; the page's ``indicator`` is only noted where it disagrees
events         ``incident`` or ``maintenance``
categories     ``impact``
effects        what the newest word on each component says of it
affected       components by their present names
periods        ``started_at`` or ``created_at`` until ``resolved_at``; ``scheduled_for`` until ``scheduled_until``
updates        ``incident_updates`` at ``display_at``, oldest first
=============  =================================================================================

``statuspage_components`` says what becomes of a component that is down while no incident says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.disruption import (
    Disruption,
    Effect,
    Entity,
    Expected,
    Link,
    Period,
    SetAside,
    Text,
    Update,
    disruption_id,
)
from explainer.formats import mapping, markdown, prose, statuspage, statuspage_components, text
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import (
    dicts_at,
    read_json,
    span,
    text_at,
)
from explainer.formats.look import Look
from explainer.formats.statuspage_components import EFFECT, is_open
from explainer.formats.statuspage_wire import LISTS, Found, Incident, Page, Step, find, is_component, is_incident
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Severity, Status

STATUS = {
    "investigating": Status.ACTIVE,
    "identified": Status.ACTIVE,
    "monitoring": Status.MONITORING,
    "resolved": Status.RESOLVED,
    "postmortem": Status.RESOLVED,
    "scheduled": Status.PLANNED,
    "in_progress": Status.ACTIVE,
    "verifying": Status.MONITORING,
    "completed": Status.RESOLVED,
}
_OF_MAINTENANCE = frozenset({"scheduled", "in_progress", "verifying", "completed"})

SEVERITY = {
    "none": Severity.NONE,
    "minor": Severity.MINOR,
    "major": Severity.MODERATE,
    "critical": Severity.SEVERE,
}
"""Of ``impact`` and ``indicator``. ``maintenance`` says what it is, not how bad: unknown."""
_WORST_FIRST = (Severity.SEVERE, Severity.MODERATE, Severity.MINOR, Severity.NONE)

_MOST_UPDATES = 500


def parse(document: Document, source: Source) -> Parsed:
    """The incidents, the maintenances, and components that are disturbed without either."""
    found = find(read_json(document))
    rows, aside = first_entries(found.rows)
    disruptions: dict[str, Disruption] = {}
    set_aside: list[SetAside] = []
    for number, row in enumerate(rows, start=1):
        made = _disruption(row, number, found, source)
        if isinstance(made, SetAside):
            set_aside.append(made)
        else:
            disruptions.setdefault(made.id, made)  # a maintenance may stand in both lists
    alone, untold = statuspage_components.without_incident(found.components, disruptions.values(), source)
    set_aside += [*aside, *untold]
    if unexplained := _unexplained(found, [*disruptions.values(), *alone], set_aside):
        set_aside.append(unexplained)
    noted = [_with_indicator(made, found, disruptions.values()) for made in disruptions.values()]
    return Parsed(disruptions=(*noted, *alone), set_aside=tuple(set_aside))


def recognises(look: Look) -> bool:
    """A page with incidents, maintenances or components; or the management API's objects."""
    keys = look.keys
    if isinstance(look.data, list):
        return is_incident(keys) or is_component(keys)
    of_page = "page" in keys and not keys.isdisjoint({*LISTS, "components", "incident"})
    rows = next((dicts_at(look.data, name) for name in LISTS if dicts_at(look.data, name)), [])
    return of_page or is_incident(keys) or (bool(rows) and is_incident(frozenset(rows[0])))


def _disruption(row: Any, number: int, found: Found, source: Source) -> Disruption | SetAside:
    if not isinstance(row, dict):
        return SetAside(entry=f"entry {number}", reason="it is not an object")
    wire = Incident.model_validate(row)
    if not wire.updates and text_at(row, "body"):  # one update of an incident, as the management API answers
        of = text_at(row, "incident_id") or wire.id
        wire = wire.model_copy(update={"id": of, "updates": (Step.model_validate(row),)})
    native = text.identifier(statuspage.incident(wire.shortlink) or wire.id)
    headline = markdown.line(wire.name)
    label = f"entry {number} ({text.bounded(headline or native, 80)})" if headline or native else f"entry {number}"
    if not native:
        return SetAside(entry=label, reason="it has no id")
    if not headline:
        return SetAside(entry=label, reason="it has no name", native_id=native)
    updates, undated, words = _updates(wire, source)
    status = STATUS.get(wire.status.casefold(), Status.UNKNOWN)
    planned = wire.status.casefold() in _OF_MAINTENANCE or "maintenance" in wire.impact or bool(wire.scheduled_for)
    times = {name: read_time(getattr(wire, name), source.tz) for name in _TIMES}
    reality = prose.reality_of(headline)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=source.language, text=headline),),
        description=(Text(lang=source.language, text=words[-1]),) if words else (),
        status=status,
        status_native=text.line(wire.status),
        severity=SEVERITY.get(wire.impact.casefold(), Severity.UNKNOWN),
        severity_native=text.line(wire.impact),
        planned=True if planned else None,
        effects=_effects(wire),
        events=("maintenance" if planned else "incident",),
        categories=tuple(filter(None, (text.line(wire.impact, text.NOTE),))),
        affected=_affected(wire),
        periods=_periods(times, status),
        expected=tuple(_expected(times, status)),
        issued_at=_at(times["created_at"]) or (updates[0].at if updates else None),
        updated_at=_at(times["updated_at"]) or (updates[-1].at if updates else None),
        updates=updates,
        links=tuple(_links(wire, native, found.page)),
        extra=_notes(wire, times, undated) | ({"reality": "inferred from the headline"} if reality else {}),
    )
    if reality:
        made = made.model_copy(update={"reality": reality})
    return mapping.apply(made, source, words)


_TIMES = ("created_at", "started_at", "updated_at", "resolved_at", "scheduled_for", "scheduled_until")


def _at(reading: Reading | None) -> Any:
    return reading.at if reading else None


def _updates(wire: Incident, source: Source) -> tuple[tuple[Update, ...], int, tuple[str, ...]]:
    """Dated updates oldest first, how many had no readable date, and all their words oldest first."""
    found: list[tuple[Reading | None, str, Step]] = [
        (
            read_time(step.display_at, source.tz) or read_time(step.created_at, source.tz),
            markdown.plain(step.body),
            step,
        )
        for step in reversed(wire.updates[:_MOST_UPDATES])  # published newest first; a stable sort keeps ties
    ]
    dated = sorted(((at, says, step) for at, says, step in found if at is not None), key=lambda one: one[0].at)
    undated = [says for at, says, _ in found if at is None]
    updates = tuple(
        Update(
            at=at.at,
            says=says or text.line(step.status) or "…",
            status=STATUS.get(step.status.casefold()),
            precision=at.precision,
        )
        for at, says, step in dated
    )
    return updates, len(undated), tuple(filter(None, [*undated, *(says for _, says, _ in dated)]))


def _newest_words(wire: Incident) -> dict[str, str]:
    """What the newest update that names a component says of it, by its id, else its name.

    Components get renamed while old updates keep the old name, so the id joins them.
    """
    words = {part.id or part.name: part.status for part in wire.components}
    named = [part for step in reversed(wire.updates) for part in step.affected if part.new_status]
    words.update({part.code or part.name: part.new_status for part in named})
    return words


def _effects(wire: Incident) -> tuple[Effect, ...]:
    words = dict.fromkeys(word.casefold() for word in _newest_words(wire).values())
    codes = {word: EFFECT.get(word, EffectCode.UNKNOWN) for word in words if word}
    return tuple(Effect(code=code, native=text.line(word)) for word, code in codes.items() if code is not None)


def _affected(wire: Incident) -> tuple[Entity, ...]:
    names = {part.code or part.name: part.name for step in reversed(wire.updates) for part in step.affected}
    names |= {part.id or part.name: part.name for part in wire.components}  # the present name wins
    return tuple(
        Entity(kind="component", name=text.line(name), ref="" if ref == name else text.identifier(ref))
        for ref, name in names.items()
        if ref or name
    )


def _periods(times: dict[str, Reading | None], status: Status) -> tuple[Period, ...]:
    """A maintenance under way keeps no end: it may overrun, and its planned end is not its end."""
    start, end = times["scheduled_for"], times["scheduled_until"]
    if start is None:
        start, end = times["started_at"] or times["created_at"], times["resolved_at"]
    elif status in (Status.ACTIVE, Status.MONITORING):
        end = None
    elif status.over:
        end = times["resolved_at"] or end
    return span(start, end)


def _expected(times: dict[str, Reading | None], status: Status) -> Iterator[Expected]:
    until = times["scheduled_until"]
    if until is not None and status in (Status.ACTIVE, Status.MONITORING):
        yield Expected(what="Scheduled end", at=until.at, basis="announced", main=True)


def _links(wire: Incident, native: str, page: Page) -> Iterator[Link]:
    base = text.address(page.url)
    if href := text.address(wire.shortlink) or (text.address(f"/incidents/{native}", base) if base else None):
        yield Link(href=href)


def _notes(wire: Incident, times: dict[str, Reading | None], undated: int) -> dict[str, str]:
    notes = {
        name: text.line(getattr(wire, name), text.NOTE)
        for name, reading in times.items()
        if reading is None and getattr(wire, name)
    }
    if wire.impact_override and wire.impact_override != wire.impact:
        notes["impact_override"] = text.line(wire.impact_override, text.NOTE)
    if undated:
        notes["undated updates"] = str(undated)
    return notes


def _with_indicator(made: Disruption, found: Found, others: Any) -> Disruption:
    """The page's indicator and its incidents may disagree (seen: minor, and major). The incident counts."""
    if not is_open(made) or made.planned or not found.indicator:
        return made
    rank = [_WORST_FIRST.index(one.severity) for one in others if is_open(one) and one.severity in _WORST_FIRST]
    worst = _WORST_FIRST[min(rank)] if rank else Severity.UNKNOWN
    if SEVERITY.get(found.indicator) is worst:
        return made
    return made.model_copy(update={"extra": {**made.extra, "page indicator": text.line(found.indicator, text.NOTE)}})


def _unexplained(found: Found, made: list[Disruption], aside: list[SetAside]) -> SetAside | None:
    """A page that calls itself disturbed while nothing on it says what is: never the quiet state."""
    disturbed = SEVERITY.get(found.indicator, Severity.NONE) is not Severity.NONE
    if not disturbed or aside or any(is_open(one) for one in made):
        return None
    reason = f"its indicator says {found.indicator}, but no incident, maintenance or component does"
    return SetAside(entry="the page as a whole", reason=reason)
